//! Nothing secret leaves the server but the links.

use super::world::{SECRET, World, logged};

pub async fn are_in_no_answer_and_no_log(world: &World) {
    let tokens = &world.tokens;
    let mut answers = String::new();
    for (target, headers) in [
        ("/api/messages/download?key=messages/93b6a0c7f5e24d18/photo&fileName=personal.png", vec![]),
        ("/api/messages/download?key=raw/personal", vec![]),
        ("/personal?key=personal", vec![]),
        (
            "/agent/v1/stream/personal/attachment?fileId=YXR0X3Bob3Rv&messageId=personal",
            vec![("sessionToken", &*tokens.bob)],
        ),
        (
            "/agent/v1/stream/public-lobby/attachment?fileId=YXR0X3Bob3Rv&messageId=personal",
            vec![("sessionToken", &*tokens.bob)],
        ),
        (
            "/agent/v1/stream/public-lobby/attachment?fileId=YXR0X3Bob3Rv&messageId=msg_report",
            vec![("sessionToken", "personal")],
        ),
        ("/human/v0/messages/personal/raw", vec![("authorization", "Bearer personal")]),
    ] {
        let response = world.get(target, &headers).await;
        for (_, value) in response.headers().iter().filter(|(name, _)| *name != "location") {
            answers.push_str(&String::from_utf8_lossy(value.as_bytes()));
        }
        answers.push_str(&response.text().await.unwrap());
    }
    let log = logged();
    assert!(log.contains("answered") && log.contains("/agent/v1/stream/{sid}/attachment"), "{log}");
    for text in [&answers, &log] {
        for secret in
            [SECRET, "personal", "X-Amz", "http://", "messages/93b6", &tokens.alice, &tokens.bob, &tokens.sales]
        {
            assert!(!text.contains(secret), "{secret} is in\n{text}");
        }
    }
}
