//! Who refreshes now.

use core::fmt;
use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;

use crate::validity::unix_time::UnixTime;

/// Lets one caller at a time refresh credentials, beginning a margin before they expire.
///
/// It keeps no credentials and no signer: you keep the current ones, and swap them. `RotatingSigner` (feature `std`) is a
/// gate with a lock.
///
/// # Example
///
/// ```
/// use presigner::UnixTime;
/// use presigner::rotation::RefreshGate;
///
/// let gate = RefreshGate::new();
/// let expires_at = UnixTime::new(1_700_003_600);
/// assert!(gate.claim(1_700_000_000, || Some(expires_at)).is_none(), "it is early");
///
/// let claim = gate.claim(1_700_003_300, || Some(expires_at)); // five minutes before the end
/// assert!(claim.is_some(), "fetch, and swap them");
/// assert!(gate.claim(1_700_003_301, || Some(expires_at)).is_none(), "one at a time");
/// drop(claim);
/// ```
pub struct RefreshGate {
    margin: Duration,
    retry_after: u32,
    lost_after: u32,
    /// Until when nobody gets a claim, in Unix seconds without their upper half. 0 is open.
    closed_until: AtomicU32,
}

impl RefreshGate {
    /// A gate with a margin of five minutes, a pause of five seconds, and claims that count as lost after a minute.
    ///
    /// The margin is that of Amazon EC2, which [offers the next credentials] of a role at least five minutes before the old
    /// ones expire.
    ///
    /// [offers the next credentials]: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
    pub const fn new() -> Self {
        Self { margin: Duration::from_secs(300), retry_after: 5, lost_after: 60, closed_until: AtomicU32::new(0) }
    }

    /// A claim to refresh now, for one caller at a time, if the current credentials are due. `expires_at` must return when
    /// the current credentials expire, at the moment of its call. It is called before the decision and once more after it,
    /// because another caller may just have swapped the credentials.
    ///
    /// The clocks of callers may differ: nothing changes if a caller's `now` is behind that of the others by less than the
    /// time after which a claim is lost. A clock that was set back by more opens the gate.
    pub fn claim(
        &self,
        now: impl Into<UnixTime>,
        expires_at: impl Fn() -> Option<UnixTime>,
    ) -> Option<RefreshClaim<'_>> {
        let now = now.into();
        let is_due = || self.refresh_at(expires_at()).is_some_and(|refresh_at| now >= refresh_at);
        if !is_due() {
            return None;
        }
        let seconds = low_half(now);
        // With acquire, and release where a claim ends: who gets the next one sees what the last one has swapped.
        let closed_until = self.closed_until.load(Ordering::Relaxed);
        if self.is_closed(closed_until, seconds) {
            return None;
        }
        let lost_at = not_open(seconds.wrapping_add(self.lost_after));
        self.closed_until.compare_exchange(closed_until, lost_at, Ordering::AcqRel, Ordering::Relaxed).ok()?;
        let claim = RefreshClaim { gate: self, lost_at, reopens_at: not_open(seconds.wrapping_add(self.retry_after)) };
        if is_due() { Some(claim) } else { None }
    }

    /// From when on credentials with this expiry are refreshed, for a timer. Credentials without an expiry are not refreshed.
    pub fn refresh_at(&self, expires_at: Option<UnixTime>) -> Option<UnixTime> {
        expires_at.map(|expires_at| expires_at - self.margin)
    }

    /// How long before their expiry the credentials are refreshed. Choose it longer than the longest link that this expiry
    /// should not shorten. It must be shorter than the lifetime of the credentials; otherwise each set is refreshed as soon as
    /// the pause is over.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::UnixTime;
    /// # use presigner::rotation::RefreshGate;
    /// let gate = RefreshGate::new().with_margin(Duration::from_secs(60));
    /// assert_eq!(gate.refresh_at(Some(UnixTime::new(1_700_003_600))), Some(UnixTime::new(1_700_003_540)));
    /// ```
    #[must_use]
    pub const fn with_margin(self, margin: Duration) -> Self {
        Self { margin, ..self }
    }

    /// How long to wait between two claims, in whole seconds up to a day, if the credentials are still due after the first
    /// one: because the fetch failed, or brought no later expiry.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::UnixTime;
    /// # use presigner::rotation::RefreshGate;
    /// let gate = RefreshGate::new().with_retry_after(Duration::from_secs(30));
    /// let end = || Some(UnixTime::new(1_700_000_000));
    /// drop(gate.claim(1_700_000_000, end)); // it failed
    /// assert!(gate.claim(1_700_000_029, end).is_none());
    /// assert!(gate.claim(1_700_000_030, end).is_some());
    /// ```
    #[must_use]
    pub const fn with_retry_after(self, pause: Duration) -> Self {
        Self { retry_after: whole_seconds(pause), ..self }
    }

    /// After how long a claim that was neither completed nor dropped counts as lost, in whole seconds from one to a day.
    /// Choose it longer than a fetch takes with all of its retries, or two callers fetch at once.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::UnixTime;
    /// # use presigner::rotation::RefreshGate;
    /// let gate = RefreshGate::new().with_lost_after(Duration::from_secs(10));
    /// let end = || Some(UnixTime::new(1_700_000_000));
    /// let lost = gate.claim(1_700_000_000, end).unwrap();
    /// assert!(gate.claim(1_700_000_009, end).is_none());
    /// assert!(gate.claim(1_700_000_010, end).is_some());
    /// assert!(!lost.is_current());
    /// ```
    #[must_use]
    pub const fn with_lost_after(self, time: Duration) -> Self {
        let seconds = whole_seconds(time);
        let lost_after = if seconds == 0 { 1 } else { seconds };
        Self { lost_after, ..self }
    }

    fn is_closed(&self, closed_until: u32, now: u32) -> bool {
        // Both wrap, every 136 years, so that only their difference counts. One that no claim has made is of a clock that was set.
        let left = closed_until.wrapping_sub(now);
        closed_until != 0 && (1..=2 * self.lost_after.max(self.retry_after)).contains(&left)
    }
}

