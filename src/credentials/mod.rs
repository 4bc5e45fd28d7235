//! Who signs.
//!
//! - `secret`: texts that nobody else may learn.
//! - `variables`, `aws_sdk`: where credentials come from.

pub(crate) mod secret;
mod variables;
#[cfg(feature = "aws-credential-types")]
pub(crate) mod aws_sdk;

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::check;
use crate::credentials::secret::Secret;
use crate::error::{CharacterKind, Error, Field, Result};
use crate::protocol::TokenParameter;
use crate::validity::amz_date::Timestamp;
use crate::validity::unix_time::UnixTime;
use crate::variables::{Variables, VariablesError};

/// An access key id and its secret. Temporary credentials also have a session token and an expiry.
///
/// `Debug` shows the access key id, which every presigned URL shows as well, but neither the secret nor the token. There is
/// no `Clone`, no comparison and no serialisation, so a secret stays in one place. To share credentials, share the
/// [`Signer`](crate::Signer).
///
/// With feature `zeroize`, memory that holds the secret, the token, or signing keys and their hash states is overwritten when
/// its owner is dropped. The owners are these credentials, the [`Signer`](crate::Signer) and [`Presigner`](crate::Presigner)
/// made with them, and, with feature `verify`, the `VerifyingKey`. These are not overwritten: your own copies, copies that
/// moves and computations leave on the stack, which safe code can't reach, and URLs and forms, which hold the token.
///
/// # Example
///
/// ```
/// use presigner::Credentials;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
/// assert_eq!(credentials.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
/// # Ok::<(), presigner::Error>(())
/// ```
pub struct Credentials {
    access_key_id: Box<str>,
    secret_access_key: Secret,
    token: Option<Token>,
    expires_at: Option<Timestamp>,
}

struct Token {
    text: Secret,
    /// The query parameter that carries it: it follows the kind of credential, not the kind of bucket.
    parameter: TokenParameter,
}

impl Credentials {
    /// Longest access key id, in bytes ([STS `Credentials`], `AccessKeyId`).
    ///
    /// [STS `Credentials`]: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
    const MAX_ACCESS_KEY_ID: usize = 128;

