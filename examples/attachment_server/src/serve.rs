//! Serving a router: bounded connections, time limits on both directions, and an end without broken answers.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

/// How long a client may take for the head of a request, and be silent between two.
const READ_HEAD: Duration = Duration::from_secs(15);

/// How long a client may refuse to take what it asked for.
const WRITE: Duration = Duration::from_secs(30);

/// How long answers that are under way may take once the server is asked to end.
const SHUTDOWN: Duration = Duration::from_secs(10);

/// Connections at the same time.
const CONNECTIONS: usize = 1024;

/// Serves until `end` is ready, then lets answers that are under way come to their end.
pub async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(READ_HEAD);
    let mut end = pin!(end);
    loop {
        let permit = tokio::select! {
            permit = connections.clone().acquire_owned() => permit,
            () = &mut end => break,
        };
        let stream = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut end => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        tokio::spawn(async move {
            // A connection that breaks is its client's matter; what failed here was logged where it failed.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    if timeout(SHUTDOWN, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections were still open at the end");
    }
}

async fn accept(listener: &TcpListener) -> TimeoutStream<TcpStream> {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // The answers are small or come in large pieces: nothing is gained by waiting for more.
                let _ = stream.set_nodelay(true);
                let mut stream = TimeoutStream::new(stream);
                stream.set_write_timeout(Some(WRITE));
                return stream;
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
