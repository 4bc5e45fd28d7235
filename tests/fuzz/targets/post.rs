//! A form as a server receives it, and the policy document in it: how often the name of the file and the value of the key are
//! repeated, a byte each; then target, name of the file, document, and names and values of fields, each ended by a NUL. The
//! document is signed here, because nobody reads one that isn't.

#![no_main]

mod memory;

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::fuzz_target;
use presigner::verify::{UnverifiedPost, Verifier, VerifyError, VerifyingKey};
use presigner::{Credentials, Endpoint};
use sha2::Sha256;

/// 2023-11-14T22:13:20Z.
const NOW: i64 = 1_700_000_000;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::custom("http://127.0.0.1:9000", "us-east-1").unwrap());
static KEY: LazyLock<VerifyingKey> =
    LazyLock::new(|| VerifyingKey::new(&ENDPOINT, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap()));
/// The same server, if it believed Version 4A, by which no form is signed.
static MULTI_REGION: LazyLock<(Endpoint, VerifyingKey)> = LazyLock::new(|| {
    let endpoint = ENDPOINT.clone().with_region_set("us-east-1").unwrap();
    let key = VerifyingKey::new(&endpoint, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap());
    (endpoint, key)
});
static SIGNING_KEY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    ["20231114", "us-east-1", "s3", "aws4_request"].iter().fold(b"AWS4wJalr".to_vec(), |key, part| mac(&key, part))
});

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

fuzz_target!(|data: &[u8]| {
    let Some((&[name_repeats, key_repeats], data)) = data.split_first_chunk() else { return };
    let mut pieces = data.split(|byte| *byte == 0);
    let mut piece = || pieces.next().unwrap_or_default();
    let (target, file_name, document) = (piece(), piece(), piece());
    let (Ok(target), Ok(file_name)) = (str::from_utf8(target), str::from_utf8(file_name)) else { return };
    // A short input makes a form that is as long as one may be, and longer.
    let file_name = file_name.repeat(1 + usize::from(name_repeats));
    let policy = STANDARD.encode(document);
    let signature = hex::encode(mac(&SIGNING_KEY, &policy));
    let mut fields: Vec<(&[u8], &[u8])> = vec![
        (b"x-amz-algorithm", b"AWS4-HMAC-SHA256"),
        (b"x-amz-credential", b"AKIAIOSFODNN7EXAMPLE/20231114/us-east-1/s3/aws4_request"),
        (b"x-amz-date", b"20231114T221320Z"),
        (b"policy", policy.as_bytes()),
        (b"x-amz-signature", signature.as_bytes()),
    ];
    let mut keys = Vec::new();
    let mut others = Vec::new();
    while let Some(name) = pieces.next() {
        let value = pieces.next().unwrap_or_default();
        if name == b"key" {
            keys.push(value.repeat(1 + usize::from(key_repeats)));
        } else {
            others.push((name, value));
        }
    }
    fields.extend(keys.iter().map(|key| (&b"key"[..], key.as_slice())).chain(others));
    let input =
        fields.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() + target.len() + file_name.len();
    let parse = || UnverifiedPost::parse("127.0.0.1:9000", target, fields.iter().copied(), &file_name);
    let Ok(form) = memory::bounded(input, parse) else { return };
    let _ = format!("{form:?}");
    let (multi_region, its_key) = &*MULTI_REGION;
    let verifier = Verifier::new(multi_region.clone(), |_: &str| [its_key, &*KEY]).unwrap();
    assert_eq!(form.verify(&verifier, NOW).unwrap_err(), VerifyError::UnsupportedAlgorithm);
    let verifier = Verifier::new(ENDPOINT.clone(), |id: &str| (id == KEY.access_key_id()).then_some(&*KEY)).unwrap();
    let Ok(verified) = form.verify(&verifier, NOW) else { return };

    // What is believed is in the document, whose conditions are about all of it.
    let document = str::from_utf8(document).unwrap();
    assert!(document.contains("bucket") || document.contains('\\'), "{document}");
    assert!((1..=1024).contains(&verified.key().len()));
    assert!(verified.key().split('/').all(|segment| segment != "." && segment != ".."));
    assert!(verified.expires_at().seconds() > NOW);
    let size = verified.size_range();
    assert!(size.is_empty() || verified.check_size(*size.start()).is_ok());
    assert!(verified.check_size(size.end() + 1).is_err());
    assert!(verified.metadata().count() <= fields.len());
    assert!(matches!(verified.success_status(), 200 | 201 | 204));
    let _ = (verified.bucket(), verified.content_type(), verified.success_redirect(), format!("{verified:?}"));
});
