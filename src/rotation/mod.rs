//! Renewal of temporary credentials in a running service: many threads sign, and one of them fetches the next credentials.
//!
//! - [`RotatingSigner`] does all of it. It needs feature `std`, for the lock around the current signer.
//! - [`RefreshGate`] only decides who refreshes now, for a service that keeps its signer in an atomic pointer, a channel or
//!   anything else. It needs only `core`.
//!
//! Nothing here has a clock, waits or fetches. The caller that gets a claim fetches, in its own runtime, and everybody else
//! signs with the current credentials:
//!
//! | | |
//! |---|---|
//! | more than the margin before the end | nobody refreshes |
//! | from the margin on | one caller at a time gets a claim; all others sign with the old credentials |
//! | the claim is completed | everybody signs with the new ones, from the next [`signer()`](RotatingSigner::signer) on |
//! | the claim is dropped: the fetch failed, or its task was cancelled | the old credentials stay, and after a pause the next caller gets a claim |
//! | the claim never comes back: its thread hangs or was killed | it counts as lost after a time, and the next caller gets one |
//! | nobody got new credentials before the end | [`Signer::at`](crate::Signer::at) is [`CredentialsExpired`](crate::Error::CredentialsExpired); claims go on |

mod gate;
#[cfg(feature = "std")]
mod rotating_signer;

pub use gate::{RefreshClaim, RefreshGate};
#[cfg(feature = "std")]
pub use rotating_signer::{Refresh, RotatingSigner};
