//! Why a presigned URL is refused, as S3 would answer.

use crate::verify::limits;

/// Why a request with a presigned URL, or a presigned form, is refused.
///
/// [`code`](Self::code) and [`status`](Self::status) are those of S3, for a server that answers as S3 does. No refusal
/// contains anything of the request, and none says what the right signature would have been.
///
/// # Example
///
/// ```
/// use presigner::verify::VerifyError;
///
/// let refusal = VerifyError::SignatureMismatch;
/// assert_eq!((refusal.status(), refusal.code()), (403, "SignatureDoesNotMatch"));
/// assert_eq!(refusal.to_string(), "the signature is not the one of this request");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The target, the number of parameters or the number of headers is over its limit.
    #[error("the request is over a size limit")]
    TooLarge,
    /// The target is not a path with a query, or contains something that no URL may: raw spaces or control characters, broken
    /// escapes, bytes that are not UTF-8, a `.` or `..` segment, a parameter without a name.
    #[error("the target is not a valid path and query")]
    InvalidTarget,
    /// [`Inspection::parse`](crate::verify::Inspection::parse) got something that is not an absolute http or https URL.
    #[error("the URL is not an absolute http or https URL with a host and without a user name")]
    InvalidUrl,
    /// The method is not an RFC 9110 token.
    #[error("the method is not a token")]
    InvalidMethod,
    /// A parameter of the signature is missing.
    #[error("a parameter of the signature is missing")]
    MissingParameter,
    /// A parameter of the signature occurs twice, or in another letter case than its own.
    #[error("a parameter of the signature occurs twice, or in another letter case")]
    AmbiguousParameter,
    /// `X-Amz-Algorithm` is not that of the endpoint: `AWS4-HMAC-SHA256`, or with Signature Version 4A
    /// `AWS4-ECDSA-P256-SHA256`.
    #[error("the algorithm is not the one that the endpoint's requests are signed with")]
    UnsupportedAlgorithm,
    /// `X-Amz-Date` does not have the form `YYYYMMDD'T'HHMMSS'Z'`, or is not a date of the calendar.
    #[error("the date is not of the form 20130524T000000Z")]
    InvalidDate,
    /// `X-Amz-Expires` is not a whole number from 1 to the endpoint's maximum lifetime, at most 604,800.
    #[error("the lifetime is not a whole number of seconds within the limit")]
    InvalidLifetime,
    /// `X-Amz-Credential` is not an access key id and four more parts (three with Signature Version 4A), or does not end in
    /// `aws4_request`.
    #[error("the credential does not have the parts of a credential scope")]
    InvalidCredential,
    /// The date of the credential scope is not the day of `X-Amz-Date`.
    #[error("the date of the credential scope is not the day of X-Amz-Date")]
    ScopeDateMismatch,
    /// The region or the service of the credential scope is not the expected one.
    #[error("the region or service of the credential scope is not the expected one")]
    ScopeMismatch,
    /// `X-Amz-SignedHeaders` is not a sorted list of lower-case header names with `host` among them.
    #[error("the signed headers are not a sorted list of lower-case names with host among them")]
    InvalidSignedHeaders,
    /// A signed header is missing from the request or occurs twice. `host` is always signed.
    #[error("a signed header is missing or stands twice")]
    MissingSignedHeader,
    /// An `x-amz-*` header was sent but not signed, and is not one of the [exceptions](crate::verify).
    #[error("the request has an x-amz- header that is not signed")]
    UnsignedHeader,
    /// `X-Amz-Signature` is not 64 lower-case hex digits. With Signature Version 4A: it is not the DER of two numbers, in at most
    /// 144 lower-case hex digits, each number at least one and less than the order of P-256.
    #[error("the signature is not of the form that its algorithm gives it, in lower-case hex digits")]
    InvalidSignature,
    /// An `Authorization` header was sent beside the signature in the query.
    #[error("an Authorization header was sent beside a presigned URL")]
    TwoSignatures,
    /// The hash of the body has a form that a presigned URL can't have: `STREAMING-…`, or no hash at all.
    #[error("the payload hash is not one that a presigned URL can have")]
    InvalidPayloadHash,
    /// The authority is neither the endpoint's nor a bucket's below it, or the request names two hosts.
    #[error("the host is not the endpoint's")]
    HostMismatch,
    /// The request names no host, or more than one (RFC 9112, section 3.2). Only `Unverified::from_http`, feature `http`,
    /// returns it.
    #[error("the request names no host, or more than one")]
    AmbiguousHost,
    /// No secret is known for the access key id.
    #[error("the access key id is not known")]
    UnknownAccessKeyId,
    /// The lookup returned more keys for the access key id than
    /// [`VerifyingKey::MAX_PER_ID`](crate::verify::VerifyingKey::MAX_PER_ID). That is the server's mistake, not the sender's.
    #[error("more than {} keys are known for the access key id", limits::MAX_KEYS_PER_ID)]
    TooManyKeys,
    /// The signature is not the one of this request.
    #[error("the signature is not the one of this request")]
    SignatureMismatch,
    /// The session token is missing, is not the expected one, or was sent although none is expected.
    #[error("the session token is not the expected one")]
    SessionTokenMismatch,
    /// The URL has expired: now is its date plus its lifetime, or later.
    #[error("the URL has expired")]
    Expired,
    /// The credentials that signed it have expired.
    #[error("the credentials have expired")]
    CredentialsExpired,
    /// The date lies in the future, by more than the clocks may differ.
    #[error("the date lies in the future")]
    NotYetValid,
    /// A form is over its limits: its fields and the name of its file have more than 20,480 bytes, it has more than 100
    /// fields, or the values with `${filename}` would get longer than 8 KiB.
    #[error("the form before its file is over a size limit")]
    FormTooLarge,
    /// A signed form lacks one of its required fields: the key, the policy, or one of the four of the signature.
    #[error("a required field of the signed form is missing")]
    MissingField,
    /// A field of a form occurs twice (in any letter case), has no name, or is not UTF-8.
    #[error("a field of the form stands twice, has no name, or is not UTF-8")]
    InvalidField,
    /// The key of an upload is empty, over 1,024 bytes, or has a `.` or `..` segment.
    #[error("the key is empty, longer than 1024 bytes, or has a dot segment")]
    InvalidKey,
    /// The policy of a form is not the Base64 of a JSON object with an expiration and conditions, one of them about the
    /// bucket.
    #[error("the policy is not a policy document")]
    InvalidPolicy,
    /// The policy of a form has expired: now is its expiration or later, or it was signed longer ago than the endpoint's maximum
    /// lifetime.
    #[error("the policy has expired")]
    PolicyExpired,
    /// A field of a form does not meet a condition of its policy, or the condition is of an unknown kind.
    /// `UnverifiedPost::unmet_policy`, feature `post`, says which one.
    #[error("the form does not meet a condition of its policy")]
    UnmetPolicyCondition,
    /// A field of a form has no condition in its policy.
    #[error("a field of the form has no condition in its policy")]
    ExtraField,
    /// The file is smaller than the policy allows.
    #[error("the file is smaller than the policy allows")]
    FileTooSmall,
    /// The file is larger than the policy allows.
    #[error("the file is larger than the policy allows")]
    FileTooLarge,
}

