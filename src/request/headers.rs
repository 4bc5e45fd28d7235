//! What is requested, in the headers that the client must send.

use alloc::format;

use crate::encode::Decimal;
use crate::endpoint::service::SigningFamily;
use crate::error::{Error, Field, Result};
use crate::protocol::{self, METADATA};
use crate::request::Request;
use crate::request::copy_source::CopySource;
#[cfg(doc)]
use crate::request::presigned::Presigned;
use crate::request::service::is_payload_hash;
use crate::signature::canonical_headers;
#[cfg(doc)]
use crate::signer::presigner::Presigner;

/// Headers that the client must send. Each is signed, and comes back from [`headers`](Self::headers) and
/// [`Presigned::headers`](crate::Presigned::headers) as it was signed: with a lower-case name, and a value without spaces at
/// its ends and without repeated spaces.
///
/// A value is 1 byte or more of printable ASCII and spaces. A tab is refused: implementations disagree about it.
impl<'a> Request<'a> {
    /// The media type of the body.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    #[inline]
    pub fn content_type(self, media_type: &str) -> Result<Self> {
        self.header("content-type", media_type)
    }

    /// The exact length of the body, in bytes: the only bound on an upload that a presigned PUT can set.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateHeader`].
    #[inline]
    pub fn content_length(self, bytes: u64) -> Result<Self> {
        self.header("content-length", Decimal::new(bytes).as_str())
    }

