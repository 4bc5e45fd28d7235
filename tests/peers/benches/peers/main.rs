//! Presigner beside the other crates that presign for S3, all with the same request: one table, in Markdown.
//!
//! ```text
//! cargo bench --manifest-path tests/peers/Cargo.toml
//! ```
//!
//! Ratios only: times of one machine say little on another. The floor is that of the crate's own benchmark: the
//! SHA-256 of the canonical request and HMAC-SHA256 of the string to sign with a ready key. Every URL is checked
//! before it is timed, and what no server would accept is not timed. The allocator counts throughout, which costs nobody
//! anything that shows.

mod contestants;
mod item;
mod measure;

use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use presigner::Signer;
use sha2::{Digest, Sha256};

use crate::contestants::{Contestant, contestants};
use crate::measure::Case;

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
    let medians = measure::medians(&mut cases);
    drop(cases);
    let (floor, first) = (medians[0], medians[1]);

    println!("| | × floor | × `presign_into` | allocations | bytes | |");
    println!("|---|--:|--:|--:|--:|---|");
    let mut measured = medians[1..].iter().zip(allocations);
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
    let ratio = measure::two_threads(&keys);
    println!(
        "\nTwo threads on one `Signer`, `at` and `presign_into` for each URL: {ratio:.2} times one thread's time."
    );
    println!("Made by `cargo bench --manifest-path tests/peers/Cargo.toml`.");
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
