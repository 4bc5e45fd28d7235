//! Buckets from configuration files are those that the constructors make, and mistakes are named.
#![cfg(feature = "serde")]

use core::time::Duration;

use presigner::{Bucket, Endpoint, R2Jurisdiction};
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
    assert_eq!(bucket(config).unwrap(), expected);
}

#[test]
fn every_store_is_its_constructor() {
    let url = "https://s3.example.com/base";
    let account = "0123456789abcdef";
    let config = |store: &str, fields: Value| {
        let mut config = json!({ "store": store, "bucket": "attachments" });
        config.as_object_mut().unwrap().append(&mut fields.as_object().unwrap().clone());
        config
    };
    is(config("custom", json!({ "url": url, "region": "eu" })), Endpoint::custom(url, "eu"));
    is(config("aws", json!({ "region": "eu-central-1" })), Endpoint::aws("eu-central-1"));
    is(config("aws_global", json!({})), Ok(Endpoint::aws_global()));
    is(config("r2", json!({ "account": account })), Endpoint::r2(account));
    is(config("r2", json!({ "account": account, "jurisdiction": "eu" })), Endpoint::r2_in(account, R2Jurisdiction::Eu));
    is(
        config("r2", json!({ "account": account, "jurisdiction": "fedramp" })),
        Endpoint::r2_in(account, R2Jurisdiction::FedRamp),
    );
    is(config("gcs", json!({})), Ok(Endpoint::gcs()));
    is(config("backblaze_b2", json!({ "region": "us-west-004" })), Endpoint::backblaze_b2("us-west-004"));
    is(config("digitalocean_spaces", json!({ "region": "nyc3" })), Endpoint::digitalocean_spaces("nyc3"));
    is(config("wasabi", json!({ "region": "eu-central-1" })), Endpoint::wasabi("eu-central-1"));
    is(config("hetzner", json!({ "region": "fsn1" })), Endpoint::hetzner("fsn1"));
    is(config("scaleway", json!({ "region": "nl-ams" })), Endpoint::scaleway("nl-ams"));
    is(config("ovh", json!({ "region": "gra" })), Endpoint::ovh("gra"));
    is(config("oracle", json!({ "account": "ns", "region": "us-phoenix-1" })), Endpoint::oracle("ns", "us-phoenix-1"));
    is(config("ibm_cos", json!({ "region": "eu-de" })), Endpoint::ibm_cos("eu-de"));
    is(config("supabase", json!({ "account": "abc", "region": "eu-west-1" })), Endpoint::supabase("abc", "eu-west-1"));
    is(config("minio", json!({ "url": url })), Endpoint::minio(url));
    is(config("garage", json!({ "url": url, "region": "garage" })), Endpoint::garage(url, "garage"));
    is(config("ceph", json!({ "url": url, "region": "default" })), Endpoint::ceph(url, "default"));
    is(config("alibaba_oss", json!({ "region": "cn-hangzhou" })), Endpoint::alibaba_oss("cn-hangzhou"));
    is(config("tencent_cos", json!({ "region": "ap-guangzhou" })), Endpoint::tencent_cos("ap-guangzhou"));
    is(config("tigris", json!({})), Ok(Endpoint::tigris()));
    is(config("huawei_obs", json!({ "region": "cn-north-4" })), Endpoint::huawei_obs("cn-north-4"));
    is(config("yandex", json!({})), Ok(Endpoint::yandex()));
    is(config("storj", json!({})), Ok(Endpoint::storj()));
    is(config("linode", json!({ "region": "us-east-1" })), Endpoint::linode("us-east-1"));
    is(config("exoscale", json!({ "region": "ch-dk-2" })), Endpoint::exoscale("ch-dk-2"));

    // Options, and what environment variables make of them.
    let aws = |fields: Value| {
        let mut config = config("aws", fields);
        config["region"] = json!("eu-central-1");
        config
    };
    let endpoint = || Endpoint::aws("eu-central-1").unwrap();
    is(aws(json!({ "style": "path" })), Ok(endpoint().path_style()));
    is(aws(json!({ "dual_stack": true, "fips": "true" })), endpoint().dual_stack().and_then(Endpoint::fips));
    is(aws(json!({ "accelerated": "true", "fips": false })), endpoint().accelerated());
    is(
        config("custom", json!({ "url": "https://files.example.com", "region": "eu", "style": "custom-domain" })),
        Endpoint::custom("https://files.example.com", "eu").map(Endpoint::custom_domain),
    );
    let behind_proxy = config("minio", json!({ "url": url, "public_root": "https://example.com/files" }));
    let expected = Endpoint::minio(url).unwrap().bucket("attachments").unwrap();
    assert_eq!(bucket(behind_proxy).unwrap(), expected.with_public_root("https://example.com/files").unwrap());
    for seconds in [json!(60), json!("60")] {
        is(
            config("gcs", json!({ "style": "virtual-hosted", "max_lifetime": seconds })),
            Endpoint::gcs().virtual_hosted().with_max_lifetime(Duration::from_secs(60)),
        );
    }
}

