//! Received requests in the types of the crate `http`. Feature `http`.

use http::header::HOST;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderMap, Method, Uri};

use crate::verify::error::VerifyError;
use crate::verify::unverified::Unverified;

impl<'a> Unverified<'a> {
    /// [`parse`](Self::parse) for a request in the types of the `http` crate, as hyper, axum and others pass it on.
    ///
    /// The requested host is that of `uri`, if it has one: HTTP/2's `:authority`, or an absolute target of HTTP/1. Otherwise
    /// it is the `Host` header (RFC 9112, section 3.3). No forwarded header ever replaces it.
    ///
    /// `uri` must be the one that was received. Routers that strip a prefix keep the original elsewhere, axum as
    /// `OriginalUri`. For other limits than the default ones, use [`parse_within`](Self::parse_within).
    ///
    /// # Errors
    ///
    /// [`VerifyError::AmbiguousHost`] where there is no host, or more than one `Host` header; [`VerifyError::HostMismatch`] where
    /// `uri` and `Host` name different hosts (RFC 9112, section 3.2; RFC 9113, section 8.3.1), or `Host` is no text;
    /// [`VerifyError::InvalidTarget`] where `uri` has no path; those of [`parse`](Self::parse).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::verify::{Unverified, Verifier};
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    ///
    /// # let endpoint = Endpoint::custom("https://s3.example.com", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let validity = Validity::new(1_700_000_000, Duration::from_secs(60))?;
    /// # let received = signer.at(validity)?.get("report.pdf")?.presign().to_http_request(())?;
    /// # let key = signer.verifying_key();
    /// let verifier = Verifier::new(endpoint, |id: &str| (id == key.access_key_id()).then_some(&key))?;
    /// let request = Unverified::from_http(received.method(), received.uri(), received.headers())?;
    /// assert_eq!(request.verify(&verifier, 1_700_000_059)?.key(), "report.pdf");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_http(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> Result<Self, VerifyError> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts
            .next()
            .map(|host| str::from_utf8(host.as_bytes()).map_err(|_| VerifyError::HostMismatch))
            .transpose()?;
        if hosts.next().is_some() {
            return Err(VerifyError::AmbiguousHost);
        }
        let authority = match (uri.authority().map(Authority::as_str), host) {
            (Some(authority), Some(host)) if !authority.eq_ignore_ascii_case(host) => {
                return Err(VerifyError::HostMismatch);
            }
            (Some(authority), _) => authority,
            (None, Some(host)) => host,
            (None, None) => return Err(VerifyError::AmbiguousHost),
        };
        let target = uri.path_and_query().map(PathAndQuery::as_str).ok_or(VerifyError::InvalidTarget)?;
        Self::parse(method.as_str(), authority, target, headers)
    }
}
