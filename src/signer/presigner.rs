//! A signer at one time.

use alloc::string::String;
use core::fmt;

use crate::encode::{Decimal, Output};
use crate::endpoint::bucket::Bucket;
use crate::endpoint::service::SigningFamily;
use crate::endpoint::url_root::UrlRoot;
use crate::error::{Error, Result};
use crate::impossible::impossible;
use crate::protocol::{EXPIRES, MAX_LIFETIME_DIGITS};
use crate::short_text::ShortText;
use crate::signature::canonical_hash::CanonicalBlocks;
use crate::signature::canonical_path::CanonicalPath;
use crate::signature::hex::HexDigest;
use crate::signature::string_to_sign::AwaitingHash;
use crate::signer::identity::Identity;
use crate::signer::target::Target;
use crate::validity::amz_date::AmzDate;
use crate::validity::unix_time::UnixTime;
use crate::validity::{EarlyExpiry, Validity};

/// A [`Signer`](crate::Signer) at one time: it makes a request for each link. [`Signer::at`](crate::Signer::at) makes it.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// # use presigner::{Credentials, Endpoint, Signer, Validity};
/// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
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
    target: &'a Target,
    identity: &'a Identity,
    validity: Validity,
    cap: Option<EarlyExpiry>,
    /// The value of `X-Amz-Date`, and the parameter `X-Amz-Expires`.
    date_and_expires: ShortText<{ AmzDate::LEN + EXPIRES.prefix.len() + MAX_LIFETIME_DIGITS }>,
    /// How many bytes are the same in each URL.
    fixed_len: usize,
    /// That of the target's service: setters ask for it.
    family: SigningFamily,
    signature: AwaitingHash,
    /// What every key must begin with.
    scope: Option<&'a str>,
}

impl<'a> Presigner<'a> {
    /// Once target and validity are known to fit.
    #[inline]
    pub(super) fn new(
        target: &'a Target,
        identity: &'a Identity,
        validity: Validity,
        cap: Option<EarlyExpiry>,
    ) -> Self {
        let date = validity.amz_date_timestamp();
        let amz_date = date.amz_date();
        let signature = identity.begin(date, amz_date);
        let mut date_and_expires = ShortText::new();
        let expires = Decimal::new(validity.lifetime_seconds().into());
        for piece in [amz_date.as_str(), EXPIRES.prefix, expires.as_str()] {
            if !date_and_expires.push_str(piece) {
                impossible::<()>("there is room for `MAX_LIFETIME`");
            }
        }
        let fixed_len = target.url_root().client_url().len()
            + identity.authentication_len()
            + "YYYYMMDD".len()
            + date_and_expires.len()
            + identity.token_and_signed_headers().len();
        let family = target.endpoint().service.family();
        Self { target, identity, validity, cap, date_and_expires, fixed_len, family, signature, scope: None }
    }

    /// Limits this presigner to the objects under `prefix`, for code that takes keys from outside.
    ///
    /// The prefix is compared byte by byte; nothing is decoded or normalised. These are errors: a key outside the prefix, the
    /// prefix itself as a key, an operation on the bucket, a copy source outside, a listing without a prefix inside, and a
    /// raw parameter or header that is not known to stay at the object (for your own ones there is
    /// [`Request::own_query`](crate::Request::own_query)). A scope within a scope must lie inside it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidScopePrefix`] for a prefix that is empty or does not end in `/`; [`Error::OutsideScope`] for a prefix
    /// outside the current scope.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Error;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let presigner = presigner.within("users/42/")?;
    /// assert!(presigner.get("users/42/photo.png").is_ok());
    /// assert_eq!(presigner.get("users/43/photo.png").unwrap_err(), Error::OutsideScope);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn within(self, prefix: &'a str) -> Result<Self> {
        if !prefix.ends_with('/') {
            return Err(Error::InvalidScopePrefix);
        }
        self.check_scope(prefix)?;
        Ok(Self { scope: Some(prefix), ..self })
    }
}

impl Presigner<'_> {
    /// The first second at which every link of this presigner has expired.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert_eq!(presigner.expires_at().to_string(), "2023-11-14T23:13:20Z");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expires_at(&self) -> UnixTime {
        self.validity.expires_at()
    }

    /// Whether and why the links expire earlier than you asked for.
    pub fn early_expiry(&self) -> Option<EarlyExpiry> {
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
        self.target.bucket().ok_or(Error::NoBucket)
    }

    #[inline]
    pub(crate) fn signing_family(&self) -> SigningFamily {
        self.family
    }

    pub(crate) fn canonical_path(&self) -> CanonicalPath {
        self.target.endpoint().canonical_path
    }

    /// What a URL has behind its signature.
    pub(crate) fn behind_signature(&self) -> &str {
        self.identity.behind_signature()
    }

    pub(crate) fn url_root(&self) -> &UrlRoot {
        self.target.url_root()
    }

    pub(crate) fn amz_date(&self) -> &AmzDate {
        &self.signature.amz_date
    }

    /// Appends the signature, given the hash of the canonical request.
    pub(crate) fn append_signature(&self, url: &mut String, hash: &HexDigest) {
        self.identity.append_signature(url, &self.signature, hash);
    }

    pub(crate) fn identity(&self) -> &Identity {
        self.identity
    }

    /// Writes `X-Amz-Algorithm` to `X-Amz-SignedHeaders`, without the value of the latter.
    #[inline]
    pub(crate) fn write_authentication(&self, out: &mut impl Output) {
        let (before_scope_date, before_date) = self.identity.authentication();
        let date_and_expires = self.date_and_expires.as_str();
        let scope_date =
            date_and_expires.get(.."YYYYMMDD".len()).unwrap_or_else(|| impossible("it begins with the date"));
        out.append(before_scope_date);
        out.append(scope_date);
        out.append(before_date);
        out.append(date_and_expires);
        out.append(self.identity.token_and_signed_headers());
    }

    /// How many bytes of each URL are the same: its start, and what [`write_authentication`](Self::write_authentication) appends.
    #[inline]
    pub(crate) fn fixed_len(&self) -> usize {
        self.fixed_len
    }

    /// The longest URL, up to its signature, that is worth a try in blocks; 0 for services whose URL is not what is hashed.
    #[inline]
    pub(crate) fn max_len_in_blocks(&self) -> usize {
        match self.family {
            SigningFamily::S3 => CanonicalBlocks::CAPACITY * 3 / 4,
            SigningFamily::Other => 0,
        }
    }
}

impl fmt::Debug for Presigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigner")
            .field("url", &self.url_root().client_url())
            .field("credentials", self.identity.credentials())
            .field("date", &self.amz_date().as_str())
            .field("expires_at", &self.expires_at())
            .field("cap", &self.cap)
            .finish_non_exhaustive()
    }
}
