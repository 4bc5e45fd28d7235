//! From when to when a link is valid: all expiry arithmetic of the crate.

pub(crate) mod amz_date;
pub(crate) mod unix_time;

use core::time::Duration;

use crate::error::{Error, Result};
use crate::protocol::MAX_LIFETIME;
use crate::validity::amz_date::Timestamp;
use crate::validity::unix_time::UnixTime;

/// From when and for how long a link is valid, in whole seconds.
///
/// The library has no clock: you pass the time, as any type that converts into [`UnixTime`]. A link has expired from the
/// first second of [`expires_at`](crate::Presigned::expires_at) on, which is `X-Amz-Date` + `X-Amz-Expires`.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::Validity;
///
/// let one_hour = Validity::new(1_700_000_000, Duration::from_secs(3600))?;
/// assert_eq!(one_hour.expires_at().seconds(), 1_700_003_600);
///
/// # #[cfg(feature = "std")]
/// let from_now = Validity::new(std::time::SystemTime::now(), Duration::from_secs(3600))?; // feature `std`
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    now: Timestamp,
    date: Timestamp,
    lifetime: u32,
    expires_at: Timestamp,
    at_least: u32,
}

impl Validity {
    /// A link that is valid from `now` for `lifetime`, at most seven days.
    ///
    /// # Errors
    ///
    /// [`Error::LifetimeTooShort`] under one second, [`Error::LifetimeTooLong`] over 604,800 seconds,
    /// [`Error::TimeOutOfRange`] where either end is outside the years 1 to 9999.
    ///
    /// # Example
    ///
    /// ```
    /// use core::time::Duration;
    /// use presigner::{UnixTime, Validity};
    ///
    /// let now = UnixTime::new(1_700_000_000);
    /// let validity = Validity::new(now, Duration::from_secs(3600))?;
    /// assert_eq!(validity.expires_at(), now + Duration::from_secs(3600));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(now: impl Into<UnixTime>, lifetime: Duration) -> Result<Self> {
        let now = now.into().timestamp()?;
        Self::starting(now, now, lifetime.as_secs(), 0)
    }

    /// A link that is valid from `now` and expires at `deadline`. Both are rounded down to whole seconds, so the link never
    /// outlives the deadline.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new); a deadline that is not after `now` is [`Error::LifetimeTooShort`].
    ///
    /// # Example
    ///
    /// ```
    /// use core::time::Duration;
    /// use presigner::{UnixTime, Validity};
    ///
    /// let now = UnixTime::new(1_700_000_000);
    /// let end_of_lease = now + Duration::from_secs(900);
    /// assert_eq!(Validity::until(now, end_of_lease)?.expires_at(), end_of_lease);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn until(now: impl Into<UnixTime>, deadline: impl Into<UnixTime>) -> Result<Self> {
        let now = now.into().timestamp()?;
        let deadline = deadline.into().timestamp()?;
        Self::starting(now, now, deadline.since(now), 0)
    }

    /// A link that stays the same within a step, so that browsers and CDNs find it in their caches. Its date is `now` rounded
    /// down to a multiple of `step` (since 1970), and it is valid for `step` + `at_least`. So at least `at_least` remains,
    /// whenever in the step you hand it out.
    ///
    /// The price: the date of the signature lies up to one step in the past, and a bucket policy with [`s3:signatureAge`]
    /// counts from that date.
    ///
    /// [`s3:signatureAge`]: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
    ///
    /// # Errors
    ///
    /// [`Error::StepTooShort`] for a step under one second, and those of [`new`](Self::new).
    ///
    /// # Example
    ///
    /// ```
    /// use core::time::Duration;
    /// use presigner::Validity;
    ///
    /// let step = Duration::from_secs(900);
    /// let at_least = Duration::from_secs(3600);
    /// let at = |now| Validity::aligned(now, step, at_least);
    ///
    /// assert_eq!(at(1_700_000_100)?.expires_at(), at(1_700_000_999)?.expires_at());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn aligned(now: impl Into<UnixTime>, step: Duration, at_least: Duration) -> Result<Self> {
        let now = now.into().timestamp()?;
        let step = step.as_secs();
        if step == 0 {
            return Err(Error::StepTooShort);
        }
        // A fraction of `at_least` is rounded up: it is a promise.
        let at_least = at_least.as_secs().saturating_add(u64::from(at_least.subsec_nanos() > 0));
        // A step longer than there are seconds begins in 1970.
        let into_step = now.unix().rem_euclid(i64::try_from(step).unwrap_or(i64::MAX));
        let date = Timestamp::from_unix(now.unix() - into_step)?;
        Self::starting(now, date, step.saturating_add(at_least), at_least)
    }

    /// The same validity with its date earlier by `by`, in whole seconds. Use it against clock skew: a store whose clock is
    /// behind yours refuses a date that lies in its future. The expiry stays the same.
    ///
    /// `now` stays the same as well: credentials that have expired at `now` are an error, whatever the date.
    ///
    /// # Errors
    ///
    /// [`Error::LifetimeTooLong`] where date and end are more than 604,800 seconds apart, [`Error::TimeOutOfRange`] for a date
    /// outside the years 1 to 9999.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::Validity;
    /// let hour = Validity::new(1_700_000_000, Duration::from_secs(3600))?;
    /// let backdated = hour.backdated(Duration::from_secs(30))?;
    /// assert_eq!(backdated.date().seconds(), 1_699_999_970);
    /// assert_eq!(backdated.lifetime().as_secs(), 3630);
    /// assert_eq!(backdated.expires_at(), hour.expires_at());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn backdated(self, by: Duration) -> Result<Self> {
        let date = (UnixTime::from(self.date) - Duration::from_secs(by.as_secs())).timestamp()?;
        Self::starting(self.now, date, self.expires_at.since(date), self.at_least.into())
    }

    fn starting(now: Timestamp, date: Timestamp, lifetime: u64, at_least: u64) -> Result<Self> {
        if lifetime == 0 {
            return Err(Error::LifetimeTooShort);
        }
        let too_long = Error::LifetimeTooLong { seconds: lifetime, limit: MAX_LIFETIME };
        let lifetime = u32::try_from(lifetime).map_err(|_| too_long)?;
        if lifetime > MAX_LIFETIME {
            return Err(too_long);
        }
        // Not above the lifetime, which it is a part of.
        let at_least = u32::try_from(at_least).unwrap_or(lifetime);
        Ok(Self { now, date, lifetime, expires_at: date.plus(lifetime)?, at_least })
    }

    /// The date of the signature, `X-Amz-Date`.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::Validity;
    /// let validity = Validity::new(1_700_000_000, Duration::from_secs(60))?;
    /// assert_eq!(validity.date().seconds(), 1_700_000_000);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn date(&self) -> UnixTime {
        self.date.into()
    }

    /// `X-Amz-Expires`: the time from [`date`](Self::date) to [`expires_at`](Self::expires_at), in whole seconds.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::Validity;
    /// let validity = Validity::new(1_700_000_000, Duration::from_millis(1_900))?;
    /// assert_eq!(validity.lifetime(), Duration::from_secs(1));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn lifetime(&self) -> Duration {
        Duration::from_secs(self.lifetime.into())
    }

    /// The first second at which a link with this validity has expired, unless its credentials expire earlier.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::Validity;
    /// let validity = Validity::new(1_700_000_000, Duration::from_secs(60))?;
    /// assert_eq!(validity.expires_at().seconds(), 1_700_000_060);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at.into()
    }

    pub(crate) fn amz_date_timestamp(&self) -> Timestamp {
        self.date
    }

    #[cfg(feature = "post")]
    pub(crate) fn expires_at_timestamp(&self) -> Timestamp {
        self.expires_at
    }

    pub(crate) fn lifetime_seconds(&self) -> u32 {
        self.lifetime
    }

    /// Refuses a lifetime over the endpoint's limit.
    pub(crate) fn check_limit(&self, limit: u32) -> Result<()> {
        if self.lifetime > limit {
            return Err(Error::LifetimeTooLong { seconds: self.lifetime.into(), limit });
        }
        Ok(())
    }

    /// This validity, for a service that answers for `seconds` whatever `X-Amz-Expires` says.
    pub(crate) fn answering_for(self, seconds: Option<u32>) -> Result<Self> {
        Ok(match seconds {
            None => self,
            Some(seconds) => Self { expires_at: self.date.plus(seconds)?, ..self },
        })
    }

    /// This validity, ended by `expiry` where that comes first.
    pub(crate) fn capped(self, expiry: Option<Timestamp>) -> Result<(Self, Option<EarlyExpiry>)> {
        let Some(expiry) = expiry else { return Ok((self, None)) };
        if expiry <= self.now {
            return Err(Error::CredentialsExpired);
        }
        if expiry >= self.expires_at {
            return Ok((self, None));
        }
        let cap = EarlyExpiry {
            reason: EarlyExpiryReason::CredentialsExpire,
            requested: self.expires_at,
            remaining: expiry.since(self.now),
            at_least: self.at_least,
        };
        let lifetime =
            u32::try_from(expiry.since(self.date)).map_or(self.lifetime, |seconds| seconds.min(self.lifetime));
        Ok((Self { lifetime, expires_at: expiry, ..self }, Some(cap)))
    }
}

