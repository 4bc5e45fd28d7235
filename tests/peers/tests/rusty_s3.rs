//! presigner against rusty-s3.
//!
//! What it can't do, and so is not compared:
//!
//! - Services but `s3`: it knows no other.
//! - Query names with anything but unreserved characters: it sorts them before it encodes them,
//!   and the specification after.
//! - Capitals in header names: it signs names as they are given, so it is given lower case.
//! - Keys with a `.` or `..` segment: it resolves them. presigner refuses them.

mod common;

use std::collections::BTreeMap;

use common::{Case, cases, config, is_reserved, parts};
use jiff::Timestamp;
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
        .prop_filter("reserved", |name| !is_reserved(name))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn same_url_as_rusty_s3(case in cases(vec!["s3"], names())) {
        prop_assert_eq!(parts(&case.presigner_url()), parts(&rusty_url(&case)));
    }
}
