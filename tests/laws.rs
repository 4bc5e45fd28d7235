//! Laws that hold for every input.

#![allow(clippy::cast_possible_wrap, reason = "the numbers that are drawn are far below 2^63")]

mod common;
mod naive;

use core::time::Duration;

use naive::Naive;
use percent_encoding::percent_decode_str;
use presigner::time::OffsetDateTime;
use presigner::time::macros::format_description;
use presigner::{Credentials, Endpoint, Error, Method, Presigner, Request, Result, Signer, Validity, url::Url};
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;

use common::{NOW, credentials, signer, valid_for};

const YEAR_1: i64 = -62_135_596_800;
const YEAR_9999: i64 = 253_402_300_799;

fn validity() -> Validity {
    valid_for(3600)
}

/// Keys with everything that has ever broken one, as far as the crate accepts them.
fn key() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ -~]{0,12}",
        "[\\x00-\\x1f\\x7f]{1,3}",
        select(vec!["/", "//", "%2F", "%2e%2e", "+", "~", "é", "e\u{301}", "🙂", "..a", ".a", "a..", "\\", "?", "#"])
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat()).prop_filter("an addressable key", |key| {
        (1..=1024).contains(&key.len()) && !key.split('/').any(|segment| segment == "." || segment == "..")
    })
}

/// Parameters that are nobody's but the caller's.
fn query() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof!["[a-z]{1,3}", "[ -~]{1,4}", "[a%=+é-]{1,3}", Just("X-Amz".to_owned())];
    let name = name.prop_filter("not reserved, without rules of its own", |name| {
        let name = name.to_ascii_lowercase();
        !name.starts_with("x-amz-") && !name.starts_with("x-goog-") && name != "expires" && name != "signature"
    });
    btree_map(name, any::<String>(), 0..12).prop_map(|map| map.into_iter().collect()).prop_shuffle()
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = select(vec![
        "content-type",
        "Content-MD5",
        "if-match",
        "If-None-Match",
        "x-amz-meta-a",
        "x-amz-meta-a-b",
        "X-Amz-Meta-a.b",
        "x-amz-acl",
        "range",
        "hos",
        "host-a",
        "hostname",
        "z",
    ]);
    let value = "[!-~]{1,5}( {1,3}[!-~]{1,5}){0,2} {0,2}";
    btree_map(name, value, 0..6)
        .prop_map(|map| map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        .prop_shuffle()
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Path,
    VirtualHost,
    Port,
    Ipv6,
    BasePath,
}

impl Place {
    /// The endpoint, then scheme, host and path prefix as a reader of the documentation would write them.
    fn resolve(self) -> (Endpoint, &'static str, &'static str, &'static str) {
        let custom = |url| Endpoint::custom(url, "eu-central-1").unwrap();
        match self {
            Self::Path => (custom("https://s3.example.com"), "https", "s3.example.com", "/bucket/"),
            Self::VirtualHost => {
                (custom("https://s3.example.com").virtual_hosted(), "https", "bucket.s3.example.com", "/")
            }
            Self::Port => (custom("http://localhost:9000"), "http", "localhost:9000", "/bucket/"),
            Self::Ipv6 => (custom("http://[::1]:443"), "http", "[::1]:443", "/bucket/"),
            Self::BasePath => (custom("https://s3.example.com/a/b/"), "https", "s3.example.com", "/a/b/bucket/"),
        }
    }
}

fn place() -> impl Strategy<Value = Place> {
    select(vec![Place::Path, Place::VirtualHost, Place::Port, Place::Ipv6, Place::BasePath])
}

