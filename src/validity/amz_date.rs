//! Moments that Signature Version 4 can write, and how it does.

use time::OffsetDateTime;

use crate::error::{Error, Result};
use crate::impossible::impossible;
use crate::short_text::ShortText;

/// A moment in whole seconds, in the years 1 to 9999: what both `X-Amz-Date` and RFC 3339 can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(i64);

const SECONDS_PER_DAY: i64 = 86_400;

impl Timestamp {
    /// 0001-01-01T00:00:00Z.
    const MIN: i64 = -62_135_596_800;
    /// 9999-12-31T23:59:59Z.
    const MAX: i64 = 253_402_300_799;

    pub(crate) fn from_unix(seconds: i64) -> Result<Self> {
        if (Self::MIN..=Self::MAX).contains(&seconds) { Ok(Self(seconds)) } else { Err(Error::TimeOutOfRange) }
    }

    /// Reads what [`amz_date`](Self::amz_date) writes, and nothing else: no leap seconds, no other digits.
    #[cfg(feature = "verify")]
    pub(crate) fn parse_amz_date(text: &str) -> Option<(Self, AmzDate)> {
        let amz_date: [u8; 16] = text.as_bytes().try_into().ok()?;
        let [y1, y2, y3, y4, month1, month2, day1, day2, b'T', hour1, hour2, minute1, minute2, second1, second2, b'Z'] =
            amz_date
        else {
            return None;
        };
        let year = 100 * i32::from(number(y1, y2)?) + i32::from(number(y3, y4)?);
        let month = time::Month::try_from(number(month1, month2)?).ok()?;
        let date = time::Date::from_calendar_date(year, month, number(day1, day2)?).ok()?;
        let time = date.with_hms(number(hour1, hour2)?, number(minute1, minute2)?, number(second1, second2)?).ok()?;
        Some((Self::from_unix(time.assume_utc().unix_timestamp()).ok()?, AmzDate::new(amz_date)))
    }

    pub(crate) fn unix(self) -> i64 {
        self.0
    }

    fn datetime(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or_else(|_| {
            impossible::<()>("the years 1 to 9999 are inside the range of `time`");
            OffsetDateTime::UNIX_EPOCH
        })
    }

    pub(crate) fn plus(self, seconds: u32) -> Result<Self> {
        Self::from_unix(self.0.saturating_add(i64::from(seconds)))
    }

