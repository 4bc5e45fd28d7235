//! Requests that hold only under a condition.

use presigner::Result;

use crate::client::Follow;
use crate::contents;
use crate::exceptions::Exception;
use crate::server::{Server, Style};

const KEY: &str = "a b/+\u{e4}";

pub fn conditions_are_kept(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "conditions")?;
    let presigner = store.presigner()?;
    store.put(KEY)?;
    let head = presigner.head(KEY)?.send(&[]).expect(200);
    let (tag, other) = (head.header("etag").expect("an entity tag"), "\"0123\"");

    assert_eq!(presigner.get(KEY)?.if_match(tag)?.send(&[]).expect(200).body, contents(KEY));
    assert_eq!(presigner.get(KEY)?.if_none_match(other)?.send(&[]).expect(200).body, contents(KEY));
    let (not_this, this) = (presigner.get(KEY)?.if_match(other)?, presigner.get(KEY)?.if_none_match(tag)?);
    if server.has(Exception::UnconditionalGet) {
        assert_eq!(not_this.send(&[]).expect(200).body, contents(KEY));
        assert_eq!(this.send(&[]).expect(200).body, contents(KEY));
    } else {
        not_this.send(&[]).expect_error(412, "PreconditionFailed");
        this.send(&[]).expect(304);
    }

    let new = presigner.put("new")?.if_none_match("*")?.presign();
    presigner.delete("new")?.send(&[]).expect(204);
    let (first, second) = (new.send(b"first"), new.send(b"second"));
    if server.has(Exception::NoConditionalPut) {
        first.expect_error(501, "NotImplemented");
        second.expect_error(501, "NotImplemented");
        presigner.head("new")?.send(&[]).expect(404);
    } else {
        first.expect(200);
        second.expect_error(412, "PreconditionFailed");
        assert_eq!(presigner.get("new")?.send(&[]).expect(200).body, b"first");
    }

    let owned = presigner.get(KEY)?.expected_bucket_owner("111122223333")?.send(&[]);
    if server.has(Exception::OwnerIgnored) {
        assert_eq!(owned.expect(200).body, contents(KEY));
    } else {
        owned.expect_error(403, "AccessDenied");
    }
    Ok(())
}
