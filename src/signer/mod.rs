//! Who signs where, and from when: `Signer` and `Presigner`.
//!
//! - `target`: what is signed for.
//! - `identity`: who signs, with what needs no date.
//! - `presigner`: both at one time, which is what makes requests.

pub(crate) mod presigner;
pub(crate) mod identity;
mod target;

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::endpoint::bucket::Bucket;
use crate::endpoint::service::Service;
use crate::error::{Error, Result};
use crate::signer::identity::Identity;
use crate::signer::presigner::Presigner;
use crate::signer::target::Target;
use crate::validity::Validity;
use crate::validity::unix_time::UnixTime;
use crate::variables::{Variables, VariablesError};

/// Credentials for a bucket, with the signing keys of two days. Build one signer and use it from any number of threads: a
/// clone is cheap, and shares credentials and keys.
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
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
/// let link = presigner.get("messages/42/report.pdf")?.presign();
/// assert!(link.url().starts_with("https://0123456789abcdef.r2.cloudflarestorage.com/attachments/messages/42/report.pdf?"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    target: Target,
    identity: Arc<Identity>,
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
    /// assert_eq!(signer.bucket().map(|bucket| bucket.name()), Some("attachments"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn new(bucket: Bucket, credentials: Credentials) -> Self {
        Self::with_target(Target::Bucket(bucket), credentials)
    }

    /// A presigner for one validity: it makes as many links as you need, all with the same date and the same expiry.
    ///
    /// If the credentials expire before the validity ends, the links expire with the credentials: `X-Amz-Expires` and
    /// `expires_at` are lowered, and [`Presigner::early_expiry`] says so. The first call of a day derives the signing key;
    /// later calls of that day cost next to nothing.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialsExpired`]; [`Error::LifetimeTooLong`] for a lifetime over the endpoint's limit;
    /// [`Error::MisplacedSessionCredentials`] for S3 Express session credentials and another service.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert_eq!(presigner.expires_at().seconds(), 1_700_003_600);
    /// assert_eq!(presigner.early_expiry(), None);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn at(&self, validity: Validity) -> Result<Presigner<'_>> {
        let endpoint = self.target.endpoint();
        let credentials = self.identity.credentials();
        validity.check_limit(endpoint.max_lifetime)?;
        if credentials.is_s3_express_session() && endpoint.service != Service::S3Express {
            return Err(Error::MisplacedSessionCredentials);
        }
        let (validity, cap) =
            validity.answering_for(endpoint.service.fixed_lifetime())?.capped(credentials.expiry())?;
        Ok(Presigner::new(&self.target, &self.identity, validity, cap))
    }

    /// Like [`at`](Self::at), but returns an error if the credentials would expire first.
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
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_expiry(1_700_000_900)?;
    /// let signer = Signer::new(Endpoint::aws("eu-central-1")?.bucket("attachments")?, credentials);
    ///
    /// let validity = Validity::new(1_700_000_000, Duration::from_secs(3600))?;
    /// assert_eq!(
    ///     signer.at_exactly(validity).unwrap_err().to_string(),
    ///     "the credentials expire in 900 seconds, before the lifetime asked for ends",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn at_exactly(&self, validity: Validity) -> Result<Presigner<'_>> {
        let presigner = self.at(validity)?;
        match presigner.early_expiry() {
            None => Ok(presigner),
            Some(cap) => Err(Error::CredentialsExpireFirst { seconds: cap.remaining_seconds() }),
        }
    }

    /// Reads the variables of [`Credentials::from_variables`] and
    /// [`Endpoint::from_variables`](crate::Endpoint::from_variables), and `AWS_S3_BUCKET`, which no SDK reads, because SDKs
    /// get the bucket with each call. For a [multi-Region access point](crate::guide::multi_region), the region set is
    /// `AWS_SIGV4A_SIGNING_REGION_SET`, or `*` without it.
    ///
    /// If something else names a bucket or a region, such as a command-line option, let `lookup` return that before it asks
    /// the environment.
    ///
    /// # Errors
    ///
    /// [`VariablesError`], which names every missing or wrong variable at once, and holds no values.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Signer;
    ///
    /// let error = Signer::from_variables(|_| None).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_S3_BUCKET and AWS_REGION are not set",
    /// );
    ///
    /// let of_this_process = Signer::from_variables(|name| std::env::var(name).ok());
    /// # let _ = of_this_process;
    /// ```
    pub fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, VariablesError> {
        let mut variables = Variables::new(lookup);
        let credentials = Credentials::of_variables(&mut variables);
        let bucket = Bucket::of_variables(&mut variables);
        let signer = bucket.zip(credentials).map(|(bucket, credentials)| Self::new(bucket, credentials));
        variables.finish(signer)
    }

    /// The same bucket with other credentials, such as the next ones of a rotation ([`rotation`](crate::rotation) does that
    /// for you).
    ///
    /// Links of the old signer stay valid until they expire or their credentials do.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let old = Signer::new(bucket, Credentials::new("AKIAOLD", "wJalr")?);
    /// let new = old.with_credentials(Credentials::new("AKIANEW", "rXUtn")?);
    /// assert_eq!((old.access_key_id(), new.access_key_id()), ("AKIAOLD", "AKIANEW"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        Self::with_target(self.target.clone(), credentials)
    }

    /// The same credentials for another bucket: for example of another tenant, in another region, or at the public host while
    /// this signer has the internal host.
    ///
    /// In the same region both signers share their signing keys. For another region or service the new signer derives its own
    /// keys; you need no copy of the secret.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// let frankfurt = Endpoint::aws("eu-central-1")?.bucket("tenant-a")?;
    /// let signer = Signer::new(frankfurt, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let other = signer.for_bucket(Endpoint::aws("us-east-1")?.bucket("tenant-b")?);
    /// assert_eq!(other.bucket().map(|bucket| bucket.name()), Some("tenant-b"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn for_bucket(&self, bucket: Bucket) -> Self {
        self.with_other_target(Target::Bucket(bucket))
    }

    /// The same credentials for a service itself, as with [`for_service`](Self::for_service).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let sts = signer.for_endpoint(Endpoint::for_service("https://sts.eu-central-1.amazonaws.com", "eu-central-1", "sts")?);
    /// let presigner = sts.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// assert!(presigner.root(Method::GET).is_ok());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn for_endpoint(&self, endpoint: Endpoint) -> Self {
        let root = endpoint.url_root();
        self.with_other_target(Target::Service(endpoint, root))
    }

    /// Signs for a service itself, without a bucket. Such a signer makes only [`Presigner::root`] and [`Presigner::path`]
    /// requests; operations on objects and buckets are an error.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    ///
    /// let sts = Endpoint::aws_service("sts", "eu-central-1")?;
    /// let signer = Signer::for_service(sts, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// let link = presigner
    ///     .root(Method::GET)?
    ///     .query("Action", "GetCallerIdentity")?
    ///     .query("Version", "2011-06-15")?
    ///     .presign();
    /// assert!(link.url().starts_with("https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version="));
    /// assert_eq!(link.expires_at().seconds(), 1_700_000_900, "STS answers for 15 minutes, whatever the URL says");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn for_service(endpoint: Endpoint, credentials: Credentials) -> Self {
        let root = endpoint.url_root();
        Self::with_target(Target::Service(endpoint, root), credentials)
    }

    fn with_target(target: Target, credentials: Credentials) -> Self {
        let endpoint = target.endpoint();
        let identity = Identity::new(Arc::new(credentials), endpoint);
        Self { identity: Arc::new(identity), target }
    }

    fn with_other_target(&self, target: Target) -> Self {
        let endpoint = target.endpoint();
        let scope = (endpoint.algorithm, endpoint.region(), endpoint.service());
        let same_place = endpoint.token_place == self.target.endpoint().token_place;
        let identity = if scope == self.identity.scope() && same_place {
            Arc::clone(&self.identity)
        } else {
            Arc::new(Identity::new(self.identity.shared_credentials(), endpoint))
        };
        Self { target, identity }
    }

    #[cfg(feature = "verify")]
    pub(crate) fn identity(&self) -> Arc<Identity> {
        Arc::clone(&self.identity)
    }

    /// The access key id of the credentials, which every URL shows.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// assert_eq!(signer.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn access_key_id(&self) -> &str {
        self.identity.credentials().access_key_id()
    }

    /// When the credentials expire, if that is known. [`rotation`](crate::rotation) renews them before then.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer, UnixTime};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let expires_at = UnixTime::new(1_700_003_600);
    /// let signer = Signer::new(bucket, Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_expiry(expires_at)?);
    /// assert_eq!(signer.expires_at(), Some(expires_at));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.identity.credentials().expires_at()
    }

    /// The bucket that it signs for; `None` if it signs for a service.
    pub fn bucket(&self) -> Option<&Bucket> {
        self.target.bucket()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("url", &self.target.url_root().client_url())
            .field("credentials", self.identity.credentials())
            .finish_non_exhaustive()
    }
}
