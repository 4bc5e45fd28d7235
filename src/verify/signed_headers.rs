//! The headers of a request that are signed, found among all of them.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::check;
use crate::protocol::X_AMZ;
use crate::verify::error::VerifyError;
use crate::verify::limits::Limits;

/// The values of the signed headers, in the order of their names; `host` is not among them, as the authority stands for it.
#[derive(Clone)]
pub(crate) struct SignedValues<'a>(Vec<&'a [u8]>);

impl<'a> SignedValues<'a> {
    /// Looks each header up in the sorted names of the signed ones, all of which must be there once. What is kept is bounded
    /// by what was signed, whatever is sent.
    pub(crate) fn find<N, V>(
        limits: Limits,
        signed_headers: &str,
        headers: impl IntoIterator<Item = (&'a N, &'a V)>,
    ) -> Result<Self, VerifyError>
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        let headers = headers.into_iter();
        let count = names(signed_headers).count();
        if count > limits.headers {
            return Err(VerifyError::TooLarge);
        }
        // Before anything is allocated for the names: where there are fewer headers, one of them is missing.
        if headers.size_hint().1.is_some_and(|received| received < count) {
            return Err(VerifyError::MissingSignedHeader);
        }
        let index = Index::new(signed_headers, count)?;
        let mut values: Vec<Option<&[u8]>> = Vec::new();
        values.reserve_exact(count);
        values.resize(count, None);
        let mut problem = Ok(());
        for (received, (name, value)) in headers.enumerate() {
            if received >= limits.headers {
                return Err(VerifyError::TooLarge);
            }
            // A name that is no text is no name that could have been signed.
            let Ok(name) = str::from_utf8(name.as_ref()) else { continue };
            if name.eq_ignore_ascii_case("host") {
                continue;
            }
            let place = index.find(name).and_then(|place| values.get_mut(place));
            let is_signed = place.is_some();
            if place.is_some_and(|place| place.replace(value.as_ref()).is_some()) {
                return Err(VerifyError::MissingSignedHeader);
            }
            if name.eq_ignore_ascii_case("authorization") {
                problem = problem.and(Err(VerifyError::TwoSignatures));
            } else if !is_signed && check::has_prefix_ignoring_case(name, X_AMZ) {
                problem = problem.and(Err(VerifyError::UnsignedHeader));
            }
        }
        let values = values.into_iter().collect::<Option<_>>().ok_or(VerifyError::MissingSignedHeader)?;
        problem?;
        Ok(Self(values))
    }

    /// Names and values, of the names that they were found by.
    pub(crate) fn with_names<'s>(&self, signed_headers: &'s str) -> impl Iterator<Item = (&'s str, &'a [u8])> {
        names(signed_headers).zip(self.0.iter().copied())
    }
}

/// The names of the signed headers but `host`.
fn names(signed_headers: &str) -> impl Iterator<Item = &str> {
    signed_headers.split(';').filter(|name| *name != "host")
}

/// Where each of the sorted names begins: what is searched by halves, in four bytes a name.
struct Index<'s> {
    signed_headers: &'s str,
    starts: Vec<u32>,
}

impl<'s> Index<'s> {
    fn new(signed_headers: &'s str, count: usize) -> Result<Self, VerifyError> {
        let mut starts = Vec::with_capacity(count);
        let mut start = 0;
        for name in signed_headers.split(';') {
            if name != "host" {
                starts.push(u32::try_from(start).map_err(|_| VerifyError::TooLarge)?);
            }
            start += name.len() + 1;
        }
        Ok(Self { signed_headers, starts })
    }

    /// The place of a name, its case not counted, among all but `host`.
    fn find(&self, name: &str) -> Option<usize> {
        let lower_case = || name.bytes().map(|byte| byte.to_ascii_lowercase());
        self.starts
            .binary_search_by(|&start| self.name_at(start).map_or(Ordering::Less, |at| at.bytes().cmp(lower_case())))
            .ok()
    }

    fn name_at(&self, start: u32) -> Option<&'s str> {
        self.signed_headers.get(usize::try_from(start).ok()?..)?.split(';').next()
    }
}
