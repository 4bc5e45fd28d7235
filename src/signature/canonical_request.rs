//! The canonical request and its hash ([creating a signed request], steps 1 and 2).
//!
//! [creating a signed request]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use alloc::format;
use alloc::string::String;

use crate::encode::Output;
use crate::signature::canonical_headers::SignedHeaders;

/// What takes a canonical request, piece by piece: a text, or its hash.
pub(crate) trait CanonicalRequest: Output {
    fn begin_path(&mut self) {}

    /// Ends the path.
    fn begin_query(&mut self) {
        self.append("\n");
    }

    fn end_query(&mut self) {}

    /// The next piece takes a while to make.
    fn pause(&mut self) {}
}

impl CanonicalRequest for String {}

/// What follows the query in a canonical request that signs only `host`.
pub(crate) fn rest_with_host_only(host: &str, payload_hash: &str) -> String {
    format!("\nhost:{host}\n\nhost\n{payload_hash}")
}

/// Appends what follows the query.
pub(crate) fn append_rest(canonical: &mut impl Output, headers: &SignedHeaders, host: &str, payload_hash: &str) {
    let (before_host, after_host) = headers.around_host();
    for piece in ["\n", before_host, "host:", host, "\n", after_host, "\n"] {
        canonical.append(piece);
    }
    let mut separator = "";
    for name in headers.names() {
        canonical.append(separator);
        canonical.append(name);
        separator = ";";
    }
    canonical.append("\n");
    canonical.append(payload_hash);
}

/// A SHA-256 or HMAC-SHA256 in lower-case hex.
pub(crate) struct HexDigest([u8; Self::LEN]);

impl HexDigest {
    pub(crate) const LEN: usize = 64;

    /// By arithmetic and not by the `hex` crate's look-ups, which took 2 % of a whole signature.
    pub(crate) fn new(digest: &[u8; 32]) -> Self {
        let digit = |nibble: u8| nibble + b'0' + u8::from(nibble > 9) * (b'a' - b'9' - 1);
        let mut text = [0; Self::LEN];
        for (pair, byte) in text.as_chunks_mut().0.iter_mut().zip(digest) {
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        Self(text)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_hex_as_the_hex_crate_does() {
        for start in 0..=224_u8 {
            let digest = core::array::from_fn(|index| start + u8::try_from(index).unwrap());
            let mut expected = [0; HexDigest::LEN];
            hex::encode_to_slice(digest, &mut expected).unwrap();
            assert_eq!(HexDigest::new(&digest).as_str().as_bytes(), expected);
        }
    }
}
