//! What was signed, to read beside a store's response of 403.

use alloc::string::String;
use core::fmt;

use sha2::{Digest, Sha256};

use crate::request::Request;
use crate::request::elide::elide;
use crate::signature::hex::HexDigest;

impl Request<'_> {
    /// The canonical request and the string to sign. Compare them with those that a store quotes in the XML body of its
    /// `SignatureDoesNotMatch`.
    ///
    /// The first difference is the mistake. If there is none, the secret access key is wrong. With feature `diagnose`,
    /// `Diagnosis::of` finds the first difference and says what is behind it. The session token and an SSE-C key are replaced
    /// by their length; everything else is the text that was signed. It contains no signature.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let explanation = presigner.get("a b.pdf")?.explain();
    /// assert!(explanation.canonical_request().starts_with("GET\n/a%20b.pdf\nX-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    /// assert!(explanation.string_to_sign().starts_with("AWS4-HMAC-SHA256\n20231114T221320Z\n"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn explain(&self) -> Explanation {
        let canonical_request = self.canonical_request();
        let mut string_to_sign = self.presigner.identity().string_to_sign_head(self.presigner.amz_date());
        string_to_sign.push_str(HexDigest::new(&Sha256::digest(&canonical_request).into()).as_str());
        Explanation::new(&canonical_request, string_to_sign)
    }
}

/// What was signed. Made by [`Request::explain`], and with feature `verify` by `Unverified::explain`.
#[derive(Clone, PartialEq, Eq)]
pub struct Explanation {
    canonical_request: String,
    string_to_sign: String,
}

impl Explanation {
    /// Of the texts as they are hashed: the secrets are taken out here.
    pub(crate) fn new(canonical_request: &str, string_to_sign: String) -> Self {
        Self { canonical_request: elide(canonical_request), string_to_sign }
    }

    /// The canonical request. Secrets in it are replaced by their length, so its hash may differ from the one in the
    /// [`string_to_sign`](Self::string_to_sign).
    pub fn canonical_request(&self) -> &str {
        &self.canonical_request
    }

    /// The string to sign: algorithm, date, credential scope, and the hash of the canonical request as it was signed.
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "canonical request:\n{}\n\nstring to sign:\n{}\n", self.canonical_request, self.string_to_sign)
    }
}

/// Shows lengths only: the canonical request holds the key, which may be all that guards a public object.
impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("canonical_request_length", &self.canonical_request.len())
            .field("string_to_sign_length", &self.string_to_sign.len())
            .finish_non_exhaustive()
    }
}
