//! What a request in a scope ([`Presigner::within`](crate::Presigner::within)) may say beside its key.
//!
//! Only names that are known to stay at the object pass. A query or a header can name another object in ways that differ from
//! store to store, and no list of those would be complete: `x-image-save-object`, `x-tos-save-object` and `x-oss-process`
//! write the result of a transformation to wherever they say, `Pic-Operations` does as a header, `policy` and `session` are
//! operations on the bucket, and Swift's S3 layer takes `delete` for one also where the path has a key.

use crate::error::{Error, Result};
use crate::protocol::METADATA;
use crate::request::Request;
use crate::signature::canonical_query;

/// Parameters with a setter that make of a request for an object one for its bucket.
const OF_BUCKETS: [&str; 1] = ["delete"];
/// Parameters of operations on an object that have no setter. `restore` is not among them: its body, which S3 leaves unsigned, may
/// name a bucket and a prefix to write to (`OutputLocation`).
const OF_OBJECTS: [&str; 7] =
    ["annotation", "annotationName", "legal-hold", "retention", "select", "select-type", "torrent"];
/// Parameters with a setter that make of a listing another operation on the bucket.
const SUBRESOURCES: [&str; 4] = ["acl", "attributes", "delete", "tagging"];
/// The parameter of listings that has no setter: that of the first version.
const OF_LISTINGS: [&str; 1] = ["marker"];
/// The name of the operation, which SDKs add and stores ignore.
const OPERATION: &str = "x-id";

/// Headers of HTTP. None of them says which object is meant.
const HTTP: [&str; 22] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "expires",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "origin",
    "range",
    "referer",
    "user-agent",
];

/// Headers of S3's operations on objects ([API reference]), which may be sent as parameters as well. The source of a copy is
/// not among them: `Request::copy_source` has looked at it.
///
/// [API reference]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
const S3: [&str; 57] = [
    "x-amz-acl",
    "x-amz-bypass-governance-retention",
    "x-amz-checksum-algorithm",
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-mode",
    "x-amz-checksum-sha1",
    "x-amz-checksum-md5",
    "x-amz-checksum-sha256",
    "x-amz-checksum-sha512",
    "x-amz-checksum-type",
    "x-amz-checksum-xxhash128",
    "x-amz-checksum-xxhash3",
    "x-amz-checksum-xxhash64",
    "x-amz-copy-source-if-match",
    "x-amz-copy-source-if-modified-since",
    "x-amz-copy-source-if-none-match",
    "x-amz-copy-source-if-unmodified-since",
    "x-amz-copy-source-range",
    "x-amz-copy-source-server-side-encryption-customer-algorithm",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key-md5",
    "x-amz-expected-bucket-owner",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
    "x-amz-if-match-initiated-time",
    "x-amz-if-match-last-modified-time",
    "x-amz-if-match-size",
    "x-amz-max-parts",
    "x-amz-metadata-directive",
    "x-amz-mfa",
    "x-amz-mp-object-size",
    "x-amz-object-attributes",
    "x-amz-object-lock-legal-hold",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
    "x-amz-optional-object-attributes",
    "x-amz-part-number-marker",
    "x-amz-request-payer",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-bucket-key-enabled",
    "x-amz-server-side-encryption-context",
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-server-side-encryption-customer-key-md5",
    "x-amz-source-expected-bucket-owner",
    "x-amz-storage-class",
    "x-amz-tagging",
    "x-amz-tagging-directive",
    "x-amz-website-redirect-location",
    "x-amz-write-offset-bytes",
];

/// How the metadata ends that makes some stores (`MinIO`, `RustFS`) unpack a body, and write its files wherever in the
/// bucket they say.
const UNPACKING: &str = "snowball-auto-extract";

/// How the names begin that stores and the servers before them act upon, and a name of the caller's own does not.
#[rustfmt::skip]
const TAKEN: [&str; 30] = [
    // Amazon, Google, Alibaba, Tencent, Huawei, ByteDance, Baidu, Kingsoft, NetEase, JD, Azure, MinIO, RustFS, Ceph, Backblaze, Dell.
    "x-amz-", "x-goog-", "x-oss-", "x-cos-", "x-obs-", "x-tos-", "x-image-", "x-bce-", "x-kss-", "x-nos-", "x-jss-", "x-ms-",
    "x-minio-", "x-rustfs-", "x-rgw-", "x-bz-", "x-emc-",
    // Swift.
    "x-account-", "x-container-", "x-copy-", "x-object-", "x-symlink-", "x-versions-",
    // Proxies and frameworks: another host, path or method than the request's.
    "x-accel-", "x-forwarded-", "x-host", "x-http-", "x-method-", "x-original-", "x-rewrite-",
];
/// How the headers end that name another object than the path does: the source of a copy, at Amazon, Google, Alibaba and
/// others, and the source of S3 Express's `RenameObject`.
const OTHER_OBJECT: [&str; 2] = ["-copy-source", "-rename-source"];

