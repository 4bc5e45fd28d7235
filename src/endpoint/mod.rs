//! Where requests go: an origin, and what belongs to it.
//!
//! - `presets`, `further_presets`: where endpoints begin; `options`: what may be changed about them; `bucket`: a bucket at one.
//! - `provider` and `amazon`: what is known of stores, as data; `access_point`: Amazon's buckets that have hosts of their own.
//! - `service_table`: what is known of services outside S3, as data.
//! - `addressing_style`, `service`, `origin`, `url_root`: what an endpoint and a bucket consist of.
//! - `bucket_config`: buckets from configuration files; `variables`: endpoints and buckets from environment variables.
//! - `region_set`: endpoints that Signature Version 4A signs for.

pub(crate) mod presets;
pub(crate) mod bucket;
mod further_presets;
pub(crate) mod addressing_style;
mod options;
#[cfg(feature = "serde")]
mod bucket_config;
mod variables;
pub(crate) mod access_point;
mod amazon;
mod provider;
#[cfg(feature = "sigv4a")]
mod region_set;
pub(crate) mod url_root;
pub(crate) mod origin;
pub(crate) mod service;
pub(crate) mod service_table;

use alloc::boxed::Box;
use core::time::Duration;

use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::amazon::AmazonS3;
use crate::endpoint::origin::Origin;
use crate::endpoint::provider::Provider;
use crate::endpoint::service::Service;
use crate::endpoint::service_table::TokenPlace;
use crate::endpoint::url_root::UrlRoot;
use crate::protocol::Algorithm;
use crate::signature::canonical_path::CanonicalPath;

/// The address of an S3-compatible store, with its region, service, addressing style and maximum lifetime.
///
/// Each preset names the documentation that it follows. All allow seven days. The presets of Amazon S3, Alibaba OSS, Tencent
/// COS, Tigris and Huawei OBS start in virtual-hosted style, all others in path style.
///
/// | store | preset | region | not supported |
/// |---|---|---|---|
/// | Amazon S3 | [`aws`](Self::aws), [`dual_stack`](Self::dual_stack), [`fips`](Self::fips), [`accelerated`](Self::accelerated), [`aws_global`](Self::aws_global) | of any partition | |
/// | Cloudflare R2 | [`r2`](Self::r2), [`r2_in`](Self::r2_in) | `auto` | custom domains, uploads from forms |
/// | Google Cloud Storage | [`gcs`](Self::gcs) | `auto` | keys other than HMAC keys |
/// | Backblaze B2 | [`backblaze_b2`](Self::backblaze_b2) | checked for its form | the master key, uploads from forms |
/// | `DigitalOcean` Spaces | [`digitalocean_spaces`](Self::digitalocean_spaces) | checked for its form | the CDN's hosts |
/// | Wasabi | [`wasabi`](Self::wasabi) | one of a list | |
/// | Hetzner | [`hetzner`](Self::hetzner) | one of a list | |
/// | Scaleway | [`scaleway`](Self::scaleway) | checked for its form | |
/// | `OVHcloud` | [`ovh`](Self::ovh) | one of a list | the regions in the United States |
/// | Oracle Cloud | [`oracle`](Self::oracle) | checked for its form | virtual-hosted style at this host |
/// | IBM Cloud Object Storage | [`ibm_cos`](Self::ibm_cos) | one of a list | private and direct hosts |
/// | Supabase | [`supabase`](Self::supabase) | checked for its form | virtual-hosted style |
/// | Alibaba Cloud OSS | [`alibaba_oss`](Self::alibaba_oss) | checked for its form | path style |
/// | Tencent Cloud COS | [`tencent_cos`](Self::tencent_cos) | checked for its form | path style |
/// | Tigris | [`tigris`](Self::tigris) | `auto` | |
/// | Huawei Cloud OBS | [`huawei_obs`](Self::huawei_obs) | checked for its form | the European cloud |
/// | Yandex Object Storage | [`yandex`](Self::yandex) | `ru-central1` | more than seven days |
/// | Storj | [`storj`](Self::storj) | `global` | |
/// | Linode | [`linode`](Self::linode) | checked for its form | |
/// | Exoscale | [`exoscale`](Self::exoscale) | checked for its form | |
/// | `MinIO` | [`minio`](Self::minio) | `us-east-1` | |
/// | Garage | [`garage`](Self::garage) | the server's own | |
/// | Ceph | [`ceph`](Self::ceph) | the server's own | |
/// | any other | [`custom`](Self::custom) | the store's own | |
///
/// # Example
///
/// ```
/// use presigner::Endpoint;
///
/// let minio = Endpoint::custom("http://localhost:9000", "us-east-1")?;
/// assert_eq!(minio.bucket("attachments")?.url(), "http://localhost:9000/attachments/");
/// assert_eq!(minio.virtual_hosted().bucket("attachments")?.url(), "http://attachments.localhost:9000/");
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// # Example: two hosts
///
/// Your application reaches the store at an internal host, its clients at a public one. The host is signed, so a link for one
/// host does not work at the other: sign links for the host that clients see. Signing sends nothing to that host. The
/// application's own requests use the internal host, and share credentials and keys:
///
/// ```
/// # use core::time::Duration;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let clients = Endpoint::minio("https://files.example.com")?.bucket("attachments")?;
/// let own = Endpoint::minio("http://minio:9000")?.bucket("attachments")?;
/// let clients = Signer::new(clients, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let own = clients.for_bucket(own);
///
/// let validity = Validity::new(1_700_000_000, Duration::from_secs(3600))?;
/// let link = clients.at(validity)?.get("report.pdf")?.presign();
/// assert!(link.url().starts_with("https://files.example.com/attachments/report.pdf?"));
/// let request = own.at(validity)?.head("report.pdf")?.presign();
/// assert!(request.url().starts_with("http://minio:9000/attachments/report.pdf?"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub(crate) origin: Origin,
    /// Empty, or begins with a slash and does not end in one.
    pub(crate) base_path: Box<str>,
    pub(crate) region: Box<str>,
    pub(crate) service: Service,
    pub(crate) algorithm: Algorithm,
    pub(crate) style: AddressingStyle,
    pub(crate) max_lifetime: u32,
    pub(crate) canonical_path: CanonicalPath,
    pub(crate) token_place: TokenPlace,
    /// The preset that it comes from.
    pub(crate) provider: Option<&'static Provider>,
    /// Which host of Amazon S3 it is.
    pub(crate) amazon: Option<AmazonS3>,
}

