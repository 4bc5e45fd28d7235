//! The operations that a presigner signs: what is named, and by which method.
//!
//! Names and parameters are those of the [Amazon S3 API reference](https://docs.aws.amazon.com/AmazonS3/latest/API/).

use crate::check;
use crate::error::{Error, Result};
use crate::request::Request;
use crate::request::copy_source::CopySource;
use crate::request::method::Method;
use crate::signature::canonical_headers::SignedHeaders;
use crate::signature::canonical_query::{self, Parameters};
use crate::signer::presigner::Presigner;

/// Objects.
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("messages/42/report.pdf")?.attachment("Report.pdf").presign();
    /// assert!(link.url().contains("response-content-disposition=attachment%3B%20filename%3D%22Report.pdf%22"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[inline]
    pub fn get<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::GET, key)
    }

    /// Uploads an object. The client must send every header that you add here, unchanged.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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

    /// Reads the headers of an object.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Method;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// assert_eq!(presigner.head("messages/42/report.pdf")?.presign().method(), Method::HEAD);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn head<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::HEAD, key)
    }

    /// What an endpoint that redirects must sign: a [`head`](Self::head) for a HEAD request, and a [`get`](Self::get) for any
    /// other, because clients follow a 302 with GET. A link works only with the method that it was signed for. A client that
    /// asks with HEAD also follows with HEAD (RFC 9110, section 15.4), so a link for GET would give it a 403.
    ///
    /// `request_method` is the method of the request to your endpoint: an [`http::Method`](https://docs.rs/http), a
    /// [`Method`], or its text.
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Method;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// assert_eq!(presigner.get_or_head("HEAD", "report.pdf")?.presign().method(), Method::HEAD);
    /// assert_eq!(presigner.get_or_head("GET", "report.pdf")?.presign().method(), Method::GET);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn get_or_head<'r>(&'r self, request_method: impl AsRef<str>, key: &'r str) -> Result<Request<'r>> {
        let is_head = request_method.as_ref() == Method::HEAD.as_str();
        self.object(if is_head { Method::HEAD } else { Method::GET }, key)
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
    /// use presigner::Method;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// A key is 1 to 1,024 bytes ([`Error::Empty`], [`Error::TooLong`]) and has no `.` or `..` segment
    /// ([`Error::DotSegment`]): every HTTP client would resolve it, and so request another object than the signed one.
    /// Everything else is allowed, including `//` and a slash at either end. [`Error::NoBucket`] if the signer has no bucket;
    /// [`Error::OutsideScope`] for a key outside the scope of [`within`](Self::within).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Method;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.object(Method::POST, "archive.zip")?.query("restore", "")?.presign();
    /// assert!(link.url().contains("&restore=&X-Amz-Signature="));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[inline]
    pub fn object<'r>(&'r self, method: Method, key: &'r str) -> Result<Request<'r>> {
        self.bucket()?;
        check::key(key)?;
        self.check_scope(key)?;
        if self.scope() == Some(key) {
            return Err(Error::OutsideScope);
        }
        Ok(self.request(method, Some(key)))
    }

    #[inline]
    fn request<'r>(&'r self, method: Method, key: Option<&'r str>) -> Request<'r> {
        Request {
            presigner: self,
            method,
            key,
            parameters: Parameters::new(),
            headers: SignedHeaders::new(),
            payload_hash: None,
        }
    }

    /// Copies an object to `key` ([CopyObject]). The client sends the source as a header, and no body.
    ///
    /// [CopyObject]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object); [`Error::OutsideScope`] for a source outside the scope, which includes any source
    /// in another bucket.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::CopySource;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let source = CopySource::new("attachments", "drafts/report.pdf")?;
    /// let copy = presigner.copy_object("final/report.pdf", source)?.presign();
    /// assert!(copy.headers().eq([("x-amz-copy-source", "attachments/drafts/report.pdf")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn copy_object<'r>(&'r self, key: &'r str, source: CopySource<'_>) -> Result<Request<'r>> {
        self.put(key)?.copy_source(source)
    }

    /// Reads the tags of an object ([GetObjectTagging]).
    ///
    /// [GetObjectTagging]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get_object_tagging("report.pdf")?.presign();
    /// assert!(link.url().contains("&tagging=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn get_object_tagging<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.get(key)?.typed(canonical_query::TAGGING, "")
    }

    /// Replaces the tags of an object ([PutObjectTagging]). The client sends them as the body:
    ///
    /// ```xml
    /// <Tagging><TagSet><Tag><Key>stage</Key><Value>final</Value></Tag></TagSet></Tagging>
    /// ```
    ///
    /// S3 requires a `Content-MD5` or a checksum of the body. Sign it if you know the body. Not every store compares it (Ceph
    /// 16 does not).
    ///
    /// [PutObjectTagging]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.put_object_tagging("report.pdf")?.presign();
    /// assert!(link.url().contains("&tagging=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn put_object_tagging<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.put(key)?.typed(canonical_query::TAGGING, "")
    }

    /// Removes the tags of an object ([DeleteObjectTagging]).
    ///
    /// [DeleteObjectTagging]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.delete_object_tagging("report.pdf")?.presign();
    /// assert!(link.url().contains("&tagging=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn delete_object_tagging<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.delete(key)?.typed(canonical_query::TAGGING, "")
    }

    /// Reads the access control list of an object ([GetObjectAcl]).
    ///
    /// [GetObjectAcl]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get_object_acl("report.pdf")?.presign();
    /// assert!(link.url().contains("&acl=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn get_object_acl<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.get(key)?.typed(canonical_query::ACL, "")
    }

    /// Replaces the access control list of an object ([PutObjectAcl]): with `header("x-amz-acl", …)` and no body, or with an
    /// `AccessControlPolicy` as the body.
    ///
    /// [PutObjectAcl]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.put_object_acl("report.pdf")?.header("x-amz-acl", "private")?.presign();
    /// assert!(link.url().contains("&acl=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn put_object_acl<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.put(key)?.typed(canonical_query::ACL, "")
    }

    /// Reads attributes of an object: entity tag, checksum, parts, storage class, size ([GetObjectAttributes]). `attributes`
    /// is a list as S3 spells it; the client sends it as a header. A store that does not know this operation answers with the
    /// object itself (Ceph 16 and Swift do), so don't rely on the link showing attributes only.
    ///
    /// [GetObjectAttributes]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object); [`Error::Empty`] and [`Error::InvalidCharacter`] for the list.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get_object_attributes("report.pdf", "ETag,ObjectSize")?.presign();
    /// assert!(link.headers().eq([("x-amz-object-attributes", "ETag,ObjectSize")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn get_object_attributes<'r>(&'r self, key: &'r str, attributes: &str) -> Result<Request<'r>> {
        self.get(key)?.typed(canonical_query::ATTRIBUTES, "")?.header("x-amz-object-attributes", attributes)
    }
}

