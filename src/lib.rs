//! Presigned S3 URLs that every store and every client accepts.
//!
//! The crate turns *who, where, when, what* into a link that works, says when it dies, and leaves nothing secret in a
//! log: AWS Signature Version 4 in the query, for S3 and everything that speaks its protocol.
//!
//! ```
//! use core::time::Duration;
//! use presigner::{Credentials, Endpoint, Signer, Validity};
//!
//! let bucket    = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;               // where
//! let signer    = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?); // who
//! # let now = 1_700_000_000;
//! let presigner = signer.at(Validity::new(now, Duration::from_secs(3600))?)?;             // when
//! let link      = presigner.get("messages/42/7f3a")?                                      // what
//!     .attachment("Quartalsbericht – Q3.pdf")
//!     .presign();
//!
//! println!("{} (dead at {})", link.url(), link.expires_at());
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Each type adds one thing and checks it, so that once a [`Request`] exists, signing can't fail:
//!
//! | type | is | made by |
//! |---|---|---|
//! | [`Endpoint`] | an origin, its region, its addressing style | [`Endpoint::aws`], [`r2`](Endpoint::r2), [`gcs`](Endpoint::gcs), [`custom`](Endpoint::custom), … |
//! | [`Bucket`] | a bucket at an endpoint | [`Endpoint::bucket`] |
//! | [`Credentials`] | who signs | [`Credentials::new`] |
//! | [`Signer`] | credentials for a bucket; shared by threads | [`Signer::new`] |
//! | [`Validity`] | from when and how long | [`Validity::new`], [`until`](Validity::until), [`aligned`](Validity::aligned) |
//! | [`Presigner`] | a signer at one time | [`Signer::at`] |
//! | [`Request`] | what a link allows | [`Presigner::get`] and its siblings |
//! | [`Presigned`] | the URL, its headers, its end | [`Request::presign`] |
//!
//! # Example: a loop that allocates nothing
//!
//! ```
//! # use core::time::Duration;
//! # use presigner::{Credentials, Endpoint, Signer, Validity};
//! # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
//! # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
//! # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
//! let mut url = String::with_capacity(2048);
//! for key in ["messages/42/report.pdf", "messages/42/photo.png"] {
//!     url.clear();
//!     presigner.get(key)?.presign_into(&mut url);
//!     // send(&url)
//! }
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Example: a stored attachment
//!
//! ```
//! # use core::time::Duration;
//! # use presigner::attachment::Attachment;
//! # use presigner::{Credentials, Endpoint, Signer, Validity};
//! # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
//! # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
//! # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
//! let photo = Attachment::new("att_1", "messages/42/7f3a", 18_204).file_name("Größe.png").content_type("image/png").inline();
//! let descriptor = photo.descriptor(&presigner)?; // JSON for the client, with feature `serde`
//! let redirect = photo.redirect(&presigner, "GET")?; // or 302 and its headers
//! # let _ = (descriptor, redirect);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Guides
//!
//! - [Choosing a lifetime](guide::lifetime)
//! - [Temporary credentials, rotation, many tenants](guide::credentials)
//! - [Caching, and the same link twice](guide::caching)
//! - [Downloads by a page's script](guide::page_scripts)
//! - [Why did I get 403?](guide::forbidden)
//! - [Security of presigned URLs](guide::security)
//! - [Embedding: handlers for three services](guide::embedding)
//! - [What presigning can't do](guide::limits)
//! - [The length of URLs, and proxies](guide::url_length)
//! - [Range requests and resuming](guide::range)
//! - [From rusty-s3](guide::from_rusty_s3), [from `aws-sdk-s3`](guide::from_aws_sdk_s3)
//!
//! # Time
//!
//! There is no clock in here: the caller says what time it is. Every function that takes a moment takes what converts into
//! [`UnixTime`]: Unix seconds, [`time::OffsetDateTime`], and with feature `std` `std::time::SystemTime`.
//!
//! # Modules
//!
//! What hosts build on it has modules of its own: [`attachment`], what a host answers with; [`rotation`], credentials that end; [`multipart`], what is sent
//! and answered around an upload in parts; [`post`], [`verify`], [`diagnose`] behind
//! features; [`error`], what an [`Error`] is made of.
//!
//! # Features
//!
//! - `serde`: descriptors and error bodies serialise and deserialise; a [`Bucket`] deserialises from a configuration.
//! - `base64`: attachment ids and bodies as Base64.
//! - `post`: the module [`post`], uploads from a browser's form.
//! - `verify`: the module [`verify`], which checks presigned URLs, and reads them without a key.
//! - `diagnose`: the module [`diagnose`], which says why a store refused a request.
//! - `multipart`: reads the answers to the operations of a [`multipart`] upload.
//! - `http`: links and redirects as `Uri`, `HeaderMap`, `Request` and `Response` of the crate `http`, and with `verify`
//!   received requests from them. It needs `std`.
//! - `aws-credential-types`: [`Credentials`] from those of the AWS SDK for Rust, with their expiry. It needs `std`.
//! - `zeroize`: secrets, tokens and signing keys are overwritten when their owner is dropped; see [`Credentials`].
//! - `std`: [`UnixTime`] from `std::time::SystemTime`, [`rotation::RotatingSigner`], and `time/std`. The crate itself is `no_std` with `alloc`, whatever is turned on; what a dependency needs
//!   is said above.

#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod request;
pub mod rotation;
mod signer;
mod endpoint;
mod credentials;
mod validity;
mod disposition;
pub mod attachment;
#[cfg(feature = "post")]
pub mod post;
#[cfg(feature = "verify")]
pub mod verify;
#[cfg(feature = "diagnose")]
pub mod diagnose;
pub mod multipart;
mod signature;
mod check;
mod variables;
pub mod error;
mod protocol;
mod encode;
mod short_text;
#[cfg(any(feature = "diagnose", feature = "multipart"))]
mod xml;
mod optional_text;
mod impossible;
#[cfg(any(doc, doctest))]
pub mod guide;

pub use time;
pub use url;

pub use crate::credentials::Credentials;
pub use crate::disposition::{ContentDisposition, DispositionKind};
pub use crate::endpoint::bucket::Bucket;
pub use crate::endpoint::presets::R2Jurisdiction;
pub use crate::endpoint::{AddressingStyle, Endpoint};
pub use crate::error::{Error, Result};
pub use crate::optional_text::OptionalText;
pub use crate::request::Request;
pub use crate::request::copy_source::CopySource;
pub use crate::request::explain::Explanation;
pub use crate::request::headers::Checksum;
pub use crate::request::method::Method;
pub use crate::request::presigned::Presigned;
pub use crate::signer::Signer;
pub use crate::signer::presigner::Presigner;
pub use crate::validity::unix_time::UnixTime;
pub use crate::validity::{EarlyExpiry, EarlyExpiryReason, Validity};
pub use crate::variables::VariablesError;
