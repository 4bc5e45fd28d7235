//! Percent-encoding by the one rule of Signature Version 4: everything but `A-Z a-z 0-9 - . _ ~` becomes `%HH` in
//! upper case, and `/` stays in a path only ([UriEncode]).
//!
//! [UriEncode]: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

use alloc::string::String;

use core::cmp::Ordering;

use crate::impossible::impossible;

/// What encoded text is appended to.
pub(crate) trait Output {
    fn append(&mut self, text: &str);

    /// Appends the ASCII that `write` puts at the start of the room it is given. It returns how many bytes that are, and
    /// may leave anything behind them.
    fn append_with(&mut self, write: impl FnOnce(&mut Room) -> usize);
}

/// Room for [`ENCODED`] bytes, and for what is written past the end.
pub(crate) type Room = [u8; ENCODED + SLACK];
/// A power of two: so the compiler sees that no place lies outside.
const ENCODED: usize = 256;
const SLACK: usize = 4;

const _: () =
    assert!(ENCODED.is_power_of_two() && SLACK + 1 >= "%25HH".len(), "any place has room for the longest piece");

impl Output for String {
    fn append(&mut self, text: &str) {
        self.push_str(text);
    }

    fn append_with(&mut self, write: impl FnOnce(&mut Room) -> usize) {
        let mut room = [0; ENCODED + SLACK];
        let length = write(&mut room);
        let text = room.get(..length).and_then(|written| str::from_utf8(written).ok());
        self.push_str(text.unwrap_or_else(|| impossible("what is written is ASCII, and has room")));
    }
}

/// How the bytes of one kind of text are written: up to three bytes of text, then how many of them count.
///
/// A table and a fixed buffer take about a third of the time of `percent-encoding`'s iterator on a 106-byte header
/// value; a test proves the two equal.
pub(crate) struct Alphabet {
    table: [[u8; 4]; 256],
    slash_stays: bool,
}