#[test]
fn a_region_set_needs_its_feature() {
    let bucket = bucket(json!({
        "store": "aws", "region": "eu-central-1", "region_set": "eu-*",
        "bucket": "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    }));
    #[cfg(feature = "sigv4a")]
    assert_eq!(bucket.unwrap().endpoint().region(), "eu-*");
    #[cfg(not(feature = "sigv4a"))]
    assert!(bucket.unwrap_err().ends_with("the feature `sigv4a` of `presigner`"));
}

#[test]
fn mistakes_are_named() {
    let says = |config: Value, message: &str| assert_eq!(bucket(config).unwrap_err(), message);
    says(json!({ "store": "gcs" }), "missing field `bucket`");
    says(json!({ "store": "r2", "bucket": "attachments" }), "missing field `account`");
    says(json!({ "store": "custom", "bucket": "attachments", "url": "https://h" }), "missing field `region`");
    says(
        json!({ "store": "gcs", "bucket": "attachments", "secret": "wJalr" }),
        "unknown field `secret`, expected one of `store`, `bucket`, `url`, `region`, `account`, `jurisdiction`, `style`, \
         `public_root`, `region_set`, `max_lifetime`, `dual_stack`, `fips`, `accelerated`",
    );
    says(
        json!({ "store": "gcs", "bucket": "attachments", "region": "eu" }),
        "the field `region` has no meaning for this store",
    );
    says(
        json!({ "store": "aws", "region": "eu-central-1", "bucket": "attachments", "jurisdiction": "eu" }),
        "the field `jurisdiction` has no meaning for this store",
    );
    let error = bucket(json!({ "store": "s4", "bucket": "attachments" })).unwrap_err();
    assert!(error.starts_with("unknown variant `s4`, expected one of `custom`, `aws`, `aws_global`, `r2`"), "{error}");
    says(
        json!({ "store": "custom", "url": "s3.example.com", "region": "eu", "bucket": "attachments" }),
        "the endpoint is not an absolute URL, as `https://s3.example.com`",
    );
    says(json!({ "store": "gcs", "bucket": "" }), "the bucket name is empty");
    says(
        json!({ "store": "gcs", "bucket": "attachments", "max_lifetime": 604_801 }),
        "the lifetime is 604801 seconds, the limit is 604800",
    );
    for (given, found) in [(json!("1 h"), "string \"1 h\""), (json!(-1), "integer `-1`")] {
        says(
            json!({ "store": "gcs", "bucket": "attachments", "max_lifetime": given }),
            &format!("invalid value: {found}, expected a whole number"),
        );
    }
    says(
        json!({ "store": "gcs", "bucket": "attachments", "fips": "yes" }),
        "invalid value: string \"yes\", expected `true` or `false`",
    );
    says(
        json!({ "store": "gcs", "bucket": "attachments", "fips": true }),
        "an endpoint other than one of `Endpoint::aws` has no FIPS hosts",
    );
    says(
        json!({ "store": "gcs", "bucket": "attachments", "public_root": "example.com/files" }),
        "the public root is not an absolute URL, as `https://s3.example.com`",
    );
    says(
        json!({ "store": "gcs", "bucket": "attachments", "style": "dns" }),
        "unknown variant `dns`, expected one of `path`, `virtual-hosted`, `custom-domain`",
    );
}
