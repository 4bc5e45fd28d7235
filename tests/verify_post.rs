//! Verifying forms: what was presigned is believed, and nothing else is.
#![cfg(all(feature = "post", feature = "verify"))]
#![allow(clippy::similar_names, reason = "a verifier and what it verified are what this is about")]

mod common;
mod naive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use presigner::post::PostPolicy;
use presigner::verify::{UnverifiedPost, Verifier, VerifyError, VerifyingKey};
use presigner::{Checksum, Credentials, Endpoint, Signer};
use proptest::prelude::*;

use common::{NOW, SECRET_ACCESS_KEY, credentials, valid_for};

const HOST: &str = "127.0.0.1:9000";

fn endpoint() -> Endpoint {
    Endpoint::custom("http://127.0.0.1:9000", "us-east-1").unwrap()
}

fn signer() -> Signer {
    common::signer(&endpoint(), "bucket")
}

/// A form as a server receives it, and what it takes to alter it.
#[derive(Clone, Debug)]
struct Received {
    authority: String,
    target: String,
    fields: Vec<(String, String)>,
    file_name: String,
}

impl Received {
    fn new(signer: &Signer, policy: &PostPolicy<'_>) -> Self {
        let post = signer.at(valid_for(60)).unwrap().presign_post(policy).unwrap();
        let fields = post.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { authority: HOST.into(), target: "/bucket".into(), fields, file_name: String::new() }
    }

    /// A form with this policy document, signed, and the fields that the document must have conditions for.
    fn signed(document: &str, fields: &[(&str, &str)]) -> Self {
        Self::signed_policy(&STANDARD.encode(document), fields)
    }

    fn signed_policy(policy: &str, fields: &[(&str, &str)]) -> Self {
        let signature = naive::sign_policy(SECRET_ACCESS_KEY, "20231114T221320Z", "us-east-1", policy);
        let own = [
            ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
            ("x-amz-credential", "AKIAIOSFODNN7EXAMPLE/20231114/us-east-1/s3/aws4_request"),
            ("x-amz-date", "20231114T221320Z"),
            ("policy", policy),
            ("x-amz-signature", &signature),
        ];
        let fields = own.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { authority: HOST.into(), target: "/bucket".into(), fields, file_name: String::new() }
    }

    fn with(&self, name: &str, value: &str) -> Self {
        let mut altered = self.clone();
        altered.fields.push((name.into(), value.into()));
        altered
    }

    fn without(&self, name: &str) -> Self {
        let mut altered = self.clone();
        altered.fields.retain(|(other, _)| other != name);
        assert_eq!(altered.fields.len() + 1, self.fields.len(), "{name}");
        altered
    }

    fn set(&self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    fn field(&self, name: &str) -> &str {
        &self.fields.iter().find(|(other, _)| other == name).unwrap().1
    }

    fn parse(&self) -> Result<UnverifiedPost<'_>, VerifyError> {
        let fields = self.fields.iter().map(|(name, value)| (name, value));
        UnverifiedPost::parse(&self.authority, &self.target, fields, &self.file_name)
    }

    fn verify_with(&self, keys: &[VerifyingKey], now: i64) -> Result<Stored, VerifyError> {
        let lookup = |id: &str| {
            let id = id.to_owned();
            keys.iter().filter(move |key| key.access_key_id() == id)
        };
        let verifier = Verifier::new(endpoint(), lookup).unwrap();
        let form = self.parse()?;
        let verified = form.verify(&verifier, now)?;
        Ok(Stored {
            bucket: verified.bucket().into(),
            key: verified.key().into(),
            content_type: verified.content_type().map(String::from),
            size: (*verified.size_range().start(), *verified.size_range().end()),
        })
    }

    fn verify(&self) -> Result<Stored, VerifyError> {
        self.verify_with(&[signer().verifying_key()], NOW)
    }
}

/// What a form that is believed says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stored {
    bucket: String,
    key: String,
    content_type: Option<String>,
    size: (u64, u64),
}

fn plain() -> Received {
    let policy = PostPolicy::new("a/b c.png", 2..=5)
        .and_then(|policy| policy.content_type("image/png"))
        .and_then(|policy| policy.metadata("user", "42"))
        .and_then(|policy| policy.acl("private"))
        .and_then(|policy| policy.checksum(Checksum::Crc32c, "yZRlqg=="));
    Received::new(&signer(), &policy.unwrap())
}

fn named_by_client() -> Received {
    let policy = PostPolicy::named_by_client("up/", 0..=5).unwrap().any_content_type_even_html().unwrap();
    Received { file_name: "photo.png".into(), ..Received::new(&signer(), &policy) }
}

