//! Credentials that end, renewed under a running service: many threads sign, and one of them fetches the next credentials.
//!
//! - [`RotatingSigner`] is the whole of it. It needs feature `std`, for the lock around the current signer.
//! - [`RefreshGate`] is the decision alone, who refreshes now, for a host that keeps its signer in an atomic pointer, a channel or
//!   anything else. It needs `core`.
//!
//! Nothing here has a clock, waits or fetches. The caller that gets a claim fetches, in whatever runtime it is in, and everybody
//! else signs with what there is:
//!
//! | | |
//! |---|---|
//! | more than the margin before the end | nobody refreshes |
//! | from the margin on | one caller at a time gets a claim; all others sign with the old credentials |
//! | the claim is completed | everybody signs with the new ones, from the next [`signer()`](RotatingSigner::signer) on |
//! | the claim is dropped: the fetch failed, or its task was cancelled | the old ones stay, and after a pause the next caller gets a claim |
//! | the claim stays away: its thread hangs or was killed | it counts as lost after a time, and the next caller gets one |
//! | nobody got new ones before the end | [`Signer::at`](crate::Signer::at) is [`CredentialsExpired`](crate::Error::CredentialsExpired); claims go on |

mod gate;
#[cfg(feature = "std")]
mod rotating_signer;

pub use gate::{RefreshClaim, RefreshGate};
#[cfg(feature = "std")]
pub use rotating_signer::{Refresh, RotatingSigner};
