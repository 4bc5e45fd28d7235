//! Two canonical requests and strings to sign, part by part.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::percent_decode;

use crate::diagnose::cause::{Change, Part};
use crate::protocol::Algorithm;
use crate::request::elide::{elide_quoted, elided, is_elided, names_a_secret};
use crate::request::explain::Explanation;

/// The first part that differs, with what was signed and what was checked.
pub(crate) struct Found {
    pub(crate) part: Part,
    pub(crate) change: Change,
    pub(crate) signed: Option<String>,
    pub(crate) checked: Option<String>,
}

impl Found {
    fn new(part: Part, change: Change, signed: &str, checked: &str) -> Self {
        Self { part, change, signed: Some(signed.to_string()), checked: Some(checked.to_string()) }
    }
}

/// Compares what was signed with as much as is known of what was checked.
pub(crate) fn first_difference(
    signed: &Explanation,
    canonical_request: Option<&str>,
    string_to_sign: Option<&str>,
) -> Option<Found> {
    // Both in the same way, so that what is taken out differs by its length at most.
    let (ours, theirs) = (elide_quoted(signed.canonical_request()), canonical_request.map(elide_quoted));
    let ours = CanonicalRequest::read(&ours);
    let theirs = theirs.as_deref().map(CanonicalRequest::read);
    if let Some(found) = theirs.and_then(|theirs| ours.compare(&theirs)) {
        return Some(found);
    }
    let (ours_to_sign, theirs_to_sign) =
        (StringToSign::read(signed.string_to_sign()), StringToSign::read(string_to_sign?));
    if let Some(found) = ours_to_sign.compare(&theirs_to_sign) {
        return Some(found);
    }
    if ours_to_sign.hash == theirs_to_sign.hash {
        return None;
    }
    let (part, change) = match canonical_request {
        None => (Part::CanonicalRequest, Change::Other),
        // All that is shown is the same. Of one secret it can be said that it is the one that differs.
        Some(_) => (ours.only_elided_part().unwrap_or(Part::CanonicalRequest), Change::Hidden),
    };
    Some(Found { part, change, signed: None, checked: None })
}

/// The lines of a canonical request. Any other text has parts as well; they differ.
struct CanonicalRequest<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    /// Sorted.
    parameters: Vec<(&'a str, &'a str)>,
    /// Sorted.
    headers: Vec<(&'a str, &'a str)>,
    signed_headers: &'a str,
    payload_hash: &'a str,
}

/// How many parameters, and how many headers, are compared. More are the store's own words, or a stranger's, and a pair of
/// them takes up many times its text.
const MAX_COMPARED: usize = 200;

impl<'a> CanonicalRequest<'a> {
    fn read(text: &'a str) -> Self {
        let mut lines = text.split('\n');
        let mut line = || lines.next().unwrap_or_default();
        let (method, path, query) = (line(), line(), line());
        let parameters = query.split('&').filter(|parameter| !parameter.is_empty()).take(MAX_COMPARED);
        let mut parameters: Vec<_> = parameters.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        parameters.sort_unstable();
        let mut headers = Vec::new();
        loop {
            match line() {
                header if header.is_empty() || headers.len() == MAX_COMPARED => break,
                header => headers.push(header.split_once(':').unwrap_or((header, ""))),
            }
        }
        headers.sort_unstable();
        let (signed_headers, payload_hash) = (line(), line());
        Self { method, path, query, parameters, headers, signed_headers, payload_hash }
    }

    fn compare(&self, checked: &Self) -> Option<Found> {
        if self.method != checked.method {
            return Some(Found::new(Part::Method, Change::Other, self.method, checked.method));
        }
        if self.path != checked.path {
            return Some(Found::new(Part::Path, path_change(self.path, checked.path), self.path, checked.path));
        }
        if let Some(difference) = first_pair(&self.parameters, &checked.parameters) {
            let part = Part::Parameter(percent_decode(difference.name.as_bytes()).decode_utf8_lossy().into_owned());
            return Some(difference.found(part, encoded_change));
        }
        if self.query != checked.query {
            return Some(Found::new(Part::Query, Change::Order, self.query, checked.query));
        }
        if let Some(mut difference) = first_pair(&self.headers, &checked.headers) {
            // Some stores write the line of a header that did not arrive, without a value.
            difference.checked = difference.checked.filter(|value| !value.is_empty());
            let change = if difference.name == "host" { host_change } else { header_change };
            return Some(difference.found(Part::Header(difference.name.to_string()), change));
        }
        if self.signed_headers != checked.signed_headers {
            let (signed, checked) = (self.signed_headers, checked.signed_headers);
            return Some(Found::new(Part::SignedHeaders, Change::Other, signed, checked));
        }
        (self.payload_hash != checked.payload_hash)
            .then(|| Found::new(Part::PayloadHash, Change::Other, self.payload_hash, checked.payload_hash))
    }

    /// The part whose value is not shown, where there is just one.
    fn only_elided_part(&self) -> Option<Part> {
        let elided = |(name, value): &(&str, &str)| is_elided(value).then(|| (*name).to_string());
        let parameters = self.parameters.iter().filter_map(elided).map(Part::Parameter);
        let mut parts = parameters.chain(self.headers.iter().filter_map(elided).map(Part::Header));
        parts.next().filter(|_| parts.next().is_none())
    }
}

/// A name of which one side has another value than the other, or none.
struct PairDifference<'a> {
    name: &'a str,
    signed: Option<&'a str>,
    checked: Option<&'a str>,
}