    /// Seconds from `earlier` to `self`, or 0 when `self` is not later.
    pub(crate) fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }

    /// The number of the UTC day, 1 for 0001-01-01.
    pub(crate) fn day(self) -> u32 {
        let days = (self.0 - Self::MIN).div_euclid(SECONDS_PER_DAY) + 1;
        u32::try_from(days).unwrap_or_else(|_| impossible("9999 years have fewer days"))
    }

    /// The moment as `X-Amz-Date` writes it: `YYYYMMDD'T'HHMMSS'Z'`.
    pub(crate) fn amz_date(self) -> AmzDate {
        let moment = self.datetime();
        let year = moment.year().unsigned_abs();
        let [y1, y2] = two_digits(year / 100);
        let [y3, y4] = two_digits(year % 100);
        let [month1, month2] = two_digits(u8::from(moment.month()).into());
        let [day1, day2] = two_digits(moment.day().into());
        let [hour1, hour2] = two_digits(moment.hour().into());
        let [minute1, minute2] = two_digits(moment.minute().into());
        let [second1, second2] = two_digits(moment.second().into());
        AmzDate::new([
            y1, y2, y3, y4, month1, month2, day1, day2, b'T', hour1, hour2, minute1, minute2, second1, second2, b'Z',
        ])
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the remainders are under ten")]
fn two_digits(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

/// The number that two digits write.
#[cfg(feature = "verify")]
fn number(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| 10 * (tens - b'0') + (ones - b'0'))
}

/// A moment as `X-Amz-Date` writes it, and behind a line feed its first eight bytes once more, which are the date of the
/// credential scope: so they follow each other in the string to sign.
#[derive(Clone, Copy)]
pub(crate) struct AmzDate([u8; 25]);

const WRITTEN: &str = "a moment is written in 25 bytes of ASCII";

impl AmzDate {
    /// The bytes of a date and a time.
    pub(crate) const LEN: usize = "YYYYMMDDTHHMMSSZ".len();

    fn new(date: [u8; Self::LEN]) -> Self {
        let [y1, y2, y3, y4, mo1, mo2, d1, d2, t, h1, h2, mi1, mi2, s1, s2, z] = date;
        Self([
            y1, y2, y3, y4, mo1, mo2, d1, d2, t, h1, h2, mi1, mi2, s1, s2, z, b'\n', y1, y2, y3, y4, mo1, mo2, d1, d2,
        ])
    }

    pub(crate) fn as_str(&self) -> &str {
        self.with_scope_date().get(..Self::LEN).unwrap_or_else(|| impossible(WRITTEN))
    }

    /// With the line feed and the date of the scope.
    pub(crate) fn as_bytes(&self) -> &[u8; 25] {
        &self.0
    }

    pub(crate) fn with_scope_date(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_else(|_| impossible(WRITTEN))
    }

    /// The same moment in the form of RFC 3339, as `2026-01-01T00:00:00Z`: the formatter of `time` would need `std`.
    pub(crate) fn rfc3339(&self) -> ShortText<20> {
        let digits = |range| self.as_str().get(range).unwrap_or_else(|| impossible(WRITTEN));
        let [year, month, day] = [digits(0..4), digits(4..6), digits(6..8)];
        let [hour, minute, second] = [digits(9..11), digits(11..13), digits(13..15)];
        let mut text = ShortText::new();
        for piece in [year, "-", month, "-", day, "T", hour, ":", minute, ":", second, "Z"] {
            if !text.push_str(piece) {
                impossible::<()>("20 bytes are all of it");
            }
        }
        text
    }

    pub(crate) fn scope_date(&self) -> &str {
        self.as_str().get(.."YYYYMMDD".len()).unwrap_or_else(|| impossible(WRITTEN))
    }
}

#[cfg(test)]
mod tests {
    use time::format_description::BorrowedFormatItem;
    use time::macros::{datetime, format_description};

    use super::*;

    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

    #[test]
    fn writes_what_a_formatter_writes() {
        // Steps of a prime number of seconds reach every month, leap days and all times of day.
        for seconds in (Timestamp::MIN..=Timestamp::MAX).step_by(7_777_777) {
            let timestamp = Timestamp::from_unix(seconds).unwrap();
            assert_eq!(timestamp.amz_date().as_str(), timestamp.datetime().format(FORMAT).unwrap());
        }
    }

    #[test]
    fn knows_its_borders() {
        assert_eq!(Timestamp::from_unix(Timestamp::MIN).unwrap().datetime(), datetime!(0001-01-01 0:00 UTC));
        assert_eq!(Timestamp::from_unix(Timestamp::MAX).unwrap().datetime(), datetime!(9999-12-31 23:59:59 UTC));
        assert_eq!(Timestamp::from_unix(Timestamp::MIN - 1), Err(Error::TimeOutOfRange));
        assert_eq!(Timestamp::from_unix(Timestamp::MAX + 1), Err(Error::TimeOutOfRange));
        assert_eq!(Timestamp::from_unix(i64::MAX), Err(Error::TimeOutOfRange));
    }

    #[test]
    fn days_change_at_midnight_utc() {
        let before = Timestamp::from_unix(datetime!(2024-02-28 23:59:59.999 UTC).unix_timestamp()).unwrap();
        let after = Timestamp::from_unix(datetime!(2024-02-29 01:00 +1).unix_timestamp()).unwrap();
        assert_eq!(before.day() + 1, after.day());
        assert_eq!(Timestamp::from_unix(Timestamp::MIN).unwrap().day(), 1);
    }
}
