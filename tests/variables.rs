//! Signers of environment variables are those that botocore makes of them (`tests/vectors/generate_variables.py`), and an error
//! names every variable that is missing or wrong.

mod common;

use std::collections::BTreeMap;

use presigner::{AddressingStyle, Credentials, Endpoint, Error, Signer, UnixTime, VariablesError};
use serde::Deserialize;

use common::{ACCESS_KEY_ID, SECRET_ACCESS_KEY, parts, valid_for, vectors};

const KEY: &str = "messages/42/Größe 1.pdf";

#[derive(Deserialize)]
struct Vector {
    variables: BTreeMap<String, String>,
    url: Option<String>,
    expires_at: Option<i64>,
}

impl Vector {
    fn lookup(&self, name: &str) -> Option<String> {
        if name == "AWS_S3_BUCKET" { Some("examplebucket".into()) } else { self.variables.get(name).cloned() }
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.variables.get(name).is_some_and(|given| given.eq_ignore_ascii_case(value))
    }

    /// Where botocore quietly leaves an option out, there is an error here.
    fn is_stricter_here(&self) -> bool {
        let has_option = self.is("AWS_USE_FIPS_ENDPOINT", "true") || self.is("AWS_USE_DUALSTACK_ENDPOINT", "true");
        has_option && self.variables.contains_key("AWS_ENDPOINT_URL")
    }
}

#[test]
fn botocore_makes_the_same_of_them() {
    let (mut links, mut refusals) = (0, 0);
    for vector in vectors::<Vector>("variables.jsonl") {
        let case = format!("{:?}", vector.variables);
        let signer = Signer::from_variables(|name| vector.lookup(name));
        let Some(url) = vector.url.as_deref().filter(|_| !vector.is_stricter_here()) else {
            assert!(signer.is_err(), "{case}");
            refusals += 1;
            continue;
        };
        let signer = signer.unwrap_or_else(|error| panic!("{case}: {error}"));
        let presigner = signer.at(valid_for(3600)).unwrap();
        assert_eq!(parts(presigner.get(KEY).unwrap().presign().url()), parts(url), "{case}");

        let credentials = Credentials::from_variables(|name| vector.lookup(name)).unwrap();
        assert_eq!(credentials.expires_at().map(UnixTime::seconds), vector.expires_at, "{case}");
        let endpoint = Endpoint::from_variables(|name| vector.lookup(name)).unwrap();
        assert_eq!(&endpoint, signer.bucket().unwrap().endpoint(), "{case}");
        links += 1;
    }
    assert!(links >= 100 && refusals >= 100, "only {links} links and {refusals} refusals");
}

const ALL: [(&str, &str); 4] = [
    ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
    ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
    ("AWS_REGION", "eu-central-1"),
    ("AWS_S3_BUCKET", "attachments"),
];

/// [`ALL`] with `changes`; an empty value takes one away.
fn signer(changes: &[(&str, &str)]) -> Result<Signer, VariablesError> {
    let all = [&ALL, changes].concat();
    Signer::from_variables(|name| all.iter().rfind(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()))
}

fn refusal(changes: &[(&str, &str)]) -> String {
    signer(changes).unwrap_err().to_string()
}

/// As in the AWS CLI and the SDKs for Rust, Go, Java and JavaScript; botocore knows `AWS_DEFAULT_REGION` alone.
#[test]
fn the_region_is_aws_region_and_else_the_default() {
    let region = |changes: &[(&str, &str)]| signer(changes).unwrap().bucket().unwrap().endpoint().region().to_owned();
    assert_eq!(region(&[("AWS_DEFAULT_REGION", "us-east-1")]), "eu-central-1");
    assert_eq!(region(&[("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_REGION", "")]), "us-east-1");
}

#[test]
fn the_style_is_the_callers() {
    let style = |changes: &[(&str, &str)]| signer(changes).unwrap().bucket().unwrap().endpoint().addressing_style();
    let elsewhere = ("AWS_ENDPOINT_URL", "https://s3.example.com");
    assert_eq!(style(&[]), AddressingStyle::VirtualHosted);
    assert_eq!(style(&[elsewhere]), AddressingStyle::Path);
    assert_eq!(style(&[("AWS_S3_ADDRESSING_STYLE", "path")]), AddressingStyle::Path);
    for name in ["virtual", "virtual-hosted"] {
        assert_eq!(style(&[elsewhere, ("AWS_S3_ADDRESSING_STYLE", name)]), AddressingStyle::VirtualHosted);
    }
}

