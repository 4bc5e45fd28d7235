//! A request as it was received: parsed, and not yet believed.

use alloc::borrow::Cow;
use core::fmt;

use crate::check;
use crate::protocol::UNSIGNED_PAYLOAD;
use crate::signature::hex::HexDigest;
use crate::validity::unix_time::UnixTime;
use crate::verify::error::VerifyError;
use crate::verify::headers::Headers;
use crate::verify::limits::Limits;
use crate::verify::target::Target;
use crate::verify::uri;

/// A request with a presigned URL, parsed and checked for its form. Nothing in it is trusted yet: [`verify`](Self::verify)
/// returns a [`Verified`](crate::verify::Verified) or an error.
///
/// Before that, its getters return only what the sender claims. Use them for logs, and for clients that want to know when
/// their link expires. `Debug` shows neither path, query, signature nor token.
///
/// # Example
///
/// ```
/// use presigner::verify::Unverified;
///
/// let target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
///     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
///     &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
///     &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
/// let headers = [("host", "examplebucket.s3.amazonaws.com")];
/// let request = Unverified::parse("GET", "examplebucket.s3.amazonaws.com", target, headers)?;
/// assert_eq!(request.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
/// assert_eq!(request.region(), "us-east-1");
/// assert_eq!(request.expires_at().seconds() - request.signed_at().seconds(), 86_400);
/// assert!(!request.is_alive_at(1_700_000_000));
/// # Ok::<(), presigner::verify::VerifyError>(())
/// ```
#[derive(Clone)]
pub struct Unverified<'a> {
    pub(crate) method: &'a str,
    pub(crate) authority: &'a str,
    pub(crate) target: Target<'a>,
    pub(crate) headers: Headers<'a>,
    pub(crate) payload_hash: Cow<'a, str>,
}

impl<'a> Unverified<'a> {
    /// Parses a request within the default [`Limits`].
    ///
    /// `authority` is the host and port that the client sent its request to: HTTP/1's `Host`, HTTP/2's `:authority`. It is a
    /// separate argument, so that no forwarded header replaces it. `target` is path and query as they were received, with
    /// nothing decoded. `headers` are all headers of the request; `host` among them is ignored.
    ///
    /// # Errors
    ///
    /// A [`VerifyError`] for a request that breaks a limit or is malformed. The work grows no faster than that of sorting the
    /// input: the parameters are sorted, and each header is looked up among the names of the signed headers. At any time, at
    /// most four times the size of the input and some 16 KiB are allocated.
    pub fn parse<N, V>(
        method: &'a str,
        authority: &'a str,
        target: &'a (impl AsRef<[u8]> + ?Sized),
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
    ) -> Result<Self, VerifyError>
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        Self::parse_within(Limits::default(), method, authority, target, headers)
    }

    /// [`parse`](Self::parse) within your own limits.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::verify::{Limits, VerifyError, Unverified};
    ///
    /// let limits = Limits::default().target(10);
    /// let headers: [(&str, &str); 0] = [];
    /// assert_eq!(
    ///     Unverified::parse_within(limits, "GET", "s3.example.com", "/bucket/key?a=b", headers).unwrap_err(),
    ///     VerifyError::TooLarge,
    /// );
    /// ```
    pub fn parse_within<N, V>(
        limits: Limits,
        method: &'a str,
        authority: &'a str,
        target: &'a (impl AsRef<[u8]> + ?Sized),
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
    ) -> Result<Self, VerifyError>
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        let (target, headers) = (target.as_ref(), headers.into_iter());
        if target.len() > limits.target || headers.size_hint().0 > limits.headers {
            return Err(VerifyError::TooLarge);
        }
        if method.is_empty() || !method.bytes().all(check::is_token) {
            return Err(VerifyError::InvalidMethod);
        }
        let target = str::from_utf8(target).map_err(|_| VerifyError::InvalidTarget)?;
        let (path, query) = uri::split_target(target)?;
        let mut target = Target::parse(limits, path, query)?;
        let headers = Headers::find(limits, &target.signed_headers, headers)?;
        let payload_hash = target.payload_hash.take();
        let payload_hash = payload_hash_of(headers.signed(&target.signed_headers), payload_hash)?;
        if headers.say_that_body_is_unsigned() && payload_hash != UNSIGNED_PAYLOAD {
            return Err(VerifyError::UnsignedHeader);
        }
        Ok(Self { method, authority, target, headers, payload_hash })
    }

    /// The access key id that claims to have signed.
    pub fn access_key_id(&self) -> &str {
        &self.target.credential.access_key_id
    }

    /// The claimed region. With Signature Version 4A it is the region set.
    pub fn region(&self) -> &str {
        &self.target.credential.region
    }

    /// The claimed service.
    pub fn service(&self) -> &str {
        &self.target.credential.service
    }

    /// The claimed date of the signature.
    pub fn signed_at(&self) -> UnixTime {
        self.target.date.into()
    }

    /// The first second at which the URL has expired, by its own claims: its date plus its lifetime.
    pub fn expires_at(&self) -> UnixTime {
        self.target.expires_at.into()
    }

    /// Whether `now` is before [`expires_at`](Self::expires_at).
    pub fn is_alive_at(&self, now: impl Into<UnixTime>) -> bool {
        now.into().seconds() < self.target.expires_at.unix()
    }

    /// The names of the signed headers, in order.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::verify::Unverified;
    /// # let target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    /// # let headers: [(&str, &str); 0] = [];
    /// # let request = Unverified::parse("GET", "examplebucket.s3.amazonaws.com", target, headers)?;
    /// assert!(request.signed_header_names().eq(["host"]));
    /// # Ok::<(), presigner::verify::VerifyError>(())
    /// ```
    pub fn signed_header_names(&self) -> impl Iterator<Item = &str> {
        self.target.signed_header_names()
    }

    /// Names and values of the signed headers but `host`, in order.
    pub(crate) fn signed_headers(&self) -> impl Iterator<Item = (&str, &'a [u8])> {
        self.headers.signed(&self.target.signed_headers)
    }
}

impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified")
            .field("method", &self.method)
            .field("access_key_id", &self.access_key_id())
            .field("region", &self.region())
            .field("service", &self.service())
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}

/// The last line of the canonical request: what a header or parameter says the body hashes to, or that it is unsigned.
fn payload_hash_of<'s, 'a>(
    mut signed_headers: impl Iterator<Item = (&'s str, &'a [u8])>,
    parameter: Option<Cow<'a, str>>,
) -> Result<Cow<'a, str>, VerifyError> {
    let header = signed_headers
        .find(|(name, _)| *name == "x-amz-content-sha256")
        .map(|(_, value)| str::from_utf8(value).map(str::trim_ascii).map_err(|_| VerifyError::InvalidPayloadHash))
        .transpose()?;
    let payload_hash = match (header, parameter) {
        (Some(header), Some(parameter)) if header != parameter => return Err(VerifyError::InvalidPayloadHash),
        (Some(header), _) => Cow::Borrowed(header),
        (None, Some(parameter)) => parameter,
        (None, None) => Cow::Borrowed(UNSIGNED_PAYLOAD),
    };
    let is_hash = payload_hash.len() == HexDigest::LEN
        && payload_hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash || payload_hash == UNSIGNED_PAYLOAD { Ok(payload_hash) } else { Err(VerifyError::InvalidPayloadHash) }
}
