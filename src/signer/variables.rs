//! Signers from environment variables.

use alloc::string::String;

use crate::credentials::Credentials;
use crate::endpoint::bucket::Bucket;
use crate::error::Result;
use crate::signer::Signer;
use crate::variables::{Variables, VariablesError};

impl Signer {
    /// Reads the variables of [`Credentials::from_variables`] and
    /// [`Endpoint::from_variables`](crate::Endpoint::from_variables), and `AWS_S3_BUCKET`, which no SDK reads, because SDKs
    /// get the bucket with each call. For a [multi-Region access point](crate::guide::multi_region), the region set is
    /// `AWS_SIGV4A_SIGNING_REGION_SET`, or `*` without it.
    ///
    /// If something else names a bucket or a region, such as a command-line option, let `lookup` return that before it asks
    /// the environment.
    ///
    /// # Errors
    ///
    /// [`VariablesError`], which names every missing or wrong variable at once, and holds no values.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::Signer;
    ///
    /// let error = Signer::from_variables(|_| None).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_S3_BUCKET and AWS_REGION are not set",
    /// );
    ///
    /// let of_this_process = Signer::from_variables(|name| std::env::var(name).ok());
    /// # let _ = of_this_process;
    /// ```
    pub fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, VariablesError> {
        let mut variables = Variables::new(lookup);
        let credentials = Credentials::of_variables(&mut variables);
        let bucket = Bucket::of_variables(&mut variables);
        let signer = bucket.zip(credentials).map(|(bucket, credentials)| Self::new(bucket, credentials));
        variables.finish(signer)
    }
}
