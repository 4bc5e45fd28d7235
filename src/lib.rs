//! Presigned S3 URLs for Amazon S3, Cloudflare R2, Google Cloud Storage, `MinIO`, Ceph and every other store that accepts AWS
//! Signature Version 4: download links, uploads and forms.
//!
//! ```text
//! cargo add presigner --features std,post
//! ```
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use std::time::{Duration, SystemTime};
//! use presigner::{Credentials, Endpoint, Signer, Validity};
//!
//! let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?; // where
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
//! let signer = Signer::new(bucket, credentials); // who: build it once, clone it freely
//! let validity = Validity::new(SystemTime::now(), Duration::from_secs(3600))?; // when
//! let presigner = signer.at(validity)?;
//! let link = presigner.get("messages/42/7f3a")?.attachment("Quartalsbericht – Q3.pdf").presign(); // what
//!
//! println!("{}\nexpires {}", link.url(), link.expires_at());
//! # }
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Each type adds one thing and checks it. So once a [`Request`] exists, signing can't fail:
//!
//! | type | is | made by |
//! |---|---|---|
//! | [`Endpoint`] | a store: its address, region and addressing style | [`Endpoint::aws`], [`r2`](Endpoint::r2), [`gcs`](Endpoint::gcs), [`custom`](Endpoint::custom), …: [the list](guide::stores) |
//! | [`Bucket`] | a bucket at an endpoint | [`Endpoint::bucket`] |
//! | [`Credentials`] | who signs | [`Credentials::new`] |
//! | [`Signer`] | credentials for a bucket; threads can share it | [`Signer::new`] |
//! | [`Validity`] | when a link starts to be valid, and for how long | [`Validity::new`], [`until`](Validity::until), [`aligned`](Validity::aligned) |
//! | [`Presigner`] | a signer with a fixed time | [`Signer::at`] |
//! | [`Request`] | what a link allows | [`Presigner::get`] and similar methods |
//! | [`Presigned`] | the URL, its headers, its expiry | [`Request::presign`] |
//!
//! [I have X, I want Y](guide::pocket) lists common tasks and the call for each, one line each. The examples below use the
//! `presigner` from above.
//!
//! # A page of links
//!
//! One presigner signs them all, and the loop allocates only if a URL outgrows the buffer:
//!
//! ```
//! # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
//! let mut url = String::with_capacity(1024);
//! for key in ["messages/42/report.pdf", "messages/42/photo.png"] {
//!     url.clear();
//!     presigner.get(key)?.presign_into(&mut url);
//!     println!("{url}");
//! }
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # An upload
//!
//! The link comes with the headers that it requires. The client must send exactly these headers:
//!
//! ```
//! # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
//! let upload = presigner.put("messages/42/photo.png")?.content_type("image/png")?.content_length(18_204)?.presign();
//! assert!(upload.headers().eq([("content-length", "18204"), ("content-type", "image/png")]));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # A form
//!
//! With feature `post`, the store checks the size of what a browser uploads, and the type that the browser sends:
//!
//! ```
//! # #[cfg(feature = "post")] {
//! use presigner::post::PostPolicy;
//!
//! # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
//! let policy = PostPolicy::new("messages/42/photo.png", 1..=20_000_000)?.content_type("image/png")?;
//! let form = presigner.presign_post(&policy)?;
//! println!("{}", form.url()); // the form's action; each of `form.fields()` is a hidden input, and the file comes last
//! # }
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # A stored attachment
//!
//! The module [`attachment`] makes your server's response: JSON for the client (feature `serde`), or a redirect.
//!
//! ```
//! use presigner::attachment::Attachment;
//!
//! # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
//! let photo = Attachment::new("att_1", "messages/42/7f3a", 18_204).file_name("Größe.png").content_type("image/png").inline();
//! let descriptor = photo.descriptor(&presigner)?; // serialises
//! let redirect = photo.redirect(&presigner, "GET")?; // status and headers
//! # let _ = (descriptor, redirect);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Verifying
//!
//! With feature `verify`, a server with its own storage can check presigned requests, and a client can read what a link says:
//!
//! ```
//! # #[cfg(feature = "verify")] {
//! use presigner::Endpoint;
//! use presigner::verify::{Inspection, Unverified, Verifier};
//!
//! # let bucket = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?.bucket("attachments")?;
//! # let signer = presigner::Signer::new(bucket, presigner::Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI")?);
//! # let validity = presigner::Validity::new(1_700_000_000, core::time::Duration::from_secs(3600))?;
//! # let link = signer.at(validity)?.get("report.pdf")?.presign();
//! # let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
//! # let now = 1_700_000_000;
//! let key = signer.verifying_key();
//! let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
//! let verifier = Verifier::new(endpoint, |id: &str| (id == key.access_key_id()).then_some(&key))?;
//! let request = Unverified::parse("GET", "127.0.0.1:9000", target, [("host", "127.0.0.1:9000")])?;
//! assert_eq!(request.verify(&verifier, now)?.key(), "report.pdf");
//!
//! println!("expires {}", Inspection::parse(link.url())?.expires_at()); // no key needed
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A diagnosis
//!
//! With feature `diagnose`, the crate reads the body of a 403 and says what went wrong:
//!
//! ```
//! # #[cfg(feature = "diagnose")] {
//! use presigner::diagnose::{Answer, Diagnosis};
//!
//! # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
//! # let body = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
//! let request = presigner.get("report.pdf")?;
//! println!("{}", Diagnosis::of(&request.explain(), &Answer::parse(body)?));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Guides
//!
//! - Start here: [I have X, I want Y](guide::pocket), [stores](guide::stores), [uploads](guide::uploads),
//!   [lifetimes](guide::lifetime), [temporary credentials](guide::credentials) and how to renew them ([`rotation`]),
//!   [multi-Region access points](guide::multi_region)
//! - In a browser: [caching](guide::caching), [downloads by a script](guide::page_scripts), [ranges and resuming](guide::range),
//!   [long URLs and proxies](guide::url_length)
//! - In your service: [handlers that return links](guide::embedding), [tests without a server](guide::testing)
//! - Other services: [tokens and presigned requests](guide::services) for RDS, EKS, MSK, Bedrock, `IoT`, Transcribe, API Gateway,
//!   …
//! - Before you ship: [security](guide::security), [what presigning can't do](guide::limits), [why did I get 403?](guide::forbidden)
//! - Migrate from [rusty-s3](guide::from_rusty_s3), [aws-sdk-s3](guide::from_aws_sdk_s3), [`object_store` or
//!   opendal](guide::from_object_store), [minio or rust-s3](guide::from_minio)
//!
//! # Time
//!
//! The crate has no clock: you pass the time. Every function that needs a time accepts any type that converts into [`UnixTime`]:
//! Unix seconds, [`time::OffsetDateTime`], and with feature `std` `std::time::SystemTime`.
//!
//! # Features
//!
//! No feature is on by default.
//!
//! - `std`: a `std::time::SystemTime` converts into a [`UnixTime`]; [`rotation::RotatingSigner`] renews credentials. Without this
//!   feature the crate is `no_std` with `alloc`.
//! - `post`: [`post::PostPolicy`] and [`Presigner::presign_post`], uploads from a browser's form.
//! - `verify`: [`verify::Unverified`] checks presigned requests, [`verify::Inspection`] reads links without a key.
//! - `diagnose`: [`diagnose::Diagnosis`] says why a store refused a request.
//! - `multipart`: [`multipart`] reads the store's responses during a multipart upload.
//! - `serde`: an [`attachment::AttachmentDescriptor`] and the bodies of errors serialise and deserialise; a [`Bucket`]
//!   deserialises from a configuration file.
//! - `base64`: [`attachment::AttachmentId`] and [`attachment::Base64Body`], ids and bodies in Base64; tokens for EKS, MSK and
//!   Bedrock ([`Presigned::to_eks_token`] and similar methods).
//! - `http`: [`Presigned::to_http_request`], [`attachment::Redirect::to_http_response`] and, with `verify`,
//!   [`verify::Unverified::from_http`]: conversions to and from the types of the crate `http`. It needs `std`.
//! - `aws-credential-types`: converts credentials of the AWS SDK for Rust into [`Credentials`], with their expiry. It needs
//!   `std`.
//! - `sigv4a`: [multi-Region access points](guide::multi_region) of Amazon S3, with Signature Version 4A.
//! - `zeroize`: overwrites secrets, tokens and signing keys when their owner is dropped; see [`Credentials`].

#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc(test(attr(deny(unused_imports))))]
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
pub use crate::endpoint::Endpoint;
pub use crate::endpoint::addressing_style::AddressingStyle;
pub use crate::endpoint::bucket::Bucket;
pub use crate::endpoint::presets::R2Jurisdiction;
pub use crate::error::{Error, Result};
pub use crate::optional_text::OptionalText;
pub use crate::request::Request;
pub use crate::request::copy_source::CopySource;
pub use crate::request::explain::Explanation;
pub use crate::request::headers::Checksum;
pub use crate::request::method::Method;
pub use crate::request::presigned::Presigned;
pub use crate::signature::canonical_path::CanonicalPath;
pub use crate::signer::Signer;
pub use crate::signer::presigner::Presigner;
pub use crate::validity::unix_time::UnixTime;
pub use crate::validity::{EarlyExpiry, EarlyExpiryReason, Validity};
pub use crate::variables::VariablesError;

/// The README's examples, which are tests.
#[cfg(all(doctest, feature = "post", feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