/// Whether a request with this parameter is still one for its key, or a listing of its prefix.
fn parameter_stays(name: &str, has_key: bool) -> bool {
    let (others, exceptions): (&[&str], &[&str]) =
        if has_key { (&OF_OBJECTS, &OF_BUCKETS) } else { (&OF_LISTINGS, &SUBRESOURCES) };
    let has_setter = canonical_query::has_setter(name) && !exceptions.contains(&name);
    has_setter || others.contains(&name) || S3.contains(&name) || name == OPERATION
}

/// Whether a request, or a form, with this header is still one for its key.
pub(crate) fn header_stays(name: &str) -> bool {
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    let is_metadata = starts_as(name, METADATA) && metadata_stays(name);
    is_metadata || HTTP.iter().any(is) || S3.iter().any(is)
}

/// Whether the metadata of that name, with or without its prefix, is nothing but metadata.
fn metadata_stays(name: &str) -> bool {
    !ends_as(name, UNPACKING)
}

/// Whether a name is one that no store is known to act upon.
fn is_free(name: &str) -> bool {
    starts_as(name, "x-")
        && !TAKEN.iter().any(|start| starts_as(name, start))
        && !OTHER_OBJECT.iter().any(|end| ends_as(name, end))
}

fn starts_as(name: &str, start: &str) -> bool {
    name.as_bytes().get(..start.len()).is_some_and(|name_start| reads_as(name_start, start))
}

fn ends_as(name: &str, end: &str) -> bool {
    let end_start = name.len().saturating_sub(end.len());
    name.as_bytes().get(end_start..).is_some_and(|name_end| reads_as(name_end, end))
}

/// Whether a server may take one name for the other. Those that read headers as CGI does make an underscore of every
/// hyphen (RFC 3875, section 4.1.18): Swift's S3 layer copies for `x_amz_copy_source` too.
fn reads_as(name: &[u8], other: &str) -> bool {
    let fold = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    name.iter().copied().map(fold).eq(other.bytes())
}

impl<'a> Request<'a> {
    /// Your own query parameter, for a log or for a server that verifies the link. S3 ignores names that begin with `x-`, and
    /// writes them into its [access log].
    ///
    /// Outside a scope [`query`](Self::query) does the same. In a scope, `query` takes only names that are known to stay at
    /// the object; with `own_query` you assert that the store does nothing with the name. It still refuses names that begin
    /// like those on which stores are known to act. Never take the name from whoever asks for the link.
    ///
    /// [access log]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html#LogFormatCustom
    ///
    /// # Errors
    ///
    /// Those of [`query`](Self::query); in a scope [`Error::OutsideScope`] for a name that does not begin with `x-`, or that
    /// begins like the names of a store or proxy: `x-amz-`, `x-oss-`, `x-image-`, `x-forwarded-` and others.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Error;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let presigner = presigner.within("users/42/")?;
    /// let request = presigner.get("users/42/photo.png")?;
    /// assert_eq!(request.clone().query("x-user", "42").unwrap_err(), Error::OutsideScope);
    /// assert!(request.own_query("x-user", "42")?.presign().url().contains("&x-user=42&"));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn own_query(mut self, name: &'a str, value: &'a str) -> Result<Self> {
        self.insert_parameter(name, value)?;
        self.check_in_scope(|| is_free(name))?;
        Ok(self)
    }

    /// Your own signed header, with which the store does nothing: for [`header`](Self::header) what
    /// [`own_query`](Self::own_query) is for `query`.
    ///
    /// # Errors
    ///
    /// Those of [`header`](Self::header); in a scope [`Error::OutsideScope`] as for [`own_query`](Self::own_query).
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Error;
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let presigner = presigner.within("users/42/")?;
    /// let upload = presigner.put("users/42/photo.png")?.own_header("X-Device", "7")?.presign();
    /// assert!(upload.headers().eq([("x-device", "7")]));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn own_header(mut self, name: &str, value: &str) -> Result<Self> {
        self.headers.insert("", name, value)?;
        self.check_in_scope(|| is_free(name))?;
        Ok(self)
    }

    /// Refuses a parameter that may lead out of the scope.
    #[inline]
    pub(super) fn check_parameter(&self, name: &str) -> Result<()> {
        self.check_in_scope(|| parameter_stays(name, self.key.is_some()))
    }

    /// Refuses a header that may.
    #[inline]
    pub(super) fn check_header(&self, name: &str) -> Result<()> {
        self.check_in_scope(|| header_stays(name))
    }

    /// Refuses metadata that may, by its name without the prefix.
    #[inline]
    pub(super) fn check_metadata(&self, name: &str) -> Result<()> {
        self.check_in_scope(|| metadata_stays(name))
    }

    #[inline]
    fn check_in_scope(&self, stays: impl FnOnce() -> bool) -> Result<()> {
        if self.presigner.scope().is_none() || stays() { Ok(()) } else { Err(Error::OutsideScope) }
    }
}
