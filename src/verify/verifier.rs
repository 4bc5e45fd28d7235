//! Which signatures are accepted, and the check itself.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;
use core::time::Duration;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::check::equal;
use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::endpoint::addressing_style::AddressingStyle;
use crate::endpoint::origin::Scheme;
use crate::endpoint::service::SigningFamily;
use crate::error::{Error, Result};
use crate::protocol::{Algorithm, MAX_LIFETIME, UNSIGNED_PAYLOAD};
use crate::request::explain::Explanation;
use crate::signature::canonical_request;
use crate::signature::hex::HexDigest;
use crate::signature::signing_key::SigningKey;
#[cfg(feature = "sigv4a")]
use crate::signature::sigv4a::ReceivedSignature;
use crate::signature::string_to_sign::{self, StringToSign};
use crate::signer::Signer;
use crate::signer::identity::{Identity, SignatureVersion};
use crate::validity::amz_date::{AmzDate, Timestamp};
use crate::validity::unix_time::UnixTime;
use crate::verify::error::VerifyError;
use crate::verify::infrastructure::{InfrastructureHeader, InfrastructureHeaders};
use crate::verify::limits;
use crate::verify::target::{Signature, Target, Token};
use crate::verify::unverified::Unverified;
use crate::verify::uri::decode_canonical;
use crate::verify::verified::Verified;

/// Credentials to verify with, for one region and service, with one algorithm. A clone shares them.
///
/// # Example
///
/// ```
/// use presigner::{Credentials, Endpoint, verify::VerifyingKey};
///
/// let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
/// let key = VerifyingKey::new(&endpoint, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// assert_eq!(key.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct VerifyingKey(Arc<Identity>);

impl VerifyingKey {
    /// How many keys a lookup may return for one access key id. Every request that names the id is signed with each of them,
    /// so their number decides what a request may cost. While credentials are rotated there are two.
    ///
    /// # Example
    ///
    /// ```
    /// assert_eq!(presigner::verify::VerifyingKey::MAX_PER_ID, 8);
    /// ```
    pub const MAX_PER_ID: usize = limits::MAX_KEYS_PER_ID;

    /// A key that verifies what these credentials sign for the endpoint's region and service. If the credentials have a
    /// session token, it must come with every request. After their expiry nothing is accepted.
    pub fn new(endpoint: &Endpoint, credentials: Credentials) -> Self {
        Self(Arc::new(Identity::new(Arc::new(credentials), endpoint)))
    }

    /// The access key id.
    pub fn access_key_id(&self) -> &str {
        self.0.credentials().access_key_id()
    }
}

impl Signer {
    /// The key that verifies the links of this signer. It shares the derived keys.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Signer};
    /// let bucket = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?.bucket("attachments")?;
    /// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// assert_eq!(signer.verifying_key().access_key_id(), "AKIAIOSFODNN7EXAMPLE");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.identity())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyingKey").field(self.0.credentials()).finish()
    }
}