impl PairDifference<'_> {
    fn found(&self, part: Part, change: impl Fn(&str, &str) -> Change) -> Found {
        let change = match (self.signed, self.checked) {
            (Some(signed), Some(checked)) => change(signed, checked),
            (Some(_), None) => Change::Missing,
            (None, _) => Change::Extra,
        };
        let owned = |value: Option<&str>| value.map(ToString::to_string);
        // Nobody knows whose credential that is.
        let hidden = |value: &str| change == Change::Extra && names_a_secret(self.name.as_bytes()) && !is_elided(value);
        let checked = self.checked.map(|value| if hidden(value) { elided(value) } else { value.to_string() });
        Found { part, change, signed: owned(self.signed), checked }
    }
}

/// The first difference of two sorted lists.
fn first_pair<'a>(signed: &[(&'a str, &'a str)], checked: &[(&'a str, &'a str)]) -> Option<PairDifference<'a>> {
    let same = signed.iter().zip(checked).take_while(|(left, right)| left == right).count();
    Some(match (signed.get(same), checked.get(same)) {
        (None, None) => return None,
        (Some((name, value)), None) => PairDifference { name, signed: Some(value), checked: None },
        (None, Some((name, value))) => PairDifference { name, signed: None, checked: Some(value) },
        (Some((left, signed)), Some((right, checked))) => match left.cmp(right) {
            core::cmp::Ordering::Less => PairDifference { name: left, signed: Some(signed), checked: None },
            core::cmp::Ordering::Greater => PairDifference { name: right, signed: None, checked: Some(checked) },
            core::cmp::Ordering::Equal => PairDifference { name: left, signed: Some(signed), checked: Some(checked) },
        },
    })
}

fn path_change(signed: &str, checked: &str) -> Change {
    match encoded_change(signed, checked) {
        Change::Other => {}
        change => return change,
    }
    if signed.strip_suffix('/') == Some(checked) || checked.strip_suffix('/') == Some(signed) {
        Change::FinalSlash
    } else if merge_slashes(signed) == checked {
        Change::SlashesMerged
    } else if signed.ends_with(checked) {
        Change::BeginningRemoved
    } else if checked.ends_with(signed) {
        Change::BeginningAdded
    } else {
        Change::Other
    }
}

fn merge_slashes(path: &str) -> String {
    let mut before = None;
    path.chars().filter(|&char| before.replace(char) != Some('/') || char != '/').collect()
}

/// How a percent-encoded text was changed.
fn encoded_change(signed: &str, checked: &str) -> Change {
    let decode = |text: &'_ str| Cow::from(percent_decode(text.as_bytes())).into_owned();
    let (signed_text, checked_text) = (decode(signed), decode(checked));
    // Whether they are the same but for bytes of one kind that became another.
    let swapped = |from: u8, to: u8| {
        let same = |(left, right): (&u8, &u8)| left == right || (*left == from && *right == to);
        signed_text.len() == checked_text.len() && signed_text.iter().zip(&checked_text).all(same)
    };
    if checked_text == signed.as_bytes() {
        Change::EncodedTwice
    } else if signed_text == checked.as_bytes() {
        Change::Decoded
    } else if signed_text == checked_text {
        Change::OtherEncoding
    } else if swapped(b' ', b'+') {
        Change::PlusForSpace
    } else if swapped(b'+', b' ') {
        Change::SpaceForPlus
    } else if signed_text.eq_ignore_ascii_case(&checked_text) {
        Change::Case
    } else {
        Change::Other
    }
}

fn host_change(signed: &str, checked: &str) -> Change {
    let name = |host: &'_ str| match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name.to_string(),
        _ => host.to_string(),
    };
    if signed.eq_ignore_ascii_case(checked) {
        Change::Case
    } else if name(signed) == name(checked) {
        Change::Port
    } else {
        Change::Other
    }
}

fn header_change(signed: &str, checked: &str) -> Change {
    let appended = checked.strip_prefix(signed).is_some_and(|rest| rest.trim_start().starts_with([';', ',']));
    if signed.split_whitespace().eq(checked.split_whitespace()) {
        Change::Spaces
    } else if signed.eq_ignore_ascii_case(checked) {
        Change::Case
    } else if appended {
        Change::Appended
    } else {
        Change::Other
    }
}

/// The lines of a string to sign, the credential scope taken apart.
struct StringToSign<'a> {
    algorithm: &'a str,
    date: &'a str,
    scope_date: &'a str,
    region: &'a str,
    /// With all that follows.
    service: &'a str,
    hash: &'a str,
}

impl<'a> StringToSign<'a> {
    fn read(text: &'a str) -> Self {
        let mut lines = text.split('\n');
        let mut line = || lines.next().unwrap_or_default();
        let (algorithm, date, scope, hash) = (line(), line(), line(), line());
        let mut scope = scope.splitn(3, '/');
        let mut part = || scope.next().unwrap_or_default();
        let (scope_date, mut region, mut service) = (part(), part(), part());
        if algorithm == Algorithm::Ecdsa.name() {
            (region, service) = ("", region);
        }
        // What is the same everywhere is not worth showing.
        let service = service.strip_suffix("/aws4_request").unwrap_or(service);
        Self { algorithm, date, scope_date, region, service, hash }
    }

    fn compare(&self, checked: &Self) -> Option<Found> {
        let parts = [
            (Part::Algorithm, self.algorithm, checked.algorithm),
            (Part::Date, self.date, checked.date),
            (Part::ScopeDate, self.scope_date, checked.scope_date),
            (Part::Region, self.region, checked.region),
            (Part::Service, self.service, checked.service),
        ];
        let (part, signed, checked) = parts.into_iter().find(|(_, signed, checked)| signed != checked)?;
        Some(Found::new(part, Change::Other, signed, checked))
    }
}
