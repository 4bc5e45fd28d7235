//! Processor time of a thread, in short batches that take turns.

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use allocation_counter::measure;
use cpu_time::ThreadTime;
use presigner::Signer;

use crate::item::{bucket, credentials, request, validity};

const ROUNDS: usize = 101;
/// Long against what it costs to read the clock, short against what else happens on the machine.
const BATCH: Duration = Duration::from_millis(1);

/// What is measured: the argument counts up, for keys that take turns.
pub type Case<'a> = Box<dyn FnMut(usize) + 'a>;

fn time(case: &mut Case<'_>, calls: usize) -> Duration {
    let start = ThreadTime::now();
    for call in 0..calls {
        case(black_box(call));
    }
    start.elapsed()
}

/// The fastest batch of each case, for a call: what else the machine does slows some batches down and speeds none up.
pub fn minimums(cases: &mut [Case<'_>]) -> Vec<f64> {
    let calls: Vec<usize> = cases.iter_mut().map(calls_in_a_batch).collect();
    let mut fastest = vec![Duration::MAX; cases.len()];
    for _ in 0..ROUNDS {
        for ((case, &calls), fastest) in cases.iter_mut().zip(&calls).zip(&mut fastest) {
            *fastest = time(case, calls).min(*fastest);
        }
    }
    fastest.into_iter().zip(calls).map(|(time, calls)| per_call(time, calls)).collect()
}

fn calls_in_a_batch(case: &mut Case<'_>) -> usize {
    let mut calls = 16;
    while time(case, calls) < BATCH {
        calls *= 2;
    }
    calls
}

#[expect(clippy::cast_precision_loss, reason = "a batch is short")]
fn per_call(time: Duration, calls: usize) -> f64 {
    time.as_nanos() as f64 / calls as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Allocations and bytes of a call, on average over `calls`.
pub fn allocations(case: &mut Case<'_>, calls: usize) -> (u64, u64) {
    let allocated = measure(|| (0..calls).for_each(&mut *case));
    let calls = calls as u64;
    (allocated.count_total.div_ceil(calls), allocated.bytes_total.div_ceil(calls))
}

/// What a URL costs where two threads share a signer, against where one has it.
pub fn two_threads(keys: &[String]) -> f64 {
    const CALLS: usize = 4096;
    let signer = Signer::new(bucket(), credentials());
    let run = || {
        let mut url = String::with_capacity(4096);
        let mut case: Case<'_> = Box::new(|call| {
            url.clear();
            let presigner = signer.at(validity()).unwrap();
            request(&presigner, &keys[call % keys.len()]).presign_into(&mut url);
            black_box(&url);
        });
        per_call(time(&mut case, CALLS), CALLS)
    };
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        // In a thread of its own as well, so that the number of threads is all that differs.
        one.push(thread::scope(|scope| scope.spawn(run).join().unwrap()));
        let both = thread::scope(|scope| [scope.spawn(run), scope.spawn(run)].map(|thread| thread.join().unwrap()));
        two.push((both[0] + both[1]) / 2.0);
    }
    median(two) / median(one)
}
