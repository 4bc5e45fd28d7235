//! One rule of order: a later setter of disposition or content type takes the place of an earlier one, anything else twice is an
//! error, and otherwise the order of setters changes nothing. For all pairs of setters, typed and raw.

mod common;

use std::collections::BTreeMap;

use presigner::{Checksum, Endpoint, Error, Request, Result};

use common::{signer, valid_for};

const DISPOSITION: &str = "response-content-disposition";
const TYPE: &str = "response-content-type";

/// A name, the parameters and headers that it sets, and the call.
type Setter = (&'static str, &'static [(&'static str, &'static str)], fn(Request<'_>) -> Result<Request<'_>>);

const SETTERS: &[Setter] = &[
    ("attachment", &[(DISPOSITION, "attachment; filename=\"a.txt\"")], |r| Ok(r.attachment("a.txt"))),
    ("attachment_from_key", &[(DISPOSITION, "attachment; filename=\"key.png\"")], |r| Ok(r.attachment_from_key())),
    ("attachment: no name", &[(DISPOSITION, "attachment")], |r| Ok(r.attachment(None))),
    ("inline", &[(DISPOSITION, "inline; filename=\"b.png\""), (TYPE, "image/png")], |r| {
        Ok(r.inline("b.png", "image/png"))
    }),
    ("inline: no name", &[(DISPOSITION, "inline"), (TYPE, "image/gif")], |r| Ok(r.inline(None, "image/gif"))),
    ("inline_risking_script", &[(DISPOSITION, "inline; filename=\"c.html\""), (TYPE, "text/html")], |r| {
        r.inline_risking_script("c.html", "text/html")
    }),
    ("response_content_disposition", &[(DISPOSITION, "inline")], |r| r.response_content_disposition("inline")),
    ("response_content_type", &[(TYPE, "text/css")], |r| r.response_content_type("text/css")),
    ("query: disposition", &[(DISPOSITION, "x")], |r| r.query(DISPOSITION, "x")),
    ("query: type", &[(TYPE, "a/b")], |r| r.query(TYPE, "a/b")),
    ("response_cache_control", &[("response-cache-control", "no-store")], |r| r.response_cache_control("no-store")),
    ("query: cache control", &[("response-cache-control", "private")], |r| {
        r.query("response-cache-control", "private")
    }),
    ("response_content_encoding", &[("response-content-encoding", "gzip")], |r| r.response_content_encoding("gzip")),
    ("response_content_language", &[("response-content-language", "de")], |r| r.response_content_language("de")),
    ("response_expires", &[("response-expires", "0")], |r| r.response_expires("0")),
    ("version_id", &[("versionId", "1")], |r| r.version_id("1")),
    ("query: version", &[("versionId", "2")], |r| r.query("versionId", "2")),
    ("part_number", &[("partNumber", "3")], |r| r.part_number(3)),
    ("query: part", &[("partNumber", "4")], |r| r.query("partNumber", "4")),
    ("query: own", &[("own", "5")], |r| r.query("own", "5")),
    ("query: before the signature", &[("A", "6")], |r| r.query("A", "6")),
    ("content_type", &[("header content-type", "a/b")], |r| r.content_type("a/b")),
    ("header: content type", &[("header content-type", "c/d")], |r| r.header("Content-Type", "c/d")),
    ("content_length", &[("header content-length", "7")], |r| r.content_length(7)),
    ("metadata", &[("header x-amz-meta-a", "8")], |r| r.metadata("A", "8")),
    ("header: metadata", &[("header x-amz-meta-a", "9")], |r| r.header("x-amz-meta-a", "9")),
    ("checksum", &[("header x-amz-checksum-sha256", "AAAA")], |r| r.checksum(Checksum::Sha256, "AAAA")),
    ("request_payer", &[("header x-amz-request-payer", "requester")], |r| r.request_payer()),
];

/// What a request says: parameters that are not the signature's, and headers.
fn said(request: &Request<'_>) -> BTreeMap<String, String> {
    let url = request.presign().to_url().unwrap();
    let parameters = url.query_pairs().filter(|(name, _)| !name.starts_with("X-Amz-"));
    let headers = request.headers().map(|(name, value)| (format!("header {name}"), value.to_owned()));
    parameters.map(|(name, value)| (name.into_owned(), value.into_owned())).chain(headers).collect()
}

#[test]
fn one_rule_for_all_pairs_of_setters() {
    let signer = signer(&Endpoint::gcs(), "bucket");
    let presigner = signer.at(valid_for(60)).unwrap();
    let mut replaced = 0;
    for (first_name, first_sets, first) in SETTERS {
        for (second_name, second_sets, second) in SETTERS {
            let names = format!("{first_name}, then {second_name}");
            let mut expected = BTreeMap::new();
            let mut twice = None;
            for (name, value) in first_sets.iter().chain(*second_sets) {
                if expected.insert((*name).to_owned(), (*value).to_owned()).is_some() {
                    match name.strip_prefix("header ") {
                        Some(_) => twice = Some(Error::DuplicateHeader),
                        None if *name == DISPOSITION || *name == TYPE => replaced += 1,
                        None => twice = Some(Error::DuplicateParameter),
                    }
                }
            }
            let request = first(presigner.get("messages/key.png").unwrap()).unwrap();
            match (second(request), twice) {
                (Ok(request), None) => assert_eq!(said(&request), expected, "{names}"),
                (Err(error), Some(twice)) => assert_eq!(error, twice, "{names}"),
                (result, twice) => panic!("{names}: {:?}, expected {twice:?}", result.map(|_| ())),
            }
        }
    }
    // 8 setters of a disposition and 5 of a type, with each other and themselves.
    assert_eq!(replaced, 8 * 8 + 5 * 5);
}
