//! `GET /agent/v1/stream/{sid}/attachment`: an attachment's bytes as Base64, for who may read the room.

use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use presigner::attachment::{AttachmentId, ServiceFailure};
use serde::Deserialize;

use crate::directory::StoredAttachment;
use crate::service::Service;
use crate::{answer, object_body};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttachmentQuery {
    file_id: Option<String>,
    message_id: Option<String>,
}

pub(crate) async fn attachment(
    State(service): State<Arc<Service>>,
    sid: Result<Path<String>, PathRejection>,
    query: Result<Query<AttachmentQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let sid = sid.map(|Path(sid)| sid).ok();
    let query = query.map(|Query(query)| query).ok();
    let body = match find(&service, &headers, sid, query) {
        Ok(stored) => object_body::open(&service, stored).await,
        Err(failure) => Err(failure),
    };
    body.unwrap_or_else(answer::body_failure)
}

/// Authenticates, authorises, and looks up, in this order.
fn find<'s>(
    service: &'s Service,
    headers: &HeaderMap,
    sid: Option<String>,
    query: Option<AttachmentQuery>,
) -> Result<&'s StoredAttachment, ServiceFailure> {
    let user = service.tokens.user(headers).ok_or_else(ServiceFailure::unauthorized)?;
    // A room that is not the caller's and one that isn't there: the same answer.
    let sid = sid.filter(|sid| service.directory.may_download(user, sid)).ok_or_else(ServiceFailure::forbidden)?;
    let query = query.ok_or_else(|| ServiceFailure::bad_request("The query is not valid"))?;
    let file_id = AttachmentId::decode(&query.file_id.unwrap_or_default())?;
    let message_id = query
        .message_id
        .filter(|id| !id.is_empty())
        .ok_or_else(|| ServiceFailure::bad_request("The message id is required"))?;
    // The contract has no 404: what is not in the message, or not in the room, is the client's error.
    service
        .directory
        .message_in_room(&sid, &message_id)
        .and_then(|message| message.attachment(file_id.as_bytes()))
        .ok_or_else(|| ServiceFailure::bad_request("There is no such attachment"))
}
