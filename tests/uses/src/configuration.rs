//! A bucket within a host's own configuration.

use presigner::{Bucket, Endpoint};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Configuration {
    listen: String,
    #[serde(flatten)]
    bucket: Bucket,
}

#[test]
fn from_toml() {
    let text = r#"
        listen = "127.0.0.1:8080"
        store = "r2"
        account = "0123456789abcdef"
        bucket = "attachments"
        max_lifetime = 3600
    "#;
    let configuration: Configuration = toml::from_str(text).unwrap();
    assert_eq!(configuration.listen, "127.0.0.1:8080");
    let expected = Endpoint::r2("0123456789abcdef").unwrap();
    let expected = expected.with_max_lifetime(std::time::Duration::from_secs(3600)).unwrap().bucket("attachments");
    assert_eq!(configuration.bucket, expected.unwrap());
}

#[test]
fn from_environment_variables() {
    let variables = [
        ("APP_LISTEN", "127.0.0.1:8080"),
        ("APP_STORE", "aws"),
        ("APP_REGION", "eu-central-1"),
        ("APP_BUCKET", "attachments"),
        ("APP_MAX_LIFETIME", "3600"),
        ("APP_DUAL_STACK", "true"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let configuration: Configuration = envy::prefixed("APP_").from_iter(variables).unwrap();
    assert_eq!(configuration.bucket.url(), "https://attachments.s3.dualstack.eu-central-1.amazonaws.com/");
    assert_eq!(configuration.bucket.endpoint().max_lifetime().as_secs(), 3600);
}
