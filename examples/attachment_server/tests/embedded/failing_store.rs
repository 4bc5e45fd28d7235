//! A store that is down, slow, wrong, or ends in the middle of an object.

use std::time::{Duration, Instant};

use attachment_server::service::Limits;
use presigner::{Credentials, Endpoint, Signer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::shared::world::{SECRET, TestClock, World, header, json};
use crate::start::NEW_YEAR;

const LIMIT: Duration = Duration::from_millis(400);

/// A server whose store is at this address.
async fn world(store: &str, bodies: usize) -> World {
    let endpoint = Endpoint::custom(&format!("http://{store}"), "us-east-1").unwrap();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
    let signer = Signer::new(endpoint.bucket("attachments").unwrap(), credentials);
    World::start(signer, &TestClock::at(NEW_YEAR), Limits { bodies, store: LIMIT }).await
}

/// A store that answers every request with these bytes, and then keeps the connection open or not.
async fn store(answer: Vec<u8>, keep_open: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_head(&mut stream).await;
            let _ = stream.write_all(&answer).await;
            if keep_open {
                open.push(stream);
            }
        }
    });
    address
}

async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
}

async fn photo(world: &World) -> reqwest::Response {
    let parameters = [("fileId", "YXR0X3Bob3Rv"), ("messageId", "msg_report")];
    world.body("public-lobby", &parameters, Some(&world.tokens.bob)).await
}

async fn assert_500_in_time(world: &World) {
    let begun = Instant::now();
    let response = photo(world).await;
    assert_eq!(response.status(), 500);
    assert_eq!(header(&response, "content-type"), "application/octet-stream");
    let failure = json(response).await;
    assert_eq!(failure, serde_json::json!({ "code": 500, "message": "The attachment could not be read" }));
    assert!(begun.elapsed() < LIMIT + Duration::from_secs(2));
}

fn head(status: &str, length: usize) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n").into_bytes()
}

const SIZE: usize = 18_435;

#[tokio::test]
async fn down() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let world = world(&nobody, 4).await;
    assert_500_in_time(&world).await;
    // These don't ask the store.
    assert_eq!(world.redirect(&[("key", "messages/a")]).await.status(), 302);
    assert_eq!(world.human("msg_report/raw", &world.tokens.sales).await.status(), 200);
}

#[tokio::test]
async fn silent() {
    assert_500_in_time(&world(&store(Vec::new(), true).await, 4).await).await;
}

#[tokio::test]
async fn silent_after_its_head() {
    assert_500_in_time(&world(&store(head("200 OK", SIZE), true).await, 4).await).await;
}

#[tokio::test]
async fn refusing() {
    for status in
        ["403 Forbidden", "404 Not Found", "500 Oops", "503 Slow Down", "206 Partial Content", "204 No Content"]
    {
        assert_500_in_time(&world(&store(head(status, 0), false).await, 4).await).await;
    }
}

#[tokio::test]
async fn redirecting() {
    let elsewhere = store([head("200 OK", SIZE), vec![b'x'; SIZE]].concat(), false).await;
    let answer = format!("HTTP/1.1 307 Go\r\nLocation: http://{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
    assert_500_in_time(&world(&store(answer.into_bytes(), false).await, 4).await).await;
}

#[tokio::test]
async fn with_an_object_of_another_size() {
    for size in [0, SIZE - 1, SIZE + 1] {
        assert_500_in_time(&world(&store([head("200 OK", size), vec![b'x'; size]].concat(), false).await, 4).await)
            .await;
    }
}

#[tokio::test]
async fn not_http() {
    assert_500_in_time(&world(&store(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), false).await, 4).await).await;
}

/// The body must not end as if it were whole.
async fn assert_cut_off(world: &World) {
    let response = photo(world).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-length"), (SIZE.div_ceil(3) * 4).to_string());
    assert!(response.bytes().await.is_err(), "a body that was cut off came to its end");
}

#[tokio::test]
async fn dying_in_the_middle() {
    let half = [head("200 OK", SIZE), vec![b'x'; SIZE / 2]].concat();
    assert_cut_off(&world(&store(half, false).await, 4).await).await;
}

#[tokio::test]
async fn stopping_in_the_middle() {
    let half = [head("200 OK", SIZE), vec![b'x'; SIZE / 2]].concat();
    assert_cut_off(&world(&store(half, true).await, 4).await).await;
}

/// Without a length of the store's own: chunks that end well, but too early or too late.
#[tokio::test]
async fn ending_well_with_too_little_or_too_much() {
    for size in [SIZE - 1, SIZE + 1] {
        let answer = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n{:x}\r\n", size - 1);
        let answer = [answer.as_bytes(), &vec![b'x'; size - 1], b"\r\n0\r\n\r\n"].concat();
        assert_cut_off(&world(&store(answer, false).await, 4).await).await;
    }
}

/// A store that takes its time, but is never silent for too long.
async fn slow_store() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                read_head(&mut stream).await;
                let mut piece = head("200 OK", SIZE);
                while stream.write_all(&piece).await.is_ok() {
                    piece = b"x".to_vec();
                    tokio::time::sleep(LIMIT / 8).await;
                }
            });
        }
    });
    address
}

#[tokio::test]
async fn bodies_have_a_bound() {
    let world = world(&slow_store().await, 1).await;
    let first = photo(&world).await;
    assert_eq!(first.status(), 200);
    assert_500_in_time(&world).await;
    // Who goes away makes room.
    drop(first);
    tokio::time::sleep(LIMIT).await;
    assert_eq!(photo(&world).await.status(), 200);
}
