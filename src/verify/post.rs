//! A presigned form: as it was received, and believed. Features `verify` and `post`.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;
use core::ops::RangeInclusive;

use crate::check::MAX_KEY;
use crate::protocol::{
    ALGORITHM, AWS4_HMAC_SHA256, AWS4_REQUEST, Algorithm, CREDENTIAL, DATE, FILE_NAME, MAX_BEFORE_FILE, METADATA,
    S3SESSION_TOKEN, SECURITY_TOKEN, SIGNATURE, TokenParameter,
};
use crate::signature::hex::HexDigest;
use crate::validity::amz_date::{AmzDate, Timestamp};
use crate::validity::unix_time::UnixTime;
use crate::verify::error::VerifyError;
use crate::verify::limits::Limits;
use crate::verify::policy::{Form, Policy, find};
use crate::verify::target::{self, Token};
use crate::verify::uri;
use crate::verify::verifier::{Claim, ClaimedSignature, Verifier, VerifyingKey, canonical_host};

/// The maximum number of fields that are looked at.
const MAX_FIELDS: usize = 100;
/// The maximum length of all values in which the name of the file takes the place of its variable, in bytes: as much as headers of
/// a request have at most, where these end up.
const MAX_EXPANDED: usize = 8 * 1024;

/// A presigned form, parsed and checked for its form. Nothing in it is trusted yet: [`verify`](Self::verify) returns a
/// [`VerifiedPost`] or an error.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::verify::{VerifyError, UnverifiedPost, Verifier};
/// use presigner::post::PostPolicy;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
/// let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
/// let policy = PostPolicy::named_by_client("uploads/7f3a/", 1..=20_000_000)?.content_type("image/png")?;
/// let post = presigner.presign_post(&policy)?;
///
/// let key = signer.verifying_key();
/// let verifier = Verifier::new(endpoint, |id: &str| (id == key.access_key_id()).then_some(&key))?;
///
/// // What a server receives: the fields before the file, and the name that the file came with.
/// let form = UnverifiedPost::parse("127.0.0.1:9000", "/attachments", post.fields(), "photo.png")?;
///
/// let verified = form.verify(&verifier, 1_700_000_059)?;
/// assert_eq!((verified.bucket(), verified.key()), ("attachments", "uploads/7f3a/photo.png"));
/// assert_eq!(verified.content_type(), Some("image/png"));
/// // While the file is received, no more than this; and at its end:
/// assert_eq!(verified.size_range(), 1..=20_000_000);
/// assert_eq!(verified.check_size(0).unwrap_err(), VerifyError::FileTooSmall);
/// assert_eq!(form.verify(&verifier, 1_700_000_060).unwrap_err(), VerifyError::PolicyExpired);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct UnverifiedPost<'a> {
    authority: &'a str,
    /// Canonical.
    path: Cow<'a, str>,
    /// With the name of the file in the place of its variable.
    fields: Vec<(&'a str, Cow<'a, str>)>,
    credential: Credential<'a>,
    date: Timestamp,
    amz_date: AmzDate,
    policy: &'a str,
    /// In hex.
    signature: [u8; HexDigest::LEN],
    token: Option<Token<'a>>,
}

/// The fields that are never changed: the signature's own.
const SIGNED_AS_SENT: [&str; 7] = [
    "policy",
    ALGORITHM.lower_case,
    CREDENTIAL.lower_case,
    DATE.lower_case,
    SIGNATURE.lower_case,
    SECURITY_TOKEN.lower_case,
    S3SESSION_TOKEN.lower_case,
];

/// `access-key-id/date/region/service/aws4_request`, none of which is empty.
#[derive(Clone, Copy)]
struct Credential<'a> {
    access_key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
}

impl<'a> Credential<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split('/').filter(|part| !part.is_empty());
        let credential =
            Self { access_key_id: parts.next()?, date: parts.next()?, region: parts.next()?, service: parts.next()? };
        (parts.next() == Some(AWS4_REQUEST) && text.matches('/').count() == 4).then_some(credential)
    }
}

impl<'a> UnverifiedPost<'a> {
    /// Parses a form of at most 100 fields, sent to a target of at most 16 KiB. Names and values of the fields and the name
    /// of the file may have at most 20,480 bytes together.
    ///
    /// `authority` and `target` are those of the request, as for [`Unverified::parse`](crate::verify::Unverified::parse).
    /// `fields` are the parts of the body before the file, in order; a store ignores what follows the file. `file_name` is
    /// the name that the file came with, or nothing. The part after its last slash or backslash replaces `${filename}` in
    /// every field except the signature's own, before any condition is checked ([form fields]: "recognized by all form
    /// fields"). The values that contain it get no longer than 8 KiB together.
    ///
    /// [form fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
    ///
    /// # Errors
    ///
    /// A [`VerifyError`] for a form that breaks a limit or is malformed.
    pub fn parse<N, V>(
        authority: &'a str,
        target: &'a str,
        fields: impl IntoIterator<Item = (&'a N, &'a V)>,
        file_name: &str,
    ) -> Result<Self, VerifyError>
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        if target.len() > Limits::default().target {
            return Err(VerifyError::TooLarge);
        }
        let sent = received_fields(fields, file_name)?;
        // A query would ask for something else than an upload.
        if !target.starts_with('/') || target.contains('?') {
            return Err(VerifyError::InvalidTarget);
        }
        let (path, _) = uri::split_target(target)?;

