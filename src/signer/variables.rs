//! Signers from environment variables.

use alloc::string::String;

use crate::credentials::Credentials;
use crate::endpoint::bucket::Bucket;
use crate::error::Result;
use crate::signer::Signer;
use crate::variables::{Variables, VariablesError};

impl Signer {
    /// From the variables of [`Credentials::from_variables`] and [`Endpoint::from_variables`](crate::Endpoint::from_variables), and
    /// `AWS_S3_BUCKET`, which no SDK reads: they get the bucket with each call. Where it is a
    /// [multi-Region access point](crate::guide::multi_region), the region set is `AWS_SIGV4A_SIGNING_REGION_SET`, or `*` without it.
    ///
    /// What else names a bucket or a region, as an option of the command line, goes into `lookup`, before the environment.
    ///
    /// # Errors
    ///
    /// [`VariablesError`], which names every variable that is missing or wrong, all at once, and holds no value.
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
