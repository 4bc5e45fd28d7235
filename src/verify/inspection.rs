//! A presigned URL, read without a key.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use core::fmt;
use core::time::Duration;

use crate::endpoint::origin::{self, Origin};
use crate::request::elide::elide;
use crate::validity::unix_time::UnixTime;
use crate::verify::error::VerifyError;
use crate::verify::limits::Limits;
use crate::verify::target::Target;
use crate::verify::uri;

/// What a presigned URL says about itself, whoever made it: who signed it, for which host and object, when, and until when.
///
/// There is no request and no key, so nothing is verified. Use it for logs, and in clients that renew their links in time. A
/// server has the whole request, and uses [`Unverified`](crate::verify::Unverified).
///
/// `Display` is the URL in canonical form; signature, session token and SSE-C key are replaced by their length. `Debug` shows
/// neither the path nor the value of any parameter.
///
/// # Example
///
/// ```
/// use presigner::verify::Inspection;
///
/// let url = "https://examplebucket.s3.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
///     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
///     &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
///     &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
/// let link = Inspection::parse(url)?;
/// assert_eq!(link.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
/// assert_eq!((link.host(), &*link.path()), ("examplebucket.s3.amazonaws.com", "/a b.txt"));
///
/// let now = presigner::UnixTime::new(1_369_440_000);
/// assert!(!link.is_alive_at(now));
/// assert!(link.to_string().ends_with("&X-Amz-SignedHeaders=host&X-Amz-Signature=<64 bytes elided>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Inspection<'a> {
    scheme: &'static str,
    /// As clients send it in `Host`.
    host: String,
    target: Target<'a>,
}

/// The longest start of a URL whose host is looked at: a presigned URL has its host in ASCII, and taking another one to ASCII
/// needs up to 43 times its length.
const MAX_ORIGIN: usize = "https://:65535".len() + origin::MAX_HOST;

impl<'a> Inspection<'a> {
    /// Reads a whole URL, scheme and host included, within the default [`Limits`]. A fragment is ignored, as clients do
    /// not send it.
    ///
    /// # Errors
    ///
    /// [`VerifyError::InvalidUrl`] for a text that is not an absolute http or https URL, or that has a host of over 253
    /// bytes; [`VerifyError::TooLarge`]; and the errors of [`Unverified::parse`](crate::verify::Unverified::parse) for the
    /// form of path and parameters. There are no headers, so none can be missing. The work is linear in the size of the
    /// input.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::verify::{Inspection, VerifyError};
    ///
    /// assert_eq!(Inspection::parse("examplebucket/test.txt").unwrap_err(), VerifyError::InvalidUrl);
    /// assert_eq!(Inspection::parse("https://s3.example.com/bucket/key").unwrap_err(), VerifyError::MissingParameter);
    /// ```
    pub fn parse(url: &'a str) -> Result<Self, VerifyError> {
        let limits = Limits::default();
        if url.len() > limits.target {
            return Err(VerifyError::TooLarge);
        }
        let (origin, target) = origin::split(url).map_err(|_| VerifyError::InvalidUrl)?;
        if origin.len() > MAX_ORIGIN {
            return Err(VerifyError::InvalidUrl);
        }
        let (origin, _) = Origin::parse(origin).map_err(|_| VerifyError::InvalidUrl)?;
        if origin.scheme.is_web_socket() {
            return Err(VerifyError::InvalidUrl);
        }
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = uri::split_target(target)?;
        // What clients send for a URL without a path.
        let path = if path.is_empty() { Cow::Borrowed("/") } else { path };
        let target = Target::parse(limits, path, query)?;
        Ok(Self { scheme: origin.scheme.as_str(), host: origin.authority(), target })
    }

    /// `http` or `https`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::verify::Inspection;
    /// # let url = "http://LOCALHOST:9000/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    /// let link = Inspection::parse(url)?;
    /// assert_eq!((link.scheme(), link.host()), ("http", "localhost:9000"));
    /// # Ok::<(), presigner::verify::VerifyError>(())
    /// ```
    pub fn scheme(&self) -> &str {
        self.scheme
    }

