//! The query of a request: its canonical form, and what it claims of the signature.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::check;
use crate::encode::{self, QUERY};
use crate::protocol::{
    ALGORITHM, AWS4_HMAC_SHA256, CONTENT_SHA256, CREDENTIAL, DATE, EXPIRES, PARAMETERS, Parameter, REGION_SET,
    S3SESSION_TOKEN, SECURITY_TOKEN, SIGNATURE, SIGNED_HEADERS, TokenParameter, X_AMZ,
};
use crate::signature::hex::HexDigest;
use crate::verify::error::VerifyError;
use crate::verify::limits::Limits;
use crate::verify::uri;

/// The query without the signature, which can be read in canonical form.
#[derive(Clone)]
pub(crate) enum Query<'a> {
    /// A slice of the target, which is in canonical form and has the signature last.
    Canonical(&'a str),
    /// As it was sent, and where its parameters begin, in canonical order. No parameter is kept: one is two bytes long at the
    /// least, and anything kept of each would be many times the target.
    Ordered { sent: &'a str, order: Vec<u32> },
}

impl<'a> Query<'a> {
    /// Its canonical form, in pieces.
    pub(crate) fn write_canonical(&self, mut sink: impl FnMut(&[u8])) {
        if let Self::Canonical(query) = self {
            return sink(query.as_bytes());
        }
        let mut separator: &[u8] = b"";
        for (name, value) in self.raw_parameters() {
            sink(separator);
            uri::canonical_pieces(name).for_each(&mut sink);
            sink(b"=");
            uri::canonical_pieces(value).for_each(&mut sink);
            separator = b"&";
        }
    }

    /// Its canonical form.
    pub(crate) fn to_canonical(&self) -> String {
        let mut canonical = Vec::new();
        self.write_canonical(|piece| canonical.extend_from_slice(piece));
        // All of it is ASCII.
        String::from_utf8_lossy(&canonical).into_owned()
    }

    /// All parameters but those of the signature, decoded, in order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        // What is in here was decoded before, so that no parameter fails.
        self.raw_parameters()
            .filter_map(|(name, value)| Some((uri::decode_parameter(name).ok()?, uri::decode_parameter(value).ok()?)))
            .filter(|(name, _)| !is_claim(name))
    }

    /// All parameters as they were sent, in canonical order.
    fn raw_parameters(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (canonical, sent, order) = match self {
            Self::Canonical(query) => (*query, "", &[][..]),
            Self::Ordered { sent, order } => ("", *sent, &**order),
        };
        let ordered = order.iter().map(move |&start| parameter_at(sent, start));
        canonical.split('&').filter(|pair| !pair.is_empty()).map(name_and_value).chain(ordered)
    }
}

fn parameter_at(query: &str, start: u32) -> (&str, &str) {
    let behind = usize::try_from(start).ok().and_then(|start| query.get(start..)).unwrap_or_default();
    name_and_value(behind.split('&').next().unwrap_or_default())
}

fn name_and_value(parameter: &str) -> (&str, &str) {
    parameter.split_once('=').unwrap_or((parameter, ""))
}

/// The protocol parameters, not looked at. Where the query is canonical, so are they; else they are as they were sent.
#[derive(Default)]
pub(crate) struct Claims<'a> {
    pub(crate) algorithm: Option<&'a str>,
    pub(crate) payload_hash: Option<&'a str>,
    pub(crate) credential: Option<&'a str>,
    pub(crate) date: Option<&'a str>,
    pub(crate) expires: Option<&'a str>,
    pub(crate) region_set: Option<&'a str>,
    /// And which parameter it came as.
    pub(crate) token: Option<(&'a str, TokenParameter)>,
    pub(crate) signed_headers: Option<&'a str>,
    pub(crate) signature: Option<&'a str>,
}

/// Takes a query apart, nothing of which is decoded.
pub(crate) fn parse(limits: Limits, query: &str) -> Result<(Query<'_>, Claims<'_>), VerifyError> {
    match as_signed(limits, query) {
        Some((canonical, claims)) => Ok((Query::Canonical(canonical), claims)),
        None => in_any_form(limits, query),
    }
}

