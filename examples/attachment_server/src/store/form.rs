//! Uploads from forms, as browsers send them: `multipart/form-data`, read piece by piece.

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::BytesMut;
use presigner::verify::{UnverifiedPost, VerifiedPost};

use super::answer::{self, Refused};
use super::{MAX_OBJECT, Store, authority};

/// More than a form has before its file: what is over the limit is refused when all of it is there.
const MAX_FIELDS: usize = 64 * 1024;

pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.starts_with("multipart/form-data")
}

pub(super) async fn answer(store: &Store, request: Request) -> Response {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let authority = authority(request.headers()).to_owned();
    let answer = match Multipart::from_request(request, &()).await {
        Ok(mut form) => {
            let answer = receive(store, &authority, &target, &mut form).await;
            // A client that is still sending would not read the answer.
            while let Ok(Some(_)) = form.next_field().await {}
            answer
        }
        Err(_) => Err(Refused::MALFORMED_FORM),
    };
    let mut answer = answer.unwrap_or_else(answer::refusal);
    // A page's script may read how it went: without the form it could not have asked.
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer
}

async fn receive(store: &Store, authority: &str, target: &str, form: &mut Multipart) -> Result<Response, Refused> {
    let mut fields: Vec<(String, Bytes)> = Vec::new();
    let mut room = MAX_FIELDS;
    loop {
        let mut part = form.next_field().await?.ok_or(Refused::MALFORMED_FORM)?;
        let name = part.name().ok_or(Refused::MALFORMED_FORM)?.to_owned();
        if name == "file" {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            let received = fields.iter().map(|(name, value)| (name, value));
            let form = UnverifiedPost::parse(authority, target, received, &file_name)?;
            let form = form.verify(&store.verifier, store.clock.now())?;
            return store_file(store, &form, part).await;
        }
        let value = read(&mut part, room.saturating_sub(name.len())).await?.ok_or(Refused::MALFORMED_FORM)?;
        room = room.saturating_sub(name.len() + value.len());
        fields.push((name, value));
    }
}

async fn store_file(store: &Store, form: &VerifiedPost<'_>, mut file: Field<'_>) -> Result<Response, Refused> {
    if form.bucket() != store.bucket {
        return Err(Refused::NO_SUCH_BUCKET);
    }
    let most = usize::try_from(*form.size_range().end()).map_or(MAX_OBJECT, |most| most.min(MAX_OBJECT));
    let bytes = read(&mut file, most).await?.ok_or(Refused::TOO_LARGE)?;
    form.check_size(bytes.len() as u64)?;
    let etag = store.insert(form.key(), form.content_type().unwrap_or(answer::DEFAULT_TYPE), bytes);
    answer::uploaded(form, &etag)
}

/// The whole part, or nothing where it is over the limit: then no more of it is read than that.
async fn read(part: &mut Field<'_>, limit: usize) -> Result<Option<Bytes>, MultipartError> {
    let mut bytes = BytesMut::new();
    while let Some(piece) = part.chunk().await? {
        if bytes.len() + piece.len() > limit {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes.freeze()))
}

impl From<MultipartError> for Refused {
    fn from(_: MultipartError) -> Self {
        Self::MALFORMED_FORM
    }
}
