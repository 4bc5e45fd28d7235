//! Makes the same URL a given number of times: `presigner-instructions <scenario> <count>`.
//!
//! `./guard` runs this under callgrind with two counts and divides the difference, so that
//! start-up and the first, cold URL cancel. It reads no clock, no environment and no file.

use std::hint::black_box;
use std::time::Duration;

use presigner::verify::{Unverified, Verifier};
use presigner::{Credentials, Endpoint, Presigner, Request, Result, Signer, Validity};

/// 85 bytes, with a space and a non-ASCII letter so that escaping is part of the figure.
const KEY: &str = "tenant/0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47/exports/2024/11/annual report Zürich.csv";

/// 106 bytes before escaping, the kind a download link for a named file carries.
const DISPOSITION: &str = "attachment; filename=\"annual report Zurich.csv\"; \
     filename*=UTF-8''annual%20report%20Z%C3%BCrich%202024.csv";

const NOW: i64 = 1_731_000_000;

const ORIGIN: &str = "https://s3.eu-central-1.example.com";
/// 60 characters.
const NAME: &str = "Jahresbericht der Kundschaft – Zürich und Winterthür 24.xlsx";
/// As Base64 is.
const TOKEN: &str = "IQoJb3JpZ2luX2VjEDoaC/0";

fn endpoint() -> Result<Endpoint> {
    Ok(Endpoint::custom(ORIGIN, "eu-central-1")?.path_style())
}

fn signer(token: Option<&str>) -> Result<Signer> {
    let mut credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
    if let Some(token) = token {
        credentials = credentials.with_session_token(token)?;
    }
    Ok(Signer::new(endpoint()?.bucket("customer-exports")?, credentials))
}

/// Everything a caller does for one URL: the typed request is built anew each time, because
/// the key differs from URL to URL in real use.
fn request<'a>(presigner: &'a Presigner<'_>) -> Result<Request<'a>> {
    presigner
        .get(black_box(KEY))?
        .response_content_disposition(black_box(DISPOSITION))?
        .response_content_type(black_box("text/csv; charset=utf-8"))
}

/// What makes a request of its own for each URL.
type MakeRequest = for<'a> fn(&'a Presigner<'_>) -> Result<Request<'a>>;

fn put<'a>(presigner: &'a Presigner<'_>) -> Result<Request<'a>> {
    presigner
        .put(black_box(KEY))?
        .content_type(black_box("text/csv; charset=utf-8"))?
        .content_length(black_box(1_234_567))?
        .metadata("user", black_box("42"))?
        .metadata("message-id", black_box("0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47"))?
        .metadata("uploaded-by", black_box("web"))
}

/// A name that is not ASCII, as its words mostly are.
fn name<'a>(presigner: &'a Presigner<'_>) -> Result<Request<'a>> {
    Ok(presigner.get(black_box(KEY))?.attachment(black_box(NAME)))
}

/// One `at`, then many URLs into one string.
fn warm(signer: &Signer, validity: Validity, count: u32, request: MakeRequest) -> Result<()> {
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

/// A link with a session token is parsed and verified.
fn verify(signer: &Signer, validity: Validity, count: u32) -> Result<()> {
    let link = request(&signer.at(validity)?)?.presign();
    let target = link.url().strip_prefix(ORIGIN).expect("the endpoint's URL");
    let host = &ORIGIN["https://".len()..];
    let headers = [("host", host), ("accept", "*/*"), ("user-agent", "curl/8.0")];
    let key = signer.verifying_key();
    let verifier = Verifier::new(endpoint()?, |_: &str| Some(&key))?;
    for _ in 0..count {
        let request = Unverified::parse("GET", host, black_box(target), headers).expect("a presigned URL");
        black_box(request.verify(&verifier, NOW).expect("a valid signature").bucket());
    }
    Ok(())
}

fn main() {
    assert_eq!(KEY.len(), 85);
    assert_eq!(DISPOSITION.len(), 106);

    let mut args = std::env::args().skip(1);
    let (scenario, count) = (args.next(), args.next());
    let count: u32 = count.and_then(|n| n.parse().ok()).expect("a count");

    let signer = signer(None).unwrap();
    let validity = Validity::new(NOW, Duration::from_secs(900)).unwrap();

    match scenario.as_deref() {
        Some("warm") => warm(&signer, validity, count, request),
        Some("owned") => owned(&signer, validity, count),
        Some("put") => warm(&signer, validity, count, put),
        Some("name") => warm(&signer, validity, count, name),
        Some("verify") => verify(&self::signer(Some(&TOKEN.repeat(32))).unwrap(), validity, count),
        other => panic!("a scenario of the guard's, not {other:?}"),
    }
    .unwrap();
}
