//! Verifying: what was presigned is believed, and nothing else is.
#![cfg(feature = "verify")]
#![allow(clippy::similar_names, reason = "a verifier and what it verified are what this is about")]

mod common;
mod naive;

use core::time::Duration;

use presigner::verify::{
    InfrastructureHeader, Limits, SignedBody, Unverified, Verified, Verifier, VerifyError, VerifyingKey,
};
use presigner::{Credentials, Endpoint, Presigner, Request, Signer, Validity};
use proptest::prelude::*;

use common::{Link, NOW, credentials, valid_for};

const HOST: &str = "127.0.0.1:9000";

fn endpoint() -> Endpoint {
    Endpoint::custom("http://127.0.0.1:9000", "us-east-1").unwrap()
}

fn signer() -> Signer {
    common::signer(&endpoint(), "bucket")
}

fn minute() -> Validity {
    valid_for(60)
}

/// A request as a server receives it, and what it takes to alter it.
#[derive(Clone, Debug)]
struct Received {
    method: String,
    authority: String,
    target: Vec<u8>,
    headers: Vec<(String, Vec<u8>)>,
}

impl Received {
    fn of(request: &Request<'_>) -> Self {
        let link = request.presign();
        let url = link.url().split_once("://").unwrap().1;
        let (authority, _) = url.split_once('/').unwrap();
        Self {
            method: link.method().to_string(),
            authority: authority.into(),
            target: url[authority.len()..].into(),
            headers: link.headers().map(|(name, value)| (name.into(), value.into())).collect(),
        }
    }

    fn with(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.push((name.into(), value.into()));
        Self { headers, ..self.clone() }
    }

    fn replace(&self, from: &str, to: &str) -> Self {
        let target = String::from_utf8(self.target.clone()).unwrap();
        assert!(target.contains(from), "{from} is not in {target}");
        Self { target: target.replacen(from, to, 1).into(), ..self.clone() }
    }

    fn parse(&self) -> Result<Unverified<'_>, VerifyError> {
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
        Unverified::parse(&self.method, &self.authority, &self.target, headers)
    }

    fn verify_at(&self, keys: &[VerifyingKey], now: i64) -> Result<Request_, VerifyError> {
        let lookup = |id: &str| {
            let id = id.to_owned();
            keys.iter().filter(move |key| key.access_key_id() == id)
        };
        let verifier = Verifier::new(endpoint(), lookup).unwrap();
        self.parse()?.verify(&verifier, now).map(|verified| Request_::of(&verified))
    }

    fn verify(&self) -> Result<Request_, VerifyError> {
        self.verify_at(&[signer().verifying_key()], NOW)
    }
}

/// What a verified request says, owned, so that two can be compared.
#[derive(Debug, PartialEq, Eq)]
struct Request_ {
    method: String,
    bucket: String,
    key: String,
    parameters: Vec<(String, String)>,
    /// As they are signed: runs of spaces folded.
    headers: Vec<(String, String)>,
    expires_at: i64,
}

impl Request_ {
    fn of(verified: &Verified<'_>) -> Self {
        let folded = |value: &[u8]| String::from_utf8_lossy(value).split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            method: verified.method().into(),
            bucket: verified.bucket().into(),
            key: verified.key().into(),
            parameters: verified.parameters().map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
            headers: verified.signed_headers().map(|(name, value)| (name.to_owned(), folded(value))).collect(),
            expires_at: verified.expires_at().seconds(),
        }
    }
}

