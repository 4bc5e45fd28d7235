//! The policy document: what is encoded as Base64 and signed ([POST policy]).
//!
//! [POST policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};

use crate::impossible::impossible;

/// The document, in the order in which it is written.
#[derive(Serialize)]
pub(super) struct PolicyDocument<'a> {
    /// RFC 3339.
    pub(super) expiration: &'a str,
    pub(super) conditions: Vec<Condition<'a>>,
}

/// What the form, or the file in it, has to be like.
#[derive(Clone, Copy)]
pub(super) enum Condition<'a> {
    /// `{"field": "value"}`
    Exact { field: &'a str, value: &'a str },
    /// `["starts-with", "$field", "prefix"]`
    StartsWith { field: &'a str, prefix: &'a str },
    /// `["content-length-range", least, greatest]`
    ContentLengthRange { least: u64, greatest: u64 },
}

impl Serialize for Condition<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Exact { field, value } => serializer.collect_map([(field, value)]),
            Self::StartsWith { field, prefix } => ("starts-with", Variable(field), prefix).serialize(serializer),
            Self::ContentLengthRange { least, greatest } => {
                ("content-length-range", least, greatest).serialize(serializer)
            }
        }
    }
}

/// The name of a field where it stands for the field's value.
struct Variable<'a>(&'a str);

impl Serialize for Variable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("${}", self.0))
    }
}

impl PolicyDocument<'_> {
    /// What is encoded as Base64 and signed.
    pub(super) fn to_json(&self) -> Vec<u8> {
        // Texts and numbers are all there is, and those serialise always.
        serde_json::to_vec(self).unwrap_or_else(|_| impossible("texts and numbers have a JSON form"))
    }
}

/// The value of the field for an encryption context: the Base64 of a JSON object.
pub(super) fn kms_context(context: &[(&str, &str)]) -> String {
    struct Context<'c>(&'c [(&'c str, &'c str)]);

    impl Serialize for Context<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().copied())
        }
    }

    let json = serde_json::to_vec(&Context(context)).unwrap_or_else(|_| impossible("texts have a JSON form"));
    STANDARD.encode(json)
}
