//! A store's response, read from XML.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use roxmltree::Node;

use crate::request::elide::elide_quoted;
use crate::signature::hex::HexDigest;
use crate::xml::{self, XmlProblem};

/// The body with which a store refused a request: S3's error document ([REST error responses]), or the part of it that other
/// stores send.
///
/// `Debug` shows the code and the request id.
///
/// [REST error responses]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
///
/// # Example
///
/// ```
/// use presigner::diagnose::Answer;
///
/// let answer = Answer::parse(b"<Error><Code>NoSuchKey</Code><RequestId>4442587FB7D0A2F9</RequestId></Error>")?;
/// assert_eq!((answer.code(), answer.request_id()), ("NoSuchKey", Some("4442587FB7D0A2F9")));
/// # Ok::<(), presigner::diagnose::AnswerError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    elements: Vec<(Box<str>, Box<str>)>,
    canonical_request: Option<Box<str>>,
    string_to_sign: Option<Box<str>>,
    signature_is_cut: bool,
    says_no_more_than_its_code: bool,
}

/// Why a body is not an error document.
///
/// # Example
///
/// ```
/// use presigner::diagnose::{Answer, AnswerError};
///
/// assert_eq!(Answer::parse(b"502 Bad Gateway").unwrap_err(), AnswerError::NotXml);
/// assert_eq!(AnswerError::NotXml.to_string(), "the body is not XML, so something other than the store answered");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The body is empty.
    #[error("the body is empty, as after every HEAD: send the request as GET to see more")]
    Empty,
    /// The body is over 64 KiB, or has more elements, attributes or equal signs than any error document.
    #[error("the body is larger than an error document of a store")]
    TooLarge,
    /// The body is not well-formed XML 1.0 in UTF-8, or has a document type.
    #[error("the body is not XML, so something other than the store answered")]
    NotXml,
    /// The body is XML, but not an `Error` with a `Code`.
    #[error("the body is XML, but not the error document of a store")]
    NotAnError,
}

impl Answer {
    /// Reads the body of a response, as it was received.
    ///
    /// You may pass any bytes. The work is linear in their number, only XML's own entities are expanded, and more than 64 KiB
    /// are refused.
    ///
    /// # Errors
    ///
    /// An [`AnswerError`] for what is not the error document of a store.
    pub fn parse(body: &[u8]) -> Result<Self, AnswerError> {
        let document = xml::parse(body).map_err(|problem| match problem {
            XmlProblem::Empty => AnswerError::Empty,
            XmlProblem::TooLarge => AnswerError::TooLarge,
            XmlProblem::NotXml => AnswerError::NotXml,
        })?;
        let root = document.root_element();
        let error = xml::error_of(&document).ok_or(AnswerError::NotAnError)?;
        let of_wrapper = root.children().filter(|_| error != root);
        let elements: Vec<_> =
            error.children().chain(of_wrapper).filter(Node::is_element).filter_map(element).collect();
        if find(&elements, "Code").is_none_or(str::is_empty) {
            return Err(AnswerError::NotAnError);
        }
        Ok(Self {
            canonical_request: quoted(&elements, "CanonicalRequest", "CanonicalRequestBytes"),
            string_to_sign: quoted(&elements, "StringToSign", "StringToSignBytes"),
            signature_is_cut: find(&elements, "SignatureProvided")
                .is_some_and(|signature| signature.len() != HexDigest::LEN),
            says_no_more_than_its_code: elements
                .iter()
                .all(|(name, _)| ["Code", "RequestId", "HostId"].contains(&&**name)),
            // Nothing of what is a secret is kept.
            elements: elements.into_iter().filter(|(name, _)| KEPT.contains(&&**name)).collect(),
        })
    }

    /// The store's code for what is wrong, as `SignatureDoesNotMatch`.
    pub fn code(&self) -> &str {
        self.element("Code").unwrap_or_default()
    }

    /// The store's own words, or an empty text. No diagnosis shows them, because a store may put anything there.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::diagnose::Answer;
    /// let answer = Answer::parse(b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")?;
    /// assert_eq!(answer.message(), "Request has expired");
    /// # Ok::<(), presigner::diagnose::AnswerError>(())
    /// ```
    pub fn message(&self) -> &str {
        self.element("Message").unwrap_or_default()
    }

