//! The parts of a form, from a parser that gets no more than it needs.
//!
//! Left to itself, the parser takes all that a client sends, keeps it, and looks at all of it again whenever it is asked.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::mpsc::{self, Sender, TryRecvError};
use std::task::Poll;

use axum::body::{Body, Bytes};
use futures_util::stream::{self, Stream};
use futures_util::{FutureExt, TryStreamExt};
use multer::{Field, Multipart};

use super::MAX_OBJECT;
use super::answer::Refused;
use super::incoming::{Broken, collected, in_time};

/// More than a form has before its file: where so much has come and the file has not, nothing more is read.
const BEFORE_FILE: usize = 64 * 1024;

/// What is read once the form is believed: a file that is a little too great is passed over, so that its client reads why.
const WITH_FILE: usize = 2 * MAX_OBJECT;

pub(super) struct FormParts {
    body: Pin<Box<dyn Stream<Item = Result<Bytes, Broken>> + Send>>,
    /// How many bytes the parser may still have.
    left: usize,
    /// Where it gets them from, until the end.
    to_parser: Option<Sender<Bytes>>,
    parser: Multipart<'static>,
}

impl FormParts {
    pub(super) fn new(body: Body, content_type: &str) -> Result<Self, Refused> {
        let boundary = multer::parse_boundary(content_type)?;
        let (to_parser, pieces) = mpsc::channel();
        // Nobody is woken: who has asked the parser in vain gives it a piece and asks again.
        let pieces = stream::poll_fn(move |_| match pieces.try_recv() {
            Ok(piece) => Poll::Ready(Some(Ok::<Bytes, Infallible>(piece))),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => Poll::Ready(None),
        });
        Ok(Self {
            body: Box::pin(collected(in_time(body))),
            left: BEFORE_FILE,
            to_parser: Some(to_parser),
            parser: Multipart::new(pieces, boundary),
        })
    }

    /// From here on the file may come.
    pub(super) fn allow_file(&mut self) {
        self.left = WITH_FILE;
    }

    /// The next part.
    pub(super) async fn next(&mut self) -> Result<Option<Field<'static>>, Refused> {
        loop {
            if let Some(part) = self.parser.next_field().now_or_never() {
                return Ok(part?);
            }
            self.feed().await?;
        }
    }

    /// The next piece of a part.
    pub(super) async fn piece(&mut self, part: &mut Field<'static>) -> Result<Option<Bytes>, Refused> {
        loop {
            if let Some(piece) = part.chunk().now_or_never() {
                return Ok(piece?);
            }
            self.feed().await?;
        }
    }

    /// Gives the parser one more piece, or the end.
    async fn feed(&mut self) -> Result<(), Refused> {
        let Some(to_parser) = &self.to_parser else { return Err(Refused::MALFORMED_FORM) };
        let Some(piece) = self.body.try_next().await? else {
            self.to_parser = None;
            return Ok(());
        };
        // The last piece may be longer than what was left: the first of the file can be in it.
        if self.left == 0 {
            return Err(Refused::TOO_MUCH_BEFORE_FILE);
        }
        self.left = self.left.saturating_sub(piece.len());
        to_parser.send(piece).map_err(|_| Refused::MALFORMED_FORM)
    }
}

impl From<multer::Error> for Refused {
    fn from(_: multer::Error) -> Self {
        Self::MALFORMED_FORM
    }
}