fn build<'a>(
    presigner: &'a Presigner<'a>,
    key: &'a str,
    query: &'a [(String, String)],
    headers: &[(String, String)],
) -> Result<Request<'a>> {
    let mut request = presigner.object(Method::GET, key)?;
    for (name, value) in query {
        request = request.query(name, value)?;
    }
    for (name, value) in headers {
        request = request.header(name, value)?;
    }
    Ok(request)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_naive_signer_makes_the_same_url(
        place in place(), key in key(), query in query(), headers in headers(),
        token in proptest::option::of("[!-~]{1,40}"), now in YEAR_1..YEAR_9999 - 604_800, expires in 1_u64..=604_800,
    ) {
        let (endpoint, scheme, host, prefix) = place.resolve();
        let mut credentials = credentials();
        if let Some(token) = &token {
            credentials = credentials.with_session_token(token).unwrap();
        }
        let signer = Signer::new(endpoint.bucket("bucket").unwrap(), credentials);
        let validity = Validity::new(now, Duration::from_secs(expires)).unwrap();
        let presigner = signer.at(validity).unwrap();
        let link = build(&presigner, &key, &query, &headers).unwrap().presign();
        let naive = Naive {
            access_key_id: "AKIAIOSFODNN7EXAMPLE",
            secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            session_token: token.as_deref(),
            region: "eu-central-1",
            amz_date: &OffsetDateTime::try_from(validity.date())
                .unwrap()
                .format(format_description!("[year][month][day]T[hour][minute][second]Z"))
                .unwrap(),
            expires,
            method: "GET",
            scheme,
            host,
            path: &format!("{prefix}{key}"),
            query,
            headers,
        };
        prop_assert_eq!(link.url(), naive.url());
    }

    #[test]
    fn every_url_survives_a_url_parser(place in place(), key in key(), query in query()) {
        let (endpoint, _, host, prefix) = place.resolve();
        let signer = Signer::new(endpoint.bucket("bucket").unwrap(), credentials());
        let presigner = signer.at(validity()).unwrap();
        let link = build(&presigner, &key, &query, &[]).unwrap().presign();
        let url = Url::parse(link.url()).unwrap();
        prop_assert_eq!(url.as_str(), link.url());
        prop_assert_eq!(link.to_url().unwrap(), url.clone());
        prop_assert_eq!(&url[url::Position::BeforeHost..url::Position::AfterPort], host);
        let path = percent_decode_str(url.path()).decode_utf8().unwrap();
        prop_assert_eq!(path.strip_prefix(prefix), Some(&*key));
        // Every parameter arrives as it was given.
        for (name, value) in &query {
            prop_assert!(url.query_pairs().any(|(n, v)| n == name.as_str() && v == value.as_str()));
        }
    }

    #[test]
    fn the_order_of_setters_changes_nothing(
        (query, shuffled_query) in query().prop_flat_map(|query| (Just(query.clone()), Just(query).prop_shuffle())),
        (headers, shuffled_headers) in headers().prop_flat_map(|headers| (Just(headers.clone()), Just(headers).prop_shuffle())),
    ) {
        let signer = signer(&Endpoint::gcs(), "bucket");
        let presigner = signer.at(validity()).unwrap();
        let one = build(&presigner, "key", &query, &headers).unwrap()
            .response_content_type("text/plain").unwrap().version_id("1").unwrap().part_number(2).unwrap();
        let other = presigner.get("key").unwrap()
            .part_number(2).unwrap().version_id("1").unwrap().response_content_type("text/plain").unwrap();
        let other = shuffled_headers.iter().fold(other, |request, (name, value)| request.header(name, value).unwrap());
        let other = shuffled_query.iter().fold(other, |request, (name, value)| request.query(name, value).unwrap());
        prop_assert_eq!(one.presign().into_url(), other.presign().into_url());
        prop_assert!(one.headers().eq(other.headers()));
    }

    #[test]
    fn a_raw_parameter_and_its_typed_setter_are_the_same(value in "[!-~]([ -~]{0,20}[!-~])?", part in 1_u16..=10_000) {
        let signer = signer(&Endpoint::gcs(), "bucket");
        let presigner = signer.at(validity()).unwrap();
        let part_text = part.to_string();
        let typed = presigner.get("key").unwrap()
            .response_content_disposition(&value).unwrap().response_content_type(&value).unwrap()
            .response_cache_control(&value).unwrap().response_content_encoding(&value).unwrap()
            .response_content_language(&value).unwrap().response_expires(&value).unwrap()
            .version_id(&value).unwrap().part_number(part).unwrap()
            .content_type(&value).unwrap().content_length(part.into()).unwrap().metadata("A", &value).unwrap();
        let raw = presigner.get("key").unwrap()
            .query("versionId", &value).unwrap().query("partNumber", &part_text).unwrap()
            .query("response-content-disposition", &value).unwrap().query("response-content-type", &value).unwrap()
            .query("response-cache-control", &value).unwrap().query("response-content-encoding", &value).unwrap()
            .query("response-content-language", &value).unwrap().query("response-expires", &value).unwrap()
            .header("Content-Type", &value).unwrap().header("Content-Length", &part_text).unwrap()
            .header("x-amz-meta-a", &value).unwrap();
        prop_assert_eq!(typed.presign().into_url(), raw.presign().into_url());
        prop_assert_eq!(typed.query("versionId", "1").unwrap_err(), Error::DuplicateParameter);
        prop_assert_eq!(raw.metadata("a", "1").unwrap_err(), Error::DuplicateHeader);
    }

    #[test]
    fn nothing_panics(texts in prop::collection::vec(any::<String>(), 8), number in any::<i64>(), seconds in any::<u64>()) {
        let [a, b, c, d, e, f, g, h] = &*texts else { unreachable!() };
        let _ = Endpoint::aws(a);
        let _ = Endpoint::r2(a);
        let _ = Endpoint::custom(a, b);
        let _ = Endpoint::custom(&format!("http://{a}"), "r");
        let _ = Endpoint::custom(&format!("http://h/{a}"), b);
        let _ = Endpoint::for_service("http://h", b, a);
        let _ = Credentials::new(a, b).and_then(|c| c.with_session_token(d)?.with_expiry(number));
        let _ = Method::custom(a);
        let _ = Validity::until(number, number.wrapping_add(h.len() as i64));
        let _ = Validity::aligned(number, Duration::from_secs(seconds), Duration::from_nanos(seconds));
        let _ = Validity::new(number, Duration::from_secs(seconds));
        for endpoint in [Endpoint::gcs(), Endpoint::custom("http://h", "r").unwrap(), Endpoint::gcs().virtual_hosted()] {
            let bucket = endpoint.bucket(a).unwrap_or_else(|_| endpoint.bucket("bucket").unwrap());
            let signer = Signer::new(bucket, credentials());
            let presigner = signer.at(validity()).unwrap();
            let request = presigner.get(b).unwrap_or_else(|_| presigner.get("key").unwrap());
            let attempts: [Result<Request<'_>>; 4] = [
                request.clone().query(c, d), request.clone().header(e, f),
                request.clone().response_content_disposition(g), request.clone().metadata(g, h),
            ];
            for request in attempts.into_iter().flatten() {
                let link = request.presign();
                prop_assert_eq!(String::from(Url::parse(link.url()).unwrap()), link.url());
                let _ = request.explain();
            }
        }
    }
}