/// The conditions that every form here needs, and more.
fn document(more: &str) -> String {
    format!(
        r#"{{"expiration": "2023-11-14T22:14:20.000Z", "conditions": [{{"bucket": "bucket"}}, ["eq", "$key", "a"],
            ["starts-with", "$x-amz-algorithm", ""], ["starts-with", "$x-amz-credential", ""],
            ["starts-with", "$x-amz-date", ""] {more}]}}"#
    )
}

#[test]
fn what_is_presigned_is_believed() {
    let stored = plain().verify().unwrap();
    let expected = Stored {
        bucket: "bucket".into(),
        key: "a/b c.png".into(),
        content_type: Some("image/png".into()),
        size: (2, 5),
    };
    assert_eq!(stored, expected);
    assert_eq!(named_by_client().verify().unwrap().key, "up/photo.png");
}

/// The example that AWS publishes: "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)", Amazon
/// S3 API Reference. Its policy is taken byte for byte.
#[test]
fn the_published_example_is_believed() {
    const POLICY: &str = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1\
        Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFj\
        bCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5h\
        bWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2Uv\
        Il0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24i\
        OiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwi\
        OiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGht\
        IjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    const SIGNATURE: &str = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
    /// 2015-12-30T12:00:00Z.
    const END: i64 = 1_451_476_800;

    assert_eq!(naive::sign_policy(SECRET_ACCESS_KEY, "20151229T000000Z", "us-east-1", POLICY), SIGNATURE);
    let fields = [
        ("key", "user/user1/${filename}"),
        ("acl", "public-read"),
        ("success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"),
        ("Content-Type", "image/jpeg"),
        ("x-amz-meta-uuid", "14365123651274"),
        ("x-amz-server-side-encryption", "AES256"),
        ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Date", "20151229T000000Z"),
        ("x-amz-meta-tag", ""),
        ("Policy", POLICY),
        ("X-Amz-Signature", SIGNATURE),
    ];
    let endpoint = Endpoint::custom("http://s3.amazonaws.com", "us-east-1").unwrap();
    let key = VerifyingKey::new(&endpoint, credentials());
    let verifier = Verifier::new(endpoint, |_: &str| Some(&key)).unwrap();
    let form = UnverifiedPost::parse("sigv4examplebucket.s3.amazonaws.com", "/", fields, "MyFilename.jpg").unwrap();
    let verified = form.verify(&verifier, END - 1).unwrap();
    assert_eq!((verified.bucket(), verified.key()), ("sigv4examplebucket", "user/user1/MyFilename.jpg"));
    assert_eq!(verified.content_type(), Some("image/jpeg"));
    assert_eq!(verified.success_redirect(), Some(fields[2].1));
    assert_eq!(verified.size_range(), 0..=5 << 30);
    assert!(verified.metadata().eq([("uuid", "14365123651274"), ("tag", "")]));
    assert_eq!(form.verify(&verifier, END).unwrap_err(), VerifyError::PolicyExpired);
}

/// Every field altered, removed, renamed and doubled, byte by byte: refused, or the same in other words.
#[test]
fn every_altered_field_is_refused() {
    let original = plain();
    let believed = original.verify().unwrap();
    for (index, (name, value)) in original.fields.iter().enumerate() {
        assert!(original.without(name).verify().is_err(), "{name} removed");
        assert!(original.set(name, "").verify().is_err(), "{name} emptied");
        assert_eq!(original.with(name, value).verify(), Err(VerifyError::InvalidField), "{name} doubled");
        assert_eq!(
            original.with(&name.to_uppercase(), value).verify(),
            Err(VerifyError::InvalidField),
            "{name} doubled"
        );
        let mut renamed = original.clone();
        renamed.fields[index].0.push('x');
        assert!(renamed.verify().is_err(), "{name} renamed");
        let mut shouted = original.clone();
        shouted.fields[index].0.make_ascii_uppercase();
        assert_eq!(shouted.verify().as_ref(), Ok(&believed), "{name} in upper case");
        for place in 0..value.len() {
            for other in ['a', 'A', '0', '/', '+', '=', ' ', '\0', '\u{e9}', '$'] {
                let mut altered = original.clone();
                altered.fields[index].1.replace_range(place..=place, other.encode_utf8(&mut [0; 4]));
                if altered.fields != original.fields {
                    assert!(altered.verify().is_err(), "{name}: {altered:?}");
                }
            }
            let mut longer = original.clone();
            longer.fields[index].1.insert(place, 'a');
            assert!(longer.verify().is_err(), "{name}: {longer:?}");
        }
    }
    let mut turned = original.clone();
    turned.fields.reverse();
    assert_eq!(turned.verify(), Ok(believed));
}

