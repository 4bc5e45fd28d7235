//! No interleaving of threads, and no order in which the memory of a processor may let them see each other's stores, makes a
//! wrong key of the kept ones. `loom` tries them all, on the very file of the crate.
//!
//! Keys are of two words here in place of sixteen: each word more multiplies the states, and they are all alike.

#[path = "../../src/signature/kept_keys.rs"]
mod kept_keys;

/// loom's, of which a thread can be made to store only so many: one that was killed on the way.
mod atomics {
    use std::cell::Cell;

    pub(crate) use loom::sync::atomic::{AtomicU32, Ordering};

    loom::thread_local! {
        static STORES_LEFT: Cell<usize> = Cell::new(usize::MAX);
    }

    pub(crate) fn stop_after(stores: usize) {
        STORES_LEFT.with(|left| left.set(stores));
    }

    pub(crate) struct AtomicU64(loom::sync::atomic::AtomicU64);

    impl AtomicU64 {
        pub(crate) fn new(value: u64) -> Self {
            Self(loom::sync::atomic::AtomicU64::new(value))
        }

        pub(crate) fn load(&self, ordering: Ordering) -> u64 {
            self.0.load(ordering)
        }

        pub(crate) fn store(&self, value: u64, ordering: Ordering) {
            let is_alive = STORES_LEFT.with(|left| {
                let before = left.get();
                left.set(before.saturating_sub(1));
                before > 0
            });
            if is_alive {
                self.0.store(value, ordering);
            }
        }
    }
}

use loom::sync::Arc;
use loom::thread;

type KeptKeys = kept_keys::KeptKeys<1>;

/// Keys of which no two share a word.
fn key(day: u32) -> ([u32; 1], [u32; 1]) {
    ([day << 8], [day << 8 | 1])
}

/// Asks for a day's key, which must be right, and says whether it was derived.
fn get(kept: &KeptKeys, day: u32) -> bool {
    let mut derived = false;
    let found = kept.get_or_derive(day, || {
        derived = true;
        key(day)
    });
    assert_eq!(found, key(day), "the key of day {day}");
    derived
}

fn model(name: &str, run: impl Fn() + Sync + Send + 'static) {
    let executions = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = executions.clone();
    loom::model(move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        run();
    });
    println!("{name}: {} executions", executions.load(std::sync::atomic::Ordering::Relaxed));
}

/// Runs threads that ask for these days at once, and then asks in their stead.
fn ask_at_once(days: &[&'static [u32]]) {
    let kept = Arc::new(KeptKeys::new());
    let ask = |days: &'static [u32]| {
        let kept = kept.clone();
        thread::spawn(move || {
            for day in days {
                get(&kept, *day);
            }
        })
    };
    let threads: Vec<_> = days.iter().map(|days| ask(days)).collect();
    for thread in threads {
        thread.join().unwrap();
    }
    get(&kept, 2);
    assert!(!get(&kept, 2), "what nobody else writes is kept");
}

fn main() {
    model("two days of one slot", || ask_at_once(&[&[2], &[4]]));
    model("one day, twice at once", || ask_at_once(&[&[2], &[2]]));
    model("the other day has the other slot", || ask_at_once(&[&[2], &[3]]));
    // The slot has been written before, so that there is something to mix with.
    model("a reader beside a writer", || {
        let kept = Arc::new(KeptKeys::new());
        get(&kept, 4);
        let other = kept.clone();
        let writer = thread::spawn(move || get(&other, 2));
        get(&kept, 4);
        get(&kept, 2);
        writer.join().unwrap();
    });
    for stores in 0..=2 {
        model(&format!("a writer lost after {stores} stores"), move || {
            let kept = Arc::new(KeptKeys::new());
            let other = kept.clone();
            let lost = thread::spawn(move || {
                atomics::stop_after(stores);
                get(&other, 4);
            });
            get(&kept, 2);
            lost.join().unwrap();
            get(&kept, 2);
            assert!(!get(&kept, 2), "it does not make everybody derive for ever");
        });
    }
    println!("kept keys: all models passed");
}
