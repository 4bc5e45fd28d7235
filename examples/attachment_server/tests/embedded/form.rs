//! Forms at the embedded store: what it answers, until when, and what is no form.

use std::future::pending;
use std::time::Duration;

use attachment_server::embedded;
use presigner::post::{PostPolicy, SuccessStatus};
use presigner::{Credentials, Signer, Validity};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response};

use crate::shared::upload::PageForm;
use crate::shared::world::{SECRET, TestClock, header};
use crate::start::{NEW_YEAR, world};

async fn store() -> (Signer, Client) {
    attachment_server::install_crypto();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
    let (signer, _) = embedded::start(credentials, TestClock::at(NEW_YEAR).clock(), pending()).await.unwrap();
    (signer, Client::builder().no_proxy().build().unwrap())
}

fn fields(signer: &Signer, policy: &PostPolicy<'_>) -> (String, Form) {
    let presigner = signer.at(Validity::new(NEW_YEAR, Duration::from_secs(60)).unwrap()).unwrap();
    let post = presigner.presign_post(policy).unwrap();
    let form = post.fields().fold(Form::new(), |form, (name, value)| form.text(name.to_owned(), value.to_owned()));
    (post.url().into(), form)
}

async fn send(signer: &Signer, client: &Client, policy: &PostPolicy<'_>, file: Vec<u8>) -> Response {
    let (url, form) = fields(signer, policy);
    client.post(url).multipart(form.part("file", Part::bytes(file).file_name("a.txt"))).send().await.unwrap()
}

fn policy() -> PostPolicy<'static> {
    PostPolicy::new("messages/new/a&<b>", 2..=5).unwrap()
}

async fn assert_refused(response: Response, status: u16, code: &str) {
    assert_eq!(response.status(), status);
    let body = response.text().await.unwrap();
    assert!(body.contains(&format!("<Error><Code>{code}</Code><Message>")), "{body}");
}

#[tokio::test]
async fn answers_what_the_form_asks_for() {
    let (signer, client) = store().await;
    let response = send(&signer, &client, &policy(), b"abc".to_vec()).await;
    assert_eq!((response.status().as_u16(), header(&response, "access-control-allow-origin")), (204, "*"));
    let etag = header(&response, "etag").to_owned();

    let ok = policy().success_action_status(SuccessStatus::Ok).unwrap();
    assert_eq!(send(&signer, &client, &ok, b"abc".to_vec()).await.status(), 200);
    let created = policy().success_action_status(SuccessStatus::Created).unwrap();
    let response = send(&signer, &client, &created, b"abc".to_vec()).await;
    assert_eq!((response.status().as_u16(), header(&response, "etag")), (201, &*etag));
    let body = response.text().await.unwrap();
    assert!(
        body.contains("<PostResponse><Bucket>attachments</Bucket><Key>messages/new/a&amp;&lt;b&gt;</Key>"),
        "{body}"
    );

    let redirect = policy().success_action_redirect("http://app.example/a?b=c").unwrap();
    let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let response = send(&signer, &client, &redirect, b"abc".to_vec()).await;
    assert_eq!(response.status(), 303);
    let location = header(&response, "location");
    assert!(
        location.starts_with("http://app.example/a?b=c&bucket=attachments&key=messages%2Fnew%2Fa%26%3Cb%3E&etag=%22")
    );
}

#[tokio::test]
async fn sizes_are_bounded() {
    let (signer, client) = store().await;
    assert_refused(send(&signer, &client, &policy(), b"a".to_vec()).await, 400, "EntityTooSmall").await;
    assert_refused(send(&signer, &client, &policy(), b"abcdef".to_vec()).await, 400, "EntityTooLarge").await;
    // So much more that the client is still sending when it is refused.
    assert_refused(send(&signer, &client, &policy(), vec![b'x'; 40_000_000]).await, 400, "EntityTooLarge").await;
    for size in [2, 5] {
        assert_eq!(send(&signer, &client, &policy(), vec![b'x'; size]).await.status(), 204);
    }
}

/// A form is good for many uploads, each under another name, but not for all the room that there is.
#[tokio::test]
async fn what_one_form_stores_is_bounded() {
    let (signer, client) = store().await;
    let policy = PostPolicy::named_by_client("messages/new/", 1..=32_000_000).unwrap();
    let presigner = signer.at(Validity::new(NEW_YEAR, Duration::from_secs(60)).unwrap()).unwrap();
    let post = presigner.presign_post(&policy).unwrap();
    let send = async |name: &'static str, size: usize| {
        let form = post.fields().fold(Form::new(), |form, (name, value)| form.text(name.to_owned(), value.to_owned()));
        let file = Part::bytes(vec![b'x'; size]).file_name(name);
        client.post(post.url()).multipart(form.part("file", file)).send().await.unwrap()
    };
    for name in ["a", "b", "a"] {
        let response = send(name, 32_000_000).await;
        assert_eq!(response.status(), 204, "{}", response.text().await.unwrap());
    }
    assert_refused(send("c", 32_000_000).await, 403, "QuotaExceeded").await;
    assert_eq!(send("b", 1000).await.status(), 204);
    assert_eq!(send("c", 1000).await.status(), 204);
}

#[tokio::test]
async fn what_is_no_form() {
    let (signer, client) = store().await;
    let (url, form) = fields(&signer, &policy());
    assert_refused(client.post(&url).multipart(form).send().await.unwrap(), 400, "MalformedPOSTRequest").await;
    let broken = client.post(&url).header("content-type", "multipart/form-data; boundary=b").body("--b\r\nx");
    assert_refused(broken.send().await.unwrap(), 400, "MalformedPOSTRequest").await;
    let no_boundary = client.post(&url).header("content-type", "multipart/form-data").body("");
    assert_refused(no_boundary.send().await.unwrap(), 400, "MalformedPOSTRequest").await;

    let (_, form) = fields(&signer, &policy());
    let long = form.text("x-ignore-a", "x".repeat(30_000)).part("file", Part::bytes(b"abc".to_vec()));
    assert_refused(client.post(&url).multipart(long).send().await.unwrap(), 400, "MaxPostPreDataLengthExceededError")
        .await;
    let (_, form) = fields(&signer, &policy());
    let endless = form.text("x-ignore-a", "x".repeat(1_000_000)).part("file", Part::bytes(b"abc".to_vec()));
    assert_refused(
        client.post(&url).multipart(endless).send().await.unwrap(),
        400,
        "MaxPostPreDataLengthExceededError",
    )
    .await;
    let after = Form::new().part("file", Part::bytes(b"abc".to_vec())).text("key", "messages/new/a");
    assert_refused(client.post(&url).multipart(after).send().await.unwrap(), 400, "InvalidArgument").await;
}

#[tokio::test]
async fn lives_up_to_its_last_second() {
    let world = world().await;
    let form = PageForm::open(&world).await;
    for (now, status) in [(3599, 303), (3600, 403), (86_400, 403)] {
        world.now.store(NEW_YEAR + now, std::sync::atomic::Ordering::SeqCst);
        let response = form.send(&world, "a.txt", b"abc".to_vec()).await;
        assert_eq!(response.status(), status, "after {now} s");
    }
}
