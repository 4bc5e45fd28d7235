//! The responses of your service: a stored [`Attachment`], and what you can return for it.
//!
//! - As JSON with a link: [`AttachmentDescriptor`], [`RawMessageDescriptor`], [`MessageContext`].
//! - As a redirect to a link: [`Redirect`], [`LINK_HEADERS`].
//! - As its bytes: `Base64Body`, with feature `base64`.
//! - As a link to upload to: [`UploadTicket`].
//! - As a failure: [`DownloadFailure`], [`ServiceFailure`].
//!
//! With the features `http` and `serde`, each of them converts into an `http::Response<B>` whose body is made from a `String`. So
//! `?` and `into()` give the response in axum, tower, Lambda, Workers and everything else that uses the crate `http`. Without
//! these features, [`Redirect`] and the failures have `status()` and `headers()`; descriptors and tickets go out as JSON, with
//! [`LINK_HEADERS`].
//!
//! [`DownloadQuery`] and `AttachmentId` read what a client asks for.

mod descriptor;
mod redirect;
mod download_query;
mod failure;
mod upload_ticket;
#[cfg(feature = "base64")]
mod base64_body;
#[cfg(feature = "http")]
mod http_messages;

use alloc::format;
use core::fmt;

#[cfg(feature = "base64")]
pub use crate::attachment::base64_body::{AttachmentId, Base64Body, BodyLengthError};
pub use crate::attachment::descriptor::{AttachmentDescriptor, MessageContext, RawMessageDescriptor};
pub use crate::attachment::download_query::DownloadQuery;
pub use crate::attachment::failure::{DownloadFailure, ServiceFailure};
pub use crate::attachment::redirect::{LINK_HEADERS, Redirect};
pub use crate::attachment::upload_ticket::UploadTicket;
#[cfg(doc)]
use crate::disposition::ContentDisposition;
use crate::disposition::DispositionKind;
use crate::disposition::characters::is_blank;
use crate::disposition::media_type::MediaType;
use crate::error::Result;
use crate::optional_text::OptionalText;
use crate::request::Request;
use crate::signer::presigner::Presigner;

/// What your service has stored about an attachment, borrowed from wherever you keep it.
///
/// This one value decides both what the link does and what the descriptor says, so that the two can't disagree: an attachment
/// that must not be shown [`inline`](Self::inline) is an attachment in both.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::attachment::Attachment;
/// use presigner::{Credentials, DispositionKind, Endpoint, Signer, Validity};
///
/// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
/// let photo = Attachment::new("att_1", "messages/42/photo", 18_204)
///     .file_name("Größe.png")
///     .content_type("image/png")
///     .inline();
///
/// let descriptor = photo.descriptor(&presigner)?;
/// assert_eq!(descriptor.content_disposition(), Some(DispositionKind::Inline));
/// assert_eq!(descriptor.expires_at().seconds(), 1_700_003_600);
/// assert_eq!(photo.redirect(&presigner, "GET")?.status(), 302);
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Attachment<'a> {
    id: &'a str,
    key: &'a str,
    size: u64,
    file_name: Option<&'a str>,
    content_type: Option<MediaType<'a>>,
    risks_script: bool,
    content_id: Option<&'a str>,
    kind: DispositionKind,
}

impl<'a> Attachment<'a> {
    /// An attachment by its id, stored under `key`, of `size` bytes.
    pub fn new(id: &'a str, key: &'a str, size: u64) -> Self {
        Self {
            id,
            key,
            size,
            file_name: None,
            content_type: None,
            risks_script: false,
            content_id: None,
            kind: DispositionKind::Attachment,
        }
    }

    /// The name under which the file is saved: any text at all, see [`ContentDisposition`]. Without one (`None`, or blank),
    /// the client picks a name itself, most often from the URL, and adds the extension of the type.
    ///
    /// Decode the name first: RFC 2047 and RFC 2231 are the mail parser's job.
    #[must_use]
    pub fn file_name(self, file_name: impl OptionalText<'a>) -> Self {
        Self { file_name: file_name.into_option().filter(|name| !is_blank(name)), ..self }
    }

