//! Many objects deleted at once.

use std::fmt::Write as _;

use presigner::Result;

use crate::client::{Follow, send};
use crate::digests::md5_base64;
use crate::exceptions::Exception;
use crate::server::{Server, Style};
use crate::xml::escape;

fn body(keys: &[&str]) -> String {
    let mut body = String::from("<Delete>");
    for key in keys {
        write!(body, "<Object><Key>{}</Key></Object>", escape(key)).unwrap();
    }
    body + "</Delete>"
}

pub fn many_objects_are_deleted(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "deletes")?;
    let presigner = store.presigner()?;
    let (wanted, kept) = (["a b/+&\u{e4}", "c<d>", "missing"], "kept");
    for key in [wanted[0], wanted[1], kept] {
        store.put(key)?;
    }

    let (body, other) = (body(&wanted), body(&[kept]));
    let delete = presigner.delete_objects()?.content_md5(&md5_base64(body.as_bytes()))?.presign();
    // With the digest of another body, and with another body under the signed digest.
    send("POST", delete.url(), &[("content-md5", &md5_base64(other.as_bytes()))], other.as_bytes())
        .assert_refused("another digest");
    send("POST", delete.url(), &[], other.as_bytes()).assert_refused("no digest");
    store.assert_kept(kept)?;
    let reply = delete.send(other.as_bytes());
    if server.has(Exception::BodiesUnchecked) {
        assert_eq!(reply.expect(200).one("Deleted/Key"), kept);
        store.put(kept)?;
    } else {
        reply.expect_error(400, "BadDigest");
    }

    // A key that is not there counts as deleted.
    let mut deleted = delete.send(body.as_bytes()).expect(200).all("Deleted/Key");
    deleted.sort();
    assert_eq!(deleted, wanted);
    assert_eq!(store.keys()?, [kept]);
    Ok(())
}
