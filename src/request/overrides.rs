//! What a link says in its query: overrides of the response, versions and parts, and parameters by name.

#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;
use crate::request::Request;
use crate::signature::canonical_query;

/// Overrides of the response's headers, versions and parts ([GetObject], URI request parameters).
///
/// An override is 1 byte or more of printable ASCII and spaces. The store sends it as a header, so a line break would start a
/// second header, and S3 answers 400 to characters that ISO-8859-1 can't hold.
///
/// [GetObject]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
impl<'a> Request<'a> {
    /// The `Content-Disposition` that the store answers with: whether a browser saves the file, and under which name. It
    /// replaces an earlier one.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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

    /// The `Content-Type` that the store answers with. It replaces an earlier one.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// A client that reads `gzip` here unpacks the body: a browser then saves the unpacked text, even if the file is named
    /// `log.gz`. To save an object as it is although it was stored with `gzip`, set `identity`. To show a packed object as
    /// text although it was stored without `gzip`, set `gzip`.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let packed = presigner.get("log.gz")?.attachment_from_key().response_content_encoding("identity")?.presign();
    /// assert!(packed.url().contains("&response-content-encoding=identity&"));
    ///
    /// let text = presigner.get("log.gz")?.inline("log.txt", "text/plain").response_content_encoding("gzip")?.presign();
    /// assert!(text.url().contains("&response-content-encoding=gzip&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_content_encoding(self, value: &'a str) -> Result<Self> {
        self.typed(canonical_query::RESPONSE_CONTENT_ENCODING, value)
    }

    /// The `Content-Language` that the store answers with.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("report.pdf")?.response_content_language("de, en")?.presign();
    /// assert!(link.url().contains("&response-content-language=de%2C%20en&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_content_language(self, value: &'a str) -> Result<Self> {
        self.typed(canonical_query::RESPONSE_CONTENT_LANGUAGE, value)
    }

    /// The `Expires` that the store answers with: a date in HTTP's form (RFC 9110, section 5.6.7). It has nothing to do
    /// with the expiry of the link.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("report.pdf")?.response_expires("Sun, 06 Nov 1994 08:49:37 GMT")?.presign();
    /// assert!(link.url().contains("&response-expires=Sun%2C%2006%20Nov%201994%2008%3A49%3A37%20GMT&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn response_expires(self, value: &'a str) -> Result<Self> {
        self.typed(canonical_query::RESPONSE_EXPIRES, value)
    }

    /// One version of the object instead of the newest: an opaque text of 1 to 1,024 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::TooLong`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("report.pdf")?.version_id("3HL4kqtJvjVBH40Nrjfkd")?.presign();
    /// assert!(link.url().contains("&versionId=3HL4kqtJvjVBH40Nrjfkd&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[inline]
    pub fn version_id(self, version_id: &'a str) -> Result<Self> {
        self.typed(canonical_query::VERSION_ID, version_id)
    }

    /// One part of an object from a multipart upload, 1 to 10,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// assert!(presigner.get("video.mp4")?.part_number(7)?.presign().url().contains("&partNumber=7&"));
    /// assert_eq!(
    ///     presigner.get("video.mp4")?.part_number(0).unwrap_err().to_string(),
    ///     "the part number must be a whole number from 1 to 10000",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn part_number(self, part_number: u16) -> Result<Self> {
        self.number(canonical_query::PART_NUMBER, part_number.into())
    }

    /// Any other query parameter, as the API reference spells it. An empty value is written `name=`.
    ///
    /// A name that has its own setter follows the rules of that setter, and counts as the same parameter. A name that begins
    /// with `x-amz-` is a header sent as a parameter, so its value follows the rules for header values.
    ///
    /// For services outside S3 neither rule applies: a name may be given several times, and a name that begins with `X-Amz-`
    /// but is not part of the signature belongs to the service, as `X-Amz-ChannelARN`.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedParameter`] for a name that belongs to the signature: one that begins with exactly `X-Amz-`, a
    /// parameter of Signature Version 4 or 2 in any case, or `X-Goog-*` in any case. [`Error::DuplicateParameter`];
    /// [`Error::Empty`] for the name; [`Error::InvalidCharacter`] for the value. In a scope, [`Error::OutsideScope`] for a
    /// name that is not known from S3's operations on objects, or in a listing from its listings: it might be a subresource
    /// of the bucket, or make another store write elsewhere. For a name of your own there is [`own_query`](Self::own_query).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Error;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let request = presigner.get("report.pdf")?.query("x-amz-checksum-mode", "ENABLED")?;
    /// assert!(request.presign().url().contains("&x-amz-checksum-mode=ENABLED&"));
    /// assert_eq!(request.query("x-amz-expires", "1").unwrap_err(), Error::ReservedParameter);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[inline]
    pub fn query(mut self, name: &'a str, value: &'a str) -> Result<Self> {
        self.insert_parameter(name, value)?;
        self.check_parameter(name)?;
        Ok(self)
    }
}
