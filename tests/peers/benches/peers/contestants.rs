//! The contestants, each as its documentation says that a server would use it. What can be built once is built once:
//! client, bucket, credentials. What differs from link to link, key and overrides, is given for each.

use std::collections::HashMap;
use std::future::Future;
use std::time::SystemTime;

use aws_credential_types::Credentials as AwsCredentials;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningInstructions, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use futures_util::FutureExt;
use minio::s3::types::BucketName;
use object_store::signer::{SignedUrlOptions, Signer as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use presigner::Signer;
use rusty_s3::S3Action;
use url::Url;

use crate::item::{
    ACCESS_KEY_ID, BUCKET, CONTENT_TYPE, DISPOSITION, LIFETIME, ORIGIN, OVERRIDES, REGION, SECRET_ACCESS_KEY, bucket,
    credentials, request, validity,
};

/// Presigns a key. The URL stays in the string, which is the previous one's or a new one.
type Presign = Box<dyn FnMut(&str, &mut String)>;

/// One way to presign.
pub struct Contestant {
    pub package: &'static str,
    pub call: &'static str,
    pub overrides: &'static [(&'static str, &'static str)],
    /// Parameters that it adds of itself.
    pub added: &'static [(&'static str, &'static str)],
    pub note: &'static str,
    pub presign: Presign,
}

impl Contestant {
    fn new(
        package: &'static str,
        call: &'static str,
        note: &'static str,
        presign: impl FnMut(&str, &mut String) + 'static,
    ) -> Self {
        Self { package, call, overrides: &OVERRIDES, added: &[], note, presign: Box::new(presign) }
    }
}

pub fn contestants() -> Vec<Contestant> {
    vec![
        presigner_warm(),
        presigner_owned(),
        rusty_s3(),
        aws_sigv4(),
        aws_sigv4_by_hand(),
        aws_sdk_s3(),
        reqsign(),
        object_store(),
        minio(),
        rust_s3(),
        s3_presign(),
        s3_presign_without_overrides(),
    ]
}

/// Presigning asks nobody, so nothing waits: no runtime drives it, and none is measured.
pub fn ready<T>(presigning: impl Future<Output = T>) -> T {
    presigning.now_or_never().expect("presigning waits for nothing")
}

fn presigner_warm() -> Contestant {
    let signer: &'static Signer = Box::leak(Box::new(Signer::new(bucket(), credentials())));
    let presigner = signer.at(validity()).unwrap();
    let note = "the time is read once; the buffer is kept";
    Contestant::new("presigner", "`presign_into`", note, move |key, url| {
        url.clear();
        request(&presigner, key).presign_into(url);
    })
}

fn presigner_owned() -> Contestant {
    let signer = Signer::new(bucket(), credentials());
    Contestant::new("presigner", "`at` and `presign` for each", "the clock is read for each", move |key, url| {
        let presigner = signer.at(validity()).unwrap();
        *url = request(&presigner, key).presign().into_url();
    })
}

pub fn rusty_s3_bucket() -> rusty_s3::Bucket {
    rusty_s3::Bucket::new(ORIGIN.parse().unwrap(), rusty_s3::UrlStyle::Path, BUCKET, REGION).unwrap()
}

fn rusty_s3() -> Contestant {
    let bucket = rusty_s3_bucket();
    let credentials = rusty_s3::Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    Contestant::new("rusty-s3", "`GetObject::sign`", "", move |key, url| {
        let mut action = bucket.get_object(Some(&credentials), key);
        for (name, value) in OVERRIDES {
            action.query_mut().insert(name, value);
        }
        *url = action.sign(LIFETIME).into();
    })
}

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The URL of the item, encoded, and without a signature: what the two that sign any request are given.
pub fn unsigned(key: &str) -> String {
    const PATH: &AsciiSet = &UNRESERVED.remove(b'/');
    let mut url = String::with_capacity(1024);
    url.extend([ORIGIN, "/", BUCKET, "/"]);
    url.extend(utf8_percent_encode(key, PATH));
    for (separator, (name, value)) in ['?', '&'].into_iter().zip(OVERRIDES) {
        url.push(separator);
        url.push_str(name);
        url.push('=');
        url.extend(utf8_percent_encode(value, UNRESERVED));
    }
    url
}

/// As the SDK sets them for S3.
pub fn settings() -> SigningSettings {
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(LIFETIME);
    settings
}

fn aws_identity() -> Identity {
    AwsCredentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "static").into()
}

fn instructions(identity: &Identity, unsigned: &str) -> SigningInstructions {
    let params = v4::SigningParams::builder()
        .identity(identity)
        .region(REGION)
        .name("s3")
        .time(SystemTime::now())
        .settings(settings())
        .build()
        .unwrap()
        .into();
    let headers = std::iter::empty();
    let signable = SignableRequest::new("GET", unsigned, headers, SignableBody::UnsignedPayload).unwrap();
    sign(signable, &params).unwrap().into_parts().0
}

fn aws_sigv4() -> Contestant {
    let identity = aws_identity();
    let note = "the caller encodes the URL; into an `http::Request` and out of it";
    Contestant::new("aws-sigv4", "`sign`", note, move |key, url| {
        let unsigned = unsigned(key);
        let instructions = instructions(&identity, &unsigned);
        let mut request = http::Request::get(unsigned).body(()).unwrap();
        instructions.apply_to_request_http1x(&mut request);
        *url = request.uri().to_string();
    })
}

