//! Descriptors of attachments and messages, which your service returns as JSON.
//!
//! With feature `serde` they serialise and deserialise. An optional field without a value is left out. Moments are RFC 3339
//! in UTC, whole seconds, with `Z`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::disposition::{ContentDisposition, DispositionKind};
use crate::request::Request;
use crate::validity::unix_time::UnixTime;

/// An attachment, with the link that downloads it. Made by [`Attachment::descriptor`](crate::attachment::Attachment::descriptor).
///
/// `Debug` does not show the link, which is a bearer credential. Send [`LINK_HEADERS`](crate::attachment::LINK_HEADERS) with
/// the descriptor, so that no cache keeps it.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use presigner::attachment::AttachmentDescriptor;
///
/// let json = r#"{
///     "attachment_id": "att_1",
///     "content_disposition": "attachment",
///     "download_url": "https://attachments.example.com/report.pdf?X-Amz-Algorithm=…",
///     "expires_at": "2026-01-01T00:00:00Z",
///     "size": 18204
/// }"#;
/// let descriptor: AttachmentDescriptor = serde_json::from_str(json)?;
/// assert_eq!(descriptor.attachment_id(), "att_1");
/// assert_eq!(descriptor.file_name(), None);
/// assert_eq!(descriptor.expires_at().seconds(), 1_767_225_600);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("schema/attachment_descriptor.json"), "```")]
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AttachmentDescriptor {
    attachment_id: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    content_disposition: Option<DispositionKind>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    content_id: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    content_type: Option<String>,
    download_url: String,
    expires_at: UnixTime,
    #[cfg_attr(feature = "serde", serde(default, rename = "filename", skip_serializing_if = "Option::is_none"))]
    file_name: Option<String>,
    size: u64,
}

impl AttachmentDescriptor {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("schema/attachment_descriptor.json");

    pub(crate) fn new(id: &str, content_id: Option<&str>, size: u64, request: &Request<'_>) -> Self {
        let link = request.presign();
        let disposition = request.disposition();
        Self {
            attachment_id: id.into(),
            content_disposition: disposition.as_ref().map(ContentDisposition::kind),
            content_id: content_id.map(String::from),
            content_type: request.signed_content_type().map(Cow::into_owned),
            expires_at: link.expires_at(),
            file_name: disposition.as_ref().and_then(|disposition| disposition.file_name()).map(String::from),
            size,
            download_url: link.into_url(),
        }
    }

    /// The attachment's id.
    pub fn attachment_id(&self) -> &str {
        &self.attachment_id
    }

    /// Whether the link saves or shows it.
    pub fn content_disposition(&self) -> Option<DispositionKind> {
        self.content_disposition
    }

    /// The `Content-ID` that the attachment had as a part of a message.
    pub fn content_id(&self) -> Option<&str> {
        self.content_id.as_deref()
    }

    /// The content type with which the link answers.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The link: a bearer credential until it expires.
    pub fn download_url(&self) -> &str {
        &self.download_url
    }

    /// The first second at which the link has expired.
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at
    }

    /// The name under which the link saves the file, sanitized. For display, use the original name.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl fmt::Debug for AttachmentDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttachmentDescriptor")
            .field("attachment_id", &self.attachment_id)
            .field("content_disposition", &self.content_disposition)
            .field("expires_at", &self.expires_at)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// A message as it was received, with the link that downloads it.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// use presigner::attachment::RawMessageDescriptor;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
/// let raw = RawMessageDescriptor::presign(&presigner, "msg_42", "messages/42/raw.eml", 4_096)?;
/// assert_eq!((raw.message_id(), raw.size()), ("msg_42", 4_096));
/// assert!(raw.download_url().contains("&response-content-type=message%2Frfc822&"));
/// assert_eq!(raw.expires_at().seconds(), 1_700_003_600);
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("schema/raw_message_descriptor.json"), "```")]
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RawMessageDescriptor {
    download_url: String,
    expires_at: UnixTime,
    message_id: String,
    size: u64,
}

impl RawMessageDescriptor {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("schema/raw_message_descriptor.json");

    pub(crate) fn new(message_id: &str, size: u64, request: &Request<'_>) -> Self {
        let link = request.presign();
        Self { message_id: message_id.into(), expires_at: link.expires_at(), size, download_url: link.into_url() }
    }

    /// The link: a bearer credential until it expires.
    pub fn download_url(&self) -> &str {
        &self.download_url
    }

    /// The first second at which the link has expired.
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at
    }

    /// The message's id.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl fmt::Debug for RawMessageDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawMessageDescriptor")
            .field("message_id", &self.message_id)
            .field("expires_at", &self.expires_at)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// The context of a message: a document of your own, with the ids of the message and the inbox and the credits it took.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use presigner::attachment::MessageContext;
/// use serde_json::json;
///
/// let document = MessageContext::new("msg_42", "inbox_7", json!({ "thread": ["msg_41"] })).with_deep_context_credits_consumed(3);
/// assert_eq!(
///     serde_json::to_value(&document)?,
///     json!({
///         "context": { "thread": ["msg_41"] },
///         "deep_context_credits_consumed": 3,
///         "inbox_id": "inbox_7",
///         "message_id": "msg_42",
///     }),
/// );
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("schema/message_context.json"), "```")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MessageContext<C> {
    context: C,
    deep_context_credits_consumed: i64,
    inbox_id: String,
    message_id: String,
}

impl<C> MessageContext<C> {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("schema/message_context.json");

    /// The context of a message in an inbox. `context` must serialise to an object. The credits are 0 until
    /// [`with_deep_context_credits_consumed`](Self::with_deep_context_credits_consumed) sets them.
    pub fn new(message_id: &str, inbox_id: &str, context: C) -> Self {
        Self { context, deep_context_credits_consumed: 0, inbox_id: inbox_id.into(), message_id: message_id.into() }
    }

    /// Sets how many credits it took to find the context.
    #[must_use]
    pub fn with_deep_context_credits_consumed(self, credits: i64) -> Self {
        Self { deep_context_credits_consumed: credits, ..self }
    }

    /// How many credits it took to find the context.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::MessageContext;
    /// assert_eq!(MessageContext::new("msg_42", "inbox_7", ()).deep_context_credits_consumed(), 0);
    /// ```
    pub fn deep_context_credits_consumed(&self) -> i64 {
        self.deep_context_credits_consumed
    }

    /// The context itself.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::MessageContext;
    /// assert_eq!(MessageContext::new("msg_42", "inbox_7", ["a"]).context(), &["a"]);
    /// ```
    pub fn context(&self) -> &C {
        &self.context
    }

    /// The message's id.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::MessageContext;
    /// assert_eq!(MessageContext::new("msg_42", "inbox_7", ()).message_id(), "msg_42");
    /// ```
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// The inbox's id.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::MessageContext;
    /// assert_eq!(MessageContext::new("msg_42", "inbox_7", ()).inbox_id(), "inbox_7");
    /// ```
    pub fn inbox_id(&self) -> &str {
        &self.inbox_id
    }
}