/// What a server accepts: URLs for its own address, region and service, signed with a key that a lookup by access key id
/// finds.
///
/// The lookup may return no key, one key or several, such as the old and the new one while a secret or a session token is
/// rotated. All of them are tried, whatever their order and even if one already fits. A request is accepted if the signature,
/// the token and the expiry of one of them hold; if several do, the one that expires last counts. More than
/// [`VerifyingKey::MAX_PER_ID`] keys are [`VerifyError::TooManyKeys`]. A key for another region or service than the
/// endpoint's matches nothing.
///
/// Only the endpoint's own algorithm is accepted: Signature Version 4A, which costs many times as much to check, at endpoints
/// with a region set (`Endpoint::with_region_set`, feature `sigv4a`), and Version 4 at all others. The region set of a
/// request must be exactly the text of the endpoint's.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::verify::{VerifyError, Unverified, Verifier};
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
/// let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let validity = Validity::new(1_700_000_000, Duration::from_secs(60))?;
/// let link = signer.at(validity)?.get("report.pdf")?.response_content_type("application/pdf")?.presign();
///
/// let key = signer.verifying_key();
/// let verifier = Verifier::new(endpoint, |id: &str| (id == key.access_key_id()).then_some(&key))?;
///
/// // What a server receives.
/// let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
/// let headers = [("host", "127.0.0.1:9000"), ("user-agent", "curl/8.0")];
/// let request = Unverified::parse("GET", "127.0.0.1:9000", target, headers)?;
///
/// let verified = request.verify(&verifier, 1_700_000_059)?;
/// assert_eq!((verified.bucket(), verified.key()), ("attachments", "report.pdf"));
/// assert_eq!(verified.parameter("response-content-type").as_deref(), Some("application/pdf"));
/// assert_eq!(request.verify(&verifier, 1_700_000_060).unwrap_err(), VerifyError::Expired);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Verifier<L> {
    pub(super) endpoint: Endpoint,
    /// Host and port of the endpoint, as clients send them.
    pub(super) authority: String,
    /// What follows the query in the canonical request of most links: of those that sign only this host, and no body.
    canonical_rest: String,
    lookup: L,
    pub(super) skew: i64,
    believes_virtual_hosts: bool,
    infrastructure: InfrastructureHeaders,
    /// Costs as much as a known key, so that the time of a response does not tell which ids are known.
    nobody: VerifyingKey,
}

/// How far a client's clock may be ahead, in seconds: what S3 allows.
const SKEW: i64 = 15 * 60;

impl<L> Verifier<L> {
    /// Accepts what is signed for `endpoint` with a key that `lookup` finds. Buckets are accepted in path style and, if the
    /// endpoint's host is a name, virtual-hosted, whatever style the endpoint itself has; see
    /// [`path_style_only`](Self::path_style_only).
    ///
    /// # Errors
    ///
    /// [`Error::NotAnObjectStore`] for a service outside S3.
    pub fn new<K, I>(endpoint: Endpoint, lookup: L) -> Result<Self>
    where
        L: Fn(&str) -> I,
        I: IntoIterator<Item = K>,
        K: Borrow<VerifyingKey>,
    {
        if endpoint.service.family() != SigningFamily::S3 {
            return Err(Error::NotAnObjectStore);
        }
        let nobody = VerifyingKey::new(&endpoint, Credentials::new("nobody", "nothing is signed with this")?);
        let authority = endpoint.origin.authority();
        let canonical_rest = canonical_request::rest_with_host_only(&authority, UNSIGNED_PAYLOAD);
        Ok(Self {
            authority,
            canonical_rest,
            lookup,
            skew: SKEW,
            believes_virtual_hosts: !endpoint.origin.host_is_ip,
            infrastructure: InfrastructureHeaders::default(),
            endpoint,
            nobody,
        })
    }

    /// Accepts buckets in path style only. Without this, `bucket.` before the endpoint's host is also the name of a bucket,
    /// so whoever holds a link for such a host reaches the bucket of that name. Call this if such hosts mean something else
    /// at your server, or nothing.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::{Unverified, Verifier, VerifyError};
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// let endpoint = Endpoint::custom("https://s3.example.com", "us-east-1")?;
    /// # let bucket = endpoint.clone().virtual_hosted().bucket("attachments")?;
    /// # let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let link = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?.get("a")?.presign();
    /// # let key = signer.verifying_key();
    /// let verifier = Verifier::new(endpoint, |_: &str| Some(&key))?.path_style_only();
    ///
    /// // A link that is signed for https://attachments.s3.example.com/a.
    /// # let target = link.url().strip_prefix("https://attachments.s3.example.com").unwrap();
    /// let headers = [("host", "attachments.s3.example.com")];
    /// let request = Unverified::parse("GET", "attachments.s3.example.com", target, headers)?;
    /// assert_eq!(request.verify(&verifier, 1_700_000_000).unwrap_err(), VerifyError::HostMismatch);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path_style_only(self) -> Self {
        Self { believes_virtual_hosts: false, ..self }
    }

    /// Lets a header pass that the infrastructure before this server adds to every request, although nobody signed it. Call
    /// it once for each header. Without it, an unsigned header that begins with `x-amz-` is [`VerifyError::UnsignedHeader`],
    /// as at S3.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::{Endpoint, verify::{VerifyingKey}};
    /// use presigner::verify::{InfrastructureHeader, Verifier};
    ///
    /// // Behind CloudFront.
    /// let verifier = Verifier::new(Endpoint::gcs(), |_: &str| None::<VerifyingKey>)?
    ///     .behind(InfrastructureHeader::CloudFrontId);
    /// # let _ = verifier;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn behind(self, header: InfrastructureHeader) -> Self {
        Self { infrastructure: self.infrastructure.with(header), ..self }
    }

    /// How far the date of a URL may lie in the future, because clocks differ: 15 minutes by default. This never makes a URL
    /// valid for longer.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::{Endpoint, verify::{Verifier, VerifyingKey}};
    /// let verifier = Verifier::new(Endpoint::gcs(), |_: &str| None::<VerifyingKey>)?.with_skew(Duration::from_secs(60));
    /// # let _ = verifier;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn with_skew(self, skew: Duration) -> Self {
        Self { skew: i64::try_from(skew.as_secs()).unwrap_or(i64::MAX), ..self }
    }
}