fn aws_sigv4_by_hand() -> Contestant {
    let identity = aws_identity();
    let note = "the caller encodes the URL, and appends the parameters";
    Contestant::new("aws-sigv4", "`sign`, by hand", note, move |key, url| {
        *url = unsigned(key);
        let instructions = instructions(&identity, url);
        for (name, value) in instructions.params() {
            url.extend(["&", name, "="]);
            url.extend(utf8_percent_encode(value, UNRESERVED));
        }
    })
}

pub fn sdk_client() -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version_latest()
        .endpoint_url(ORIGIN)
        .region(aws_sdk_s3::config::Region::new(REGION))
        .force_path_style(true)
        .credentials_provider(AwsCredentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "static"))
        .build();
    aws_sdk_s3::Client::from_conf(config)
}

fn aws_sdk_s3() -> Contestant {
    let client = sdk_client();
    let presign = move |key: &str, url: &mut String| {
        let request = client
            .get_object()
            .bucket(BUCKET)
            .key(key)
            .response_content_disposition(DISPOSITION)
            .response_content_type(CONTENT_TYPE)
            .presigned(PresigningConfig::expires_in(LIFETIME).unwrap());
        *url = ready(request).unwrap().uri().to_owned();
    };
    Contestant {
        added: &[("x-id", "GetObject")],
        ..Contestant::new("aws-sdk-s3", "`presigned`", "signs `x-id=GetObject` too", presign)
    }
}

fn reqsign() -> Contestant {
    let signer = reqsign_core::Signer::new(
        reqsign_core::Context::new(),
        reqsign_aws_v4::StaticCredentialProvider::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY),
        reqsign_aws_v4::RequestSigner::new("s3", REGION),
    );
    Contestant::new("reqsign-aws-v4", "`sign`", "the caller encodes the URL", move |key, url| {
        let (mut parts, ()) = http::Request::get(unsigned(key)).body(()).unwrap().into_parts();
        ready(signer.sign(&mut parts, Some(LIFETIME))).unwrap();
        *url = parts.uri.to_string();
    })
}

fn object_store() -> Contestant {
    let store = object_store::aws::AmazonS3Builder::new()
        .with_endpoint(ORIGIN)
        .with_region(REGION)
        .with_bucket_name(BUCKET)
        .with_access_key_id(ACCESS_KEY_ID)
        .with_secret_access_key(SECRET_ACCESS_KEY)
        .build()
        .unwrap();
    Contestant::new("object_store", "`signed_url_opts`", "", move |key, url| {
        let options = SignedUrlOptions::default().with_query(OVERRIDES);
        let path = object_store::path::Path::from(key);
        *url = ready(store.signed_url_opts(http::Method::GET, &path, LIFETIME, &options)).unwrap().into();
    })
}

pub fn minio_client() -> minio::s3::MinioClient {
    let provider = minio::s3::creds::StaticProvider::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None);
    minio::s3::MinioClientBuilder::new(ORIGIN.parse().unwrap())
        .provider(Some(provider))
        .skip_region_lookup(true)
        .build()
        .unwrap()
}

fn minio() -> Contestant {
    let client = minio_client();
    let bucket = BucketName::new(BUCKET).unwrap();
    let lifetime = u32::try_from(LIFETIME.as_secs()).unwrap();
    Contestant::new("minio", "`get_presigned_object_url`", "", move |key, url| {
        let parameters = OVERRIDES.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = client
            .get_presigned_object_url(bucket.clone(), key, http::Method::GET)
            .unwrap()
            .extra_query_params(Some(parameters.into_iter().collect()))
            .expiry_seconds(lifetime)
            .build();
        *url = ready(request.send()).unwrap().url;
    })
}

pub fn rust_s3_bucket() -> s3::Bucket {
    let region = s3::Region::Custom { region: REGION.to_owned(), endpoint: ORIGIN.to_owned() };
    let credentials =
        s3::creds::Credentials::new(Some(ACCESS_KEY_ID), Some(SECRET_ACCESS_KEY), None, None, None).unwrap();
    *s3::Bucket::new(BUCKET, region, credentials).unwrap().with_path_style()
}

fn rust_s3() -> Contestant {
    let bucket = rust_s3_bucket();
    let lifetime = u32::try_from(LIFETIME.as_secs()).unwrap();
    Contestant::new("rust-s3", "`presign_get`", "", move |key, url| {
        let parameters: HashMap<_, _> = OVERRIDES.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        *url = ready(bucket.presign_get(key, lifetime, Some(parameters))).unwrap();
    })
}

fn s3_presigner() -> s3_presign::Presigner {
    let credentials = s3_presign::Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None);
    let mut presigner = s3_presign::Presigner::new(credentials, BUCKET, REGION);
    presigner.endpoint(ORIGIN);
    presigner
}

fn s3_presign() -> Contestant {
    let presigner = s3_presigner();
    Contestant::new("s3-presign", "`sign_request`", "it leaves spaces, `;` and `\"` as they are", move |key, url| {
        let unsigned = Url::parse(&unsigned(key)).unwrap();
        *url = presigner.sign_request("GET", &unsigned, LIFETIME.as_secs(), Vec::new()).unwrap();
    })
}

fn s3_presign_without_overrides() -> Contestant {
    let presigner = s3_presigner();
    let lifetime = i64::try_from(LIFETIME.as_secs()).unwrap();
    let presign = move |key: &str, url: &mut String| *url = presigner.get(key, lifetime).unwrap();
    Contestant { overrides: &[], ..Contestant::new("s3-presign", "`get`", "**signs less: no overrides**", presign) }
}
