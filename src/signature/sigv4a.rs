//! Signature Version 4A: ECDSA on P-256, with a key that is derived from the secret once and for all days, regions and services
//! ([signature versions]). Feature `sigv4a`.
//!
//! All arithmetic is that of `p256`.
//!
//! [signature versions]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html

use alloc::boxed::Box;
use alloc::string::String;

use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::PrimeField;
use p256::{NonZeroScalar, Scalar};
use sha2::{Digest, Sha256};

use crate::impossible::impossible;
use crate::protocol::{AWS4_ECDSA_P256_SHA256, Algorithm, MAX_SIGNATURE_LEN};
use crate::signature::hex::HexDigest;
use crate::signature::signing_key::key_block;
use crate::signature::string_to_sign;
use crate::validity::amz_date::AmzDate;

/// Who signs by Version 4A, for which regions and service.
pub(crate) struct Version4a {
    /// `None` is a key that can't be derived, which is less likely than a collision of SHA-256.
    key: Option<SigningKey>,
    region_set: Box<str>,
    service: Box<str>,
}

impl Version4a {
    pub(crate) fn new(access_key_id: &str, secret_access_key: &str, region_set: &str, service: &str) -> Self {
        Self { key: derive(access_key_id, secret_access_key), region_set: region_set.into(), service: service.into() }
    }

    pub(crate) fn region_set_and_service(&self) -> (&str, &str) {
        (&self.region_set, &self.service)
    }

    /// Appends the signature, DER in hex, given the hash of the canonical request. It is the same each time (RFC 6979), since there
    /// is no source of randomness here.
    // A call, so that those who sign by Version 4 stay as small as they are.
    #[cold]
    pub(crate) fn append_signature(&self, url: &mut String, amz_date: &AmzDate, hash: &HexDigest) {
        let head = string_to_sign::head_pieces(Algorithm::Ecdsa, amz_date, &self.region_set, &self.service);
        let hash = head.chain([hash.as_str()]).fold(Sha256::new(), Sha256::chain_update).finalize();
        let signature = self.key.as_ref().and_then(|key| PrehashSigner::<DerSignature>::sign_prehash(key, &hash).ok());
        let mut digits = [0; MAX_SIGNATURE_LEN];
        let digits = signature.and_then(|signature| {
            let digits = digits.get_mut(..2 * signature.as_bytes().len())?;
            hex::encode_to_slice(signature.as_bytes(), digits).ok()?;
            str::from_utf8(digits).ok()
        });
        url.push_str(digits.unwrap_or_else(|| impossible("every secret has a key, and every key signs")));
    }

    /// Whether the signature is one of the text with this hash.
    #[cfg(feature = "verify")]
    pub(crate) fn has_signed(&self, hash: &[u8; 32], signature: &ReceivedSignature) -> bool {
        use p256::ecdsa::signature::hazmat::PrehashVerifier;

        let key = self.key.as_ref().map(SigningKey::verifying_key);
        key.is_some_and(|key| key.verify_prehash(hash, &signature.0).is_ok())
    }
}

/// Two numbers, each of which can be one of a signature: from one up, and below the order of the curve.
#[cfg(feature = "verify")]
pub(crate) struct ReceivedSignature(p256::ecdsa::Signature);

#[cfg(feature = "verify")]
impl ReceivedSignature {
    /// Of DER in hex, which has one form for two numbers.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let mut der = [0; MAX_SIGNATURE_LEN / 2];
        let der = der.get_mut(..digits.len() / 2)?;
        hex::decode_to_slice(digits, der).ok()?;
        p256::ecdsa::Signature::from_der(der).ok().map(Self)
    }
}

/// The private key of a secret: of the candidates in order, the first that can be one.
fn derive(access_key_id: &str, secret_access_key: &str) -> Option<SigningKey> {
    (1..u8::MAX)
        .find_map(|counter| private_key(&candidate(access_key_id, secret_access_key, counter)))
        .map(SigningKey::from)
}

/// A number of 256 bits, by HMAC-SHA256 in counter mode (NIST SP 800-108, section 4.1).
fn candidate(access_key_id: &str, secret_access_key: &str, counter: u8) -> [u8; 32] {
    let mac = Hmac::<Sha256>::new(&key_block(&[b"AWS4A", secret_access_key.as_bytes()]).into());
    // The number of the block, the label and its end, the context, and the length in bits.
    let mac = mac.chain_update(1_u32.to_be_bytes()).chain_update(AWS4_ECDSA_P256_SHA256).chain_update([0]);
    mac.chain_update(access_key_id)
        .chain_update([counter])
        .chain_update(256_u32.to_be_bytes())
        .finalize()
        .into_bytes()
        .into()
}

/// One more than the candidate, if that is less than the order of the curve (FIPS 186-5, appendix A.2.2). In constant time but
/// for the answer itself, which is always yes in practice.
fn private_key(candidate: &[u8; 32]) -> Option<NonZeroScalar> {
    let below_order = Option::<Scalar>::from(Scalar::from_repr((*candidate).into()))?;
    // The one candidate that is below the order, and not after this, becomes zero.
    NonZeroScalar::new(below_order + Scalar::ONE).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of P-256 (SP 800-186, section 3.2.1.3), big-endian.
    const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    fn bytes(text: &str) -> [u8; 32] {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn derives_the_published_key() {
        let key = derive("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap();
        // Written down in aws-sigv4; the public key is in AWS's suite, `tests/vectors/sigv4a`.
        let published = bytes("7efc8c0e65a324242818c5a50c891c6060b6a00717b7ba3cbe3c5d765be9259c");
        assert_eq!(key.to_bytes().as_slice(), published);
        let point = key.verifying_key().to_sec1_point(false);
        assert_eq!(point.x().unwrap()[..], bytes("b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1"));
        assert_eq!(point.y().unwrap()[..], bytes("865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518"));
    }

    /// One in four thousand million secrets needs a second candidate: it is known by its parts.
    #[test]
    fn a_candidate_too_large_is_passed_over() {
        let order = bytes(ORDER);
        let less = |difference: u8| {
            let mut number = order;
            number[31] -= difference;
            number
        };
        let key = |candidate: &[u8; 32]| private_key(candidate).map(|key| key.to_repr().into());
        let one: [u8; 32] = core::array::from_fn(|place| u8::from(place == 31));
        assert_eq!(key(&[0; 32]), Some(one));
        assert_eq!(key(&less(3)), Some(less(2)));
        assert_eq!(key(&less(2)), Some(less(1)), "the greatest that is taken");
        for refused in [less(1), order, [0xff; 32]] {
            assert_eq!(key(&refused), None::<[u8; 32]>);
        }
        let candidates = [1, 2].map(|counter| candidate("AKIDEXAMPLE", "secret", counter));
        assert_ne!(candidates[0], candidates[1]);
    }
}
