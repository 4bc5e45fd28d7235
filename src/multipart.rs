//! The bodies around a multipart upload. [`completion_body`] writes the one of `CompleteMultipartUpload`. Feature `multipart`
//! reads the upload id, and the error that a store may send with status 200.
//!
//! The requests themselves are methods of [`Presigner`](crate::Presigner): `create_multipart_upload`, `upload_part`,
//! `complete_multipart_upload`, `abort_multipart_upload`. This module has what a server that sends them must write and read.
//!
//! ```
//! use presigner::multipart::{self, CompletedPart};
//!
//! # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
//! let begin = presigner.create_multipart_upload("video.mp4")?.presign();
//! # let answer = b"<InitiateMultipartUploadResult><UploadId>VXBsb2FkIElE</UploadId></InitiateMultipartUploadResult>";
//! # #[cfg(feature = "multipart")]
//! let upload_id = multipart::upload_id(answer)?; // the body of its answer
//! # #[cfg(not(feature = "multipart"))]
//! # let upload_id = "VXBsb2FkIElE";
//!
//! let first = presigner.upload_part("video.mp4", &upload_id, 1)?.presign();
//! # let entity_tag = "\"b54357faf0632cce46e942fa68356b38\"";
//! let parts = [CompletedPart::new(1, entity_tag)?]; // the header `etag` of its answer
//!
//! let end = presigner.complete_multipart_upload("video.mp4", &upload_id)?.presign();
//! let body = multipart::completion_body(parts)?; // send it
//! # let answer = b"<CompleteMultipartUploadResult/>";
//! # #[cfg(feature = "multipart")]
//! multipart::check_completion(answer)?; // 200 is not enough
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::String;

#[cfg(feature = "multipart")]
use roxmltree::Document;

use crate::check;
use crate::encode::Decimal;
use crate::error::{Error, Field, Result};
use crate::request::headers::Checksum;
#[cfg(feature = "multipart")]
use crate::xml::{self, XmlProblem};

/// The highest part number ([multipart upload limits]).
///
/// [multipart upload limits]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const MAX_PART_NUMBER: u16 = 10_000;

/// A part that was uploaded: its number, its entity tag, and the checksum if it was uploaded with one.
///
/// # Example
///
/// ```
/// use presigner::Checksum;
/// use presigner::multipart::{CompletedPart, completion_body};
///
/// let part = CompletedPart::new(1, "\"b54357faf0632cce46e942fa68356b38\"")?.checksum(Checksum::Crc32c, "yZRlqg==")?;
/// assert_eq!(
///     completion_body([part])?,
///     "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part><PartNumber>1</PartNumber>\
///      <ETag>\"b54357faf0632cce46e942fa68356b38\"</ETag><ChecksumCRC32C>yZRlqg==</ChecksumCRC32C></Part>\
///      </CompleteMultipartUpload>",
/// );
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletedPart<'a> {
    number: u16,
    /// Without its quotes.
    entity_tag: &'a str,
    checksum: Option<(Checksum, &'a str)>,
}

