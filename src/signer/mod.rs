//! Who signs where, and from when: `Signer` and `Presigner`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use time::OffsetDateTime;

use crate::credentials::Credentials;
use crate::credentials::secret::Secret;
use crate::encode::{self, Decimal, Output, QUERY};
use crate::endpoint::bucket::{Bucket, Root};
use crate::endpoint::{Endpoint, SigningFamily};
use crate::error::{Error, Result};
use crate::short_text::ShortText;
use crate::signature::canonical_request::HexDigest;
#[cfg(target_has_atomic = "64")]
use crate::signature::kept_keys::KeptKeys;
use crate::signature::signing_key::SigningKey;
use crate::signature::string_to_sign::{ALGORITHM, AwaitingHash, StringToSign};
use crate::validity::unix_time::{AmzDate, Timestamp};
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
            Self::Bucket(bucket) => bucket.root(),
            Self::Service(_, root) => root,
        }
    }
}

/// Who signs for which region and service, with all texts that depend on nothing else.
pub(crate) struct Identity {
    credentials: Credentials,
    #[cfg(target_has_atomic = "64")]
    kept_keys: KeptKeys<8>,
    string_to_sign: StringToSign,
    /// The authentication parameters up to the value of `X-Amz-Date`, without the date of the scope.
    authentication: Box<str>,
    /// Where that date goes.
    scope_date_start: usize,
    /// `&` and the token's parameter, or nothing.
    token: Secret,
}

impl Identity {
    pub(crate) fn new(credentials: Credentials, region: &str, service: &str) -> Self {
        let string_to_sign = StringToSign::new(region, service);
        let (authentication, scope_date_start) =
            authentication(credentials.access_key_id(), string_to_sign.scope_rest());
        let token = credentials.token().map(|(parameter, token)| token_parameter(parameter, token)).unwrap_or_default();
        Self {
            credentials,
            #[cfg(target_has_atomic = "64")]
            kept_keys: KeptKeys::new(),
            string_to_sign,
            authentication,
            scope_date_start,
            token: token.into(),
        }
    }

    #[cfg(any(feature = "post", feature = "verify"))]
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(crate) fn region_and_service(&self) -> (&str, &str) {
        self.string_to_sign.region_and_service()
    }

    #[cfg(target_has_atomic = "64")]
    pub(crate) fn signing_key(&self, date: Timestamp, amz_date: &AmzDate) -> SigningKey {
        let (inner, outer) = self.kept_keys.get_or_derive(date.day(), || {
            let SigningKey { inner, outer } = self.derive_signing_key(amz_date);
            (inner, outer)
        });
        SigningKey { inner, outer }
    }

    /// Derived each time: without atomics of 64 bits none is kept.
    #[cfg(not(target_has_atomic = "64"))]
    pub(crate) fn signing_key(&self, _: Timestamp, amz_date: &AmzDate) -> SigningKey {
        self.derive_signing_key(amz_date)
    }

    pub(crate) fn derive_signing_key(&self, amz_date: &AmzDate) -> SigningKey {
        let (region, service) = self.region_and_service();
        SigningKey::derive(self.credentials.secret_access_key(), amz_date, region, service)
    }

    #[cfg(feature = "verify")]
    pub(crate) fn string_to_sign(&self) -> &StringToSign {
        &self.string_to_sign
    }
}

/// The authentication parameters up to the value of `X-Amz-Date`, and where the date of the scope goes.
fn authentication(access_key_id: &str, scope_rest: &str) -> (Box<str>, usize) {
    const AROUND: usize = "X-Amz-Algorithm=&X-Amz-Credential=%2F&X-Amz-Date=".len() + ALGORITHM.len();
    let length = AROUND + encode::encoded_len(access_key_id) + encode::encoded_len(scope_rest);
    let mut query = String::with_capacity(length);
    query.extend(["X-Amz-Algorithm=", ALGORITHM, "&X-Amz-Credential="]);
    QUERY.push_mostly_plain(&mut query, access_key_id);
    query.push_str("%2F");
    let scope_date_start = query.len();
    QUERY.push(&mut query, scope_rest);
    query.push_str("&X-Amz-Date=");
    (query.into(), scope_date_start)
}

