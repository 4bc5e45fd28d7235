//! What the store answers: objects, with ranges and overrides, and refusals as S3 words them.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_range_header::RangeUnsatisfiableError;
use presigner::verify::{Verified, VerifiedPost, VerifyError};
use url::Url;

use super::objects::Object;

pub(super) const DEFAULT_TYPE: &str = "application/octet-stream";

/// The parameters that a link sets headers of the answer with.
const OVERRIDES: [(&str, HeaderName); 6] = [
    ("response-cache-control", header::CACHE_CONTROL),
    ("response-content-disposition", header::CONTENT_DISPOSITION),
    ("response-content-encoding", header::CONTENT_ENCODING),
    ("response-content-language", header::CONTENT_LANGUAGE),
    ("response-content-type", header::CONTENT_TYPE),
    ("response-expires", header::EXPIRES),
];

/// Status, code and message of an error. None of them comes from the request, but for the condition that a form does not meet.
pub(super) struct Refused {
    status: u16,
    code: &'static str,
    message: String,
}

impl Refused {
    pub(super) const NO_SUCH_BUCKET: Self = Self::new(404, "NoSuchBucket");
    pub(super) const NO_SUCH_KEY: Self = Self::new(404, "NoSuchKey");
    pub(super) const METHOD_NOT_ALLOWED: Self = Self::new(405, "MethodNotAllowed");
    pub(super) const NOT_IMPLEMENTED: Self = Self::new(501, "NotImplemented");
    pub(super) const BODY_HASH: Self = Self::new(400, "XAmzContentSHA256Mismatch");
    pub(super) const TOO_LARGE: Self = Self::new(400, "EntityTooLarge");
    pub(super) const MALFORMED_FORM: Self = Self::new(400, "MalformedPOSTRequest");
    pub(super) const INVALID_HOST: Self = Self::new(400, "InvalidRequest");
    pub(super) const TOO_MUCH_BEFORE_FILE: Self = Self::new(400, "MaxPostPreDataLengthExceededError");
    pub(super) const REQUEST_TIMEOUT: Self = Self::new(400, "RequestTimeout");
    pub(super) const INCOMPLETE_BODY: Self = Self::new(400, "IncompleteBody");
    pub(super) const QUOTA_EXCEEDED: Self = Self::new(403, "QuotaExceeded");
    pub(super) const SLOW_DOWN: Self = Self::new(503, "SlowDown");
    const INVALID_RANGE: Self = Self::new(416, "InvalidRange");
    pub(super) const INVALID_HEADER: Self = Self::new(400, "InvalidArgument");

    const fn new(status: u16, code: &'static str) -> Self {
        Self { status, code, message: String::new() }
    }

    /// Of a form that is not as its policy says, S3 names the condition.
    pub(super) fn of_form(refusal: VerifyError, unmet_policy: impl FnOnce() -> Option<String>) -> Self {
        let refused = Self::from(refusal);
        let unmet = match refusal {
            VerifyError::UnmetPolicyCondition | VerifyError::ExtraField => unmet_policy(),
            _ => None,
        };
        // XML has no control characters, and a name of a field may.
        let message = unmet.map(|unmet| unmet.chars().filter(|char| !char.is_control()).collect());
        Self { message: message.unwrap_or(refused.message), ..refused }
    }
}

impl From<VerifyError> for Refused {
    fn from(refusal: VerifyError) -> Self {
        Self { status: refusal.status(), code: refusal.code(), message: refusal.to_string() }
    }
}

pub(super) fn refusal(refused: Refused) -> Response {
    let Refused { status, code, message } = refused;
    let message = html_escape::encode_safe(&message);
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// Every page may send here what is signed: the link is the permission, and whoever has it needs no page.
pub(super) const ANYBODY: HeaderValue = HeaderValue::from_static("*");

/// The answer to a browser that asks whether a page's script may send a PUT (Fetch, CORS-preflight request).
pub(super) fn may_put() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY),
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("PUT")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ANYBODY),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

pub(super) fn stored(etag: &str) -> Response {
    ([(header::ETAG, etag)], ()).into_response()
}

