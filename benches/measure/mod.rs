//! Times that two runs agree on: every case runs a little in each of many rounds, and its fastest round counts. What else the
//! machine does slows some rounds down and never speeds one up, so that minimums agree where means and medians do not.

#![allow(dead_code, reason = "each benchmark is a crate of its own, and takes what it needs")]

use std::fs;
use std::time::{Duration, Instant};

use allocation_counter::{AllocationInfo, measure};

/// What is timed.
pub(crate) type Case<'a> = Box<dyn FnMut() + 'a>;

/// How long a case runs in each round.
const ROUND: Duration = Duration::from_micros(100);
const ROUNDS: usize = 1_000;

/// Whether each case is to run once, to show that it runs: as a test, and unoptimised.
pub(crate) fn is_test() -> bool {
    cfg!(debug_assertions) || std::env::args().any(|argument| argument == "--test")
}

/// The fastest round of each case, in nanoseconds a run.
#[allow(clippy::cast_precision_loss, reason = "what is printed has three digits")]
pub(crate) fn minimums(cases: &mut [Case<'_>]) -> Vec<f64> {
    if is_test() {
        return cases.iter_mut().map(|case| time(case, 1).as_nanos() as f64).collect();
    }
    let counts: Vec<u32> = cases.iter_mut().map(runs_in_a_round).collect();
    let mut fastest = vec![Duration::MAX; cases.len()];
    for _ in 0..ROUNDS {
        for ((case, &count), fastest) in cases.iter_mut().zip(&counts).zip(&mut fastest) {
            *fastest = time(case, count).min(*fastest);
        }
    }
    fastest.iter().zip(counts).map(|(time, count)| time.as_nanos() as f64 / f64::from(count)).collect()
}

fn time(case: &mut Case<'_>, count: u32) -> Duration {
    let started = Instant::now();
    for _ in 0..count {
        case();
    }
    started.elapsed()
}

fn runs_in_a_round(case: &mut Case<'_>) -> u32 {
    let mut count = 1;
    while time(case, count) < ROUND {
        count *= 2;
    }
    count
}

/// What one run allocates, after a first one.
pub(crate) fn allocations(case: &mut Case<'_>) -> AllocationInfo {
    case();
    measure(case)
}

/// What figures are said to be of.
pub(crate) fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |name: &str| {
        let line = info.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let has_sha = of("flags").is_some_and(|flags| flags.split(' ').any(|flag| flag == "sha_ni"));
    let name = of("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let model = of("model\t").map(|model| format!(", model {model}")).unwrap_or_default();
    format!("{name}{model}{}", if has_sha { ", with SHA instructions" } else { "" })
}
