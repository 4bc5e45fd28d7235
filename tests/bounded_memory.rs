//! What a stranger sends costs no more memory than it is worth: everything that reads what others wrote, fed with what is made to
//! cost it the most.

mod hostile;

use allocation_counter::measure;

/// How long the inputs are, in bytes. What is not optimised takes too long for the longest.
const SIZES: &[usize] = if cfg!(debug_assertions) { &[1_000, 100_000] } else { &[1_000, 100_000, 10_000_000] };

#[test]
fn peaks_are_at_most_four_times_the_input_and_16_kib() {
    let mut over = Vec::new();
    for kind in hostile::KINDS {
        for &size in SIZES {
            let input = (kind.make)(size);
            let peak = measure(|| (input.read)()).bytes_max;
            if peak > 4 * input.length as u64 + 16 * 1024 {
                over.push(format!("{}: {peak} bytes for an input of {}", kind.name, input.length));
            }
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}
