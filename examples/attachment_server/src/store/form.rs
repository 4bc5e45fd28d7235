//! Uploads from forms, as browsers send them: `multipart/form-data`, read piece by piece.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::BytesMut;
use multer::Field;
use presigner::verify::{UnverifiedPost, VerifiedPost};
use tokio::sync::Notify;

use super::answer::{self, Refused};
use super::form_parts::FormParts;
use super::{MAX_OBJECT, Store};
use crate::host;

pub(super) fn is_form(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("multipart/form-data")
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub(super) async fn answer(store: &Store, request: Request) -> Response {
    let mut answer = receive(store, request).await.unwrap_or_else(answer::refusal);
    // A page's script may read how it went: without the form it could not have asked.
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer
}

async fn receive(store: &Store, request: Request) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    let host = host::asked_for(&parts.uri, &parts.headers).ok_or(Refused::INVALID_HOST)?;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let mut form_parts = FormParts::new(body, content_type(&parts.headers))?;

    let sent_away = Arc::new(Notify::new());
    let place = store.forms.enter(&sent_away);
    let BeforeFile { fields, file_name, file } = tokio::select! {
        fields = read_fields(&mut form_parts) => fields?,
        () = sent_away.notified() => return Err(Refused::SLOW_DOWN),
    };
    let received = fields.iter().map(|(name, value)| (name, value));
    let form = UnverifiedPost::parse(host, target, received, &file_name)?;
    let form = form
        .verify(&store.verifier, store.clock.now())
        .map_err(|refusal| Refused::of_form(refusal, || form.unmet_policy(&store.verifier)))?;
    drop(place);
    form_parts.allow_file();
    store_file(store, &form, &mut form_parts, file).await
}

/// What a form says before the first byte of its file.
struct BeforeFile {
    fields: Vec<(String, Bytes)>,
    file_name: String,
    file: Field<'static>,
}

async fn read_fields(form: &mut FormParts) -> Result<BeforeFile, Refused> {
    let mut fields = Vec::new();
    loop {
        let mut part = form.next().await?.ok_or(Refused::MALFORMED_FORM)?;
        let name = part.name().ok_or(Refused::MALFORMED_FORM)?.to_owned();
        if name == "file" {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            return Ok(BeforeFile { fields, file_name, file: part });
        }
        let mut value = BytesMut::new();
        while let Some(piece) = form.piece(&mut part).await? {
            value.extend_from_slice(&piece);
        }
        fields.push((name, value.freeze()));
    }
}

async fn store_file(
    store: &Store,
    form: &VerifiedPost<'_>,
    parts: &mut FormParts,
    mut file: Field<'static>,
) -> Result<Response, Refused> {
    if form.bucket() != store.bucket {
        return Err(Refused::NO_SUCH_BUCKET);
    }
    let _upload = store.begin_upload()?;
    let most = usize::try_from(*form.size_range().end()).unwrap_or(MAX_OBJECT);
    let mut object = store.objects.begin(most, form.content_type())?;
    while let Some(piece) = parts.piece(&mut file).await? {
        if let Err(refused) = object.push(&piece) {
            drop(object);
            // A browser that is still sending would not read the answer.
            while let Ok(Some(_)) = parts.piece(&mut file).await {}
            return Err(refused);
        }
    }
    let object = object.finish();
    form.check_size(object.bytes.len() as u64)?;
    let signature = form.field("x-amz-signature").unwrap_or_default();
    let etag = store.objects.insert_of_form(form.key(), object, signature)?;
    answer::uploaded(form, &etag)
}
