//! A request as it was received: parsed, and not yet believed.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use time::OffsetDateTime;

use crate::canonical::{ALGORITHM, HexDigest};
use crate::endpoint::UNSIGNED_PAYLOAD;
use crate::text;
use crate::timestamp::{AmzDate, Timestamp};
use crate::validity::MAX_LIFETIME;
use crate::verify::refusal::Refusal;
use crate::verify::uri::{self, Pair};

/// The greatest size of a request that [`Unverified::parse_within`] looks at: by default 16 KiB of target, 100 parameters,
/// 100 headers.
///
/// # Example
///
/// ```
/// use presigner::verify::Limits;
///
/// let limits = Limits::default().target(4096).parameters(20).headers(50);
/// # let _ = limits;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    target: usize,
    parameters: usize,
    headers: usize,
}

impl Limits {
    /// The greatest length of path and query together, in bytes.
    ///
    /// # Example
    ///
    /// See [`Limits`].
    #[must_use]
    pub fn target(self, bytes: usize) -> Self {
        Self { target: bytes, ..self }
    }

    /// The greatest number of query parameters.
    ///
    /// # Example
    ///
    /// See [`Limits`].
    #[must_use]
    pub fn parameters(self, count: usize) -> Self {
        Self { parameters: count, ..self }
    }

    /// The greatest number of headers.
    ///
    /// # Example
    ///
    /// See [`Limits`].
    #[must_use]
    pub fn headers(self, count: usize) -> Self {
        Self { headers: count, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { target: 16 * 1024, parameters: 100, headers: 100 }
    }
}

/// A request with a presigned URL, parsed and checked for its form. Nothing in it is believed yet:
/// [`verify`](Self::verify) makes a [`Verified`](crate::verify::Verified) of it, or refuses.
///
/// What it can be asked before are claims of whoever sent it, for logs and for clients that want to know when a link of
/// theirs dies. `Debug` shows neither path, query, signature nor token.
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
/// assert_eq!(request.expires_at().unix_timestamp() - request.signed_at().unix_timestamp(), 86_400);
/// assert!(!request.is_alive_at(presigner::time::OffsetDateTime::from_unix_timestamp(1_700_000_000).unwrap()));
/// # Ok::<(), presigner::verify::Refusal>(())
/// ```
#[derive(Clone)]
pub struct Unverified<'a> {
    pub(crate) method: &'a str,
    pub(crate) authority: &'a str,
    /// Canonical.
    pub(crate) path: Cow<'a, str>,
    pub(crate) query: Query<'a>,
    /// In the order received, `host` left out: the authority stands for it.
    pub(crate) headers: Vec<(&'a str, &'a [u8])>,
    /// Canonical, decoded.
    signed_headers: Cow<'a, str>,
    access_key_id: Cow<'a, str>,
    region: Cow<'a, str>,
    service: Cow<'a, str>,
    date: Timestamp,
    pub(crate) amz_date: AmzDate,
    pub(crate) lifetime: u32,
    expires_at: Timestamp,
    pub(crate) signature: [u8; 32],
    /// Decoded, and whether it came as `X-Amz-S3session-Token`.
    pub(crate) token: Option<(Cow<'a, str>, bool)>,
    pub(crate) payload_hash: Cow<'a, str>,
}

/// The canonical query string without the signature.
#[derive(Clone)]
pub(crate) struct Query<'a> {
    /// A slice of the target, where the sender wrote it in canonical form and the signature last.
    whole: Option<&'a str>,
    pub(crate) pairs: Vec<Pair<'a>>,
}

impl Query<'_> {
    pub(crate) fn write(&self, mut sink: impl FnMut(&str)) {
        if let Some(whole) = self.whole {
            return sink(whole);
        }
        let mut separator = "";
        for pair in &self.pairs {
            sink(separator);
            sink(&pair.name);
            sink("=");
            sink(&pair.value);
            separator = "&";
        }
    }
}

/// The parameters that belong to the signature, each at most once and in exactly this case.
const PROTOCOL: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "X-Amz-Content-Sha256",
];