#[test]
fn refusals() {
    let (plain, named) = (plain(), named_by_client());
    let signature = plain.field("x-amz-signature").to_owned();
    let other_bucket = Received { target: "/other".into(), ..plain.clone() };
    let target = |target: &str| Received { target: target.into(), ..plain.clone() };
    let file = |file_name: &str| Received { file_name: file_name.into(), ..named.clone() };
    let scope = |scope: &str| plain.set("x-amz-credential", &format!("AKIAIOSFODNN7EXAMPLE/{scope}"));
    for (received, refusal) in [
        // What every store refuses.
        (plain.set("key", "a/b d.png"), VerifyError::UnmetPolicyCondition),
        (plain.set("Content-Type", "text/html"), VerifyError::UnmetPolicyCondition),
        (plain.set("x-amz-meta-user", "43"), VerifyError::UnmetPolicyCondition),
        (plain.set("acl", "public-read"), VerifyError::UnmetPolicyCondition),
        (plain.without("acl"), VerifyError::UnmetPolicyCondition),
        (plain.with("x-amz-meta-more", "1"), VerifyError::ExtraField),
        (plain.with("success_action_redirect", "https://evil.example"), VerifyError::ExtraField),
        (plain.with("bucket", "other"), VerifyError::UnmetPolicyCondition),
        (plain.with("", ""), VerifyError::InvalidField),
        (plain.with("", "b"), VerifyError::InvalidField),
        (other_bucket, VerifyError::UnmetPolicyCondition),
        (named.set("key", "elsewhere/${filename}"), VerifyError::UnmetPolicyCondition),
        (named.set("key", "up"), VerifyError::UnmetPolicyCondition),
        // The document and its signature belong together.
        (plain.set("policy", named.field("policy")), VerifyError::SignatureMismatch),
        (plain.set("policy", &format!("{}=", plain.field("policy"))), VerifyError::SignatureMismatch),
        (plain.set("x-amz-signature", &"0".repeat(64)), VerifyError::SignatureMismatch),
        (plain.set("x-amz-signature", &signature.to_uppercase()), VerifyError::InvalidSignature),
        (plain.set("x-amz-signature", &signature[1..]), VerifyError::InvalidSignature),
        (plain.set("x-amz-algorithm", "AWS4-HMAC-SHA1"), VerifyError::UnsupportedAlgorithm),
        (plain.set("x-amz-date", "20231114T221321Z"), VerifyError::UnmetPolicyCondition),
        (plain.set("x-amz-date", "20231115T000000Z"), VerifyError::ScopeDateMismatch),
        (plain.set("x-amz-date", "2023-11-14"), VerifyError::InvalidDate),
        (scope("20231114/us-east-2/s3/aws4_request"), VerifyError::ScopeMismatch),
        (scope("20231114/us-east-1/s4/aws4_request"), VerifyError::ScopeMismatch),
        (scope("20231114/us-east-1/s3"), VerifyError::InvalidCredential),
        (scope("20231114/us-east-1/s3/aws4_request/"), VerifyError::InvalidCredential),
        (scope("/20231114/us-east-1/s3/aws4_request"), VerifyError::InvalidCredential),
        (scope("20231114//s3/aws4_request"), VerifyError::InvalidCredential),
        (scope("20231114/us-east-1/s3/aws4_requesT"), VerifyError::InvalidCredential),
        (plain.set("x-amz-credential", "AKIAX/20231114/us-east-1/s3/aws4_request"), VerifyError::UnknownAccessKeyId),
        (plain.with("x-amz-security-token", "token"), VerifyError::SessionTokenMismatch),
        (plain.with("x-amz-security-token", "a").with("x-amz-s3session-token", "a"), VerifyError::InvalidField),
        // What a form has to have.
        (plain.without("key"), VerifyError::MissingField),
        (plain.without("policy"), VerifyError::MissingField),
        (plain.without("x-amz-algorithm"), VerifyError::MissingField),
        (plain.without("x-amz-credential"), VerifyError::MissingField),
        (plain.without("x-amz-date"), VerifyError::MissingField),
        (plain.without("x-amz-signature"), VerifyError::MissingField),
        // Keys.
        (file(".."), VerifyError::InvalidKey),
        (file("a/.."), VerifyError::InvalidKey),
        (file("."), VerifyError::InvalidKey),
        (file(&"n".repeat(1_022)), VerifyError::InvalidKey),
        (file(&"n".repeat(15_000)), VerifyError::InvalidKey),
        (file(&"n".repeat(20_480)), VerifyError::FormTooLarge),
        (file(&format!("{}/n", "folder".repeat(4_000))), VerifyError::FormTooLarge),
        (plain.set("key", ""), VerifyError::InvalidKey),
        (named.set("key", "up/../a"), VerifyError::InvalidKey),
        // Where it goes.
        (target("/"), VerifyError::InvalidTarget),
        (target(""), VerifyError::InvalidTarget),
        (target("bucket"), VerifyError::InvalidTarget),
        (target("/bucket/key"), VerifyError::InvalidTarget),
        (target("/bucket?delete"), VerifyError::InvalidTarget),
        (target("/%zz"), VerifyError::InvalidTarget),
        (Received { authority: "127.0.0.1:9001".into(), ..plain.clone() }, VerifyError::HostMismatch),
        (target(&format!("/{}", "b".repeat(16 * 1024))), VerifyError::TooLarge),
        // Sizes.
        (plain.with("x-ignore-a", &"x".repeat(20_480)), VerifyError::FormTooLarge),
        (
            (0..100).fold(plain.clone(), |form, number| form.with(&format!("x-ignore-{number}"), "")),
            VerifyError::FormTooLarge,
        ),
    ] {
        assert_eq!(received.verify(), Err(refusal), "{received:?}");
    }
    assert!(plain.with("x-ignore-a", &"x".repeat(18_000)).verify().is_ok());
    for target in ["/bucket", "/bucket/", "/%62ucket"] {
        assert_eq!(Received { target: target.into(), ..plain.clone() }.verify(), plain.verify());
    }
    let not_text: [(&[u8], &[u8]); 1] = [(b"key", b"\xff")];
    assert_eq!(UnverifiedPost::parse(HOST, "/bucket", not_text, "").unwrap_err(), VerifyError::InvalidField);
}

