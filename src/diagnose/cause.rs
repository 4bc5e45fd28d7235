//! What can cause a refusal.

use alloc::string::String;
use core::fmt;

use crate::diagnose::excerpt::excerpt;

/// Why a store refused a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// What the store checked is not what was signed. This is the first part that differs, in the order of the canonical
    /// request and then of the string to sign.
    #[non_exhaustive]
    Difference {
        /// What differs.
        part: Part,
        /// How it differs.
        change: Change,
    },
    /// The store checked exactly the text that was signed. So its secret is another one, it does not know the access key id,
    /// or the session token belongs to other credentials.
    WrongSecret,
    /// The signature does not match, and the response quotes nothing that could be compared.
    Unexplained,
    /// The store refused the link before it looked at the bucket, and does not say why.
    Refused,
    /// The link has expired.
    Expired,
    /// The date of the signature lies in the store's future.
    NotYetValid,
    /// The clocks of signer and store differ too much.
    ClockSkew,
    /// The session token has expired, and with it every link that it signed.
    CredentialsExpired,
    /// The store does not know the session token.
    InvalidToken,
    /// The store does not know the access key id.
    UnknownAccessKeyId,
    /// The store expects another region in the credential scope.
    #[non_exhaustive]
    OtherRegion {
        /// Which one, where the store says so.
        expected: Option<String>,
    },
    /// The store expects another service in the credential scope.
    #[non_exhaustive]
    OtherService {
        /// Which one, where the store says so.
        expected: Option<String>,
    },
    /// The bucket lies at another endpoint.
    #[non_exhaustive]
    Redirect {
        /// Which one, where the store says so.
        endpoint: Option<String>,
    },
    /// A parameter of the signature is missing, malformed or not allowed.
    #[non_exhaustive]
    Parameters {
        /// Which one, where the store names just one.
        named: Option<&'static str>,
    },
    /// The client sent `x-amz-*` headers that are not signed.
    #[non_exhaustive]
    UnsignedHeaders {
        /// Their names, where the store says so.
        names: Option<String>,
    },
    /// The client sent an `Authorization` header as well.
    TwoSignatures,
    /// The request is not allowed: the signer may not make it, or no signature arrived and it needs one.
    AccessDenied,
    /// The signature is right, but there is no such object.
    NoSuchKey,
    /// There is no such bucket.
    NoSuchBucket,
    /// The form has expired.
    FormExpired,
    /// The signature of a form does not match its policy.
    FormSignature,
    /// The store refused the form before it looked at the bucket, or says only that the policy is not met.
    FormRefused,
    /// The form has no file, or more than one, or something stands after it.
    NumberOfFiles,
    /// The body is not a form, or its fields before the file are over a size limit.
    MalformedForm,
    /// The file is smaller than the policy allows.
    FileTooSmall,
    /// The file is larger than the policy allows.
    FileTooLarge,
    /// The form is the one that was signed.
    SameForm,
    /// The code says nothing about the signature.
    Other,
}

/// A part of what is signed.
///
/// # Example
///
/// ```
/// use presigner::diagnose::Part;
///
/// assert_eq!(Part::Parameter("versionId".into()).to_string(), "the query parameter `versionId`");
/// assert_eq!(Part::Header("host".into()).to_string(), "the host");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The method.
    Method,
    /// The path.
    Path,
    /// One parameter of the query, by its name.
    Parameter(String),
    /// The query as a whole: the same parameters, written otherwise.
    Query,
    /// One signed header, by its name; `host` is one.
    Header(String),
    /// The list of signed headers.
    SignedHeaders,
    /// What the signature covers of the body.
    PayloadHash,
    /// The algorithm of the string to sign.
    Algorithm,
    /// The date of the string to sign.
    Date,
    /// The date of the credential scope.
    ScopeDate,
    /// The region of the credential scope.
    Region,
    /// The service of the credential scope.
    Service,
    /// The canonical request, known only by its hash: the store shows no more of it, or nothing that differs.
    CanonicalRequest,
    /// One field of a form, by its name.
    Field(String),
}

