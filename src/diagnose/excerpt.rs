//! How long values are shown.

use alloc::format;
use alloc::string::{String, ToString};

/// The most bytes of a value that are shown, and how many of them stand before the first that differs.
const EXCERPT: usize = 240;
const BEFORE: usize = 80;

/// The part of a value around its first difference, without anything that a terminal would obey.
pub(crate) fn excerpt(value: &str, differs_at: usize) -> String {
    if value.is_empty() {
        return "(empty)".to_string();
    }
    let start =
        if value.len() <= EXCERPT { 0 } else { differs_at.min(value.len() - EXCERPT / 2).saturating_sub(BEFORE) };
    let chars = value.char_indices().filter(|(place, _)| (start..start + EXCERPT).contains(place));
    let shown: String = chars.flat_map(|(_, char)| printable(char)).collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if value.len() > start + EXCERPT { "…" } else { "" };
    format!("{before}{shown}{after}")
}

/// ASCII as it is, the rest escaped where it can't be seen.
fn printable(char: char) -> impl Iterator<Item = char> {
    let (plain, escaped) = match char {
        ' '..='~' => (Some(char), None),
        _ => (None, Some(char.escape_debug())),
    };
    plain.into_iter().chain(escaped.into_iter().flatten())
}
