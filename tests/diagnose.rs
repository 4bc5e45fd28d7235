//! Why a store refused a request: every body in `tests/vectors/errors/` is diagnosed, and the text compared with the one
//! beside it.
//!
//! When texts were changed on purpose, write them anew, read what changed, and commit it:
//!
//! ```text
//! UPDATE_SNAPSHOTS=yes cargo test --all-features --test diagnose
//! ```

#![cfg(feature = "diagnose")]

mod common;

use std::path::{Path, PathBuf};

use presigner::diagnose::{Answer, AnswerError, Cause, Change, Diagnosis, Part};
use presigner::verify::Unverified;
use presigner::{Endpoint, Explanation, Presigner, Request, Signer};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use common::{credentials, valid_for};

const TOKEN: &str = "MARKEDtoken/+==";
const CUSTOMER_KEY: &str = "MARKEDcustomerkeyMARKEDcustomerkey0123456789=";

/// The two requests that the bodies answer.
fn explain(name: &str) -> Explanation {
    if name.starts_with("get-") { with_get(|request| request.explain()) } else { with_put(|request| request.explain()) }
}

fn with_presigner<T>(signer: &Signer, run: impl FnOnce(&Presigner<'_>) -> T) -> T {
    run(&signer.at(valid_for(3600)).unwrap())
}

fn with_get<T>(run: impl FnOnce(Request<'_>) -> T) -> T {
    let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(bucket, credentials());
    with_presigner(&signer, |presigner| {
        let request = presigner.get("messages/42/a b é.pdf").unwrap();
        run(request.response_content_disposition("attachment; filename=\"a b.pdf\"").unwrap())
    })
}

fn put_endpoint() -> Endpoint {
    Endpoint::custom("http://storage.example.com:9000", "eu-1").unwrap()
}

fn with_put<T>(run: impl FnOnce(Request<'_>) -> T) -> T {
    let credentials = credentials().with_session_token(TOKEN).unwrap();
    let signer = Signer::new(put_endpoint().bucket("attachments").unwrap(), credentials);
    with_presigner(&signer, |presigner| {
        let request = presigner.put("in//photo+1.txt").unwrap().content_type("text/plain").unwrap();
        run(request.sse_customer_key(CUSTOMER_KEY, "hRasmdxgYDKV3nvbahU1MA==").unwrap())
    })
}

fn bodies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/errors");
    let files = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut bodies: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "xml")).collect();
    bodies.sort();
    assert!(bodies.len() >= 70, "only {} bodies", bodies.len());
    bodies
}

fn diagnose(name: &str, body: &[u8]) -> Diagnosis {
    Diagnosis::of(&explain(name), &Answer::parse(body).unwrap())
}

#[test]
fn every_body_gets_its_text() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    for path in bodies() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = diagnose(name, &std::fs::read(&path).unwrap()).to_string();
        let expected = path.with_extension("txt");
        if update {
            std::fs::write(&expected, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(&expected).unwrap_or_default(), "{name}");
    }
}

#[test]
fn nothing_shows_a_secret() {
    for path in bodies() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let answer = Answer::parse(&std::fs::read(&path).unwrap()).unwrap();
        let diagnosis = Diagnosis::of(&explain(name), &answer);
        let quoted = (answer.canonical_request().unwrap_or_default(), answer.string_to_sign().unwrap_or_default());
        for shown in [format!("{diagnosis} {diagnosis:?} {diagnosis:#?} {answer:?}"), format!("{quoted:?}")] {
            assert!(!shown.contains("MARKED") && !shown.contains("5ec7"), "{name}: {shown}");
        }
        let debug = format!("{diagnosis:?} {answer:?}");
        assert!(!debug.contains("messages") && !debug.contains("photo"), "{name}: {debug}");
    }
}

/// The cause, for programs.
fn cause(name: &str) -> Cause {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/errors").join(name).with_extension("xml");
    diagnose(name, &std::fs::read(path).unwrap()).cause().clone()
}