/// Query names and values, and everything in the credential scope.
pub(crate) static QUERY: Alphabet = Alphabet::new(false);
/// Keys: the slash stays.
pub(crate) static PATH: Alphabet = Alphabet::new(true);

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Without branches, so that a look at a whole text is compiled to one at many bytes at a time.
const fn is_unreserved(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    letter | digit | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

impl Alphabet {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::indexing_slicing,
        reason = "the loop ends at 255, and const code has neither `try_from` nor `get`"
    )]
    const fn new(slash_stays: bool) -> Self {
        let mut table = [[0; 4]; 256];
        let mut index = 0;
        while index < 256 {
            let byte = index as u8;
            table[index] = if is_unreserved(byte) || (slash_stays && byte == b'/') {
                [byte, 0, 0, 1]
            } else {
                [b'%', HEX[index >> 4], HEX[index & 15], 3]
            };
            index += 1;
        }
        Self { table, slash_stays }
    }

    /// Appends a text that is most often its own encoded form: a key.
    pub(crate) fn push_mostly_plain(&self, out: &mut impl Output, text: &str) {
        if self.all_stay(text.as_bytes()) {
            out.append(text);
        } else {
            self.push(out, text);
        }
    }

    /// Appends `text`, encoded.
    #[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
    pub(crate) fn push(&self, out: &mut impl Output, text: &str) {
        for block in text.as_bytes().chunks(ENCODED / 3) {
            out.append_with(|room| {
                let mut length = 0;
                for &byte in block {
                    let entry = self.table[usize::from(byte)];
                    // Four bytes, of which one or three count: the next step writes over the others.
                    let start = length % ENCODED;
                    if let Some(place) = room.get_mut(start..start + 4) {
                        place.copy_from_slice(&entry);
                    }
                    length += usize::from(entry[3]);
                }
                length
            });
        }
    }

    /// Appends `text`, encoded and then encoded once more, so that the `%` of the first time is `%25`.
    ///
    /// A value that is percent-encoded itself, such as the `filename*` of a `Content-Disposition`, enters a query so.
    #[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
    pub(crate) fn push_twice(&self, out: &mut impl Output, text: &str) {
        for block in text.as_bytes().chunks(ENCODED / 5) {
            out.append_with(|room| {
                let mut length = 0;
                for &byte in block {
                    let [first, second, third, count] = self.table[usize::from(byte)];
                    let (piece, count) =
                        if count == 1 { ([first, 0, 0, 0, 0], 1) } else { ([b'%', b'2', b'5', second, third], 5) };
                    let start = length % ENCODED;
                    if let Some(place) = room.get_mut(start..start + 5) {
                        place.copy_from_slice(&piece);
                    }
                    length += count;
                }
                length
            });
        }
    }

    /// What [`push`](Self::push) writes for a byte.
    #[cfg(feature = "verify")]
    #[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
    pub(crate) fn of_byte(&self, byte: u8) -> &[u8] {
        let [text @ .., count] = &self.table[usize::from(byte)];
        text.get(..usize::from(*count)).unwrap_or(text)
    }

    /// Whether `text` is what [`push`](Self::push) writes for some text.
    #[cfg(feature = "verify")]
    pub(crate) fn is_encoded(&self, text: &str) -> bool {
        let (_, rest) = self.split_encoded(text);
        rest.is_empty()
    }

    /// Splits `text` behind the longest beginning that [`push`](Self::push) writes for some text; what stands for no text is
    /// no such beginning at all.
    #[cfg(feature = "verify")]
    #[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
    pub(crate) fn split_encoded<'a>(&self, text: &'a str) -> (&'a str, &'a str) {
        let stays = |byte: u8| self.table[usize::from(byte)][3] == 1;
        let (blocks, _) = text.as_bytes().as_chunks::<16>();
        let plain_blocks = blocks.iter().take_while(|block| self.all_stay(*block)).count();
        let mut rest = text.as_bytes().get(16 * plain_blocks..).unwrap_or_else(|| impossible("a part of the text"));
        let mut beyond_ascii = false;
        loop {
            // Four at a time, of which each is written as one byte.
            while let Some((four, behind)) = rest.split_first_chunk::<4>()
                && four.iter().fold(0, |lengths, &byte| lengths | self.table[usize::from(byte)][3]) == 1
            {
                rest = behind;
            }
            let plain = rest.iter().position(|&byte| !stays(byte)).unwrap_or(rest.len());
            rest = rest.get(plain..).unwrap_or_else(|| impossible("a part of the text"));
            let [b'%', high, low, behind @ ..] = rest else { break };
            let (high, low) = (HEX_VALUE[usize::from(*high)], HEX_VALUE[usize::from(*low)]);
            let escaped = (high << 4) | low;
            if (high | low) > 15 || stays(escaped) {
                break;
            }
            beyond_ascii |= !escaped.is_ascii();
            rest = behind;
        }
        let (encoded, rest) = text.split_at_checked(text.len() - rest.len()).unwrap_or(("", text));
        if beyond_ascii && percent_encoding::percent_decode_str(encoded).decode_utf8().is_err() {
            return ("", text);
        }
        (encoded, rest)
    }

    /// Whether every byte is written as it is.
    #[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
    fn all_stay(&self, bytes: &[u8]) -> bool {
        // Whole blocks without a branch, so that the compiler does many bytes at a time, and the rest by the table.
        let (blocks, rest) = bytes.as_chunks::<16>();
        let stays = |byte: u8| is_unreserved(byte) | (self.slash_stays & (byte == b'/'));
        blocks.as_flattened().iter().fold(true, |all, &byte| all & stays(byte))
            && rest.iter().all(|&byte| self.table[usize::from(byte)][3] == 1)
    }
}

