//! Variables, through a lookup function of the caller: the first that is set, and all that is missing or wrong.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::error::{Error, Result};

/// Why variables were refused: all that are missing, and all that have a wrong value. It holds names but no values, so you
/// can log it as it is.
///
/// # Example
///
/// ```
/// use presigner::Signer;
///
/// let variables = [("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_REGION", "auto"), ("AWS_S3_BUCKET", "photos")];
/// let lookup = |name: &str| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| String::from(*value));
/// let error = Signer::from_variables(lookup).unwrap_err();
/// assert_eq!(error.missing(), ["AWS_SECRET_ACCESS_KEY"]);
/// assert_eq!(
///     error.to_string(),
///     "AWS_SECRET_ACCESS_KEY is not set; \
///      AWS_REGION: the region does not have the form of an AWS region, as `eu-central-1`",
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariablesError {
    missing: Vec<&'static str>,
    invalid: Vec<(&'static str, Error)>,
}

impl VariablesError {
    /// The variables that are needed and not set. If any of several would do, only the first of them is listed.
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// The variables whose value was refused, and why.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Error};
    /// let error = Credentials::from_variables(|_| Some("a b".into())).unwrap_err();
    /// assert!(matches!(error.invalid(), [("AWS_ACCESS_KEY_ID", Error::InvalidCharacter { .. }), ..]));
    /// ```
    pub fn invalid(&self) -> &[(&'static str, Error)] {
        &self.invalid
    }
}

impl fmt::Display for VariablesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((last, others)) = self.missing.split_last() {
            for (place, name) in others.iter().enumerate() {
                write!(f, "{}{name}", if place > 0 { ", " } else { "" })?;
            }
            write!(
                f,
                "{}{last} {} not set",
                if others.is_empty() { "" } else { " and " },
                if others.is_empty() { "is" } else { "are" }
            )?;
        }
        for (place, (name, error)) in self.invalid.iter().enumerate() {
            write!(f, "{}{name}: {error}", if place > 0 || !self.missing.is_empty() { "; " } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for VariablesError {}

/// Reads variables, and remembers what is wrong with them.
pub(crate) struct Variables<L> {
    lookup: L,
    error: VariablesError,
}

/// A variable that is set.
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    pub(crate) value: String,
}

/// It may be a secret.
#[cfg(feature = "zeroize")]
impl Drop for Variable {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.value);
    }
}

impl<L: Fn(&str) -> Option<String>> Variables<L> {
    pub(crate) fn new(lookup: L) -> Self {
        Self { lookup, error: VariablesError::default() }
    }

    /// The first of `names` that is set. One that is empty is not, as in the SDKs.
    pub(crate) fn optional(&self, names: &[&'static str]) -> Option<Variable> {
        names.iter().find_map(|name| {
            let value = (self.lookup)(name).filter(|value| !value.is_empty())?;
            Some(Variable { name, value })
        })
    }

    /// The first of `names` that is set; where none is, the first is missing.
    pub(crate) fn required(&mut self, names: &[&'static str]) -> Option<Variable> {
        let found = self.optional(names);
        if let (None, Some(name)) = (&found, names.first()) {
            self.error.missing.push(name);
        }
        found
    }

    /// What was made of a variable, or the reason against its value.
    pub(crate) fn accept<T>(&mut self, name: &'static str, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.error.invalid.push((name, error))).ok()
    }

    /// `true` or `false` in any case, as in the SDKs; `false` where it is not set.
    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        let Some(variable) = self.optional(&[name]) else { return false };
        let flag = match &*variable.value {
            value if value.eq_ignore_ascii_case("true") => Ok(true),
            value if value.eq_ignore_ascii_case("false") => Ok(false),
            _ => Err(Error::InvalidVariable { expected: "`true` or `false`" }),
        };
        self.accept(name, flag).unwrap_or(false)
    }

    /// What all of it makes, if nothing was missing or wrong.
    pub(crate) fn finish<T>(self, made: Option<T>) -> Result<T, VariablesError> {
        let is_right = self.error.missing.is_empty() && self.error.invalid.is_empty();
        made.filter(|_| is_right).ok_or(self.error)
    }
}
