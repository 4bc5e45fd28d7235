//! What a stranger's text costs, against its length: time and memory of everything that reads what others wrote, fed with what
//! is made to cost it the most. `tests/bounded_memory.rs` fails where the memory is over its bound.
//!
//! A column of nanoseconds a byte that grows with the length, by more than a sort's logarithm, is a finding.

#[path = "../tests/hostile/mod.rs"]
mod hostile;

use std::time::{Duration, Instant};

use allocation_counter::measure;

/// Of each length the fastest run counts, of as many as fit into this time.
const TIME: Duration = Duration::from_millis(200);

fn main() {
    // As a test, and unoptimised, each is run once and not so long.
    let is_test = cfg!(debug_assertions) || std::env::args().any(|argument| argument == "--test");
    let (sizes, time): (&[usize], _) =
        if is_test { (&[1_000], Duration::ZERO) } else { (&[1_000, 100_000, 10_000_000], TIME) };
    println!("{:<36} {:>10} {:>13} {:>8} {:>11} {:>6}", "", "bytes", "time", "ns/byte", "peak", "ratio");
    for kind in hostile::KINDS {
        let mut previous = 0;
        for &size in sizes {
            let input = (kind.make)(size);
            // Where there is a fixed limit, no longer input is made.
            if input.length == previous {
                break;
            }
            previous = input.length;
            let peak = measure(|| (input.read)()).bytes_max;
            let (started, mut fastest) = (Instant::now(), Duration::MAX);
            while fastest == Duration::MAX || started.elapsed() < time {
                let run = Instant::now();
                (input.read)();
                fastest = fastest.min(run.elapsed());
            }
            #[allow(clippy::cast_precision_loss, reason = "what is printed has three digits")]
            let of_length = |amount: u128| amount as f64 / input.length as f64;
            println!(
                "{:<36} {:>10} {:>13} {:>8.2} {peak:>11} {:>6.2}",
                kind.name,
                input.length,
                format!("{fastest:.1?}"),
                of_length(fastest.as_nanos()),
                of_length(peak.into()),
            );
        }
    }
}