const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn received(build: impl FnOnce(&Presigner<'_>) -> presigner::Result<Received>) -> Received {
    build(&signer().at(minute()).unwrap()).unwrap()
}

fn plain() -> Received {
    received(|presigner| Ok(Received::of(&presigner.get("a/b c.txt")?.response_content_type("text/plain")?)))
}

fn with_headers() -> Received {
    received(|presigner| {
        Ok(Received::of(&presigner.put("a")?.content_type("text/plain")?.metadata("x", "1")?.query("a", "b c")?))
    })
}

#[test]
fn what_is_presigned_is_believed() {
    let verified = plain().verify().unwrap();
    assert_eq!((&*verified.method, &*verified.bucket, &*verified.key), ("GET", "bucket", "a/b c.txt"));
    assert_eq!(verified.parameters, [("response-content-type".to_owned(), "text/plain".to_owned())]);
    assert_eq!(verified.expires_at, NOW + 60);
    assert_eq!(with_headers().verify().unwrap().headers.len(), 2);
}

/// What is the same in all links of a moment is written once, unless it is too long for its place.
#[test]
fn identities_of_any_length_are_believed() {
    for length in 1..=128 {
        let credentials = Credentials::new(&":".repeat(length), "wJalr").unwrap();
        let signer = Signer::new(endpoint().bucket("bucket").unwrap(), credentials);
        let received = Received::of(&signer.at(minute()).unwrap().get("key").unwrap());
        let verified = received.verify_at(&[signer.verifying_key()], NOW);
        assert_eq!(verified.map(|verified| verified.key), Ok("key".to_owned()), "{length}");
    }
}

/// Links that botocore made, which neither sorts the query it sends nor puts our parameters first.
#[test]
fn botocores_links_are_believed() {
    for vector in Link::all() {
        let (endpoint, bucket, end) = (vector.given.endpoint(), &vector.given.bucket, vector.given.end());
        let key = VerifyingKey::new(&endpoint, vector.given.keys.credentials());
        let verifier = Verifier::new(endpoint, |_: &str| Some(&key)).unwrap();

        let (_, url) = vector.url.split_once("://").unwrap();
        let (authority, _) = url.split_once('/').unwrap();
        let headers = vector.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let request = Unverified::parse(&vector.method, authority, &url[authority.len()..], headers)
            .unwrap_or_else(|refusal| panic!("{refusal}: {vector:?}"));
        let verified = request.verify(&verifier, end - 1).unwrap_or_else(|refusal| panic!("{refusal}: {vector:?}"));
        assert_eq!((verified.bucket(), verified.key()), (&**bucket, &*vector.key), "{vector:?}");
        assert_eq!(request.verify(&verifier, end).unwrap_err(), VerifyError::Expired);
    }
}

/// Every byte of the target, the method, the authority and the signed headers, changed to every interesting other byte:
/// refused, or the same request in other words.
#[test]
fn every_changed_byte_is_refused_or_means_the_same() {
    let others = [b'a', b'A', b'0', b'f', b'%', b'+', b' ', b'&', b'=', b'/', b'?', b'.', b';', 0, 0x80, 0xff];
    let mut same = 0;
    for original in [plain(), with_headers()] {
        let believed = original.verify().unwrap();
        let mut check = |altered: &Received, what: &str| {
            if let Ok(verified) = altered.verify() {
                assert_eq!(verified, believed, "{what}: {altered:?}");
                same += 1;
            }
        };
        for index in 0..original.target.len() {
            let byte = original.target[index];
            for other in others.into_iter().chain([byte ^ 1, byte ^ 0x20, byte.wrapping_add(1)]) {
                let mut altered = original.clone();
                altered.target[index] = other;
                check(&altered, "changed");
                altered = original.clone();
                altered.target.insert(index, other);
                check(&altered, "inserted");
            }
            let mut altered = original.clone();
            altered.target.remove(index);
            check(&altered, "removed");
        }
        for index in 0..original.method.len() {
            let mut altered = original.clone();
            altered.method.replace_range(index..=index, "X");
            assert_eq!(altered.verify(), Err(VerifyError::SignatureMismatch));
        }
        for index in 0..original.authority.len() {
            let mut altered = original.clone();
            altered.authority.replace_range(index..=index, "7");
            if altered.authority != original.authority {
                assert_eq!(altered.verify(), Err(VerifyError::HostMismatch));
            }
        }
        for header in 0..original.headers.len() {
            for index in 0..original.headers[header].1.len() {
                for other in others {
                    let mut altered = original.clone();
                    altered.headers[header].1[index] = other;
                    check(&altered, "header");
                }
            }
        }
    }
    // `%2f` for `%2F`, `+` for `%20`, a second `&`, `%41` for `A` and the like: the same request in other words.
    assert!(same > 10, "{same}");
}

#[test]
fn the_same_request_in_other_words() {
    let original = with_headers();
    let believed = original.verify().unwrap();
    let target = String::from_utf8(original.target.clone()).unwrap();
    let (path, query) = target.split_once('?').unwrap();
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.reverse();
    let reversed = Received { target: format!("{path}?{}", pairs.join("&")).into(), ..original.clone() };
    let mut shouting = original.clone();
    for (name, value) in &mut shouting.headers {
        *name = name.to_uppercase();
        *value = [b"  ", value.as_slice(), b" \t"].concat();
    }
    let port = Received { authority: "127.0.0.1:9000".into(), ..original.clone() };
    for other in [
        original.replace("%2F", "%2f"),
        original.replace("a=b%20c", "a=b+c"),
        original.replace("a=b%20c", "%61=b%20%63"),
        original.replace("?", "?&&"),
        original.replace("/bucket/a", "/bucket/%61"),
        original.replace("/bucket/a", "%2Fbucket%2fa").replace("%2Fbucket", "/%62ucket"),
        original.with("Host", "another.example"),
        original.with("x-amzn-trace-id", "Root=1"),
        original.with("range", "bytes=0-1"),
        original.with("x-forwarded-host", "another.example"),
        reversed,
        shouting,
        port,
    ] {
        assert_eq!(other.verify().as_ref(), Ok(&believed), "{other:?}");
    }
}

#[test]
fn refusals() {
    let plain = plain();
    let headers = with_headers();
    let signature = String::from_utf8(plain.target.clone()).unwrap();
    let signature = signature.rsplit_once('=').unwrap().1;
    let tampered = if signature.starts_with('0') { "1" } else { "0" };
    let no_header = |name: &str| {
        let mut altered = headers.clone();
        altered.headers.retain(|(other, _)| other != name);
        altered
    };

    for (received, refusal) in [
        // What every store refuses: altered signature, key, method, lifetime, query; overrides altered, added, removed.
        (plain.replace(signature, &format!("{tampered}{}", &signature[1..])), VerifyError::SignatureMismatch),
        (plain.replace("b%20c.txt", "b%20d.txt"), VerifyError::SignatureMismatch),
        (Received { method: "HEAD".into(), ..plain.clone() }, VerifyError::SignatureMismatch),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=61"), VerifyError::SignatureMismatch),
        (plain.replace("text%2Fplain", "text%2Fhtml"), VerifyError::SignatureMismatch),
        (plain.replace("?", "?response-content-disposition=inline&"), VerifyError::SignatureMismatch),
        (plain.replace("&response-content-type=text%2Fplain", ""), VerifyError::SignatureMismatch),
        (plain.replace("/bucket/", "/other/"), VerifyError::SignatureMismatch),
        (plain.replace("a/b", "a//b"), VerifyError::SignatureMismatch),
        (plain.replace("b%20c", "b%2520c"), VerifyError::SignatureMismatch),
        (plain.replace("b%20c", "b+c"), VerifyError::SignatureMismatch),
        // Ranges and forms.
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=0"), VerifyError::InvalidLifetime),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=604801"), VerifyError::InvalidLifetime),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=060"), VerifyError::InvalidLifetime),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=-60"), VerifyError::InvalidLifetime),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=%2B60"), VerifyError::InvalidLifetime),
        (plain.replace("X-Amz-Date=20231114T221320Z", "X-Amz-Date=20231114T221360Z"), VerifyError::InvalidDate),
        (plain.replace("X-Amz-Date=20231114T221320Z", "X-Amz-Date=20231131T221320Z"), VerifyError::InvalidDate),
        (plain.replace("X-Amz-Date=20231114T221320Z", "X-Amz-Date=20231114T221320"), VerifyError::InvalidDate),
        (plain.replace("X-Amz-Date=20231114T221320Z", "X-Amz-Date=2023-11-14T22:13:20Z"), VerifyError::InvalidDate),
        (plain.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), VerifyError::UnsupportedAlgorithm),
        (plain.replace("AWS4-HMAC-SHA256", "aws4-hmac-sha256"), VerifyError::UnsupportedAlgorithm),
        (plain.replace("%2F20231114%2F", "%2F20231113%2F"), VerifyError::ScopeDateMismatch),
        (plain.replace("us-east-1", "us-east-2"), VerifyError::ScopeMismatch),
        (plain.replace("%2Fs3%2F", "%2Fs4%2F"), VerifyError::ScopeMismatch),
        (plain.replace("aws4_request", "aws4_requesT"), VerifyError::InvalidCredential),
        (plain.replace("%2Fus-east-1%2F", "%2F%2F"), VerifyError::InvalidCredential),
        (plain.replace("%2Faws4_request", ""), VerifyError::InvalidCredential),
        (plain.replace("%2Faws4_request", "%2Faws4_request%2Fx"), VerifyError::InvalidCredential),
        (plain.replace("SignedHeaders=host", "SignedHeaders=accept"), VerifyError::InvalidSignedHeaders),
        (plain.replace("SignedHeaders=host", "SignedHeaders=Host"), VerifyError::InvalidSignedHeaders),
        (plain.replace("SignedHeaders=host", "SignedHeaders="), VerifyError::InvalidSignedHeaders),
        (plain.replace("SignedHeaders=host", "SignedHeaders=host%3Bhost"), VerifyError::InvalidSignedHeaders),
        (plain.replace("SignedHeaders=host", "SignedHeaders=range%3Bhost"), VerifyError::InvalidSignedHeaders),
        (plain.replace("SignedHeaders=host", "SignedHeaders=host%3B"), VerifyError::InvalidSignedHeaders),
        (plain.replace(signature, &signature.to_uppercase()), VerifyError::InvalidSignature),
        (plain.replace(signature, &signature[1..]), VerifyError::InvalidSignature),
        (plain.replace(signature, &format!("{signature}0")), VerifyError::InvalidSignature),
        // Missing, twice, in another case.
        (plain.replace("X-Amz-Algorithm=AWS4-HMAC-SHA256&", ""), VerifyError::MissingParameter),
        (plain.replace("&X-Amz-Date=20231114T221320Z", ""), VerifyError::MissingParameter),
        (plain.replace("&X-Amz-Expires=60", ""), VerifyError::MissingParameter),
        (plain.replace("&X-Amz-SignedHeaders=host", ""), VerifyError::MissingParameter),
        (plain.replace(&format!("&X-Amz-Signature={signature}"), ""), VerifyError::MissingParameter),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=60&X-Amz-Expires=60"), VerifyError::AmbiguousParameter),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=60&x-amz-expires=6000"), VerifyError::AmbiguousParameter),
        (plain.replace("X-Amz-Expires=60", "X-Amz-Expires=60&%58-Amz-Expires=60"), VerifyError::AmbiguousParameter),
        (
            plain.replace("X-Amz-Expires=60", "X-Amz-Expires=60&X-Amz-Security-Token=a&X-Amz-S3session-Token=a"),
            VerifyError::AmbiguousParameter,
        ),
        // Headers.
        (no_header("content-type"), VerifyError::MissingSignedHeader),
        (no_header("x-amz-meta-x"), VerifyError::MissingSignedHeader),
        (headers.with("Content-Type", "text/plain"), VerifyError::MissingSignedHeader),
        (plain.with("x-amz-acl", "public-read"), VerifyError::UnsignedHeader),
        (plain.with("X-AMZ-Meta-Y", "1"), VerifyError::UnsignedHeader),
        (plain.with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), VerifyError::UnsignedHeader),
        (plain.with("x-amz-content-sha256", EMPTY_HASH), VerifyError::UnsignedHeader),
        (plain.with("x-amz-cf-id", "a"), VerifyError::UnsignedHeader),
        (plain.with("authorization", "AWS4-HMAC-SHA256 …"), VerifyError::TwoSignatures),
        (
            plain.replace(
                "X-Amz-Expires=60",
                "X-Amz-Content-Sha256=STREAMING-AWS4-HMAC-SHA256-PAYLOAD&X-Amz-Expires=60",
            ),
            VerifyError::InvalidPayloadHash,
        ),
        (
            plain.replace("X-Amz-Expires=60", "X-Amz-Content-Sha256=abc&X-Amz-Expires=60"),
            VerifyError::InvalidPayloadHash,
        ),
        // Targets that are none.
        (plain.replace("b%20c", "b%2"), VerifyError::InvalidTarget),
        (plain.replace("b%20c", "b%zzc"), VerifyError::InvalidTarget),
        (plain.replace("b%20c", "b c"), VerifyError::InvalidTarget),
        (plain.replace("b%20c", "b%FFc"), VerifyError::InvalidTarget),
        (plain.replace("b%20c.txt", "b%20c.txt/.."), VerifyError::InvalidTarget),
        (plain.replace("b%20c.txt", "b%20c.txt/%2e%2E"), VerifyError::InvalidTarget),
        (plain.replace("/bucket/a/", "/./bucket/a/"), VerifyError::InvalidTarget),
        (plain.replace("/bucket", "bucket"), VerifyError::InvalidTarget),
        (plain.replace("?", "?=a&"), VerifyError::InvalidTarget),
        (plain.replace("?", "?a=%E4&"), VerifyError::InvalidTarget),
        (Received { method: "GE T".into(), ..plain.clone() }, VerifyError::InvalidMethod),
        (Received { method: String::new(), ..plain.clone() }, VerifyError::InvalidMethod),
        // Hosts: another one, another port, its port left out.
        (Received { authority: "127.0.0.1:9001".into(), ..plain.clone() }, VerifyError::HostMismatch),
        (Received { authority: "127.0.0.1".into(), ..plain.clone() }, VerifyError::HostMismatch),
        (Received { authority: "bucket.127.0.0.1:9000".into(), ..plain.clone() }, VerifyError::HostMismatch),
        (Received { authority: "evil.example".into(), ..plain.clone() }, VerifyError::HostMismatch),
    ] {
        assert_eq!(received.verify().unwrap_err(), refusal, "{received:?}");
    }
}

