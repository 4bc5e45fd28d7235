//! Signature Version 4A: AWS's own suite, what botocore signs with its CRT extension, and who believes it. The vectors are written
//! by `tests/vectors/import_sigv4a_suite.py` and `tests/vectors/generate_sigv4a.py`.

#![cfg(all(feature = "sigv4a", feature = "verify"))]

mod common;

use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::ecdsa::{DerSignature, VerifyingKey as PublicKey};
use presigner::url::Url;
use presigner::verify::{Inspection, Unverified, Verifier, VerifyError, VerifyingKey};
use presigner::{Bucket, CanonicalPath, Credentials, Endpoint, Method, Request, Signer, Validity};
use proptest::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use common::{Keys, NOW, credentials, parts, valid_for, vectors};

const ARN: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const HOST: &str = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";

fn bucket() -> Bucket {
    Endpoint::aws("eu-central-1").unwrap().bucket(ARN).unwrap()
}

fn link(key: &str) -> String {
    let signer = Signer::new(bucket(), credentials());
    signer.at(valid_for(3600)).unwrap().get(key).unwrap().presign().into_url()
}

/// Path and query of a link to [`HOST`].
fn target(url: &str) -> &str {
    url.strip_prefix("https://").unwrap().strip_prefix(HOST).unwrap()
}

fn signature(url: &str) -> &str {
    url.rsplit_once("&X-Amz-Signature=").unwrap().1
}

/// What a server at `endpoint` that knows one key says to a GET.
fn receive(endpoint: &Endpoint, credentials: Credentials, target: &str, now: i64) -> Result<(), VerifyError> {
    let key = VerifyingKey::new(endpoint, credentials);
    let verifier = Verifier::new(endpoint.clone(), |id: &str| (id == key.access_key_id()).then_some(&key)).unwrap();
    let headers: [(&str, &str); 0] = [];
    Unverified::parse("GET", HOST, target, headers)?.verify(&verifier, now).map(|_| ())
}

#[derive(Deserialize)]
struct Case {
    name: String,
    context: Context,
    request: String,
    canonical_request: String,
    string_to_sign: String,
    signature: String,
    public_key: (String, String),
}

#[derive(Deserialize)]
struct Context {
    credentials: SuiteCredentials,
    expiration_in_seconds: u64,
    normalize: bool,
    region: String,
    service: String,
    sign_body: bool,
    #[serde(default)]
    omit_session_token: bool,
}

#[derive(Deserialize)]
struct SuiteCredentials {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
}

impl Case {
    fn has_signed(&self, signature: &str) -> bool {
        let point = hex::decode(format!("04{}{}", self.public_key.0, self.public_key.1)).unwrap();
        let key = PublicKey::from_sec1_bytes(&point).unwrap();
        let signature = DerSignature::from_bytes(&hex::decode(signature).unwrap()).unwrap();
        key.verify_prehash(&Sha256::digest(&self.string_to_sign), &signature).is_ok()
    }

    fn signer(&self) -> Signer {
        let endpoint = Endpoint::for_service("https://example.amazonaws.com", "us-east-1", &self.context.service);
        let mut endpoint = endpoint.unwrap().with_region_set(&self.context.region).unwrap();
        // The suite encodes no path twice.
        let path = if self.context.normalize { CanonicalPath::Normalized } else { CanonicalPath::AsSent };
        endpoint = endpoint.with_canonical_path(path).unwrap();
        if self.context.omit_session_token {
            endpoint = endpoint.with_token_behind_signature().unwrap();
        }
        let SuiteCredentials { access_key_id, secret_access_key, token } = &self.context.credentials;
        let credentials = Credentials::new(access_key_id, secret_access_key).unwrap();
        Signer::for_service(
            endpoint,
            match token {
                Some(token) => credentials.with_session_token(token).unwrap(),
                None => credentials,
            },
        )
    }

    /// The request as the suite writes it: method, target, headers with a line for each that is given twice, and body.
    fn read(&self) -> (&str, &str, BTreeMap<String, String>, &str) {
        let (head, body) = self.request.split_once("\n\n").unwrap_or((&self.request, ""));
        let mut lines = head.lines();
        let (method, rest) = lines.next().unwrap().split_once(' ').unwrap();
        let target = rest.strip_suffix(" HTTP/1.1").unwrap();
        let (mut headers, mut last) = (BTreeMap::new(), String::new());
        for line in lines {
            match line.split_once(':') {
                Some((name, value)) if !line.starts_with(' ') => {
                    last = name.to_ascii_lowercase();
                    let all = headers.entry(last.clone()).or_insert_with(String::new);
                    if !all.is_empty() {
                        all.push(',');
                    }
                    all.push_str(value.trim());
                }
                _ => headers.get_mut(&last).unwrap().push_str(line),
            }
        }
        headers.remove("host");
        (method, target, headers, body)
    }
}

