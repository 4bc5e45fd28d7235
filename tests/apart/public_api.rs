//! The crate's whole public API, all features on, must be what `public-api.txt` says.
//!
//! When it was changed on purpose, write the listing anew and commit it:
//!
//! ```text
//! UPDATE_SNAPSHOTS=yes cargo test --release --manifest-path tests/apart/Cargo.toml --test public_api
//! ```

use std::path::Path;
use std::process::Command;

/// The Rust whose rustdoc writes the format of JSON that this version of `public-api` reads. The format changes with most
/// versions of Rust, so a newer stable one is not taken. To go on, raise it together with `public-api` in Cargo.toml, as
/// that crate's documentation pairs them, write the listing anew, and see that only spelling changed.
const RUST: &str = "1.95.0";

/// The one that runs this test, if it is of that version; otherwise rustup's, which fetches it unless it is there.
fn cargo() -> Command {
    let mut version = Command::new(env!("CARGO"));
    let version = version.arg("--version").output().expect("cargo runs").stdout;
    if String::from_utf8_lossy(&version).starts_with(&format!("cargo {RUST} ")) {
        return Command::new(env!("CARGO"));
    }
    let mut cargo = Command::new("rustup");
    cargo.args(["run", "--install", RUST, "cargo"]);
    cargo
}

#[test]
fn public_api_is_as_listed() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    // A folder of its own: build scripts which look at RUSTC_BOOTSTRAP would otherwise run
    // again, and their crates be rebuilt, each time this test takes turns with another build.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustdoc-json");

    let status = cargo()
        .current_dir(root)
        .args(["rustdoc", "--quiet", "--lib", "--locked", "--all-features"])
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .env("CARGO_TARGET_DIR", &target)
        // Lets the stable rustdoc write JSON, and only for this crate.
        .env("RUSTC_BOOTSTRAP", "presigner")
        .status()
        .expect("cargo runs");
    assert!(status.success(), "rustdoc failed");

    let api = public_api::Builder::from_rustdoc_json(target.join("doc/presigner.json"))
        .sorted(true)
        // What follows from the types and from std's own impls would make the listing depend
        // on the compiler's version and hide what was written.
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .expect("rustdoc's JSON is of the format that this version of public-api reads");
    api.assert_eq_or_update(here.join("public-api.txt"));
}
