//! Other requests than the item, by those of the contestants that can make them. Each is verified before it is timed.

use std::hint::black_box;
use std::time::SystemTime;

use aws_credential_types::Credentials as AwsCredentials;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sigv4::http_request::{SignableBody, SignableRequest, sign};
use aws_sigv4::sign::v4a;
use aws_smithy_runtime_api::client::identity::Identity;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Response};
use minio::s3::builders::PostPolicy as MinioPolicy;
use minio::s3::types::{BucketName, Region};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use presigner::attachment::{Attachment, LINK_HEADERS};
use presigner::post::PostPolicy;
use presigner::verify::{Unverified, UnverifiedPost, Verifier, VerifyingKey};
use presigner::{ContentDisposition, Endpoint, Presigner, Request, Signer};
use rusty_s3::S3Action;
use s3::{PostPolicyField, PostPolicyValue};
use sha2::{Digest, Sha256};

use crate::contestants::{minio_client, ready, rust_s3_bucket, rusty_s3_bucket, sdk_client, settings, unsigned};
use crate::item::{
    ACCESS_KEY_ID, BUCKET, CONTENT_TYPE, HOST, LIFETIME, ORIGIN, REGION, SECRET_ACCESS_KEY, bucket, credentials, keys,
    now, validity,
};

/// 60 characters.
const NAME: &str = "Jahresbericht der Kundschaft – Zürich und Winterthür 24.xlsx";
const METADATA: [(&str, &str); 3] =
    [("user", "42"), ("message-id", "0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47"), ("uploaded-by", "web")];
const SIZES: std::ops::RangeInclusive<u64> = 1..=20_000_000;

type Run = Box<dyn FnMut()>;

/// One request, what it can't cost less than, and how each makes it: the crate first.
pub struct Group {
    pub request: &'static str,
    pub floor: Run,
    pub rows: Vec<(&'static str, &'static str, &'static str, Run)>,
}

pub fn groups() -> Vec<Group> {
    vec![put(), named(), redirect(), form(), version_4a()]
}

fn signer() -> &'static Signer {
    Box::leak(Box::new(Signer::new(bucket(), credentials())))
}

fn presigner() -> &'static Presigner<'static> {
    Box::leak(Box::new(signer().at(validity()).unwrap()))
}

fn key() -> &'static str {
    keys().swap_remove(0).leak()
}

fn floor(request: &Request<'_>) -> Run {
    let explanation = request.explain();
    let (canonical, text) = (explanation.canonical_request().to_owned(), explanation.string_to_sign().to_owned());
    let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    Box::new(move || {
        let hash = Sha256::digest(black_box(&canonical));
        black_box((hash, keyed.clone().chain_update(black_box(&text)).finalize().into_bytes()));
    })
}

/// Makes links, the first of which is verified.
fn links(method: &'static str, headers: &[(String, String)], mut link: impl FnMut() -> String + 'static) -> Run {
    let url = link();
    let endpoint = bucket().endpoint().clone();
    let verifying_key = VerifyingKey::new(&endpoint, credentials());
    let verifier = Verifier::new(endpoint, |_: &str| Some(&verifying_key)).unwrap();
    let target = url.strip_prefix(ORIGIN).unwrap();
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("host", HOST)]);
    Unverified::parse(method, HOST, target, headers).unwrap().verify(&verifier, now()).unwrap();
    Box::new(move || drop(black_box(link())))
}

