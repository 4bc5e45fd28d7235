//! A whole upload in parts, and what can be done with the object.

use std::collections::BTreeSet;

use presigner::Result;
use presigner::multipart::{CompletedPart, check_completion, completion_body};

use crate::client::{Follow, Reply};
use crate::digests::tag_of_parts;
use crate::exceptions::Exception;
use crate::server::{Server, Store, Style};

const MIB: usize = 1 << 20;
/// 20 MiB in all. S3 wants 5 MiB of every part but the last.
const SIZES: [usize; 4] = [5 * MIB, 5 * MIB + 1, 5 * MIB, 5 * MIB - 1];
/// The part that is copied out of another object, which has this many bytes more on either side.
const COPIED: u16 = 3;
const MARGIN: usize = 1000;
const KEY: &str = "videos/a b+c/\u{e4}&'\u{1f3b5}.bin";
const SOURCE: &str = "source of a part";

/// The same each time, without a period in which swapped parts could hide.
fn random_bytes(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.take(length.div_ceil(8)).flatten().take(length).collect()
}

/// The number, the place of its first byte, and the bytes of each part.
fn parts(whole: &[u8]) -> impl Iterator<Item = (u16, usize, &[u8])> {
    let mut begin = 0;
    (1..).zip(SIZES).map(move |(number, size)| {
        begin += size;
        (number, begin - size, &whole[begin - size..begin])
    })
}

/// The number, size and entity tag of each part in a page.
fn listed(page: &Reply) -> Vec<[String; 3]> {
    let (sizes, tags) = (page.all("Part/Size"), page.all("Part/ETag"));
    let parts = page.all("Part/PartNumber").into_iter().zip(sizes).zip(tags);
    parts.map(|((number, size), tag)| [number, size, tag]).collect()
}

fn is_truncated(page: &Reply) -> bool {
    page.one("IsTruncated").parse().expect("true or false")
}

pub fn an_upload_in_parts_arrives(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "parts")?;
    let whole = random_bytes(SIZES.iter().sum());

    let id = store.presigner()?.create_multipart_upload(KEY)?.send(&[]).expect(200).upload_id();
    let sent = send_parts(server, &store, &id, &whole)?;
    the_parts_are_listed(server, &store, &id, &sent)?;
    complete(server, &store, &id, &sent)?;

    it_is_there(&store, KEY, &whole)?;
    let head = store.presigner()?.head(KEY)?.send(&[]).expect(200);
    assert_eq!(head.header("etag"), Some(tag_of_parts(parts(&whole).map(|(_, _, part)| part)).as_str()));
    one_part_is_read(server, &store, &whole)?;

    let copy = "copies/of parts";
    store.presigner()?.copy_object(copy, store.source(KEY)?)?.send(&[]).expect(200);
    it_is_there(&store, copy, &whole)?;
    for key in [KEY, copy, SOURCE] {
        store.presigner()?.delete(key)?.send(&[]).expect(204);
        store.presigner()?.head(key)?.send(&[]).expect(404);
    }
    Ok(())
}

fn send_parts(server: &Server, store: &Store, id: &str, whole: &[u8]) -> Result<Vec<[String; 3]>> {
    let presigner = store.presigner()?;
    let mut sent = Vec::new();
    for (number, begin, part) in parts(whole) {
        let tag = if number == COPIED {
            presigner.put(SOURCE)?.send(&whole[begin - MARGIN..begin + part.len() + MARGIN]).expect(200);
            let copy = presigner.upload_part_copy(KEY, id, number, store.source(SOURCE)?)?;
            let copy = copy.copy_source_range(MARGIN as u64, (MARGIN + part.len() - 1) as u64)?;
            let tag = copy.send(&[]).expect(200).one("ETag");
            if server.has(Exception::TagsWithoutQuotes) { format!("\"{tag}\"") } else { tag }
        } else {
            let reply = presigner.upload_part(KEY, id, number)?.send(part).expect(200);
            reply.header("etag").expect("an entity tag").to_owned()
        };
        sent.push([number.to_string(), part.len().to_string(), tag]);
    }
    Ok(sent)
}

