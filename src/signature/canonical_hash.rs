//! The hash of a canonical request, and the URL that is made of its path and its query.
//!
//! Both are read from one text, so what is hashed is what is handed out. The URL is written last: by then the processor is
//! at the hash, which leaves most of it idle.

use alloc::string::String;

use crate::encode::{Output, Room};
use crate::signature::canonical_request::{CanonicalRequest, HexDigest};
use crate::signature::sha256::{self, BLOCK, INITIAL_STATE};

/// Enough for most requests, with a session token of 800 bytes too. Longer ones go through in pieces.
const BLOCKS: usize = 26;

/// The bytes of a [`Room`].
const ROOM: usize = size_of::<Room>();

/// A canonical request under way.
pub(crate) struct CanonicalHash<'u, L> {
    state: [u32; 8],
    blocks: [[u8; BLOCK]; BLOCKS],
    /// How many bytes are written to `blocks`.
    length: usize,
    /// How many of the blocks are hashed.
    hashed: usize,
    /// How many bytes were in `blocks` earlier, all of them hashed.
    dropped: usize,
    url: Url<'u, L>,
}

/// The URL, with what is still to be written of it.
struct Url<'u, L> {
    text: &'u mut String,
    /// What stands before the path; empty as soon as it is written.
    origin: &'u str,
    /// The bytes that will follow the query.
    tail: usize,
    /// How long all of it gets at the most.
    max_len: L,
    /// Where in the blocks the rest of path and query begins.
    start: usize,
    /// Where in the blocks the line feed is between the two, for which the URL has a question mark.
    separator: Option<usize>,
    /// Where in the blocks the query ends.
    end: Option<usize>,
}

impl<'u, L: Fn() -> usize> CanonicalHash<'u, L> {
    /// Appends `origin`, path and query to `url`, with room for a `tail`. `max_len` is asked only for long requests.
    #[inline]
    pub(crate) fn new(url: &'u mut String, origin: &'u str, tail: usize, max_len: L) -> Self {
        Self {
            state: INITIAL_STATE,
            blocks: [[0; BLOCK]; BLOCKS],
            length: 0,
            hashed: 0,
            dropped: 0,
            url: Url { text: url, origin, tail, max_len, start: 0, separator: None, end: None },
        }
    }

    /// Hashes the rest and writes the rest of the URL.
    #[inline]
    pub(crate) fn finish(&mut self) -> HexDigest {
        if self.length + sha256::MIN_PADDING > BLOCK * BLOCKS {
            self.drain();
        }
        let count = sha256::pad(&mut self.blocks, self.dropped, self.length);
        sha256::compress(&mut self.state, self.blocks.get(self.hashed..count).unwrap_or_default());
        // The order matters: see the head of this file.
        self.write_url(true);
        HexDigest::new(&sha256::digest(self.state))
    }

    /// Writes what there is of the URL: the rest of it, or as much as is known.
    #[inline]
    fn write_url(&mut self, is_complete: bool) {
        let url = &mut self.url;
        let end = url.end.unwrap_or(self.length);
        let rest = self.blocks.as_flattened().get(url.start..end).unwrap_or_default();
        // ASCII: encoded texts, and hosts, header names and values, which are checked to be so.
        let rest = str::from_utf8(rest).unwrap_or_default();
        if !url.origin.is_empty() {
            let length = if is_complete { url.origin.len() + rest.len() + url.tail } else { (url.max_len)() };
            url.text.reserve(length);
            url.text.push_str(url.origin);
            url.origin = "";
        }
        let separator = url.separator.take().map(|separator| separator - url.start);
        if let Some((path, query)) = separator.and_then(|separator| rest.split_at_checked(separator)) {
            url.text.push_str(path);
            url.text.push('?');
            url.text.push_str(query.get("\n".len()..).unwrap_or_default());
        } else {
            url.text.push_str(rest);
        }
        url.start = end;
    }

    /// Makes room, of at least all blocks but one.
    #[cold]
    fn drain(&mut self) {
        self.pause();
        self.write_url(false);
        let started = self.blocks.get(self.hashed).copied().unwrap_or([0; BLOCK]);
        if let Some(first) = self.blocks.first_mut() {
            *first = started;
        }
        let dropped = self.hashed * BLOCK;
        self.dropped += dropped;
        self.length -= dropped;
        self.hashed = 0;
        self.url.start = self.length;
        self.url.end = self.url.end.map(|_| self.length);
    }

    #[inline]
    fn append_bytes(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        match self.blocks.as_flattened_mut().get_mut(self.length..end) {
            Some(place) => {
                place.copy_from_slice(bytes);
                self.length = end;
            }
            None => self.append_in_pieces(bytes),
        }
    }

