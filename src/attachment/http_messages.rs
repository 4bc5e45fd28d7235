//! Redirects as messages of the crate `http`, for servers that speak in its types. Feature `http`.

use http::{Response, StatusCode};

use crate::attachment::redirect::Redirect;
use crate::request::http_messages::header_map;

impl Redirect {
    /// The redirect as the type of the `http` crate: status, headers, and a body of the caller's, such as `()`. The
    /// link is marked as sensitive: `Debug` does not show it, and HTTP/2 does not index it (RFC 7541, section 7.1.3).
    ///
    /// # Errors
    ///
    /// None that a redirect made here can cause: a URL is printable ASCII.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Redirect;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let redirect = Redirect::new(presigner.get("report.pdf")?.presign());
    /// let response = redirect.to_http_response(())?;
    /// assert_eq!(response.status(), 302);
    /// assert_eq!(response.headers()["location"], redirect.link().url());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_http_response<B>(&self, body: B) -> http::Result<Response<B>> {
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status())?;
        *response.headers_mut() = header_map(self.headers(), &["location"])?;
        Ok(response)
    }
}
