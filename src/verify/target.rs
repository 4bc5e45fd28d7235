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
    pub(crate) credential: Credential<'a>,
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
        let credential = Credential::parse(claims.credential.ok_or(Refusal::MissingParameter)?)?;
        let date = claims.date.ok_or(Refusal::MissingParameter)?;
        let (date, amz_date) = Timestamp::parse_amz_date(&date).ok_or(Refusal::Date)?;
        if credential.date() != amz_date.scope_date() {
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
            credential,
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

impl<'a> Claims<'a> {
    /// Takes a protocol parameter over: each at most once, and in exactly this case.
    fn take(&mut self, pair: &Pair<'a>) -> Result<(), Refusal> {
        let value = match &pair.value {
            Cow::Borrowed(value) => uri::decode_canonical(value),
            Cow::Owned(value) => Cow::Owned(uri::decode_canonical(value).into_owned()),
        };
        let twice = match &*pair.name {
            "X-Amz-Algorithm" => self.algorithm.replace(value).is_some(),
            "X-Amz-Credential" => self.credential.replace(value).is_some(),
            "X-Amz-Date" => self.date.replace(value).is_some(),
            "X-Amz-Expires" => self.expires.replace(value).is_some(),
            "X-Amz-SignedHeaders" => self.signed_headers.replace(value).is_some(),
            "X-Amz-Signature" => self.signature.replace(value).is_some(),
            "X-Amz-Security-Token" => self.token.replace((value, false)).is_some(),
            "X-Amz-S3session-Token" => self.token.replace((value, true)).is_some(),
            "X-Amz-Content-Sha256" => self.payload_hash.replace(value).is_some(),
            // One of these in another case.
            _ => true,
        };
        if twice { Err(Refusal::AmbiguousParameter) } else { Ok(()) }
    }
}

/// Whether a canonical name is that of a protocol parameter, in any case. Their letters, digits and hyphens are never
/// escaped in canonical form.
fn is_protocol_name(name: &str) -> bool {
    const AFTER_PREFIX: [&str; 9] = [
        "Algorithm",
        "Credential",
        "Date",
        "Expires",
        "SignedHeaders",
        "Signature",
        "Security-Token",
        "S3session-Token",
        "Content-Sha256",
    ];
    let (prefix, rest) = name.split_at_checked("X-Amz-".len()).unwrap_or_default();
    prefix.eq_ignore_ascii_case("X-Amz-") && AFTER_PREFIX.iter().any(|known| known.eq_ignore_ascii_case(rest))
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
        if is_protocol_name(&pair.name) {
            if &*pair.name == "X-Amz-Signature" {
                signature_seen = true;
                claims.take(&pair)?;
                continue;
            }
            claims.take(&pair)?;
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
#[derive(Clone)]
pub(crate) struct Credential<'a> {
    text: Cow<'a, str>,
    /// Where the first four parts end.
    ends: [usize; 4],
}

impl<'a> Credential<'a> {
    fn parse(text: Cow<'a, str>) -> Result<Self, Refusal> {
        let mut ends = [0; 4];
        let mut slashes = text.bytes().enumerate().filter(|(_, byte)| *byte == b'/').map(|(index, _)| index);
        for end in &mut ends {
            *end = slashes.next().ok_or(Refusal::Credential)?;
        }
        if slashes.next().is_some() {
            return Err(Refusal::Credential);
        }
        let credential = Self { text, ends };
        let parts = [credential.access_key_id(), credential.date(), credential.region(), credential.service()];
        let complete = credential.text.get(ends[3] + 1..) == Some("aws4_request");
        if complete && !parts.contains(&"") { Ok(credential) } else { Err(Refusal::Credential) }
    }

    pub(crate) fn access_key_id(&self) -> &str {
        self.text.get(..self.ends[0]).unwrap_or_default()
    }

    fn date(&self) -> &str {
        self.text.get(self.ends[0] + 1..self.ends[1]).unwrap_or_default()
    }

    pub(crate) fn region(&self) -> &str {
        self.text.get(self.ends[1] + 1..self.ends[2]).unwrap_or_default()
    }

    pub(crate) fn service(&self) -> &str {
        self.text.get(self.ends[2] + 1..self.ends[3]).unwrap_or_default()
    }
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
