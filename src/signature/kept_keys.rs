//! The signing keys of two days, kept without a lock.
//!
//! This file depends on nothing but atomics, so that `tests/apart/kept_keys.rs` can compile it with those of a model checker.

use core::{array, fmt};

#[cfg(feature = "zeroize")]
use zeroize::Zeroize;

use super::atomics::{AtomicU32, AtomicU64, Ordering};

/// Signing keys of two states of so many words each, readable and writable from any number of threads.
///
/// Two keys, by the parity of the day: around midnight URLs of both days are made. A key that can't be read is derived, and
/// written for the next who asks.
pub(crate) struct KeptKeys<const STATE: usize>([Slot<STATE>; 2]);

/// A key in pieces of 32 bits, each in one atomic with the ticket of the write that has put it there.
///
/// No two writes have the same ticket, so pieces that bear the same one are the pieces of one key, whatever order they were
/// stored or loaded in: nothing here needs an ordering. Nobody waits for a writer either. One that never returns, as a
/// thread that was killed or that a `fork` left behind, leaves pieces of two tickets behind; whoever reads those derives and
/// writes with a ticket of its own. Where the lost writer wakes up after all, its pieces still bear the old ticket.
struct Slot<const STATE: usize> {
    /// The last ticket that was drawn. The first write has 1, so that nothing is believed of an empty slot.
    ticket: AtomicU32,
    /// 0 while empty: days count from 1.
    day: AtomicU64,
    inner: [AtomicU64; STATE],
    outer: [AtomicU64; STATE],
}

impl<const STATE: usize> KeptKeys<STATE> {
    pub(crate) fn new() -> Self {
        Self([Slot::new(), Slot::new()])
    }

    /// The states of the key of a day, inner and outer, derived by `derive` unless they are kept.
    #[inline]
    pub(crate) fn get_or_derive(
        &self,
        day: u32,
        derive: impl FnOnce() -> ([u32; STATE], [u32; STATE]),
    ) -> ([u32; STATE], [u32; STATE]) {
        let [even, odd] = &self.0;
        let slot = if day.is_multiple_of(2) { even } else { odd };
        if let Some(key) = slot.read(day) { key } else { slot.derive(day, derive) }
    }
}

impl<const STATE: usize> Slot<STATE> {
    fn new() -> Self {
        let empty = || array::from_fn(|_| AtomicU64::new(0));
        Self { ticket: AtomicU32::new(0), day: AtomicU64::new(0), inner: empty(), outer: empty() }
    }

    #[inline]
    fn read(&self, day: u32) -> Option<([u32; STATE], [u32; STATE])> {
        let first = self.day.load(Ordering::Relaxed);
        // Where tickets differ, a bit of its upper half is set.
        let mut differences = 0;
        let (mut inner, mut outer) = ([0; STATE], [0; STATE]);
        for (state, pieces) in [(&mut inner, &self.inner), (&mut outer, &self.outer)] {
            for (place, piece) in state.iter_mut().zip(pieces) {
                let piece = piece.load(Ordering::Relaxed);
                differences |= piece ^ first;
                *place = value_of(piece);
            }
        }
        (ticket_of(differences) == 0 && value_of(first) == day).then_some((inner, outer))
    }

    #[cold]
    fn derive(&self, day: u32, derive: impl FnOnce() -> ([u32; STATE], [u32; STATE])) -> ([u32; STATE], [u32; STATE]) {
        let key = derive();
        // Another thread may have been faster; two writes at once would only spoil each other.
        if self.read(day).is_none() {
            self.write(day, &key);
        }
        key
    }

    fn write(&self, day: u32, key: &([u32; STATE], [u32; STATE])) {
        if let Some(ticket) = self.draw_ticket() {
            for (piece, value) in self.pieces(day, key) {
                piece.store(u64::from(ticket) << 32 | u64::from(value), Ordering::Relaxed);
            }
        }
    }

    /// A ticket that nobody else has; `None` once there is none left. Then what is kept stays.
    fn draw_ticket(&self) -> Option<u32> {
        let mut last = self.ticket.load(Ordering::Relaxed);
        loop {
            let ticket = last.checked_add(1)?;
            match self.ticket.compare_exchange(last, ticket, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Some(ticket),
                Err(other) => last = other,
            }
        }
    }

