//! A naive signer, straight from the documentation: every step collects, sorts and joins owned strings. It is the
//! second oracle of the property tests, and shares no code with the crate.

#![allow(dead_code, reason = "not every test uses all of it")]

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) struct Naive<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) secret_access_key: &'a str,
    pub(crate) session_token: Option<&'a str>,
    pub(crate) region: &'a str,
    /// `YYYYMMDD'T'HHMMSS'Z'`
    pub(crate) amz_date: &'a str,
    pub(crate) expires: u64,
    pub(crate) method: &'a str,
    pub(crate) scheme: &'a str,
    pub(crate) host: &'a str,
    /// Decoded.
    pub(crate) path: &'a str,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Naive<'_> {
    pub(crate) fn url(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
        let path = self.path.split('/').map(encode).collect::<Vec<_>>().join("/");

        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        headers.push(("host".into(), self.host.into()));
        headers.sort();
        let signed_headers = headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(";");

        let date = &self.amz_date[..8];
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let mut query = self.query.clone();
        query.push(("X-Amz-Algorithm".into(), "AWS4-HMAC-SHA256".into()));
        query.push(("X-Amz-Credential".into(), format!("{}/{scope}", self.access_key_id)));
        query.push(("X-Amz-Date".into(), self.amz_date.into()));
        query.push(("X-Amz-Expires".into(), self.expires.to_string()));
        query.push(("X-Amz-SignedHeaders".into(), signed_headers.clone()));
        if let Some(token) = self.session_token {
            query.push(("X-Amz-Security-Token".into(), token.into()));
        }
        let mut query: Vec<(String, String)> =
            query.iter().map(|(name, value)| (encode(name), encode(value))).collect();
        query.sort();
        let query = query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");

        let canonical_headers =
            headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect::<Vec<_>>().concat();
        let canonical_request =
            format!("{}\n{path}\n{query}\n{canonical_headers}\n{signed_headers}\nUNSIGNED-PAYLOAD", self.method);
        let string_to_sign =
            format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{}", self.amz_date, hex::encode(Sha256::digest(canonical_request)));
        let mut key = format!("AWS4{}", self.secret_access_key).into_bytes();
        for part in [date, self.region, "s3", "aws4_request"] {
            key = mac(&key, part);
        }
        let signature = hex::encode(mac(&key, &string_to_sign));
        format!("{}://{}{path}?{query}&X-Amz-Signature={signature}", self.scheme, self.host)
    }
}

/// The signature of a form's policy, for S3.
pub(crate) fn sign_policy(secret_access_key: &str, amz_date: &str, region: &str, policy: &str) -> String {
    let mut key = format!("AWS4{secret_access_key}").into_bytes();
    for part in [&amz_date[..8], region, "s3", "aws4_request", policy] {
        key = mac(&key, part);
    }
    hex::encode(key)
}

/// The signature of a canonical request, for S3.
pub(crate) fn sign(secret_access_key: &str, amz_date: &str, region: &str, canonical_request: &str) -> String {
    let date = &amz_date[..8];
    let hash = hex::encode(Sha256::digest(canonical_request));
    let string_to_sign = format!("AWS4-HMAC-SHA256\n{amz_date}\n{date}/{region}/s3/aws4_request\n{hash}");
    let mut key = format!("AWS4{secret_access_key}").into_bytes();
    for part in [date, region, "s3", "aws4_request"] {
        key = mac(&key, part);
    }
    hex::encode(mac(&key, &string_to_sign))
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}