    /// Appends what has no room.
    #[cold]
    fn append_in_pieces(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.length + BLOCK > BLOCK * BLOCKS {
                self.drain();
            }
            let (piece, rest) = bytes.split_at_checked(BLOCK).unwrap_or((bytes, &[]));
            self.append_bytes(piece);
            bytes = rest;
        }
    }
}

impl<L: Fn() -> usize> Output for CanonicalHash<'_, L> {
    #[inline]
    fn append(&mut self, text: &str) {
        self.append_bytes(text.as_bytes());
    }

    #[inline]
    fn append_with(&mut self, write: impl FnOnce(&mut Room) -> usize) {
        if self.length + ROOM > BLOCK * BLOCKS {
            self.drain();
        }
        if let Some(room) = self.blocks.as_flattened_mut().get_mut(self.length..).and_then(<[_]>::first_chunk_mut) {
            self.length += write(room);
        }
    }
}

impl<L: Fn() -> usize> CanonicalRequest for CanonicalHash<'_, L> {
    fn begin_path(&mut self) {
        self.url.start = self.length;
    }

    fn begin_query(&mut self) {
        // First the line feed: it might need room to be made, and be elsewhere then.
        self.append("\n");
        self.url.separator = self.length.checked_sub("\n".len());
    }

    fn end_query(&mut self) {
        self.url.end = Some(self.length);
    }

    /// Hashes the whole blocks that there are.
    fn pause(&mut self) {
        let whole = self.length / BLOCK;
        sha256::compress(&mut self.state, self.blocks.get(self.hashed..whole).unwrap_or_default());
        self.hashed = whole;
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::encode::QUERY;

    const ORIGIN: &str = "https://store.example.com";

    #[derive(Debug)]
    struct Piece {
        text: String,
        encoded: bool,
        pause: bool,
    }

    fn pieces() -> impl Strategy<Value = Vec<Piece>> {
        let text = ("[a-z%&= ]{0,60}", prop_oneof![Just(1), Just(31)]).prop_map(|(text, times)| text.repeat(times));
        let piece = (text, any::<bool>(), any::<bool>());
        prop::collection::vec(piece.prop_map(|(text, encoded, pause)| Piece { text, encoded, pause }), 0..6)
    }

    fn write(canonical: &mut impl CanonicalRequest, pieces: &[Piece]) {
        for Piece { text, encoded, pause } in pieces {
            if *encoded {
                QUERY.push(canonical, text);
            } else {
                canonical.append(text);
            }
            if *pause {
                canonical.pause();
            }
        }
    }

    fn write_request(canonical: &mut impl CanonicalRequest, [path, query, rest]: &[Vec<Piece>; 3]) {
        canonical.append("GET\n");
        canonical.begin_path();
        write(canonical, path);
        canonical.begin_query();
        write(canonical, query);
        canonical.end_query();
        canonical.append("\n");
        write(canonical, rest);
    }

    /// Whether both are those of the canonical request as a text.
    fn check(parts: &[Vec<Piece>; 3], already: &str, tail: usize) {
        let mut text = String::new();
        write_request(&mut text, parts);
        let mut lines = text.split('\n').skip(1);
        let (path, query) = (lines.next().unwrap(), lines.next().unwrap());
        let rest_of_url = alloc::format!("{ORIGIN}{path}?{query}");

        let mut url = String::from(already);
        let mut canonical = CanonicalHash::new(&mut url, ORIGIN, tail, || rest_of_url.len() + tail);
        write_request(&mut canonical, parts);
        let hash = canonical.finish();
        assert_eq!(url, [already, &*rest_of_url].concat());
        assert_eq!(hash.as_str(), HexDigest::new(&Sha256::digest(&text).into()).as_str());
        assert!(url.capacity() >= url.len() + tail);
    }

    proptest! {
        #[test]
        fn hashes_what_it_writes(parts in [pieces(), pieces(), pieces()], already in "[a-z]{0,9}", tail in 0_usize..99) {
            check(&parts, &already, tail);
        }
    }

    /// Each of the lengths at which there is no more room for what comes next.
    #[test]
    fn every_length_of_each_part() {
        for length in 0..=BLOCK * BLOCKS + ROOM {
            for part in 0..3 {
                let mut parts =
                    ["a", "b c", "d"].map(|text| Vec::from([Piece { text: text.into(), encoded: true, pause: true }]));
                parts[part].push(Piece { text: "e".repeat(length), encoded: false, pause: false });
                check(&parts, "", 0);
            }
        }
    }
}
