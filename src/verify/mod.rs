//! The other half of the protocol: checking presigned URLs, for servers with their own storage, gateways and test doubles.
//! Feature `verify`.
//!
//! A request goes through two types. [`Unverified`] has been parsed and has the form of a request with a presigned URL, but
//! everything in it is only a claim. [`Unverified::verify`] checks it against a [`Verifier`] and returns a [`Verified`].
//! There is no clock and no I/O here either.
//!
//! The checks, in order: sizes; the form of target, parameters, credential scope and signed headers; region, service and
//! host; the signature, in constant time, and at the same cost for an unknown access key id; the session token, in constant
//! time; the time. With Signature Version 4A the time comes before the signature as well, because that check is slow. A URL
//! has expired if now is its date plus its lifetime, or later. Clock skew is tolerated only for a date in the future.
//!
//! What a presigned URL does *not* fix: the body, unless [`Verified::body`] gives its hash; any header that is not
//! signed; how often it is used.
//!
//! A header that begins with `x-amz-` is refused unless it is signed. There are three exceptions: headers that the verifier
//! was told to let pass ([`Verifier::behind`]); `x-amz-content-sha256` with the value `UNSIGNED-PAYLOAD`, because everything
//! signed says that anyway; and a customer's key with its MD5, if the algorithm for it is signed ([SSE-C and presigned
//! URLs]), because then the signer has left the choice of the key to whoever holds the link.
//!
//! [SSE-C and presigned URLs]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html#ssec-and-presignedurl
//!
//! With feature `post` there are `UnverifiedPost` and `VerifiedPost` as well, for presigned forms.

mod headers;
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
#[cfg(feature = "http")]
mod http_request;

pub use crate::verify::error::VerifyError;
pub use crate::verify::infrastructure::InfrastructureHeader;
pub use crate::verify::inspection::Inspection;
pub use crate::verify::limits::Limits;
#[cfg(feature = "post")]
pub use crate::verify::post::{UnverifiedPost, VerifiedPost};
pub use crate::verify::unverified::Unverified;
pub use crate::verify::verified::{SignedBody, Verified};
pub use crate::verify::verifier::{Verifier, VerifyingKey};