    /// Each place of the slot, with the value for it.
    fn pieces<'a>(
        &'a self,
        day: u32,
        (inner, outer): &'a ([u32; STATE], [u32; STATE]),
    ) -> impl Iterator<Item = (&'a AtomicU64, u32)> {
        let key = self.inner.iter().zip(inner).chain(self.outer.iter().zip(outer));
        [(&self.day, day)].into_iter().chain(key.map(|(piece, value)| (piece, *value)))
    }

    /// Overwrites the key, and is empty again.
    #[cfg(feature = "zeroize")]
    fn wipe(&mut self) {
        for piece in self.inner.iter_mut().chain(&mut self.outer).chain([&mut self.day]) {
            piece.get_mut().zeroize();
        }
    }
}

fn ticket_of(piece: u64) -> u64 {
    piece >> 32
}

#[allow(clippy::cast_possible_truncation, reason = "the lower half")]
fn value_of(piece: u64) -> u32 {
    piece as u32
}

#[cfg(feature = "zeroize")]
impl<const STATE: usize> Drop for Slot<STATE> {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl<const STATE: usize> fmt::Debug for KeptKeys<STATE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptKeys").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::AtomicBool;

    use super::*;

    extern crate std;

    const PIECES: usize = 17;
    type Key = ([u32; 8], [u32; 8]);

    /// Keys of which no two share a word.
    fn key(day: u32) -> Key {
        let word = |start: usize| array::from_fn(|place| day << 8 | u32::try_from(start + place).unwrap());
        (word(0), word(8))
    }

    /// The key of the day, which must be right, and whether it was derived.
    fn get(kept: &KeptKeys<8>, day: u32) -> bool {
        let mut derived = false;
        let found = kept.get_or_derive(day, || {
            derived = true;
            key(day)
        });
        assert_eq!(found, key(day));
        derived
    }

    /// Readers and writers of four days fight for two slots; every key that comes out is the right one.
    #[test]
    fn threads_across_days_never_see_a_wrong_key() {
        const DAYS: u32 = 4;
        let kept = KeptKeys::new();
        let hit = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (kept, hit) = (&kept, &hit);
                scope.spawn(move || {
                    for round in 0..50_000 {
                        if !get(kept, 1 + (round / 3 + thread * round) % DAYS) {
                            hit.store(true, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert!(hit.into_inner(), "a kept key was used at least once");
    }

    #[test]
    fn a_day_replaces_only_the_day_of_its_parity() {
        let kept = KeptKeys::new();
        assert!(get(&kept, 10) && get(&kept, 11));
        assert!(!get(&kept, 10) && !get(&kept, 11));
        assert!(get(&kept, 12), "the day after tomorrow takes the slot of today");
        assert!(!get(&kept, 11) && get(&kept, 10));
    }

    /// A writer stops after any number of pieces, for ever or until others have written: the key is derived once more, is
    /// kept again, and is never a mixture.
    #[test]
    fn a_writer_that_does_not_return_stops_nobody() {
        for lost_day in [10, 12] {
            for stored in 0..=PIECES {
                for kept_before in [false, true] {
                    let kept = KeptKeys::new();
                    let [slot, _] = &kept.0;
                    if kept_before {
                        get(&kept, 10);
                    }
                    let ticket = u64::from(slot.draw_ticket().unwrap());
                    let key = key(lost_day);
                    let mut pieces = slot.pieces(lost_day, &key);
                    let mut store = |(piece, value): (&AtomicU64, u32)| {
                        piece.store(ticket << 32 | u64::from(value), Ordering::Relaxed);
                    };
                    pieces.by_ref().take(stored).for_each(&mut store);
                    get(&kept, 10);
                    assert!(!get(&kept, 10), "kept again after {stored} pieces");
                    // It wakes up.
                    for piece in pieces {
                        store(piece);
                        get(&kept, 10);
                        assert!(!get(&kept, 10));
                    }
                }
            }
        }
    }

    #[test]
    fn without_tickets_what_is_kept_stays() {
        let kept = KeptKeys::new();
        kept.0[0].ticket.store(u32::MAX - 1, Ordering::Relaxed);
        assert!(get(&kept, 10) && !get(&kept, 10));
        assert!(get(&kept, 12) && get(&kept, 12) && !get(&kept, 10));
    }

    #[cfg(feature = "zeroize")]
    #[test]
    fn wiping_leaves_nothing() {
        let mut slot = Slot::new();
        slot.write(10, &key(10));
        assert!(slot.read(10).is_some());
        slot.wipe();
        assert!(slot.read(10).is_none());
        assert!(slot.inner.iter().chain(&slot.outer).all(|piece| piece.load(Ordering::Relaxed) == 0));
    }
}
