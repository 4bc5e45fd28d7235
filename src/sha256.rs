//! SHA-256 that can be stopped after any byte and kept (FIPS 180-4), on the compression function of `sha2`.
//!
//! `sha2` has it all but for the kept states: the two that HMAC-SHA256 makes of its key, and the one after the part of the
//! string to sign that a day's links share.

use sha2::block_api::compress256;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// The initial hash value (section 5.3.3).
const INITIAL_STATE: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A hash under way, which waits for `BLOCKS` blocks before it goes on: one call of the compression function for many
/// blocks costs less than many calls.
#[derive(Clone)]
pub(crate) struct Sha256<const BLOCKS: usize> {
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

impl<const BLOCKS: usize> Sha256<BLOCKS> {
    pub(crate) fn new() -> Self {
        Self { state: INITIAL_STATE, blocks: [[0; BLOCK]; BLOCKS], waiting: 0, length: 0 }
    }

    /// Goes on from the state after one block.
    pub(crate) fn resume(state: [u32; 8]) -> Self {
        Self { state, length: BLOCK, ..Self::new() }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len());
        let free = BLOCK * BLOCKS - self.waiting;
        if bytes.len() < free {
            self.wait(bytes);
            return;
        }
        // What fills the block under way, then whole blocks where they are, then the rest.
        let (start, bytes) =
            bytes.split_at_checked(self.waiting.next_multiple_of(BLOCK) - self.waiting).unwrap_or_default();
        self.wait(start);
        compress256(&mut self.state, self.blocks.get(..self.waiting / BLOCK).unwrap_or_default());
        let (blocks, rest) = bytes.as_chunks();
        compress256(&mut self.state, blocks);
        self.waiting = 0;
        self.wait(rest);
    }

    fn wait(&mut self, bytes: &[u8]) {
        copy(self.blocks.as_flattened_mut().get_mut(self.waiting..).unwrap_or_default(), bytes);
        self.waiting += bytes.len();
    }

    /// Goes as far as it can before the last `BLOCK` bytes: they are all that [`AwaitingBlock::finish`] takes.
    pub(crate) fn await_block(mut self) -> AwaitingBlock {
        compress256(&mut self.state, self.blocks.get(..self.waiting / BLOCK).unwrap_or_default());
        let started = self.blocks.get(self.waiting / BLOCK).copied().unwrap_or([0; BLOCK]);
        let start = self.waiting % BLOCK;
        // With 63 bytes that wait, those to come, and nine of padding.
        let mut blocks = [[0; BLOCK]; 3];
        let text = blocks.as_flattened_mut();
        copy(text, started.get(..start).unwrap_or_default());
        let padding = start + BLOCK;
        let end = (padding + 1 + 8).next_multiple_of(BLOCK);
        copy(text.get_mut(padding..).unwrap_or_default(), &[0x80]);
        let bits = (self.length as u64).wrapping_add(BLOCK as u64).wrapping_mul(8);
        copy(text.get_mut(end - 8..).unwrap_or_default(), &bits.to_be_bytes());
        AwaitingBlock { state: self.state, blocks, start, count: end / BLOCK }
    }

    /// Pads and ends (section 5.1.1). By reference because a move would copy the blocks; nothing may follow.
    pub(crate) fn finish(&mut self) -> [u8; 32] {
        let bits = (self.length as u64).wrapping_mul(8);
        // The 1 bit; it always has room, because full blocks don't wait.
        let free = self.blocks.as_flattened_mut().get_mut(self.waiting..).unwrap_or_default();
        copy(free, &[0x80]);
        let mut used = self.waiting + 1;
        if used % BLOCK > BLOCK - 8 || used.is_multiple_of(BLOCK) {
            // The length needs another block.
            let end = used.next_multiple_of(BLOCK);
            self.zero(used, end);
            used = end;
            if used == BLOCK * BLOCKS {
                compress256(&mut self.state, &self.blocks);
                used = 0;
            }
        }
        let end = (used + 8).next_multiple_of(BLOCK);
        self.zero(used, end - 8);
        copy(self.blocks.as_flattened_mut().get_mut(end - 8..).unwrap_or_default(), &bits.to_be_bytes());
        compress256(&mut self.state, self.blocks.get(..end / BLOCK).unwrap_or_default());

        digest(self.state)
    }

    fn zero(&mut self, start: usize, end: usize) {
        self.blocks.as_flattened_mut().get_mut(start..end).unwrap_or_default().fill(0);
    }
}

/// A hash that waits for its last `BLOCK` bytes, already padded behind them.
#[derive(Clone)]
pub(crate) struct AwaitingBlock {
    state: [u32; 8],
    blocks: [[u8; BLOCK]; 3],
    /// Where in `blocks` the bytes go.
    start: usize,
    count: usize,
}

impl AwaitingBlock {
    pub(crate) fn finish(&self, last: &[u8; BLOCK]) -> [u8; 32] {
        let Self { mut state, mut blocks, start, count } = *self;
        copy(blocks.as_flattened_mut().get_mut(start..).unwrap_or_default(), last);
        compress256(&mut state, blocks.get(..count).unwrap_or_default());
        digest(state)
    }
}

/// Hashes 32 bytes behind a first block whose state is known: the outer hash of HMAC-SHA256.
pub(crate) fn finish_outer(mut state: [u32; 8], inner: &[u8; 32]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    copy(&mut block, inner);
    copy(block.get_mut(inner.len()..).unwrap_or_default(), &[0x80]);
    let bits = 8 * (BLOCK + inner.len()) as u64;
    copy(block.get_mut(BLOCK - 8..).unwrap_or_default(), &bits.to_be_bytes());
    compress256(&mut state, &[block]);
    digest(state)
}

fn digest(state: [u32; 8]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    digest
}

/// Copies `from` to the start of `to`, as far as there is room.
fn copy(to: &mut [u8], from: &[u8]) {
    if let Some(to) = to.get_mut(..from.len()) {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::Digest;

    use super::*;

    fn hash<const BLOCKS: usize>(bytes: &[u8], cuts: &[usize]) -> [u8; 32] {
        let mut hash = Sha256::<BLOCKS>::new();
        for pair in cuts.windows(2) {
            hash.update(&bytes[pair[0]..pair[1]]);
        }
        hash.finish()
    }

    proptest! {
        #[test]
        fn equals_sha2(bytes in prop::collection::vec(any::<u8>(), 0..900), cuts in prop::collection::vec(0_usize..900, 0..8)) {
            let mut cuts: alloc::vec::Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let expected = <[u8; 32]>::from(sha2::Sha256::digest(&bytes));
            prop_assert_eq!(hash::<1>(&bytes, &cuts), expected);
            prop_assert_eq!(hash::<2>(&bytes, &cuts), expected);
            prop_assert_eq!(hash::<4>(&bytes, &cuts), expected);
        }
    }

    #[test]
    fn every_length_of_padding_equals_sha2() {
        for length in 0..=300 {
            let bytes = alloc::vec![7; length];
            let expected = <[u8; 32]>::from(sha2::Sha256::digest(&bytes));
            let cuts = [0, length];
            let found = [hash::<1>(&bytes, &cuts), hash::<3>(&bytes, &cuts), hash::<4>(&bytes, &cuts)];
            assert_eq!(found, [expected; 3], "{length} bytes");

            let (before, last) = bytes.split_at(length.saturating_sub(BLOCK));
            if let Ok(last) = last.try_into() {
                let mut hash = Sha256::<4>::new();
                hash.update(before);
                assert_eq!(hash.await_block().finish(last), expected, "{length} bytes");
            }
        }
    }
}
