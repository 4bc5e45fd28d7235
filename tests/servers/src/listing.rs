//! Pages and forms of a list of objects.

use presigner::Result;

use crate::client::{Follow, Reply};
use crate::exceptions::Exception;
use crate::server::{Server, Style};
use crate::xml;

/// In the order of their bytes, which is that of a list.
const ALL_KEYS: [&str; 8] = ["a", "a b/+&'1", "a b/2", "a b/sub/3", "a/1", "a/2%2F", "\u{e4}/ \u{1}<\n>", "\u{1f3b5}"];
/// The one that XML cannot hold.
const NO_XML: usize = 6;

/// Those that a server can have at the same time, and list.
fn some_keys(server: &Server) -> [&'static str; 8] {
    let mut keys = ALL_KEYS;
    if server.has(Exception::KeysAreFiles) {
        keys[0] = "A";
    }
    if server.has(Exception::EncodingIgnored) {
        keys[NO_XML] = "\u{e4}/ <\n>";
    }
    keys
}

fn keys(server: &Server, page: &Reply) -> Vec<String> {
    let keys = server.decoded(page, "Contents/Key");
    let prefixes = page.all("CommonPrefixes/Prefix");
    assert_eq!(page.one("KeyCount"), (keys.len() + prefixes.len()).to_string(), "{page}");
    keys
}

pub fn objects_are_listed(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "listing")?;
    let presigner = store.presigner()?;
    let keys_there = some_keys(server);
    for key in keys_there {
        store.put(key)?;
    }
    let all = || presigner.list_objects_v2("")?.encoding_type_url();

    let page = all()?.send(&[]).expect(200);
    assert_eq!(keys(server, &page), keys_there);
    assert_eq!(page.all("Contents/Owner/ID"), [""; 0]);
    let page = all()?.fetch_owner()?.send(&[]).expect(200);
    let owned = if server.has(Exception::NoOwners) { 0 } else { keys_there.len() };
    assert_eq!(page.all("Contents/Owner/ID").len(), owned);

    // One folder, and what lies directly in it. The second delimiter has to be escaped.
    let page = presigner.list_objects_v2("a b/")?.send(&[]).expect(200);
    assert_eq!(keys(server, &page), keys_there[1..4]);
    let escaped = if server.has(Exception::DelimitersCut) { "a b/+" } else { "a b/+&'" };
    for (delimiter, direct, prefix) in [("/", &keys_there[1..3], "a b/sub/"), ("+&'", &keys_there[2..4], escaped)] {
        let page = presigner.list_objects_v2("a b/")?.delimiter(delimiter)?.send(&[]).expect(200);
        assert_eq!(keys(server, &page), direct);
        assert_eq!(page.all("CommonPrefixes/Prefix"), [prefix]);
    }
    let page = all()?.delimiter("/")?.send(&[]).expect(200);
    assert_eq!(keys(server, &page), [keys_there[0], keys_there[7]]);
    assert_eq!(server.decoded(&page, "CommonPrefixes/Prefix"), ["a b/", "a/", "\u{e4}/"]);

    // Page by page.
    let mut listed = Vec::new();
    let mut page = all()?.max_keys(3)?.send(&[]).expect(200);
    loop {
        assert!(keys(server, &page).len() <= 3, "{page}");
        listed.extend(keys(server, &page));
        if page.one("IsTruncated") == "false" {
            break;
        }
        page = all()?.max_keys(3)?.continuation_token(&page.one("NextContinuationToken"))?.send(&[]).expect(200);
    }
    assert_eq!(listed, keys_there);

    // After each key, and after one that is not there.
    for (index, key) in keys_there.into_iter().enumerate() {
        let page = all()?.start_after(key)?.send(&[]).expect(200);
        if index == NO_XML && server.has(Exception::BareMarkers) {
            assert_no_xml(&page);
        } else {
            assert_eq!(keys(server, &page), keys_there[index + 1..]);
        }
    }
    assert_eq!(keys(server, &all()?.start_after("a b/1")?.send(&[]).expect(200)), keys_there[2..]);

    // The page that ends with the key that is no XML, and the page after it.
    let page = all()?.max_keys(1)?.start_after(keys_there[NO_XML - 1])?.send(&[]).expect(200);
    if server.has(Exception::BareMarkers) {
        assert_no_xml(&page);
    } else {
        assert_eq!(keys(server, &page), [keys_there[NO_XML]]);
        let next = all()?.continuation_token(&page.one("NextContinuationToken"))?.send(&[]).expect(200);
        assert_eq!(keys(server, &next), keys_there[NO_XML + 1..]);
    }
    Ok(())
}

#[track_caller]
fn assert_no_xml(page: &Reply) {
    let error = xml::texts(&page.body, "Contents/Key").expect_err("a document that is no XML");
    assert!(error.starts_with("malformed entity reference"), "{error}: {page}");
}