impl<'a> Unverified<'a> {
    /// Parses a request within the default [`Limits`].
    ///
    /// `authority` is the host and port that the client sent its request to: HTTP/1's `Host`, HTTP/2's `:authority`. It is
    /// an argument of its own, so that no forwarded header takes its place. `target` is path and query as they were
    /// received, nothing decoded. `headers` are all headers of the request; `host` among them is passed over.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] for what breaks a limit or a form. The work is linear in the size of the input.
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn parse<N, V>(
        method: &'a str,
        authority: &'a str,
        target: &'a (impl AsRef<[u8]> + ?Sized),
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
    ) -> Result<Self, Refusal>
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        Self::parse_within(Limits::default(), method, authority, target, headers)
    }

    /// [`parse`](Self::parse) within limits of the caller's.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::verify::{Limits, Refusal, Unverified};
    ///
    /// let limits = Limits::default().target(10);
    /// let headers: [(&str, &str); 0] = [];
    /// assert_eq!(
    ///     Unverified::parse_within(limits, "GET", "s3.example.com", "/bucket/key?a=b", headers).unwrap_err(),
    ///     Refusal::TooLarge,
    /// );
    /// ```
    pub fn parse_within<N, V>(
        limits: Limits,
        method: &'a str,
        authority: &'a str,
        target: &'a (impl AsRef<[u8]> + ?Sized),
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
    ) -> Result<Self, Refusal>
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        let target = target.as_ref();
        if target.len() > limits.target {
            return Err(Refusal::TooLarge);
        }
        if method.is_empty() || !method.bytes().all(text::is_token) {
            return Err(Refusal::InvalidMethod);
        }
        let target = str::from_utf8(target).map_err(|_| Refusal::InvalidTarget)?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if !path.starts_with('/') {
            return Err(Refusal::InvalidTarget);
        }
        let path = uri::canonical_path(path)?;
        // A host that takes the key for a file path must not be led out of its folder, and no client sends these.
        if path.split('/').any(|segment| segment == "." || segment == "..") {
            return Err(Refusal::InvalidTarget);
        }

        let headers = received_headers(limits, headers)?;
        let (query, claims) = parse_query(limits, query)?;

        if claims.algorithm.ok_or(Refusal::MissingParameter)? != ALGORITHM {
            return Err(Refusal::Algorithm);
        }
        let [access_key_id, scope_date, region, service] =
            credential(claims.credential.ok_or(Refusal::MissingParameter)?)?;
        let date = claims.date.ok_or(Refusal::MissingParameter)?;
        let date = Timestamp::parse_amz_date(&date).ok_or(Refusal::Date)?;
        let amz_date = date.amz_date();
        if scope_date != amz_date.scope_date() {
            return Err(Refusal::ScopeDate);
        }
        let lifetime = lifetime(&claims.expires.ok_or(Refusal::MissingParameter)?).ok_or(Refusal::Expires)?;
        let expires_at = date.plus(lifetime).map_err(|_| Refusal::Expires)?;
        let signature = signature(&claims.signature.ok_or(Refusal::MissingParameter)?).ok_or(Refusal::SignatureForm)?;

        let signed_headers = claims.signed_headers.ok_or(Refusal::MissingParameter)?;
        let is_signed = |name: &str| signed_headers.split(';').any(|signed| signed == name);
        check_signed_headers(&signed_headers, &headers)?;
        for (name, _) in &headers {
            if name.eq_ignore_ascii_case("authorization") {
                return Err(Refusal::TwoSignatures);
            }
            let lower_case = name.to_ascii_lowercase();
            if lower_case.starts_with("x-amz-") && !is_signed(&lower_case) {
                return Err(Refusal::UnsignedHeader);
            }
        }
        let payload_hash = payload_hash(&headers, claims.payload_hash)?;

        Ok(Self {
            method,
            authority,
            path,
            query,
            headers,
            signed_headers,
            access_key_id,
            region,
            service,
            date,
            amz_date,
            lifetime,
            expires_at,
            signature,
            token: claims.token,
            payload_hash,
        })
    }

    /// Who claims to have signed.
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The region that is claimed to be signed for.
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The service that is claimed to be signed for.
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn service(&self) -> &str {
        &self.service
    }

    /// When it claims to be signed.
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn signed_at(&self) -> OffsetDateTime {
        self.date.datetime()
    }

    /// The first second at which it is dead by its own words: its date plus its lifetime.
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn expires_at(&self) -> OffsetDateTime {
        self.expires_at.datetime()
    }

    /// Whether `now` is before [`expires_at`](Self::expires_at).
    ///
    /// # Example
    ///
    /// See [`Unverified`].
    pub fn is_alive_at(&self, now: OffsetDateTime) -> bool {
        now.unix_timestamp() < self.expires_at.unix()
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
    /// # Ok::<(), presigner::verify::Refusal>(())
    /// ```
    pub fn signed_header_names(&self) -> impl Iterator<Item = &str> {
        self.signed_headers.split(';')
    }

    pub(crate) fn date(&self) -> Timestamp {
        self.date
    }

    pub(crate) fn expiry(&self) -> Timestamp {
        self.expires_at
    }

    pub(crate) fn signed_headers(&self) -> &str {
        &self.signed_headers
    }

    /// The value of a header that [`parse`](Self::parse) has seen once.
    pub(crate) fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified")
            .field("method", &self.method)
            .field("access_key_id", &self.access_key_id)
            .field("region", &self.region)
            .field("service", &self.service)
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}

