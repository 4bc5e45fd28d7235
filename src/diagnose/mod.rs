//! Why a store refused a request: compares what the store checked with what was signed. Feature `diagnose`.
//!
//! A store that answers 403 `SignatureDoesNotMatch` may quote the canonical request and the string to sign that it built from the
//! request as it arrived. [`Answer`] reads them from the XML body of the response, and [`Diagnosis::of`] compares them with
//! [`Request::explain`](crate::Request::explain). The first part that differs is the mistake. If nothing differs, the secret
//! access key is wrong. A store that quotes nothing still gives a code, and [`Cause`] says what is most often behind it.
//!
//! A server that verifies requests itself has both sides, and uses [`Diagnosis::between`].
//!
//! With feature `post`, `Diagnosis::of_post` and `Diagnosis::between_forms` do the same for presigned forms.
//!
//! The text that is shown contains no signature, session token or SSE-C key, in whatever form the store quotes them, and no
//! other value whose name says that it is a token, signature, credential or secret. It does show the access key id, and the
//! rest of the request: keep it from anyone who may not know the key of the object.

mod advice;
mod answer;
mod cause;
mod code;
mod compare;
mod excerpt;
#[cfg(feature = "post")]
mod form;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use crate::diagnose::answer::{Answer, AnswerError};
pub use crate::diagnose::cause::{Cause, Change, Part};
use crate::diagnose::compare::Found;
use crate::diagnose::excerpt::excerpt;
use crate::request::explain::Explanation;

/// Why a store refused a request. `Display` is a text that says what to do; [`cause`](Self::cause) is for programs.
///
/// # Example
///
/// ```
/// use presigner::diagnose::{Answer, Diagnosis};
///
/// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
/// let request = presigner.get("a b.pdf")?;
/// # let query = request.presign().url().split_once('?').unwrap().1.rsplit_once('&').unwrap().0.replace('&', "&amp;");
/// # let host = "attachments.s3.eu-central-1.amazonaws.com";
/// let body = // of the answer to request.presign()
/// #   format!("<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/a%2520b.pdf\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD</CanonicalRequest></Error>");
///
/// let diagnosis = Diagnosis::of(&request.explain(), &Answer::parse(body.as_bytes())?);
/// assert_eq!(
///     diagnosis.to_string(),
///     "SignatureDoesNotMatch: the path arrived encoded twice\n  \
///        signed:  /a%20b.pdf\n  \
///        checked: /a%2520b.pdf\n\
///      A client or proxy took the URL for unencoded text and encoded it once more. Hand it over as it is; most HTTP \
///      clients have a way to take a URL as already encoded.\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The store's, where it is safe to show.
    code: Option<String>,
    cause: Cause,
    signed: Option<String>,
    checked: Option<String>,
    /// What else of the response helps: a label and a value, safe to show.
    details: Vec<(&'static str, String)>,
}

impl Diagnosis {
    /// Compares what was signed with a store's response.
    ///
    /// `signed` must be the explanation of exactly the request that was answered: another date counts as a difference as
    /// well.
    pub fn of(signed: &Explanation, answer: &Answer) -> Self {
        let code = answer.shown_code().map(ToString::to_string);
        let quoted = (answer.canonical_request(), answer.string_to_sign());
        let mut diagnosis = match (code::of_code(answer, code::signed_region(signed)), quoted) {
            (Some(cause), _) => Self::new(code, cause),
            (None, (None, None)) => Self::new(code, Cause::Unexplained),
            (None, (canonical_request, string_to_sign)) => {
                Self::of_difference(code, compare::first_difference(signed, canonical_request, string_to_sign))
            }
        };
        diagnosis.details = code::details(answer, &diagnosis.cause, || code::expired_at(signed));
        diagnosis
    }

    /// Compares what was signed with what was received, for a server that verifies requests itself.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// use presigner::diagnose::Diagnosis;
    /// use presigner::verify::Unverified;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// let signed = presigner.put("photo.png")?.content_type("image/png")?;
    /// let link = signed.presign();
    ///
    /// // What a server receives.
    /// let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
    /// let headers = [("host", "127.0.0.1:9000"), ("content-type", "image/jpeg")];
    /// let received = Unverified::parse("PUT", "127.0.0.1:9000", target, headers)?;
    ///
    /// let diagnosis = Diagnosis::between(&signed.explain(), &received.explain(&endpoint));
    /// assert!(diagnosis.to_string().starts_with("the header `content-type` is not the one that was signed\n"));
    /// assert_eq!((diagnosis.signed(), diagnosis.checked()), (Some("image/png"), Some("image/jpeg")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn between(signed: &Explanation, received: &Explanation) -> Self {
        let (canonical_request, string_to_sign) = (received.canonical_request(), received.string_to_sign());
        Self::of_difference(None, compare::first_difference(signed, Some(canonical_request), Some(string_to_sign)))
    }

    fn new(code: Option<String>, cause: Cause) -> Self {
        Self { code, cause, signed: None, checked: None, details: Vec::new() }
    }

    fn of_difference(code: Option<String>, found: Option<Found>) -> Self {
        match found {
            Some(Found { part, change, signed, checked }) => {
                Self { signed, checked, ..Self::new(code, Cause::Difference { part, change }) }
            }
            None => Self::new(code, Cause::WrongSecret),
        }
    }

    /// The cause, for programs.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::diagnose::{Answer, Cause, Diagnosis};
    ///
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # let request = presigner.get("report.pdf")?;
    /// let answer = Answer::parse(b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")?;
    /// let diagnosis = Diagnosis::of(&request.explain(), &answer);
    /// if matches!(diagnosis.cause(), Cause::Expired) {
    ///     // sign a new one
    /// }
    /// # assert!(matches!(diagnosis.cause(), Cause::Expired));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// What was signed in the part that differs, in canonical form. `None` if no part differs, or if the part was not signed.
    pub fn signed(&self) -> Option<&str> {
        self.signed.as_deref()
    }

    /// What the store checked instead. `None` if no part differs, or if the part did not arrive.
    pub fn checked(&self) -> Option<&str> {
        self.checked.as_deref()
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        writeln!(f, "{}", self.cause)?;
        let (signed, checked) = (self.signed().unwrap_or_default(), self.checked().unwrap_or_default());
        let differs_at = signed.bytes().zip(checked.bytes()).take_while(|(left, right)| left == right).count();
        for (label, value) in [("signed: ", &self.signed), ("checked:", &self.checked)] {
            if let Some(value) = value {
                writeln!(f, "  {label} {}", excerpt(value, differs_at))?;
            }
        }
        for (label, value) in &self.details {
            writeln!(f, "  {label}: {value}")?;
        }
        writeln!(f, "{}", advice::advice(&self.cause))
    }
}

/// The cause alone: the values that differ may hold the key of an object.
impl fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnosis").field("code", &self.code).field("cause", &self.cause).finish_non_exhaustive()
    }
}