        let required = |name| find_sent(&sent, name).ok_or(VerifyError::MissingField);
        required("key")?;
        let fields = expand(&sent, file_name)?;
        let key = find(&fields, "key").unwrap_or_default();
        if !(1..=MAX_KEY).contains(&key.len()) || key.split('/').any(|segment| segment == "." || segment == "..") {
            return Err(VerifyError::InvalidKey);
        }
        let policy = required("policy")?;
        if required(ALGORITHM.lower_case)? != AWS4_HMAC_SHA256 {
            return Err(VerifyError::UnsupportedAlgorithm);
        }
        let credential = Credential::parse(required(CREDENTIAL.lower_case)?).ok_or(VerifyError::InvalidCredential)?;
        let (date, amz_date) = Timestamp::parse_amz_date(required(DATE.lower_case)?).ok_or(VerifyError::InvalidDate)?;
        if credential.date != amz_date.scope_date() {
            return Err(VerifyError::ScopeDateMismatch);
        }
        let signature = target::signature(required(SIGNATURE.lower_case)?).ok_or(VerifyError::InvalidSignature)?;
        let token = match (find_sent(&sent, SECURITY_TOKEN.lower_case), find_sent(&sent, S3SESSION_TOKEN.lower_case)) {
            (None, None) => None,
            (Some(token), None) => Some(Token::as_text(token.into(), TokenParameter::SecurityToken)),
            (None, Some(token)) => Some(Token::as_text(token.into(), TokenParameter::S3SessionToken)),
            (Some(_), Some(_)) => return Err(VerifyError::InvalidField),
        };
        Ok(Self { authority, path, fields, credential, date, amz_date, policy, signature, token })
    }

    /// Checks the signature, the session token, the time, and every condition, in this order. The policy is read only after
    /// its signature was found right.
    ///
    /// A verified form is what the signer allowed: an upload to this bucket under this key with these fields, until it
    /// expires, any number of times. You must check the file yourself: its size with [`VerifiedPost::size_range`]. Nothing
    /// fixes its bytes, unless a field holds their checksum.
    ///
    /// # Errors
    ///
    /// A [`VerifyError`].
    pub fn verify<L, I, K>(
        &self,
        verifier: &Verifier<L>,
        now: impl Into<UnixTime>,
    ) -> Result<VerifiedPost<'_>, VerifyError>
    where
        L: Fn(&str) -> I,
        I: IntoIterator<Item = K>,
        K: Borrow<VerifyingKey>,
    {
        let now = now.into().seconds();
        let endpoint = &verifier.endpoint;
        if endpoint.algorithm != Algorithm::Hmac {
            return Err(VerifyError::UnsupportedAlgorithm);
        }
        if self.credential.region != endpoint.region() || self.credential.service != endpoint.service() {
            return Err(VerifyError::ScopeMismatch);
        }
        let bucket = self.bucket(verifier)?;

        let claim = Claim {
            access_key_id: self.credential.access_key_id,
            region: self.credential.region,
            service: self.credential.service,
            date: self.date,
            amz_date: &self.amz_date,
            signature: ClaimedSignature::Hmac(&self.signature),
            token: self.token.as_ref(),
        };
        let credentials_expire =
            verifier.check_signature(&claim, now, |_, key| HexDigest::new(&key.sign(self.policy.as_bytes())))?;

        let policy = Policy::parse(self.policy)?;
        // No signature is believed for longer, whatever the policy says of its end.
        let signature_ends = self.date.plus(endpoint.max_lifetime).unwrap_or(policy.expires_at);
        let form_ends = policy.expires_at.min(signature_ends);
        if now >= form_ends.unix() {
            return Err(VerifyError::PolicyExpired);
        }
        verifier.check_time(now, self.date, credentials_expire)?;
        policy.check(&Form { bucket: &bucket, fields: &self.fields })?;
        let expires_at = credentials_expire.map_or(form_ends, |expiry| expiry.min(form_ends));
        Ok(VerifiedPost { form: self, bucket, size: policy.size(), expires_at })
    }

    /// S3's words for a form that does not meet its policy: the first condition that is not met, as the policy has it, or the
    /// first field without a condition. Use it as the `Message` of your response after [`verify`](Self::verify) has returned
    /// [`VerifyError::UnmetPolicyCondition`] or [`VerifyError::ExtraField`].
    ///
    /// It checks no signature, so ask only after `verify` has refused. It is `None` if the policy can't be read or the form
    /// meets it. The text comes from the sender: escape it where you show it.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::{UnverifiedPost, Verifier, VerifyError};
    /// # use presigner::post::PostPolicy;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// # let key = signer.verifying_key();
    /// # let verifier = Verifier::new(endpoint, |_: &str| Some(&key))?;
    /// let post = presigner.presign_post(&PostPolicy::new("photo.png", 1..=9)?.acl("private")?)?;
    /// let fields = post.fields().map(|(name, value)| (name, if name == "acl" { "public-read" } else { value }));
    /// let form = UnverifiedPost::parse("127.0.0.1:9000", "/attachments", fields, "")?;
    ///
    /// let refusal = form.verify(&verifier, 1_700_000_000).unwrap_err();
    /// assert_eq!(refusal, VerifyError::UnmetPolicyCondition);
    /// assert_eq!(
    ///     form.unmet_policy(&verifier).as_deref(),
    ///     Some(r#"Invalid according to Policy: Policy Condition failed: {"acl":"private"}"#),
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unmet_policy<L>(&self, verifier: &Verifier<L>) -> Option<String> {
        let bucket = self.bucket(verifier).ok()?;
        let policy = Policy::parse(self.policy).ok()?;
        policy.check(&Form { bucket: &bucket, fields: &self.fields }).err().map(|unmet| unmet.to_string())
    }

    /// The access key id that claims to have signed.
    pub fn access_key_id(&self) -> &str {
        self.credential.access_key_id
    }

    /// The claimed date of the signature.
    pub fn signed_at(&self) -> UnixTime {
        self.date.into()
    }

    /// The bucket that the request is sent to.
    fn bucket<L>(&self, verifier: &Verifier<L>) -> Result<Cow<'_, str>, VerifyError> {
        let host = canonical_host(self.authority, verifier.endpoint.origin.scheme);
        let (bucket, key_in_path) = verifier.object(&host, &self.path)?;
        if bucket.is_empty() || !key_in_path.is_empty() {
            return Err(VerifyError::InvalidTarget);
        }
        Ok(bucket)
    }
}