/// Canonical requests and strings to sign are the suite's, and its public key verifies its signatures and ours.
#[test]
fn aws_suite() {
    let mut names = Vec::new();
    for case in vectors::<Case>("sigv4a_suite.jsonl") {
        let name = &case.name;
        assert!(case.has_signed(&case.signature), "{name}");
        let hash = hex::encode(Sha256::digest(&case.canonical_request));
        assert_eq!(case.string_to_sign.rsplit_once('\n').unwrap().1, hash, "{name}");

        let (method, target, headers, body) = case.read();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // URL parsers resolve dot segments, so that no link can have them.
        if path.split('/').any(|segment| segment == "." || segment == "..") {
            continue;
        }
        let signer = case.signer();
        // 2015-08-30T12:36:00Z
        let lifetime = Duration::from_secs(case.context.expiration_in_seconds);
        let presigner = signer.at(Validity::new(1_440_938_160, lifetime).unwrap()).unwrap();
        let mut request: Request<'_> = presigner.path(Method::custom(method).unwrap(), path).unwrap();
        let hash = hex::encode(Sha256::digest(body));
        if case.context.sign_body {
            request = request.payload_hash(&hash).unwrap();
        }
        for (name, value) in query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap())
        {
            // Some of them are written as they are encoded.
            let name = if name == "%E1%88%B4" { "\u{1234}" } else { name };
            request = request.query(name, value).unwrap();
        }
        for (header, value) in &headers {
            request = request.header(header, value).unwrap_or_else(|error| panic!("{name}: {error} {header}"));
        }
        let explanation = request.explain();
        if case.context.credentials.token.is_none() {
            assert_eq!(explanation.canonical_request(), case.canonical_request, "{name}");
        }
        assert_eq!(explanation.string_to_sign(), case.string_to_sign, "{name}");
        let link = request.presign();
        assert!(case.has_signed(signature(link.url()).split('&').next().unwrap()), "{name}");
        names.push(case.name);
    }
    assert!(names.len() >= 30, "only these of the suite: {names:?}");
}

/// A line of `sigv4a.jsonl`.
#[derive(Debug, Deserialize)]
struct Vector {
    partition: String,
    alias: String,
    region_set: String,
    #[serde(flatten)]
    keys: Keys,
    now: i64,
    lifetime: u64,
    method: String,
    key: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    url: String,
}

impl Vector {
    fn bucket(&self) -> Bucket {
        let region = match &*self.partition {
            "aws" => "eu-central-1",
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            other => panic!("partition {other}"),
        };
        let endpoint = Endpoint::aws(region).unwrap();
        let endpoint =
            if self.region_set == "*" { endpoint } else { endpoint.with_region_set(&self.region_set).unwrap() };
        endpoint.bucket(&format!("arn:{}:s3::123456789012:accesspoint/{}.mrap", self.partition, self.alias)).unwrap()
    }

    fn presign(&self) -> presigner::Result<String> {
        let signer = Signer::new(self.bucket(), self.keys.credentials());
        let presigner = signer.at(Validity::new(self.now, Duration::from_secs(self.lifetime))?)?;
        let mut request = presigner.object(Method::custom(&self.method)?, &self.key)?;
        for (name, value) in &self.query {
            request = request.query(name, value)?;
        }
        for (name, value) in &self.headers {
            request = request.header(name, value)?;
        }
        Ok(request.presign().into_url())
    }

    fn is_believed(&self, url: &str) -> Result<String, VerifyError> {
        let endpoint = self.bucket().endpoint().clone();
        let key = VerifyingKey::new(&endpoint, self.keys.credentials());
        let verifier = Verifier::new(endpoint, |id: &str| (id == key.access_key_id()).then_some(&key)).unwrap();
        let (host, target) = url.strip_prefix("https://").unwrap().split_once('/').unwrap();
        let target = format!("/{target}");
        let mut headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        headers.push(("host", host));
        let request = Unverified::parse(&self.method, host, &target, headers)?;
        request.verify(&verifier, self.now).map(|verified| verified.key().to_owned())
    }
}

