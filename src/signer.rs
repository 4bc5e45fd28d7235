//! Who signs where, and from when: `Signer` and `Presigner`.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use time::OffsetDateTime;

use crate::bucket::{Bucket, Root};
use crate::canonical::{self, ALGORITHM};
use crate::credentials::Credentials;
use crate::encode::QUERY;
use crate::error::{Error, Result};
use crate::signing_key::{KeptKeys, Signature, SigningKey};
use crate::timestamp::{AmzDate, Timestamp};
use crate::validity::{Cap, Validity};

/// Credentials for a bucket, with the signing keys of the days at hand. Built once, used from any number of threads
/// (`Send + Sync`; share it in an `Arc`).
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
/// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
///
/// let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
/// let link = presigner.get("messages/42/report.pdf")?.presign();
/// assert!(link.url().starts_with("https://0123456789abcdef.r2.cloudflarestorage.com/attachments/messages/42/report.pdf?"));
/// # Ok::<(), presigner::Error>(())
/// ```
pub struct Signer {
    bucket: Bucket,
    identity: Arc<Identity>,
}

/// Who signs for which region and service, with all texts that depend on nothing else.
struct Identity {
    credentials: Credentials,
    region: Box<str>,
    service: Box<str>,
    kept_keys: KeptKeys,
    /// `/region/service/aws4_request`: the credential scope after its date.
    scope_rest: Box<str>,
    /// The authentication parameters up to the date of the scope.
    query_before_scope_date: Box<str>,
    /// From there up to the value of `X-Amz-Date`.
    query_before_date: Box<str>,
    /// `&` and the token's parameter, or nothing.
    query_token: Box<str>,
}

impl Identity {
    fn new(credentials: Credentials, region: &str, service: &str) -> Self {
        let scope_rest = format!("/{region}/{service}/aws4_request");

        let mut query_before_scope_date = format!("X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential=");
        QUERY.push(&mut query_before_scope_date, credentials.access_key_id());
        QUERY.push(&mut query_before_scope_date, "/");

        let mut query_before_date = String::new();
        QUERY.push(&mut query_before_date, &scope_rest);
        query_before_date.push_str("&X-Amz-Date=");

        let mut query_token = String::new();
        if let Some((parameter, token)) = credentials.token() {
            query_token = format!("&{parameter}=");
            QUERY.push(&mut query_token, token);
        }

        Self {
            credentials,
            region: region.into(),
            service: service.into(),
            kept_keys: KeptKeys::new(),
            scope_rest: scope_rest.into(),
            query_before_scope_date: query_before_scope_date.into(),
            query_before_date: query_before_date.into(),
            query_token: query_token.into(),
        }
    }

    fn signing_key(&self, date: Timestamp, amz_date: &AmzDate) -> SigningKey {
        self.kept_keys.get_or_derive(date, || {
            SigningKey::derive(self.credentials.secret_access_key(), amz_date, &self.region, &self.service)
        })
    }
}

impl Signer {
    /// Signs for `bucket` with `credentials`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// assert_eq!(signer.bucket().name(), "attachments");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn new(bucket: Bucket, credentials: Credentials) -> Self {
        let endpoint = bucket.endpoint();
        let identity = Identity::new(credentials, endpoint.region(), endpoint.service_name());
        Self { identity: Arc::new(identity), bucket }
    }

    /// The bucket it signs for.
    ///
    /// # Example
    ///
    /// See [`new`](Self::new).
    pub fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// Everything that is signed at one time: as many links as needed, all with the same date and the same end.
    ///
    /// Where the credentials die before the validity ends, the links die with them: `X-Amz-Expires` and `expires_at`
    /// are capped, and [`Presigner::cap`] says so. On the same day this costs next to nothing; the first call of a day
    /// derives the signing key.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialsExpired`]; [`Error::LifetimeTooLong`] for a lifetime over the endpoint's limit;
    /// [`Error::SessionCredentials`] for S3 Express session credentials and another service.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert_eq!(presigner.expires_at_unix(), 1_700_003_600);
    /// assert_eq!(presigner.cap(), None);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn at(&self, validity: Validity) -> Result<Presigner<'_>> {
        let identity = &*self.identity;
        let endpoint = self.bucket.endpoint();
        validity.check_limit(endpoint.max_lifetime)?;
        if identity.credentials.is_s3_express_session() && &*identity.service != "s3express" {
            return Err(Error::SessionCredentials);
        }
        let (validity, cap) = validity.capped(identity.credentials.expiry())?;
        let date = validity.amz_date_timestamp();
        let amz_date = date.amz_date();
        let mut signature = identity.signing_key(date, &amz_date).begin();
        canonical::string_to_sign_head(amz_date.as_str(), amz_date.scope_date(), &identity.scope_rest, |piece| {
            signature.update(piece.as_bytes());
        });
        Ok(Presigner { signer: self, validity, cap, amz_date, signature })
    }

    /// [`at`](Self::at), with an error in place of a cap.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialsExpireFirst`], and those of [`at`](Self::at).
    ///
    /// # Example
    ///
    /// ```
    /// use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Signer, Validity};
    ///
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_expiry_unix(1_700_000_900)?;
    /// let signer = Signer::new(Endpoint::aws("eu-central-1")?.bucket("attachments")?, credentials);
    ///
    /// let validity = Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?;
    /// assert_eq!(
    ///     signer.at_exactly(validity).unwrap_err().to_string(),
    ///     "the credentials expire in 900 seconds, before the lifetime asked for ends",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn at_exactly(&self, validity: Validity) -> Result<Presigner<'_>> {
        let presigner = self.at(validity)?;
        match presigner.cap {
            None => Ok(presigner),
            Some(cap) => Err(Error::CredentialsExpireFirst { seconds: cap.remaining_seconds() }),
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("bucket", &self.bucket.url())
            .field("credentials", &self.identity.credentials)
            .finish_non_exhaustive()
    }
}

