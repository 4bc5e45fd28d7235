//! Moments: how they come in, how they go out, and what a date in the past does not hide.

#![cfg(all(feature = "serde", feature = "std"))]

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use presigner::time::OffsetDateTime;
use presigner::{Credentials, Endpoint, Error, Signer, UnixTime, Validity};
use proptest::prelude::*;
use time::format_description::well_known::Rfc3339;

use common::NOW;

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const YEARS: core::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

proptest! {
    #[test]
    fn shown_and_serialised_as_the_formatter_of_time_does(seconds in YEARS, nanos in 0_u32..1_000_000_000) {
        let moment = UnixTime::new(seconds);
        let whole = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let expected = whole.format(&Rfc3339).unwrap();
        prop_assert_eq!(moment.to_string(), &*expected);
        prop_assert_eq!(format!("{moment:?}"), &*expected);
        let json = serde_json::to_string(&moment).unwrap();
        prop_assert_eq!(&json, &format!("\"{expected}\""));
        prop_assert_eq!(serde_json::from_str::<UnixTime>(&json).unwrap(), moment);

        prop_assert_eq!(OffsetDateTime::try_from(moment).unwrap(), whole);
        let fraction = whole.replace_nanosecond(nanos).unwrap();
        prop_assert_eq!(UnixTime::from(fraction), moment);
        let text = serde_json::to_string(&fraction.format(&Rfc3339).unwrap()).unwrap();
        prop_assert_eq!(serde_json::from_str::<UnixTime>(&text).unwrap(), moment);
    }

    #[test]
    fn the_clock_of_std_is_floored(seconds in -4_000_000_000_i64..4_000_000_000, nanos in 0_u64..1_000_000_000) {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = if seconds < 0 { UNIX_EPOCH - whole } else { UNIX_EPOCH + whole };
        prop_assert_eq!(UnixTime::from(start + Duration::from_nanos(nanos)).seconds(), seconds);
        // The formatter of `time` floors too: both ways lead to the same moment.
        let clock: SystemTime = start + Duration::from_nanos(nanos);
        prop_assert_eq!(UnixTime::from(OffsetDateTime::from(clock)), UnixTime::from(clock));
    }

    #[test]
    fn arithmetic_saturates_and_floors(seconds in any::<i64>(), duration in any::<u64>(), nanos in 0_u32..1_000_000_000) {
        let (moment, duration) = (UnixTime::new(seconds), Duration::new(duration, nanos));
        let later = i128::from(seconds) + i128::from(duration.as_secs());
        prop_assert_eq!(i128::from((moment + duration).seconds()), later.min(i64::MAX.into()));
        let earlier = i128::from(seconds) - i128::from(duration.as_secs()) - i128::from(nanos > 0);
        prop_assert_eq!(i128::from((moment - duration).seconds()), earlier.max(i64::MIN.into()));
    }
}

#[test]
fn any_second_is_a_moment_and_a_link_has_four_digits_for_its_year() {
    for seconds in [i64::MIN, *YEARS.start() - 1, *YEARS.end() + 1, i64::MAX] {
        let moment = UnixTime::new(seconds);
        assert_eq!(moment.to_string(), format!("{seconds} seconds since 1970"));
        let error = serde_json::to_string(&moment).unwrap_err();
        assert_eq!(error.to_string(), "the time is outside the years 1 to 9999");
        assert_eq!(Validity::new(moment, Duration::from_secs(1)), Err(Error::TimeOutOfRange));
    }
    assert_eq!(OffsetDateTime::try_from(UnixTime::new(i64::MAX)), Err(Error::TimeOutOfRange));
    for text in ["\"2026-01-01\"", "\"0000-12-31T23:59:59Z\"", "1700000000", "\"\""] {
        assert!(serde_json::from_str::<UnixTime>(text).is_err(), "{text}");
    }
}

#[test]
fn every_kind_of_moment_is_taken() {
    let hour = Duration::from_secs(3600);
    let expected = Validity::new(NOW, hour).unwrap();
    assert_eq!(Validity::new(UnixTime::new(NOW), hour), Ok(expected));
    assert_eq!(Validity::new(OffsetDateTime::from_unix_timestamp(NOW).unwrap(), hour), Ok(expected));
    assert_eq!(Validity::new(UNIX_EPOCH + Duration::from_secs(NOW.cast_unsigned()), hour), Ok(expected));
}

#[test]
fn a_date_in_the_past_does_not_hide_dead_credentials() {
    let at = |expiry: i64| {
        let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr").unwrap().with_expiry(expiry).unwrap();
        let signer = Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), credentials);
        let validity =
            Validity::new(NOW, Duration::from_secs(600)).unwrap().backdated(Duration::from_secs(300)).unwrap();
        signer.at(validity).map(|presigner| presigner.expires_at().seconds())
    };
    assert_eq!(at(NOW - 100).unwrap_err(), Error::CredentialsExpired, "alive at the date, dead now");
    assert_eq!(at(NOW).unwrap_err(), Error::CredentialsExpired);
    assert_eq!(at(NOW + 1), Ok(NOW + 1));
    assert_eq!(at(NOW + 9_000), Ok(NOW + 600), "the end stays what it was");
    let week = Validity::new(NOW, Duration::from_secs(604_800)).unwrap();
    assert_eq!(
        week.backdated(Duration::from_secs(1)).unwrap_err().to_string(),
        "the lifetime is 604801 seconds, the limit is 604800"
    );
}
