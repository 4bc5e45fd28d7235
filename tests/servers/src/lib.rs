//! What every S3 server has to do with the links of `presigner`. The tests of each server call these checks.

mod client;
mod keys;
mod link;
mod server;

use std::collections::BTreeSet;

use client::{Reply, send};
use link::{add, remove, replace, value};
use presigner::{Error, Method, Presigned, Request};
pub use server::{Server, Store, Style};
use server::{lifetime, now};

/// A request with nothing optional in it.
fn plain(request: Request<'_>) -> Result<Request<'_>, Error> {
    Ok(request)
}

/// Different for each key, and with every byte in it.
fn contents(key: &str) -> Vec<u8> {
    key.bytes().chain(0..=255).collect()
}

/// Collects what went wrong, so that one bad key does not hide the others.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn check(&mut self, right: bool, what: &str, key: &str, reply: &Reply) {
        if !right {
            self.0.push(format!("{what}, key {key:?}: {reply}"));
        }
    }

    fn report(self) {
        assert!(self.0.is_empty(), "{} failures:\n{}", self.0.len(), self.0.join("\n"));
    }
}

const TYPE: &str = "text/plain; charset=utf-8";
const NOTE: (&str, &str) = ("x-amz-meta-note", "a, b; c=\"d+e\" 100% ~");
const OVERRIDES: [(&str, &str); 6] = [
    (
        "content-disposition",
        "attachment; filename=\"AC_DC; 100% + a.mp3\"; filename*=UTF-8''AC%2FDC%3B%20100%25%20%2B%20a%CC%88.mp3",
    ),
    ("content-type", "audio/mpeg; x=\"y/z\""),
    ("cache-control", "private, max-age=3600"),
    ("content-encoding", "gzip"),
    ("content-language", "de-CH, en"),
    ("expires", "Thu, 01 Jan 2032 00:00:00 GMT"),
];