    /// The content type that the attachment came with: the header of a message as it is, folded or not. The link and the
    /// descriptor keep its type, subtype and charset, or nothing if it is no content type.
    ///
    /// For a type that a browser may run (HTML, XML and with it SVG), both say `application/octet-stream`, because a store
    /// may ignore the disposition and obey the type. To keep the name of such a type, use
    /// [`content_type_risking_script`](Self::content_type_risking_script).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Attachment;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let attachment = Attachment::new("att_1", "messages/42/a", 512);
    /// let photo = attachment.content_type("image/jpg;\r\n\tname=\"Größe.jpg\"").descriptor(&presigner)?;
    /// assert_eq!(photo.content_type(), Some("image/jpeg"));
    /// let page = attachment.content_type("text/html").descriptor(&presigner)?;
    /// assert_eq!(page.content_type(), Some("application/octet-stream"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn content_type(self, content_type: impl OptionalText<'a>) -> Self {
        Self { content_type: content_type.into_option().and_then(MediaType::parse), risks_script: false, ..self }
    }

    /// Like [`content_type`](Self::content_type), but a type that a browser may run keeps its name when the file is saved:
    /// **a store that ignores the disposition lets it run on its origin.** Use it for a client that needs the type, with
    /// objects that you made yourself, or with an origin that holds nothing else.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Attachment;
    /// # use presigner::{Credentials, DispositionKind, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let page = Attachment::new("att_1", "messages/42/page", 512).content_type_risking_script("text/html");
    /// let descriptor = page.descriptor(&presigner)?;
    /// assert_eq!(descriptor.content_disposition(), Some(DispositionKind::Attachment));
    /// assert_eq!(descriptor.content_type(), Some("text/html"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn content_type_risking_script(self, content_type: impl OptionalText<'a>) -> Self {
        Self { risks_script: true, ..self.content_type(content_type) }
    }

    /// The `Content-ID` that the attachment had as a part of a message.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Attachment;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let logo = Attachment::new("att_2", "messages/42/logo", 512).content_id("<logo@example.com>");
    /// assert_eq!(logo.descriptor(&presigner)?.content_id(), Some("<logo@example.com>"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn content_id(self, content_id: impl OptionalText<'a>) -> Self {
        Self { content_id: content_id.into_option(), ..self }
    }

    /// Asks the client to show the attachment rather than save it. The link shows it only if its content type is safe to
    /// show, see [`Request::inline`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Attachment;
    /// # use presigner::{Credentials, DispositionKind, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let drawing = Attachment::new("att_3", "messages/42/drawing", 99).content_type("image/svg+xml").inline();
    /// assert_eq!(drawing.descriptor(&presigner)?.content_disposition(), Some(DispositionKind::Attachment));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn inline(self) -> Self {
        Self { kind: DispositionKind::Inline, ..self }
    }

    /// Whether the attachment is saved or shown, as you have stored it: a [`DispositionKind`], or the `Content-Disposition`
    /// that it came with, which [`DispositionKind::parse`] reads. Without one it is saved. It is shown only if
    /// [`inline`](Self::inline) would show it.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::DispositionKind;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::attachment::Attachment;
    /// let stored: Option<String> = Some("inline".into());
    /// let photo = Attachment::new("att_1", "messages/42/photo", 99).content_type("image/png").disposition(&stored);
    /// assert_eq!(photo.descriptor(&presigner)?.content_disposition(), Some(DispositionKind::Inline));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn disposition(self, disposition: impl OptionalText<'a>) -> Self {
        let kind = disposition.into_option().map_or(DispositionKind::Attachment, DispositionKind::parse);
        Self { kind, ..self }
    }

    /// The request that downloads it: a GET of its key, with its disposition and content type as overrides.
    ///
    /// # Errors
    ///
    /// Those of [`Presigner::get`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::attachment::Attachment;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let report = Attachment::new("att_4", "messages/42/report", 99).file_name("Report.pdf");
    /// let mut url = String::new();
    /// report.request(&presigner)?.presign_into(&mut url);
    /// assert!(url.contains("response-content-disposition=attachment%3B%20filename%3D%22Report.pdf%22"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn request<'r>(&self, presigner: &'r Presigner<'_>) -> Result<Request<'r>>
    where
        'a: 'r,
    {
        Ok(self.with_overrides(presigner.get(self.key)?))
    }

    /// What the link makes of it.
    fn with_overrides<'r>(&self, request: Request<'r>) -> Request<'r>
    where
        'a: 'r,
    {
        let is_to_show = self.kind == DispositionKind::Inline;
        let shown = self.content_type.filter(|_| is_to_show).and_then(MediaType::shown);
        let saved = self.content_type.map(|given| if self.risks_script { given } else { given.saved() });
        let kind = if shown.is_some() { DispositionKind::Inline } else { DispositionKind::Attachment };
        request.with_disposition(kind, self.file_name).with_media_type(shown.or(saved))
    }

    /// What your service returns as JSON to a client that downloads the attachment by itself.
    ///
    /// # Errors
    ///
    /// Those of [`Presigner::get`].
    pub fn descriptor(&self, presigner: &Presigner<'_>) -> Result<AttachmentDescriptor> {
        let request = self.request(presigner)?;
        Ok(AttachmentDescriptor::new(self.id, self.content_id, self.size, &request))
    }

    /// The redirect that sends a client to the store. It is signed for the method of the client's request, as by
    /// [`Presigner::get_or_head`].
    ///
    /// # Errors
    ///
    /// Those of [`Presigner::get`].
    pub fn redirect(&self, presigner: &Presigner<'_>, request_method: impl AsRef<str>) -> Result<Redirect> {
        let request = presigner.get_or_head(request_method, self.key)?;
        Ok(Redirect::new(self.with_overrides(request).presign()))
    }
}

impl RawMessageDescriptor {
    /// The descriptor of a message as it was received, stored under `key`, of `size` bytes. It is always an attachment of
    /// type `message/rfc822`, saved under its id with `.eml`.
    ///
    /// # Errors
    ///
    /// Those of [`Presigner::get`].
    pub fn presign(presigner: &Presigner<'_>, message_id: &str, key: &str, size: u64) -> Result<Self> {
        let file_name = format!("{message_id}.eml");
        let request = presigner.get(key)?.attachment(&file_name).response_content_type("message/rfc822")?;
        Ok(Self::new(message_id, size, &request))
    }
}

/// Shows neither key nor names, which may be personal, and of which the key may be all that guards the object.
impl fmt::Debug for Attachment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("id", &self.id)
            .field("size", &self.size)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