#[test]
fn names_of_files() {
    let stored = |file_name: &str| Received { file_name: file_name.into(), ..named_by_client() }.verify().unwrap().key;
    for (file_name, key) in [
        ("a.png", "up/a.png"),
        ("C:\\fakepath\\a.png", "up/a.png"),
        ("../../a.png", "up/a.png"),
        ("folder/", "up/"),
        ("${filename}", "up/${filename}"),
        ("é\n\"", "up/é\n\""),
    ] {
        assert_eq!(stored(file_name), key);
    }
    assert_eq!(
        named_by_client().set("key", "up/${filename}/${filename}").verify().unwrap().key,
        "up/photo.png/photo.png"
    );
    assert_eq!(named_by_client().set("key", "up/any other").verify().unwrap().key, "up/any other");
}

#[test]
fn times() {
    let received = plain();
    let key = |credentials: Credentials| [VerifyingKey::new(&endpoint(), credentials)];
    let at = |now| received.verify_with(&key(credentials()), now).map(|_| ());
    assert_eq!(at(NOW + 59), Ok(()));
    assert_eq!(at(NOW + 60), Err(VerifyError::PolicyExpired));
    assert_eq!(at(i64::MAX), Err(VerifyError::PolicyExpired));
    assert_eq!(at(NOW - 900), Ok(()));
    assert_eq!(at(NOW - 901), Err(VerifyError::NotYetValid));
    assert_eq!(at(i64::MIN), Err(VerifyError::NotYetValid));

    let ending = key(credentials().with_expiry(NOW + 30).unwrap());
    assert!(received.verify_with(&ending, NOW + 29).is_ok());
    assert_eq!(received.verify_with(&ending, NOW + 30), Err(VerifyError::CredentialsExpired));

    let fields = [("key", "a")];
    let ends =
        |moment: &str| Received::signed(&document("").replace("2023-11-14T22:14:20.000Z", moment), &fields).verify();
    // A policy may end later than its signature does. Then seven days count.
    for moment in ["2023-11-21T22:13:20Z", "2023-11-21T22:13:21Z", "2024-11-14T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let received = Received::signed(&document("").replace("2023-11-14T22:14:20.000Z", moment), &fields);
        let key = key(credentials());
        assert!(received.verify_with(&key, NOW + 604_799).is_ok(), "{moment}");
        assert_eq!(received.verify_with(&key, NOW + 604_800), Err(VerifyError::PolicyExpired), "{moment}");
        let verifier = Verifier::new(endpoint(), |_: &str| Some(&key[0])).unwrap();
        assert_eq!(received.parse().unwrap().verify(&verifier, NOW).unwrap().expires_at().seconds(), NOW + 604_800);
    }
    let short = endpoint().with_max_lifetime(core::time::Duration::from_secs(59)).unwrap();
    let key = VerifyingKey::new(&short, credentials());
    let verifier = Verifier::new(short, |_: &str| Some(&key)).unwrap();
    let form = received.parse().unwrap();
    assert!(form.verify(&verifier, NOW + 58).is_ok());
    assert_eq!(form.verify(&verifier, NOW + 59).unwrap_err(), VerifyError::PolicyExpired);
    assert_eq!(ends("2023-11-14T22:13:20.999Z"), Err(VerifyError::PolicyExpired));
    assert!(ends("2023-11-15T00:13:21+02:00").is_ok());
    for nonsense in ["", "2023-11-14", "20231114T221420Z", "2023-11-14T22:14:20", "10000-01-01T00:00:00Z"] {
        assert_eq!(ends(nonsense), Err(VerifyError::InvalidPolicy), "{nonsense}");
    }
}

