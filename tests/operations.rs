//! Operations and tokens that botocore made: `tests/vectors/generate_operations.py` draws them and lets botocore presign
//! them. Here the typed methods make the same requests.

#![allow(clippy::duplicate_mod, reason = "each example has its credentials from the same file")]

mod common;

use std::collections::BTreeMap;

#[cfg(feature = "base64")]
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use presigner::{Checksum, CopySource, Endpoint, Presigner, Request, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use common::{Given, Keys, parts, signer, valid_for, vectors};

#[cfg(feature = "base64")]
#[allow(dead_code, reason = "only its `token` is tested here")]
#[path = "../examples/eks_token.rs"]
mod eks_token;
#[allow(dead_code, reason = "only its `token` is tested here")]
#[path = "../examples/rds_token.rs"]
mod rds_token;

const TOKENS: [&str; 2] = ["eks_token", "rds_connect_token"];

#[derive(Deserialize)]
struct Vector {
    operation: String,
    arguments: Arguments,
    setters: Vec<(String, Value)>,
    headers: Vec<(String, String)>,
    sent: Vec<(String, String)>,
    #[serde(flatten)]
    given: Given,
    url: String,
    signature: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    #[serde(default)]
    key: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    upload_id: String,
    #[serde(default)]
    part_number: u16,
    #[serde(default)]
    attributes: String,
    source: Option<Source>,
}

#[derive(Deserialize)]
struct Source {
    bucket: String,
    key: String,
    version_id: Option<String>,
}

impl Source {
    fn get(&self) -> Result<CopySource<'_>> {
        let source = CopySource::new(&self.bucket, &self.key)?;
        match &self.version_id {
            Some(version_id) => source.version_id(version_id),
            None => Ok(source),
        }
    }
}

fn begin<'a>(presigner: &'a Presigner<'a>, vector: &'a Vector) -> Result<Request<'a>> {
    let Arguments { key, prefix, upload_id, part_number, attributes, source } = &vector.arguments;
    let source = || source.as_ref().expect("a copy source").get();
    match vector.operation.as_str() {
        "copy_object" => presigner.copy_object(key, source()?),
        "get_object_tagging" => presigner.get_object_tagging(key),
        "put_object_tagging" => presigner.put_object_tagging(key),
        "delete_object_tagging" => presigner.delete_object_tagging(key),
        "get_object_acl" => presigner.get_object_acl(key),
        "put_object_acl" => presigner.put_object_acl(key),
        "get_object_attributes" => presigner.get_object_attributes(key, attributes),
        "create_multipart_upload" => presigner.create_multipart_upload(key),
        "upload_part" => presigner.upload_part(key, upload_id, *part_number),
        "upload_part_copy" => presigner.upload_part_copy(key, upload_id, *part_number, source()?),
        "complete_multipart_upload" => presigner.complete_multipart_upload(key, upload_id),
        "abort_multipart_upload" => presigner.abort_multipart_upload(key, upload_id),
        "list_parts" => presigner.list_parts(key, upload_id),
        "head_bucket" => presigner.head_bucket(),
        "create_bucket" => presigner.create_bucket(),
        "delete_bucket" => presigner.delete_bucket(),
        "delete_objects" => presigner.delete_objects(),
        "list_objects_v2" => presigner.list_objects_v2(prefix),
        "list_object_versions" => presigner.list_object_versions(prefix),
        "list_multipart_uploads" => presigner.list_multipart_uploads(prefix),
        other => panic!("unknown operation {other}"),
    }
}

