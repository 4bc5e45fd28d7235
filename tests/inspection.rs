//! Presigned URLs of others, read without a key.

#![cfg(feature = "verify")]

mod common;

use core::time::Duration;

use presigner::time::OffsetDateTime;
use presigner::verify::{Inspection, VerifyError};
use presigner::{Credentials, Endpoint, Signer};
use proptest::prelude::*;

use common::{Link, valid_for};

const SIGNATURE: &str = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

#[test]
fn every_url_that_botocore_made_says_what_was_asked_for() {
    for vector in Link::all() {
        let (id, given) = (vector.id, &vector.given);
        let link = Inspection::parse(&vector.url).unwrap_or_else(|refusal| panic!("{refusal}: {vector:?}"));
        assert_eq!(link.access_key_id(), given.keys.access_key_id, "vector {id}");
        assert_eq!((link.region(), link.service()), (&*given.region, "s3"), "vector {id}");
        assert_eq!(link.has_session_token(), given.keys.session_token.is_some(), "vector {id}");
        assert_eq!(link.signed_at().seconds(), given.now, "vector {id}");
        assert_eq!(link.lifetime(), Duration::from_secs(given.lifetime), "vector {id}");
        assert_eq!(link.expires_at(), link.signed_at() + link.lifetime(), "vector {id}");
        assert!(link.is_alive_at(link.expires_at() - Duration::from_nanos(1)), "vector {id}");
        assert!(!link.is_alive_at(link.expires_at()), "vector {id}");

        let bucket = given.endpoint().bucket(&given.bucket).unwrap();
        let (scheme, rest) = bucket.url().split_once("://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        assert_eq!((link.scheme(), link.host()), (scheme, host), "vector {id}");
        let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
        assert_eq!(link.path(), format!("/{path}{}", vector.key), "vector {id}");

        for (name, value) in &vector.query {
            assert_eq!(link.parameter(name).as_deref(), Some(&**value), "vector {id}");
        }
        assert_eq!(link.parameters().count(), vector.query.len(), "vector {id}");
        let mut headers: Vec<_> = vector.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        headers.push("host".into());
        headers.sort();
        assert!(link.signed_header_names().eq(headers), "vector {id}");

        let shown = format!("{link} {link:?}");
        assert!(!shown.contains(&vector.signature), "vector {id}: {shown}");
        assert!(link.to_string().ends_with("&X-Amz-Signature=<64 bytes elided>"), "vector {id}: {link}");
        if let Some(token) = &given.keys.session_token {
            let encoded = percent_encoding::utf8_percent_encode(token, percent_encoding::NON_ALPHANUMERIC).to_string();
            assert!(!shown.contains(token) && !shown.contains(&encoded), "vector {id}: {shown}");
            assert!(link.to_string().contains("X-Amz-Security-Token=<"), "vector {id}: {link}");
        }
    }
}

/// As different SDKs write them: the order of parameters, further ones, escapes in lower case, `+` for a space.
#[test]
fn urls_of_every_sdk_are_read() {
    let scope = "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request";
    for url in [
        // AWS SDK for JavaScript 3.
        format!(
            "https://examplebucket.s3.us-east-1.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential={scope}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=900\
             &X-Amz-Signature={SIGNATURE}&X-Amz-SignedHeaders=host&x-amz-checksum-mode=ENABLED&x-id=GetObject"
        ),
        // AWS SDK for Java, older SDKs: the signature in between, the session token last.
        format!(
            "https://examplebucket.s3.us-east-1.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Date=20130524T000000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=900&X-Amz-Credential={scope}\
             &X-Amz-Signature={SIGNATURE}&X-Amz-Security-Token=MARKED%2Ftoken%3D%3D"
        ),
        // By hand: what need not be encoded is not, and what is encoded is in lower case.
        format!(
            "HTTPS://ExampleBucket.S3.us-east-1.amazonaws.com:443/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request&X-Amz-Date=20130524T000000Z\
             &X-Amz-Expires=900&X-Amz-SignedHeaders=host&response-content-disposition=inline%3b+filename=a\
             &X-Amz-Signature={SIGNATURE}#page=2"
        ),
    ] {
        let link = Inspection::parse(&url).unwrap();
        assert_eq!(link.host(), "examplebucket.s3.us-east-1.amazonaws.com");
        assert_eq!(link.path(), "/a b.txt");
        assert_eq!(link.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
        assert_eq!(link.expires_at().seconds(), 1_369_354_500);
        let shown = format!("{link} {link:?}");
        assert!(!shown.contains(SIGNATURE) && !shown.contains("MARKED"), "{shown}");
        assert!(!format!("{link:?}").contains("a b"));
    }
}

#[test]
fn what_is_shown_is_the_url_without_its_secrets() {
    let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalr").unwrap().with_session_token("MARKED/").unwrap();
    let signer = Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), credentials);
    let presigner = signer.at(valid_for(60)).unwrap();
    let request = presigner.get("a é").unwrap().query("x-amz-server-side-encryption-customer-key", "MARKED").unwrap();
    let link = request.presign();
    assert_eq!(
        Inspection::parse(link.url()).unwrap().to_string(),
        "https://storage.googleapis.com/bucket/a%20%C3%A9?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20231114%2Fauto%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z\
         &X-Amz-Expires=60&X-Amz-Security-Token=<9 bytes elided>&X-Amz-SignedHeaders=host\
         &x-amz-server-side-encryption-customer-key=<6 bytes elided>&X-Amz-Signature=<64 bytes elided>"
    );
    let debug = format!("{:?}", Inspection::parse(link.url()).unwrap());
    assert!(!debug.contains("MARKED") && !debug.contains("a%20"), "{debug}");
}

