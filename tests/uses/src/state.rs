//! A signer as the state of a server, and the method of a request.

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::response::Redirect;
use axum::routing::get;
use presigner::{Credentials, Endpoint, Signer, Validity};

fn app(signer: Signer) -> Router {
    Router::new().route("/files/{*key}", get(download)).with_state(signer)
}

async fn download(
    State(signer): State<Signer>,
    method: Method,
    Path(key): Path<String>,
) -> Result<Redirect, StatusCode> {
    let bad_request = |_| StatusCode::BAD_REQUEST;
    let validity = Validity::new(SystemTime::now(), Duration::from_secs(60)).map_err(bad_request)?;
    let presigner = signer.at(validity).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let method = presigner::Method::try_from(&method).map_err(bad_request)?;
    let link = presigner.object(method, &key).map_err(bad_request)?.presign();
    Ok(Redirect::temporary(link.url()))
}

fn named(method: &http::Method) -> &'static str {
    match presigner::Method::try_from(method) {
        Ok(presigner::Method::GET) => "get",
        Ok(presigner::Method::PUT) => "put",
        Ok(_) => "another",
        Err(_) => "none",
    }
}

#[test]
fn a_signer_is_state() {
    let bucket = Endpoint::gcs().bucket("bucket").unwrap();
    let signer = Signer::new(bucket.clone(), Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap());
    let copy = signer.clone();
    assert_eq!(copy.bucket(), Some(&bucket));
    let _: Router = app(copy);
    assert_eq!(named(&http::Method::GET), "get");
    assert_eq!(named(&http::Method::PUT), "put");
    assert_eq!(named(&http::Method::PATCH), "another");
    assert_eq!(named(&http::Method::from_bytes(b"get").unwrap()), "none");
    assert_eq!("DELETE".parse::<presigner::Method>().unwrap(), presigner::Method::DELETE);
}
