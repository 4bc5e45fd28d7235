//! What a parser may take for what it is given.

use allocation_counter::measure;

/// Runs a parser on `input` bytes. At no time may it hold more than four times as much, and 16 KiB.
///
/// The fuzzer's own limits would not see it: inputs are small, so only the ratio tells what a longer one could cost, and
/// an allocation that is never written to takes no memory.
pub fn bounded<T>(input: usize, parse: impl FnOnce() -> T) -> T {
    let mut parsed = None;
    let peak = measure(|| parsed = Some(parse())).bytes_max;
    assert!(peak <= 4 * input as u64 + 16 * 1024, "{peak} bytes for an input of {input}");
    parsed.unwrap()
}
