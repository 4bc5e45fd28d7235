//! The HTTP method that a link is signed for.

use core::fmt;
use core::str::FromStr;

use crate::check;
use crate::error::{Error, Field, Result};
use crate::impossible::impossible;

/// An HTTP method. A link works with the method it was signed for and with no other.
///
/// # Example
///
/// ```
/// use presigner::Method;
///
/// assert_eq!(Method::GET.as_str(), "GET");
/// assert_eq!(Method::custom("PURGE")?.to_string(), "PURGE");
/// assert_eq!("HEAD".parse::<Method>()?, Method::HEAD);
/// assert!(Method::custom("get").is_err());
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Method(Name);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Name {
    Known(&'static str),
    /// The bytes, and how many of them count.
    Custom([u8; MAX_LENGTH], u8),
}

/// Longest method, in bytes; the longest registered one has 17.
const MAX_LENGTH: usize = 22;

const _: () = assert!(MAX_LENGTH <= u8::MAX as usize, "a length is kept in a byte");

impl Method {
    /// Reads an object.
    pub const GET: Self = Self(Name::Known("GET"));
    /// Reads the headers of an object.
    pub const HEAD: Self = Self(Name::Known("HEAD"));
    /// Writes an object.
    pub const PUT: Self = Self(Name::Known("PUT"));
    /// Begins and completes multipart uploads, deletes many objects.
    pub const POST: Self = Self(Name::Known("POST"));
    /// Deletes an object.
    pub const DELETE: Self = Self(Name::Known("DELETE"));

    const KNOWN: [Self; 5] = [Self::GET, Self::HEAD, Self::PUT, Self::POST, Self::DELETE];

    /// Any other method. Upper case only: `fetch` sends `get` as `GET`, but `patch` as it is ([Fetch], normalize a
    /// method), and methods are case-sensitive (RFC 9110, section 9.1).
    ///
    /// [Fetch]: https://fetch.spec.whatwg.org/#concept-method-normalize
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::TooLong`](crate::Error::TooLong) over 22 bytes, and
    /// [`Error::InvalidCharacter`](crate::Error::InvalidCharacter) for anything but upper-case letters, digits, `-` and `_`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Method;
    /// assert_eq!(Method::custom("GET")?, Method::GET);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn custom(method: &str) -> Result<Self> {
        check::text(Field::Method, method, MAX_LENGTH, |byte| {
            byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        })?;
        if let Some(known) = Self::KNOWN.into_iter().find(|known| known.as_str() == method) {
            return Ok(known);
        }
        let mut bytes = [0; MAX_LENGTH];
        for (place, byte) in bytes.iter_mut().zip(method.bytes()) {
            *place = byte;
        }
        let length = u8::try_from(method.len()).unwrap_or_else(|_| impossible("`MAX_LENGTH` fits"));
        Ok(Self(Name::Custom(bytes, length)))
    }

    /// The method as it stands in a request.
    ///
    /// # Example
    ///
    /// ```
    /// assert_eq!(presigner::Method::DELETE.as_str(), "DELETE");
    /// ```
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Name::Known(name) => name,
            Name::Custom(bytes, length) => {
                let name = bytes.get(..usize::from(*length)).and_then(|bytes| str::from_utf8(bytes).ok());
                name.unwrap_or_else(|| impossible("a method is ASCII, within its limit"))
            }
        }
    }
}

/// # Errors
///
/// Those of [`Method::custom`].
impl FromStr for Method {
    type Err = Error;

    fn from_str(method: &str) -> Result<Self> {
        Self::custom(method)
    }
}

/// # Errors
///
/// Those of [`Method::custom`].
#[cfg(feature = "http")]
impl TryFrom<&http::Method> for Method {
    type Error = Error;

    fn try_from(method: &http::Method) -> Result<Self> {
        Self::custom(method.as_str())
    }
}

/// # Errors
///
/// Those of [`Method::custom`].
#[cfg(feature = "http")]
impl TryFrom<http::Method> for Method {
    type Error = Error;

    fn try_from(method: http::Method) -> Result<Self> {
        Self::try_from(&method)
    }
}

impl AsRef<str> for Method {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
