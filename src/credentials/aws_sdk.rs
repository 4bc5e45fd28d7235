//! Credentials from the AWS SDK for Rust. Feature `aws-credential-types`.

use crate::credentials::Credentials;
use crate::error::{Error, Result};

/// Converts what a credentials provider of the AWS SDK for Rust returns: keys, session token and expiry. Links then expire no
/// later than a role's credentials ([`Signer::at`](crate::Signer::at)). For a rotation, pass the next ones to
/// [`Signer::with_credentials`](crate::Signer::with_credentials).
///
/// The expiry is rounded down to whole seconds. The token goes out as `X-Amz-Security-Token`, because the SDK does not say
/// which credentials are S3 Express sessions. For those, use [`Credentials::s3_express_session`].
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
