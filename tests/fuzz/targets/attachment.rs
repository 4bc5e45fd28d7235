//! What a stranger gives a download endpoint: its query, an id, and a file name.

#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use presigner::ContentDisposition;
use presigner::attachment::{AttachmentId, DownloadQuery};

fn check(name: &str) {
    let attachment = ContentDisposition::attachment(name);
    let (file_name, ascii) = (attachment.file_name().unwrap(), attachment.ascii_file_name().unwrap());
    let header = attachment.to_string();
    assert!(header.starts_with("attachment; filename=\""), "{header}");
    assert!(header.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{header:?}");
    for shown in [file_name, ascii] {
        assert!(!shown.is_empty() && shown.len() <= 230, "{shown:?}");
        assert!(!shown.chars().any(|char| char.is_control() || "\"\\/:*?<>|".contains(char)), "{shown:?}");
        assert!(!shown.starts_with(['~', '-', ' ', '.']) && !shown.ends_with([' ', '.']), "{shown:?}");
    }
    assert!(ascii.is_ascii(), "{ascii:?}");
    // What was made harmless stays as it is.
    assert_eq!(ContentDisposition::attachment(file_name).to_string(), header);
    assert_eq!(ContentDisposition::attachment(ascii).file_name(), Some(ascii));
    assert_eq!(header.replacen("attachment", "inline", 1), ContentDisposition::inline(name).to_string());
    let _ = ContentDisposition::attachment_from_key(name).to_string();
}

fuzz_target!(|text: &str| {
    memory::bounded(text.len(), || check(text));
    if let Ok(query) = memory::bounded(text.len(), || DownloadQuery::parse(text)) {
        assert!(!query.key().is_empty());
        check(query.file_name());
    }
    if let Ok(id) = memory::bounded(text.len(), || AttachmentId::decode(text)) {
        assert!(id.as_bytes().len() <= text.len());
    }
});
