//! A name that is being written, and the rules for the whole of it.

use crate::disposition::characters::{is_gone_at_end, kept, syllable};
use crate::short_text::{MAX_LENGTH, ShortName};

/// Longest last part of an extension that a cut keeps, in bytes of UTF-8, without its dot.
pub(super) const MAX_EXTENSION: usize = 16;

/// Longest name that was nothing but an extension, in characters.
const MAX_BARE_EXTENSION: usize = 4;

/// What is saved where there is no name.
pub(super) const NAMELESS: &str = "download";

/// Names of devices on Windows, whatever follows their first dot ([naming files], [console handles]). `CLOCK$` is from
/// MS-DOS.
///
/// [naming files]: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
/// [console handles]: https://learn.microsoft.com/en-us/windows/console/console-handles
const DEVICES: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

/// Devices of which there are several: one of [`PORT_NUMBERS`] follows.
const PORTS: [&str; 2] = ["COM", "LPT"];
const PORT_NUMBERS: [&str; 13] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"];

/// A name that is being written: without `%` before two hex digits, without runs of spaces, without spaces, dots and
/// forbidden characters at its ends, and with its Hangul composed. It may be longer than what is kept of it.
pub(super) struct Draft {
    text: ShortName,
    /// Of all that was written.
    length: usize,
    /// Of what was written up to the last character that isn't trimmed.
    trimmed_length: usize,
    front: Front,
    /// The last character, if any was written.
    last: char,
    escape: Escape,
}

/// What was trimmed in front.
#[derive(Default)]
struct Front {
    has_dot: bool,
    has_forbidden: bool,
    ends_in_dot: bool,
}

/// How much of a percent-encoded byte the last characters are.
#[derive(Clone, Copy)]
enum Escape {
    None,
    Percent,
    PercentAndDigit,
}

impl Draft {
    pub(super) fn new() -> Self {
        let (text, front) = (ShortName::new(), Front::default());
        Self { text, length: 0, trimmed_length: 0, front, last: '\0', escape: Escape::None }
    }

    pub(super) fn push_str(&mut self, text: &str) {
        for character in text.chars() {
            self.push(character);
        }
    }

    /// Pushes a run of characters that [`is_plain`]: no rule is about one of them, but where it ends an escape.
    pub(super) fn push_plain(&mut self, run: &str) {
        let mut rest = run.chars();
        while !matches!(self.escape, Escape::None)
            && let Some(character) = rest.next()
        {
            self.push(character);
        }
        let rest = rest.as_str();
        let Some(&last) = rest.as_bytes().last() else { return };
        if self.length == self.text.len() {
            let room = MAX_LENGTH - self.length;
            self.text.push_str(rest.get(..room).unwrap_or(rest));
        }
        self.length += rest.len();
        self.trimmed_length = self.length;
        self.last = char::from(last);
    }

