//! What a client needs that uploads by itself.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::request::presigned::Presigned;
use crate::validity::unix_time::UnixTime;

/// A presigned PUT as a document for the client that sends it: `{"method", "url", "headers", "expires_at"}`. In a page:
///
/// ```js
/// const { method, url, headers } = await (await fetch("/uploads", { method: "POST" })).json();
/// await fetch(url, { method, headers, body: file });
/// ```
///
/// [`Presigned`] does not serialise, so that no link gets into a document by oversight: making a ticket is the explicit call.
/// `Debug` does not show the URL. If you know the length of the upload, sign it with
/// [`Request::content_length`](crate::Request::content_length): a page's script may not set that header, but its browser
/// sends the length of the body.
///
/// Send [`LINK_HEADERS`](crate::attachment::LINK_HEADERS) with it. With the features `http` and `serde` it converts into a
/// response that has them.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// use presigner::attachment::UploadTicket;
/// # use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(900))?)?;
/// let link = presigner.put("messages/42/photo")?.content_type("image/png")?.presign();
/// let ticket = UploadTicket::new(&link);
/// # #[cfg(feature = "serde")]
/// assert_eq!(
///     serde_json::to_value(&ticket)?,
///     serde_json::json!({
///         "method": "PUT",
///         "url": link.url(),
///         "headers": { "content-type": "image/png" },
///         "expires_at": "2023-11-14T22:28:20Z",
///     }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("schema/upload_ticket.json"), "```")]
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct UploadTicket {
    method: String,
    url: String,
    #[cfg_attr(feature = "serde", serde(with = "as_object"))]
    headers: Vec<(String, String)>,
    expires_at: UnixTime,
}

impl UploadTicket {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("schema/upload_ticket.json");

    /// The ticket of a link.
    pub fn new(link: &Presigned) -> Self {
        Self {
            method: link.method().to_string(),
            url: link.url().into(),
            headers: link.headers().map(|(name, value)| (name.into(), value.into())).collect(),
            expires_at: link.expires_at(),
        }
    }

    /// The method to send.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The link: a bearer credential until it expires.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers that the client must send, beside `host`: name in lower case, value as it was signed.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The first second at which the link has expired.
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at
    }
}

impl fmt::Debug for UploadTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadTicket")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The headers as an object, which `fetch` takes as it is. No name is there twice: they are signed.
#[cfg(feature = "serde")]
mod as_object {
    use alloc::collections::BTreeMap;
    use alloc::string::String;
    use alloc::vec::Vec;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(headers: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(headers.iter().map(|(name, value)| (name, value)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
        Ok(BTreeMap::deserialize(deserializer)?.into_iter().collect())
    }
}
