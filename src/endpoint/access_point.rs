//! Buckets of Amazon S3 that lie under a host of their own kind: access points, Outposts, directory buckets.
//!
//! Source of all hosts and of what they refuse: botocore's `endpoint-rule-set-1.json` of S3.

use alloc::format;
use alloc::string::String;

use crate::check;
use crate::endpoint::Endpoint;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::amazon::{AmazonS3, Partition, is_region};
use crate::endpoint::origin::Origin;
use crate::endpoint::provider::AMAZON_S3_PLACES;
use crate::endpoint::service::Service;
use crate::error::{ArnProblem, AwsOption, AwsPlace, Error, Result};
use crate::protocol::Algorithm;

/// The endpoint under which the bucket lies, and the part of the host name that is the bucket's own.
type Place = (Endpoint, String);

/// Refuses what does not name an access point that can be copied from: not one of many Regions ([supported operations]).
///
/// [supported operations]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html
pub(crate) fn check_arn(name: &str) -> Result<()> {
    match Arn::parse(name)?.kind {
        Kind::MultiRegion => Err(Error::InvalidArn { problem: ArnProblem::MultiRegionSource }),
        _ => Ok(()),
    }
}

/// Whether an ordinary name is the alias of an access point, which lies under the host of buckets.
pub(crate) fn is_alias(name: &str) -> bool {
    ["-s3alias", "--ol-s3"].iter().any(|suffix| name.ends_with(suffix))
}

/// Where `name` leads at an endpoint of Amazon S3. `None` is an ordinary bucket; the alias of an access point is one.
pub(crate) fn place(endpoint: &Endpoint, amazon: &AmazonS3, name: &str) -> Result<Option<Place>> {
    let place = if name.starts_with("arn:") {
        Arn::parse(name)?.place(endpoint, amazon)?
    } else if let Some(alias) = name.strip_suffix(MULTI_REGION) {
        multi_region_access_point(endpoint, amazon, alias)?
    } else if endpoint.algorithm == Algorithm::Ecdsa {
        return Err(Error::UnsupportedRegionSet);
    } else if let Some(rest) = name.strip_suffix("--x-s3").or_else(|| name.strip_suffix("--xa-s3")) {
        directory_bucket(endpoint, amazon, name, rest)?
    } else if let Some(alias) = OutpostsAlias::parse(name) {
        alias.place(endpoint, amazon, name)?
    } else {
        return Ok(None);
    };
    match endpoint.style {
        AddressingStyle::Path => Err(Error::UnsupportedPathStyle),
        AddressingStyle::CustomDomain => Err(Error::UnsupportedCustomDomain),
        AddressingStyle::VirtualHosted => Ok(Some(place)),
    }
}

fn endpoint_at(endpoint: &Endpoint, host: String, service: Service, region: &str) -> Endpoint {
    let provider = Some(&AMAZON_S3_PLACES);
    Endpoint { origin: Origin::https(host), service, region: region.into(), amazon: None, provider, ..endpoint.clone() }
}

/// How the alias of a multi-Region access point ends, which is its name in an ARN.
const MULTI_REGION: &str = ".mrap";

/// Its host has no region, and is the first label of all of them ([request routing]).
///
/// [request routing]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html
fn multi_region_access_point(endpoint: &Endpoint, amazon: &AmazonS3, alias: &str) -> Result<Place> {
    if !check::is_host_label(alias) {
        return Err(Error::InvalidArn { problem: ArnProblem::Name });
    }
    let endpoint = multi_region(endpoint, amazon)?;
    Ok((Endpoint { amazon: None, provider: Some(&AMAZON_S3_PLACES), ..endpoint }, alias.into()))
}

/// The endpoint of all multi-Region access points, for every region unless a set was asked for.
#[cfg(feature = "sigv4a")]
pub(crate) fn multi_region(endpoint: &Endpoint, amazon: &AmazonS3) -> Result<Endpoint> {
    amazon.check(AwsPlace::MultiRegion, &[AwsOption::DualStack, AwsOption::Fips, AwsOption::Acceleration])?;
    let region = if endpoint.algorithm == Algorithm::Ecdsa { endpoint.region.clone() } else { "*".into() };
    let origin = Origin::https(amazon.multi_region_host());
    Ok(Endpoint { origin, region, algorithm: Algorithm::Ecdsa, ..endpoint.clone() })
}

#[cfg(not(feature = "sigv4a"))]
fn multi_region(_: &Endpoint, _: &AmazonS3) -> Result<Endpoint> {
    Err(Error::UnsupportedMultiRegionAccessPoint)
}

/// The ARN of an access point.
struct Arn<'a> {
    partition: &'a str,
    region: &'a str,
    account: &'a str,
    name: &'a str,
    kind: Kind<'a>,
}

enum Kind<'a> {
    AccessPoint,
    ObjectLambda,
    Outposts {
        outpost: &'a str,
    },
    /// Its name is the alias without what it ends in.
    MultiRegion,
}

