//! The query parameters of a request, kept in canonical order.

use alloc::borrow::Cow;
use core::cmp::Ordering;

use crate::check;
use crate::disposition::media_type::MediaType;
use crate::disposition::{ContentDisposition, DispositionKind};
use crate::encode::{self, Output, QUERY};
use crate::error::{Error, Field, Result};
use crate::impossible::impossible;
use crate::protocol::{self, X_AMZ};
use crate::signature::ordered::Ordered;

/// A parameter with a setter of its own: its name, and what its values must be.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    name: &'static str,
    /// Its place among all of these in canonical order, from 1.
    rank: u8,
    rule: Rule,
}

#[derive(Clone, Copy)]
enum Rule {
    /// Anything.
    Any,
    /// 1 to so many bytes of anything.
    Text(Field, usize),
    /// 1 byte or more of what a header may hold, which is what it becomes.
    Header,
    /// The same, for a slot that several setters fill: what is set later takes the place of what is there.
    Slot,
    /// A whole number within a range, both ends included.
    Number(Field, u64, u64),
}

macro_rules! typed {
    ($($constant:ident = $name:literal: $rule:expr;)*) => {
        /// In canonical order.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "named for the constants")]
        enum Rank { $($constant),* }
        $(pub(crate) const $constant: Typed = Typed { name: $name, rank: Rank::$constant as u8 + 1, rule: $rule };)*
        static TYPED: [Typed; [$($name),*].len()] = [$($constant),*];
    };
}

/// S3 takes any number that fits into 32 bits with a sign, and answers with 1,000 at most.
const MAX_ANSWER: u64 = i32::MAX as u64;

// Names as S3 spells them; part numbers by the [multipart upload limits], the lengths of listings by the API reference of
// each operation.
//
// [multipart upload limits]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
typed! {
    ACL = "acl": Rule::Any;
    ATTRIBUTES = "attributes": Rule::Any;
    CONTINUATION_TOKEN = "continuation-token": Rule::Any;
    DELETE = "delete": Rule::Any;
    DELIMITER = "delimiter": Rule::Any;
    ENCODING_TYPE = "encoding-type": Rule::Any;
    FETCH_OWNER = "fetch-owner": Rule::Any;
    KEY_MARKER = "key-marker": Rule::Any;
    LIST_TYPE = "list-type": Rule::Any;
    MAX_KEYS = "max-keys": Rule::Number(Field::MaxKeys, 0, MAX_ANSWER);
    MAX_PARTS = "max-parts": Rule::Number(Field::MaxParts, 0, MAX_ANSWER);
    MAX_UPLOADS = "max-uploads": Rule::Number(Field::MaxUploads, 1, 1_000);
    PART_NUMBER_MARKER = "part-number-marker": Rule::Number(Field::PartNumberMarker, 0, 10_000);
    PART_NUMBER = "partNumber": Rule::Number(Field::PartNumber, 1, 10_000);
    PREFIX = "prefix": Rule::Any;
    RESPONSE_CACHE_CONTROL = "response-cache-control": Rule::Header;
    RESPONSE_CONTENT_DISPOSITION = "response-content-disposition": Rule::Slot;
    RESPONSE_CONTENT_ENCODING = "response-content-encoding": Rule::Header;
    RESPONSE_CONTENT_LANGUAGE = "response-content-language": Rule::Header;
    RESPONSE_CONTENT_TYPE = "response-content-type": Rule::Slot;
    RESPONSE_EXPIRES = "response-expires": Rule::Header;
    START_AFTER = "start-after": Rule::Any;
    TAGGING = "tagging": Rule::Any;
    UPLOAD_ID_MARKER = "upload-id-marker": Rule::Any;
    UPLOAD_ID = "uploadId": Rule::Text(Field::UploadId, usize::MAX);
    UPLOADS = "uploads": Rule::Any;
    VERSION_ID_MARKER = "version-id-marker": Rule::Any;
    VERSION_ID = "versionId": Rule::Text(Field::VersionId, check::MAX_VERSION_ID);
    VERSIONS = "versions": Rule::Any;
}

