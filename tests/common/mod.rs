//! What the tests share: the moment at which they sign, a key pair, and the vectors.

#![allow(dead_code, reason = "each test is a crate of its own, and takes what it needs")]

use core::time::Duration;
use std::fs;
use std::path::Path;

use presigner::{Credentials, Endpoint, Signer, Validity};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// 2023-11-14T22:13:20Z
pub(crate) const NOW: i64 = 1_700_000_000;
/// The key pair of AWS's documentation.
pub(crate) const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

pub(crate) fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY).unwrap()
}

pub(crate) fn signer(endpoint: &Endpoint, bucket: &str) -> Signer {
    Signer::new(endpoint.bucket(bucket).unwrap(), credentials())
}

/// From [`NOW`] on.
pub(crate) fn valid_for(seconds: u64) -> Validity {
    Validity::new(NOW, Duration::from_secs(seconds)).unwrap()
}

/// The vectors in a file of `tests/vectors`, one a line.
pub(crate) fn vectors<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{line}"))).collect()
}

/// Who signs in a vector of botocore's, where and when.
#[derive(Debug, Deserialize)]
pub(crate) struct Given {
    pub(crate) endpoint: String,
    pub(crate) region: String,
    pub(crate) style: String,
    pub(crate) bucket: String,
    #[serde(flatten)]
    pub(crate) keys: Keys,
    pub(crate) now: i64,
    pub(crate) lifetime: u64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Keys {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: Option<String>,
}

impl Given {
    pub(crate) fn endpoint(&self) -> Endpoint {
        let endpoint = Endpoint::custom(&self.endpoint, &self.region).unwrap();
        if self.style == "virtual" { endpoint.virtual_hosted() } else { endpoint }
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(self.endpoint().bucket(&self.bucket).unwrap(), self.keys.credentials())
    }

    pub(crate) fn validity(&self) -> Validity {
        Validity::new(self.now, Duration::from_secs(self.lifetime)).unwrap()
    }

    /// The first second at which the link is dead.
    pub(crate) fn end(&self) -> i64 {
        self.now + i64::try_from(self.lifetime).unwrap()
    }
}

impl Keys {
    pub(crate) fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(&self.access_key_id, &self.secret_access_key).unwrap();
        match &self.session_token {
            Some(token) => credentials.with_session_token(token).unwrap(),
            None => credentials,
        }
    }
}

/// A line of `botocore.jsonl`, which `tests/vectors/generate.py` writes.
#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    pub(crate) id: u32,
    #[serde(flatten)]
    pub(crate) given: Given,
    pub(crate) method: String,
    pub(crate) key: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) url: String,
    pub(crate) signature: String,
}

impl Link {
    pub(crate) fn all() -> Vec<Self> {
        let links = vectors("botocore.jsonl");
        assert!(links.len() >= 1_000, "only {} vectors", links.len());
        links
    }
}

/// Everything before the query, and the query as a set, as botocore has another order. It also repeats a default port that
/// the endpoint spelled out; what it signs, and what every client sends as `Host`, is without it.
pub(crate) fn parts(url: &str) -> (String, Vec<&str>) {
    let (before, query) = url.split_once('?').unwrap();
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.sort_unstable();
    let (scheme, rest) = before.split_once("://").unwrap();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    (format!("{scheme}://{}/{path}", host.strip_suffix(default_port).unwrap_or(host)), pairs)
}
