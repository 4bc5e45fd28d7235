//! `Content-Disposition`: whether a browser saves or shows a response, and under which name it is saved ([RFC 6266]).
//!
//! [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266

mod file_name;
mod ascii;
pub(crate) mod characters;
mod draft;
mod fold_table;
pub(crate) mod media_type;

use core::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::disposition::draft::{MAX_EXTENSION, NAMELESS};
use crate::disposition::file_name::FileName;
use crate::encode::{Output, QUERY};
use crate::optional_text::OptionalText;
use crate::optional_text::sealed::IntoOption;
use crate::short_text::MAX_LENGTH;

/// What a `filename*` holds as it is: less than [RFC 8187] allows, because Chromium drops a name with a raw `'` or `(`.
///
/// [RFC 8187]: https://www.rfc-editor.org/rfc/rfc8187
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stands around a name, as it is encoded in a query.
const ENCODED_FILE_NAME: &str = "%3B%20filename%3D%22";
const ENCODED_END_QUOTE: &str = "%22";
const ENCODED_EXTENDED_FILE_NAME: &str = "%3B%20filename%2A%3DUTF-8%27%27";

/// A `Content-Disposition` that every client understands, made from any file name.
///
/// The name may come from a stranger. Everything that a client could misread is replaced: separators of paths, quotes,
/// control characters and line breaks, `%` escapes, characters that show nothing or turn the direction of writing, names of
/// Windows devices. The result is at most 230 bytes long and keeps its extension. If nothing is left, the name becomes
/// `download`; if only an extension is left, `download` goes before it.
///
/// Give the name as people read it. The mail parser must decode what mail writes (`=?UTF-8?Q?…?=` of RFC 2047, `name*0*=` of
/// RFC 2231): a name that is passed encoded is saved encoded. If you have the choice, pass it composed (NFC); names from
/// macOS come decomposed. For display keep the original name: this type returns the name for saving.
///
/// Unless the name is plain ASCII, the header gives it twice: first in an ASCII form, always quoted, because clients disagree
/// about everything else, then percent-encoded. The second form never stands alone, because curl doesn't read it.
///
/// # Check an extension here
///
/// `invoice.pdf\u{200b}.e\u{200b}xe` and `invoice.exe?` end in `.exe` only after they are sanitized, and `invoice.éxe` and
/// `invoice.exe…` only in their ASCII form. So check the extension after the sanitizing: of [`file_name`](Self::file_name)
/// and of [`ascii_file_name`](Self::ascii_file_name).
///
/// Compare with a list of allowed extensions, not with a list of forbidden ones: Firefox 153 removes spaces after the last
/// dot (`a.e xe`), Chromium 156 composes what follows the dot (a Kelvin sign becomes a `K`), and wget 1.21 reads at most 511
/// bytes of a header. And if the content type of the stored object is not yours, sign one with the link: Firefox names a file
/// by it.
///
/// # Example
///
/// ```
/// use presigner::ContentDisposition;
///
/// let header = |name| ContentDisposition::attachment(name).to_string();
///
/// assert_eq!(header("report.pdf"), r#"attachment; filename="report.pdf""#);
/// assert_eq!(
///     header("Größe.pdf"),
///     r#"attachment; filename="Grosse.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf"#
/// );
/// assert_eq!(header("../../etc/passwd"), r#"attachment; filename="etc_passwd""#);
/// assert_eq!(header("a.txt\"\r\nSet-Cookie: a=b"), r#"attachment; filename="a.txt_ Set-Cookie_ a=b""#);
/// ```
#[derive(Clone)]
pub struct ContentDisposition<'a> {
    kind: DispositionKind,
    name: Option<FileName<'a>>,
}

/// What a client does with a response.
///
/// # Example
///
/// ```
/// use presigner::{ContentDisposition, DispositionKind};
///
/// assert_eq!(ContentDisposition::inline("photo.png").kind(), DispositionKind::Inline);
/// assert_eq!(DispositionKind::Inline.as_str(), "inline");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum DispositionKind {
    /// The client saves the response.
    Attachment,
    /// The client shows the response, if it can.
    Inline,
}