fn put() -> Group {
    let (presigner, key) = (presigner(), key());
    let request = move || {
        let request = presigner.put(black_box(key)).unwrap().content_type(black_box(CONTENT_TYPE)).unwrap();
        METADATA.iter().fold(request, |request, (name, value)| request.metadata(name, black_box(value)).unwrap())
    };
    let metadata = METADATA.map(|(name, value)| (format!("x-amz-meta-{name}"), value.to_owned()));
    let headers: Vec<_> = metadata.into_iter().chain([("content-type".to_owned(), CONTENT_TYPE.to_owned())]).collect();
    let (sdk, rusty, rusty_credentials) = (sdk_client(), rusty_s3_bucket(), rusty_credentials());
    let rust_s3 = rust_s3_bucket();
    let sdk_put = move || {
        let put = sdk.put_object().bucket(BUCKET).key(key).content_type(CONTENT_TYPE);
        let put = METADATA.iter().fold(put, |put, (name, value)| put.metadata(*name, *value));
        ready(put.presigned(PresigningConfig::expires_in(LIFETIME).unwrap())).unwrap().uri().to_owned()
    };
    let of_rusty = headers.clone();
    let rusty_put = move || {
        let mut put = rusty.put_object(Some(&rusty_credentials), key);
        for (name, value) in &of_rusty {
            put.headers_mut().insert(name.as_str(), value.as_str());
        }
        put.sign(LIFETIME).into()
    };
    let of_rust_s3: Vec<_> = headers.clone();
    let rust_s3_put = move || {
        let headers: HeaderMap =
            of_rust_s3.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let lifetime = u32::try_from(LIFETIME.as_secs()).unwrap();
        ready(rust_s3.presign_put(key, lifetime, Some(headers), None)).unwrap()
    };
    Group {
        request: "PUT with type and three metadata",
        floor: floor(&request()),
        rows: vec![
            ("presigner", "`presign`", "", links("PUT", &headers, move || request().presign().into_url())),
            ("rusty-s3", "`PutObject::sign`", "", links("PUT", &headers, rusty_put)),
            ("aws-sdk-s3", "`presigned`", "signs `x-id=PutObject` too", links("PUT", &headers, sdk_put)),
            ("rust-s3", "`presign_put`", "", links("PUT", &headers, rust_s3_put)),
        ],
    }
}

fn rusty_credentials() -> rusty_s3::Credentials {
    rusty_s3::Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
}

/// What the others sign is built already: none of them makes a header of a name.
fn named() -> Group {
    const NOTE: &str = "is given the whole header, which `presigner` built";
    let (presigner, key) = (presigner(), key());
    let request = move || presigner.get(black_box(key)).unwrap().attachment(black_box(NAME));
    let header: &'static str = ContentDisposition::attachment(NAME).to_string().leak();
    let (sdk, rusty, rusty_credentials) = (sdk_client(), rusty_s3_bucket(), rusty_credentials());
    let rusty_get = move || rusty_link(&rusty, &rusty_credentials, key, header);
    let sdk_get = move || {
        let get = sdk.get_object().bucket(BUCKET).key(key).response_content_disposition(header);
        ready(get.presigned(PresigningConfig::expires_in(LIFETIME).unwrap())).unwrap().uri().to_owned()
    };
    Group {
        request: "GET, a name of 60 characters that is not ASCII",
        floor: floor(&request()),
        rows: vec![
            ("presigner", "`attachment`, `presign`", "", links("GET", &[], move || request().presign().into_url())),
            ("rusty-s3", "`GetObject::sign`", NOTE, links("GET", &[], rusty_get)),
            ("aws-sdk-s3", "`presigned`", NOTE, links("GET", &[], sdk_get)),
        ],
    }
}

fn rusty_link(bucket: &rusty_s3::Bucket, credentials: &rusty_s3::Credentials, key: &str, header: &str) -> String {
    let mut get = bucket.get_object(Some(credentials), key);
    get.query_mut().insert("response-content-disposition", header);
    get.sign(LIFETIME).into()
}

