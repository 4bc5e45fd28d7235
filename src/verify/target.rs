//! What the URL of a request says: path, query, and the claims in it.

use alloc::borrow::Cow;

use crate::check;
use crate::error::Field;
use crate::protocol::{AWS4_REQUEST, Algorithm, MAX_LIFETIME, MAX_SIGNATURE_LEN, TokenParameter};
use crate::signature::hex::HexDigest;
use crate::validity::amz_date::{AmzDate, Timestamp};
use crate::verify::error::VerifyError;
use crate::verify::limits::Limits;
use crate::verify::query::{self, Query};
use crate::verify::uri;

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
    pub(crate) signature: Signature<'a>,
    pub(crate) token: Option<Token<'a>>,
    /// `X-Amz-Content-Sha256`, decoded and not looked at.
    pub(crate) payload_hash: Option<Cow<'a, str>>,
}

impl<'a> Target<'a> {
    /// Of a canonical path, and a query of which nothing is decoded.
    pub(crate) fn parse(limits: Limits, path: Cow<'a, str>, query: &'a str) -> Result<Self, VerifyError> {
        if !path.starts_with('/') {
            return Err(VerifyError::InvalidTarget);
        }
        // A host that takes the key for a file path must not be led out of its folder, and no client sends these.
        check::segments(Field::Key, &path).map_err(|_| VerifyError::InvalidTarget)?;
        let (query, claims) = query::parse(limits, query)?;

        let required = |claim: Option<&'a str>| claim.ok_or(VerifyError::MissingParameter);
        let decoded = |claim: Option<&'a str>| uri::decode_parameter(required(claim)?);
        let algorithm = Algorithm::named(&decoded(claims.algorithm)?).ok_or(VerifyError::UnsupportedAlgorithm)?;
        let credential = required(claims.credential)?;
        let mut credential = match query {
            Query::Canonical(_) => Credential::parse(algorithm, credential, split_at_slash, uri::decode_canonical)?,
            Query::Ordered { .. } => {
                let credential = uri::decode_parameter(credential)?;
                Credential::parse(algorithm, &credential, |text| text.split_once('/'), Cow::Borrowed)?.into_owned()
            }
        };
        if algorithm == Algorithm::Ecdsa {
            credential.region = decoded(claims.region_set.filter(|region_set| !region_set.is_empty()))?;
        }
        let (date, amz_date) = Timestamp::parse_amz_date(&decoded(claims.date)?).ok_or(VerifyError::InvalidDate)?;
        if !check::equal(&credential.date, amz_date.scope_date()) {
            return Err(VerifyError::ScopeDateMismatch);
        }
        let lifetime = lifetime(&decoded(claims.expires)?).ok_or(VerifyError::InvalidLifetime)?;
        let expires_at = date.plus(lifetime).map_err(|_| VerifyError::InvalidLifetime)?;
        let signature = Signature::parse(algorithm, decoded(claims.signature)?).ok_or(VerifyError::InvalidSignature)?;
        let signed_headers = decoded(claims.signed_headers)?;
        check_signed_headers(&signed_headers)?;
        let token = match (claims.token, &query) {
            (None, _) => None,
            (Some((text, parameter)), Query::Canonical(_)) => Some(Token::as_encoded(text, parameter)),
            (Some((text, parameter)), Query::Ordered { .. }) => {
                Some(Token::as_text(uri::decode_parameter(text)?, parameter))
            }
        };

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
            token,
            payload_hash: claims.payload_hash.map(uri::decode_parameter).transpose()?,
        })
    }

    /// The names of the signed headers, in order.
    pub(crate) fn signed_header_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.signed_headers.split(';')
    }
}

/// In hex, as its algorithm makes it.
#[derive(Clone)]
pub(crate) enum Signature<'a> {
    Hmac([u8; HexDigest::LEN]),
    /// DER; of which length is not known before.
    Ecdsa(Cow<'a, str>),
}

impl<'a> Signature<'a> {
    fn parse(algorithm: Algorithm, text: Cow<'a, str>) -> Option<Self> {
        /// Two numbers of one byte each.
        const MIN_LEN: usize = 2 * (2 + 2 * (2 + 1));

        match algorithm {
            Algorithm::Hmac => signature(&text).map(Self::Hmac),
            Algorithm::Ecdsa => {
                let fits = (MIN_LEN..=MAX_SIGNATURE_LEN).contains(&text.len()) && text.len().is_multiple_of(2);
                (fits && is_lower_hex(&text)).then_some(Self::Ecdsa(text))
            }
        }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hmac(_) => Algorithm::Hmac,
            Self::Ecdsa(_) => Algorithm::Ecdsa,
        }
    }

    /// How many digits it has.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Hmac(digits) => digits.len(),
            Self::Ecdsa(digits) => digits.len(),
        }
    }
}