impl<L> fmt::Debug for Verifier<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("endpoint", &self.endpoint).field("skew", &self.skew).finish_non_exhaustive()
    }
}

impl Unverified<'_> {
    /// Checks the signature, the session token and the time, in this order. With Signature Version 4A, the time that the URL
    /// itself claims comes first: a link that has expired costs no check of its signature then.
    ///
    /// A verified request is what the signer allowed: this method on this object with these parameters and signed headers,
    /// until it expires, any number of times. It says nothing about unsigned headers, and about the body only what
    /// [`Verified::body`] returns.
    ///
    /// # Errors
    ///
    /// A [`VerifyError`].
    pub fn verify<L, I, K>(&self, verifier: &Verifier<L>, now: impl Into<UnixTime>) -> Result<Verified<'_>, VerifyError>
    where
        L: Fn(&str) -> I,
        I: IntoIterator<Item = K>,
        K: Borrow<VerifyingKey>,
    {
        let now = now.into().seconds();
        let endpoint = &verifier.endpoint;
        if self.target.signature.algorithm() != endpoint.algorithm {
            return Err(VerifyError::UnsupportedAlgorithm);
        }
        if !equal(self.region(), endpoint.region()) || !equal(self.service(), endpoint.service()) {
            return Err(VerifyError::ScopeMismatch);
        }
        if self.target.lifetime > endpoint.max_lifetime {
            return Err(VerifyError::InvalidLifetime);
        }
        if !verifier.infrastructure.contain(self.headers.infrastructure()) {
            return Err(VerifyError::UnsignedHeader);
        }
        let host = canonical_host(self.authority, endpoint.origin.scheme);
        let (bucket, key) = verifier.object(&host, &self.target.path)?;
        if endpoint.algorithm == Algorithm::Ecdsa {
            // To check a signature costs hundreds of times as much as all the rest.
            self.check_time(verifier, now, None)?;
        }
        let is_plain = self.target.signed_headers == "host" && self.payload_hash == UNSIGNED_PAYLOAD;
        let ready_rest = (is_plain && host == verifier.authority).then_some(&*verifier.canonical_rest);
        let hash = self.canonical_hash(&host, ready_rest);

        let Target { date, amz_date, signature, token, .. } = &self.target;
        let claim = Claim {
            access_key_id: self.access_key_id(),
            region: self.region(),
            service: self.service(),
            date: *date,
            amz_date,
            signature: match signature {
                Signature::Hmac(digits) => ClaimedSignature::Hmac(digits),
                #[cfg(feature = "sigv4a")]
                Signature::Ecdsa(digits) => ClaimedSignature::Ecdsa {
                    signature: ReceivedSignature::parse(digits).ok_or(VerifyError::InvalidSignature)?,
                    hash: Sha256::digest(self.string_to_sign(endpoint, &hash)).into(),
                },
                #[cfg(not(feature = "sigv4a"))]
                Signature::Ecdsa(_) => return Err(VerifyError::UnsupportedAlgorithm),
            },
            token: token.as_ref(),
        };
        let credentials_expire = verifier.check_signature(&claim, now, |string_to_sign, key| {
            string_to_sign.finish(&string_to_sign.begin(&key, *amz_date), &hash)
        })?;
        self.check_time(verifier, now, credentials_expire)?;
        let expires_at = credentials_expire.map_or(self.target.expires_at, |expiry| expiry.min(self.target.expires_at));
        Ok(Verified::new(self, bucket, key, expires_at))
    }

    fn check_time<L>(
        &self,
        verifier: &Verifier<L>,
        now: i64,
        credentials_expire: Option<Timestamp>,
    ) -> Result<(), VerifyError> {
        if now >= self.target.expires_at.unix() {
            return Err(VerifyError::Expired);
        }
        verifier.check_time(now, self.target.date, credentials_expire)
    }

    /// The canonical request and the string to sign against which a signature of this request is checked at `endpoint`.
    /// Compared with [`Request::explain`](crate::Request::explain), they show what arrived differently from what was signed;
    /// with feature `diagnose`, `Diagnosis::between` compares them.
    ///
    /// Region and service are those of the endpoint. The session token and an SSE-C key are replaced by their length.
    ///
    /// # Example
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use presigner::verify::Unverified;
    /// # use presigner::{Credentials, Endpoint, Signer, Validity};
    /// # let endpoint = Endpoint::custom("http://127.0.0.1:9000", "us-east-1")?;
    /// # let signer = Signer::new(endpoint.bucket("attachments")?, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    /// # let presigner = signer.at(Validity::new(1_700_000_000, Duration::from_secs(60))?)?;
    /// let request = presigner.get("report.pdf")?;
    /// let link = request.presign();
    ///
    /// // What a server receives.
    /// let target = link.url().strip_prefix("http://127.0.0.1:9000").unwrap();
    /// let headers = [("host", "127.0.0.1:9000")];
    /// let received = Unverified::parse("GET", "127.0.0.1:9000", target, headers)?;
    /// assert_eq!(received.explain(&endpoint), request.explain());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, endpoint: &Endpoint) -> Explanation {
        let host = canonical_host(self.authority, endpoint.origin.scheme);
        let mut canonical_request = Vec::new();
        self.write_canonical(&host, None, |piece| canonical_request.extend_from_slice(piece));

        let string_to_sign = self.string_to_sign(endpoint, &self.canonical_hash(&host, None));
        Explanation::new(&String::from_utf8_lossy(&canonical_request), string_to_sign)
    }

    fn string_to_sign(&self, endpoint: &Endpoint, hash: &HexDigest) -> String {
        let (region, service) = (endpoint.region(), endpoint.service());
        string_to_sign::head(endpoint.algorithm, &self.target.amz_date, region, service) + hash.as_str()
    }

    fn canonical_hash(&self, host: &str, ready_rest: Option<&str>) -> HexDigest {
        let mut hash = Sha256::new();
        self.write_canonical(host, ready_rest, |piece| hash.update(piece));
        HexDigest::new(&hash.finalize().into())
    }

    /// Writes the canonical request piece by piece. In bytes: the value of a header need not be text.
    fn write_canonical(&self, host: &str, ready_rest: Option<&str>, mut sink: impl FnMut(&[u8])) {
        let target = &self.target;
        sink(self.method.as_bytes());
        sink(b"\n");
        sink(target.path.as_bytes());
        sink(b"\n");
        target.query.write_canonical(&mut sink);
        if let Some(rest) = ready_rest {
            return sink(rest.as_bytes());
        }
        sink(b"\n");
        let mut values = self.signed_headers();
        for name in target.signed_header_names() {
            sink(name.as_bytes());
            sink(b":");
            if name == "host" {
                sink(host.as_bytes());
            } else {
                let (_, value) = values.next().unwrap_or_default();
                let words = value.split(|byte| matches!(byte, b' ' | b'\t'));
                let mut separator: &[u8] = b"";
                for word in words.filter(|word| !word.is_empty()) {
                    sink(separator);
                    sink(word);
                    separator = b" ";
                }
            }
            sink(b"\n");
        }
        sink(b"\n");
        sink(target.signed_headers.as_bytes());
        sink(b"\n");
        sink(self.payload_hash.as_bytes());
    }
}

