//! What a request's target says, decoded once and encoded again as it is signed.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::percent_decode;

use crate::encode::{Alphabet, PATH};
use crate::verify::error::VerifyError;

/// Encodes one part of a target anew: its own text where that is canonical already.
pub(crate) fn canonical<'a>(
    raw: &'a str,
    alphabet: &Alphabet,
    plus_is_space: bool,
) -> Result<Cow<'a, str>, VerifyError> {
    if alphabet.is_encoded(raw) {
        return Ok(Cow::Borrowed(raw));
    }
    let decoded = decode(raw, plus_is_space)?;
    let mut encoded = String::new();
    alphabet.push(&mut encoded, &decoded);
    Ok(Cow::Owned(encoded))
}

/// Splits a target at its first question mark, into the canonical path and the query.
pub(crate) fn split_target(target: &str) -> Result<(Cow<'_, str>, &str), VerifyError> {
    // A path in canonical form ends there, which is seen while it is looked at.
    let (path, rest) = PATH.split_encoded(target);
    if rest.is_empty() || rest.starts_with('?') {
        return Ok((Cow::Borrowed(path), rest.get(1..).unwrap_or_default()));
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok((canonical(path, &PATH, false)?, query))
}

/// Decodes escapes of either case. Broken escapes, raw spaces and control characters, and what is not UTF-8 in the end are
/// refused.
pub(crate) fn decode(raw: &str, plus_is_space: bool) -> Result<String, VerifyError> {
    let bytes = raw.as_bytes();
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        let broken = byte == b'%'
            && !matches!((rest.next(), rest.next()), (Some(high), Some(low)) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
        if broken || byte <= b' ' || byte == 0x7f {
            return Err(VerifyError::InvalidTarget);
        }
    }
    let spaced: Vec<u8>;
    let bytes = if plus_is_space && raw.contains('+') {
        spaced = bytes.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
        &spaced
    } else {
        bytes
    };
    percent_decode(bytes).decode_utf8().map(|text| text.to_string()).map_err(|_| VerifyError::InvalidTarget)
}

/// Decodes a canonical text, which can't fail.
pub(crate) fn decode_canonical(encoded: &str) -> Cow<'_, str> {
    if encoded.bytes().fold(true, |plain, byte| plain & (byte != b'%')) {
        return Cow::Borrowed(encoded);
    }
    percent_decode(encoded.as_bytes()).decode_utf8_lossy()
}

/// [`decode_canonical`] of a text that may be owned.
pub(crate) fn decoded(encoded: Cow<'_, str>) -> Cow<'_, str> {
    match encoded {
        Cow::Borrowed(encoded) => decode_canonical(encoded),
        Cow::Owned(encoded) => Cow::Owned(decode_canonical(&encoded).into_owned()),
    }
}
