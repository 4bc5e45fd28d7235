//! File names that every client can save, made from names that nobody has checked.
//!
//! The rules, in their order:
//!
//! 1. Characters that show nothing are dropped, and those that turn the direction of writing. It comes first, because a
//!    character that is dropped later could join what these rules have taken apart.
//! 2. White space becomes a space; control characters, noncharacters and what Windows forbids become `_`.
//! 3. A `%` before two hex digits becomes `_`: browsers decode it once, some clients twice.
//! 4. Each run of spaces becomes one; spaces and dots at both ends go. Windows would drop them, Unix would hide the file.
//! 5. A tilde at the start becomes `_`: shells read it as somebody's home.
//! 6. A name of `_`, `-`, dots and spaces alone is no name: `download`.
//! 7. A name that Windows takes for a device gets a `_` in front.
//! 8. What is longer than 230 bytes loses the end of its stem and keeps its extension. File systems take 255, and
//!    clients add to a name: a number, or `.part`.
//!
//! A [`Draft`] takes a name character by character, and however long that is, it keeps the first 230 bytes: rules 3 and 4
//! as they come, rules 5, 7, 8 and 6 at the end. Rule 6 is the last, because the cut of rule 8 can leave nothing but
//! fillers, and what it changes is of no concern to the others.

use crate::disposition::ascii;
use crate::short_text::{MAX_LENGTH, ShortName};

/// Longest extension that a cut keeps, in bytes of UTF-8, without its dot.
pub(crate) const MAX_EXTENSION: usize = 16;

/// What is saved where there is no name.
pub(crate) const NAMELESS: &str = "download";

/// Names of devices on Windows, whatever follows their first dot ([naming files], [console handles]). `CLOCK$` is from
/// MS-DOS.
///
/// [naming files]: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
/// [console handles]: https://learn.microsoft.com/en-us/windows/console/console-handles
const DEVICES: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

/// Devices of which there are several: one of [`PORT_NUMBERS`] follows.
const PORTS: [&str; 2] = ["COM", "LPT"];
const PORT_NUMBERS: [&str; 13] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"];

/// Characters that show nothing: property `Default_Ignorable_Code_Point` ([`DerivedCoreProperties.txt`]) without the
/// variation selectors, which belong to the emoji before them, and the annotation characters up to U+FFFB.
///
/// The zero-width joiner is among them, which costs some emoji and some Persian and Sinhala words their form; but
/// browsers save a `_` for it, which is worse.
///
/// [`DerivedCoreProperties.txt`]: https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
    )
}

/// One of the 66 code points that are no characters (the Unicode Standard, section 23.7).
fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}

/// What stands in a name for a character that it can't hold.
fn replaced(character: char) -> char {
    match character {
        // The blank pattern of Braille is no white space by its properties, but it shows nothing.
        '\u{2800}' => ' ',
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        _ if character.is_whitespace() => ' ',
        _ if character.is_control() || is_noncharacter(character) => '_',
        _ => character,
    }
}

/// Whether rule 1 or 2 changes a character outside ASCII.
fn is_changed(character: char) -> bool {
    !character.is_ascii() && (is_ignorable(character) || replaced(character) != character)
}

/// What rules 1 and 2 leave of a text.
fn kept(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&character| !is_ignorable(character)).map(replaced)
}

/// What doesn't stand at an end.
fn is_trimmed(byte: u8) -> bool {
    matches!(byte, b' ' | b'.')
}

/// What makes no name by itself.
const fn is_filler(byte: u8) -> bool {
    matches!(byte, b'_' | b'.' | b'-' | b' ')
}

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
        let sanitized = if is_sanitized(name) {
            if ascii::is_same(name) {
                return Self { sanitized: Sanitized::AsGiven(name), fallback: None };
            }
            Sanitized::AsGiven(name)
        } else {
            let mut draft = Draft::new();
            for character in kept(name) {
                draft.push(character);
                if draft.is_full() {
                    break;
                }
            }
            Sanitized::Changed(draft.finish(Some(name)))
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

/// What the rules have to do with each byte, as bits.
static CLASSES: [u8; 256] = classes();
/// Rule 2 replaces it.
const REPLACED: u8 = 1;
const SPACE: u8 = 2;
const PERCENT: u8 = 4;
const NOT_ASCII: u8 = 8;
/// It is more than a filler.
const NAMING: u8 = 16;

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
            b'%' => PERCENT | NAMING,
            0..b' ' | 0x7f | b'/' | b'\\' | b':' | b'*' | b'?' | b'"' | b'<' | b'>' | b'|' => REPLACED,
            0x80.. => NOT_ASCII | NAMING,
            _ => NAMING,
        };
        index += 1;
    }
    table
}

/// Whether no rule changes anything: one look at each byte of the names that most people give.
#[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
fn is_sanitized(name: &str) -> bool {
    let bytes = name.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
    if bytes.len() > MAX_LENGTH || first == b'~' || is_trimmed(first) || is_trimmed(last) {
        return false;
    }
    let (mut seen, mut twice, mut before) = (0, 0, 0);
    for &byte in bytes {
        let class = CLASSES[usize::from(byte)];
        seen |= class;
        twice |= class & before;
        before = class;
    }
    seen & REPLACED == 0
        && seen & NAMING != 0
        && twice & SPACE == 0
        && !is_device(bytes)
        && !(seen & PERCENT != 0 && holds_escape(bytes))
        && !(seen & NOT_ASCII != 0 && name.chars().any(is_changed))
}