impl<'a> CompletedPart<'a> {
    /// A part from 1 to 10,000, and the entity tag that the store gave it: the header `etag` of the response to
    /// [`upload_part`](crate::Presigner::upload_part), or the element `ETag` in the response to
    /// [`upload_part_copy`](crate::Presigner::upload_part_copy). The quotes may be missing, as some stores leave them out of the
    /// element; they are sent either way.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for the number; [`Error::Empty`] or [`Error::InvalidCharacter`] for the entity tag. A weak tag
    /// (`W/"…"`) is an error too: stores give none, so a proxy has changed the response.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::multipart::CompletedPart;
    ///
    /// assert_eq!(CompletedPart::new(1, "\"b543\"")?, CompletedPart::new(1, "b543")?);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn new(number: u16, entity_tag: &'a str) -> Result<Self> {
        if !(1..=MAX_PART_NUMBER).contains(&number) {
            return Err(Error::OutOfRange { field: Field::PartNumber, min: 1, max: MAX_PART_NUMBER.into() });
        }
        let quoted = entity_tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
        let entity_tag = quoted.unwrap_or(entity_tag);
        check::text(Field::EntityTag, entity_tag, usize::MAX, |byte| check::is_graphic(byte) && byte != b'"')?;
        Ok(Self { number, entity_tag, checksum: None })
    }

    /// The Base64 of the checksum that the part was uploaded with; a later call replaces it. Uploads whose
    /// `x-amz-checksum-type` is `COMPOSITE` can't be completed without it ([checking object integrity]).
    ///
    /// [checking object integrity]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] and [`Error::InvalidCharacter`].
    pub fn checksum(self, algorithm: Checksum, base64: &'a str) -> Result<Self> {
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        check::text(Field::PartChecksum, base64, usize::MAX, is_base64)?;
        Ok(Self { checksum: Some((algorithm, base64)), ..self })
    }

    fn write_to(&self, body: &mut String) {
        body.push_str("<Part><PartNumber>");
        body.push_str(Decimal::new(self.number.into()).as_str());
        body.push_str("</PartNumber><ETag>\"");
        for character in self.entity_tag.chars() {
            match character {
                '&' => body.push_str("&amp;"),
                '<' => body.push_str("&lt;"),
                // Not everywhere necessary: XML forbids `]]>`.
                '>' => body.push_str("&gt;"),
                _ => body.push(character),
            }
        }
        body.push_str("\"</ETag>");
        if let Some((algorithm, base64)) = self.checksum {
            for text in ["<", element_name(algorithm), ">", base64, "</", element_name(algorithm), ">"] {
                body.push_str(text);
            }
        }
        body.push_str("</Part>");
    }
}

/// The body of [`complete_multipart_upload`](crate::Presigner::complete_multipart_upload) ([CompleteMultipartUpload]).
///
/// The parts may come in any order, as parallel uploads finish. They are written by rising number, as the store requires.
///
/// [CompleteMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
///
/// # Errors
///
/// [`Error::Empty`] without a part; [`Error::DuplicatePart`] for a number that is given twice.
///
/// # Example
///
/// ```
/// use presigner::multipart::{CompletedPart, completion_body};
///
/// let body = completion_body([CompletedPart::new(2, "\"bb\"")?, CompletedPart::new(1, "\"aa\"")?])?;
/// assert!(body.contains("<PartNumber>1</PartNumber><ETag>\"aa\"</ETag></Part><Part><PartNumber>2</PartNumber>"));
/// # Ok::<(), presigner::Error>(())
/// ```
pub fn completion_body<'a>(parts: impl IntoIterator<Item = CompletedPart<'a>>) -> Result<String> {
    let mut by_number = BTreeMap::new();
    for part in parts {
        match by_number.entry(part.number) {
            Entry::Vacant(place) => place.insert(part),
            Entry::Occupied(_) => return Err(Error::DuplicatePart),
        };
    }
    if by_number.is_empty() {
        return Err(Error::Empty { field: Field::Parts });
    }
    let mut body = String::from("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for part in by_number.values() {
        part.write_to(&mut body);
    }
    body.push_str("</CompleteMultipartUpload>");
    Ok(body)
}

/// The name of the element with such a checksum.
fn element_name(algorithm: Checksum) -> &'static str {
    match algorithm {
        Checksum::Crc32 => "ChecksumCRC32",
        Checksum::Crc32c => "ChecksumCRC32C",
        Checksum::Crc64Nvme => "ChecksumCRC64NVME",
        Checksum::Sha1 => "ChecksumSHA1",
        Checksum::Sha256 => "ChecksumSHA256",
        Checksum::Sha512 => "ChecksumSHA512",
        Checksum::Md5 => "ChecksumMD5",
        Checksum::XxHash64 => "ChecksumXXHASH64",
        Checksum::XxHash3 => "ChecksumXXHASH3",
        Checksum::XxHash128 => "ChecksumXXHASH128",
    }
}

