//! What the host knows about rooms, messages and attachments: where another host has a database.

use presigner::attachment::Attachment;

use crate::tokens::{Agent, User};

pub struct Directory {
    pub rooms: Vec<Room>,
    pub messages: Vec<Message>,
}

pub struct Room {
    pub sid: &'static str,
    pub access: RoomAccess,
}

pub enum RoomAccess {
    Public,
    /// Who is no member may still read what was written.
    ViewHistory,
    Members(&'static [User]),
}

pub struct Message {
    pub id: &'static str,
    /// The room that it was written in.
    pub sid: &'static str,
    /// The inbox that it went to.
    pub inbox: Inbox,
    pub attachments: Vec<StoredAttachment>,
    /// Where the message is stored as it was received.
    pub raw_key: &'static str,
    pub raw_size: u64,
    pub subject: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Inbox {
    Sales,
    Support,
}

/// What is stored about an attachment. The object itself is in the store, under `key`.
#[derive(Clone)]
pub struct StoredAttachment {
    pub id: &'static str,
    pub key: &'static str,
    pub size: u64,
    pub file_name: &'static str,
    pub content_type: &'static str,
    pub content_id: Option<&'static str>,
    /// Whether the sender wanted it shown. The library decides whether it is.
    pub inline: bool,
}

impl Directory {
    /// Whether a caller may download from a room. Of a room that there isn't, only who may read all rooms can learn that.
    pub fn may_download(&self, user: User, sid: &str) -> bool {
        user == User::ContentExport
            || self.rooms.iter().any(|room| {
                room.sid == sid
                    && match room.access {
                        RoomAccess::Public | RoomAccess::ViewHistory => true,
                        RoomAccess::Members(members) => members.contains(&user),
                    }
            })
    }

    /// A message, if it is in the room.
    pub fn message_in_room(&self, sid: &str, message_id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.sid == sid && message.id == message_id)
    }

    /// A message, if it went to the caller's inbox.
    pub fn message_for(&self, agent: Agent, message_id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.inbox == inbox_of(agent) && message.id == message_id)
    }
}

fn inbox_of(agent: Agent) -> Inbox {
    match agent {
        Agent::Sales => Inbox::Sales,
        Agent::Support => Inbox::Support,
    }
}

impl Inbox {
    pub fn id(self) -> &'static str {
        match self {
            Self::Sales => "inbox_sales",
            Self::Support => "inbox_support",
        }
    }
}

impl Message {
    /// An attachment, if it belongs to the message. Ids are compared as bytes.
    pub fn attachment(&self, id: &[u8]) -> Option<&StoredAttachment> {
        self.attachments.iter().find(|attachment| attachment.id.as_bytes() == id)
    }
}

impl StoredAttachment {
    /// The attachment as the library takes it.
    pub fn borrowed(&self) -> Attachment<'_> {
        let attachment =
            Attachment::new(self.id, self.key, self.size).file_name(self.file_name).content_type(self.content_type);
        let attachment = match self.content_id {
            Some(content_id) => attachment.content_id(content_id),
            None => attachment,
        };
        if self.inline { attachment.inline() } else { attachment }
    }
}
