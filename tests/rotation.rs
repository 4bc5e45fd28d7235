//! One caller at a time renews, whatever the threads, clocks and fetches do.

mod common;

use core::time::Duration;

use presigner::UnixTime;
use presigner::rotation::RefreshGate;

use common::NOW;

fn ends(seconds: i64) -> impl Fn() -> Option<UnixTime> {
    move || Some(UnixTime::new(seconds))
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn gate() -> RefreshGate {
    RefreshGate::new().with_margin(seconds(60)).with_retry_after(seconds(5)).with_lost_after(seconds(30))
}

#[test]
fn nobody_refreshes_before_the_margin() {
    let gate = gate();
    assert!(gate.claim(NOW - 61, ends(NOW)).is_none());
    assert!(gate.claim(NOW - 60, ends(NOW)).is_some());
    assert!(gate.claim(NOW + 1_000_000, || None).is_none(), "without an end there is nothing to renew");
    assert_eq!(gate.refresh_at(ends(NOW)()), Some(UnixTime::new(NOW - 60)));
    let wide = RefreshGate::new().with_margin(Duration::MAX);
    assert!(wide.claim(i64::MIN, ends(NOW)).is_some(), "a margin over everything is always due");
}

#[test]
fn a_failed_refresh_is_tried_again_after_a_pause() {
    let gate = gate();
    drop(gate.claim(NOW, ends(NOW)).unwrap());
    assert!(gate.claim(NOW + 4, ends(NOW)).is_none());
    // Also where the first one took longer than that.
    let slow = gate.claim(NOW + 5, ends(NOW)).unwrap();
    assert!(gate.claim(NOW + 25, ends(NOW)).is_none());
    drop(slow);
    assert!(gate.claim(NOW + 25, ends(NOW)).is_some());
}

#[test]
fn a_lost_refresher_blocks_nobody_for_ever() {
    let gate = gate();
    core::mem::forget(gate.claim(NOW, ends(NOW)).unwrap());
    assert!(gate.claim(NOW + 29, ends(NOW)).is_none());
    let second = gate.claim(NOW + 30, ends(NOW)).unwrap();
    assert!(second.is_current());
    assert!(gate.claim(NOW + 59, ends(NOW)).is_none());
}

#[test]
fn a_late_refresher_opens_nothing() {
    let gate = gate();
    let late = gate.claim(NOW, ends(NOW)).unwrap();
    let current = gate.claim(NOW + 30, ends(NOW)).unwrap();
    assert!(!late.is_current() && current.is_current());
    drop(late);
    assert!(current.is_current());
    assert!(gate.claim(NOW + 40, ends(NOW)).is_none(), "the second one is still at it");
}

/// Threads read their clocks one after another, and a system's clock may be set.
#[test]
fn clocks_differ_and_are_set_back() {
    let gate = gate();
    core::mem::forget(gate.claim(NOW, ends(NOW)).unwrap());
    assert!(gate.claim(NOW - 1, ends(NOW)).is_none(), "a second behind");
    assert!(gate.claim(NOW - 30, ends(NOW)).is_none());
    assert!(gate.claim(NOW - 31, ends(NOW)).is_some(), "a clock that was set back does not have to come here again");

    // Where the lower half of the seconds wraps (1901, 1970, 2038, 2106), and where it is what stands for open.
    for now in [-(1 << 31), -30, 0, 1 << 31, (1 << 32) - 30, 1 << 32].into_iter().flat_map(|now| now - 1..=now + 1) {
        let gate = self::gate();
        core::mem::forget(gate.claim(now, ends(now)).unwrap());
        for later in 0..30 {
            assert!(gate.claim(now + later, ends(now)).is_none(), "{later} seconds after {now}");
        }
        // A second later, where the number for open was in the way.
        assert!(gate.claim(now + 31, ends(now)).is_some(), "{now}");
    }
}

/// A caller that looked before another one swapped, and claims after it.
#[test]
fn what_was_just_renewed_is_not_renewed_again() {
    let gate = gate();
    let looks = core::cell::Cell::new(0);
    let swapped_meanwhile = || {
        looks.set(looks.get() + 1);
        Some(UnixTime::new(if looks.get() == 1 { NOW } else { NOW + 3600 }))
    };
    assert!(gate.claim(NOW, swapped_meanwhile).is_none());
    assert_eq!(looks.get(), 2);
    assert!(gate.claim(NOW + 5, ends(NOW)).is_some(), "and the gate is open again");
}

#[test]
fn settings_have_bounds() {
    let gate = RefreshGate::new().with_retry_after(Duration::MAX).with_lost_after(Duration::ZERO);
    drop(gate.claim(NOW, ends(NOW)).unwrap());
    assert!(gate.claim(NOW + 86_399, ends(NOW)).is_none());
    let claim = gate.claim(NOW + 86_400, ends(NOW)).unwrap();
    assert!(gate.claim(NOW + 86_400, ends(NOW)).is_none(), "a claim holds for a second");
    drop(claim);
}

#[cfg(feature = "std")]
mod signer {
    use std::collections::BTreeSet;
    use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering::SeqCst};
    use std::thread;

    use presigner::rotation::RotatingSigner;
    use presigner::{Credentials, Endpoint, Error, Signer, Validity};

    use super::*;

    fn credentials(number: u32, expires_at: i64) -> Credentials {
        Credentials::new(&format!("ASIA{number}"), "wJalr").unwrap().with_expiry(expires_at).unwrap()
    }

    fn links(expires_at: i64) -> RotatingSigner {
        let bucket = Endpoint::gcs().bucket("bucket").unwrap();
        RotatingSigner::new(Signer::new(bucket, credentials(0, expires_at))).with_gate(gate())
    }

    fn access_key_id(links: &RotatingSigner) -> String {
        links.signer().access_key_id().to_owned()
    }

    #[test]
    fn the_old_credentials_sign_until_the_new_ones_are_there() {
        let links = links(NOW + 60);
        let refresh = links.claim_refresh(NOW).unwrap();
        let minute = Validity::new(NOW, seconds(60)).unwrap();
        assert!(links.signer().at(minute).unwrap().get("a").unwrap().presign().url().contains("ASIA0"));
        refresh.complete(credentials(1, NOW + 3600));
        assert!(links.signer().at(minute).unwrap().get("a").unwrap().presign().url().contains("ASIA1"));
        assert!(links.claim_refresh(NOW + 5).is_none());
        assert_eq!(links.refresh_at(), Some(UnixTime::new(NOW + 3540)));
    }

    #[test]
    fn a_provider_that_repeats_itself_is_not_asked_each_time() {
        let links = links(NOW);
        links.claim_refresh(NOW).unwrap().complete(credentials(0, NOW));
        assert!(links.claim_refresh(NOW + 4).is_none());
        assert!(links.claim_refresh(NOW + 5).is_some());
    }

    #[test]
    fn without_new_ones_the_end_is_the_end() {
        let links = links(NOW);
        drop(links.claim_refresh(NOW));
        let later = Validity::new(NOW, seconds(60)).unwrap();
        assert_eq!(links.signer().at(later).unwrap_err(), Error::CredentialsExpired);
    }

    #[test]
    fn who_comes_late_replaces_only_what_ends_earlier() {
        let links = links(NOW);
        let late = links.claim_refresh(NOW).unwrap();
        links.claim_refresh(NOW + 30).unwrap().complete(credentials(2, NOW + 3600));
        late.complete(credentials(1, NOW + 1800));
        assert_eq!(access_key_id(&links), "ASIA2");

        let links = self::links(NOW);
        let late = links.claim_refresh(NOW).unwrap();
        let current = links.claim_refresh(NOW + 30).unwrap();
        late.complete(credentials(1, NOW + 1800));
        assert_eq!(access_key_id(&links), "ASIA1");
        current.complete(credentials(2, NOW + 900));
        assert_eq!(access_key_id(&links), "ASIA2", "whose turn it is decides");
    }

    #[test]
    fn an_operator_needs_no_claim() {
        let links = links(NOW);
        let refresh = links.claim_refresh(NOW).unwrap();
        links.replace_credentials(credentials(7, NOW + 3600));
        assert_eq!(access_key_id(&links), "ASIA7");
        drop(refresh);
    }

    /// Sets the flag however its thread ends, so that a failed assertion ends the others as well.
    struct EndsAll<'a>(&'a AtomicBool);

    impl Drop for EndsAll<'_> {
        fn drop(&mut self) {
            self.0.store(true, SeqCst);
        }
    }

    /// 64 threads ask all the time, while the clock runs through many lives of the credentials. Some fetches fail.
    #[test]
    fn fetches_are_renewals_and_never_two_at_once() {
        const LIFE: i64 = 100;
        const FETCHES: u32 = 60;
        let links = links(NOW + LIFE).with_gate(gate().with_lost_after(seconds(86_400)));
        let clock = AtomicI64::new(NOW);
        let (fetching, ended) = (AtomicBool::new(false), AtomicBool::new(false));
        let (fetches, failures) = (AtomicU32::new(0), AtomicU32::new(0));
        let fetch_if_due = |now: i64| {
            let Some(refresh) = links.claim_refresh(now) else { return };
            assert!(!fetching.swap(true, SeqCst), "two at once");
            let end = links.signer().expires_at().unwrap().seconds();
            assert!(now >= end - 60, "renewed before it was due");
            let number = fetches.fetch_add(1, SeqCst) + 1;
            for _ in 0..number % 4 {
                thread::yield_now();
            }
            fetching.store(false, SeqCst);
            // With time for the pause before the end, at which the clock below waits.
            if number.is_multiple_of(5) && now < end - 20 {
                failures.fetch_add(1, SeqCst);
                drop(refresh);
            } else {
                refresh.complete(credentials(number, clock.load(SeqCst) + LIFE));
            }
            if number >= FETCHES {
                ended.store(true, SeqCst);
            }
        };
        let ask = || {
            let _ends_all = EndsAll(&ended);
            let mut seen = BTreeSet::new();
            while !ended.load(SeqCst) {
                let now = clock.load(SeqCst);
                fetch_if_due(now);
                let signer = links.signer();
                // The clock below stops before the end.
                assert!(signer.expires_at().unwrap().seconds() > now);
                seen.insert(signer.access_key_id().to_owned());
                thread::yield_now();
            }
            seen
        };
        let run_clock = || {
            let _ends_all = EndsAll(&ended);
            while !ended.load(SeqCst) {
                let end = links.signer().expires_at().unwrap().seconds();
                if clock.load(SeqCst) + 10 < end {
                    clock.fetch_add(10, SeqCst);
                }
                thread::yield_now();
            }
        };
        let seen = thread::scope(|scope| {
            let threads: Vec<_> = (0..64).map(|_| scope.spawn(ask)).collect();
            scope.spawn(run_clock);
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<BTreeSet<_>>()
        });
        let renewals = fetches.into_inner() - failures.into_inner();
        assert!(renewals >= FETCHES - FETCHES / 5);
        // The first ones and all that were fetched were in use, but perhaps the last, upon which the threads ended.
        let seen = u32::try_from(seen.len()).unwrap();
        assert!((renewals..=renewals + 1).contains(&seen), "{seen} of {renewals} renewals");
    }

    /// All at once, at the same second, again and again: one gets it.
    #[test]
    fn of_64_that_ask_at_once_one_gets_the_claim() {
        for round in 0..20 {
            let links = links(NOW);
            let barrier = std::sync::Barrier::new(64);
            let claims = AtomicU32::new(0);
            thread::scope(|scope| {
                for _ in 0..64 {
                    scope.spawn(|| {
                        barrier.wait();
                        if let Some(refresh) = links.claim_refresh(NOW) {
                            claims.fetch_add(1, SeqCst);
                            if round % 2 == 0 {
                                refresh.complete(credentials(1, NOW + 3600));
                            }
                        }
                    });
                }
            });
            assert_eq!(claims.into_inner(), 1);
        }
    }
}
