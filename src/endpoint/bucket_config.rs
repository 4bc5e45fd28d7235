//! Buckets from configuration files and environment variables. Feature `serde`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::time::Duration;

use serde::de::{self, Error as _, Visitor};
use serde::{Deserialize, Deserializer};

use crate::endpoint::Endpoint;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::bucket::Bucket;
use crate::endpoint::presets::R2Jurisdiction;
#[cfg(not(feature = "sigv4a"))]
use crate::error::Error;
use crate::error::Result;

/// Where a bucket is, by the constructors of [`Endpoint`]. One struct for all stores: so it can be flattened into the
/// configuration of a host, and so every store can say which field it lacks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BucketConfig {
    store: Store,
    bucket: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    account: Option<String>,
    #[serde(default)]
    jurisdiction: Option<Jurisdiction>,
    #[serde(default)]
    style: Option<AddressingStyle>,
    #[serde(default)]
    public_root: Option<String>,
    #[serde(default)]
    region_set: Option<String>,
    #[serde(default)]
    max_lifetime: Option<Number>,
    #[serde(default)]
    dual_stack: Flag,
    #[serde(default)]
    fips: Flag,
    #[serde(default)]
    accelerated: Flag,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Store {
    Custom,
    Aws,
    AwsGlobal,
    R2,
    Gcs,
    BackblazeB2,
    DigitaloceanSpaces,
    Wasabi,
    Hetzner,
    Scaleway,
    Ovh,
    Oracle,
    IbmCos,
    Supabase,
    Minio,
    Garage,
    Ceph,
    AlibabaOss,
    TencentCos,
    Tigris,
    HuaweiObs,
    Yandex,
    Storj,
    Linode,
    Exoscale,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Jurisdiction {
    Eu,
    FedRamp,
}

impl From<Jurisdiction> for R2Jurisdiction {
    fn from(jurisdiction: Jurisdiction) -> Self {
        match jurisdiction {
            Jurisdiction::Eu => Self::Eu,
            Jurisdiction::FedRamp => Self::FedRamp,
        }
    }
}

/// A whole number, or one written as a text, which is all that an environment variable can hold.
struct Number(u64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
                Ok(Number(number))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Number, E> {
                u64::try_from(number).map(Number).map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
                text.parse().map(Number).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(NumberVisitor)
    }
}

/// `true` or `false`, or one of them as a text.
#[derive(Default)]
struct Flag(bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FlagVisitor;

        impl Visitor<'_> for FlagVisitor {
            type Value = Flag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true` or `false`")
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Flag, E> {
                Ok(Flag(flag))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Flag, E> {
                text.parse().map(Flag).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(FlagVisitor)
    }
}

impl BucketConfig {
    fn endpoint<E: de::Error>(&self) -> Result<Endpoint, E> {
        let (url, region, account) = (self.url.as_deref(), self.region.as_deref(), self.account.as_deref());
        let needed = |field: Option<&'_ str>, name| field.map(String::from).ok_or_else(|| E::missing_field(name));
        // What is given and not used would be a wish that is not heeded.
        let unused = |fields: &[(&str, bool)]| match fields.iter().find(|(_, given)| *given) {
            Some((name, _)) => Err(E::custom(format!("the field `{name}` has no meaning for this store"))),
            None => Ok(()),
        };
        let (has_url, has_region, has_account) =
            (("url", url.is_some()), ("region", region.is_some()), ("account", account.is_some()));
        match self.store {
            Store::Custom | Store::Garage | Store::Ceph => unused(&[has_account])?,
            Store::Minio => unused(&[has_account, has_region])?,
            Store::AwsGlobal | Store::Gcs | Store::Tigris | Store::Yandex | Store::Storj => {
                unused(&[has_url, has_region, has_account])?;
            }
            Store::R2 => unused(&[has_url, has_region])?,
            Store::Oracle | Store::Supabase => unused(&[has_url])?,
            _ => unused(&[has_url, has_account])?,
        }
        if self.store != Store::R2 {
            unused(&[("jurisdiction", self.jurisdiction.is_some())])?;
        }
        let url = || needed(url, "url");
        let region = || needed(region, "region");
        let account = || needed(account, "account");
        let endpoint = match self.store {
            Store::Custom => Endpoint::custom(&url()?, &region()?),
            Store::Aws => Endpoint::aws(&region()?),
            Store::AwsGlobal => Ok(Endpoint::aws_global()),
            Store::R2 => match self.jurisdiction {
                Some(jurisdiction) => Endpoint::r2_in(&account()?, jurisdiction.into()),
                None => Endpoint::r2(&account()?),
            },
            Store::Gcs => Ok(Endpoint::gcs()),
            Store::BackblazeB2 => Endpoint::backblaze_b2(&region()?),
            Store::DigitaloceanSpaces => Endpoint::digitalocean_spaces(&region()?),
            Store::Wasabi => Endpoint::wasabi(&region()?),
            Store::Hetzner => Endpoint::hetzner(&region()?),
            Store::Scaleway => Endpoint::scaleway(&region()?),
            Store::Ovh => Endpoint::ovh(&region()?),
            Store::Oracle => Endpoint::oracle(&account()?, &region()?),
            Store::IbmCos => Endpoint::ibm_cos(&region()?),
            Store::Supabase => Endpoint::supabase(&account()?, &region()?),
            Store::Minio => Endpoint::minio(&url()?),
            Store::Garage => Endpoint::garage(&url()?, &region()?),
            Store::Ceph => Endpoint::ceph(&url()?, &region()?),
            Store::AlibabaOss => Endpoint::alibaba_oss(&region()?),
            Store::TencentCos => Endpoint::tencent_cos(&region()?),
            Store::Tigris => Ok(Endpoint::tigris()),
            Store::HuaweiObs => Endpoint::huawei_obs(&region()?),
            Store::Yandex => Ok(Endpoint::yandex()),
            Store::Storj => Ok(Endpoint::storj()),
            Store::Linode => Endpoint::linode(&region()?),
            Store::Exoscale => Endpoint::exoscale(&region()?),
        };
        endpoint.map_err(E::custom)
    }

    fn with_options(&self, endpoint: Endpoint) -> Result<Endpoint> {
        let endpoint = if self.dual_stack.0 { endpoint.dual_stack()? } else { endpoint };
        let endpoint = if self.fips.0 { endpoint.fips()? } else { endpoint };
        let endpoint = if self.accelerated.0 { endpoint.accelerated()? } else { endpoint };
        let endpoint = match &self.region_set {
            #[cfg(feature = "sigv4a")]
            Some(region_set) => endpoint.with_region_set(region_set)?,
            #[cfg(not(feature = "sigv4a"))]
            Some(_) => return Err(Error::UnsupportedMultiRegionAccessPoint),
            None => endpoint,
        };
        let endpoint = match self.style {
            Some(style) => endpoint.with_style(style),
            None => endpoint,
        };
        match self.max_lifetime {
            Some(Number(seconds)) => endpoint.with_max_lifetime(Duration::from_secs(seconds)),
            None => Ok(endpoint),
        }
    }
}

/// Reads a bucket from your service's configuration, which says where the bucket is and holds no secret.
///
/// `store` names the constructor of [`Endpoint`], as `aws`, `r2` or `custom`, and `bucket` the bucket. The constructor's
/// arguments are `url`, `region` (also for a location), `account` (also for a namespace or project), and for R2
/// `jurisdiction`, which is `eu` or `fedramp`. Options: `style`, which is `path`, `virtual-hosted` or `custom-domain`;
/// `public_root`, see [`with_public_root`](Self::with_public_root); `region_set`, with feature `sigv4a`; `max_lifetime`, in
/// whole seconds; `dual_stack`, `fips` and `accelerated`, each `true` or `false`. A number or flag may be a text, as in
/// environment variables.
///
/// An unknown field is an error, and so is a field that the store does not use. A value that breaks a rule is an error with
/// the words of [`Error`](crate::Error). If the bucket is flattened into another struct, unknown fields go to that struct.
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
        let config = BucketConfig::deserialize(deserializer)?;
        let endpoint = config.endpoint::<D::Error>()?;
        let bucket = config.with_options(endpoint).and_then(|endpoint| endpoint.bucket(&config.bucket));
        let bucket = bucket.and_then(|bucket| match &config.public_root {
            Some(url) => bucket.with_public_root(url),
            None => Ok(bucket),
        });
        bucket.map_err(|error| D::Error::custom(error.to_string()))
    }
}
