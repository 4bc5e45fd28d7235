//! The string to sign ([creating a signed request], step 3), as the blocks that HMAC-SHA256 hashes.
//!
//! [creating a signed request]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use alloc::format;
use alloc::string::String;

use crate::endpoint::MAX_SCOPE_PART;
use crate::sha256::{self, BLOCK, copy};
use crate::signing_key::SigningKey;
use crate::timestamp::AmzDate;

/// The only algorithm there is.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// How each credential scope ends.
pub(crate) const AWS4_REQUEST: &str = "/aws4_request";

/// What stands in place of the date and of the date of the scope until they are known.
const NO_DATE: &str = "YYYYMMDDTHHMMSSZ\nYYYYMMDD";
const DATE_START: usize = ALGORITHM.len() + "\n".len();
/// Longest text before the hash of the canonical request.
const MAX_HEAD: usize = DATE_START + NO_DATE.len() + scope_rest_len(MAX_SCOPE_PART, MAX_SCOPE_PART) + "\n".len();
/// With that hash, a 1 bit and the length of the text behind it.
const MAX_BLOCKS: usize = (MAX_HEAD + HASH + sha256::MIN_PADDING).div_ceil(BLOCK);
/// A SHA-256 in hex.
const HASH: usize = 64;

const fn scope_rest_len(region: usize, service: usize) -> usize {
    "/".len() + region + "/".len() + service + AWS4_REQUEST.len()
}

/// The string to sign of one region and service, padded as SHA-256 wants it: it lacks only date and hash.
pub(crate) struct StringToSign {
    blocks: [[u8; BLOCK]; MAX_BLOCKS],
    /// How many of them there are.
    count: usize,
    /// Where the hash goes.
    hash_start: usize,
    region_len: usize,
}

/// A signature that waits for the hash of the canonical request.
#[derive(Clone)]
pub(crate) struct Signature {
    /// The state of the inner hash after all blocks that are filled without it.
    inner: [u32; 8],
    outer: [u32; 8],
}

impl StringToSign {
    /// Region and service have at most `MAX_SCOPE_PART` bytes each.
    pub(crate) fn new(region: &str, service: &str) -> Self {
        let mut blocks = [[0; BLOCK]; MAX_BLOCKS];
        let mut end = 0;
        for piece in [ALGORITHM, "\n", NO_DATE, "/", region, "/", service, AWS4_REQUEST, "\n"] {
            copy(blocks.as_flattened_mut().get_mut(end..).unwrap_or_default(), piece.as_bytes());
            end += piece.len();
        }
        let count = sha256::pad(&mut blocks, BLOCK, end + HASH);
        Self { blocks, count, hash_start: end, region_len: region.len() }
    }

    /// The credential scope after its date: `/region/service/aws4_request`.
    pub(crate) fn scope_rest(&self) -> &str {
        let start = DATE_START + NO_DATE.len();
        let end = self.hash_start - "\n".len();
        self.blocks.as_flattened().get(start..end).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }

    pub(crate) fn region_and_service(&self) -> (&str, &str) {
        let scope_rest = self.scope_rest();
        let region_and_service =
            scope_rest.strip_prefix('/').and_then(|rest| rest.strip_suffix(AWS4_REQUEST)).unwrap_or_default();
        let (region, service) = region_and_service.split_at_checked(self.region_len).unwrap_or_default();
        (region, service.strip_prefix('/').unwrap_or_default())
    }

    /// The lines before the hash: algorithm, date, credential scope.
    pub(crate) fn head(&self, amz_date: &AmzDate) -> String {
        format!("{ALGORITHM}\n{}{}\n", amz_date.with_scope_date(), self.scope_rest())
    }

    /// Signs as far as the date allows.
    pub(crate) fn begin(&self, key: &SigningKey, amz_date: &AmzDate) -> Signature {
        let SigningKey { mut inner, outer } = *key;
        if let Some((first, others)) = self.blocks.get(..self.hash_start / BLOCK).and_then(<[_]>::split_first) {
            let mut first = *first;
            put(&mut first, DATE_START, amz_date.as_bytes());
            sha256::compress(&mut inner, &[first]);
            sha256::compress(&mut inner, others);
        }
        Signature { inner, outer }
    }

    /// Signs, given the hash of the canonical request in hex.
    pub(crate) fn finish(&self, signature: &Signature, amz_date: &AmzDate, hash: &[u8; HASH]) -> [u8; 32] {
        let done = self.hash_start / BLOCK;
        let rest = self.blocks.get(done..self.count).unwrap_or_default();
        let mut last = [[0; BLOCK]; 3];
        for (block, place) in rest.iter().zip(&mut last) {
            *place = *block;
        }
        let text = last.as_flattened_mut();
        if done == 0 {
            // A scope so short that the date is in the block of the hash.
            put(text, DATE_START, amz_date.as_bytes());
        }
        put(text, self.hash_start % BLOCK, hash);
        let mut inner = signature.inner;
        sha256::compress(&mut inner, last.get(..rest.len()).unwrap_or_default());
        sha256::finish_outer(signature.outer, &sha256::digest(inner))
    }
}

/// Puts `bytes` into their place in `text`, if they have one.
fn put<const LENGTH: usize>(text: &mut [u8], start: usize, bytes: &[u8; LENGTH]) {
    if let Some(place) = text.get_mut(start..).and_then(<[_]>::first_chunk_mut) {
        *place = *bytes;
    }
}

/// Without the outer state nothing can be signed.
#[cfg(feature = "zeroize")]
impl Drop for Signature {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.outer);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::timestamp::Timestamp;

    proptest! {
        #[test]
        fn equals_hmac(region in "[a-z]{1,64}", service in "[a-z]{1,64}", hash in "[0-9a-f]{64}", day in 0_i64..60_000) {
            let amz_date = Timestamp::from_unix(86_399 * day).unwrap().amz_date();
            let key = SigningKey::derive("secret", &amz_date, &region, &service);
            let template = StringToSign::new(&region, &service);
            prop_assert_eq!(template.region_and_service(), (&*region, &*service));
            prop_assert_eq!(template.scope_rest().len(), scope_rest_len(region.len(), service.len()));

            let signature = template.begin(&key, &amz_date);
            let found = template.finish(&signature, &amz_date, hash.as_bytes().try_into().unwrap());
            let text = template.head(&amz_date) + &hash;
            prop_assert_eq!(found, key.sign(text.as_bytes()));
        }
    }

    #[test]
    fn every_length_of_the_scope_equals_hmac() {
        let amz_date = Timestamp::from_unix(1_440_938_160).unwrap().amz_date();
        let hash = [b'a'; HASH];
        for length in 2..=2 * MAX_SCOPE_PART {
            let (region, service) = ("r".repeat(length.div_ceil(2)), "s".repeat(length / 2));
            let key = SigningKey::derive("secret", &amz_date, &region, &service);
            let template = StringToSign::new(&region, &service);
            let found = template.finish(&template.begin(&key, &amz_date), &amz_date, &hash);
            let text = template.head(&amz_date) + str::from_utf8(&hash).unwrap();
            assert_eq!(found, key.sign(text.as_bytes()), "{length}");
        }
    }
}
