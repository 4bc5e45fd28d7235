//! `GET /api/messages/download`: sends a browser to the store. Public: the key is all that guards an object.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::Method;
use axum::response::Response;
use presigner::attachment::DownloadQuery;

use crate::samples::DOWNLOADS;
use crate::service::Service;

pub(crate) async fn download(
    State(service): State<Arc<Service>>,
    method: Method,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let redirect = || {
        let presigner = service.presigner()?.within(DOWNLOADS)?;
        DownloadQuery::parse(&query.unwrap_or_default())?.redirect(&presigner, &method)
    };
    Ok(redirect()?.into())
}
