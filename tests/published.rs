//! The example that AWS publishes for query presigning, each step by itself.
//!
//! Source: "Authenticating Requests: Using Query Parameters", Amazon S3 API Reference.

use core::time::Duration;

use presigner::{Credentials, Endpoint, Signer, Validity, time::macros::datetime};
use sha2::{Digest, Sha256};

const CANONICAL_REQUEST: &str = "\
GET
/test.txt
X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host
host:examplebucket.s3.amazonaws.com

host
UNSIGNED-PAYLOAD";

const STRING_TO_SIGN: &str = "\
AWS4-HMAC-SHA256
20130524T000000Z
20130524/us-east-1/s3/aws4_request
3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";

const SIGNATURE: &str = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

fn signer() -> Signer {
    // The example is older than regional hosts and uses the global one.
    let endpoint = Endpoint::custom("https://s3.amazonaws.com", "us-east-1").unwrap().virtual_hosted();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
    Signer::new(endpoint.bucket("examplebucket").unwrap(), credentials)
}

fn validity() -> Validity {
    Validity::new(datetime!(2013-05-24 0:00 UTC), Duration::from_secs(86_400)).unwrap()
}

#[test]
fn canonical_request() {
    let signer = signer();
    let presigner = signer.at(validity()).unwrap();
    assert_eq!(presigner.get("test.txt").unwrap().explain().canonical_request(), CANONICAL_REQUEST);
}

#[test]
fn hash_of_the_canonical_request() {
    let hash = hex::encode(Sha256::digest(CANONICAL_REQUEST));
    assert_eq!(hash, STRING_TO_SIGN.lines().last().unwrap());
}

#[test]
fn string_to_sign() {
    let signer = signer();
    let presigner = signer.at(validity()).unwrap();
    assert_eq!(presigner.get("test.txt").unwrap().explain().string_to_sign(), STRING_TO_SIGN);
}

#[test]
fn url_and_signature() {
    let signer = signer();
    let link = signer.at(validity()).unwrap().get("test.txt").unwrap().presign();
    let query = CANONICAL_REQUEST.lines().nth(2).unwrap();
    assert_eq!(
        link.url(),
        format!("https://examplebucket.s3.amazonaws.com/test.txt?{query}&X-Amz-Signature={SIGNATURE}"),
    );
    assert_eq!(link.expires_at(), datetime!(2013-05-25 0:00 UTC).into());
}