impl DispositionKind {
    /// The kind as it stands in the header.
    ///
    /// # Example
    ///
    /// ```
    /// assert_eq!(presigner::DispositionKind::Attachment.as_str(), "attachment");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Inline => "inline",
        }
    }
}

impl DispositionKind {
    /// The kind that a `Content-Disposition` of a message or from a database gives: its first word, whatever follows it.
    /// Anything but `inline`, in any letter case, is an attachment (RFC 2183, section 2.8).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::DispositionKind;
    /// assert_eq!(DispositionKind::parse("INLINE; filename=\"photo.png\""), DispositionKind::Inline);
    /// assert_eq!(DispositionKind::parse("form-data"), DispositionKind::Attachment);
    /// ```
    pub fn parse(header: &str) -> Self {
        let word = header.split(';').next().unwrap_or_default();
        if word.trim().eq_ignore_ascii_case(Self::Inline.as_str()) { Self::Inline } else { Self::Attachment }
    }
}

impl<'a> IntoOption<'a> for DispositionKind {
    fn into_option(self) -> Option<&'a str> {
        Some(self.as_str())
    }
}

impl fmt::Display for DispositionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'a> ContentDisposition<'a> {
    pub(crate) fn new(kind: DispositionKind, name: Option<&'a str>) -> Self {
        Self { kind, name: name.map(FileName::new) }
    }

    /// The client saves the response under this name; a slash in it becomes `_`. Without a name (`None`) the client picks one
    /// itself, most often from the URL.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::ContentDisposition;
    /// let song = ContentDisposition::attachment("AC/DC.mp3");
    /// assert_eq!(song.to_string(), r#"attachment; filename="AC_DC.mp3""#);
    /// ```
    pub fn attachment(name: impl OptionalText<'a>) -> Self {
        Self::new(DispositionKind::Attachment, name.into_option())
    }

    /// The client shows the response, and uses this name if the user saves it. Without a name (`None`) the client picks one
    /// itself.
    ///
    /// What a browser shows may run script. So show a stranger's file only with a `Content-Type` that can't, and sign that
    /// type as well: [`Request::inline`](crate::Request::inline) does both.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::ContentDisposition;
    /// let photo = ContentDisposition::inline("photo.png");
    /// assert_eq!(photo.to_string(), r#"inline; filename="photo.png""#);
    /// ```
    pub fn inline(name: impl OptionalText<'a>) -> Self {
        Self::new(DispositionKind::Inline, name.into_option())
    }

    /// [`attachment`](Self::attachment) under the name at the end of a storage key: what follows its last slash.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::ContentDisposition;
    /// let report = ContentDisposition::attachment_from_key("messages/42/report.pdf");
    /// assert_eq!(report.file_name(), Some("report.pdf"));
    /// ```
    pub fn attachment_from_key(key: &'a str) -> Self {
        Self::attachment(last_segment(key))
    }

    /// [`inline`](Self::inline) under the name at the end of a storage key: what follows its last slash.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::ContentDisposition;
    /// let photo = ContentDisposition::inline_from_key("messages/42/photo.png");
    /// assert_eq!(photo.file_name(), Some("photo.png"));
    /// ```
    pub fn inline_from_key(key: &'a str) -> Self {
        Self::inline(last_segment(key))
    }

    /// Whether the client saves or shows the response.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{ContentDisposition, DispositionKind};
    /// assert_eq!(ContentDisposition::attachment("a.txt").kind(), DispositionKind::Attachment);
    /// ```
    pub const fn kind(&self) -> DispositionKind {
        self.kind
    }

    /// The name under which most clients save the response: the given one, sanitized.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::ContentDisposition;
    /// assert_eq!(ContentDisposition::attachment("Größe?.pdf ").file_name(), Some("Größe_.pdf"));
    /// assert_eq!(ContentDisposition::attachment(None).file_name(), None);
    /// ```
    pub fn file_name(&self) -> Option<&str> {
        self.name.as_ref().map(FileName::as_str)
    }

