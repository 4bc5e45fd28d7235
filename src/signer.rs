//! Who signs where, and from when: `Signer` and `Presigner`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use time::OffsetDateTime;

use crate::bucket::{Bucket, Root};
use crate::canonical::{self, ALGORITHM};
use crate::credentials::Credentials;
use crate::encode::{self, Decimal, QUERY};
use crate::endpoint::{Endpoint, SigningFamily};
use crate::error::{Error, Result};
use crate::secret::Secret;
use crate::short_text::ShortText;
use crate::signing_key::{AwaitingHash, KeptKeys, SigningKey};
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
    target: Target,
    identity: Arc<Identity>,
}

/// What is signed for.
enum Target {
    Bucket(Bucket),
    Service(Endpoint, Root),
}

impl Target {
    fn bucket(&self) -> Option<&Bucket> {
        match self {
            Self::Bucket(bucket) => Some(bucket),
            Self::Service(..) => None,
        }
    }

    fn endpoint(&self) -> &Endpoint {
        match self {
            Self::Bucket(bucket) => bucket.endpoint(),
            Self::Service(endpoint, _) => endpoint,
        }
    }

    fn root(&self) -> &Root {
        match self {
            Self::Bucket(bucket) => &bucket.root,
            Self::Service(_, root) => root,
        }
    }
}

/// Who signs for which region and service, with all texts that depend on nothing else.
pub(crate) struct Identity {
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
    query_token: Secret,
}

impl Identity {
    pub(crate) fn new(credentials: Credentials, region: &str, service: &str) -> Self {
        let scope_rest = canonical::scope_rest(region, service);

        let query_before_scope_date =
            around_encoded(&["X-Amz-Algorithm=", ALGORITHM, "&X-Amz-Credential="], credentials.access_key_id(), "%2F");
        let query_before_date = around_encoded(&[], &scope_rest, "&X-Amz-Date=");
        let query_token = credentials
            .token()
            .map(|(parameter, token)| around_encoded(&["&", parameter, "="], token, ""))
            .unwrap_or_default()
            .into();

        Self {
            credentials,
            region: region.into(),
            service: service.into(),
            kept_keys: KeptKeys::new(),
            scope_rest: scope_rest.into(),
            query_before_scope_date,
            query_before_date,
            query_token,
        }
    }

    #[cfg(any(feature = "post", feature = "verify"))]
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    #[cfg(feature = "verify")]
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    #[cfg(feature = "verify")]
    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    #[cfg(feature = "verify")]
    pub(crate) fn scope_rest(&self) -> &str {
        &self.scope_rest
    }

    pub(crate) fn signing_key(&self, date: Timestamp, amz_date: &AmzDate) -> SigningKey {
        self.kept_keys.get_or_derive(date, || self.derive_signing_key(amz_date))
    }

    pub(crate) fn derive_signing_key(&self, amz_date: &AmzDate) -> SigningKey {
        SigningKey::derive(self.credentials.secret_access_key(), amz_date, &self.region, &self.service)
    }

    /// Writes `X-Amz-Algorithm` to `X-Amz-Expires`.
    fn write_authentication(&self, amz_date: &AmzDate, validity: Validity, mut sink: impl FnMut(&str)) {
        sink(&self.query_before_scope_date);
        sink(amz_date.scope_date());
        sink(&self.query_before_date);
        sink(amz_date.as_str());
        sink("&X-Amz-Expires=");
        sink(Decimal::new(validity.lifetime_seconds().into()).as_str());
    }

    fn authentication_max_len(&self) -> usize {
        self.query_before_scope_date.len()
            + "YYYYMMDD".len()
            + self.query_before_date.len()
            + "YYYYMMDDTHHMMSSZ".len()
            + "&X-Amz-Expires=604800".len()
    }
}

