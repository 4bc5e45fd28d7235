//! What each call costs, beside what it can't cost less than ("the floor"): one table, in Markdown.
//!
//! ```text
//! cargo bench --all-features --bench presign
//! ```
//!
//! The floor is that of the same request: the SHA-256 of its canonical request, and HMAC-SHA256 of its string to sign with a
//! ready key. The verifier's is that of the request that it builds again, a form's the HMAC of its policy as Base64, and a
//! descriptor's that of its link. Compare ratios, and those of one run. An argument is a part of the names of the cases to run.

#[path = "../measure/mod.rs"]
mod measure;
mod cases;

use measure::Case;

/// One row of the table.
struct Row<'a> {
    name: String,
    floor: Case<'a>,
    run: Case<'a>,
}

fn main() {
    let fixture = cases::Fixture::new();
    let mut rows = cases::all(&fixture);
    if let Some(part) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        rows.retain(|row| row.name.contains(&part));
    }
    let mut names = Vec::new();
    let mut both = Vec::new();
    for mut row in rows {
        names.push((row.name, measure::allocations(&mut row.run)));
        both.extend([row.floor, row.run]);
    }
    let minimums = measure::minimums(&mut both);
    println!("{}; the fastest of interleaved rounds", measure::processor());
    println!();
    println!("| | × floor | ns | floor, ns | allocations | bytes |");
    println!("|---|--:|--:|--:|--:|--:|");
    for ((name, allocated), times) in names.iter().zip(minimums.chunks(2)) {
        let (floor, time) = (times[0], times[1]);
        let ratio = time / floor;
        println!(
            "| {name} | {ratio:.2} | {time:.0} | {floor:.0} | {} | {} |",
            allocated.count_total, allocated.bytes_total
        );
    }
}
