//! The policy of a form: what it says, and whether the form is as it says ([POST policy]).
//!
//! [POST policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::protocol::MAX_SIZE;
use crate::validity::amz_date::Timestamp;
use crate::verify::error::VerifyError;

/// A policy. It is read only after its signature was found right.
pub(crate) struct Policy {
    pub(crate) expires_at: Timestamp,
    conditions: Vec<Stated>,
}

/// A condition, and the text that states it in the policy document.
struct Stated {
    text: Box<str>,
    condition: Condition,
}

/// The document, its conditions not looked at yet.
struct Document<'d> {
    expiration: String,
    conditions: Vec<&'d RawValue>,
}

enum Condition {
    /// Field and value, of an object with any number of them.
    Exact(Vec<(String, String)>),
    /// Field, without the `$` of its variable, and value.
    Match(Operator, String, String),
    /// `content-length-range`.
    Size(u64, u64),
    /// None that is known here: no form meets it.
    Unreadable,
}

enum Operator {
    Equals,
    StartsWith,
}

/// Written out, because what is derived takes an array of the members for the object as well.
impl<'de> Deserialize<'de> for Document<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Members<'d> {
            expiration: String,
            #[serde(borrow)]
            conditions: Vec<&'d RawValue>,
        }

        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Document<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Document<'de>, A::Error> {
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
                    "content-length-range" => {
                        let (Bytes(least), Bytes(greatest)) = (element(&mut array)?, element(&mut array)?);
                        Condition::Size(least, greatest)
                    }
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

/// An end of a `content-length-range`: a number, or one written as text, as Fine Uploader does.
struct Bytes(u64);

/// The most digits of a number that is written as text: all numbers of so many digits fit in 64 bits.
const MAX_DIGITS: usize = 19;

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrText;

        impl Visitor<'_> for NumberOrText {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of bytes")
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Bytes, E> {
                Ok(Bytes(number))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes, E> {
                // Rust's own parser takes a sign as well.
                let are_digits = text.len() <= MAX_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse().ok().filter(|_| are_digits).map(Bytes).ok_or_else(|| E::custom("no whole number of bytes"))
            }
        }

        deserializer.deserialize_any(NumberOrText)
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

/// The fields of a form: names, and values with the name of the file in the place of its variable.
pub(crate) type Fields<'f> = [(&'f str, Cow<'f, str>)];

/// What a condition can be about.
pub(crate) struct Form<'f> {
    pub(crate) bucket: &'f str,
    pub(crate) fields: &'f Fields<'f>,
}

impl Form<'_> {
    /// `None` for a field that is not there, and for a bucket that is not the one of the request.
    fn value(&self, name: &str) -> Option<&str> {
        let sent = find(self.fields, name);
        if name.eq_ignore_ascii_case("bucket") {
            return Some(self.bucket).filter(|bucket| sent.is_none_or(|sent| sent == *bucket));
        }
        sent
    }
}

/// The value of a field, its case not counted.
pub(crate) fn find<'f>(fields: &'f Fields<'_>, name: &str) -> Option<&'f str> {
    fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
}

/// Why a form is not as its policy says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unmet<'p> {
    /// The text of the first condition that it does not meet.
    Condition(&'p str),
    /// The name of the first field without a condition.
    ExtraField(&'p str),
}

impl From<Unmet<'_>> for VerifyError {
    fn from(unmet: Unmet<'_>) -> Self {
        match unmet {
            Unmet::Condition(_) => Self::UnmetPolicyCondition,
            Unmet::ExtraField(_) => Self::ExtraField,
        }
    }
}

/// S3's own words.
impl fmt::Display for Unmet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition(text) => write!(f, "Invalid according to Policy: Policy Condition failed: {text}"),
            Self::ExtraField(name) => write!(f, "Invalid according to Policy: Extra input fields: {name}"),
        }
    }
}

impl Policy {
    pub(crate) fn parse(base64: &str) -> Result<Self, VerifyError> {
        let json = STANDARD.decode(base64).map_err(|_| VerifyError::InvalidPolicy)?;
        let document: Document<'_> = serde_json::from_slice(&json).map_err(|_| VerifyError::InvalidPolicy)?;
        let expires_at = OffsetDateTime::parse(&document.expiration, &Rfc3339)
            .ok()
            .and_then(|moment| Timestamp::from_unix(moment.unix_timestamp()).ok())
            .ok_or(VerifyError::InvalidPolicy)?;
        let stated = |raw: &&RawValue| Stated {
            text: raw.get().into(),
            condition: serde_json::from_str(raw.get()).unwrap_or(Condition::Unreadable),
        };
        let policy = Self { expires_at, conditions: document.conditions.iter().map(stated).collect() };
        // Without it, the form would be good for any bucket.
        let names_bucket = |name: &str| name.eq_ignore_ascii_case("bucket");
        let is_unreadable = |stated: &Stated| matches!(stated.condition, Condition::Unreadable);
        if policy.names().any(names_bucket) || policy.conditions.iter().any(is_unreadable) {
            Ok(policy)
        } else {
            Err(VerifyError::InvalidPolicy)
        }
    }

    /// The sizes that the file may have, both ends included.
    pub(crate) fn size(&self) -> RangeInclusive<u64> {
        self.conditions.iter().fold(0..=MAX_SIZE, |size, stated| match stated.condition {
            Condition::Size(least, greatest) => *size.start().max(&least)..=*size.end().min(&greatest),
            _ => size,
        })
    }

    /// Checks every condition, and that every field has one.
    pub(crate) fn check<'p>(&'p self, form: &Form<'p>) -> Result<(), Unmet<'p>> {
        if let Some(unmet) = self.conditions.iter().find(|stated| !stated.condition.is_met_by(form)) {
            return Err(Unmet::Condition(&unmet.text));
        }
        for (name, _) in form.fields {
            if !is_free(name) && !self.names().any(|other| other.eq_ignore_ascii_case(name)) {
                return Err(Unmet::ExtraField(name));
            }
        }
        Ok(())
    }

    /// The names of the fields that conditions are about.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().flat_map(|stated| {
            let (exact, matched) = match &stated.condition {
                Condition::Exact(exact) => (&**exact, None),
                Condition::Match(_, name, _) => (&[][..], Some(&**name)),
                Condition::Size(..) | Condition::Unreadable => (&[][..], None),
            };
            exact.iter().map(|(name, _)| &**name).chain(matched)
        })
    }
}

impl Condition {
    /// Whether the fields are as it says. The size of the file is not known here.
    fn is_met_by(&self, form: &Form<'_>) -> bool {
        match self {
            Self::Exact(exact) => exact.iter().all(|(name, expected)| form.value(name) == Some(expected)),
            Self::Match(Operator::Equals, name, expected) => form.value(name) == Some(expected),
            Self::Match(Operator::StartsWith, name, expected) => form.value(name).is_some_and(|value| {
                if name.eq_ignore_ascii_case("content-type") {
                    // A list of types is as good as the worst of them.
                    value.split(',').all(|one| one.trim_ascii_start().starts_with(expected))
                } else {
                    value.starts_with(expected)
                }
            }),
            Self::Size(..) => true,
            Self::Unreadable => false,
        }
    }
}

/// Whether a field needs no condition.
fn is_free(name: &str) -> bool {
    const FREE: [&str; 3] = ["file", "policy", "x-amz-signature"];
    const IGNORED: &str = "x-ignore-";
    FREE.iter().any(|free| free.eq_ignore_ascii_case(name))
        || name.get(..IGNORED.len()).is_some_and(|start| start.eq_ignore_ascii_case(IGNORED))
}