    pub(super) fn push(&mut self, character: char) {
        if character.is_ascii_alphanumeric() && matches!(self.escape, Escape::None) {
            return self.write(character, false);
        }
        let is_trimmed = matches!(character, ' ' | '.');
        if is_trimmed && self.length == 0 {
            self.front.ends_in_dot = character == '.';
            self.front.has_dot |= character == '.';
            return;
        }
        if character == ' ' && self.last == ' ' {
            return;
        }
        if let Some(syllable) = syllable(self.last, character) {
            self.put_for_last(syllable);
            return;
        }
        self.write(character, is_trimmed);
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

    /// A `_` in the place of a character that no name can hold. At an end it goes.
    pub(super) fn push_forbidden(&mut self) {
        if self.length == 0 {
            self.front.has_forbidden = true;
            self.front.ends_in_dot = false;
            return;
        }
        self.write('_', true);
        self.escape = Escape::None;
    }

    fn write(&mut self, character: char, is_trimmed: bool) {
        // A shorter character must not follow where a longer one had no room.
        if self.length == self.text.len() {
            self.text.push(character);
        }
        self.length += character.len_utf8();
        self.last = character;
        if !is_trimmed {
            self.trimmed_length = self.length;
        }
    }

    /// Conjoining Hangul and its syllables have the same length.
    fn put_for_last(&mut self, syllable: char) {
        if self.length == self.text.len() {
            self.text.truncate(self.length - syllable.len_utf8());
            self.text.push(syllable);
        }
        self.last = syllable;
    }

    /// Whether nothing that follows can change what is kept: not even two hex digits after a `%` at its end.
    pub(super) fn is_full(&self) -> bool {
        self.trimmed_length > MAX_LENGTH + "41".len()
    }

    /// What is kept, by the rules for every character.
    pub(super) fn text(&mut self) -> &mut ShortName {
        self.text.truncate(self.trimmed_length);
        &mut self.text
    }

    /// Whether a dot stood right before what is kept.
    pub(super) fn follows_dot(&self) -> bool {
        self.front.ends_in_dot
    }

    /// Gives what was nothing but an extension a stem: `.pdf`, but not `../a` or `.gitignore`.
    pub(super) fn name_extension(&mut self) {
        if !self.front.has_dot || self.front.has_forbidden {
            return;
        }
        let bytes = self.text().as_bytes();
        if bytes.len() <= MAX_BARE_EXTENSION
            && bytes.iter().all(u8::is_ascii_alphanumeric)
            && bytes.iter().any(u8::is_ascii_alphabetic)
        {
            let bare = core::mem::replace(self, Self::new());
            self.push_str(NAMELESS);
            self.push('.');
            self.push_str(bare.text.as_str());
        }
    }

    /// The name, by the rules for the whole of it too. What is cut finds its extension in `source`, if it was made of
    /// that, and in itself otherwise.
    pub(super) fn finish(mut self, source: Option<&str>) -> ShortName {
        let mut length = self.trimmed_length;
        let mut text = self.text().clone();
        if matches!(text.as_bytes().first(), Some(b'~' | b'-')) {
            text.set(0, b'_');
        } else if is_device(text.as_bytes()) {
            text.push_front(b'_');
            length += "_".len();
        }
        if length > MAX_LENGTH {
            let own = self.text;
            let extension = Extension::find(source.unwrap_or(own.as_str()));
            text.truncate(MAX_LENGTH - extension.as_ref().map_or(0, Extension::len));
            text.trim_end(|byte| matches!(byte, b' ' | b'.'));
            if let Some(extension) = extension {
                extension.push_onto(&mut text);
            }
        }
        if text.as_bytes().iter().all(|&byte| is_filler(byte)) {
            text = ShortName::new();
            text.push_str(NAMELESS);
        }
        text
    }
}

/// Splits a text behind its first run of characters that go through [`Draft::push_plain`]. A run is no longer than a name.
#[inline]
pub(super) fn split_plain(text: &str) -> (&str, &str) {
    let count = text.bytes().take(MAX_LENGTH).take_while(|&byte| is_plain(byte)).count();
    text.split_at_checked(count).unwrap_or(("", text))
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// What makes no name by itself.
pub(super) const fn is_filler(byte: u8) -> bool {
    matches!(byte, b'_' | b'.' | b'-' | b' ')
}

/// Whether Windows opens a device instead of a file of this name.
pub(super) fn is_device(name: &[u8]) -> bool {
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

/// What follows the last dot of a name that is cut, with a `.tar` before it.
struct Extension<'a> {
    /// Where `tar` stands, with the characters that aren't kept.
    tar: Option<&'a str>,
    last: ShortName,
}

impl<'a> Extension<'a> {
    /// One of at most [`MAX_EXTENSION`] bytes, of ASCII letters, digits, and other characters outside ASCII.
    fn find(source: &'a str) -> Option<Self> {
        let (stem, source) = source.trim_end_matches(is_gone_at_end).rsplit_once('.')?;
        let mut draft = Draft::new();
        for character in kept(source) {
            let allowed = character.filter(|one| !one.is_ascii() || one.is_ascii_alphanumeric())?;
            draft.push(allowed);
            if draft.length > MAX_EXTENSION {
                return None;
            }
        }
        let last = draft.text;
        let is_tar = |text: &&str| kept(text).map(|one| one.unwrap_or('_').to_ascii_lowercase()).eq("tar".chars());
        let tar = stem.rsplit_once('.').map(|(_, tar)| tar).filter(is_tar).filter(|_| last.as_bytes().is_ascii());
        Some(Self { tar, last })
    }

    fn len(&self) -> usize {
        ".".len() + self.last.len() + self.tar.map_or(0, |_| ".tar".len())
    }

    fn push_onto(&self, text: &mut ShortName) {
        if let Some(tar) = self.tar {
            text.push('.');
            kept(tar).flatten().for_each(|one| text.push(one));
        }
        text.push('.');
        text.push_str(self.last.as_str());
    }
}
