//! `GET /agent/v1/stream/{sid}/attachment`.

use attachment_server::samples;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use reqwest::Response;
use serde_json::{Value, json};

use super::world::{World, assert_no_cache_keeps, header, stored};

/// The attachment `att_hello`.
const HELLO: &str = "YXR0X2hlbGxv";

/// The failure, with the type that the contract declares.
async fn failure(response: Response, status: u16) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "content-type"), "application/octet-stream");
    assert_no_cache_keeps(&response);
    let failure: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(failure["code"], json!(status));
    assert!(failure["message"].as_str().is_some_and(|message| !message.is_empty()));
    assert_eq!(failure.as_object().unwrap().len(), 2);
    failure
}

pub async fn is_the_object_in_base64(world: &World) {
    for message in samples::directory().messages {
        for attachment in &message.attachments {
            let parameters = [("fileId", &*STANDARD.encode(attachment.id)), ("messageId", message.id)];
            let response = world.body(message.sid, &parameters, Some(&world.tokens.content_export)).await;
            assert_eq!(response.status(), 200);
            assert_eq!(header(&response, "content-type"), "application/octet-stream");
            assert_eq!(header(&response, "content-length"), (attachment.size.div_ceil(3) * 4).to_string());
            assert_no_cache_keeps(&response);
            assert_eq!(response.text().await.unwrap(), STANDARD.encode(stored(attachment.key)));
        }
    }
}

pub async fn who_may_download_from_which_room(world: &World) {
    let tokens = &world.tokens;
    for (sid, message, file, alice, bob, content_export) in [
        ("public-lobby", "msg_report", "att_report", 200, 200, 200),
        ("history-board", "msg_drawings", "att_drawing", 200, 200, 200),
        ("private-team", "msg_private", "att_hello", 200, 403, 200),
    ] {
        for (session, status) in [(&tokens.alice, alice), (&tokens.bob, bob), (&tokens.content_export, content_export)]
        {
            let parameters = [("fileId", &*STANDARD.encode(file)), ("messageId", message)];
            assert_eq!(world.body(sid, &parameters, Some(session)).await.status(), status, "{sid} {session}");
        }
    }
    let parameters = [("fileId", HELLO), ("messageId", "msg_private")];
    let not_a_member = failure(world.body("private-team", &parameters, Some(&tokens.bob)).await, 403).await;
    for sid in ["unknown", "%FF", "..%2fprivate-team", "private-team%00"] {
        assert_eq!(failure(world.body(sid, &parameters, Some(&tokens.bob)).await, 403).await, not_a_member);
    }
}

pub async fn ids_in_all_spellings(world: &World) {
    // Holds what the two alphabets write differently.
    let id = b"att~?>odd";
    let standard = STANDARD.encode(id);
    assert!(standard.contains(['+', '/']), "{standard}");
    for spelling in [&standard, &STANDARD_NO_PAD.encode(id), &URL_SAFE.encode(id), &standard.replace('+', " ")] {
        let parameters = [("fileId", &**spelling), ("messageId", "msg_private")];
        let response = world.body("private-team", &parameters, Some(&world.tokens.alice)).await;
        assert_eq!(response.status(), 200, "{spelling}");
    }
    // A plus that nobody encoded arrives as a space.
    let raw = format!("/agent/v1/stream/private-team/attachment?fileId={standard}&messageId=msg_private");
    assert_eq!(world.get(&raw, &[("SESSIONTOKEN", &world.tokens.alice)]).await.status(), 200);
}

pub async fn ids_that_are_not_base64_are_400(world: &World) {
    let long = "A".repeat(5000);
    for id in
        ["", "!", "att_hello\n", "YXR0X2hlbGx", "YXR0X2hlbGx=", "+_+_", "YXR0=X2hlbGxv", "YXR0X2hlbGxv====", "ü", &long]
    {
        let parameters = [("fileId", id), ("messageId", "msg_private")];
        failure(world.body("private-team", &parameters, Some(&world.tokens.alice)).await, 400).await;
    }
}

pub async fn needs_both_parameters_once(world: &World) {
    for parameters in [
        &[][..],
        &[("fileId", HELLO)],
        &[("fileId", HELLO), ("messageId", "")],
        &[("messageId", "msg_private")],
        &[("fileId", HELLO), ("fileId", HELLO), ("messageId", "msg_private")],
        &[("fileId", HELLO), ("messageId", "msg_private"), ("messageId", "msg_private")],
    ] {
        failure(world.body("private-team", parameters, Some(&world.tokens.alice)).await, 400).await;
    }
}

pub async fn without_a_session_is_401(world: &World) {
    let parameters = [("fileId", HELLO), ("messageId", "msg_private")];
    let other = failure(world.body("private-team", &parameters, None).await, 401).await;
    let bearer = world.tokens.sales.as_str();
    for session in ["", "x", "demo-session-of-alic", "demo-session-of-alicee", "Demo-session-of-alice", bearer] {
        assert_eq!(failure(world.body("private-team", &parameters, Some(session)).await, 401).await, other);
    }
    let path = format!("/agent/v1/stream/private-team/attachment?fileId={HELLO}&messageId=msg_private");
    let twice = [("sessionToken", &*world.tokens.alice), ("sessionToken", &*world.tokens.alice)];
    assert_eq!(failure(world.get(&path, &twice).await, 401).await, other);
    let key_manager = [("sessionToken", &*world.tokens.alice), ("keyManagerToken", "anything")];
    assert_eq!(world.get(&path, &key_manager).await.status(), 200);
}

pub async fn not_in_the_message_is_as_not_there(world: &World) {
    let hello = STANDARD.encode("att_hello");
    let (report, unknown) = (STANDARD.encode("att_report"), STANDARD.encode("att_unknown"));
    let ask = async |sid: &str, file: &str, message: &str| {
        let parameters = [("fileId", file), ("messageId", message)];
        failure(world.body(sid, &parameters, Some(&world.tokens.alice)).await, 400).await
    };
    let not_there = ask("public-lobby", &unknown, "msg_report").await;
    // The attachment is in another message; the message is in another room, one that Alice may read; there is no message.
    assert_eq!(ask("public-lobby", &hello, "msg_report").await, not_there);
    assert_eq!(ask("public-lobby", &hello, "msg_private").await, not_there);
    assert_eq!(ask("private-team", &report, "msg_report").await, not_there);
    assert_eq!(ask("public-lobby", &report, "msg_unknown").await, not_there);
    // Who may read everything learns no more of what isn't there.
    let parameters = [("fileId", &*hello), ("messageId", "msg_private")];
    let export = world.body("unknown", &parameters, Some(&world.tokens.content_export)).await;
    assert_eq!(failure(export, 400).await, not_there);
}

pub async fn authenticates_then_authorises_then_looks_up(world: &World) {
    failure(world.body("private-team", &[("fileId", "!")], Some("wrong")).await, 401).await;
    failure(world.body("private-team", &[("fileId", "!")], Some(&world.tokens.bob)).await, 403).await;
    failure(world.body("private-team", &[("fileId", "!")], Some(&world.tokens.alice)).await, 400).await;
}
