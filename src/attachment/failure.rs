//! What your service answers if it has no link or no body to give.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::fmt;

use crate::attachment::redirect::LINK_HEADERS;
use crate::error::Error;

/// The cause of a failure: for your log, and in no response.
type Cause = Arc<dyn core::error::Error + Send + Sync>;

/// No cache stores a failure: it says who may read what, and somebody may fix its cause at any time.
fn json_headers() -> impl Iterator<Item = (&'static str, &'static str)> {
    [("content-type", "application/json")].into_iter().chain(LINK_HEADERS)
}

/// The response of a public download endpoint that gives no link: `{"success": false, "message": …, "error": …}`. With the
/// features `http` and `serde` it converts into a whole `http::Response<B>`, so a handler whose error type is such a response can
/// use `?`.
///
/// # Example
///
/// ```
/// use presigner::attachment::DownloadFailure;
///
/// let failure = DownloadFailure::key_required();
/// assert_eq!((failure.status(), failure.error()), (400, "BAD_REQUEST"));
/// # #[cfg(feature = "serde")]
/// assert_eq!(
///     serde_json::to_string(&failure)?,
///     r#"{"success":false,"message":"Storage key is required","error":"BAD_REQUEST"}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("schema/download_failure.json"), "```")]
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DownloadFailure {
    success: bool,
    message: Cow<'static, str>,
    error: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(skip))]
    cause: Option<Cause>,
}

const BAD_REQUEST: &str = "BAD_REQUEST";

impl DownloadFailure {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("schema/download_failure.json");

    /// The key is missing or empty: 400.
    pub fn key_required() -> Self {
        Self::bad_request("Storage key is required")
    }

    /// The request can't be answered as it is: 400.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::DownloadFailure;
    /// assert_eq!(DownloadFailure::bad_request("Storage key is not allowed").status(), 400);
    /// ```
    pub fn bad_request(message: &'static str) -> Self {
        Self { success: false, message: message.into(), error: BAD_REQUEST.into(), cause: None }
    }

    /// No link could be made, and the client is not at fault: 500.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::DownloadFailure;
    /// assert_eq!(DownloadFailure::internal().status(), 500);
    /// ```
    pub fn internal() -> Self {
        let message = "The download link could not be made";
        Self { success: false, message: message.into(), error: "INTERNAL_SERVER_ERROR".into(), cause: None }
    }

    /// Keeps the cause, as its `source`, for your log. No response shows it.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::DownloadFailure;
    /// use std::error::Error;
    ///
    /// let failure = DownloadFailure::internal().with_cause(std::io::Error::other("the disk is full"));
    /// assert_eq!(failure.source().unwrap().to_string(), "the disk is full");
    /// assert_eq!(failure.to_string(), "The download link could not be made");
    /// ```
    #[must_use]
    pub fn with_cause(self, cause: impl core::error::Error + Send + Sync + 'static) -> Self {
        Self { cause: Some(Arc::new(cause)), ..self }
    }

    /// 400 or 500.
    pub fn status(&self) -> u16 {
        if self.error == BAD_REQUEST { 400 } else { 500 }
    }

    /// The headers of the response, names in lower case: its type, which is JSON, and [`LINK_HEADERS`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::DownloadFailure;
    /// assert!(DownloadFailure::key_required().headers().any(|header| header == ("content-type", "application/json")));
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        json_headers()
    }

    /// What went wrong, in words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What went wrong, as a code.
    pub fn error(&self) -> &str {
        &self.error
    }
}

/// The response: two failures are equal if they say the same to the client, whatever their causes.
impl PartialEq for DownloadFailure {
    fn eq(&self, other: &Self) -> bool {
        (self.success, &self.message, &self.error) == (other.success, &other.message, &other.error)
    }
}

impl Eq for DownloadFailure {}

/// The message, which the client reads as well.
impl fmt::Display for DownloadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for DownloadFailure {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

/// 400 for an error that the client's key can cause, 500 for any other.
impl From<Error> for DownloadFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::Empty { .. }
            | Error::TooLong { .. }
            | Error::DotSegment { .. }
            | Error::InvalidCharacter { .. }
            | Error::OutsideScope => Self::bad_request("Storage key is not allowed"),
            _ => Self::internal(),
        }
        .with_cause(error)
    }
}

