//! SHA-256 by blocks (FIPS 180-4), on the compression function of `sha2`.
//!
//! `sha2` has all of it but for states that are kept after any block, as the two that HMAC-SHA256 makes of its key, and for
//! texts that are hashed where they are while they are written.

use sha2::block_api::compress256;

use crate::impossible::impossible;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// The initial hash value (section 5.3.3).
pub(crate) const INITIAL_STATE: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The state after one block.
pub(crate) fn state_after(block: [u8; BLOCK]) -> [u32; 8] {
    let mut state = INITIAL_STATE;
    compress256(&mut state, &[block]);
    state
}

/// The bytes that every text has behind it at least: a 1 bit, and its length (section 5.1.1).
pub(crate) const MIN_PADDING: usize = 1 + 8;

/// Pads a text of `length` bytes, behind `before` bytes that are hashed already (section 5.1.1). Returns how many blocks it
/// has then, for which there must be room.
pub(crate) fn pad<const BLOCKS: usize>(blocks: &mut [[u8; BLOCK]; BLOCKS], before: usize, length: usize) -> usize {
    let count = (length + MIN_PADDING).div_ceil(BLOCK);
    let bits = (before.wrapping_add(length) as u64).wrapping_mul(8);
    let padding = blocks.as_flattened_mut().get_mut(length..count * BLOCK).unwrap_or_else(|| impossible(ROOM));
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

/// The hash of a block, whose state is known, and of a text.
#[inline]
pub(crate) fn finish(mut state: [u32; 8], text: &[u8]) -> [u8; 32] {
    let (whole, rest) = text.as_chunks();
    compress(&mut state, whole);
    let mut last = [[0; BLOCK]; 2];
    copy(last.as_flattened_mut(), rest);
    let count = pad(&mut last, BLOCK * (1 + whole.len()), rest.len());
    compress(&mut state, last.get(..count).unwrap_or_else(|| impossible(ROOM)));
    digest(state)
}

pub(crate) fn digest(state: [u32; 8]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    digest
}

/// Copies `from` to the start of `to`, which has room for it.
#[inline]
pub(crate) fn copy(to: &mut [u8], from: &[u8]) {
    to.get_mut(..from.len()).unwrap_or_else(|| impossible(ROOM)).copy_from_slice(from);
}

const ROOM: &str = "the caller has room for text and padding";

#[cfg(test)]
mod tests {
    use sha2::Digest;

    use super::*;

    #[test]
    fn every_length_of_padding_equals_sha2() {
        for length in 0..=300 {
            let bytes = alloc::vec![7; length];
            let expected = <[u8; 32]>::from(sha2::Sha256::digest(&bytes));

            let mut blocks = [[1; BLOCK]; 5];
            copy(blocks.as_flattened_mut(), &bytes);
            let count = pad(&mut blocks, 0, length);
            let mut state = INITIAL_STATE;
            compress(&mut state, &blocks[..count]);
            assert_eq!(digest(state), expected, "{length} bytes");

            if let Some((first, rest)) = bytes.split_first_chunk() {
                assert_eq!(finish(state_after(*first), rest), expected, "{length} bytes");
            }
        }
    }
}