proptest! {
    #[test]
    fn a_validity_ends_when_it_says(now in YEAR_1..YEAR_9999, nanos in 0_u32..1_000_000_000, seconds in 0_u64..700_000) {
        let lifetime = Duration::new(seconds, nanos);
        let validity = Validity::new(now, lifetime);
        if seconds == 0 {
            prop_assert_eq!(validity, Err(Error::LifetimeTooShort));
        } else if seconds > 604_800 {
            let refused = matches!(validity, Err(Error::LifetimeTooLong { limit: 604_800, .. }));
            prop_assert!(refused);
        } else if now + seconds as i64 > YEAR_9999 {
            prop_assert_eq!(validity, Err(Error::TimeOutOfRange));
        } else {
            let validity = validity.unwrap();
            prop_assert_eq!(validity.expires_at().seconds(), now + seconds as i64);
            prop_assert_eq!(validity.date() + validity.lifetime(), validity.expires_at());
            prop_assert_eq!(validity.expires_at() - validity.lifetime(), validity.date());
            prop_assert_eq!(validity.expires_at().saturating_duration_since(validity.date()), validity.lifetime());
            prop_assert_eq!(Validity::until(now, validity.expires_at().seconds()), Ok(validity));
            // Fractions of a second are floored.
            let datetime = OffsetDateTime::try_from(validity.date()).unwrap() + Duration::from_nanos(nanos.into());
            prop_assert_eq!(Validity::new(datetime, lifetime), Ok(validity));
        }
    }

    #[test]
    fn an_aligned_validity_keeps_its_promise(
        now in 0_i64..4_000_000_000, later in 0_i64..100_000, step in 1_u64..100_000, at_least in 0_u64..500_000,
    ) {
        let (step_i, at_least_i) = (step as i64, at_least as i64);
        let aligned = |now| Validity::aligned(now, Duration::from_secs(step), Duration::from_secs(at_least)).unwrap();
        let validity = aligned(now);
        prop_assert_eq!(validity.date().seconds() % step_i, 0);
        prop_assert!(validity.date().seconds() <= now && now - validity.date().seconds() < step_i);
        prop_assert!(validity.expires_at().seconds() - now > at_least_i);
        let same_step = now / step_i == (now + later) / step_i;
        prop_assert_eq!(same_step, aligned(now + later).date() == validity.date());
    }

    #[test]
    fn credentials_cap_what_they_sign(expiry in NOW - 10..NOW + 5_000, seconds in 1_u64..5_000) {
        let credentials = credentials().with_expiry(expiry).unwrap();
        let signer = Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), credentials);
        let validity = valid_for(seconds);
        let end = NOW + seconds as i64;
        match signer.at(validity) {
            Err(error) => {
                prop_assert_eq!(error, Error::CredentialsExpired);
                prop_assert!(expiry <= NOW);
            }
            Ok(presigner) => {
                prop_assert!(expiry > NOW);
                prop_assert_eq!(presigner.expires_at().seconds(), expiry.min(end));
                prop_assert_eq!(presigner.early_expiry().is_some(), expiry < end);
                prop_assert_eq!(signer.at_exactly(validity).is_err(), expiry < end);
                let link = presigner.get("key").unwrap().presign();
                prop_assert_eq!(link.expires_at().seconds(), expiry.min(end));
                let expires = format!("&X-Amz-Expires={}&", expiry.min(end) - NOW);
                prop_assert!(link.url().contains(&expires));
            }
        }
    }
}