/// The decoded protocol parameters.
#[derive(Default)]
struct Claims<'a> {
    algorithm: Option<Cow<'a, str>>,
    credential: Option<Cow<'a, str>>,
    date: Option<Cow<'a, str>>,
    expires: Option<Cow<'a, str>>,
    signed_headers: Option<Cow<'a, str>>,
    signature: Option<Cow<'a, str>>,
    token: Option<(Cow<'a, str>, bool)>,
    payload_hash: Option<Cow<'a, str>>,
}

fn parse_query(limits: Limits, query: &str) -> Result<(Query<'_>, Claims<'_>), Refusal> {
    let mut claims = Claims::default();
    let mut pairs = Vec::with_capacity(query.bytes().filter(|&byte| byte == b'&').count().min(limits.parameters) + 1);
    let mut written_as_signed = true;
    let mut signature_seen = false;
    let mut count = 0;
    for raw in query.split('&') {
        // Two separators in a row mean nothing, but they are not in the canonical form.
        if raw.is_empty() {
            written_as_signed = false;
            continue;
        }
        count += 1;
        if count > limits.parameters {
            return Err(Refusal::TooLarge);
        }
        let pair = uri::canonical_pair(raw)?;
        written_as_signed &= !signature_seen
            && pair.name.len() + "=".len() + pair.value.len() == raw.len()
            && matches!((&pair.name, &pair.value), (Cow::Borrowed(_), Cow::Borrowed(_)));
        let name = uri::decode_canonical(&pair.name);
        if let Some(protocol) = PROTOCOL.into_iter().find(|protocol| protocol.eq_ignore_ascii_case(&name)) {
            if protocol != name {
                return Err(Refusal::AmbiguousParameter);
            }
            let value = match &pair.value {
                Cow::Borrowed(value) => uri::decode_canonical(value),
                Cow::Owned(value) => Cow::Owned(uri::decode_canonical(value).into_owned()),
            };
            let twice = match protocol {
                "X-Amz-Algorithm" => claims.algorithm.replace(value).is_some(),
                "X-Amz-Credential" => claims.credential.replace(value).is_some(),
                "X-Amz-Date" => claims.date.replace(value).is_some(),
                "X-Amz-Expires" => claims.expires.replace(value).is_some(),
                "X-Amz-SignedHeaders" => claims.signed_headers.replace(value).is_some(),
                "X-Amz-Signature" => claims.signature.replace(value).is_some(),
                "X-Amz-Security-Token" => claims.token.replace((value, false)).is_some(),
                "X-Amz-S3session-Token" => claims.token.replace((value, true)).is_some(),
                _ => claims.payload_hash.replace(value).is_some(),
            };
            if twice {
                return Err(Refusal::AmbiguousParameter);
            }
            if protocol == "X-Amz-Signature" {
                signature_seen = true;
                continue;
            }
        }
        pairs.push(pair);
    }
    let order = |left: &Pair<'_>, right: &Pair<'_>| (&left.name, &left.value).cmp(&(&right.name, &right.value));
    if !pairs.is_sorted_by(|left, right| order(left, right).is_le()) {
        written_as_signed = false;
        pairs.sort_unstable_by(order);
    }
    let whole = written_as_signed.then(|| query.rsplit_once('&').map(|(before, _)| before)).flatten();
    Ok((Query { whole, pairs }, claims))
}

