//! A bucket at an endpoint.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use core::ops::RangeInclusive;

use crate::check;
use crate::encode;
use crate::endpoint::Endpoint;
use crate::endpoint::access_point;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::amazon::Entrance;
use crate::endpoint::origin::{MAX_HOST, Origin, Scheme};
use crate::endpoint::provider::AMAZON_S3_PLACES;
use crate::endpoint::service::{Service, SigningFamily};
use crate::endpoint::url_root::{self, UrlRoot};
use crate::error::{EndpointProblem, Error, Field, Result, VirtualHostProblem};

/// How long a bucket's name is at Amazon S3, in bytes ([bucket names]).
///
/// [bucket names]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const AMAZON_S3_LENGTHS: RangeInclusive<usize> = 3..=63;

/// A bucket, addressed in one style at one [`Endpoint`]. [`Endpoint::bucket`] makes it.
///
/// # Example
///
/// ```
/// use presigner::Endpoint;
///
/// let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
/// assert_eq!(bucket.name(), "attachments");
/// assert_eq!(bucket.url(), "https://0123456789abcdef.r2.cloudflarestorage.com/attachments/");
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    parts: Arc<Parts>,
}

/// Shared by all clones of a bucket.
#[derive(PartialEq, Eq)]
struct Parts {
    endpoint: Endpoint,
    name: Box<str>,
    root: UrlRoot,
}

impl Endpoint {
    /// A bucket at this endpoint. The check is whether the name can be *addressed*, not whether such a bucket could be
    /// created: aliases and reserved prefixes and suffixes pass.
    ///
    /// At Amazon S3 the name may also be one of these. If it has a host of its own, requests go there, virtual-hosted:
    ///
    /// | name | host | service |
    /// |---|---|---|
    /// | ARN of an [access point] | `name-account.s3-accesspoint.region.amazonaws.com` | `s3` |
    /// | its alias, `…-s3alias` | that of a bucket | `s3` |
    /// | ARN of an access point of [Object Lambda] | `name-account.s3-object-lambda.region.amazonaws.com` | `s3-object-lambda` |
    /// | its alias, `…--ol-s3` | that of a bucket | `s3` |
    /// | ARN of an access point on [Outposts] | `name-account.outpost.s3-outposts.region.amazonaws.com` | `s3-outposts` |
    /// | its alias, `…--op-s3` | `alias.op-….s3-outposts.region.amazonaws.com` | `s3-outposts` |
    /// | [directory bucket] of S3 Express, `name--zone--x-s3` | `name--zone--x-s3.s3express-zone.region.amazonaws.com` | `s3express` |
    /// | its access point, `name--zone--xa-s3` | `name--zone--xa-s3.s3express-zone.region.amazonaws.com` | `s3express` |
    /// | ARN or alias (`….mrap`) of a [multi-Region access point] | `alias.accesspoint.s3-global.amazonaws.com` | `s3`, by Version 4A |
    ///
    /// The region is that of the ARN, or without one that of the endpoint. A multi-Region access point needs feature
    /// `sigv4a`: it is signed with Signature Version 4A, for all regions or for those of `with_region_set`. All of this
    /// follows botocore's endpoint ruleset, but where the ruleset drops what you asked for, this is an error: path style and
    /// accelerated endpoints, an Outposts alias with FIPS or dual-stack hosts, and an ARN whose partition is not that of its
    /// region. A name with a dot is an error in virtual-hosted style, where botocore falls back to path style.
    ///
    /// [access point]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
    /// [Object Lambda]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-use.html
    /// [Outposts]: https://docs.aws.amazon.com/AmazonS3/latest/s3-outposts/S3onOutposts.html
    /// [multi-Region access point]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html
    /// [directory bucket]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Endpoints.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`]; [`Error::PrefixInBucket`] for a slash; [`Error::RepeatedBucket`] where the endpoint's URL ends or begins with the
    /// bucket already; [`Error::UnsupportedCustomDomain`]; in path style [`Error::InvalidCharacter`] for control characters (for a provider's
    /// preset: for anything but letters, digits, `-`, `.` and `_`) and [`Error::DotSegment`]; in virtual-hosted style
    /// [`Error::InvalidVirtualHost`], [`Error::InvalidAcceleratedBucket`] and [`Error::InvalidExpressBucket`]; [`Error::NotAnObjectStore`] for a service outside S3; [`Error::InvalidEndpoint`] where host and
    /// bucket together do not survive a URL parser.
    ///
    /// At Amazon S3 [`Error::InvalidAwsBucketLength`]; [`Error::UnsupportedPathStyle`] for what is virtual-hosted only;
    /// [`Error::UnsupportedAwsOption`] for what the place does not have; [`Error::InvalidArn`],
    /// [`Error::InvalidDirectoryBucket`] and [`Error::InvalidOutpostsAlias`] for a name that begins or ends as one of
    /// these and is not one; [`Error::UnsupportedMultiRegionAccessPoint`] without feature `sigv4a`;
    /// [`Error::UnsupportedRegionSet`] for a bucket of one region at an endpoint with a region set.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let aws = Endpoint::aws("eu-central-1")?;
    /// assert_eq!(aws.bucket("photos")?.url(), "https://photos.s3.eu-central-1.amazonaws.com/");
    /// assert_eq!(
    ///     aws.bucket("my.photos").unwrap_err().to_string(),
    ///     "the bucket can't be virtual-hosted: its name has a dot, which wildcard certificates do not cover; use path style",
    /// );
    ///
    /// let reports = aws.bucket("arn:aws:s3:us-west-2:123456789012:accesspoint/reports")?;
    /// assert_eq!(reports.url(), "https://reports-123456789012.s3-accesspoint.us-west-2.amazonaws.com/");
    /// assert_eq!(reports.endpoint().region(), "us-west-2");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn bucket(&self, name: &str) -> Result<Bucket> {
        Bucket::new(self, name)
    }
}

