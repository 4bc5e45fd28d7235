//! The canonical request and the string to sign ([creating a signed request], steps 1 and 3).
//!
//! [creating a signed request]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use alloc::format;
use alloc::string::String;

use crate::headers::SignedHeaders;
use crate::sha256::Sha256;
use crate::timestamp::AmzDate;

/// The only algorithm there is.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The parts of a canonical request. Path and query are slices of the URL that is handed out: what is hashed is what is
/// returned.
pub(crate) struct CanonicalRequest<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) host: &'a str,
    pub(crate) headers: &'a SignedHeaders,
    pub(crate) payload_hash: &'a str,
    /// All that follows the query, where only `host` is signed and so nothing of it depends on the request.
    pub(crate) ready_rest: Option<&'a str>,
}

/// What follows the query in a canonical request that signs only `host`.
pub(crate) fn rest_with_host_only(host: &str, payload_hash: &str) -> String {
    format!("\nhost:{host}\n\nhost\n{payload_hash}")
}

impl CanonicalRequest<'_> {
    /// Writes it piece by piece, for whoever hashes or reads it.
    pub(crate) fn write(&self, mut sink: impl FnMut(&str)) {
        sink(self.method);
        sink("\n");
        sink(self.path);
        sink("\n");
        sink(self.query);
        if let Some(rest) = self.ready_rest {
            return sink(rest);
        }
        sink("\n");
        let (before_host, after_host) = self.headers.around_host();
        sink(before_host);
        sink("host:");
        sink(self.host);
        sink("\n");
        sink(after_host);
        sink("\n");
        let mut separator = "";
        for name in self.headers.names() {
            sink(separator);
            sink(name);
            separator = ";";
        }
        sink("\n");
        sink(self.payload_hash);
    }

    /// Lower-case hex of its SHA-256: the last line of the string to sign.
    pub(crate) fn hash(&self) -> HexDigest {
        let mut hash = Sha256::<4>::new();
        self.write(|piece| hash.update(piece.as_bytes()));
        HexDigest::new(&hash.finish())
    }
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

/// The credential scope after its date.
pub(crate) fn scope_rest(region: &str, service: &str) -> String {
    format!("/{region}/{service}/aws4_request")
}

/// The lines of the string to sign before the hash: algorithm, date, credential scope.
pub(crate) fn string_to_sign_head(amz_date: &AmzDate, scope_rest: &str, mut sink: impl FnMut(&str)) {
    sink(ALGORITHM);
    sink("\n");
    sink(amz_date.with_scope_date());
    sink(scope_rest);
    sink("\n");
}

/// Appends every piece to a text.
pub(crate) fn collect(text: &mut String) -> impl FnMut(&str) + '_ {
    |piece| text.push_str(piece)
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
