//! A request as a server receives it: method, authority, target, and one header a line.

#![no_main]

mod memory;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use presigner::verify::{Inspection, Limits, Unverified, Verifier, VerifyingKey};
use presigner::{Credentials, Endpoint};

/// What `seeds` signs with, so that some requests are verified.
const NOW: i64 = 1_700_000_000;

/// Two servers that differ in what they believe: the second was asked to believe Version 4A, the first was not.
static SERVERS: LazyLock<[(&str, Endpoint, VerifyingKey); 2]> = LazyLock::new(|| {
    let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1").unwrap();
    let multi_region = endpoint.clone().with_region_set("us-east-1").unwrap();
    [("AWS4-HMAC-SHA256", endpoint), ("AWS4-ECDSA-P256-SHA256", multi_region)].map(|(algorithm, endpoint)| {
        let key = VerifyingKey::new(&endpoint, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap());
        (algorithm, endpoint, key)
    })
});

fuzz_target!(|data: &[u8]| {
    let mut lines = data.splitn(4, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (method, authority, target, headers) = (line(), line(), line(), line());
    let (Ok(method), Ok(authority)) = (str::from_utf8(method), str::from_utf8(authority)) else { return };
    let headers = headers.split(|byte| *byte == b'\n').filter_map(|header| {
        let colon = header.iter().position(|byte| *byte == b':')?;
        Some((&header[..colon], &header[colon + 1..]))
    });
    // No limit of ours stands between a short input and what a long one could cost.
    let limits = Limits::default().parameters(usize::MAX).headers(usize::MAX);
    let parse = || Unverified::parse_within(limits, method, authority, target, headers);
    let Ok(request) = memory::bounded(data.len(), parse) else { return };
    let mut believed = None;
    for (algorithm, endpoint, key) in &*SERVERS {
        let verifier = Verifier::new(endpoint.clone(), |id: &str| (id == key.access_key_id()).then_some(key)).unwrap();
        if let Ok(verified) = request.verify(&verifier, NOW) {
            assert!(request.is_alive_at(verified.signed_at()));
            let _ = (verified.bucket(), verified.key(), verified.body());
            assert!(verified.parameters().count() + verified.signed_headers().count() <= data.len());
            assert_eq!(believed.replace(*algorithm), None, "by both");
        }
        assert!(!request.explain(endpoint).canonical_request().is_empty());
    }
    assert!(request.signed_header_names().any(|name| name == "host"));
    let _ = format!("{request:?}");

    // The same parser stands behind both.
    let url = format!("https://{authority}{}", str::from_utf8(target).unwrap());
    if let Ok(link) = Inspection::parse(&url) {
        assert_eq!(link.access_key_id(), request.access_key_id());
        assert_eq!(link.expires_at(), request.expires_at());
        assert!(link.signed_header_names().eq(request.signed_header_names()));
        assert!(believed.is_none_or(|algorithm| algorithm == link.algorithm()));
    }
});