/// Who claims to have signed when, and with which signature: what links and forms have in common.
pub(super) struct Claim<'c> {
    pub(super) access_key_id: &'c str,
    pub(super) region: &'c str,
    pub(super) service: &'c str,
    pub(super) date: Timestamp,
    pub(super) amz_date: &'c AmzDate,
    pub(super) signature: ClaimedSignature<'c>,
    pub(super) token: Option<&'c Token<'c>>,
}

pub(super) enum ClaimedSignature<'c> {
    /// In hex.
    Hmac(&'c [u8; HexDigest::LEN]),
    /// And the hash of the string to sign.
    #[cfg(feature = "sigv4a")]
    Ecdsa { signature: ReceivedSignature, hash: [u8; 32] },
}

impl Claim<'_> {
    fn is_signed_by(
        &self,
        identity: &Identity,
        now: i64,
        skew: i64,
        sign: impl Fn(&StringToSign, SigningKey) -> HexDigest,
    ) -> bool {
        let (_, region, service) = identity.scope();
        if !equal(self.region, region) || !equal(self.service, service) {
            return false;
        }
        match (identity.version(), &self.signature) {
            (SignatureVersion::Four(string_to_sign), ClaimedSignature::Hmac(digits)) => {
                // Only a day that can be in use may displace a kept key: the date is the sender's choice.
                let age = now.saturating_sub(self.date.unix());
                let key = if (-skew..=i64::from(MAX_LIFETIME)).contains(&age) {
                    identity.signing_key(self.date, self.amz_date)
                } else {
                    identity.derive_signing_key(self.amz_date)
                };
                let expected = sign(string_to_sign, key);
                equal_in_constant_time(expected.as_bytes(), *digits).into()
            }
            #[cfg(feature = "sigv4a")]
            (SignatureVersion::FourA(version_4a), ClaimedSignature::Ecdsa { signature, hash }) => {
                version_4a.has_signed(hash, signature)
            }
            #[cfg(feature = "sigv4a")]
            _ => false,
        }
    }

    /// Whether the token is the one that belongs to the credentials, or neither has one.
    fn has_token_of(&self, identity: &Identity) -> bool {
        match (self.token, identity.credentials().token()) {
            (None, None) => true,
            (Some(received), Some((parameter, text))) => {
                let expected = if received.is_encoded { identity.encoded_token(parameter) } else { Some(text) };
                // Where a service has its token behind the signature, none is signed.
                let Some(expected) = expected else { return false };
                let same_parameter = Choice::from(u8::from(received.parameter == parameter));
                (equal_in_constant_time(received.text.as_bytes(), expected.as_bytes()) & same_parameter).into()
            }
            _ => false,
        }
    }
}