impl<'a> Arn<'a> {
    fn parse(arn: &'a str) -> Result<Self> {
        let problem = |problem| Err(Error::InvalidArn { problem });
        let mut parts = arn.splitn(6, ':').skip(1);
        let mut part = || parts.next().ok_or(Error::InvalidArn { problem: ArnProblem::Form });
        let (partition, service, region, account, resource) = (part()?, part()?, part()?, part()?, part()?);

        let mut resource = resource.split([':', '/']);
        let resource: [Option<&str>; 5] = core::array::from_fn(|_| resource.next());
        let (kind, name) = match (service, resource) {
            ("s3", [Some("accesspoint"), Some(name), None, ..]) => (Kind::AccessPoint, name),
            ("s3-object-lambda", [Some("accesspoint"), Some(name), None, ..]) => (Kind::ObjectLambda, name),
            ("s3-outposts", [Some("outpost"), Some(outpost), Some("accesspoint"), Some(name), None]) => {
                (Kind::Outposts { outpost }, name)
            }
            ("s3" | "s3-object-lambda" | "s3-outposts", _) => return problem(ArnProblem::Resource),
            _ => return problem(ArnProblem::Service),
        };
        let (kind, name) = match name.strip_suffix(MULTI_REGION) {
            Some(alias) if region.is_empty() && matches!(kind, Kind::AccessPoint) => (Kind::MultiRegion, alias),
            _ if !is_region(region) => return problem(ArnProblem::Region),
            _ if partition != Partition::of(region).name => return problem(ArnProblem::Partition),
            _ => (kind, name),
        };
        if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return problem(ArnProblem::Account);
        }
        let outpost_is_label = !matches!(kind, Kind::Outposts { outpost } if !check::is_host_label(outpost));
        if !check::is_host_label(name) || !check::is_host_label(&format!("{name}-{account}")) || !outpost_is_label {
            return problem(ArnProblem::Name);
        }
        Ok(Self { partition, region, account, name, kind })
    }

    /// The region is the ARN's own, whatever the endpoint's is.
    fn place(&self, endpoint: &Endpoint, amazon: &AmazonS3) -> Result<Place> {
        if self.partition != amazon.partition.name {
            return Err(Error::InvalidArn { problem: ArnProblem::Partition });
        }
        if endpoint.algorithm == Algorithm::Ecdsa && !matches!(self.kind, Kind::MultiRegion) {
            return Err(Error::UnsupportedRegionSet);
        }
        let (host, service) = match self.kind {
            Kind::AccessPoint => {
                amazon.check(AwsPlace::AccessPoint, &[AwsOption::Acceleration])?;
                (amazon.regional_host("s3-accesspoint", "", self.region), Service::S3)
            }
            Kind::ObjectLambda => {
                amazon.check(AwsPlace::ObjectLambda, &[AwsOption::DualStack, AwsOption::Acceleration])?;
                (amazon.regional_host("s3-object-lambda", "", self.region), Service::S3ObjectLambda)
            }
            Kind::Outposts { outpost } => (outposts_host(amazon, outpost, self.region)?, Service::S3Outposts),
            Kind::MultiRegion => return multi_region_access_point(endpoint, amazon, self.name),
        };
        let label = format!("{}-{}", self.name, self.account);
        Ok((endpoint_at(endpoint, host, service, self.region), label))
    }
}

fn outposts_host(amazon: &AmazonS3, outpost: &str, region: &str) -> Result<String> {
    amazon.check(AwsPlace::Outposts, &[AwsOption::DualStack, AwsOption::Fips, AwsOption::Acceleration])?;
    Ok(format!("{outpost}.{}", amazon.regional_host("s3-outposts", "", region)))
}

/// The alias of an access point on Outposts, which has places of its own in the last 50 bytes of its name.
struct OutpostsAlias<'a> {
    hardware: &'a str,
    outpost: &'a str,
    region_prefix: &'a str,
}

impl<'a> OutpostsAlias<'a> {
    fn parse(name: &'a str) -> Option<Self> {
        let name = name.strip_suffix("--op-s3")?;
        let tail = name.get(name.len().checked_sub(43)?..)?;
        Some(Self { hardware: tail.get(..1)?, outpost: tail.get(1..18)?, region_prefix: tail.get(38..42)? })
    }

    fn place(&self, endpoint: &Endpoint, amazon: &AmazonS3, name: &str) -> Result<Place> {
        if !check::is_host_label(name) || !check::is_host_label(self.outpost) || self.region_prefix == "beta" {
            return Err(Error::InvalidOutpostsAlias);
        }
        let outpost = match self.hardware {
            "e" => String::from("ec2"),
            "o" => format!("op-{}", self.outpost),
            _ => return Err(Error::InvalidOutpostsAlias),
        };
        let host = outposts_host(amazon, &outpost, endpoint.region())?;
        Ok((endpoint_at(endpoint, host, Service::S3Outposts, endpoint.region()), name.into()))
    }
}

/// A directory bucket of S3 Express, or an access point of one: `name--zone--x-s3`, and `rest` is it without the
/// suffix.
fn directory_bucket(endpoint: &Endpoint, amazon: &AmazonS3, name: &str, rest: &str) -> Result<Place> {
    amazon.check(AwsPlace::Express, &[AwsOption::Acceleration])?;
    let (own_name, zone) = rest.rsplit_once("--").ok_or(Error::InvalidDirectoryBucket)?;
    // The lengths that ids of zones and of local zones have, by the ruleset.
    let is_zone = matches!(zone.len(), 8 | 9 | 13 | 14 | 20) && check::is_host_label(zone);
    if own_name.is_empty() || !is_zone || !check::is_host_label(name) {
        return Err(Error::InvalidDirectoryBucket);
    }
    let host = amazon.regional_host("s3express", &format!("-{zone}"), endpoint.region());
    Ok((endpoint_at(endpoint, host, Service::S3Express, endpoint.region()), name.into()))
}
