//! A store in memory for tests: it takes the links of its own signer, until they expire, and no others.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use presigner::verify::{SignedBody, Unverified, Verifier};
use presigner::{Credentials, Endpoint, Signer};
use tiny_http::{Header, Request, Response, Server};

/// It ends when it is dropped.
pub struct TestStore {
    /// What the host under test signs with.
    pub signer: Signer,
    server: Arc<Server>,
}

impl TestStore {
    pub fn start() -> presigner::Result<Self> {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port"));
        let endpoint = Endpoint::minio(&format!("http://{}", server.server_addr()))?;
        let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("test", "a secret of tests")?);
        let key = signer.verifying_key();
        let verifier = Verifier::new(endpoint, move |id: &str| (id == key.access_key_id()).then(|| key.clone()))?;
        let (requests, objects) = (Arc::clone(&server), Mutex::default());
        std::thread::spawn(move || {
            for mut request in requests.incoming_requests() {
                let answer = answer(&mut request, &verifier, &objects).unwrap_or_else(|(status, code)| {
                    Response::from_string(format!("<Error><Code>{code}</Code></Error>")).with_status_code(status)
                });
                let _ = request.respond(answer.with_chunked_threshold(usize::MAX)); // the client may be gone
            }
        });
        Ok(Self { signer, server })
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

type Objects = Mutex<HashMap<String, (String, Vec<u8>)>>; // content type and bytes by key
type Answer = Result<Response<Cursor<Vec<u8>>>, (u16, &'static str)>;

fn answer<L, I>(request: &mut Request, verifier: &Verifier<L>, objects: &Objects) -> Answer
where
    L: Fn(&str) -> I,
    I: IntoIterator<Item = presigner::verify::VerifyingKey>,
{
    let mut body = Vec::new();
    request.as_reader().read_to_end(&mut body).map_err(|_| (400, "IncompleteBody"))?;
    let headers: Vec<_> = request.headers().iter().map(|h| (h.field.as_str().as_str(), h.value.as_str())).collect();
    let header = |name: &str| headers.iter().find(|h| h.0.eq_ignore_ascii_case(name)).map_or("", |h| h.1);
    let (method, host) = (request.method().to_string(), header("host"));
    let refused = |error: presigner::verify::VerifyError| (error.status(), error.code());
    let received = Unverified::parse(&method, host, request.url(), headers.iter().copied()).map_err(refused)?;
    let verified = received.verify(verifier, SystemTime::now()).map_err(refused)?;
    let overrides =
        verified.parameters().map(|(name, value)| (name.strip_prefix("response-").map(String::from), value));
    let overrides: Vec<_> = overrides.collect();
    if verified.body() != SignedBody::Unsigned || overrides.iter().any(|(name, _)| name.is_none()) {
        return Err((501, "NotImplemented"));
    }
    let (key, mut objects) = (verified.key().to_owned(), objects.lock().expect("no thread has panicked"));
    match verified.method() {
        "PUT" => drop(objects.insert(key, (header("content-type").to_owned(), body))),
        "DELETE" => drop(objects.remove(&key)),
        "GET" | "HEAD" => {
            let (content_type, bytes) = objects.get(&key).ok_or((404, "NoSuchKey"))?;
            let stored = (Some("content-type".to_owned()), content_type.as_str().into());
            let headers = [stored].into_iter().chain(overrides);
            let headers = headers.filter_map(|(name, value)| Header::from_bytes(name?, &*value.into_owned()).ok());
            return Ok(headers.fold(Response::from_data(bytes.clone()), Response::with_header));
        }
        _ => return Err((405, "MethodNotAllowed")),
    }
    Ok(Response::from_data([]).with_status_code(if verified.method() == "PUT" { 200 } else { 204 }))
}
