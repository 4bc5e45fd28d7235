//! More names than fit into a file of vectors, against the generator of these vectors, which has the rules a second time.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use presigner::ContentDisposition;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    name: String,
    file_name: String,
    header: String,
}

/// How many names the oracle makes; each must get the same here.
fn compare(arguments: &[&str]) -> usize {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/generate_dispositions.py");
    let mut run = Command::new("python3").arg(oracle).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut count = 0;
    for line in BufReader::new(run.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let vector: Vector = serde_json::from_str(&line).unwrap();
        let attachment = ContentDisposition::attachment(&vector.name);
        assert_eq!(attachment.file_name(), Some(&*vector.file_name), "{line}");
        assert_eq!(attachment.to_string(), vector.header, "{line}");
        count += 1;
    }
    assert!(run.wait().unwrap().success());
    count
}

#[test]
fn random_names() {
    assert_eq!(compare(&["--random", "120000", "1"]), 120_000);
}

#[test]
fn every_code_point() {
    assert_eq!(compare(&["--code-points"]), 0x11_0000 - 0x800);
}
