//! The embedded store: what it gives, and that it gives nothing without a signature.

use std::future::pending;
use std::time::Duration;

use attachment_server::embedded;
use presigner::time::OffsetDateTime;
use presigner::{Credentials, Method, Signer, Validity};
use reqwest::{Client, Response};

use crate::shared::world::{SECRET, TestClock, header, stored};
use crate::start::NEW_YEAR;

const HELLO: &str = "messages/7e90d3b5c2a1f684/hello";

struct Started {
    signer: Signer,
    client: Client,
}

async fn start() -> Started {
    attachment_server::install_crypto();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
    let (signer, _) = embedded::start(credentials, TestClock::at(NEW_YEAR).clock(), pending()).await.unwrap();
    Started { signer, client: Client::builder().no_proxy().build().unwrap() }
}

impl Started {
    fn link(&self, method: Method, key: &str) -> String {
        let now = OffsetDateTime::from_unix_timestamp(NEW_YEAR).unwrap();
        let presigner = self.signer.at(Validity::new(now, Duration::from_secs(60)).unwrap()).unwrap();
        presigner.object(method, key).unwrap().presign().into_url()
    }

    async fn get(&self, link: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self.client.get(link);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }
}

async fn assert_refused(response: Response, status: u16, code: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "content-type"), "application/xml");
    let body = response.text().await.unwrap();
    assert!(body.contains(&format!("<Error><Code>{code}</Code><Message>")), "{body}");
}

#[tokio::test]
async fn ranges() {
    let store = start().await;
    let (link, all) = (store.link(Method::GET, HELLO), stored(HELLO));
    for (range, start, end) in
        [("bytes=0-0", 0, 0), ("bytes=7-", 7, 90), ("bytes=-5", 86, 90), ("bytes=80-500", 80, 90)]
    {
        let response = store.get(&link, &[("range", range)]).await;
        assert_eq!(response.status(), 206, "{range}");
        assert_eq!(header(&response, "content-range"), format!("bytes {start}-{end}/91"));
        assert_eq!(response.bytes().await.unwrap(), all[start..=end]);
    }
    for beyond in ["bytes=91-", "bytes=-0"] {
        assert_refused(store.get(&link, &[("range", beyond)]).await, 416, "InvalidRange").await;
    }
    for nonsense in ["bytes=", "lines=1-2", "bytes=0-1,3-4", "bytes=5-2x"] {
        assert_eq!(store.get(&link, &[("range", nonsense)]).await.status(), 200, "{nonsense}");
    }
}

#[tokio::test]
async fn entity_tags() {
    let store = start().await;
    let link = store.link(Method::GET, HELLO);
    let etag = header(&store.get(&link, &[]).await, "etag").to_owned();
    for tags in [&*etag, "*", &format!("W/{etag}"), &format!("\"a\", {etag}")] {
        let response = store.get(&link, &[("if-none-match", tags)]).await;
        assert_eq!(response.status(), 304, "{tags}");
        assert_eq!(header(&response, "etag"), etag);
    }
    assert_eq!(store.get(&link, &[("if-none-match", "\"a\"")]).await.status(), 200);
}

#[tokio::test]
async fn head_and_put() {
    let store = start().await;
    let response = store.client.head(store.link(Method::HEAD, HELLO)).send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "content-length")), (200, "91"));

    let key = "messages/new/ключ";
    assert_refused(store.get(&store.link(Method::GET, key), &[]).await, 404, "NoSuchKey").await;
    let put = store.client.put(store.link(Method::PUT, key)).header("content-type", "text/plain").body("new");
    assert_eq!(put.send().await.unwrap().status(), 200);
    let response = store.get(&store.link(Method::GET, key), &[]).await;
    assert_eq!(header(&response, "content-type"), "text/plain");
    assert_eq!(response.text().await.unwrap(), "new");
}

#[tokio::test]
async fn nothing_without_the_right_signature() {
    let store = start().await;
    let link = store.link(Method::GET, HELLO);
    let (bare, query) = link.split_once('?').unwrap();
    let code = "AuthorizationQueryParametersError";
    assert_refused(store.get(bare, &[]).await, 400, code).await;
    assert_refused(store.get(&bare.replace(HELLO, ""), &[]).await, 400, code).await;

    let mismatch = "SignatureDoesNotMatch";
    let other_key = format!("{}?{query}", bare.replace("hello", "hellp"));
    assert_refused(store.get(&other_key, &[]).await, 403, mismatch).await;
    let overridden = format!("{link}&response-content-type=text%2Fhtml");
    assert_refused(store.get(&overridden, &[]).await, 403, mismatch).await;
    assert_refused(store.client.put(&link).body("x").send().await.unwrap(), 403, mismatch).await;
    assert_eq!(store.client.head(&link).send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn keys_are_no_paths() {
    let store = start().await;
    for key in ["etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "messages//etc/passwd", "file:///etc/passwd"] {
        assert_refused(store.get(&store.link(Method::GET, key), &[]).await, 404, "NoSuchKey").await;
    }
    let delete = store.client.delete(store.link(Method::DELETE, HELLO)).send().await.unwrap();
    assert_refused(delete, 405, "MethodNotAllowed").await;
}
