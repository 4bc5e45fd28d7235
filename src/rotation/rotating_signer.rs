//! A signer whose credentials are renewed under it. Feature `std`.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use crate::credentials::Credentials;
use crate::rotation::gate::{RefreshClaim, RefreshGate};
use crate::signer::Signer;
use crate::validity::unix_time::UnixTime;

/// A [`Signer`] that many threads read, and that one of them renews before its credentials expire.
///
/// # Example
///
/// Do this in each request. `fetch` and the clock are yours. In an async handler, await the fetch and hold the claim
/// meanwhile:
///
/// ```
/// # use core::time::Duration;
/// use presigner::rotation::RotatingSigner;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
/// # let fetch = || Credentials::new("ASIANEXT", "rXUtn")?.with_session_token("AgV4")?.with_expiry(1_700_007_200);
///
/// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// let credentials = Credentials::new("ASIAFIRST", "wJalr")?.with_session_token("FwoG")?.with_expiry(1_700_003_600)?;
/// let links = RotatingSigner::new(Signer::new(bucket, credentials));
///
/// let now = 1_700_003_500;
/// if let Some(refresh) = links.claim_refresh(now) {
///     match fetch() {
///         Ok(credentials) => refresh.complete(credentials),
///         Err(error) => eprintln!("the credentials could not be renewed: {error}"), // tried again in a few seconds
///     }
/// }
/// let signer = links.signer();
/// assert_eq!(signer.expires_at().map(|end| end.seconds()), Some(1_700_007_200));
/// let link = signer.at(Validity::new(now, Duration::from_secs(900))?)?.get("report.pdf")?.presign();
/// # let _ = link;
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// If a service is idle until its credentials have expired, it refuses the next requests until one caller has renewed the
/// credentials. If that is not good enough, claim from a timer as well, at [`refresh_at`](Self::refresh_at).
pub struct RotatingSigner {
    signer: RwLock<Signer>,
    gate: RefreshGate,
}

impl RotatingSigner {
    /// A rotating signer with the margin and pauses of [`RefreshGate::new`].
    pub fn new(signer: Signer) -> Self {
        Self { signer: RwLock::new(signer), gate: RefreshGate::new() }
    }

    /// The current signer. A clone is cheap, and keeps its credentials when these are renewed: take one clone for each
    /// request.
    pub fn signer(&self) -> Signer {
        self.read(Signer::clone)
    }

    /// The claim to renew the credentials now, for one caller at a time, if they are due. Everybody else gets `None`, and
    /// signs with the current credentials.
    pub fn claim_refresh(&self, now: impl Into<UnixTime>) -> Option<Refresh<'_>> {
        let claim = self.gate.claim(now, || self.read(Signer::expires_at))?;
        Some(Refresh { signer: &self.signer, claim })
    }

    /// From when on [`claim_refresh`](Self::claim_refresh) returns a claim, for a timer. Credentials without an expiry are
    /// not renewed.
    pub fn refresh_at(&self) -> Option<UnixTime> {
        self.gate.refresh_at(self.read(Signer::expires_at))
    }

    /// Replaces the credentials at once, without a claim: for an operator, or for the only task that renews.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// # use presigner::rotation::RotatingSigner;
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// let links = RotatingSigner::new(Signer::new(bucket, Credentials::new("AKIAOLD", "wJalr")?));
    /// links.replace_credentials(Credentials::new("AKIANEW", "rXUtn")?);
    /// assert_eq!(links.signer().access_key_id(), "AKIANEW");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn replace_credentials(&self, credentials: Credentials) {
        let next = self.signer().with_credentials(credentials);
        *self.signer.write().unwrap_or_else(PoisonError::into_inner) = next;
    }

    /// Uses another margin and other pauses.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// use presigner::rotation::{RefreshGate, RotatingSigner};
    ///
    /// # let credentials = Credentials::new("ASIAFIRST", "wJalr")?.with_expiry(1_700_003_600)?;
    /// # let signer = Signer::new(Endpoint::aws("eu-central-1")?.bucket("attachments")?, credentials);
    /// let links = RotatingSigner::new(signer).with_gate(RefreshGate::new().with_margin(Duration::from_secs(600)));
    /// assert_eq!(links.refresh_at().map(|at| at.seconds()), Some(1_700_003_000));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn with_gate(self, gate: RefreshGate) -> Self {
        Self { gate, ..self }
    }

    fn read<T>(&self, get: impl FnOnce(&Signer) -> T) -> T {
        // A clone and a getter leave nothing half done, should they ever panic.
        get(&self.signer.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for RotatingSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotatingSigner").field("signer", &self.signer()).field("gate", &self.gate).finish()
    }
}

/// The right to renew the credentials of a [`RotatingSigner`], and the duty to complete or drop it.
/// [`RotatingSigner::claim_refresh`] makes it.
#[derive(Debug)]
#[must_use = "who drops it lets the next one renew"]
pub struct Refresh<'a> {
    signer: &'a RwLock<Signer>,
    claim: RefreshClaim<'a>,
}

impl Refresh<'_> {
    /// Puts these credentials in place: from now on everybody signs with them.
    ///
    /// If the claim already counts as lost, this changes nothing, unless these credentials expire later than the current
    /// ones.
    pub fn complete(self, credentials: Credentials) {
        let current = self.signer.read().unwrap_or_else(PoisonError::into_inner).clone();
        let next = current.with_credentials(credentials);
        let mut signer = self.signer.write().unwrap_or_else(PoisonError::into_inner);
        if self.claim.is_current() || ends_later(&next, &signer) {
            *signer = next;
        }
        // The lock goes first: who gets the next claim sees these credentials.
        drop(signer);
        drop(self.claim);
    }
}

/// Without an end is latest of all.
fn ends_later(one: &Signer, other: &Signer) -> bool {
    let end = |signer: &Signer| signer.expires_at().map_or(i64::MAX, UnixTime::seconds);
    end(one) > end(other)
}
