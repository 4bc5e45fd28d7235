//! What the endpoints have in common, and their routes.

use std::sync::Arc;
use std::time::Duration;

use axum::http::uri::Authority;
use axum::routing::{get, post};
use axum::{Router, middleware};
use presigner::{Presigner, Signer, UnixTime, Validity};
use reqwest::Client;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::directory::Directory;
use crate::tokens::Tokens;
use crate::uploads::{self, Uploads};
use crate::{descriptors, download, host, page, request_log, stream_attachment};

/// How long a link lives that is given to somebody.
const LINK_LIFETIME: Duration = Duration::from_secs(3600);

/// How long the link lives that the server itself follows at once.
const OWN_LINK_LIFETIME: Duration = Duration::from_secs(60);

/// The bounds on what the server does for its clients.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Bodies that are under way at the same time.
    pub bodies: usize,
    /// How long to wait for the store: for its connection, its answer, and each piece of a body.
    pub store: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bodies: 256, store: Duration::from_secs(10) }
    }
}

pub struct Service {
    signer: Signer,
    pub(crate) directory: Directory,
    pub(crate) tokens: Tokens,
    pub(crate) client: Client,
    pub(crate) limits: Limits,
    pub(crate) bodies: Arc<Semaphore>,
    pub(crate) uploads: Uploads,
    pub(crate) public_name: Option<Authority>,
    clock: Clock,
}

impl Service {
    pub fn new(
        signer: Signer,
        directory: Directory,
        tokens: Tokens,
        clock: Clock,
        limits: Limits,
    ) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            // What is signed is for one store. A redirect would lead elsewhere, perhaps into the network around the server.
            .redirect(reqwest::redirect::Policy::none())
            // The same for a proxy that somebody's environment names.
            .no_proxy()
            .connect_timeout(limits.store)
            .read_timeout(limits.store)
            .build()?;
        let bodies = Arc::new(Semaphore::new(limits.bodies));
        Ok(Self {
            signer,
            directory,
            tokens,
            client,
            limits,
            bodies,
            uploads: Uploads::default(),
            public_name: None,
            clock,
        })
    }

    /// Answers under this name too: the host, and the port where it is not the scheme's own, that clients ask for.
    #[must_use]
    pub fn with_public_name(mut self, name: Option<Authority>) -> Self {
        self.public_name = name;
        self
    }

    pub(crate) fn now(&self) -> UnixTime {
        self.clock.now().into()
    }

    /// Signs links for others.
    pub(crate) fn presigner(&self) -> presigner::Result<Presigner<'_>> {
        self.signer.at(Validity::new(self.clock.now(), LINK_LIFETIME)?)
    }

    /// Signs links for the server itself.
    pub(crate) fn own_presigner(&self) -> presigner::Result<Presigner<'_>> {
        self.signer.at(Validity::new(self.clock.now(), OWN_LINK_LIFETIME)?)
    }
}

/// All endpoints.
pub fn router(service: Arc<Service>) -> Router {
    finish(endpoints(), service)
}

/// All endpoints, and the page that lists the attachments and takes more. It gives links and forms without asking who
/// wants them, so it is for trying things out only.
pub fn router_with_page(service: Arc<Service>) -> Router {
    finish(
        endpoints()
            .route("/", get(page::page))
            .route("/uploads", post(uploads::ticket))
            .route("/uploads/{id}", get(uploads::uploaded)),
        service,
    )
}

/// What comes before every answer: the log around the check of the host.
fn finish(routes: Router<Arc<Service>>, service: Arc<Service>) -> Router {
    routes
        .layer(middleware::from_fn_with_state(service.clone(), host::check))
        .layer(middleware::from_fn(request_log::log))
        .with_state(service)
}

fn endpoints() -> Router<Arc<Service>> {
    Router::new()
        .route("/api/messages/download", get(download::download))
        .route("/agent/v1/stream/{sid}/attachment", get(stream_attachment::attachment))
        .route("/human/v0/messages/{message_id}/attachments/{attachment_id}", get(descriptors::attachment))
        .route("/human/v0/messages/{message_id}/raw", get(descriptors::raw))
        .route("/human/v0/messages/{message_id}/context", get(descriptors::context))
}