/// Host, path and every parameter but the signature, which is another one each time there, are the same; both signatures are right.
#[test]
fn botocore_signs_the_same_request() {
    let vectors = vectors::<Vector>("sigv4a.jsonl");
    assert!(vectors.len() >= 200, "only {} vectors", vectors.len());
    for vector in vectors {
        let url = vector.presign().unwrap_or_else(|error| panic!("{error}: {vector:?}"));
        let unsigned = |url: &str| url.replace(signature(url), "");
        assert_eq!(parts(&unsigned(&url)), parts(&unsigned(&vector.url)), "{vector:?}");
        for url in [&url, &vector.url] {
            assert_eq!(vector.is_believed(url).as_ref(), Ok(&vector.key), "{url}");
        }
        let changed = vector.url.replace(&format!("X-Amz-Expires={}", vector.lifetime), "X-Amz-Expires=604799");
        assert_eq!(vector.is_believed(&changed), Err(VerifyError::SignatureMismatch), "{changed}");
    }
}

#[test]
fn a_link_says_how_it_is_signed() {
    let url = link("a b.pdf");
    let parameters = format!(
        "/a%20b.pdf?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential={}%2F20231114%2Fs3%2Faws4_request\
         &X-Amz-Date=20231114T221320Z&X-Amz-Expires=3600&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=host&X-Amz-Signature=",
        common::ACCESS_KEY_ID
    );
    assert!(target(&url).starts_with(&parameters), "{url}");
    assert_eq!(url, link("a b.pdf"), "no source of randomness");

    let inspection = Inspection::parse(&url).unwrap();
    assert_eq!(inspection.algorithm(), "AWS4-ECDSA-P256-SHA256");
    assert_eq!((inspection.region(), inspection.service()), ("*", "s3"));
    assert_eq!(inspection.access_key_id(), common::ACCESS_KEY_ID);
    assert_eq!(inspection.parameters().count(), 0);
    let digits = signature(&url).len();
    assert!(inspection.to_string().ends_with(&format!("&X-Amz-Signature=<{digits} bytes elided>")), "{inspection}");

    let signer = Signer::new(bucket(), credentials());
    let presigner = signer.at(valid_for(3600)).unwrap();
    let explanation = presigner.get("a b.pdf").unwrap().explain();
    assert!(
        explanation
            .string_to_sign()
            .starts_with("AWS4-ECDSA-P256-SHA256\n20231114T221320Z\n20231114/s3/aws4_request\n")
    );
    assert!(explanation.canonical_request().ends_with(&format!("\nhost:{HOST}\n\nhost\nUNSIGNED-PAYLOAD")));

    let received = Unverified::parse("GET", HOST, target(&url), [("host", HOST)]).unwrap();
    assert_eq!(received.explain(bucket().endpoint()), explanation);
}

/// DER drops zeros at the start of its two numbers, so that one signature in 128 or so is short of 140 digits.
#[test]
fn signatures_of_every_length_are_read() {
    let signer = Signer::new(bucket(), credentials());
    let presigner = signer.at(valid_for(3600)).unwrap();
    let mut lengths = BTreeSet::new();
    let mut number = 0;
    while number < 60 || lengths.iter().all(|length| *length >= 140) {
        let key = number.to_string();
        let url = presigner.get(&key).unwrap().presign().into_url();
        let length = signature(&url).len();
        if lengths.insert(length) {
            let endpoint = bucket().endpoint().clone();
            assert_eq!(receive(&endpoint, credentials(), target(&url), NOW), Ok(()), "{length} digits");
            assert!(Inspection::parse(&url).is_ok(), "{length} digits");
        }
        number += 1;
    }
    assert!([140, 142, 144].iter().all(|length| lengths.contains(length)), "{lengths:?}");

    let url = link("key");
    let with = |signature_here: &str| Inspection::parse(&url.replace(signature(&url), signature_here)).map(|_| ());
    for refused in ["", "30", &"3".repeat(14), &"3".repeat(143), &"3".repeat(146), &signature(&url).to_uppercase()] {
        assert_eq!(with(refused), Err(VerifyError::InvalidSignature), "{refused}");
    }
    assert_eq!(with(&"3".repeat(16)), Ok(()));
}