#[test]
fn what_is_no_presigned_url_is_refused() {
    let query = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature={SIGNATURE}"
    );
    let refusal = |url: &str| Inspection::parse(url).unwrap_err();
    for origin in [
        "",
        "h",
        "ftp://h",
        "https:h",
        "https://",
        "https://a@h",
        "https://a:b@h",
        "https://a b",
        "https://h:99999",
        "//h",
        "https://h\\",
    ] {
        assert_eq!(refusal(&format!("{origin}/k?{query}")), VerifyError::InvalidUrl, "{origin}");
    }
    assert_eq!(
        VerifyError::InvalidUrl.to_string(),
        "the URL is not an absolute http or https URL with a host and without a user name"
    );
    assert_eq!((VerifyError::InvalidUrl.code(), VerifyError::InvalidUrl.status()), ("InvalidURI", 400));
    for without_path in ["https://h", "https://h/"] {
        let url = format!("{without_path}?{query}");
        assert_eq!(Inspection::parse(&url).unwrap().path(), "/");
    }
    let with = |from: &str, to: &str| refusal(&format!("https://h/k?{}", query.replace(from, to)));
    assert_eq!(refusal("https://h/k"), VerifyError::MissingParameter);
    assert_eq!(refusal(&format!("https://h/../k?{query}")), VerifyError::InvalidTarget);
    assert_eq!(refusal(&format!("https://h/%zz?{query}")), VerifyError::InvalidTarget);
    assert_eq!(refusal(&format!("https://h/k?{query}&a={}", "b".repeat(16_384))), VerifyError::TooLarge);
    assert_eq!(refusal(&format!("https://h/k?{query}{}", "&a".repeat(100))), VerifyError::TooLarge);
    assert_eq!(with("X-Amz-Expires=900&", ""), VerifyError::MissingParameter);
    assert_eq!(with("X-Amz-Expires", "X-AMZ-EXPIRES"), VerifyError::AmbiguousParameter);
    assert_eq!(with("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), VerifyError::UnsupportedAlgorithm);
    assert_eq!(with("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), VerifyError::InvalidCredential);
    assert_eq!(with("20130524T", "20130525T"), VerifyError::ScopeDateMismatch);
    assert_eq!(with("=900", "=604801"), VerifyError::InvalidLifetime);
    assert_eq!(with("=host", "=range"), VerifyError::InvalidSignedHeaders);
    assert_eq!(with(SIGNATURE, &SIGNATURE.to_uppercase()), VerifyError::InvalidSignature);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), path in "[ -~é]{0,40}", query in "[ -~]{0,80}") {
        for url in [text, format!("https://h/{path}?{query}")] {
            if let Ok(link) = Inspection::parse(&url) {
                let _ = format!("{link} {link:?} {}", link.is_alive_at(OffsetDateTime::UNIX_EPOCH));
            }
        }
    }
}

/// Go's SDK sends the headers of an upload so.
#[test]
fn a_parameter_that_only_begins_as_those_of_the_signature_is_shown() {
    let signer = common::signer(&Endpoint::gcs(), "bucket");
    let link = signer.at(valid_for(60)).unwrap().get("key").unwrap().presign();
    let url = link.url().replace("X-Amz-Algorithm=", "X-Amz-Acl=private&X-Amz-Algorithm=");
    let inspection = Inspection::parse(&url).unwrap();
    assert_eq!(inspection.parameter("X-Amz-Acl").as_deref(), Some("private"));
    assert_eq!(inspection.parameters().count(), 1);
}
