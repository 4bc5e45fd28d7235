//! Digests of bodies, as headers and signatures want them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use md5::Md5;
use sha2::{Digest as _, Sha256};

/// For `Content-MD5`.
pub fn md5_base64(body: &[u8]) -> String {
    BASE64_STANDARD.encode(Md5::digest(body))
}

/// For `x-amz-checksum-sha256`.
pub fn sha256_base64(body: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha256::digest(body))
}

/// For the hash of a body that is signed.
pub fn sha256_hex(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// The entity tag of an object that was uploaded in these parts: the digest of their digests.
pub fn tag_of_parts<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let digests: Vec<_> = parts.map(Md5::digest).collect();
    format!("\"{}-{}\"", hex(&Md5::digest(digests.concat())), digests.len())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes everything");
        hex
    })
}
