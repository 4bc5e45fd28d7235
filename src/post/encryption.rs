//! How a store encrypts what is uploaded.

use alloc::vec::Vec;

use crate::error::{Error, Field, Result};
use crate::post::document;
use crate::post::policy::{ENCRYPTION, FormField, PostPolicy};
use crate::protocol;

const SSE_KMS: &str = "aws:kms";
const KMS_CONTEXT: &str = "x-amz-server-side-encryption-context";

impl<'a> PostPolicy<'a> {
    /// Encryption with a key that the store manages ([SSE-S3]).
    ///
    /// [SSE-S3]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingServerSideEncryption.html
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateField`]; [`Error::ContradictoryFields`] beside a customer's key.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.sse_s3()?;
    /// assert!(policy.sse_kms(None).is_err());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn sse_s3(self) -> Result<Self> {
        self.encryption("AES256")
    }

    /// Encryption with a key in AWS KMS ([SSE-KMS]): the key with this id, or without one the account's own key for S3.
    ///
    /// [SSE-KMS]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`];
    /// [`Error::ContradictoryFields`] beside a customer's key.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.sse_kms(Some(key))?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn sse_kms(self, key_id: Option<&'a str>) -> Result<Self> {
        self.encryption(SSE_KMS)?.kms_key(key_id)
    }

    /// Encryption in two layers with a key in AWS KMS ([DSSE-KMS]): the key with this id, or without one the account's own
    /// key for S3.
    ///
    /// [DSSE-KMS]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
    ///
    /// # Errors
    ///
    /// Those of [`sse_kms`](Self::sse_kms).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.dsse_kms(None)?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn dsse_kms(self, key_id: Option<&'a str>) -> Result<Self> {
        self.encryption("aws:kms:dsse")?.kms_key(key_id)
    }

    fn kms_key(self, key_id: Option<&'a str>) -> Result<Self> {
        match key_id {
            Some(key_id) => self.insert("x-amz-server-side-encryption-aws-kms-key-id", key_id),
            None => Ok(self),
        }
    }

    /// Whether the key of [`sse_kms`](Self::sse_kms) is used through a [bucket key], whatever the bucket's own setting is.
    /// Call `sse_kms` first.
    ///
    /// [bucket key]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateField`]; [`Error::ContradictoryFields`] without `sse_kms`: nothing else has bucket keys.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.sse_kms(None)?.kms_bucket_key(true)?;
    /// assert!(PostPolicy::new("avatars/42", 1..=1_000_000)?.dsse_kms(None)?.kms_bucket_key(true).is_err());
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn kms_bucket_key(self, enabled: bool) -> Result<Self> {
        if self.value(ENCRYPTION) != Some(SSE_KMS) {
            return Err(Error::ContradictoryFields);
        }
        self.insert("x-amz-server-side-encryption-bucket-key-enabled", if enabled { "true" } else { "false" })
    }

    /// The [encryption context] of [`sse_kms`](Self::sse_kms) or [`dsse_kms`](Self::dsse_kms): pairs of names and values,
    /// which the field holds as the Base64 of a JSON object. It is no secret. Call one of the two first.
    ///
    /// [encryption context]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] for no pairs at all; [`Error::DuplicateField`] for two contexts, or two values of one name;
    /// [`Error::ContradictoryFields`] without an encryption by KMS.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.sse_kms(None)?.kms_context(&[("team", "a")])?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn kms_context(self, context: &[(&str, &str)]) -> Result<Self> {
        if !self.value(ENCRYPTION).is_some_and(|algorithm| algorithm.starts_with(SSE_KMS)) {
            return Err(Error::ContradictoryFields);
        }
        if context.is_empty() {
            return Err(Error::Empty { field: Field::FormFieldValue });
        }
        let mut names: Vec<_> = context.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() != context.len() {
            return Err(Error::DuplicateField);
        }
        let value = document::kms_context(context);
        self.push(FormField { name: KMS_CONTEXT.into(), value: value.into(), prefix: None })
    }

    fn encryption(self, algorithm: &'static str) -> Result<Self> {
        if self.has(protocol::SSE_CUSTOMER_ALGORITHM) {
            return Err(Error::ContradictoryFields);
        }
        self.insert(ENCRYPTION, algorithm)
    }

    /// Encryption with a key that the client brings ([SSE-C]). Give the Base64 of the key, which is 32 bytes, and the Base64
    /// of the MD5 of these 32 bytes, not of their Base64. This adds the three fields that SSE-C needs. The form and its
    /// policy contain the key: whoever has the form has the key.
    ///
    /// [SSE-C]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`];
    /// [`Error::ContradictoryFields`] beside an encryption with another key.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let (key, md5) = ("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "KYvwGXoFFJ42a2u2GDWhwQ==");
    /// let policy = PostPolicy::new("secret.bin", 1..=1_000_000)?.sse_customer_key(key, md5)?;
    /// assert!(!format!("{policy:?}").contains(key));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn sse_customer_key(self, key_base64: &'a str, key_md5_base64: &'a str) -> Result<Self> {
        if self.has(ENCRYPTION) {
            return Err(Error::ContradictoryFields);
        }
        self.insert(protocol::SSE_CUSTOMER_ALGORITHM, "AES256")?
            .insert(protocol::SSE_CUSTOMER_KEY, key_base64)?
            .insert(protocol::SSE_CUSTOMER_KEY_MD5, key_md5_base64)
    }
}
