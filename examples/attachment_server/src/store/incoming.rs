//! Bodies as they come in: each keeps to time, and what is kept of it has room.

use std::time::Duration;

use axum::body::{Body, Bytes};
use bytes::BytesMut;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::answer::Refused;

/// How long a client may send nothing, or fall behind the least rate.
const SILENCE: Duration = Duration::from_secs(15);

/// The least rate, in bytes a second.
const LEAST_RATE: u32 = 16 * 1024;

/// Small pieces are collected up to this size, in bytes, for so long.
const PIECE: usize = 8 * 1024;
const COLLECT: Duration = Duration::from_millis(10);

/// Why a body did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("the body came too slowly")]
    TooSlow,
    #[error(transparent)]
    Connection(#[from] axum::Error),
}

impl From<Broken> for Refused {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::TooSlow => Self::REQUEST_TIMEOUT,
            Broken::Connection(_) => Self::INCOMPLETE_BODY,
        }
    }
}

/// The body's pieces. Its client must be as fast as the least rate, but for a silence now and then.
pub(super) fn in_time(body: Body) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
    let begun = (body.into_data_stream(), Instant::now() + SILENCE);
    stream::try_unfold(begun, async |(mut pieces, deadline)| {
        let piece = timeout_at(deadline, pieces.next()).await.map_err(|_| Broken::TooSlow)?;
        let Some(piece) = piece.transpose()? else { return Ok(None) };
        let now = Instant::now();
        let earned = Duration::from_secs(piece.len() as u64) / LEAST_RATE;
        // What was sent quickly doesn't pay for a longer silence later.
        let deadline = (deadline.max(now) + earned).min(now + SILENCE);
        Ok(Some((piece, (pieces, deadline))))
    })
}

/// The pieces, small ones collected: a body of one byte in each chunk is a few large pieces too.
pub(super) fn collected(
    pieces: impl Stream<Item = Result<Bytes, Broken>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
    stream::try_unfold(Box::pin(pieces), async |mut pieces| {
        let Some(first) = pieces.next().await.transpose()? else { return Ok(None) };
        let mut piece = BytesMut::from(first);
        let until = Instant::now() + COLLECT;
        while piece.len() < PIECE {
            match timeout_at(until, pieces.next()).await {
                Ok(Some(more)) => piece.extend_from_slice(&more?),
                Ok(None) | Err(_) => break,
            }
        }
        Ok(Some((piece.freeze(), pieces)))
    })
}