#[test]
fn every_difference_is_found() {
    let parameter = |name: &str| Part::Parameter(name.to_owned());
    let header = |name: &str| Part::Header(name.to_owned());
    let differences = [
        ("get-method", Part::Method, Change::Other),
        ("get-path-encoded-twice", Part::Path, Change::EncodedTwice),
        ("get-path-decoded", Part::Path, Change::Decoded),
        ("get-path-other-escapes", Part::Path, Change::OtherEncoding),
        ("get-path-plus", Part::Path, Change::PlusForSpace),
        ("put-path-space-for-plus", Part::Path, Change::SpaceForPlus),
        ("get-path-case", Part::Path, Change::Case),
        ("put-path-slashes-merged", Part::Path, Change::SlashesMerged),
        ("get-path-final-slash", Part::Path, Change::FinalSlash),
        ("get-path-beginning-removed", Part::Path, Change::BeginningRemoved),
        ("get-path-beginning-added", Part::Path, Change::BeginningAdded),
        ("get-path-other", Part::Path, Change::Other),
        ("get-parameter-missing", parameter("response-content-disposition"), Change::Missing),
        ("get-parameter-extra", parameter("utm_source"), Change::Extra),
        ("get-parameter-other", parameter("response-content-disposition"), Change::Other),
        ("get-parameter-encoded-twice", parameter("response-content-disposition"), Change::EncodedTwice),
        ("get-parameter-other-escapes", parameter("response-content-disposition"), Change::OtherEncoding),
        ("get-parameter-plus", parameter("response-content-disposition"), Change::PlusForSpace),
        ("get-parameter-date", parameter("X-Amz-Date"), Change::Other),
        ("put-token-shorter", parameter("X-Amz-Security-Token"), Change::Other),
        ("put-token-other", Part::CanonicalRequest, Change::Hidden),
        ("put-customer-key-other", Part::CanonicalRequest, Change::Hidden),
        ("get-hidden", Part::CanonicalRequest, Change::Hidden),
        ("put-customer-key-longer", header("x-amz-server-side-encryption-customer-key"), Change::Other),
        ("get-query-order", Part::Query, Change::Order),
        ("get-host-other", header("host"), Change::Other),
        ("get-host-case", header("host"), Change::Case),
        ("put-host-port", header("host"), Change::Port),
        ("put-header-missing", header("content-type"), Change::Missing),
        ("put-header-extra", header("content-encoding"), Change::Extra),
        ("put-header-other", header("content-type"), Change::Other),
        ("put-header-charset", header("content-type"), Change::Appended),
        ("put-header-case", header("content-type"), Change::Case),
        ("put-header-spaces", header("content-type"), Change::Spaces),
        ("get-signed-headers", Part::SignedHeaders, Change::Other),
        ("get-payload-hash", Part::PayloadHash, Change::Other),
        ("get-algorithm", Part::Algorithm, Change::Other),
        ("get-date", Part::Date, Change::Other),
        ("get-scope-date", Part::ScopeDate, Change::Other),
        ("get-region", Part::Region, Change::Other),
        ("get-service", Part::Service, Change::Other),
        ("get-hash-only", Part::CanonicalRequest, Change::Other),
        ("get-folded", Part::Method, Change::Other),
    ];
    for (name, expected_part, expected_change) in differences {
        match cause(name) {
            Cause::Difference { part, change, .. } => {
                assert_eq!((part, change), (expected_part, expected_change), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn every_cause_is_found() {
    for name in [
        "get-wrong-secret",
        "put-wrong-secret",
        "get-wrong-secret-gcs",
        "get-wrong-secret-to-sign-only",
        "get-wrong-secret-swift",
    ] {
        assert_eq!(cause(name), Cause::WrongSecret, "{name}");
    }
    for (name, expected) in [
        ("get-unexplained-ceph", Cause::Unexplained),
        ("get-unexplained-garage", Cause::Unexplained),
        ("get-unexplained-swift", Cause::Unexplained),
        ("get-refused-ceph", Cause::Refused),
        ("get-expired", Cause::Expired),
        ("get-expired-gcs", Cause::Expired),
        ("get-expired-swift", Cause::Expired),
        ("get-not-yet-valid", Cause::NotYetValid),
        ("get-clock-skew", Cause::ClockSkew),
        ("put-credentials-expired", Cause::CredentialsExpired),
        ("put-invalid-token", Cause::InvalidToken),
        ("get-unknown-key", Cause::UnknownAccessKeyId),
        ("get-unknown-key-ceph", Cause::UnknownAccessKeyId),
        ("get-unknown-key-s3s", Cause::UnknownAccessKeyId),
        ("get-two-signatures", Cause::TwoSignatures),
        ("get-access-denied", Cause::AccessDenied),
        ("get-access-denied-ceph", Cause::AccessDenied),
        ("get-no-such-key", Cause::NoSuchKey),
        ("get-no-such-bucket", Cause::NoSuchBucket),
        ("get-no-such-bucket-s3s", Cause::NoSuchBucket),
        ("get-other", Cause::Other),
    ] {
        assert_eq!(cause(name), expected, "{name}");
    }
}

#[test]
fn what_a_code_names_is_found() {
    let said = |cause: Cause| match cause {
        Cause::OtherRegion { expected: text, .. }
        | Cause::OtherService { expected: text, .. }
        | Cause::Redirect { endpoint: text, .. }
        | Cause::UnsignedHeaders { names: text, .. } => text,
        Cause::Parameters { named, .. } => named.map(String::from),
        other => panic!("{other:?}"),
    };
    for (name, expected) in [
        ("get-other-region", Some("eu-west-2")),
        ("get-other-region-garage", Some("garage")),
        ("get-other-region-r2", None),
        ("get-other-service", Some("s3")),
        ("get-other-service-s3s", None),
        ("get-redirect", Some("attachments.s3-eu-west-2.amazonaws.com")),
        ("put-unsigned-headers", Some("x-amz-acl, x-amz-meta-a")),
        ("put-unsigned-headers-garage", None),
        ("get-parameters", None),
        ("get-parameters-ceph", None),
        ("get-parameters-s3s", None),
        ("get-parameters-algorithm", Some("X-Amz-Algorithm")),
        ("get-parameters-credential", Some("X-Amz-Credential")),
        ("get-parameters-credential-s3s", Some("X-Amz-Credential")),
        ("get-parameters-date", Some("X-Amz-Date")),
        ("get-parameters-expires", Some("X-Amz-Expires")),
        ("get-signature-cut", Some("X-Amz-Signature")),
    ] {
        assert_eq!(said(cause(name)).as_deref(), expected, "{name}");
    }
}

#[test]
fn what_is_no_error_document_is_said_to_be_none() {
    let error = |body: &[u8]| Answer::parse(body).unwrap_err();
    for empty in ["", " \r\n "] {
        assert_eq!(error(empty.as_bytes()), AnswerError::Empty);
    }
    let document_type = "<!DOCTYPE a [<!ENTITY b 'c'>]><Error><Code>&b;</Code></Error>";
    let unknown_entity = "<Error><Code>&b;</Code></Error>";
    for no_xml in [
        "{}",
        "502 Bad Gateway",
        "<!doctype html><p>",
        "<Error>",
        "<Error><Code>\u{1}</Code></Error>",
        document_type,
        unknown_entity,
    ] {
        assert_eq!(error(no_xml.as_bytes()), AnswerError::NotXml, "{no_xml}");
    }
    assert_eq!(error(b"<Error><Code>\xff</Code></Error>"), AnswerError::NotXml);
    for other in [
        "<html/>",
        "<Error/>",
        "<Error><Code/></Error>",
        "<Error><Code> </Code></Error>",
        "<a><Error><Code>b</Code></Error></a>",
        "<ErrorResponse/>",
    ] {
        assert_eq!(error(other.as_bytes()), AnswerError::NotAnError, "{other}");
    }
    let attributes = (0..5_000).map(|number| format!("a{number}=''")).collect::<Vec<_>>().join(" ");
    for large in [
        format!("<Error><Code>a</Code><Message>{}</Message></Error>", "b".repeat(64 * 1024)),
        format!("<Error><Code>a</Code>{}</Error>", "<a/>".repeat(1_000)),
        format!("{}{}", "<a>".repeat(1_000), "</a>".repeat(1_000)),
        format!("<Error {attributes}><Code>a</Code></Error>"),
    ] {
        assert_eq!(error(large.as_bytes()), AnswerError::TooLarge);
    }
    for (error, message) in [
        (AnswerError::Empty, "the body is empty, as after every HEAD: send the request as GET to see more"),
        (AnswerError::TooLarge, "the body is larger than an error document of a store"),
        (AnswerError::NotXml, "the body is not XML, so something other than the store answered"),
        (AnswerError::NotAnError, "the body is XML, but not the error document of a store"),
    ] {
        assert_eq!(error.to_string(), message);
    }
    // What stores do send, and parsers stumble over.
    for body in [
        "\u{feff}<Error><Code>NoSuchKey</Code></Error>",
        "\n<?xml version=\"1.0\"?>\r\n<Error>\r\n  <Code>\r\n NoSuchKey </Code>\r\n</Error>\r\n",
        "<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><!-- a --><Code><![CDATA[NoSuchKey]]></Code></Error>",
        "<s3:Error xmlns:s3=\"a\"><s3:Code>NoSuch&#75;ey</s3:Code><Other><Code>b</Code></Other></s3:Error>",
    ] {
        assert_eq!(Answer::parse(body.as_bytes()).unwrap().code(), "NoSuchKey", "{body}");
    }
}

#[test]
fn what_a_store_says_is_not_believed_to_be_harmless() {
    let say = |body: &str| {
        let diagnosis = Diagnosis::of(&explain("put-"), &Answer::parse(body.as_bytes()).unwrap());
        format!("{diagnosis}{diagnosis:?}")
    };
    // The token and the signature, wherever they are quoted.
    for body in [
        "<Error><Code>MARKED token</Code></Error>",
        "<Error><Code>SlowDown</Code><Message>MARKED</Message><Details>MARKED</Details><Token-0>MARKED</Token-0></Error>",
        "<Error><Code>InvalidArgument</Code><ArgumentName>X-Amz-Date MARKED</ArgumentName></Error>",
        "<Error><Code>AuthorizationQueryParametersError</Code><Message>incorrect service. This endpoint belongs to \"MARKED/+\"</Message></Error>",
        "<Error><Code>NoSuchKey</Code><RequestId>MARKED/token+==</RequestId></Error>",
        "<Error><Code>PermanentRedirect</Code><Endpoint>a/?X-Amz-Security-Token=MARKED</Endpoint></Error>",
        "<Error><Code>AuthorizationHeaderMalformed</Code><Region>MARKED/token</Region></Error>",
        "<Error><Code>AccessDenied</Code><HeadersNotSigned>x-amz-security-token: MARKED</HeadersNotSigned></Error>",
        "<Error><Code>AccessDenied</Code><Message>expired</Message><Expires>MARKED token</Expires></Error>",
        "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>X-Amz-Security-Token=MARKED\n</CanonicalRequest></Error>",
        "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>PUT\n/a?X-Amz-Signature%3DMARKED%26a\nb</CanonicalRequest></Error>",
        "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>PUT\n/a\nx-amz-security-token%253dMARKED\nb</CanonicalRequest></Error>",
        "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>PUT\nx-amz-security-token:MARKED\nb</StringToSign></Error>",
        "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>a\nAuthorization: AWS MARKED\nb</StringToSign></Error>",
    ] {
        assert!(!say(body).contains("MARKED"), "{body}\n{}", say(body));
    }
    // Nothing that a terminal or the reader of a log would take for something else.
    let body = "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>PUT\n/\u{9b}31m\u{202e}é\r\n</CanonicalRequest></Error>";
    assert!(say(body).contains("\n  checked: /\\u{9b}31m\\u{202e}é\n"), "{}", say(body));
}

/// One change on the way, and the headline that it must get.
fn between(target: impl Fn(&str) -> String, host: &str, content_type: &str, headline: &str) {
    with_put(|request| {
        let link = request.presign();
        let signed_target = link.url().strip_prefix("http://storage.example.com:9000").unwrap();
        let target = target(signed_target);
        let mut headers: Vec<(&str, &str)> = request.headers().collect();
        headers[0].1 = content_type;
        let received = Unverified::parse("PUT", host, &target, headers).unwrap();
        let diagnosis = Diagnosis::between(&request.explain(), &received.explain(&put_endpoint()));
        assert_eq!(diagnosis.to_string().lines().next(), Some(headline));
        assert!(!format!("{diagnosis} {diagnosis:?}").contains("MARKED"));
    });
}

#[test]
fn a_host_sees_what_arrived_otherwise() {
    const HOST: &str = "storage.example.com:9000";
    let as_signed = |target: &str| target.to_owned();
    between(
        as_signed,
        HOST,
        "text/plain",
        "the store checked what was signed, so the access key id or its secret is wrong",
    );
    between(|target| target.replace("in//", "in/"), HOST, "text/plain", "the path arrived with slashes merged");
    between(|target| target.replace("%2B1", "%252B1"), HOST, "text/plain", "the path arrived encoded twice");
    between(
        |target| target.replace('?', "?response-expires=0&"),
        HOST,
        "text/plain",
        "the query parameter `response-expires` arrived and was not signed",
    );
    between(
        |target| target.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200"),
        HOST,
        "text/plain",
        "the query parameter `X-Amz-Expires` is not the one that was signed",
    );
    between(
        |target| target.replace("MARKEDtoken", "MARKEDother"),
        HOST,
        "text/plain",
        "the canonical request differs in a part that is not shown",
    );
    between(as_signed, "storage.example.com", "text/plain", "the host arrived with another port");
    between(as_signed, HOST, "text/plain; charset=utf-8", "the header `content-type` arrived with something appended");
    // Spaces are folded on both sides, so they make no difference.
    between(
        as_signed,
        HOST,
        " text/plain  ",
        "the store checked what was signed, so the access key id or its secret is wrong",
    );
}

/// Where there is one secret, the mistake is in it.
#[test]
fn the_only_secret_is_named() {
    let explain = |token| {
        let credentials = credentials().with_session_token(token).unwrap();
        let signer = Signer::new(put_endpoint().bucket("attachments").unwrap(), credentials);
        with_presigner(&signer, |presigner| presigner.get("a").unwrap().explain())
    };
    assert_eq!(
        Diagnosis::between(&explain("MARKEDone"), &explain("MARKEDtwo")).to_string(),
        "the query parameter `X-Amz-Security-Token` differs in a part that is not shown\n\
         Another session token arrived than the one that was signed, or it was cut or altered on its way: tokens are \
         long, and some databases and proxies cut long URLs.\n"
    );
}

#[test]
fn a_host_sees_that_the_region_is_its_own() {
    with_get(|request| {
        let link = request.presign();
        let host = "attachments.s3.eu-central-1.amazonaws.com";
        let target = link.url().strip_prefix("https://attachments.s3.eu-central-1.amazonaws.com").unwrap();
        let headers: [(&str, &str); 0] = [];
        let received = Unverified::parse("GET", host, target, headers).unwrap();
        assert_eq!(received.explain(&Endpoint::aws("eu-central-1").unwrap()), request.explain());
        let diagnosis = Diagnosis::between(&request.explain(), &received.explain(&Endpoint::aws("eu-west-1").unwrap()));
        assert!(matches!(diagnosis.cause(), Cause::Difference { part: Part::Region, change: Change::Other, .. }));
        assert_eq!((diagnosis.signed(), diagnosis.checked()), (Some("eu-central-1"), Some("eu-west-1")));
    });
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body in any::<Vec<u8>>(), text in any::<String>(), lines in "[ -~\n]{0,200}") {
        let _ = Answer::parse(&body);
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        for text in [&text, &lines] {
            let text = escape(text);
            let body = format!("<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>a\n{text}</CanonicalRequest><StringToSign>a\n{text}</StringToSign></Error>");
            if let Ok(answer) = Answer::parse(body.as_bytes()) {
                let _ = Diagnosis::of(&explain("put-"), &answer).to_string();
            }
        }
    }

    /// Bodies with a piece cut out, doubled or moved: secrets stay hidden as long as their names are there.
    #[test]
    fn damaged_bodies_are_read_or_refused(path in select(bodies()), from in any::<Index>(), length in 0_usize..200) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut body = std::fs::read(&path).unwrap();
        let from = from.index(body.len());
        body.drain(from..(from + length).min(body.len()));
        if let Ok(answer) = Answer::parse(&body) {
            let diagnosis = Diagnosis::of(&explain(&name), &answer);
            let _ = format!("{diagnosis} {diagnosis:?}");
        }
    }
}

/// Spellings of a text that some reader takes for the text itself.
fn spelling(text: &'static str) -> impl Strategy<Value = String> {
    let layers = proptest::collection::vec(proptest::collection::vec(0_u8..8, text.len()), 1..4);
    (layers, proptest::collection::vec(any::<bool>(), text.len())).prop_map(move |(layers, upper_case)| {
        let recase = |(char, upper): (char, bool)| if upper { char.to_ascii_uppercase() } else { char };
        let text: String = text.chars().zip(upper_case).map(recase).collect();
        layers.into_iter().fold(text, |text, ways| {
            let spell = |(char, way): (char, &u8)| match way {
                0 => format!("%{:02X}", u32::from(char)),
                1 => format!("%{:02x}", u32::from(char)),
                2 => format!("&#{};", u32::from(char)),
                3 => format!("&#x{:04x};", u32::from(char)),
                4 if char == '&' => "&amp;".to_owned(),
                _ => char.to_string(),
            };
            text.chars().zip(ways.iter().cycle()).map(spell).collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    /// The secret stands behind its name, and both may be spelled in any way, in any part that is compared.
    #[test]
    fn no_spelling_shows_a_secret(
        secret in select(vec![
            "x-amz-security-token=", "x-amz-s3session-token=", "x-amz-signature=", "x-amz-security-token:", "x_amz_security_token=",
            "x-oss-security-token=", "signature=", "security-token=", "my-credentials=", "authorization:", "client_secret=",
        ]).prop_flat_map(spelling),
        place in select(vec![
            "PUT\n/attachments/in//photo%2B1.txt\nHERE\nhost:a\n\nhost\nb",
            "PUT\n/attachments/in//photo%2B1.txt\nA=b&HERE&z=1\nhost:a\n\nhost\nb",
            "PUT\n/attachments/in//photo%2B1.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256%26HERE\nhost:a\n\nhost\nb",
            "PUT\n/a?HERE\n\nhost:a\n\nhost\nb",
            "PUT\n/a\n\nHERE\nhost:a\n\nhost\nb",
            "PUT\n/a\n\nhost:HERE\n\nhost\nb",
            "HERE\n/a\n\nhost:a\n\nhost\nb",
        ]),
        element in select(vec!["CanonicalRequest", "StringToSign"]),
    ) {
        let quoted = place.replace("HERE", &format!("{secret}MARKED%4DARKED&#84;"));
        let quoted = quoted.replace('&', "&amp;").replace('<', "&lt;");
        let body = format!("<Error><Code>SignatureDoesNotMatch</Code><{element}>{quoted}</{element}></Error>");
        let answer = Answer::parse(body.as_bytes()).unwrap();
        let diagnosis = Diagnosis::of(&explain("put-"), &answer);
        let shown = format!("{diagnosis}{diagnosis:?}{answer:?}{:?}{:?}", answer.canonical_request(), answer.string_to_sign());
        prop_assert!(!shown.contains("ARKED"), "{body}\n{shown}");
    }
}

/// Both spellings got past the elision once.
#[test]
fn secrets_are_found_in_what_is_decoded() {
    for parameter in ["X%2DAmz%2DSecurity%2DToken=MARKED", "X-Amz-Security-Token&amp;#61;MARKED", "Signature=MARKED"] {
        let request = format!("PUT\n/attachments/in//photo%2B1.txt\n{parameter}\nhost:a\n\nhost\nb");
        let body =
            format!("<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>{request}</CanonicalRequest></Error>");
        let diagnosis = Diagnosis::of(&explain("put-"), &Answer::parse(body.as_bytes()).unwrap());
        assert!(!format!("{diagnosis}{diagnosis:?}").contains("MARKED"), "{diagnosis}{diagnosis:?}");
    }
}

/// A credential beside the one that was signed may be anybody's.
#[test]
fn an_extra_credential_is_not_shown() {
    with_get(|request| {
        let ours = request.explain();
        let doubled = ours.canonical_request().replace("&X-Amz-Date", "&X-Amz-Credential=ZMARKED&X-Amz-Date");
        let body = format!(
            "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>{}</CanonicalRequest></Error>",
            doubled.replace('&', "&amp;")
        );
        let diagnosis = Diagnosis::of(&ours, &Answer::parse(body.as_bytes()).unwrap());
        assert!(
            diagnosis.to_string().starts_with(
                "SignatureDoesNotMatch: the query parameter `X-Amz-Credential` arrived and was not signed\n  \
               checked: <7 bytes elided>\n"
            ),
            "{diagnosis}"
        );
    });
}
