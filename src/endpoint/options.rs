//! What a caller may change about an endpoint.

use core::time::Duration;

use crate::endpoint::Endpoint;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::origin::Origin;
use crate::endpoint::service::SigningFamily;
use crate::endpoint::service_table::TokenPlace;
use crate::error::{AwsOption, AwsPlace, EndpointProblem, Error, Result};
use crate::protocol::Algorithm;
use crate::signature::canonical_path::CanonicalPath;

impl Endpoint {
    /// Puts the bucket into the host name: `https://bucket.s3.example.com/key`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let endpoint = Endpoint::r2("0123456789abcdef")?.virtual_hosted();
    /// assert_eq!(endpoint.bucket("photos")?.url(), "https://photos.0123456789abcdef.r2.cloudflarestorage.com/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn virtual_hosted(self) -> Self {
        self.with_style(AddressingStyle::VirtualHosted)
    }

    /// Puts the bucket into the path: `https://s3.example.com/bucket/key`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let endpoint = Endpoint::aws("eu-central-1")?.path_style();
    /// assert_eq!(endpoint.bucket("my.photos")?.url(), "https://s3.eu-central-1.amazonaws.com/my.photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn path_style(self) -> Self {
        self.with_style(AddressingStyle::Path)
    }

    /// For a bucket with its own domain, by a CNAME record or a setting of the store: `https://files.example.com/key`. The
    /// bucket's name is in no URL, but [`bucket`](Self::bucket) still takes it, for forms and copies.
    ///
    /// Amazon S3 and Ceph read the bucket's name from the host, so there the bucket must have the name of its domain
    /// ([virtual hosting]); other stores map the domain to a bucket. A domain at which the store checks no signatures, such
    /// as a custom domain of Cloudflare R2, can't be presigned.
    ///
    /// [virtual hosting]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::custom("https://files.example.com", "eu-central-1")?.custom_domain().bucket("attachments")?;
    /// assert_eq!(bucket.url(), "https://files.example.com/");
    /// assert_eq!(bucket.name(), "attachments");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn custom_domain(self) -> Self {
        self.with_style(AddressingStyle::CustomDomain)
    }

    pub(crate) fn with_style(self, style: AddressingStyle) -> Self {
        Self { style, ..self }
    }

    /// Lowers (or raises again) the maximum lifetime, if a store or your own rules allow less than seven days.
    ///
    /// # Errors
    ///
    /// [`Error::LifetimeTooShort`] under one second; [`Error::LifetimeTooLong`] over 604,800 seconds, or over what is [known
    /// of the service](Self::for_service).
    ///
    /// # Example
    ///
    /// ```
    /// use core::time::Duration;
    /// use presigner::Endpoint;
    ///
    /// let day = Duration::from_secs(86_400);
    /// let endpoint = Endpoint::custom("https://s3.example.com", "eu")?.with_max_lifetime(day)?;
    /// assert_eq!(endpoint.max_lifetime(), day);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn with_max_lifetime(self, max_lifetime: Duration) -> Result<Self> {
        let seconds = max_lifetime.as_secs();
        let limit = self.service.max_lifetime();
        match u32::try_from(seconds) {
            Ok(0) => Err(Error::LifetimeTooShort),
            Ok(max_lifetime) if max_lifetime <= limit => Ok(Self { max_lifetime, ..self }),
            _ => Err(Error::LifetimeTooLong { seconds, limit }),
        }
    }

    /// Sets how the service reads paths, if it reads them differently from AWS's services.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEndpoint`] for S3 and its family.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::{CanonicalPath, Credentials, Endpoint, Method, Signer, Validity};
    ///
    /// let service = Endpoint::for_service("https://files.example.com", "eu", "files")?.with_canonical_path(CanonicalPath::AsSent)?;
    /// let signer = Signer::for_service(service, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// let explanation = presigner.path(Method::GET, "/a//b c")?.explain();
    /// assert!(explanation.canonical_request().starts_with("GET\n/a//b%20c\n"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn with_canonical_path(self, canonical_path: CanonicalPath) -> Result<Self> {
        self.check_rules_are_free()?;
        Ok(Self { canonical_path, ..self })
    }

    /// Writes the session token after the signature, which then does not cover the token. `iotdevicegateway` does so by
    /// default; for another service, follow its documentation.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEndpoint`] for S3 and its family.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    ///
    /// let gateway = Endpoint::for_service("wss://gateway.example.com", "eu-central-1", "gateway")?.with_token_behind_signature()?;
    /// let signer = Signer::for_service(gateway, Credentials::new("ASIA", "wJalr")?.with_session_token("token")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// assert!(presigner.path(Method::GET, "/mqtt")?.presign().url().ends_with("&X-Amz-Security-Token=token"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn with_token_behind_signature(self) -> Result<Self> {
        self.check_rules_are_free()?;
        Ok(Self { token_place: TokenPlace::BehindSignature, ..self })
    }

    fn check_rules_are_free(&self) -> Result<()> {
        match self.service.family() {
            SigningFamily::S3 => Err(Error::InvalidEndpoint { problem: EndpointProblem::FixedRules }),
            SigningFamily::Other => Ok(()),
        }
    }

    /// Amazon S3 over IPv6 as well as IPv4 ([dual-stack endpoints]).
    ///
    /// [dual-stack endpoints]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html
    ///
    /// # Errors
    ///
    /// [`Error::UnsupportedAwsOption`] for any endpoint but that of an AWS region.
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
    /// Such hosts exist in the regions of the United States and Canada ([FIPS endpoints]). Like AWS's own libraries, the
    /// crate checks only the partition: in other regions the host name has no address.
    ///
    /// [FIPS endpoints]: https://aws.amazon.com/compliance/fips/
    ///
    /// # Errors
    ///
    /// [`Error::UnsupportedAwsOption`] for any endpoint but that of an AWS region, together with [transfer
    /// acceleration](Self::accelerated), and in China.
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

    /// Amazon S3 with transfer acceleration: one host for all regions, signed for the bucket's region. Acceleration must be
    /// enabled for the bucket, and works in virtual-hosted style only ([transfer acceleration]).
    ///
    /// [transfer acceleration]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration-getting-started.html
    ///
    /// # Errors
    ///
    /// [`Error::UnsupportedAwsOption`] for any endpoint but that of an AWS region, together with [`fips`](Self::fips), and in
    /// China. [`bucket`](Self::bucket) refuses path style, access points and directory buckets.
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
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::OtherEndpoint, option });
        };
        if self.algorithm == Algorithm::Ecdsa {
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::MultiRegion, option });
        }
        let amazon = amazon.with(option)?;
        Ok(Self { origin: Origin::https(amazon.bucket_host(&self.region)), amazon: Some(amazon), ..self })
    }
}