/// Reads the id of a multipart upload from the body of a store's response to
/// [`create_multipart_upload`](crate::Presigner::create_multipart_upload) ([CreateMultipartUpload]). Feature `multipart`.
///
/// You may pass any bytes. The work is linear in their number, only XML's own entities are expanded, and more than 64 KiB are
/// refused.
///
/// [CreateMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
///
/// # Errors
///
/// An [`UnexpectedAnswer`] for any other body.
///
/// # Example
///
/// ```
/// use presigner::multipart::upload_id;
///
/// let answer = b"<InitiateMultipartUploadResult><UploadId>VXBsb2FkIElE</UploadId></InitiateMultipartUploadResult>";
/// assert_eq!(upload_id(answer)?, "VXBsb2FkIElE");
/// # Ok::<(), presigner::multipart::UnexpectedAnswer>(())
/// ```
#[cfg(feature = "multipart")]
pub fn upload_id(answer: &[u8]) -> Result<String, UnexpectedAnswer> {
    let document = read(answer, "InitiateMultipartUploadResult")?;
    let id = xml::child_text(document.root_element(), "UploadId").ok_or(UnexpectedAnswer::Other)?;
    Ok(id.into())
}

/// Checks whether an upload is complete, from the body of a store's response to
/// [`complete_multipart_upload`](crate::Presigner::complete_multipart_upload). Feature `multipart`.
///
/// The store sends its 200 before it joins the parts, which takes minutes. An error comes after that
/// ([CompleteMultipartUpload]). You may pass any bytes, as for [`upload_id`].
///
/// [CompleteMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
///
/// # Errors
///
/// [`UnexpectedAnswer::Refused`] for an error of the store. After `InternalError` and `SlowDown` you may send the same
/// request again. Another [`UnexpectedAnswer`] for any other body; then ask with HEAD whether the object exists.
///
/// # Example
///
/// ```
/// use presigner::multipart::{UnexpectedAnswer, check_completion};
///
/// let answer = b"<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>";
/// assert_eq!(check_completion(answer), Err(UnexpectedAnswer::Refused { code: "InternalError".into() }));
/// ```
#[cfg(feature = "multipart")]
pub fn check_completion(answer: &[u8]) -> Result<(), UnexpectedAnswer> {
    read(answer, "CompleteMultipartUploadResult").map(|_| ())
}

/// Why the body of a response is not the expected one.
///
/// # Example
///
/// ```
/// use presigner::multipart::{UnexpectedAnswer, upload_id};
///
/// let error = upload_id(b"<Error><Code>NoSuchBucket</Code></Error>").unwrap_err();
/// assert_eq!(error, UnexpectedAnswer::Refused { code: "NoSuchBucket".into() });
/// assert_eq!(error.to_string(), "the store refused: NoSuchBucket");
/// ```
#[cfg(feature = "multipart")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnexpectedAnswer {
    /// The store says what is wrong. The feature `diagnose` reads more of the same body.
    #[error("the store refused: {code}")]
    Refused {
        /// The store's code, as `NoSuchUpload`: at most 64 letters, digits, `.`, `_` and `-`, or else `Error`.
        code: String,
    },
    /// The body is empty. The connection may have ended early.
    #[error("the body is empty")]
    Empty,
    /// The body is over 64 KiB, or has more elements, attributes or equal signs than the response to an upload.
    #[error("the body is larger than a store's answer to an upload")]
    TooLarge,
    /// The body is not well-formed XML 1.0 in UTF-8, or has a document type.
    #[error("the body is not XML, so something other than the store answered, or it is cut")]
    NotXml,
    /// The body is another document, or lacks the element that is looked for.
    #[error("the body is XML, but not the answer to this operation")]
    Other,
}

#[cfg(feature = "multipart")]
fn read<'a>(answer: &'a [u8], root: &str) -> Result<Document<'a>, UnexpectedAnswer> {
    let document = xml::parse(answer).map_err(|problem| match problem {
        XmlProblem::Empty => UnexpectedAnswer::Empty,
        XmlProblem::TooLarge => UnexpectedAnswer::TooLarge,
        XmlProblem::NotXml => UnexpectedAnswer::NotXml,
    })?;
    if let Some(error) = xml::error_of(&document) {
        // It is shown, so it holds nothing but what a code is made of.
        let is_code = |code: &&str| {
            code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        let code = xml::child_text(error, "Code").filter(is_code).unwrap_or("Error");
        return Err(UnexpectedAnswer::Refused { code: code.into() });
    }
    if document.root_element().tag_name().name() != root {
        return Err(UnexpectedAnswer::Other);
    }
    Ok(document)
}
