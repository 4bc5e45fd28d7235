//! Metadata and redirects, and where the name of the file stands in them.

use alloc::string::String;

use url::Url;

use crate::check;
use crate::endpoint::origin;
use crate::error::{Error, Field, Result};
use crate::post::policy::{FormField, PostPolicy, SUCCESS_REDIRECT, SUCCESS_STATUS, check_value};
use crate::protocol::METADATA;

impl<'a> PostPolicy<'a> {
    /// Your own metadata, `x-amz-meta-` + `name` in lower case.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`].
    pub fn metadata(self, name: &str, value: &'a str) -> Result<Self> {
        self.insert(metadata_field(name)?, value)
    }

    /// Metadata whose value the client chooses; it may be empty. The form has an empty field for it, which the client fills
    /// in. S3 refuses a form without the field; Ceph and others take the value for empty.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] and [`Error::InvalidCharacter`] for the name, [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.metadata_from_client("title")?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn metadata_from_client(self, name: &str) -> Result<Self> {
        self.push(FormField { name: metadata_field(name)?.into(), value: "".into(), prefix: Some("") })
    }

    /// Metadata that ends in the name of the file: `prefix`, which may be empty, and then `${filename}`, which the store
    /// replaces. The client may send any other text instead of the name.
    ///
    /// AWS documents the variable for all fields of a form ([form fields]); stores that replace it only in the key keep it as
    /// it is. The name comes from the client, and nothing sanitizes it.
    ///
    /// [form fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
    ///
    /// # Errors
    ///
    /// Those of [`metadata`](Self::metadata), but for an empty prefix.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.metadata_with_file_name("original", "")?;
    /// assert!(presigner.presign_post(&policy)?.fields().any(|field| field == ("x-amz-meta-original", "${filename}")));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn metadata_with_file_name(self, name: &str, prefix: &'a str) -> Result<Self> {
        if !prefix.is_empty() {
            check_value(prefix)?;
        }
        self.push_with_file_name(metadata_field(name)?, prefix)
    }

    /// Where the browser goes after the upload: exactly this http or https URL. The store appends `bucket`, `key` and `etag`
    /// to its query. These come through the browser, so they prove nothing: ask the store what is there.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRedirect`] for what is not an absolute http or https URL, or has a user name; [`Error::Empty`],
    /// [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`]; [`Error::ContradictoryFields`] beside a
    /// status.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// # use presigner::Error;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?;
    /// assert!(policy.clone().success_action_redirect("https://app.example.com/uploaded").is_ok());
    /// assert_eq!(policy.success_action_redirect("javascript:alert(1)").unwrap_err(), Error::InvalidRedirect);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn success_action_redirect(self, url: &'a str) -> Result<Self> {
        self.check_redirect(url)?;
        self.insert(SUCCESS_REDIRECT, url)
    }

    /// Like [`success_action_redirect`](Self::success_action_redirect), with the name of the file after `prefix`, as
    /// `${filename}`, which the store replaces. The client may send any other text instead of the name, so don't trust
    /// anything after the prefix. AWS documents the variable for all fields, but does not say whether the store encodes the
    /// name.
    ///
    /// # Errors
    ///
    /// Those of [`success_action_redirect`](Self::success_action_redirect), and [`Error::InvalidRedirect`] if no slash or
    /// question mark follows the host: the client's text would then continue the host name.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// # use presigner::Error;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?;
    /// assert!(policy.clone().success_action_redirect_with_file_name("https://app.example.com/uploaded?name=").is_ok());
    /// let open = policy.success_action_redirect_with_file_name("https://app.example.com");
    /// assert_eq!(open.unwrap_err(), Error::InvalidRedirect);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn success_action_redirect_with_file_name(self, prefix: &'a str) -> Result<Self> {
        self.check_redirect(prefix)?;
        let ends_host = origin::split(prefix).is_ok_and(|(_, rest)| rest.starts_with(['/', '?']));
        if !ends_host {
            return Err(Error::InvalidRedirect);
        }
        self.push_with_file_name(SUCCESS_REDIRECT, prefix)
    }

    fn check_redirect(&self, url: &str) -> Result<()> {
        check_value(url)?;
        let is_http = Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_http || origin::split(url).is_err() {
            return Err(Error::InvalidRedirect);
        }
        if self.has(SUCCESS_STATUS) {
            return Err(Error::ContradictoryFields);
        }
        Ok(())
    }
}

/// The name of the field that holds this metadata.
fn metadata_field(name: &str) -> Result<String> {
    check::text(Field::FormFieldName, name, usize::MAX, check::is_token)?;
    let mut field = [METADATA, name].concat();
    field.make_ascii_lowercase();
    Ok(field)
}
