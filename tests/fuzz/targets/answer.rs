//! The body of a store's answer; where it is no XML, it is taken for what a store quotes.

#![no_main]

mod memory;

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use presigner::diagnose::{Answer, Diagnosis};
use presigner::{Credentials, Endpoint, Explanation, Signer, Validity};

/// The two requests that the bodies in `tests/vectors/errors` answer, and one by Version 4A.
static SIGNED: LazyLock<[Explanation; 3]> = LazyLock::new(|| {
    let credentials = || Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap();
    let validity = Validity::new(1_700_000_000, Duration::from_secs(3600)).unwrap();
    let aws = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(aws, credentials());
    let presigner = signer.at(validity).unwrap();
    let get = presigner.get("messages/42/a b é.pdf").unwrap();
    let get = get.response_content_disposition("attachment; filename=\"a b.pdf\"").unwrap().explain();

    let custom = Endpoint::custom("http://storage.example.com:9000", "eu-1").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(custom, credentials().with_session_token("MARKEDtoken/+==").unwrap());
    let presigner = signer.at(validity).unwrap();
    let put = presigner.put("in//photo+1.txt").unwrap().content_type("text/plain").unwrap();
    let put = put.sse_customer_key("MARKEDcustomerkeyMARKEDcustomerkey0123456789=", "hRasmdxgYDKV3nvbahU1MA==");

    let multi_region = Endpoint::aws("eu-central-1").unwrap().bucket("mfzwi23gnjvgw.mrap").unwrap();
    let signer = Signer::new(multi_region, credentials());
    let everywhere = signer.at(validity).unwrap().get("messages/42/a b é.pdf").unwrap().explain();
    [get, put.unwrap().explain(), everywhere]
});

fn diagnose(answer: &Answer) {
    for signed in &*SIGNED {
        let diagnosis = Diagnosis::of(signed, answer);
        let shown = format!("{diagnosis}{diagnosis:?}{answer:?}");
        // It goes to a terminal or a log, and is short enough to be read.
        assert!(shown.chars().all(|char| char == '\n' || !char.is_control()), "{shown:?}");
        assert!(shown.len() < 16 * 1024, "{} bytes", shown.len());
    }
}

fuzz_target!(|data: &[u8]| {
    if let Ok(answer) = memory::bounded(data.len(), || Answer::parse(data)) {
        return diagnose(&answer);
    }
    let Ok(text) = str::from_utf8(data) else { return };
    let quoted = text.replace('&', "&amp;").replace('<', "&lt;").replace("]]>", "]]&gt;");
    let (canonical_request, string_to_sign) = quoted.split_once('\0').unwrap_or((&quoted, "a\nb"));
    let body = format!(
        "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>{canonical_request}</CanonicalRequest>\
         <StringToSign>{string_to_sign}</StringToSign></Error>"
    );
    if let Ok(answer) = Answer::parse(body.as_bytes()) {
        diagnose(&answer);
    }
});
