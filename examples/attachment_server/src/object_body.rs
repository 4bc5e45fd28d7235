//! An object as a body in Base64, read from the store while it is sent.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream;
use presigner::attachment::{Base64Body, BodyLengthError, ServiceFailure};
use reqwest::Response as StoreResponse;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use crate::directory::StoredAttachment;
use crate::service::Service;

/// Begins to read the object. Nothing is answered before its first piece is here, so that a store which is down, slow or
/// without the object is a failure that can still be told.
pub(crate) async fn open(service: &Service, stored: &StoredAttachment) -> Result<Response, ServiceFailure> {
    let limit = service.limits.store;
    let opened = timeout(limit, async {
        let permit = service.bodies.clone().acquire_owned().await.map_err(|_| Problem::Busy)?;
        let mut from = request(service, stored).await?;
        let length = from.content_length();
        let first = from.chunk().await?;
        let body = |encoder| stream(Reading { encoder, first, from, _permit: permit });
        Ok(Base64Body::new(stored.size)?.into_http_response(length, body)?)
    });
    opened.await.unwrap_or(Err(Problem::Slow)).map_err(|problem| failed(&problem))
}

async fn request(service: &Service, stored: &StoredAttachment) -> Result<StoreResponse, Problem> {
    let link = service.own_presigner()?.get(stored.key)?.presign();
    let response = service.client.get(link.url()).send().await?;
    if response.status() != StatusCode::OK {
        return Err(Problem::Status(response.status().as_u16()));
    }
    Ok(response)
}

/// Why the object can't be read, for the log. Holds no URL.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("too many bodies are under way")]
    Busy,
    #[error("the store did not answer in time")]
    Slow,
    #[error("the store answered with status {0}")]
    Status(u16),
    #[error(transparent)]
    Http(reqwest::Error),
    #[error(transparent)]
    Length(#[from] BodyLengthError),
    #[error(transparent)]
    Link(#[from] presigner::Error),
}

impl From<reqwest::Error> for Problem {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error.without_url())
    }
}

fn failed(problem: &Problem) -> ServiceFailure {
    tracing::warn!(?problem, "the store could not be read");
    ServiceFailure::internal()
}

/// An object under way: what has been read and not sent is one piece.
struct Reading {
    encoder: Base64Body,
    first: Option<Bytes>,
    from: StoreResponse,
    /// Another body may begin when this one is dropped, at its end or with its connection.
    _permit: OwnedSemaphorePermit,
}

impl Reading {
    /// The next piece as Base64; `None` at the end. An error makes the server abort the connection.
    async fn next(mut self) -> Result<Option<(String, Self)>, Problem> {
        let piece = match self.first.take() {
            Some(first) => Some(first),
            None => self.from.chunk().await?,
        };
        Ok(self.encoder.next_text(piece.as_deref())?.map(|text| (text, self)))
    }
}

fn stream(reading: Reading) -> Body {
    Body::from_stream(stream::try_unfold(reading, async |reading: Reading| {
        reading.next().await.map_err(|problem| {
            tracing::warn!(?problem, "a body was aborted");
            std::io::Error::other("the object could not be read to its end")
        })
    }))
}