/// [Multipart uploads].
///
/// [Multipart uploads]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
impl Presigner<'_> {
    /// Begins a multipart upload ([CreateMultipartUpload]). The upload id is in the body of the response.
    ///
    /// [CreateMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.create_multipart_upload("video.mp4")?.content_type("video/mp4")?.presign();
    /// assert_eq!(link.method().as_str(), "POST");
    /// assert!(link.url().contains("&uploads=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn create_multipart_upload<'r>(&'r self, key: &'r str) -> Result<Request<'r>> {
        self.object(Method::POST, key)?.typed(canonical_query::UPLOADS, "")
    }

    /// Uploads one part, 1 to 10,000 ([UploadPart]). The client keeps the `ETag` of the response: it is needed to complete the
    /// upload.
    ///
    /// [UploadPart]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object); [`Error::Empty`] for the upload id, [`Error::OutOfRange`] for the part number.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.upload_part("video.mp4", "VXBsb2FkIElE", 7)?.presign();
    /// assert!(link.url().contains("&partNumber=7&uploadId=VXBsb2FkIElE&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn upload_part<'r>(&'r self, key: &'r str, upload_id: &'r str, part_number: u16) -> Result<Request<'r>> {
        self.put(key)?.typed(canonical_query::UPLOAD_ID, upload_id)?.part_number(part_number)
    }

    /// Copies one part from an object ([UploadPartCopy]), or from a range of it with
    /// [`copy_source_range`](Request::copy_source_range).
    ///
    /// [UploadPartCopy]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
    ///
    /// # Errors
    ///
    /// Those of [`upload_part`](Self::upload_part) and [`copy_object`](Self::copy_object).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::CopySource;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let source = CopySource::new("attachments", "video-1.mp4")?;
    /// let link = presigner.upload_part_copy("video.mp4", "VXBsb2FkIElE", 1, source)?.copy_source_range(0, 5_242_879)?.presign();
    /// assert!(link.headers().eq([
    ///     ("x-amz-copy-source", "attachments/video-1.mp4"),
    ///     ("x-amz-copy-source-range", "bytes=0-5242879"),
    /// ]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn upload_part_copy<'r>(
        &'r self,
        key: &'r str,
        upload_id: &'r str,
        part_number: u16,
        source: CopySource<'_>,
    ) -> Result<Request<'r>> {
        self.upload_part(key, upload_id, part_number)?.copy_source(source)
    }

    /// Completes a multipart upload ([CompleteMultipartUpload]). The client sends the parts and their entity tags as the
    /// body, in order, which [`multipart::completion_body`](crate::multipart::completion_body) writes:
    ///
    /// ```xml
    /// <CompleteMultipartUpload>
    ///   <Part><PartNumber>1</PartNumber><ETag>"b54357faf0632cce46e942fa68356b38"</ETag></Part>
    /// </CompleteMultipartUpload>
    /// ```
    ///
    /// S3 may answer 200 and report a failure in the body; [`multipart`](crate::multipart) reads that body.
    ///
    /// [CompleteMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object); [`Error::Empty`] for the upload id.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.complete_multipart_upload("video.mp4", "VXBsb2FkIElE")?.presign();
    /// assert_eq!(link.method().as_str(), "POST");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn complete_multipart_upload<'r>(&'r self, key: &'r str, upload_id: &'r str) -> Result<Request<'r>> {
        self.object(Method::POST, key)?.typed(canonical_query::UPLOAD_ID, upload_id)
    }

    /// Aborts a multipart upload, and frees what it stored ([AbortMultipartUpload]).
    ///
    /// [AbortMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object); [`Error::Empty`] for the upload id.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.abort_multipart_upload("video.mp4", "VXBsb2FkIElE")?.presign();
    /// assert_eq!(link.method().as_str(), "DELETE");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn abort_multipart_upload<'r>(&'r self, key: &'r str, upload_id: &'r str) -> Result<Request<'r>> {
        self.delete(key)?.typed(canonical_query::UPLOAD_ID, upload_id)
    }

    /// Lists the parts that an upload has so far ([ListParts]); pages with [`max_parts`](Request::max_parts) and
    /// [`part_number_marker`](Request::part_number_marker).
    ///
    /// [ListParts]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
    ///
    /// # Errors
    ///
    /// Those of [`object`](Self::object); [`Error::Empty`] for the upload id.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_parts("video.mp4", "VXBsb2FkIElE")?.max_parts(100)?.part_number_marker(200)?.presign();
    /// assert!(link.url().contains("&max-parts=100&part-number-marker=200&uploadId=VXBsb2FkIElE&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn list_parts<'r>(&'r self, key: &'r str, upload_id: &'r str) -> Result<Request<'r>> {
        self.get(key)?.typed(canonical_query::UPLOAD_ID, upload_id)
    }
}

