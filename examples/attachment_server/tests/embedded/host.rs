//! Requests for other hosts are not answered, and no host that somebody made up gets into a form.

use std::sync::Arc;

use attachment_server::config::Config;
use attachment_server::serve::serve;
use attachment_server::service::{self, Limits, Service};
use attachment_server::tokens::{TokenTexts, Tokens};
use attachment_server::{embedded, samples};
use presigner::Credentials;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::shared::world::{SECRET, TestClock};
use crate::start::{NEW_YEAR, world};

/// The answer to a head, with `{}` in place of the server's address, but for its last lines.
async fn ask(address: &str, head: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("{head}Connection: close\r\n\r\n").replace("{}", address).as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn address() -> String {
    world().await.url.strip_prefix("http://").unwrap().to_owned()
}

#[tokio::test]
async fn of_somebody_else() {
    let address = address().await;
    for host in
        ["evil.example", "evil.example:80", "127.0.0.1", "localhost", "127.0.0.1:1", "x@{}", "a b", "[", "\"<b>\"", ""]
    {
        for target in ["/", "/nowhere", "/human/v0/messages/msg_report/raw"] {
            let answer = ask(&address, &format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n")).await;
            assert!(answer.starts_with("HTTP/1.1 421 "), "{host}: {answer}");
            assert!(!answer.contains("<form") && !answer.contains("evil"), "{answer}");
        }
    }
}

#[tokio::test]
async fn twice_or_not_at_all() {
    let address = address().await;
    for hosts in ["", "Host: {}\r\nHost: {}\r\n", "Host: {}\r\nHost: evil.example\r\n", "Host: \u{fc}\r\n"] {
        let answer = ask(&address, &format!("GET / HTTP/1.1\r\n{hosts}")).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{hosts}: {answer}");
    }
}

#[tokio::test]
async fn of_the_server() {
    let address = address().await;
    let (_, port) = address.rsplit_once(':').unwrap();
    for host in [format!("localhost:{port}"), format!("LocalHost:{port}"), address.clone()] {
        let answer = ask(&address, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{host}: {answer}");
        let back = format!("value=\"http://{}/uploads/", host.to_lowercase());
        assert!(answer.contains(&back), "{answer}");
    }
}

/// RFC 9112, section 3.2.2: the target's host, whatever `Host` says.
#[tokio::test]
async fn of_an_absolute_target() {
    let address = address().await;
    let answer = ask(&address, "GET http://{}/ HTTP/1.1\r\nHost: evil.example\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("value=\"http://127.0.0.1:"), "{answer}");
    assert!(!answer.contains("evil"), "{answer}");
    let answer = ask(&address, "GET http://evil.example/ HTTP/1.1\r\nHost: {}\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
}

#[tokio::test]
async fn of_the_configuration() {
    let read = |name: &'static str| Config::read(move |variable| (variable == "PUBLIC_NAME").then(|| name.to_owned()));
    for nonsense in ["https://files.example", "a b", "me@files.example", "files.example/a"] {
        let error = read(nonsense).err().unwrap().to_string();
        assert!(error.starts_with("PUBLIC_NAME is not a host"), "{nonsense}: {error}");
    }
    let public_name = read("files.example").unwrap().public_name;

    attachment_server::install_crypto();
    let clock = TestClock::at(NEW_YEAR).clock();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
    let (signer, _) = embedded::start(credentials, clock.clone(), std::future::pending()).await.unwrap();
    let tokens = Tokens::new(&TokenTexts::known_to_everybody());
    let service = Service::new(signer, samples::directory(), tokens, clock, Limits::default()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = service::router_with_page(Arc::new(service.with_public_name(public_name)));
    tokio::spawn(serve(listener, router, std::future::pending()));
    for (host, status) in [("files.example", 200), ("Files.Example", 200), ("{}", 200), ("files.example:81", 421)] {
        let answer = ask(&address, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n")).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{host}: {answer}");
    }
}
