//! The end of the line: the URL, and what its user must know.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

use hex::ToHex;
use sha2::{Digest, Sha256};
use url::Url;

use crate::encode::{self, Output, PATH, QUERY};
use crate::endpoint::service::SigningFamily;
use crate::impossible::impossible;
use crate::protocol::SIGNATURE;
use crate::request::Request;
use crate::request::method::Method;
use crate::signature::canonical_hash::CanonicalBlocks;
use crate::signature::canonical_headers;
use crate::signature::canonical_request;
use crate::signature::hex::HexDigest;
use crate::validity::unix_time::UnixTime;
use crate::validity::{EarlyExpiry, Validity};

impl Request<'_> {
    /// Signs the request, and returns the URL with its headers and its expiry.
    ///
    /// It allocates once, for the result.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("report.pdf")?.presign();
    /// assert!(link.url().starts_with("https://attachments.s3.eu-central-1.amazonaws.com/report.pdf?X-Amz-Algorithm="));
    /// assert_eq!(link.expires_at(), presigner.expires_at());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn presign(&self) -> Presigned {
        let mut text = String::new();
        self.append_to(&mut text, self.headers.len());
        let url_len = text.len();
        self.headers.lines().for_each(|line| text.push_str(line));
        Presigned {
            text,
            url_len,
            method: self.method,
            validity: self.presigner.validity(),
            cap: self.presigner.early_expiry(),
        }
    }

    /// Signs, and appends the URL to `url`. For loops: it allocates nothing while the buffer has room. A signature takes 64 bytes.
    /// With Signature Version 4A the buffer needs room for 144, because its signatures differ in length.
    ///
    /// The client must send [`headers`](Self::headers) with it, where there are any.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let mut manifest = String::with_capacity(4096);
    /// for key in ["a.png", "b.png"] {
    ///     presigner.get(key)?.presign_into(&mut manifest);
    ///     manifest.push('\n');
    /// }
    /// assert_eq!(manifest.lines().count(), 2);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn presign_into(&self, url: &mut String) {
        self.append_to(url, 0);
    }

    /// Appends the URL, with room for `behind` more bytes.
    fn append_to(&self, url: &mut String, behind: usize) {
        let tail = SIGNATURE.prefix.len() + self.presigner.identity().max_signature_len() + behind;
        // Each of the two also appends the URL as far as it is signed. What will hardly have room in the blocks does not try.
        let try_blocks = self.min_len_to_signature() <= self.presigner.max_len_in_blocks();
        let in_blocks = if try_blocks { self.hash_in_blocks(url, tail) } else { None };
        let hash = in_blocks.unwrap_or_else(|| self.hash_in_place(url, tail));
        url.push_str(SIGNATURE.prefix);
        self.presigner.append_signature(url, &hash);
        if !try_blocks {
            url.push_str(self.presigner.behind_signature());
        }
    }

    /// Hashes the canonical request, and appends what the URL has before its signature, with room for `tail` more bytes.
    /// `None`, and nothing appended, if the request is too long for it.
    #[inline]
    fn hash_in_blocks(&self, url: &mut String, tail: usize) -> Option<HexDigest> {
        let mut request = CanonicalBlocks::new();
        request.append(self.method.as_str());
        request.append("\n");
        let path_start = request.len();
        self.write_path(&mut request);
        let path_end = request.len();
        request.append("\n");
        let query_start = request.len();
        self.write_query_to_authentication(&mut request);
        request.hash_whole_blocks();
        self.parameters.write_after(&mut request);
        let query_end = request.len();
        self.write_rest(&mut request);
        request.hash_rest()?;
        // The URL between the hash and its digits: the hash leaves most of the processor idle, and the digits wait for it.
        let (start, replaced) = self.presigner.url_root().client_start(self.key.is_some());
        let path_start = path_start + replaced;
        url.reserve(start.len() + query_end - path_start + tail);
        url.push_str(start);
        url.push_str(request.text(path_start..path_end));
        url.push('?');
        url.push_str(request.text(query_start..query_end));
        Some(request.digest())
    }

    /// The same for a long request, which is hashed from the URL, and for every one to a service outside S3.
    #[cold]
    fn hash_in_place(&self, url: &mut String, tail: usize) -> HexDigest {
        let tail = tail + self.presigner.behind_signature().len();
        // At once, where the room can't be enough; all that the URL might take could be more than it does.
        if url.capacity() - url.len() < self.min_len_to_signature() {
            url.reserve(self.max_len_to_signature() + tail);
        }
        let root = self.presigner.url_root();
        let (start, replaced) = root.client_start(self.key.is_some());
        url.push_str(start);
        let path_start = url.len();
        if replaced == 0 {
            self.write_path(url);
        } else if let Some(key) = self.key {
            PATH.push_mostly_plain(url, key);
        }
        let path_end = url.len();
        url.push('?');
        let query_start = url.len();
        self.write_query(url);
        let part = |range: Range<usize>| url.get(range).unwrap_or_else(|| impossible("just written"));
        let mut hash = Sha256::new();
        hash.append(self.method.as_str());
        hash.append("\n");
        // Only buckets have a start that is signed otherwise, and their paths are signed as they are.
        hash.append(root.path().get(..replaced).unwrap_or_else(|| impossible("a part of the path")));
        self.presigner.canonical_path().write(&mut hash, part(path_start..path_end));
        hash.append("\n");
        hash.append(part(query_start..url.len()));
        self.write_rest(&mut hash);
        HexDigest::new(&hash.finalize().into())
    }

    /// The canonical request as a text: what the others hash.
    pub(crate) fn canonical_request(&self) -> String {
        let mut text = String::new();
        text.push_str(self.method.as_str());
        text.push('\n');
        let mut path = String::new();
        self.write_path(&mut path);
        self.presigner.canonical_path().write(&mut text, &path);
        text.push('\n');
        self.write_query(&mut text);
        self.write_rest(&mut text);
        text
    }

    #[inline]
    fn write_path(&self, out: &mut impl Output) {
        let root = self.presigner.url_root();
        match self.key {
            Some(key) => {
                out.append(root.path());
                PATH.push_mostly_plain(out, key);
            }
            None => out.append(root.bare_path()),
        }
    }

    /// All of the query but the signature.
    fn write_query(&self, out: &mut impl Output) {
        match self.presigner.signing_family() {
            SigningFamily::S3 => {
                self.write_query_to_authentication(out);
                self.parameters.write_after(out);
            }
            SigningFamily::Other => {
                let mut authentication = String::new();
                self.write_authentication(&mut authentication);
                self.parameters.write_among(&authentication, out);
            }
        }
    }

    /// The query to the end of `X-Amz-SignedHeaders`. The parameters of the signature stand together: at S3 no other name begins
    /// with `X-Amz-`.
    #[inline]
    fn write_query_to_authentication(&self, out: &mut impl Output) {
        self.parameters.write_before(out);
        self.write_authentication(out);
    }

    /// `X-Amz-Algorithm` to `X-Amz-SignedHeaders`.
    #[inline]
    fn write_authentication(&self, out: &mut impl Output) {
        self.presigner.write_authentication(out);
        if self.headers.is_empty() {
            out.append("host");
        } else {
            let mut separator = "";
            for name in self.headers.names() {
                out.append(separator);
                QUERY.push_mostly_plain(out, name);
                separator = "%3B";
            }
        }
    }

    /// What follows the query in the canonical request.
    #[inline]
    fn write_rest(&self, out: &mut impl Output) {
        let root = self.presigner.url_root();
        match self.payload_hash {
            None if self.headers.is_empty() => out.append(&root.canonical_rest),
            payload_hash => {
                let payload_hash = payload_hash.or_else(|| self.payload_hash_header()).unwrap_or(root.payload_hash);
                canonical_request::append_rest(out, &self.headers, root.host(), payload_hash);
            }
        }
    }

    /// How long the URL gets before its signature at the least, in bytes, as far as that is known without a look at the parameters.
    #[inline]
    fn min_len_to_signature(&self) -> usize {
        self.presigner.fixed_len() + self.key.map_or(0, str::len)
    }

    /// The same at the most.
    #[cold]
    fn max_len_to_signature(&self) -> usize {
        let header_names = if self.headers.is_empty() {
            "host".len()
        } else {
            self.headers.names().map(|name| "%3B".len() + encode::encoded_len(name)).sum()
        };
        self.presigner.fixed_len()
            + self.key.map_or(0, encode::encoded_len)
            + "?".len()
            + self.parameters.max_len()
            + header_names
    }
}

