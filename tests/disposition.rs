//! `Content-Disposition`: a table of hostile names from an independent generator, and the laws for any name.

mod common;

use std::fmt::Write as _;

use allocation_counter::measure;
use presigner::{ContentDisposition, DispositionKind};
use proptest::prelude::*;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

const MAX_LENGTH: usize = 230;

#[derive(Debug, Deserialize)]
struct Vector {
    name: String,
    file_name: String,
    header: String,
}

/// The names that a client finds in a header, checked against the grammar that every client reads:
/// `kind; filename="…"; filename*=UTF-8''…`, the last part only where the names differ.
struct Parsed {
    kind: String,
    ascii: String,
    extended: Option<String>,
}

fn parse(header: &str) -> Parsed {
    let (kind, rest) = header.split_once("; filename=\"").unwrap();
    assert!(matches!(kind, "attachment" | "inline"), "{header}");
    let (ascii, rest) = rest.split_once('"').unwrap();
    assert!(!ascii.is_empty(), "{header}");
    assert!(ascii.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b';' | b'\\')), "{header}");
    let extended = (!rest.is_empty()).then(|| decoded(rest.strip_prefix("; filename*=UTF-8''").unwrap()));
    Parsed { kind: kind.into(), ascii: ascii.into(), extended }
}

/// Percent-decoded; anything but unreserved characters and upper-case escapes is refused.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || match rest.next().unwrap() {
                digit @ b'0'..=b'9' => digit - b'0',
                digit @ b'A'..=b'F' => digit - b'A' + 10,
                other => panic!("{other} in {text}"),
            };
            digit() << 4 | digit()
        } else {
            assert!(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte), "{text}");
            byte
        });
    }
    assert!(!bytes.is_empty(), "{text}");
    String::from_utf8(bytes).unwrap()
}

/// What no client may be told to save under.
fn assert_harmless(name: &str) {
    assert!((1..=MAX_LENGTH).contains(&name.len()), "{name:?}");
    assert!(!name.chars().any(|character| character.is_control() || "\"\\/:*?<>|".contains(character)), "{name:?}");
    assert!(!name.chars().any(|character| ('\u{202a}'..='\u{202e}').contains(&character)), "{name:?}");
    let escaped = |window: &[u8]| window[0] == b'%' && window[1..].iter().all(u8::is_ascii_hexdigit);
    assert!(!name.as_bytes().windows(3).any(escaped), "{name:?}");
    assert!(!name.starts_with(['~', '-', ' ', '.']) && !name.ends_with([' ', '.']) && !name.contains("  "), "{name:?}");
    assert!(name.contains(|character| !"_.- ".contains(character)), "{name:?}");
    let device = name.split('.').next().unwrap().trim_end().to_ascii_uppercase();
    assert!(!["CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM²", "CONIN$"].contains(&device.as_str()), "{name:?}");
}

#[test]
fn every_name_of_the_table_gets_its_header() {
    let mut count = 0;
    for vector in common::vectors::<Vector>("dispositions.jsonl") {
        let attachment = ContentDisposition::attachment(&vector.name);
        assert_eq!(attachment.file_name(), Some(&*vector.file_name), "{vector:?}");
        assert_eq!(attachment.to_string(), vector.header, "{vector:?}");
        assert_eq!(parse(&vector.header).ascii, attachment.ascii_file_name().unwrap(), "{vector:?}");
        let inline = ContentDisposition::inline(&vector.name).to_string();
        assert_eq!(inline, vector.header.replacen("attachment", "inline", 1), "{vector:?}");
        count += 1;
    }
    assert!(count >= 170, "only {count} vectors");
}

#[test]
fn a_key_gives_its_last_segment_and_a_name_keeps_its_slash() {
    for (key, name) in [
        ("messages/42/report.pdf", "report.pdf"),
        ("report.pdf", "report.pdf"),
        ("/report.pdf", "report.pdf"),
        ("a//b", "b"),
        ("folder/", "download"),
        ("", "download"),
        ("a/..", "download"),
        ("a/b\\c", "b_c"),
        ("a/b%2Fc", "b_2Fc"),
        ("a/CON", "_CON"),
    ] {
        assert_eq!(ContentDisposition::attachment_from_key(key).file_name(), Some(name));
        assert_eq!(
            ContentDisposition::inline_from_key(key).to_string(),
            ContentDisposition::inline(key.rsplit('/').next().unwrap()).to_string()
        );
    }
    assert_eq!(ContentDisposition::attachment("AC/DC.mp3").file_name(), Some("AC_DC.mp3"));
}

#[test]
fn without_a_name_there_is_the_kind_alone() {
    let attachment = ContentDisposition::attachment(None);
    assert_eq!((attachment.kind(), attachment.to_string()), (DispositionKind::Attachment, "attachment".into()));
    let inline = ContentDisposition::inline(None);
    assert_eq!((inline.kind(), inline.to_string()), (DispositionKind::Inline, "inline".into()));
    assert_eq!((inline.file_name(), inline.ascii_file_name()), (None, None));
}