#[test]
fn time() {
    let keys = [signer().verifying_key()];
    let plain = plain();
    assert!(plain.verify_at(&keys, NOW + 59).is_ok(), "alive in the last second");
    assert_eq!(plain.verify_at(&keys, NOW + 60), Err(VerifyError::Expired));
    assert_eq!(plain.verify_at(&keys, i64::MAX), Err(VerifyError::Expired));
    assert!(plain.verify_at(&keys, NOW - 900).is_ok(), "clocks may differ by 15 minutes");
    assert_eq!(plain.verify_at(&keys, NOW - 901), Err(VerifyError::NotYetValid));
    assert_eq!(plain.verify_at(&keys, i64::MIN), Err(VerifyError::NotYetValid));

    let key = signer().verifying_key();
    let strict = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap().with_skew(Duration::ZERO);
    assert!(plain.parse().unwrap().verify(&strict, NOW).is_ok());
    assert_eq!(plain.parse().unwrap().verify(&strict, NOW - 1).unwrap_err(), VerifyError::NotYetValid);

    let short = endpoint().with_max_lifetime(Duration::from_secs(59)).unwrap();
    let short = Verifier::new(short, |_: &str| Some(&key)).unwrap();
    assert_eq!(plain.parse().unwrap().verify(&short, NOW).unwrap_err(), VerifyError::InvalidLifetime);

    // The credentials' own end, as the signer caps to it.
    let expiring = VerifyingKey::new(&endpoint(), credentials().with_expiry(NOW + 30).unwrap());
    assert_eq!(plain.verify_at(std::slice::from_ref(&expiring), NOW + 29).unwrap().expires_at, NOW + 30);
    assert_eq!(plain.verify_at(&[expiring], NOW + 30), Err(VerifyError::CredentialsExpired));
}

