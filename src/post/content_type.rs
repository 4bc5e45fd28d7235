//! The type that an upload gets.

use alloc::format;
use alloc::vec::Vec;

use crate::check;
use crate::error::{Error, Result};
use crate::post::policy::{FormField, PostPolicy};
use crate::protocol::FILE_NAME;

const CONTENT_TYPE: &str = "Content-Type";

impl<'a> PostPolicy<'a> {
    /// The `Content-Type` that the object gets. The store doesn't look at the file, so this is what the store will call it,
    /// not what it is.
    ///
    /// Without a type the object gets the store's default, `binary/octet-stream` at Amazon.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`].
    pub fn content_type(self, media_type: &'a str) -> Result<Self> {
        self.insert(CONTENT_TYPE, media_type)
    }

    /// [`content_type`](Self::content_type) with the type that the client claims, if the list has it. Types are compared as a
    /// whole, in any letter case, and the form gets the type as the list writes it.
    ///
    /// # Errors
    ///
    /// [`Error::ContentTypeNotAllowed`], and those of [`content_type`](Self::content_type).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// # use presigner::Error;
    /// let images = ["image/png", "image/jpeg"];
    /// assert!(PostPolicy::new("avatars/42", 1..=9)?.content_type_among("image/PNG", &images).is_ok());
    /// assert_eq!(
    ///     PostPolicy::new("avatars/42", 1..=9)?.content_type_among("image/svg+xml", &images).unwrap_err(),
    ///     Error::ContentTypeNotAllowed,
    /// );
    /// # Ok::<(), Error>(())
    /// ```
    pub fn content_type_among(self, claimed: &str, allowed: &[&'a str]) -> Result<Self> {
        let found = allowed.iter().find(|media_type| media_type.eq_ignore_ascii_case(claimed));
        self.content_type(found.ok_or(Error::ContentTypeNotAllowed)?)
    }

    /// Leaves the `Content-Type` to the client: any, `text/html` included. Whoever opens a plain link to the object then
    /// runs the scripts in it, in the origin of the store. Serve it with
    /// [`Request::attachment`](crate::Request::attachment) or [`Request::inline`](crate::Request::inline) only.
    ///
    /// The form has the field with the value `application/octet-stream`, which the client may change.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("drafts/42", 1..=1_000_000)?.any_content_type_even_html()?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn any_content_type_even_html(self) -> Result<Self> {
        self.push(FormField { name: CONTENT_TYPE.into(), value: "application/octet-stream".into(), prefix: Some("") })
    }

    /// One policy for each of these types, with that type as its exact [`content_type`](Self::content_type). A page without
    /// script shows one form for each, and the reader chooses. A script takes the form for the file's type.
    ///
    /// # Errors
    ///
    /// [`Error::ContentTypeNotAllowed`] for an empty list; [`Error::DuplicateField`] for a type that is in the list twice;
    /// those of [`content_type`](Self::content_type).
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policies = PostPolicy::new("avatars/42", 1..=9)?.one_per_content_type(&["image/png", "image/jpeg"])?;
    /// assert_eq!(policies.len(), 2);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn one_per_content_type(self, media_types: &[&'a str]) -> Result<Vec<Self>> {
        let mut sorted = media_types.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.is_empty() {
            return Err(Error::ContentTypeNotAllowed);
        }
        if sorted.len() != media_types.len() {
            return Err(Error::DuplicateField);
        }
        media_types.iter().map(|media_type| self.clone().content_type(media_type)).collect()
    }

    /// Leaves the `Content-Type` to the client, as long as it begins with `prefix`, such as `image/`. Nothing else is
    /// checked: `image/` allows SVG, which can hold scripts, and anything else that a client writes after the slash. So serve
    /// the object only as an [`attachment`](crate::Request::attachment).
    ///
    /// The form has the field with `octet-stream` after the prefix, which the client may change.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidContentTypePrefix`] for what is not a token and a slash; [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.unchecked_content_type_with_prefix("image/")?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn unchecked_content_type_with_prefix(self, prefix: &'a str) -> Result<Self> {
        let is_type = |name: &str| !name.is_empty() && name.bytes().all(check::is_token);
        if !prefix.strip_suffix('/').is_some_and(is_type) || prefix.contains(FILE_NAME) {
            return Err(Error::InvalidContentTypePrefix);
        }
        let value = format!("{prefix}octet-stream");
        self.push(FormField { name: CONTENT_TYPE.into(), value: value.into(), prefix: Some(prefix) })
    }
}
