//! A link is valid up to the last second before `expires_at`, and expired at it.

use std::sync::atomic::Ordering::SeqCst;

use presigner::Credentials;
use presigner::time::OffsetDateTime;
use presigner::time::format_description::well_known::Rfc3339;

use crate::shared::world::{SECRET, World, header, json};
use crate::start::{NEW_YEAR, world, world_with};

async fn descriptor_of_report(world: &World) -> (String, i64, String) {
    let response = world.human("msg_report/attachments/att_report", &world.tokens.sales).await;
    assert_eq!(response.status(), 200);
    let document = json(response).await;
    let text = document["expires_at"].as_str().unwrap().to_owned();
    let expires_at = OffsetDateTime::parse(&text, &Rfc3339).unwrap().unix_timestamp();
    (document["download_url"].as_str().unwrap().into(), expires_at, text)
}

async fn assert_dies_at(world: &World, link: &str, expires_at: i64, status: u16, code: &str) {
    for (now, status) in
        [(world.now(), 200), (expires_at - 1, 200), (expires_at, status), (expires_at + 86_400, status)]
    {
        world.now.store(now, SeqCst);
        let response = world.get(link, &[]).await;
        assert_eq!(response.status(), status, "{} s after the end", now - expires_at);
        if status != 200 {
            assert_eq!(header(&response, "content-type"), "application/xml");
            assert!(response.text().await.unwrap().contains(&format!("<Code>{code}</Code>")));
        }
    }
}

#[tokio::test]
async fn of_a_descriptor() {
    let world = world().await;
    let (link, expires_at, text) = descriptor_of_report(&world).await;
    assert_eq!(text, "2026-01-01T01:00:00Z");
    assert_dies_at(&world, &link, expires_at, 403, "AccessDenied").await;
}

#[tokio::test]
async fn of_a_redirect() {
    let world = world().await;
    let response = world.redirect(&[("key", "messages/93b6a0c7f5e24d18/photo")]).await;
    let link = header(&response, "location").to_owned();
    assert_dies_at(&world, &link, NEW_YEAR + 3600, 403, "AccessDenied").await;
}

#[tokio::test]
async fn with_credentials_that_end_earlier() {
    let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", SECRET).unwrap().with_session_token("token+/=").unwrap();
    let world = world_with(credentials.with_expiry(NEW_YEAR + 600).unwrap()).await;
    let (link, expires_at, text) = descriptor_of_report(&world).await;
    assert_eq!(text, "2026-01-01T00:10:00Z");
    // The link itself is cut to the end of the credentials, so it has expired as any other.
    assert_dies_at(&world, &link, expires_at, 403, "AccessDenied").await;
}

#[tokio::test]
async fn without_living_credentials_there_are_no_links() {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
    let world = world_with(credentials.with_expiry(NEW_YEAR + 600).unwrap()).await;
    world.now.store(NEW_YEAR + 600, SeqCst);

    let response = world.redirect(&[("key", "messages/93b6a0c7f5e24d18/photo")]).await;
    assert_eq!(response.status(), 500);
    let failure = json(response).await;
    assert_eq!((&failure["success"], &failure["error"]), (&false.into(), &"INTERNAL_SERVER_ERROR".into()));

    let response = world.human("msg_report/attachments/att_report", &world.tokens.sales).await;
    assert_eq!(response.status(), 500);
    assert_eq!(json(response).await["code"], 500);

    let parameters = [("fileId", "YXR0X3Bob3Rv"), ("messageId", "msg_report")];
    let response = world.body("public-lobby", &parameters, Some(&world.tokens.bob)).await;
    assert_eq!(response.status(), 500);
    assert_eq!(json(response).await["code"], 500);

    assert_eq!(world.get("/", &[]).await.status(), 500);
}
