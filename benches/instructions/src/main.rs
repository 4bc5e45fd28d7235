//! Makes the same URL a given number of times: `presigner-instructions <scenario> <count>`.
//!
//! `./guard` runs this under callgrind with two counts and divides the difference, so that
//! start-up and the first, cold URL cancel. It reads no clock, no environment and no file.

use std::hint::black_box;
use std::time::Duration;

use presigner::{Bucket, Credentials, Endpoint, Presigner, Request, Result, Signer, Validity};

/// 85 bytes, with a space and a non-ASCII letter so that escaping is part of the figure.
const KEY: &str = "tenant/0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47/exports/2024/11/annual report Zürich.csv";

/// 106 bytes before escaping, the kind a download link for a named file carries.
const DISPOSITION: &str = "attachment; filename=\"annual report Zurich.csv\"; \
     filename*=UTF-8''annual%20report%20Z%C3%BCrich%202024.csv";

const NOW: i64 = 1_731_000_000;

fn bucket() -> Result<Bucket> {
    Endpoint::custom("https://s3.eu-central-1.example.com", "eu-central-1")?.path_style().bucket("customer-exports")
}

/// Everything a caller does for one URL: the typed request is built anew each time, because
/// the key differs from URL to URL in real use.
fn request<'a>(presigner: &'a Presigner<'_>) -> Result<Request<'a>> {
    presigner
        .get(black_box(KEY))?
        .response_content_disposition(black_box(DISPOSITION))?
        .response_content_type(black_box("text/csv; charset=utf-8"))
}

/// The warm path: one `at`, then many URLs into one string.
fn warm(signer: &Signer, validity: Validity, count: u32) -> Result<()> {
    let presigner = signer.at(validity)?;
    let mut url = String::new();
    for _ in 0..count {
        url.clear();
        request(&presigner)?.presign_into(&mut url);
        black_box(&url);
    }
    Ok(())
}

/// The simple path: `at` and an owned result for every URL.
fn owned(signer: &Signer, validity: Validity, count: u32) -> Result<()> {
    for _ in 0..count {
        let presigner = signer.at(black_box(validity))?;
        black_box(request(&presigner)?.presign());
    }
    Ok(())
}

fn main() {
    assert_eq!(KEY.len(), 85);
    assert_eq!(DISPOSITION.len(), 106);

    let mut args = std::env::args().skip(1);
    let (scenario, count) = (args.next(), args.next());
    let count: u32 = count.and_then(|n| n.parse().ok()).expect("a count");

    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
    let signer = Signer::new(bucket().unwrap(), credentials);
    let validity = Validity::new(NOW, Duration::from_secs(900)).unwrap();

    match scenario.as_deref() {
        Some("warm") => warm(&signer, validity, count),
        Some("owned") => owned(&signer, validity, count),
        other => panic!("a scenario, warm or owned, not {other:?}"),
    }
    .unwrap();
}
