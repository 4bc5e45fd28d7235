//! What an upload may be: the rules of a POST policy.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use crate::check::{self, MAX_KEY};
use crate::error::{CharacterKind, Error, Field, Result};
use crate::post::document::Condition;
use crate::protocol::{FILE_NAME, MAX_SIZE};
use crate::request::headers::Checksum;
use crate::request::scope;

/// What a browser may upload with one form: under which key, how large, of which type, and with which further fields.
///
/// Every policy has a key and a range of sizes. Each setter adds a form field *and* the condition that the field keeps its
/// value, so that neither can be without the other. The library adds the conditions for bucket, algorithm, credential, date
/// and token.
///
/// A field's value is 1 byte or more of printable ASCII and spaces, without a space at either end. Setting a field
/// twice is an error, whatever the case of its name. So is `${filename}`, which a store replaces ([form fields]),
/// except where a setter puts it there.
///
/// [form fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
///
/// # Example
///
/// ```
/// use presigner::post::PostPolicy;
/// use presigner::Error;
///
/// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?
///     .content_type_among("image/png", &["image/png", "image/jpeg"])?
///     .metadata("user", "42")?;
/// assert_eq!(policy.metadata("User", "43").unwrap_err(), Error::DuplicateField);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct PostPolicy<'a> {
    key: KeyRule<'a>,
    size: RangeInclusive<u64>,
    fields: Vec<FormField<'a>>,
}

#[derive(Clone, Copy)]
enum KeyRule<'a> {
    Exact(&'a str),
    Prefix(&'a str),
}

/// A field beside the key. Its condition follows from it.
#[derive(Clone)]
pub(super) struct FormField<'a> {
    pub(super) name: Cow<'static, str>,
    pub(super) value: Cow<'a, str>,
    /// What the client's value has to begin with, where it may be another one.
    pub(super) prefix: Option<&'a str>,
}

impl FormField<'_> {
    pub(super) fn condition(&self) -> Condition<'_> {
        match self.prefix {
            Some(prefix) => Condition::StartsWith { field: &self.name, prefix },
            None => Condition::Exact { field: &self.name, value: &self.value },
        }
    }
}

pub(super) const SUCCESS_STATUS: &str = "success_action_status";
pub(super) const SUCCESS_REDIRECT: &str = "success_action_redirect";
pub(super) const ENCRYPTION: &str = "x-amz-server-side-encryption";

/// Fields that [`PostPolicy::field`] leaves to the signature, to the setters that have rules of their own, and to the client:
/// those of Signature Version 4, 2 and Google's among them.
const RESERVED: [&str; 23] = [
    "awsaccesskeyid",
    "bucket",
    "content-length-range",
    "content-type",
    "file",
    "googleaccessid",
    "key",
    "policy",
    "redirect",
    "signature",
    "success_action_redirect",
    "success_action_status",
    "tagging",
    "x-amz-algorithm",
    "x-amz-content-sha256",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-s3session-token",
    "x-amz-security-token",
    "x-amz-signature",
    "x-goog-algorithm",
    "x-goog-credential",
    "x-goog-signature",
];

/// Fields of forms, and of nothing else, that name no other object.
const OF_FORMS: [&str; 4] = ["acl", "tagging", SUCCESS_REDIRECT, SUCCESS_STATUS];

/// What a store answers to a form that it accepted ([form fields], `success_action_status`).
///
/// [form fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SuccessStatus {
    /// 200, with an empty body.
    Ok,
    /// 201, with an XML document that names the object.
    Created,
    /// 204, as without the field.
    NoContent,
}

impl SuccessStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "200",
            Self::Created => "201",
            Self::NoContent => "204",
        }
    }
}

impl<'a> PostPolicy<'a> {
    /// An upload under exactly this key, of a size in this range of bytes, both ends included: at most 5 GiB.
    ///
    /// # Errors
    ///
    /// For the key [`Error::Empty`], [`Error::TooLong`] (1,024 bytes), [`Error::InvalidCharacter`] for control characters, which no
    /// form carries unchanged, [`Error::DotSegment`], and [`Error::UnexpectedFileNameVariable`]. For the size
    /// [`Error::EmptySizeRange`] where the lower end is above the upper one, [`Error::OutOfRange`] where the upper end is 0 or
    /// over 5 GiB.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// assert_eq!(
    ///     PostPolicy::new("avatars/42", 9..=3).unwrap_err().to_string(),
    ///     "the size range is empty: its lower end is above its upper end",
    /// );
    /// ```
    pub fn new(key: &'a str, size: RangeInclusive<u64>) -> Result<Self> {
        check::text(Field::UploadKey, key, MAX_KEY, is_key_byte)?;
        check::segments(Field::UploadKey, key)?;
        check_variable(Field::UploadKey, key)?;
        Self::with_key(KeyRule::Exact(key), size)
    }