#[test]
fn only_what_the_endpoint_is_signed_with_is_believed() {
    let url = link("key");
    let multi_region = bucket().endpoint().clone();
    assert_eq!(receive(&multi_region, credentials(), target(&url), NOW + 3599), Ok(()));
    assert_eq!(receive(&multi_region, credentials(), target(&url), NOW + 3600), Err(VerifyError::Expired));

    // Whatever features other crates turn on: an endpoint of one region believes Version 4 alone.
    let one_region = Endpoint::custom(&format!("https://{HOST}"), "*").unwrap();
    assert_eq!(receive(&one_region, credentials(), target(&url), NOW), Err(VerifyError::UnsupportedAlgorithm));
    let version_4 = Signer::for_service(one_region, credentials());
    let version_4 = version_4.at(valid_for(60)).unwrap().root(Method::GET).unwrap().presign().into_url();
    assert_eq!(receive(&multi_region, credentials(), target(&version_4), NOW), Err(VerifyError::UnsupportedAlgorithm));

    let europe = Endpoint::aws("eu-central-1").unwrap().with_region_set("eu-*").unwrap().bucket(ARN).unwrap();
    assert_eq!(receive(europe.endpoint(), credentials(), target(&url), NOW), Err(VerifyError::ScopeMismatch));

    let others = [
        (Credentials::new("AKIDEXAMPLE", common::SECRET_ACCESS_KEY), VerifyError::UnknownAccessKeyId),
        (Credentials::new(common::ACCESS_KEY_ID, "another"), VerifyError::SignatureMismatch),
        (credentials().with_session_token("token"), VerifyError::SessionTokenMismatch),
    ];
    for (other, refusal) in others {
        assert_eq!(receive(&multi_region, other.unwrap(), target(&url), NOW), Err(refusal));
    }
    for (from, to) in [("/key?", "/kex?"), ("=%2A&", "=eu-%2A&"), ("Region-Set=%2A&", ""), ("Set=%2A", "Set=")] {
        let changed = target(&url).replace(from, to);
        assert!(receive(&multi_region, credentials(), &changed, NOW).is_err(), "{changed}");
    }
    let another = target(&url).replace(signature(&url), "3006020101020101");
    assert_eq!(receive(&multi_region, credentials(), &another, NOW), Err(VerifyError::SignatureMismatch));
}

