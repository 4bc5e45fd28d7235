//! What a verifier of Signature Version 4A refuses, and what that costs it: to check one signature takes hundreds of times as long as
//! all the rest.

#![cfg(all(feature = "sigv4a", feature = "verify"))]

mod common;

use std::cell::Cell;

use p256::ecdsa::Signature;
use p256::elliptic_curve::PrimeField;
use presigner::verify::{Inspection, Unverified, Verifier, VerifyError, VerifyingKey};
use presigner::{Endpoint, Signer};

use common::{NOW, credentials, valid_for};

const HOST: &str = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
/// Of P-256 (SP 800-186, section 3.2.1.3), big-endian.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

fn endpoint() -> Endpoint {
    Endpoint::aws_global().bucket("mfzwi23gnjvgw.mrap").unwrap().endpoint().clone()
}

/// Path and query of a link that is valid for an hour.
fn target(key: &str) -> String {
    let signer = Signer::new(Endpoint::aws_global().bucket("mfzwi23gnjvgw.mrap").unwrap(), credentials());
    let link = signer.at(valid_for(3600)).unwrap().get(key).unwrap().presign();
    link.url().strip_prefix("https://").unwrap().strip_prefix(HOST).unwrap().into()
}

fn signature(target: &str) -> &str {
    target.rsplit_once("&X-Amz-Signature=").unwrap().1
}

/// What a server that knows one key says to a GET, and how often it looked a key up: once for each request that costs it the check
/// of a signature, which is nobody's where the key is not known.
fn receive(target: &str, now: i64) -> (Result<(), VerifyError>, u32) {
    let lookups = Cell::new(0);
    let key = VerifyingKey::new(&endpoint(), credentials());
    let lookup = |id: &str| {
        lookups.set(lookups.get() + 1);
        (id == key.access_key_id()).then_some(&key)
    };
    let verifier = Verifier::new(endpoint(), lookup).unwrap();
    let headers: [(&str, &str); 0] = [];
    let answer = Unverified::parse("GET", HOST, target, headers);
    let answer = answer.and_then(|request| request.verify(&verifier, now).map(drop));
    (answer, lookups.get())
}

#[test]
fn time_comes_before_the_signature() {
    let target = target("key");
    let forged = target.replace("/key?", "/kex?");
    assert_eq!(receive(&target, NOW), (Ok(()), 1));
    assert_eq!(receive(&forged, NOW), (Err(VerifyError::SignatureMismatch), 1));
    for target in [target, forged] {
        assert_eq!(receive(&target, NOW + 3600), (Err(VerifyError::Expired), 0));
        assert_eq!(receive(&target, NOW - 901), (Err(VerifyError::NotYetValid), 0));
        assert_eq!(receive(&target, NOW - 900).1, 1);
    }
}

#[test]
fn region_sets_are_compared_as_texts() {
    let target = target("key");
    let long = format!("{}us-east-1", "eu-%2A%2C".repeat(1_000));
    for region_set in [
        "us-east-1",
        "%2A%2C%2A",
        "%2A%2Cus-east-1",
        "%2A%2C",
        "%2C%2A",
        "%2A%2A",
        "+%2A",
        "%2A%00",
        "%0A",
        "%C3%BC",
        "%252A",
        &long,
    ] {
        let changed = target.replace("Region-Set=%2A&", &format!("Region-Set={region_set}&"));
        assert_eq!(receive(&changed, NOW), (Err(VerifyError::ScopeMismatch), 0), "{region_set}");
        assert!(Inspection::parse(&format!("https://{HOST}{changed}")).is_ok());
    }
    // The same set otherwise encoded is the same request.
    assert_eq!(receive(&target.replace("Region-Set=%2A&", "Region-Set=*&"), NOW), (Ok(()), 1));
    assert_eq!(receive(&target.replace("Region-Set=%2A&", "Region-Set=%2a&"), NOW), (Ok(()), 1));
    for (from, to, refusal) in [
        ("Region-Set=%2A&", "Region-Set=%FF&", VerifyError::InvalidTarget),
        ("Region-Set=%2A&", "Region-Set=%2&", VerifyError::InvalidTarget),
        ("Region-Set=%2A&", "Region-Set=&", VerifyError::MissingParameter),
        ("Region-Set=%2A&", "Region-Set&", VerifyError::MissingParameter),
        ("X-Amz-Region-Set=%2A&", "", VerifyError::MissingParameter),
        ("X-Amz-Region-Set=%2A&", "X-Amz-Region-Set=%2A&X-Amz-Region-Set=%2A&", VerifyError::AmbiguousParameter),
        ("X-Amz-Region-Set=%2A&", "x-amz-region-set=%2A&X-Amz-Region-Set=%2A&", VerifyError::AmbiguousParameter),
        ("X-Amz-Region-Set=%2A&", "x-amz-region-set=%2A&", VerifyError::AmbiguousParameter),
        ("X-Amz-Region-Set=%2A&", "X-Amz-Region%2DSet=%2A&X-Amz-Region-Set=%2A&", VerifyError::AmbiguousParameter),
    ] {
        assert_eq!(receive(&target.replace(from, to), NOW), (Err(refusal), 0), "{to}");
    }
}

