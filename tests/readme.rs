//! What the README shows as coming out comes out, and no feature is missing in it or on the front page.

use core::time::Duration;

use presigner::{Credentials, Endpoint, Result, Signer, Validity};

const README: &str = include_str!("../README.md");

#[test]
fn shows_the_link_that_comes_out() -> Result<()> {
    let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
    let signer = Signer::new(bucket, credentials);
    let presigner = signer.at(Validity::new(1_800_000_000, Duration::from_secs(3600))?)?;
    let request = presigner.get("messages/42/7f3a")?.attachment("Quartalsbericht – Q3.pdf");
    let link = request.presign();

    let (_, shown) = README.split_once("```text\n").expect("the README shows what comes out");
    let (shown, _) = shown.split_once("\n```").expect("and ends");
    let (url, rest) = shown.split_once("\n\n").expect("the URL, an empty line, and more");
    assert_eq!(url.split_whitespace().collect::<String>(), link.url());
    assert!(rest.contains(&format!("expires   {}", link.expires_at())), "{rest}");
    let disposition = request.disposition().expect("it was set");
    assert!(rest.contains(&format!("saved as  {}", disposition.file_name().expect("so was the name"))), "{rest}");
    Ok(())
}

#[test]
fn names_every_feature() {
    let manifest = include_str!("../Cargo.toml");
    let (_, features) = manifest.split_once("\n[features]\n").unwrap();
    let (features, _) = features.split_once("\n[").unwrap();
    let names = features.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    for name in names.filter(|name| *name != "default" && !name.starts_with('#')) {
        assert!(README.contains(&format!("\n| `{name}` | ")), "{name} in the README");
        assert!(include_str!("../src/lib.rs").contains(&format!("\n//! - `{name}`: ")), "{name} on the front page");
    }
}