/// A query as signers of Version 4 write it: canonical, its protocol parameters side by side, the signature last. `None` says only that
/// it is another one.
///
/// It finds what [`in_any_form`] finds, without an allocation and in a fraction of the time.
fn as_signed(limits: Limits, query: &str) -> Option<(&str, Claims<'_>)> {
    let (canonical, end) = query.split_at_checked(query.len().checked_sub(SIGNATURE.prefix.len() + HexDigest::LEN)?)?;
    let signature = end.strip_prefix(SIGNATURE.prefix).filter(|signature| encode::is_plain(signature))?;
    let mut claims = Claims { signature: Some(signature), ..Claims::default() };

    let mut count = 1;
    // Compared as iterators: the names differ within a few bytes, and the call behind `<` takes longer.
    let mut previous = ("", "");
    let mut rest = Some(canonical);
    while let Some(text) = rest {
        let parameter;
        if let Some(block) =
            Block::parse(text).filter(|_| claims.algorithm.is_none() && previous.0.bytes().lt(X_AMZ.bytes()))
        {
            claims.algorithm = Some(AWS4_HMAC_SHA256);
            claims.credential = Some(block.credential);
            claims.date = Some(block.date);
            claims.expires = Some(block.expires);
            claims.token = block.token;
            claims.signed_headers = Some(block.signed_headers);
            count += 5 + usize::from(block.token.is_some());
            parameter = (SIGNED_HEADERS.name, block.signed_headers);
            rest = block.rest;
        } else {
            let (name, behind) = QUERY.split_encoded(text);
            let (value, behind) = value(behind.strip_prefix('=')?)?;
            parameter = (name, value);
            let in_order = previous.0.bytes().cmp(name.bytes()).then_with(|| previous.1.cmp(value)).is_le();
            if name.is_empty() || is_claim(name) || !in_order {
                return None;
            }
            count += 1;
            rest = behind;
        }
        previous = parameter;
    }
    (count <= limits.parameters).then_some((canonical, claims))
}

/// The canonical value at the start of a text, and the parameters behind it.
fn value(text: &str) -> Option<(&str, Option<&str>)> {
    match QUERY.split_encoded(text) {
        (value, "") => Some((value, None)),
        (value, behind) => Some((value, Some(behind.strip_prefix('&')?))),
    }
}

/// The protocol parameters side by side, in canonical order.
struct Block<'a> {
    credential: &'a str,
    date: &'a str,
    expires: &'a str,
    token: Option<(&'a str, TokenParameter)>,
    signed_headers: &'a str,
    rest: Option<&'a str>,
}

impl<'a> Block<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let behind_name = |text: &'a str, parameter: Parameter| text.strip_prefix(parameter.name)?.strip_prefix('=');
        let text = behind_name(text, ALGORITHM)?.strip_prefix(AWS4_HMAC_SHA256)?.strip_prefix(CREDENTIAL.prefix)?;
        let (credential, text) = value(text)?;
        let (date, text) = value(behind_name(text?, DATE)?)?;
        let (expires, text) = value(behind_name(text?, EXPIRES)?)?;
        let mut text = text?;
        let mut token = None;
        for carrier in [TokenParameter::SecurityToken, TokenParameter::S3SessionToken] {
            if let Some(behind) = behind_name(text, carrier.parameter()) {
                let (value, behind) = value(behind)?;
                token = Some((value, carrier));
                text = behind?;
                break;
            }
        }
        let (signed_headers, rest) = value(behind_name(text, SIGNED_HEADERS)?)?;
        Some(Self { credential, date, expires, token, signed_headers, rest })
    }
}

/// A query of any order, with any valid escapes.
fn in_any_form(limits: Limits, query: &str) -> Result<(Query<'_>, Claims<'_>), VerifyError> {
    let count = query.split('&').filter(|parameter| !parameter.is_empty()).count();
    if count > limits.parameters {
        return Err(VerifyError::TooLarge);
    }
    let mut claims = Claims::default();
    let mut order: Vec<u32> = Vec::with_capacity(count);
    let mut behind = 0;
    for parameter in query.split('&') {
        let start = behind;
        behind += parameter.len() + 1;
        if parameter.is_empty() {
            continue;
        }
        let (raw_name, value) = name_and_value(parameter);
        if raw_name.is_empty() {
            return Err(VerifyError::InvalidTarget);
        }
        let name = uri::decode_parameter(raw_name)?;
        uri::decode_parameter(value)?;
        if is_claim(&name) {
            claims.take(&name, value)?;
        }
        if &*name != SIGNATURE.name {
            order.push(u32::try_from(start).map_err(|_| VerifyError::TooLarge)?);
        }
    }
    let text =
        |start: u32| usize::try_from(start).ok().and_then(|start| query.as_bytes().get(start..)).unwrap_or_default();
    order.sort_unstable_by(|&left, &right| uri::cmp_parameters(text(left), text(right)));
    Ok((Query::Ordered { sent: query, order }, claims))
}

impl<'a> Claims<'a> {
    /// Takes a protocol parameter over: each at most once, and in exactly this case.
    fn take(&mut self, name: &str, value: &'a str) -> Result<(), VerifyError> {
        let twice = if name == SECURITY_TOKEN.name {
            self.token.replace((value, TokenParameter::SecurityToken)).is_some()
        } else if name == S3SESSION_TOKEN.name {
            self.token.replace((value, TokenParameter::S3SessionToken)).is_some()
        } else {
            let claims = [
                (ALGORITHM, &mut self.algorithm),
                (CREDENTIAL, &mut self.credential),
                (DATE, &mut self.date),
                (EXPIRES, &mut self.expires),
                (REGION_SET, &mut self.region_set),
                (SIGNED_HEADERS, &mut self.signed_headers),
                (SIGNATURE, &mut self.signature),
                (CONTENT_SHA256, &mut self.payload_hash),
            ];
            // None of these is one in another case.
            claims
                .into_iter()
                .find(|(claim, _)| claim.name == name)
                .is_none_or(|(_, place)| place.replace(value).is_some())
        };
        if twice { Err(VerifyError::AmbiguousParameter) } else { Ok(()) }
    }
}