    /// Host and port as clients send them in `Host`: lower case, without the default port of the scheme.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The decoded path. It depends on the store which part of it is the name of a bucket.
    pub fn path(&self) -> Cow<'_, str> {
        uri::decode_canonical(&self.target.path)
    }

    /// The decoded value of a query parameter: an override, a version, a part, a header that is sent as a parameter. Of
    /// parameters with equal names it is the first in canonical order.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::verify::Inspection;
    /// # let url = "https://b.example.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=content-type%3Bhost&response-content-type=application%2Fpdf&x-id=GetObject&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    /// let link = Inspection::parse(url)?;
    /// assert_eq!(link.parameter("response-content-type").as_deref(), Some("application/pdf"));
    /// assert_eq!(link.parameters().count(), 2);
    /// assert!(link.signed_header_names().eq(["content-type", "host"]));
    /// # Ok::<(), presigner::verify::VerifyError>(())
    /// ```
    pub fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        self.parameters().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// All query parameters except those of the signature, decoded, in canonical order.
    pub fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.target.query.parameters()
    }

    /// The names of the headers that the client must send as they were signed, in order, including `host`.
    pub fn signed_header_names(&self) -> impl Iterator<Item = &str> {
        self.target.signed_header_names()
    }

    /// The access key id of whoever signed.
    pub fn access_key_id(&self) -> &str {
        &self.target.credential.access_key_id
    }

    /// Whether the URL contains a session token. If so, it expires with temporary credentials, which may be before
    /// [`expires_at`](Self::expires_at).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::Inspection;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::gcs().bucket("attachments")?;
    /// # let validity = Validity::new(1_700_000_000, Duration::from_secs(3600))?;
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_session_token("FwoGZXIvYXdz")?;
    /// let signer = Signer::new(bucket, credentials);
    /// let link = signer.at(validity)?.get("report.pdf")?.presign();
    /// assert!(Inspection::parse(link.url())?.has_session_token());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn has_session_token(&self) -> bool {
        self.target.token.is_some()
    }

    /// The algorithm: `AWS4-HMAC-SHA256`, or with Signature Version 4A `AWS4-ECDSA-P256-SHA256`.
    pub fn algorithm(&self) -> &str {
        self.target.signature.algorithm().name()
    }

    /// The region that the URL is signed for. With Signature Version 4A it is the region set, as `*`.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::Inspection;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::gcs().bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let validity = Validity::new(1_700_000_000, Duration::from_secs(3600))?;
    /// let link = signer.at(validity)?.get("report.pdf")?.presign();
    /// let inspection = Inspection::parse(link.url())?;
    /// assert_eq!((inspection.region(), inspection.service()), ("auto", "s3"));
    /// assert_eq!(inspection.algorithm(), "AWS4-HMAC-SHA256");
    /// assert_eq!(inspection.lifetime(), Duration::from_secs(3600));
    /// assert_eq!(inspection.signed_at() + inspection.lifetime(), link.expires_at());
    /// assert_eq!(inspection.expires_at(), link.expires_at());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn region(&self) -> &str {
        &self.target.credential.region
    }

    /// The service that it is signed for.
    pub fn service(&self) -> &str {
        &self.target.credential.service
    }

    /// The date of the signature.
    pub fn signed_at(&self) -> UnixTime {
        self.target.date.into()
    }

    /// How long the URL is valid from [`signed_at`](Self::signed_at) on.
    pub fn lifetime(&self) -> Duration {
        Duration::from_secs(self.target.lifetime.into())
    }

    /// The first second at which the URL has expired, by its own claims: its date plus its lifetime.
    pub fn expires_at(&self) -> UnixTime {
        self.target.expires_at.into()
    }

    /// Whether `now` is before [`expires_at`](Self::expires_at).
    pub fn is_alive_at(&self, now: impl Into<UnixTime>) -> bool {
        now.into().seconds() < self.target.expires_at.unix()
    }
}

impl fmt::Display for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, host, target } = self;
        let shown = elide(&format!("{}?{}", target.path, target.query.to_canonical()));
        write!(f, "{scheme}://{host}{shown}&X-Amz-Signature=<{} bytes elided>", target.signature.len())
    }
}

impl fmt::Debug for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspection")
            .field("host", &self.host)
            .field("access_key_id", &self.access_key_id())
            .field("region", &self.region())
            .field("service", &self.service())
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
