//! The library's answers as axum's.

use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use presigner::attachment::{DownloadFailure, LINK_HEADERS, Redirect, ServiceFailure};
use serde::Serialize;

/// axum's own redirects are 303, 307 and 308.
pub(crate) fn redirect(redirect: &Redirect) -> Response {
    (status(redirect.status()), headers(redirect.headers())).into_response()
}

pub(crate) fn download_failure(failure: &DownloadFailure) -> Response {
    (status(failure.status()), link_headers(), Json(failure)).into_response()
}

/// A document with a link, or the reason why there is none. Neither is to be kept by anybody.
pub(crate) fn json<T: Serialize>(document: Result<T, ServiceFailure>) -> Response {
    match document {
        Ok(document) => (link_headers(), Json(document)).into_response(),
        Err(failure) => {
            let mut response = (status(failure.status()), link_headers(), Json(&failure)).into_response();
            if failure.status() == 401 {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
    }
}

/// The body endpoint declares one type for everything, its failures included.
pub(crate) fn body_failure(failure: &ServiceFailure) -> Response {
    let mut response = (status(failure.status()), link_headers(), Json(failure)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, OCTETS);
    response
}

pub(crate) const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

pub(crate) fn link_headers() -> HeaderMap {
    headers(LINK_HEADERS)
}

fn headers<'h>(pairs: impl IntoIterator<Item = (&'static str, &'h str)>) -> HeaderMap {
    pairs
        .into_iter()
        .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)))
        .collect()
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