/// A presigned URL, the headers that its user must send, and the moment at which it expires.
///
/// The URL is a bearer credential: whoever has it can use it until it expires. So `Debug` does not show it, and you have to
/// ask for it with [`url`](Self::url). For logs there is [`fingerprint`](Self::fingerprint).
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use presigner::{Credentials, Endpoint, Signer, Validity};
///
/// let bucket = Endpoint::aws("eu-central-1")?.bucket("attachments")?;
/// let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
/// let link = signer
///     .at(Validity::new(1_700_000_000, Duration::from_secs(3600))?)?
///     .get("report.pdf")?
///     .presign();
///
/// assert_eq!(link.expires_at().seconds(), 1_700_003_600);
/// println!("issued {}", link.fingerprint());
/// let url: String = link.into_url();
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct Presigned {
    /// The URL, and behind it the canonical lines of the headers: one allocation for both.
    text: String,
    url_len: usize,
    method: Method,
    validity: Validity,
    cap: Option<EarlyExpiry>,
}

impl Presigned {
    /// The URL.
    pub fn url(&self) -> &str {
        self.text.get(..self.url_len).unwrap_or_else(|| impossible("the URL is the start of the text"))
    }

    /// The URL, without a copy.
    #[must_use]
    pub fn into_url(mut self) -> String {
        self.text.truncate(self.url_len);
        self.text
    }