impl Endpoint {
    /// The region of the credential scope. With Signature Version 4A it is the region set, as `*`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::r2("0123456789abcdef")?.region(), "auto");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The service of the credential scope.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().service(), "s3");
    /// ```
    pub fn service(&self) -> &str {
        self.service.name()
    }

    /// The host in lower case, without the port. An IPv6 address is in brackets.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().host(), "storage.googleapis.com");
    /// ```
    pub fn host(&self) -> &str {
        &self.origin.host
    }

    /// Where the bucket stands in a URL.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{AddressingStyle, Endpoint};
    /// assert_eq!(Endpoint::gcs().addressing_style(), AddressingStyle::Path);
    /// ```
    pub fn addressing_style(&self) -> AddressingStyle {
        self.style
    }

    /// The maximum lifetime of a link to this endpoint.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().max_lifetime().as_secs(), 604_800);
    /// ```
    pub fn max_lifetime(&self) -> Duration {
        Duration::from_secs(self.max_lifetime.into())
    }

    /// Whether the store takes uploads from HTML forms ([POST]). It is `false` if the store is known not to: for R2, for B2,
    /// and at Amazon S3 for access points (multi-Region ones too), Outposts, Object Lambda and directory buckets, whose lists
    /// of operations have no form. Ask the endpoint [of the bucket](crate::Bucket::endpoint). Signature Version 4A signs no
    /// forms.
    ///
    /// [POST]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert!(!Endpoint::r2("0123456789abcdef")?.has_post());
    /// assert!(Endpoint::aws("eu-central-1")?.has_post());
    /// assert!(!Endpoint::aws("eu-central-1")?.bucket("b--euc1-az1--x-s3")?.endpoint().has_post());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn has_post(&self) -> bool {
        let lists_none = matches!(self.service, Service::S3Express | Service::S3Outposts | Service::S3ObjectLambda);
        let is_signed = self.algorithm == Algorithm::Hmac;
        is_signed && !lists_none && self.provider.is_none_or(|provider| provider.has_post)
    }

    /// Where the service itself lies, without a bucket.
    pub(crate) fn url_root(&self) -> UrlRoot {
        self.url_root_at("", "/")
    }

    /// The URL under which `path` (encoded, with a slash at either end) lies on `host_prefix` + the host.
    pub(crate) fn url_root_at(&self, host_prefix: &str, path: &str) -> UrlRoot {
        UrlRoot::new(&self.origin, &self.base_path, self.service.family(), host_prefix, path)
    }
}
