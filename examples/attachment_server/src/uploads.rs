//! Uploads from the page, through its form or by a ticket: the browser sends the file straight to the store, and comes back.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use presigner::attachment::{ServiceFailure, UploadTicket};
use presigner::post::{PostPolicy, PresignedPost};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::answer;
use crate::service::Service;
use crate::store::MAX_OBJECT;

/// Under which prefix uploads go: one that the public endpoint may sign downloads for.
const UPLOADS: &str = "messages/uploads/";
/// Bytes of an upload's id: nobody guesses it.
const ID: usize = 16;
/// How many are listed.
const MAX_LISTED: usize = 100;

/// An attachment that the store has.
#[derive(Clone)]
pub(crate) struct Uploaded {
    pub(crate) id: String,
    pub(crate) key: String,
    /// What the browser said, and nobody has sanitized: the end of the key.
    pub(crate) file_name: String,
    pub(crate) size: u64,
}

/// What was uploaded since the start: where another host has a database.
#[derive(Default)]
pub(crate) struct Uploads(RwLock<Vec<Uploaded>>);

impl Uploads {
    pub(crate) fn all(&self) -> Vec<Uploaded> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn insert(&self, uploaded: Uploaded) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Who comes back twice has uploaded once; who uploads again replaces the object.
        all.retain(|other| other.key != uploaded.key);
        if all.len() == MAX_LISTED {
            all.remove(0);
        }
        all.push(uploaded);
    }
}

/// The form for one upload. `origin` is the page's own, to which the browser comes back.
///
/// The type is fixed, so nothing that is uploaded is ever shown: it is saved.
pub(crate) fn form(service: &Service, origin: &str) -> Result<PresignedPost, Box<dyn std::error::Error>> {
    let id = new_id()?;
    let prefix = format!("{UPLOADS}{id}/");
    let back = format!("{origin}/uploads/{id}");
    let policy = PostPolicy::named_by_client(&prefix, 1..=MAX_OBJECT as u64)?
        .content_type("application/octet-stream")?
        .success_action_redirect(&back)?;
    Ok(service.presigner()?.within(UPLOADS)?.presign_post(&policy)?)
}

fn new_id() -> Result<String, getrandom::Error> {
    let mut id = [0; ID];
    getrandom::fill(&mut id)?;
    Ok(hex::encode(id))
}

/// What a client wants to upload.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Wanted {
    file_name: String,
    size: u64,
}

/// How it uploads, and where it goes then.
#[derive(Serialize)]
struct Upload {
    #[serde(flatten)]
    ticket: UploadTicket,
    back: String,
}

/// `POST /uploads`: a ticket for a direct PUT of exactly this size, whose type is fixed like that of the form.
pub(crate) async fn ticket(
    State(service): State<Arc<Service>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Response> {
    let wanted = wanted.ok().filter(|Query(wanted)| (1..=MAX_OBJECT as u64).contains(&wanted.size));
    let Query(Wanted { file_name, size }) =
        wanted.ok_or_else(|| ServiceFailure::bad_request("Name and size are required"))?;
    let id = new_id().map_err(ServiceFailure::caused_by)?;
    let key = format!("{UPLOADS}{id}/{file_name}");
    let presigner = service.presigner()?.within(UPLOADS)?;
    let put = presigner.put(&key).map_err(|_| ServiceFailure::bad_request("The name can't be part of a key"))?;
    let ticket = UploadTicket::new(&put.content_type("application/octet-stream")?.content_length(size)?.presign());
    let key = form_urlencoded::Serializer::new(String::new()).append_pair("key", &key).finish();
    Ok((answer::link_headers(), Json(Upload { ticket, back: format!("/uploads/{id}?{key}") })).into_response())
}

#[derive(Deserialize)]
pub(crate) struct Stored {
    key: String,
}

/// `GET /uploads/{id}`: where the store sends the browser. What it says came through the browser, so the store is asked.
pub(crate) async fn uploaded(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    stored: Result<Query<Stored>, QueryRejection>,
) -> Response {
    let Ok(Query(Stored { key })) = stored else { return StatusCode::BAD_REQUEST.into_response() };
    match find(&service, id, key).await {
        Some(uploaded) => {
            service.uploads.insert(uploaded);
            (answer::link_headers(), Redirect::to("/")).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The object as the store knows it, if it was uploaded with the form of this id.
async fn find(service: &Service, id: String, key: String) -> Option<Uploaded> {
    let is_id = id.len() == 2 * ID && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let file_name = key.strip_prefix(UPLOADS)?.strip_prefix(&*id)?.strip_prefix('/').filter(|_| is_id)?.to_owned();
    let link = service.own_presigner().ok()?.within(UPLOADS).ok()?.head(&key).ok()?.presign();
    let answer = service.client.head(link.url()).send().await.ok().filter(|answer| answer.status().is_success())?;
    let size = answer.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()?;
    Some(Uploaded { id, key, file_name, size })
}
