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
    assert!(
        Redirect::new(long_value(longest + 1)).to_http_response(()).headers().contains_key("location"),
        "a header value has no such limit"
    );

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
    let response = Redirect::new(link).to_http_response(());
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

#[cfg(all(feature = "serde", feature = "base64"))]
mod answers {
    use std::error::Error as _;

    use http::Response;
    use presigner::Error;
    use presigner::attachment::{
        Attachment, Base64Body, DownloadFailure, DownloadQuery, MessageContext, RawMessageDescriptor, ServiceFailure,
        UploadTicket,
    };
    use serde_json::{Value, json};

    use super::*;

    /// Status, headers without those that all answers with links and failures have, and the body.
    fn parts(response: Response<String>) -> (u16, Vec<(String, String)>, String) {
        let (parts, body) = response.into_parts();
        let headers: Vec<_> =
            parts.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        for (name, value) in presigner::attachment::LINK_HEADERS {
            assert!(headers.contains(&(name.into(), value.into())), "{name}");
        }
        let is_own = |(name, _): &(String, String)| {
            !["cache-control", "x-content-type-options", "referrer-policy"].contains(&&**name)
        };
        (parts.status.as_u16(), headers.into_iter().filter(is_own).collect(), body)
    }

    fn json_type() -> (String, String) {
        ("content-type".into(), "application/json".into())
    }

    #[test]
    fn failures() {
        let required = Response::from(DownloadFailure::key_required());
        assert_eq!(
            parts(required),
            (
                400,
                vec![json_type()],
                r#"{"success":false,"message":"Storage key is required","error":"BAD_REQUEST"}"#.into()
            )
        );
        let challenge = ("www-authenticate".to_owned(), "Bearer".to_owned());
        assert_eq!(
            parts(ServiceFailure::unauthorized().into()),
            (401, vec![json_type(), challenge], r#"{"code":401,"message":"The token is not valid"}"#.into())
        );
        assert_eq!(
            parts(ServiceFailure::not_found().into()),
            (
                404,
                vec![json_type()],
                r#"{"code":404,"message":"There is no such thing, or not for this caller"}"#.into()
            )
        );
        let internal = (500, vec![json_type()], r#"{"code":500,"message":"The attachment could not be read"}"#.into());
        assert_eq!(parts(Error::CredentialsExpired.into()), internal);
        assert_eq!(parts(Base64Body::new(u64::MAX).unwrap_err().into()), internal);
    }

    /// A host logs what is behind a failure, and no client reads it.
    #[test]
    fn the_cause_goes_with_the_answer_and_not_into_it() {
        let response: Response<String> = Error::CredentialsExpired.into();
        let failure = response.extensions().get::<ServiceFailure>().unwrap();
        assert_eq!(failure.source().unwrap().to_string(), Error::CredentialsExpired.to_string());
        assert!(!response.body().contains("credentials"));

        let key = DownloadFailure::from(Error::OutsideScope);
        let response: Response<String> = key.clone().into();
        assert_eq!(response.extensions().get::<DownloadFailure>(), Some(&key));
        assert!(response.extensions().get::<DownloadFailure>().unwrap().source().is_some());
    }

    #[test]
    #[expect(clippy::result_large_err, reason = "handlers return answers")]
    fn question_marks_answer() {
        fn handler(query: &str) -> Result<Response<String>, Response<String>> {
            let signer = signer();
            let redirect = || {
                let presigner = signer.at(valid_for(60))?.within("messages/")?;
                DownloadQuery::parse(query)?.redirect(&presigner, http::Method::HEAD)
            };
            Ok(redirect()?.into())
        }
        let (status, headers, body) = parts(handler("key=messages/1").unwrap());
        assert_eq!((status, body.as_str()), (302, ""));
        assert!(headers.len() == 1 && headers[0].0 == "location", "{headers:?}");
        assert_eq!(parts(handler("").unwrap_err()).0, 400);
        assert_eq!(parts(handler("key=other/1").unwrap_err()).0, 400);
    }

    #[test]
    fn documents() {
        let signer = signer();
        let presigner = signer.at(valid_for(60)).unwrap();
        let read = |response: Response<String>| {
            let (status, headers, body) = parts(response);
            assert_eq!((status, headers), (200, vec![json_type()]));
            serde_json::from_str::<Value>(&body).unwrap()
        };
        let attachment = Attachment::new("a", "k", 1).descriptor(&presigner).unwrap();
        assert_eq!(read(attachment.clone().into()), serde_json::to_value(&attachment).unwrap());
        let raw = RawMessageDescriptor::presign(&presigner, "m", "k", 1).unwrap();
        assert_eq!(read(raw.clone().into()), serde_json::to_value(&raw).unwrap());
        let ticket = UploadTicket::new(&presigner.put("k").unwrap().presign());
        assert_eq!(read(ticket.clone().into()), serde_json::to_value(&ticket).unwrap());
        let context = MessageContext::new("m", "i", json!({}));
        assert_eq!(read(context.clone().into()), serde_json::to_value(&context).unwrap());
    }

    #[test]
    fn a_context_that_does_not_serialise_is_a_failure() {
        let context = MessageContext::new("m", "i", std::collections::BTreeMap::from([((), 1)]));
        let response: Response<String> = context.into();
        assert_eq!(response.status(), 500);
        assert!(response.extensions().get::<ServiceFailure>().unwrap().source().is_some());
    }

    #[test]
    fn a_body() {
        let first_text = |mut body: Base64Body| body.next_text(Some(b"att_1")).unwrap().unwrap();
        let answer = |length: Option<u64>| Base64Body::new(5).unwrap().into_http_response(length, first_text);
        assert!(answer(Some(4)).is_err() && answer(Some(6)).is_err() && answer(Some(5)).is_ok());
        let response = answer(None).unwrap();
        let own = [("content-type", "application/octet-stream"), ("content-length", "8")];
        assert_eq!(
            parts(response),
            (200, own.map(|(name, value)| (name.into(), value.into())).to_vec(), "YXR0".into())
        );
    }
}