    /// Long-lived credentials.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`]; [`Error::TooLong`] for an access key id over 128 bytes; [`Error::InvalidCharacter`]. An access key
    /// id must be printable ASCII without spaces and without `/`, which separates the parts of the credential scope. A secret
    /// must be printable ASCII without a space at either end, which is always a copying mistake.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Credentials;
    ///
    /// assert!(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").is_ok());
    /// assert_eq!(
    ///     Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr…").unwrap_err().to_string(),
    ///     "the secret access key holds a non-ASCII character; \
    ///      it may hold only printable ASCII, without a space at either end",
    /// );
    /// ```
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Result<Self> {
        Self::check_access_key_id(access_key_id)?;
        Self::check_secret_access_key(secret_access_key)?;
        Ok(Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            token: None,
            expires_at: None,
        })
    }

    /// Adds the session token of temporary credentials (STS, roles, SSO). The token is signed, and goes out as
    /// `X-Amz-Security-Token`. Give the expiry as well, with [`with_expiry`](Self::with_expiry): a URL expires with the
    /// credentials that signed it, whatever its own lifetime says.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], and [`Error::InvalidCharacter`] for anything but printable ASCII without spaces.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Credentials;
    ///
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_session_token("FwoGZXIvYXdzEPT//w==")?;
    /// assert!(!format!("{credentials:?}").contains("FwoGZX"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn with_session_token(self, token: &str) -> Result<Self> {
        self.with_token(token, TokenParameter::SecurityToken)
    }

    /// Adds the moment at which the credentials expire, rounded down to whole seconds. [`Signer::at`](crate::Signer::at) then
    /// lets no URL outlive that moment, so that `expires_at` is right.
    ///
    /// # Errors
    ///
    /// [`Error::TimeOutOfRange`] outside the years 1 to 9999.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::{Credentials, UnixTime};
    ///
    /// let expires_at = UnixTime::new(1_700_000_000);
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_expiry(expires_at)?;
    /// assert_eq!(credentials.expires_at(), Some(expires_at));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn with_expiry(mut self, expires_at: impl Into<UnixTime>) -> Result<Self> {
        self.expires_at = Some(expires_at.into().timestamp()?);
        Ok(self)
    }

    /// Reads the variables of the AWS SDKs ([environment variables]): `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and
    /// for temporary credentials `AWS_SESSION_TOKEN` and `AWS_CREDENTIAL_EXPIRATION`, an RFC 3339 time as
    /// `aws configure export-credentials` writes it.
    ///
    /// The crate does not read the environment. It calls `lookup`, which reads the environment or any other source of names
    /// and values. An empty variable counts as not set.
    ///
    /// [environment variables]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html
    ///
    /// # Errors
    ///
    /// [`VariablesError`], which names every missing or wrong variable, and holds no values.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Credentials;
    ///
    /// let error = Credentials::from_variables(|_| None).unwrap_err();
    /// assert_eq!(error.to_string(), "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    ///
    /// let of_this_process = Credentials::from_variables(|name| std::env::var(name).ok());
    /// # let _ = of_this_process;
    /// ```
    pub fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, VariablesError> {
        let mut variables = Variables::new(lookup);
        let credentials = Self::of_variables(&mut variables);
        variables.finish(credentials)
    }

    /// Session credentials of an S3 Express directory bucket, as [`CreateSession`] returns them.
    ///
    /// They expire after minutes, so you must give their expiry. They sign for the service `s3express` only, and their token
    /// goes out as `X-Amz-S3session-Token`.
    ///
    /// [`CreateSession`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new), [`with_session_token`](Self::with_session_token) and
    /// [`with_expiry`](Self::with_expiry).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::{Credentials, UnixTime};
    ///
    /// let expires_at = UnixTime::new(1_700_000_300);
    /// let session = Credentials::s3_express_session("ASIAIOSFODNN7EXAMPLE", "wJalr", "AgV4", expires_at)?;
    /// assert_eq!(session.expires_at(), Some(expires_at));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn s3_express_session(
        access_key_id: &str,
        secret_access_key: &str,
        session_token: &str,
        expires_at: impl Into<UnixTime>,
    ) -> Result<Self> {
        Self::new(access_key_id, secret_access_key)?
            .with_token(session_token, TokenParameter::S3SessionToken)?
            .with_expiry(expires_at)
    }

    fn check_access_key_id(id: &str) -> Result<()> {
        check::text(Field::AccessKeyId, id, Self::MAX_ACCESS_KEY_ID, |byte| check::is_graphic(byte) && byte != b'/')
    }

    fn check_secret_access_key(secret: &str) -> Result<()> {
        check::text(Field::SecretAccessKey, secret, usize::MAX, check::is_printable)?;
        if secret.starts_with(' ') || secret.ends_with(' ') {
            return Err(Error::InvalidCharacter { field: Field::SecretAccessKey, character: CharacterKind::Space });
        }
        Ok(())
    }

    fn check_session_token(token: &str) -> Result<()> {
        check::text(Field::SessionToken, token, usize::MAX, check::is_graphic)
    }

    fn with_token(mut self, token: &str, parameter: TokenParameter) -> Result<Self> {
        Self::check_session_token(token)?;
        self.token = Some(Token { text: token.into(), parameter });
        Ok(self)
    }

    /// The access key id. It is no secret: every presigned URL shows it.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Credentials;
    /// assert_eq!(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The moment at which the credentials expire, if you gave one.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Credentials;
    /// assert_eq!(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?.expires_at(), None);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.expires_at.map(UnixTime::from)
    }

    pub(crate) fn expiry(&self) -> Option<Timestamp> {
        self.expires_at
    }

    pub(crate) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// The token, and which parameter carries it.
    pub(crate) fn token(&self) -> Option<(TokenParameter, &str)> {
        self.token.as_ref().map(|token| (token.parameter, &*token.text))
    }

    pub(crate) fn is_s3_express_session(&self) -> bool {
        self.token.as_ref().is_some_and(|token| token.parameter == TokenParameter::S3SessionToken)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("temporary", &self.token.is_some())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
