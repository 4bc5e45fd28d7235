//! The headers that the client must send beside `host`, in canonical form.

use alloc::string::String;

use crate::check;
use crate::error::{CharacterKind, Error, Field, Result};
use crate::impossible::impossible;
use crate::protocol::{CONTENT_SHA256, DATE, METADATA, REGION_SET, S3SESSION_TOKEN, SECURITY_TOKEN};
use crate::signature::ordered::Ordered;

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

/// So many headers need no allocation beside that of their text: type and length, and four of checksums or metadata.
const FEW: usize = 6;

/// Canonical headers without `host`: `name:value` and a line feed each, names in lower case and sorted, values trimmed
/// and their runs of spaces folded.
///
/// Each line is written once, so what is signed and what is handed back can't differ.
#[derive(Clone)]
pub(crate) struct SignedHeaders {
    /// The lines, in the order in which they were added.
    text: String,
    /// Where each of them is, in canonical order.
    lines: Ordered<Line, FEW>,
    /// How many of them stand before `host`.
    before_host: usize,
}

/// Where a line is in the text. Small, because it is moved with every request.
#[derive(Clone, Copy)]
struct Line {
    start: u32,
    /// Where its colon is.
    name_end: u32,
    /// Where its line feed is.
    value_end: u32,
}

impl SignedHeaders {
    pub(crate) const fn new() -> Self {
        let lines = Ordered::new(Line { start: 0, name_end: 0, value_end: 0 });
        Self { text: String::new(), lines, before_host: 0 }
    }

    /// Adds a header whose name is `prefix` and `name` together. Only metadata, which is what has a prefix, may be empty.
    #[inline]
    pub(crate) fn insert(&mut self, prefix: &str, name: &str, given: &str) -> Result<()> {
        self.insert_unless(&RESERVED, prefix, name, given)
    }

    #[inline(never)]
    fn insert_unless(&mut self, reserved: &[&str], prefix: &str, name: &str, given: &str) -> Result<()> {
        check::text(Field::HeaderName, name, usize::MAX, check::is_token)?;
        check::bytes(Field::HeaderValue, given, check::is_printable)?;
        if prefix.is_empty() && reserved.iter().any(|reserved| reserved.eq_ignore_ascii_case(name)) {
            return Err(Error::ReservedHeader);
        }
        let is_metadata = !prefix.is_empty() || check::has_prefix_ignoring_case(name, METADATA);
        let value = given.trim_matches(' ');
        if value.is_empty() && !is_metadata {
            return Err(Error::Empty { field: Field::HeaderValue });
        }
        if prefix.is_empty()
            && name.eq_ignore_ascii_case("content-length")
            && !given.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(Error::InvalidCharacter { field: Field::ContentLength, character: CharacterKind::Other });
        }

        // With the first of them, room for a handful.
        let room = prefix.len() + name.len() + value.len() + ":\n".len();
        if self.text.is_empty() {
            self.text.reserve(room.max(256));
        }
        let limit = u32::MAX as usize;
        if self.text.len().saturating_add(room) > limit {
            return Err(Error::TooLong { field: Field::HeaderValue, length: value.len(), limit });
        }
        let start = self.text.len();
        self.text.push_str(prefix);
        self.text.push_str(name);
        let name_end = self.text.len();
        self.text.get_mut(start..).unwrap_or_else(|| impossible(WHOLE_LINES)).make_ascii_lowercase();
        self.text.push(':');
        push_folded(&mut self.text, value);
        let value_end = self.text.len();
        self.text.push('\n');

        let place = |place| u32::try_from(place).unwrap_or_else(|_| impossible("the text is no longer than that"));
        let line = Line { start: place(start), name_end: place(name_end), value_end: place(value_end) };
        let text = &self.text;
        if !self.lines.insert(line, |left, right| left.name(text).cmp(right.name(text))) {
            return Err(Error::DuplicateHeader);
        }
        self.before_host += usize::from(line.name(text) < "host");
        Ok(())
    }

    /// Adds a header, or joins its value to the one that is there ([RFC 9110], section 5.3). No header of the content is a list.
    ///
    /// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110#section-5.3
    pub(crate) fn insert_or_join(&mut self, name: &str, given: &str) -> Result<()> {
        let is_there = |(other, _): &(&str, &str)| other.eq_ignore_ascii_case(name);
        let there = self.lines().filter_map(pair).find(is_there);
        let Some((_, value)) = there.filter(|_| !check::has_prefix_ignoring_case(name, "content-")) else {
            return self.insert("", name, given);
        };
        let given = given.trim_matches(' ');
        if given.is_empty() {
            return Err(Error::Empty { field: Field::HeaderValue });
        }
        let joined = [value, ",", given].concat();
        let mut headers = Self::new();
        for line in self.lines().filter_map(pair) {
            let value = if is_there(&line) { &joined } else { line.1 };
            headers.insert_unless(&[], "", line.0, value)?;
        }
        *self = headers;
        Ok(())
    }

    /// Adds the header that tells the hash of the body, which services outside S3 may want signed.
    pub(crate) fn insert_payload_hash(&mut self, payload_hash: &str) -> Result<()> {
        self.insert_unless(&[], "", CONTENT_SHA256.lower_case, payload_hash)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let line = self.lines.iter().find(|line| line.name(&self.text) == name)?;
        Some(part(&self.text, line.name_end.saturating_add(1), line.value_end))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many bytes all lines have.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The lines in canonical order, with their line feeds: those before `host`, and those behind it.
    pub(crate) fn lines_around_host(&self) -> [impl Iterator<Item = &str>; 2] {
        let lines = |from, count| self.lines.iter().skip(from).take(count).map(|line| line.whole(&self.text));
        [lines(0, self.before_host), lines(self.before_host, usize::MAX)]
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines_around_host().into_iter().flatten()
    }

    /// All signed names, `host` included, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = |from, count| self.lines.iter().skip(from).take(count).map(|line| line.name(&self.text));
        names(0, self.before_host).chain(["host"]).chain(names(self.before_host, usize::MAX))
    }
}

impl Line {
    #[inline]
    fn name<'t>(&self, text: &'t str) -> &'t str {
        part(text, self.start, self.name_end)
    }

    #[inline]
    fn whole<'t>(&self, text: &'t str) -> &'t str {
        part(text, self.start, self.value_end.saturating_add(1))
    }
}

#[inline]
fn part(text: &str, start: u32, end: u32) -> &str {
    let place = |place| usize::try_from(place).ok();
    let range = place(start).zip(place(end)).and_then(|(start, end)| text.get(start..end));
    range.unwrap_or_else(|| impossible(WHOLE_LINES))
}

/// Appends a trimmed value, and of each run of spaces one.
fn push_folded(text: &mut String, value: &str) {
    let pairs = value.bytes().zip(value.bytes().skip(1));
    let has_runs = pairs.fold(false, |found, (left, right)| found | ((left == b' ') & (right == b' ')));
    if !has_runs {
        return text.push_str(value);
    }
    let mut separator = "";
    for word in value.split(' ').filter(|word| !word.is_empty()) {
        text.push_str(separator);
        text.push_str(word);
        separator = " ";
    }
}

const WHOLE_LINES: &str = "names and lines are ASCII, and all of them are in the text";

/// Reads a canonical header line.
pub(crate) fn pair(line: &str) -> Option<(&str, &str)> {
    line.strip_suffix('\n').unwrap_or(line).split_once(':')
}