/// From what a request asks for to the whole answer, without a server.
fn redirect() -> Group {
    let (signer, key) = (signer(), key());
    let made = move || -> Response<String> {
        let presigner = signer.at(validity()).unwrap();
        let report = Attachment::new("att_1", black_box(key), 99).file_name(black_box(NAME));
        report.redirect(&presigner, "GET").unwrap().into()
    };
    fn answer(url: &str) -> Response<String> {
        let answer = Response::builder().status(302).header("location", url);
        LINK_HEADERS
            .iter()
            .fold(answer, |answer, (name, value)| answer.header(*name, *value))
            .body(String::new())
            .unwrap()
    }
    let presigner = signer.at(validity()).unwrap();
    let request = presigner.get(key).unwrap().attachment(NAME);
    let (floor, ready_url) = (floor(&request), request.presign().into_url());
    let header: &'static str = ContentDisposition::attachment(NAME).to_string().leak();
    let (rusty, rusty_credentials, sdk) = (rusty_s3_bucket(), rusty_credentials(), sdk_client());
    let rusty_answer = move || drop(black_box(answer(&rusty_link(&rusty, &rusty_credentials, key, header))));
    let sdk_answer = move || {
        let get = sdk.get_object().bucket(BUCKET).key(key).response_content_disposition(header);
        let signed = ready(get.presigned(PresigningConfig::expires_in(LIFETIME).unwrap())).unwrap();
        drop(black_box(answer(signed.uri())));
    };
    assert_eq!(made().headers().len(), answer(&ready_url).headers().len());
    Group {
        request: "a redirect as an `http::Response`, the clock read for each",
        floor,
        rows: vec![
            ("presigner", "`Attachment::redirect`", "", Box::new(move || drop(black_box(made())))),
            ("rusty-s3", "`GetObject::sign`", "is given the header", Box::new(rusty_answer)),
            ("aws-sdk-s3", "`presigned`", "is given the header", Box::new(sdk_answer)),
            (
                "http",
                "the answer alone",
                "the link is there already",
                Box::new(move || drop(black_box(answer(&ready_url)))),
            ),
        ],
    }
}

/// What is made of a policy, verified once.
fn forms<F: IntoIterator<Item = (String, String)>>(mut form: impl FnMut() -> F + 'static) -> Run {
    let fields: Vec<_> = form().into_iter().chain([("key".to_owned(), key().to_owned())]).collect();
    let endpoint = bucket().endpoint().clone();
    let verifying_key = VerifyingKey::new(&endpoint, credentials());
    let verifier = Verifier::new(endpoint, |_: &str| Some(&verifying_key)).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let fields = fields.iter().filter(|(name, _)| seen.insert(name.to_ascii_lowercase()));
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
    let path = format!("/{BUCKET}");
    UnverifiedPost::parse(HOST, &path, fields, "a.csv").unwrap().verify(&verifier, now()).unwrap();
    Box::new(move || drop(black_box(form())))
}

fn form() -> Group {
    let (presigner, key) = (presigner(), key());
    let made = move || {
        let policy = PostPolicy::new(black_box(key), SIZES).and_then(|policy| policy.content_type(CONTENT_TYPE));
        presigner.presign_post(&policy.and_then(|policy| policy.metadata("user", "42")).unwrap()).unwrap()
    };
    let policy = made().fields().find(|(name, _)| *name == "policy").unwrap().1.to_owned();
    let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    let floor = move || {
        black_box(keyed.clone().chain_update(black_box(&policy)).finalize().into_bytes());
    };

    let client = minio_client();
    let minio_form = move || {
        let expiration = chrono::DateTime::from(SystemTime::now() + LIFETIME);
        let mut policy = MinioPolicy::new(BucketName::new(BUCKET).unwrap(), expiration).unwrap();
        policy.region = Some(Region::new(REGION).unwrap());
        for (name, value) in [("key", key), ("Content-Type", CONTENT_TYPE), ("x-amz-meta-user", "42")] {
            policy.add_equals_condition(name, value).unwrap();
        }
        policy.add_content_length_range_condition(1, 20_000_000).unwrap();
        let mut fields = ready(client.get_presigned_post_form_data(policy).build().send()).unwrap();
        // It leaves to the caller what the caller has.
        fields.insert("Content-Type".to_owned(), CONTENT_TYPE.to_owned());
        fields.insert("x-amz-meta-user".to_owned(), "42".to_owned());
        fields
    };
    let rust_s3 = rust_s3_bucket();
    let rust_s3_form = move || {
        let exact = |value: &'static str| PostPolicyValue::Exact(value.into());
        let policy = s3::PostPolicy::new(u32::try_from(LIFETIME.as_secs()).unwrap())
            .condition(PostPolicyField::Key, exact(key))
            .and_then(|policy| policy.condition(PostPolicyField::ContentType, exact(CONTENT_TYPE)))
            .and_then(|policy| policy.condition(PostPolicyField::AmzMeta("user".into()), exact("42")))
            .and_then(|policy| {
                policy.condition(PostPolicyField::ContentLengthRange, PostPolicyValue::Range(1, 20_000_000))
            });
        ready(rust_s3.presign_post(policy.unwrap())).unwrap().fields
    };
    Group {
        request: "POST form with type and metadata",
        floor: Box::new(floor),
        rows: vec![
            ("presigner", "`presign_post`", "", Box::new(move || drop(black_box(made())))),
            ("minio", "`get_presigned_post_form_data`", "", forms(minio_form)),
            ("rust-s3", "`presign_post`", "", forms(rust_s3_form)),
        ],
    }
}

