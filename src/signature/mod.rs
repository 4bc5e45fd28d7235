//! The steps of Signature Version 4, each in a file of its own, in the order in which a signature takes them.

pub(crate) mod ordered;
pub(crate) mod canonical_path;
pub(crate) mod canonical_query;
pub(crate) mod canonical_headers;
pub(crate) mod canonical_request;
pub(crate) mod canonical_hash;
pub(crate) mod string_to_sign;
pub(crate) mod signing_key;
#[cfg(feature = "sigv4a")]
pub(crate) mod sigv4a;
#[cfg(target_has_atomic = "64")]
pub(crate) mod kept_keys;
pub(crate) mod sha256;
pub(crate) mod hex;

/// What `kept_keys` is made of. Its model uses a checker's instead.
#[cfg(target_has_atomic = "64")]
mod atomics {
    pub(super) use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};
}
