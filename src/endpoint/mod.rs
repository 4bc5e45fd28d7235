//! Where requests go: the origin, and what belongs to it.

pub(crate) mod amazon_presets;
pub(crate) mod presets;
pub(crate) mod provider;
pub(crate) mod amazon;
pub(crate) mod access_point;
pub(crate) mod bucket;
#[cfg(feature = "serde")]
pub(crate) mod bucket_config;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::time::Duration;

use url::Url;

use crate::check;
use crate::endpoint::amazon::AmazonS3;
use crate::endpoint::bucket::{Bucket, Root};
use crate::endpoint::provider::Provider;
use crate::error::{EndpointProblem, Error, Field, Result};
use crate::signature::canonical_request::rest_with_host_only;
use crate::validity::MAX_LIFETIME;

/// An S3-compatible origin, with the region, the service, the addressing style and the greatest lifetime that belong
/// to it.
///
/// Each preset names the documentation that it follows. All allow seven days; those of Amazon S3 start virtual-hosted, all
/// others with path style.
///
/// | store | preset | region | not supported |
/// |---|---|---|---|
/// | Amazon S3 | [`aws`](Self::aws), [`dual_stack`](Self::dual_stack), [`fips`](Self::fips), [`accelerated`](Self::accelerated), [`aws_global`](Self::aws_global) | of any partition | multi-Region access points |
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
/// The application reaches the store by an internal host, its clients by a public one. The host is signed, so a link can't be
/// changed from one to the other: sign it for the host that the client sees. Nothing is sent to that host for it. The
/// application's own requests take the internal host, and share credentials and keys:
///
/// ```
/// # use core::time::Duration;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let clients = Endpoint::minio("https://files.example.com")?.bucket("attachments")?;
/// let own = Endpoint::minio("http://minio:9000")?.bucket("attachments")?;
/// let clients = Signer::new(clients, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let own = clients.for_bucket(own)?;
///
/// let validity = Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?;
/// let link = clients.at(validity)?.get("report.pdf")?.presign();
/// assert!(link.url().starts_with("https://files.example.com/attachments/report.pdf?"));
/// let request = own.at(validity)?.head("report.pdf")?.presign();
/// assert!(request.url().starts_with("http://minio:9000/attachments/report.pdf?"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) scheme: Scheme,
    /// Lower case, an IPv6 address in brackets.
    pub(crate) host: Box<str>,
    pub(crate) host_is_ip: bool,
    /// `None` is the scheme's default, which is never written.
    pub(crate) port: Option<u16>,
    /// Empty, or begins with a slash and does not end in one.
    pub(crate) base_path: Box<str>,
    pub(crate) region: Box<str>,
    pub(crate) service: Box<str>,
    pub(crate) style: AddressingStyle,
    pub(crate) max_lifetime: u32,
    /// The preset that it comes from.
    pub(crate) provider: Option<&'static Provider>,
    /// Which host of Amazon S3 it is.
    pub(crate) amazon: Option<AmazonS3>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Where the bucket stands in a URL. With feature `serde` it is `path` or `virtual-hosted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum AddressingStyle {
    /// First segment of the path: `https://s3.example.com/bucket/key`.
    Path,
    /// First label of the host: `https://bucket.s3.example.com/key`.
    VirtualHosted,
}

/// Two families of services sign differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SigningFamily {
    /// Path encoded once and never normalised, body unsigned.
    S3,
    /// Path normalised and encoded twice, body hashed.
    Other,
}

/// Longest region and service, in bytes. No provider comes near it, and it bounds the string to sign.
pub(crate) const MAX_SCOPE_PART: usize = 64;
/// Longest host name, in bytes ([RFC 1035], section 2.3.4, without the length bytes).
///
/// [RFC 1035]: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
pub(crate) const MAX_HOST: usize = 253;

/// The hash of a body that is not signed, which is how S3 signs every presigned URL ([query string authentication]).
///
/// [query string authentication]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
/// The SHA-256 of an empty body, which is what a URL of another service than S3 is opened with.
const EMPTY_PAYLOAD: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

