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
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningParams, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::{v4, v4a};
use aws_smithy_http::label::{self, EncodingStrategy};
use aws_smithy_http::query;
use aws_smithy_runtime_api::client::identity::Identity;
use common::{Case, cases, config, parts};
use proptest::prelude::*;
use proptest::test_runner::Config;
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

    let time = UNIX_EPOCH + Duration::from_secs(case.now.unsigned_abs());
    let params: SigningParams<'_> = match &case.region_set {
        None => {
            let params = v4::SigningParams::builder().identity(&identity).region(&case.region);
            params.name(case.service).time(time).settings(settings).build().unwrap().into()
        }
        Some(region_set) => {
            let params = v4a::SigningParams::builder().identity(&identity).region_set(region_set);
            params.name(case.service).time(time).settings(settings).build().unwrap().into()
        }
    };

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

/// The same requests, to be signed by Signature Version 4A.
fn version_4a_cases() -> impl Strategy<Value = Case> {
    let region_set = prop_oneof!["\\*|eu-\\*|[a-z]{2}-[a-z]{4,9}-[1-9](,[a-z]{2}-[a-z]{4,9}-([1-9]|\\*)){0,5}"];
    (cases(SERVICES.to_vec(), names()), region_set)
        .prop_map(|(case, region_set)| Case { region_set: Some(region_set), ..case })
}

proptest! {
    #![proptest_config(Config { cases: config().cases.div_ceil(2), ..config() })]

    /// Its signatures too: both are deterministic by RFC 6979.
    #[test]
    fn same_url_as_aws_sigv4_by_version_4a(case in version_4a_cases()) {
        prop_assert_eq!(parts(&case.presigner_url()), parts(&aws_url(&case)));
    }

    #[test]
    fn presigner_verifies_what_aws_sigv4_signs_by_version_4a(case in version_4a_cases(), change: usize) {
        let url = aws_url(&case);
        case.assert_accepted(&url);
        case.assert_change_refused(&url, change);
    }
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
    let case = Case { region_set: Some("*".to_owned()), ..case };
    case.assert_every_change_refused(&aws_url(&case));
}
