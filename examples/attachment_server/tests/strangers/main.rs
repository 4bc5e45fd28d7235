//! What strangers can hold, inflate or slow down before they are believed: little, and never what others need.
//!
//! A binary of its own: one of its tests measures the memory of the process.

use std::future::pending;
use std::sync::LazyLock;
use std::time::Duration;

use attachment_server::clock::Clock;
use attachment_server::{embedded, install_crypto};
use presigner::post::{PostPolicy, PresignedPost};
use presigner::time::OffsetDateTime;
use presigner::{Credentials, Method, Presigned, Signer, Validity};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

#[cfg(target_os = "linux")]
mod memory;
mod others;

const HELLO: &str = "messages/7e90d3b5c2a1f684/hello";
const MIB: usize = 1024 * 1024;

/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;

/// One test at a time: some of them take all the connections that a server has, or measure.
static ALONE: LazyLock<Mutex<()>> = LazyLock::new(Mutex::default);

struct Store {
    signer: Signer,
    address: String,
}

impl Store {
    async fn start() -> Self {
        install_crypto();
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
        let clock = Clock::new(|| OffsetDateTime::from_unix_timestamp(NEW_YEAR).unwrap());
        let (signer, _) = embedded::start(credentials, clock, pending()).await.unwrap();
        let address = url::Url::parse(signer.bucket().unwrap().url()).unwrap().authority().to_owned();
        Self { signer, address }
    }

    fn link(&self, method: Method, key: &str) -> Presigned {
        let validity = Validity::new(NEW_YEAR, Duration::from_secs(60)).unwrap();
        self.signer.at(validity).unwrap().object(method, key).unwrap().presign()
    }

    fn form(&self, policy: &PostPolicy<'_>) -> PresignedPost {
        let validity = Validity::new(NEW_YEAR, Duration::from_secs(60)).unwrap();
        self.signer.at(validity).unwrap().presign_post(policy).unwrap()
    }

    /// The head of a request for the target of a link, or for another one.
    fn head(&self, method: &str, target: &str, headers: &str) -> String {
        let target = target.strip_prefix(&format!("http://{}", self.address)).unwrap_or(target);
        format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address)
    }

    fn form_head(&self) -> String {
        let headers = format!("Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: 50331648\r\n");
        self.head("POST", "/attachments", &headers)
    }

    async fn send(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        stream
    }

    async fn get_hello(&self) -> String {
        let link = self.link(Method::GET, HELLO);
        let mut stream = self.send(self.head("GET", link.url(), "Connection: close\r\n")).await;
        answer(&mut stream).await
    }
}

const BOUNDARY: &str = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

/// The fields of a form as far as the first byte of its file.
fn up_to_the_file(form: &PresignedPost) -> String {
    let fields = form.fields().map(|(name, value)| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    format!("{}--{BOUNDARY}\r\n{file}", fields.collect::<String>())
}

/// What the server answers until it closes the connection, or nothing where it breaks it.
async fn answer(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn assert_answer(stream: &mut TcpStream, within: Duration, status: u16, code: &str) {
    let begun = Instant::now();
    let answer = timeout(within, answer(stream)).await.unwrap_or_else(|_| panic!("no end after {within:?}"));
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(code), "{answer}");
    println!("{code} after {:?}", begun.elapsed());
}

const SOON: Duration = Duration::from_secs(8);

#[tokio::test]
async fn a_head_is_answered_before_its_body_comes() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    let body = "Content-Length: 1000\r\n";
    let code = "AuthorizationQueryParametersError";
    for method in ["GET", "HEAD", "PUT", "POST", "DELETE"] {
        let code = if method == "HEAD" { "" } else { code };
        let mut stream = store.send(store.head(method, "/attachments/a", body)).await;
        assert_answer(&mut stream, SOON, 400, code).await;
    }
    let get = store.link(Method::GET, HELLO);
    let mut stream = store.send(store.head("PUT", get.url(), body)).await;
    assert_answer(&mut stream, SOON, 403, "SignatureDoesNotMatch").await;
    // Its signature holds, and nobody needs its body.
    let mut stream = store.send(store.head("GET", get.url(), body)).await;
    assert_answer(&mut stream, SOON, 200, "").await;
    let put = store.link(Method::PUT, "messages/new/a");
    let mut stream = store.send(store.head("PUT", put.url(), "Content-Length: 33554433\r\n")).await;
    assert_answer(&mut stream, SOON, 400, "EntityTooLarge").await;
    // What an object has beside its bytes is counted as little, so it is little.
    let long = format!("Content-Type: a/{}\r\n{body}", "b".repeat(254));
    let mut stream = store.send(store.head("PUT", put.url(), &long)).await;
    assert_answer(&mut stream, SOON, 400, "InvalidArgument").await;
}