/// Reads what the setter takes.
fn value<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn set<'a>(request: Request<'a>, name: &str, given: &'a Value) -> Result<Request<'a>> {
    let text = given.as_str().unwrap_or_default();
    match name {
        "version_id" => request.version_id(text),
        "delimiter" => request.delimiter(text),
        "max_keys" => request.max_keys(value(given)),
        "max_uploads" => request.max_uploads(value(given)),
        "max_parts" => request.max_parts(value(given)),
        "part_number_marker" => request.part_number_marker(value(given)),
        "start_after" => request.start_after(text),
        "key_marker" => request.key_marker(text),
        "version_id_marker" => request.version_id_marker(text),
        "upload_id_marker" => request.upload_id_marker(text),
        "continuation_token" => request.continuation_token(text),
        "fetch_owner" => request.fetch_owner(),
        "encoding_type_url" => request.encoding_type_url(),
        "copy_source_range" => {
            let (first, last) = value(given);
            request.copy_source_range(first, last)
        }
        "content_type" => request.content_type(text),
        "content_length" => request.content_length(value(given)),
        "content_md5" => request.content_md5(text),
        "if_match" => request.if_match(text),
        "if_none_match" => request.if_none_match(text),
        "request_payer" => request.request_payer(),
        "expected_bucket_owner" => request.expected_bucket_owner(text),
        "metadata" => {
            let (name, text): (String, String) = value(given);
            request.metadata(&name, &text)
        }
        "checksum" => {
            let (algorithm, text): (String, String) = value(given);
            let algorithm = match algorithm.as_str() {
                "crc32" => Checksum::Crc32,
                "crc32c" => Checksum::Crc32c,
                "crc64nvme" => Checksum::Crc64Nvme,
                "sha1" => Checksum::Sha1,
                "sha256" => Checksum::Sha256,
                "sha512" => Checksum::Sha512,
                "md5" => Checksum::Md5,
                "xxhash64" => Checksum::XxHash64,
                "xxhash3" => Checksum::XxHash3,
                "xxhash128" => Checksum::XxHash128,
                other => panic!("unknown checksum {other}"),
            };
            request.checksum(algorithm, &text)
        }
        other => panic!("unknown setter {other}"),
    }
}

fn build<'a>(presigner: &'a Presigner<'a>, vector: &'a Vector) -> Result<Request<'a>> {
    let mut request = begin(presigner, vector)?;
    for (name, given) in &vector.setters {
        request = set(request, name, given)?;
    }
    for (name, text) in &vector.headers {
        request = request.header(name, text)?;
    }
    Ok(request)
}

/// Lower-case names, single spaces, sorted: the form in which a signature covers headers.
fn canonical<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let fold = |text: &str| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut headers: Vec<_> = headers.map(|(name, text)| (name.to_ascii_lowercase(), fold(text))).collect();
    headers.sort();
    headers
}

fn is_token(line: &Value) -> bool {
    line["operation"].as_str().is_some_and(|operation| TOKENS.contains(&operation))
}

fn lines() -> impl Iterator<Item = Value> {
    vectors("operations.jsonl").into_iter()
}

#[test]
fn every_operation_is_signed_as_botocore_signs_it() {
    for line in lines().filter(|line| !is_token(line)) {
        let vector: Vector = value(&line);
        let signer = vector.given.signer();
        let presigner = signer.at(vector.given.validity()).unwrap();
        let link = build(&presigner, &vector).unwrap_or_else(|error| panic!("{error}\n{line}")).presign();
        assert!(link.url().ends_with(&format!("&X-Amz-Signature={}", vector.signature)), "{}\n{line}", link.url());
        assert_eq!(parts(link.url()), parts(&vector.url), "{line}");
        let sent = vector.sent.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        // What comes back needs no change before it is sent: only botocore's is brought to the canonical form.
        assert!(link.headers().eq(canonical(sent).iter().map(|(n, t)| (n.as_str(), t.as_str()))), "{line}");
        assert_eq!(link.expires_at().seconds(), vector.given.end());
    }
}

#[derive(Deserialize)]
struct DatabaseToken {
    host: String,
    port: u16,
    user: String,
    region: String,
    #[serde(flatten)]
    keys: Keys,
    now: i64,
    token: String,
}

#[cfg(feature = "base64")]
#[derive(Deserialize)]
struct ClusterToken {
    cluster: String,
    region: String,
    #[serde(flatten)]
    keys: Keys,
    now: i64,
    url: String,
    token: String,
}

