//! Versions of an object.

use presigner::{Method, Result};

use crate::client::{Follow, Reply};
use crate::digests::md5_base64;
use crate::exceptions::Exception;
use crate::server::{Server, Store, Style};

const KEY: &str = "a b/+\u{e4}";
const BODIES: [&str; 3] = ["first", "second", "third"];

pub fn versions_are_kept(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "versions")?;
    if server.has(Exception::OnlyObjects) {
        versioning(&store)?.expect_error(501, "NotImplemented");
        return Ok(());
    }
    versioning(&store)?.expect(200);
    let presigner = store.presigner()?;
    let get = presigner.root(Method::GET)?.query("versioning", "")?;
    assert_eq!(get.send(&[]).expect(200).one("Status"), "Enabled");

    let mut ids = Vec::new();
    for body in BODIES {
        let reply = presigner.put(KEY)?.send(body.as_bytes()).expect(200);
        ids.push(reply.header("x-amz-version-id").expect("a version").to_owned());
    }
    // Newest first, as they are listed.
    ids.reverse();
    for (id, body) in ids.iter().zip(BODIES.iter().rev()) {
        assert_eq!(presigner.get(KEY)?.version_id(id)?.send(&[]).expect(200).body, body.as_bytes());
        let head = presigner.head(KEY)?.version_id(id)?.send(&[]).expect(200);
        assert_eq!(head.header("x-amz-version-id"), Some(id.as_str()));
    }

    // A delete without a version hides them all, and is a version itself.
    let reply = presigner.delete(KEY)?.send(&[]).expect(204);
    let marker = reply.header("x-amz-version-id").expect("a version").to_owned();
    presigner.get(KEY)?.send(&[]).expect_error(404, "NoSuchKey");
    they_are_listed(server, &store, &marker, &ids)?;

    // The oldest is copied back; the marker goes; one version goes, and the others stay.
    let copy = "copy";
    presigner.copy_object(copy, store.source(KEY)?.version_id(&ids[2])?)?.send(&[]).expect(200);
    assert_eq!(presigner.get(copy)?.send(&[]).expect(200).body, BODIES[0].as_bytes());
    presigner.delete(KEY)?.version_id(&marker)?.send(&[]).expect(204);
    let newest = presigner.get(KEY)?.send(&[]);
    if server.has(Exception::DeletedForGood) {
        newest.expect_error(404, "NoSuchKey");
    } else {
        assert_eq!(newest.expect(200).body, BODIES[2].as_bytes());
    }
    presigner.delete(KEY)?.version_id(&ids[1])?.send(&[]).expect(204);
    let code = if server.has(Exception::NoVersionIsNoKey) { "NoSuchKey" } else { "NoSuchVersion" };
    presigner.get(KEY)?.version_id(&ids[1])?.send(&[]).expect_error(404, code);
    let page = presigner.list_object_versions(KEY)?.send(&[]).expect(200);
    assert_eq!(page.all("Version/VersionId"), [ids[0].as_str(), ids[2].as_str()]);

    // Nothing is left where every version was deleted: the bucket goes as well.
    let page = presigner.list_object_versions("")?.send(&[]).expect(200);
    for (key, id) in page.all("Version/Key").iter().zip(&page.all("Version/VersionId")) {
        presigner.delete(key)?.version_id(id)?.send(&[]).expect(204);
    }
    presigner.delete_bucket()?.send(&[]).expect(204);
    Ok(())
}

/// Turned on.
fn versioning(store: &Store) -> Result<Reply> {
    let presigner = store.presigner()?;
    let body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    let put = presigner.root(Method::PUT)?.query("versioning", "")?.content_md5(&md5_base64(body.as_bytes()))?;
    Ok(put.send(body.as_bytes()))
}

fn they_are_listed(server: &Server, store: &Store, marker: &str, ids: &[String]) -> Result<()> {
    let presigner = store.presigner()?;
    let page = presigner.list_object_versions("")?.encoding_type_url()?.send(&[]).expect(200);
    assert_eq!((page.one("DeleteMarker/VersionId").as_str(), page.all("Version/VersionId").as_slice()), (marker, ids));
    for key in server.decoded(&page, "Version/Key") {
        assert_eq!(key, KEY);
    }

    // Page by page: the marker and the newest version, then the other two.
    let page = presigner.list_object_versions("a")?.max_keys(2)?.send(&[]).expect(200);
    assert_eq!((page.one("DeleteMarker/VersionId").as_str(), page.one("Version/VersionId")), (marker, ids[0].clone()));
    assert_eq!((page.one("IsTruncated").as_str(), page.one("NextKeyMarker").as_str()), ("true", KEY));
    let last = page.one("NextVersionIdMarker");
    let last = if server.has(Exception::NextVersionIsNull) {
        assert_eq!(last, "null");
        ids[0].clone()
    } else {
        last
    };
    let next = presigner.list_object_versions("a")?.max_keys(2)?.key_marker(KEY)?.version_id_marker(&last)?;
    assert_eq!(next.send(&[]).expect(200).all("Version/VersionId"), ids[1..]);
    Ok(())
}
