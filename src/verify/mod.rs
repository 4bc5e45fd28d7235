//! The other half of the protocol: checking presigned URLs, for hosts that serve their own storage, gateways and test
//! doubles. Feature `verify`.
//!
//! A request goes through two types. [`Unverified`] is parsed and has the form of a request with a presigned URL; what it
//! says is a claim. [`Unverified::verify`] checks it against a [`Verifier`] and makes a [`Verified`] of it. There is no
//! clock and no I/O here either.
//!
//! What is checked, in order: sizes; the form of target, parameters, credential scope and signed headers; region, service
//! and host; the signature, in constant time, and at the same cost for an unknown access key id; the session token, in
//! constant time; the time. A URL is dead when now is its date plus its lifetime or later; the clocks' difference is
//! allowed for a date in the future only.
//!
//! What is *not* bound by a presigned URL: the body, unless [`Verified::body`] gives its hash; any header that is
//! not signed; how often it is used.
//!
//! With feature `post` there are `UnverifiedPost` and `VerifiedPost` as well, for presigned forms.

#[cfg(feature = "http")]
mod http_request;
mod inspection;
mod limits;
#[cfg(feature = "post")]
mod policy;
#[cfg(feature = "post")]
mod post;
mod query;
mod error;
mod signed_headers;
mod target;
mod unverified;
mod uri;
mod verified;
mod verifier;

pub use crate::verify::error::VerifyError;
pub use crate::verify::inspection::Inspection;
pub use crate::verify::limits::Limits;
#[cfg(feature = "post")]
pub use crate::verify::post::{UnverifiedPost, VerifiedPost};
pub use crate::verify::unverified::Unverified;
pub use crate::verify::verified::{SignedBody, Verified};
pub use crate::verify::verifier::{Verifier, VerifyingKey};
