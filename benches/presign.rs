//! What a link costs, beside what it can't cost less than: the SHA-256 of its canonical request, and HMAC-SHA256 of its
//! string to sign with a ready key ("the floor").
//!
//! Compare ratios within one run: `cargo bench` prints times, allocations and bytes of each case, and the floor of each
//! group.

use std::hint::black_box;
use std::time::Duration;

use allocation_counter::measure;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use presigner::attachment::Attachment;
use presigner::{Bucket, Credentials, Endpoint, Presigner, Request, Result, Signer, Validity};
use sha2::{Digest, Sha256};

/// 85 bytes.
const KEY: &str = "messages/0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47/attachments/2024/11/03/quarterly/12.csv";
/// 106 bytes.
const DISPOSITION: &str =
    "attachment; filename=\"annual report Zurich.csv\"; filename*=UTF-8''annual%20report%20Z%C3%BCrich%202024.csv";
const CONTENT_TYPE: &str = "text/csv; charset=utf-8; header=present";
/// 60 characters each.
const ASCII_NAME: &str = "Annual report of the customers of Zurich and Winterthur.xlsx";
const NON_ASCII_NAME: &str = "Jahresbericht der Kundschaft – Zürich und Winterthür 24.xlsx";
const NOW: i64 = 1_731_000_000;
const ORIGIN: &str = "https://objects.us-east-1.example.com";
#[cfg(feature = "verify")]
const HOST: &str = "objects.us-east-1.example.com";

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap()
}

fn endpoint() -> Endpoint {
    Endpoint::custom(ORIGIN, "us-east-1").unwrap()
}

fn path_style() -> Bucket {
    endpoint().bucket("customer-attachments").unwrap()
}

fn validity() -> Validity {
    Validity::new(NOW, Duration::from_secs(3600)).unwrap()
}

fn raw<'a>(presigner: &'a Presigner<'_>) -> Result<Request<'a>> {
    presigner
        .get(black_box(KEY))?
        .response_content_disposition(black_box(DISPOSITION))?
        .response_content_type(black_box(CONTENT_TYPE))
}

/// The floor of a request: its canonical request and string to sign are there already, and so is the keyed MAC.
fn floor(group: &mut BenchmarkGroup<'_, WallTime>, canonical_request: &str, string_to_sign: &str) {
    let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    group.bench_function(format!("floor of {} bytes", canonical_request.len()), |bencher| {
        bencher.iter(|| {
            let hash = Sha256::digest(black_box(canonical_request));
            (hash, keyed.clone().chain_update(black_box(string_to_sign)).finalize().into_bytes())
        });
    });
}

fn floor_of(group: &mut BenchmarkGroup<'_, WallTime>, request: &Request<'_>, token: &str) {
    let explanation = request.explain();
    let canonical_request = explanation.canonical_request().replace(&format!("<{} bytes elided>", token.len()), token);
    floor(group, &canonical_request, explanation.string_to_sign());
}

fn case<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut run: impl FnMut() -> T) {
    run();
    let allocated = measure(|| {
        black_box(run());
    });
    eprintln!("{name}: {} allocations, {} bytes", allocated.count_total, allocated.bytes_total);
    group.bench_function(name, |bencher| bencher.iter(&mut run));
}

