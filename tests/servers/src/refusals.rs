//! What a link is not good for.

use presigner::{Checksum, Result};

use crate::account::Account;
use crate::client::{Follow, send};
use crate::digests::{md5_base64, sha256_base64};
use crate::exceptions::Exception;
use crate::link::{add, remove, replace, value};
use crate::server::{LIFETIME, Server, Style, now};

/// A link is good for what it says and for nothing else.
pub fn altered_links_are_refused(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "altered")?;
    let presigner = store.presigner()?;
    let (key, other) = ("kept/AC DC+1.mp3", "kept/other");
    store.put(key)?;
    store.put(other)?;

    let disposition = "response-content-disposition";
    let link = presigner.get(key)?.response_content_disposition("attachment; filename=\"a b\"")?.presign();
    let good = link.url();
    let earlier = store.presigner_at(now() - 60)?.get(key)?.presign();
    let put = presigner.put(key)?.presign();

    let signature = value(good, "X-Amz-Signature");
    let last = if signature.ends_with('0') { '1' } else { '0' };
    let flipped = format!("{}{last}", &signature[..signature.len() - 1]);
    let moved = good.replace("/kept/AC%20DC%2B1.mp3?", "/kept/other?");
    assert_ne!(moved, good, "the key is not written in the link as expected");

    let altered = [
        ("signature altered", "GET", replace(good, "X-Amz-Signature", &flipped)),
        ("signature removed", "GET", remove(good, "X-Amz-Signature")),
        ("another key", "GET", moved),
        ("GET link used for HEAD", "HEAD", good.to_owned()),
        ("GET link used for PUT", "PUT", good.to_owned()),
        ("GET link used for DELETE", "DELETE", good.to_owned()),
        ("PUT link used for GET", "GET", put.url().to_owned()),
        ("PUT link used for DELETE", "DELETE", put.url().to_owned()),
        ("longer lifetime", "GET", replace(good, "X-Amz-Expires", "604800")),
        ("another date", "GET", replace(good, "X-Amz-Date", value(earlier.url(), "X-Amz-Date"))),
        ("another access key", "GET", good.replacen("X-Amz-Credential=", "X-Amz-Credential=x", 1)),
        ("another region", "GET", good.replacen("us-east-1", "eu-west-1", 1)),
        ("another service", "GET", good.replacen("%2Fs3%2Faws4_request", "%2Fsts%2Faws4_request", 1)),
        ("parameter added", "GET", add(good, "x=1")),
        ("override altered", "GET", replace(good, disposition, "inline")),
        ("override removed", "GET", remove(good, disposition)),
        ("override added", "GET", add(good, "response-content-type=text%2Fhtml")),
    ];
    for (what, method, url) in altered {
        assert!(url != good || method != "GET", "{what}: nothing was altered");
        send(method, &url, &[], b"forged").assert_refused(what);
    }

    // None of the forged requests was carried out, and the link itself is as good as before.
    store.assert_kept(key)?;
    link.send(&[]).expect(200);
    Ok(())
}

/// The signature covers the host and the bucket: the same object written in the other style is refused, and so is the same
/// key in another bucket.
pub fn another_host_is_refused(server: &Server, style: Style) -> Result<()> {
    let (store, other) = (server.store(style, "hosts")?, server.store(style, "other-hosts")?);
    store.put("key")?;
    other.put("key")?;
    let link = store.presigner()?.get("key")?.presign();
    link.send(&[]).expect(200);

    let (bucket, domain) = (store.bucket(), &server.domain);
    let (by_path, by_host) = (("//127.0.0.1:", format!("/{bucket}/key?")), (format!("//{bucket}.{domain}:"), "/key?"));
    let elsewhere = match style {
        Style::Path => link.url().replacen(by_path.0, &by_host.0, 1).replacen(&by_path.1, by_host.1, 1),
        Style::VirtualHost => link.url().replacen(&by_host.0, by_path.0, 1).replacen(by_host.1, &by_path.1, 1),
    };
    for url in [elsewhere, link.url().replacen(bucket, other.bucket(), 1)] {
        assert_ne!(url, link.url());
        send("GET", &url, &[], &[]).assert_refused("another host or bucket");
    }
    Ok(())
}

/// The client has to send the signed headers, and as they were signed.
pub fn signed_headers_are_required(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "headers")?;
    let presigner = store.presigner()?;
    let key = "kept";
    store.put(key)?;
    let (kind, owner) = (("content-type", "text/plain"), ("x-amz-meta-owner", "alice"));
    let link = presigner.put(key)?.content_type(kind.1)?.metadata("Owner", owner.1)?.presign();

    let wrong: [(&str, &[(&str, &str)]); 5] = [
        ("no signed header sent", &[]),
        ("content-type missing", &[owner]),
        ("metadata missing", &[kind]),
        ("content-type altered", &[("content-type", "text/html"), owner]),
        ("metadata altered", &[kind, ("x-amz-meta-owner", "mallory")]),
    ];
    for (what, headers) in wrong {
        send("PUT", link.url(), headers, b"forged").assert_refused(what);
    }
    // A refused PUT was not carried out.
    store.assert_kept(key)?;

    send("PUT", link.url(), &[kind, owner], b"wanted").expect(200);
    Ok(())
}

/// A link that signs what the body is takes no other.
pub fn bodies_are_bound(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "bodies")?;
    let presigner = store.presigner()?;
    let (key, body, other, longer) = ("key", b"wanted", b"forged", b"wanted and more");

    let by_length = presigner.put(key)?.content_length(body.len() as u64)?.presign();
    send("PUT", by_length.url(), &[], longer).assert_refused("longer than signed");
    by_length.send(body).expect(200);

    let by_md5 = presigner.put(key)?.content_md5(&md5_base64(body))?.presign();
    by_md5.send(other).expect_error(400, "BadDigest");
    send("PUT", by_md5.url(), &[("content-md5", &md5_base64(other))], other).assert_refused("another digest");
    by_md5.send(body).expect(200);

    let by_checksum = presigner.put(key)?.checksum(Checksum::Sha256, &sha256_base64(body))?.presign();
    send("PUT", by_checksum.url(), &[], other).assert_refused("no checksum");
    by_checksum.send(body).expect(200);
    let reply = by_checksum.send(other);
    if server.has(Exception::ChecksumIgnored) {
        reply.expect(200);
    } else {
        reply.expect_error(400, "BadDigest");
    }
    Ok(())
}

pub fn expired_links_are_refused(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "expired")?;
    let key = "key";
    store.put(key)?;
    let end = now() - LIFETIME.as_secs().cast_signed();
    // A minute before its end.
    store.presigner_at(end + 60)?.get(key)?.send(&[]).expect(200);
    let late = store.presigner_at(end - 60)?;
    for request in [late.get(key)?, late.head(key)?, late.put(key)?, late.delete(key)?, late.list_objects_v2("")?] {
        request.send(b"late").assert_refused("a minute after its end");
    }
    store.assert_kept(key)
}

pub fn another_secret_is_refused(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "secrets")?;
    let key = "key";
    store.put(key)?;
    let forger = Account { secret_key: "not the secret".to_owned(), ..server.account.clone() };
    let forger = server.signed_in(forger).open(style, "secrets")?;
    let forged = forger.presigner()?;
    for request in [forged.get(key)?, forged.put(key)?, forged.delete(key)?, forged.list_objects_v2("")?] {
        request.send(b"forged").assert_refused("wrong secret");
    }
    store.assert_kept(key)
}
