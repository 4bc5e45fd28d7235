//! A large body takes no more memory than a small one. `BODY_MIB=1024` sends a gibibyte.
//!
//! A binary of its own: it measures the memory of the process.
#![cfg(target_os = "linux")]

#[allow(dead_code, unused_macros, unused_imports, reason = "of what the tests share, only the world is needed")]
#[path = "../shared/mod.rs"]
mod shared;

use std::convert::Infallible;
use std::time::Instant;

use attachment_server::samples;
use attachment_server::service::Limits;
use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_LENGTH;
use bytes::Bytes;
use futures_util::stream;
use presigner::{Credentials, Endpoint, Signer};
use tokio::net::TcpListener;

use crate::shared::world::{SECRET, TestClock, World, header};

/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;

static PIECE: [u8; 64 * 1024] = [b'x'; 64 * 1024];

/// The greatest memory of this process so far, in KiB: of the server, the store and the client together.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A store of which every object is of this size.
async fn store(size: u64) -> String {
    let object = move || async move {
        let pieces = (0..size / PIECE.len() as u64).map(|_| Ok::<_, Infallible>(Bytes::from_static(&PIECE)));
        ([(CONTENT_LENGTH, size)], Body::from_stream(stream::iter(pieces)))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = Router::new().fallback(object);
    tokio::spawn(attachment_server::serve::serve(listener, router, std::future::pending()));
    address
}

#[tokio::test]
async fn whatever_the_size() {
    let mib: u64 = std::env::var("BODY_MIB").map_or(64, |mib| mib.parse().unwrap());
    let size = mib * 1024 * 1024;
    let endpoint = Endpoint::custom(&format!("http://{}", store(size).await), "us-east-1").unwrap();
    let signer =
        Signer::new(endpoint.bucket("attachments").unwrap(), Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap());
    let mut directory = samples::directory();
    directory.messages[0].attachments[0].size = size;
    let world = World::start_with(directory, signer, &TestClock::at(NEW_YEAR), Limits::default()).await;

    let (before, begun) = (peak(), Instant::now());
    let parameters = [("fileId", "YXR0X3JlcG9ydA=="), ("messageId", "msg_report")];
    let mut response = world.body("public-lobby", &parameters, Some(&world.tokens.bob)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-length"), (size.div_ceil(3) * 4).to_string());
    let mut received = 0;
    while let Some(piece) = response.chunk().await.unwrap() {
        received += piece.len() as u64;
    }
    assert_eq!(received, size.div_ceil(3) * 4);
    let grown = peak().saturating_sub(before);
    println!("{mib} MiB in {:.1} s, peak {} KiB, grown by {grown} KiB", begun.elapsed().as_secs_f64(), peak());
    assert!(grown < 32 * 1024, "memory grew by {grown} KiB");
}