impl Endpoint {
    /// Any S3-compatible store: its URL (scheme, host, port, base path) and its region. The addressing style is path
    /// style, which every store understands, until [`virtual_hosted`](Self::virtual_hosted) changes it.
    ///
    /// The default port of the scheme is left out of what is signed, as clients leave it out of `Host`; any other is
    /// kept. A base path is kept and signed.
    ///
    /// # Errors
    ///
    /// [`Error::Endpoint`] for what is not `http://` or `https://` with a host, or has userinfo, a query or a
    /// fragment; [`Error::Character`] and [`Error::DotSegment`] for a base path with anything but unreserved
    /// characters and slashes; [`Error::Empty`], [`Error::TooLong`] (64 bytes) and [`Error::Character`] for the region.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Endpoint;
    ///
    /// let supabase = Endpoint::custom("https://abc.supabase.co/storage/v1/s3", "eu-west-1")?;
    /// assert_eq!(supabase.bucket("photos")?.url(), "https://abc.supabase.co/storage/v1/s3/photos/");
    ///
    /// let ipv6 = Endpoint::custom("http://[::1]:9000", "us-east-1")?;
    /// assert_eq!(ipv6.bucket("photos")?.url(), "http://[::1]:9000/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn custom(url: &str, region: &str) -> Result<Self> {
        Self::service(url, "s3", region)
    }

    /// Another service that accepts Signature Version 4 queries: its URL, its name in the credential scope, and its
    /// region.
    ///
    /// `s3`, `s3express`, `s3-outposts` and `s3-object-lambda` sign as S3 does. All others sign their body, and are
    /// signed at the root: a URL with a path is an error. `rds-db` and `sts` have a greatest lifetime of 900 seconds;
    /// `sts` answers for 900 seconds whatever `X-Amz-Expires` says, and `expires_at` says so.
    ///
    /// # Errors
    ///
    /// Those of [`custom`](Self::custom); the service follows the rules of the region. [`Error::Endpoint`] for a path
    /// and a service outside S3.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Endpoint;
    ///
    /// let lambda = Endpoint::service(
    ///     "https://transform-123456789012.s3-object-lambda.eu-west-1.amazonaws.com",
    ///     "s3-object-lambda",
    ///     "eu-west-1",
    /// )?;
    /// assert_eq!(lambda.service_name(), "s3-object-lambda");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn service(url: &str, service: &str, region: &str) -> Result<Self> {
        let scope_part = |byte| check::is_graphic(byte) && byte != b'/';
        check::text(Field::Service, service, MAX_SCOPE_PART, scope_part)?;
        check::text(Field::Region, region, MAX_SCOPE_PART, scope_part)?;
        let endpoint = Self {
            region: region.into(),
            service: service.into(),
            style: if service == "s3express" { AddressingStyle::VirtualHosted } else { AddressingStyle::Path },
            max_lifetime: if matches!(service, "rds-db" | "sts") { 900 } else { MAX_LIFETIME },
            ..parse_origin(url)?
        };
        if endpoint.signing_family() == SigningFamily::Other && !endpoint.base_path.is_empty() {
            return Err(Error::Endpoint { problem: EndpointProblem::BasePath });
        }
        endpoint.root("", "/").check()?;
        Ok(endpoint)
    }

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
        Self { style: AddressingStyle::VirtualHosted, ..self }
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
        Self { style: AddressingStyle::Path, ..self }
    }

    /// Lowers (or raises again) the greatest lifetime, for a store or a house rule that allows less than seven days.
    ///
    /// # Errors
    ///
    /// [`Error::LifetimeTooShort`] under one second, [`Error::LifetimeTooLong`] over 604,800 seconds.
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
        match u32::try_from(seconds) {
            Ok(0) => Err(Error::LifetimeTooShort),
            Ok(max_lifetime @ ..=MAX_LIFETIME) => Ok(Self { max_lifetime, ..self }),
            _ => Err(Error::LifetimeTooLong { seconds, limit: MAX_LIFETIME }),
        }
    }

    /// A bucket at this endpoint. The name is checked for whether it can be *addressed* so, not for whether it could
    /// be created: aliases and reserved affixes pass.
    ///
    /// At Amazon S3 the name may as well be what stands for a bucket there. What has a host of its own leads to it,
    /// virtual-hosted:
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
    /// | ARN or alias (`….mrap`) of a multi-Region access point | an error: it needs Signature Version 4A | |
    ///
    /// The region is that of the ARN; where there is none, that of the endpoint. All of it follows botocore's
    /// endpoint ruleset, and is stricter where the ruleset drops what was asked for: path style and accelerated
    /// endpoints, an Outposts alias with FIPS or dual-stack hosts, and an ARN whose partition is not its region's are
    /// errors. A name with a dot is an error in virtual-hosted style, where botocore changes to path style by itself.
    ///
    /// [access point]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
    /// [Object Lambda]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-use.html
    /// [Outposts]: https://docs.aws.amazon.com/AmazonS3/latest/s3-outposts/S3onOutposts.html
    /// [directory bucket]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Endpoints.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`]; in path style [`Error::Character`] for slashes and control characters (for a provider's
    /// preset: for anything but letters, digits, `-`, `.` and `_`) and [`Error::DotSegment`]; in virtual-hosted style
    /// [`Error::VirtualHost`]; [`Error::NotAnObjectStore`] for a service outside S3; [`Error::Endpoint`] where host and
    /// bucket together do not survive a URL parser.
    ///
    /// At Amazon S3 [`Error::PathStyle`] for what is virtual-hosted only; [`Error::AwsOption`] for what the place
    /// does not have; [`Error::Arn`], [`Error::DirectoryBucket`] and [`Error::OutpostsAlias`] for a name that is not
    /// what it begins or ends as; [`Error::MultiRegionAccessPoint`].
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

    /// The region of the credential scope.
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
    /// assert_eq!(Endpoint::gcs().service_name(), "s3");
    /// ```
    pub fn service_name(&self) -> &str {
        &self.service
    }

    /// The host, lower case, an IPv6 address in brackets, without the port.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().host(), "storage.googleapis.com");
    /// ```
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Where the bucket goes.
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

    /// The greatest lifetime of a link to this endpoint.
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

    /// For how many seconds the service answers, whatever `X-Amz-Expires` says.
    ///
    /// Source: the EKS token of `aws-iam-authenticator`, whose tokens live 15 minutes after the date in the URL.
    pub(crate) fn fixed_lifetime(&self) -> Option<u32> {
        (&*self.service == "sts").then_some(900)
    }

    pub(crate) fn signing_family(&self) -> SigningFamily {
        match &*self.service {
            "s3" | "s3express" | "s3-outposts" | "s3-object-lambda" => SigningFamily::S3,
            _ => SigningFamily::Other,
        }
    }

    /// Host and port as clients send them: the default port left out.
    pub(crate) fn authority(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port}", self.host)
    }

    /// The URL under which `path` (encoded, with a slash at either end) lies on `host_prefix` + the host.
    pub(crate) fn root(&self, host_prefix: &str, path: &str) -> Root {
        let scheme = self.scheme.as_str();
        let authority = format!("{host_prefix}{}", self.authority());
        let url = format!("{scheme}://{authority}{}{path}", self.base_path);
        let authority_start = scheme.len() + "://".len();
        let payload_hash = match self.signing_family() {
            SigningFamily::S3 => UNSIGNED_PAYLOAD,
            SigningFamily::Other => EMPTY_PAYLOAD,
        };
        Root {
            url: url.into(),
            authority: authority_start..authority_start + authority.len(),
            payload_hash,
            canonical_rest: rest_with_host_only(&authority, payload_hash).into(),
        }
    }
}