#[tokio::test(start_paused = true)]
async fn unfinished_bodies_end() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    let minute = Duration::from_secs(60);
    let put = store.link(Method::PUT, "messages/new/a");
    let form = store.form(&PostPolicy::new("messages/new/a", 1..=5).unwrap());
    for unfinished in [
        store.head("PUT", put.url(), "Content-Length: 1000\r\n") + "half",
        store.form_head(),
        store.form_head() + &format!("--{BOUNDARY}\r\nContent-Disp"),
        store.form_head() + &up_to_the_file(&form),
    ] {
        let mut stream = store.send(unfinished).await;
        assert_answer(&mut stream, minute, 400, "RequestTimeout").await;
    }
    let mut stream = store.send("GET / HTTP/1.1\r\nHost: a\r\nX-A").await;
    assert_eq!(timeout(minute, answer(&mut stream)).await.expect("a head has a time limit"), "");
}

#[tokio::test(start_paused = true)]
async fn so_do_bodies_that_come_a_byte_at_a_time() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    let put = store.link(Method::PUT, "messages/new/a");
    let form = store.form(&PostPolicy::new("messages/new/a", 1..=500).unwrap());
    for begun in [
        store.head("PUT", put.url(), "Content-Length: 1000\r\n"),
        store.form_head() + &format!("--{BOUNDARY}\r\n"),
        store.form_head() + &up_to_the_file(&form),
    ] {
        let (mut reader, mut writer) = store.send(begun).await.into_split();
        let drip = tokio::spawn(async move {
            while writer.write_all(b"a").await.is_ok() {
                sleep(Duration::from_secs(5)).await;
            }
        });
        let mut answer = vec![0; 1000];
        let read = timeout(Duration::from_secs(60), reader.read(&mut answer)).await.expect("an end").unwrap_or(0);
        let answer = String::from_utf8_lossy(&answer[..read]);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        drip.abort();
    }
}

#[tokio::test]
async fn a_form_without_its_file_ends_early() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    let fields = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
    let header = format!("--{BOUNDARY}\r\nX-A: ");
    let whole = store.form_head();
    // A byte in each chunk.
    let chunked = whole.replace("Content-Length: 50331648", "Transfer-Encoding: chunked");
    for (head, before, filling) in [
        (&whole, "", "\r\n--BB"),
        (&whole, &*fields, "\r\n--BB"),
        (&whole, &*header, "\r\n--BB"),
        (&whole, &*header, "x"),
        (&chunked, "", "1\r\nx\r\n"),
        (&chunked, "", "1\r\n-\r\n"),
    ] {
        let begun = Instant::now();
        let (mut reader, mut writer) = store.send(format!("{head}{before}")).await.into_split();
        let filling = filling.repeat(MIB / filling.len());
        let sending = tokio::spawn(async move {
            let mut sent = 0;
            while sent < 48 * MIB && writer.write_all(filling.as_bytes()).await.is_ok() {
                sent += filling.len();
            }
        });
        let mut answer = vec![0; 1000];
        let read = timeout(SOON, reader.read(&mut answer)).await.expect("an answer").unwrap();
        let answer = String::from_utf8_lossy(&answer[..read]);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        println!("refused after {:?}", begun.elapsed());
        sending.abort();
    }
}

#[tokio::test]
async fn heads_are_bounded() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    for headers in ["X-A: b\r\n".repeat(90), format!("X-A: {}\r\n", "b".repeat(40_000))] {
        let mut stream = store.send(store.head("GET", "/attachments/a", &headers)).await;
        assert_answer(&mut stream, SOON, 431, "").await;
    }
}

#[tokio::test]
async fn the_host_that_was_asked_for_is_one() {
    let _alone = ALONE.lock().await;
    let store = Store::start().await;
    let get = store.link(Method::GET, HELLO);
    let mut stream =
        store.send(store.head("GET", get.url(), &format!("Host: {}\r\nConnection: close\r\n", store.address))).await;
    assert_answer(&mut stream, SOON, 400, "InvalidRequest").await;
    // An absolute target names the host by itself.
    let head = format!("GET {} HTTP/1.1\r\nConnection: close\r\n\r\n", get.url());
    assert_answer(&mut store.send(head).await, SOON, 200, "").await;
    let other = get.url().replace(&store.address, "other.example");
    let head = format!("GET {other} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", store.address);
    assert_answer(&mut store.send(head).await, SOON, 400, "").await;
}
