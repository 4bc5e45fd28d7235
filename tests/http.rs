//! Links and received requests as the types of the crate `http`. That all botocore's vectors survive them is in
//! `botocore.rs`.
#![cfg(feature = "http")]

mod common;

use presigner::attachment::Redirect;
use presigner::{Endpoint, Presigned, Request, Signer};

use common::valid_for;

fn signer() -> Signer {
    common::signer(&Endpoint::custom("https://s3.example.com", "us-east-1").unwrap(), "bucket")
}

fn put(finish: impl FnOnce(Request<'_>) -> presigner::Result<Request<'_>>) -> Presigned {
    finish(signer().at(valid_for(60)).unwrap().put("a b.txt").unwrap()).unwrap().presign()
}

#[test]
fn what_the_types_cannot_hold_is_an_error() {
    let long_value = |length: usize| put(|request| request.query("name", "x".repeat(length).leak()));
    let longest = 65_534 - long_value(0).url().len();
    assert_eq!(long_value(longest).to_uri().unwrap().to_string(), long_value(longest).url());
    assert_eq!(long_value(longest + 1).to_uri().unwrap_err().to_string(), "uri too long");
    assert_eq!(long_value(longest + 1).to_http_request(()).unwrap_err().to_string(), "uri too long");
    assert!(Redirect::new(long_value(longest + 1)).to_http_response(()).is_ok(), "a header value has no such limit");

    let long_name = |length: usize| put(|request| request.header("x".repeat(length).leak(), "value"));
    assert!(long_name(65_535).to_header_map().is_ok());
    assert_eq!(long_name(65_536).to_header_map().unwrap_err().to_string(), "invalid HTTP header name");
}

#[test]
fn what_is_secret_is_marked_as_sensitive() {
    let link = put(|request| request.content_type("text/plain")?.sse_customer_key("MARKED", "md5"));
    let headers = link.to_header_map().unwrap();
    let sensitive: Vec<_> = headers.iter().filter(|(_, value)| value.is_sensitive()).map(|(name, _)| name).collect();
    assert_eq!(sensitive, ["x-amz-server-side-encryption-customer-key"]);
    assert!(!format!("{headers:?}").contains("MARKED"));

    let signature = link.url().rsplit('=').next().unwrap().to_owned();
    let response = Redirect::new(link).to_http_response(()).unwrap();
    assert!(!format!("{response:?}").contains(&signature));
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[cfg(feature = "verify")]
mod received {
    use http::{HeaderMap, HeaderValue, Method, Uri, header::HOST};
    use presigner::verify::{Unverified, Verifier, VerifyError};

    use crate::common::NOW;

    use super::*;

    /// What a server makes of `uri` with these `Host` headers, and of a forwarded one, which must never count.
    fn verify(uri: &str, hosts: &[&[u8]]) -> Result<String, VerifyError> {
        let link = put(|request| request.content_type("text/plain"));
        let target = link.url().strip_prefix("https://s3.example.com").unwrap();
        let uri: Uri = uri.replace("TARGET", target).parse().unwrap();
        let mut headers: HeaderMap = link.to_header_map().unwrap();
        for host in hosts {
            headers.append(HOST, HeaderValue::from_bytes(host).unwrap());
        }
        headers.insert("x-forwarded-host", HeaderValue::from_static("s3.example.com"));
        headers.insert("forwarded", HeaderValue::from_static("host=s3.example.com"));
        let key = signer().verifying_key();
        let endpoint = Endpoint::custom("https://s3.example.com", "us-east-1").unwrap();
        let verifier = Verifier::new(endpoint, |_: &str| Some(&key)).unwrap();
        let request = Unverified::from_http(&Method::PUT, &uri, &headers)?;
        Ok(request.verify(&verifier, NOW)?.key().to_owned())
    }

    #[test]
    fn the_host_is_the_one_that_was_asked_for() {
        let key = || Ok("a b.txt".to_owned());
        assert_eq!(verify("TARGET", &[b"s3.example.com"]), key(), "HTTP/1");
        assert_eq!(verify("TARGET", &[b"S3.example.com:443"]), key());
        assert_eq!(verify("https://s3.example.comTARGET", &[]), key(), "HTTP/2");
        assert_eq!(verify("https://s3.example.comTARGET", &[b"S3.Example.Com"]), key(), "an absolute target of HTTP/1");
        assert_eq!(verify("TARGET", &[b"evil.example"]), Err(VerifyError::HostMismatch));
        assert_eq!(verify("https://evil.exampleTARGET", &[]), Err(VerifyError::HostMismatch));
    }

    #[test]
    fn a_request_that_does_not_name_one_host_is_refused() {
        assert_eq!(verify("TARGET", &[]), Err(VerifyError::AmbiguousHost));
        let twice: &[&[u8]] = &[b"s3.example.com", b"s3.example.com"];
        assert_eq!(verify("TARGET", twice), Err(VerifyError::AmbiguousHost));
        assert_eq!(verify("https://s3.example.comTARGET", twice), Err(VerifyError::AmbiguousHost));
        assert_eq!(verify("https://s3.example.comTARGET", &[b"evil.example"]), Err(VerifyError::HostMismatch));
        assert_eq!(verify("https://evil.exampleTARGET", &[b"s3.example.com"]), Err(VerifyError::HostMismatch));
        assert_eq!(verify("https://user@s3.example.comTARGET", &[]), Err(VerifyError::HostMismatch));
        assert_eq!(verify("TARGET", &[b"s3.example.com\xff"]), Err(VerifyError::HostMismatch));
        assert_eq!(verify("TARGET", &[b""]), Err(VerifyError::HostMismatch));
    }

    #[test]
    fn a_target_without_a_path_is_refused() {
        assert_eq!(verify("s3.example.com:443", &[]), Err(VerifyError::InvalidTarget));
        assert_eq!(verify("*", &[b"s3.example.com"]), Err(VerifyError::InvalidTarget));
    }
}