impl fmt::Debug for UnverifiedPost<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnverifiedPost")
            .field("access_key_id", &self.access_key_id())
            .field("region", &self.credential.region)
            .field("service", &self.credential.service)
            .field("signed_at", &self.signed_at())
            .field("fields", &self.fields.len())
            .finish_non_exhaustive()
    }
}

fn received_fields<'a, N, V>(
    fields: impl IntoIterator<Item = (&'a N, &'a V)>,
    file_name: &str,
) -> Result<Vec<(&'a str, &'a str)>, VerifyError>
where
    N: AsRef<[u8]> + ?Sized + 'a,
    V: AsRef<[u8]> + ?Sized + 'a,
{
    let mut received = Vec::new();
    // The name stands in the head of the part with the file, so before the file as well.
    let mut length = file_name.len();
    for (name, value) in fields {
        let (name, value) = (name.as_ref(), value.as_ref());
        length = length.saturating_add(name.len()).saturating_add(value.len());
        if length > MAX_BEFORE_FILE || received.len() >= MAX_FIELDS {
            return Err(VerifyError::FormTooLarge);
        }
        let (Ok(name), Ok(value)) = (str::from_utf8(name), str::from_utf8(value)) else {
            return Err(VerifyError::InvalidField);
        };
        // Which of two counts is something that a store and whoever looks at the form before it could disagree about.
        if name.is_empty() || find_sent(&received, name).is_some() {
            return Err(VerifyError::InvalidField);
        }
        received.push((name, value));
    }
    Ok(received)
}

fn find_sent<'a>(fields: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

/// The fields with the name of the file in the place of its variable. More than [`MAX_EXPANDED`] bytes are never built.
fn expand<'a>(sent: &[(&'a str, &'a str)], file_name: &str) -> Result<Vec<(&'a str, Cow<'a, str>)>, VerifyError> {
    let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut built = 0_usize;
    let mut fields = Vec::with_capacity(sent.len());
    for &(name, value) in sent {
        let variables = value.matches(FILE_NAME).count();
        if variables == 0 || SIGNED_AS_SENT.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            fields.push((name, Cow::Borrowed(value)));
            continue;
        }
        // The variables are part of the value, so they are not longer than it is.
        let rest = value.len() - variables * FILE_NAME.len();
        let length = variables.saturating_mul(file_name.len()).saturating_add(rest);
        built = built.saturating_add(length);
        if name.eq_ignore_ascii_case("key") && length > MAX_KEY {
            return Err(VerifyError::InvalidKey);
        }
        if built > MAX_EXPANDED {
            return Err(VerifyError::FormTooLarge);
        }
        let mut expanded = String::with_capacity(length);
        for (index, piece) in value.split(FILE_NAME).enumerate() {
            if index > 0 {
                expanded.push_str(file_name);
            }
            expanded.push_str(piece);
        }
        fields.push((name, Cow::Owned(expanded)));
    }
    Ok(fields)
}