    /// The name under which a client that reads only ASCII, such as curl, saves the response.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::ContentDisposition;
    /// assert_eq!(ContentDisposition::attachment("Größe.pdf").ascii_file_name(), Some("Grosse.pdf"));
    /// assert_eq!(ContentDisposition::attachment("報告書.pdf").ascii_file_name(), Some("download.pdf"));
    /// ```
    pub fn ascii_file_name(&self) -> Option<&str> {
        self.name.as_ref().map(|name| name.fallback().unwrap_or(name.as_str()))
    }

    /// Appends the header, encoded as a value of the query.
    pub(crate) fn write_encoded(&self, out: &mut impl Output) {
        out.append(self.kind.as_str());
        let Some(name) = &self.name else { return };
        let fallback = name.fallback();
        out.append(ENCODED_FILE_NAME);
        QUERY.push(out, fallback.unwrap_or(name.as_str()));
        out.append(ENCODED_END_QUOTE);
        if fallback.is_some() {
            out.append(ENCODED_EXTENDED_FILE_NAME);
            QUERY.push_twice(out, name.as_str());
        }
    }

    /// How many bytes [`write_encoded`](Self::write_encoded) appends for a name at the most, from its length alone.
    pub(crate) fn encoded_len_bound(name: &str) -> usize {
        const AROUND: usize = DispositionKind::Attachment.as_str().len()
            + ENCODED_FILE_NAME.len()
            + ENCODED_END_QUOTE.len()
            + ENCODED_EXTENDED_FILE_NAME.len();
        // Each of the two can gain a `_` before a device, or become a `download` with an extension.
        let length = (name.len() + 2).max(NAMELESS.len() + ".tar.".len() + MAX_EXTENSION).min(MAX_LENGTH);
        // A byte becomes three, and five where it is encoded twice.
        AROUND + (3 + 5) * length
    }
}

/// What follows the last slash.
pub(crate) fn last_segment(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or_default()
}

/// The value of the header.
impl fmt::Display for ContentDisposition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        let Some(name) = &self.name else { return Ok(()) };
        // Several clients take the first name there is, so the one that all of them can read goes first.
        write!(f, "; filename=\"{}\"", name.fallback().unwrap_or(name.as_str()))?;
        if name.fallback().is_some() {
            write!(f, "; filename*=UTF-8''{}", utf8_percent_encode(name.as_str(), EXTENDED))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ContentDisposition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ContentDisposition").field(&format_args!("{self}")).finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    fn encoded(disposition: &ContentDisposition<'_>) -> String {
        let mut out = String::new();
        disposition.write_encoded(&mut out);
        out
    }

    const NAMES: &str = "\\PC{0,300}|[\\x00-\\x7f]{0,300}|[a-zé€😀%;. ]{0,300}|(ÇON)?[.é€]{0,4}";

    proptest! {
        #[test]
        fn the_encoded_form_is_the_header_encoded(name in NAMES) {
            for disposition in [ContentDisposition::attachment(&name), ContentDisposition::inline_from_key(&name)] {
                let mut header = String::new();
                QUERY.push(&mut header, &disposition.to_string());
                prop_assert_eq!(encoded(&disposition), header.as_str());
                prop_assert!(header.len() <= ContentDisposition::encoded_len_bound(&name));
            }
        }
    }

    #[test]
    fn no_name_needs_no_encoding() {
        for disposition in [ContentDisposition::attachment(None), ContentDisposition::inline(None)] {
            assert_eq!(encoded(&disposition), disposition.to_string());
        }
    }

    #[test]
    fn nothing_is_allocated() {
        let mut out = String::with_capacity(4096);
        let long = "Größe ".repeat(1_000);
        let allocated = allocation_counter::measure(|| {
            for name in ["report.pdf", "Größe\u{200b}%41.pdf", "報告書.pdf", &long] {
                let disposition = ContentDisposition::attachment(name);
                out.clear();
                out.reserve(ContentDisposition::encoded_len_bound(name));
                disposition.write_encoded(&mut out);
            }
        });
        assert_eq!(allocated.count_total, 0);
    }
}
