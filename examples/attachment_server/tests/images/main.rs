//! A page without a script whose forms take images, in Chromium: `tests/browser/run`.

use std::future::pending;
use std::process::Command;
use std::time::Duration;

use attachment_server::clock::Clock;
use attachment_server::serve::serve;
use attachment_server::{embedded, install_crypto};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use presigner::post::{PostPolicy, PresignedPost};
use presigner::time::OffsetDateTime;
use presigner::{Credentials, Validity};
use tokio::net::TcpListener;

const TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/gif"];

/// A form as the documentation of `PresignedPost` writes it, with these inputs in the place of fields of their names.
fn form(id: &str, post: &PresignedPost, inputs: &str) -> String {
    let hidden = |(name, value): (&str, &str)| {
        let (name, value) = (html_escape::encode_safe(name), html_escape::encode_safe(value));
        let replaced = inputs.contains(&format!("name=\"{name}\""));
        if replaced { String::new() } else { format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">") }
    };
    let fields: String = post.fields().map(hidden).collect();
    format!(
        "<form id=\"{id}\" action=\"{}\" method=\"post\" enctype=\"multipart/form-data\" accept-charset=\"utf-8\">{fields}{inputs}\
         <input type=\"file\" name=\"file\" required><button>Upload</button></form>",
        post.url(),
    )
}

#[tokio::test]
async fn images_are_uploaded_without_a_script() {
    install_crypto();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
    let (signer, _) = embedded::start(credentials, Clock::new(OffsetDateTime::now_utc), pending()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let page = format!("http://{}", listener.local_addr().unwrap());
    let done = format!("{page}/done?name=");

    let validity = Validity::new(OffsetDateTime::now_utc(), Duration::from_secs(3600)).unwrap();
    let presigner = signer.at(validity).unwrap();
    let policy = |key| PostPolicy::named_by_client(key, 1..=1_000_000).unwrap();
    let sign = |policy: &PostPolicy<'_>| presigner.presign_post(policy).unwrap();

    // One form for each type.
    let exact = policy("exact/").success_action_redirect_with_file_name(&done).unwrap();
    let mut forms = String::new();
    for (media_type, policy) in TYPES.iter().zip(exact.one_per_content_type(&TYPES).unwrap()) {
        forms += &form(&media_type.replace('/', "-"), &sign(&policy), "");
    }
    // One form for any image: its reader says which type it is, and writes a title.
    let open = policy("open/").unchecked_content_type_with_prefix("image/").unwrap();
    let open =
        sign(&open.metadata_from_client("title").unwrap().success_action_redirect_with_file_name(&done).unwrap());
    let options: String =
        ["image/png", "image/gif", "text/html"].map(|name| format!("<option>{name}</option>")).concat();
    let inputs = format!("<select name=\"Content-Type\">{options}</select><input name=\"x-amz-meta-title\">");
    forms += &form("open", &open, &inputs);

    let html = format!("<!doctype html><meta charset=\"utf-8\"><title>Forms</title>{forms}");
    let router = Router::new()
        .route("/", get(|| async { Html(html) }))
        .route("/done", get(|| async { Html("<!doctype html><title>Done</title>") }));
    tokio::spawn(serve(listener, router, pending()));

    let stored = ["exact/photo.png", "open/größe 1.gif"].map(|key| presigner.get(key).unwrap().presign().into_url());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/images.mjs");
    let status = tokio::task::spawn_blocking(move || Command::new("node").arg(script).arg(page).args(stored).status());
    assert!(status.await.unwrap().unwrap().success());
}
