//! Moments as the outside knows them.

use core::fmt;
use core::ops::{Add, Sub};
use core::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::error::{Error, Result};
use crate::validity::amz_date::Timestamp;

/// A moment in whole seconds since 1970-01-01T00:00:00Z, without leap seconds ([POSIX], 4.19). Every function that takes a
/// moment accepts any type that converts into a `UnixTime`, and every getter returns one.
///
/// Unix seconds, [`time::OffsetDateTime`] and, with feature `std`, `std::time::SystemTime` convert into it. Fractions of a
/// second are rounded down, before 1970 as well. `Display`, and with feature `serde` the serialised form, is RFC 3339 in UTC.
///
/// [POSIX]: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap04.html
///
/// # Example
///
/// ```
/// use presigner::UnixTime;
/// use presigner::time::OffsetDateTime;
///
/// let moment = UnixTime::new(1_700_000_000);
/// assert_eq!(moment.to_string(), "2023-11-14T22:13:20Z");
/// assert_eq!(moment.seconds(), 1_700_000_000);
/// assert_eq!(UnixTime::from(OffsetDateTime::try_from(moment)?), moment);
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// # Example: the clocks of other crates
///
/// ```
/// # use presigner::UnixTime;
/// # #[cfg(feature = "std")] {
/// let now: UnixTime = std::time::SystemTime::now().into();               // feature `std`
/// let now: UnixTime = presigner::time::OffsetDateTime::now_utc().into(); // feature `std`
/// # }
/// let now: UnixTime = chrono::Utc::now().timestamp().into();
/// let now: UnixTime = jiff::Timestamp::now().as_second().into();
///
/// let milliseconds = 1_700_000_000_999_i64; // JavaScript's `Date.now()`
/// assert_eq!(UnixTime::from(milliseconds.div_euclid(1000)), UnixTime::new(1_700_000_000));
/// ```
///
/// In a browser or Worker (`wasm32-unknown-unknown`), reading the clock of `std` stops the program (`unreachable`). Use the
/// milliseconds of `js_sys::Date::now()` there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(i64);

impl UnixTime {
    /// From Unix seconds.
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// In Unix seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The time from `earlier` to this moment, or zero if `earlier` is not before it.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::UnixTime;
    /// let (now, expires_at) = (UnixTime::new(1_700_000_000), UnixTime::new(1_700_000_600));
    /// assert_eq!(expires_at.saturating_duration_since(now).as_secs(), 600);
    /// assert!(now.saturating_duration_since(expires_at).is_zero());
    /// ```
    pub fn saturating_duration_since(self, earlier: impl Into<Self>) -> Duration {
        Duration::from_secs(u64::try_from(self.0.saturating_sub(earlier.into().0)).unwrap_or(0))
    }

    /// RFC 3339, in the years 1 to 9999; another offset and a fraction, which is floored, are taken.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok().map(Self::from).filter(|moment| moment.timestamp().is_ok())
    }

    /// For what Signature Version 4 and RFC 3339 can write.
    pub(crate) fn timestamp(self) -> Result<Timestamp> {
        Timestamp::from_unix(self.0)
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<OffsetDateTime> for UnixTime {
    fn from(moment: OffsetDateTime) -> Self {
        Self(moment.unix_timestamp())
    }
}

impl From<Timestamp> for UnixTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.unix())
    }
}

/// Adds whole seconds: a fraction of the duration is dropped. A sum over the range of `i64` becomes the greatest `i64`.
impl Add<Duration> for UnixTime {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add_unsigned(duration.as_secs()))
    }
}

/// Subtracts a duration and rounds down to whole seconds, as for every moment. A difference below the range of `i64` becomes
/// the least `i64`.
impl Sub<Duration> for UnixTime {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub_unsigned(duration.as_secs()).saturating_sub(i64::from(duration.subsec_nanos() > 0)))
    }
}

/// # Errors
///
/// [`Error::TimeOutOfRange`] for what `time` can't hold: years beyond 9999, in either direction.
impl TryFrom<UnixTime> for OffsetDateTime {
    type Error = Error;

    fn try_from(moment: UnixTime) -> Result<Self> {
        Self::from_unix_timestamp(moment.0).map_err(|_| Error::TimeOutOfRange)
    }
}

/// Floored, before 1970 as well.
#[cfg(feature = "std")]
impl From<std::time::SystemTime> for UnixTime {
    fn from(moment: std::time::SystemTime) -> Self {
        let seconds = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        Self(match moment.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => seconds(after.as_secs()),
            Err(error) => {
                let before = error.duration();
                -seconds(before.as_secs().saturating_add(u64::from(before.subsec_nanos() > 0)))
            }
        })
    }
}

/// RFC 3339 in UTC, as `2026-01-01T00:00:00Z`. A moment outside the years 1 to 9999, which RFC 3339 can't write, is shown in
/// Unix seconds.
impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp() {
            Ok(timestamp) => f.write_str(timestamp.amz_date().rfc3339().as_str()),
            Err(_) => write!(f, "{} seconds since 1970", self.0),
        }
    }
}

impl fmt::Debug for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// RFC 3339 in UTC. A moment outside the years 1 to 9999 is an error.
#[cfg(feature = "serde")]
impl serde::Serialize for UnixTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let timestamp = self.timestamp().map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(timestamp.amz_date().rfc3339().as_str())
    }
}

/// Reads RFC 3339, in the years 1 to 9999. Other offsets are accepted, and fractions of a second, which are rounded down.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for UnixTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <alloc::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("the time is not in the form of RFC 3339"))
    }
}
