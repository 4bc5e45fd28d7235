//! The steps of Signature Version 4, each in a file of its own, in the order in which a signature takes them.

pub(crate) mod canonical_query;
pub(crate) mod canonical_headers;
pub(crate) mod canonical_request;
pub(crate) mod canonical_hash;
pub(crate) mod string_to_sign;
pub(crate) mod signing_key;
pub(crate) mod sha256;
pub(crate) mod hex;
