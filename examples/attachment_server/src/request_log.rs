//! One line per request: what was asked for and how it went, without a URL, a name or a token.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

pub(crate) async fn log(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    // The route as it is written in the program: what stands in its places may be personal, and a query may be a secret.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    tracing::info!(
        // A method is any word that a client likes to send.
        method = if method.as_str().len() <= 8 { method.as_str() } else { "other" },
        route = route.as_ref().map_or("none", MatchedPath::as_str),
        status = response.status().as_u16(),
        microseconds = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}
