//! The headers of a request: the signed ones, found among all of them, and which of the others may be there.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;

use crate::check;
use crate::protocol::{
    CONTENT_SHA256, SSE_CUSTOMER_ALGORITHM, SSE_CUSTOMER_KEY, SSE_CUSTOMER_KEY_MD5, UNSIGNED_PAYLOAD, X_AMZ,
};
use crate::verify::error::VerifyError;
use crate::verify::infrastructure::{InfrastructureHeader, InfrastructureHeaders};
use crate::verify::limits::Limits;

/// What the headers of a request say that count for its signature.
#[derive(Clone)]
pub(crate) struct Headers<'a> {
    /// The values of the signed headers, in the order of their names; `host` is not among them, as the authority stands for it.
    signed_values: Vec<&'a [u8]>,
    unsigned: Unsigned,
}

/// The headers that were sent, begin with `x-amz-`, are not signed, and do not make the request a refused one.
#[derive(Clone, Default)]
struct Unsigned {
    /// The verifier has the last word.
    infrastructure: InfrastructureHeaders,
    payload_hash: bool,
    customer_key: bool,
    customer_key_md5: bool,
}

impl Unsigned {
    /// Whether the header may be there. Of what says something of the object, once.
    fn take(&mut self, name: &str, value: &[u8], signs_customer_algorithm: bool) -> bool {
        if let Some(header) = InfrastructureHeader::find(name) {
            self.infrastructure = self.infrastructure.with(header);
            return true;
        }
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let (place, may_be_there) = if is(CONTENT_SHA256.lower_case) {
            // It says what is signed without it.
            (&mut self.payload_hash, value == UNSIGNED_PAYLOAD.as_bytes())
        } else if is(SSE_CUSTOMER_KEY) {
            (&mut self.customer_key, signs_customer_algorithm)
        } else if is(SSE_CUSTOMER_KEY_MD5) {
            (&mut self.customer_key_md5, signs_customer_algorithm)
        } else {
            return false;
        };
        may_be_there && !mem::replace(place, true)
    }
}

impl<'a> Headers<'a> {
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
        let signs_customer_algorithm = names(signed_headers).any(|name| name == SSE_CUSTOMER_ALGORITHM);
        let mut unsigned = Unsigned::default();
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
            } else if !is_signed
                && check::has_prefix_ignoring_case(name, X_AMZ)
                && !unsigned.take(name, value.as_ref(), signs_customer_algorithm)
            {
                problem = problem.and(Err(VerifyError::UnsignedHeader));
            }
        }
        let signed_values = values.into_iter().collect::<Option<_>>().ok_or(VerifyError::MissingSignedHeader)?;
        problem?;
        Ok(Self { signed_values, unsigned })
    }

    /// Names and values of the signed ones, of the names that they were found by.
    pub(crate) fn signed<'s>(&self, signed_headers: &'s str) -> impl Iterator<Item = (&'s str, &'a [u8])> {
        names(signed_headers).zip(self.signed_values.iter().copied())
    }

    /// Those that pass only where the verifier says so.
    pub(crate) fn infrastructure(&self) -> InfrastructureHeaders {
        self.unsigned.infrastructure
    }

    /// Whether a header that is not signed says that the body is unsigned.
    pub(crate) fn say_that_body_is_unsigned(&self) -> bool {
        self.unsigned.payload_hash
    }
}

/// The names of the signed headers but `host`.
fn names(signed_headers: &str) -> impl Iterator<Item = &str> {
    // Most often it is alone, and nothing is to be split.
    let others = Some(signed_headers).filter(|names| *names != "host");
    others.into_iter().flat_map(|names| names.split(';')).filter(|name| *name != "host")
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