/// A text encoded, and what stands around it, in an allocation of the right size.
fn around_encoded(before: &[&str], text: &str, behind: &str) -> Box<str> {
    let length: usize = before.iter().map(|piece| piece.len()).sum();
    let mut query = String::with_capacity(length + encode::encoded_len(text) + behind.len());
    query.extend(before.iter().copied());
    QUERY.push(&mut query, text);
    query.push_str(behind);
    query.into()
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

    /// Signs for a service itself, without a bucket: [`Presigner::root`] is all it can make. Operations on objects and
    /// buckets are an error.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    ///
    /// let sts = Endpoint::service("https://sts.eu-central-1.amazonaws.com", "sts", "eu-central-1")?;
    /// let signer = Signer::for_service(sts, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(60))?)?;
    /// let link = presigner
    ///     .root(Method::GET)?
    ///     .query("Action", "GetCallerIdentity")?
    ///     .query("Version", "2011-06-15")?
    ///     .presign();
    /// assert!(link.url().starts_with("https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version="));
    /// assert_eq!(link.expires_at_unix(), 1_700_000_900, "STS answers for 15 minutes, whatever the URL says");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn for_service(endpoint: Endpoint, credentials: Credentials) -> Self {
        let root = endpoint.root("", "/");
        Self::with_target(Target::Service(endpoint, root), credentials)
    }

    fn with_target(target: Target, credentials: Credentials) -> Self {
        let endpoint = target.endpoint();
        let identity = Identity::new(credentials, endpoint.region(), endpoint.service_name());
        Self { identity: Arc::new(identity), target }
    }

    /// The same credentials and the same derived keys, for another bucket: of another tenant, say, or under the public
    /// host where this one is under the internal one.
    ///
    /// # Errors
    ///
    /// [`Error::OtherScope`] where region or service differ, which the keys are derived for.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Error, Signer};
    /// let endpoint = Endpoint::aws("eu-central-1")?;
    /// let signer = Signer::new(endpoint.bucket("tenant-a")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let other = signer.for_bucket(endpoint.bucket("tenant-b")?)?;
    /// assert_eq!(other.bucket().map(|bucket| bucket.name()), Some("tenant-b"));
    /// assert_eq!(signer.for_bucket(Endpoint::gcs().bucket("tenant-c")?).unwrap_err(), Error::OtherScope);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn for_bucket(&self, bucket: Bucket) -> Result<Self> {
        let endpoint = bucket.endpoint();
        if endpoint.region() != &*self.identity.region || endpoint.service_name() != &*self.identity.service {
            return Err(Error::OtherScope);
        }
        Ok(Self { target: Target::Bucket(bucket), identity: Arc::clone(&self.identity) })
    }

    /// The same bucket, signed for with other credentials: the next ones of a rotation.
    ///
    /// Links that the old signer has made live on, until they end or their credentials do.
    ///
    /// # Example
    ///
    /// Swapping the signer of a running service. Requests that are under way keep the one they have:
    ///
    /// ```
    /// use std::sync::{Arc, RwLock};
    /// # use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Signer, Validity};
    ///
    /// struct Links(RwLock<Arc<Signer>>);
    ///
    /// impl Links {
    ///     fn signer(&self) -> Arc<Signer> {
    ///         Arc::clone(&self.0.read().unwrap())
    ///     }
    ///     fn rotate(&self, credentials: Credentials) {
    ///         let next = Arc::new(self.signer().with_credentials(credentials));
    ///         *self.0.write().unwrap() = next;
    ///     }
    /// }
    ///
    /// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let links = Links(RwLock::new(Arc::new(Signer::new(bucket, Credentials::new("AKIAOLD", "wJalr")?))));
    ///
    /// let validity = Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?;
    /// let old = links.signer().at(validity)?.get("report.pdf")?.presign();
    /// links.rotate(Credentials::new("AKIANEW", "rXUtn")?);
    /// let new = links.signer().at(validity)?.get("report.pdf")?.presign();
    /// assert!(old.url().contains("AKIAOLD") && new.url().contains("AKIANEW"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        let target = match &self.target {
            Target::Bucket(bucket) => Target::Bucket(bucket.clone()),
            Target::Service(endpoint, root) => Target::Service(endpoint.clone(), root.clone()),
        };
        Self::with_target(target, credentials)
    }

    #[cfg(feature = "verify")]
    pub(crate) fn identity(&self) -> Arc<Identity> {
        Arc::clone(&self.identity)
    }

    /// The bucket it signs for, unless it signs for a service.
    ///
    /// # Example
    ///
    /// See [`new`](Self::new).
    pub fn bucket(&self) -> Option<&Bucket> {
        self.target.bucket()
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
        let endpoint = self.target.endpoint();
        validity.check_limit(endpoint.max_lifetime)?;
        if identity.credentials.is_s3_express_session() && &*identity.service != "s3express" {
            return Err(Error::SessionCredentials);
        }
        let (validity, cap) =
            validity.answering_for(endpoint.fixed_lifetime())?.capped(identity.credentials.expiry())?;
        let date = validity.amz_date_timestamp();
        let amz_date = date.amz_date();
        let mut signature = identity.signing_key(date, &amz_date).begin();
        canonical::string_to_sign_head(&amz_date, &identity.scope_rest, |piece| {
            signature.update(piece.as_bytes());
        });
        let mut authentication = ShortText::new();
        if identity.authentication_max_len() <= MAX_AUTHENTICATION {
            identity.write_authentication(&amz_date, validity, |piece| authentication.push_str(piece));
        }
        let signature = signature.await_hash();
        Ok(Presigner { signer: self, validity, cap, amz_date, signature, authentication, scope: None })
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
            .field("url", &self.target.root().url)
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
    signature: AwaitingHash,
    /// From `X-Amz-Algorithm` to `X-Amz-Expires`, written once for all links. Empty where it is too long for that.
    authentication: ShortText<MAX_AUTHENTICATION>,
    /// What every key must begin with.
    scope: Option<&'a str>,
}

