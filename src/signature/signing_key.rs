//! The signing key: derived once a day, two SHA-256 states that every signature continues.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::protocol::AWS4_REQUEST;
use crate::signature::sha256::{self, BLOCK, state_after};
use crate::validity::amz_date::AmzDate;

/// The signing key of one day, region and service ([deriving a signing key]), as what HMAC-SHA256 makes of it: the
/// states of the inner and the outer hash after the padded key. Continuing them saves two of the compressions of every
/// signature, and the key itself is not kept.
///
/// [deriving a signing key]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#[derive(Clone, Copy)]
pub(crate) struct SigningKey {
    pub(crate) inner: [u32; 8],
    pub(crate) outer: [u32; 8],
}

impl SigningKey {
    pub(crate) fn derive(secret_access_key: &str, date: &AmzDate, region: &str, service: &str) -> Self {
        let date_key = Hmac::<Sha256>::new(&key_block(&[b"AWS4", secret_access_key.as_bytes()]).into());
        let date_key = date_key.chain_update(date.scope_date()).finalize().into_bytes().into();
        [region, service, AWS4_REQUEST]
            .iter()
            .fold(Self::of(&date_key), |key, text| Self::of(&key.sign(text.as_bytes())))
    }

    /// What HMAC-SHA256 makes of a key (RFC 2104, section 2).
    fn of(key: &[u8; 32]) -> Self {
        let padded = |pad: u8| {
            let mut block = [pad; BLOCK];
            for (place, byte) in block.iter_mut().zip(key) {
                *place ^= byte;
            }
            state_after(block)
        };
        Self { inner: padded(0x36), outer: padded(0x5c) }
    }

    /// Signs a whole text.
    pub(crate) fn sign(&self, text: &[u8]) -> [u8; 32] {
        sha256::finish(self.outer, &sha256::finish(self.inner, text))
    }
}

/// A key padded to a block, after hashing it where it is longer (RFC 2104, section 2).
pub(super) fn key_block(parts: &[&[u8]]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut length = 0;
    for part in parts {
        let end = length + part.len();
        if let Some(place) = block.get_mut(length..end) {
            place.copy_from_slice(part);
        }
        length = end;
    }
    if length > BLOCK {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        block = [0; BLOCK];
        if let Some(place) = block.first_chunk_mut() {
            *place = hasher.finalize().into();
        }
    }
    block
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;
    use crate::validity::amz_date::Timestamp;

    fn date(day: i64) -> Timestamp {
        Timestamp::from_unix(day * 86_400).unwrap()
    }

    /// Straight from the documentation, by the `hmac` crate alone.
    fn signature_by_hmac(secret: &str, date: &str, region: &str, service: &str, text: &[u8]) -> [u8; 32] {
        let mac = |key: &[u8], text: &[u8]| -> [u8; 32] {
            Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().into()
        };
        let key = mac(&[b"AWS4", secret.as_bytes()].concat(), date.as_bytes());
        let key = mac(&mac(&mac(&key, region.as_bytes()), service.as_bytes()), b"aws4_request");
        mac(&key, text)
    }

    proptest! {
        #[test]
        fn equals_hmac(secret in "[ -~]{1,150}", day in 0_i64..60_000, text in prop::collection::vec(any::<u8>(), 64..300)) {
            let amz_date = date(day).amz_date();
            let key = SigningKey::derive(&secret, &amz_date, "eu-central-1", "s3");
            let expected = signature_by_hmac(&secret, amz_date.scope_date(), "eu-central-1", "s3", &text);
            prop_assert_eq!(key.sign(&text), expected);
        }
    }

    /// The derivation that the AWS documentation publishes with its intermediate result.
    #[test]
    fn equals_the_published_signing_key() {
        let published = hex_bytes("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
        let date = Timestamp::from_unix(1_440_938_160).unwrap().amz_date();
        assert_eq!(date.as_str(), "20150830T123600Z");
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let text = [b'x'; 70];
        let expected = Hmac::<Sha256>::new_from_slice(&published).unwrap().chain_update(text).finalize();
        let key = SigningKey::derive(secret, &date, "us-east-1", "iam");
        assert_eq!(key.sign(&text), <[u8; 32]>::from(expected.into_bytes()));
    }

    fn hex_bytes(text: &str) -> [u8; 32] {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn every_length_of_padding_equals_hmac() {
        let amz_date = date(20_000).amz_date();
        let key = SigningKey::derive("secret", &amz_date, "r", "s");
        for length in BLOCK..=300 {
            let text = String::from("x").repeat(length);
            let expected = signature_by_hmac("secret", amz_date.scope_date(), "r", "s", text.as_bytes());
            assert_eq!(key.sign(text.as_bytes()), expected, "{length} bytes");
        }
    }
}
