//! Pages and forms of listings.

#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;
use crate::request::Request;
use crate::signature::canonical_query;

/// Pages and forms of listings ([ListObjectsV2], [ListObjectVersions], [ListMultipartUploads], [ListParts]). Each listing
/// says which of these it takes.
///
/// [ListObjectsV2]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
/// [ListObjectVersions]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
/// [ListMultipartUploads]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
/// [ListParts]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
impl<'a> Request<'a> {
    /// Groups keys that are equal up to this delimiter, most often `/`, into one common prefix.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_objects_v2("")?.delimiter("/")?.presign();
    /// assert!(link.url().contains("&delimiter=%2F&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn delimiter(self, delimiter: &'a str) -> Result<Self> {
        self.typed(canonical_query::DELIMITER, delimiter)
    }

    /// The maximum number of keys in the response, up to 2,147,483,647. S3 returns at most 1,000, and none for 0.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_objects_v2("")?.max_keys(10)?.presign();
    /// assert!(link.url().contains("&max-keys=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn max_keys(self, keys: u32) -> Result<Self> {
        self.number(canonical_query::MAX_KEYS, keys)
    }

    /// Continues a listing: the `NextContinuationToken` of the last page.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_objects_v2("")?.fetch_owner()?.presign();
    /// assert!(link.url().contains("&fetch-owner=true&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn fetch_owner(self) -> Result<Self> {
        self.typed(canonical_query::FETCH_OWNER, "true")
    }

    /// Percent-encodes the keys in the response, because XML can't hold control characters.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_multipart_uploads("")?.key_marker("b")?.upload_id_marker("VXBs")?.presign();
    /// assert!(link.url().contains("&key-marker=b&upload-id-marker=VXBs&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn upload_id_marker(self, upload_id: &'a str) -> Result<Self> {
        self.typed(canonical_query::UPLOAD_ID_MARKER, upload_id)
    }

    /// The maximum number of uploads in the response, 1 to 1,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_multipart_uploads("")?.max_uploads(10)?.presign();
    /// assert!(link.url().contains("&max-uploads=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn max_uploads(self, uploads: u16) -> Result<Self> {
        self.number(canonical_query::MAX_UPLOADS, uploads.into())
    }

    /// The maximum number of parts in the response, up to 2,147,483,647. S3 returns at most 1,000.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], [`Error::DuplicateParameter`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_parts("a", "VXBs")?.max_parts(10)?.presign();
    /// assert!(link.url().contains("&max-parts=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn max_parts(self, parts: u32) -> Result<Self> {
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_parts("a", "VXBs")?.part_number_marker(10)?.presign();
    /// assert!(link.url().contains("&part-number-marker=10"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn part_number_marker(self, part_number: u16) -> Result<Self> {
        self.number(canonical_query::PART_NUMBER_MARKER, part_number.into())
    }
}
