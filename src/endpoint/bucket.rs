//! A bucket at an endpoint: the part of every URL that does not change.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use core::ops::Range;

use url::Url;

use crate::check;
use crate::encode;
use crate::endpoint::access_point;
use crate::endpoint::amazon::Entrance;
use crate::endpoint::{AddressingStyle, Endpoint, MAX_HOST, Scheme, SigningFamily};
use crate::error::{EndpointProblem, Error, Field, Result, VirtualHostProblem};

/// A bucket, addressed in one style at one [`Endpoint`]. Made by [`Endpoint::bucket`].
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
#[derive(Clone)]
pub struct Bucket {
    parts: Arc<Parts>,
}

/// Shared by all clones of a bucket.
struct Parts {
    endpoint: Endpoint,
    name: Box<str>,
    root: Root,
}

/// The URL under which the keys of a bucket lie, or the root of a service.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// Ends in a slash; a key follows.
    pub(crate) url: Box<str>,
    /// Where host and port stand in it; its path begins where they end.
    pub(crate) authority: Range<usize>,
    /// The last line of the canonical request, unless the caller says otherwise.
    pub(crate) payload_hash: &'static str,
    /// See [`rest_with_host_only`](crate::signature::canonical_request::rest_with_host_only).
    pub(crate) canonical_rest: Box<str>,
}

impl Root {
    /// The value of the `host` header.
    pub(crate) fn host(&self) -> &str {
        self.url.get(self.authority.clone()).unwrap_or_default()
    }

    /// What precedes the path in a URL.
    pub(crate) fn origin(&self) -> &str {
        self.url.get(..self.authority.end).unwrap_or_default()
    }

    /// The path under which the keys lie.
    pub(crate) fn path(&self) -> &str {
        self.url.get(self.authority.end..).unwrap_or_default()
    }

    /// The path of the bucket or service itself: without the slash that keys follow, unless that is all.
    pub(crate) fn bare_path(&self) -> &str {
        let path = self.path();
        if path == "/" { path } else { path.strip_suffix('/').unwrap_or(path) }
    }

    /// The URL of the bucket or service itself.
    #[cfg(feature = "post")]
    pub(crate) fn bare_url(&self) -> String {
        [self.origin(), self.bare_path()].concat()
    }

    /// Law 3, once for everything that does not change from URL to URL: URL parsers leave it as it is.
    pub(crate) fn check(self) -> Result<Self> {
        if Url::parse(&self.url).is_ok_and(|parsed| parsed.as_str() == &*self.url) {
            Ok(self)
        } else {
            Err(Error::Endpoint { problem: EndpointProblem::NotStable })
        }
    }
}

impl Bucket {
    pub(crate) fn new(endpoint: &Endpoint, name: &str) -> Result<Self> {
        if name.is_empty() {
            return Err(Error::Empty { field: Field::Bucket });
        }
        if endpoint.signing_family() != SigningFamily::S3 {
            return Err(Error::NotAnObjectStore);
        }
        if let Some(amazon) = &endpoint.amazon
            && let Some((endpoint, label)) = access_point::place(endpoint, amazon, name)?
        {
            let root = virtual_hosted_root(&endpoint, &label)?;
            return Ok(Self { parts: Arc::new(Parts { endpoint, name: name.into(), root }) });
        }
        let root = match endpoint.style {
            AddressingStyle::Path => {
                check_path_style(endpoint, name)?;
                let mut path = String::from("/");
                encode::QUERY.push(&mut path, name);
                path.push('/');
                endpoint.root("", &path).check()?
            }
            AddressingStyle::VirtualHosted => virtual_hosted_root(endpoint, name)?,
        };
        Ok(Self { parts: Arc::new(Parts { endpoint: endpoint.clone(), name: name.into(), root }) })
    }

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

    /// The URL under which the keys of the bucket lie; it ends in a slash. It is not signed: nothing secret is in it.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().bucket("photos")?.url(), "https://storage.googleapis.com/photos/");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn url(&self) -> &str {
        &self.parts.root.url
    }

    /// The endpoint at which the bucket is addressed. An access point or directory bucket of Amazon S3 has one of its own,
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

    pub(crate) fn root(&self) -> &Root {
        &self.parts.root
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { endpoint, name, root } = &*self.parts;
        f.debug_struct("Bucket").field("endpoint", endpoint).field("name", name).field("root", root).finish()
    }
}

fn virtual_hosted_root(endpoint: &Endpoint, label: &str) -> Result<Root> {
    check_virtual_host(endpoint, label).map_err(|problem| Error::VirtualHost { problem })?;
    endpoint.root(&format!("{label}."), "/").check()
}

fn check_path_style(endpoint: &Endpoint, name: &str) -> Result<()> {
    let accelerated = endpoint.amazon.is_some_and(|amazon| amazon.entrance == Entrance::Accelerated);
    if &*endpoint.service == "s3express" || accelerated {
        return Err(Error::PathStyle);
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
    if endpoint.host_is_ip {
        return Err(VirtualHostProblem::IpAddress);
    }
    if name.len() + 1 + endpoint.host.len() > MAX_HOST {
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
    if name.contains('.') && endpoint.scheme == Scheme::Https {
        return Err(VirtualHostProblem::DotOverHttps);
    }
    Ok(())
}
