//! The words of Signature Version 4, each once ([query string authentication]).
//!
//! [query string authentication]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

/// The algorithm that signs.
pub(crate) const AWS4_HMAC_SHA256: &str = "AWS4-HMAC-SHA256";

/// The algorithm that signs for several regions at once.
pub(crate) const AWS4_ECDSA_P256_SHA256: &str = "AWS4-ECDSA-P256-SHA256";

/// What signs a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// Signature Version 4, for one region.
    Hmac,
    /// Signature Version 4A, for a set of regions. With feature `sigv4a` it signs; what it has signed is read without it as well.
    #[cfg_attr(not(any(feature = "sigv4a", feature = "verify")), allow(dead_code, reason = "then nothing has it"))]
    Ecdsa,
}

impl Algorithm {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hmac => AWS4_HMAC_SHA256,
            Self::Ecdsa => AWS4_ECDSA_P256_SHA256,
        }
    }

    #[cfg(feature = "verify")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Hmac, Self::Ecdsa].into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// The most digits that a signature has: two numbers of up to 33 bytes, as DER in hex, which is what ECDSA makes.
#[cfg(any(feature = "sigv4a", feature = "verify"))]
pub(crate) const MAX_SIGNATURE_LEN: usize = 2 * (2 + 2 * (2 + 33));

/// How each credential scope ends.
pub(crate) const AWS4_REQUEST: &str = "aws4_request";

/// The hash of a body that is not signed, which is how S3 signs every presigned URL.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The SHA-256 of an empty body, which is what a URL of another service than S3 is opened with.
pub(crate) const EMPTY_PAYLOAD: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The maximum value of `X-Amz-Expires`, in seconds: seven days.
pub(crate) const MAX_LIFETIME: u32 = 604_800;

/// The most digits that a value of `X-Amz-Expires` has.
pub(crate) const MAX_LIFETIME_DIGITS: usize = 6;

const _: () = assert!(
    MAX_LIFETIME.ilog10() as usize + 1 == MAX_LIFETIME_DIGITS,
    "`MAX_LIFETIME_DIGITS` is the room for `X-Amz-Expires` in every URL: it has to be the digits of `MAX_LIFETIME`"
);

/// Longest region and service, in bytes. No provider comes near it, and it bounds the string to sign.
pub(crate) const MAX_SCOPE_PART: usize = 64;

/// How the names of the signature's parameters begin, and in other cases those of Amazon's headers.
pub(crate) const X_AMZ: &str = "X-Amz-";

/// A parameter of the signature.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    /// As a query has it behind another one: `&name=`.
    pub(crate) prefix: &'static str,
    /// As the field of a form, or as a header.
    pub(crate) lower_case: &'static str,
}

macro_rules! parameters {
    ($($constant:ident = $name:literal, $lower_case:literal;)*) => {
        $(pub(crate) const $constant: Parameter =
            Parameter { name: $name, prefix: concat!("&", $name, "="), lower_case: $lower_case };)*

        /// All of them.
        pub(crate) const PARAMETERS: [Parameter; [$($name),*].len()] = [$($constant),*];
    };
}

parameters! {
    ALGORITHM = "X-Amz-Algorithm", "x-amz-algorithm";
    CONTENT_SHA256 = "X-Amz-Content-Sha256", "x-amz-content-sha256";
    CREDENTIAL = "X-Amz-Credential", "x-amz-credential";
    DATE = "X-Amz-Date", "x-amz-date";
    EXPIRES = "X-Amz-Expires", "x-amz-expires";
    REGION_SET = "X-Amz-Region-Set", "x-amz-region-set";
    S3SESSION_TOKEN = "X-Amz-S3session-Token", "x-amz-s3session-token";
    SECURITY_TOKEN = "X-Amz-Security-Token", "x-amz-security-token";
    SIGNATURE = "X-Amz-Signature", "x-amz-signature";
    SIGNED_HEADERS = "X-Amz-SignedHeaders", "x-amz-signedheaders";
}

/// Which parameter carries the session token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenParameter {
    /// That of temporary credentials (STS).
    SecurityToken,
    /// That of an S3 Express session (`CreateSession`).
    S3SessionToken,
}

impl TokenParameter {
    pub(crate) const fn parameter(self) -> Parameter {
        match self {
            Self::SecurityToken => SECURITY_TOKEN,
            Self::S3SessionToken => S3SESSION_TOKEN,
        }
    }
}

/// The customer's encryption key travels in it.
pub(crate) const SSE_CUSTOMER_KEY: &str = "x-amz-server-side-encryption-customer-key";
/// Says that the key is one that the customer brings, and how it is used.
pub(crate) const SSE_CUSTOMER_ALGORITHM: &str = "x-amz-server-side-encryption-customer-algorithm";
pub(crate) const SSE_CUSTOMER_KEY_MD5: &str = "x-amz-server-side-encryption-customer-key-md5";
const SSE_COPY_SOURCE_CUSTOMER_KEY: &str = "x-amz-copy-source-server-side-encryption-customer-key";

/// Where the object comes from that an operation copies.
pub(crate) const COPY_SOURCE: &str = "x-amz-copy-source";

/// How the headers of an object's metadata begin.
pub(crate) const METADATA: &str = "x-amz-meta-";

/// What a store replaces by the name of the file in a form ([form fields], `key`).
///
/// [form fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
#[cfg(feature = "post")]
pub(crate) const FILE_NAME: &str = "${filename}";

/// The maximum length of all that comes before the file in the body of a form, in bytes ([form fields]).
///
/// [form fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
#[cfg(feature = "post")]
pub(crate) const MAX_BEFORE_FILE: usize = 20_480;

/// The maximum size of an object that is uploaded at once: 5 GiB ([uploading objects]).
///
/// [uploading objects]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
#[cfg(feature = "post")]
pub(crate) const MAX_SIZE: u64 = 5 << 30;

/// Headers and parameters whose values let their reader act as somebody else: tokens, signatures, encryption keys. No
/// explanation shows them.
pub(crate) const SECRETS: [&str; 7] = [
    "authorization",
    S3SESSION_TOKEN.lower_case,
    SECURITY_TOKEN.lower_case,
    SIGNATURE.lower_case,
    SSE_CUSTOMER_KEY,
    SSE_COPY_SOURCE_CUSTOMER_KEY,
    // The same on Google Cloud Storage.
    "x-goog-encryption-key",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_alike() {
        for Parameter { name, lower_case, .. } in PARAMETERS {
            assert!(name.starts_with(X_AMZ) && name.eq_ignore_ascii_case(lower_case));
            assert_eq!(lower_case, lower_case.to_ascii_lowercase());
        }
    }
}