#[test]
fn parameters_of_both_versions_do_not_mix() {
    let target = target("key");
    let hmac_signature = "0".repeat(64);
    let hmac = format!(
        "/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}%2F20231114%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20231114T221320Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={hmac_signature}",
        common::ACCESS_KEY_ID
    );
    let with_region_set = hmac.replace("&X-Amz-SignedHeaders=", "&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=");
    for (changed, refusal) in [
        (hmac.clone(), VerifyError::UnsupportedAlgorithm),
        (with_region_set.clone(), VerifyError::UnsupportedAlgorithm),
        (hmac.replace("=AWS4-HMAC-SHA256&", "=AWS4-ECDSA-P256-SHA256&"), VerifyError::InvalidCredential),
        (with_region_set.replace("=AWS4-HMAC-SHA256&", "=AWS4-ECDSA-P256-SHA256&"), VerifyError::InvalidCredential),
        (target.replace("=AWS4-ECDSA-P256-SHA256&", "=AWS4-HMAC-SHA256&"), VerifyError::InvalidCredential),
        (target.replace("=AWS4-ECDSA-P256-SHA256&", "=AWS4-ECDSA-P384-SHA384&"), VerifyError::UnsupportedAlgorithm),
        (target.replace("=AWS4-ECDSA-P256-SHA256&", "=aws4-ecdsa-p256-sha256&"), VerifyError::UnsupportedAlgorithm),
        (target.replace("%2Fs3%2F", "%2F%2A%2Fs3%2F"), VerifyError::InvalidCredential),
        (target.replace("%2Fs3%2F", "%2F%2Fs3%2F"), VerifyError::InvalidCredential),
        (target.replace("%2Fs3%2F", "%2F"), VerifyError::InvalidCredential),
        (target.replace("%2Fs3%2F", "%2Fs3express%2F"), VerifyError::ScopeMismatch),
        (target.replace(signature(&target), &hmac_signature), VerifyError::InvalidSignature),
    ] {
        assert_eq!(receive(&changed, NOW), (Err(refusal), 0), "{changed}");
    }

    // At a server of one region, a region set is a parameter that nobody signed.
    let one_region = Endpoint::custom("https://s3.example.com", "us-east-1").unwrap();
    let signer = Signer::new(one_region.bucket("photos").unwrap(), credentials());
    let link = signer.at(valid_for(3600)).unwrap().get("key").unwrap().presign();
    let verifier = Verifier::new(one_region, |_: &str| Some(signer.verifying_key())).unwrap();
    let mixed = link.url().strip_prefix("https://s3.example.com").unwrap();
    let mixed = mixed.replace("&X-Amz-SignedHeaders=", "&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=");
    let headers: [(&str, &str); 0] = [];
    let request = Unverified::parse("GET", "s3.example.com", &mixed, headers).unwrap();
    assert_eq!(request.verify(&verifier, NOW).unwrap_err(), VerifyError::SignatureMismatch);
}

/// A number as DER has it: no zeros before it, but one where it would read as negative (ITU-T X.690, section 8.3).
fn integer(number: &[u8]) -> Vec<u8> {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or(number.len() - 1);
    let zero = if number[start] >= 0x80 { &[0][..] } else { &[] };
    raw_integer(&[zero, &number[start..]].concat())
}

fn raw_integer(bytes: &[u8]) -> Vec<u8> {
    [&[2, u8::try_from(bytes.len()).unwrap()], bytes].concat()
}

fn sequence(inside: &[&[u8]]) -> String {
    let inside = inside.concat();
    hex::encode([&[0x30, u8::try_from(inside.len()).unwrap()], &*inside].concat())
}

