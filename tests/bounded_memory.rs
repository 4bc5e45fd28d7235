//! What a stranger sends costs no more memory than it is worth: every parser of what others write, fed with what is made to
//! cost the most.
#![cfg(all(feature = "post", feature = "verify"))]

use allocation_counter::measure;
use presigner::verify::UnverifiedPost;

/// How long the hostile inputs are, in bytes.
const SIZES: [usize; 3] = [1_000, 100_000, 10_000_000];

/// The greatest number of bytes that are allocated at one time, while an input of this length is looked at.
fn bound(input: usize) -> u64 {
    u64::try_from(4 * input + 16 * 1024).unwrap()
}

#[track_caller]
fn check(what: &str, input: usize, run: impl FnOnce()) {
    let peak = measure(run).bytes_max;
    assert!(peak <= bound(input), "{what}: {peak} bytes for an input of {input}");
}

#[test]
fn forms() {
    for size in SIZES {
        // As many variables as fit, and a name for each that is as long.
        let (variables, name) = ((size / 22).min(1_800), size / 2);
        let (key, file_name) = ("${filename}".repeat(variables), "n".repeat(name));
        check("a key full of variables", key.len() + file_name.len(), || {
            let fields = [("key", key.as_str())];
            let _ = UnverifiedPost::parse("s3.example.com", "/bucket", fields, &file_name);
        });
    }
}
