//! The messages that the crate mail-parser is tested with, of many mail clients and languages: what becomes of the names and
//! content types of their parts. The parser is the judge: what it decodes is a name, and what it reads as a type is one.
//!
//! The counts are printed with `cargo test -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use mail_parser::{HeaderName, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use presigner::attachment::Attachment;
use presigner::{ContentDisposition, Credentials, DispositionKind, Endpoint, Signer, Validity};
use serde_json::Value;

/// Names of attachments, and the raw texts of `Content-Type` with the type that the parser reads from each.
#[derive(Default)]
struct Corpus {
    messages: usize,
    names: BTreeSet<String>,
    types: BTreeMap<String, String>,
}

impl Corpus {
    fn read() -> Self {
        let mut corpus = Self::default();
        let mut folders = vec![package().join("resources/eml")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "eml") {
                    let raw = fs::read(&path).unwrap();
                    if let Some(message) = MessageParser::default().parse(&raw) {
                        corpus.messages += 1;
                        corpus.add(&message);
                    }
                }
            }
        }
        corpus
    }

    fn add(&mut self, message: &Message<'_>) {
        for part in &message.parts {
            self.names.extend(part.attachment_name().map(str::to_owned));
            for header in part.headers.iter().filter(|header| header.name == HeaderName::ContentType) {
                let raw = &message.raw_message[header.offset_start as usize..header.offset_end as usize];
                // Without the space behind the colon and the end of the line, and 8-bit text as a parser hands it on.
                let text = String::from_utf8_lossy(raw).trim_matches([' ', '\r', '\n']).to_owned();
                if let HeaderValue::ContentType(read) = &header.value {
                    let essence = format!("{}/{}", read.ctype(), read.subtype().unwrap_or_default());
                    self.types.insert(text, essence.to_ascii_lowercase());
                }
            }
            if let PartType::Message(message) = &part.body {
                self.add(message);
            }
        }
    }
}

/// Where cargo keeps the parser's package.
fn package() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let run = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&run.stdout).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|package| package["name"] == "mail-parser").unwrap();
    Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

#[test]
fn no_name_is_lost() {
    let corpus = Corpus::read();
    let (mut changed, mut lost, mut other_extension, mut other_ascii_extension) = (vec![], vec![], vec![], vec![]);
    for name in &corpus.names {
        let disposition = ContentDisposition::attachment(name);
        let (saved, ascii) = (disposition.file_name().unwrap(), disposition.ascii_file_name().unwrap());
        if saved != name {
            changed.push((name, saved.to_owned()));
        }
        if saved == "download" {
            lost.push(name);
        }
        if extension(saved) != extension(name) {
            other_extension.push((name, saved.to_owned()));
        }
        if extension(ascii) != extension(saved) {
            other_ascii_extension.push((name, ascii.to_owned()));
        }
    }
    println!("{} messages, {} names", corpus.messages, corpus.names.len());
    println!("{} changed: {changed:#?}", changed.len());
    println!("{} lost: {lost:?}", lost.len());
    println!("{} with another extension: {other_extension:#?}", other_extension.len());
    println!("{} with another extension in ASCII: {other_ascii_extension:#?}", other_ascii_extension.len());
    assert_eq!((corpus.messages, corpus.names.len()), (107, 33));
    assert!(lost.is_empty() && other_extension.is_empty() && other_ascii_extension.is_empty());
    // They hold the separators of paths, and nothing else that is replaced.
    assert_eq!(changed.len(), 5);
    assert!(changed.iter().all(|(name, saved)| name.trim_start_matches('/').replace(['/', ':'], "_") == *saved));
}

const SAFE: [&str; 8] =
    ["text/plain", "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"];

#[test]
fn no_type_is_lost() {
    let corpus = Corpus::read();
    let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap());
    let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600)).unwrap()).unwrap();
    let (mut folded, mut shown, mut safe, mut bytes, mut renamed, mut lost) = (0, 0, 0, vec![], vec![], vec![]);
    for (text, essence) in &corpus.types {
        let attachment = Attachment::new("a", "k", 1).content_type(text).inline();
        let descriptor = attachment.descriptor(&presigner).unwrap();
        folded += usize::from(text.contains('\n'));
        shown += usize::from(descriptor.content_disposition() == Some(DispositionKind::Inline));
        let is_safe = SAFE.contains(&&**essence) || essence.starts_with("audio/") || essence.starts_with("video/");
        safe += usize::from(is_safe);
        match descriptor.content_type().map(|signed| signed.split(';').next().unwrap()) {
            None => lost.push((text, essence)),
            Some(signed) if signed == essence => (),
            Some("application/octet-stream") => bytes.push(essence),
            Some(signed) => renamed.push((essence, signed.to_owned())),
        }
    }
    println!("{} types, {folded} folded, {safe} safe to show, {shown} shown", corpus.types.len());
    println!("{} that can run, as bytes: {bytes:?}", bytes.len());
    println!("{} by another name: {renamed:?}", renamed.len());
    println!("{} lost: {lost:#?}", lost.len());
    assert_eq!((corpus.types.len(), folded), (191, 89));
    assert_eq!(shown, safe);
    assert!(lost.is_empty() && renamed.is_empty());
    assert!(!bytes.is_empty() && bytes.iter().all(|essence| *essence == "text/html"));
}