/// The kept key, through the public API: many threads, URLs of three days in turn, each equal to the one that a signer
/// without a kept key makes.
#[test]
fn threads_across_days_make_the_urls_of_a_fresh_signer() {
    let signer = |()| signer(&Endpoint::gcs(), "bucket");
    let url = |signer: &Signer, day: i64| {
        let validity = Validity::new(NOW + day * 86_400, Duration::from_secs(60)).unwrap();
        signer.at(validity).unwrap().get("key").unwrap().presign().into_url()
    };
    let expected: Vec<String> = (0..3).map(|day| url(&signer(()), day)).collect();
    let shared = signer(());
    std::thread::scope(|scope| {
        for thread in 0..4_i64 {
            let (shared, expected) = (&shared, &expected);
            scope.spawn(move || {
                for round in 0..5_000_i64 {
                    let day = (round * (thread + 1)) % 3;
                    assert_eq!(url(shared, day), expected[usize::try_from(day).unwrap()]);
                }
            });
        }
    });
}

/// A signer is built once and shared; the rest may move to where it is needed.
#[test]
fn types_cross_threads() {
    fn crosses_threads<T: Send + Sync>() {}
    crosses_threads::<Signer>();
    crosses_threads::<Presigner<'_>>();
    crosses_threads::<Request<'_>>();
    crosses_threads::<presigner::Presigned>();
    crosses_threads::<Error>();
}
