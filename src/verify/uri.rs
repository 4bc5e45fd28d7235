//! What a request's target says, decoded once and encoded again as it is signed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::iter;

use percent_encoding::percent_decode;

use crate::encode::{self, PATH, QUERY};
use crate::verify::error::VerifyError;

/// Splits a target at its first question mark, into the canonical path and the query.
pub(crate) fn split_target(target: &str) -> Result<(Cow<'_, str>, &str), VerifyError> {
    // A path in canonical form ends there, which is seen while it is looked at.
    let (path, rest) = PATH.split_encoded(target);
    if rest.is_empty() || rest.starts_with('?') {
        return Ok((Cow::Borrowed(path), rest.get(1..).unwrap_or_default()));
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if PATH.is_encoded(path) {
        return Ok((Cow::Borrowed(path), query));
    }
    let decoded = decode(path, Plus::Stays)?;
    let mut encoded = String::with_capacity(encode::encoded_len(&decoded));
    PATH.push(&mut encoded, &decoded);
    Ok((Cow::Owned(encoded), query))
}

/// What a `+` stands for: for a space in the query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plus {
    Stays,
    IsSpace,
}

/// Decodes a part of the query. See [`decode`].
pub(crate) fn decode_parameter(raw: &str) -> Result<Cow<'_, str>, VerifyError> {
    if encode::is_plain(raw) { Ok(Cow::Borrowed(raw)) } else { decode(raw, Plus::IsSpace) }
}

/// Decodes escapes of either case. Broken escapes, raw spaces and control characters, and what is not UTF-8 in the end are
/// refused. What is decoded is never longer than `raw`, and takes no more memory.
fn decode(raw: &str, plus: Plus) -> Result<Cow<'_, str>, VerifyError> {
    let mut stays = true;
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        let broken = byte == b'%'
            && !matches!((rest.next(), rest.next()), (Some(high), Some(low)) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
        if broken || byte <= b' ' || byte == 0x7f {
            return Err(VerifyError::InvalidTarget);
        }
        stays &= byte != b'%' && (byte != b'+' || plus == Plus::Stays);
    }
    if stays {
        return Ok(Cow::Borrowed(raw));
    }
    let mut decoded = Vec::with_capacity(raw.len());
    decoded.extend(decoded_bytes(raw, plus));
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| VerifyError::InvalidTarget)
}

/// The bytes that a text stands for whose escapes are whole.
fn decoded_bytes(raw: &str, plus: Plus) -> impl Iterator<Item = u8> {
    let mut rest = raw.bytes();
    iter::from_fn(move || decoded_byte(rest.next()?, &mut rest, plus))
}

/// What a byte stands for, with the two behind it where it begins an escape.
fn decoded_byte(byte: u8, rest: &mut impl Iterator<Item = u8>, plus: Plus) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match byte {
        b'%' => Some((digit(rest.next()?)? << 4) | digit(rest.next()?)?),
        b'+' if plus == Plus::IsSpace => Some(b' '),
        byte => Some(byte),
    }
}

/// The canonical form of a part of the query that [`decode_parameter`] takes, in pieces: nothing is built.
pub(crate) fn canonical_pieces(raw: &str) -> impl Iterator<Item = &[u8]> {
    // Most parts need no change.
    let (as_it_is, raw) = if QUERY.is_encoded(raw) { (Some(raw.as_bytes()), "") } else { (None, raw) };
    as_it_is.into_iter().chain(decoded_bytes(raw, Plus::IsSpace).map(|byte| QUERY.of_byte(byte)))
}

/// Compares the parameters at the start of two texts as their canonical forms compare, name before value. Nothing is searched
/// for or built, so that what is looked at ends where they differ.
pub(crate) fn cmp_parameters(left: &[u8], right: &[u8]) -> Ordering {
    ranks(left).cmp(ranks(right))
}

/// What the bytes of a parameter are compared by. The end of its name comes before everything.
fn ranks(text: &[u8]) -> impl Iterator<Item = (u8, u8)> {
    let mut rest = text.iter().copied();
    let mut in_name = true;
    iter::from_fn(move || match rest.next()? {
        b'&' => None,
        b'=' if in_name => {
            in_name = false;
            Some((0, 0))
        }
        byte => decoded_byte(byte, &mut rest, Plus::IsSpace).map(|byte| {
            let (is_unreserved, byte) = encode::rank(byte);
            (1 + u8::from(is_unreserved), byte)
        }),
    })
}

/// Decodes a canonical text, which can't fail.
pub(crate) fn decode_canonical(encoded: &str) -> Cow<'_, str> {
    let Some((plain, rest)) = encoded.bytes().position(|byte| byte == b'%').and_then(|at| encoded.split_at_checked(at))
    else {
        return Cow::Borrowed(encoded);
    };
    let escapes = rest.bytes().filter(|byte| *byte == b'%').count();
    let mut decoded = Vec::with_capacity(encoded.len().saturating_sub(2 * escapes));
    decoded.extend_from_slice(plain.as_bytes());
    decoded.extend(percent_decode(rest.as_bytes()));
    Cow::Owned(
        String::from_utf8(decoded).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}
