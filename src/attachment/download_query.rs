//! The query of a public download endpoint: a storage key and a name.

use alloc::string::String;
use core::fmt;

use url::form_urlencoded;

use crate::attachment::failure::DownloadFailure;
use crate::attachment::redirect::Redirect;
use crate::signer::presigner::Presigner;

/// The parameters of `GET …/download?key=…&fileName=…`: a storage key, and the name to save the object under.
///
/// The key comes from a stranger. Before you make a link for it, limit it with
/// [`Presigner::within`](crate::Presigner::within).
///
/// # Example
///
/// ```
/// use presigner::attachment::DownloadQuery;
///
/// let query = DownloadQuery::parse("key=messages%2F42%2Freport&fileName=Gr%C3%B6%C3%9Fe.pdf").unwrap();
/// assert_eq!((query.key(), query.file_name()), ("messages/42/report", "Größe.pdf"));
/// assert_eq!(DownloadQuery::parse("key=a").unwrap().file_name(), "download");
///
/// let failure = DownloadQuery::parse("fileName=a.pdf").unwrap_err();
/// assert_eq!((failure.status(), failure.message()), (400, "Storage key is required"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DownloadQuery {
    key: String,
    file_name: String,
}

impl DownloadQuery {
    /// Parses the query of a request: what follows its `?`. Other parameters are ignored.
    ///
    /// # Errors
    ///
    /// A [`DownloadFailure`] of status 400, to answer with, if the key is missing or empty, or if key or name is given twice.
    pub fn parse(query: &str) -> Result<Self, DownloadFailure> {
        let (mut key, mut file_name) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*name {
                "key" => &mut key,
                "fileName" => &mut file_name,
                _ => continue,
            };
            if place.replace(value.into_owned()).is_some() {
                return Err(DownloadFailure::bad_request("A parameter is given twice"));
            }
        }
        Ok(Self {
            key: key.filter(|key| !key.is_empty()).ok_or_else(DownloadFailure::key_required)?,
            file_name: file_name.filter(|name| !name.is_empty()).unwrap_or_else(|| "download".into()),
        })
    }

    /// The redirect that the query asks for: to a link for its key, saved under its name, and signed for the method of the
    /// request as by [`Presigner::get_or_head`].
    ///
    /// # Errors
    ///
    /// A [`DownloadFailure`] of status 400 for a key that can't be signed, or is outside the scope of the presigner.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::attachment::{DownloadFailure, DownloadQuery};
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    ///
    /// # let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?.within("messages/")?;
    /// let redirect = DownloadQuery::parse("key=messages/42/report&fileName=a.pdf")?.redirect(&presigner, "GET")?;
    /// assert!(redirect.link().url().contains("response-content-disposition=attachment%3B%20filename%3D%22a.pdf%22"));
    ///
    /// let failure = DownloadQuery::parse("key=secrets/1")?.redirect(&presigner, "GET").unwrap_err();
    /// assert_eq!((failure.status(), failure.message()), (400, "Storage key is not allowed"));
    /// # Ok::<(), DownloadFailure>(())
    /// ```
    pub fn redirect(
        &self,
        presigner: &Presigner<'_>,
        request_method: impl AsRef<str>,
    ) -> Result<Redirect, DownloadFailure> {
        let request = presigner.get_or_head(request_method, &self.key)?;
        Ok(Redirect::new(request.attachment(&self.file_name).presign()))
    }

    /// The storage key; not empty.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The name to save the object under, as it was given; `download` without one.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
}

/// Shows no key, which is all that guards the object.
impl fmt::Debug for DownloadQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadQuery").field("key_length", &self.key.len()).finish_non_exhaustive()
    }
}
