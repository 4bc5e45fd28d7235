//! Links as messages of the crate `http`, for clients that speak in its types. Feature `http`.

use http::Uri;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::uri::InvalidUri;

use crate::protocol::SECRETS;
use crate::request::presigned::Presigned;

impl Presigned {
    /// The URL as the type of the `http` crate. Its text is the signed one, byte by byte.
    ///
    /// # Errors
    ///
    /// [`InvalidUri`] for a URL over 65,534 bytes, which is all that a [`Uri`] holds, and for no other URL made here.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("a b.pdf")?.presign();
    /// assert_eq!(link.to_uri()?.path(), "/a%20b.pdf");
    /// assert_eq!(link.to_uri()?.to_string(), link.url());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_uri(&self) -> Result<Uri, InvalidUri> {
        Uri::try_from(self.url())
    }

    /// The headers that the client must send, beside `host`. An encryption key among them is marked as sensitive:
    /// `Debug` does not show it, and HTTP/2 does not index it (RFC 7541, section 7.1.3).
    ///
    /// # Errors
    ///
    /// [`http::Error`] for a header name over 65,535 bytes or more headers than a [`HeaderMap`] holds, and for no other
    /// headers signed here.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.put("photo.png")?.content_type("image/png")?.presign();
    /// assert_eq!(link.to_header_map()?[http::header::CONTENT_TYPE], "image/png");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_header_map(&self) -> http::Result<HeaderMap> {
        header_map(self.headers(), &SECRETS)
    }

    /// The request that the link allows: its method, its URL and its headers, with a body of yours. The client
    /// adds `host`, which it takes from the URL.
    ///
    /// `Debug` of the request shows the URL, and whoever has that can use it.
    ///
    /// # Errors
    ///
    /// Those of [`to_uri`](Self::to_uri) and [`to_header_map`](Self::to_header_map).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.put("notes.txt")?.content_type("text/plain")?.presign();
    /// let request = link.to_http_request("buy milk")?;
    /// assert_eq!(request.method(), http::Method::PUT);
    /// assert_eq!(request.headers()["content-type"], "text/plain");
    /// assert_eq!(*request.body(), "buy milk");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_http_request<B>(&self, body: B) -> http::Result<http::Request<B>> {
        let mut request = http::Request::builder().method(self.method().as_str()).uri(self.to_uri()?).body(body)?;
        *request.headers_mut() = self.to_header_map()?;
        Ok(request)
    }
}

pub(crate) fn header_map<'n, 'v>(
    headers: impl Iterator<Item = (&'n str, &'v str)>,
    sensitive: &[&str],
) -> http::Result<HeaderMap> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let mut header = HeaderValue::from_str(value)?;
        header.set_sensitive(sensitive.contains(&name));
        map.try_append(HeaderName::from_bytes(name.as_bytes())?, header)?;
    }
    Ok(map)
}