    /// The URL as the type of the `url` crate. Its text is the signed one, byte by byte.
    ///
    /// # Errors
    ///
    /// None for a URL made here: each one parses, and its parsed form is the same text.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("a b.pdf")?.presign();
    /// assert_eq!(link.to_url()?.path(), "/a%20b.pdf");
    /// assert_eq!(link.to_url()?.as_str(), link.url());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_url(&self) -> Result<Url, url::ParseError> {
        Url::parse(self.url())
    }

    /// The method that the link works with.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The headers that the client must send, beside `host`: name in lower case, value as it was signed.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.text.get(self.url_len..).unwrap_or_else(|| impossible("the headers follow the URL"));
        lines.lines().filter_map(canonical_headers::pair)
    }

    /// The first second at which the link has expired, by the store's clock: `X-Amz-Date` + `X-Amz-Expires`.
    pub fn expires_at(&self) -> UnixTime {
        self.validity.expires_at()
    }

    /// Whether and why the link expires earlier than you asked for.
    pub fn early_expiry(&self) -> Option<EarlyExpiry> {
        self.cap
    }

    /// A name for the link in logs and audits: the first 16 hex digits of the SHA-256 of its signature (the hex digits after
    /// `X-Amz-Signature=`). It tells links apart, can be computed from a URL in a store's access log, and reveals nothing.
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// let link = presigner.get("report.pdf")?.presign();
    /// assert_eq!(link.fingerprint().len(), 16);
    /// assert!(!link.url().contains(&link.fingerprint()));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    pub fn fingerprint(&self) -> String {
        let (_, end) =
            self.url().rsplit_once(SIGNATURE.prefix).unwrap_or_else(|| impossible("a URL has its signature"));
        // A token may be behind it.
        let signature = end.split_once('&').map_or(end, |(signature, _)| signature);
        fingerprint(signature)
    }
}

/// The name of a signature, in hex, for logs.
pub(crate) fn fingerprint(signature: &str) -> String {
    let mut digits: String = Sha256::digest(signature).encode_hex();
    digits.truncate(16);
    digits
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned")
            .field("fingerprint", &self.fingerprint())
            .field("method", &self.method)
            .field("expires_at", &self.expires_at())
            .field("cap", &self.cap)
            .field("headers", &self.headers().count())
            .finish_non_exhaustive()
    }
}