#[test]
fn keys_and_rotation() {
    let plain = plain();
    let other =
        |secret: &str| VerifyingKey::new(&endpoint(), Credentials::new("AKIAIOSFODNN7EXAMPLE", secret).unwrap());
    let right = || signer().verifying_key();
    assert_eq!(plain.verify_at(&[], NOW), Err(VerifyError::UnknownAccessKeyId));
    assert_eq!(plain.verify_at(&[other("wrong")], NOW), Err(VerifyError::SignatureMismatch));
    assert!(plain.verify_at(&[other("old"), right()], NOW).is_ok());
    assert!(plain.verify_at(&[right(), other("new")], NOW).is_ok());
    let elsewhere = Endpoint::custom("http://127.0.0.1:9000", "eu").unwrap();
    assert_eq!(
        plain.verify_at(&[VerifyingKey::new(&elsewhere, credentials())], NOW),
        Err(VerifyError::SignatureMismatch)
    );
    assert_eq!(
        Verifier::new(Endpoint::for_service("http://h", "eu", "sts").unwrap(), |_: &str| None::<VerifyingKey>)
            .unwrap_err(),
        presigner::Error::NotAnObjectStore,
    );
}

/// One id and one secret under several keys: an old token beside the new one, a dead expiry beside one that lives.
#[test]
fn of_several_keys_any_that_holds_is_enough_in_every_order() {
    let key = |token: Option<&str>, expiry: Option<i64>| {
        let credentials = match token {
            Some(token) => credentials().with_session_token(token).unwrap(),
            None => credentials(),
        };
        let credentials = match expiry {
            Some(expiry) => credentials.with_expiry(expiry).unwrap(),
            None => credentials,
        };
        VerifyingKey::new(&endpoint(), credentials)
    };
    let signer = Signer::new(endpoint().bucket("bucket").unwrap(), credentials().with_session_token("new").unwrap());
    let received = Received::of(&signer.at(minute()).unwrap().get("key").unwrap());
    let wrong_secret = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wrong").unwrap().with_session_token("new").unwrap();
    let wrong_secret = VerifyingKey::new(&endpoint(), wrong_secret);

    // Until when the link is good, or why it is not.
    for (keys, expected) in [
        (vec![key(Some("old"), None), key(Some("new"), None)], Ok(NOW + 60)),
        (vec![key(None, None), key(Some("new"), None), wrong_secret.clone()], Ok(NOW + 60)),
        (vec![key(Some("new"), Some(NOW)), key(Some("new"), Some(NOW + 30))], Ok(NOW + 30)),
        (vec![key(Some("new"), Some(NOW + 20)), key(Some("new"), Some(NOW + 30))], Ok(NOW + 30)),
        (vec![key(Some("new"), Some(NOW)), key(Some("new"), None), key(Some("old"), None)], Ok(NOW + 60)),
        (vec![key(Some("old"), None), key(Some("new"), Some(NOW))], Err(VerifyError::CredentialsExpired)),
        (vec![key(Some("old"), None), key(None, Some(NOW))], Err(VerifyError::SessionTokenMismatch)),
        (vec![key(Some("old"), None), wrong_secret.clone()], Err(VerifyError::SessionTokenMismatch)),
        (vec![wrong_secret.clone(), wrong_secret.clone()], Err(VerifyError::SignatureMismatch)),
    ] {
        let mut order = keys;
        for _ in 0..2 {
            for _ in 0..order.len() {
                let found = received.verify_at(&order, NOW).map(|request| request.expires_at);
                assert_eq!(found, expected, "{order:?}");
                order.rotate_left(1);
            }
            order.reverse();
        }
    }
}

