//! Serving a router: bounded connections and heads, time limits on both directions, and an end without broken answers.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::Request;
use axum::{Extension, Router};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower_layer::Layer;

use crate::line::{Line, Place};
use crate::linger::Lingering;

/// How long a client may take for the head of a request, and be silent between two.
const READ_HEAD: Duration = Duration::from_secs(15);

/// The greatest head, in bytes, and its headers. A presigned URL with the longest session token is about half of it.
const HEAD: usize = 32 * 1024;
const HEADERS: usize = 64;

/// What is read or written at once: how much a connection may hold of a body that nobody has asked for yet.
const BUFFER: usize = 64 * 1024;

/// How long a client may refuse to take what it asked for.
const WRITE: Duration = Duration::from_secs(30);

/// How long answers that are under way may take once the server is asked to end.
const SHUTDOWN: Duration = Duration::from_secs(10);

/// Connections at the same time, and how many of them may be without a request that is being answered. Over that number,
/// who has been idle for longest is cut off: whoever opens connections and says nothing keeps nobody out.
const CONNECTIONS: usize = 1024;
const IDLE: usize = CONNECTIONS / 2;

/// The address that a client connected to: an extension of its requests.
#[derive(Clone, Copy)]
pub struct LocalAddress(pub SocketAddr);

/// Serves until `end` is ready, then lets answers that are under way come to their end.
pub async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let line = Line::new(IDLE);
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(READ_HEAD);
    http.max_header_size(HEAD).max_headers(HEADERS).max_buf_size(BUFFER);
    let mut end = pin!(end);
    loop {
        let permit = tokio::select! {
            permit = connections.clone().acquire_owned() => permit,
            () = &mut end => break,
        };
        let (stream, address) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut end => break,
        };
        let idle = Idle::begin(&line);
        let cut_off = idle.cut_off.clone();
        let router = TowerToHyperService::new(Extension(address).layer(router.clone()));
        let service = service_fn(move |request: Request<Incoming>| {
            let busy = idle.interrupt();
            let answer = router.call(request);
            async {
                let answer = answer.await?;
                // Idle again when the body has been handed over and is dropped, and this closure with it.
                Ok::<_, std::convert::Infallible>(answer.map(|body| {
                    body.map_err(move |error| {
                        let _ = &busy;
                        error
                    })
                }))
            }
        });
        let stream = Lingering::new(Box::pin(stream));
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            tokio::select! {
                // A connection that breaks is its client's matter; what failed here was logged where it failed.
                _ = connection => {}
                () = cut_off.notified() => {}
            }
            drop(permit);
        });
    }
    drop(listener);
    if timeout(SHUTDOWN, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections were still open at the end");
    }
}

/// A connection's place among those that are idle, but while one of its requests is being answered.
#[derive(Clone)]
struct Idle {
    line: Arc<Line>,
    place: Arc<Mutex<Option<Place>>>,
    cut_off: Arc<Notify>,
}

impl Idle {
    fn begin(line: &Arc<Line>) -> Self {
        let idle = Self { line: line.clone(), place: Arc::default(), cut_off: Arc::default() };
        idle.set(Some(line.enter(&idle.cut_off)));
        idle
    }

    fn interrupt(&self) -> Busy {
        self.set(None);
        Busy(self.clone())
    }

    fn set(&self, place: Option<Place>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }
}

struct Busy(Idle);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.set(Some(self.0.line.enter(&self.0.cut_off)));
    }
}

async fn accept(listener: &TcpListener) -> (TimeoutStream<TcpStream>, LocalAddress) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let Ok(address) = stream.local_addr() else { continue };
                // The answers are small or come in large pieces: nothing is gained by waiting for more.
                let _ = stream.set_nodelay(true);
                let mut stream = TimeoutStream::new(stream);
                stream.set_write_timeout(Some(WRITE));
                return (stream, LocalAddress(address));
            }
            Err(error) if is_of_one_connection(&error) => {}
            // No file descriptors, most likely: one becomes free when a connection ends.
            Err(error) => {
                tracing::error!(kind = ?error.kind(), "no connection could be accepted");
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}
