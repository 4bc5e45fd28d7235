//! A request that passed the check.

use alloc::borrow::Cow;
use core::fmt;

use crate::protocol::UNSIGNED_PAYLOAD;
use crate::validity::amz_date::Timestamp;
use crate::validity::unix_time::UnixTime;
use crate::verify::unverified::Unverified;

/// A request whose signature, token and time are right. [`Unverified::verify`] makes it.
#[derive(Clone)]
pub struct Verified<'a> {
    request: &'a Unverified<'a>,
    bucket: Cow<'a, str>,
    key: Cow<'a, str>,
    expires_at: Timestamp,
}

impl<'a> Verified<'a> {
    pub(crate) fn new(
        request: &'a Unverified<'a>,
        bucket: Cow<'a, str>,
        key: Cow<'a, str>,
        expires_at: Timestamp,
    ) -> Self {
        Self { request, bucket, key, expires_at }
    }

    /// The method.
    pub fn method(&self) -> &str {
        self.request.method
    }

    /// The bucket; empty for a request to the service itself, and at an endpoint that is a bucket's
    /// [custom domain](crate::Endpoint::custom_domain).
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The decoded key; empty for a request to the bucket itself. It has no `.` or `..` segment, but may hold anything else,
    /// including control characters: don't make a file path of it.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The decoded value of a query parameter: an override, a version, a part, a header that was sent as a parameter. Of
    /// parameters with equal names it is the first in canonical order.
    pub fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        self.parameters().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// All query parameters except those of the signature, decoded, in canonical order.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::{Unverified, Verifier};
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// # let key = signer.verifying_key();
    /// # let verifier = Verifier::new(endpoint, |_: &str| Some(&key))?;
    /// # let headers = [("host", "127.0.0.1:9000")];
    /// let link = presigner.get("report.pdf")?.version_id("7")?.response_expires("0")?.presign();
    /// # let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
    /// # let request = Unverified::parse("GET", "127.0.0.1:9000", target, headers)?;
    /// let verified = request.verify(&verifier, 1_700_000_000)?;
    /// let parameters: Vec<_> = verified.parameters().map(|(name, value)| format!("{name}={value}")).collect();
    /// assert_eq!(parameters, ["response-expires=0", "versionId=7"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.request.target.query.parameters()
    }

    /// The signed headers and their values as received, without `host`.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::{Unverified, Verifier};
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// # let key = signer.verifying_key();
    /// # let verifier = Verifier::new(endpoint, |_: &str| Some(&key))?;
    /// let link = presigner.put("photo.png")?.content_type("image/png")?.presign();
    /// # let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
    /// let headers = [("Host", "127.0.0.1:9000"), ("Content-Type", "image/png"), ("Accept", "*/*")];
    /// let request = Unverified::parse("PUT", "127.0.0.1:9000", target, headers)?;
    /// let verified = request.verify(&verifier, 1_700_000_000)?;
    /// assert!(verified.signed_headers().eq([("content-type", &b"image/png"[..])]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn signed_headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.request.signed_headers()
    }

    /// What the signature says about the body. If it gives a hash, you must hash the body and compare: this crate has not
    /// seen the body.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::verify::SignedBody;
    /// # use presigner::verify::{Unverified, Verifier};
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// # let key = signer.verifying_key();
    /// # let verifier = Verifier::new(endpoint, |_: &str| Some(&key))?;
    /// # let link = presigner.get("report.pdf")?.presign();
    /// # let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
    /// # let headers = [("host", "127.0.0.1:9000")];
    /// # let request = Unverified::parse("GET", "127.0.0.1:9000", target, headers)?;
    /// let verified = request.verify(&verifier, 1_700_000_000)?;
    /// match verified.body() {
    ///     SignedBody::Unsigned => {} // any body is as good as another
    ///     SignedBody::Sha256(expected) => { /* hash the body, compare with `expected`, else answer 400 */ }
    ///     _ => return Err("a body that this host can't check".into()),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "a body that is bound by its hash must be hashed and compared"]
    pub fn body(&self) -> SignedBody<'_> {
        match &*self.request.payload_hash {
            UNSIGNED_PAYLOAD => SignedBody::Unsigned,
            hash => SignedBody::Sha256(hash),
        }
    }

    /// The access key id of whoever signed.
    pub fn access_key_id(&self) -> &str {
        self.request.access_key_id()
    }

    /// The region of the credential scope.
    pub fn region(&self) -> &str {
        self.request.region()
    }

    /// The service of the credential scope.
    pub fn service(&self) -> &str {
        self.request.service()
    }

    /// The date of the signature.
    pub fn signed_at(&self) -> UnixTime {
        self.request.signed_at()
    }

    /// The first second at which the URL has expired: its date plus its lifetime, or the end of its credentials.
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at.into()
    }
}

/// What a signature says of the body. See [`Verified::body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedBody<'a> {
    /// Nothing: the URL works with any body.
    Unsigned,
    /// The body must have this SHA-256, in lower-case hex.
    Sha256(&'a str),
}

/// Shows no key, which may be all that guards a public object.
impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("request", self.request)
            .field("bucket", &self.bucket)
            .field("key_length", &self.key.len())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
