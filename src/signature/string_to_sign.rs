//! The string to sign ([creating a signed request], step 3), as the blocks that HMAC-SHA256 hashes.
//!
//! [creating a signed request]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use alloc::string::String;

use crate::impossible::impossible;
use crate::protocol::{AWS4_HMAC_SHA256, AWS4_REQUEST, Algorithm, MAX_SCOPE_PART};
use crate::signature::hex::HexDigest;
use crate::signature::sha256::{self, BLOCK, copy};
use crate::signature::signing_key::SigningKey;
use crate::validity::amz_date::AmzDate;

/// The placeholder for the date, and for the date of the scope, until they are known.
const NO_DATE: &str = "YYYYMMDDTHHMMSSZ\nYYYYMMDD";
const DATE_START: usize = AWS4_HMAC_SHA256.len() + "\n".len();
/// Longest text before the hash of the canonical request.
const MAX_HEAD: usize = DATE_START + NO_DATE.len() + scope_rest_len(MAX_SCOPE_PART, MAX_SCOPE_PART) + "\n".len();
/// With that hash and the padding behind it.
const MAX_BLOCKS: usize = (MAX_HEAD + HexDigest::LEN + sha256::MIN_PADDING).div_ceil(BLOCK);
/// The most blocks that are left for hash and padding, the one included in which the hash begins.
const MAX_LAST: usize = (BLOCK - 1 + HexDigest::LEN + sha256::MIN_PADDING).div_ceil(BLOCK);

const fn scope_rest_len(region: usize, service: usize) -> usize {
    "/".len() + region + "/".len() + service + "/".len() + AWS4_REQUEST.len()
}

/// The pieces of the credential scope after its date; with Version 4A no region is part of it.
pub(crate) fn scope_rest<'a>(algorithm: Algorithm, region: &'a str, service: &'a str) -> [&'a str; 6] {
    let [slash, region] = match algorithm {
        Algorithm::Hmac => ["/", region],
        Algorithm::Ecdsa => ["", ""],
    };
    [slash, region, "/", service, "/", AWS4_REQUEST]
}

/// The lines before the hash: algorithm, date, credential scope.
pub(crate) fn head(algorithm: Algorithm, amz_date: &AmzDate, region: &str, service: &str) -> String {
    head_pieces(algorithm, amz_date, region, service).collect()
}

/// The same in pieces.
pub(crate) fn head_pieces<'a>(
    algorithm: Algorithm,
    amz_date: &'a AmzDate,
    region: &'a str,
    service: &'a str,
) -> impl Iterator<Item = &'a str> {
    let before_scope = [algorithm.name(), "\n", amz_date.with_scope_date()];
    before_scope.into_iter().chain(scope_rest(algorithm, region, service)).chain(["\n"])
}

/// The string to sign of one region and service, padded as SHA-256 wants it: it lacks only date and hash.
pub(crate) struct StringToSign {
    blocks: [[u8; BLOCK]; MAX_BLOCKS],
    /// How many of them there are.
    count: usize,
    /// How long the region is.
    region_len: usize,
    /// Where the hash goes.
    hash_start: usize,
}

/// The signature of a string to sign that lacks only the hash of the canonical request.
#[derive(Clone)]
pub(crate) struct AwaitingHash {
    pub(crate) amz_date: AmzDate,
    /// The state of the inner hash after all blocks that are filled without it.
    inner: [u32; 8],
    outer: [u32; 8],
}

impl StringToSign {
    /// For a region and a service of at most `MAX_SCOPE_PART` bytes each: every endpoint sees to that.
    pub(crate) fn new(region: &str, service: &str) -> Self {
        if region.len().max(service.len()) > MAX_SCOPE_PART {
            impossible::<()>("every endpoint checks the lengths of region and service");
        }
        let mut blocks = [[0; BLOCK]; MAX_BLOCKS];
        let mut end = 0;
        for piece in [AWS4_HMAC_SHA256, "\n", NO_DATE, "/", region, "/", service, "/", AWS4_REQUEST, "\n"] {
            copy(blocks.as_flattened_mut().get_mut(end..).unwrap_or_else(|| impossible(ROOM)), piece.as_bytes());
            end += piece.len();
        }
        let count = sha256::pad(&mut blocks, BLOCK, end + HexDigest::LEN);
        Self { blocks, count, region_len: region.len(), hash_start: end }
    }

    /// The credential scope after its date: `/region/service/aws4_request`.
    fn scope_rest(&self) -> &str {
        let start = DATE_START + NO_DATE.len();
        let end = self.hash_start - "\n".len();
        let text = self.blocks.as_flattened().get(start..end).and_then(|text| str::from_utf8(text).ok());
        text.unwrap_or_else(|| impossible("region and service are ASCII"))
    }