fn the_parts_are_listed(server: &Server, store: &Store, id: &str, sent: &[[String; 3]]) -> Result<()> {
    let presigner = store.presigner()?;
    let page = presigner.list_parts(KEY, id)?.send(&[]).expect(200);
    if server.has(Exception::PartsWithoutPages) {
        let parts = page.all("Part/PartNumber").into_iter().zip(page.all("Part/Size"));
        assert_eq!(
            BTreeSet::from_iter(parts),
            sent.iter().map(|[number, size, _]| (number.clone(), size.clone())).collect()
        );
        assert_eq!((page.all("Part/ETag"), page.all("IsTruncated")), (vec![], vec![]), "{page}");
        return Ok(());
    }
    assert_eq!((listed(&page).as_slice(), is_truncated(&page)), (sent, false));

    let page = presigner.list_parts(KEY, id)?.max_parts(3)?.send(&[]).expect(200);
    assert_eq!((listed(&page).as_slice(), is_truncated(&page)), (&sent[..3], true));
    let last = page.one("NextPartNumberMarker").parse().expect("a part number");
    let page = presigner.list_parts(KEY, id)?.max_parts(3)?.part_number_marker(last)?.send(&[]).expect(200);
    assert_eq!((listed(&page).as_slice(), is_truncated(&page)), (&sent[3..], false));
    Ok(())
}

fn complete(server: &Server, store: &Store, id: &str, sent: &[[String; 3]]) -> Result<()> {
    let presigner = store.presigner()?;
    let page = presigner.list_multipart_uploads("")?.send(&[]);
    if server.has(Exception::OnlyObjects) {
        page.expect_error(501, "NotImplemented");
    } else {
        let page = page.expect(200);
        assert_eq!((page.one("Upload/Key").as_str(), page.one("Upload/UploadId").as_str()), (KEY, id));
    }
    // What is not complete is not there.
    presigner.get(KEY)?.send(&[]).expect_error(404, "NoSuchKey");

    let parts: Result<Vec<_>> = (1..).zip(sent).map(|(number, [_, _, tag])| CompletedPart::new(number, tag)).collect();
    let body = completion_body(parts?)?;
    let reply = presigner.complete_multipart_upload(KEY, id)?.send(body.as_bytes()).expect(200);
    assert_eq!(check_completion(&reply.body), Ok(()));
    assert_eq!((reply.one("Bucket").as_str(), reply.one("Key").as_str()), (store.bucket(), KEY));
    assert_eq!(reply.one("ETag").is_empty(), server.has(Exception::CompletedWithoutTag), "{reply}");
    if !server.has(Exception::OnlyObjects) {
        assert_eq!(presigner.list_multipart_uploads("")?.send(&[]).expect(200).all("Upload/Key"), [""; 0]);
    }
    Ok(())
}

/// With these bytes, whichever way one asks.
fn it_is_there(store: &Store, key: &str, whole: &[u8]) -> Result<()> {
    let presigner = store.presigner()?;
    let size = whole.len().to_string();
    assert_eq!(presigner.head(key)?.send(&[]).expect(200).header("content-length"), Some(size.as_str()));
    // Not `assert_eq!`, which would print them.
    assert!(presigner.get(key)?.send(&[]).expect(200).body == whole, "{key}: other bytes");
    let page = presigner.list_objects_v2(key)?.send(&[]).expect(200);
    assert_eq!((page.one("Contents/Key"), page.one("Contents/Size")), (key.to_owned(), size));
    Ok(())
}

fn one_part_is_read(server: &Server, store: &Store, whole: &[u8]) -> Result<()> {
    let (number, _, part) = parts(whole).nth(1).expect("a second part");
    let reply = store.presigner()?.get(KEY)?.part_number(number)?.send(&[]);
    if server.has(Exception::PartNumberNotAllowed) {
        reply.expect_error(405, "MethodNotAllowed");
    } else if server.has(Exception::PartNumberIgnored) {
        assert!(reply.expect(200).body == whole, "other bytes");
    } else {
        assert!(reply.expect(206).body == part, "other bytes");
    }
    Ok(())
}
