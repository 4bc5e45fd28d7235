//! A host's tests with a store of their own, as the guide shows it.

mod store;

use std::time::{Duration, SystemTime};

use presigner::{Presigned, Presigner, Result, Validity};
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

use store::TestStore;

/// Follows a link as it is meant: its method, its URL, its headers.
fn send(link: &Presigned, body: &[u8]) -> Response<Body> {
    send_otherwise(link, link.method().as_str(), link.url(), body)
}

fn send_otherwise(link: &Presigned, method: &str, url: &str, body: &[u8]) -> Response<Body> {
    let agent = Agent::from(Agent::config_builder().http_status_as_error(false).proxy(None).build());
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in link.headers() {
        request = request.header(name, value);
    }
    if method == "PUT" { agent.run(request.body(body).unwrap()) } else { agent.run(request.body(()).unwrap()) }.unwrap()
}

fn with_store(run: impl FnOnce(&TestStore, &Presigner<'_>) -> Result<()>) {
    let store = TestStore::start().unwrap();
    let validity = Validity::new(SystemTime::now(), Duration::from_secs(60)).unwrap();
    run(&store, &store.signer.at(validity).unwrap()).unwrap();
}

fn refusal(mut answer: Response<Body>) -> (u16, String) {
    let body = answer.body_mut().read_to_string().unwrap();
    let code = body.trim_start_matches("<Error><Code>").trim_end_matches("</Code></Error>");
    (answer.status().as_u16(), code.to_owned())
}

#[test]
fn what_is_put_is_got() {
    with_store(|_, presigner| {
        let put = presigner.put("a b+c/ä.png")?.content_type("image/png")?.presign();
        assert_eq!(send(&put, b"png").status(), 200);

        let mut answer = send(&presigner.get("a b+c/ä.png")?.presign(), &[]);
        assert_eq!(answer.headers()["content-type"], "image/png");
        assert_eq!(answer.body_mut().read_to_vec().unwrap(), b"png");

        let saved = send(&presigner.get("a b+c/ä.png")?.attachment("Größe.png").presign(), &[]);
        let disposition = saved.headers()["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment;") && disposition.contains("Gr%C3%B6%C3%9Fe.png"), "{disposition}");

        let head = send(&presigner.head("a b+c/ä.png")?.presign(), &[]);
        assert_eq!(head.headers()["content-length"], "3");
        assert_eq!(send(&presigner.delete("a b+c/ä.png")?.presign(), &[]).status(), 204);
        assert_eq!(refusal(send(&presigner.get("a b+c/ä.png")?.presign(), &[])), (404, "NoSuchKey".into()));
        Ok(())
    });
}

#[test]
fn a_large_object_has_its_length() {
    with_store(|_, presigner| {
        let bytes = vec![7; 1_000_000];
        assert_eq!(send(&presigner.put("large")?.presign(), &bytes).status(), 200);
        assert_eq!(send(&presigner.head("large")?.presign(), &[]).headers()["content-length"], "1000000");
        assert!(send(&presigner.get("large")?.presign(), &[]).body_mut().read_to_vec().unwrap() == bytes);
        Ok(())
    });
}

#[test]
fn what_was_not_signed_is_refused() {
    with_store(|_, presigner| {
        let link = presigner.get("report.pdf")?.presign();
        let wrong = (403, "SignatureDoesNotMatch".to_owned());
        assert_eq!(refusal(send_otherwise(&link, "GET", &link.url().replace("report", "other"), &[])), wrong);
        assert_eq!(refusal(send_otherwise(&link, "HEAD", link.url(), &[])).0, 403);
        assert_eq!(refusal(send_otherwise(&link, "DELETE", link.url(), &[])), wrong);
        assert_eq!(refusal(send_otherwise(&link, "GET", link.url().split('?').next().unwrap(), &[])).0, 400);

        // A header that was signed has to be sent.
        let put = presigner.put("photo.png")?.content_type("image/png")?.presign();
        assert_eq!(refusal(send_otherwise(&link, "PUT", put.url(), b"png")), wrong);

        // Another store's key.
        let other = TestStore::start()?;
        let theirs =
            other.signer.at(Validity::new(SystemTime::now(), Duration::from_secs(60))?)?.get("report.pdf")?.presign();
        let (origin, target) = (|url: &str| url.split_at(url.find("/attachments").unwrap()).0.to_owned(), theirs.url());
        let moved = target.replace(&origin(target), &origin(link.url()));
        assert_eq!(refusal(send_otherwise(&theirs, "GET", &moved, &[])), wrong);
        Ok(())
    });
}

#[test]
fn a_link_expires() {
    with_store(|store, presigner| {
        assert_eq!(send(&presigner.put("report.pdf")?.presign(), b"pdf").status(), 200);
        let past = SystemTime::now() - Duration::from_secs(60);
        let presigner = store.signer.at(Validity::new(past, Duration::from_secs(59))?)?;
        assert_eq!(refusal(send(&presigner.get("report.pdf")?.presign(), &[])), (403, "AccessDenied".into()));
        Ok(())
    });
}

#[test]
fn what_the_store_does_not_do_is_said() {
    with_store(|_, presigner| {
        let answer = send(&presigner.get_object_tagging("report.pdf")?.presign(), &[]);
        assert_eq!(refusal(answer), (501, "NotImplemented".into()));
        Ok(())
    });
}

#[test]
fn the_guide_shows_this_store() {
    let guide = include_str!("../../src/guide/testing.md");
    assert!(guide.contains(&format!("```rust,ignore\n{}```\n", include_str!("store.rs"))));
}
