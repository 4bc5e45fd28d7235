//! presigner against aws-sigv4, the signer of the AWS SDK for Rust.
//!
//! What it can't do, and so is not compared:
//!
//! - The headers `x-amz-user-agent` and `x-amz-checksum-mode`: it leaves them out of presigned
//!   URLs whatever it is told. (Those it leaves out by default are turned on below.)
//! - Header values with more than spaces to trim: presigner takes printable ASCII only.

mod common;

use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_http::label::{self, EncodingStrategy};
use aws_smithy_http::query;
use aws_smithy_runtime_api::client::identity::Identity;
use common::{Case, cases, config, parts};
use proptest::prelude::*;
use url::Url;

/// Those which sign as S3 does.
const SERVICES: [&str; 3] = ["s3", "s3-outposts", "s3-object-lambda"];

/// The URL as the SDK builds it before it signs.
fn unsigned(case: &Case) -> String {
    let (scheme, rest) = case.origin.split_once("://").unwrap();
    let (authority, base) = rest.split_once('/').unwrap_or((rest, ""));
    let base = if base.is_empty() { String::new() } else { format!("/{base}") };
    let key = label::fmt_string(&case.key, EncodingStrategy::Greedy);
    // A URI has its host in lower case; this parser leaves it as it is given.
    let authority = authority.to_lowercase();
    let mut url = if case.virtual_hosted {
        format!("{scheme}://{}.{authority}{base}/{key}", case.bucket)
    } else {
        let bucket = label::fmt_string(&case.bucket, EncodingStrategy::Default);
        format!("{scheme}://{authority}{base}/{bucket}/{key}")
    };
    let mut writer = query::Writer::new(&mut url);
    for (name, value) in &case.all_query() {
        writer.push_kv(&query::fmt_string(name), &query::fmt_string(value));
    }
    url
}

fn aws_url(case: &Case) -> Url {
    let identity: Identity =
        Credentials::new(&case.access_key_id, &case.secret_access_key, case.token.clone(), None, "test").into();

    // As the SDK sets them for S3.
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(case.lifetime());
    settings.excluded_headers = None;

    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&case.region)
        .name(case.service)
        .time(UNIX_EPOCH + Duration::from_secs(case.now.unsigned_abs()))
        .settings(settings)
        .build()
        .unwrap()
        .into();

    let url = unsigned(case);
    let headers = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let request = SignableRequest::new(case.method, &url, headers, SignableBody::UnsignedPayload).unwrap();
    let (instructions, _) = sign(request, &params).unwrap().into_parts();

    let mut request = http::Request::builder().uri(&url).body(()).unwrap();
    instructions.apply_to_request_http1x(&mut request);
    // Through a URL parser, because this one keeps a default port in the URL, though not in what
    // it signs.
    Url::parse(&request.uri().to_string()).unwrap()
}

/// Any name, and names of a few characters, some of which sort elsewhere once they are encoded,
/// and where one is often the beginning of another.
fn names() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z0-9._~-]{1,16}", "[ -~]{1,16}", "\\PC{1,8}", "[aA%:~=ü-]{1,3}", "x-amz-[a-z]{1,4}"]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn same_url_as_aws_sigv4(case in cases(SERVICES.to_vec(), names())) {
        prop_assert_eq!(parts(&case.presigner_url()), parts(&aws_url(&case)));
    }

    #[test]
    fn presigner_verifies_what_aws_sigv4_signs(case in cases(SERVICES.to_vec(), names()), change: usize) {
        let url = aws_url(&case);
        case.assert_accepted(&url);
        case.assert_change_refused(&url, change);
    }
}

#[test]
fn every_byte_that_aws_sigv4_signs_counts() {
    let case = Case::example();
    case.assert_every_change_refused(&aws_url(&case));
}
