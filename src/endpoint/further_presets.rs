//! Endpoints of further stores.

use crate::endpoint::Endpoint;
use crate::endpoint::provider::{ALIBABA_OSS, EXOSCALE, HUAWEI_OBS, LINODE, STORJ, TENCENT_COS, TIGRIS, YANDEX};
use crate::error::Result;

impl Endpoint {
    /// Alibaba Cloud OSS at its public S3-compatible host, in virtual-hosted style only: OSS refuses path style ([request
    /// style]). The region is OSS's region id without `oss-`; only its form is checked ([S3 SDKs]).
    ///
    /// Buckets of new customers in mainland China serve objects only at a domain of the customer: use
    /// [`custom_domain`](Self::custom_domain).
    ///
    /// [request style]: https://www.alibabacloud.com/help/en/oss/developer-reference/overview-24
    /// [S3 SDKs]: https://www.alibabacloud.com/help/en/oss/developer-reference/use-amazon-s3-sdks-to-access-oss
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters, digits and inner
    /// hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::alibaba_oss("cn-hangzhou")?.bucket("photos")?;
    /// assert_eq!(bucket.url(), "https://photos.s3.oss-cn-hangzhou.aliyuncs.com/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn alibaba_oss(region: &str) -> Result<Self> {
        Self::of_provider(&ALIBABA_OSS, "", region)
    }

    /// Tencent Cloud COS: the region's host, in virtual-hosted style only. A bucket's name ends in the number of the account,
    /// as `photos-1250000000`. Only the form of the region is checked ([S3 SDKs]).
    ///
    /// [S3 SDKs]: https://www.tencentcloud.com/document/product/436/32537
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters, digits and inner
    /// hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::tencent_cos("ap-guangzhou")?.bucket("photos-1250000000")?;
    /// assert_eq!(bucket.url(), "https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn tencent_cos(region: &str) -> Result<Self> {
        Self::of_provider(&TENCENT_COS, "", region)
    }

    /// Tigris: one host for all regions, region `auto`, virtual-hosted ([S3 SDKs]). Inside Fly.io another host is nearer:
    /// `Endpoint::custom("https://fly.storage.tigris.dev", "auto")?.virtual_hosted()`.
    ///
    /// [S3 SDKs]: https://www.tigrisdata.com/docs/sdks/s3/aws-ruby-sdk
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::tigris().bucket("photos")?.url(), "https://photos.t3.storage.dev/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn tigris() -> Self {
        Self::of_known_place(&TIGRIS, TIGRIS.host.into(), "auto")
    }

    /// Huawei Cloud OBS: the region's host at `myhuaweicloud.com`, virtual-hosted ([endpoints]). Only the form of the region
    /// is checked. Huawei's European cloud has another domain: use [`custom`](Self::custom).
    ///
    /// [endpoints]: https://support.huaweicloud.com/en-us/devg-obs/obs_06_0007.html
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters, digits and inner
    /// hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::huawei_obs("cn-east-3")?.bucket("photos")?;
    /// assert_eq!(bucket.url(), "https://photos.obs.cn-east-3.myhuaweicloud.com/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn huawei_obs(region: &str) -> Result<Self> {
        Self::of_provider(&HUAWEI_OBS, "", region)
    }

    /// Yandex Object Storage: one host, region `ru-central1`, path style ([pre-signed URLs]). Yandex accepts links for 30
    /// days; links made here are valid for at most seven.
    ///
    /// [pre-signed URLs]: https://yandex.cloud/en/docs/storage/concepts/pre-signed-urls
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::yandex().bucket("photos")?.url(), "https://storage.yandexcloud.net/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn yandex() -> Self {
        Self::of_known_place(&YANDEX, YANDEX.host.into(), "ru-central1")
    }

    /// Storj by its hosted gateway: one host, region `global`, path style ([S3 SDK], [region]).
    ///
    /// [S3 SDK]: https://storj.dev/dcs/code/aws/nodejs
    /// [region]: https://storj.dev/dcs/buckets/data-location
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::storj().host(), "gateway.storjshare.io");
    /// ```
    pub fn storj() -> Self {
        Self::of_known_place(&STORJ, STORJ.host.into(), "global")
    }

    /// Linode (Akamai) Object Storage: the host of the cluster, path style ([Linode in django-storages]). The cluster is also
    /// the region. New clusters are added, so only its form is checked.
    ///
    /// [Linode in django-storages]: https://django-storages.readthedocs.io/en/latest/backends/s3_compatible/linode.html
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters, digits and inner
    /// hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::linode("us-east-1")?.host(), "us-east-1.linodeobjects.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn linode(cluster: &str) -> Result<Self> {
        Self::of_provider(&LINODE, "", cluster)
    }

    /// Exoscale Simple Object Storage: the host of the zone, path style ([Mountpoint]). The zone is also the region. New
    /// zones are added, so only its form is checked.
    ///
    /// [Mountpoint]: https://community.exoscale.com/documentation/storage/mountpoint
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters, digits and inner
    /// hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::exoscale("ch-dk-2")?.host(), "sos-ch-dk-2.exo.io");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn exoscale(zone: &str) -> Result<Self> {
        Self::of_provider(&EXOSCALE, "", zone)
    }
}