/// A form whose signature, token and time are right, and that meets its policy. [`UnverifiedPost::verify`] makes it.
///
/// # Example
///
/// ```
/// # use core::time::Duration;
/// # use presigner::verify::{UnverifiedPost, Verifier};
/// # use presigner::post::{PostPolicy, SuccessStatus};
/// # use presigner::{Credentials, Endpoint, Signer, Validity};
/// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
/// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
/// # let key = signer.verifying_key();
/// # let verifier = Verifier::new(endpoint, |_: &str| Some(&key))?;
/// let policy = PostPolicy::new("photo.png", 1..=9)?
///     .metadata("user", "42")?
///     .field("Cache-Control", "no-store")?
///     .success_action_status(SuccessStatus::Created)?;
/// let post = presigner.presign_post(&policy)?;
/// let form = UnverifiedPost::parse("127.0.0.1:9000", "/attachments", post.fields(), "")?;
/// let verified = form.verify(&verifier, 1_700_000_000)?;
/// assert!(verified.metadata().eq([("user", "42")]));
/// assert_eq!(verified.field("cache-control"), Some("no-store"));
/// assert_eq!((verified.success_status(), verified.success_redirect()), (201, None));
/// assert_eq!(verified.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
/// assert_eq!(verified.signed_at().seconds(), 1_700_000_000);
/// assert_eq!(verified.expires_at(), post.expires_at());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct VerifiedPost<'a> {
    form: &'a UnverifiedPost<'a>,
    bucket: Cow<'a, str>,
    size: RangeInclusive<u64>,
    expires_at: Timestamp,
}

impl VerifiedPost<'_> {
    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key, after `${filename}` was replaced. It has no `.` or `..` segment, but may hold anything else, including
    /// control characters: don't make a file path of it.
    pub fn key(&self) -> &str {
        self.field("key").unwrap_or_default()
    }

    /// The content type that the object gets. The type that the part with the file claims is not signed.
    pub fn content_type(&self) -> Option<&str> {
        self.field("content-type")
    }

    /// A field of the form, by its name in any letter case, after `${filename}` was replaced.
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.form.fields, name)
    }

    /// The metadata of the object: names without `x-amz-meta-`, as they were sent, and values.
    pub fn metadata(&self) -> impl Iterator<Item = (&str, &str)> {
        self.form.fields.iter().filter_map(|(name, value)| {
            let (start, rest) = name.split_at_checked(METADATA.len())?;
            start.eq_ignore_ascii_case(METADATA).then_some((rest, &**value))
        })
    }

    /// The allowed sizes of the file, in bytes, both ends included. Count while you receive, and stop at the first byte over
    /// the upper end.
    pub fn size_range(&self) -> RangeInclusive<u64> {
        self.size.clone()
    }

    /// Checks the size of the whole file, in bytes.
    ///
    /// # Errors
    ///
    /// [`VerifyError::FileTooSmall`], [`VerifyError::FileTooLarge`].
    pub fn check_size(&self, bytes: u64) -> Result<(), VerifyError> {
        if bytes > *self.size.end() {
            Err(VerifyError::FileTooLarge)
        } else if bytes < *self.size.start() {
            Err(VerifyError::FileTooSmall)
        } else {
            Ok(())
        }
    }

    /// The status to answer with if there is no redirect: 200, 201 or 204. As at S3, any other requested status becomes 204.
    pub fn success_status(&self) -> u16 {
        match self.field("success_action_status") {
            Some("200") => 200,
            Some("201") => 201,
            _ => 204,
        }
    }

    /// Where to send the browser, with status 303. The signer chose this text, and it may be no URL at all.
    pub fn success_redirect(&self) -> Option<&str> {
        self.field("success_action_redirect").or_else(|| self.field("redirect"))
    }

    /// The access key id of whoever signed.
    pub fn access_key_id(&self) -> &str {
        self.form.access_key_id()
    }

    /// The date of the signature.
    pub fn signed_at(&self) -> UnixTime {
        self.form.signed_at()
    }

    /// The first second at which the form has expired: the policy's expiration, or the end of its credentials.
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at.into()
    }
}

/// Shows no key, which may be all that guards a public object.
impl fmt::Debug for VerifiedPost<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedPost")
            .field("form", self.form)
            .field("bucket", &self.bucket)
            .field("size", &self.size)
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
