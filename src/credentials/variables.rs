//! Credentials from environment variables.

use alloc::string::String;

use crate::credentials::Credentials;
use crate::error::{Error, Result};
use crate::validity::unix_time::UnixTime;
use crate::variables::{Variable, Variables};

impl Credentials {
    /// `None` where something is missing or wrong, which `variables` then knows.
    pub(crate) fn of_variables(variables: &mut Variables<impl Fn(&str) -> Option<String>>) -> Option<Self> {
        let id = variables.required(&["AWS_ACCESS_KEY_ID"]);
        let secret = variables.required(&["AWS_SECRET_ACCESS_KEY"]);
        let token = variables.optional(&["AWS_SESSION_TOKEN"]);
        let expiry = variables.optional(&["AWS_CREDENTIAL_EXPIRATION"]);
        // Each is looked at, whatever the others are: all that is wrong is named.
        let mut check = |variable: &Option<Variable>, check: fn(&str) -> Result<()>| {
            variable.as_ref().and_then(|variable| variables.accept(variable.name, check(&variable.value)))
        };
        check(&id, Self::check_access_key_id);
        check(&secret, Self::check_secret_access_key);
        check(&token, Self::check_session_token);
        let moment = expiry.and_then(|expiry| variables.accept(expiry.name, moment(&expiry.value)));

        let mut credentials = Self::new(&id?.value, &secret?.value).ok()?;
        if let Some(token) = token {
            credentials = credentials.with_session_token(&token.value).ok()?;
        }
        if let Some(moment) = moment {
            credentials = credentials.with_expiry(moment).ok()?;
        }
        Some(credentials)
    }
}

fn moment(text: &str) -> Result<UnixTime> {
    UnixTime::from_rfc3339(text)
        .ok_or(Error::InvalidVariable { expected: "a time of RFC 3339, as `2026-01-01T00:00:00Z`" })
}
