//! The query parameters of a request, kept in canonical order.

use alloc::string::String;
use alloc::vec::Vec;

use crate::encode::{self, QUERY};
use crate::error::{Error, Field, Result};
use crate::text;

pub(crate) const PART_NUMBER: &str = "partNumber";
pub(crate) const VERSION_ID: &str = "versionId";
pub(crate) const RESPONSE_CACHE_CONTROL: &str = "response-cache-control";
pub(crate) const RESPONSE_CONTENT_DISPOSITION: &str = "response-content-disposition";
pub(crate) const RESPONSE_CONTENT_ENCODING: &str = "response-content-encoding";
pub(crate) const RESPONSE_CONTENT_LANGUAGE: &str = "response-content-language";
pub(crate) const RESPONSE_CONTENT_TYPE: &str = "response-content-type";
pub(crate) const RESPONSE_EXPIRES: &str = "response-expires";

/// S3's range of part numbers ([multipart upload limits]).
///
/// [multipart upload limits]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const PART_NUMBERS: core::ops::RangeInclusive<u16> = 1..=10_000;

/// Longest version id, in bytes; it is an opaque text ([version ids]).
///
/// [version ids]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
const MAX_VERSION_ID: usize = 1_024;

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
        let value = match name {
            PART_NUMBER => Value::Number(parse_part_number(value)?),
            VERSION_ID => {
                text::check(Field::VersionId, value, MAX_VERSION_ID, |_| true)?;
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

    pub(crate) fn insert_part_number(&mut self, part_number: u16) -> Result<()> {
        let value = Value::Number(check_part_number(part_number)?);
        self.insert_sorted(Parameter { name: PART_NUMBER, value })
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

fn parse_part_number(value: &str) -> Result<u64> {
    let digits_only = value.bytes().all(|byte| byte.is_ascii_digit());
    // Zero is outside the range as well.
    check_part_number(value.parse().ok().filter(|_| digits_only).unwrap_or(0))
}

fn check_part_number(part_number: u16) -> Result<u64> {
    if PART_NUMBERS.contains(&part_number) {
        return Ok(part_number.into());
    }
    let (min, max) = ((*PART_NUMBERS.start()).into(), (*PART_NUMBERS.end()).into());
    Err(Error::OutOfRange { field: Field::PartNumber, min, max })
}
