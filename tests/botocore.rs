//! Vectors that botocore made: `tests/vectors/generate.py` draws requests and lets botocore presign them.

use core::time::Duration;

use presigner::{Credentials, Endpoint, Method, Presigned, Signer, Validity};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    id: u32,
    endpoint: String,
    region: String,
    style: String,
    bucket: String,
    method: String,
    key: String,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    now: i64,
    lifetime: u64,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    url: String,
    signature: String,
}

fn presign(vector: &Vector) -> presigner::Result<Presigned> {
    let mut endpoint = Endpoint::custom(&vector.endpoint, &vector.region)?;
    if vector.style == "virtual" {
        endpoint = endpoint.virtual_hosted();
    }
    let mut credentials = Credentials::new(&vector.access_key_id, &vector.secret_access_key)?;
    if let Some(token) = &vector.session_token {
        credentials = credentials.with_session_token(token)?;
    }
    let signer = Signer::new(endpoint.bucket(&vector.bucket)?, credentials);
    let presigner = signer.at(Validity::new(vector.now, Duration::from_secs(vector.lifetime))?)?;
    let mut request = presigner.object(Method::custom(&vector.method)?, &vector.key)?;
    for (name, value) in &vector.query {
        request = request.query(name, value)?;
    }
    for (name, value) in &vector.headers {
        request = request.header(name, value)?;
    }
    Ok(request.presign())
}

/// Everything before the query, and the query as a set. botocore repeats a default port that the endpoint spelled
/// out; what it signs, and what every client sends as `Host`, is without it.
fn parts(url: &str) -> (String, Vec<String>) {
    let (before, query) = url.split_once('?').unwrap();
    let mut pairs: Vec<_> = query.split('&').map(String::from).collect();
    pairs.sort();
    let before = match before.split_once("://").unwrap() {
        ("https", rest) => rest.replacen(":443/", "/", 1),
        (_, rest) => rest.replacen(":80/", "/", 1),
    };
    (before, pairs)
}

/// The types of the crate `http` hold every link as it is, and give a server what was signed.
#[cfg(feature = "http")]
fn is_the_same_over_http(link: &Presigned) {
    let request = link.to_http_request(()).unwrap();
    assert_eq!(request.method().as_str(), link.method().as_str());
    assert_eq!(request.uri().to_string(), link.url());
    let headers: Vec<_> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    assert_eq!(headers, link.headers().collect::<Vec<_>>());
    let redirect = presigner::attachment::Redirect::new(link.clone()).to_http_response(()).unwrap();
    assert_eq!(redirect.headers()["location"], link.url());
}

#[test]
fn every_signature_is_the_one_botocore_made() {
    let lines = include_str!("vectors/botocore.jsonl").lines();
    let mut count = 0;
    for line in lines {
        let vector: Vector = serde_json::from_str(line).unwrap();
        let link = presign(&vector).unwrap_or_else(|error| panic!("vector {}: {error}\n{line}", vector.id));
        #[cfg(feature = "http")]
        is_the_same_over_http(&link);
        let url = link.into_url();
        assert!(
            url.ends_with(&format!("&X-Amz-Signature={}", vector.signature)),
            "vector {}\n{url}\n{line}",
            vector.id
        );
        assert_eq!(parts(&url), parts(&vector.url), "vector {}", vector.id);
        count += 1;
    }
    assert!(count >= 1_000, "only {count} vectors");
}