fn holds_escape(bytes: &[u8]) -> bool {
    bytes
        .windows("%41".len())
        .any(|window| matches!(window, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()))
}

/// A name that is being written: without `%` before two hex digits, without runs of spaces, without spaces and dots at
/// its ends. It may be longer than what is kept of it.
pub(crate) struct Draft {
    text: ShortName,
    /// Of all that was written.
    length: usize,
    /// Of what was written up to the last character that isn't a space or dot.
    trimmed_length: usize,
    after_space: bool,
    escape: Escape,
}

/// How much of a percent-encoded byte the last characters are.
#[derive(Clone, Copy)]
enum Escape {
    None,
    Percent,
    PercentAndDigit,
}

impl Draft {
    pub(crate) const fn new() -> Self {
        Self { text: ShortName::new(), length: 0, trimmed_length: 0, after_space: false, escape: Escape::None }
    }

    pub(crate) fn push_str(&mut self, text: &str) {
        for character in text.chars() {
            self.push(character);
        }
    }

    pub(crate) fn push(&mut self, character: char) {
        let is_space = character == ' ';
        let is_trimmed = is_space || character == '.';
        if (is_trimmed && self.length == 0) || (is_space && self.after_space) {
            return;
        }
        self.after_space = is_space;
        // A shorter character must not follow where a longer one had no room.
        if self.length == self.text.len() {
            self.text.push(character);
        }
        self.length += character.len_utf8();
        if !is_trimmed {
            self.trimmed_length = self.length;
        }
        self.escape = match self.escape {
            _ if character == '%' => Escape::Percent,
            Escape::Percent if character.is_ascii_hexdigit() => Escape::PercentAndDigit,
            Escape::PercentAndDigit if character.is_ascii_hexdigit() => {
                self.text.set(self.length - "%41".len(), b'_');
                Escape::None
            }
            _ => Escape::None,
        };
    }

    /// Whether nothing that follows can change what is kept: not even two hex digits after a `%` at its end.
    fn is_full(&self) -> bool {
        self.trimmed_length > MAX_LENGTH + "41".len()
    }

    /// What is kept, by the rules for every character.
    pub(crate) fn text(&mut self) -> &mut ShortName {
        self.text.truncate(self.trimmed_length);
        &mut self.text
    }

    /// The name, by the rules for the whole of it too. What is cut finds its extension in `source`, if it was made of
    /// that, and in itself otherwise.
    pub(crate) fn finish(mut self, source: Option<&str>) -> ShortName {
        let mut length = self.trimmed_length;
        let mut text = self.text().clone();
        if text.as_bytes().first() == Some(&b'~') {
            text.set(0, b'_');
        } else if is_device(text.as_bytes()) {
            text.push_front(b'_');
            length += "_".len();
        }
        if length > MAX_LENGTH {
            let own = self.text;
            let extension = Extension::find(source.unwrap_or(own.as_str()));
            let extension_length = extension.as_ref().map_or(0, |extension| ".".len() + extension.length);
            text.truncate(MAX_LENGTH - extension_length);
            text.trim_end(is_trimmed);
            if let Some(extension) = extension {
                text.push('.');
                for character in kept(extension.source) {
                    text.push(character);
                }
            }
        }
        if text.as_bytes().iter().all(|&byte| is_filler(byte)) {
            text = ShortName::new();
            text.push_str(NAMELESS);
        }
        text
    }
}

/// Whether Windows opens a device in place of a file of this name.
fn is_device(name: &[u8]) -> bool {
    let (b'A' | b'C' | b'L' | b'N' | b'P') = name.first().map_or(0, u8::to_ascii_uppercase) else { return false };
    // The longest, with the space and the dot that may follow.
    let start = name.get(.."CONOUT$ .".len()).unwrap_or(name);
    let stem = match start.iter().position(|&byte| byte == b'.') {
        Some(dot) => start.get(..dot).unwrap_or_default(),
        None if start.len() < name.len() => return false,
        None => start,
    };
    let stem = stem.strip_suffix(b" ").unwrap_or(stem);
    let is_port = |port: &str| {
        stem.split_at_checked(port.len()).is_some_and(|(start, number)| {
            start.eq_ignore_ascii_case(port.as_bytes()) && PORT_NUMBERS.iter().any(|one| one.as_bytes() == number)
        })
    };
    DEVICES.iter().any(|device| device.as_bytes().eq_ignore_ascii_case(stem)) || PORTS.into_iter().any(is_port)
}

/// What follows the last dot of a name.
struct Extension<'a> {
    /// Where it stands, with the characters that aren't kept.
    source: &'a str,
    length: usize,
}

impl<'a> Extension<'a> {
    /// One of at most [`MAX_EXTENSION`] bytes, of ASCII letters, digits, and other characters outside ASCII.
    fn find(source: &'a str) -> Option<Self> {
        let is_end = |character| is_ignorable(character) || matches!(replaced(character), ' ' | '.');
        let (_, source) = source.trim_end_matches(is_end).rsplit_once('.')?;
        let mut length = 0;
        for character in kept(source) {
            length += character.len_utf8();
            if length > MAX_EXTENSION || (character.is_ascii() && !character.is_ascii_alphanumeric()) {
                return None;
            }
        }
        Some(Self { source, length })
    }
}