/// Whether a name is that of a parameter of the signature, in any case. It is decoded, or canonical: their letters, digits and hyphens
/// are never escaped there.
fn is_claim(name: &str) -> bool {
    check::has_prefix_ignoring_case(name, X_AMZ) && PARAMETERS.iter().any(|claim| claim.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    /// Every claim by name, and the canonical query string.
    fn all(claims: &Claims<'_>, canonical: &str) -> Vec<String> {
        let &Claims {
            algorithm,
            payload_hash,
            credential,
            date,
            expires,
            region_set,
            token,
            signed_headers,
            signature,
        } = claims;
        let token_text = token.map(|(text, _)| text);
        let claims =
            [algorithm, payload_hash, credential, date, expires, region_set, token_text, signed_headers, signature];
        let decoded = |claim: Option<&str>| format!("{:?}", claim.map(|claim| uri::decode_parameter(claim).unwrap()));
        let flag = format!("{:?}", token.map(|(_, carrier)| carrier));
        claims.into_iter().map(decoded).chain([flag, canonical.to_string()]).collect()
    }

    /// What is found at one look is what taking everything apart finds.
    fn check(limits: Limits, query: &str) -> bool {
        let Some((canonical, claims)) = as_signed(limits, query) else { return false };
        let (slow, slow_claims) = in_any_form(limits, query).unwrap();
        assert_eq!(all(&claims, canonical), all(&slow_claims, &slow.to_canonical()), "{query}");
        true
    }

    const SIGNED: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400";
    const SIGNATURE_VALUE: &str = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

    #[test]
    fn what_signers_write_is_seen_at_one_look() {
        for token in ["", "&X-Amz-Security-Token=a%2Fb", "&X-Amz-S3session-Token=a"] {
            for (before, after) in
                [("", ""), ("A=b&", ""), ("", "&a=%C3%BC&b="), ("0=1&1=&", "&x-amz-checksum-mode=ENABLED")]
            {
                let query = format!(
                    "{before}{SIGNED}{token}&X-Amz-SignedHeaders=host{after}&X-Amz-Signature={SIGNATURE_VALUE}"
                );
                assert!(check(Limits::default(), &query), "{query}");
                assert!(!check(Limits::default().parameters(5), &query));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// Set beside what the crate `percent-encoding` makes of the same parameters, sorted as whole texts.
        #[test]
        fn canonical_form(query in "((([a-c~é*+/\"]|%(2B|2b|20|61|C3%A9|7e|26|3D)){1,3}(=([ab=é+]|%(2B|20|62|7e)){0,3})?)?&){0,9}") {
            const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
            let canonical = |raw: &str| {
                let decoded = percent_decode_str(&raw.replace('+', " ")).decode_utf8().unwrap().into_owned();
                utf8_percent_encode(&decoded, RESERVED).to_string()
            };
            let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(name_and_value);
            let mut pairs: Vec<_> = pairs.map(|(name, value)| (canonical(name), canonical(value))).collect();
            pairs.sort();
            let expected: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let (ordered, _) = in_any_form(Limits::default(), &query).unwrap();
            prop_assert_eq!(ordered.to_canonical(), expected.join("&"));
        }

        #[test]
        fn one_look_finds_what_taking_apart_finds(
            before in "(([A-Zx][-a-z%2F]{0,3}|X-Amz-[ADE][a-z]{0,2})=[a%2FC3BC=]{0,6}&){0,2}",
            token in "(&X-Amz-(Security|S3session)-Token=[a%2F]{0,4}){0,2}", block in prop::bool::weighted(0.9),
            after in "(&([YZa-zx][-a-z%2F]{0,3}|[Xx]-[Aa]mz-[EST][a-z]{0,2}|X-Amz-Expires)=[a%2FC3BCE9=&]{0,6}){0,2}",
            at in 0_usize..400, piece in "(&|=|%|%2f|%41|a|X-Amz-Date=1&|&&){0,1}", limit in 6_usize..12,
        ) {
            let block = if block { format!("{SIGNED}{token}&X-Amz-SignedHeaders=host") } else { String::new() };
            let mut query = format!("{before}{block}{after}&X-Amz-Signature={SIGNATURE_VALUE}");
            check(Limits::default().parameters(limit), &query);
            query.insert_str(at.min(query.len()), &piece);
            check(Limits::default().parameters(limit), &query);
        }
    }
}
