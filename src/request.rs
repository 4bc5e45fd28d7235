//! What is requested: the object, the overrides of its response, the headers that the client must send.

use core::fmt;

#[cfg(doc)]
use crate::error::Error;
use crate::error::{Field, Result};
use crate::headers::{self, SignedHeaders};
use crate::method::Method;
use crate::parameters::{self, Parameters};
use crate::signer::Presigner;
use crate::text;

/// Longest key, in bytes of UTF-8 ([object keys]).
///
/// [object keys]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MAX_KEY: usize = 1_024;

impl Presigner<'_> {
    /// Downloads an object.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner
    ///     .get("messages/42/report.pdf")?
    ///     .response_content_disposition("attachment; filename=\"Report.pdf\"")?
    ///     .presign();
    /// assert!(link.url().contains("response-content-disposition=attachment%3B%20filename%3D%22Report.pdf%22"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn get<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::GET, key)
    }

    /// Reads the headers of an object.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert_eq!(presigner.head("messages/42/report.pdf")?.presign().method(), Method::HEAD);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn head<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::HEAD, key)
    }

    /// Uploads an object. Every header that is added here must be sent with the upload, unchanged.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner
    ///     .put("messages/42/photo.png")?
    ///     .content_type("image/png")?
    ///     .content_length(18_204)?
    ///     .presign();
    /// let to_send: Vec<_> = upload.headers().collect();
    /// assert_eq!(to_send, [("content-length", "18204"), ("content-type", "image/png")]);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn put<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::PUT, key)
    }

    /// Deletes an object.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let request = presigner.delete("messages/42/report.pdf")?.version_id("3HL4kqtJvjVBH40Nrjfkd")?;
    /// assert_eq!(request.presign().method(), Method::DELETE);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn delete<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::DELETE, key)
    }

    /// Any method on an object.
    ///
    /// # Errors
    ///
    /// A key is 1 to 1,024 bytes ([`Error::Empty`], [`Error::TooLong`]) and has no `.` and no `..` segment
    /// ([`Error::DotSegment`]): every HTTP client would resolve it and request another object than the signed one.
    /// Everything else is allowed, `//` and a leading or trailing slash included.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Method, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.object(Method::POST, "archive.zip")?.query("restore", "")?.presign();
    /// assert!(link.url().contains("&restore=&X-Amz-Signature="));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn object<'r>(&'r self, method: Method, key: &'r str) -> Result<Request<'r>> {
        text::check(Field::Key, key, MAX_KEY, |_| true)?;
        text::check_segments(Field::Key, key)?;
        Ok(Request { presigner: self, method, key, parameters: Parameters::new(), headers: SignedHeaders::default() })
    }
}

/// One request that a link will allow. Made by [`Presigner::get`] and its siblings; ends in
/// [`presign`](Self::presign) or [`presign_into`](Self::presign_into), which can't fail.
///
/// The order of the setters changes nothing. What is set twice is an error, also where a raw
/// [`query`](Self::query) parameter or [`header`](Self::header) names what a typed setter has set: stores disagree
/// about which of two counts.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// # use presigner::{Credentials, Endpoint, Signer, Validity};
/// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
/// let request = presigner.get("report.pdf")?.response_content_type("application/pdf")?;
/// assert_eq!(
///     request.query("response-content-type", "text/plain").unwrap_err().to_string(),
///     "the query parameter is given twice",
/// );
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct Request<'a> {
    pub(crate) presigner: &'a Presigner<'a>,
    pub(crate) method: Method,
    pub(crate) key: &'a str,
    pub(crate) parameters: Parameters<'a>,
    pub(crate) headers: SignedHeaders,
}

