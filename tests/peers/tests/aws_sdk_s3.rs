//! presigner against aws-sdk-s3, the SDK of Amazon S3 for Rust: the whole of it, endpoint rules and serialisers included.
//!
//! What it can't do, and so is not compared:
//!
//! - Services but `s3`, further parameters and headers, and operations other than those below.
//! - Regions that are no label of a host name, and buckets that S3 does not take: its endpoint rules refuse or
//!   rewrite them.
//! - Keys of spaces only: it refuses them. Keys with a `.` or `..` segment: presigner refuses them.
//!
//! What it signs wrongly, the tests at the end say.

mod common;

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, IdentityCache, Region, StalledStreamProtectionConfig};
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::types::{ChecksumMode, ObjectCannedAcl, ServerSideEncryption};
use common::{Case, cases, config, parts};
use presigner::verify::VerifyError;
use proptest::prelude::*;
use url::Url;

fn client(case: &Case) -> Client {
    let credentials = Credentials::new(&case.access_key_id, &case.secret_access_key, case.token.clone(), None, "test");
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(&case.origin)
        .region(Region::new(case.region.clone()))
        .force_path_style(!case.virtual_hosted)
        .credentials_provider(credentials)
        // What waits would need a runtime.
        .identity_cache(IdentityCache::no_cache())
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    Client::from_conf(config)
}

fn time(case: &Case) -> PresigningConfig {
    let start = UNIX_EPOCH + Duration::from_secs(case.now.unsigned_abs());
    PresigningConfig::builder().start_time(start).expires_in(case.lifetime()).build().unwrap()
}

/// The operation goes by the parameter that the SDK adds for it; `HeadObject` has none.
fn presigned(case: &Case) -> PresignedRequest {
    let client = client(case);
    let header = |name: &str| case.headers.get(name).cloned();
    let part_number = case.part_number.map(i32::from);
    let request = match case.query.get("x-id").map(String::as_str) {
        Some("GetObject") => {
            let request = client
                .get_object()
                .bucket(&case.bucket)
                .key(&case.key)
                .set_response_content_disposition(case.disposition.clone())
                .set_version_id(case.version_id.clone())
                .set_part_number(part_number)
                .set_range(header("range"))
                .set_if_none_match(header("if-none-match"));
            pollster::block_on(request.presigned(time(case))).unwrap()
        }
        None => {
            let request = client
                .head_object()
                .bucket(&case.bucket)
                .key(&case.key)
                .set_response_content_disposition(case.disposition.clone())
                .set_version_id(case.version_id.clone())
                .set_part_number(part_number)
                .set_range(header("range"))
                .set_if_none_match(header("if-none-match"));
            pollster::block_on(request.presigned(time(case))).unwrap()
        }
        Some("PutObject") => {
            let mut request = client
                .put_object()
                .bucket(&case.bucket)
                .key(&case.key)
                .set_cache_control(header("cache-control"))
                .set_content_encoding(header("content-encoding"))
                .set_content_md5(header("content-md5"))
                .set_content_type(header("content-type"))
                .set_if_none_match(header("if-none-match"))
                .set_tagging(header("x-amz-tagging"))
                .set_acl(header("x-amz-acl").as_deref().map(ObjectCannedAcl::from))
                .set_server_side_encryption(
                    header("x-amz-server-side-encryption").as_deref().map(ServerSideEncryption::from),
                )
                .set_checksum_crc32(header("x-amz-checksum-crc32"));
            for (name, value) in &case.headers {
                if let Some(name) = name.strip_prefix("x-amz-meta-") {
                    request = request.metadata(name, value);
                }
            }
            pollster::block_on(request.presigned(time(case))).unwrap()
        }
        Some("UploadPart") => {
            let request = client
                .upload_part()
                .bucket(&case.bucket)
                .key(&case.key)
                .set_part_number(part_number)
                .set_upload_id(case.query.get("uploadId").cloned())
                .set_content_md5(header("content-md5"));
            pollster::block_on(request.presigned(time(case))).unwrap()
        }
        Some("DeleteObject") => {
            let request =
                client.delete_object().bucket(&case.bucket).key(&case.key).set_version_id(case.version_id.clone());
            pollster::block_on(request.presigned(time(case))).unwrap()
        }
        Some(other) => panic!("no operation {other}"),
    };
    assert_eq!(request.method(), case.method);
    request
}

