//! What an object has beside its bytes: tags, an access control list, attributes.

use presigner::Result;

use crate::client::{Follow, Reply, send};
use crate::contents;
use crate::digests::md5_base64;
use crate::exceptions::Exception;
use crate::link::replace;
use crate::server::{Server, Style};
use crate::xml::escape;

const KEY: &str = "a b/+\u{e4}";

fn tags(reply: &Reply) -> Vec<(String, String)> {
    reply.all("TagSet/Tag/Key").into_iter().zip(reply.all("TagSet/Tag/Value")).collect()
}

pub fn an_object_has_tags(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "tags")?;
    let presigner = store.presigner()?;
    store.put(KEY)?;
    let get = presigner.get_object_tagging(KEY)?.presign();
    if server.has(Exception::OnlyObjects) {
        get.send(&[]).expect_error(501, "NotImplemented");
        return Ok(());
    }
    assert_eq!(tags(&get.send(&[]).expect(200)), []);

    let tag = ("stage of it".to_owned(), "final & <best>".to_owned());
    let (key, value) = (escape(&tag.0), escape(&tag.1));
    let body = format!("<Tagging><TagSet><Tag><Key>{key}</Key><Value>{value}</Value></Tag></TagSet></Tagging>");
    let put = presigner.put_object_tagging(KEY)?.content_md5(&md5_base64(body.as_bytes()))?.presign();
    let delete = presigner.delete_object_tagging(KEY)?.presign();
    let tagged = presigner.put(KEY)?.header("x-amz-tagging", "team=a%20b")?.presign();

    if server.has(Exception::NoTags) {
        for reply in [put.send(body.as_bytes()), delete.send(&[]), tagged.send(&contents(KEY))] {
            reply.expect_error(501, "NotImplemented");
        }
        let forged = replace(get.url(), "X-Amz-Signature", &"0".repeat(64));
        assert_eq!(tags(&send("GET", &forged, &[], &[]).expect(200)), []);
        return store.assert_kept(KEY);
    }

    put.send(body.as_bytes()).expect(200);
    assert_eq!(tags(&get.send(&[]).expect(200)), std::slice::from_ref(&tag));
    let other = body.replace("final", "draft");
    let reply = put.send(other.as_bytes());
    if server.has(Exception::BodiesUnchecked) {
        reply.expect(200);
        assert_eq!(tags(&get.send(&[]).expect(200)), [(tag.0, tag.1.replace("final", "draft"))]);
    } else {
        reply.expect_error(400, "BadDigest");
    }

    delete.send(&[]).expect(204);
    assert_eq!(tags(&get.send(&[]).expect(200)), []);
    tagged.send(&contents(KEY)).expect(200);
    assert_eq!(tags(&get.send(&[]).expect(200)), [("team".to_owned(), "a b".to_owned())]);
    store.assert_kept(KEY)
}

pub fn an_object_has_an_acl(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "acls")?;
    let presigner = store.presigner()?;
    store.put(KEY)?;
    let get = presigner.get_object_acl(KEY)?.presign();
    if server.has(Exception::OnlyObjects) {
        get.send(&[]).expect_error(501, "NotImplemented");
        return Ok(());
    }
    let grants = "AccessControlList/Grant/Permission";
    assert_eq!(get.send(&[]).expect(200).all(grants), ["FULL_CONTROL"]);

    let publish = presigner.put_object_acl(KEY)?.header("x-amz-acl", "public-read")?.presign();
    let withdraw = presigner.put_object_acl(KEY)?.header("x-amz-acl", "private")?.presign();
    if server.has(Exception::NoObjectAcl) {
        publish.send(&[]).expect_error(501, "NotImplemented");
        withdraw.send(&[]).expect_error(501, "NotImplemented");
        return store.assert_kept(KEY);
    }

    // Whether the list is in force shows to who asks without a signature.
    let link = presigner.get(KEY)?.presign();
    let (object, _) = link.url().split_once('?').expect("a query");
    let public = || send("GET", object, &[], &[]).status;
    assert_eq!(public(), 403);
    publish.send(&[]).expect(200);
    assert_eq!(public(), 200);
    assert_eq!(get.send(&[]).expect(200).all(grants).len(), 2);
    send("PUT", publish.url(), &[("x-amz-acl", "public-read-write")], &[]).assert_refused("another list");
    withdraw.send(&[]).expect(200);
    assert_eq!(public(), 403);
    store.assert_kept(KEY)
}

pub fn an_object_has_attributes(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "attributes")?;
    store.put(KEY)?;
    let reply = store.presigner()?.get_object_attributes(KEY, "ETag,ObjectSize")?.send(&[]);
    if server.has(Exception::OnlyObjects) {
        reply.expect_error(501, "NotImplemented");
        return Ok(());
    }
    let reply = reply.expect(200);
    if server.has(Exception::AttributesAreObject) {
        assert_eq!(reply.body, contents(KEY));
    } else {
        assert_eq!(reply.one("ObjectSize"), contents(KEY).len().to_string());
    }
    Ok(())
}