    /// The Base64 of the MD5 of the body ([RFC 1864]).
    ///
    /// [RFC 1864]: https://www.rfc-editor.org/rfc/rfc1864
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Checksum;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let upload = presigner.put("a.txt")?.checksum(Checksum::Crc32c, "yZRlqg==")?.presign();
    /// assert!(upload.headers().eq([("x-amz-checksum-crc32c", "yZRlqg==")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn checksum(self, algorithm: Checksum, base64: &str) -> Result<Self> {
        self.header(algorithm.header(), base64)
    }

    /// Your own metadata, `x-amz-meta-` + `name`. The value may be empty.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] for the name, [`Error::InvalidCharacter`], [`Error::DuplicateHeader`]; in a scope
    /// [`Error::OutsideScope`] for `snowball-auto-extract`, which makes some stores unpack the body to any place in the
    /// bucket that its entries name.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let upload = presigner.put("a.txt")?.metadata("Message-Id", "42")?.presign();
    /// assert!(upload.headers().eq([("x-amz-meta-message-id", "42")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[inline]
    pub fn metadata(mut self, name: &str, value: &str) -> Result<Self> {
        self.headers.insert(METADATA, name, value)?;
        self.check_metadata(name)?;
        Ok(self)
    }

    /// Encryption with a key that the client brings ([SSE-C]). Give the Base64 of the key, which is 32 bytes, and the Base64
    /// of the MD5 of these 32 bytes, not of their Base64. This adds the three headers that SSE-C needs.
    ///
    /// The key comes back from [`headers`](Self::headers), because the client must send it. No `Debug`, error or explanation
    /// shows it.
    ///
    /// [SSE-C]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let (key, md5) = ("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "KYvwGXoFFJ42a2u2GDWhwQ==");
    /// let request = presigner.get("secret.bin")?.sse_customer_key(key, md5)?;
    /// assert_eq!(request.headers().count(), 3);
    /// assert!(!format!("{request:?} {}", request.explain()).contains(key));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn sse_customer_key(self, key_base64: &str, key_md5_base64: &str) -> Result<Self> {
        self.sse_customer_key_from_client()?
            .header(protocol::SSE_CUSTOMER_KEY, key_base64)?
            .header(protocol::SSE_CUSTOMER_KEY_MD5, key_md5_base64)
    }

    /// Like [`sse_customer_key`](Self::sse_customer_key), with a key that only the client knows: AWS requires only that the
    /// algorithm is signed ([SSE-C presigned URLs]). The client adds the headers `x-amz-server-side-encryption-customer-key`
    /// and `…-key-md5` itself.
    ///
    /// A store that requires every `x-amz-` header to be signed refuses such a request.
    ///
    /// [SSE-C presigned URLs]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html#ssec-and-presignedurl
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.put("secret.bin")?.sse_customer_key_from_client()?.presign();
    /// assert!(link.headers().eq([("x-amz-server-side-encryption-customer-algorithm", "AES256")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn sse_customer_key_from_client(self) -> Result<Self> {
        self.header(protocol::SSE_CUSTOMER_ALGORITHM, "AES256")
    }

    /// Signs `If-Match`: the request works only if the object's entity tag is one of these (RFC 9110, section 13.1.1).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let upload = presigner.put("a.txt")?.if_match("\"d41d8cd98f00b204e9800998ecf8427e\"")?.presign();
    /// assert!(upload.headers().eq([("if-match", "\"d41d8cd98f00b204e9800998ecf8427e\"")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn if_match(self, entity_tags: &str) -> Result<Self> {
        self.header("if-match", entity_tags)
    }

    /// Signs `If-None-Match`: the request works only if the object's entity tag is none of these. With `*`, it writes only if
    /// there is no object yet (RFC 9110, section 13.1.2).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
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
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let download = presigner.get("a.txt")?.request_payer()?.presign();
    /// assert!(download.headers().eq([("x-amz-request-payer", "requester")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn request_payer(self) -> Result<Self> {
        self.header("x-amz-request-payer", "requester")
    }

    /// The request works only if the bucket belongs to this account ([bucket owner condition]).
    ///
    /// [bucket owner condition]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let download = presigner.get("a.txt")?.expected_bucket_owner("111122223333")?.presign();
    /// assert!(download.headers().eq([("x-amz-expected-bucket-owner", "111122223333")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expected_bucket_owner(self, account_id: &str) -> Result<Self> {
        self.header("x-amz-expected-bucket-owner", account_id)
    }

    /// Any other header that the client must send. Its name may have any case.
    ///
    /// For services outside S3, a header may be given several times. Its values are joined by commas, except for headers that
    /// begin with `content-`. There, `x-amz-content-sha256` may be signed as well, as `OpenSearch` Serverless requires: its
    /// value, 64 hex digits or `UNSIGNED-PAYLOAD`, replaces a [`payload_hash`](Self::payload_hash).
    ///
    /// Leave `range` unsigned, unless every download must have that range: a client can add it to any link, and needs to do
    /// so to resume.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedHeader`] for `host` (which is always signed), for authentication and hop-by-hop headers, and for
    /// headers that belong to the signature; [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::DuplicateHeader`],
    /// [`Error::InvalidPayloadHash`];
    /// in a scope [`Error::OutsideScope`] for a copy source, because only a typed one is checked, and for a header that is
    /// neither metadata nor known from HTTP or from S3's operations on objects: other stores have headers that name other
    /// objects. For a name of your own there is [`own_header`](Self::own_header).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let upload = presigner.put("a.txt")?.header("x-amz-storage-class", "STANDARD_IA")?.presign();
    /// assert!(upload.url().contains("&X-Amz-SignedHeaders=host%3Bx-amz-storage-class&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Result<Self> {
        self.insert_header(name, value)?;
        self.check_header(name)?;
        Ok(self)
    }

    /// Copies only these bytes of the source into the part, both ends included.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] where `last` is before `first`; [`Error::DuplicateHeader`].
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::CopySource;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let source = CopySource::new("attachments", "video-1.mp4")?;
    /// let request = presigner.upload_part_copy("video.mp4", "VXBsb2FkIElE", 1, source)?;
    /// assert!(request.copy_source_range(9, 3).is_err());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn copy_source_range(self, first: u64, last: u64) -> Result<Self> {
        if last < first {
            return Err(Error::OutOfRange { field: Field::RangeEnd, min: first, max: u64::MAX });
        }
        self.header("x-amz-copy-source-range", &format!("bytes={first}-{last}"))
    }

    /// Adds the source of a copy, which must be inside the scope.
    pub(crate) fn copy_source(mut self, source: CopySource<'_>) -> Result<Self> {
        if let Some(scope) = self.presigner.scope() {
            let same_bucket = self.presigner.bucket()?.name() == source.bucket();
            if !same_bucket || source.key() == scope || !source.key().starts_with(scope) {
                return Err(Error::OutsideScope);
            }
        }
        self.headers.insert("", protocol::COPY_SOURCE, &source.header_value())?;
        Ok(self)
    }

    /// The SHA-256 of the body, in lower-case hex, for services that sign it. Without this the body must be empty. S3 leaves
    /// the bodies of presigned requests unsigned, so for S3 this is an error: use a [`checksum`](Self::checksum).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPayloadHash`] for S3, for anything but 64 lower-case hex digits, and where it is set twice.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// assert_eq!(
    ///     presigner.put("a.txt")?.payload_hash(&"0".repeat(64)).unwrap_err().to_string(),
    ///     "a payload hash must be 64 lower-case hex digits, given once, and only for services other than S3",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn payload_hash(mut self, sha256_hex: &'a str) -> Result<Self> {
        let is_s3 = self.presigner.signing_family() == SigningFamily::S3;
        if is_s3 || self.has_payload_hash() || !is_payload_hash(sha256_hex) {
            return Err(Error::InvalidPayloadHash);
        }
        self.payload_hash = Some(sha256_hex);
        Ok(self)
    }

    /// The headers that the client must send, beside `host`, which every client sends: name in lower case, value as it
    /// was signed.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let request = presigner.put("a.txt")?.header("X-Amz-Tagging", " team=a&stage=b ")?;
    /// let mut url = String::new();
    /// request.presign_into(&mut url);
    /// assert!(request.headers().eq([("x-amz-tagging", "team=a&stage=b")]));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.lines().filter_map(canonical_headers::pair)
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
    /// `x-amz-checksum-sha512`
    Sha512,
    /// `x-amz-checksum-md5`
    Md5,
    /// `x-amz-checksum-xxhash64`
    XxHash64,
    /// `x-amz-checksum-xxhash3`
    XxHash3,
    /// `x-amz-checksum-xxhash128`
    XxHash128,
}

impl Checksum {
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
            Self::Sha512 => "x-amz-checksum-sha512",
            Self::Md5 => "x-amz-checksum-md5",
            Self::XxHash64 => "x-amz-checksum-xxhash64",
            Self::XxHash3 => "x-amz-checksum-xxhash3",
            Self::XxHash128 => "x-amz-checksum-xxhash128",
        }
    }
}