#[test]
fn the_keys_of_one_id_are_counted() {
    let wrong = VerifyingKey::new(&endpoint(), Credentials::new("AKIAIOSFODNN7EXAMPLE", "wrong").unwrap());
    for place in 0..VerifyingKey::MAX_PER_ID {
        let mut keys = vec![wrong.clone(); VerifyingKey::MAX_PER_ID];
        keys[place] = signer().verifying_key();
        assert!(plain().verify_at(&keys, NOW).is_ok());
        keys.push(wrong.clone());
        assert_eq!(plain().verify_at(&keys, NOW), Err(VerifyError::TooManyKeys));
    }
    // However many a lookup gives, no more are asked for.
    let mut asked = 0;
    let counted = std::cell::RefCell::new(&mut asked);
    let lookup = |_: &str| {
        std::iter::repeat_with(|| {
            **counted.borrow_mut() += 1;
            wrong.clone()
        })
    };
    let verifier = Verifier::new(endpoint(), lookup).unwrap();
    assert_eq!(plain().parse().unwrap().verify(&verifier, NOW).unwrap_err(), VerifyError::TooManyKeys);
    assert_eq!(asked, VerifyingKey::MAX_PER_ID + 1);
}

#[test]
fn session_tokens() {
    let with_token = |token: &str| {
        Signer::new(endpoint().bucket("bucket").unwrap(), credentials().with_session_token(token).unwrap())
    };
    let temporary = with_token("a+/=token");
    let received = Received::of(&temporary.at(minute()).unwrap().get("key").unwrap());
    let key = temporary.verifying_key();
    assert!(received.verify_at(std::slice::from_ref(&key), NOW).is_ok());
    assert_eq!(
        received.replace("token&", "tokem&").verify_at(std::slice::from_ref(&key), NOW),
        Err(VerifyError::SignatureMismatch),
        "the token is signed",
    );
    assert_eq!(plain().verify_at(std::slice::from_ref(&key), NOW), Err(VerifyError::SessionTokenMismatch), "missing");
    assert_eq!(received.verify(), Err(VerifyError::SessionTokenMismatch), "one too many");
    assert_eq!(
        received.verify_at(&[with_token("another").verifying_key()], NOW),
        Err(VerifyError::SessionTokenMismatch),
        "of another session",
    );
}

#[test]
fn virtual_hosts() {
    let endpoint = Endpoint::custom("https://s3.example.com", "eu").unwrap();
    let key = VerifyingKey::new(&endpoint, credentials());
    let verifier = Verifier::new(endpoint.clone(), |_: &str| Some(&key)).unwrap();
    let path_style = Signer::new(endpoint.bucket("bucket").unwrap(), credentials());
    let virtual_hosted = Signer::new(endpoint.clone().virtual_hosted().bucket("bucket").unwrap(), credentials());
    for signer in [path_style, virtual_hosted] {
        let presigner = signer.at(minute()).unwrap();
        let received = Received::of(&presigner.get("a//b/").unwrap());
        for authority in
            [received.authority.clone(), received.authority.to_uppercase(), format!("{}:443", received.authority)]
        {
            let received = Received { authority, ..received.clone() };
            let request = received.parse().unwrap();
            let verified = request.verify(&verifier, NOW).unwrap();
            assert_eq!((verified.bucket(), verified.key()), ("bucket", "a//b/"));
        }
        let root = Received::of(&presigner.list_objects_v2("").unwrap());
        let request = root.parse().unwrap();
        let verified = request.verify(&verifier, NOW).unwrap();
        assert_eq!((verified.bucket(), verified.key()), ("bucket", ""));
        let elsewhere = Received { authority: "bucket.s3.example.org".into(), ..received };
        assert_eq!(elsewhere.parse().unwrap().verify(&verifier, NOW).unwrap_err(), VerifyError::HostMismatch);
    }
}