/// Splits a URL before its path, and refuses what can't be split without a doubt.
pub(crate) fn split_origin(url: &str) -> Result<(&str, &str), EndpointProblem> {
    // A URL parser forgives much: it drops tabs and line breaks, takes `\` for `/`, resolves dot segments, and needs
    // no slashes after the scheme. What was given must say what is meant.
    if url.bytes().any(|byte| byte <= b' ' || byte == b'\\' || byte == 0x7f) {
        return Err(EndpointProblem::NotAUrl);
    }
    let (scheme, after_scheme) = url.split_once("://").ok_or(EndpointProblem::NotAUrl)?;
    let authority_len = after_scheme.find(['/', '?', '#']).unwrap_or(after_scheme.len());
    if after_scheme.get(..authority_len).is_some_and(|authority| authority.contains('@')) {
        return Err(EndpointProblem::Userinfo);
    }
    if authority_len == 0 {
        return Err(EndpointProblem::NoHost);
    }
    url.split_at_checked(scheme.len() + "://".len() + authority_len).ok_or(EndpointProblem::NotAUrl)
}

/// Scheme, host, port and base path of `url`; the other fields are the caller's to set.
pub(crate) fn parse_origin(url: &str) -> Result<Endpoint> {
    let problem = |problem| Error::Endpoint { problem };
    let (_, path_and_more) = split_origin(url).map_err(problem)?;
    let parsed = Url::parse(url).map_err(|error| match error {
        url::ParseError::EmptyHost => problem(EndpointProblem::NoHost),
        url::ParseError::IdnaError
        | url::ParseError::InvalidIpv4Address
        | url::ParseError::InvalidIpv6Address
        | url::ParseError::InvalidDomainCharacter => problem(EndpointProblem::Host),
        _ => problem(EndpointProblem::NotAUrl),
    })?;
    let scheme = match parsed.scheme() {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        _ => return Err(problem(EndpointProblem::Scheme)),
    };
    if parsed.query().is_some() {
        return Err(problem(EndpointProblem::Query));
    }
    if parsed.fragment().is_some() {
        return Err(problem(EndpointProblem::Fragment));
    }
    let host_is_ip = match parsed.host() {
        None => return Err(problem(EndpointProblem::NoHost)),
        Some(url::Host::Domain(host)) => {
            let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
            let label = |label: &str| !label.is_empty() && label.bytes().all(allowed);
            if host.len() > MAX_HOST || !host.split('.').all(label) {
                return Err(problem(EndpointProblem::Host));
            }
            false
        }
        Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => true,
    };

    check::segments(Field::BasePath, path_and_more)?;
    check::bytes(Field::BasePath, path_and_more, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/')
    })?;

    Ok(Endpoint {
        scheme,
        host: parsed.host_str().unwrap_or_default().into(),
        host_is_ip,
        port: parsed.port(),
        base_path: path_and_more.strip_suffix('/').unwrap_or(path_and_more).into(),
        region: String::new().into(),
        service: String::new().into(),
        style: AddressingStyle::Path,
        max_lifetime: MAX_LIFETIME,
        provider: None,
        amazon: None,
    })
}