fn warm(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("warm");
    let signer = Signer::new(path_style(), credentials());
    let presigner = signer.at(validity()).unwrap();
    floor_of(&mut group, &raw(&presigner).unwrap(), "");

    let mut url = String::with_capacity(4096);
    case(&mut group, "presign_into, raw disposition", || {
        url.clear();
        raw(&presigner).unwrap().presign_into(&mut url);
    });
    case(&mut group, "presign, raw disposition", || raw(&presigner).unwrap().presign());
    case(&mut group, "at + presign, raw disposition", || {
        raw(&signer.at(black_box(validity())).unwrap()).unwrap().presign()
    });
    // What a name costs, built, encoded and hashed, is the difference to this.
    let nameless = || {
        let request = presigner.get(black_box(KEY)).unwrap().attachment(None);
        request.response_content_type(black_box(CONTENT_TYPE)).unwrap()
    };
    floor_of(&mut group, &nameless(), "");
    case(&mut group, "presign_into, attachment without a name", || {
        url.clear();
        nameless().presign_into(&mut url);
    });
    for (name, file_name) in [("ASCII", ASCII_NAME), ("non-ASCII", NON_ASCII_NAME)] {
        assert_eq!(file_name.chars().count(), 60);
        let request = || {
            let request = presigner.get(black_box(KEY)).unwrap().attachment(black_box(file_name));
            request.response_content_type(black_box(CONTENT_TYPE)).unwrap()
        };
        floor_of(&mut group, &request(), "");
        case(&mut group, &format!("presign_into, {name} attachment"), || {
            url.clear();
            request().presign_into(&mut url);
        });
    }
    group.finish();
}

fn token(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("token");
    // As Base64 is: 32 of the characters have to be encoded.
    let token = "IQoJb3JpZ2luX2VjEDoaC/0".repeat(32);
    assert_eq!(token.len(), 736);
    let bucket = endpoint().virtual_hosted().bucket("customer-attachments").unwrap();
    let signer = Signer::new(bucket, credentials().with_session_token(&token).unwrap());
    let presigner = signer.at(validity()).unwrap();
    floor_of(&mut group, &raw(&presigner).unwrap(), &token.replace('/', "%2F"));
    let mut url = String::with_capacity(4096);
    case(&mut group, "presign_into, 736-character token", || {
        url.clear();
        raw(&presigner).unwrap().presign_into(&mut url);
    });
    group.finish();
}

fn first_use(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first use");
    let signer = Signer::new(path_style(), credentials());
    floor_of(&mut group, &raw(&signer.at(validity()).unwrap()).unwrap(), "");
    let bucket = path_style();
    case(&mut group, "credentials, signer, at, presign", || {
        let signer = Signer::new(bucket.clone(), credentials());
        raw(&signer.at(validity()).unwrap()).unwrap().presign()
    });
    group.finish();
}

fn page(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("page of 1,000");
    let signer = Signer::new(path_style(), credentials());
    let keys: Vec<String> = (0..1000).map(|number| format!("{KEY}{number}")).collect();
    let mut url = String::with_capacity(4096);
    case(&mut group, "presign_into, ASCII attachment", || {
        let presigner = signer.at(validity()).unwrap();
        for key in &keys {
            url.clear();
            presigner.get(key).unwrap().attachment(ASCII_NAME).presign_into(&mut url);
            black_box(&url);
        }
    });
    case(&mut group, "descriptors", || {
        let presigner = signer.at(validity()).unwrap();
        for key in &keys {
            let attachment = Attachment::new("id", key, 1).file_name(ASCII_NAME).content_type(CONTENT_TYPE);
            black_box(attachment.descriptor(&presigner).unwrap());
        }
    });
    group.finish();
}

/// The header alone, to be set beside the whole presign.
fn disposition(criterion: &mut Criterion) {
    use presigner::ContentDisposition;
    let mut group = criterion.benchmark_group("disposition alone");
    for (name, file_name) in [
        ("ASCII", ASCII_NAME),
        ("non-ASCII", NON_ASCII_NAME),
        ("lone percent sign", "100%.pdf"),
        ("Hangul, decomposed", "\u{1107}\u{1169}\u{1100}\u{1169}\u{1109}\u{1165}.hwp"),
        ("forbidden at an end", "\"report.pdf\""),
        ("an extension alone", ".pdf"),
    ] {
        case(&mut group, &format!("build, {name}"), || ContentDisposition::attachment(black_box(file_name)));
    }
    group.finish();
}

