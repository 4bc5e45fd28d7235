//! A server and its store, at a time that the test sets.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use attachment_server::clock::Clock;
use attachment_server::directory::Directory;
use attachment_server::serve::serve;
use attachment_server::service::{self, Limits, Service};
use attachment_server::tokens::{TokenTexts, Tokens};
use attachment_server::{install_crypto, samples};
use presigner::Signer;
use presigner::time::OffsetDateTime;
use reqwest::{Client, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

pub struct World {
    pub url: String,
    pub client: Client,
    pub tokens: TokenTexts,
    pub now: Arc<AtomicI64>,
}

#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn at(now: i64) -> Self {
        Self(Arc::new(AtomicI64::new(now)))
    }

    pub fn clock(&self) -> Clock {
        let now = self.0.clone();
        Clock::new(move || OffsetDateTime::from_unix_timestamp(now.load(Ordering::SeqCst)).unwrap())
    }
}

impl World {
    /// A server that signs for whatever store.
    pub async fn start(signer: Signer, clock: &TestClock, limits: Limits) -> Self {
        Self::start_with(samples::directory(), signer, clock, limits).await
    }

    /// The same with other rooms and messages than the samples.
    pub async fn start_with(directory: Directory, signer: Signer, clock: &TestClock, limits: Limits) -> Self {
        install_crypto();
        keep_log();
        let tokens = TokenTexts::known_to_everybody();
        let service = Service::new(signer, directory, Tokens::new(&tokens), clock.clock(), limits).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = service::router_with_page(Arc::new(service));
        tokio::spawn(serve(listener, router, std::future::pending()));
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        Self { url, client, tokens, now: clock.0.clone() }
    }

    pub fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    /// GET of a path of the server, or of a whole URL.
    pub async fn get(&self, target: &str, headers: &[(&str, &str)]) -> Response {
        let url = if target.starts_with('/') { format!("{}{target}", self.url) } else { target.to_owned() };
        let mut request = self.client.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    pub async fn redirect(&self, parameters: &[(&str, &str)]) -> Response {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        self.get(&format!("/api/messages/download?{query}"), &[]).await
    }

    /// The body endpoint, as a user of a session.
    pub async fn body(&self, sid: &str, parameters: &[(&str, &str)], session: Option<&str>) -> Response {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let headers: Vec<_> = session.map(|session| ("sessionToken", session)).into_iter().collect();
        self.get(&format!("/agent/v1/stream/{sid}/attachment?{query}"), &headers).await
    }

    /// A descriptor endpoint, as who has a bearer token.
    pub async fn human(&self, path: &str, bearer: &str) -> Response {
        self.get(&format!("/human/v0/messages/{path}"), &[("authorization", &format!("Bearer {bearer}"))]).await
    }
}

/// The object of a key, as it was stored.
pub fn stored(key: &str) -> bytes::Bytes {
    samples::objects().into_iter().find(|sample| sample.key == key).unwrap().bytes
}

pub fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    let mut values = response.headers().get_all(name).iter();
    let value = values.next().map_or("", |value| value.to_str().unwrap());
    assert!(values.next().is_none(), "{name} stands twice");
    value
}

/// The headers of everything that may hold a link.
pub fn assert_no_cache_keeps(response: &Response) {
    assert_eq!(header(response, "cache-control"), "no-store");
    assert_eq!(header(response, "x-content-type-options"), "nosniff");
    assert_eq!(header(response, "referrer-policy"), "no-referrer");
}

pub async fn json(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

static KEPT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// What the servers of this process have logged so far, filtered as `main.rs` filters it.
pub fn logged() -> String {
    String::from_utf8(KEPT.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap()
}

fn keep_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ours = Targets::new().with_target("attachment_server", Level::INFO);
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(|| Kept);
        tracing_subscriber::registry().with(lines).with(ours).init();
    });
}

struct Kept;

impl std::io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
