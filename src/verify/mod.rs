//! The other half of the protocol: checking presigned URLs, for hosts that serve their own storage, gateways and test
//! doubles. Feature `verify`.
//!
//! A request goes through two types. [`Unverified`] is parsed and has the form of a request with a presigned URL; what it
//! says is a claim. [`Unverified::verify`] checks it against a [`Verifier`] and makes a [`Verified`] of it. There is no
//! clock and no I/O here either.
//!
//! What is checked, in order: sizes; the form of target, parameters, credential scope and signed headers; region, service
//! and host; the signature, in constant time, and at the same cost for an unknown access key id; the session token, in
//! constant time; the time. A URL has expired when now is its date plus its lifetime or later; clock skew
//! is tolerated for a date in the future only.
//!
//! What a presigned URL does *not* fix: the body, unless [`Verified::body`] gives its hash; any header that is not
//! signed; how often it is used.
//!
//! A header that begins with `x-amz-` is refused unless it is signed, with three exceptions: what the verifier is told to let pass
//! ([`Verifier::behind`]); `x-amz-content-sha256`, where it is `UNSIGNED-PAYLOAD` as everything signed says without it; and the
//! key of a customer with its MD5, where the algorithm for it is signed ([SSE-C and presigned URLs]): then the signer has left
//! the key to whoever holds the link.
//!
//! [SSE-C and presigned URLs]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html#ssec-and-presignedurl
//!
//! With feature `post` there are `UnverifiedPost` and `VerifiedPost` as well, for presigned forms.

mod headers;
#[cfg(feature = "http")]
mod http_request;
mod infrastructure;
mod inspection;
mod limits;
#[cfg(feature = "post")]
mod policy;
#[cfg(feature = "post")]
mod post;
mod query;
mod error;
mod target;
mod unverified;
mod uri;
mod verified;
mod verifier;

pub use crate::verify::error::VerifyError;
pub use crate::verify::infrastructure::InfrastructureHeader;
pub use crate::verify::inspection::Inspection;
pub use crate::verify::limits::Limits;
#[cfg(feature = "post")]
pub use crate::verify::post::{UnverifiedPost, VerifiedPost};
pub use crate::verify::unverified::Unverified;
pub use crate::verify::verified::{SignedBody, Verified};
pub use crate::verify::verifier::{Verifier, VerifyingKey};
