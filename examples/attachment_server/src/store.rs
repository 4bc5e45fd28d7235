//! An object store that believes presigned URLs and forms and nothing else, in memory: a key is looked up, never a path.
//! Nothing of a body is read before the head of its request is believed; of a form, no more than stands before its file.

mod answer;
mod form;
mod form_parts;
mod incoming;
mod objects;

use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use futures_util::TryStreamExt;
use presigner::Signer;
use presigner::verify::{InfrastructureHeader, SignedBody, Unverified, Verified, Verifier, VerifyingKey};
use tokio::sync::{Semaphore, SemaphorePermit};

use self::answer::Refused;
use self::incoming::in_time;
use self::objects::{Object, Objects};
use crate::clock::Clock;
use crate::host;
use crate::line::Line;

/// The greatest object that is taken, in bytes.
pub const MAX_OBJECT: usize = 32 * 1024 * 1024;

/// Uploads that are under way at the same time.
const UPLOADS: usize = 64;

/// Forms whose fields are still coming. One more, and the one that has taken longest is sent away.
const FORMS: usize = 64;

type Lookup = Box<dyn Fn(&str) -> Option<VerifyingKey> + Send + Sync>;

pub struct Store {
    bucket: String,
    verifier: Verifier<Lookup>,
    clock: Clock,
    objects: Objects,
    uploads: Semaphore,
    forms: Arc<Line>,
}

impl Store {
    /// The store that `signer` signs for: its bucket, at its endpoint, with its credentials.
    pub fn new(signer: &Signer, clock: Clock) -> presigner::Result<Self> {
        let bucket = signer.bucket().ok_or(presigner::Error::NotAnObjectStore)?;
        let key = signer.verifying_key();
        let lookup: Lookup = Box::new(move |id| (id == key.access_key_id()).then(|| key.clone()));
        Ok(Self {
            bucket: bucket.name().into(),
            verifier: Verifier::new(bucket.endpoint().clone(), lookup)?,
            clock,
            objects: Objects::new(),
            uploads: Semaphore::new(UPLOADS),
            forms: Line::new(FORMS),
        })
    }

    /// Behind infrastructure that adds this header to every request.
    #[must_use]
    pub fn behind(self, header: InfrastructureHeader) -> Self {
        Self { verifier: self.verifier.behind(header), ..self }
    }

    /// Puts an object there without a request. It takes no room from uploads.
    pub fn insert(&self, key: &str, content_type: &str, bytes: Bytes) {
        self.objects.insert(key, Object::new(bytes, content_type));
    }

    async fn answer(&self, parts: &Parts, body: Body) -> Result<Response, Refused> {
        host::asked_for(&parts.uri, &parts.headers).ok_or(Refused::INVALID_HOST)?;
        let request = Unverified::from_http(&parts.method, &parts.uri, &parts.headers)?;
        let verified = request.verify(&self.verifier, self.clock.now())?;
        if verified.bucket() != self.bucket {
            return Err(Refused::NO_SUCH_BUCKET);
        }
        match parts.method {
            Method::GET | Method::HEAD => {
                let object = self.objects.find(verified.key()).ok_or(Refused::NO_SUCH_KEY)?;
                answer::object(&object, &verified, &parts.headers)
            }
            Method::PUT => self.put(&verified, &parts.headers, body).await,
            _ => Err(Refused::METHOD_NOT_ALLOWED),
        }
    }

    async fn put(&self, verified: &Verified<'_>, headers: &HeaderMap, body: Body) -> Result<Response, Refused> {
        // Anything else in the query asks for an operation that isn't there: a part, a tag, an access control list.
        if verified.key().is_empty() || verified.parameters().next().is_some() {
            return Err(Refused::NOT_IMPLEMENTED);
        }
        let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: usize| length > MAX_OBJECT) {
            return Err(Refused::TOO_LARGE);
        }
        let _upload = self.begin_upload()?;
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let mut object = self.objects.begin(MAX_OBJECT, content_type)?;
        let mut pieces = pin!(in_time(body));
        while let Some(piece) = pieces.try_next().await? {
            object.push(&piece)?;
        }
        let object = object.finish();
        if let SignedBody::Sha256(expected) = verified.body()
            && object.sha256 != expected
        {
            return Err(Refused::BODY_HASH);
        }
        Ok(answer::stored(&self.objects.insert(verified.key(), object)))
    }

    fn begin_upload(&self) -> Result<SemaphorePermit<'_>, Refused> {
        self.uploads.try_acquire().map_err(|_| Refused::SLOW_DOWN)
    }
}

/// The store over HTTP.
pub fn router(store: Arc<Store>) -> Router {
    Router::new().fallback(handle).with_state(store)
}

async fn handle(State(store): State<Arc<Store>>, request: Request) -> Response {
    if request.method() == Method::POST && form::is_form(request.headers()) {
        return form::answer(&store, request).await;
    }
    if request.method() == Method::OPTIONS {
        return answer::may_put();
    }
    let (parts, body) = request.into_parts();
    let mut response = store.answer(&parts, body).await.unwrap_or_else(answer::refusal);
    if parts.method == Method::PUT {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, answer::ANYBODY);
    }
    response
}