/// botocore puts the session token after the signed headers, and nothing else elsewhere than the crate does.
fn assert_same(ours: &str, botocores: &str, keys: &Keys) {
    assert_eq!(parts(ours), parts(botocores));
    assert_eq!(ours == botocores, keys.session_token.is_none(), "{ours}\n{botocores}");
}

#[test]
fn every_database_token_is_the_one_botocore_made() {
    for line in lines().filter(|line| line["operation"] == "rds_connect_token") {
        let vector: DatabaseToken = value(&line);
        let (token, expires_at) = rds_token::token(
            &vector.host,
            vector.port,
            &vector.user,
            &vector.region,
            vector.keys.credentials(),
            vector.now,
        )
        .unwrap_or_else(|error| panic!("{error}\n{line}"));
        assert_same(&format!("https://{token}"), &format!("https://{}", vector.token), &vector.keys);
        assert_eq!(expires_at, vector.now + 900);
    }
}

#[cfg(feature = "base64")]
#[test]
fn every_cluster_token_is_the_one_botocore_made() {
    for line in lines().filter(|line| line["operation"] == "eks_token") {
        let vector: ClusterToken = value(&line);
        let (token, expires_at) =
            eks_token::token(&vector.cluster, &vector.region, vector.keys.credentials(), vector.now)
                .unwrap_or_else(|error| panic!("{error}\n{line}"));
        let url = BASE64_URL_SAFE_NO_PAD.decode(token.strip_prefix("k8s-aws-v1.").unwrap()).unwrap();
        assert_same(&String::from_utf8(url).unwrap(), &vector.url, &vector.keys);
        assert_eq!(token == vector.token, vector.keys.session_token.is_none(), "{line}");
        assert_eq!(expires_at, vector.now + 900);
    }
}

/// The tests in the examples stand on their own, so that they go with the package; what they compare with is from here.
#[test]
fn the_examples_hold_tokens_of_botocore() {
    let tokens = [
        ("rds_connect_token", rds_token::TOKEN),
        #[cfg(feature = "base64")]
        ("eks_token", eks_token::TOKEN),
    ];
    for (name, token) in tokens {
        let first = lines().find(|line| line["operation"] == name).unwrap();
        assert_eq!(first["token"], token);
    }
}

#[test]
fn every_operation_has_vectors() {
    let mut counts = BTreeMap::new();
    for line in lines() {
        *counts.entry(line["operation"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert!(counts.values().all(|&count| count >= 20), "{counts:?}");

    // These have their vectors in botocore.jsonl, all of them but `root` by way of `object`, and `path` in services.jsonl.
    let elsewhere = ["get", "head", "get_or_head", "put", "delete", "object", "root", "path"];
    // CI keeps the listing true.
    let mut operations: Vec<&str> = include_str!("apart/public-api.txt")
        .lines()
        .filter(|line| line.contains("-> presigner::error::Result<presigner::Request<"))
        .filter_map(|line| line.strip_prefix("pub fn presigner::Presigner<'_>::")?.split(['<', '(']).next())
        .filter(|name| !elsewhere.contains(name))
        .chain(TOKENS)
        .collect();
    operations.sort_unstable();
    assert!(operations.iter().eq(counts.keys()), "{operations:?}\n{counts:?}");
}

/// What botocore 1.43 makes of `Metadata={"empty": "", "b": "2"}`.
#[test]
fn metadata_may_be_empty() {
    let signer = signer(&Endpoint::aws("eu-central-1").unwrap(), "attachments");
    let presigner = signer.at(valid_for(3600)).unwrap();
    let typed = presigner.put("a.txt").unwrap().metadata("empty", "").unwrap().metadata("b", "2").unwrap().presign();
    let raw =
        presigner.put("a.txt").unwrap().header("x-amz-meta-b", "2").unwrap().header("X-Amz-Meta-Empty", " ").unwrap();
    assert!(typed.url().ends_with("=82291fe0f9e051cf27a8b2a7d2153fa9b29e2449240b4d2f1914e0795de47885"));
    assert_eq!(raw.presign().url(), typed.url());
    assert!(typed.headers().eq([("x-amz-meta-b", "2"), ("x-amz-meta-empty", "")]));
}
