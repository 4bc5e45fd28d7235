//! What the URL of a request says: path, query, and the claims in it.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::canonical::{ALGORITHM, HexDigest};
use crate::text;
use crate::timestamp::{AmzDate, Timestamp};
use crate::validity::MAX_LIFETIME;
use crate::verify::limits::Limits;
use crate::verify::refusal::Refusal;
use crate::verify::uri::{self, Pair};

/// Path and query with all parameters of a signature, each of the form it must have.
#[derive(Clone)]
pub(crate) struct Target<'a> {
    /// Canonical.
    pub(crate) path: Cow<'a, str>,
    pub(crate) query: Query<'a>,
    /// Canonical, decoded.
    pub(crate) signed_headers: Cow<'a, str>,
    pub(crate) access_key_id: Cow<'a, str>,
    pub(crate) region: Cow<'a, str>,
    pub(crate) service: Cow<'a, str>,
    pub(crate) date: Timestamp,
    pub(crate) amz_date: AmzDate,
    pub(crate) lifetime: u32,
    pub(crate) expires_at: Timestamp,
    pub(crate) signature: [u8; 32],
    /// Decoded, and whether it came as `X-Amz-S3session-Token`.
    pub(crate) token: Option<(Cow<'a, str>, bool)>,
    /// `X-Amz-Content-Sha256`, decoded and not looked at.
    pub(crate) payload_hash: Option<Cow<'a, str>>,
}

impl<'a> Target<'a> {
    /// Parses path and query, nothing of which is decoded.
    pub(crate) fn parse(limits: Limits, path: &'a str, query: &'a str) -> Result<Self, Refusal> {
        if !path.starts_with('/') {
            return Err(Refusal::InvalidTarget);
        }
        let path = uri::canonical_path(path)?;
        // A host that takes the key for a file path must not be led out of its folder, and no client sends these.
        if path.split('/').any(|segment| segment == "." || segment == "..") {
            return Err(Refusal::InvalidTarget);
        }
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
        check_signed_headers(&signed_headers)?;

        Ok(Self {
            path,
            query,
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
            payload_hash: claims.payload_hash,
        })
    }

    /// The names of the signed headers, in order.
    pub(crate) fn signed_header_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.signed_headers.split(';')
    }

    /// All parameters but those of the signature, decoded, in canonical order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.query
            .pairs
            .iter()
            .filter(|pair| !pair.name.starts_with("X-Amz-"))
            .map(|pair| (uri::decode_canonical(&pair.name), uri::decode_canonical(&pair.value)))
    }
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

/// A sorted list of lower-case names, `host` among them.
fn check_signed_headers(signed_headers: &str) -> Result<(), Refusal> {
    let mut names = signed_headers.split(';');
    let lower_case = |name: &str| name.bytes().all(|byte| text::is_token(byte) && !byte.is_ascii_uppercase());
    let well_formed = names.clone().all(|name| !name.is_empty() && lower_case(name))
        && names.clone().is_sorted_by(|left, right| left < right)
        && names.any(|name| name == "host");
    if well_formed { Ok(()) } else { Err(Refusal::SignedHeaders) }
}