fn received_headers<'a, N, V>(
    limits: Limits,
    headers: impl IntoIterator<Item = (&'a N, &'a V)>,
) -> Result<Vec<(&'a str, &'a [u8])>, Refusal>
where
    N: AsRef<[u8]> + ?Sized + 'a,
    V: AsRef<[u8]> + ?Sized + 'a,
{
    let mut received = Vec::new();
    for (count, (name, value)) in headers.into_iter().enumerate() {
        if count >= limits.headers {
            return Err(Refusal::TooLarge);
        }
        // A name that is no text is no name that could have been signed.
        let Ok(name) = str::from_utf8(name.as_ref()) else { continue };
        if !name.eq_ignore_ascii_case("host") {
            received.push((name, value.as_ref()));
        }
    }
    Ok(received)
}

/// `access-key-id/date/region/service/aws4_request`, the first of which may not hold a slash either.
fn credential(credential: Cow<'_, str>) -> Result<[Cow<'_, str>; 4], Refusal> {
    fn parts(credential: &str) -> Option<[&str; 4]> {
        let mut parts = credential.split('/');
        let found = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
        let complete = parts.next() == Some("aws4_request") && parts.next().is_none();
        (complete && !found.contains(&"")).then_some(found)
    }
    match credential {
        Cow::Borrowed(credential) => parts(credential).map(|parts| parts.map(Cow::Borrowed)),
        Cow::Owned(credential) => parts(&credential).map(|parts| parts.map(|part| Cow::Owned(part.into()))),
    }
    .ok_or(Refusal::Credential)
}

fn lifetime(text: &str) -> Option<u32> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|seconds| plain && (1..=MAX_LIFETIME).contains(seconds))
}

fn signature(text: &str) -> Option<[u8; 32]> {
    let lower_case = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mut signature = [0; 32];
    let decoded = text.len() == HexDigest::LEN && lower_case && hex::decode_to_slice(text, &mut signature).is_ok();
    decoded.then_some(signature)
}

/// A sorted list of lower-case names, `host` among them, each of which was received exactly once.
fn check_signed_headers(signed_headers: &str, headers: &[(&str, &[u8])]) -> Result<(), Refusal> {
    let mut names = signed_headers.split(';');
    let lower_case = |name: &str| name.bytes().all(|byte| text::is_token(byte) && !byte.is_ascii_uppercase());
    let well_formed = names.clone().all(|name| !name.is_empty() && lower_case(name))
        && names.clone().is_sorted_by(|left, right| left < right)
        && names.any(|name| name == "host");
    if !well_formed {
        return Err(Refusal::SignedHeaders);
    }
    for name in signed_headers.split(';').filter(|name| *name != "host") {
        if headers.iter().filter(|(received, _)| received.eq_ignore_ascii_case(name)).count() != 1 {
            return Err(Refusal::SignedHeaderMissing);
        }
    }
    Ok(())
}

/// The last line of the canonical request: what a header or parameter says the body hashes to, or that it is unsigned.
fn payload_hash<'a>(headers: &[(&'a str, &'a [u8])], parameter: Option<Cow<'a, str>>) -> Result<Cow<'a, str>, Refusal> {
    let header = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("x-amz-content-sha256"))
        .map(|(_, value)| str::from_utf8(value).map(str::trim_ascii).map_err(|_| Refusal::PayloadHash))
        .transpose()?;
    let payload_hash = match (header, parameter) {
        (Some(header), Some(parameter)) if header != parameter => return Err(Refusal::PayloadHash),
        (Some(header), _) => Cow::Borrowed(header),
        (None, Some(parameter)) => parameter,
        (None, None) => Cow::Borrowed(UNSIGNED_PAYLOAD),
    };
    let is_hash = payload_hash.len() == HexDigest::LEN
        && payload_hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash || payload_hash == UNSIGNED_PAYLOAD { Ok(payload_hash) } else { Err(Refusal::PayloadHash) }
}