    /// An upload under a key that begins with `prefix`; the client chooses the rest. The form asks for the name of the file,
    /// as `${filename}`, but a client may send any other key under the prefix instead.
    ///
    /// The store inserts the file name, and nothing sanitizes it: the key can hold any text, including dots, slashes and
    /// control characters, and a second upload with the same name replaces the first. Give every form its own prefix, and use
    /// the key that the store reports, not the one you expect. For a download,
    /// [`Request::attachment`](crate::Request::attachment) sanitizes the name.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new), and [`Error::InvalidKeyPrefix`] for a prefix that is empty or doesn't end in `/`.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::named_by_client("uploads/7f3a/", 1..=20_000_000)?;
    /// assert!(presigner.presign_post(&policy)?.fields().any(|field| field == ("key", "uploads/7f3a/${filename}")));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn named_by_client(prefix: &'a str, size: RangeInclusive<u64>) -> Result<Self> {
        if !prefix.ends_with('/') {
            return Err(Error::InvalidKeyPrefix);
        }
        check::text(Field::UploadKey, prefix, MAX_KEY - 1, is_key_byte)?;
        check::segments(Field::UploadKey, prefix)?;
        check_variable(Field::UploadKey, prefix)?;
        Self::with_key(KeyRule::Prefix(prefix), size)
    }

    fn with_key(key: KeyRule<'a>, size: RangeInclusive<u64>) -> Result<Self> {
        if size.is_empty() {
            return Err(Error::EmptySizeRange);
        }
        if !(1..=MAX_SIZE).contains(size.end()) {
            return Err(Error::OutOfRange { field: Field::UploadSize, min: 1, max: MAX_SIZE });
        }
        Ok(Self { key, size, fields: Vec::new() })
    }

    /// A [canned ACL] of the object, as `private`.
    ///
    /// [canned ACL]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.acl("private")?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn acl(self, canned_acl: &'a str) -> Result<Self> {
        self.insert("acl", canned_acl)
    }

    /// The storage class of the object, as `STANDARD_IA`.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.storage_class("STANDARD_IA")?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn storage_class(self, storage_class: &'a str) -> Result<Self> {
        self.insert("x-amz-storage-class", storage_class)
    }

    /// Sets the status with which the store answers an upload. Without it the status is 204.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateField`]; [`Error::ContradictoryFields`] beside a redirect, which takes its place.
    ///
    /// # Example
    ///
    /// ```
    /// use presigner::post::{PostPolicy, SuccessStatus};
    ///
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.success_action_status(SuccessStatus::Created)?;
    /// assert_eq!(
    ///     policy.success_action_redirect("https://app.example.com/uploaded").unwrap_err().to_string(),
    ///     "two form fields contradict each other: a success status and a redirect, two kinds of encryption, or an option of \
    ///      KMS without an encryption that has it",
    /// );
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn success_action_status(self, status: SuccessStatus) -> Result<Self> {
        if self.has(SUCCESS_REDIRECT) {
            return Err(Error::ContradictoryFields);
        }
        self.insert(SUCCESS_STATUS, status.as_str())
    }

    /// Tags of the object, each a key and a value: 1 to 10 tags with different keys. They may hold the characters that Amazon
    /// allows ([object tags]): letters, digits, spaces and `+ - = . _ : / @`. A key has 1 to 128 bytes, a value up to 256.
    ///
    /// [object tags]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTags`] for their number, or two with one key; [`Error::Empty`], [`Error::TooLong`], [`Error::InvalidCharacter`],
    /// [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::post::PostPolicy;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.tagging(&[("team", "a")])?;
    /// let xml = "<Tagging><TagSet><Tag><Key>team</Key><Value>a</Value></Tag></TagSet></Tagging>";
    /// assert!(presigner.presign_post(&policy)?.fields().any(|field| field == ("tagging", xml)));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn tagging(self, tags: &[(&str, &str)]) -> Result<Self> {
        let mut keys: Vec<_> = tags.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        if !(1..=10).contains(&tags.len()) || keys.len() != tags.len() {
            return Err(Error::InvalidTags);
        }
        let mut xml = String::from("<Tagging><TagSet>");
        for (key, value) in tags {
            if key.is_empty() {
                return Err(Error::Empty { field: Field::TagKey });
            }
            check_tag(Field::TagKey, key, 128)?;
            check_tag(Field::TagValue, value, 256)?;
            // No character of a tag is one that XML would have escaped.
            for piece in ["<Tag><Key>", key, "</Key><Value>", value, "</Value></Tag>"] {
                xml.push_str(piece);
            }
        }
        xml.push_str("</TagSet></Tagging>");
        self.push(FormField { name: "tagging".into(), value: xml.into(), prefix: None })
    }

    /// The Base64 of a checksum of the file, which the store compares ([checking object integrity]).
    ///
    /// [checking object integrity]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`], [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// # use presigner::Checksum;
    /// let policy = PostPolicy::new("a.txt", 0..=9)?.checksum(Checksum::Crc32c, "yZRlqg==")?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn checksum(self, algorithm: Checksum, base64: &'a str) -> Result<Self> {
        self.insert(algorithm.header(), base64)
    }

    /// A checksum of the file that the client computes. The store compares it with what arrives, so that an upload that was
    /// changed on its way is not stored. It does not tie the form to one file, because the client chooses both.
    ///
    /// The form has an empty field for it, which the client fills with the Base64 of the checksum.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// # use presigner::Checksum;
    /// let policy = PostPolicy::new("a.txt", 0..=9)?.checksum_from_client(Checksum::Sha256)?;
    /// # let _ = policy;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn checksum_from_client(self, algorithm: Checksum) -> Result<Self> {
        self.push(FormField { name: algorithm.header().into(), value: "".into(), prefix: Some("") })
    }

    /// Any other form field, as `Cache-Control` or `Content-Disposition`, with exactly this value.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedField`], in any case, for the fields of the signature, `key`, `bucket`, `file`, and those that have a
    /// setter with rules of its own; [`Error::Empty`], [`Error::InvalidCharacter`], [`Error::UnexpectedFileNameVariable`],
    /// [`Error::DuplicateField`].
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::post::PostPolicy;
    /// # use presigner::Error;
    /// let policy = PostPolicy::new("avatars/42", 1..=1_000_000)?.field("Cache-Control", "max-age=600")?;
    /// assert_eq!(policy.field("X-Amz-Date", "20231114T221320Z").unwrap_err(), Error::ReservedField);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn field(self, name: &str, value: &'a str) -> Result<Self> {
        check::text(Field::FormFieldName, name, usize::MAX, check::is_token)?;
        let encryption = name.get(..ENCRYPTION.len()).is_some_and(|start| start.eq_ignore_ascii_case(ENCRYPTION));
        if encryption || RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name)) {
            return Err(Error::ReservedField);
        }
        self.insert(String::from(name), value)
    }

    pub(super) fn insert(self, name: impl Into<Cow<'static, str>>, value: &'a str) -> Result<Self> {
        check_value(value)?;
        self.push(FormField { name: name.into(), value: value.into(), prefix: None })
    }

    pub(super) fn push_with_file_name(self, name: impl Into<Cow<'static, str>>, prefix: &'a str) -> Result<Self> {
        let value = format!("{prefix}{FILE_NAME}");
        self.push(FormField { name: name.into(), value: value.into(), prefix: Some(prefix) })
    }

    pub(super) fn push(mut self, field: FormField<'a>) -> Result<Self> {
        if self.has(&field.name) {
            return Err(Error::DuplicateField);
        }
        self.fields.push(field);
        Ok(self)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| &*field.value)
    }

    /// Refuses what could write to anywhere outside the scope.
    pub(super) fn check_within(&self, scope: &str) -> Result<()> {
        let (KeyRule::Exact(key) | KeyRule::Prefix(key)) = self.key;
        let names_the_scope = matches!(self.key, KeyRule::Exact(key) if key == scope);
        let stays = |field: &FormField<'_>| OF_FORMS.contains(&&*field.name) || scope::header_stays(&field.name);
        if !key.starts_with(scope) || names_the_scope || !self.fields.iter().all(stays) {
            return Err(Error::OutsideScope);
        }
        Ok(())
    }

    /// The value of the field `key`, and its condition.
    pub(super) fn key(&self) -> (Cow<'a, str>, Condition<'a>) {
        match self.key {
            KeyRule::Exact(key) => (key.into(), Condition::Exact { field: "key", value: key }),
            KeyRule::Prefix(prefix) => {
                (format!("{prefix}{FILE_NAME}").into(), Condition::StartsWith { field: "key", prefix })
            }
        }
    }

    pub(super) fn size(&self) -> RangeInclusive<u64> {
        self.size.clone()
    }

    pub(super) fn size_condition(&self) -> Condition<'a> {
        Condition::ContentLengthRange { least: *self.size.start(), greatest: *self.size.end() }
    }

    pub(super) fn fields(&self) -> &[FormField<'a>] {
        &self.fields
    }
}