#[test]
fn tokens() {
    let with_token = |token: &str| credentials().with_session_token(token).unwrap();
    let signed = Received::new(
        &Signer::new(endpoint().bucket("bucket").unwrap(), with_token("token")),
        &PostPolicy::new("a", 1..=9).unwrap(),
    );
    let key = |credentials| [VerifyingKey::new(&endpoint(), credentials)];
    assert!(signed.verify_with(&key(with_token("token")), NOW).is_ok());
    assert_eq!(signed.verify_with(&key(with_token("tokem")), NOW), Err(VerifyError::SessionTokenMismatch));
    assert_eq!(signed.verify_with(&key(credentials()), NOW), Err(VerifyError::SessionTokenMismatch));
    let without = signed.without("x-amz-security-token");
    assert_eq!(without.verify_with(&key(with_token("token")), NOW), Err(VerifyError::SessionTokenMismatch));
    assert_eq!(without.verify_with(&key(credentials()), NOW), Err(VerifyError::UnmetPolicyCondition));
    let renamed = without.with("x-amz-s3session-token", "token");
    assert_eq!(renamed.verify_with(&key(with_token("token")), NOW), Err(VerifyError::SessionTokenMismatch));
    assert_eq!(
        signed.set("x-amz-security-token", "x").verify_with(&key(with_token("token")), NOW),
        Err(VerifyError::SessionTokenMismatch)
    );
    // While a secret is rotated, one of two is enough.
    let both = [key(Credentials::new("AKIAIOSFODNN7EXAMPLE", "old").unwrap()), key(with_token("token"))].concat();
    assert!(signed.verify_with(&both, NOW).is_ok());
}