/// What signers get wrong between the request and its hash: each of these canonical requests, signed with the right key, is
/// one that a store refuses for this request.
#[test]
fn signatures_of_wrong_canonical_requests_are_refused() {
    let signer = signer();
    let presigner = signer.at(minute()).unwrap();
    let request = presigner
        .put("a b+c//~\u{e9}/")
        .and_then(|request| request.content_type("text/plain; a=b"))
        .and_then(|request| request.query("a", "b c/+"))
        .and_then(|request| request.query("a-b", ""))
        .unwrap();
    let received = Received::of(&request);
    let target = String::from_utf8(received.target.clone()).unwrap();
    let (unsigned, _) = target.rsplit_once('=').unwrap();
    let signed_as = |canonical_request: &str| {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let signature = naive::sign(secret, "20231114T221320Z", "us-east-1", canonical_request);
        Received { target: format!("{unsigned}={signature}").into(), ..received.clone() }.verify()
    };
    let explanation = request.explain();
    let right = explanation.canonical_request();
    assert_eq!(signed_as(right).map(|believed| believed.key), Ok("a b+c//~\u{e9}/".to_owned()));

    let path = "/bucket/a%20b%2Bc//~%C3%A9/";
    let query = right.lines().nth(2).unwrap();
    let mut reversed: Vec<_> = query.split('&').collect();
    reversed.reverse();
    let headers = "content-type:text/plain; a=b\nhost:127.0.0.1:9000\n";
    for (from, to) in [
        ("PUT\n", "put\n"),
        ("PUT\n", "GET\n"),
        (path, "/bucket/a%2520b%252Bc//~%25C3%25A9/"),
        (path, "/bucket/a b+c//~\u{e9}/"),
        (path, "/bucket/a+b%2Bc//~%C3%A9/"),
        (path, "/bucket/a%20b+c//~%C3%A9/"),
        (path, "/bucket/a%20b%2Bc/~%C3%A9/"),
        (path, "/bucket/a%20b%2Bc//~%C3%A9"),
        (path, "/bucket/a%20b%2bc//~%c3%a9/"),
        (path, "/bucket/a%20b%2Bc//%7E%C3%A9/"),
        (path, "/bucket%2Fa%20b%2Bc%2F%2F~%C3%A9%2F"),
        (path, "/a%20b%2Bc//~%C3%A9/"),
        (query, &reversed.join("&")),
        (query, ""),
        (query, target.split_once('?').unwrap().1),
        ("a=b%20c%2F%2B", "a=b+c%2F%2B"),
        ("a=b%20c%2F%2B", "a=b%20c%2f%2b"),
        ("a=b%20c%2F%2B", "a=b c/+"),
        ("a=b%20c%2F%2B", "a=b%2520c%252F%252B"),
        // Sorted as joined texts, in which `-` comes before `=`; without the `=` of an empty value.
        ("&a=b%20c%2F%2B&a-b=", "&a-b=&a=b%20c%2F%2B"),
        ("&a-b=", "&a-b"),
        (headers, "host:127.0.0.1:9000\n"),
        (headers, "host:127.0.0.1:9000\ncontent-type:text/plain; a=b\n"),
        (headers, "Content-Type:text/plain; a=b\nHost:127.0.0.1:9000\n"),
        (headers, "content-type: text/plain; a=b\nhost:127.0.0.1:9000\n"),
        (headers, "content-type:text/plain;  a=b\nhost:127.0.0.1:9000\n"),
        ("host:127.0.0.1:9000", "host:127.0.0.1"),
        ("\n\ncontent-type;host", "\ncontent-type;host"),
        ("\n\ncontent-type;host", "\n\nhost;content-type"),
        ("\n\ncontent-type;host", "\n\nhost"),
        ("UNSIGNED-PAYLOAD", ""),
        ("UNSIGNED-PAYLOAD", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("UNSIGNED-PAYLOAD", "UNSIGNED-PAYLOAD\n"),
    ] {
        assert!(right.contains(from), "{from} is not in {right}");
        let wrong = right.replacen(from, to, 1);
        assert_ne!(wrong, right, "{from}");
        assert_eq!(signed_as(&wrong), Err(VerifyError::SignatureMismatch), "{from} as {to}");
    }
}

#[test]
fn a_signed_body_hash_is_handed_on() {
    // botocore signs so when the caller sets the header; here the canonical request is the naive signer's business.
    let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let target = "/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Fus-east-1%2Fs3%2F\
        aws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-amz-content-sha256";
    let (path, query) = target.split_once('?').unwrap();
    let canonical_request =
        format!("PUT\n{path}\n{query}\nhost:{HOST}\nx-amz-content-sha256:{hash}\n\nhost;x-amz-content-sha256\n{hash}");
    let signature =
        naive::sign("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20231114T221320Z", "us-east-1", &canonical_request);
    let target = format!("{target}&X-Amz-Signature={signature}");
    let headers = [("x-amz-content-sha256", hash)];
    let request = Unverified::parse("PUT", HOST, &target, headers).unwrap();
    let key = signer().verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    assert_eq!(request.verify(&verifier, NOW).unwrap().body(), SignedBody::Sha256(hash));

    let unsigned = plain();
    let request = unsigned.parse().unwrap();
    assert_eq!(request.verify(&verifier, NOW).unwrap().body(), SignedBody::Unsigned);

    let other = [("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")];
    assert_eq!(Unverified::parse("PUT", HOST, &target, other).unwrap_err(), VerifyError::InvalidPayloadHash);
}

#[test]
fn limits() {
    let none: [(&str, &str); 0] = [];
    let parse = |limits: Limits, target: &str| Unverified::parse_within(limits, "GET", HOST, target, none).unwrap_err();
    let long = format!("/{}", "a".repeat(16 * 1024));
    assert_eq!(parse(Limits::default(), &long), VerifyError::TooLarge);
    assert_eq!(parse(Limits::default(), &long[..16 * 1024]), VerifyError::MissingParameter);
    assert_eq!(parse(Limits::default(), &format!("/?{}", "a=b&".repeat(101))), VerifyError::TooLarge);
    assert_eq!(parse(Limits::default(), &format!("/?{}", "a=b&".repeat(100))), VerifyError::MissingParameter);
    assert_eq!(parse(Limits::default().parameters(1), "/?a&b"), VerifyError::TooLarge);
    let headers = vec![("a", "b"); 101];
    assert_eq!(Unverified::parse("GET", HOST, "/", headers.clone()).unwrap_err(), VerifyError::TooLarge);
    assert_eq!(
        Unverified::parse_within(Limits::default().headers(101), "GET", HOST, "/", headers).unwrap_err(),
        VerifyError::MissingParameter,
    );
}

/// S3's code and status, and the words, of every refusal.
#[test]
fn refusals_answer_as_s3_does() {
    for (refusal, status, code, words) in [
        (VerifyError::TooLarge, 400, "InvalidURI", "the request is over a size limit"),
        (VerifyError::InvalidTarget, 400, "InvalidURI", "the target is not a valid path and query"),
        (VerifyError::InvalidMethod, 400, "InvalidRequest", "the method is not a token"),
        (
            VerifyError::MissingParameter,
            400,
            "AuthorizationQueryParametersError",
            "a parameter of the signature is missing",
        ),
        (
            VerifyError::AmbiguousParameter,
            400,
            "AuthorizationQueryParametersError",
            "a parameter of the signature occurs twice, or in another letter case",
        ),
        (
            VerifyError::UnsupportedAlgorithm,
            400,
            "AuthorizationQueryParametersError",
            "the algorithm is not the one that the endpoint's requests are signed with",
        ),
        (
            VerifyError::InvalidDate,
            400,
            "AuthorizationQueryParametersError",
            "the date is not of the form 20130524T000000Z",
        ),
        (
            VerifyError::InvalidLifetime,
            400,
            "AuthorizationQueryParametersError",
            "the lifetime is not a whole number of seconds within the limit",
        ),
        (
            VerifyError::InvalidCredential,
            400,
            "AuthorizationQueryParametersError",
            "the credential does not have the parts of a credential scope",
        ),
        (
            VerifyError::ScopeDateMismatch,
            400,
            "AuthorizationQueryParametersError",
            "the date of the credential scope is not the day of X-Amz-Date",
        ),
        (
            VerifyError::ScopeMismatch,
            400,
            "AuthorizationQueryParametersError",
            "the region or service of the credential scope is not the expected one",
        ),
        (
            VerifyError::InvalidSignedHeaders,
            400,
            "AuthorizationQueryParametersError",
            "the signed headers are not a sorted list of lower-case names with host among them",
        ),
        (VerifyError::MissingSignedHeader, 403, "SignatureDoesNotMatch", "a signed header is missing or stands twice"),
        (VerifyError::UnsignedHeader, 403, "AccessDenied", "the request has an x-amz- header that is not signed"),
        (
            VerifyError::InvalidSignature,
            400,
            "AuthorizationQueryParametersError",
            "the signature is not of the form that its algorithm gives it, in lower-case hex digits",
        ),
        (VerifyError::TwoSignatures, 400, "InvalidRequest", "an Authorization header was sent beside a presigned URL"),
        (
            VerifyError::InvalidPayloadHash,
            400,
            "InvalidRequest",
            "the payload hash is not one that a presigned URL can have",
        ),
        (VerifyError::HostMismatch, 400, "InvalidRequest", "the host is not the endpoint's"),
        (VerifyError::AmbiguousHost, 400, "InvalidRequest", "the request names no host, or more than one"),
        (VerifyError::UnknownAccessKeyId, 403, "InvalidAccessKeyId", "the access key id is not known"),
        (VerifyError::TooManyKeys, 500, "InternalError", "more than 8 keys are known for the access key id"),
        (VerifyError::SignatureMismatch, 403, "SignatureDoesNotMatch", "the signature is not the one of this request"),
        (VerifyError::SessionTokenMismatch, 400, "InvalidToken", "the session token is not the expected one"),
        (VerifyError::Expired, 403, "AccessDenied", "the URL has expired"),
        (VerifyError::CredentialsExpired, 400, "ExpiredToken", "the credentials have expired"),
        (VerifyError::NotYetValid, 403, "AccessDenied", "the date lies in the future"),
    ] {
        assert_eq!((refusal.status(), refusal.code(), &*refusal.to_string()), (status, code, words));
    }
}

#[test]
fn no_debug_shows_a_secret_a_signature_or_a_key() {
    let signer = Signer::new(
        endpoint().bucket("bucket").unwrap(),
        Credentials::new("AKIA", "MARKEDsecret").unwrap().with_session_token("MARKEDtoken").unwrap(),
    );
    let received =
        Received::of(&signer.at(minute()).unwrap().get("MARKEDkey").unwrap().version_id("MARKEDid").unwrap());
    let key = signer.verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap();
    let request = received.parse().unwrap();
    let verified = request.verify(&verifier, NOW).unwrap();
    let target = String::from_utf8(received.target.clone()).unwrap();
    let signature = target.rsplit('=').next().unwrap();
    for shown in [format!("{key:?}"), format!("{verifier:?}"), format!("{request:?}"), format!("{verified:?}")] {
        assert!(!shown.contains("MARKED") && !shown.contains(signature), "{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_any_request_allows_is_believed(
        key in "[ -~é€🙂\\x00-\\x1f/]{1,40}", name in "[a-zA-Z% +é]{1,5}", value in "\\PC{0,20}|[\\x00-\\x7f]{0,20}",
        metadata in "[!-~]{1,9}( {1,2}[!-~]{1,9})?", token in proptest::option::of("[!-~]{1,30}"),
    ) {
        let mut credentials = credentials();
        if let Some(token) = &token {
            credentials = credentials.with_session_token(token).unwrap();
        }
        let signer = Signer::new(endpoint().bucket("bucket").unwrap(), credentials);
        let presigner = signer.at(minute()).unwrap();
        let built = presigner.put(&key).and_then(|request| request.query(&name, &value)?.metadata("a", &metadata));
        // What the builder refuses (dot segments, reserved names) is not the verifier's business.
        prop_assume!(built.is_ok());
        let received = Received::of(&built.unwrap());
        let verified = received.verify_at(&[signer.verifying_key()], NOW).unwrap();
        prop_assert_eq!(verified.key, key);
        prop_assert_eq!(verified.parameters, [(name, value)]);
    }

    #[test]
    fn nothing_panics(
        method in any::<String>(), authority in any::<String>(), target in prop::collection::vec(any::<u8>(), 0..200),
        name in prop::collection::vec(any::<u8>(), 0..20), value in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let target = [b"/".as_slice(), &target].concat();
        let _ = Unverified::parse(&method, &authority, &target, [(&name, &value)]);
    }
}

/// Clients that sign other requests with a header send this one with every request.
#[test]
fn an_unsigned_header_may_say_that_the_body_is_unsigned() {
    const NAME: &str = "x-amz-content-sha256";
    let (plain, believed) = (plain(), plain().verify().unwrap());
    assert_eq!(plain.with(NAME, "UNSIGNED-PAYLOAD").verify().unwrap(), believed);
    assert_eq!(plain.with("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD").verify().unwrap(), believed);
    let twice = plain.with(NAME, "UNSIGNED-PAYLOAD").with(NAME, "UNSIGNED-PAYLOAD");
    assert_eq!(twice.verify().unwrap_err(), VerifyError::UnsignedHeader);
    for value in ["", "unsigned-payload", " UNSIGNED-PAYLOAD", "UNSIGNED-PAYLOAD,UNSIGNED-PAYLOAD", EMPTY_HASH] {
        assert_eq!(plain.with(NAME, value).verify().unwrap_err(), VerifyError::UnsignedHeader, "{value}");
    }
    for value in ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"] {
        assert_eq!(plain.with(NAME, value).verify().unwrap_err(), VerifyError::UnsignedHeader, "{value}");
    }
    // Nothing else slips in with it.
    let and_more = plain.with(NAME, "UNSIGNED-PAYLOAD").with("x-amz-acl", "public-read");
    assert_eq!(and_more.verify().unwrap_err(), VerifyError::UnsignedHeader);
    // A parameter that says otherwise is what was signed.
    let parameter =
        |value: &str| plain.replace("X-Amz-Credential", &format!("X-Amz-Content-Sha256={value}&X-Amz-Credential"));
    let differs = parameter(EMPTY_HASH).with(NAME, "UNSIGNED-PAYLOAD");
    assert_eq!(differs.verify().unwrap_err(), VerifyError::UnsignedHeader);
    let agrees = parameter("UNSIGNED-PAYLOAD").with(NAME, "UNSIGNED-PAYLOAD");
    assert_eq!(agrees.verify().unwrap_err(), VerifyError::SignatureMismatch, "added to the link after it was signed");
}

#[test]
fn infrastructure_headers() {
    let key = signer().verifying_key();
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&key)).unwrap().behind(InfrastructureHeader::CloudFrontId);
    let verify = |received: &Received| {
        received.parse().and_then(|request| request.verify(&verifier, NOW).map(|verified| Request_::of(&verified)))
    };
    let behind =
        plain().with("X-Amz-Cf-Id", "pn2BBJs2nhdzIU4VYcPRxsYi==").with("via", "2.0 a.cloudfront.net (CloudFront)");
    assert_eq!(verify(&behind), plain().verify());
    assert_eq!(behind.verify().unwrap_err(), VerifyError::UnsignedHeader, "nobody said that there is a CloudFront");
    assert!(verify(&behind).unwrap().headers.is_empty());
    // Load balancers.
    assert_eq!(plain().with("x-amzn-trace-id", "Root=1-67891233-abcdef012345678912345678").verify(), plain().verify());
    // Whatever acts stays refused.
    for name in [
        "acl",
        "grant-read",
        "copy-source",
        "metadata-directive",
        "meta-a",
        "tagging",
        "server-side-encryption",
        "server-side-encryption-customer-algorithm",
        "server-side-encryption-customer-key",
        "server-side-encryption-customer-key-md5",
        "security-token",
        "s3session-token",
        "checksum-sha256",
        "object-lock-mode",
        "bypass-governance-retention",
        "storage-class",
        "trailer",
        "date",
        "expected-bucket-owner",
        "request-payer",
        "website-redirect-location",
        "cf-id2",
        "cf",
        "id-2",
    ] {
        let received = behind.with(&format!("x-amz-{name}"), "UNSIGNED-PAYLOAD");
        assert_eq!(verify(&received).unwrap_err(), VerifyError::UnsignedHeader, "{name}");
    }
}