#[test]
fn every_byte_counts() {
    let url = link("key");
    let target = target(&url);
    let endpoint = bucket().endpoint().clone();
    for place in 0..target.len() {
        let mut changed = target.as_bytes().to_vec();
        changed[place] = if matches!(changed[place], b'a' | b'A') { b'b' } else { b'a' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(receive(&endpoint, credentials(), &changed, NOW).is_err(), "{changed}");
    }
}

#[test]
fn what_a_bucket_can_do_is_done_for_an_access_point() {
    let signer = Signer::new(bucket(), credentials());
    assert_eq!(signer.bucket().unwrap().name(), ARN);
    let by_alias = Endpoint::aws_global().bucket("mfzwi23gnjvgw.mrap").unwrap();
    assert_eq!(by_alias.url(), bucket().url());
    let same = signer.for_bucket(by_alias);
    assert_eq!(same.at(valid_for(3600)).unwrap().get("key").unwrap().presign().url(), link("key"));

    // From and to a bucket of one region, even one that reads the same.
    for endpoint in [Endpoint::aws("eu-central-1").unwrap(), Endpoint::custom("https://s3.example.com", "*").unwrap()] {
        let other = signer.for_bucket(endpoint.bucket("photos").unwrap());
        let url = other.at(valid_for(60)).unwrap().get("key").unwrap().presign().into_url();
        assert!(url.contains("?X-Amz-Algorithm=AWS4-HMAC-SHA256&"), "{url}");
        let back = other.for_bucket(bucket());
        assert_eq!(back.at(valid_for(3600)).unwrap().get("key").unwrap().presign().url(), link("key"));
    }
    let presigner = signer.at(valid_for(3600)).unwrap().within("users/42/").unwrap();
    assert!(presigner.put("users/42/a").is_ok() && presigner.put("users/43/a").is_err());
    assert!(!bucket().endpoint().has_post());

    let rotated = signer.with_credentials(credentials().with_session_token("a+b").unwrap());
    let url = rotated.at(valid_for(60)).unwrap().get("key").unwrap().presign().into_url();
    assert!(url.contains("&X-Amz-Region-Set=%2A&X-Amz-Security-Token=a%2Bb&X-Amz-SignedHeaders=host&"), "{url}");
}

#[cfg(feature = "post")]
#[test]
fn forms_are_refused() {
    let policy = presigner::post::PostPolicy::new("photo.png", 1..=9).unwrap();
    let own = Endpoint::custom("https://s3.example.com", "us-east-1").unwrap();
    let multi_region = own.clone().with_region_set("us-east-1").unwrap();
    for bucket in [bucket(), multi_region.bucket("photos").unwrap()] {
        let signer = Signer::new(bucket, credentials());
        let refusal = signer.at(valid_for(60)).unwrap().presign_post(&policy).unwrap_err();
        assert_eq!(refusal, presigner::Error::UnsupportedPost);
    }

    // Even where the lookup knows the key of Version 4, and the region set reads as its region.
    let signer = Signer::new(own.bucket("photos").unwrap(), credentials());
    let post = signer.at(valid_for(60)).unwrap().presign_post(&policy).unwrap();
    let form = presigner::verify::UnverifiedPost::parse("s3.example.com", "/photos", post.fields(), "a").unwrap();
    let verifier = |endpoint| Verifier::new(endpoint, |_: &str| Some(signer.verifying_key())).unwrap();
    assert_eq!(form.verify(&verifier(own), NOW).map(|_| ()), Ok(()));
    assert_eq!(form.verify(&verifier(multi_region), NOW).unwrap_err(), VerifyError::UnsupportedAlgorithm);
}

#[cfg(feature = "diagnose")]
#[test]
fn a_diagnosis_knows_the_region_set() {
    use presigner::diagnose::{Answer, Diagnosis};

    let explain = |region_set: &str| {
        let endpoint = Endpoint::aws("eu-central-1").unwrap().with_region_set(region_set).unwrap();
        let signer = Signer::new(endpoint.bucket(ARN).unwrap(), credentials());
        signer.at(valid_for(60)).unwrap().get("key").unwrap().explain()
    };
    let diagnosis = Diagnosis::between(&explain("*"), &explain("eu-*"));
    assert!(diagnosis.to_string().starts_with(
        "the query parameter `X-Amz-Region-Set` is not the one that was signed\n  signed:  %2A\n  checked: eu-%2A\n"
    ));

    let answer = |to_sign: &str| {
        let body = format!("<Error><Code>SignatureDoesNotMatch</Code><StringToSign>{to_sign}</StringToSign></Error>");
        Diagnosis::of(&explain("*"), &Answer::parse(body.as_bytes()).unwrap()).to_string()
    };
    let to_sign = explain("*").string_to_sign().to_owned();
    assert!(answer(&to_sign).starts_with("SignatureDoesNotMatch: the store checked what was signed, so"));
    let other_service = answer(&to_sign.replace("/s3/", "/s3-outposts/"));
    assert!(other_service.contains("the service is not the one that the store expects"), "{other_service}");
    assert!(other_service.contains("checked: s3-outposts\n"), "{other_service}");
    let version_4 = answer(&to_sign.replace("ECDSA-P256", "HMAC").replace("/s3/", "/eu-central-1/s3/"));
    assert!(version_4.contains("the algorithm is not the one that was signed"), "{version_4}");

    let elsewhere = "<Error><Code>AuthorizationQueryParametersError</Code><Region>eu-central-1</Region></Error>";
    let elsewhere = Diagnosis::of(&explain("*"), &Answer::parse(elsewhere.as_bytes()).unwrap()).to_string();
    assert!(elsewhere.contains("the store refuses the parameters of the signature"), "{elsewhere}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The laws, for any text: URL parsers leave the URL as it is, a buffer with room for the longest signature is enough, and a server believes it.
    #[test]
    fn any_request_is_believed(key in "\\PC{1,40}|[ -~]{1,40}", name in "\\PC{1,20}", token in "[!-~]{1,3000}", text in "[ -~]{1,40}") {
        let credentials = || credentials().with_session_token(&token).unwrap();
        let signer = Signer::new(bucket(), credentials());
        let presigner = signer.at(valid_for(60)).unwrap();
        let Ok(request) = presigner.get(&key) else { return Ok(()) };
        let request = request.attachment(&name).response_cache_control(&text).unwrap();
        let link = request.presign();
        let parsed = Url::parse(link.url()).unwrap();
        prop_assert_eq!(parsed.as_str(), link.url());
        // The most that a signature takes.
        let mut url = String::with_capacity(link.url().len() - signature(link.url()).len() + 144);
        let room = url.as_ptr();
        request.presign_into(&mut url);
        prop_assert_eq!(&url, link.url());
        prop_assert_eq!(url.as_ptr(), room, "it had room");
        prop_assert_eq!(receive(bucket().endpoint(), credentials(), target(&url), NOW), Ok(()));
    }
}
