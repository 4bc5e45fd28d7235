//! Presets for well-known stores.

use alloc::boxed::Box;
use alloc::format;

use crate::endpoint::{AddressingStyle, Endpoint, Scheme};
use crate::error::{Error, Field, Result};
use crate::text;
use crate::validity::MAX_LIFETIME;

/// The DNS suffix of each AWS partition, by how its regions begin. The first that fits counts; the last fits all.
///
/// Source: botocore's `partitions.json`, `regionRegex` and `dnsSuffix`.
const AWS_DNS_SUFFIXES: [(&str, &str); 7] = [
    ("cn-", "amazonaws.com.cn"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("us-iso-", "c2s.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
    ("eusc-", "amazonaws.eu"),
    ("", "amazonaws.com"),
];

impl Endpoint {
    /// Amazon S3: the regional host, virtual-hosted style.
    ///
    /// The regional host is used in `us-east-1` as well: the global one redirects for buckets elsewhere, and a
    /// redirect breaks the signature ([S3 endpoints]).
    ///
    /// [S3 endpoints]: https://docs.aws.amazon.com/general/latest/gr/s3.html
    ///
    /// # Errors
    ///
    /// [`Error::AwsRegion`] for what does not have the form of a region, as `auto` or `us-east-1a`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::aws("us-east-1")?.host(), "s3.us-east-1.amazonaws.com");
    /// assert_eq!(Endpoint::aws("cn-north-1")?.host(), "s3.cn-north-1.amazonaws.com.cn");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn aws(region: &str) -> Result<Self> {
        if !is_aws_region(region) {
            return Err(Error::AwsRegion);
        }
        let suffix = AWS_DNS_SUFFIXES
            .iter()
            .find(|(prefix, _)| region.starts_with(prefix))
            .map_or("amazonaws.com", |(_, suffix)| suffix);
        Ok(Self { style: AddressingStyle::VirtualHosted, ..preset(format!("s3.{region}.{suffix}").into(), region) })
    }

    /// Cloudflare R2: the account's host, region `auto`, path style ([R2 presigned URLs]).
    ///
    /// A custom domain of an R2 bucket can't be presigned: only this host checks signatures. R2 takes no uploads from forms:
    /// `Presigner::post` is an error.
    ///
    /// [R2 presigned URLs]: https://developers.cloudflare.com/r2/api/s3/presigned-urls/
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::TooLong`] (63 bytes) and [`Error::Character`]: an account id is one label of
    /// lower-case letters, digits and hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let r2 = Endpoint::r2("0123456789abcdef")?;
    /// assert_eq!(r2.host(), "0123456789abcdef.r2.cloudflarestorage.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn r2(account: &str) -> Result<Self> {
        text::check(Field::Account, account, 63, |byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
        })?;
        Ok(Self {
            #[cfg(feature = "post")]
            takes_posts: false,
            ..preset(format!("{account}.r2.cloudflarestorage.com").into(), "auto")
        })
    }

    /// Google Cloud Storage with an HMAC key (interoperability): region `auto`, path style ([GCS signatures]).
    ///
    /// [GCS signatures]: https://cloud.google.com/storage/docs/authentication/signatures
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().host(), "storage.googleapis.com");
    /// ```
    pub fn gcs() -> Self {
        preset("storage.googleapis.com".into(), "auto")
    }
}

fn preset(host: Box<str>, region: &str) -> Endpoint {
    Endpoint {
        scheme: Scheme::Https,
        host,
        host_is_ip: false,
        port: None,
        base_path: "".into(),
        region: region.into(),
        service: "s3".into(),
        style: AddressingStyle::Path,
        any_bucket_name: false,
        #[cfg(feature = "post")]
        takes_posts: true,
        max_lifetime: MAX_LIFETIME,
    }
}

/// Lower-case words and then a number, joined by hyphens, three parts or more: `eu-central-1`, `us-gov-west-1`.
fn is_aws_region(region: &str) -> bool {
    let Some((words, number)) = region.rsplit_once('-') else { return false };
    region.len() <= 32
        && words.contains('-')
        && words.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