/// Whether the parameter has a setter of its own, or stands in a request because of its operation.
pub(crate) fn has_setter(name: &str) -> bool {
    typed(name).is_some()
}

fn typed(name: &str) -> Option<&'static Typed> {
    // Compared as iterators: most names differ within a few bytes, and a call takes longer.
    TYPED.get(TYPED.binary_search_by(|typed| typed.name.bytes().cmp(name.bytes())).ok()?)
}

/// What Signature Version 2 writes into a query.
const VERSION_2: [&str; 3] = ["AWSAccessKeyId", "Expires", "Signature"];

#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(u64),
    /// Made and written when the URL is, so that a request stays small.
    Disposition(DispositionKind, Option<&'a str>),
    /// That of [`Parameters::media_type`]: there is only one, and it would make every value larger.
    MediaType,
}

#[derive(Clone, Copy)]
struct Parameter<'a> {
    name: &'a str,
    /// That of [`Typed`], or 0: two of them decide without a look at the names.
    rank: u8,
    /// Whether the name is its own encoded form.
    plain: bool,
    value: Value<'a>,
}

/// Parameters sorted by their encoded names; no name stands twice, so values never decide.
///
/// Eight fit without an allocation: all that the typed setters of one operation can set.
#[derive(Clone)]
pub(crate) struct Parameters<'a> {
    ordered: Ordered<Parameter<'a>, 8>,
    media_type: Option<MediaType<'a>>,
}

impl<'a> Parameters<'a> {
    pub(crate) const fn new() -> Self {
        let unused = Parameter { name: "", rank: 0, plain: true, value: Value::Number(0) };
        Self { ordered: Ordered::new(unused), media_type: None }
    }

    /// Adds a parameter by whatever name: by the rule of the name, where it has one.
    pub(crate) fn insert_raw(&mut self, name: &'a str, value: &'a str) -> Result<()> {
        if name.is_empty() {
            return Err(Error::Empty { field: Field::ParameterName });
        }
        if is_reserved(name) {
            return Err(Error::ReservedParameter);
        }
        if let Some(typed) = typed(name) {
            return self.insert(*typed, value);
        }
        // A header that is sent as a parameter: the store keeps it and answers with it later.
        if check::has_prefix_ignoring_case(name, X_AMZ) {
            check::bytes(Field::ParameterValue, value, check::is_printable)?;
        }
        self.insert_sorted(Parameter { name, rank: 0, plain: encode::is_plain(name), value: Value::Text(value) })
    }

    /// Adds a parameter of a service outside S3, where a name may stand several times, and some that begin with `X-Amz-` belong to
    /// the service.
    #[cold]
    pub(crate) fn insert_of_service(&mut self, name: &'a str, value: &'a str) -> Result<()> {
        if name.is_empty() {
            return Err(Error::Empty { field: Field::ParameterName });
        }
        if is_reserved_everywhere(name) {
            return Err(Error::ReservedParameter);
        }
        let parameter = Parameter { name, rank: 0, plain: encode::is_plain(name), value: Value::Text(value) };
        // That of a setter.
        if self.ordered.iter().any(|other| other.rank > 0 && other.name == name) {
            return Err(Error::DuplicateParameter);
        }
        // What is equal stays in front: there is no order between them.
        let compare =
            |left: &Parameter<'_>, right: &Parameter<'_>| left.cmp_name(right).then_with(|| left.cmp_value(right));
        if self.ordered.insert(parameter, |left, right| compare(left, right).then(Ordering::Less)) {
            Ok(())
        } else {
            Err(Error::DuplicateParameter)
        }
    }

    /// Adds a parameter by its rule.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "which rule it is, is known where it is called")]
    pub(crate) fn insert(&mut self, typed: Typed, value: &'a str) -> Result<()> {
        match typed.rule {
            Rule::Any => {}
            Rule::Text(field, limit) => check::text(field, value, limit, |_| true)?,
            Rule::Header => check::text(Field::ParameterValue, value, usize::MAX, check::is_printable)?,
            Rule::Slot => {
                check::text(Field::ParameterValue, value, usize::MAX, check::is_printable)?;
                self.set(typed, Value::Text(value));
                return Ok(());
            }
            Rule::Number(..) => {
                // What does not parse is out of range as well: no range ends at the greatest number.
                let digits_only = value.bytes().all(|byte| byte.is_ascii_digit());
                return self.insert_number(typed, value.parse().ok().filter(|_| digits_only).unwrap_or(u64::MAX));
            }
        }
        self.insert_sorted(Parameter { name: typed.name, rank: typed.rank, plain: true, value: Value::Text(value) })
    }

