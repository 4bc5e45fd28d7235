//! `GET /api/messages/download`: sends a browser to the store. Public: the key is all that guards an object.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use presigner::attachment::{DownloadFailure, DownloadQuery, Redirect};

use crate::answer;
use crate::samples::DOWNLOADS;
use crate::service::Service;

pub(crate) async fn download(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Response {
    match redirect(&service, &query.unwrap_or_default()) {
        Ok(redirect) => answer::redirect(&redirect),
        Err(failure) => answer::download_failure(&failure),
    }
}

fn redirect(service: &Service, query: &str) -> Result<Redirect, DownloadFailure> {
    let query = DownloadQuery::parse(query)?;
    let presigner = service.presigner()?.within(DOWNLOADS)?;
    Ok(Redirect::new(presigner.get(query.key())?.attachment(query.file_name()).presign()))
}
