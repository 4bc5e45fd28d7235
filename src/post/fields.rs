//! The fields of a form, in one text.

use alloc::string::String;
use alloc::vec::Vec;

use crate::impossible::impossible;

/// Names and values, in the order in which they are sent: two allocations for all of them.
#[derive(Clone)]
pub(super) struct Fields {
    /// Each name, and behind it its value.
    text: String,
    /// Where each name ends, and its value.
    ends: Vec<(usize, usize)>,
}

impl Fields {
    /// Room for so many fields of so many bytes in all.
    pub(super) fn with_capacity(count: usize, length: usize) -> Self {
        Self { text: String::with_capacity(length), ends: Vec::with_capacity(count) }
    }

    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.push_with(name, |text| text.push_str(value));
    }

    /// Adds a field, whose value `write` appends.
    pub(super) fn push_with(&mut self, name: &str, write: impl FnOnce(&mut String)) {
        self.text.push_str(name);
        let name_end = self.text.len();
        write(&mut self.text);
        self.ends.push((name_end, self.text.len()));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let piece = |range| self.text.get(range).unwrap_or_else(|| impossible("names and values follow each other"));
        let starts = core::iter::once(0).chain(self.ends.iter().map(|&(_, end)| end));
        starts.zip(&self.ends).map(move |(start, &(name_end, end))| (piece(start..name_end), piece(name_end..end)))
    }

    pub(super) fn last_value(&self) -> &str {
        let range = self.ends.last().map_or(0..0, |&(name_end, end)| name_end..end);
        self.text.get(range).unwrap_or_else(|| impossible("the text has them all"))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of all names and values.
    pub(super) fn text_len(&self) -> usize {
        self.text.len()
    }
}
