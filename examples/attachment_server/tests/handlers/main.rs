//! The handlers that the crate's guide "Embedding" shows: they compile, they answer, and the guide shows exactly these.

use std::future::pending;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use attachment_server::serve::serve;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use futures_util::{StreamExt, stream};
use presigner::attachment::{Attachment, AttachmentId, Base64Body, DownloadQuery, ServiceFailure};
use presigner::{Credentials, Endpoint, Signer, Validity};
use reqwest::Response as Object;
use tokio::net::TcpListener;

struct Host {
    signer: Signer,
    client: reqwest::Client,
}

struct Row {
    id: String,
    key: String,
    size: u64,
    name: Option<String>,
    content_type: Option<String>,
    disposition: Option<String>,
}

impl Host {
    /// Stands for a host's own: authenticates, authorises, looks up.
    #[expect(clippy::unused_self, reason = "a host has its messages somewhere")]
    fn find(&self, headers: &HeaderMap, place: &str, id: &[u8]) -> Result<Row, ServiceFailure> {
        if !headers.contains_key("authorization") {
            return Err(ServiceFailure::unauthorized());
        }
        if (place, id) != ("msg_1", b"att_1") {
            return Err(ServiceFailure::not_found());
        }
        Ok(Row {
            id: "att_1".into(),
            key: "messages/1".into(),
            size: 5,
            name: Some("a.txt".into()),
            content_type: Some("text/plain".into()),
            disposition: Some("inline".into()),
        })
    }
}

const HOUR: Duration = Duration::from_secs(3600);

// GUIDE: redirect
async fn download(State(host): HostState, method: Method, RawQuery(query): RawQuery) -> Result<Response, Response> {
    let redirect = || {
        let presigner = host.signer.at(Validity::new(SystemTime::now(), HOUR)?)?.within("messages/")?;
        DownloadQuery::parse(&query.unwrap_or_default())?.redirect(&presigner, &method)
    };
    Ok(redirect()?.into())
}
// GUIDE: end

// GUIDE: body
async fn body(State(host): HostState, Path((sid, id)): Ids, headers: HeaderMap) -> Result<Response, Response> {
    let row = host.find(&headers, &sid, AttachmentId::decode(&id)?.as_bytes())?;
    let link = host.signer.at(Validity::new(SystemTime::now(), HOUR)?)?.get(&row.key)?.presign();
    let object = host.client.get(link.url()).send().await.and_then(Object::error_for_status);
    let object = object.map_err(|e| ServiceFailure::caused_by(e.without_url()))?;
    let (len, pieces) = (object.content_length(), object.bytes_stream().map(Some).chain(stream::iter([None])));
    Ok(Base64Body::new(row.size)?.into_http_response(len, |body| Body::from_stream(pieces.map(body.into_encoder())))?)
}
// GUIDE: end

// GUIDE: descriptor
async fn descriptor(State(host): HostState, Path((m, id)): Ids, headers: HeaderMap) -> Result<Response, Response> {
    let row = host.find(&headers, &m, id.as_bytes())?;
    let presigner = host.signer.at(Validity::new(SystemTime::now(), HOUR)?)?;
    let attachment = Attachment::new(&row.id, &row.key, row.size).file_name(&row.name).content_type(&row.content_type);
    Ok(attachment.disposition(&row.disposition).descriptor(&presigner)?.into())
}
// GUIDE: end

type HostState = State<Arc<Host>>;
type Ids = Path<(String, String)>;

const GUIDE: &str = include_str!("../../../../src/guide/embedding.md");
const SOURCE: &str = include_str!("main.rs");

#[test]
fn shows_exactly_these_handlers() {
    let mut handlers = 0;
    for part in SOURCE.split("\n// GUIDE: ").skip(1) {
        let (name, rest) = part.split_once('\n').unwrap();
        if name == "end" {
            continue;
        }
        let handler = rest.split("\n// GUIDE: end").next().unwrap();
        assert!(GUIDE.contains(&format!("```rust,ignore\n{handler}\n```\n")), "the guide shows another {name}");
        // Without its signature and its last brace.
        let lines = handler.lines().count() - 2;
        assert!(lines <= 6, "{name} has {lines} lines");
        handlers += 1;
    }
    assert_eq!(handlers, 3);
}

/// A store whose every object is `att_1`, and a host with the handlers.
async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::custom(&format!("http://{}", listener.local_addr().unwrap()), "us-east-1").unwrap();
    tokio::spawn(serve(listener, Router::new().fallback(async || "att_1"), pending()));

    attachment_server::install_crypto();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "a secret").unwrap();
    let signer = Signer::new(endpoint.bucket("attachments").unwrap(), credentials);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let router = Router::new()
        .route("/download", get(download))
        .route("/body/{sid}/{id}", get(body))
        .route("/descriptor/{m}/{id}", get(descriptor))
        .with_state(Arc::new(Host { signer, client }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, router, pending()));
    url
}

#[tokio::test]
async fn they_answer() {
    let url = start().await;
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let get = async |path: &str| {
        let response = client.get(format!("{url}{path}")).header("authorization", "x").send().await.unwrap();
        let length = response.content_length();
        (response.status().as_u16(), length, response.text().await.unwrap())
    };
    assert_eq!(get("/download?key=messages/1").await.0, 302);
    assert_eq!(get("/download?key=raw/1").await.0, 400);
    assert_eq!(get("/body/msg_1/YXR0XzE=").await, (200, Some(8), "YXR0XzE=".into()));
    assert_eq!(get("/body/msg_1/!").await.0, 400);
    let (status, _, text) = get("/descriptor/msg_1/att_1").await;
    assert!(status == 200 && text.starts_with(r#"{"attachment_id":"att_1","content_disposition":"inline","#), "{text}");
    assert_eq!(get("/descriptor/msg_1/att_2").await.0, 404);
}
