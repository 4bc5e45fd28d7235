//! `GET /human/v0/messages/…`.

use attachment_server::samples;
use presigner::ContentDisposition;
use presigner::attachment::{AttachmentDescriptor, RawMessageDescriptor};
use presigner::time::OffsetDateTime;
use presigner::time::format_description::well_known::Rfc3339;
use reqwest::Response;
use serde_json::{Value, json};

use super::world::{World, assert_no_cache_keeps, header, json as body, stored};

async fn document(response: Response) -> Value {
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_no_cache_keeps(&response);
    body(response).await
}

/// The fixture, with what is different from run to run.
fn fixture(text: &str, document: &Value, world: &World) -> Value {
    let expires_at = OffsetDateTime::from_unix_timestamp(world.now() + 3600).unwrap().format(&Rfc3339).unwrap();
    let mut fixture: Value = serde_json::from_str(text).unwrap();
    fixture["expires_at"] = expires_at.into();
    fixture["download_url"] = document["download_url"].clone();
    fixture
}

pub async fn are_as_the_fixtures(world: &World) {
    let tokens = &world.tokens;
    for (path, bearer, text) in [
        ("msg_report/attachments/att_report", &tokens.sales, include_str!("../fixtures/report.json")),
        ("msg_report/attachments/att_photo", &tokens.sales, include_str!("../fixtures/photo.json")),
        ("msg_drawings/attachments/att_drawing", &tokens.support, include_str!("../fixtures/drawing.json")),
        ("msg_drawings/attachments/att_page", &tokens.support, include_str!("../fixtures/page.json")),
        ("msg_private/attachments/att_hello", &tokens.sales, include_str!("../fixtures/hello.json")),
        ("msg_private/attachments/att~%3F%3Eodd", &tokens.sales, include_str!("../fixtures/odd.json")),
        ("msg_report/raw", &tokens.sales, include_str!("../fixtures/raw.json")),
    ] {
        let document = document(world.human(path, bearer).await).await;
        assert_eq!(document, fixture(text, &document, world), "{path}");
        assert!(document["download_url"].as_str().unwrap().contains("&X-Amz-Expires=3600&"));
    }
}

pub async fn link_to_what_they_describe(world: &World) {
    for message in samples::directory().messages {
        for stored_as in &message.attachments {
            let bearer = if message.id == "msg_drawings" { &world.tokens.support } else { &world.tokens.sales };
            let id = stored_as.id.replace('?', "%3F");
            let response = world.human(&format!("{}/attachments/{id}", message.id), bearer).await;
            let descriptor: AttachmentDescriptor = serde_json::from_value(document(response).await).unwrap();

            let object = world.get(descriptor.download_url(), &[]).await;
            assert_eq!(object.status(), 200);
            if let Some(content_type) = descriptor.content_type() {
                assert_eq!(header(&object, "content-type"), content_type);
            }
            let name = descriptor.file_name().unwrap();
            let disposition = match descriptor.content_disposition().unwrap().as_str() {
                "inline" => ContentDisposition::inline(name),
                _ => ContentDisposition::attachment(name),
            };
            assert_eq!(header(&object, "content-disposition"), disposition.to_string());
            assert_eq!(header(&object, "set-cookie"), "");
            let bytes = object.bytes().await.unwrap();
            assert_eq!(bytes.len() as u64, descriptor.size());
            assert_eq!(bytes, stored(stored_as.key));
        }
    }
}

pub async fn raw_messages_are_saved(world: &World) {
    let document = document(world.human("msg_private/raw", &world.tokens.sales).await).await;
    let raw: RawMessageDescriptor = serde_json::from_value(document).unwrap();
    assert_eq!(raw.message_id(), "msg_private");
    let object = world.get(raw.download_url(), &[]).await;
    assert_eq!(object.status(), 200);
    assert_eq!(header(&object, "content-type"), "message/rfc822");
    assert_eq!(header(&object, "content-disposition"), "attachment; filename=\"msg_private.eml\"");
    let bytes = object.bytes().await.unwrap();
    assert_eq!(bytes.len() as u64, raw.size());
    assert_eq!(bytes, stored("raw/b7d1f5a39c0e4628/msg_private"));
}

pub async fn context(world: &World) {
    let document = document(world.human("msg_report/context", &world.tokens.sales).await).await;
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/context.json")).unwrap();
    assert_eq!(document, fixture);
}

async fn failure(response: Response, status: u16) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_no_cache_keeps(&response);
    let failure = body(response).await;
    assert_eq!(failure["code"], json!(status));
    failure
}

const PATHS: [&str; 3] = ["msg_report/attachments/att_report", "msg_report/raw", "msg_report/context"];

pub async fn without_a_token_are_401(world: &World) {
    for path in PATHS.into_iter().chain(["unknown/raw"]) {
        let path = format!("/human/v0/messages/{path}");
        let other = failure(world.get(&path, &[]).await, 401).await;
        let (good, alice) = (&*format!("Bearer {}", world.tokens.sales), &*format!("Bearer {}", world.tokens.alice));
        let wrong =
            ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", &world.tokens.sales, alice, &good[..good.len() - 1]];
        for authorization in wrong {
            let response = world.get(&path, &[("authorization", authorization)]).await;
            assert_eq!(header(&response, "www-authenticate"), "Bearer");
            assert_eq!(failure(response, 401).await, other, "{authorization}");
        }
        let twice = [("authorization", good), ("authorization", good)];
        assert_eq!(failure(world.get(&path, &twice).await, 401).await, other);
    }
    let lower_case = format!("bearer {}", world.tokens.sales);
    assert_eq!(world.get("/human/v0/messages/msg_report/raw", &[("authorization", &lower_case)]).await.status(), 200);
}

pub async fn not_yours_is_as_not_there(world: &World) {
    let tokens = &world.tokens;
    let not_there = failure(world.human("unknown/raw", &tokens.sales).await, 404).await;
    for path in PATHS {
        assert_eq!(failure(world.human(path, &tokens.support).await, 404).await, not_there);
    }
    for path in [
        "msg_report/attachments/unknown",
        "msg_report/attachments/att_hello",
        "msg_report/attachments/att_drawing",
        "msg_report/attachments/%FF",
        "msg_report/attachments/..%2fatt_report",
        "%FF/context",
        "msg_report%00/raw",
    ] {
        assert_eq!(failure(world.human(path, &tokens.sales).await, 404).await, not_there, "{path}");
    }
}
