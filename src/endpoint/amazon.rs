//! The hosts of Amazon S3: partitions, regions and the options of a host.

use alloc::format;
use alloc::string::String;

use crate::error::{AwsOption, AwsPlace, Error, Result};

/// A part of AWS with accounts, regions and names of its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    /// As ARNs name it.
    pub(crate) name: &'static str,
    /// How its regions begin.
    region_prefix: &'static str,
    pub(crate) dns_suffix: &'static str,
    lacks: &'static [AwsOption],
}

/// The first whose prefix fits counts; the last fits every region.
///
/// Source: botocore's `partitions.json`, `id`, `regionRegex`, `dnsSuffix`, `supportsFIPS` and `supportsDualStack`, which says yes
/// for all of them; and its `endpoint-rule-set-1.json` of S3, which has neither FIPS nor acceleration in China.
const PARTITIONS: [Partition; 8] = [
    partition("aws-cn", "cn-", "amazonaws.com.cn", &[AwsOption::Fips, AwsOption::Acceleration]),
    partition("aws-us-gov", "us-gov-", "amazonaws.com", &[]),
    partition("aws-iso-f", "us-isof-", "csp.hci.ic.gov", &[]),
    partition("aws-iso-b", "us-isob-", "sc2s.sgov.gov", &[]),
    partition("aws-iso", "us-iso-", "c2s.ic.gov", &[]),
    partition("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", &[]),
    partition("aws-eusc", "eusc-", "amazonaws.eu", &[]),
    COMMERCIAL,
];

const COMMERCIAL: Partition = partition("aws", "", "amazonaws.com", &[]);

const fn partition(
    name: &'static str,
    region_prefix: &'static str,
    dns_suffix: &'static str,
    lacks: &'static [AwsOption],
) -> Partition {
    Partition { name, region_prefix, dns_suffix, lacks }
}

impl Partition {
    pub(crate) fn of(region: &str) -> &'static Self {
        PARTITIONS.iter().find(|partition| region.starts_with(partition.region_prefix)).unwrap_or(&COMMERCIAL)
    }
}

/// Which of its hosts an endpoint of Amazon S3 is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AmazonS3 {
    pub(crate) partition: &'static Partition,
    pub(crate) entrance: Entrance,
    dual_stack: bool,
    fips: bool,
}

/// Where requests enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entrance {
    Region,
    Global,
    Accelerated,
}

impl AmazonS3 {
    pub(crate) fn new(partition: &'static Partition, entrance: Entrance) -> Self {
        Self { partition, entrance, dual_stack: false, fips: false }
    }

    pub(crate) fn with(self, option: AwsOption) -> Result<Self> {
        if self.entrance == Entrance::Global {
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::GlobalHost, option });
        }
        if self.partition.lacks.contains(&option) {
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::Partition, option });
        }
        let with = match option {
            AwsOption::DualStack => Self { dual_stack: true, ..self },
            AwsOption::Fips => Self { fips: true, ..self },
            AwsOption::Acceleration => Self { entrance: Entrance::Accelerated, ..self },
        };
        if with.fips && with.entrance == Entrance::Accelerated {
            return Err(Error::UnsupportedAwsOption { place: AwsPlace::Acceleration, option: AwsOption::Fips });
        }
        Ok(with)
    }

    /// Refuses an option that `place` does not have.
    pub(crate) fn check(&self, place: AwsPlace, lacks: &[AwsOption]) -> Result<()> {
        let is_on = |option: &AwsOption| match option {
            AwsOption::DualStack => self.dual_stack,
            AwsOption::Fips => self.fips,
            AwsOption::Acceleration => self.entrance == Entrance::Accelerated,
        };
        match lacks.iter().copied().find(|option| is_on(option)) {
            Some(option) => Err(Error::UnsupportedAwsOption { place, option }),
            None => Ok(()),
        }
    }

    /// The host under which buckets lie.
    pub(crate) fn bucket_host(&self, region: &str) -> String {
        let suffix = self.partition.dns_suffix;
        match self.entrance {
            Entrance::Region => self.regional_host("s3", "", region),
            Entrance::Global => format!("s3.{suffix}"),
            Entrance::Accelerated => format!("s3-accelerate.{}{suffix}", self.dual_stack_label()),
        }
    }

    /// The host of one kind of bucket in one region; the zone, if there is one, begins with a hyphen.
    pub(crate) fn regional_host(&self, name: &str, zone: &str, region: &str) -> String {
        let fips = if self.fips { "-fips" } else { "" };
        format!("{name}{fips}{zone}.{}{region}.{}", self.dual_stack_label(), self.partition.dns_suffix)
    }

    /// The host of multi-Region access points, which has their aliases before it.
    #[cfg(feature = "sigv4a")]
    pub(crate) fn multi_region_host(&self) -> String {
        format!("mrap.accesspoint.s3-global.{}", self.partition.dns_suffix)
    }

    fn dual_stack_label(&self) -> &'static str {
        if self.dual_stack { "dualstack." } else { "" }
    }
}

/// Lower-case words and then a number, joined by hyphens, three parts or more: `eu-central-1`, `us-gov-west-1`.
pub(crate) fn is_region(region: &str) -> bool {
    let Some((words, number)) = region.rsplit_once('-') else { return false };
    region.len() <= 32
        && words.contains('-')
        && words.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