/// As long as it gets for access key ids of 64 bytes and regions of 32.
const MAX_AUTHENTICATION: usize = 240;

impl<'a> Presigner<'a> {
    /// Narrows what can be signed to the objects under `prefix`, for code that takes a key from outside.
    ///
    /// The prefix is compared byte by byte, nothing is decoded or normalised. A key outside it is an error, and so are the
    /// prefix itself as a key, operations on the bucket, a copy source outside, and raw parameters and headers that might
    /// name something else; a listing needs a prefix inside. A scope within a scope must lie inside it.
    ///
    /// # Errors
    ///
    /// [`Error::ScopePrefix`] for a prefix that is empty or does not end in `/`; [`Error::OutsideScope`] for one that is
    /// outside the scope so far.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Error, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let presigner = presigner.within("users/42/")?;
    /// assert!(presigner.get("users/42/photo.png").is_ok());
    /// assert_eq!(presigner.get("users/43/photo.png").unwrap_err(), Error::OutsideScope);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn within(self, prefix: &'a str) -> Result<Self> {
        if !prefix.ends_with('/') {
            return Err(Error::ScopePrefix);
        }
        self.check_scope(prefix)?;
        Ok(Self { scope: Some(prefix), ..self })
    }
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

    /// Refuses a prefix that is not inside the scope; the scope's own prefix is.
    pub(crate) fn check_scope(&self, prefix: &str) -> Result<()> {
        if self.scope.is_none_or(|scope| prefix.starts_with(scope)) { Ok(()) } else { Err(Error::OutsideScope) }
    }

    pub(crate) fn scope(&self) -> Option<&str> {
        self.scope
    }

    pub(crate) fn bucket(&self) -> Result<&Bucket> {
        self.signer.bucket().ok_or(Error::NoBucket)
    }

    pub(crate) fn signing_family(&self) -> SigningFamily {
        self.signer.target.endpoint().signing_family()
    }

    pub(crate) fn url_root(&self) -> &Root {
        self.signer.target.root()
    }

    pub(crate) fn amz_date(&self) -> &AmzDate {
        &self.amz_date
    }

    /// The credential scope after its date.
    pub(crate) fn scope_rest(&self) -> &str {
        &self.signer.identity.scope_rest
    }

    pub(crate) fn signature(&self) -> &AwaitingHash {
        &self.signature
    }

    #[cfg(feature = "post")]
    pub(crate) fn identity(&self) -> &Identity {
        &self.signer.identity
    }

    /// Writes `X-Amz-Algorithm` to `X-Amz-Expires`, and the token.
    pub(crate) fn write_authentication(&self, out: &mut String) {
        let identity = &*self.signer.identity;
        if self.authentication.len() > 0 {
            out.push_str(self.authentication.as_str());
        } else {
            identity.write_authentication(&self.amz_date, self.validity, canonical::collect(out));
        }
        out.push_str(&identity.query_token);
    }

    /// How many bytes [`write_authentication`](Self::write_authentication) appends at the most.
    pub(crate) fn authentication_max_len(&self) -> usize {
        let identity = &*self.signer.identity;
        identity.authentication_max_len() + identity.query_token.len()
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