/// Shows neither the key, which may be all that protects an object, nor a value, which may be a customer's key.
impl fmt::Debug for PostPolicy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostPolicy")
            .field("size", &self.size)
            .field("fields", &self.fields.iter().map(|field| &*field.name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Browsers turn every line break in a form into CR LF, and drop or refuse other controls.
fn is_key_byte(byte: u8) -> bool {
    !byte.is_ascii_control()
}

pub(super) fn check_value(value: &str) -> Result<()> {
    check::text(Field::FormFieldValue, value, usize::MAX, check::is_printable)?;
    if value.starts_with(' ') || value.ends_with(' ') {
        return Err(Error::InvalidCharacter { field: Field::FormFieldValue, character: CharacterKind::Space });
    }
    check_variable(Field::FormFieldValue, value)
}

fn check_variable(field: Field, value: &str) -> Result<()> {
    if value.contains(FILE_NAME) { Err(Error::UnexpectedFileNameVariable { field }) } else { Ok(()) }
}

fn check_tag(field: Field, text: &str, limit: usize) -> Result<()> {
    if text.len() > limit {
        return Err(Error::TooLong { field, length: text.len(), limit });
    }
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '+' | '-' | '=' | '.' | '_' | ':' | '/' | '@');
    match text.chars().find(|&character| !allowed(character)) {
        None => Ok(()),
        Some(character) => {
            let first = character.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or_default();
            Err(Error::InvalidCharacter { field, character: CharacterKind::of(first) })
        }
    }
}
