//! The handlers that the crate's README shows: they compile, they answer, and the README shows exactly these.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use attachment_server::serve::serve;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures_util::stream;
use presigner::attachment::{
    Attachment, AttachmentId, Base64Body, BodyLengthError, DownloadFailure, DownloadQuery, LINK_HEADERS, Redirect,
    ServiceFailure,
};
use presigner::time::OffsetDateTime;
use presigner::{Credentials, Endpoint, Presigner, Signer, Validity};
use tokio::net::TcpListener;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

struct Host {
    signer: Signer,
    client: reqwest::Client,
}

struct Stored {
    id: String,
    key: String,
    size: u64,
    name: String,
    content_type: String,
}

impl Host {
    fn presigner(&self) -> presigner::Result<Presigner<'_>> {
        self.signer.at(Validity::new(OffsetDateTime::now_utc(), Duration::from_secs(3600))?)
    }

    /// Stands for a host's own: authenticates, authorises, looks up.
    #[expect(clippy::unused_self, reason = "a host has its messages somewhere")]
    fn find(&self, headers: &HeaderMap, place: &str, id: &[u8]) -> Result<Stored, ServiceFailure> {
        if !headers.contains_key("authorization") {
            return Err(ServiceFailure::unauthorized());
        }
        if (place, id) != ("msg_1", b"att_1") {
            return Err(ServiceFailure::not_found());
        }
        Ok(Stored {
            id: "att_1".into(),
            key: "messages/1".into(),
            size: 5,
            name: "a.txt".into(),
            content_type: "text/plain".into(),
        })
    }
}

fn refused(status: u16, failure: impl serde::Serialize) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, AppendHeaders(LINK_HEADERS), Json(failure)).into_response()
}

struct Failed(ServiceFailure);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        refused(self.0.status(), self.0)
    }
}

impl From<ServiceFailure> for Failed {
    fn from(failure: ServiceFailure) -> Self {
        Self(failure)
    }
}

impl From<presigner::Error> for Failed {
    fn from(error: presigner::Error) -> Self {
        Self(error.into())
    }
}

impl From<reqwest::Error> for Failed {
    fn from(_: reqwest::Error) -> Self {
        Self(ServiceFailure::internal())
    }
}

impl From<BodyLengthError> for Failed {
    fn from(_: BodyLengthError) -> Self {
        Self(ServiceFailure::internal())
    }
}

// README: redirect
async fn download(State(host): State<Arc<Host>>, RawQuery(query): RawQuery) -> Response {
    let redirect = || -> Result<Redirect, DownloadFailure> {
        let query = DownloadQuery::parse(&query.unwrap_or_default())?;
        let presigner = host.presigner()?.within("messages/")?;
        Ok(Redirect::new(presigner.get(query.key())?.attachment(query.file_name()).presign()))
    };
    let answer = |found: Redirect| (StatusCode::FOUND, AppendHeaders(found.headers())).into_response();
    redirect().map_or_else(|failure| refused(failure.status(), failure), answer)
}
// README: end

// README: body
async fn body(State(host): State<Arc<Host>>, Path((sid, id)): Ids, headers: HeaderMap) -> Result<Response, Failed> {
    let stored = host.find(&headers, &sid, AttachmentId::decode(&id)?.as_bytes())?;
    let link = host.presigner()?.get(&stored.key)?.presign();
    let object = host.client.get(link.url()).send().await?.error_for_status()?;
    let body = Base64Body::new(stored.size)?;
    body.check_length(object.content_length().unwrap_or(stored.size))?; // a failure, while one can be told
    let headers = [(CONTENT_LENGTH, body.content_length().into()), (CONTENT_TYPE, OCTETS)];
    let next = async |(mut body, mut object): (Base64Body, reqwest::Response)| -> Result<_, BoxError> {
        Ok(body.next_text(object.chunk().await?.as_deref())?.map(|text| (text, (body, object))))
    };
    Ok((headers, Body::from_stream(stream::try_unfold((body, object), next))).into_response())
}
// README: end

type Ids = Path<(String, String)>;

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

// README: descriptor
async fn descriptor(State(host): State<Arc<Host>>, Path((m, id)): Ids, headers: HeaderMap) -> Result<Response, Failed> {
    let stored = host.find(&headers, &m, id.as_bytes())?;
    let attachment = Attachment::new(&stored.id, &stored.key, stored.size)
        .file_name(&stored.name)
        .content_type(&stored.content_type)
        .inline();
    let descriptor = attachment.descriptor(&host.presigner()?)?;
    Ok((AppendHeaders(LINK_HEADERS), Json(descriptor)).into_response())
}
// README: end

const README: &str = include_str!("../../../../README.md");
const SOURCE: &str = include_str!("main.rs");

#[test]
fn shows_exactly_these_handlers() {
    let mut handlers = 0;
    for part in SOURCE.split("\n// README: ").skip(1) {
        let (name, rest) = part.split_once('\n').unwrap();
        if name == "end" {
            continue;
        }
        let handler = rest.split("\n// README: end").next().unwrap();
        assert!(README.contains(&format!("```rust\n{handler}\n```\n")), "the README shows another {name}");
        // Without its signature and its last brace.
        assert!(handler.lines().count() - 2 <= 10, "{name} is longer than ten lines");
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
