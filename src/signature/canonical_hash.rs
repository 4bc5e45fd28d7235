//! The hash of a canonical request, over a text that can be read once more: the URL is made of its path and its query.

use core::ops::Range;

use sha2::{Digest, Sha256};

use crate::encode::{Output, Room};
use crate::impossible::impossible;
use crate::signature::hex::HexDigest;
use crate::signature::sha256::{self, BLOCK, INITIAL_STATE};

/// Enough for most requests, with a session token of 800 bytes too.
const BLOCKS: usize = 26;

/// The bytes of a [`Room`].
const ROOM: usize = size_of::<Room>();

/// A canonical request under way, in place: no longer one than has room.
pub(crate) struct CanonicalBlocks {
    state: [u32; 8],
    blocks: [[u8; BLOCK]; BLOCKS],
    /// How many bytes are written.
    length: usize,
    /// How many of the blocks are hashed.
    hashed: usize,
    /// Whether something had no room.
    is_too_long: bool,
}

impl CanonicalBlocks {
    /// The longest request that has room, in bytes.
    pub(crate) const CAPACITY: usize = BLOCK * BLOCKS - sha256::MIN_PADDING;

    #[inline]
    pub(crate) fn new() -> Self {
        Self { state: INITIAL_STATE, blocks: [[0; BLOCK]; BLOCKS], length: 0, hashed: 0, is_too_long: false }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Hashes the whole blocks that there are. Best before a piece that takes a while to make.
    #[inline]
    pub(crate) fn hash_whole_blocks(&mut self) {
        self.hash_up_to(self.length / BLOCK);
    }

    /// Hashes the rest. `None` is a request that had no room.
    #[inline]
    pub(crate) fn hash_rest(&mut self) -> Option<()> {
        if self.is_too_long || self.length > Self::CAPACITY {
            return None;
        }
        let count = sha256::pad(&mut self.blocks, 0, self.length);
        self.hash_up_to(count);
        Some(())
    }

    #[inline]
    fn hash_up_to(&mut self, end: usize) {
        let blocks =
            self.blocks.get(self.hashed..end).unwrap_or_else(|| impossible("blocks are hashed in their order"));
        sha256::compress(&mut self.state, blocks);
        self.hashed = end;
    }

    /// A part of what was written.
    #[inline]
    pub(crate) fn text(&self, range: Range<usize>) -> &str {
        let bytes = self.blocks.as_flattened().get(range).unwrap_or_else(|| impossible("a part of what was written"));
        str::from_utf8(bytes).unwrap_or_else(|_| impossible("encoded texts, hosts and headers are ASCII"))
    }

    /// The hash of what [`hash_rest`](Self::hash_rest) has ended.
    #[inline]
    pub(crate) fn digest(&self) -> HexDigest {
        HexDigest::new(&sha256::digest(self.state))
    }
}

impl Output for CanonicalBlocks {
    #[inline]
    fn append(&mut self, text: &str) {
        let end = self.length + text.len();
        match self.blocks.as_flattened_mut().get_mut(self.length..end) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                self.length = end;
            }
            None => self.is_too_long = true,
        }
    }

    #[inline]
    fn append_with(&mut self, write: impl FnOnce(&mut Room) -> usize) {
        match self.blocks.as_flattened_mut().get_mut(self.length..).and_then(<[_]>::first_chunk_mut::<ROOM>) {
            Some(room) => self.length += write(room),
            None => self.is_too_long = true,
        }
    }
}

/// For a long request, whose parts are written elsewhere.
impl Output for Sha256 {
    fn append(&mut self, text: &str) {
        self.update(text);
    }

    fn append_with(&mut self, write: impl FnOnce(&mut Room) -> usize) {
        let mut room = [0; ROOM];
        let length = write(&mut room);
        self.update(room.get(..length).unwrap_or_else(|| impossible("what is written has room")));
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::encode::QUERY;

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

    fn write(out: &mut impl Output, Piece { text, encoded, .. }: &Piece) {
        if *encoded {
            QUERY.push(out, text);
        } else {
            out.append(text);
        }
    }

    /// Whether blocks and `Sha256` write and hash what a `String` takes. Returns whether it had room.
    fn check(pieces: &[Piece]) -> bool {
        let mut text = String::new();
        let mut blocks = CanonicalBlocks::new();
        let mut long = Sha256::new();
        for piece in pieces {
            write(&mut text, piece);
            write(&mut blocks, piece);
            write(&mut long, piece);
            if piece.pause {
                blocks.hash_whole_blocks();
            }
        }
        let expected = Sha256::digest(&text);
        assert_eq!(long.finalize(), expected);
        let had_room = blocks.hash_rest().is_some();
        if had_room {
            assert_eq!(blocks.text(0..blocks.len()), text);
            assert_eq!(blocks.digest().as_str(), HexDigest::new(&expected.into()).as_str());
        }
        had_room
    }

    proptest! {
        #[test]
        fn hashes_what_it_writes(pieces in pieces()) {
            check(&pieces);
        }
    }

    #[test]
    fn every_length_up_to_the_limit_has_room() {
        let piece = |text, encoded| Piece { text, encoded, pause: true };
        let limit = CanonicalBlocks::CAPACITY;
        for length in 0..limit + 2 * ROOM {
            assert_eq!(check(&[piece("e".repeat(length), false)]), length <= limit, "{length} bytes");
            let had_room = check(&[piece("e".repeat(length), false), piece("b c".into(), true)]);
            assert_eq!(had_room, length <= BLOCK * BLOCKS - ROOM, "{length} bytes, and encoded ones behind them");
        }
    }
}
