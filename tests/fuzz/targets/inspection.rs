//! A presigned URL of anybody's.

#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use presigner::verify::Inspection;

fuzz_target!(|url: &str| {
    let Ok(link) = memory::bounded(url.len(), || Inspection::parse(url)) else { return };
    assert_eq!(link.signed_at() + link.lifetime(), link.expires_at());
    assert!(link.is_alive_at(link.signed_at()) && !link.is_alive_at(link.expires_at()));
    for (name, value) in link.parameters() {
        assert!(link.parameter(&name).is_some_and(|first| first.len() <= value.len() || first != value));
    }
    // What goes into a log is one line of printable ASCII, and a URL but for what was taken out of it.
    let shown = link.to_string();
    assert!(shown.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{shown:?}");
    assert!(shown.starts_with(&format!("{}://{}/", link.scheme(), link.host())), "{shown}");
    let (_, digits) = shown.rsplit_once("&X-Amz-Signature=<").unwrap();
    let digits: usize = digits.strip_suffix(" bytes elided>").unwrap().parse().unwrap();
    match link.algorithm() {
        "AWS4-HMAC-SHA256" => assert_eq!(digits, 64),
        "AWS4-ECDSA-P256-SHA256" => assert!((16..=144).contains(&digits) && digits.is_multiple_of(2), "{digits}"),
        other => panic!("{other}"),
    }
    assert!(!link.region().is_empty() && !link.service().is_empty());
    let _ = format!("{link:?} {}", link.path());
});
