//! What is requested: whether the client saves or shows the object, and under which name.

use alloc::borrow::Cow;

use crate::disposition::media_type::MediaType;
use crate::disposition::{ContentDisposition, DispositionKind, last_segment};
#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;
use crate::optional_text::OptionalText;
use crate::request::Request;

/// Sets whether the client saves or shows the object, and under which name: the `Content-Disposition` that the store answers
/// with, made from any text.
///
/// These setters can't fail. Each replaces an earlier disposition. [`ContentDisposition`] says how it sanitizes a name.
impl<'a> Request<'a> {
    /// The client saves the object under this name. Without one (`None`), the client picks a name itself, most often from the
    /// URL.
    ///
    /// Android's `URLUtil` before version 15 finds no name if a `filename*` follows it, as for names that are not plain
    /// ASCII, and saves under the end of the key. So end the key in a usable name with its extension.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("messages/42/7f3a")?.attachment("Quartalsbericht – Q3.pdf").presign();
    /// assert!(link.url().contains("filename%3D%22Quartalsbericht%20-%20Q3.pdf%22%3B%20filename%2A%3DUTF-8%27%27"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn attachment(self, file_name: impl OptionalText<'a>) -> Self {
        self.with_disposition(DispositionKind::Attachment, file_name.into_option())
    }

    /// The client saves the object under the name at the end of its key: what follows the last slash.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let request = presigner.get("messages/42/report.pdf")?.attachment_from_key();
    /// assert_eq!(request.disposition().unwrap().file_name(), Some("report.pdf"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn attachment_from_key(self) -> Self {
        let key = self.key.unwrap_or_default();
        self.attachment(last_segment(key))
    }

    /// The client shows the object if its type is safe to show, and uses this name if the user saves it. Without a name
    /// (`None`) the client picks one itself. Without a type, the object is an attachment.
    ///
    /// These types are safe: png, jpeg, gif, webp, avif and bmp images, PDF, plain text, and audio and video that is not XML.
    /// The type is signed as the one that the store answers with, and replaces an earlier one. It is parsed and built anew:
    /// in lower case, under its registered name (`image/jpg` becomes `image/jpeg`), and without parameters. Only plain text
    /// keeps a charset, which is UTF-8 if none is given. The parameters may be in any form that mail clients write.
    ///
    /// Anything else becomes an [`attachment`](Self::attachment) with its type and a charset. A type that can run, such as
    /// HTML or SVG, becomes `application/octet-stream`, because a stranger's file would run its script on the store's origin.
    /// A text that is no content type makes an attachment without a type. [`disposition`](Self::disposition) tells which it
    /// became.
    ///
    /// A link can't decide everything: a store may serve an object's own type and disposition instead, as Google Cloud
    /// Storage is reported to do. So store objects without a type or with the right one, and never let the uploader choose it
    /// ([security](crate::guide::security)).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::DispositionKind;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let photo = presigner.get("messages/42/a")?.inline("Größe.png", "IMAGE/PNG; a=b");
    /// assert_eq!(photo.disposition().unwrap().kind(), DispositionKind::Inline);
    /// assert!(photo.presign().url().contains("&response-content-type=image%2Fpng&"));
    ///
    /// let drawing = presigner.get("messages/42/b")?.inline("drawing.svg", "image/svg+xml");
    /// assert_eq!(drawing.disposition().unwrap().kind(), DispositionKind::Attachment);
    /// assert!(drawing.presign().url().contains("&response-content-type=application%2Foctet-stream&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn inline(self, file_name: impl OptionalText<'a>, content_type: impl OptionalText<'a>) -> Self {
        let media_type = content_type.into_option().and_then(MediaType::parse);
        let shown = media_type.and_then(MediaType::shown);
        let kind = if shown.is_some() { DispositionKind::Inline } else { DispositionKind::Attachment };
        let request = self.with_disposition(kind, file_name.into_option());
        request.with_media_type(shown.or(media_type.map(MediaType::saved)))
    }

    /// The client shows the object, whatever its type: **what is in it may run script on the store's origin.** Use it for
    /// objects that you made yourself, or for an origin that holds nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`] for the content type.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("pages/terms")?.inline_risking_script("terms.html", "text/html; charset=utf-8")?.presign();
    /// assert!(link.url().contains("&response-content-type=text%2Fhtml%3B%20charset%3Dutf-8&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn inline_risking_script(self, file_name: impl OptionalText<'a>, content_type: &'a str) -> Result<Self> {
        self.with_disposition(DispositionKind::Inline, file_name.into_option()).response_content_type(content_type)
    }

    /// The disposition that the methods above have set: its kind and the sanitized name. Check the extension of that name
    /// here, after the sanitizing. It is `None` for a value of
    /// [`response_content_disposition`](Self::response_content_disposition), which is not parsed.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let request = presigner.get("messages/42/a")?.attachment("invoice.pdf\u{200b}.exe");
    /// assert_eq!(request.disposition().unwrap().file_name(), Some("invoice.pdf.exe"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn disposition(&self) -> Option<ContentDisposition<'a>> {
        self.parameters.disposition()
    }

    /// The content type that the store is to answer with.
    pub(crate) fn signed_content_type(&self) -> Option<Cow<'a, str>> {
        self.parameters.response_content_type()
    }

    #[inline]
    pub(crate) fn with_disposition(mut self, kind: DispositionKind, file_name: Option<&'a str>) -> Self {
        self.parameters.set_disposition(kind, file_name);
        self
    }

    /// The type that the store answers with. It replaces one that is there.
    pub(crate) fn with_media_type(mut self, media_type: Option<MediaType<'a>>) -> Self {
        if let Some(media_type) = media_type {
            self.parameters.set_media_type(media_type);
        }
        self
    }
}