/// What each upper-case hex digit stands for; 16 for any other byte.
#[cfg(feature = "verify")]
#[allow(clippy::indexing_slicing, reason = "the loop ends at 15, and const code has no `get`")]
static HEX_VALUE: [u8; 256] = {
    let mut values = [16; 256];
    let mut value = 0;
    while value < 16 {
        values[HEX[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// How long `text` gets at the most when it is encoded. Exact, but for the slashes of a path.
#[allow(clippy::indexing_slicing, reason = "a byte can't miss a table of 256")]
pub(crate) fn encoded_len(text: &str) -> usize {
    // In whole blocks the compiler counts in lanes of one byte each, which the 12 blocks of a chunk can't overflow.
    let (blocks, rest) = text.as_bytes().as_chunks::<16>();
    let escapes = |blocks: &[[u8; 16]]| {
        blocks.as_flattened().iter().fold(0_u8, |sum, &byte| sum.wrapping_add(u8::from(!is_unreserved(byte))))
    };
    let in_blocks: usize = blocks.chunks(12).map(|blocks| usize::from(escapes(blocks))).sum();
    let in_rest: usize = rest.iter().map(|&byte| usize::from(QUERY.table[usize::from(byte)][3])).sum();
    16 * blocks.len() + 2 * in_blocks + in_rest
}

/// Compares two names as their encoded forms compare, byte by byte, without encoding them.
///
/// `%` sorts before every unreserved byte, and upper-case hex digits sort as the bytes they stand for, so a reserved
/// byte is less than any unreserved one and otherwise the bytes themselves decide.
pub(crate) fn cmp_encoded(left: &str, right: &str) -> Ordering {
    left.bytes().map(rank).cmp(right.bytes().map(rank))
}

/// What a byte of a name is compared by: see [`cmp_encoded`].
pub(crate) fn rank(byte: u8) -> (bool, u8) {
    (is_unreserved(byte), byte)
}

/// Whether `text` is its own encoded form.
pub(crate) fn is_plain(text: &str) -> bool {
    QUERY.all_stay(text.as_bytes())
}

/// The most digits of a [`Decimal`].
pub(crate) const MAX_DECIMAL: usize = 20;

const _: () = assert!(u64::MAX.ilog10() as usize + 1 == MAX_DECIMAL, "every `u64` has room");

/// A number in decimal digits.
pub(crate) struct Decimal {
    /// The digits stand at the end.
    text: [u8; MAX_DECIMAL],
    start: usize,
}

impl Decimal {
    pub(crate) fn new(mut number: u64) -> Self {
        let mut text = [b'0'; MAX_DECIMAL];
        let mut start = MAX_DECIMAL;
        for place in text.iter_mut().rev() {
            *place += u8::try_from(number % 10).unwrap_or_else(|_| impossible("a digit is under ten"));
            start -= 1;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        Self { text, start }
    }

    pub(crate) fn as_str(&self) -> &str {
        let digits = self.text.get(self.start..).and_then(|digits| str::from_utf8(digits).ok());
        digits.unwrap_or_else(|| impossible("digits are ASCII"))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

    fn encoded(alphabet: &Alphabet, text: &str) -> String {
        let mut out = String::new();
        alphabet.push(&mut out, text);
        out
    }

    proptest! {
        #[test]
        fn encodes_as_the_percent_encoding_crate_does(text in "\\PC{0,200}|[\\x00-\\x7f]{0,200}") {
            prop_assert_eq!(encoded(&QUERY, &text), utf8_percent_encode(&text, RESERVED).to_string());
            prop_assert_eq!(encoded(&PATH, &text), utf8_percent_encode(&text, RESERVED_IN_PATH).to_string());
            prop_assert_eq!(encoded_len(&text), encoded(&QUERY, &text).len());
            let mut path = String::new();
            PATH.push_mostly_plain(&mut path, &text);
            prop_assert_eq!(path, encoded(&PATH, &text));
            let mut twice = String::new();
            QUERY.push_twice(&mut twice, &text);
            prop_assert_eq!(&twice, &encoded(&QUERY, &encoded(&QUERY, &text)));
            prop_assert_eq!(is_plain(&text), encoded(&QUERY, &text) == text);
        }

        #[test]
        #[cfg(feature = "verify")]
        fn knows_what_is_encoded(text in "(%(20|2F|7E|C3%BC|c3|41|E2|)|[-a/ü ]){0,6}") {
            for alphabet in [&QUERY, &PATH] {
                let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
                let as_encoded = decoded.is_ok_and(|decoded| encoded(alphabet, &decoded) == text);
                prop_assert_eq!(alphabet.is_encoded(&text), as_encoded);
            }
        }

        #[test]
        fn writes_decimals_as_display_does(number in any::<u64>(), small in 0_u64..1_000_000) {
            for number in [number, small] {
                let decimal = Decimal::new(number);
                prop_assert_eq!(decimal.as_str(), number.to_string());
            }
        }

        #[test]
        fn compares_as_the_encoded_forms_do(left in "[ -~é€]{0,4}", right in "[ -~é€]{0,4}") {
            prop_assert_eq!(cmp_encoded(&left, &right), encoded(&QUERY, &left).cmp(&encoded(&QUERY, &right)));
        }
    }
}
