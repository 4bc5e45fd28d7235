//! Presets for well-known stores.

use alloc::format;
use alloc::string::String;

use crate::endpoint::{AddressingStyle, Endpoint, Scheme};
use crate::error::{Field, Result};
use crate::text;
use crate::validity::MAX_LIFETIME;

impl Endpoint {
    /// Cloudflare R2: the account's host, region `auto`, path style ([R2 presigned URLs]).
    ///
    /// A custom domain of an R2 bucket can't be presigned: only this host checks signatures. R2 takes no uploads from forms:
    /// `Presigner::post` is an error.
    ///
    /// [R2 presigned URLs]: https://developers.cloudflare.com/r2/api/s3/presigned-urls/
    ///
    /// # Errors
    ///
    /// [`Error::Empty`](crate::Error::Empty), [`Error::TooLong`](crate::Error::TooLong) (63 bytes) and [`Error::Character`](crate::Error::Character): an account id is one label of
    /// lower-case letters, digits and hyphens.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// let r2 = Endpoint::r2("0123456789abcdef")?;
    /// assert_eq!(r2.host(), "0123456789abcdef.r2.cloudflarestorage.com");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn r2(account: &str) -> Result<Self> {
        text::check(Field::Account, account, 63, |byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
        })?;
        Ok(Self {
            #[cfg(feature = "post")]
            takes_posts: false,
            ..Self::preset(format!("{account}.r2.cloudflarestorage.com"), "auto")
        })
    }

    /// Google Cloud Storage with an HMAC key (interoperability): region `auto`, path style ([GCS signatures]).
    ///
    /// [GCS signatures]: https://cloud.google.com/storage/docs/authentication/signatures
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::Endpoint;
    /// assert_eq!(Endpoint::gcs().host(), "storage.googleapis.com");
    /// ```
    pub fn gcs() -> Self {
        Self::preset("storage.googleapis.com".into(), "auto")
    }

    pub(crate) fn preset(host: String, region: &str) -> Self {
        Self {
            scheme: Scheme::Https,
            host: host.into(),
            host_is_ip: false,
            port: None,
            base_path: "".into(),
            region: region.into(),
            service: "s3".into(),
            style: AddressingStyle::Path,
            any_bucket_name: false,
            #[cfg(feature = "post")]
            takes_posts: true,
            max_lifetime: MAX_LIFETIME,
            amazon: None,
        }
    }
}
