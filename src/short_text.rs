//! A text with a place of its own, so that it costs no allocation.

use crate::impossible::impossible;

/// Longest file name, in bytes of UTF-8.
pub(crate) const MAX_LENGTH: usize = 230;

/// A file name.
pub(crate) type ShortName = ShortText<MAX_LENGTH>;

const IN_PLACE: &str = "the length is never over the limit";

/// A text of at most `LIMIT` bytes of UTF-8, in place.
#[derive(Clone)]
pub(crate) struct ShortText<const LIMIT: usize> {
    bytes: [u8; LIMIT],
    length: usize,
}

impl<const LIMIT: usize> ShortText<LIMIT> {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; LIMIT], length: 0 }
    }

    /// Appends a text, if there is room for the whole of it. Returns whether there was.
    pub(crate) fn push_str(&mut self, text: &str) -> bool {
        let place = self.bytes.get_mut(self.length..self.length + text.len());
        if let Some(place) = place {
            place.copy_from_slice(text.as_bytes());
            self.length += text.len();
            true
        } else {
            false
        }
    }

    /// Appends a character, if there is room for it.
    pub(crate) fn push(&mut self, character: char) {
        if !character.is_ascii() {
            self.push_str(character.encode_utf8(&mut [0; 4]));
        } else if let (Some(place), Ok(byte)) = (self.bytes.get_mut(self.length), u8::try_from(character)) {
            *place = byte;
            self.length += 1;
        }
    }

    /// Cuts after the last character that ends within `limit` bytes.
    pub(crate) fn truncate(&mut self, limit: usize) {
        if limit < self.length {
            let is_inside = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
            self.length = limit;
            while self.bytes.get(self.length).is_some_and(is_inside) {
                self.length = self.length.saturating_sub(1);
            }
        }
    }

    /// Cuts what is trimmed, which is ASCII, at the end.
    pub(crate) fn trim_end(&mut self, is_trimmed: fn(u8) -> bool) {
        while self.as_bytes().last().is_some_and(|&byte| is_trimmed(byte)) {
            self.length -= 1;
        }
    }

    /// Puts an ASCII character before the first. At the end, one that has no room any more goes.
    pub(crate) fn push_front(&mut self, ascii: u8) {
        self.truncate(LIMIT - 1);
        self.bytes.copy_within(..self.length, 1);
        self.length += 1;
        self.set(0, ascii);
    }

    /// Puts an ASCII character in the place of another, if that is kept.
    pub(crate) fn set(&mut self, place: usize, ascii: u8) {
        if let Some(byte) = self.as_bytes_mut().get_mut(place) {
            *byte = ascii;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_else(|| impossible(IN_PLACE))
    }

    /// For changes of one ASCII character to another.
    pub(crate) fn as_bytes_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(..self.length).unwrap_or_else(|| impossible(IN_PLACE))
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_else(|_| impossible("whole characters are written and cut"))
    }
}
