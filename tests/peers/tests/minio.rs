//! presigner against minio, the SDK of MinIO for Rust.
//!
//! What it can't do, and so is not compared:
//!
//! - Services but `s3`, and headers: it knows no other and signs `host` alone.
//! - A base path, and most buckets that path style takes: it refuses them.
//! - Keys with a `.` or `..` segment. presigner refuses them.
//!
//! What it signs wrongly, the tests at the end say.

mod common;
#[path = "common/order.rs"]
mod order;

use chrono::DateTime;
use common::{Case, cases, config, parts};
use minio::s3::creds::StaticProvider;
use minio::s3::http::BaseUrl;
use minio::s3::types::{BucketName, Region};
use minio::s3::{MinioClient, MinioClientBuilder};
use presigner::verify::{Inspection, VerifyError};
use proptest::prelude::*;
use url::Url;

fn client(case: &Case) -> MinioClient {
    let mut base_url: BaseUrl = case.origin.parse().unwrap();
    // It would ask the server for it.
    base_url.region = Region::new(&case.region).unwrap();
    base_url.virtual_style = case.virtual_hosted;
    let provider = StaticProvider::new(&case.access_key_id, &case.secret_access_key, case.token.as_deref());
    MinioClientBuilder::new(base_url).provider(Some(provider)).build().unwrap()
}

fn minio_url(case: &Case) -> String {
    let request = client(case)
        .get_presigned_object_url(case.bucket.as_str(), case.key.as_str(), case.method.parse().unwrap())
        .unwrap()
        .extra_query_params(Some(case.all_query().into_iter().collect()))
        .expiry_seconds(case.lifetime)
        .request_time(DateTime::from_timestamp(case.now, 0))
        .build();
    pollster::block_on(request.send()).unwrap().url
}

/// As a client reads it.
fn parsed(url: &str) -> Url {
    Url::parse(url).unwrap()
}

/// What minio takes, of a case of any kind.
fn within(mut case: Case) -> Case {
    case.headers.clear();
    case.origin = case.origin.trim_end_matches("/base/path").to_lowercase();
    // It checks a trimmed name, and signs the name as it is.
    if case.bucket.contains([':', ' ']) || BucketName::new(&*case.bucket).is_err() {
        case.bucket = "Attachments_1.test".to_owned();
        case.virtual_hosted = false;
    }
    if case.key.starts_with('/') {
        case.key.insert(0, 'a');
    }
    case
}

fn names() -> impl Strategy<Value = String> {
    order::names().prop_map(|name| name.replace(|c: char| !c.is_ascii_alphanumeric() && !"._~-".contains(c), "a"))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn same_url_as_minio(case in cases(vec!["s3"], names()).prop_map(within)) {
        prop_assert_eq!(parts(&case.presigner_url()), parts(&parsed(&minio_url(&case))));
    }

    #[test]
    fn presigner_verifies_what_minio_signs(case in cases(vec!["s3"], names()).prop_map(within), change: usize) {
        let url = parsed(&minio_url(&case));
        case.assert_accepted(&url);
        case.assert_change_refused(&url, change);
    }

    #[test]
    fn names_that_minio_sorts_raw(case in cases(vec!["s3"], order::names()).prop_map(within)) {
        order::assert_verdict(&case, &parsed(&minio_url(&case)));
    }
}

#[test]
fn every_byte_that_minio_signs_counts() {
    let case = Case::example();
    case.assert_every_change_refused(&parsed(&minio_url(&case)));
}

/// `:` is after `1`, but `%3A` before it.
#[test]
fn minio_sorts_raw_names_and_is_refused() {
    let query = [("a1", ""), ("a:", "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let case = Case { query: query.into(), ..Case::example() };
    assert_eq!(case.receive(&parsed(&minio_url(&case)), case.now), Err(VerifyError::SignatureMismatch));
    case.assert_accepted(&case.presigner_url());
}

/// A client's URL parser leaves the colon, and the specification has it encoded.
#[test]
fn minio_signs_a_colon_in_the_bucket_and_is_refused() {
    let case = Case { bucket: "tenant:attachments".to_owned(), ..Case::example() };
    let url = parsed(&minio_url(&case));
    assert!(url.path().starts_with("/tenant:attachments/"), "{url}");
    assert_eq!(case.receive(&url, case.now), Err(VerifyError::SignatureMismatch));
    case.assert_accepted(&case.presigner_url());
}

/// Clients send it in lower case.
#[test]
fn minio_signs_capitals_in_the_host_and_is_refused() {
    let case = Case { origin: "https://S3.example.com".to_owned(), ..Case::example() };
    assert_eq!(case.receive(&parsed(&minio_url(&case)), case.now), Err(VerifyError::SignatureMismatch));
    case.assert_accepted(&case.presigner_url());
}

/// The link is right, but for another object.
#[test]
fn minio_drops_a_slash_at_the_start_of_the_key() {
    let case = Case { key: "/report.pdf".to_owned(), ..Case::example() };
    let allowed = case.receive(&parsed(&minio_url(&case)), case.now).unwrap();
    assert_eq!(allowed.key, "report.pdf");
    case.assert_accepted(&case.presigner_url());
}

/// Clients resolve them, and ask for another object than was signed.
#[test]
fn minio_signs_dot_segments_and_is_refused() {
    let case = Case { key: "../other/report.pdf".to_owned(), ..Case::example() };
    let url = minio_url(&case);
    assert!(url.starts_with("http://localhost:9000/attachments/../other/report.pdf?"), "{url}");
    assert_eq!(Inspection::parse(&url).unwrap_err(), VerifyError::InvalidTarget);
    assert_eq!(case.receive(&parsed(&url), case.now), Err(VerifyError::SignatureMismatch));
}
