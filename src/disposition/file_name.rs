//! File names that every client can save, made from names that nobody has checked.
//!
//! The rules, in their order:
//!
//! 1. Characters that show nothing are dropped, and those that turn the direction of writing. It comes first, because a
//!    character that is dropped later could join what these rules have taken apart.
//! 2. White space becomes a space; control characters, noncharacters and what Windows forbids become `_`.
//! 3. A `%` before two hex digits becomes `_`: browsers decode it once, some clients twice.
//! 4. Each run of spaces becomes one; spaces, dots and what rule 2 replaced go at both ends. Windows would drop the first two,
//!    Unix would hide the file, and `report.pdf?` keeps its extension.
//! 5. A tilde or a hyphen at the start becomes `_`: shells read the one as somebody's home, programs the other as an option.
//! 6. What was nothing but a short extension gets a stem: `.pdf` is `download.pdf`.
//! 7. Hangul is composed: a name from macOS is three times as long without.
//! 8. A name of `_`, `-`, dots and spaces alone is no name: `download`.
//! 9. A name that Windows takes for a device gets a `_` in front.
//! 10. What is longer than 230 bytes loses the end of its stem and keeps its extension, `.tar.gz` as one. File systems take
//!     255, and clients add to a name: a number, or `.part`.
//!
//! A [`Draft`] takes a name character by character, and however long that is, it keeps the first 230 bytes: rules 3, 4 and 7
//! as they come, rules 6, 5, 9, 10 and 8 at the end. Rule 8 is the last, because the cut of rule 10 can leave nothing but
//! fillers, and what it changes is of no concern to the others.

use crate::disposition::ascii::{self, is_folded};
use crate::disposition::characters::{kept_character, may_change};
use crate::disposition::draft::{Draft, is_device, is_filler, split_plain};
use crate::short_text::{MAX_LENGTH, ShortName};

/// A name by all the rules, and its ASCII form.
#[derive(Clone)]
pub(crate) struct FileName<'a> {
    sanitized: Sanitized<'a>,
    /// Where it isn't the sanitized name itself.
    fallback: Option<ShortName>,
}

/// Most names need no change, so most need no copy.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "the larger one is what spares the heap")]
enum Sanitized<'a> {
    AsGiven(&'a str),
    Changed(ShortName),
}

impl<'a> FileName<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        let sanitized = match look(name) {
            Look::PlainAscii => return Self { sanitized: Sanitized::AsGiven(name), fallback: None },
            Look::Sanitized => Sanitized::AsGiven(name),
            Look::Other => Sanitized::Changed(changed(name)),
        };
        let fallback = Some(ascii::of(sanitized.as_str())).filter(|text| text.as_str() != sanitized.as_str());
        Self { sanitized, fallback }
    }

    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        self.sanitized.as_str()
    }

    /// Its ASCII form, if it isn't the name itself.
    pub(crate) fn fallback(&self) -> Option<&str> {
        self.fallback.as_ref().map(ShortName::as_str)
    }
}

impl Sanitized<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::AsGiven(name) => name,
            Self::Changed(name) => name.as_str(),
        }
    }
}

/// The name by all the rules, whether they change it or not.
fn changed(name: &str) -> ShortName {
    let mut draft = Draft::new();
    let mut rest = name;
    while !rest.is_empty() && !draft.is_full() {
        let (plain, behind) = split_plain(rest);
        if !plain.is_empty() {
            draft.push_plain(plain);
            rest = behind;
            continue;
        }
        let mut characters = rest.chars();
        match characters.next().and_then(kept_character) {
            Some(Some(character)) => draft.push(character),
            Some(None) => draft.push_forbidden(),
            None => {}
        }
        rest = characters.as_str();
    }
    draft.name_extension();
    draft.finish(Some(name))
}

/// What the rules have to do with each byte, as bits.
static CLASSES: [u8; 256] = classes();
/// Rule 2 replaces it.
const REPLACED: u8 = 1;
const SPACE: u8 = 2;
const PERCENT: u8 = 4;
const NOT_ASCII: u8 = 8;
/// It is more than a filler.
const NAMING: u8 = 16;
/// It isn't in the ASCII form.
const FOLDED: u8 = 32;

#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the loop ends at 255, and const code has neither `try_from` nor `get`"
)]
const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        table[index] = match index as u8 {
            b' ' => SPACE,
            filler if is_filler(filler) => 0,
            b'%' => PERCENT | NAMING | FOLDED,
            ascii if is_folded(ascii as char) => NAMING | FOLDED,
            0..b' ' | 0x7f | b'/' | b'\\' | b':' | b'*' | b'?' | b'"' | b'<' | b'>' | b'|' => REPLACED,
            0x80.. => NOT_ASCII | NAMING | FOLDED,
            _ => NAMING,
        };
        index += 1;
    }
    table
}

/// How much the rules have to do with a name.
enum Look {
    /// Nothing, and it is its own ASCII form.
    PlainAscii,
    /// Nothing but its ASCII form.
    Sanitized,
    /// Anything.
    Other,
}

/// One look at each byte, for the names that most people give.
#[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
fn look(name: &str) -> Look {
    let bytes = name.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return Look::Other };
    if bytes.len() > MAX_LENGTH || matches!(first, b'~' | b'-' | b' ' | b'.') || matches!(last, b' ' | b'.') {
        return Look::Other;
    }
    let (mut seen, mut twice, mut before) = (0, 0, 0);
    for &byte in bytes {
        let class = CLASSES[usize::from(byte)];
        seen |= class;
        twice |= class & before;
        before = class;
    }
    if seen & REPLACED != 0
        || seen & NAMING == 0
        || twice & SPACE != 0
        || is_device(bytes)
        || (seen & PERCENT != 0 && holds_escape(bytes))
        || (seen & NOT_ASCII != 0 && name.chars().any(may_change))
    {
        return Look::Other;
    }
    // Without an ASCII letter or digit in front, more may change.
    if seen & FOLDED == 0 && first.is_ascii_alphanumeric() { Look::PlainAscii } else { Look::Sanitized }
}

fn holds_escape(bytes: &[u8]) -> bool {
    bytes
        .windows("%41".len())
        .any(|window| matches!(window, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()))
}
