//! Attachments as Base64: ids that arrive in Base64, bodies that are sent in Base64. Feature `base64`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use crate::attachment::failure::ServiceFailure;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(false);
const LENIENT_STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const LENIENT_URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Longest id that is decoded, in bytes of Base64.
const MAX_ID: usize = 4_096;

/// What ends a stream: an error of the store's, or a length that is another one.
type StreamError = Box<dyn core::error::Error + Send + Sync>;

/// An attachment's id that arrived as Base64.
///
/// It may use the standard or the URL-safe alphabet (RFC 4648, sections 4 and 5), but no mixture, with or without padding. A
/// space counts as a `+` that the client forgot to encode. Two ids are equal if their bytes are, however they were written.
///
/// # Example
///
/// ```
/// use presigner::attachment::AttachmentId;
///
/// let id = AttachmentId::decode("YXR0XzE=")?;
/// assert_eq!(id.as_bytes(), b"att_1");
/// assert_eq!(id, AttachmentId::decode("YXR0XzE")?);
/// assert_eq!(AttachmentId::decode("YXR0XzF=").unwrap_err().status(), 400);
/// # Ok::<(), presigner::attachment::ServiceFailure>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AttachmentId(Vec<u8>);

impl AttachmentId {
    /// Decodes an id.
    ///
    /// # Errors
    ///
    /// A [`ServiceFailure`] of status 400, to answer with, for a text that is empty, over 4,096 bytes, or not Base64 in one
    /// alphabet whose trailing bits are zero.
    pub fn decode(text: &str) -> Result<Self, ServiceFailure> {
        if text.is_empty() {
            return Err(ServiceFailure::bad_request("The attachment id is required"));
        }
        if text.len() > MAX_ID {
            return Err(ServiceFailure::bad_request("The attachment id is too long"));
        }
        let not_base64 = ServiceFailure::bad_request("The attachment id is not Base64");
        let text = text.replace(' ', "+");
        // Padded or not, but not by half.
        if text.contains('=') && !text.len().is_multiple_of(4) {
            return Err(not_base64);
        }
        let engine = if text.contains(['-', '_']) { LENIENT_URL_SAFE } else { LENIENT_STANDARD };
        let decoded =
            engine.decode(text).map_err(|_| ServiceFailure::bad_request("The attachment id is not Base64"))?;
        Ok(Self(decoded))
    }

    /// The decoded bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for AttachmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AttachmentId").field(&String::from_utf8_lossy(&self.0)).finish()
    }
}

/// A body as Base64, piece by piece: standard alphabet, padded, no line breaks (RFC 4648, section 4). Its length is known
/// before its first byte, and no more than a piece of it is ever in memory.
///
/// # Example
///
/// ```
/// use presigner::attachment::Base64Body;
///
/// let mut body = Base64Body::new(5)?;
/// assert_eq!(body.content_length(), 8);
///
/// let mut sent = String::new();
/// for piece in [&b"at"[..], b"t_1"] {
///     body.encode(piece, &mut sent)?;
/// }
/// body.finish(&mut sent)?;
/// assert_eq!(sent, "YXR0XzE=");
/// # Ok::<(), presigner::attachment::BodyLengthError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Base64Body {
    size: u64,
    received: u64,
    /// Up to two bytes that wait for a third.
    waiting: Vec<u8>,
}

impl Base64Body {
    /// The body of an object of `size` bytes. The size must be that of the stored object, as the store gives it in
    /// `Content-Length`. The size that a mail API gives for an attachment is often that of its Base64, or an estimate.
    ///
    /// # Errors
    ///
    /// [`BodyLengthError::TooLarge`] if the length of the Base64 does not fit into 64 bits.
    pub fn new(size: u64) -> Result<Self, BodyLengthError> {
        size.div_ceil(3).checked_mul(4).ok_or(BodyLengthError::TooLarge { size })?;
        Ok(Self { size, received: 0, waiting: Vec::with_capacity(3) })
    }

    /// The length of the whole body in bytes, 4·⌈size/3⌉. Send it as `Content-Length`, so that a client sees when the body
    /// was cut off.
    pub fn content_length(&self) -> u64 {
        self.size.div_ceil(3).saturating_mul(4)
    }

    /// Compares the store's `Content-Length` with the size, and returns the body if they agree. Call it before your response
    /// begins, while you can still report a failure. If the store gives no length (`None`), its bytes are only counted as they
    /// arrive.
    ///
    /// # Errors
    ///
    /// [`BodyLengthError::TooShort`], [`BodyLengthError::TooLong`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::Base64Body;
    /// let body = Base64Body::new(5)?.check_length(5)?.check_length(None)?;
    /// let error = body.check_length(6).unwrap_err();
    /// assert_eq!(error.to_string(), "the object has at least 6 bytes, and 5 were expected");
    /// # Ok::<(), presigner::attachment::BodyLengthError>(())
    /// ```
    pub fn check_length(self, content_length: impl Into<Option<u64>>) -> Result<Self, BodyLengthError> {
        content_length.into().map_or(Ok(()), |length| compare(self.size, length))?;
        Ok(self)
    }

