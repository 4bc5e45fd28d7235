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
    assert!(shown.ends_with("&X-Amz-Signature=<64 bytes elided>"), "{shown}");
    let _ = format!("{link:?} {}", link.path());
});
