//! A presigner that is narrowed to a folder.

use presigner::{Error, Result};

use crate::client::Follow;
use crate::contents;
use crate::server::{Server, Style};

pub fn a_narrowed_presigner_works(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "within")?;
    let (folder, key, foreign) = ("users/4 2/", "users/4 2/a+b/\u{e4}.txt", "users/43/secret");
    store.put(foreign)?;
    let presigner = store.presigner()?.within(folder)?;

    presigner.put(key)?.send(&contents(key)).expect(200);
    assert_eq!(presigner.get(key)?.send(&[]).expect(200).body, contents(key));
    assert_eq!(presigner.list_objects_v2(folder)?.send(&[]).expect(200).all("Contents/Key"), [key]);
    let page = presigner.list_objects_v2(folder)?.delimiter("/")?.send(&[]).expect(200);
    assert_eq!(page.all("CommonPrefixes/Prefix"), ["users/4 2/a+b/"]);
    let copy = "users/4 2/copy";
    presigner.copy_object(copy, store.source(key)?)?.send(&[]).expect(200);
    assert_eq!(presigner.get(copy)?.send(&[]).expect(200).body, contents(key));

    assert_eq!(presigner.get(foreign).unwrap_err(), Error::OutsideScope);
    assert_eq!(presigner.list_objects_v2("users/4").unwrap_err(), Error::OutsideScope);
    assert_eq!(presigner.copy_object(copy, store.source(foreign)?).unwrap_err(), Error::OutsideScope);
    // These are in the folder for the server too: it does not read a way out into them.
    for inside in ["users/4 2/%2e%2e/43/secret", "users/4 2/..%2F43/secret", "users/4 2/..\\43\\secret"] {
        presigner.get(inside)?.send(&[]).expect_error(404, "NoSuchKey");
        presigner.copy_object(copy, store.source(inside)?)?.send(&[]).expect_error(404, "NoSuchKey");
        presigner.put(inside)?.send(b"inside").expect(200);
        assert_eq!(presigner.list_objects_v2(inside)?.send(&[]).expect(200).one("Contents/Key"), inside);
        presigner.delete(inside)?.send(&[]).expect(204);
    }
    // Nor does a list go beyond the folder that begins elsewhere.
    let page = presigner.list_objects_v2(folder)?.start_after("users/4")?.send(&[]).expect(200);
    assert_eq!(page.all("Contents/Key"), [key, copy]);
    for own in [key, copy] {
        presigner.delete(own)?.send(&[]).expect(204);
    }
    store.assert_kept(foreign)
}
