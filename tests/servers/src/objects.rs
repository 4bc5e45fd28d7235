//! Objects of every key: put, listed, read, deleted.

use std::collections::BTreeSet;

use presigner::{Request, Result};

use crate::client::{Follow, Reply, send};
use crate::exceptions::Exception;
use crate::server::{Server, Style};
use crate::{contents, keys};

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

fn overridden(request: Request<'_>) -> Result<Request<'_>> {
    request
        .response_content_disposition(OVERRIDES[0].1)?
        .response_content_type(OVERRIDES[1].1)?
        .response_cache_control(OVERRIDES[2].1)?
        .response_content_encoding(OVERRIDES[3].1)?
        .response_content_language(OVERRIDES[4].1)?
        .response_expires(OVERRIDES[5].1)
}

/// Every key is stored before any is read, so that two that the server takes for one show up as wrong bytes.
pub fn every_key_works(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "keys")?;
    let presigner = store.presigner()?;
    let mut keys = keys::hostile();
    let mut failures = Failures::default();

    if server.has(Exception::KeysAreFiles) {
        let (files, others) = keys::partition(keys, keys::is_path_of_a_file);
        for key in others {
            let reply = presigner.get(&key)?.send(&[]);
            failures.check(matches!(reply.status, 404 | 500), "no file", &key, &reply);
        }
        keys = files;
    }
    let (listed, unlisted) =
        if server.has(Exception::EncodingIgnored) { keys::partition(keys, keys::is_xml) } else { (keys, Vec::new()) };

    let put = |keys: &[String], failures: &mut Failures| {
        for key in keys {
            let put = presigner.put(key)?.header("content-type", TYPE)?.header(NOTE.0, NOTE.1)?;
            let reply = put.send(&contents(key));
            failures.check(reply.status == 200, "PUT", key, &reply);
        }
        Ok(())
    };
    put(&listed, &mut failures)?;

    // The name has to be right as well: a key that is escaped twice in every link would otherwise do no harm here.
    let stored = BTreeSet::from_iter(store.keys()?);
    let wanted = BTreeSet::from_iter(listed.iter().cloned());
    let wrong: Vec<_> = stored.symmetric_difference(&wanted).collect();
    assert!(wrong.is_empty(), "in the bucket or put, but not both: {wrong:?}");

    put(&unlisted, &mut failures)?;
    let keys = [listed, unlisted].concat();
    for key in &keys {
        let contents = contents(key);

        let reply = overridden(presigner.get(key)?)?.send(&[]);
        failures.check(reply.status == 200 && reply.body == contents, "GET", key, &reply);
        for (name, value) in OVERRIDES {
            failures.check(reply.header(name) == Some(value), name, key, &reply);
        }

        let reply = presigner.head(key)?.send(&[]);
        let right = reply.status == 200
            && reply.header("content-length") == Some(contents.len().to_string().as_str())
            && reply.header("content-type") == Some(TYPE)
            && reply.header(NOTE.0) == Some(NOTE.1);
        failures.check(right, "HEAD", key, &reply);

        let get = presigner.get(key)?.presign();
        let reply = send("GET", get.url(), &[("range", "bytes=1-4")], &[]);
        failures.check(reply.status == 206 && reply.body == contents[1..5], "GET of a range", key, &reply);
    }

    for key in &keys {
        let reply = presigner.delete(key)?.send(&[]);
        failures.check(reply.status == 204, "DELETE", key, &reply);
        let reply = presigner.get(key)?.send(&[]);
        failures.check(reply.status == 404, "GET of the deleted", key, &reply);
    }
    failures.report();
    Ok(())
}