#[test]
fn a_signature_has_one_form() {
    let target = target("key");
    let right = Signature::from_der(&hex::decode(signature(&target)).unwrap()).unwrap();
    let (r, s) = right.split_scalars();
    let (r, s, other_s) = (r.to_repr(), s.to_repr(), (-s).to_repr());
    let (r, s, other_s): (&[u8], &[u8], &[u8]) = (&r, &s, &other_s);
    let order = hex::decode(ORDER).unwrap();
    let with = |digits: &str| receive(&target.replace(signature(&target), digits), NOW);
    let of = |r: &[u8], s: &[u8]| with(&sequence(&[&integer(r), &integer(s)]));

    // AWS's own signers give either `s`.
    assert_eq!(sequence(&[&integer(r), &integer(s)]), signature(&target));
    assert_eq!((of(r, s), of(r, other_s)), ((Ok(()), 1), (Ok(()), 1)));
    let below_order = [&order[..31], &[0x50]].concat();
    for (r, s) in [(s, r), (r, &[1][..]), (&[1], s), (&[1], &[1]), (&below_order, s), (r, &below_order)] {
        assert_eq!(of(r, s), (Err(VerifyError::SignatureMismatch), 1));
    }
    let refused = (Err(VerifyError::InvalidSignature), 0);
    let over_order = [&order[..31], &[0x52]].concat();
    let most = [0xff; 32];
    for number in [&[0][..], &order, &over_order, &most, &[&[1], s].concat()] {
        assert_eq!((of(number, s), of(r, number), of(number, number)), (refused, refused, refused), "{number:?}");
    }

    let (der_r, der_s) = (integer(r), integer(s));
    let inside = [&*der_r, &der_s].concat();
    let length = u8::try_from(inside.len()).unwrap();
    let negative = raw_integer(&[&[0x80], &r[1..]].concat());
    for malformed in [
        // One behind the other, as other protocols have them.
        hex::encode([r, s].concat()),
        sequence(&[&der_r]),
        sequence(&[&raw_integer(&r[..16]), &raw_integer(&s[..16]), &raw_integer(&[1])]),
        sequence(&[&raw_integer(&[]), &der_s]),
        sequence(&[&negative, &der_s]),
        sequence(&[&raw_integer(&[&[0, 0], &r[..16]].concat()), &der_s]),
        sequence(&[&raw_integer(&[0, 1]), &der_s]),
        // Another kind, other lengths, and the longer forms of a length (ITU-T X.690, section 10.1).
        hex::encode([&[0x31, length], &*inside].concat()),
        hex::encode([&[0x30, length - 1], &*inside].concat()),
        hex::encode([&[0x30, length + 1], &*inside].concat()),
        hex::encode([&[0x30, 0x80], &*inside].concat()),
        hex::encode([0x30, 7, 2, 0x81, 1, 1, 2, 1, 1]),
        hex::encode([0x30, 0x81, 6, 2, 1, 1, 2, 1, 1]),
        hex::encode([0x30, 6, 2, 1, 1, 2, 1, 1, 0]),
        hex::encode([0x30, 6, 4, 1, 1, 2, 1, 1]),
        "30".repeat(72),
        "00".repeat(72),
        "ff".repeat(72),
    ] {
        assert_eq!(with(&malformed), refused, "{malformed}");
    }
    // What the short ones are malformed forms of.
    assert_eq!(with("3006020101020101"), (Err(VerifyError::SignatureMismatch), 1));
}

#[test]
fn digits_of_a_signature() {
    let target = target("key");
    let parsed = |digits: &str| {
        let changed = target.replace(signature(&target), digits);
        let headers: [(&str, &str); 0] = [];
        assert_eq!(
            Inspection::parse(&format!("https://{HOST}{changed}")).map(drop),
            Unverified::parse("GET", HOST, &changed, headers).map(drop),
            "{digits}"
        );
        receive(&changed, NOW)
    };
    let refused = (Err(VerifyError::InvalidSignature), 0);
    let digits = format!("{:0<150}", signature(&target));
    for length in [0, 1, 2, 15, 63, 64, 65, 128, 139, 141, 143, 145, 146, 150] {
        assert_eq!(parsed(&digits[..length]), refused, "{length}");
    }
    assert_eq!(parsed(&"3".repeat(10_000)), refused);
    assert_eq!(parsed(&signature(&target).to_uppercase()), refused);
    let letter = signature(&target).rfind(|digit: char| digit.is_ascii_lowercase()).unwrap();
    let mut one_upper = signature(&target).to_owned();
    one_upper.replace_range(letter..=letter, &one_upper[letter..=letter].to_uppercase());
    assert_eq!(parsed(&one_upper), refused);
    for end in ["+", "%00", "%20", "g"] {
        let mut other = signature(&target).to_owned();
        other.truncate(other.len() - 1);
        assert_eq!(parsed(&format!("{other}{end}")), refused, "{end}");
    }
}

/// Each key of an id costs a check; more than eight are refused, and those for another region set or algorithm cost none.
#[test]
fn keys_of_one_id_are_few() {
    let target = target("key");
    let headers: [(&str, &str); 0] = [];
    let request = Unverified::parse("GET", HOST, &target, headers).unwrap();
    let right = VerifyingKey::new(&endpoint(), credentials());
    let of_europe = Endpoint::aws_global().with_region_set("eu-*").unwrap();
    let of_version_4 = Endpoint::custom("https://s3.example.com", "*").unwrap();
    let elsewhere = [of_europe, of_version_4].map(|endpoint| VerifyingKey::new(&endpoint, credentials()));
    let verify = |keys: Vec<&VerifyingKey>| {
        let verifier = Verifier::new(endpoint(), move |_: &str| keys.clone()).unwrap();
        request.verify(&verifier, NOW).map(drop)
    };
    assert_eq!(verify(vec![&elsewhere[0], &elsewhere[1], &right]), Ok(()));
    assert_eq!(verify(elsewhere.iter().collect()), Err(VerifyError::SignatureMismatch));
    assert_eq!(verify(vec![&right; 8]), Ok(()));
    assert_eq!(verify(vec![&right; 9]), Err(VerifyError::TooManyKeys));
}
