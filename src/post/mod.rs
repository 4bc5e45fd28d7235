//! Presigned POST: what a browser's form needs to upload one file to the store, by rules that the store enforces. Feature
//! `post`.
//!
//! `policy` is what an upload may be, with `content_type`, `encryption` and `file_name` for setters that have rules of their own;
//! `document` is what is encoded and signed of it, `fields` what the form has, and `explain` what can be compared.

mod policy;
mod content_type;
mod file_name;
mod encryption;
mod document;
mod fields;
pub(crate) mod explain;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, Field, Result};
use crate::post::document::{Condition, PolicyDocument};
use crate::post::explain::ExplainedField;
use crate::post::fields::Fields;
use crate::protocol::{ALGORITHM, AWS4_HMAC_SHA256, CREDENTIAL, DATE, MAX_BEFORE_FILE, SIGNATURE};
use crate::request::presigned::fingerprint;
use crate::signature::hex::HexDigest;
use crate::signature::string_to_sign;
use crate::signer::presigner::Presigner;
use crate::validity::EarlyExpiry;
use crate::validity::amz_date::Timestamp;
use crate::validity::unix_time::UnixTime;

pub use crate::post::explain::PostExplanation;
pub use crate::post::policy::{PostPolicy, SuccessStatus};

/// What a field adds to its name and value: a boundary line, a header and three line ends, with the longest boundary that
/// there is ([RFC 2046], section 5.1.1).
///
/// [RFC 2046]: https://www.rfc-editor.org/rfc/rfc2046
const AROUND_FIELD: usize = "--".len() + 70 + "\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n".len();
/// What stands before the bytes of the file: the same, a file name of 255 characters, of four bytes each, and a type.
const BEFORE_FILE: usize = AROUND_FIELD + 1_280;

impl Presigner<'_> {
    /// Signs a form that uploads one file, by the rules of `policy`, until [`expires_at`](Self::expires_at). Until then the
    /// form can be used any number of times, and each upload replaces the object.
    ///
    /// # Errors
    ///
    /// [`Error::NoBucket`]; [`Error::UnsupportedPost`] where a provider's preset knows that there is none, and with Signature Version 4A
    /// ([`Endpoint::has_post`](crate::Endpoint::has_post));
    /// [`Error::OutsideScope`] where the key or its prefix is not inside the scope, or a field is neither metadata nor known to
    /// stay at the object;
    /// [`Error::TooLong`] where the fields take more than 20,480 bytes of the request.
    pub fn presign_post(&self, policy: &PostPolicy<'_>) -> Result<PresignedPost> {
        let bucket = self.bucket()?;
        if !bucket.endpoint().has_post() {
            return Err(Error::UnsupportedPost);
        }
        if let Some(scope) = self.scope() {
            policy.check_within(scope)?;
        }

        let identity = self.identity();
        let amz_date = self.amz_date();
        let (algorithm, region, service) = identity.scope();
        let (key, key_condition) = policy.key();
        let open = core::iter::once(key_condition).chain(policy.fields().iter().map(policy::FormField::condition));
        let open = open.filter_map(|condition| match condition {
            Condition::StartsWith { field, prefix } => Some((field.into(), prefix.into())),
            _ => None,
        });
        let open = open.collect();
        let expires_at = self.validity().expires_at_timestamp();
        let expiration = expires_at.amz_date().rfc3339();
        let token = identity.credentials().token();
        let given = policy.fields().iter().map(|field| field.name.len() + field.value.len()).sum::<usize>();
        // Each value stands once more in the policy, as Base64.
        let room = 3 * (key.len() + given + token.map_or(0, |(_, token)| token.len())) + 1_024;
        let mut fields = Fields::with_capacity(policy.fields().len() + 7, room);
        fields.push("key", &key);
        for field in policy.fields() {
            fields.push(&field.name, &field.value);
        }
        let given = fields.len();
        fields.push(ALGORITHM.lower_case, AWS4_HMAC_SHA256);
        fields.push_with(CREDENTIAL.lower_case, |text| {
            text.extend([identity.credentials().access_key_id(), "/", amz_date.scope_date()]);
            text.extend(string_to_sign::scope_rest(algorithm, region, service));
        });
        fields.push(DATE.lower_case, amz_date.as_str());
        if let Some((parameter, token)) = token {
            fields.push(parameter.parameter().lower_case, token);
        }

        let bucket = Condition::Exact { field: "bucket", value: bucket.name() };
        let mut conditions = Vec::with_capacity(fields.len() + 2);
        conditions.extend([bucket, key_condition, policy.size_condition()]);
        conditions.extend(policy.fields().iter().map(policy::FormField::condition));
        conditions.extend(fields.iter().skip(given).map(|(field, value)| Condition::Exact { field, value }));
        let document = PolicyDocument { expiration: expiration.as_str(), conditions }.to_json();
        fields.push_with("policy", |text| STANDARD.encode_string(document, text));

        let signing_key = identity.signing_key(self.validity().amz_date_timestamp(), amz_date);
        let signature = HexDigest::new(&signing_key.sign(fields.last_value().as_bytes()));
        fields.push(SIGNATURE.lower_case, signature.as_str());

        let length = AROUND_FIELD * fields.len() + fields.text_len() + BEFORE_FILE;
        if length > MAX_BEFORE_FILE {
            return Err(Error::TooLong { field: Field::FormBeforeFile, length, limit: MAX_BEFORE_FILE });
        }
        Ok(PresignedPost {
            url: self.url_root().bare_client_url(),
            fields,
            open,
            size: policy.size(),
            expires_at,
            cap: self.early_expiry(),
        })
    }
}

