//! The parts of a form, from a parser that gets no more than it needs.
//!
//! Left to itself, the parser takes all that a client sends, keeps it, and looks at all of it again whenever more comes.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use futures_util::Stream;
use futures_util::future::poll_fn;
use futures_util::stream;
use multer::{Field, Multipart};

use super::MAX_OBJECT;
use super::answer::Refused;
use super::incoming::{Broken, collected, in_time};

/// More than a form has before its file: where so much has come and the file has not, nothing more is read.
const BEFORE_FILE: usize = 64 * 1024;

/// What is read once the form is believed: a file that is a little too great is passed over, so that its client reads why.
const WITH_FILE: usize = 2 * MAX_OBJECT;

pub(super) struct FormParts {
    parser: Multipart<'static>,
    supply: Arc<Supply>,
}

struct Supply {
    /// Whether the parser has found no end in what it has, and gets one more piece.
    wanted: AtomicBool,
    /// How many bytes it may still have.
    left: AtomicUsize,
}

impl FormParts {
    pub(super) fn new(body: Body, content_type: &str) -> Result<Self, Refused> {
        let boundary = multer::parse_boundary(content_type)?;
        let supply = Arc::new(Supply { wanted: AtomicBool::new(false), left: AtomicUsize::new(BEFORE_FILE) });
        Ok(Self { parser: Multipart::new(supply.clone().pieces(body), boundary), supply })
    }

    /// From here on the file may come.
    pub(super) fn allow_file(&self) {
        self.supply.left.store(WITH_FILE, Relaxed);
    }

    pub(super) async fn next(&mut self) -> Result<Option<Field<'static>>, Refused> {
        let Self { parser, supply } = self;
        Ok(supply.feed(|cx| parser.poll_next_field(cx)).await?)
    }

    pub(super) async fn piece(&self, part: &mut Field<'static>) -> Result<Option<Bytes>, Refused> {
        Ok(self.supply.feed(|cx| Pin::new(&mut *part).poll_next(cx)).await.transpose()?)
    }
}

impl Supply {
    fn pieces(self: Arc<Self>, body: Body) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
        let mut pieces = Box::pin(collected(in_time(body)));
        stream::poll_fn(move |cx| {
            if !self.wanted.load(Relaxed) {
                return Poll::Pending;
            }
            let piece = ready!(pieces.as_mut().poll_next(cx));
            self.wanted.store(false, Relaxed);
            Poll::Ready(piece.map(|piece| piece.and_then(|piece| self.take(piece))))
        })
    }

    /// The piece, if there was any left. It may be longer than that: the first of the file can be in it.
    fn take(&self, piece: Bytes) -> Result<Bytes, Broken> {
        let left = self.left.load(Relaxed);
        self.left.store(left.saturating_sub(piece.len()), Relaxed);
        if left == 0 { Err(Broken::TooLong) } else { Ok(piece) }
    }

    /// Asks the parser, and gives it one more piece each time it can't answer.
    async fn feed<T>(&self, mut ask: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        poll_fn(|cx| {
            loop {
                for wanted in [false, true] {
                    self.wanted.store(wanted, Relaxed);
                    if let Poll::Ready(answer) = ask(cx) {
                        return Poll::Ready(answer);
                    }
                }
                // Nothing came: the body wakes this task when something does.
                if self.wanted.load(Relaxed) {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

impl From<multer::Error> for Refused {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::StreamReadFailed(cause) => {
                cause.downcast::<Broken>().map_or(Self::MALFORMED_FORM, |broken| Self::from(*broken))
            }
            _ => Self::MALFORMED_FORM,
        }
    }
}