/// The bucket itself.
///
/// With a [scope](Presigner::within), a presigner makes only the listings, and these only with a prefix inside its scope.
impl Presigner<'_> {
    /// Any method on the bucket, or on the service itself if the signer has no bucket.
    ///
    /// # Errors
    ///
    /// [`Error::BucketOperationInScope`] for a presigner with a scope.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.root(presigner::Method::GET)?.query("location", "")?.presign();
    /// assert!(link.url().starts_with("https://attachments.s3.eu-central-1.amazonaws.com/?X-Amz-Algorithm="));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn root(&self, method: Method) -> Result<Request<'_>> {
        if self.scope().is_some() {
            return Err(Error::BucketOperationInScope);
        }
        Ok(self.request(method, None))
    }

    fn bucket_operation(&self, method: Method) -> Result<Request<'_>> {
        self.bucket()?;
        self.root(method)
    }

    /// Asks whether the bucket exists and may be accessed ([HeadBucket]).
    ///
    /// [HeadBucket]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`], [`Error::BucketOperationInScope`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.head_bucket()?.presign();
    /// assert_eq!(link.method().as_str(), "HEAD");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn head_bucket(&self) -> Result<Request<'_>> {
        self.bucket_operation(Method::HEAD)
    }

    /// Creates the bucket ([CreateBucket]). On AWS, outside `us-east-1`, the client names the region in the body:
    ///
    /// ```xml
    /// <CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    ///   <LocationConstraint>eu-central-1</LocationConstraint>
    /// </CreateBucketConfiguration>
    /// ```
    ///
    /// [CreateBucket]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`], [`Error::BucketOperationInScope`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.create_bucket()?.presign();
    /// assert_eq!(link.method().as_str(), "PUT");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn create_bucket(&self) -> Result<Request<'_>> {
        self.bucket_operation(Method::PUT)
    }

    /// Deletes the bucket, which must be empty ([DeleteBucket]).
    ///
    /// [DeleteBucket]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`], [`Error::BucketOperationInScope`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.delete_bucket()?.presign();
    /// assert_eq!(link.method().as_str(), "DELETE");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn delete_bucket(&self) -> Result<Request<'_>> {
        self.bucket_operation(Method::DELETE)
    }

    /// Deletes up to 1,000 objects at once ([DeleteObjects]). The client sends their keys as the body:
    ///
    /// ```xml
    /// <Delete><Object><Key>a.pdf</Key></Object><Object><Key>b.pdf</Key></Object></Delete>
    /// ```
    ///
    /// S3 requires a `Content-MD5` or a checksum of the body. Sign it, or whoever has the link can delete anything. Not every
    /// store compares it with the body (Ceph 16 does not); at such a store the link can delete anything even so.
    ///
    /// [DeleteObjects]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`], [`Error::BucketOperationInScope`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.delete_objects()?.content_md5("1B2M2Y8AsgTpgAmY7PhCfg==")?.presign();
    /// assert!(link.url().contains("&delete=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn delete_objects(&self) -> Result<Request<'_>> {
        self.bucket_operation(Method::POST)?.typed(canonical_query::DELETE, "")
    }

    /// Lists the objects whose keys begin with `prefix`, which may be empty ([ListObjectsV2]). It takes
    /// [`delimiter`](Request::delimiter), [`max_keys`](Request::max_keys), [`start_after`](Request::start_after),
    /// [`continuation_token`](Request::continuation_token), [`fetch_owner`](Request::fetch_owner) and
    /// [`encoding_type_url`](Request::encoding_type_url).
    ///
    /// [ListObjectsV2]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`]; [`Error::OutsideScope`] for a prefix outside the scope.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_objects_v2("messages/42/")?.max_keys(100)?.presign();
    /// assert!(link.url().contains("&list-type=2&max-keys=100&prefix=messages%2F42%2F&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn list_objects_v2<'r>(&'r self, prefix: &'r str) -> Result<Request<'r>> {
        self.listing(prefix)?.typed(canonical_query::LIST_TYPE, "2")
    }

    /// Lists the versions of the objects whose keys begin with `prefix`, which may be empty ([ListObjectVersions]). It takes
    /// [`delimiter`](Request::delimiter), [`max_keys`](Request::max_keys), [`key_marker`](Request::key_marker),
    /// [`version_id_marker`](Request::version_id_marker) and [`encoding_type_url`](Request::encoding_type_url).
    ///
    /// [ListObjectVersions]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`]; [`Error::OutsideScope`] for a prefix outside the scope.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_object_versions("messages/42/")?.presign();
    /// assert!(link.url().contains("&prefix=messages%2F42%2F&versions=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn list_object_versions<'r>(&'r self, prefix: &'r str) -> Result<Request<'r>> {
        self.listing(prefix)?.typed(canonical_query::VERSIONS, "")
    }

    /// Lists the multipart uploads in progress whose keys begin with `prefix`, which may be empty ([ListMultipartUploads]).
    /// It takes [`delimiter`](Request::delimiter), [`max_uploads`](Request::max_uploads),
    /// [`key_marker`](Request::key_marker), [`upload_id_marker`](Request::upload_id_marker) and
    /// [`encoding_type_url`](Request::encoding_type_url).
    ///
    /// [ListMultipartUploads]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`]; [`Error::OutsideScope`] for a prefix outside the scope.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.list_multipart_uploads("messages/42/")?.max_uploads(10)?.presign();
    /// assert!(link.url().contains("&max-uploads=10&prefix=messages%2F42%2F&uploads=&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn list_multipart_uploads<'r>(&'r self, prefix: &'r str) -> Result<Request<'r>> {
        self.listing(prefix)?.typed(canonical_query::UPLOADS, "")
    }

    fn listing<'r>(&'r self, prefix: &'r str) -> Result<Request<'r>> {
        self.bucket()?;
        self.check_scope(prefix)?;
        let request = self.request(Method::GET, None);
        if prefix.is_empty() { Ok(request) } else { request.typed(canonical_query::PREFIX, prefix) }
    }
}