impl<L> Verifier<L> {
    /// Checks the signature, which `sign` makes with the key of an identity, then the token. Returns when the credentials end.
    pub(super) fn check_signature<I, K>(
        &self,
        claim: &Claim<'_>,
        now: i64,
        sign: impl Fn(&StringToSign, SigningKey) -> HexDigest,
    ) -> Result<Option<Timestamp>, VerifyError>
    where
        L: Fn(&str) -> I,
        I: IntoIterator<Item = K>,
        K: Borrow<VerifyingKey>,
    {
        let mut count = 0;
        // The best of those that signed: its token matches, and it has no end or the latest.
        let mut signed_by = None;
        for candidate in (self.lookup)(claim.access_key_id) {
            count += 1;
            if count > VerifyingKey::MAX_PER_ID {
                return Err(VerifyError::TooManyKeys);
            }
            let VerifyingKey(identity) = candidate.borrow();
            let is_signed = claim.is_signed_by(identity, now, self.skew, &sign);
            let expiry = identity.credentials().expiry();
            let found = (claim.has_token_of(identity), expiry.is_none(), expiry);
            if is_signed {
                signed_by = signed_by.max(Some(found));
            }
        }
        if count == 0 {
            claim.is_signed_by(&self.nobody.0, now, self.skew, &sign);
            return Err(VerifyError::UnknownAccessKeyId);
        }
        let (token_matches, _, credentials_expire) = signed_by.ok_or(VerifyError::SignatureMismatch)?;
        if token_matches { Ok(credentials_expire) } else { Err(VerifyError::SessionTokenMismatch) }
    }

