//! Well-known stores as a table: where each has its hosts, and what it lacks.

use core::fmt;

use crate::check;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::protocol::MAX_LIFETIME;

/// A row of the table. Its sources stand with the presets.
pub(crate) struct Provider {
    pub(crate) name: &'static str,
    /// With `{account}` and `{region}` for what the caller gives.
    pub(crate) host: &'static str,
    pub(crate) base_path: &'static str,
    regions: Regions,
    /// How its buckets are addressed, unless the caller says otherwise.
    pub(crate) style: AddressingStyle,
    pub(crate) has_path_style: bool,
    pub(crate) has_virtual_hosts: bool,
    pub(crate) max_lifetime: u32,
    /// Whether it takes uploads from HTML forms: `false` only where that is known.
    pub(crate) has_post: bool,
}

/// The name says all of it.
impl PartialEq for Provider {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Provider {}

/// The name says all of it.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

enum Regions {
    /// One, which is no place.
    Always(&'static str),
    /// All that the documentation lists.
    Only(&'static [&'static str]),
    /// Any label of a host: the documentation has no list that is known to be whole.
    Open,
}

/// What most rows share: both styles, of which path style is the first, and the lifetime that Signature Version 4 allows.
const ROW: Provider = Provider {
    name: "",
    host: "",
    base_path: "",
    regions: Regions::Open,
    style: AddressingStyle::Path,
    has_path_style: true,
    has_virtual_hosts: true,
    max_lifetime: MAX_LIFETIME,
    has_post: true,
};

/// Its hosts depend on more than a region: they are in `amazon`.
pub(crate) static AMAZON_S3: Provider = Provider { name: "Amazon S3", style: AddressingStyle::VirtualHosted, ..ROW };

/// Access points, Outposts, Object Lambda and directory buckets: no form is among the operations that Amazon lists for them.
///
/// Sources: [access points], [Outposts], [directory buckets].
///
/// [access points]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html
/// [Outposts]: https://docs.aws.amazon.com/AmazonS3/latest/s3-outposts/S3OutpostsRestAPI.html
/// [directory buckets]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-APIs.html
pub(crate) static AMAZON_S3_PLACES: Provider = Provider { name: "Amazon S3", has_post: false, ..ROW };

pub(crate) static R2: Provider = Provider {
    name: "Cloudflare R2",
    host: "{account}.r2.cloudflarestorage.com",
    regions: Regions::Always("auto"),
    has_post: false,
    ..ROW
};

pub(crate) static GCS: Provider =
    Provider { name: "Google Cloud Storage", host: "storage.googleapis.com", regions: Regions::Always("auto"), ..ROW };

pub(crate) static BACKBLAZE_B2: Provider =
    Provider { name: "Backblaze B2", host: "s3.{region}.backblazeb2.com", has_post: false, ..ROW };

pub(crate) static DIGITALOCEAN_SPACES: Provider =
    Provider { name: "DigitalOcean Spaces", host: "{region}.digitaloceanspaces.com", ..ROW };

pub(crate) static WASABI: Provider = Provider {
    name: "Wasabi",
    host: "s3.{region}.wasabisys.com",
    regions: Regions::Only(&[
        "us-east-1",
        "us-east-2",
        "us-central-1",
        "us-west-1",
        "us-west-2",
        "ca-central-1",
        "eu-central-1",
        "eu-central-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eu-south-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-southeast-1",
        "ap-southeast-2",
    ]),
    ..ROW
};

pub(crate) static HETZNER: Provider = Provider {
    name: "Hetzner",
    host: "{region}.your-objectstorage.com",
    regions: Regions::Only(&["fsn1", "hel1", "nbg1"]),
    ..ROW
};

pub(crate) static SCALEWAY: Provider = Provider { name: "Scaleway", host: "s3.{region}.scw.cloud", ..ROW };

pub(crate) static OVH: Provider = Provider {
    name: "OVHcloud",
    host: "s3.{region}.io.cloud.ovh.net",
    regions: Regions::Only(&[
        "gra",
        "rbx",
        "sbg",
        "eu-west-par",
        "eu-south-mil",
        "de",
        "uk",
        "waw",
        "bhs",
        "ca-east-tor",
        "sgp",
        "ap-southeast-syd",
        "ap-south-mum",
    ]),
    ..ROW
};

pub(crate) static ORACLE: Provider = Provider {
    name: "Oracle Cloud",
    host: "{account}.compat.objectstorage.{region}.oci.customer-oci.com",
    has_virtual_hosts: false,
    ..ROW
};

pub(crate) static IBM_COS: Provider = Provider {
    name: "IBM Cloud Object Storage",
    host: "s3.{region}.cloud-object-storage.appdomain.cloud",
    regions: Regions::Only(&[
        "us-south", "us-east", "eu-gb", "eu-de", "au-syd", "jp-tok", "jp-osa", "ca-tor", "br-sao", "eu-es", "ca-mon",
        "in-che", "us", "eu", "ap", "ams03", "che01", "mon01", "par01", "sjc04", "sng01",
    ]),
    ..ROW
};

pub(crate) static SUPABASE: Provider = Provider {
    name: "Supabase",
    host: "{account}.storage.supabase.co",
    base_path: "/storage/v1/s3",
    has_virtual_hosts: false,
    ..ROW
};

pub(crate) static ALIBABA_OSS: Provider = Provider {
    name: "Alibaba Cloud OSS",
    host: "s3.oss-{region}.aliyuncs.com",
    style: AddressingStyle::VirtualHosted,
    has_path_style: false,
    ..ROW
};

pub(crate) static TENCENT_COS: Provider = Provider {
    name: "Tencent Cloud COS",
    host: "cos.{region}.myqcloud.com",
    style: AddressingStyle::VirtualHosted,
    has_path_style: false,
    ..ROW
};

pub(crate) static TIGRIS: Provider = Provider {
    name: "Tigris",
    host: "t3.storage.dev",
    regions: Regions::Always("auto"),
    style: AddressingStyle::VirtualHosted,
    ..ROW
};

pub(crate) static HUAWEI_OBS: Provider = Provider {
    name: "Huawei Cloud OBS",
    host: "obs.{region}.myhuaweicloud.com",
    style: AddressingStyle::VirtualHosted,
    ..ROW
};

pub(crate) static YANDEX: Provider = Provider {
    name: "Yandex Object Storage",
    host: "storage.yandexcloud.net",
    regions: Regions::Always("ru-central1"),
    ..ROW
};

pub(crate) static STORJ: Provider =
    Provider { name: "Storj", host: "gateway.storjshare.io", regions: Regions::Always("global"), ..ROW };

pub(crate) static LINODE: Provider = Provider { name: "Linode", host: "{region}.linodeobjects.com", ..ROW };

pub(crate) static EXOSCALE: Provider = Provider { name: "Exoscale", host: "sos-{region}.exo.io", ..ROW };

/// When the lists of regions were last compared with the documentation.
const LISTED: &str = "2026-11";

impl Provider {
    /// The month of its list of regions, if it has one.
    pub(crate) fn listed(&self) -> Option<&'static str> {
        matches!(self.regions, Regions::Only(_)).then_some(LISTED)
    }

    pub(crate) fn has_region(&self, region: &str) -> bool {
        match self.regions {
            Regions::Always(only) => region == only,
            Regions::Only(list) => list.contains(&region),
            Regions::Open => check::is_host_label(region),
        }
    }
}
