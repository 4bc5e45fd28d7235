//! Endpoints of Amazon S3.

use crate::endpoint::amazon::{AmazonS3, Entrance, Partition, is_region};
use crate::endpoint::provider::AMAZON_S3;
use crate::endpoint::{AddressingStyle, Endpoint};
use crate::error::{AwsOption, AwsPlace, Error, Result};

impl Endpoint {
    /// Amazon S3: the regional host, virtual-hosted style, in every partition of AWS.
    ///
    /// The regional host is used in `us-east-1` as well: the [global one](Self::aws_global) redirects for buckets
    /// elsewhere, and a redirect breaks the signature ([S3 endpoints]). The partition follows from the region, as
    /// botocore derives it. AWS opens regions all the time, so that a region is checked for its form only.
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
    ///
    /// Access points, by ARN or alias, and directory buckets of S3 Express are buckets like others, and lead to their
    /// own hosts; see [`bucket`](Self::bucket).
    pub fn aws(region: &str) -> Result<Self> {
        if !is_region(region) {
            return Err(Error::AwsRegion);
        }
        Ok(Self::amazon(AmazonS3::new(Partition::of(region), Entrance::Region), region))
    }

    /// Amazon S3's global host, `s3.amazonaws.com`, which signs for `us-east-1`.
    ///
    /// For buckets in `us-east-1` whose links must show this host. For a bucket in another region it redirects, and the
    /// redirected link is refused ([virtual hosting]): use [`aws`](Self::aws) with the bucket's region.
    ///
    /// [virtual hosting]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::aws_global().bucket("photos")?;
    /// assert_eq!(bucket.url(), "https://photos.s3.amazonaws.com/");
    /// assert_eq!(bucket.endpoint().region(), "us-east-1");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn aws_global() -> Self {
        let region = "us-east-1";
        Self::amazon(AmazonS3::new(Partition::of(region), Entrance::Global), region)
    }

    /// Amazon S3 over IPv6 as well as IPv4 ([dual-stack endpoints]).
    ///
    /// [dual-stack endpoints]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html
    ///
    /// # Errors
    ///
    /// [`Error::AwsOption`] for another endpoint than that of a region of AWS, and in a partition without dual-stack
    /// hosts.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::aws("eu-west-1")?.dual_stack()?.host(), "s3.dualstack.eu-west-1.amazonaws.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn dual_stack(self) -> Result<Self> {
        self.with_aws_option(AwsOption::DualStack)
    }

    /// Amazon S3 with cryptography validated under FIPS 140.
    ///
    /// Such hosts exist in the regions of the United States and Canada ([FIPS endpoints]). As in AWS's own libraries,
    /// only the partition is checked: elsewhere the host has no address.
    ///
    /// [FIPS endpoints]: https://aws.amazon.com/compliance/fips/
    ///
    /// # Errors
    ///
    /// [`Error::AwsOption`] for another endpoint than that of a region of AWS, together with
    /// [transfer acceleration](Self::accelerated), and in China.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let endpoint = Endpoint::aws("us-gov-west-1")?.fips()?.dual_stack()?;
    /// assert_eq!(endpoint.host(), "s3-fips.dualstack.us-gov-west-1.amazonaws.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn fips(self) -> Result<Self> {
        self.with_aws_option(AwsOption::Fips)
    }

    /// Amazon S3 by transfer acceleration: one host for all regions, signed for the bucket's region. The bucket must
    /// have it enabled, and can be virtual-hosted only ([transfer acceleration]).
    ///
    /// [transfer acceleration]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration-getting-started.html
    ///
    /// # Errors
    ///
    /// [`Error::AwsOption`] for another endpoint than that of a region of AWS, together with [`fips`](Self::fips),
    /// and in China. [`bucket`](Self::bucket) refuses path style, access points and directory buckets.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::aws("eu-west-1")?.accelerated()?.bucket("photos")?;
    /// assert_eq!(bucket.url(), "https://photos.s3-accelerate.amazonaws.com/");
    /// assert_eq!(bucket.endpoint().region(), "eu-west-1");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn accelerated(self) -> Result<Self> {
        self.with_aws_option(AwsOption::Acceleration)
    }

    fn with_aws_option(self, option: AwsOption) -> Result<Self> {
        let Some(amazon) = self.amazon else {
            return Err(Error::AwsOption { place: AwsPlace::OtherEndpoint, option });
        };
        let amazon = amazon.with(option)?;
        Ok(Self { host: amazon.bucket_host(&self.region).into(), amazon: Some(amazon), ..self })
    }

    fn amazon(amazon: AmazonS3, region: &str) -> Self {
        Self {
            style: AddressingStyle::VirtualHosted,
            amazon: Some(amazon),
            ..AMAZON_S3.endpoint_at(amazon.bucket_host(region), region)
        }
    }
}