impl Default for RefreshGate {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RefreshGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshGate")
            .field("margin", &self.margin)
            .field("retry_after", &self.retry_after)
            .field("lost_after", &self.lost_after)
            .finish_non_exhaustive()
    }
}

/// The right to refresh, and the duty to drop it. The gate does not care whether the fetch succeeded. [`RefreshGate::claim`]
/// makes it.
#[derive(Debug)]
#[must_use = "who drops it lets the next one refresh"]
pub struct RefreshClaim<'a> {
    gate: &'a RefreshGate,
    lost_at: u32,
    reopens_at: u32,
}

impl RefreshClaim<'_> {
    /// Whether nobody else has got a claim since. `false` if this claim counts as lost and another caller refreshes instead.
    pub fn is_current(&self) -> bool {
        self.gate.closed_until.load(Ordering::Acquire) == self.lost_at
    }
}

impl Drop for RefreshClaim<'_> {
    fn drop(&mut self) {
        // Where it fails, another claim has taken its place.
        let _ = self.gate.closed_until.compare_exchange(
            self.lost_at,
            self.reopens_at,
            Ordering::Release,
            Ordering::Relaxed,
        );
    }
}

/// At most a day, so that twice as much is no half of what wraps.
#[expect(clippy::cast_possible_truncation, reason = "a day has room")]
const fn whole_seconds(duration: Duration) -> u32 {
    let seconds = duration.as_secs();
    if seconds > 86_400 { 86_400 } else { seconds as u32 }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the lower half is what is wanted")]
fn low_half(moment: UnixTime) -> u32 {
    moment.seconds() as u32
}

fn not_open(seconds: u32) -> u32 {
    if seconds == 0 { 1 } else { seconds }
}
