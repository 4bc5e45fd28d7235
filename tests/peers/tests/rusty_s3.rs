//! presigner against rusty-s3.
//!
//! What it can't do, and so is not compared:
//!
//! - Services but `s3`: it knows no other.
//! - Query names with anything but unreserved characters: it sorts them before it encodes them,
//!   and the specification after.
//! - Capitals in header names: it signs names as they are given, so it is given lower case.
//! - Keys with a `.` or `..` segment: it resolves them. presigner refuses them.
//!
//! What becomes of the last three, the tests at the end say.

mod common;
#[path = "common/order.rs"]
mod order;

use std::collections::BTreeMap;

use common::{Case, cases, config, parts};
use jiff::Timestamp;
use presigner::verify::VerifyError;
use proptest::prelude::*;
use rusty_s3::signing::sign;
use rusty_s3::{Bucket, Method, UrlStyle};
use url::Url;

fn rusty_url(case: &Case) -> Url {
    let style = if case.virtual_hosted { UrlStyle::VirtualHost } else { UrlStyle::Path };
    let origin = case.origin.parse().unwrap();
    let bucket = Bucket::new(origin, style, case.bucket.clone(), case.region.clone()).unwrap();
    let method = match case.method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "PUT" => Method::Put,
        "POST" => Method::Post,
        "DELETE" => Method::Delete,
        other => panic!("rusty-s3 has no method {other}"),
    };
    sign(
        &Timestamp::from_second(case.now).unwrap(),
        method,
        bucket.object_url(&case.key),
        &case.access_key_id,
        &case.secret_access_key,
        case.token.as_deref(),
        &case.region,
        case.lifetime.into(),
        pairs(&case.all_query()),
        pairs(&case.headers),
    )
}

fn pairs(map: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> + Clone {
    map.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z0-9._~-]{1,16}", "[aA~-]{1,3}", "x-amz-[a-z]{1,4}"]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn same_url_as_rusty_s3(case in cases(vec!["s3"], names())) {
        prop_assert_eq!(parts(&case.presigner_url()), parts(&rusty_url(&case)));
    }

    #[test]
    fn presigner_verifies_what_rusty_s3_signs(case in cases(vec!["s3"], names()), change: usize) {
        let url = rusty_url(&case);
        case.assert_accepted(&url);
        case.assert_change_refused(&url, change);
    }

    #[test]
    fn names_that_rusty_s3_sorts_raw(case in cases(vec!["s3"], order::names())) {
        order::assert_verdict(&case, &rusty_url(&case));
    }
}

#[test]
fn every_byte_that_rusty_s3_signs_counts() {
    let case = Case::example();
    case.assert_every_change_refused(&rusty_url(&case));
}

/// `:` is after `1`, but `%3A` before it.
#[test]
fn rusty_s3_sorts_raw_names_and_is_refused() {
    let query = [("a1", ""), ("a:", "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let case = Case { query: query.into(), ..Case::example() };
    let url = rusty_url(&case);
    assert!(url.query().unwrap().contains("a1=&a%3A=&"), "{url}");
    assert_eq!(case.receive(&url, case.now), Err(VerifyError::SignatureMismatch));
    case.assert_accepted(&case.presigner_url());
}

#[test]
fn rusty_s3_signs_capitals_in_header_names_and_is_refused() {
    let headers = [("Content-Type".to_owned(), "image/png".to_owned())];
    let case = Case { method: "PUT", headers: headers.into(), ..Case::example() };
    let url = rusty_url(&case);
    assert!(url.query().unwrap().contains("&X-Amz-SignedHeaders=Content-Type%3Bhost&"), "{url}");
    assert_eq!(case.receive(&url, case.now), Err(VerifyError::InvalidSignedHeaders));
}

/// A key from outside turns the link into one for another bucket, and that link is right.
#[test]
fn rusty_s3_resolves_dot_segments_and_signs_for_another_object() {
    let case = Case { key: "../other/report.pdf".to_owned(), ..Case::example() };
    let url = rusty_url(&case);
    let meant = case.allowed();
    let allowed = case.receive(&url, case.now).unwrap();
    assert_eq!((&*allowed.bucket, &*allowed.key), ("other", "report.pdf"));
    assert_eq!(allowed.parameters, meant.parameters);
}
