//! Buckets from configuration files. Feature `serde`.

use alloc::string::String;
use core::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::endpoint::bucket::Bucket;
use crate::endpoint::{AddressingStyle, Endpoint};
use crate::error::{Error, Result};

/// Where a bucket is, by the constructors of [`Endpoint`].
#[derive(Deserialize)]
#[serde(tag = "store", rename_all = "lowercase", deny_unknown_fields)]
enum BucketConfig {
    Custom { url: String, region: String, bucket: String, style: Option<AddressingStyle>, max_lifetime: Option<u64> },
    Aws { region: String, bucket: String, style: Option<AddressingStyle>, max_lifetime: Option<u64> },
    R2 { account: String, bucket: String, style: Option<AddressingStyle>, max_lifetime: Option<u64> },
    Gcs { bucket: String, style: Option<AddressingStyle>, max_lifetime: Option<u64> },
}

impl TryFrom<BucketConfig> for Bucket {
    type Error = Error;

    fn try_from(config: BucketConfig) -> Result<Self> {
        let (endpoint, bucket, style, max_lifetime) = match config {
            BucketConfig::Custom { url, region, bucket, style, max_lifetime } => {
                (Endpoint::custom(&url, &region)?, bucket, style, max_lifetime)
            }
            BucketConfig::Aws { region, bucket, style, max_lifetime } => {
                (Endpoint::aws(&region)?, bucket, style, max_lifetime)
            }
            BucketConfig::R2 { account, bucket, style, max_lifetime } => {
                (Endpoint::r2(&account)?, bucket, style, max_lifetime)
            }
            BucketConfig::Gcs { bucket, style, max_lifetime } => (Endpoint::gcs(), bucket, style, max_lifetime),
        };
        let endpoint = match style {
            Some(AddressingStyle::Path) => endpoint.path_style(),
            Some(AddressingStyle::VirtualHosted) => endpoint.virtual_hosted(),
            None => endpoint,
        };
        let endpoint = match max_lifetime {
            Some(seconds) => endpoint.with_max_lifetime(Duration::from_secs(seconds))?,
            None => endpoint,
        };
        endpoint.bucket(&bucket)
    }
}

/// From a host's configuration, which says where its bucket is and holds no secret: `store` is `custom` (then `url` and
/// `region` follow), `aws` (`region`), `r2` (`account`) or `gcs`; `bucket` is its name. `style`, `path` or
/// `virtual-hosted`, and `max_lifetime`, in whole seconds, may be left out.
///
/// For the other stores there is `custom`, with their URL. An unknown field is an error, and what breaks a rule is one with
/// the words of [`Error`].
///
/// # Example
///
/// ```
/// use presigner::Bucket;
///
/// let config = r#"{
///     "store": "custom",
///     "url": "https://s3.example.com",
///     "region": "eu-central-1",
///     "bucket": "attachments",
///     "style": "virtual-hosted",
///     "max_lifetime": 86400
/// }"#;
/// let bucket: Bucket = serde_json::from_str(config)?;
/// assert_eq!(bucket.url(), "https://attachments.s3.example.com/");
/// assert_eq!(bucket.endpoint().max_lifetime().as_secs(), 86_400);
///
/// let error = serde_json::from_str::<Bucket>(r#"{"store": "gcs", "bucket": ""}"#).unwrap_err();
/// assert_eq!(error.to_string(), "the bucket name is empty");
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<'de> Deserialize<'de> for Bucket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BucketConfig::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}
