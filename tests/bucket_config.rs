//! Buckets from configuration files are those that the constructors make, and mistakes are named.
#![cfg(feature = "serde")]

use core::time::Duration;

use presigner::{Bucket, Endpoint};
use serde_json::{Value, from_str, from_value, json};

fn bucket(config: Value) -> Result<Bucket, String> {
    // Of text and of a value: one lends its strings, the other doesn't.
    let of_text = from_str::<Bucket>(&config.to_string()).map_err(|error| error.to_string());
    let of_value = from_value::<Bucket>(config).map_err(|error| error.to_string());
    assert_eq!(of_text.is_ok(), of_value.is_ok());
    of_value
}

fn is(config: Value, endpoint: presigner::Result<Endpoint>) {
    let expected = endpoint.unwrap().bucket("attachments").unwrap();
    assert_eq!(format!("{:?}", bucket(config).unwrap()), format!("{expected:?}"));
}

#[test]
fn every_store_is_its_constructor() {
    let url = "https://s3.example.com/base";
    is(json!({ "store": "custom", "url": url, "region": "eu", "bucket": "attachments" }), Endpoint::custom(url, "eu"));
    is(json!({ "store": "aws", "region": "eu-central-1", "bucket": "attachments" }), Endpoint::aws("eu-central-1"));
    is(
        json!({ "store": "aws", "region": "eu-central-1", "bucket": "attachments", "style": "path" }),
        Endpoint::aws("eu-central-1").map(Endpoint::path_style),
    );
    is(
        json!({ "store": "r2", "account": "0123456789abcdef", "bucket": "attachments" }),
        Endpoint::r2("0123456789abcdef"),
    );
    is(
        json!({ "store": "gcs", "bucket": "attachments", "style": "virtual-hosted", "max_lifetime": 60 }),
        Endpoint::gcs().virtual_hosted().with_max_lifetime(Duration::from_secs(60)),
    );
}

#[test]
fn mistakes_are_named() {
    let says = |config: Value, message: &str| assert_eq!(bucket(config).unwrap_err(), message);
    says(json!({ "store": "gcs" }), "missing field `bucket`");
    says(json!({ "store": "r2", "bucket": "attachments" }), "missing field `account`");
    says(
        json!({ "store": "gcs", "bucket": "attachments", "secret": "wJalr" }),
        "unknown field `secret`, expected one of `bucket`, `style`, `max_lifetime`",
    );
    says(
        json!({ "store": "s4", "bucket": "attachments" }),
        "unknown variant `s4`, expected one of `custom`, `aws`, `r2`, `gcs`",
    );
    says(
        json!({ "store": "custom", "url": "s3.example.com", "region": "eu", "bucket": "attachments" }),
        "the endpoint is not an absolute URL, as `https://s3.example.com`",
    );
    says(json!({ "store": "gcs", "bucket": "" }), "the bucket name is empty");
    says(
        json!({ "store": "gcs", "bucket": "attachments", "max_lifetime": 604_801 }),
        "the lifetime is 604801 seconds, the limit is 604800",
    );
    says(
        json!({ "store": "gcs", "bucket": "attachments", "style": "dns" }),
        "unknown variant `dns`, expected `path` or `virtual-hosted`",
    );
}
