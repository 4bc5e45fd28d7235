//! Where a copy comes from.

use alloc::string::String;
use core::fmt;

use crate::check::{self, MAX_KEY, MAX_VERSION_ID};
use crate::encode::{PATH, QUERY};
use crate::endpoint::access_point;
use crate::error::{Error, Field, Result};

/// The object that [`copy_object`](crate::Presigner::copy_object) and
/// [`upload_part_copy`](crate::Presigner::upload_part_copy) copy: a bucket, a key, and optionally a version.
///
/// # Example
///
/// ```
/// use presigner::CopySource;
///
/// let source = CopySource::new("attachments", "drafts/a b.pdf")?.version_id("3HL4kqtJvjVBH40Nrjfkd")?;
/// assert_eq!((source.bucket(), source.key()), ("attachments", "drafts/a b.pdf"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct CopySource<'a> {
    bucket: &'a str,
    key: &'a str,
    version_id: Option<&'a str>,
}

impl<'a> CopySource<'a> {
    /// The newest version of `key` in `bucket`. The bucket may also be the ARN of an access point.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::PrefixInBucket`] for a bucket with slashes,
    /// [`Error::InvalidCharacter`](crate::Error::InvalidCharacter) for one with control characters; [`Error::InvalidArn`](crate::Error::InvalidArn); the key follows the rules of [`Presigner::object`](crate::Presigner::object).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::CopySource;
    /// assert_eq!(CopySource::new("", "a").unwrap_err().to_string(), "the bucket name is empty");
    /// let by_arn = CopySource::new("arn:aws:s3:us-west-2:123456789012:accesspoint/reports", "a.pdf")?;
    /// # let _ = by_arn;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn new(bucket: &'a str, key: &'a str) -> Result<Self> {
        if is_arn(bucket) {
            access_point::check_arn(bucket)?;
        } else {
            check::text(Field::Bucket, bucket, usize::MAX, |byte| !byte.is_ascii_control())?;
            if bucket.contains('/') {
                return Err(Error::PrefixInBucket);
            }
            check::segments(Field::Bucket, bucket)?;
        }
        check::text(Field::Key, key, MAX_KEY, |_| true)?;
        check::segments(Field::Key, key)?;
        Ok(Self { bucket, key, version_id: None })
    }

    /// Copies this version of the object, not the newest.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::TooLong`](crate::Error::TooLong) (1,024 bytes).
    pub fn version_id(self, version_id: &'a str) -> Result<Self> {
        check::text(Field::VersionId, version_id, MAX_VERSION_ID, |_| true)?;
        Ok(Self { version_id: Some(version_id), ..self })
    }

    /// The bucket.
    pub fn bucket(&self) -> &'a str {
        self.bucket
    }

    /// The key.
    pub fn key(&self) -> &'a str {
        self.key
    }

    /// The value of `x-amz-copy-source`: percent-encoded, the slashes of the key kept ([CopyObject]).
    ///
    /// [CopyObject]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    pub(crate) fn header_value(&self) -> String {
        let mut value = String::new();
        if is_arn(self.bucket) {
            PATH.push(&mut value, self.bucket);
            value.push_str("/object/");
        } else {
            QUERY.push(&mut value, self.bucket);
            value.push('/');
        }
        PATH.push(&mut value, self.key);
        if let Some(version_id) = self.version_id {
            value.push_str("?versionId=");
            QUERY.push(&mut value, version_id);
        }
        value
    }
}

fn is_arn(bucket: &str) -> bool {
    bucket.starts_with("arn:")
}

/// Shows no key, which may be all that guards a public object.
impl fmt::Debug for CopySource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopySource")
            .field("bucket", &self.bucket)
            .field("key_length", &self.key.len())
            .finish_non_exhaustive()
    }
}
