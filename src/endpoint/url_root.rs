//! The part of every URL that does not change.

use alloc::boxed::Box;
use alloc::format;
#[cfg(feature = "post")]
use alloc::string::String;
use core::ops::Range;

use url::Url;

use crate::endpoint::origin::Origin;
use crate::endpoint::service::SigningFamily;
use crate::error::{EndpointProblem, Error, Result};
use crate::impossible::impossible;
use crate::protocol::{EMPTY_PAYLOAD, UNSIGNED_PAYLOAD};
use crate::signature::canonical_request::rest_with_host_only;

/// The URL under which the keys of a bucket lie, or the root of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UrlRoot {
    /// As the store sees it, which is what is signed. Ends in a slash; a key follows.
    url: Box<str>,
    /// How the URL of a key begins for clients: before the path; or all up to the key, where a proxy maps the one to the other.
    client_start: Box<str>,
    /// How many bytes of the signed path that stands for: none, or all up to the key.
    replaced: usize,
    /// Where host and port stand in it; its path begins where they end.
    pub(crate) authority: Range<usize>,
    /// The last line of the canonical request, unless the caller says otherwise.
    pub(crate) payload_hash: &'static str,
    /// See [`rest_with_host_only`](crate::signature::canonical_request::rest_with_host_only).
    pub(crate) canonical_rest: Box<str>,
}

impl UrlRoot {
    /// Of `path` (encoded, with a slash at either end) on `host_prefix` + the host.
    pub(crate) fn new(origin: &Origin, base_path: &str, family: SigningFamily, host_prefix: &str, path: &str) -> Self {
        let scheme = origin.scheme.as_str();
        let authority = format!("{host_prefix}{}", origin.authority());
        let url = format!("{scheme}://{authority}{base_path}{path}");
        let authority_start = scheme.len() + "://".len();
        let payload_hash = match family {
            SigningFamily::S3 => UNSIGNED_PAYLOAD,
            SigningFamily::Other => EMPTY_PAYLOAD,
        };
        Self {
            client_start: format!("{scheme}://{authority}").into(),
            replaced: 0,
            url: url.into(),
            authority: authority_start..authority_start + authority.len(),
            payload_hash,
            canonical_rest: rest_with_host_only(&authority, payload_hash).into(),
        }
    }

    /// For clients under `public`, which is a URL with a slash at its end.
    #[must_use]
    pub(crate) fn with_public(self, public: Box<str>) -> Self {
        Self { replaced: self.path().len(), client_start: public, ..self }
    }

    /// The URL as clients see it: a key follows.
    pub(crate) fn client_url(&self) -> &str {
        if self.replaced == 0 { &self.url } else { &self.client_start }
    }

    /// How the URL begins for clients, and how many bytes of the signed path that stands for. Without a key it is the whole path, or
    /// none.
    #[inline]
    pub(crate) fn client_start(&self, has_key: bool) -> (&str, usize) {
        if has_key || self.replaced == 0 {
            (&self.client_start, self.replaced)
        } else {
            (without_slash(&self.client_start), self.bare_path().len())
        }
    }

    /// The value of the `host` header.
    pub(crate) fn host(&self) -> &str {
        self.url.get(self.authority.clone()).unwrap_or_else(|| impossible("the authority is a part of the URL"))
    }

    /// The path under which the keys lie.
    pub(crate) fn path(&self) -> &str {
        self.url.get(self.authority.end..).unwrap_or_else(|| impossible("the authority is a part of the URL"))
    }

    /// The path of the bucket or service itself: without the slash that keys follow, unless that is all.
    pub(crate) fn bare_path(&self) -> &str {
        let path = self.path();
        if path == "/" { path } else { path.strip_suffix('/').unwrap_or(path) }
    }

    /// The URL of the bucket or service itself, as clients see it.
    #[cfg(feature = "post")]
    pub(crate) fn bare_client_url(&self) -> String {
        let (start, replaced) = self.client_start(false);
        [start, if replaced == 0 { self.bare_path() } else { "" }].concat()
    }

    /// Law 3, once for everything that does not change from URL to URL: URL parsers leave it as it is.
    pub(crate) fn check(self) -> Result<Self> {
        if is_stable(&self.url) {
            Ok(self)
        } else {
            Err(Error::InvalidEndpoint { problem: EndpointProblem::NotStable })
        }
    }
}

/// Whether URL parsers leave it as it is.
pub(crate) fn is_stable(url: &str) -> bool {
    Url::parse(url).is_ok_and(|parsed| parsed.as_str() == url)
}

/// Of a URL whose path ends in a slash: that of the host alone stays.
fn without_slash(url: &str) -> &str {
    let path_len = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or(0, |(_, path)| path.len());
    if path_len == 0 { url } else { url.strip_suffix('/').unwrap_or(url) }
}