/// A [`Signer`] at one time. Made by [`Signer::at`]; makes requests, one for each link.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// # use presigner::{Credentials, Endpoint, Signer, Validity};
/// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
/// let mut url = String::new();
/// for key in ["a.pdf", "b.pdf"] {
///     url.clear();
///     presigner.get(key)?.presign_into(&mut url);
///     assert!(url.contains(key));
/// }
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct Presigner<'a> {
    signer: &'a Signer,
    validity: Validity,
    cap: Option<Cap>,
    amz_date: AmzDate,
    /// The string to sign up to the hash of the canonical request, which is all that differs from link to link.
    signature: Signature,
}

impl Presigner<'_> {
    /// The first second at which every link made here is dead.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert_eq!(presigner.expires_at().to_string(), "2023-11-14 23:13:20.0 +00:00:00");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expires_at(&self) -> OffsetDateTime {
        self.validity.expires_at()
    }

    /// [`expires_at`](Self::expires_at) in Unix seconds.
    ///
    /// # Example
    ///
    /// See [`Signer::at`].
    pub fn expires_at_unix(&self) -> i64 {
        self.validity.expires_at_unix()
    }

    /// Whether and why the links die earlier than was asked for.
    ///
    /// # Example
    ///
    /// See [`Cap`].
    pub fn cap(&self) -> Option<Cap> {
        self.cap
    }

    pub(crate) fn validity(&self) -> Validity {
        self.validity
    }

    pub(crate) fn root(&self) -> &Root {
        &self.signer.bucket.root
    }

    pub(crate) fn amz_date(&self) -> &AmzDate {
        &self.amz_date
    }

    /// The credential scope after its date.
    pub(crate) fn scope_rest(&self) -> &str {
        &self.signer.identity.scope_rest
    }

    pub(crate) fn signature(&self) -> Signature {
        self.signature.clone()
    }

    /// The token's parameter as it stands in a query, with the `&` before it; empty without a token.
    pub(crate) fn query_token(&self) -> &str {
        &self.signer.identity.query_token
    }

    /// Writes `X-Amz-Algorithm` to `X-Amz-Expires`, and the token.
    pub(crate) fn write_authentication(&self, out: &mut String) {
        let identity = &*self.signer.identity;
        out.push_str(&identity.query_before_scope_date);
        out.push_str(self.amz_date.scope_date());
        out.push_str(&identity.query_before_date);
        out.push_str(self.amz_date.as_str());
        out.push_str("&X-Amz-Expires=");
        crate::encode::push_decimal(out, self.validity.lifetime_seconds().into());
        out.push_str(&identity.query_token);
    }

    /// How many bytes [`write_authentication`](Self::write_authentication) appends at the most.
    pub(crate) fn authentication_max_len(&self) -> usize {
        let identity = &*self.signer.identity;
        identity.query_before_scope_date.len()
            + "YYYYMMDD".len()
            + identity.query_before_date.len()
            + "YYYYMMDDTHHMMSSZ".len()
            + "&X-Amz-Expires=604800".len()
            + identity.query_token.len()
    }
}

impl fmt::Debug for Presigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigner")
            .field("signer", self.signer)
            .field("date", &self.amz_date.as_str())
            .field("expires_at", &self.expires_at())
            .field("cap", &self.cap)
            .finish_non_exhaustive()
    }
}