/// Says that a link expires earlier than you asked for, and why.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::{EarlyExpiryReason, Credentials, Endpoint, Signer, Validity};
///
/// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?
///     .with_session_token("FwoGZXIvYXdzEPT//w==")?
///     .with_expiry(1_700_000_900)?;
/// let signer = Signer::new(bucket, credentials);
///
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
/// let early = presigner.early_expiry().expect("the credentials expire first");
/// assert_eq!(presigner.expires_at().seconds(), 1_700_000_900);
/// assert_eq!(early.reason(), EarlyExpiryReason::CredentialsExpire);
/// assert_eq!(early.requested_expires_at().seconds(), 1_700_003_600);
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyExpiry {
    reason: EarlyExpiryReason,
    requested: Timestamp,
    remaining: u64,
    at_least: u32,
}

/// Why a link expires earlier than you asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EarlyExpiryReason {
    /// The credentials that sign it expire.
    CredentialsExpire,
}

impl EarlyExpiry {
    /// Why the link expires early.
    pub fn reason(&self) -> EarlyExpiryReason {
        self.reason
    }

    /// When the link would have expired otherwise.
    pub fn requested_expires_at(&self) -> UnixTime {
        self.requested.into()
    }

    /// Whether less time remains than the `at_least` of [`Validity::aligned`]. Always `false` for any other validity, because
    /// it promises no minimum.
    ///
    /// # Example
    ///
    /// ```
    /// use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Signer, Validity};
    ///
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr")?.with_expiry(1_700_000_300)?;
    /// let signer = Signer::new(Endpoint::aws("eu-central-1")?.bucket("attachments")?, credentials);
    ///
    /// let minutes = |n: u64| Duration::from_secs(60 * n);
    /// let presigner = signer.at(Validity::aligned(1_700_000_000, minutes(15), minutes(10))?)?;
    /// assert!(presigner.early_expiry().is_some_and(|early| early.breaks_at_least()), "five minutes are less than ten");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn breaks_at_least(&self) -> bool {
        self.remaining < self.at_least.into()
    }

    pub(crate) fn remaining_seconds(&self) -> u64 {
        self.remaining
    }
}
