//! The page: safe against what is stored, and its links work.

use attachment_server::samples;

use crate::shared::world::{assert_no_cache_keeps, header, stored};
use crate::start::world;

#[tokio::test]
async fn links_to_every_attachment() {
    let world = world().await;
    let response = world.get("/", &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    let policy = header(&response, "content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'unsafe-inline';")
            && policy.contains("; script-src 'sha256-"),
        "{policy}"
    );
    assert_no_cache_keeps(&response);
    let page = response.text().await.unwrap();
    assert!(page.matches("<script").count() == 1 && !page.contains('\r'));

    assert!(page.contains(" --for: 3600 ") && page.contains("<time datetime=\""), "it says when its links expire");

    let attachments: Vec<_> =
        samples::directory().messages.into_iter().flat_map(|message| message.attachments).collect();
    for attachment in &attachments {
        for kind in ["download", "open"] {
            let id = attachment.id.replace('>', "&gt;");
            let (_, rest) = page.split_once(&format!("id=\"{kind}-{id}\" href=\"")).expect(attachment.id);
            let link = html_escape::decode_html_entities(rest.split('"').next().unwrap());
            let mut object = world.get(&link, &[]).await;
            if kind == "download" {
                assert_eq!(object.status(), 302);
                object = world.get(header(&object, "location"), &[]).await;
            }
            assert_eq!(object.status(), 200);
            assert_eq!(object.bytes().await.unwrap(), stored(attachment.key));
        }
    }
}
