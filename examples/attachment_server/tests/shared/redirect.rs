//! `GET /api/messages/download`.

use attachment_server::samples;
use presigner::ContentDisposition;
use reqwest::Response;
use serde_json::{Value, json};

use super::world::{World, assert_no_cache_keeps, header, json as body, stored};

const PHOTO: &str = "messages/93b6a0c7f5e24d18/photo";

async fn assert_bad_request(response: Response, message: &str) {
    assert_eq!(response.status(), 400);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_no_cache_keeps(&response);
    assert_eq!(body(response).await, json!({ "success": false, "message": message, "error": "BAD_REQUEST" }));
}

pub async fn answers_302_and_the_store_answers_the_object(world: &World) {
    for attachment in samples::directory().messages.iter().flat_map(|message| &message.attachments) {
        let response = world.redirect(&[("key", attachment.key), ("fileName", attachment.file_name)]).await;
        assert_eq!(response.status(), 302);
        assert_no_cache_keeps(&response);
        let link = header(&response, "location");
        assert!(link.contains("&X-Amz-Expires=3600&"), "{link}");

        let object = world.get(link, &[]).await;
        assert_eq!(object.status(), 200);
        let expected = ContentDisposition::attachment(attachment.file_name).to_string();
        assert_eq!(header(&object, "content-disposition"), expected);
        assert_eq!(object.bytes().await.unwrap(), stored(attachment.key));
    }
}

/// A client that asks with HEAD follows with HEAD, and a link for GET would be refused.
pub async fn head_is_answered_with_a_link_for_head(world: &World) {
    let asked = world.client.head(format!("{}/api/messages/download?key={PHOTO}", world.url)).send().await.unwrap();
    assert_eq!(asked.status(), 302);
    let link = header(&asked, "location");
    let object = world.client.head(link).send().await.unwrap();
    assert_eq!(object.status(), 200);
    assert_eq!(object.headers()["content-length"].to_str().unwrap(), stored(PHOTO).len().to_string());
    assert_eq!(world.get(link, &[]).await.status(), 403);
}

pub async fn without_a_name_saves_download(world: &World) {
    for parameters in [&[("key", PHOTO)][..], &[("key", PHOTO), ("fileName", "")]] {
        let response = world.redirect(parameters).await;
        assert_eq!(response.status(), 302);
        let object = world.get(header(&response, "location"), &[]).await;
        assert_eq!(header(&object, "content-disposition"), r#"attachment; filename="download""#);
    }
}

pub async fn without_a_key_is_400(world: &World) {
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/key_required.json")).unwrap();
    for query in ["", "?", "?key=", "?key", "?fileName=a.pdf", "?Key=messages/a", "?key=&fileName=a.pdf"] {
        let response = world.get(&format!("/api/messages/download{query}"), &[]).await;
        assert_eq!(response.status(), 400, "{query}");
        assert_eq!(header(&response, "content-type"), "application/json");
        assert_no_cache_keeps(&response);
        assert_eq!(body(response).await, fixture);
    }
    let twice = world.redirect(&[("key", PHOTO), ("key", PHOTO)]).await;
    assert_bad_request(twice, "A parameter is given twice").await;
}

pub async fn outside_the_scope_is_400(world: &World) {
    let long = format!("messages/{}", "a".repeat(1024));
    for key in [
        "raw/0f3c9a1e7d5b4286/msg_report",
        "messages",
        "Messages/93b6a0c7f5e24d18/photo",
        "/messages/93b6a0c7f5e24d18/photo",
        "messages/../raw/0f3c9a1e7d5b4286/msg_report",
        "messages/./93b6a0c7f5e24d18/photo",
        "../messages/a",
        &long,
    ] {
        assert_bad_request(world.redirect(&[("key", key)]).await, "Storage key is not allowed").await;
    }
    let encoded = "/api/messages/download?key=messages/%2e%2e%2fraw/0f3c9a1e7d5b4286/msg_report";
    assert_bad_request(world.get(encoded, &[]).await, "Storage key is not allowed").await;
}

pub async fn of_an_unknown_key_is_302_and_the_store_answers_404(world: &World) {
    for key in
        ["messages/unknown", "messages/93b6a0c7f5e24d18/photo/", "messages/a b\u{1F600}?#%2F", "messages/\u{7}\n"]
    {
        let response = world.redirect(&[("key", key)]).await;
        assert_eq!(response.status(), 302, "{key:?}");
        let object = world.get(header(&response, "location"), &[]).await;
        assert_eq!(object.status(), 404, "{key:?}");
        assert!(object.text().await.unwrap().contains("<Code>NoSuchKey</Code>"));
    }
}

pub async fn hostile_names_stay_in_the_name(world: &World) {
    let long = "ü".repeat(2000);
    for name in [
        "a\r\nSet-Cookie: a=b\r\n\r\n<script>",
        "\"; filename=evil.exe; a=\"",
        "../../etc/passwd",
        "..\\..\\autoexec.bat",
        "\u{202e}fdp.exe",
        "%0d%0aSet-Cookie: a=b",
        "\0",
        &long,
    ] {
        let response = world.redirect(&[("key", PHOTO), ("fileName", name)]).await;
        assert_eq!(response.status(), 302, "{name:?}");
        let link = header(&response, "location");
        assert!(link.is_ascii());
        let object = world.get(link, &[]).await;
        assert_eq!(object.status(), 200, "{name:?}");
        assert_eq!(header(&object, "content-disposition"), ContentDisposition::attachment(name).to_string());
        assert_eq!(header(&object, "set-cookie"), "");
    }
}

pub async fn takes_only_get(world: &World) {
    let url = format!("{}/api/messages/download?key={PHOTO}", world.url);
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let method = method.parse().unwrap();
        assert_eq!(world.client.request(method, &url).send().await.unwrap().status(), 405);
    }
    assert_eq!(world.client.head(&url).send().await.unwrap().status(), 302);
}