    /// Adds a parameter that is a whole number.
    pub(crate) fn insert_number(&mut self, typed: Typed, number: u64) -> Result<()> {
        match typed.rule {
            Rule::Number(field, min, max) if !(min..=max).contains(&number) => {
                Err(Error::OutOfRange { field, min, max })
            }
            _ => self.insert_sorted(Parameter {
                name: typed.name,
                rank: typed.rank,
                plain: true,
                value: Value::Number(number),
            }),
        }
    }

    /// Adds the disposition. It replaces one that is there.
    pub(crate) fn set_disposition(&mut self, kind: DispositionKind, name: Option<&'a str>) {
        self.set(RESPONSE_CONTENT_DISPOSITION, Value::Disposition(kind, name));
    }

    /// Adds the content type. It replaces one that is there.
    pub(crate) fn set_media_type(&mut self, media_type: MediaType<'a>) {
        self.media_type = Some(media_type);
        self.set(RESPONSE_CONTENT_TYPE, Value::MediaType);
    }

    /// Fills a slot, and replaces what is there.
    #[inline]
    fn set(&mut self, typed: Typed, value: Value<'a>) {
        let parameter = Parameter { name: typed.name, rank: typed.rank, plain: true, value };
        if self.insert_sorted(parameter).is_err() {
            self.replace(typed, value);
        }
    }

    #[cold]
    fn replace(&mut self, typed: Typed, value: Value<'a>) {
        match self.ordered.iter_mut().find(|parameter| parameter.name == typed.name) {
            Some(parameter) => parameter.value = value,
            None => impossible("a parameter that can't be added stands there"),
        }
    }

    /// The disposition that [`set_disposition`](Self::set_disposition) has added.
    pub(crate) fn disposition(&self) -> Option<ContentDisposition<'a>> {
        match self.get(RESPONSE_CONTENT_DISPOSITION)? {
            Value::Disposition(kind, name) => Some(ContentDisposition::new(kind, name)),
            _ => None,
        }
    }

    /// The content type that the store is to answer with.
    pub(crate) fn response_content_type(&self) -> Option<Cow<'a, str>> {
        match self.get(RESPONSE_CONTENT_TYPE)? {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::MediaType => self.media_type.map(|media_type| Cow::Owned(media_type.to_text())),
            _ => None,
        }
    }

    fn get(&self, typed: Typed) -> Option<Value<'a>> {
        self.ordered.iter().find(|parameter| parameter.name == typed.name).map(|parameter| parameter.value)
    }

    #[inline]
    fn insert_sorted(&mut self, parameter: Parameter<'a>) -> Result<()> {
        if self.ordered.insert(parameter, Parameter::cmp_name) { Ok(()) } else { Err(Error::DuplicateParameter) }
    }

    pub(crate) fn len(&self) -> usize {
        self.ordered.len()
    }

    /// How many bytes all of them become, with their separators, at the most.
    pub(crate) fn max_len(&self) -> usize {
        let name_len = |parameter: &Parameter<'_>| {
            if parameter.plain { parameter.name.len() } else { encode::encoded_len(parameter.name) }
        };
        let value_len = |value: &Value<'_>| match value {
            Value::Text(text) => encode::encoded_len(text),
            Value::Number(_) => encode::MAX_DECIMAL,
            // Not exact: to sanitize the name for its length as well would cost more than the room.
            Value::Disposition(_, name) => ContentDisposition::encoded_len_bound(name.unwrap_or_default()),
            Value::MediaType => self.media_type.map_or(0, |media_type| media_type.encoded_len()),
        };
        self.ordered.iter().map(|parameter| name_len(parameter) + value_len(&parameter.value) + "&=".len()).sum()
    }

    /// Appends what stands before the authentication parameters in the canonical query string, each with a `&` behind it.
    pub(crate) fn write_before(&self, out: &mut impl Output) {
        for parameter in self.ordered.iter().take_while(|parameter| parameter.is_before_authentication()) {
            parameter.write(out, self.media_type);
            out.append("&");
        }
    }

    /// Appends what stands behind them, each with a `&` before it.
    pub(crate) fn write_after(&self, out: &mut impl Output) {
        for parameter in self.ordered.iter().skip_while(|parameter| parameter.is_before_authentication()) {
            out.append("&");
            parameter.write(out, self.media_type);
        }
    }

    /// Appends them and the authentication parameters, each where it sorts.
    pub(crate) fn write_among(&self, authentication: &str, out: &mut impl Output) {
        let mut parameters = self.ordered.iter().peekable();
        let mut separator = "";
        for other in authentication.split('&') {
            let other_name = other.split('=').next().unwrap_or(other);
            while let Some(parameter) =
                parameters.next_if(|parameter| encode::cmp_encoded(parameter.name, other_name).is_lt())
            {
                out.append(separator);
                parameter.write(out, self.media_type);
                separator = "&";
            }
            out.append(separator);
            out.append(other);
            separator = "&";
        }
        for parameter in parameters {
            out.append("&");
            parameter.write(out, self.media_type);
        }
    }
}