fn overridden(request: Request<'_>) -> Result<Request<'_>, Error> {
    request
        .response_content_disposition(OVERRIDES[0].1)?
        .response_content_type(OVERRIDES[1].1)?
        .response_cache_control(OVERRIDES[2].1)?
        .response_content_encoding(OVERRIDES[3].1)?
        .response_content_language(OVERRIDES[4].1)?
        .response_expires(OVERRIDES[5].1)
}

/// Every key is stored before any is read, so that two that the server takes for one show up as wrong bytes.
pub fn every_key_works(server: &Server, style: Style, bucket: &str) {
    let store = server.store(style, bucket);
    let keys = keys::hostile();
    let mut failures = Failures::default();

    for key in &keys {
        let put = store.link(Method::PUT, key, |r| r.header("content-type", TYPE)?.header(NOTE.0, NOTE.1));
        let reply = put.send(&contents(key));
        failures.check(reply.status == 200, "PUT", key, &reply);
    }

    // The name has to be right as well: a key that is escaped twice in every link would otherwise do no harm here.
    let (stored, wanted) = (BTreeSet::from_iter(server.list(bucket)), BTreeSet::from_iter(keys.iter().cloned()));
    let wrong: Vec<_> = stored.symmetric_difference(&wanted).collect();
    assert!(wrong.is_empty(), "in the bucket or put, but not both: {wrong:?}");

    for key in &keys {
        let contents = contents(key);

        let get = store.link(Method::GET, key, overridden);
        let reply = get.send(&[]);
        failures.check(reply.status == 200 && reply.body == contents, "GET", key, &reply);
        for (name, value) in OVERRIDES {
            failures.check(reply.header(name) == Some(value), name, key, &reply);
        }

        let reply = store.link(Method::HEAD, key, plain).send(&[]);
        let right = reply.status == 200
            && reply.header("content-length") == Some(contents.len().to_string().as_str())
            && reply.header("content-type") == Some(TYPE)
            && reply.header(NOTE.0) == Some(NOTE.1);
        failures.check(right, "HEAD", key, &reply);

        let get = store.link(Method::GET, key, plain);
        let reply = send("GET", get.url(), &[("range", "bytes=1-4")], &[]);
        failures.check(reply.status == 206 && reply.body == contents[1..5], "GET of a range", key, &reply);
    }

    for key in &keys {
        let reply = store.link(Method::DELETE, key, plain).send(&[]);
        failures.check(reply.status == 204, "DELETE", key, &reply);
        let reply = store.link(Method::GET, key, plain).send(&[]);
        failures.check(reply.status == 404, "GET of the deleted", key, &reply);
    }
    failures.report();
}

/// A link is good for what it says and for nothing else.
pub fn altered_links_are_refused(store: &Store) {
    let (key, other) = ("kept/AC DC+1.mp3", "kept/other");
    store.put(key);
    store.put(other);

    let disposition = "response-content-disposition";
    let link = store.link(Method::GET, key, |r| r.response_content_disposition("attachment; filename=\"a b\""));
    let good = link.url();
    let earlier = store.link_at(now() - 60, Method::GET, key, plain);
    let put = store.link(Method::PUT, key, plain);

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
    let reply = link.send(&[]);
    assert!(reply.status == 200 && reply.body == contents(key), "{reply}");
}

/// The signature covers the host: a link does not open the same object under another name of the server.
pub fn another_host_is_refused(server: &Server) {
    let store = server.store(Style::Path, "other-host");
    store.put("key");
    let link = store.link(Method::GET, "key", plain);
    assert_eq!(link.send(&[]).status, 200);
    let elsewhere = link.url().replacen("//127.0.0.1:", &format!("//{}:", server.domain), 1);
    assert_ne!(elsewhere, link.url());
    send("GET", &elsewhere, &[], &[]).assert_refused("another host");
}

/// The client has to send the signed headers, and as they were signed.
pub fn signed_headers_are_required(store: &Store) {
    let key = "kept";
    store.put(key);
    let (kind, owner) = (("content-type", "text/plain"), ("x-amz-meta-owner", "alice"));
    let link = store.link(Method::PUT, key, |r| r.header(kind.0, kind.1)?.header(owner.0, owner.1));

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
    let reply = store.link(Method::GET, key, plain).send(&[]);
    assert!(reply.body == contents(key), "a refused PUT was carried out: {reply}");

    let reply = send("PUT", link.url(), &[kind, owner], b"wanted");
    assert_eq!(reply.status, 200, "{reply}");
}

pub fn expired_links_are_refused(store: &Store) {
    store.put("key");
    let seconds = lifetime().as_secs().cast_signed();
    let valid = store.link_at(now() - seconds + 60, Method::GET, "key", plain);
    let reply = valid.send(&[]);
    assert_eq!(reply.status, 200, "a minute before its end: {reply}");
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        let expired = store.link_at(now() - seconds - 60, method, "key", plain);
        expired.send(b"late").assert_refused("a minute after its end");
    }
}

pub fn another_secret_is_refused(server: &Server) {
    server.store(Style::Path, "secrets").put("key");
    let forger = server.signed_in(&server.access_key, "not the secret", None);
    let store = forger.open(Style::Path, "secrets");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        store.link(method, "key", plain).send(b"forged").assert_refused("wrong secret");
    }
}

/// For a server that checks session tokens.
pub fn the_session_token_counts(server: &Server) {
    let name = "sessions";
    server.store(Style::Path, name);
    let (access_key, secret_key) = (server.setting("SESSION_ACCESS_KEY"), server.setting("SESSION_SECRET_KEY"));
    let token = server.setting("SESSION_TOKEN");

    let session = server.signed_in(&access_key, &secret_key, Some(&token));
    for style in [Style::Path, Style::VirtualHost] {
        let store = session.open(style, name);
        store.put("key");
        let link = store.link(Method::GET, "key", plain);
        let reply = link.send(&[]);
        assert!(reply.status == 200 && reply.body == contents("key"), "{reply}");

        let url = link.url();
        send("GET", &remove(url, "X-Amz-Security-Token"), &[], &[]).assert_refused("token removed");
        send("GET", &replace(url, "X-Amz-Security-Token", "x"), &[], &[]).assert_refused("token altered");
    }
    let tokenless = server.signed_in(&access_key, &secret_key, None).open(Style::Path, name);
    tokenless.link(Method::GET, "key", plain).send(&[]).assert_refused("no token");
}

/// Uses a link as it is meant to be used: its method, its URL, its headers.
trait Follow {
    fn send(&self, body: &[u8]) -> Reply;
}

impl Follow for Presigned {
    fn send(&self, body: &[u8]) -> Reply {
        send(self.method().as_str(), self.url(), &self.headers().collect::<Vec<_>>(), body)
    }
}
