//! The signing key: derived once a day, kept as two SHA-256 states, continued for every signature.

use core::fmt;
use core::sync::atomic::{AtomicU32, Ordering, fence};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
#[cfg(feature = "zeroize")]
use zeroize::Zeroize;

use crate::protocol::AWS4_REQUEST;
use crate::signature::sha256::{self, BLOCK, state_after};
use crate::validity::amz_date::{AmzDate, Timestamp};

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
fn key_block(parts: &[&[u8]]) -> [u8; BLOCK] {
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

/// The signing keys of two days, readable and writable from any number of threads without a lock.
///
/// Two, by the parity of the day: around midnight URLs of both days are made. Each is a sequence lock whose data are
/// all atomics, so that a torn read is detected and never undefined. A failed read derives the key, a losing writer
/// drops its own: both are right, only slower.
pub(crate) struct KeptKeys([Slot; 2]);

#[derive(Default)]
struct Slot {
    /// Odd while a writer is at work.
    sequence: AtomicU32,
    /// 0 while empty: days count from 1.
    day: AtomicU32,
    words: [AtomicU32; 16],
}

impl KeptKeys {
    pub(crate) fn new() -> Self {
        Self([Slot::default(), Slot::default()])
    }

    /// The key of the day of `date`, derived by `derive` unless it is kept.
    pub(crate) fn get_or_derive(&self, date: Timestamp, derive: impl FnOnce() -> SigningKey) -> SigningKey {
        let day = date.day();
        let [even, odd] = &self.0;
        let slot = if day.is_multiple_of(2) { even } else { odd };
        slot.read(day).unwrap_or_else(|| {
            let key = derive();
            slot.write(day, &key);
            key
        })
    }
}

#[cfg(feature = "zeroize")]
impl Drop for Slot {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl Slot {
    /// Overwrites the key, and is empty again.
    #[cfg(feature = "zeroize")]
    fn wipe(&mut self) {
        self.day.get_mut().zeroize();
        for word in &mut self.words {
            word.get_mut().zeroize();
        }
    }

    fn read(&self, day: u32) -> Option<SigningKey> {
        let before = self.sequence.load(Ordering::Acquire);
        let mut key = SigningKey { inner: [0; 8], outer: [0; 8] };
        let found = self.day.load(Ordering::Relaxed);
        for (place, word) in key.inner.iter_mut().chain(&mut key.outer).zip(&self.words) {
            *place = word.load(Ordering::Relaxed);
        }
        // Keeps the loads above from moving below the second look at the sequence.
        fence(Ordering::Acquire);
        let after = self.sequence.load(Ordering::Relaxed);
        (found == day && before == after && before.is_multiple_of(2)).then_some(key)
    }

    fn write(&self, day: u32, key: &SigningKey) {
        let before = self.sequence.load(Ordering::Relaxed);
        let odd = before.wrapping_add(1);
        if !before.is_multiple_of(2)
            || self.sequence.compare_exchange(before, odd, Ordering::Acquire, Ordering::Relaxed).is_err()
        {
            return;
        }
        // Keeps the stores below from moving above the odd sequence.
        fence(Ordering::Release);
        self.day.store(day, Ordering::Relaxed);
        for (word, value) in self.words.iter().zip(key.inner.iter().chain(&key.outer)) {
            word.store(*value, Ordering::Relaxed);
        }
        self.sequence.store(before.wrapping_add(2), Ordering::Release);
    }
}

impl fmt::Debug for KeptKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptKeys").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::sync::atomic::AtomicBool;

    use proptest::prelude::*;

    use super::*;

    extern crate std;

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

    /// Readers and writers of four days fight for two slots; every key that comes out is the one that a fresh
    /// derivation gives.
    #[test]
    fn threads_across_days_never_see_a_wrong_key() {
        const DAYS: i64 = 4;
        let kept = KeptKeys::new();
        let fresh = |day: i64| SigningKey::derive("secret", &date(day).amz_date(), "auto", "s3");
        let expected: Vec<_> = (0..DAYS).map(fresh).collect();
        let hit = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for thread in 0..4_i64 {
                let (kept, expected, hit) = (&kept, &expected, &hit);
                scope.spawn(move || {
                    for round in 0..50_000_i64 {
                        let day = (round / 3 + thread * round) % DAYS;
                        let known = expected[usize::try_from(day).unwrap()];
                        let mut derived = false;
                        let key = kept.get_or_derive(date(day), || {
                            derived = true;
                            known
                        });
                        assert_eq!((key.inner, key.outer), (known.inner, known.outer));
                        if !derived {
                            hit.store(true, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert!(hit.into_inner(), "a kept key was used at least once");
    }

    #[cfg(feature = "zeroize")]
    #[test]
    fn wiping_leaves_nothing() {
        let mut slot = Slot::default();
        slot.write(10, &SigningKey::derive("secret", &date(10).amz_date(), "auto", "s3"));
        assert!(slot.read(10).is_some());
        slot.wipe();
        assert!(slot.read(10).is_none());
        assert!(slot.words.iter().all(|word| word.load(Ordering::Relaxed) == 0));
    }

    #[test]
    fn a_day_replaces_only_the_day_of_its_parity() {
        let kept = KeptKeys::new();
        let fresh = |day: i64| SigningKey::derive("secret", &date(day).amz_date(), "auto", "s3");
        let derived = |day: i64| {
            let mut derived = false;
            kept.get_or_derive(date(day), || {
                derived = true;
                fresh(day)
            });
            derived
        };
        assert!(derived(10) && derived(11));
        assert!(!derived(10) && !derived(11));
        assert!(derived(12), "the day after tomorrow takes the slot of today");
        assert!(!derived(11) && derived(10));
    }
}