#[test]
fn sizes() {
    let received = plain();
    let form = received.parse().unwrap();
    let key = signer().verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    let verified = form.verify(&verifier, NOW).unwrap();
    for (bytes, expected) in [
        (0, Err(VerifyError::FileTooSmall)),
        (1, Err(VerifyError::FileTooSmall)),
        (2, Ok(())),
        (5, Ok(())),
        (6, Err(VerifyError::FileTooLarge)),
        (u64::MAX, Err(VerifyError::FileTooLarge)),
    ] {
        assert_eq!(verified.check_size(bytes), expected, "{bytes}");
    }
    let size = |more: &str| Received::signed(&document(more), &[("key", "a")]).verify().map(|stored| stored.size);
    assert_eq!(size(""), Ok((0, 5 << 30)));
    let range = r#", ["content-length-range", 3, 9]"#;
    assert_eq!(size(range), Ok((3, 9)));
    assert_eq!(size(&format!(r#"{range}, ["content-length-range", 1, 5]"#)), Ok((3, 5)));
    assert_eq!(size(r#", ["content-length-range", 0, 18446744073709551615]"#), Ok((0, 5 << 30)));
    // As Fine Uploader writes them.
    for (range, expected) in [
        (r#""1", "100""#, (1, 100)),
        (r#"1, "100""#, (1, 100)),
        (r#""1", 100"#, (1, 100)),
        (r#""0000000000000000003", "0009""#, (3, 9)),
        (r#""0", "9999999999999999999""#, (0, 5 << 30)),
    ] {
        assert_eq!(size(&format!(r#", ["content-length-range", {range}]"#)), Ok(expected), "{range}");
    }
    for number in [
        r#""""#,
        r#""+1""#,
        r#""-1""#,
        r#"" 1""#,
        r#""1 ""#,
        r#""1.0""#,
        r#""1e1""#,
        r#""0x1""#,
        r#""00000000000000000001""#,
        r#""١""#,
        "-1",
        "1.0",
        "1e1",
        "18446744073709551616",
        "null",
        "true",
        "[1]",
    ] {
        for range in [format!("{number}, 9"), format!("0, {number}")] {
            let refused = size(&format!(r#", ["content-length-range", {range}]"#));
            assert_eq!(refused, Err(VerifyError::UnmetPolicyCondition), "{range}");
        }
    }
}

/// Conditions of other signers than this library.
#[test]
fn every_form_of_condition() {
    let html = [("key", "a"), ("Content-Type", "image/png,text/html")];
    let images = [("key", "a"), ("Content-Type", "image/png, image/gif")];
    let holds = |more: &str, fields: &[(&str, &str)]| Received::signed(&document(more), fields).verify().map(|_| ());
    let starts = r#", ["starts-with", "$Content-Type", "image/"]"#;
    assert_eq!(holds(starts, &images), Ok(()));
    assert_eq!(holds(starts, &html), Err(VerifyError::UnmetPolicyCondition));
    assert_eq!(holds(starts, &[("key", "a")]), Err(VerifyError::UnmetPolicyCondition), "a field that is not there");
    assert_eq!(holds(r#", ["eq", "$content-type", "image/png,text/html"]"#, &html), Ok(()));
    assert_eq!(holds(r#", {"CONTENT-TYPE": "image/png,text/html"}"#, &html), Ok(()));
    assert_eq!(holds(r#", ["starts-with", "$Content-Type", ""]"#, &html), Ok(()));
    let two = r#", {"acl": "private", "x-amz-meta-a": "1"}"#;
    assert_eq!(holds(two, &[("key", "a"), ("acl", "private"), ("x-amz-meta-a", "1")]), Ok(()));
    assert_eq!(
        holds(two, &[("key", "a"), ("acl", "private"), ("x-amz-meta-a", "2")]),
        Err(VerifyError::UnmetPolicyCondition)
    );
    assert_eq!(holds(r#", ["eq", "$bucket", "other"]"#, &[("key", "a")]), Err(VerifyError::UnmetPolicyCondition));
    assert_eq!(holds(r#", ["starts-with", "$bucket", "buck"]"#, &[("key", "a"), ("Bucket", "bucket")]), Ok(()));
    assert_eq!(holds("", &[("key", "a"), ("X-Ignore-Me", "1"), ("file", "")]), Ok(()));
    assert_eq!(holds("", &[("key", "a"), ("x-ignore", "1")]), Err(VerifyError::ExtraField));
}

/// A condition that nobody here can read is not skipped: no form meets it, and it is named as S3 names one.
#[test]
fn conditions_that_are_not_known() {
    let fields = [("key", "a")];
    let key = signer().verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    for condition in [
        // No variable, or one of no field.
        r#"["eq", "key", "a"]"#,
        r#"["eq", "", ""]"#,
        r#"["eq", "$", ""]"#,
        r#"["starts-with", "", ""]"#,
        r#"{"": ""}"#,
        // Which of two counts is something that two readers could disagree about.
        r#"{"acl": "private", "acl": "public-read"}"#,
        r#"{"key": "a", "key": "a"}"#,
        r#"{"key": "b", "KEY": "a"}"#,
        r#"[{"eq": null}, "$key", "a"]"#,
        r#"["ends-with", "$key", "a"]"#,
        r#"["EQ", "$key", "a"]"#,
        r#"["eq", "$key"]"#,
        r#"["eq", "$key", "a", "b"]"#,
        // S3 is reported to refuse a number where a text belongs.
        r#"["eq", "$key", 1]"#,
        r#"{"success_action_status": 201}"#,
        r#"["content-length-range", 1]"#,
        r#"["content-length-range", 1, 2, 3]"#,
        r#"{"key": ["a"]}"#,
        "null",
        "[]",
        "\"key\"",
        &format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)),
    ] {
        let received = Received::signed(&document(&format!(", {condition}")), &fields);
        assert_eq!(received.verify().map(|_| ()), Err(VerifyError::UnmetPolicyCondition), "{condition}");
        let said = received.parse().unwrap().unmet_policy(&verifier).unwrap();
        assert_eq!(said, format!("Invalid according to Policy: Policy Condition failed: {condition}"));
    }
    // Nor does such a condition hide that the policy is dead, or stand for the one about the bucket.
    let only = r#"{"expiration": "2023-11-14T22:14:20Z", "conditions": [["bucket", "eq", "bucket"]]}"#;
    assert_eq!(Received::signed(only, &fields).verify(), Err(VerifyError::UnmetPolicyCondition));
}

/// What S3 says of the first condition that is not met.
#[test]
fn the_condition_that_is_not_met_is_named() {
    let key = signer().verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    let said = |received: &Received| received.parse().unwrap().unmet_policy(&verifier);
    assert_eq!(said(&plain()), None);
    for (received, expected) in [
        (plain().set("acl", "public-read"), r#"Policy Condition failed: {"acl":"private"}"#),
        (plain().without("Content-Type"), r#"Policy Condition failed: {"Content-Type":"image/png"}"#),
        (plain().with("x-amz-meta-a", "1").with("x-amz-meta-b", "1"), "Extra input fields: x-amz-meta-a"),
        (Received { target: "/other".into(), ..plain() }, r#"Policy Condition failed: {"bucket":"bucket"}"#),
        (plain().with("bucket", "other"), r#"Policy Condition failed: {"bucket":"bucket"}"#),
        (named_by_client().set("key", "elsewhere"), r#"Policy Condition failed: ["starts-with","$key","up/"]"#),
    ] {
        assert!(received.verify().is_err());
        assert_eq!(said(&received).unwrap(), format!("Invalid according to Policy: {expected}"));
    }
    assert_eq!(said(&plain().set("policy", "e30=")), None);
    assert_eq!(said(&Received { target: "/".into(), ..plain() }), None);
}

/// `${filename}` is replaced in every field, and the condition is about what it is replaced by.
#[test]
fn file_names_in_other_fields() {
    let more = r#", ["starts-with", "$x-amz-meta-name", "f-"], ["eq", "$x-amz-meta-exact", "photo.png"],
        ["starts-with", "$success_action_redirect", "https://app.example.com/?name="]"#;
    let received = |file_name: &str| Received {
        file_name: file_name.into(),
        ..Received::signed(
            &document(more),
            &[
                ("key", "a"),
                ("x-amz-meta-name", "f-${filename}"),
                ("x-amz-meta-exact", "${filename}"),
                ("success_action_redirect", "https://app.example.com/?name=${filename}"),
                ("x-ignore-a", "${filename}${filename}"),
            ],
        )
    };
    let key = signer().verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    let photo = received("C:\\fakepath\\photo.png");
    let form = photo.parse().unwrap();
    let verified = form.verify(&verifier, NOW).unwrap();
    assert!(verified.metadata().eq([("name", "f-photo.png"), ("exact", "photo.png")]));
    assert_eq!(verified.success_redirect(), Some("https://app.example.com/?name=photo.png"));
    assert_eq!(verified.field("x-ignore-a"), Some("photo.pngphoto.png"));
    assert_eq!(received("other.png").verify(), Err(VerifyError::UnmetPolicyCondition));
    assert_eq!(received("").verify(), Err(VerifyError::UnmetPolicyCondition));
    // Neither the policy nor what is signed with it is changed.
    assert_eq!(photo.set("policy", "${filename}").verify(), Err(VerifyError::SignatureMismatch));
    // What is built is bounded, however often the variable stands there.
    let other = Received::signed(&document(""), &[("key", "a"), ("x-ignore-a", &"${filename}".repeat(512))]);
    let with_name = |length: usize| Received { file_name: "n".repeat(length), ..other.clone() };
    assert!(with_name(16).verify().is_ok());
    assert_eq!(with_name(17).verify(), Err(VerifyError::FormTooLarge));
    assert_eq!(with_name(10_000).verify(), Err(VerifyError::FormTooLarge));
}

#[test]
fn what_is_no_policy_document() {
    let fields = [("key", "a")];
    let verify = |document: &str| Received::signed(document, &fields).verify().map(|_| ());
    assert_eq!(verify(&document("")), Ok(()));
    for more in [",", ", {", ", [\"eq\"", ", {\"key\"}", ", key"] {
        assert_eq!(verify(&document(more)), Err(VerifyError::InvalidPolicy), "{more}");
    }
    for text in [
        "",
        "{}",
        "[]",
        "null",
        r#"{"expiration": "2023-11-14T22:14:20Z"}"#,
        r#"{"conditions": []}"#,
        r#"{"expiration": "2023-11-14T22:14:20Z", "conditions": []}"#,
        &document("").replace(r#"{"bucket": "bucket"},"#, ""),
        &document("").replace(r#""conditions""#, r#""more": 1, "conditions""#),
        &document("").replace(r#""conditions""#, r#""expiration": "2023-11-14T22:14:20Z", "conditions""#),
        &document("").replace(r#""conditions""#, r#""conditions": [], "conditions""#),
        // The members of the object, without their names.
        r#"["2023-11-14T22:14:20Z", [{"bucket": "bucket"}, {"key": "a"}, ["starts-with", "$x-amz-algorithm", ""],
            ["starts-with", "$x-amz-credential", ""], ["starts-with", "$x-amz-date", ""]]]"#,
        &format!("{} {{}}", document("")),
        &"[".repeat(10_000),
    ] {
        assert_eq!(verify(text), Err(VerifyError::InvalidPolicy), "{text}");
    }
    let base64 = STANDARD.encode(document(""));
    let unpadded = base64.trim_end_matches('=').to_owned();
    let spaced = format!("{} {}", &base64[..8], &base64[8..]);
    for policy in [&*unpadded, &spaced, "?", ""].into_iter().filter(|policy| *policy != base64) {
        assert_eq!(Received::signed_policy(policy, &fields).verify(), Err(VerifyError::InvalidPolicy), "{policy}");
    }
}

#[test]
fn every_refusal_has_its_words() {
    for (refusal, status, code, words) in [
        (
            VerifyError::FormTooLarge,
            400,
            "MaxPostPreDataLengthExceededError",
            "the form before its file is over a size limit",
        ),
        (VerifyError::MissingField, 400, "InvalidArgument", "a required field of the signed form is missing"),
        (
            VerifyError::InvalidField,
            400,
            "InvalidArgument",
            "a field of the form stands twice, has no name, or is not UTF-8",
        ),
        (
            VerifyError::InvalidKey,
            400,
            "InvalidArgument",
            "the key is empty, longer than 1024 bytes, or has a dot segment",
        ),
        (VerifyError::InvalidPolicy, 400, "InvalidPolicyDocument", "the policy is not a policy document"),
        (VerifyError::PolicyExpired, 403, "AccessDenied", "the policy has expired"),
        (VerifyError::UnmetPolicyCondition, 403, "AccessDenied", "the form does not meet a condition of its policy"),
        (VerifyError::ExtraField, 403, "AccessDenied", "a field of the form has no condition in its policy"),
        (VerifyError::FileTooSmall, 400, "EntityTooSmall", "the file is smaller than the policy allows"),
        (VerifyError::FileTooLarge, 400, "EntityTooLarge", "the file is larger than the policy allows"),
    ] {
        assert_eq!((refusal.status(), refusal.code(), &*refusal.to_string()), (status, code, words));
    }
}

#[test]
fn no_debug_shows_a_secret_a_signature_or_a_key() {
    let credentials = Credentials::new("AKIA", "MARKEDsecret").unwrap().with_session_token("MARKEDtoken").unwrap();
    let signer = Signer::new(endpoint().bucket("bucket").unwrap(), credentials);
    let policy = PostPolicy::new("MARKEDkey", 1..=9).unwrap().metadata("a", "MARKEDvalue").unwrap();
    let received = Received::new(&signer, &policy);
    let key = signer.verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    let form = received.parse().unwrap();
    let verified = form.verify(&verifier, NOW).unwrap();
    for shown in [format!("{form:?}"), format!("{verified:?}")] {
        assert!(!shown.contains("MARKED") && !shown.contains(received.field("x-amz-signature")), "{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_any_policy_allows_is_believed(
        key in "[ -~é€🙂/$\"\\\\]{1,40}", name in "[a-zA-Z-]{1,9}", value in "[!-~]{1,9}( {1,2}[!-~]{1,9})?",
        least in 0_u64..10, more in 0_u64..10, client in any::<bool>(),
    ) {
        let size = least..=least + more;
        let prefix = format!("{key}/");
        let policy = if client { PostPolicy::named_by_client(&prefix, size) } else { PostPolicy::new(&key, size) };
        let policy = policy.and_then(|policy| policy.metadata(&name, &value)?.any_content_type_even_html());
        // What the builder refuses (dot segments, no size at all) is not the verifier's business.
        prop_assume!(policy.is_ok());
        let received = Received { file_name: "n".into(), ..Received::new(&signer(), &policy.unwrap()) };
        let stored = received.set("Content-Type", "text/html").verify().unwrap();
        prop_assert_eq!(stored.key, if client { format!("{prefix}n") } else { key });
        prop_assert_eq!((stored.size, stored.content_type), ((least, least + more), Some("text/html".into())));
    }

    #[test]
    fn nothing_panics(
        authority in any::<String>(), target in any::<String>(), file_name in any::<String>(), document in any::<Vec<u8>>(),
        fields in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..20), prop::collection::vec(any::<u8>(), 0..20)), 0..9),
    ) {
        let _ = UnverifiedPost::parse(&authority, &target, fields.iter().map(|(name, value)| (name, value)), &file_name);
        let _ = Received::signed_policy(&STANDARD.encode(document), &[("key", "a")]).verify();
    }
}