    pub(crate) fn region_and_service(&self) -> (&str, &str) {
        let parts = || {
            let (region, rest) = self.scope_rest().strip_prefix('/')?.split_at_checked(self.region_len)?;
            let service = rest.strip_prefix('/')?.strip_suffix(AWS4_REQUEST)?.strip_suffix('/')?;
            Some((region, service))
        };
        parts().unwrap_or_else(|| impossible("a scope has its parts"))
    }

    /// Signs as far as the date allows.
    pub(crate) fn begin(&self, key: &SigningKey, amz_date: AmzDate) -> AwaitingHash {
        let SigningKey { mut inner, outer } = *key;
        if let Some((first, others)) = self.blocks.get(..self.hash_start / BLOCK).and_then(<[_]>::split_first) {
            let mut first = *first;
            put(&mut first, DATE_START, amz_date.as_bytes());
            sha256::compress(&mut inner, &[first]);
            sha256::compress(&mut inner, others);
        }
        AwaitingHash { amz_date, inner, outer }
    }

    /// Signs, given the hash of the canonical request.
    pub(crate) fn finish(&self, awaiting: &AwaitingHash, hash: &HexDigest) -> HexDigest {
        let done = self.hash_start / BLOCK;
        let rest = self.blocks.get(done..self.count).unwrap_or_else(|| impossible(ROOM));
        let mut last = [[0; BLOCK]; MAX_LAST];
        for (block, place) in rest.iter().zip(&mut last) {
            *place = *block;
        }
        let text = last.as_flattened_mut();
        if done == 0 {
            // A scope so short that the date is in the block of the hash.
            put(text, DATE_START, awaiting.amz_date.as_bytes());
        }
        put(text, self.hash_start % BLOCK, hash.as_bytes());
        let mut inner = awaiting.inner;
        sha256::compress(&mut inner, last.get(..rest.len()).unwrap_or_else(|| impossible(ROOM)));
        HexDigest::new(&sha256::finish(awaiting.outer, &sha256::digest(inner)))
    }
}

#[cfg(feature = "sigv4a")]
impl AwaitingHash {
    /// Of a signature that is made of nothing but the whole text.
    pub(crate) fn without_key(amz_date: AmzDate) -> Self {
        Self { amz_date, inner: [0; 8], outer: [0; 8] }
    }
}

/// Puts `bytes` into their place in `text`.
fn put<const LENGTH: usize>(text: &mut [u8], start: usize, bytes: &[u8; LENGTH]) {
    match text.get_mut(start..).and_then(<[_]>::first_chunk_mut) {
        Some(place) => *place = *bytes,
        None => impossible(ROOM),
    }
}

const ROOM: &str = "there are blocks for the longest region and service";

/// Without the outer state nothing can be signed.
#[cfg(feature = "zeroize")]
impl Drop for AwaitingHash {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.outer);
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::validity::amz_date::Timestamp;

    /// Whether the template signs as HMAC does with the whole text.
    fn check(region: &str, service: &str, day: i64, canonical_request: &str) {
        let amz_date = Timestamp::from_unix(86_399 * day).unwrap().amz_date();
        let key = SigningKey::derive("secret", &amz_date, region, service);
        let template = StringToSign::new(region, service);
        assert_eq!(template.region_and_service(), (region, service));
        assert_eq!(template.scope_rest().len(), scope_rest_len(region.len(), service.len()));

        let hash = HexDigest::new(&Sha256::digest(canonical_request).into());
        let found = template.finish(&template.begin(&key, amz_date), &hash);
        let text = head(Algorithm::Hmac, &amz_date, region, service) + hash.as_str();
        let (date, scope_rest) = (amz_date.scope_date(), template.scope_rest());
        assert!(text.starts_with(&format!("AWS4-HMAC-SHA256\n{}\n{date}{scope_rest}\n", amz_date.as_str())));
        assert_eq!(found.as_str(), HexDigest::new(&key.sign(text.as_bytes())).as_str());
    }

    proptest! {
        #[test]
        fn equals_hmac(region in "[a-z]{1,64}", service in "[a-z]{1,64}", text in ".{0,9}", day in 0_i64..60_000) {
            check(&region, &service, day, &text);
        }
    }

    #[test]
    fn every_length_of_the_scope_equals_hmac() {
        for length in 2..=2 * MAX_SCOPE_PART {
            check(&"r".repeat(length.div_ceil(2)), &"s".repeat(length / 2), 20_000, "");
        }
    }
}
