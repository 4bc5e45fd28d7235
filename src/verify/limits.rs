//! How much of a request is looked at.

#[cfg(doc)]
use crate::verify::unverified::Unverified;

/// The limits within which [`Unverified::parse_within`] accepts a request: by default 16 KiB of target, 100 parameters, 100
/// headers.
///
/// # Example
///
/// ```
/// use presigner::verify::Limits;
///
/// let limits = Limits::default().target(4096).parameters(20).headers(50);
/// # let _ = limits;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) target: usize,
    pub(crate) parameters: usize,
    pub(crate) headers: usize,
}

impl Limits {
    /// The maximum length of path and query together, in bytes.
    #[must_use]
    pub fn target(self, bytes: usize) -> Self {
        Self { target: bytes, ..self }
    }

    /// The maximum number of query parameters.
    #[must_use]
    pub fn parameters(self, count: usize) -> Self {
        Self { parameters: count, ..self }
    }

    /// The maximum number of headers.
    #[must_use]
    pub fn headers(self, count: usize) -> Self {
        Self { headers: count, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { target: 16 * 1024, parameters: 100, headers: 100 }
    }
}

/// The most keys of one access key id that a request is checked with: each costs about as much as a whole check.
pub(crate) const MAX_KEYS_PER_ID: usize = 8;
