//! An object store that believes presigned URLs and forms and nothing else, in memory: a key is looked up, never a path.

mod answer;
mod form;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use presigner::Signer;
use presigner::verify::{SignedBody, Unverified, Verified, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};

use self::answer::Refused;
use crate::clock::Clock;

/// The greatest object that is taken, in bytes.
pub const MAX_OBJECT: usize = 32 * 1024 * 1024;

type Lookup = Box<dyn Fn(&str) -> Option<VerifyingKey> + Send + Sync>;

pub struct Store {
    bucket: String,
    verifier: Verifier<Lookup>,
    clock: Clock,
    objects: RwLock<HashMap<String, Object>>,
}

/// An object, cheap to clone.
#[derive(Clone)]
struct Object {
    bytes: Bytes,
    content_type: String,
    etag: String,
}

impl Object {
    fn new(bytes: Bytes, content_type: &str) -> Self {
        let etag = format!("\"{}\"", hex::encode(Sha256::digest(&bytes)));
        Self { bytes, content_type: content_type.into(), etag }
    }
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
            objects: RwLock::default(),
        })
    }

    /// Puts an object there without a request. Returns its entity tag.
    pub fn insert(&self, key: &str, content_type: &str, bytes: Bytes) -> String {
        let object = Object::new(bytes, content_type);
        let etag = object.etag.clone();
        self.objects.write().unwrap_or_else(PoisonError::into_inner).insert(key.into(), object);
        etag
    }

    fn find(&self, key: &str) -> Option<Object> {
        self.objects.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn answer(&self, parts: &axum::http::request::Parts, body: Bytes) -> Result<Response, Refused> {
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
        let authority = authority(&parts.headers);
        let headers = parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let request = Unverified::parse(parts.method.as_str(), authority, target, headers)?;
        let verified = request.verify(&self.verifier, self.clock.now())?;
        if verified.bucket() != self.bucket {
            return Err(Refused::NO_SUCH_BUCKET);
        }
        match parts.method {
            Method::GET | Method::HEAD => {
                let object = self.find(verified.key()).ok_or(Refused::NO_SUCH_KEY)?;
                answer::object(&object, &verified, &parts.headers)
            }
            Method::PUT => self.put(&verified, &parts.headers, body),
            _ => Err(Refused::METHOD_NOT_ALLOWED),
        }
    }

    fn put(&self, verified: &Verified<'_>, headers: &HeaderMap, body: Bytes) -> Result<Response, Refused> {
        // Anything else in the query asks for an operation that isn't there: a part, a tag, an access control list.
        if verified.key().is_empty() || verified.parameters().next().is_some() {
            return Err(Refused::NOT_IMPLEMENTED);
        }
        if let SignedBody::Sha256(expected) = verified.body() {
            let sent = hex::encode(Sha256::digest(&body));
            if sent != expected {
                return Err(Refused::BODY_HASH);
            }
        }
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let etag = self.insert(verified.key(), content_type.unwrap_or(answer::DEFAULT_TYPE), body);
        Ok(answer::stored(&etag))
    }
}

/// Where the client sent its request to.
fn authority(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

/// The store over HTTP.
pub fn router(store: Arc<Store>) -> Router {
    // What a form may send before and after its file is little beside this.
    let whole_form = DefaultBodyLimit::max(2 * MAX_OBJECT);
    Router::new().fallback(handle).layer(whole_form).with_state(store)
}

async fn handle(State(store): State<Arc<Store>>, request: Request) -> Response {
    if request.method() == Method::POST && form::is_form(request.headers()) {
        return form::answer(&store, request).await;
    }
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, MAX_OBJECT).await {
        Ok(body) => store.answer(&parts, body).unwrap_or_else(answer::refusal),
        Err(_) => answer::refusal(Refused::TOO_LARGE),
    }
}
