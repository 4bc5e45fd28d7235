//! The checks that every text from outside goes through.

use crate::error::{CharacterKind, Error, Field, Result};

/// Longest key, in bytes of UTF-8 ([object keys]).
///
/// [object keys]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
pub(crate) const MAX_KEY: usize = 1_024;

/// Longest version id, in bytes; it is an opaque text ([version ids]).
///
/// [version ids]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
pub(crate) const MAX_VERSION_ID: usize = 1_024;

/// Refuses an empty text, one over `limit` bytes, and one with a byte that `allowed` refuses.
// A call, so that each of its callers stays small enough to be inlined.
#[inline(never)]
pub(crate) fn text(field: Field, text: &str, limit: usize, allowed: impl Fn(u8) -> bool) -> Result<()> {
    if text.is_empty() {
        return Err(Error::Empty { field });
    }
    if text.len() > limit {
        return Err(Error::TooLong { field, length: text.len(), limit });
    }
    bytes(field, text, allowed)
}

/// Refuses a text with a byte that `allowed` refuses.
pub(crate) fn bytes(field: Field, text: &str, allowed: impl Fn(u8) -> bool) -> Result<()> {
    // All bytes, without a way out before the end: that the compiler can do many bytes at a time.
    if text.bytes().fold(true, |all, byte| all & allowed(byte)) {
        return Ok(());
    }
    let character = text.bytes().find(|&byte| !allowed(byte)).map_or(CharacterKind::Other, CharacterKind::of);
    Err(Error::InvalidCharacter { field, character })
}

/// Refuses a path with a `.` or `..` segment, which URL parsers resolve ([WHATWG URL], path state).
///
/// [WHATWG URL]: https://url.spec.whatwg.org/#path-state
pub(crate) fn segments(field: Field, path: &str) -> Result<()> {
    // Most keys have no segment that begins with a dot, and this first look is a fraction of a split.
    let pairs = path.bytes().zip(path.bytes().skip(1));
    let may_have_dot_segment =
        path.starts_with('.') | pairs.fold(false, |found, (left, right)| found | ((left == b'/') & (right == b'.')));
    if may_have_dot_segment && path.split('/').any(|segment| segment == "." || segment == "..") {
        return Err(Error::DotSegment { field });
    }
    Ok(())
}

/// Refuses what is no key of an object that a URL can name.
#[inline]
pub(crate) fn key(key: &str) -> Result<()> {
    text(Field::Key, key, MAX_KEY, |_| true)?;
    segments(Field::Key, key)
}

/// A label of a host name: lower-case letters, digits and inner hyphens, 1 to 63 bytes (RFC 1123, section 2.1; RFC 1035,
/// section 2.3.4). Upper case is left out, as URL parsers change it.
pub(crate) fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Printable ASCII without the space.
pub(crate) fn is_graphic(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

/// Printable ASCII, the space included: what a header value may hold here.
pub(crate) fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// A character of an RFC 9110 token (section 5.6.2).
#[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
pub(crate) fn is_token(byte: u8) -> bool {
    // A look into a table: names of headers are often longer than their values.
    static IS_TOKEN: [bool; 256] = table_of_token();
    IS_TOKEN[usize::from(byte)]
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the loop ends at 255, and const code has neither `try_from` nor `get`"
)]
const fn table_of_token() -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < 256 {
        let byte = index as u8;
        table[index] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
            );
        index += 1;
    }
    table
}

/// Whether two texts of a few bytes are equal: for these the call behind `==` takes longer than the look.
#[cfg(feature = "verify")]
pub(crate) fn equal(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).all(|(left, right)| left == right)
}

/// Whether `name` begins with `prefix`, their case not counted.
pub(crate) fn has_prefix_ignoring_case(name: &str, prefix: &str) -> bool {
    name.as_bytes().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}
