//! What is requested, and everything that can be said about it in the query.

pub(crate) mod disposition;
pub(crate) mod headers;
pub(crate) mod presigned;
pub(crate) mod explain;
pub(crate) mod operations;
pub(crate) mod copy_source;
pub(crate) mod method;
pub(crate) mod elide;
pub(crate) mod scope;
#[cfg(feature = "http")]
pub(crate) mod http_messages;

use core::fmt;

use crate::error::Result;
use crate::request::method::Method;
use crate::signature::canonical_headers::SignedHeaders;
use crate::signature::canonical_query::{self, Parameters, Typed};
use crate::signer::Presigner;

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
    /// `None` is the bucket, or the service, itself.
    pub(crate) key: Option<&'a str>,
    pub(crate) parameters: Parameters<'a>,
    pub(crate) headers: SignedHeaders,
    /// `None` is what the service wants without being told.
    pub(crate) payload_hash: Option<&'a str>,
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
    #[inline]
    pub fn response_content_disposition(self, value: &'a str) -> Result<Self> {
        self.typed(canonical_query::RESPONSE_CONTENT_DISPOSITION, value)
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
    #[inline]
    pub fn response_content_type(self, value: &'a str) -> Result<Self> {
        self.typed(canonical_query::RESPONSE_CONTENT_TYPE, value)
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
    #[inline]
    pub fn response_cache_control(self, value: &'a str) -> Result<Self> {
        self.typed(canonical_query::RESPONSE_CACHE_CONTROL, value)
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
        self.typed(canonical_query::RESPONSE_CONTENT_ENCODING, value)
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
        self.typed(canonical_query::RESPONSE_CONTENT_LANGUAGE, value)
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
        self.typed(canonical_query::RESPONSE_EXPIRES, value)
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
    #[inline]
    pub fn version_id(self, version_id: &'a str) -> Result<Self> {
        self.typed(canonical_query::VERSION_ID, version_id)
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
    pub fn part_number(self, part_number: u16) -> Result<Self> {
        self.number(canonical_query::PART_NUMBER, part_number)
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
    /// [`Error::Empty`] for the name, [`Error::Character`] for the value. In a scope [`Error::OutsideScope`] for a name that
    /// is not known as one of S3's operations on objects, or in a listing of its listings: it might be a subresource of the
    /// bucket, or make another store write elsewhere. A name of your own goes through [`own_query`](Self::own_query).
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
    #[inline]
    pub fn query(mut self, name: &'a str, value: &'a str) -> Result<Self> {
        self.parameters.insert_raw(name, value)?;
        self.check_parameter(name)
    }
}

/// Pages and forms of listings ([ListObjectsV2], [ListObjectVersions], [ListMultipartUploads], [ListParts]). Which of them a
/// listing takes, its operation says.
///
/// [ListObjectsV2]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
/// [ListObjectVersions]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
/// [ListMultipartUploads]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
/// [ListParts]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
impl<'a> Request<'a> {
    /// Groups the keys that go on to this delimiter, most often `/`, into one common prefix.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_objects_v2("")?.delimiter("/")?.presign();
    /// assert!(link.url().contains("&delimiter=%2F&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn delimiter(self, delimiter: &'a str) -> Result<Self> {
        self.typed(canonical_query::DELIMITER, delimiter)
    }

    /// The greatest number of keys in the answer, 1 to 1,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_objects_v2("")?.max_keys(10)?.presign();
    /// assert!(link.url().contains("&max-keys=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn max_keys(self, keys: u16) -> Result<Self> {
        self.number(canonical_query::MAX_KEYS, keys)
    }

    /// The next page: the `NextContinuationToken` of the last one.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_objects_v2("")?.continuation_token("1ueGcxLPRx1Tr")?.presign();
    /// assert!(link.url().contains("&continuation-token=1ueGcxLPRx1Tr&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn continuation_token(self, token: &'a str) -> Result<Self> {
        self.typed(canonical_query::CONTINUATION_TOKEN, token)
    }

    /// Begins after this key, whether it exists or not.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_objects_v2("")?.start_after("b")?.presign();
    /// assert!(link.url().contains("&start-after=b&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn start_after(self, key: &'a str) -> Result<Self> {
        self.typed(canonical_query::START_AFTER, key)
    }

    /// Names the owner of each object.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_objects_v2("")?.fetch_owner()?.presign();
    /// assert!(link.url().contains("&fetch-owner=true&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn fetch_owner(self) -> Result<Self> {
        self.typed(canonical_query::FETCH_OWNER, "true")
    }

    /// Percent-encodes the keys in the answer, whose XML could not hold control characters.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_objects_v2("")?.encoding_type_url()?.presign();
    /// assert!(link.url().contains("&encoding-type=url&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn encoding_type_url(self) -> Result<Self> {
        self.typed(canonical_query::ENCODING_TYPE, "url")
    }

    /// Begins after this key: the `NextKeyMarker` of the last page.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_object_versions("")?.key_marker("b")?.presign();
    /// assert!(link.url().contains("&key-marker=b&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn key_marker(self, key: &'a str) -> Result<Self> {
        self.typed(canonical_query::KEY_MARKER, key)
    }

    /// Begins after this version of the [`key_marker`](Self::key_marker): the `NextVersionIdMarker` of the last page.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_object_versions("")?.key_marker("b")?.version_id_marker("3HL4")?.presign();
    /// assert!(link.url().contains("&key-marker=b&version-id-marker=3HL4&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn version_id_marker(self, version_id: &'a str) -> Result<Self> {
        self.typed(canonical_query::VERSION_ID_MARKER, version_id)
    }

    /// Begins after this upload of the [`key_marker`](Self::key_marker): the `NextUploadIdMarker` of the last page.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_multipart_uploads("")?.key_marker("b")?.upload_id_marker("VXBs")?.presign();
    /// assert!(link.url().contains("&key-marker=b&upload-id-marker=VXBs&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn upload_id_marker(self, upload_id: &'a str) -> Result<Self> {
        self.typed(canonical_query::UPLOAD_ID_MARKER, upload_id)
    }

    /// The greatest number of uploads in the answer, 1 to 1,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_multipart_uploads("")?.max_uploads(10)?.presign();
    /// assert!(link.url().contains("&max-uploads=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn max_uploads(self, uploads: u16) -> Result<Self> {
        self.number(canonical_query::MAX_UPLOADS, uploads)
    }

    /// The greatest number of parts in the answer, 1 to 1,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_parts("a", "VXBs")?.max_parts(10)?.presign();
    /// assert!(link.url().contains("&max-parts=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn max_parts(self, parts: u16) -> Result<Self> {
        self.number(canonical_query::MAX_PARTS, parts)
    }

    /// Begins after this part, 0 to 10,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{CopySource, Credentials, Endpoint, Signer, Validity};
    /// # let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new_unix(1_700_000_000, Duration::from_secs(3600))?)?;
    /// let link = presigner.list_parts("a", "VXBs")?.part_number_marker(10)?.presign();
    /// assert!(link.url().contains("&part-number-marker=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn part_number_marker(self, part_number: u16) -> Result<Self> {
        self.number(canonical_query::PART_NUMBER_MARKER, part_number)
    }

    fn number(mut self, typed: Typed, number: u16) -> Result<Self> {
        self.parameters.insert_number(typed, number.into())?;
        Ok(self)
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a call copies the whole request twice more")]
    pub(crate) fn typed(mut self, typed: Typed, value: &'a str) -> Result<Self> {
        self.parameters.insert(typed, value)?;
        Ok(self)
    }
}

/// Shows neither the key, which may be all that guards a public object, nor any value.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("presigner", self.presigner)
            .field("method", &self.method)
            .field("key_length", &self.key.map(str::len))
            .field("parameters", &self.parameters.len())
            .field("headers", &self.headers().count())
            .finish_non_exhaustive()
    }
}