/// A megabyte of anything costs no more memory than a short name, and the cut finds the extension behind it.
#[test]
fn megabytes_are_cut() {
    let long = |unit: &str| unit.repeat(1_000_000 / unit.len());
    for (name, expected) in [
        (long("a") + ".pdf", "a".repeat(226) + ".pdf"),
        (long("é") + ".pdf", "é".repeat(113) + ".pdf"),
        (long("😀") + "a.jpeg", "😀".repeat(56) + ".jpeg"),
        (long("a"), "a".repeat(230)),
        (long("%41"), "_41".repeat(76) + "_4"),
        (long("\u{200b}") + "a.txt", "a.txt".into()),
        ("a.t".to_owned() + &long("\u{200b}") + "xt", "a.txt".into()),
        ("a".to_owned() + &long(".") + "txt", "a.txt".into()),
        ("a".to_owned() + &long(" ") + "b", "a b".into()),
        ("a.txt".to_owned() + &long(" ."), "a.txt".into()),
        ("CON".to_owned() + &long(".") + "txt", "_CON.txt".into()),
        (long("_"), "download".into()),
        (long("_") + "a", "download".into()),
        (long("."), "download".into()),
        (long("\0"), "download".into()),
        (long("/") + "x.txt", "x.txt".into()),
        ("x".to_owned() + &long("/") + ".txt", "x".to_owned() + &"_".repeat(225) + ".txt"),
        (long("a") + ".tar.gz", "a".repeat(223) + ".tar.gz"),
        (long(".") + "txt", "download.txt".into()),
        // The three of each syllable are one, and 230 bytes hold 76.
        (long("\u{1112}\u{1161}\u{11ab}"), "한".repeat(76)),
        (long("a.") + "txt", "a.".repeat(112) + "a.txt"),
        ("x.".to_owned() + &long("y"), "x.".to_owned() + &"y".repeat(228)),
    ] {
        assert_eq!(ContentDisposition::attachment(&name).file_name(), Some(&*expected));
    }
}

#[test]
fn nothing_is_allocated() {
    let megabyte = "Größe ".repeat(140_000) + ".pdf";
    let mut header = String::with_capacity(1024);
    for name in [
        "report.pdf",
        "a%41\u{200b}.pdf",
        "100%.pdf",
        "Größe – ½.pdf",
        "報告書.pdf",
        "\u{1112}\u{1161}\u{11ab}.hwp",
        "CON",
        "",
        ".pdf",
        &megabyte,
    ] {
        let allocated = measure(|| {
            for disposition in [ContentDisposition::attachment(name), ContentDisposition::inline_from_key(name)] {
                header.clear();
                write!(header, "{disposition}").unwrap();
                assert!(disposition.clone().file_name().is_some());
            }
        });
        assert_eq!(allocated.count_total, 0, "{name:.20}");
    }
}