/// A presigned form: the URL that it is sent to, its fields, and the moment at which it expires.
///
/// URL and fields are a bearer credential: whoever has them can upload what the policy allows until the form expires. So
/// `Debug` shows none of the fields. Send [`LINK_HEADERS`](crate::attachment::LINK_HEADERS) with them.
///
/// With feature `serde` it serialises, to `url`, `fields` (an object, in the order in which the form has them) and
/// `expires_at` (RFC 3339).
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::post::PostPolicy;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?;
///
/// let policy = PostPolicy::new("messages/42/photo.png", 1..=20_000_000)?.content_type("image/png")?;
/// let post = presigner.presign_post(&policy)?;
/// assert_eq!(post.url(), "https://attachments.s3.eu-central-1.amazonaws.com/");
/// let names: Vec<_> = post.fields().map(|(name, _)| name).collect();
/// assert_eq!(names[..2], ["key", "Content-Type"]);
/// assert_eq!(names[2..], ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "policy", "x-amz-signature"]);
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// # In a page
///
/// A form needs no script. Every field is a hidden input, escaped as an attribute; the file comes last, because a store
/// ignores what follows it:
///
/// ```html
/// <form action="{url}" method="post" enctype="multipart/form-data" accept-charset="utf-8">
///   <input type="hidden" name="{name}" value="{value}">  <!-- for each of the fields, in order -->
///   <input type="file" name="file" required>
///   <button>Upload</button>
/// </form>
/// ```
///
/// With the JSON of feature `serde`, and a bucket whose CORS rules allow `POST` from the page:
///
/// ```js
/// async function upload({ url, fields }, file) {
///   const form = new FormData();
///   for (const [name, value] of Object.entries(fields)) form.append(name, value);
///   form.append("file", file); // last
///   const answer = await fetch(url, { method: "POST", body: form });
///   if (!answer.ok) throw new Error(`the store answered ${answer.status}`);
/// }
/// ```
///
/// # Schema
///
/// The JSON Schema, also in [`JSON_SCHEMA`](Self::JSON_SCHEMA):
#[doc = concat!("```json\n", include_str!("presigned_post.json"), "```")]
#[derive(Clone)]
pub struct PresignedPost {
    url: String,
    fields: Fields,
    /// The fields whose values the client may change, and what each still has to begin with.
    open: Vec<(String, String)>,
    size: RangeInclusive<u64>,
    expires_at: Timestamp,
    cap: Option<EarlyExpiry>,
}

impl PresignedPost {
    /// What it serialises to, as a JSON Schema (draft 2020-12), which is what `OpenAPI` 3.1 takes.
    pub const JSON_SCHEMA: &'static str = include_str!("presigned_post.json");

    /// Where the form is sent: the bucket's URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The fields of the form, names and values, in order. The file follows them, as `file`.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter()
    }

    /// The first second at which the form has expired, by the store's clock: the policy's `expiration`.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let post = presigner.presign_post(&PostPolicy::new("photo.png", 1..=9)?)?;
    /// assert_eq!(post.expires_at(), presigner.expires_at());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at.into()
    }

    /// Whether and why the form expires earlier than you asked for.
    pub fn early_expiry(&self) -> Option<EarlyExpiry> {
        self.cap
    }

    /// What the policy says, field by field. Compare it with the form that the client sent, and with the store's response. With
    /// feature `diagnose`, `Diagnosis::of_post` and `Diagnosis::between_forms` do that.
    ///
    /// The session token, an SSE-C key, the policy and the signature are replaced by their length.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::named_by_client("uploads/", 1..=9)?.content_type("image/png")?;
    /// let explanation = presigner.presign_post(&policy)?.explain().to_string();
    /// assert!(explanation.starts_with("until 2023-11-14T23:13:20Z, 1 to 9 bytes\n"));
    /// assert!(explanation.contains("key: begins with `uploads/`\nContent-Type: image/png\n"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn explain(&self) -> PostExplanation {
        let fields = self.fields.iter().map(|(name, value)| {
            let prefix = self.open.iter().find(|(other, _)| other == name).map(|(_, prefix)| &**prefix);
            ExplainedField::new(name, value, prefix)
        });
        PostExplanation::new(fields.collect(), self.size.clone(), self.expires_at.into())
    }

    /// A name for the form in logs and audits, like [`Presigned::fingerprint`](crate::Presigned::fingerprint) for a link: the
    /// first 16 hex digits of the SHA-256 of its signature.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let post = presigner.presign_post(&PostPolicy::new("photo.png", 1..=9)?)?;
    /// assert_eq!(post.fingerprint().len(), 16);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn fingerprint(&self) -> String {
        fingerprint(self.fields.last_value())
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedPost")
            .field("fingerprint", &self.fingerprint())
            .field("expires_at", &self.expires_at())
            .field("cap", &self.cap)
            .field("fields", &self.fields.len())
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PresignedPost {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        struct Fields<'a>(&'a PresignedPost);
        impl serde::Serialize for Fields<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.fields())
            }
        }

        let mut post = serializer.serialize_struct("PresignedPost", 3)?;
        post.serialize_field("url", &self.url)?;
        post.serialize_field("fields", &Fields(self))?;
        post.serialize_field("expires_at", &UnixTime::from(self.expires_at))?;
        post.end()
    }
}
