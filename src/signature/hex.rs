//! Digests as Signature Version 4 writes them: in lower-case hex.

use crate::impossible::impossible;

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
        str::from_utf8(&self.0).unwrap_or_else(|_| impossible("hex digits are ASCII"))
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