/// As the SDKs read it, who trim its regions: what is signed for fewer regions than all must not be signed for all.
#[cfg(feature = "sigv4a")]
#[test]
fn the_region_set_is_that_of_multi_region_access_points() {
    let region_set = |bucket, region_set| {
        let signer = signer(&[("AWS_S3_BUCKET", bucket), ("AWS_SIGV4A_SIGNING_REGION_SET", region_set)]).unwrap();
        String::from(signer.bucket().unwrap().endpoint().region())
    };
    for bucket in ["mfzwi23gnjvgw.mrap", "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"] {
        assert_eq!(region_set(bucket, ""), "*");
        assert_eq!(region_set(bucket, "eu-central-1"), "eu-central-1");
        assert_eq!(region_set(bucket, " eu-central-1, us-* "), "eu-central-1,us-*");
        let refused = refusal(&[("AWS_S3_BUCKET", bucket), ("AWS_SIGV4A_SIGNING_REGION_SET", "europe")]);
        assert!(refused.starts_with("AWS_SIGV4A_SIGNING_REGION_SET: a region set must be `*` or a list"), "{refused}");
    }
    // Buckets of one region have none.
    assert_eq!(region_set("photos", "europe"), "eu-central-1");
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    for (name, _) in ALL {
        assert_eq!(refusal(&[(name, "")]), format!("{name} is not set"));
    }
    let none = Signer::from_variables(|_| None).unwrap_err();
    assert_eq!(none.missing(), ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_S3_BUCKET", "AWS_REGION"]);
    assert_eq!(none.invalid(), []);
    assert_eq!(none.to_string(), "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_S3_BUCKET and AWS_REGION are not set");
    let none = Endpoint::from_variables(|_| None).unwrap_err();
    assert_eq!(none.to_string(), "AWS_REGION is not set");
}

#[test]
fn so_is_all_that_is_wrong_and_no_value_is_shown() {
    let message = refusal(&[
        ("AWS_ACCESS_KEY_ID", "a/hush"),
        ("AWS_SECRET_ACCESS_KEY", "hush\n"),
        ("AWS_SESSION_TOKEN", "hush hush"),
        ("AWS_CREDENTIAL_EXPIRATION", "hush"),
        ("AWS_REGION", ""),
        ("AWS_ENDPOINT_URL_S3", "s3.example.com/hush"),
        ("AWS_USE_FIPS_ENDPOINT", "hush"),
        ("AWS_S3_ADDRESSING_STYLE", "hush"),
    ]);
    assert_eq!(
        message,
        "AWS_REGION is not set; \
         AWS_ACCESS_KEY_ID: the access key id holds a slash; it may hold only printable ASCII without spaces and slashes; \
         AWS_SECRET_ACCESS_KEY: the secret access key holds a line break or NUL; it may hold only printable ASCII, without a \
         space at either end; \
         AWS_SESSION_TOKEN: the session token holds a space; it may hold only printable ASCII without spaces; \
         AWS_CREDENTIAL_EXPIRATION: it is not a time of RFC 3339, as `2026-01-01T00:00:00Z`; \
         AWS_S3_ADDRESSING_STYLE: it is not `path`, `virtual`, `virtual-hosted` or `custom-domain`; \
         AWS_USE_FIPS_ENDPOINT: it is not `true` or `false`; \
         AWS_ENDPOINT_URL_S3: the endpoint is not an absolute URL, as `https://s3.example.com`"
    );
    let all_of_them_debugged = format!("{:?}", signer(&[("AWS_SESSION_TOKEN", "hush hush")]).unwrap_err());
    assert!(!all_of_them_debugged.contains("hush"));
}

#[test]
fn the_variable_at_fault_is_the_one_that_counted() {
    let elsewhere = ("AWS_ENDPOINT_URL", "https://s3.example.com");
    let names = |changes: &[(&str, &str)], expected: &[&str]| {
        let error = signer(changes).unwrap_err();
        let names: Vec<_> = error.invalid().iter().map(|(name, _)| *name).collect();
        assert_eq!(names, expected, "{error}");
    };
    names(&[("AWS_REGION", "auto")], &["AWS_REGION"]);
    names(&[("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "auto")], &["AWS_DEFAULT_REGION"]);
    names(&[elsewhere, ("AWS_REGION", "a b")], &["AWS_REGION"]);
    names(&[("AWS_ENDPOINT_URL", "ftp://s3.example.com")], &["AWS_ENDPOINT_URL"]);
    names(&[("AWS_S3_BUCKET", "a/b")], &["AWS_S3_BUCKET"]);
    names(&[("AWS_USE_DUALSTACK_ENDPOINT", "true"), elsewhere], &["AWS_USE_DUALSTACK_ENDPOINT"]);
    let error = signer(&[("AWS_S3_BUCKET", "a/b")]).unwrap_err();
    assert!(matches!(error.invalid(), [("AWS_S3_BUCKET", Error::PrefixInBucket)]));
}
