//! What only services outside S3 have: paths of their own, names that may stand several times, a signed hash of the body.

use crate::check;
use crate::endpoint::service::SigningFamily;
use crate::error::{Error, Field, Result};
use crate::protocol::{CONTENT_SHA256, UNSIGNED_PAYLOAD};
use crate::request::Request;
use crate::request::method::Method;
use crate::signature::hex::HexDigest;
use crate::signer::presigner::Presigner;

/// Services.
impl Presigner<'_> {
    /// Any method on a path of a service that has more than its root: API Gateway, Lambda, `OpenSearch`, Polly and others.
    ///
    /// The path begins with `/` and is not encoded. It is appended to the path of the endpoint's URL, if that has one. The
    /// URL has the path encoded once and otherwise unchanged; how it is signed depends on the service
    /// ([`CanonicalPath`](crate::CanonicalPath)).
    ///
    /// # Errors
    ///
    /// [`Error::HasBucket`] for a signer with a bucket; [`Error::RelativePath`]; [`Error::DotSegment`];
    /// [`Error::BucketOperationInScope`] for a presigner with a scope.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    ///
    /// let api = Endpoint::for_service("https://a1b2c3.execute-api.eu-central-1.amazonaws.com/prod", "eu-central-1", "execute-api")?;
    /// let signer = Signer::for_service(api, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// let link = presigner.path(Method::GET, "/pets/Größe 1")?.query("page", "2")?.presign();
    /// assert!(link.url().contains("/prod/pets/Gr%C3%B6%C3%9Fe%201?X-Amz-Algorithm="));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn path<'r>(&'r self, method: Method, path: &'r str) -> Result<Request<'r>> {
        if self.bucket().is_ok() {
            return Err(Error::HasBucket);
        }
        let relative = path.strip_prefix('/').ok_or(Error::RelativePath)?;
        check::segments(Field::Path, path)?;
        Ok(Request { key: Some(relative), ..self.root(method)? })
    }
}

impl<'a> Request<'a> {
    /// Adds a parameter by name, by the rules of the service.
    #[inline]
    pub(super) fn insert_parameter(&mut self, name: &'a str, value: &'a str) -> Result<()> {
        match self.presigner.signing_family() {
            SigningFamily::S3 => self.parameters.insert_raw(name, value),
            SigningFamily::Other => self.parameters.insert_of_service(name, value),
        }
    }

    /// Adds a header by name, by the rules of the service.
    #[inline]
    pub(super) fn insert_header(&mut self, name: &str, value: &str) -> Result<()> {
        match self.presigner.signing_family() {
            SigningFamily::S3 => self.headers.insert("", name, value),
            SigningFamily::Other => self.insert_header_of_service(name, value),
        }
    }

    #[cold]
    fn insert_header_of_service(&mut self, name: &str, value: &str) -> Result<()> {
        if !name.eq_ignore_ascii_case(CONTENT_SHA256.lower_case) {
            return self.headers.insert_or_join(name, value);
        }
        if self.has_payload_hash() || !is_payload_hash(value) && value != UNSIGNED_PAYLOAD {
            return Err(Error::InvalidPayloadHash);
        }
        self.headers.insert_payload_hash(value)
    }

    /// The hash of the body that a signed header tells.
    #[inline]
    pub(super) fn payload_hash_header(&self) -> Option<&str> {
        match self.presigner.signing_family() {
            SigningFamily::S3 => None,
            SigningFamily::Other => self.headers.get(CONTENT_SHA256.lower_case),
        }
    }

    pub(super) fn has_payload_hash(&self) -> bool {
        self.payload_hash.is_some() || self.payload_hash_header().is_some()
    }
}

pub(super) fn is_payload_hash(text: &str) -> bool {
    text.len() == HexDigest::LEN && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