impl Bucket {
    /// The name, alias or ARN that the bucket was made with.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().bucket("photos")?.name(), "photos");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The URL under which the keys of the bucket lie, as clients see it. It ends in a slash. It is not signed and holds no
    /// secret.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().bucket("photos")?.url(), "https://storage.googleapis.com/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn url(&self) -> &str {
        self.parts.root.client_url()
    }

    /// The endpoint at which the bucket is addressed. An access point or directory bucket of Amazon S3 has its own endpoint,
    /// with its own host, region and service.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().bucket("photos")?.endpoint().region(), "auto");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn endpoint(&self) -> &Endpoint {
        &self.parts.endpoint
    }

    /// The unsigned URL of an object, encoded by the same rule as links, for objects that everybody may read.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::TooLong`] (1,024 bytes) and [`Error::DotSegment`] for the key.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let bucket = Endpoint::aws("eu-central-1")?.bucket("photos")?;
    /// assert_eq!(bucket.public_url("2026/Größe +1.png")?, "https://photos.s3.eu-central-1.amazonaws.com/2026/Gr%C3%B6%C3%9Fe%20%2B1.png");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn public_url(&self, key: &str) -> Result<String> {
        check::key(key)?;
        let mut url = String::with_capacity(self.url().len() + encode::encoded_len(key));
        url.push_str(self.url());
        encode::PATH.push_mostly_plain(&mut url, key);
        Ok(url)
    }

    /// For clients that reach the bucket at another URL than the store sees, because a proxy in between changes the host, or
    /// removes or changes the start of the path. Links begin with `url`, followed by the key. The signature is for the
    /// request that arrives at the store: this bucket at its endpoint.
    ///
    /// The endpoint's host must be the one that the proxy sends on in `Host`: its own, or that of the store. The proxy must
    /// pass on the rest of the path and the query unchanged; the guide [Stores](crate::guide::stores) shows nginx.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPublicRoot`], [`Error::InvalidCharacter`] and [`Error::DotSegment`], by the rules of
    /// [`Endpoint::custom`].
    ///
    /// # Example
    ///
    /// Clients see `https://example.com/files/…`, and the store `http://minio:9000/attachments/…`:
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// let bucket = Endpoint::minio("http://minio:9000")?.bucket("attachments")?.with_public_root("https://example.com/files")?;
    /// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let request = presigner.get("a b.pdf")?;
    /// assert!(request.presign().url().starts_with("https://example.com/files/a%20b.pdf?"));
    /// assert!(request.explain().canonical_request().starts_with("GET\n/attachments/a%20b.pdf\n"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn with_public_root(self, url: &str) -> Result<Self> {
        let (origin, path) = Origin::parse_with_path(url, Field::PublicPath).map_err(|error| match error {
            Error::InvalidEndpoint { problem } => Error::InvalidPublicRoot { problem },
            other => other,
        })?;
        let public = format!("{}://{}{path}/", origin.scheme.as_str(), origin.authority());
        if !url_root::is_stable(&public) {
            return Err(Error::InvalidPublicRoot { problem: EndpointProblem::NotStable });
        }
        let Parts { endpoint, name, root } = &*self.parts;
        let root = root.clone().with_public(public.into());
        Ok(Self { parts: Arc::new(Parts { endpoint: endpoint.clone(), name: name.clone(), root }) })
    }

    fn new(endpoint: &Endpoint, name: &str) -> Result<Self> {
        if name.is_empty() {
            return Err(Error::Empty { field: Field::Bucket });
        }
        if endpoint.service.family() != SigningFamily::S3 {
            return Err(Error::NotAnObjectStore);
        }
        if let Some(amazon) = &endpoint.amazon
            && let Some((endpoint, label)) = access_point::place(endpoint, amazon, name)?
        {
            let root = virtual_hosted_root(&endpoint, &label)?;
            return Ok(Self { parts: Arc::new(Parts { endpoint, name: name.into(), root }) });
        }
        if name.contains('/') {
            return Err(Error::PrefixInBucket);
        }
        if endpoint.amazon.is_some() && !AMAZON_S3_LENGTHS.contains(&name.len()) {
            return Err(Error::InvalidAwsBucketLength { length: name.len() });
        }
        if endpoint.style != AddressingStyle::CustomDomain && names_bucket(endpoint, name) {
            return Err(Error::RepeatedBucket);
        }
        let root = match endpoint.style {
            AddressingStyle::Path => {
                check_path_style(endpoint, name)?;
                let mut path = String::from("/");
                encode::QUERY.push(&mut path, name);
                path.push('/');
                endpoint.url_root_at("", &path).check()?
            }
            AddressingStyle::VirtualHosted => virtual_hosted_root(endpoint, name)?,
            AddressingStyle::CustomDomain if endpoint.provider.is_some() => return Err(Error::UnsupportedCustomDomain),
            AddressingStyle::CustomDomain => {
                check::bytes(Field::Bucket, name, |byte| !byte.is_ascii_control())?;
                endpoint.url_root_at("", "/").check()?
            }
        };
        let mut endpoint = endpoint.clone();
        if endpoint.amazon.is_some() && access_point::is_alias(name) {
            endpoint.provider = Some(&AMAZON_S3_PLACES);
        }
        Ok(Self { parts: Arc::new(Parts { endpoint, name: name.into(), root }) })
    }

    pub(crate) fn root(&self) -> &UrlRoot {
        &self.parts.root
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { endpoint, name, root } = &*self.parts;
        f.debug_struct("Bucket").field("endpoint", endpoint).field("name", name).field("root", root).finish()
    }
}