    /// Appends the Base64 of the next piece of the object to `out`; up to two bytes of it wait for the next piece.
    ///
    /// # Errors
    ///
    /// [`BodyLengthError::TooLong`] if the object is longer than `size`. Abort the connection: the body must not end as if it
    /// were whole.
    pub fn encode(&mut self, piece: &[u8], out: &mut String) -> Result<(), BodyLengthError> {
        self.received = self.received.saturating_add(piece.len() as u64);
        if self.received > self.size {
            compare(self.size, self.received)?;
        }
        let missing = if self.waiting.is_empty() { 0 } else { 3 - self.waiting.len() };
        let (first, rest) = piece.split_at_checked(missing).unwrap_or((piece, &[]));
        self.waiting.extend_from_slice(first);
        if self.waiting.len() == 3 {
            STANDARD.encode_string(&self.waiting, out);
            self.waiting.clear();
        }
        let (whole, incomplete) = rest.split_at_checked(rest.len() - rest.len() % 3).unwrap_or((rest, &[]));
        STANDARD.encode_string(whole, out);
        self.waiting.extend_from_slice(incomplete);
        Ok(())
    }

    /// Appends what is left, with its padding.
    ///
    /// # Errors
    ///
    /// [`BodyLengthError::TooShort`] if the object was shorter than `size`; [`BodyLengthError::TooLong`] if an error of
    /// [`encode`](Self::encode) was ignored. Abort the connection.
    pub fn finish(self, out: &mut String) -> Result<(), BodyLengthError> {
        compare(self.size, self.received)?;
        STANDARD.encode_string(&self.waiting, out);
        Ok(())
    }
}

impl Base64Body {
    /// The text to send for the next piece of the object. After the last piece, `None` gives the rest of the text, and then
    /// `None`. It is for streams that are made from one function.
    ///
    /// # Errors
    ///
    /// Those of [`encode`](Self::encode) and [`finish`](Self::finish).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::Base64Body;
    /// let mut body = Base64Body::new(5)?;
    /// let mut pieces = [&b"at"[..], b"t_1"].into_iter();
    /// let mut sent = String::new();
    /// while let Some(text) = body.next_text(pieces.next())? {
    ///     sent.push_str(&text);
    /// }
    /// assert_eq!(sent, "YXR0XzE=");
    /// # Ok::<(), presigner::attachment::BodyLengthError>(())
    /// ```
    pub fn next_text(&mut self, piece: Option<&[u8]>) -> Result<Option<String>, BodyLengthError> {
        let mut text = String::new();
        if let Some(piece) = piece {
            text.reserve(piece.len().div_ceil(3).saturating_mul(4).saturating_add(4));
            self.encode(piece, &mut text)?;
            return Ok(Some(text));
        }
        let rest = Self { waiting: core::mem::take(&mut self.waiting), ..*self };
        rest.finish(&mut text)?;
        Ok(if text.is_empty() { None } else { Some(text) })
    }

    /// [`next_text`](Self::next_text) as a function to map a stream with. The stream must give each piece of the object as
    /// `Some`, and a `None` after the last one. Errors of the stream pass through, and so does an error of the length; the
    /// server must then abort the connection.
    ///
    /// # Example
    ///
    /// ```
    /// # use std::convert::Infallible;
    /// # use presigner::attachment::Base64Body;
    /// let pieces = [&b"at"[..], b"t_1"].map(Ok::<_, Infallible>).map(Some).into_iter().chain([None]);
    /// let texts: Result<String, _> = pieces.map(Base64Body::new(5)?.into_encoder()).collect();
    /// assert_eq!(texts.unwrap(), "YXR0XzE=");
    /// # Ok::<(), presigner::attachment::BodyLengthError>(())
    /// ```
    pub fn into_encoder<T, E>(mut self) -> impl FnMut(Option<Result<T, E>>) -> Result<String, StreamError>
    where
        T: AsRef<[u8]>,
        E: Into<StreamError>,
    {
        move |piece| {
            let piece = piece.transpose().map_err(Into::into)?;
            Ok(self.next_text(piece.as_ref().map(T::as_ref))?.unwrap_or_default())
        }
    }
}

fn compare(expected: u64, received: u64) -> Result<(), BodyLengthError> {
    match received.cmp(&expected) {
        Ordering::Less => Err(BodyLengthError::TooShort { expected, received }),
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(BodyLengthError::TooLong { expected, received }),
    }
}

/// The object does not have the size that you gave.
///
/// # Example
///
/// ```
/// use presigner::attachment::{Base64Body, BodyLengthError};
///
/// let error = Base64Body::new(5)?.finish(&mut String::new()).unwrap_err();
/// assert_eq!(error.to_string(), "the object has 0 bytes, and 5 were expected");
/// # Ok::<(), BodyLengthError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BodyLengthError {
    /// The object ended too early.
    #[error("the object has {received} bytes, and {expected} were expected")]
    #[non_exhaustive]
    TooShort {
        /// The size that it was said to have, in bytes.
        expected: u64,
        /// How many bytes came.
        received: u64,
    },
    /// More bytes arrived than expected.
    #[error("the object has at least {received} bytes, and {expected} were expected")]
    #[non_exhaustive]
    TooLong {
        /// The size that it was said to have, in bytes.
        expected: u64,
        /// How many bytes arrived, including the piece that was too much.
        received: u64,
    },
    /// The length of its Base64 would not fit into 64 bits.
    #[error("the length of the Base64 of {size} bytes does not fit into 64 bits")]
    #[non_exhaustive]
    TooLarge {
        /// The size that it was said to have, in bytes.
        size: u64,
    },
}

/// 500: the stored object differs from what your service has recorded.
impl From<BodyLengthError> for ServiceFailure {
    fn from(error: BodyLengthError) -> Self {
        Self::caused_by(error)
    }
}