/// Overrides of the response's headers, versions and parts ([GetObject], URI request parameters).
///
/// The overrides are 1 byte or more of printable ASCII and spaces: what goes into them comes out as a header, so a line
/// break would be a second header, and S3 answers 400 to what ISO-8859-1 can't hold.
///
/// [GetObject]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
impl<'a> Request<'a> {
    /// The `Content-Disposition` that the store answers with: whether and under which name a browser saves the file.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert_eq!(
    ///     presigner.get("a")?.response_content_disposition("inline\r\nSet-Cookie: a=b").unwrap_err().to_string(),
    ///     "the value of the query parameter holds a line break or NUL; it may hold only printable ASCII and spaces",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_content_disposition(self, value: &'a str) -> Result<Self> {
        self.query(parameters::RESPONSE_CONTENT_DISPOSITION, value)
    }

    /// The `Content-Type` that the store answers with.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.get("report")?.response_content_type("application/pdf")?.presign();
    /// assert!(link.url().contains("&response-content-type=application%2Fpdf&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_content_type(self, value: &'a str) -> Result<Self> {
        self.query(parameters::RESPONSE_CONTENT_TYPE, value)
    }

    /// The `Cache-Control` that the store answers with.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.get("report.pdf")?.response_cache_control("private, max-age=600")?.presign();
    /// assert!(link.url().contains("&response-cache-control=private%2C%20max-age%3D600&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_cache_control(self, value: &'a str) -> Result<Self> {
        self.query(parameters::RESPONSE_CACHE_CONTROL, value)
    }

    /// The `Content-Encoding` that the store answers with.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.get("log.gz")?.response_content_encoding("gzip")?.presign();
    /// assert!(link.url().contains("&response-content-encoding=gzip&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_content_encoding(self, value: &'a str) -> Result<Self> {
        self.query(parameters::RESPONSE_CONTENT_ENCODING, value)
    }

    /// The `Content-Language` that the store answers with.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.get("report.pdf")?.response_content_language("de, en")?.presign();
    /// assert!(link.url().contains("&response-content-language=de%2C%20en&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_content_language(self, value: &'a str) -> Result<Self> {
        self.query(parameters::RESPONSE_CONTENT_LANGUAGE, value)
    }

    /// The `Expires` that the store answers with: a date in HTTP's form (RFC 9110, section 5.6.7). It has nothing to do
    /// with the end of the link.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.get("report.pdf")?.response_expires("Sun, 06 Nov 1994 08:49:37 GMT")?.presign();
    /// assert!(link.url().contains("&response-expires=Sun%2C%2006%20Nov%201994%2008%3A49%3A37%20GMT&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_expires(self, value: &'a str) -> Result<Self> {
        self.query(parameters::RESPONSE_EXPIRES, value)
    }

    /// One version of the object, in place of the newest: an opaque text of 1 to 1,024 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::TooLong`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.get("report.pdf")?.version_id("3HL4kqtJvjVBH40Nrjfkd")?.presign();
    /// assert!(link.url().contains("&versionId=3HL4kqtJvjVBH40Nrjfkd&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn version_id(self, version_id: &'a str) -> Result<Self> {
        self.query(parameters::VERSION_ID, version_id)
    }

    /// One part of an object that was uploaded in parts, 1 to 10,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// assert!(presigner.get("video.mp4")?.part_number(7)?.presign().url().contains("&partNumber=7&"));
    /// assert_eq!(
    ///     presigner.get("video.mp4")?.part_number(0).unwrap_err().to_string(),
    ///     "the part number is a whole number from 1 to 10000",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn part_number(mut self, part_number: u16) -> Result<Self> {
        self.parameters.insert_part_number(part_number)?;
        Ok(self)
    }

    /// Any other query parameter, as the API reference spells it. An empty value is written `name=`.
    ///
    /// A name that has a setter of its own follows its rules and fills its place. The value of a name that begins with
    /// `x-amz-`, which is a header sent as a parameter, follows the rules of a header's value.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedParameter`] for what belongs to the signature: names that begin with exactly `X-Amz-`, the
    /// parameters of Signature Version 4 and 2 in any case, and `X-Goog-*` in any case. [`Error::DuplicateParameter`],
    /// [`Error::Empty`] for the name, [`Error::Character`] for the value.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Error, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let request = presigner.get("report.pdf")?.query("x-amz-checksum-mode", "ENABLED")?;
    /// assert!(request.presign().url().contains("&x-amz-checksum-mode=ENABLED&"));
    /// assert_eq!(request.query("x-amz-expires", "1").unwrap_err(), Error::ReservedParameter);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn query(mut self, name: &'a str, value: &'a str) -> Result<Self> {
        self.parameters.insert(name, value)?;
        Ok(self)
    }
}

