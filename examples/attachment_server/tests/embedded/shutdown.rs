//! A server that is asked to end finishes what it has begun, and begins nothing new.

use std::time::Duration;

use attachment_server::serve::serve;
use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::sleep;

#[tokio::test]
async fn lets_answers_come_to_their_end() {
    attachment_server::install_crypto();
    let slow = async || {
        sleep(Duration::from_millis(600)).await;
        "whole"
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, Router::new().fallback(slow), async { ended.await.unwrap() }));

    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = tokio::spawn(client.get(format!("http://{address}/")).send());
    sleep(Duration::from_millis(200)).await;
    end.send(()).unwrap();
    sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(address).await.is_err());
    assert_eq!(answer.await.unwrap().unwrap().text().await.unwrap(), "whole");
    server.await.unwrap();
}
