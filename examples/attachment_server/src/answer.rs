//! What the library's answers lack for these endpoints.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use presigner::attachment::{LINK_HEADERS, ServiceFailure};

/// A document with a link, or the reason why there is none. Neither is to be kept by anybody.
pub(crate) fn json<T: Into<Response>>(document: Result<T, ServiceFailure>) -> Response {
    document.map_or_else(Into::into, Into::into)
}

/// The body endpoint declares one type for everything, its failures included.
pub(crate) fn body_failure(failure: ServiceFailure) -> Response {
    let mut response = Response::from(failure);
    response.headers_mut().insert(header::CONTENT_TYPE, OCTETS);
    response
}

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// For the page, which holds links.
pub(crate) fn link_headers() -> HeaderMap {
    LINK_HEADERS
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect()
}
