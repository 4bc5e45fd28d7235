//! Endpoints of Amazon S3 against botocore's endpoint ruleset: `tests/vectors/generate_endpoints.py` asks it for every
//! partition, region and option, and signs by the scheme that it names.

mod common;

use presigner::time::OffsetDateTime;
use presigner::{Credentials, Endpoint, Error, Signer};
use serde::Deserialize;

use common::{NOW, credentials, parts, valid_for, vectors};

const KEY: &str = "messages/42/Größe 1.pdf";

#[derive(Deserialize)]
struct Vector {
    region: String,
    options: Vec<String>,
    bucket: String,
    refused: Option<String>,
    service: Option<String>,
    signed_region: Option<String>,
    /// Of what is signed by Version 4A: its URL has no signature.
    region_set: Option<String>,
    url: Option<String>,
}

impl Vector {
    fn has(&self, option: &str) -> bool {
        self.options.iter().any(|other| other == option)
    }

    fn endpoint(&self) -> Result<Endpoint, Error> {
        let endpoint = match &*self.region {
            "aws-global" => Ok(Endpoint::aws_global()),
            region => Endpoint::aws(region),
        };
        self.options.iter().fold(endpoint, |endpoint, option| match &**option {
            "dual_stack" => endpoint?.dual_stack(),
            "fips" => endpoint?.fips(),
            "accelerate" => endpoint?.accelerated(),
            "path" => Ok(endpoint?.path_style()),
            other => panic!("option {other}"),
        })
    }

    fn signer(&self) -> Result<Signer, Error> {
        let bucket = self.endpoint()?.bucket(&self.bucket)?;
        let credentials = if bucket.endpoint().service() == "s3express" {
            let expires_at = OffsetDateTime::from_unix_timestamp(NOW + 3600).unwrap();
            let secret = "rXUtnFEMIwJal/K7MDENG/bPxRfiCYEXAMPLEKEY";
            Credentials::s3_express_session("ASIAIOSFODNN7EXAMPLE", secret, "AgV4+session/token==", expires_at)?
        } else {
            credentials()
        };
        Ok(Signer::new(bucket, credentials))
    }

    /// Where botocore quietly leaves an option out, there is an error here.
    fn is_stricter_here(&self) -> bool {
        self.has("path") && (self.has("accelerate") || self.region_set.is_some())
    }

    /// Without the feature it is refused.
    fn needs_feature(&self) -> bool {
        self.region_set.is_some() && !cfg!(feature = "sigv4a")
    }
}

#[test]
fn botocore_goes_to_the_same_place_with_the_same_signature() {
    let (mut links, mut errors) = (0, 0);
    for vector in vectors::<Vector>("endpoints.jsonl") {
        let case = format!("{} {:?} {}", vector.region, vector.options, vector.bucket);
        let signer = vector.signer();
        let Some(url) = vector.url.as_deref().filter(|_| !vector.is_stricter_here() && !vector.needs_feature()) else {
            assert!(signer.is_err(), "{case}: {:?}", vector.refused);
            errors += 1;
            continue;
        };
        let signer = signer.unwrap_or_else(|error| panic!("{case}: {error}"));
        let endpoint = signer.bucket().unwrap().endpoint();
        assert_eq!(Some(endpoint.service()), vector.service.as_deref(), "{case}");
        let region = vector.signed_region.as_deref().or(vector.region_set.as_deref());
        assert_eq!(Some(endpoint.region()), region, "{case}");
        let url_here = signer.at(valid_for(3600)).unwrap().get(KEY).unwrap().presign().into_url();
        if vector.region_set.is_some() {
            assert_eq!(url_here.split_once('?').unwrap().0, url, "{case}");
            assert!(url_here.contains("?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&"), "{case}: {url_here}");
            links += 1;
            continue;
        }
        assert_eq!(parts(&url_here), parts(url), "{case}");
        links += 1;
    }
    assert!(links >= 1_000 && errors >= 100, "only {links} links and {errors} errors");
}

#[test]
fn what_needs_version_4a_says_so() {
    let mut count = 0;
    for vector in vectors::<Vector>("endpoints.jsonl").iter().filter(|vector| vector.region_set.is_some()) {
        let case = format!("{} {:?} {}", vector.region, vector.options, vector.bucket);
        match vector.signer() {
            Ok(_) => assert!(!vector.needs_feature() && !vector.has("path"), "{case}"),
            Err(error) if vector.needs_feature() => {
                assert_eq!(error, Error::UnsupportedMultiRegionAccessPoint, "{case}");
            }
            Err(error) => assert_eq!(error, Error::UnsupportedPathStyle, "{case}"),
        }
        count += 1;
    }
    assert!(count >= 8, "only {count} of 8 partitions");
}
