//! A line for those who are not believed yet. Everybody may wait in it, and nobody can fill it: who comes when it is full
//! takes the place of who has waited longest.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

pub(crate) struct Line {
    longest: usize,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    arrived: u64,
    by_arrival: BTreeMap<u64, Arc<Notify>>,
}

/// A place in the line. Who drops it has left.
pub(crate) struct Place {
    line: Arc<Line>,
    arrival: u64,
}

impl Line {
    pub(crate) fn new(longest: usize) -> Arc<Self> {
        Arc::new(Self { longest, waiting: Mutex::default() })
    }

    /// A place at the end. `sent_away` is told when the place is lost.
    pub(crate) fn enter(self: &Arc<Self>, sent_away: &Arc<Notify>) -> Place {
        let mut waiting = self.lock();
        if waiting.by_arrival.len() >= self.longest
            && let Some((_, first)) = waiting.by_arrival.pop_first()
        {
            first.notify_one();
        }
        let arrival = waiting.arrived;
        waiting.arrived += 1;
        waiting.by_arrival.insert(arrival, sent_away.clone());
        drop(waiting);
        Place { line: self.clone(), arrival }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.line.lock().by_arrival.remove(&self.arrival);
    }
}