/// Headers that the client must send. Each is signed, and comes back from [`headers`](Self::headers) and
/// [`Presigned::headers`](crate::Presigned::headers) in the form in which it was signed: a lower-case name, and a value
/// without spaces at its ends and with single spaces inside.
///
/// A value is 1 byte or more of printable ASCII and spaces. A tab is refused: implementations disagree about it.
impl Request<'_> {
    /// The media type of the body.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// See [`Presigner::put`].
    pub fn content_type(self, media_type: &str) -> Result<Self> {
        self.header("content-type", media_type)
    }

    /// The exact length of the body, in bytes: the only bound on an upload that a presigned PUT can set.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// See [`Presigner::put`].
    pub fn content_length(self, bytes: u64) -> Result<Self> {
        let mut digits = alloc::string::String::new();
        crate::encode::push_decimal(&mut digits, bytes);
        self.header("content-length", &digits)
    }

    /// The Base64 of the MD5 of the body ([RFC 1864]).
    ///
    /// [RFC 1864]: https://www.rfc-editor.org/rfc/rfc1864
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner.put("a.txt")?.content_md5("1B2M2Y8AsgTpgAmY7PhCfg==")?.presign();
    /// assert!(upload.headers().eq([("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn content_md5(self, base64: &str) -> Result<Self> {
        self.header("content-md5", base64)
    }

    /// The Base64 of a checksum of the body, which the store compares ([checking object integrity]).
    ///
    /// [checking object integrity]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Checksum, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner.put("a.txt")?.checksum(Checksum::Crc32c, "yZRlqg==")?.presign();
    /// assert!(upload.headers().eq([("x-amz-checksum-crc32c", "yZRlqg==")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn checksum(self, algorithm: Checksum, base64: &str) -> Result<Self> {
        self.header(algorithm.header(), base64)
    }

    /// Metadata of the caller's own, `x-amz-meta-` + `name`.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner.put("a.txt")?.metadata("Message-Id", "42")?.presign();
    /// assert!(upload.headers().eq([("x-amz-meta-message-id", "42")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn metadata(mut self, name: &str, value: &str) -> Result<Self> {
        self.headers.insert("x-amz-meta-", name, value)?;
        Ok(self)
    }

    /// Encryption with a key that the client brings ([SSE-C]): the Base64 of the key, and the Base64 of the key's MD5.
    /// It adds the three headers that SSE-C needs.
    ///
    /// The key comes back from [`headers`](Self::headers), because the client must send it; it is in no `Debug`, no
    /// error and no explanation.
    ///
    /// [SSE-C]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let (key, md5) = ("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "hRasmdxgYDKV3nvbahU1MA==");
    /// let request = presigner.get("secret.bin")?.sse_customer_key(key, md5)?;
    /// assert_eq!(request.headers().count(), 3);
    /// assert!(!format!("{request:?} {}", request.explain()).contains(key));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn sse_customer_key(self, key_base64: &str, key_md5_base64: &str) -> Result<Self> {
        self.header("x-amz-server-side-encryption-customer-algorithm", "AES256")?
            .header(headers::SSE_CUSTOMER_KEY, key_base64)?
            .header("x-amz-server-side-encryption-customer-key-md5", key_md5_base64)
    }

    /// Only if the object's entity tag is one of these (RFC 9110, section 13.1.1).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner.put("a.txt")?.if_match("\"d41d8cd98f00b204e9800998ecf8427e\"")?.presign();
    /// assert!(upload.headers().eq([("if-match", "\"d41d8cd98f00b204e9800998ecf8427e\"")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn if_match(self, entity_tags: &str) -> Result<Self> {
        self.header("if-match", entity_tags)
    }

    /// Only if the object's entity tag is none of these; `*` writes only where there is no object (RFC 9110, section
    /// 13.1.2).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner.put("a.txt")?.if_none_match("*")?.presign();
    /// assert!(upload.headers().eq([("if-none-match", "*")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn if_none_match(self, entity_tags: &str) -> Result<Self> {
        self.header("if-none-match", entity_tags)
    }

    /// The requester pays for the download ([requester pays]).
    ///
    /// [requester pays]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let download = presigner.get("a.txt")?.request_payer()?.presign();
    /// assert!(download.headers().eq([("x-amz-request-payer", "requester")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn request_payer(self) -> Result<Self> {
        self.header("x-amz-request-payer", "requester")
    }

    /// Only if the bucket belongs to this account ([bucket owner condition]).
    ///
    /// [bucket owner condition]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let download = presigner.get("a.txt")?.expected_bucket_owner("111122223333")?.presign();
    /// assert!(download.headers().eq([("x-amz-expected-bucket-owner", "111122223333")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expected_bucket_owner(self, account_id: &str) -> Result<Self> {
        self.header("x-amz-expected-bucket-owner", account_id)
    }

    /// Any other header that the client must send. Its name may have any case.
    ///
    /// Leave `range` unsigned, unless every download shall be of that range: a client can add it to any link, and needs
    /// to in order to resume.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedHeader`] for `host` (which is always signed), for authentication and hop-by-hop headers, and for
    /// headers that belong to the signature; [`Error::Empty`], [`Error::Character`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let upload = presigner.put("a.txt")?.header("x-amz-storage-class", "STANDARD_IA")?.presign();
    /// assert!(upload.url().contains("&X-Amz-SignedHeaders=host%3Bx-amz-storage-class&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Result<Self> {
        self.headers.insert("", name, value)?;
        Ok(self)
    }

    /// The headers that the client must send, beside `host`, which every client sends: name in lower case, value as it
    /// was signed.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let request = presigner.put("a.txt")?.header("X-Amz-Tagging", " team=a&stage=b ")?;
    /// let mut url = String::new();
    /// request.presign_into(&mut url);
    /// assert!(request.headers().eq([("x-amz-tagging", "team=a&stage=b")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        headers::pairs(self.headers.as_str())
    }
}

/// An algorithm of [`Request::checksum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Checksum {
    /// `x-amz-checksum-crc32`
    Crc32,
    /// `x-amz-checksum-crc32c`
    Crc32c,
    /// `x-amz-checksum-crc64nvme`
    Crc64Nvme,
    /// `x-amz-checksum-sha1`
    Sha1,
    /// `x-amz-checksum-sha256`
    Sha256,
}

impl Checksum {
    fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }
}

/// Shows neither the key, which may be all that guards a public object, nor any value.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("presigner", self.presigner)
            .field("method", &self.method)
            .field("key_length", &self.key.len())
            .field("parameters", &self.parameters.len())
            .field("headers", &self.headers().count())
            .finish_non_exhaustive()
    }
}