/// AWS, "Server-side encryption with customer-provided keys", presigned URLs: only the algorithm is signed, and all three
/// headers are sent.
#[test]
fn a_customers_key_that_only_the_client_knows() {
    const KEY: &str = "x-amz-server-side-encryption-customer-key";
    const MD5: &str = "x-amz-server-side-encryption-customer-key-md5";
    let signed = received(|presigner| Ok(Received::of(&presigner.get("a")?.sse_customer_key_from_client()?)));
    let believed = signed.verify().unwrap();
    assert_eq!(believed.headers, [("x-amz-server-side-encryption-customer-algorithm".into(), "AES256".into())]);
    let sent = signed.with(KEY, "a2V5").with(MD5, "bWQ1");
    assert_eq!(sent.verify().unwrap(), believed);
    assert_eq!(sent.with(KEY, "b3RoZXI=").verify().unwrap_err(), VerifyError::UnsignedHeader);
    assert_eq!(sent.with(MD5, "b3RoZXI=").verify().unwrap_err(), VerifyError::UnsignedHeader);
    assert_eq!(sent.with("x-amz-server-side-encryption", "AES256").verify().unwrap_err(), VerifyError::UnsignedHeader);
    for of_copy in ["algorithm", "key", "key-md5"] {
        let name = format!("x-amz-copy-source-server-side-encryption-customer-{of_copy}");
        assert_eq!(sent.with(&name, "a").verify().unwrap_err(), VerifyError::UnsignedHeader);
    }
    assert_eq!(plain().with(KEY, "a2V5").with(MD5, "bWQ1").verify().unwrap_err(), VerifyError::UnsignedHeader);
    // A signed key stays the one that was signed.
    let all = received(|presigner| Ok(Received::of(&presigner.get("a")?.sse_customer_key("a2V5", "bWQ1")?)));
    assert!(all.verify().is_ok());
    assert_eq!(all.with(KEY, "a2V5").verify().unwrap_err(), VerifyError::MissingSignedHeader);
}