/// How a part differs.
///
/// # Example
///
/// ```
/// use presigner::diagnose::Change;
///
/// assert_eq!(Change::EncodedTwice.to_string(), "arrived encoded twice");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// It was signed but did not arrive.
    Missing,
    /// It arrived but was not signed.
    Extra,
    /// It was percent-encoded once more.
    EncodedTwice,
    /// It was decoded.
    Decoded,
    /// It has the same meaning in other escapes.
    OtherEncoding,
    /// A space became `+`.
    PlusForSpace,
    /// `+` became a space.
    SpaceForPlus,
    /// It differs in upper and lower case.
    Case,
    /// It differs in spaces, at its ends or in a row.
    Spaces,
    /// Two slashes in a row became one.
    SlashesMerged,
    /// A slash at the end was added or removed.
    FinalSlash,
    /// Its beginning was cut off.
    BeginningRemoved,
    /// Something was put before it.
    BeginningAdded,
    /// The port was added, removed or changed.
    Port,
    /// Something was appended after a `;` or `,`.
    Appended,
    /// Its members are in another order.
    Order,
    /// It differs in a secret of the same length, or in a character that the response can't hold.
    Hidden,
    /// It stands after the file, where a store no longer looks.
    AfterFile,
    /// The store says that its condition is not met: the field has another value, was left out, or stands after the file.
    Unmet,
    /// It has another value.
    Other,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Difference { part: part @ Part::Region, .. }
            | Self::Difference { part: part @ Part::Service, .. } => {
                return write!(f, "{part} is not the one that the store expects");
            }
            Self::Difference { part, change } => return write!(f, "{part} {change}"),
            Self::WrongSecret => "the store checked what was signed, so the access key id or its secret is wrong",
            Self::Unexplained => "the signature does not match, and the answer does not say what was checked",
            Self::Refused => "the store refuses the link and does not say why",
            Self::Expired => "the link has expired",
            Self::NotYetValid => "the link is not valid yet",
            Self::ClockSkew => "the clocks of signer and store differ too much",
            Self::CredentialsExpired => "the session token has expired",
            Self::InvalidToken => "the session token is not one of the store's",
            Self::UnknownAccessKeyId => "the store does not know the access key id",
            Self::OtherRegion { expected: Some(region) } => {
                return write!(f, "the link is signed for another region than `{region}`");
            }
            Self::OtherRegion { expected: None } => "the link is signed for another region than the bucket's",
            Self::OtherService { expected: Some(service) } => {
                return write!(f, "the link is signed for another service than `{service}`");
            }
            Self::OtherService { expected: None } => "the link is signed for another service than the store's",
            Self::Redirect { endpoint: Some(endpoint) } => return write!(f, "the bucket lies at `{endpoint}`"),
            Self::Redirect { endpoint: None } => "the bucket lies at another endpoint",
            Self::Parameters { named: Some(name) } => return write!(f, "the store refuses the parameter `{name}`"),
            Self::Parameters { named: None } => "the store refuses the parameters of the signature",
            Self::UnsignedHeaders { names: Some(names) } => {
                return write!(f, "the client sent headers that are not signed: {names}");
            }
            Self::UnsignedHeaders { names: None } => "the client sent headers that are not signed",
            Self::TwoSignatures => "the client sent an `Authorization` header beside the signature in the URL",
            Self::AccessDenied => "the signer may not make this request, or no signature arrived",
            Self::NoSuchKey => "the signature was not the problem: there is no such object",
            Self::NoSuchBucket => "there is no such bucket",
            Self::FormExpired => "the form has expired",
            Self::FormSignature => "the signature of the form does not match its policy",
            Self::FormRefused => "the form is not as its policy says, and the store does not say where",
            Self::NumberOfFiles => "the form has no file, or more than one",
            Self::MalformedForm => "the store can't read the form",
            Self::FileTooSmall => "the file is smaller than the policy allows",
            Self::FileTooLarge => "the file is larger than the policy allows",
            Self::SameForm => "the form arrived as it was signed",
            Self::Other => "the code says nothing about the signature",
        })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "the method",
            Self::Path => "the path",
            Self::Parameter(name) => return write!(f, "the query parameter `{}`", excerpt(name, 0)),
            Self::Query => "the query",
            Self::Header(name) if name == "host" => "the host",
            Self::Header(name) => return write!(f, "the header `{}`", excerpt(name, 0)),
            Self::SignedHeaders => "the list of signed headers",
            Self::PayloadHash => "the payload hash",
            Self::Algorithm => "the algorithm",
            Self::Date => "the date of the string to sign",
            Self::ScopeDate => "the date of the credential scope",
            Self::Region => "the region",
            Self::Service => "the service",
            Self::CanonicalRequest => "the canonical request",
            Self::Field(name) => return write!(f, "the form field `{}`", excerpt(name, 0)),
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "was signed and did not arrive",
            Self::Extra => "arrived and was not signed",
            Self::EncodedTwice => "arrived encoded twice",
            Self::Decoded => "arrived decoded",
            Self::OtherEncoding => "arrived in other escapes",
            Self::PlusForSpace => "arrived with `+` for a space",
            Self::SpaceForPlus => "arrived with a space for `+`",
            Self::Case => "arrived in another letter case",
            Self::Spaces => "arrived with other spaces",
            Self::SlashesMerged => "arrived with slashes merged",
            Self::FinalSlash => "arrived with a final slash added or removed",
            Self::BeginningRemoved => "arrived without its beginning",
            Self::BeginningAdded => "arrived with something before it",
            Self::Port => "arrived with another port",
            Self::Appended => "arrived with something appended",
            Self::Order => "arrived in another order",
            Self::Hidden => "differs in a part that is not shown",
            Self::AfterFile => "arrived after the file, where a store no longer looks",
            Self::Unmet => "did not arrive as its condition says",
            Self::Other => "is not the one that was signed",
        })
    }
}
