//! Pages and forms of a list of objects.

use presigner::Result;

use crate::client::{Follow, Reply};
use crate::exceptions::Exception;
use crate::keys::decode;
use crate::server::{Server, Style};
use crate::xml;

/// In the order of their bytes, which is that of a list.
const KEYS: [&str; 8] = ["a", "a b/+&'1", "a b/2", "a b/sub/3", "a/1", "a/2%2F", "\u{e4}/ \u{1}<\n>", "\u{1f3b5}"];
/// The one that XML cannot hold.
const NO_XML: usize = 6;

fn keys(page: &Reply) -> Vec<String> {
    let keys: Vec<_> = page.all("Contents/Key").iter().map(|key| decode(key)).collect();
    let prefixes = page.all("CommonPrefixes/Prefix");
    assert_eq!(page.one("KeyCount"), (keys.len() + prefixes.len()).to_string(), "{page}");
    keys
}

pub fn objects_are_listed(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "listing")?;
    let presigner = store.presigner()?;
    for key in KEYS {
        store.put(key)?;
    }
    let all = || presigner.list_objects_v2("")?.encoding_type_url();

    let page = all()?.send(&[]).expect(200);
    assert_eq!(keys(&page), KEYS);
    assert_eq!(page.all("Contents/Owner/ID"), [""; 0]);
    let page = all()?.fetch_owner()?.send(&[]).expect(200);
    assert_eq!(page.all("Contents/Owner/ID").len(), KEYS.len());

    // One folder, and what lies directly in it. The second delimiter has to be escaped.
    let page = presigner.list_objects_v2("a b/")?.send(&[]).expect(200);
    assert_eq!(keys(&page), KEYS[1..4]);
    for (delimiter, direct, prefix) in [("/", &KEYS[1..3], "a b/sub/"), ("+&'", &KEYS[2..4], "a b/+&'")] {
        let page = presigner.list_objects_v2("a b/")?.delimiter(delimiter)?.send(&[]).expect(200);
        assert_eq!(keys(&page), direct);
        assert_eq!(page.all("CommonPrefixes/Prefix"), [prefix]);
    }
    let page = all()?.delimiter("/")?.send(&[]).expect(200);
    assert_eq!(keys(&page), [KEYS[0], KEYS[7]]);
    let prefixes: Vec<_> = page.all("CommonPrefixes/Prefix").iter().map(|prefix| decode(prefix)).collect();
    assert_eq!(prefixes, ["a b/", "a/", "\u{e4}/"]);

    // Page by page.
    let mut listed = Vec::new();
    let mut page = all()?.max_keys(3)?.send(&[]).expect(200);
    loop {
        assert!(keys(&page).len() <= 3, "{page}");
        listed.extend(keys(&page));
        if page.one("IsTruncated") == "false" {
            break;
        }
        page = all()?.max_keys(3)?.continuation_token(&page.one("NextContinuationToken"))?.send(&[]).expect(200);
    }
    assert_eq!(listed, KEYS);

    // After each key, and after one that is not there.
    for (index, key) in KEYS.into_iter().enumerate() {
        let page = all()?.start_after(key)?.send(&[]).expect(200);
        if index == NO_XML && server.has(Exception::BareMarkers) {
            assert_no_xml(&page);
        } else {
            assert_eq!(keys(&page), KEYS[index + 1..]);
        }
    }
    assert_eq!(keys(&all()?.start_after("a b/1")?.send(&[]).expect(200)), KEYS[2..]);

    // The page that ends with the key that is no XML, and the page after it.
    let page = all()?.max_keys(1)?.start_after(KEYS[NO_XML - 1])?.send(&[]).expect(200);
    if server.has(Exception::BareMarkers) {
        assert_no_xml(&page);
    } else {
        assert_eq!(keys(&page), [KEYS[NO_XML]]);
        let next = all()?.continuation_token(&page.one("NextContinuationToken"))?.send(&[]).expect(200);
        assert_eq!(keys(&next), KEYS[NO_XML + 1..]);
    }
    Ok(())
}

#[track_caller]
fn assert_no_xml(page: &Reply) {
    let error = xml::texts(&page.body, "Contents/Key").expect_err("a document that is no XML");
    assert!(error.starts_with("malformed entity reference"), "{error}: {page}");
}