/// The floor is the signature of a digest that is ready, with a key that is ready.
fn version_4a() -> Group {
    let endpoint = Endpoint::custom(ORIGIN, REGION).unwrap().with_region_set("*").unwrap();
    let bucket = endpoint.bucket(BUCKET).unwrap();
    let signer: &'static Signer = Box::leak(Box::new(Signer::new(bucket.clone(), credentials())));
    let (presigner, key) = (signer.at(validity()).unwrap(), key());
    let digest = Sha256::digest("a string to sign");
    let signing_key = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    let floor = move || {
        let signature: p256::ecdsa::DerSignature = signing_key.sign_prehash(black_box(&digest)).unwrap();
        black_box(signature);
    };

    let identity: Identity = AwsCredentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "static").into();
    let by_aws = move || {
        let settings = settings();
        let params = v4a::SigningParams::builder().identity(&identity).region_set("*").name("s3");
        let params = params.time(SystemTime::now()).settings(settings).build().unwrap().into();
        let url = unsigned(key);
        let signable = SignableRequest::new("GET", &url, std::iter::empty(), SignableBody::UnsignedPayload).unwrap();
        let (instructions, _) = sign(signable, &params).unwrap().into_parts();
        let mut request = http::Request::get(url).body(()).unwrap();
        instructions.apply_to_request_http1x(&mut request);
        request.uri().to_string()
    };
    let target = by_aws();
    let verifying_key = VerifyingKey::new(&endpoint, credentials());
    let verifier = Verifier::new(endpoint, |_: &str| Some(&verifying_key)).unwrap();
    let arrived = Unverified::parse("GET", HOST, target.strip_prefix(ORIGIN).unwrap(), [("host", HOST)]).unwrap();
    arrived.verify(&verifier, now()).unwrap();

    let link = move || drop(black_box(crate::item::request(&presigner, key).presign()));
    let derive = move || drop(black_box(Signer::new(bucket.clone(), credentials())));
    let derive_by_aws = || {
        black_box(v4a::generate_signing_key(ACCESS_KEY_ID, SECRET_ACCESS_KEY).as_ref().len());
    };
    let by_hmac = self::presigner();
    let by_hmac = move || drop(black_box(crate::item::request(by_hmac, key).presign()));
    Group {
        request: "GET by Signature Version 4A",
        floor: Box::new(floor),
        rows: vec![
            ("presigner", "`presign`", "the key is derived with the signer", Box::new(link)),
            ("aws-sigv4", "`sign`", "derives the key for each", Box::new(move || drop(black_box(by_aws())))),
            ("presigner", "`Signer::new`", "the key alone", Box::new(derive)),
            ("aws-sigv4", "`generate_signing_key`", "the key alone", Box::new(derive_by_aws)),
            ("presigner", "`presign`, by Version 4", "to compare", Box::new(by_hmac)),
        ],
    }
}
