//! Credentials of the AWS SDK for Rust sign the same links, and end them at the same second.
#![cfg(feature = "aws-credential-types")]

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials as SdkCredentials;
use presigner::{Credentials, EarlyExpiryReason, Endpoint, Signer};

use common::{NOW, valid_for};

const ID: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEPT//w==";

fn link(credentials: Credentials) -> String {
    let signer = Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), credentials);
    signer.at(valid_for(3600)).unwrap().get("key").unwrap().presign().into_url()
}

fn expiring(expiry: SystemTime) -> presigner::Result<Credentials> {
    Credentials::try_from(&SdkCredentials::new(ID, SECRET, None, Some(expiry), "test"))
}

#[test]
fn secret_and_token_are_taken_over() {
    let own = || Credentials::new(ID, SECRET).unwrap();
    let converted = |token: Option<&str>| {
        Credentials::try_from(&SdkCredentials::new(ID, SECRET, token.map(String::from), None, "test")).unwrap()
    };
    assert_eq!(link(converted(None)), link(own()));
    assert_eq!(link(converted(Some(TOKEN))), link(own().with_session_token(TOKEN).unwrap()));
    assert_eq!(converted(Some(TOKEN)).expires_at(), None);
}

#[test]
fn links_end_with_the_credentials() {
    let expiry = UNIX_EPOCH + Duration::from_millis(1_700_000_060_999);
    let signer = Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), expiring(expiry).unwrap());
    let presigner = signer.at(valid_for(3600)).unwrap();
    assert_eq!(presigner.expires_at().seconds(), NOW + 60);
    assert_eq!(presigner.early_expiry().unwrap().reason(), EarlyExpiryReason::CredentialsExpire);
}

#[test]
fn expiries_are_floored_and_bounded() {
    let seconds = |expiry| expiring(expiry).map(|credentials| credentials.expires_at().unwrap().seconds());
    assert_eq!(seconds(UNIX_EPOCH), Ok(0));
    assert_eq!(seconds(UNIX_EPOCH - Duration::from_secs(1)), Ok(-1));
    assert_eq!(seconds(UNIX_EPOCH - Duration::from_millis(1)), Ok(-1));
    assert_eq!(seconds(UNIX_EPOCH - Duration::from_millis(1001)), Ok(-2));
    // 9999-12-31T23:59:59Z, and the second after.
    assert_eq!(seconds(UNIX_EPOCH + Duration::from_secs(253_402_300_799)), Ok(253_402_300_799));
    let over = expiring(UNIX_EPOCH + Duration::from_secs(253_402_300_800)).unwrap_err();
    assert_eq!(over.to_string(), "the time is outside the years 1 to 9999");
}

#[test]
fn the_rules_are_those_of_credentials() {
    let error = |id: &str, secret: &str, token: &str| {
        let of_the_sdk = SdkCredentials::new(id, secret, Some(token.into()), None, "test");
        Credentials::try_from(&of_the_sdk).unwrap_err().to_string()
    };
    assert_eq!(error("", SECRET, TOKEN), "the access key id is empty");
    assert_eq!(error(ID, "", TOKEN), "the secret access key is empty");
    assert_eq!(error(ID, SECRET, ""), "the session token is empty");
}
