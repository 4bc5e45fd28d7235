//! Who signs.

use presigner::{Credentials, Result};
use time::OffsetDateTime;

#[derive(Clone)]
pub struct Account {
    pub access_key: String,
    pub secret_key: String,
    pub token: Option<String>,
    pub expires_at: Option<OffsetDateTime>,
}

impl Account {
    pub fn with_token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    pub fn credentials(&self) -> Result<Credentials> {
        let mut credentials = Credentials::new(&self.access_key, &self.secret_key)?;
        if let Some(token) = &self.token {
            credentials = credentials.with_session_token(token)?;
        }
        if let Some(expires_at) = self.expires_at {
            credentials = credentials.with_expiry(expires_at)?;
        }
        Ok(credentials)
    }
}
