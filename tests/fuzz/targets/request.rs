//! Whatever can be built can be signed, survives a URL parser, and is verified.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use presigner::diagnose::{Cause, Diagnosis};
use presigner::url::Url;
use presigner::verify::{Inspection, Unverified, Verifier};
use presigner::{Bucket, CopySource, Credentials, Endpoint, Method, Presigner, Request, Result, Signer, Validity};

/// Numbers choose among what is worth trying, and what is refused is left out, so that most inputs end in a URL.
#[derive(Arbitrary, Debug)]
struct Input<'a> {
    place: u8,
    operation: u8,
    now: i32,
    lifetime: u32,
    method: &'a str,
    key: &'a str,
    other: &'a str,
    query: Vec<(u8, &'a str, &'a str)>,
    headers: Vec<(u8, &'a str, &'a str)>,
    token: Option<&'a str>,
    scope: Option<u8>,
}

const QUERY: [&str; 6] = ["versionId", "partNumber", "response-expires", "prefix", "x-amz-acl", "a"];
const HEADERS: [&str; 6] = ["content-type", "Content-Length", "x-amz-meta-a", "range", "hostname", "z"];

/// One of the names, or the text itself.
fn name<'a>(names: &[&'a str; 6], number: u8, text: &'a str) -> &'a str {
    names.get(usize::from(number)).unwrap_or(&text)
}

/// In the last two places requests are signed by Version 4A.
static BUCKETS: LazyLock<[Bucket; 7]> = LazyLock::new(|| {
    let custom = |url| Endpoint::custom(url, "eu-1").unwrap();
    let bucket = |endpoint: Endpoint| endpoint.bucket("bucket").unwrap();
    [
        bucket(custom("https://s3.example.com")),
        bucket(custom("https://s3.example.com").virtual_hosted()),
        bucket(custom("http://[::1]:9000")),
        bucket(custom("https://s3.example.com:8443/a/b")),
        bucket(Endpoint::gcs()),
        Endpoint::aws("eu-central-1").unwrap().bucket("arn:aws:s3::123456789012:accesspoint/bucket.mrap").unwrap(),
        bucket(custom("https://s3.example.com:8443/a/b").with_region_set("eu-*,us-east-1").unwrap()),
    ]
});

fn operation<'a>(presigner: &'a Presigner<'a>, input: &Input<'a>) -> Result<Request<'a>> {
    let Input { key, other, .. } = *input;
    match input.operation % 12 {
        0 => presigner.get(key),
        1 => presigner.put(key),
        2 => presigner.list_objects_v2(key),
        3 => presigner.copy_object(key, CopySource::new("bucket", other)?),
        4 => presigner.upload_part_copy(key, other, 7, CopySource::new("bucket", other)?.version_id(other)?),
        5 => presigner.list_parts(key, other),
        6 => presigner.get(key)?.response_content_disposition(other),
        7 => presigner.get(key)?.sse_customer_key(other, other),
        8 => presigner.put(key)?.metadata(other, "a"),
        9 => Ok(presigner.get(key)?.attachment(other)),
        10 => Ok(presigner.get(key)?.inline(other, input.method)),
        _ => presigner.object(Method::custom(input.method)?, key),
    }
}

fn build<'a>(presigner: &'a Presigner<'a>, input: &Input<'a>) -> Result<Request<'a>> {
    let mut request = operation(presigner, input).or_else(|_| presigner.get(input.key))?;
    for (number, text, value) in &input.query {
        request = request.clone().query(name(&QUERY, *number, text), value).unwrap_or(request);
    }
    for (number, text, value) in &input.headers {
        request = request.clone().header(name(&HEADERS, *number, text), value).unwrap_or(request);
    }
    Ok(request)
}

fuzz_target!(|input: Input<'_>| {
    let bucket = &BUCKETS[usize::from(input.place) % BUCKETS.len()];
    let endpoint = bucket.endpoint();
    let credentials = || Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap();
    let with_token = input.token.and_then(|token| credentials().with_session_token(token).ok());
    let credentials = with_token.unwrap_or_else(credentials);
    let signer = Signer::new(bucket.clone(), credentials);
    let lifetime = Duration::from_secs((1 + input.lifetime % 604_800).into());
    let now = i64::from(input.now);
    let mut presigner = signer.at(Validity::new(now, lifetime).unwrap()).unwrap();
    // A scope that the key may well be in: its first folders.
    if let Some(folders) = input.scope {
        let scope = input.key.split_inclusive('/').take(folders.into()).map(str::len).sum::<usize>();
        presigner = presigner.clone().within(&input.key[..scope]).unwrap_or(presigner);
    }
    let Ok(request) = build(&presigner, &input) else { return };
    let link = request.presign();

    // Every client requests what was signed.
    let url = Url::parse(link.url()).unwrap();
    assert_eq!(url.as_str(), link.url());
    let mut appended = String::from("before ");
    request.presign_into(&mut appended);
    assert_eq!(appended.strip_prefix("before "), Some(link.url()));

    // A server that shares the secret believes it.
    let authority = &url[presigner::url::Position::BeforeHost..presigner::url::Position::AfterPort];
    let target = &link.url()[link.url().find(authority).unwrap() + authority.len()..];
    let method = link.method();
    // More than a server looks at by default.
    let limits = presigner::verify::Limits::default().target(1 << 20).parameters(10_000).headers(10_000);
    let received = Unverified::parse_within(limits, method.as_str(), authority, target, link.headers()).unwrap();
    let key = signer.verifying_key();
    let verifier = Verifier::new(endpoint.clone(), |_: &str| Some(&key)).unwrap();
    let verified = received.verify(&verifier, now).unwrap();
    assert_eq!(verified.bucket(), "bucket");
    if !matches!(input.operation % 12, 2) {
        assert_eq!(verified.key(), input.key);
    }
    assert_eq!(verified.expires_at(), link.expires_at());
    assert!(verified.signed_headers().map(|(name, value)| (name, str::from_utf8(value).unwrap())).eq(link.headers()));

    // And both explain it in the same words.
    let (signed, explained) = (request.explain(), received.explain(endpoint));
    assert_eq!(signed, explained);
    assert_eq!(*Diagnosis::between(&signed, &explained).cause(), Cause::WrongSecret);
    if let Ok(inspection) = Inspection::parse(link.url()) {
        assert_eq!(inspection.expires_at(), link.expires_at());
    }
});
