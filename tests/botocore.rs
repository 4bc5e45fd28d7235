//! Vectors that botocore made: `tests/vectors/generate.py` draws requests and lets botocore presign them.

mod common;

use presigner::{Method, Presigned};

use common::{Link, parts};

fn presign(vector: &Link) -> presigner::Result<Presigned> {
    let signer = vector.given.signer();
    let presigner = signer.at(vector.given.validity())?;
    let mut request = presigner.object(Method::custom(&vector.method)?, &vector.key)?;
    for (name, value) in &vector.query {
        request = request.query(name, value)?;
    }
    for (name, value) in &vector.headers {
        request = request.header(name, value)?;
    }
    Ok(request.presign())
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
    let redirect = presigner::attachment::Redirect::new(link.clone()).to_http_response(());
    assert_eq!(redirect.headers()["location"], link.url());
}

#[test]
fn every_signature_is_the_one_botocore_made() {
    for vector in Link::all() {
        let link = presign(&vector).unwrap_or_else(|error| panic!("{error}: {vector:?}"));
        #[cfg(feature = "http")]
        is_the_same_over_http(&link);
        let url = link.into_url();
        assert!(url.ends_with(&format!("&X-Amz-Signature={}", vector.signature)), "{url}: {vector:?}");
        assert_eq!(parts(&url), parts(&vector.url), "vector {}", vector.id);
    }
}