/// A session token that was received.
#[derive(Clone)]
pub(crate) struct Token<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether the text is in canonical form, in which it is compared as well: a token is most of a link, and is not decoded.
    pub(crate) is_encoded: bool,
    /// Which parameter it came as.
    pub(crate) parameter: TokenParameter,
}

impl<'a> Token<'a> {
    fn as_encoded(text: &'a str, parameter: TokenParameter) -> Self {
        Self { text: Cow::Borrowed(text), is_encoded: true, parameter }
    }

    pub(crate) fn as_text(text: Cow<'a, str>, parameter: TokenParameter) -> Self {
        Self { text, is_encoded: false, parameter }
    }
}

/// `access-key-id/date/region/service/aws4_request`, the first of which may not hold a slash either. Decoded. With Version 4A
/// there is no region in it, and `region` is the region set.
#[derive(Clone)]
pub(crate) struct Credential<'a> {
    pub(crate) access_key_id: Cow<'a, str>,
    date: Cow<'a, str>,
    pub(crate) region: Cow<'a, str>,
    pub(crate) service: Cow<'a, str>,
}

impl<'a> Credential<'a> {
    /// Of a text whose slashes `split_at_slash` knows, and whose parts `decode` decodes.
    fn parse(
        algorithm: Algorithm,
        text: &'a str,
        split_at_slash: impl Fn(&'a str) -> Option<(&'a str, &'a str)>,
        decode: impl Fn(&'a str) -> Cow<'a, str>,
    ) -> Result<Self, VerifyError> {
        let parts = || {
            let (access_key_id, rest) = split_at_slash(text)?;
            let (date, rest) = split_at_slash(rest)?;
            let (region, rest) = match algorithm {
                Algorithm::Hmac => split_at_slash(rest).filter(|(region, _)| !region.is_empty())?,
                Algorithm::Ecdsa => ("", rest),
            };
            let (service, rest) = split_at_slash(rest)?;
            let complete = rest == AWS4_REQUEST && ![access_key_id, date, service].contains(&"");
            complete.then(|| Self {
                access_key_id: decode(access_key_id),
                date: Cow::Borrowed(date),
                region: decode(region),
                service: decode(service),
            })
        };
        parts().ok_or(VerifyError::InvalidCredential)
    }

    fn into_owned(self) -> Credential<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Credential {
            access_key_id: owned(self.access_key_id),
            date: owned(self.date),
            region: owned(self.region),
            service: owned(self.service),
        }
    }
}

fn split_at_slash(canonical: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let at = from + canonical.as_bytes().get(from..)?.iter().position(|&byte| byte == b'%')?;
        let (before, behind) = canonical.split_at_checked(at)?;
        if let Some(behind) = behind.strip_prefix("%2F") {
            return Some((before, behind));
        }
        from = at + 1;
    }
}

fn lifetime(text: &str) -> Option<u32> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|seconds| plain && (1..=MAX_LIFETIME).contains(seconds))
}

pub(super) fn signature(text: &str) -> Option<[u8; HexDigest::LEN]> {
    let signature = text.as_bytes().try_into().ok()?;
    is_lower_hex(text).then_some(signature)
}

fn is_lower_hex(text: &str) -> bool {
    let lower_hex = |byte: u8| (byte.wrapping_sub(b'0') < 10) | (byte.wrapping_sub(b'a') < 6);
    text.bytes().fold(true, |all, byte| all & lower_hex(byte))
}

/// A sorted list of lower-case names, `host` among them.
fn check_signed_headers(signed_headers: &str) -> Result<(), VerifyError> {
    if signed_headers == "host" {
        return Ok(());
    }
    let mut names = signed_headers.split(';');
    let lower_case = |name: &str| name.bytes().all(|byte| check::is_token(byte) && !byte.is_ascii_uppercase());
    let well_formed = names.clone().all(|name| !name.is_empty() && lower_case(name))
        && names.clone().is_sorted_by(|left, right| left < right)
        && names.any(|name| name == "host");
    if well_formed { Ok(()) } else { Err(VerifyError::InvalidSignedHeaders) }
}
