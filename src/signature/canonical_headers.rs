//! The headers that the client must send beside `host`, in canonical form.

use alloc::string::String;

use crate::check;
use crate::error::{CharacterKind, Error, Field, Result};
use crate::impossible::impossible;
use crate::protocol::{CONTENT_SHA256, DATE, METADATA, REGION_SET, S3SESSION_TOKEN, SECURITY_TOKEN};

/// Headers that the caller can't sign: the client writes them itself or intermediaries rewrite them (RFC 9110, section
/// 7.6.1), or they belong to the signature.
const RESERVED: [&str; 17] = [
    "authorization",
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    CONTENT_SHA256.lower_case,
    DATE.lower_case,
    REGION_SET.lower_case,
    S3SESSION_TOKEN.lower_case,
    SECURITY_TOKEN.lower_case,
];

/// Canonical headers without `host`: `name:value` and a line feed each, names in lower case and sorted, values trimmed
/// and their runs of spaces folded.
///
/// One text is all there is, so what is signed and what is handed back can't differ.
#[derive(Clone, Default)]
pub(crate) struct SignedHeaders(String);

impl SignedHeaders {
    /// Adds a header whose name is `prefix` and `name` together. Only metadata, which is what has a prefix, may be empty.
    pub(crate) fn insert(&mut self, prefix: &str, name: &str, value: &str) -> Result<()> {
        check::text(Field::HeaderName, name, usize::MAX, check::is_token)?;
        check::bytes(Field::HeaderValue, value, check::is_printable)?;
        if prefix.is_empty() && RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name)) {
            return Err(Error::ReservedHeader);
        }
        let is_metadata = !prefix.is_empty() || check::has_prefix_ignoring_case(name, METADATA);
        if value.bytes().all(|byte| byte == b' ') && !is_metadata {
            return Err(Error::Empty { field: Field::HeaderValue });
        }
        if prefix.is_empty()
            && name.eq_ignore_ascii_case("content-length")
            && !value.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(Error::InvalidCharacter { field: Field::ContentLength, character: CharacterKind::Other });
        }

        let lower_case = || prefix.bytes().chain(name.bytes()).map(|byte| byte.to_ascii_lowercase());
        let mut place = 0;
        for (other, line_len) in self.lines() {
            match other.bytes().cmp(lower_case()) {
                core::cmp::Ordering::Less => place += line_len,
                core::cmp::Ordering::Equal => return Err(Error::DuplicateHeader),
                core::cmp::Ordering::Greater => break,
            }
        }

        // Room for a handful of headers with the first of them.
        if self.0.is_empty() {
            self.0.reserve(256.max(prefix.len() + name.len() + value.len() + 2));
        }
        let mut insert = |piece: &str| {
            self.0.insert_str(place, piece);
            place += piece.len();
        };
        insert(prefix);
        for byte in name.bytes() {
            insert(char::from(byte.to_ascii_lowercase()).encode_utf8(&mut [0; 4]));
        }
        insert(":");
        let mut separator = "";
        for word in value.split(' ').filter(|word| !word.is_empty()) {
            insert(separator);
            insert(word);
            separator = " ";
        }
        insert("\n");
        Ok(())
    }

    /// Each name, and the length of its whole line.
    fn lines(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.split_inclusive('\n').map(|line| (name(line), line.len()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines before `host` and those after it.
    pub(crate) fn around_host(&self) -> (&str, &str) {
        let before = self.lines().take_while(|(name, _)| *name < "host").map(|(_, line_len)| line_len).sum();
        self.0.split_at_checked(before).unwrap_or_else(|| impossible("whole lines of it"))
    }

    /// All signed names, `host` included, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let (before, after) = self.around_host();
        names(before).chain(["host"]).chain(names(after))
    }
}

fn name(line: &str) -> &str {
    line.split_once(':').unwrap_or_else(|| impossible("each line has a name and a value")).0
}

fn names(lines: &str) -> impl Iterator<Item = &str> {
    pairs(lines).map(|(name, _)| name)
}

/// Reads canonical header lines back.
pub(crate) fn pairs(lines: &str) -> impl Iterator<Item = (&str, &str)> {
    lines.lines().filter_map(|line| line.split_once(':'))
}
