//! What every contestant presigns: the same request, with one of sixteen keys.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use presigner::verify::{Unverified, Verifier, VerifyingKey};
use presigner::{Bucket, Credentials, Endpoint, Presigner, Request, Validity};

pub const ORIGIN: &str = "https://objects.us-east-1.example.com";
pub const HOST: &str = "objects.us-east-1.example.com";
pub const REGION: &str = "us-east-1";
pub const BUCKET: &str = "customer-attachments";
pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub const LIFETIME: Duration = Duration::from_secs(3600);
/// 106 bytes.
pub const DISPOSITION: &str =
    "attachment; filename=\"annual report Zurich.csv\"; filename*=UTF-8''annual%20report%20Z%C3%BCrich%202024.csv";
pub const CONTENT_TYPE: &str = "text/csv; charset=utf-8; header=present";
/// What the response is to say of the object.
pub const OVERRIDES: [(&str, &str); 2] =
    [("response-content-disposition", DISPOSITION), ("response-content-type", CONTENT_TYPE)];

/// Of 85 bytes each, taken in turn, so that nobody can keep a whole URL.
pub fn keys() -> Vec<String> {
    let folder = "messages/0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47/attachments/2024/11/03/quarterly";
    (10..26).map(|number| format!("{folder}/{number}.csv")).collect()
}

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

pub fn validity() -> Validity {
    Validity::new(now(), LIFETIME).unwrap()
}

pub fn bucket() -> Bucket {
    Endpoint::custom(ORIGIN, REGION).unwrap().bucket(BUCKET).unwrap()
}

pub fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY).unwrap()
}

pub fn request<'a>(presigner: &'a Presigner<'_>, key: &'a str) -> Request<'a> {
    let request = presigner.get(key).unwrap().response_content_disposition(black_box(DISPOSITION)).unwrap();
    request.response_content_type(black_box(CONTENT_TYPE)).unwrap()
}

/// Whether the URL is one for the item that a server accepts: `added` are the parameters that the contestant adds of
/// itself.
pub fn check(url: &str, key: &str, overrides: &[(&str, &str)], added: &[(&str, &str)]) -> Result<(), String> {
    let target = url.strip_prefix(ORIGIN).ok_or("another origin")?;
    let endpoint = bucket().endpoint().clone();
    let verifying_key = VerifyingKey::new(&endpoint, credentials());
    let verifier = Verifier::new(endpoint, |_: &str| Some(&verifying_key)).unwrap();
    let request = Unverified::parse("GET", HOST, target, [("host", HOST)]).map_err(|refusal| refusal.to_string())?;
    let verified = request.verify(&verifier, now()).map_err(|refusal| refusal.to_string())?;

    if (verified.bucket(), verified.key()) != (BUCKET, key) {
        return Err("another object".to_owned());
    }
    let expected = overrides.iter().chain(added).map(|&(name, value)| (Cow::from(name), Cow::from(value)));
    if verified.parameters().collect::<BTreeMap<_, _>>() != expected.collect() {
        return Err("other parameters".to_owned());
    }
    if verified.signed_at() + LIFETIME != verified.expires_at() {
        return Err("another lifetime".to_owned());
    }
    Ok(())
}
