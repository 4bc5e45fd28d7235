//! Attachments to try the endpoints with: built into the program, of several types, with names in several scripts.

use bytes::Bytes;

use crate::directory::{Directory, Inbox, Message, Room, RoomAccess, StoredAttachment};
use crate::tokens::User;

/// Keys that the public endpoint may sign for begin so. Behind it stands what nobody can guess: it is all that guards an
/// object from those who have no token.
pub const DOWNLOADS: &str = "messages/";

/// An object as it is put into a store.
pub struct Sample {
    pub key: &'static str,
    pub content_type: &'static str,
    pub bytes: Bytes,
}

const REPORT: &[u8] = include_bytes!("../samples/report.pdf");
const PHOTO: &[u8] = include_bytes!("../samples/photo.png");
const HELLO: &[u8] = include_bytes!("../samples/hello.txt");
const DRAWING: &[u8] = include_bytes!("../samples/drawing.svg");
const PAGE: &[u8] = include_bytes!("../samples/page.html");
const HOSTILE: &[u8] = include_bytes!("../samples/hostile.txt");
const RAW_REPORT: &[u8] = include_bytes!("../samples/report.eml");
const RAW_DRAWINGS: &[u8] = include_bytes!("../samples/drawings.eml");
const RAW_PRIVATE: &[u8] = include_bytes!("../samples/private.eml");

/// Every object of the samples.
pub fn objects() -> Vec<Sample> {
    let files = files();
    let raw = [
        ("raw/0f3c9a1e7d5b4286/msg_report", RAW_REPORT),
        ("raw/6a2e8d4c1b9f7053/msg_drawings", RAW_DRAWINGS),
        ("raw/b7d1f5a39c0e4628/msg_private", RAW_PRIVATE),
    ];
    let files = files.into_iter().map(|(stored, bytes)| (stored.key, stored.content_type, bytes));
    let raw = raw.into_iter().map(|(key, bytes)| (key, "message/rfc822", bytes));
    files
        .chain(raw)
        .map(|(key, content_type, bytes)| Sample { key, content_type, bytes: Bytes::from_static(bytes) })
        .collect()
}

/// Three rooms, two inboxes, three messages.
pub fn directory() -> Directory {
    let mut messages = vec![
        message(
            "msg_report",
            "public-lobby",
            Inbox::Sales,
            "The report",
            "raw/0f3c9a1e7d5b4286/msg_report",
            RAW_REPORT,
        ),
        message(
            "msg_drawings",
            "history-board",
            Inbox::Support,
            "Two drawings",
            "raw/6a2e8d4c1b9f7053/msg_drawings",
            RAW_DRAWINGS,
        ),
        message("msg_private", "private-team", Inbox::Sales, "For us", "raw/b7d1f5a39c0e4628/msg_private", RAW_PRIVATE),
    ];
    for (stored, _) in files() {
        let holder = match stored.id {
            "att_report" | "att_photo" => "msg_report",
            "att_drawing" | "att_page" => "msg_drawings",
            _ => "msg_private",
        };
        if let Some(message) = messages.iter_mut().find(|message| message.id == holder) {
            message.attachments.push(stored);
        }
    }
    Directory {
        rooms: vec![
            Room { sid: "public-lobby", access: RoomAccess::Public },
            Room { sid: "history-board", access: RoomAccess::ViewHistory },
            Room { sid: "private-team", access: RoomAccess::Members(&[User::Alice]) },
        ],
        messages,
    }
}

fn message(
    id: &'static str,
    sid: &'static str,
    inbox: Inbox,
    subject: &'static str,
    raw_key: &'static str,
    raw: &[u8],
) -> Message {
    Message { id, sid, inbox, attachments: Vec::new(), raw_key, raw_size: raw.len() as u64, subject }
}

/// The attachments and their contents. All senders want theirs shown.
fn files() -> [(StoredAttachment, &'static [u8]); 6] {
    [
        (
            file(
                "att_report",
                "messages/4f1d2c8be07a9356/report",
                "Quartalsbericht – Größe.pdf",
                "application/pdf",
                REPORT,
            ),
            REPORT,
        ),
        (
            StoredAttachment {
                content_id: Some("<photo@example.com>"),
                ..file("att_photo", "messages/93b6a0c7f5e24d18/photo", "写真.png", "image/png", PHOTO)
            },
            PHOTO,
        ),
        (file("att_drawing", "messages/c05e7b29d1f48a63/drawing", "رسم.svg", "image/svg+xml", DRAWING), DRAWING),
        (file("att_page", "messages/1b8c46f0a3d97e52/page", "σελίδα.html", "text/html", PAGE), PAGE),
        (
            file("att_hello", "messages/7e90d3b5c2a1f684/hello", "Привет, мир.txt", "text/plain; charset=utf-8", HELLO),
            HELLO,
        ),
        (
            file(
                "att~?>odd",
                "messages/d2f7a41c8e5b0936/hostile & <odd> ü",
                "../../\u{202e}fdp.\"\r\nSet-Cookie: a=b.txt",
                "text/plain\r\nSet-Cookie: a=b",
                HOSTILE,
            ),
            HOSTILE,
        ),
    ]
}

fn file(
    id: &'static str,
    key: &'static str,
    file_name: &'static str,
    content_type: &'static str,
    bytes: &[u8],
) -> StoredAttachment {
    StoredAttachment { id, key, size: bytes.len() as u64, file_name, content_type, content_id: None, inline: true }
}