#[test]
fn virtual_hosts_need_not_be_believed() {
    let endpoint = Endpoint::custom("https://s3.example.com", "us-east-1").unwrap();
    let key = VerifyingKey::new(&endpoint, credentials());
    let link = |endpoint: &Endpoint| {
        let signer = common::signer(endpoint, "bucket");
        Received::of(&signer.at(minute()).unwrap().get("a").unwrap())
    };
    let (path, host) = (link(&endpoint), link(&endpoint.clone().virtual_hosted()));
    let verifier = Verifier::new(endpoint, |_: &str| Some(&key)).unwrap();
    for received in [&path, &host] {
        let request = received.parse().unwrap();
        assert_eq!(request.verify(&verifier, NOW).unwrap().bucket(), "bucket");
    }
    let verifier = verifier.path_style_only();
    assert_eq!(path.parse().unwrap().verify(&verifier, NOW).unwrap().bucket(), "bucket");
    assert_eq!(host.parse().unwrap().verify(&verifier, NOW).unwrap_err(), VerifyError::HostMismatch);
}

/// As Go's SDK hoists headers into the query: signed, and shown.
#[test]
fn hoisted_headers_are_shown() {
    let query = "X-Amz-Acl=private&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2F\
        us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expected-Bucket-Owner=1&X-Amz-Expires=60\
        &X-Amz-SignedHeaders=host";
    let canonical_request = format!("PUT\n/bucket/key\n{query}\nhost:{HOST}\n\nhost\nUNSIGNED-PAYLOAD");
    let signature = naive::sign(common::SECRET_ACCESS_KEY, "20231114T221320Z", "us-east-1", &canonical_request);
    let target = format!("/bucket/key?{query}&X-Amz-Signature={signature}").into();
    let received = Received { method: "PUT".into(), authority: HOST.into(), target, headers: Vec::new() };
    let expected = [("X-Amz-Acl", "private"), ("X-Amz-Expected-Bucket-Owner", "1")];
    let parameters = received.verify().unwrap().parameters;
    assert_eq!(parameters, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}
