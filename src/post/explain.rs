//! What was signed of a form, to read beside a store's response or the form that arrived.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use sha2::{Digest, Sha256};

#[cfg(feature = "diagnose")]
use crate::protocol::CREDENTIAL;
use crate::protocol::SECRETS;
use crate::request::elide::elided;
use crate::validity::unix_time::UnixTime;

/// What was signed of a form. [`PresignedPost::explain`](crate::post::PresignedPost::explain) makes it.
///
/// `Display` shows when the form expires, how large the file may be, and each field with its value, or with the text with
/// which the client's value must begin.
#[derive(Clone, PartialEq, Eq)]
pub struct PostExplanation {
    fields: Vec<ExplainedField>,
    size: RangeInclusive<u64>,
    expires_at: UnixTime,
}

/// A field of the form, and what a value that arrives has to be.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ExplainedField {
    name: Box<str>,
    /// Without what is a secret.
    shown: Box<str>,
    rule: Rule,
}

#[derive(Clone, PartialEq, Eq)]
enum Rule {
    /// The value whose SHA-256 this is: it may be a secret.
    Exact([u8; 32]),
    StartsWith(Box<str>),
}

impl ExplainedField {
    pub(super) fn new(name: &str, value: &str, prefix: Option<&str>) -> Self {
        let rule = match prefix {
            Some(prefix) => Rule::StartsWith(prefix.into()),
            None => Rule::Exact(Sha256::digest(value).into()),
        };
        Self { name: name.into(), shown: shown(name, value).into(), rule }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    #[cfg(feature = "diagnose")]
    pub(crate) fn is_met_by(&self, value: &str) -> bool {
        match &self.rule {
            Rule::Exact(sha256) => sha256.as_slice() == Sha256::digest(value).as_slice(),
            Rule::StartsWith(prefix) => value.starts_with(&**prefix),
        }
    }
}

/// What the value has to be.
impl fmt::Display for ExplainedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rule {
            Rule::Exact(_) => f.write_str(&self.shown),
            Rule::StartsWith(prefix) if prefix.is_empty() => f.write_str("any value"),
            Rule::StartsWith(prefix) => write!(f, "begins with `{prefix}`"),
        }
    }
}

/// The value of a field, or its length where it is a secret, or holds one.
pub(crate) fn shown(name: &str, value: &str) -> String {
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    if is("policy") || SECRETS.into_iter().any(is) { elided(value) } else { value.into() }
}

impl PostExplanation {
    pub(super) fn new(fields: Vec<ExplainedField>, size: RangeInclusive<u64>, expires_at: UnixTime) -> Self {
        Self { fields, size, expires_at }
    }

    pub(crate) fn fields(&self) -> &[ExplainedField] {
        &self.fields
    }

    #[cfg(feature = "diagnose")]
    pub(crate) fn size(&self) -> &RangeInclusive<u64> {
        &self.size
    }

    #[cfg(feature = "diagnose")]
    pub(crate) fn expires_at(&self) -> UnixTime {
        self.expires_at
    }

    /// The region of the credential scope.
    #[cfg(feature = "diagnose")]
    pub(crate) fn region(&self) -> &str {
        let credential = self.fields.iter().find(|field| *field.name == *CREDENTIAL.lower_case);
        credential.and_then(|field| field.shown.split('/').nth(2)).unwrap_or_default()
    }
}

impl fmt::Display for PostExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "until {}, {} to {} bytes", self.expires_at, self.size.start(), self.size.end())?;
        self.fields().iter().try_for_each(|field| writeln!(f, "{}: {field}", field.name()))
    }
}

/// Shows no key, which may be all that guards a public object.
impl fmt::Debug for PostExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostExplanation")
            .field("expires_at", &self.expires_at)
            .field("fields", &self.fields.len())
            .finish_non_exhaustive()
    }
}
