//! Takes the secrets out of texts that are shown.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::protocol::SECRETS;

/// The text with the value of every secret parameter and header replaced by its length.
///
/// A name is found in every spelling that a reader might decode: percent-encoded, as XML's character references, both, and
/// several times over.
pub(crate) fn elide(text: &str) -> String {
    elide_named(text, is_secret)
}

/// [`elide`] for what somebody else has written: what a name says is a token, a signature, a credential or a secret may be
/// one, whosever the name is.
#[cfg(feature = "diagnose")]
pub(crate) fn elide_quoted(text: &str) -> String {
    // The access key id is no secret, and differs most often.
    elide_named(text, |name| is_secret(name) || names_a_secret(name) && name != b"X-Amz-Credential")
}

/// What a value of this length is replaced by.
pub(crate) fn elided(value: &str) -> String {
    format!("<{} bytes elided>", value.len())
}

/// Whether the text is what a value was replaced by.
pub(crate) fn is_elided(text: &str) -> bool {
    let length = text.strip_prefix('<').and_then(|text| text.strip_suffix(" bytes elided>"));
    length.is_some_and(|length| !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a name says that its value is a secret.
#[cfg(feature = "diagnose")]
pub(crate) fn names_a_secret(name: &[u8]) -> bool {
    const WORDS: [&str; 5] = ["authorization", "credential", "secret", "signature", "token"];
    let has = |word: &str| name.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    WORDS.into_iter().any(has)
}

/// Whether a name ends as one of [`SECRETS`]; `_` stands for `-`, as in CGI.
fn is_secret(name: &[u8]) -> bool {
    let fold = |byte: &u8| if *byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    let ends_as = |secret: &str| {
        let end = name.len().checked_sub(secret.len()).and_then(|start| name.get(start..));
        end.is_some_and(|end| end.iter().map(fold).eq(secret.bytes()))
    };
    SECRETS.into_iter().any(ends_as)
}

/// Where it is not clear where a value ends, too much is taken out and never too little.
fn elide_named(text: &str, is_secret: impl Fn(&[u8]) -> bool) -> String {
    let Some(decoded) = Decoded::of(text) else {
        return elided(text);
    };
    let bytes = decoded.bytes.as_slice();
    let mut shown = String::with_capacity(text.len());
    let (mut place, mut copied) = (0, 0);
    while place < bytes.len() {
        let name_end = end_of(bytes, place, |byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let Some(name) = bytes.get(place..name_end).filter(|name| !name.is_empty()) else {
            place += 1;
            continue;
        };
        place = name_end;
        // JSON has a quote there, and some logs have spaces.
        let separator = end_of(bytes, name_end, |byte| byte.is_ascii_whitespace() || b"\"'".contains(&byte));
        if !matches!(bytes.get(separator), Some(b':' | b'=')) || !is_secret(name) {
            continue;
        }
        // What is encoded ends nothing, and a header goes on to the end of its line.
        let is_header = decoded.is_plain(separator, b':');
        let is_end = |at: &usize| decoded.is_plain(*at, b'\n') || !is_header && decoded.is_plain(*at, b'&');
        let value_end = (separator + 1..bytes.len()).find(is_end).unwrap_or(bytes.len());
        let (from, to) = (decoded.start(separator + 1), decoded.start(value_end));
        // Without a value, the header was not sent.
        if let (Some(before), Some(value)) = (text.get(copied..from), text.get(from..to))
            && !value.is_empty()
        {
            shown.push_str(before);
            if is_elided(value) {
                shown.push_str(value);
            } else {
                shown.push_str(&elided(value));
            }
            copied = to;
        }
        place = value_end;
    }
    shown.push_str(text.get(copied..).unwrap_or_default());
    shown
}

/// The end of the bytes of a kind from a place on.
fn end_of(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| is(**byte)).count()
}

/// A text without percent-encoding and character references, decoded until none is left, in time linear in its length.
struct Decoded {
    bytes: Vec<u8>,
    /// Where each byte begins in the text, and at last where the text ends; half as large as with `usize`.
    starts: Vec<u32>,
}

impl Decoded {
    /// `None` for over 4 GiB.
    fn of(text: &str) -> Option<Self> {
        let end = u32::try_from(text.len()).ok()?;
        let mut decoded = Self { bytes: Vec::with_capacity(text.len()), starts: Vec::with_capacity(text.len() + 1) };
        // The places of each `&` with no `;` behind it.
        let mut references = Vec::new();
        for (start, byte) in (0..end).zip(text.bytes()) {
            decoded.push(byte, start, &mut references);
            // What was decoded may end another escape.
            while let Some((length, byte)) = decoded.last_escape(&references) {
                let place = decoded.bytes.len() - length;
                let start = decoded.starts.get(place).copied()?;
                decoded.bytes.truncate(place);
                decoded.starts.truncate(place);
                while references.last().is_some_and(|reference| *reference >= place) {
                    references.pop();
                }
                decoded.push(byte, start, &mut references);
            }
            // No reference holds a `;`.
            if decoded.bytes.last() == Some(&b';') {
                references.clear();
            }
        }
        decoded.starts.push(end);
        Some(decoded)
    }

    fn push(&mut self, byte: u8, start: u32, references: &mut Vec<usize>) {
        if byte == b'&' {
            references.push(self.bytes.len());
        }
        self.bytes.push(byte);
        self.starts.push(start);
    }

    /// The escape with which the bytes end: its length, and what it stands for.
    fn last_escape(&self, references: &[usize]) -> Option<(usize, u8)> {
        match self.bytes.as_slice() {
            [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                Some((3, digit(*high)? << 4 | digit(*low)?))
            }
            [.., b';'] => {
                let reference = self.bytes.get(*references.last()?..)?;
                Some((reference.len(), referenced(reference)?))
            }
            _ => None,
        }
    }

    /// Whether it is this byte that stands there, and no escape of it.
    fn is_plain(&self, place: usize, byte: u8) -> bool {
        self.bytes.get(place) == Some(&byte) && self.start(place + 1) - self.start(place) == 1
    }

    fn start(&self, place: usize) -> usize {
        self.starts.get(place).and_then(|start| usize::try_from(*start).ok()).unwrap_or_default()
    }
}

/// What a reference stands for, of a character or of one of XML's five entities (XML 1.0, sections 4.1 and 4.6).
fn referenced(reference: &[u8]) -> Option<u8> {
    let name = str::from_utf8(reference).ok()?.strip_prefix('&')?.strip_suffix(';')?;
    let number = match name {
        "amp" => return Some(b'&'),
        "apos" => return Some(b'\''),
        "gt" => return Some(b'>'),
        "lt" => return Some(b'<'),
        "quot" => return Some(b'"'),
        _ => name.strip_prefix('#')?,
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    // Names are ASCII: what another character is makes no difference.
    number.ok().map(|number| u8::try_from(number).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::elide;

    #[test]
    fn takes_out_values_wherever_they_stand() {
        for (text, shown) in [
            ("", ""),
            ("GET\n/x-amz-security-token\n\nhost:a\n\nhost\n", "GET\n/x-amz-security-token\n\nhost:a\n\nhost\n"),
            ("a=b&X-Amz-Security-Token=abc&c=d", "a=b&X-Amz-Security-Token=<3 bytes elided>&c=d"),
            ("X-Amz-S3session-Token=abc", "X-Amz-S3session-Token=<3 bytes elided>"),
            ("x-AMZ-signature=abcd\nhost:a", "x-AMZ-signature=<4 bytes elided>\nhost:a"),
            ("x-amz-security-token:a b&c\nz:", "x-amz-security-token:<5 bytes elided>\nz:"),
            ("authorization:AWS4 a\n", "authorization:<6 bytes elided>\n"),
            ("x-amz-security-token:\nhost", "x-amz-security-token:\nhost"),
            ("X%2DAmz%2DSecurity%2DToken=abc&c=d", "X%2DAmz%2DSecurity%2DToken=<3 bytes elided>&c=d"),
            ("X-Amz-Security-Token&#61;abc&c=d", "X-Amz-Security-Token&#61;<3 bytes elided>&c=d"),
            ("&#38;#x58;-amz-signature%26%2361;a%26b\nc", "&#38;#x58;-amz-signature%26%2361;<5 bytes elided>\nc"),
            ("x-amz-signature&#x&#51;d;a", "x-amz-signature&#x&#51;d;<1 bytes elided>"),
            ("x_amz_signature = \"a\"", "x_amz_signature =<4 bytes elided>"),
            ("x-amz-signature=<5 bytes elided>&a", "x-amz-signature=<5 bytes elided>&a"),
            ("x-amz-signature=<abc bytes elided>", "x-amz-signature=<18 bytes elided>"),
            ("X-Amz-Signature%3dabc%26b&c", "X-Amz-Signature%3d<7 bytes elided>&c"),
            ("%3FX-Amz-Security-Token%253Dabc", "%3FX-Amz-Security-Token%253D<3 bytes elided>"),
            ("X-Amz-Security-Token%2525253dabc", "X-Amz-Security-Token%2525253d<3 bytes elided>"),
            ("X-Amz-Security-Token=a b==&c", "X-Amz-Security-Token=<5 bytes elided>&c"),
            (
                "X-Amz-Signature=abX-Amz-Signature=\nX-Amz-Signature=c",
                "X-Amz-Signature=<18 bytes elided>\nX-Amz-Signature=<1 bytes elided>",
            ),
            (
                "x-amz-server-side-encryption-customer-key:abc\nx-amz-server-side-encryption-customer-key-md5:d",
                "x-amz-server-side-encryption-customer-key:<3 bytes elided>\nx-amz-server-side-encryption-customer-key-md5:d",
            ),
            (
                "X-Amz-SignedHeaders=host%3Bx-amz-security-token&a=b",
                "X-Amz-SignedHeaders=host%3Bx-amz-security-token&a=b",
            ),
            (
                "x-amz-security-token=\u{e9}é&x-goog-encryption-key=1",
                "x-amz-security-token=<4 bytes elided>&x-goog-encryption-key=<1 bytes elided>",
            ),
        ] {
            assert_eq!(elide(text), shown);
        }
    }
}
