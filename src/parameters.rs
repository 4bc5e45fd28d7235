//! The query parameters of a request, kept in canonical order.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use crate::encode::{self, QUERY};
use crate::error::{Error, Field, Result};
use crate::text;

pub(crate) const ATTRIBUTES: &str = "attributes";
pub(crate) const ACL: &str = "acl";
pub(crate) const CONTINUATION_TOKEN: &str = "continuation-token";
pub(crate) const DELETE: &str = "delete";
pub(crate) const DELIMITER: &str = "delimiter";
pub(crate) const ENCODING_TYPE: &str = "encoding-type";
pub(crate) const FETCH_OWNER: &str = "fetch-owner";
pub(crate) const KEY_MARKER: &str = "key-marker";
pub(crate) const LIST_TYPE: &str = "list-type";
pub(crate) const MAX_KEYS: &str = "max-keys";
pub(crate) const MAX_PARTS: &str = "max-parts";
pub(crate) const MAX_UPLOADS: &str = "max-uploads";
pub(crate) const PART_NUMBER: &str = "partNumber";
pub(crate) const PART_NUMBER_MARKER: &str = "part-number-marker";
pub(crate) const PREFIX: &str = "prefix";
pub(crate) const RESPONSE_CACHE_CONTROL: &str = "response-cache-control";
pub(crate) const RESPONSE_CONTENT_DISPOSITION: &str = "response-content-disposition";
pub(crate) const RESPONSE_CONTENT_ENCODING: &str = "response-content-encoding";
pub(crate) const RESPONSE_CONTENT_LANGUAGE: &str = "response-content-language";
pub(crate) const RESPONSE_CONTENT_TYPE: &str = "response-content-type";
pub(crate) const RESPONSE_EXPIRES: &str = "response-expires";
pub(crate) const START_AFTER: &str = "start-after";
pub(crate) const TAGGING: &str = "tagging";
pub(crate) const UPLOAD_ID: &str = "uploadId";
pub(crate) const UPLOAD_ID_MARKER: &str = "upload-id-marker";
pub(crate) const UPLOADS: &str = "uploads";
pub(crate) const VERSION_ID: &str = "versionId";
pub(crate) const VERSION_ID_MARKER: &str = "version-id-marker";
pub(crate) const VERSIONS: &str = "versions";

/// The parameters that are whole numbers, and S3's ranges: part numbers by the [multipart upload limits], the lengths of
/// listings by the API reference of each operation.
///
/// [multipart upload limits]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const NUMBERS: [(&str, Field, RangeInclusive<u64>); 5] = [
    (PART_NUMBER, Field::PartNumber, 1..=10_000),
    (PART_NUMBER_MARKER, Field::PartNumberMarker, 0..=10_000),
    (MAX_KEYS, Field::MaxKeys, 1..=1_000),
    (MAX_PARTS, Field::MaxParts, 1..=1_000),
    (MAX_UPLOADS, Field::MaxUploads, 1..=1_000),
];

/// What only the signing process may write, whatever its case: Signature Version 4 in a query, and its predecessors.
const RESERVED: [&str; 13] = [
    "X-Amz-Algorithm",
    "X-Amz-Content-Sha256",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Region-Set",
    "X-Amz-S3session-Token",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
    "AWSAccessKeyId",
    "Expires",
    "Signature",
];

#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(u64),
}

#[derive(Clone, Copy)]
struct Parameter<'a> {
    name: &'a str,
    value: Value<'a>,
}

/// Parameters sorted by their encoded names; no name stands twice, so values never decide.
///
/// Eight fit without an allocation: all that the typed setters of one operation can set.
#[derive(Clone)]
pub(crate) struct Parameters<'a> {
    few: [Parameter<'a>; 8],
    few_len: usize,
    /// All of them, once they are too many for `few`.
    many: Vec<Parameter<'a>>,
}

impl<'a> Parameters<'a> {
    pub(crate) const fn new() -> Self {
        Self { few: [Parameter { name: "", value: Value::Number(0) }; 8], few_len: 0, many: Vec::new() }
    }

