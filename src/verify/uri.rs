//! What a request's target says, decoded once and encoded again as it is signed.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::percent_decode;

use crate::encode::{Alphabet, PATH, QUERY};
use crate::verify::refusal::Refusal;

/// One parameter of a query in canonical form: name and value encoded by the rule of Signature Version 4.
#[derive(Clone, Debug)]
pub(crate) struct Pair<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
}

/// Encodes one part of a target anew: its own text where that is canonical already.
pub(crate) fn canonical<'a>(raw: &'a str, alphabet: &Alphabet, plus_is_space: bool) -> Result<Cow<'a, str>, Refusal> {
    if alphabet.is_encoded(raw) {
        return Ok(Cow::Borrowed(raw));
    }
    let decoded = decode(raw, plus_is_space)?;
    let mut encoded = String::new();
    alphabet.push(&mut encoded, &decoded);
    Ok(Cow::Owned(encoded))
}

/// The path, canonical: the target's own where that is canonical already.
pub(crate) fn canonical_path(raw: &str) -> Result<Cow<'_, str>, Refusal> {
    canonical(raw, &PATH, false)
}

pub(crate) fn canonical_pair(raw: &str) -> Result<Pair<'_>, Refusal> {
    let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
    if name.is_empty() {
        return Err(Refusal::InvalidTarget);
    }
    Ok(Pair { name: canonical(name, &QUERY, true)?, value: canonical(value, &QUERY, true)? })
}

/// Decodes escapes of either case. Broken escapes, raw spaces and control characters, and what is not UTF-8 in the end are
/// refused.
pub(crate) fn decode(raw: &str, plus_is_space: bool) -> Result<String, Refusal> {
    let bytes = raw.as_bytes();
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        let broken = byte == b'%'
            && !matches!((rest.next(), rest.next()), (Some(high), Some(low)) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
        if broken || byte <= b' ' || byte == 0x7f {
            return Err(Refusal::InvalidTarget);
        }
    }
    let spaced: Vec<u8>;
    let bytes = if plus_is_space && raw.contains('+') {
        spaced = bytes.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
        &spaced
    } else {
        bytes
    };
    percent_decode(bytes).decode_utf8().map(|text| text.to_string()).map_err(|_| Refusal::InvalidTarget)
}

/// Decodes a canonical text, which can't fail.
pub(crate) fn decode_canonical(encoded: &str) -> Cow<'_, str> {
    if !encoded.contains('%') {
        return Cow::Borrowed(encoded);
    }
    percent_decode(encoded.as_bytes()).decode_utf8_lossy()
}
