//! `GET /api/messages/download?key=…&fileName=…` answers 302 with a presigned link, in a Cloudflare Worker.

use std::error::Error;
use std::sync::OnceLock;
use std::time::Duration;

use http::{Method, Response, StatusCode};
use presigner::attachment::{DownloadFailure, DownloadQuery, Redirect};
use presigner::{Signer, UnixTime, Validity};
use worker::{Context, Date, Env, HttpRequest, console_error, event};

/// How long a link works.
const LIFETIME: Duration = Duration::from_secs(3600);
/// What everybody may read: the key comes from a stranger.
const PUBLIC: &str = "messages/";

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, _context: Context) -> worker::Result<Response<String>> {
    Ok(match (request.uri().path(), request.method()) {
        ("/api/messages/download", &Method::GET | &Method::HEAD) => match redirect(&request, &env) {
            Ok(redirect) => redirect.into(),
            Err(failure) => refused(failure),
        },
        ("/api/messages/download", _) => empty(StatusCode::METHOD_NOT_ALLOWED),
        _ => empty(StatusCode::NOT_FOUND),
    })
}

fn redirect(request: &HttpRequest, env: &Env) -> Result<Redirect, DownloadFailure> {
    let now = UnixTime::new(i64::try_from(Date::now().as_millis() / 1000).unwrap_or(i64::MAX));
    let presigner = signer(env)?.at(Validity::new(now, LIFETIME)?)?.within(PUBLIC)?;
    DownloadQuery::parse(request.uri().query().unwrap_or_default())?.redirect(&presigner, request.method())
}

/// Made once in an isolate: it keeps the day's signing key.
fn signer(env: &Env) -> Result<&'static Signer, DownloadFailure> {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    if let Some(signer) = SIGNER.get() {
        return Ok(signer);
    }
    let variable = |name: &str| env.var(name).ok().map(|value| value.to_string());
    let signer = Signer::from_variables(variable).map_err(|error| DownloadFailure::internal().with_cause(error))?;
    Ok(SIGNER.get_or_init(|| signer))
}

/// The log tells why, and the answer does not.
fn refused(failure: DownloadFailure) -> Response<String> {
    if let (500, Some(cause)) = (failure.status(), failure.source()) {
        console_error!("{failure}: {cause}");
    }
    failure.into()
}

fn empty(status: StatusCode) -> Response<String> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}