fn headers(request: &PresignedRequest) -> BTreeMap<String, String> {
    request.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// As a client reads it.
fn sdk_url(case: &Case) -> Url {
    let request = presigned(case);
    assert_eq!(headers(&request), case.headers, "the headers that the SDK says must be sent");
    Url::parse(request.uri()).unwrap()
}

/// Whether it can be a part of a host name.
fn is_label(name: &str) -> bool {
    let inner = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    name.bytes().all(inner) && !name.starts_with('-') && !name.ends_with('-')
}

/// One of the operations that the SDK presigns, of a case of any kind.
fn within(mut case: Case) -> Case {
    case.origin = case.origin.to_lowercase();
    if case.origin.ends_with("/base/path") {
        case.origin.push('/');
    }
    if case.key.trim().is_empty() {
        case.key.push('a');
    }
    if !is_label(&case.region) {
        case.region = "eu-central-1".to_owned();
    }
    if case.bucket.len() < 3 || !is_label(&case.bucket) {
        case.bucket = if case.virtual_hosted { "customer-attachments" } else { "Attachments_1.test" }.to_owned();
    }
    let (operation, taken): (_, &[&str]) = match case.method {
        "GET" => (Some("GetObject"), &["range", "if-none-match"]),
        "HEAD" => (None, &["range", "if-none-match"]),
        "PUT" => (Some("PutObject"), &["cache-", "content-", "if-none-match", "x-amz-"]),
        "DELETE" => (Some("DeleteObject"), &[]),
        _ => (Some("UploadPart"), &["content-md5"]),
    };
    case.headers.retain(|name, _| taken.iter().any(|start| name.starts_with(start)));
    case.query = operation.map(|name| ("x-id".to_owned(), name.to_owned())).into_iter().collect();
    if !matches!(case.method, "GET" | "HEAD") {
        case.disposition = None;
        case.part_number = None;
    }
    if operation == Some("UploadPart") {
        case.method = "PUT";
        case.part_number = Some(7);
        case.query.insert("uploadId".to_owned(), case.version_id.take().unwrap_or_default() + "VXBsb2Fk+/=");
    }
    if case.method == "PUT" {
        case.version_id = None;
    }
    case
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn same_url_as_aws_sdk_s3(case in cases(vec!["s3"], "[a-z]").prop_map(within), change: usize) {
        let url = sdk_url(&case);
        prop_assert_eq!(parts(&case.presigner_url()), parts(&url));
        case.assert_accepted(&url);
        case.assert_change_refused(&url, change);
    }
}

#[test]
fn every_byte_that_aws_sdk_s3_signs_counts() {
    let case = within(Case::example());
    case.assert_every_change_refused(&sdk_url(&case));
}

/// Its own host names, and with them its own endpoint rules.
#[test]
fn same_url_as_aws_sdk_s3_for_amazon() {
    for virtual_hosted in [true, false] {
        let origin = "https://s3.us-east-1.amazonaws.com".to_owned();
        let case = within(Case { origin, virtual_hosted, ..Case::example() });
        let url = sdk_url(&case);
        assert_eq!(parts(&case.presigner_url()), parts(&url));
        case.assert_accepted(&url);
    }
}

/// What the SDKs for other languages add of themselves.
#[test]
fn checksum_parameters() {
    let sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for (method, name, parameters) in [
        ("GET", "GetObject", vec![("x-amz-checksum-mode", "ENABLED")]),
        ("PUT", "PutObject", vec![("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-sdk-checksum-algorithm", "CRC32")]),
        ("PUT", "PutObject", vec![("x-amz-checksum-sha256", sha256), ("x-amz-sdk-checksum-algorithm", "SHA256")]),
    ] {
        let mut case = within(Case { method, ..Case::example() });
        let added: String = parameters.iter().map(|(name, value)| format!("&{name}={}", encoded(value))).collect();
        case.query.extend(parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let add = move |request: &mut aws_sdk_s3::config::http::HttpRequest| {
            let uri = format!("{}{added}", request.uri());
            request.set_uri(uri).unwrap();
        };
        let (client, time) = (client(&case), time(&case));
        let request = if name == "GetObject" {
            let request = client.get_object().bucket(&case.bucket).key(&case.key);
            let request = request
                .set_response_content_disposition(case.disposition.clone())
                .set_version_id(case.version_id.clone());
            pollster::block_on(request.customize().mutate_request(add).presigned(time)).unwrap()
        } else {
            let request = client.put_object().bucket(&case.bucket).key(&case.key);
            pollster::block_on(request.customize().mutate_request(add).presigned(time)).unwrap()
        };
        let url = Url::parse(request.uri()).unwrap();
        assert_eq!(parts(&case.presigner_url()), parts(&url));
        case.assert_accepted(&url);
        case.assert_every_change_refused(&url);
    }
}

fn encoded(value: &str) -> String {
    aws_smithy_http::query::fmt_string(value)
}

/// A checksum that is known beforehand is a header, and signed.
#[test]
fn checksum_header() {
    let mut case = within(Case { method: "PUT", ..Case::example() });
    case.headers.insert("x-amz-checksum-crc32".to_owned(), "AAAAAA==".to_owned());
    let url = sdk_url(&case);
    assert_eq!(parts(&case.presigner_url()), parts(&url));
    case.assert_accepted(&url);
    case.assert_every_change_refused(&url);
}

/// It says that the header must be sent, and does not sign it.
#[test]
fn aws_sdk_s3_leaves_out_the_checksum_mode_and_is_refused() {
    let mut case = within(Case::example());
    let request = client(&case).get_object().bucket(&case.bucket).key(&case.key).checksum_mode(ChecksumMode::Enabled);
    let request = pollster::block_on(request.presigned(time(&case))).unwrap();
    let url = Url::parse(request.uri()).unwrap();
    case.headers = headers(&request);
    assert_eq!(case.headers.get("x-amz-checksum-mode").map(String::as_str), Some("ENABLED"));
    assert!(url.query().unwrap().contains("&X-Amz-SignedHeaders=host&"), "{url}");
    assert_eq!(case.receive(&url, case.now), Err(VerifyError::UnsignedHeader));
}

/// The link is for another place than any client of the store would ask for.
#[test]
fn aws_sdk_s3_joins_a_base_path_to_the_bucket_and_is_refused() {
    let case = within(Case::example());
    let case = Case { origin: "http://localhost:9000/base/path".to_owned(), ..case };
    let url = sdk_url(&case);
    assert!(url.path().starts_with("/base/pathattachments/"), "{url}");
    assert_eq!(case.receive(&url, case.now), Err(VerifyError::InvalidTarget));
    case.assert_accepted(&case.presigner_url());
}

/// Clients send it in lower case.
#[test]
fn aws_sdk_s3_signs_capitals_in_the_host_and_is_refused() {
    let case = within(Case::example());
    let case = Case { origin: "https://S3.example.com".to_owned(), ..case };
    assert_eq!(case.receive(&sdk_url(&case), case.now), Err(VerifyError::SignatureMismatch));
    case.assert_accepted(&case.presigner_url());
}
