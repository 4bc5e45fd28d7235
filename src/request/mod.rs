//! What is requested, and everything that can be said about it.
//!
//! - `operations`: where requests begin, the methods of [`Presigner`].
//! - `disposition`, `overrides`, `listing`: what goes into the query; `headers`: what the client must send.
//! - `service`: what only services outside S3 have; `token`: what some of them take instead of a URL.
//! - `presigned`: the end, where canonical request and URL are written; `explain`: what was signed, to read.
//! - `method`, `copy_source`: what a request is made of; `scope`: what keeps it to a prefix; `elide`: secrets, taken out of
//!   what is shown.

pub(crate) mod disposition;
pub(crate) mod presigned;
pub(crate) mod headers;
pub(crate) mod overrides;
pub(crate) mod scope;
pub(crate) mod listing;
pub(crate) mod explain;
pub(crate) mod operations;
mod service;
pub(crate) mod token;
pub(crate) mod copy_source;
pub(crate) mod method;
pub(crate) mod elide;
#[cfg(feature = "http")]
pub(crate) mod http_messages;

use core::fmt;

use crate::error::Result;
use crate::request::method::Method;
use crate::signature::canonical_headers::SignedHeaders;
use crate::signature::canonical_query::{Parameters, Typed};
use crate::signer::presigner::Presigner;

/// A request that a link will allow. [`Presigner::get`] and similar methods make it. [`presign`](Self::presign) or
/// [`presign_into`](Self::presign_into) turns it into a link, and can't fail.
///
/// The disposition and the content type of the response can be set again: the later setter wins, raw or typed. Setting anything
/// else twice is an error, because stores disagree about which of two counts. That also holds if a raw [`query`](Self::query)
/// parameter or [`header`](Self::header) names what a typed setter has set. Otherwise the order of setters changes nothing.
///
/// # Example
///
/// ```
/// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
/// let request = presigner.get("report.pdf")?.attachment("Report.pdf").version_id("3HL4kqtJvjVBH40Nrjfkd")?;
/// println!("{}", request.presign().url());
///
/// assert_eq!(
///     request.query("versionId", "QUpfdndhfd8438MNFDN93jdn").unwrap_err().to_string(),
///     "the query parameter is given twice",
/// );
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct Request<'a> {
    pub(crate) presigner: &'a Presigner<'a>,
    pub(crate) method: Method,
    /// `None` is the bucket, or the service, itself.
    pub(crate) key: Option<&'a str>,
    pub(crate) parameters: Parameters<'a>,
    pub(crate) headers: SignedHeaders,
    /// `None` is what the service wants without being told.
    pub(crate) payload_hash: Option<&'a str>,
}

impl<'a> Request<'a> {
    pub(crate) fn number(mut self, typed: Typed, number: u32) -> Result<Self> {
        self.parameters.insert_number(typed, number.into())?;
        Ok(self)
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a call copies the whole request twice more")]
    pub(crate) fn typed(mut self, typed: Typed, value: &'a str) -> Result<Self> {
        self.parameters.insert(typed, value)?;
        Ok(self)
    }
}

/// Shows neither the key, which may be all that guards a public object, nor any value.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("presigner", self.presigner)
            .field("method", &self.method)
            .field("key_length", &self.key.map(str::len))
            .field("parameters", &self.parameters.len())
            .field("headers", &self.headers().count())
            .finish_non_exhaustive()
    }
}