/// Its floor is HMAC-SHA256 of the policy as Base64, which is the string to sign of a form, and that Base64.
#[cfg(feature = "post")]
fn post(criterion: &mut Criterion) {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use presigner::post::{PostPolicy, PresignedPost};

    let mut group = criterion.benchmark_group("post");
    let signer = Signer::new(path_style(), credentials());
    let presigner = signer.at(validity()).unwrap();
    let form = || -> Result<PresignedPost> {
        let policy = PostPolicy::new(black_box(KEY), 1..=20_000_000)?
            .content_type(black_box(CONTENT_TYPE))?
            .metadata("user", black_box("42"))?;
        presigner.presign_post(&policy)
    };
    let made = form().unwrap();
    let policy = made.fields().find(|(name, _)| *name == "policy").unwrap().1;
    let document = STANDARD.decode(policy).unwrap();
    let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    group.bench_function(format!("floor of {} bytes", document.len()), |bencher| {
        bencher.iter(|| {
            let policy = STANDARD.encode(black_box(&document));
            keyed.clone().chain_update(policy).finalize().into_bytes()
        });
    });
    case(&mut group, "policy + post", || form().unwrap());
    group.finish();
}

#[cfg(not(feature = "post"))]
fn post(_: &mut Criterion) {}

#[cfg(feature = "verify")]
fn verify(criterion: &mut Criterion) {
    use presigner::verify::{Unverified, Verifier};

    let mut group = criterion.benchmark_group("verify");
    let signer = Signer::new(path_style(), credentials());
    let presigner = signer.at(validity()).unwrap();
    let request = raw(&presigner).unwrap();
    floor_of(&mut group, &request, "");

    let key = signer.verifying_key();
    let verifier = Verifier::new(path_style().endpoint().clone(), |_: &str| Some(&key)).unwrap();
    let link = request.presign();
    let target = link.url().strip_prefix(ORIGIN).unwrap();
    let headers = [("host", HOST), ("accept", "*/*"), ("user-agent", "curl/8.0")];
    case(&mut group, "parse + verify", || {
        let request = Unverified::parse("GET", HOST, black_box(target), headers).unwrap();
        request.verify(&verifier, NOW + 1).map(|verified| verified.bucket().len()).unwrap()
    });
    let parsed = Unverified::parse("GET", HOST, target, headers).unwrap();
    case(&mut group, "verify", || {
        black_box(&parsed).verify(&verifier, NOW + 1).map(|verified| verified.bucket().len())
    });
    group.finish();
}

/// The floor is the one of the group `post`.
#[cfg(all(feature = "post", feature = "verify"))]
fn verify_post(criterion: &mut Criterion) {
    use presigner::post::PostPolicy;
    use presigner::verify::{UnverifiedPost, Verifier};

    let mut group = criterion.benchmark_group("verify post");
    let signer = Signer::new(path_style(), credentials());
    let presigner = signer.at(validity()).unwrap();
    let policy = PostPolicy::new(KEY, 1..=20_000_000).and_then(|policy| policy.content_type(CONTENT_TYPE));
    let post = presigner.presign_post(&policy.and_then(|policy| policy.metadata("user", "42")).unwrap()).unwrap();
    let key = signer.verifying_key();
    let verifier = Verifier::new(path_style().endpoint().clone(), |_: &str| Some(&key)).unwrap();
    case(&mut group, "parse + verify", || {
        let fields = black_box(&post).fields();
        let form = UnverifiedPost::parse(HOST, "/customer-attachments", fields, "a").unwrap();
        form.verify(&verifier, NOW + 1).map(|verified| verified.bucket().len()).unwrap()
    });
    group.finish();
}

#[cfg(not(all(feature = "post", feature = "verify")))]
fn verify_post(_: &mut Criterion) {}

#[cfg(not(feature = "verify"))]
fn verify(_: &mut Criterion) {}

criterion_group!(benches, warm, token, first_use, page, disposition, post, verify, verify_post);
criterion_main!(benches);