#[test]
fn debug_shows_the_header() {
    let disposition = ContentDisposition::attachment("a b.txt");
    assert_eq!(format!("{disposition:?}"), r#"ContentDisposition(attachment; filename="a b.txt")"#);
}

#[test]
fn dots_of_other_scripts_make_no_extension() {
    for dot in "．｡。․‧·∙⋅・".chars() {
        let name = format!("report{dot}exe");
        let attachment = ContentDisposition::attachment(&name);
        assert_eq!(attachment.ascii_file_name(), Some("report_exe"), "{dot}");
        assert_eq!(attachment.file_name(), Some(&*name));
    }
    assert_eq!(ContentDisposition::attachment("report.ｅｘｅ").ascii_file_name(), Some("report._"));
    assert_eq!(ContentDisposition::attachment("… exe").ascii_file_name(), Some("exe"));
}

/// Names from pieces that rules look at, so that they meet.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z0-9]{1,4}",
        3 => "[%0-9a-fA-F]{1,6}",
        3 => "[ ._~-]{1,3}",
        2 => "[/\\\\:*?\"<>|;\\x00-\\x1f\\x7f]{1,2}",
        2 => "[\u{c0}-\u{24f}\u{1e00}-\u{1eff}]{1,3}",
        2 => "[\u{300}-\u{36f}\u{2010}-\u{2028}]{1,2}",
        2 => "[яж日語한\u{1f600}\u{fe0f}]{1,3}",
        1 => "[\u{1100}\u{1112}\u{1161}\u{1175}\u{11a8}\u{11c2}가각]{1,4}",
        1 => "[ƁƕɔəꜳﬃＡａ．]{1,3}",
        1 => "\\.[tT]ar",
        2 => "[\u{200b}-\u{200f}\u{202a}-\u{202f}\u{2060}\u{feff}\u{e0041}\u{a0}\u{3000}\u{2800}\u{ffff}]{1,2}",
        1 => "\\PC{1,4}",
        1 => "(CON|prn|Aux|NUL|COM[0-9¹²³]|lpt[0-9]|CONIN\\$|clock\\$)[ .]{0,2}",
        1 => "\\.[a-zéя]{0,17}",
    ];
    prop_oneof![
        4 => prop::collection::vec(piece.clone(), 0..8).prop_map(|pieces| pieces.concat()),
        1 => prop::collection::vec(piece, 60..160).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
        1 => ("[aé€😀_. ]", 210_usize..330, "[^.]{0,3}\\.?[a-zé%]{0,17}").prop_map(|(c, n, end)| c.repeat(n) + &end),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_name_gives_a_header_of_the_one_form(name in hostile()) {
        let attachment = ContentDisposition::attachment(&name);
        let parsed = parse(&attachment.to_string());
        let file_name = attachment.file_name().unwrap();
        prop_assert_eq!(parsed.kind, "attachment");
        prop_assert_eq!(&*parsed.ascii, attachment.ascii_file_name().unwrap());
        assert_harmless(file_name);
        assert_harmless(&parsed.ascii);
        // The second form is there exactly where the first says something else.
        prop_assert_eq!(parsed.extended.as_deref(), Some(file_name).filter(|name| *name != parsed.ascii));
    }

    #[test]
    fn a_sanitized_name_stays_as_it_is(name in hostile()) {
        let first = ContentDisposition::attachment(&name);
        let again = ContentDisposition::attachment(first.file_name().unwrap());
        prop_assert_eq!(first.file_name(), again.file_name());
        prop_assert_eq!(first.to_string(), again.to_string());
        // A name that needs no second form gives the same header once more.
        let ascii = ContentDisposition::attachment(first.ascii_file_name().unwrap());
        prop_assert_eq!(ascii.file_name(), first.ascii_file_name());
    }

    #[test]
    fn the_kind_changes_nothing_of_the_name(name in hostile()) {
        let (attachment, inline) = (ContentDisposition::attachment(&name), ContentDisposition::inline(&name));
        prop_assert_eq!(attachment.to_string().replacen("attachment", "inline", 1), inline.to_string());
        let key = format!("a/b/{}", name.replace('/', ""));
        prop_assert_eq!(
            ContentDisposition::attachment_from_key(&key).to_string(),
            ContentDisposition::attachment(&name.replace('/', "")).to_string()
        );
    }

    /// Short ones: a name that is cut is cut elsewhere in its longer form.
    #[test]
    fn both_normal_forms_have_one_ascii_form(name in hostile()) {
        let (composed, decomposed): (String, String) = (name.nfc().collect(), name.nfd().collect());
        // Their decompositions begin with signs, `=`, `<` and `>`, and not with letters.
        prop_assume!(decomposed.len() <= MAX_LENGTH && !composed.contains(['≠', '≮', '≯']));
        let ascii = |name| ContentDisposition::attachment(name).ascii_file_name().unwrap().to_owned();
        prop_assert_eq!(ascii(&composed), ascii(&decomposed));
    }

    /// Whoever looks for a dangerous extension finds it in the sanitized name, but for letters that lose their accents: no
    /// full stop of another script becomes a dot. Left out are the ellipsis, which becomes three, and a last part of accents
    /// alone, which goes.
    #[test]
    fn no_ascii_form_gains_an_extension(name in hostile()) {
        let attachment = ContentDisposition::attachment(&name);
        let (given, ascii) = (attachment.file_name().unwrap(), attachment.ascii_file_name().unwrap());
        prop_assume!(!given.contains('…') && given.len() < MAX_LENGTH - 1);
        let is_accent = |character: char| ('\u{300}'..='\u{36f}').contains(&character);
        let shown: String = given.chars().filter(|character| !is_accent(*character)).collect();
        prop_assume!(!shown.ends_with([' ', '.']));
        let last = |name: &str| name.rsplit_once('.').map(|(_, last)| last.to_owned());
        let Some(extension) = last(ascii) else { return Ok(()) };
        let parts: Vec<&str> = shown.split('.').skip(1).collect();
        let folded = |part: &&str| last(ContentDisposition::attachment(&format!("a.{part}")).ascii_file_name().unwrap());
        let known = parts.last().and_then(folded) == Some(extension.clone());
        // A last part that says nothing goes behind `.tar`.
        prop_assert!(known || (extension.eq_ignore_ascii_case("tar") && parts.len() > 1), "{given:?} {ascii:?}");
    }

    /// What names from macOS hold, decomposed, is as long as what others hold.
    #[test]
    fn hangul_is_composed(name in "[가-힣]{1,76}") {
        let decomposed: String = name.nfd().collect();
        let attachment = ContentDisposition::attachment(&decomposed);
        prop_assert_eq!(attachment.file_name(), Some(&*name));
    }

    /// A header keeps the extension of a name that is cut.
    #[test]
    fn a_cut_keeps_the_extension(stem in "[a-zé😀 ]{231,240}", extension in "[a-z0-9]{1,16}") {
        let name = format!("a{stem}.{extension}");
        let attachment = ContentDisposition::attachment(&name);
        let suffix = format!(".{extension}");
        prop_assert!(attachment.file_name().unwrap().ends_with(&suffix));
        prop_assert!(attachment.ascii_file_name().unwrap().ends_with(&suffix));
        // Trimming takes at most a space, and a character has at most four bytes.
        prop_assert!(attachment.file_name().unwrap().len() >= MAX_LENGTH - 4 || stem.contains("  "));
    }
}
