//! Sending a browser to the store.

use alloc::borrow::Cow;
use alloc::format;
use core::fmt;
use core::time::Duration;

use crate::request::presigned::Presigned;
use crate::validity::unix_time::UnixTime;

/// The headers for every response that contains a valid link, JSON or redirect: no cache stores the response, no browser guesses
/// its type, and no page behind the link sees the link in `Referer`.
///
/// # Example
///
/// ```
/// assert!(presigner::attachment::LINK_HEADERS.contains(&("cache-control", "no-store")));
/// ```
pub const LINK_HEADERS: [(&str, &str); 3] = [("cache-control", "no-store"), NO_SNIFF, NO_REFERRER];

const NO_SNIFF: (&str, &str) = ("x-content-type-options", "nosniff");
const NO_REFERRER: (&str, &str) = ("referrer-policy", "no-referrer");

/// How long before its link a cached redirect ends, in seconds: whoever follows it then has this long to begin.
const MARGIN: i64 = 60;

/// A redirect to a presigned link: 302, its `Location`, and [`LINK_HEADERS`].
///
/// It is 302, not 303 or 307: old and new clients follow it with a GET, and none caches it for ever.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// use presigner::attachment::Redirect;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
/// let redirect = Redirect::new(presigner.get("report.pdf")?.attachment("Report.pdf").presign());
/// assert_eq!(redirect.status(), 302);
/// let headers: Vec<_> = redirect.headers().collect();
/// assert_eq!(headers[0], ("location", redirect.link().url()));
/// assert_eq!(headers[1], ("cache-control", "no-store"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct Redirect {
    link: Presigned,
    cache_control: Cow<'static, str>,
}

impl Redirect {
    /// A redirect that no cache stores.
    pub fn new(link: Presigned) -> Self {
        Self { link, cache_control: Cow::Borrowed("no-store") }
    }

    /// Lets the browser that asked, but no shared cache, keep the redirect for `max_age`, though at most until 60 seconds
    /// before the link expires. If the link expires sooner than that, the redirect is not cached at all.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Redirect;
    /// # use presigner::{Credentials, Endpoint, Signer, UnixTime, Validity};
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let now = UnixTime::new(1_700_000_000);
    /// let presigner = signer.at(Validity::new(now, Duration::from_secs(300))?)?;
    /// let redirect = Redirect::new(presigner.get("report.pdf")?.presign()).cached_privately(now, Duration::from_secs(600));
    /// assert!(redirect.headers().any(|header| header == ("cache-control", "private, max-age=240")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cached_privately(self, now: impl Into<UnixTime>, max_age: Duration) -> Self {
        let left = self.link.expires_at().seconds().saturating_sub(now.into().seconds()).saturating_sub(MARGIN);
        let max_age = i64::try_from(max_age.as_secs()).unwrap_or(i64::MAX).min(left);
        let cache_control = if max_age > 0 { format!("private, max-age={max_age}").into() } else { "no-store".into() };
        Self { cache_control, ..self }
    }

    /// 302.
    pub fn status(&self) -> u16 {
        302
    }

    /// The headers of the response, names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [("location", self.link.url()), ("cache-control", &*self.cache_control), NO_SNIFF, NO_REFERRER].into_iter()
    }

    /// The link that it leads to.
    pub fn link(&self) -> &Presigned {
        &self.link
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect").field("link", &self.link).field("cache_control", &self.cache_control).finish()
    }
}
