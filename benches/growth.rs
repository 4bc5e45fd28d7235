//! How time grows with size: one table, in Markdown. Each row is a size, each column what has it, in nanoseconds a link; those of
//! parameters and headers count for each of them, without the link that they belong to, and threads without their start.
//!
//! ```text
//! cargo bench --all-features --bench growth
//! ```
//!
//! A key, a name or a token costs by its length, so its column grows no faster than the size. The other columns stay level, except
//! for the logarithm of parameters and headers. A column that doubles with the size is quadratic.

mod measure;

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use measure::Case;
use presigner::{Credentials, Endpoint, Presigner, Signer, Validity};

const SIZES: [usize; 5] = [25, 50, 100, 200, 400];
/// Limits that end a column: bytes of a name are cut at 230 and beyond, a key has at most 1,024.
const COLUMNS: [(&str, Without); 9] = [
    ("key, bytes", Without::Nothing),
    ("name, bytes", Without::Nothing),
    ("token, bytes", Without::Nothing),
    ("parameters in order", Without::Link),
    ("… the last first", Without::Link),
    ("… in no order", Without::Link),
    ("headers in no order", Without::Link),
    ("page, links", Without::Nothing),
    ("two threads, a page each", Without::Threads),
];

/// What a column leaves out.
enum Without {
    Nothing,
    Link,
    Threads,
}

fn signer(token: Option<&str>) -> Signer {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
    let credentials = match token {
        Some(token) => credentials.with_session_token(token).unwrap(),
        None => credentials,
    };
    Signer::new(
        Endpoint::custom("https://s3.example.com", "us-east-1").unwrap().bucket("attachments").unwrap(),
        credentials,
    )
}

fn validity() -> Validity {
    Validity::new(1_731_000_000, Duration::from_secs(3_600)).unwrap()
}

/// As many names as numbers, in an order without any.
fn shuffled(count: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..count).collect();
    let mut state = 1_u32;
    for place in (1..count).rev() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        numbers.swap(place, state as usize % (place + 1));
    }
    numbers
}

fn with_parameters(presigner: &Presigner<'_>, names: &[String], url: &mut String) {
    let mut request = presigner.get("key").unwrap();
    for name in names {
        request = request.query(name, "value").unwrap();
    }
    url.clear();
    request.presign_into(url);
}

fn with_headers(presigner: &Presigner<'_>, names: &[String], url: &mut String) {
    let mut request = presigner.put("key").unwrap();
    for name in names {
        request = request.metadata(name, "value").unwrap();
    }
    url.clear();
    request.presign_into(url);
}

/// A page of so many links.
fn page(signer: &Signer, keys: &[String], url: &mut String) {
    let presigner = signer.at(validity()).unwrap();
    for key in keys {
        url.clear();
        presigner.get(key).unwrap().presign_into(url);
        black_box(&url);
    }
}

fn two_threads(run: impl Fn() + Sync) {
    thread::scope(|scope| {
        scope.spawn(&run);
        scope.spawn(&run);
    });
}

/// What is timed for a size, and how many links or parts it makes.
fn cases(size: usize) -> Vec<(Case<'static>, usize)> {
    let names = |numbers: &[usize]| numbers.iter().map(|number| format!("name-{number:04}")).collect::<Vec<_>>();
    let in_order: Vec<usize> = (0..size).collect();
    let falling: Vec<usize> = (0..size).rev().collect();
    let keys = names(&in_order);
    let buffer = || String::with_capacity(64 * 1_024);
    let linked = |signer: Signer, key: String, name: Option<String>| -> Case<'static> {
        let mut url = buffer();
        Box::new(move || {
            let presigner = signer.at(validity()).unwrap();
            let request = presigner.get(black_box(&key)).unwrap();
            url.clear();
            match &name {
                Some(name) => request.attachment(Some(black_box(name.as_str()))).presign_into(&mut url),
                None => request.presign_into(&mut url),
            }
            black_box(&url);
        })
    };
    let parameters = |names: Vec<String>| -> Case<'static> {
        let (signer, mut url) = (signer(None), buffer());
        Box::new(move || with_parameters(&signer.at(validity()).unwrap(), black_box(&names), &mut url))
    };
    let headers = names(&shuffled(size));
    let (of_headers, mut of_headers_url) = (signer(None), buffer());
    let (of_page, mut of_page_url, of_page_keys) = (signer(None), buffer(), keys.clone());
    let of_threads = signer(None);
    vec![
        (linked(signer(None), "k".repeat(size), None), 1),
        (linked(signer(None), "key".into(), Some("n".repeat(size))), 1),
        (linked(signer(Some(&"t".repeat(size))), "key".into(), None), 1),
        (parameters(names(&in_order)), size),
        (parameters(names(&falling)), size),
        (parameters(names(&shuffled(size))), size),
        (
            Box::new(move || {
                with_headers(&of_headers.at(validity()).unwrap(), black_box(&headers), &mut of_headers_url);
            }),
            size,
        ),
        (Box::new(move || page(&of_page, &of_page_keys, &mut of_page_url)), size),
        (
            Box::new(move || {
                two_threads(|| page(&of_threads, &keys, &mut buffer()));
            }),
            2 * size,
        ),
    ]
}

#[allow(clippy::cast_precision_loss, reason = "what is printed has three digits")]
fn main() {
    let (signer, mut url) = (signer(None), String::with_capacity(1_024));
    let bare_link = || {
        url.clear();
        signer.at(validity()).unwrap().get("key").unwrap().presign_into(&mut url);
    };
    let [link, threads] = measure::minimums(&mut [Box::new(bare_link), Box::new(|| two_threads(|| ()))])[..] else {
        unreachable!("two cases have two times");
    };
    println!("{}; the fastest of interleaved rounds, in nanoseconds", measure::processor());
    println!("\n| size | {} |", COLUMNS.map(|(name, _)| name).join(" | "));
    println!("|--:{}|", "|--:".repeat(COLUMNS.len()));
    for size in if measure::is_test() { &SIZES[..1] } else { &SIZES } {
        let (mut cases, counts): (Vec<_>, Vec<_>) = cases(*size).into_iter().unzip();
        let times = measure::minimums(&mut cases);
        let columns = times.iter().zip(counts).zip(&COLUMNS).map(|((time, count), (_, without))| {
            let without = match without {
                Without::Nothing => 0.0,
                Without::Link => link,
                Without::Threads => threads,
            };
            format!("{:.0}", (time - without) / count as f64)
        });
        println!("| {size} | {} |", columns.collect::<Vec<_>>().join(" | "));
    }
}
