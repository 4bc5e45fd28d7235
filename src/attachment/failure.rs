//! What a host answers when there is no link or no body to give.

use alloc::borrow::Cow;

use crate::error::Error;

/// The answer of a public download endpoint that gives no link:
/// `{"success": false, "message": …, "error": …}`.
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DownloadFailure {
    success: bool,
    message: Cow<'static, str>,
    error: Cow<'static, str>,
}

const BAD_REQUEST: &str = "BAD_REQUEST";

impl DownloadFailure {
    /// The key is missing or empty: 400.
    ///
    /// # Example
    ///
    /// See [`DownloadFailure`].
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
        Self { success: false, message: message.into(), error: BAD_REQUEST.into() }
    }

    /// No link could be made, and it is not the client's fault: 500.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::DownloadFailure;
    /// assert_eq!(DownloadFailure::internal().status(), 500);
    /// ```
    pub fn internal() -> Self {
        let message = "The download link could not be made";
        Self { success: false, message: message.into(), error: "INTERNAL_SERVER_ERROR".into() }
    }

    /// 400 or 500.
    ///
    /// # Example
    ///
    /// See [`DownloadFailure`].
    pub fn status(&self) -> u16 {
        if self.error == BAD_REQUEST { 400 } else { 500 }
    }

    /// What went wrong, in words.
    ///
    /// # Example
    ///
    /// See [`DownloadFailure::key_required`].
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What went wrong, as a code.
    ///
    /// # Example
    ///
    /// See [`DownloadFailure`].
    pub fn error(&self) -> &str {
        &self.error
    }
}

/// What a stranger's key can cause is the stranger's fault, everything else the host's.
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
    }
}

/// The answer of a service that gives no body or no descriptor: `{"code": …, "message": …}`, the code being the status.
///
/// "Not yours" and "doesn't exist" are the same answer, [`not_found`](Self::not_found), so that nobody learns what exists.
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceFailure {
    code: i32,
    message: Cow<'static, str>,
}

impl ServiceFailure {
    fn new(code: i32, message: &'static str) -> Self {
        Self { code, message: message.into() }
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

    /// The token of the session or bearer is missing, wrong or over: 401.
    ///
    /// # Example
    ///
    /// See [`ServiceFailure`].
    pub fn unauthorized() -> Self {
        Self::new(401, "The token is not valid")
    }

    /// The caller is known, and lacks the entitlement: 403.
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

    /// It is not the client's fault: 500.
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

    /// The HTTP status; 500 for a code that is none.
    ///
    /// # Example
    ///
    /// See [`ServiceFailure`].
    pub fn status(&self) -> u16 {
        u16::try_from(self.code).ok().filter(|status| (400..600).contains(status)).unwrap_or(500)
    }

    /// The code, which is the status.
    ///
    /// # Example
    ///
    /// See [`ServiceFailure`].
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

/// No link could be made for what the host itself has stored: its fault.
impl From<Error> for ServiceFailure {
    fn from(_: Error) -> Self {
        Self::internal()
    }
}