/// `&` and the token's parameter.
fn token_parameter(parameter: &str, token: &str) -> Box<str> {
    // Of the right size: no allocation with a part of the token is left behind.
    let mut query = String::with_capacity("&=".len() + parameter.len() + encode::encoded_len(token));
    query.extend(["&", parameter, "="]);
    QUERY.push(&mut query, token);
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
        if (endpoint.region(), endpoint.service_name()) != self.identity.region_and_service() {
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
        if identity.credentials.is_s3_express_session() && endpoint.service_name() != "s3express" {
            return Err(Error::SessionCredentials);
        }
        let (validity, cap) =
            validity.answering_for(endpoint.fixed_lifetime())?.capped(identity.credentials.expiry())?;
        let date = validity.amz_date_timestamp();
        let amz_date = date.amz_date();
        let signature = identity.string_to_sign.begin(&identity.signing_key(date, &amz_date), amz_date);
        let mut date_and_expires = ShortText::new();
        date_and_expires.push_str(amz_date.as_str());
        date_and_expires.push_str("&X-Amz-Expires=");
        date_and_expires.push_str(Decimal::new(validity.lifetime_seconds().into()).as_str());
        Ok(Presigner { signer: self, validity, cap, date_and_expires, signature, scope: None })
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
    /// The value of `X-Amz-Date`, and the parameter `X-Amz-Expires`.
    date_and_expires: ShortText<{ "YYYYMMDDTHHMMSSZ&X-Amz-Expires=604800".len() }>,
    signature: AwaitingHash,
    /// What every key must begin with.
    scope: Option<&'a str>,
}

impl<'a> Presigner<'a> {
    /// Narrows what can be signed to the objects under `prefix`, for code that takes a key from outside.
    ///
    /// The prefix is compared byte by byte, nothing is decoded or normalised. A key outside it is an error, and so are the
    /// prefix itself as a key, operations on the bucket, a copy source outside, and raw parameters and headers that are not
    /// known to name nothing else ([`Request::own_query`](crate::Request::own_query) is for the caller's own); a listing
    /// needs a prefix inside. A scope within a scope must lie inside it.
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
        &self.signature.amz_date
    }

    pub(crate) fn string_to_sign(&self) -> &StringToSign {
        &self.signer.identity.string_to_sign
    }

    /// Signs, given the hash of the canonical request.
    pub(crate) fn sign(&self, hash: &HexDigest) -> HexDigest {
        self.string_to_sign().finish(&self.signature, hash)
    }

    #[cfg(feature = "post")]
    pub(crate) fn identity(&self) -> &Identity {
        &self.signer.identity
    }

    /// Writes `X-Amz-Algorithm` to `X-Amz-Expires`, and the token.
    pub(crate) fn write_authentication(&self, out: &mut impl Output) {
        let identity = &*self.signer.identity;
        let date_and_expires = self.date_and_expires.as_str();
        let (before_scope_date, before_date) =
            identity.authentication.split_at_checked(identity.scope_date_start).unwrap_or_default();
        out.append(before_scope_date);
        out.append(date_and_expires.get(.."YYYYMMDD".len()).unwrap_or_default());
        out.append(before_date);
        out.append(date_and_expires);
        out.append(&identity.token);
    }

    /// How many bytes [`write_authentication`](Self::write_authentication) appends.
    pub(crate) fn authentication_len(&self) -> usize {
        let identity = &*self.signer.identity;
        "YYYYMMDD".len() + identity.authentication.len() + self.date_and_expires.len() + identity.token.len()
    }
}

impl fmt::Debug for Presigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigner")
            .field("signer", self.signer)
            .field("date", &self.amz_date().as_str())
            .field("expires_at", &self.expires_at())
            .field("cap", &self.cap)
            .finish_non_exhaustive()
    }
}
