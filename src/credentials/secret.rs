//! Texts that nobody else may learn.

use alloc::boxed::Box;
use core::ops::Deref;

/// A secret text. With feature `zeroize` its memory is overwritten before it is given back. It has no `Clone` and no
/// `Debug`.
pub(crate) struct Secret(Box<str>);

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<Box<str>> for Secret {
    fn from(text: Box<str>) -> Self {
        Self(text)
    }
}

impl Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "zeroize")]
impl Drop for Secret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}
