//! SHA-256 that can be stopped after any block and kept (FIPS 180-4), on the compression function of `sha2`.
//!
//! `sha2` has it all but for the kept states: the two that HMAC-SHA256 makes of its key, and the one after the part of the
//! string to sign that the links of one moment share.

use sha2::block_api::compress256;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// The initial hash value (section 5.3.3).
pub(crate) const INITIAL_STATE: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// How many blocks a hash waits for before it goes on: one call of the compression function for many blocks costs less than
/// many calls.
const BLOCKS: usize = 4;

/// A hash under way.
pub(crate) struct Sha256 {
    state: [u32; 8],
    /// The bytes that wait.
    blocks: [[u8; BLOCK]; BLOCKS],
    waiting: usize,
    /// All bytes so far, those that wait included.
    length: usize,
}

/// The state after one block.
pub(crate) fn state_after(block: [u8; BLOCK]) -> [u32; 8] {
    let mut state = INITIAL_STATE;
    compress256(&mut state, &[block]);
    state
}

impl Sha256 {
    pub(crate) fn new() -> Self {
        Self { state: INITIAL_STATE, blocks: [[0; BLOCK]; BLOCKS], waiting: 0, length: 0 }
    }

    /// Goes on from the state after one block.
    pub(crate) fn resume(state: [u32; 8]) -> Self {
        Self { state, length: BLOCK, ..Self::new() }
    }

    #[inline]
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len());
        if bytes.len() < BLOCK * BLOCKS - self.waiting { self.wait(bytes) } else { self.hash_in_place(bytes) }
    }

    #[inline]
    fn wait(&mut self, bytes: &[u8]) {
        copy(self.blocks.as_flattened_mut().get_mut(self.waiting..).unwrap_or_default(), bytes);
        self.waiting += bytes.len();
    }

    /// Hashes what fills the block under way, then whole blocks where they are, and lets the rest wait.
    fn hash_in_place(&mut self, bytes: &[u8]) {
        let (start, bytes) =
            bytes.split_at_checked(self.waiting.next_multiple_of(BLOCK) - self.waiting).unwrap_or_default();
        self.wait(start);
        compress(&mut self.state, self.blocks.get(..self.waiting / BLOCK).unwrap_or_default());
        let (blocks, rest) = bytes.as_chunks();
        compress(&mut self.state, blocks);
        self.waiting = 0;
        self.wait(rest);
    }

    /// Pads and ends (section 5.1.1). By reference because a move would copy the blocks; nothing may follow.
    pub(crate) fn finish(&mut self) -> [u8; 32] {
        const PADDING: [u8; BLOCK] = {
            let mut padding = [0; BLOCK];
            padding[0] = 0x80;
            padding
        };
        let bits = (self.length as u64).wrapping_mul(8);
        let padding_len = BLOCK - self.length.wrapping_add(8) % BLOCK;
        self.update(PADDING.get(..padding_len).unwrap_or_default());
        self.update(&bits.to_be_bytes());
        compress(&mut self.state, self.blocks.get(..self.waiting / BLOCK).unwrap_or_default());
        digest(self.state)
    }
}

/// The bytes that every text has behind it at least: a 1 bit, and its length (section 5.1.1).
pub(crate) const MIN_PADDING: usize = 1 + 8;

/// Pads a text of `length` bytes, behind `before` bytes that are hashed already (section 5.1.1). Returns how many blocks it
/// has then, for which there must be room.
pub(crate) fn pad<const BLOCKS: usize>(blocks: &mut [[u8; BLOCK]; BLOCKS], before: usize, length: usize) -> usize {
    let count = (length + MIN_PADDING).div_ceil(BLOCK);
    let bits = (before.wrapping_add(length) as u64).wrapping_mul(8);
    let padding = blocks.as_flattened_mut().get_mut(length..count * BLOCK).unwrap_or_default();
    padding.fill(0);
    copy(padding, &[0x80]);
    if let Some(place) = padding.last_chunk_mut() {
        *place = bits.to_be_bytes();
    }
    count
}

/// Goes from the state before these blocks to that behind them.
#[inline]
pub(crate) fn compress(state: &mut [u32; 8], blocks: &[[u8; BLOCK]]) {
    if !blocks.is_empty() {
        compress256(state, blocks);
    }
}

/// The hash of a block, whose state is known, and of a text that fits into one more with its padding.
#[inline]
pub(crate) fn finish_short(mut state: [u32; 8], text: &[u8]) -> Option<[u8; 32]> {
    if text.len() + MIN_PADDING > BLOCK {
        return None;
    }
    let mut block = [[0; BLOCK]];
    let [bytes] = &mut block;
    copy(bytes, text);
    copy(bytes.get_mut(text.len()..)?, &[0x80]);
    *bytes.last_chunk_mut()? = (8 * (BLOCK + text.len()) as u64).to_be_bytes();
    compress256(&mut state, &block);
    Some(digest(state))
}

/// The outer hash of HMAC-SHA256: that of a block, whose state is known, and of the inner hash.
pub(crate) fn finish_outer(state: [u32; 8], inner: &[u8; 32]) -> [u8; 32] {
    // 32 bytes always fit.
    finish_short(state, inner).unwrap_or_default()
}

pub(crate) fn digest(state: [u32; 8]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    digest
}

/// Copies `from` to the start of `to`, as far as there is room.
#[inline]
pub(crate) fn copy(to: &mut [u8], from: &[u8]) {
    if let Some(to) = to.get_mut(..from.len()) {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::Digest;

    use super::*;

    proptest! {
        #[test]
        fn equals_sha2(bytes in prop::collection::vec(any::<u8>(), 0..900), cuts in prop::collection::vec(0_usize..900, 0..8)) {
            let mut cuts: alloc::vec::Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut hash = Sha256::new();
            for pair in cuts.windows(2) {
                hash.update(&bytes[pair[0]..pair[1]]);
            }
            prop_assert_eq!(hash.finish(), <[u8; 32]>::from(sha2::Sha256::digest(&bytes)));
        }
    }

    #[test]
    fn every_length_of_padding_equals_sha2() {
        for length in 0..=300 {
            let bytes = alloc::vec![7; length];
            let expected = <[u8; 32]>::from(sha2::Sha256::digest(&bytes));
            let mut hash = Sha256::new();
            hash.update(&bytes);
            assert_eq!(hash.finish(), expected, "{length} bytes");

            let mut blocks = [[1; BLOCK]; 5];
            copy(blocks.as_flattened_mut(), &bytes);
            let count = pad(&mut blocks, 0, length);
            let mut state = INITIAL_STATE;
            compress(&mut state, &blocks[..count]);
            assert_eq!(digest(state), expected, "{length} bytes");

            if let Some((first, rest)) = bytes.split_first_chunk() {
                let short = finish_short(state_after(*first), rest);
                assert_eq!(short, (rest.len() <= 55).then_some(expected), "{length} bytes");
            }
        }
    }
}