impl Parameter<'_> {
    /// Compares the encoded names.
    #[inline]
    fn cmp_name(&self, other: &Self) -> Ordering {
        if self.rank > 0 && other.rank > 0 { self.rank.cmp(&other.rank) } else { self.cmp_text_of_name(other) }
    }

    #[inline(never)]
    fn cmp_text_of_name(&self, other: &Self) -> Ordering {
        if self.plain && other.plain { self.name.cmp(other.name) } else { encode::cmp_encoded(self.name, other.name) }
    }

    /// Compares the encoded values of two parameters without a rank.
    fn cmp_value(&self, other: &Self) -> Ordering {
        match (self.value, other.value) {
            (Value::Text(left), Value::Text(right)) => encode::cmp_encoded(left, right),
            _ => Ordering::Equal,
        }
    }

    /// Names with a rank begin with a small letter, all of which come after `X`.
    fn is_before_authentication(&self) -> bool {
        self.rank == 0 && encode::cmp_encoded(self.name, X_AMZ).is_lt()
    }

    fn write(&self, out: &mut impl Output, media_type: Option<MediaType<'_>>) {
        if self.plain {
            out.append(self.name);
        } else {
            QUERY.push(out, self.name);
        }
        out.append("=");
        match self.value {
            Value::Text(text) => QUERY.push(out, text),
            Value::Number(number) => out.append(encode::Decimal::new(number).as_str()),
            Value::Disposition(kind, name) => ContentDisposition::new(kind, name).write_encoded(out),
            Value::MediaType => {
                if let Some(media_type) = media_type {
                    media_type.write_encoded(out);
                }
            }
        }
    }
}

/// What only the signing process may write: names that begin with exactly `X-Amz-`, and what is reserved everywhere.
fn is_reserved(name: &str) -> bool {
    name.starts_with(X_AMZ) || is_reserved_everywhere(name)
}

/// What only the signing process may write at any service, in any case: Signature Version 4 in a query, and its predecessors.
fn is_reserved_everywhere(name: &str) -> bool {
    let is = |reserved: &str| reserved.eq_ignore_ascii_case(name);
    let of_version_4 = || protocol::PARAMETERS.iter().any(|parameter| is(parameter.name));
    // One look at the beginning for most names.
    if check::has_prefix_ignoring_case(name, X_AMZ) {
        return of_version_4();
    }
    check::has_prefix_ignoring_case(name, "X-Goog-") || VERSION_2.into_iter().any(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_in_canonical_order() {
        assert!(TYPED.windows(2).all(|pair| pair[0].rank + 1 == pair[1].rank && pair[0].name < pair[1].name));
        assert!(TYPED.iter().all(|typed| encode::is_plain(typed.name) && typed.name > X_AMZ));
        assert_eq!(TYPED[0].rank, 1);
    }
}
