//! Credentials from the AWS SDK for Rust. Feature `aws-credential-types`.

use crate::credentials::Credentials;
use crate::error::{Error, Result};

/// What a credentials provider of the AWS SDK for Rust hands out: keys, session token and expiry. So links expire no
/// later than a role's credentials ([`Signer::at`](crate::Signer::at)), and rotation is
/// [`Signer::with_credentials`](crate::Signer::with_credentials).
///
/// The expiry is floored to whole seconds. A token goes out as `X-Amz-Security-Token`; the SDK does not say which
/// credentials are S3 Express sessions, and [`Credentials::s3_express_session`] is for those.
///
/// # Errors
///
/// Those of [`Credentials::new`], [`with_session_token`](Credentials::with_session_token) and
/// [`with_expiry`](Credentials::with_expiry).
///
/// # Example
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// # use aws_credential_types::Credentials as SdkCredentials;
/// // provider.provide_credentials().await?
/// let of_the_sdk = SdkCredentials::builder()
///     .access_key_id("ASIAIOSFODNN7EXAMPLE")
///     .secret_access_key("wJalr")
///     .session_token("FwoGZXIvYXdzEPT//w==")
///     .expiry(UNIX_EPOCH + Duration::from_secs(1_700_000_000))
///     .provider_name("example")
///     .build();
/// let credentials = presigner::Credentials::try_from(&of_the_sdk)?;
/// assert_eq!(credentials.access_key_id(), "ASIAIOSFODNN7EXAMPLE");
/// assert_eq!(credentials.expires_at().map(|at| at.seconds()), Some(1_700_000_000));
/// # Ok::<(), presigner::Error>(())
/// ```
impl TryFrom<&aws_credential_types::Credentials> for Credentials {
    type Error = Error;

    fn try_from(credentials: &aws_credential_types::Credentials) -> Result<Self> {
        let mut converted = Self::new(credentials.access_key_id(), credentials.secret_access_key())?;
        if let Some(token) = credentials.session_token() {
            converted = converted.with_session_token(token)?;
        }
        if let Some(expiry) = credentials.expiry() {
            converted = converted.with_expiry(expiry)?;
        }
        Ok(converted)
    }
}