    /// Adds what a typed setter or the caller gives, by the one set of rules that belongs to the name.
    pub(crate) fn insert(&mut self, name: &'a str, value: &'a str) -> Result<()> {
        if name.is_empty() {
            return Err(Error::Empty { field: Field::ParameterName });
        }
        if is_reserved(name) {
            return Err(Error::ReservedParameter);
        }
        if let Some((field, range)) = number_rule(name) {
            // What does not parse is out of range as well: no range ends at the greatest number.
            let digits_only = value.bytes().all(|byte| byte.is_ascii_digit());
            let number = value.parse().ok().filter(|_| digits_only).unwrap_or(u64::MAX);
            return self.insert_checked(name, field, range, number);
        }
        let value = match name {
            UPLOAD_ID => {
                text::check(Field::UploadId, value, usize::MAX, |_| true)?;
                Value::Text(value)
            }
            VERSION_ID => {
                text::check(Field::VersionId, value, text::MAX_VERSION_ID, |_| true)?;
                Value::Text(value)
            }
            RESPONSE_CACHE_CONTROL
            | RESPONSE_CONTENT_DISPOSITION
            | RESPONSE_CONTENT_ENCODING
            | RESPONSE_CONTENT_LANGUAGE
            | RESPONSE_CONTENT_TYPE
            | RESPONSE_EXPIRES => {
                text::check(Field::ParameterValue, value, usize::MAX, text::is_printable)?;
                Value::Text(value)
            }
            _ => {
                // A header that is sent as a parameter: the store keeps it and answers with it later.
                if has_prefix_ignoring_case(name, "x-amz-") {
                    text::check_bytes(Field::ParameterValue, value, text::is_printable)?;
                }
                Value::Text(value)
            }
        };
        self.insert_sorted(Parameter { name, value })
    }

    /// Adds a parameter that is a whole number.
    pub(crate) fn insert_number(&mut self, name: &'a str, number: u64) -> Result<()> {
        let (field, range) = number_rule(name).unwrap_or((Field::ParameterValue, 0..=u64::MAX));
        self.insert_checked(name, field, range, number)
    }

    fn insert_checked(&mut self, name: &'a str, field: Field, range: RangeInclusive<u64>, number: u64) -> Result<()> {
        if !range.contains(&number) {
            return Err(Error::OutOfRange { field, min: *range.start(), max: *range.end() });
        }
        self.insert_sorted(Parameter { name, value: Value::Number(number) })
    }

    fn insert_sorted(&mut self, parameter: Parameter<'a>) -> Result<()> {
        let found = self.as_slice().binary_search_by(|other| encode::cmp_encoded(other.name, parameter.name));
        let Err(place) = found else { return Err(Error::DuplicateParameter) };
        if self.many.is_empty() {
            if let Some(tail) = self.few.get_mut(place..=self.few_len) {
                tail.rotate_right(1);
                if let Some(first) = tail.first_mut() {
                    *first = parameter;
                }
                self.few_len += 1;
                return Ok(());
            }
            self.many.reserve(2 * self.few.len());
            self.many.extend_from_slice(&self.few);
        }
        self.many.insert(place, parameter);
        Ok(())
    }

    fn as_slice(&self) -> &[Parameter<'a>] {
        if self.many.is_empty() { self.few.get(..self.few_len).unwrap_or_default() } else { &self.many }
    }

    pub(crate) fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// How many bytes [`write`](Self::write) adds beside the authentication parameters, at the most.
    pub(crate) fn max_len(&self) -> usize {
        let value_len = |value: &Value<'_>| match value {
            Value::Text(text) => encode::Alphabet::max_len(text),
            Value::Number(_) => encode::MAX_DECIMAL,
        };
        self.as_slice()
            .iter()
            .map(|parameter| encode::Alphabet::max_len(parameter.name) + value_len(&parameter.value) + "&=".len())
            .sum()
    }

    /// Appends the canonical query string, with the authentication parameters that `authentication` writes at their
    /// place: no other name begins with `X-Amz-`, so they stand together.
    pub(crate) fn write(&self, out: &mut String, authentication: impl FnOnce(&mut String)) {
        let parameters = self.as_slice();
        let before = parameters.partition_point(|parameter| encode::cmp_encoded(parameter.name, "X-Amz-").is_lt());
        let (before, after) = parameters.split_at_checked(before).unwrap_or((parameters, &[]));
        for parameter in before {
            parameter.write(out);
            out.push('&');
        }
        authentication(out);
        for parameter in after {
            out.push('&');
            parameter.write(out);
        }
    }
}

impl Parameter<'_> {
    fn write(&self, out: &mut String) {
        if encode::is_plain(self.name) {
            out.push_str(self.name);
        } else {
            QUERY.push(out, self.name);
        }
        out.push('=');
        match self.value {
            Value::Text(text) => QUERY.push(out, text),
            Value::Number(number) => encode::push_decimal(out, number),
        }
    }
}

fn is_reserved(name: &str) -> bool {
    name.starts_with("X-Amz-")
        || has_prefix_ignoring_case(name, "X-Goog-")
        || RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

fn has_prefix_ignoring_case(name: &str, prefix: &str) -> bool {
    name.as_bytes().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

fn number_rule(name: &str) -> Option<(Field, RangeInclusive<u64>)> {
    NUMBERS.into_iter().find(|(number, ..)| *number == name).map(|(_, field, range)| (field, range))
}