    /// Checks what does not depend on the lifetime that was asked for.
    pub(super) fn check_time(
        &self,
        now: i64,
        date: Timestamp,
        credentials_expire: Option<Timestamp>,
    ) -> Result<(), VerifyError> {
        if credentials_expire.is_some_and(|expiry| now >= expiry.unix()) {
            return Err(VerifyError::CredentialsExpired);
        }
        if date.unix().saturating_sub(now) > self.skew { Err(VerifyError::NotYetValid) } else { Ok(()) }
    }
}

/// Whether two texts are equal, in a time that says only how long they are. By blocks of four words: byte by byte it takes as
/// long as SHA-256.
fn equal_in_constant_time(left: &[u8], right: &[u8]) -> Choice {
    let ((left_blocks, left_rest), (right_blocks, right_rest)) = (left.as_chunks::<32>(), right.as_chunks::<32>());
    let same_length = Choice::from(u8::from(left.len() == right.len()));
    left_blocks.iter().zip(right_blocks).fold(same_length & left_rest.ct_eq(right_rest), |all, (left, right)| {
        let words = left.as_chunks().0.iter().zip(right.as_chunks().0);
        let difference = words
            .fold(0, |difference, (left, right)| difference | (u64::from_ne_bytes(*left) ^ u64::from_ne_bytes(*right)));
        all & difference.ct_eq(&0)
    })
}

/// The host as it is signed: lower case, without the default port of the scheme.
pub(super) fn canonical_host(authority: &str, scheme: Scheme) -> Cow<'_, str> {
    let without_port = match scheme {
        Scheme::Http | Scheme::Ws => authority.strip_suffix(":80"),
        Scheme::Https | Scheme::Wss => authority.strip_suffix(":443"),
    };
    let host = without_port.unwrap_or(authority);
    // All bytes, without a way out before the end: that the compiler can do many bytes at a time.
    if host.bytes().fold(false, |found, byte| found | byte.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    }
}

impl<L> Verifier<L> {
    /// Bucket and key, both decoded: from the host where the bucket is part of it, else from the path.
    pub(super) fn object<'r>(&self, host: &str, path: &'r str) -> Result<(Cow<'r, str>, Cow<'r, str>), VerifyError> {
        let endpoint = &self.endpoint;
        let path = Some(path)
            .filter(|_| endpoint.base_path.is_empty())
            .or_else(|| path.strip_prefix(&*endpoint.base_path))
            .and_then(|path| if path.is_empty() { Some("") } else { path.strip_prefix('/') })
            .ok_or(VerifyError::InvalidTarget)?;
        if endpoint.style == AddressingStyle::CustomDomain {
            // Which bucket it is, the caller knows, who has this domain.
            let is_here = equal(host, &self.authority);
            return if is_here {
                Ok((Cow::Borrowed(""), decode_canonical(path)))
            } else {
                Err(VerifyError::HostMismatch)
            };
        }
        if *host == *self.authority {
            let slash = path.bytes().position(|byte| byte == b'/').unwrap_or(path.len());
            let (bucket, key) = path.split_at_checked(slash).unwrap_or((path, ""));
            let key = key.strip_prefix('/').unwrap_or_default();
            return Ok((decode_canonical(bucket), decode_canonical(key)));
        }
        match host.strip_suffix(&*self.authority).and_then(|bucket| bucket.strip_suffix('.')) {
            Some(bucket) if !bucket.is_empty() && self.believes_virtual_hosts => {
                Ok((Cow::Owned(String::from(bucket)), decode_canonical(path)))
            }
            _ => Err(VerifyError::HostMismatch),
        }
    }
}
