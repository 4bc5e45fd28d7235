//! The policy of a form: what it says, and whether the form is as it says ([POST policy]).
//!
//! [POST policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::protocol::MAX_SIZE;
use crate::validity::amz_date::Timestamp;
use crate::verify::error::VerifyError;

/// A policy. It is read only after its signature was found right.
pub(crate) struct Policy {
    pub(crate) expires_at: Timestamp,
    conditions: Vec<Condition>,
}

struct Document {
    expiration: String,
    conditions: Vec<Condition>,
}

enum Condition {
    /// Field and value, of an object with any number of them.
    Exact(Vec<(String, String)>),
    /// Field, without the `$` of its variable, and value.
    Match(Operator, String, String),
    /// `content-length-range`.
    Size(u64, u64),
}

enum Operator {
    Equals,
    StartsWith,
}

/// Written out, because what is derived takes an array of the members for the object as well.
impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Members {
            expiration: String,
            conditions: Vec<Condition>,
        }

        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Document, A::Error> {
                let Members { expiration, conditions } = Members::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Document { expiration, conditions })
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// Written out, because what is derived keeps the last of equal names in an object, silently.
impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectOrArray;

        impl<'de> Visitor<'de> for ObjectOrArray {
            type Value = Condition;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
                let mut exact: Vec<(String, String)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, String>()? {
                    if name.is_empty() || exact.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
                        return Err(A::Error::custom("a field without a name, or twice"));
                    }
                    exact.push((name, value));
                }
                Ok(Condition::Exact(exact))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Condition, A::Error> {
                let condition = match &*element::<String, A>(&mut array)? {
                    "eq" => Condition::Match(Operator::Equals, variable(&mut array)?, element(&mut array)?),
                    "starts-with" => {
                        Condition::Match(Operator::StartsWith, variable(&mut array)?, element(&mut array)?)
                    }
                    "content-length-range" => Condition::Size(element(&mut array)?, element(&mut array)?),
                    _ => return Err(A::Error::custom("an operator that is not known")),
                };
                match array.next_element::<IgnoredAny>()? {
                    None => Ok(condition),
                    Some(_) => Err(A::Error::custom("one element too many")),
                }
            }
        }

        deserializer.deserialize_any(ObjectOrArray)
    }
}

fn element<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(array: &mut A) -> Result<T, A::Error> {
    array.next_element()?.ok_or_else(|| A::Error::custom("one element too few"))
}

/// The name of the field that a variable stands for.
fn variable<'de, A: SeqAccess<'de>>(array: &mut A) -> Result<String, A::Error> {
    let variable: String = element(array)?;
    match variable.strip_prefix('$') {
        None | Some("") => Err(A::Error::custom("no variable")),
        Some(name) => Ok(name.into()),
    }
}

/// What a condition can be about.
pub(crate) struct Form<'f> {
    pub(crate) bucket: &'f str,
    /// With the name of the file in the place of its variable.
    pub(crate) key: &'f str,
    pub(crate) fields: &'f [(&'f str, &'f str)],
}

impl Form<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        match name {
            _ if name.eq_ignore_ascii_case("bucket") => Some(self.bucket),
            _ if name.eq_ignore_ascii_case("key") => Some(self.key),
            _ => find(self.fields, name),
        }
    }
}

/// The value of a field, its case not counted.
pub(crate) fn find<'f>(fields: &[(&'f str, &'f str)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

impl Policy {
    pub(crate) fn parse(base64: &str) -> Result<Self, VerifyError> {
        let json = STANDARD.decode(base64).map_err(|_| VerifyError::InvalidPolicy)?;
        let document: Document = serde_json::from_slice(&json).map_err(|_| VerifyError::InvalidPolicy)?;
        let expires_at = OffsetDateTime::parse(&document.expiration, &Rfc3339)
            .ok()
            .and_then(|moment| Timestamp::from_unix(moment.unix_timestamp()).ok())
            .ok_or(VerifyError::InvalidPolicy)?;
        let policy = Self { expires_at, conditions: document.conditions };
        // Without it, the form would be good for any bucket.
        if policy.matches().any(|(name, _)| name.eq_ignore_ascii_case("bucket")) {
            Ok(policy)
        } else {
            Err(VerifyError::InvalidPolicy)
        }
    }

    /// The sizes that the file may have, both ends included.
    pub(crate) fn size(&self) -> RangeInclusive<u64> {
        self.conditions.iter().fold(0..=MAX_SIZE, |size, condition| match condition {
            Condition::Size(least, greatest) => *size.start().max(least)..=*size.end().min(greatest),
            _ => size,
        })
    }

    /// Checks every condition, and that every field has one.
    pub(crate) fn check(&self, form: &Form<'_>) -> Result<(), VerifyError> {
        for (name, (operator, expected)) in self.matches() {
            let value = form.value(name).ok_or(VerifyError::UnmetPolicyCondition)?;
            let holds = match operator {
                Operator::Equals => value == expected,
                // A list of types is as good as the worst of them.
                Operator::StartsWith if name.eq_ignore_ascii_case("content-type") => {
                    value.split(',').all(|one| one.trim_ascii_start().starts_with(expected))
                }
                Operator::StartsWith => value.starts_with(expected),
            };
            if !holds {
                return Err(VerifyError::UnmetPolicyCondition);
            }
        }
        for (name, value) in form.fields {
            if !is_free(name) && !self.matches().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
                return Err(VerifyError::ExtraField);
            }
            if name.eq_ignore_ascii_case("bucket") && *value != form.bucket {
                return Err(VerifyError::UnmetPolicyCondition);
            }
        }
        Ok(())
    }

    /// The conditions that are about a field: its name, and what its value must be or begin with.
    fn matches(&self) -> impl Iterator<Item = (&str, (&Operator, &str))> {
        self.conditions.iter().flat_map(|condition| {
            let (exact, matched) = match condition {
                Condition::Exact(exact) => (&**exact, None),
                Condition::Match(operator, name, value) => (&[][..], Some((&**name, (operator, &**value)))),
                Condition::Size(..) => (&[][..], None),
            };
            exact.iter().map(|(name, value)| (&**name, (&Operator::Equals, &**value))).chain(matched)
        })
    }
}

/// Whether a field needs no condition.
fn is_free(name: &str) -> bool {
    const FREE: [&str; 3] = ["file", "policy", "x-amz-signature"];
    const IGNORED: &str = "x-ignore-";
    FREE.iter().any(|free| free.eq_ignore_ascii_case(name))
        || name.get(..IGNORED.len()).is_some_and(|start| start.eq_ignore_ascii_case(IGNORED))
}
