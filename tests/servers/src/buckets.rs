//! A bucket from its creation to its end.

use presigner::Result;

use crate::client::{Follow, send};
use crate::exceptions::Exception;
use crate::server::{Server, Style};

pub fn a_bucket_is_made_and_deleted(server: &Server, style: Style) -> Result<()> {
    let store = server.open(style, "made")?;
    let presigner = store.presigner()?;

    presigner.head_bucket()?.send(&[]).expect(404);
    presigner.list_objects_v2("")?.send(&[]).expect_error(404, "NoSuchBucket");
    presigner.delete_bucket()?.send(&[]).expect_error(404, "NoSuchBucket");

    let create = presigner.create_bucket()?.presign();
    create.send(&[]).expect(200);
    presigner.head_bucket()?.send(&[]).expect(200);
    let again = create.send(&[]);
    if server.has(Exception::CreatedOnce) {
        again.expect_error(409, "BucketAlreadyOwnedByYou");
    } else if server.has(Exception::CreatedByAnother) {
        again.expect_error(409, "BucketAlreadyExists");
    } else {
        again.expect(200);
    }

    // A link to the bucket is good for one operation on it.
    let head = presigner.head_bucket()?.presign();
    for method in ["GET", "PUT", "DELETE"] {
        send(method, head.url(), &[], &[]).assert_refused("HEAD link used for another method");
    }
    send("DELETE", create.url(), &[], &[]).assert_refused("PUT link used for DELETE");
    head.send(&[]).expect(200);

    store.put("key")?;
    assert_eq!(store.keys()?, ["key"]);
    let full = presigner.delete_bucket()?.send(&[]);
    if server.has(Exception::FullBucketDeleted) {
        full.expect(204);
        head.send(&[]).expect(404);
        return Ok(());
    }
    full.expect_error(409, "BucketNotEmpty");
    presigner.delete("key")?.send(&[]).expect(204);
    assert!(store.keys()?.is_empty());

    presigner.delete_bucket()?.send(&[]).expect(204);
    head.send(&[]).expect(404);
    Ok(())
}
