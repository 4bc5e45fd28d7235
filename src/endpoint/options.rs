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

    /// For a bucket with a domain of its own, by a CNAME record or in the settings of the store: `https://files.example.com/key`. The
    /// bucket's name is in no URL. It is the one that [`bucket`](Self::bucket) is given, for forms and copies.
    ///
    /// At Amazon S3 and Ceph, which take the host for the name, the bucket is called as its domain ([virtual hosting]); others map it.
    /// A store that checks no signatures there, as Cloudflare R2 at its custom domains, can't be presigned for so.
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

    /// Lowers (or raises again) the greatest lifetime, for a store or a rule of your own that allows less than seven
    /// days.
    ///
    /// # Errors
    ///
    /// [`Error::LifetimeTooShort`] under one second, [`Error::LifetimeTooLong`] over 604,800 seconds, or what is
    /// [known of the service](Self::for_service).
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

    /// How the service reads paths, where it does not as those of AWS do.
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

    /// Writes the session token behind the signature, which then does not cover it. `iotdevicegateway` has it so without being told;
    /// for another service, as its documentation says.
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
    /// [`Error::UnsupportedAwsOption`] for another endpoint than that of a region of AWS.
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
    /// [`Error::UnsupportedAwsOption`] for another endpoint than that of a region of AWS, together with
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
    /// [`Error::UnsupportedAwsOption`] for another endpoint than that of a region of AWS, together with [`fips`](Self::fips),
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
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::OtherEndpoint, option });
        };
        if self.algorithm == Algorithm::Ecdsa {
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::MultiRegion, option });
        }
        let amazon = amazon.with(option)?;
        Ok(Self { origin: Origin::https(amazon.bucket_host(&self.region)), amazon: Some(amazon), ..self })
    }
}