fn virtual_hosted_root(endpoint: &Endpoint, label: &str) -> Result<UrlRoot> {
    check_virtual_host(endpoint, label).map_err(|problem| {
        // What to do about it must work: of these two, neither has path style.
        if is_accelerated(endpoint) {
            Error::InvalidAcceleratedBucket { problem }
        } else if endpoint.service == Service::S3Express {
            Error::InvalidExpressBucket { problem }
        } else {
            Error::InvalidVirtualHost { problem }
        }
    })?;
    endpoint.url_root_at(&format!("{label}."), "/").check()
}

fn is_accelerated(endpoint: &Endpoint) -> bool {
    endpoint.amazon.is_some_and(|amazon| amazon.entrance == Entrance::Accelerated)
}

/// Whether the endpoint's URL has the bucket in it: `https://s3.example.com/photos`, `https://photos.s3.example.com`. A host such
/// as `files.example.com` may well have a bucket `files` in path style, and the URL of a preset is none of the caller's.
fn names_bucket(endpoint: &Endpoint, name: &str) -> bool {
    if endpoint.provider.is_some() {
        return false;
    }
    let is_last_segment = endpoint.base_path.strip_suffix(name).is_some_and(|before| before.ends_with('/'));
    let behind_name = endpoint.origin.host.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
    let is_first_label = behind_name.is_some_and(|rest| {
        let is_s3 = rest.strip_prefix("s3").is_some_and(|rest| rest.starts_with(['.', '-']));
        is_s3 || endpoint.style == AddressingStyle::VirtualHosted
    });
    is_last_segment || is_first_label
}

fn check_path_style(endpoint: &Endpoint, name: &str) -> Result<()> {
    let has_path_style = endpoint.provider.is_none_or(|provider| provider.has_path_style);
    if endpoint.service == Service::S3Express || is_accelerated(endpoint) || !has_path_style {
        return Err(Error::UnsupportedPathStyle);
    }
    check::segments(Field::Bucket, name)?;
    // Only a provider's preset knows which names its store takes.
    let any_name = endpoint.provider.is_none();
    check::bytes(Field::Bucket, name, |byte| {
        if any_name {
            byte != b'/' && !byte.is_ascii_control()
        } else {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
        }
    })
}

fn check_virtual_host(endpoint: &Endpoint, name: &str) -> Result<(), VirtualHostProblem> {
    if endpoint.provider.is_some_and(|provider| !provider.has_virtual_hosts) {
        return Err(VirtualHostProblem::Provider);
    }
    if endpoint.origin.host_is_ip {
        return Err(VirtualHostProblem::IpAddress);
    }
    if name.len() + 1 + endpoint.origin.host.len() > MAX_HOST {
        return Err(VirtualHostProblem::TooLong);
    }
    for label in name.split('.') {
        if !check::is_host_label(label) {
            return Err(VirtualHostProblem::NotAHostName);
        }
        if label.starts_with("xn--") {
            return Err(VirtualHostProblem::Punycode);
        }
    }
    if name.contains('.') && endpoint.origin.scheme == Scheme::Https {
        return Err(VirtualHostProblem::DotOverHttps);
    }
    Ok(())
}