impl VerifyError {
    /// S3's error code ([error responses]).
    ///
    /// [error responses]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::verify::VerifyError;
    /// assert_eq!(VerifyError::Expired.code(), "AccessDenied");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::InvalidTarget | Self::InvalidUrl => "InvalidURI",
            Self::InvalidMethod
            | Self::TwoSignatures
            | Self::InvalidPayloadHash
            | Self::HostMismatch
            | Self::AmbiguousHost => "InvalidRequest",
            Self::MissingParameter
            | Self::AmbiguousParameter
            | Self::UnsupportedAlgorithm
            | Self::InvalidDate
            | Self::InvalidLifetime
            | Self::InvalidCredential
            | Self::ScopeDateMismatch
            | Self::ScopeMismatch
            | Self::InvalidSignedHeaders
            | Self::InvalidSignature => "AuthorizationQueryParametersError",
            Self::MissingSignedHeader | Self::SignatureMismatch => "SignatureDoesNotMatch",
            Self::UnsignedHeader
            | Self::Expired
            | Self::NotYetValid
            | Self::PolicyExpired
            | Self::UnmetPolicyCondition
            | Self::ExtraField => "AccessDenied",
            Self::UnknownAccessKeyId => "InvalidAccessKeyId",
            Self::TooManyKeys => "InternalError",
            Self::SessionTokenMismatch => "InvalidToken",
            Self::CredentialsExpired => "ExpiredToken",
            Self::FormTooLarge => "MaxPostPreDataLengthExceededError",
            Self::MissingField | Self::InvalidField | Self::InvalidKey => "InvalidArgument",
            Self::InvalidPolicy => "InvalidPolicyDocument",
            Self::FileTooSmall => "EntityTooSmall",
            Self::FileTooLarge => "EntityTooLarge",
        }
    }

    /// The HTTP status that S3 answers with.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::verify::VerifyError;
    /// assert_eq!(VerifyError::Expired.status(), 403);
    /// ```
    pub fn status(&self) -> u16 {
        match self.code() {
            "SignatureDoesNotMatch" | "AccessDenied" | "InvalidAccessKeyId" => 403,
            "InternalError" => 500,
            _ => 400,
        }
    }
}
