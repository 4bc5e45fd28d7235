//! Uploads in parts that are under way, and one that ends early.

use presigner::Result;

use crate::client::Follow;
use crate::exceptions::Exception;
use crate::server::{Server, Style};

const KEY: &str = "videos/a b+c/\u{e4}.bin";

pub fn an_aborted_upload_is_gone(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "aborted")?;
    let presigner = store.presigner()?;
    let id = presigner.create_multipart_upload(KEY)?.send(&[]).expect(200).upload_id();
    let part = presigner.upload_part(KEY, &id, 1)?.presign();
    part.send(b"part").expect(200);
    assert_eq!(presigner.list_parts(KEY, &id)?.send(&[]).expect(200).one("Part/Size"), "4");

    presigner.abort_multipart_upload(KEY, &id)?.send(&[]).expect(204);
    let ended = presigner.list_parts(KEY, &id)?.send(&[]);
    if server.has(Exception::EndedUploadIsEmpty) {
        assert_eq!(ended.expect(200).all("Part"), [""; 0]);
    } else {
        let code = if server.has(Exception::EndedUploadIsNoKey) { "NoSuchKey" } else { "NoSuchUpload" };
        ended.expect_error(404, code);
    }
    let (part, abort) = (part.send(b"part"), presigner.abort_multipart_upload(KEY, &id)?.send(&[]));
    presigner.get(KEY)?.send(&[]).expect_error(404, "NoSuchKey");
    if server.has(Exception::EndedUploadIsEmpty) {
        part.expect_error(403, "AccessDenied");
        abort.expect_error(403, "AccessDenied");
        return Ok(());
    }
    part.expect_error(404, "NoSuchUpload");
    abort.expect_error(404, "NoSuchUpload");
    assert_eq!(presigner.list_multipart_uploads("")?.send(&[]).expect(200).all("Upload/Key"), [""; 0]);
    Ok(())
}

pub fn uploads_are_listed(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "uploads")?;
    let presigner = store.presigner()?;
    if server.has(Exception::OnlyObjects) {
        presigner.list_multipart_uploads("")?.send(&[]).expect_error(501, "NotImplemented");
        return Ok(());
    }
    let mut begun = Vec::new();
    for key in ["a b/1", "a b/2", "a b/2", "c/3", "d"] {
        let id = presigner.create_multipart_upload(key)?.send(&[]).expect(200).upload_id();
        begun.push((key.to_owned(), id));
    }

    // Page by page. Which of two uploads to one key comes first is up to the server.
    let mut listed = Vec::new();
    let mut page = presigner.list_multipart_uploads("")?.max_uploads(2)?.send(&[]).expect(200);
    loop {
        assert!(page.all("Upload").len() <= 2, "{page}");
        listed.extend(page.all("Upload/Key").into_iter().zip(page.all("Upload/UploadId")));
        if page.one("IsTruncated") == "false" {
            break;
        }
        let (key, id) = (page.one("NextKeyMarker"), page.one("NextUploadIdMarker"));
        let next = presigner.list_multipart_uploads("")?.max_uploads(2)?.key_marker(&key)?.upload_id_marker(&id)?;
        page = next.send(&[]).expect(200);
    }
    listed.sort();
    begun.sort();
    assert_eq!(listed, begun);

    let page = presigner.list_multipart_uploads("a b/")?.encoding_type_url()?.send(&[]).expect(200);
    let keys = page.all("Upload/Key");
    assert!(keys == ["a%20b/1", "a%20b/2", "a%20b/2"] || keys == ["a%20b%2F1", "a%20b%2F2", "a%20b%2F2"], "{page}");
    let page = presigner.list_multipart_uploads("")?.delimiter("/")?.send(&[]).expect(200);
    assert_eq!(page.all("Upload/Key"), ["d"]);
    let prefixes: &[&str] = if server.has(Exception::UploadsWithoutPrefixes) { &[] } else { &["a b/", "c/"] };
    assert_eq!(page.all("CommonPrefixes/Prefix"), prefixes);

    for (key, id) in &begun {
        presigner.abort_multipart_upload(key, id)?.send(&[]).expect(204);
    }
    Ok(())
}