/// The answer to a form that was taken: what it asks for.
pub(super) fn uploaded(form: &VerifiedPost<'_>, etag: &str) -> Result<Response, Refused> {
    let (bucket, key) = (form.bucket(), form.key());
    if let Some(mut url) = form.success_redirect().and_then(|url| Url::parse(url).ok()) {
        url.query_pairs_mut().append_pair("bucket", bucket).append_pair("key", key).append_pair("etag", etag);
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, value(url.as_str())?)], ()).into_response());
    }
    let status = StatusCode::from_u16(form.success_status()).unwrap_or(StatusCode::NO_CONTENT);
    let headers = [(header::ETAG, value(etag)?)];
    if status != StatusCode::CREATED {
        return Ok((status, headers, ()).into_response());
    }
    let [bucket, key, etag] = [bucket, key, etag].map(|text| html_escape::encode_text(text));
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <PostResponse><Bucket>{bucket}</Bucket><Key>{key}</Key><ETag>{etag}</ETag></PostResponse>"
    );
    Ok((status, headers, [(header::CONTENT_TYPE, "application/xml")], body).into_response())
}

/// The object or a range of it. The server leaves the body out where the method is HEAD.
pub(super) fn object(object: &Object, link: &Verified<'_>, request: &HeaderMap) -> Result<Response, Refused> {
    let mut headers = HeaderMap::new();
    let etag = object.etag();
    headers.insert(header::ETAG, value(&etag)?);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(&object.content_type).unwrap_or(HeaderValue::from_static(DEFAULT_TYPE)),
    );
    for (name, text) in link.parameters() {
        if let Some((_, header)) = OVERRIDES.iter().find(|(parameter, _)| *parameter == name) {
            headers.insert(header.clone(), value(&text)?);
        }
    }
    if request.get_all(header::IF_NONE_MATCH).iter().any(|tags| matches(tags, &etag)) {
        headers.remove(header::CONTENT_TYPE);
        return Ok((StatusCode::NOT_MODIFIED, headers, ()).into_response());
    }
    let size = object.bytes.len() as u64;
    match range(request, size)? {
        Some((start, end)) => {
            headers.insert(header::CONTENT_RANGE, value(&format!("bytes {start}-{end}/{size}"))?);
            Ok((StatusCode::PARTIAL_CONTENT, headers, Body::from(slice(&object.bytes, start, end))).into_response())
        }
        None => Ok((headers, Body::from(object.bytes.clone())).into_response()),
    }
}

/// A header of the text. What can't be one would let a link add headers of its own.
fn value(text: &str) -> Result<HeaderValue, Refused> {
    HeaderValue::from_str(text).map_err(|_| Refused::INVALID_HEADER)
}

/// Whether a list of entity tags holds this one. `W/` in front doesn't count when it's about reading.
fn matches(tags: &HeaderValue, etag: &str) -> bool {
    let tags = tags.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.into_iter().any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// First and last byte of the range asked for. What is no range, or more than one, is passed over, as S3 does.
fn range(request: &HeaderMap, size: u64) -> Result<Option<(u64, u64)>, Refused> {
    let Some(asked) = request.get(header::RANGE).and_then(|range| range.to_str().ok()) else { return Ok(None) };
    let parsed = match http_range_header::parse_range_header(asked) {
        Ok(parsed) => parsed,
        // `bytes=-0` is a range, though none of any object (RFC 9110, section 14.1.2).
        Err(RangeUnsatisfiableError::ZeroSuffix) if !asked.contains(',') => return Err(Refused::INVALID_RANGE),
        Err(_) => return Ok(None),
    };
    match parsed.validate(size).map_err(|_| Refused::INVALID_RANGE)?.as_slice() {
        [only] => Ok(Some((*only.start(), *only.end()))),
        _ => Ok(None),
    }
}

fn slice(bytes: &Bytes, start: u64, end: u64) -> Bytes {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    let (start, end) = (place(start), place(end.saturating_add(1)));
    bytes.slice(start.min(end)..end)
}
