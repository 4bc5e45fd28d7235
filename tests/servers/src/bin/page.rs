//! page FOLDER: prints the table that the tests left in a folder, column by column, and fails if it is another one than
//! that of the page `README.md`. With `UPDATE_SNAPSHOTS` in the environment it writes the page anew.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

/// The columns, in the order of the page. All have to be there: a server that was not tried is no reason for an old table.
const COLUMNS: [&str; 6] = [
    "ceph.path style",
    "ceph.virtual host",
    "swift.path style",
    "swift.virtual host",
    "s3s-fs.path style",
    "s3s-fs.virtual host",
];
const BEGIN: &str = "<!-- What follows is written by `run`. -->\n";

fn table(folder: &Path) -> String {
    let columns = COLUMNS.map(|name| {
        fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("no column {name} in the folder: {error}"))
    });
    let columns = columns.each_ref().map(|column| column.lines().collect::<Vec<_>>());
    let headings = columns.each_ref().map(|column| column[0]);
    let mut table = format!("| | {} |\n|---|{}\n", headings.join(" | "), "---|".repeat(COLUMNS.len()));
    for (place, line) in columns[0].iter().enumerate().skip(1) {
        let lines = columns.each_ref().map(|column| column.get(place).copied().unwrap_or_default());
        if let Some(heading) = line.strip_prefix("# ") {
            assert_eq!(lines, [*line; 6], "the columns have other rows");
            table += &format!("| **{heading}** |{}\n", " |".repeat(COLUMNS.len()));
            continue;
        }
        let cells = lines.map(|line| line.split_once('\t').expect("a row and a cell"));
        let (row, _) = cells[0];
        assert!(cells.iter().all(|(other, _)| *other == row), "the columns have other rows: {cells:?}");
        table += &format!("| {row} | {} |\n", cells.map(|(_, cell)| cell).join(" | "));
    }
    assert!(columns.iter().all(|column| column.len() == columns[0].len()), "the columns have other rows");
    table
}

fn main() -> ExitCode {
    let folder = env::args_os().nth(1).expect("a folder");
    let table = table(Path::new(&folder));
    print!("{table}");

    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let old = fs::read_to_string(&page).expect("the page");
    let (intro, _) = old.split_once(BEGIN).expect("the place of the table");
    let exceptions = presigner_servers::exceptions();
    let new = format!("{intro}{BEGIN}\n{table}\n## What they do otherwise than S3\n\n{exceptions}");
    if new == old {
        return ExitCode::SUCCESS;
    }
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&page, new).expect("the page can be written");
        println!("{} is new", page.display());
        return ExitCode::SUCCESS;
    }
    for (number, (old, new)) in old.lines().zip(new.lines()).enumerate().filter(|(_, (old, new))| old != new) {
        println!("line {}:\n  page: {old}\n  now:  {new}", number + 1);
    }
    println!("{} has {} lines, and now there are {}", page.display(), old.lines().count(), new.lines().count());
    println!("the page is another one: if this is as it should be, write it anew with UPDATE_SNAPSHOTS=yes");
    ExitCode::FAILURE
}
