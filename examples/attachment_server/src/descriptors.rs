//! `GET /human/v0/messages/…`: descriptors of attachments and messages, for who has a bearer token.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use presigner::attachment::{AttachmentDescriptor, MessageContext, RawMessageDescriptor, ServiceFailure};
use serde::Serialize;

use crate::answer;
use crate::directory::Message;
use crate::service::Service;

/// A path that is not UTF-8 names nothing.
type Ids<T> = Result<Path<T>, PathRejection>;

pub(crate) async fn attachment(
    State(service): State<Arc<Service>>,
    ids: Ids<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let ids = ids.map(|Path((message_id, attachment_id))| (message_id, attachment_id)).ok();
    answer::json(find_attachment(&service, &headers, ids))
}

pub(crate) async fn raw(State(service): State<Arc<Service>>, id: Ids<String>, headers: HeaderMap) -> Response {
    answer::json(find_raw(&service, &headers, id.ok().map(|Path(id)| id)))
}

pub(crate) async fn context(State(service): State<Arc<Service>>, id: Ids<String>, headers: HeaderMap) -> Response {
    answer::json(find_context(&service, &headers, id.ok().map(|Path(id)| id)))
}

fn find_attachment(
    service: &Service,
    headers: &HeaderMap,
    ids: Option<(String, String)>,
) -> Result<AttachmentDescriptor, ServiceFailure> {
    let (message_id, attachment_id) = ids.unzip();
    let message = visible_message(service, headers, message_id)?;
    let stored =
        attachment_id.and_then(|id| message.attachment(id.as_bytes())).ok_or_else(ServiceFailure::not_found)?;
    Ok(stored.borrowed().descriptor(&service.presigner()?)?)
}

fn find_raw(
    service: &Service,
    headers: &HeaderMap,
    id: Option<String>,
) -> Result<RawMessageDescriptor, ServiceFailure> {
    let message = visible_message(service, headers, id)?;
    let presigner = service.presigner()?;
    Ok(RawMessageDescriptor::presign(&presigner, message.id, message.raw_key, message.raw_size)?)
}

/// What this host knows about the circumstances of a message.
#[derive(Serialize)]
struct Circumstances {
    subject: &'static str,
    attachment_ids: Vec<&'static str>,
}

fn find_context(
    service: &Service,
    headers: &HeaderMap,
    id: Option<String>,
) -> Result<MessageContext<Circumstances>, ServiceFailure> {
    let message = visible_message(service, headers, id)?;
    let circumstances = Circumstances {
        subject: message.subject,
        attachment_ids: message.attachments.iter().map(|attachment| attachment.id).collect(),
    };
    Ok(MessageContext::new(message.id, message.inbox.id(), circumstances))
}

/// Authenticates, authorises, and looks up, in this order. What the caller may not see is not there.
fn visible_message<'s>(
    service: &'s Service,
    headers: &HeaderMap,
    id: Option<String>,
) -> Result<&'s Message, ServiceFailure> {
    let agent = service.tokens.agent(headers).ok_or_else(ServiceFailure::unauthorized)?;
    id.and_then(|id| service.directory.message_for(agent, &id)).ok_or_else(ServiceFailure::not_found)
}
