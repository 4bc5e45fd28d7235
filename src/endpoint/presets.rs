//! Endpoints of well-known stores other than Amazon S3.

use alloc::format;

use crate::check;
use crate::endpoint::Endpoint;
use crate::endpoint::provider::{
    BACKBLAZE_B2, DIGITALOCEAN_SPACES, GCS, HETZNER, IBM_COS, ORACLE, OVH, R2, SCALEWAY, SUPABASE, WASABI,
};
use crate::error::{Field, Result};

fn check_account(account: &str) -> Result<()> {
    check::text(Field::Account, account, 63, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Where Cloudflare keeps a bucket of R2, and handles requests for it ([jurisdictions]).
///
/// [jurisdictions]: https://developers.cloudflare.com/r2/reference/data-location/#jurisdictional-restrictions
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum R2Jurisdiction {
    /// The European Union.
    Eu,
    /// `FedRAMP`, for customers of Cloudflare Enterprise.
    FedRamp,
}

impl Endpoint {
    /// Cloudflare R2: the account's host, region `auto`, path style ([R2 presigned URLs]).
    ///
    /// A custom domain of an R2 bucket can't be presigned: only this host checks signatures. R2 takes no uploads from
    /// forms: `Presigner::presign_post` is an error.
    ///
    /// [R2 presigned URLs]: https://developers.cloudflare.com/r2/api/s3/presigned-urls/
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::TooLong`](crate::Error::TooLong) (63 bytes) and
    /// [`Error::InvalidCharacter`](crate::Error::InvalidCharacter): an account id is one label of lower-case letters, digits and
    /// hyphens.
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
        check_account(account)?;
        R2.endpoint(account, "auto")
    }

    /// Cloudflare R2 for buckets in a jurisdiction, which only its own host serves ([jurisdictions]).
    ///
    /// [jurisdictions]: https://developers.cloudflare.com/r2/reference/data-location/#jurisdictional-restrictions
    ///
    /// # Errors
    ///
    /// Those of [`r2`](Self::r2).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Endpoint, R2Jurisdiction};
    /// let r2 = Endpoint::r2_in("0123456789abcdef", R2Jurisdiction::Eu)?;
    /// assert_eq!(r2.host(), "0123456789abcdef.eu.r2.cloudflarestorage.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn r2_in(account: &str, jurisdiction: R2Jurisdiction) -> Result<Self> {
        check_account(account)?;
        let label = match jurisdiction {
            R2Jurisdiction::Eu => "eu",
            R2Jurisdiction::FedRamp => "fedramp",
        };
        R2.endpoint(&format!("{account}.{label}"), "auto")
    }

    /// Google Cloud Storage with an HMAC key (interoperability): region `auto`, path style ([GCS signatures]).
    ///
    /// It is reported to serve an object's own `Content-Type` and `Content-Disposition`, where it was stored with them, in spite
    /// of the link's: store objects without a type or with the right one, and never let the uploader choose it. See
    /// [security](crate::guide::security).
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
        GCS.endpoint_at(GCS.host.into(), "auto")
    }

    /// Backblaze B2: the region's host, path style ([S3-compatible API]). The region is the middle of the endpoint
    /// that the bucket's page shows. There is no list of regions, so it is checked for its form only. B2 takes no
    /// uploads from forms, and signs with application keys, not with the master key.
    ///
    /// [S3-compatible API]: https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters,
    /// digits and inner hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::backblaze_b2("us-east-005")?.host(), "s3.us-east-005.backblazeb2.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn backblaze_b2(region: &str) -> Result<Self> {
        BACKBLAZE_B2.endpoint("", region)
    }

    /// `DigitalOcean` Spaces: the host of the datacenter, which is the region, path style ([Spaces API]). Datacenters
    /// are added, so the region is checked for its form only. The CDN's host (`….cdn.digitaloceanspaces.com`) can't
    /// be presigned.
    ///
    /// [Spaces API]: https://docs.digitalocean.com/reference/api/spaces-api/
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters,
    /// digits and inner hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::digitalocean_spaces("fra1")?.host(), "fra1.digitaloceanspaces.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn digitalocean_spaces(region: &str) -> Result<Self> {
        DIGITALOCEAN_SPACES.endpoint("", region)
    }

    /// Wasabi: the region's host, path style, which [Wasabi recommends]; regions by its list of [service URLs].
    ///
    /// [Wasabi recommends]: https://docs.wasabi.com/docs/rest-api-introduction
    /// [service URLs]: https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for a region that is not in the list.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::wasabi("eu-central-1")?.host(), "s3.eu-central-1.wasabisys.com");
    /// assert_eq!(Endpoint::wasabi("eu-north-1").unwrap_err().to_string(), "Wasabi has no such region");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn wasabi(region: &str) -> Result<Self> {
        WASABI.endpoint("", region)
    }

    /// Hetzner Object Storage: the host of the location, which is the region, path style ([S3 with curl]). The
    /// locations are `fsn1`, `hel1` and `nbg1`.
    ///
    /// [S3 with curl]: https://docs.hetzner.com/storage/object-storage/getting-started/using-curl
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for another location.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::hetzner("fsn1")?.host(), "fsn1.your-objectstorage.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn hetzner(location: &str) -> Result<Self> {
        HETZNER.endpoint("", location)
    }

    /// Scaleway Object Storage: the region's host, path style ([Scaleway endpoints]). Regions are added (`fr-par`,
    /// `nl-ams`, `pl-waw`, …), so the region is checked for its form only.
    ///
    /// [Scaleway endpoints]: https://www.scaleway.com/en/docs/object-storage/concepts/#endpoint
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for what is not a label of a host: lower-case letters,
    /// digits and inner hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::scaleway("fr-par")?.host(), "s3.fr-par.scw.cloud");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn scaleway(region: &str) -> Result<Self> {
        SCALEWAY.endpoint("", region)
    }

    /// `OVHcloud` Object Storage: the region's `io` host, path style; regions in lower case, by its list of [OVHcloud
    /// endpoints]. The regions in the United States have hosts that are not in that list: use
    /// [`custom`](Self::custom).
    ///
    /// [OVHcloud endpoints]: https://github.com/ovh/docs/blob/develop/pages/storage_and_backup/object_storage/s3_location/guide.en-gb.md
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for a region that is not in the list.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::ovh("gra")?.host(), "s3.gra.io.cloud.ovh.net");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn ovh(region: &str) -> Result<Self> {
        OVH.endpoint("", region)
    }

    /// Oracle Cloud Infrastructure with a customer secret key: the host of the tenancy's Object Storage namespace,
    /// path style ([S3 compatibility]).
    ///
    /// Virtual-hosted style has hosts of its own, for buckets that were made there ([hosted style]):
    /// `Endpoint::custom("https://vhcompat.objectstorage.us-phoenix-1.oci.customer-oci.com",
    /// "us-phoenix-1")?.virtual_hosted()`.
    ///
    /// [S3 compatibility]: https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/s3compatibleapi.htm
    /// [hosted style]: https://docs.oracle.com/en-us/iaas/Content/Object/s3-virtual-style.htm
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::TooLong`](crate::Error::TooLong) (63 bytes) and
    /// [`Error::InvalidCharacter`](crate::Error::InvalidCharacter) for the namespace;
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for a region that is not a label of a host: lower-case
    /// letters, digits and inner hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let oracle = Endpoint::oracle("axexample", "us-phoenix-1")?;
    /// assert_eq!(oracle.host(), "axexample.compat.objectstorage.us-phoenix-1.oci.customer-oci.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn oracle(namespace: &str, region: &str) -> Result<Self> {
        check_account(namespace)?;
        ORACLE.endpoint(namespace, region)
    }

    /// IBM Cloud Object Storage with an HMAC key: the public host of a region, a geography (`us`, `eu`, `ap`) or a
    /// single data center, path style, by its list of [endpoints]. Private and direct hosts are reached from inside
    /// IBM Cloud only.
    ///
    /// [endpoints]: https://cloud.ibm.com/docs/cloud-object-storage?topic=cloud-object-storage-endpoints
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for a location that is not in the list.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let ibm = Endpoint::ibm_cos("eu-de")?;
    /// assert_eq!(ibm.host(), "s3.eu-de.cloud-object-storage.appdomain.cloud");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn ibm_cos(location: &str) -> Result<Self> {
        IBM_COS.endpoint("", location)
    }

    /// Supabase Storage: the project's direct storage host, with its base path, path style only; the region is the
    /// project's ([S3 authentication]).
    ///
    /// [S3 authentication]: https://supabase.com/docs/guides/storage/s3/authentication
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::TooLong`](crate::Error::TooLong) (63 bytes) and
    /// [`Error::InvalidCharacter`](crate::Error::InvalidCharacter) for the project's reference;
    /// [`Error::UnknownRegion`](crate::Error::UnknownRegion) for a region that has not the form of one: lower-case
    /// letters, digits and inner hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::supabase("abcdefghijklmnopqrst", "eu-west-1")?.bucket("photos")?;
    /// assert_eq!(bucket.url(), "https://abcdefghijklmnopqrst.storage.supabase.co/storage/v1/s3/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn supabase(project_ref: &str, region: &str) -> Result<Self> {
        check_account(project_ref)?;
        SUPABASE.endpoint(project_ref, region)
    }

    /// `MinIO` at a URL of yours, in its default region `us-east-1`, path style ([MinIO]). Where the server sets
    /// another region, use [`custom`](Self::custom); virtual-hosted style works where it sets `MINIO_DOMAIN`.
    ///
    /// [MinIO]: https://github.com/minio/minio/discussions/15997
    ///
    /// # Errors
    ///
    /// Those of [`custom`](Self::custom).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::minio("http://localhost:9000")?.region(), "us-east-1");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn minio(url: &str) -> Result<Self> {
        Self::custom(url, "us-east-1")
    }

    /// Garage at a URL of yours; the region is `s3_region` of its configuration, often `garage`, and is checked. Path
    /// style; virtual-hosted style works where the server sets `root_domain` ([Garage]).
    ///
    /// [Garage]: https://garagehq.deuxfleurs.fr/documentation/reference-manual/s3-compatibility/
    ///
    /// # Errors
    ///
    /// Those of [`custom`](Self::custom).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::garage("http://localhost:3900", "garage")?.bucket("photos")?;
    /// assert_eq!(bucket.url(), "http://localhost:3900/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn garage(url: &str, region: &str) -> Result<Self> {
        Self::custom(url, region)
    }

    /// Ceph's object gateway at a URL of yours; the region is the zone group's `api_name`, though release 16.2, for one,
    /// takes any. Path style; virtual-hosted style works where the gateway sets `rgw_dns_name` ([bucket and host name]).
    ///
    /// [bucket and host name]: https://docs.ceph.com/en/latest/radosgw/s3/commons/
    ///
    /// # Errors
    ///
    /// Those of [`custom`](Self::custom).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::ceph("https://rgw.example.com", "default")?.bucket("photos")?;
    /// assert_eq!(bucket.url(), "https://rgw.example.com/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn ceph(url: &str, region: &str) -> Result<Self> {
        Self::custom(url, region)
    }

    /// Whether the store takes uploads from HTML forms ([POST]): `false` where it is known that it does not, which is R2 and
    /// B2.
    ///
    /// [POST]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert!(!Endpoint::r2("0123456789abcdef")?.has_post());
    /// assert!(Endpoint::aws("eu-central-1")?.has_post());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn has_post(&self) -> bool {
        self.provider.is_none_or(|provider| provider.has_post)
    }
}
