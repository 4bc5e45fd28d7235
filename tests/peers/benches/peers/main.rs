//! Presigner beside the other crates that presign for S3, all with the same request: one table, in Markdown. A second one has other
//! requests, by those that can make them.
//!
//! ```text
//! cargo bench --manifest-path tests/peers/Cargo.toml
//! ```
//!
//! Ratios only, of the fastest of interleaved batches: times of one machine say little on another. The floor is that of the
//! crate's own benchmark: the SHA-256 of the canonical request and HMAC-SHA256 of the string to sign with a ready key, or the
//! ECDSA signature of a ready digest. Every URL is checked before it is timed, and what no server would accept is not timed.
//! The allocator counts throughout, which costs nobody anything that shows.

mod contestants;
mod item;
mod measure;
mod requests;

use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use presigner::Signer;
use sha2::{Digest, Sha256};

use crate::contestants::{Contestant, contestants};
use crate::measure::Case;
use crate::requests::Group;

fn main() {
    let keys = item::keys();
    assert_eq!((keys[0].len(), item::DISPOSITION.len()), (85, 106));

    // For the SDK, which asks for a runtime's clock, but never waits for it.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _entered = runtime.enter();

    let signer = Signer::new(item::bucket(), item::credentials());
    let presigner = signer.at(item::validity()).unwrap();
    let explanation = item::request(&presigner, &keys[0]).explain();
    let canonical_request = explanation.canonical_request();
    let string_to_sign = explanation.string_to_sign();
    assert_eq!(canonical_request.len(), 603);
    let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    let floor: Case<'_> = Box::new(|_| {
        let hash = Sha256::digest(black_box(canonical_request));
        black_box((hash, keyed.clone().chain_update(black_box(string_to_sign)).finalize().into_bytes()));
    });

    let mut contestants = contestants();
    let verdicts: Vec<_> = contestants.iter_mut().map(|contestant| check(contestant, &keys)).collect();
    assert_eq!(verdicts[0], Ok(()), "what the others are compared with");

    let mut cases = vec![floor];
    let mut allocations = Vec::new();
    for (contestant, verdict) in contestants.iter_mut().zip(&verdicts) {
        if verdict.is_ok() {
            let mut url = String::with_capacity(4096);
            let keys = &keys;
            let mut case: Case<'_> = Box::new(move |call| {
                (contestant.presign)(&keys[call % keys.len()], &mut url);
                black_box(&url);
            });
            allocations.push(measure::allocations(&mut case, keys.len()));
            cases.push(case);
        }
    }
    let times = measure::minimums(&mut cases);
    drop(cases);
    let (floor, first) = (times[0], times[1]);

    println!("| | × floor | × `presign_into` | allocations | bytes | |");
    println!("|---|--:|--:|--:|--:|---|");
    let mut measured = times[1..].iter().zip(allocations);
    for (Contestant { package, call, note, .. }, verdict) in contestants.iter().zip(verdicts) {
        let version = version(package);
        match verdict {
            Ok(()) => {
                let (time, (count, bytes)) = measured.next().expect("each that is right is measured");
                let (to_floor, to_first) = (time / floor, time / first);
                println!(
                    "| {package} {version}, {call} | {to_floor:.2} | {to_first:.2} | {count} | {bytes} | {note} |"
                );
            }
            Err(reason) => println!("| {package} {version}, {call} | | | | | **wrong**: {reason}; {note} |"),
        }
    }
    other_requests();
    let ratio = measure::two_threads(&keys);
    println!(
        "\nTwo threads on one `Signer`, `at` and `presign_into` for each URL: {ratio:.2} times one thread's time."
    );
    println!("Made by `cargo bench --manifest-path tests/peers/Cargo.toml`.");
}

/// Each beside the crate's own.
fn other_requests() {
    println!("\n| | × floor | × `presigner` | allocations | bytes | |");
    println!("|---|--:|--:|--:|--:|---|");
    for Group { request, mut floor, mut rows } in requests::groups() {
        let mut cases: Vec<Case<'_>> = vec![Box::new(|_| floor())];
        cases.extend(rows.iter_mut().map(|(.., run)| -> Case<'_> { Box::new(|_| run()) }));
        let allocations: Vec<_> = cases[1..].iter_mut().map(|case| measure::allocations(case, 16)).collect();
        let times = measure::minimums(&mut cases);
        drop(cases);
        println!("| **{request}** | | | | | |");
        for (((package, call, note, _), time), (count, bytes)) in rows.iter().zip(&times[1..]).zip(allocations) {
            let [to_floor, to_first] = [time / times[0], time / times[1]].map(digits);
            println!(
                "| {package} {}, {call} | {to_floor} | {to_first} | {count} | {bytes} | {note} |",
                version(package)
            );
        }
    }
}

/// Two decimals, or four where two would say nothing.
fn digits(ratio: f64) -> String {
    if ratio < 0.1 { format!("{ratio:.4}") } else { format!("{ratio:.2}") }
}

/// What a server says of its URL for each key.
fn check(contestant: &mut Contestant, keys: &[String]) -> Result<(), String> {
    let mut url = String::new();
    keys.iter().try_for_each(|key| {
        (contestant.presign)(key, &mut url);
        item::check(&url, key, contestant.overrides, contestant.added)
    })
}

/// As in the lock file.
fn version(package: &str) -> &'static str {
    let (_, after) =
        include_str!("../../Cargo.lock").split_once(&format!("name = \"{package}\"\nversion = \"")).unwrap();
    after.split('"').next().unwrap()
}