/// The response of a service that gives no body or no descriptor: `{"code": …, "message": …}`, where the code is the status. With
/// the features `http` and `serde` it converts into a whole `http::Response<B>`, so a handler whose error type is such a response
/// can use `?`.
///
/// "Not yours" and "doesn't exist" are the same response, [`not_found`](Self::not_found), so that nobody learns what exists.
///
/// # Example
///
/// ```
/// use presigner::attachment::ServiceFailure;
///
/// let failure = ServiceFailure::unauthorized();
/// assert_eq!((failure.status(), failure.code()), (401, 401));
/// # #[cfg(feature = "serde")]
/// assert_eq!(serde_json::to_string(&failure)?, r#"{"code":401,"message":"The token is not valid"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("schema/service_failure.json"), "```")]
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceFailure {
    code: i32,
    message: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(skip))]
    cause: Option<Cause>,
}

impl ServiceFailure {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("schema/service_failure.json");

    fn new(code: i32, message: &'static str) -> Self {
        Self { code, message: message.into(), cause: None }
    }

    /// The request can't be answered as it is: 400.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// assert_eq!(ServiceFailure::bad_request("fileId is required").status(), 400);
    /// ```
    pub fn bad_request(message: &'static str) -> Self {
        Self::new(400, message)
    }

    /// The token of the session or bearer is missing, wrong or expired: 401.
    pub fn unauthorized() -> Self {
        Self::new(401, "The token is not valid")
    }

    /// The caller is known but lacks the entitlement: 403.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// assert_eq!(ServiceFailure::forbidden().status(), 403);
    /// ```
    pub fn forbidden() -> Self {
        Self::new(403, "The caller is not entitled to this")
    }

    /// There is no such thing, or not for this caller: 404.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// assert_eq!(ServiceFailure::not_found().status(), 404);
    /// ```
    pub fn not_found() -> Self {
        Self::new(404, "There is no such thing, or not for this caller")
    }

    /// The client is not at fault: 500.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// assert_eq!(ServiceFailure::internal().status(), 500);
    /// ```
    pub fn internal() -> Self {
        Self::new(500, "The attachment could not be read")
    }

    /// [`internal`](Self::internal) with this cause, for `map_err`. The error of an HTTP client may hold the URL, which is a
    /// credential. Remove it first, as with `reqwest::Error::without_url`.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// let read = std::fs::read("no such file").map_err(ServiceFailure::caused_by);
    /// assert_eq!(read.unwrap_err().status(), 500);
    /// ```
    pub fn caused_by(cause: impl core::error::Error + Send + Sync + 'static) -> Self {
        Self::internal().with_cause(cause)
    }

    /// Keeps the cause, as its `source`, for your log. No response shows it.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// use std::error::Error;
    ///
    /// let failure = ServiceFailure::internal().with_cause(std::io::Error::other("the disk is full"));
    /// assert_eq!(failure.source().unwrap().to_string(), "the disk is full");
    /// assert_eq!(failure.to_string(), "The attachment could not be read");
    /// ```
    #[must_use]
    pub fn with_cause(self, cause: impl core::error::Error + Send + Sync + 'static) -> Self {
        Self { cause: Some(Arc::new(cause)), ..self }
    }

    /// The HTTP status; 500 for a code that is not a status.
    pub fn status(&self) -> u16 {
        u16::try_from(self.code).ok().filter(|status| (400..600).contains(status)).unwrap_or(500)
    }

    /// The headers of the response, with names in lower case: its type, which is JSON, and [`LINK_HEADERS`]. A 401 also has the
    /// challenge `Bearer` that it must have (RFC 9110, section 11.6.1).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// assert!(ServiceFailure::unauthorized().headers().any(|header| header == ("www-authenticate", "Bearer")));
    /// assert!(ServiceFailure::forbidden().headers().all(|(name, _)| name != "www-authenticate"));
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        json_headers().chain((self.status() == 401).then_some(("www-authenticate", "Bearer")))
    }

    /// The code, which is the status.
    pub fn code(&self) -> i32 {
        self.code
    }

    /// What went wrong, in words.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::ServiceFailure;
    /// assert_eq!(ServiceFailure::forbidden().message(), "The caller is not entitled to this");
    /// ```
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The response: two failures are equal if they say the same to the client, whatever their causes.
impl PartialEq for ServiceFailure {
    fn eq(&self, other: &Self) -> bool {
        (self.code, &self.message) == (other.code, &other.message)
    }
}

impl Eq for ServiceFailure {}

/// The message, which the client reads as well.
impl fmt::Display for ServiceFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for ServiceFailure {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

/// 500: no link could be made for something that your service itself has stored.
impl From<Error> for ServiceFailure {
    fn from(error: Error) -> Self {
        Self::caused_by(error)
    }
}