    /// The id by which the store's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        self.shown("RequestId", 128, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
    }

    /// The canonical request that the store built from the request, up to 16 KiB. Secrets, and values whose name suggests a
    /// secret, are replaced by their length.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::diagnose::Answer;
    /// let body = b"<Error><Code>SignatureDoesNotMatch</Code><StringToSignBytes>41 57 0a 53</StringToSignBytes></Error>";
    /// let answer = Answer::parse(body)?;
    /// assert_eq!((answer.canonical_request(), answer.string_to_sign()), (None, Some("AW\nS")));
    /// # Ok::<(), presigner::diagnose::AnswerError>(())
    /// ```
    pub fn canonical_request(&self) -> Option<&str> {
        self.canonical_request.as_deref()
    }

    /// The string to sign that the store built from the request, with secrets replaced in the same way.
    pub fn string_to_sign(&self) -> Option<&str> {
        self.string_to_sign.as_deref()
    }

    pub(crate) fn shown_code(&self) -> Option<&str> {
        self.shown("Code", 64, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    }

    pub(crate) fn region(&self) -> Option<&str> {
        self.shown("Region", 64, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    }

    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.shown("Endpoint", 320, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':'))
    }

    pub(crate) fn has_unsigned_headers(&self) -> bool {
        self.element("HeadersNotSigned").is_some()
    }

    pub(crate) fn unsigned_headers(&self) -> Option<&str> {
        self.shown("HeadersNotSigned", 512, |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b',' | b' ')
        })
    }

    /// The signature that the store found in the link has another length than every signature has.
    pub(crate) fn signature_is_cut(&self) -> bool {
        self.signature_is_cut
    }

    /// No message, and no bucket, key or resource.
    pub(crate) fn says_no_more_than_its_code(&self) -> bool {
        self.says_no_more_than_its_code
    }

    /// What is wrong, of an argument that is.
    pub(crate) fn argument_name(&self) -> &str {
        self.element("ArgumentName").unwrap_or_default()
    }

    /// The second message of Google Cloud Storage.
    pub(crate) fn details_text(&self) -> &str {
        self.element("Details").unwrap_or_default()
    }

    fn element(&self, name: &str) -> Option<&str> {
        find(&self.elements, name)
    }

    /// The value of an element, if it is of a form that can be shown.
    pub(crate) fn shown(&self, name: &str, limit: usize, allowed: impl Fn(u8) -> bool) -> Option<&str> {
        self.element(name).filter(|value| !value.is_empty() && value.len() <= limit && value.bytes().all(allowed))
    }
}

/// The longest canonical request that is taken from a response: no server takes a longer target and more headers than that, and
/// to elide it takes several times its size.
const MAX_QUOTED: usize = 16 * 1024;

type Elements = [(Box<str>, Box<str>)];

fn find<'e>(elements: &'e Elements, name: &str) -> Option<&'e str> {
    elements.iter().find(|(other, _)| &**other == name).map(|(_, value)| &**value)
}

/// A text of several lines that the store quotes: from its bytes where it gives them, because XML can't hold every
/// character, and some of what logs and passes on XML folds its line breaks.
fn quoted(elements: &Elements, name: &str, bytes_name: &str) -> Option<Box<str>> {
    let text = find(elements, bytes_name).and_then(from_hex);
    let text = text.as_deref().or_else(|| find(elements, name))?.trim();
    (text.len() <= MAX_QUOTED && text.contains('\n')).then(|| elide_quoted(text).into())
}

/// The elements that are read later than when they are parsed.
const KEPT: [&str; 12] = [
    "ArgumentName",
    "Code",
    "Details",
    "Endpoint",
    "Expires",
    "HeadersNotSigned",
    "Message",
    "ProposedSize",
    "Region",
    "RequestId",
    "RequestTime",
    "ServerTime",
];

fn element(node: Node<'_, '_>) -> Option<(Box<str>, Box<str>)> {
    Some((node.tag_name().name().into(), node.text()?.trim().into()))
}

/// Text from bytes in hex with spaces between them.
fn from_hex(hex: &str) -> Option<String> {
    let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let mut bytes = vec![0; digits.len() / 2];
    hex::decode_to_slice(&digits, &mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("code", &self.shown_code())
            .field("request_id", &self.request_id())
            .field("quotes_canonical_request", &self.canonical_request.is_some())
            .field("quotes_string_to_sign", &self.string_to_sign.is_some())
            .finish_non_exhaustive()
    }
}
