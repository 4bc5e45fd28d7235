//! What can be wrong with your input, in words that you can act on.

use core::fmt;

/// The result of everything that checks its input.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why a value was refused.
///
/// Every message names the rule and, if there is one, the limit. No variant holds a secret, a URL, or a whole value that you
/// passed, so you can log an error as it is.
///
/// # Example
///
/// ```
/// use presigner::error::Field;
/// use presigner::{Credentials, Error};
///
/// let error = Credentials::new("", "secret").unwrap_err();
/// assert!(matches!(error, Error::Empty { field: Field::AccessKeyId, .. }));
/// assert_eq!(error.to_string(), "the access key id is empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A required value is empty.
    #[error("{field} is empty")]
    #[non_exhaustive]
    Empty {
        /// Which value it is.
        field: Field,
    },

    /// A value is longer than its limit.
    #[error("{field} has {length} bytes, the limit is {limit}")]
    #[non_exhaustive]
    TooLong {
        /// Which value it is.
        field: Field,
        /// Its length in bytes.
        length: usize,
        /// The maximum length allowed, in bytes.
        limit: usize,
    },

    /// A value holds a character that it may not hold.
    #[error("{field} holds {character}; it may hold only {}", field.alphabet())]
    #[non_exhaustive]
    InvalidCharacter {
        /// Which value it is.
        field: Field,
        /// What kind of character was found.
        character: CharacterKind,
    },

    /// A number is outside its range.
    #[error("{field} must be a whole number from {min} to {max}")]
    #[non_exhaustive]
    OutOfRange {
        /// Which value it is.
        field: Field,
        /// The least value allowed.
        min: u64,
        /// The maximum value allowed.
        max: u64,
    },

    /// A path has a `.` or `..` segment. Clients resolve it, so the store would check another path than the one that was
    /// signed ([WHATWG URL], path state).
    ///
    /// [WHATWG URL]: https://url.spec.whatwg.org/#path-state
    #[error(
        "{field} has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one"
    )]
    #[non_exhaustive]
    DotSegment {
        /// Which value it is.
        field: Field,
    },

    /// The endpoint is not usable as the origin of presigned URLs.
    #[error("the endpoint {problem}")]
    #[non_exhaustive]
    InvalidEndpoint {
        /// What is wrong with it.
        problem: EndpointProblem,
    },

    /// The public root of a bucket is not usable as the start of presigned URLs.
    #[error("the public root {problem}")]
    #[non_exhaustive]
    InvalidPublicRoot {
        /// What is wrong with it.
        problem: EndpointProblem,
    },

    /// A preset's endpoint serves all buckets of a store, so it can't be the own domain of one bucket.
    #[error("a preset's endpoint is not the domain of one bucket; give that domain to `Endpoint::custom`")]
    UnsupportedCustomDomain,

    /// The text does not have the form of an AWS region.
    #[error("the region does not have the form of an AWS region, as `eu-central-1`")]
    InvalidAwsRegion,

    /// The provider does not have the region, or the text can't be one of its regions.
    #[error("{provider} has no such region{}", RegionAdvice(*known))]
    #[non_exhaustive]
    UnknownRegion {
        /// The provider's name.
        provider: &'static str,
        /// The month of the crate's list of regions, as `2026-11`, if the provider documents such a list.
        known: Option<&'static str>,
    },

    /// The text is a URL or a host name, but must be an account id.
    #[error("the account must be an account id, not a URL or host name")]
    UrlAsAccount,

    /// The name of a bucket has a slash.
    #[error("the bucket name holds a slash; a prefix belongs to the keys, not to the bucket")]
    PrefixInBucket,

    /// The URL of the endpoint names the bucket already, so it would stand in every URL twice.
    #[error(
        "the endpoint's URL already names the bucket, so every link would name it twice; give the URL without the bucket"
    )]
    RepeatedBucket,

    /// Amazon S3 has no host for this combination.
    #[error("{place} has no {option}")]
    #[non_exhaustive]
    UnsupportedAwsOption {
        /// What does not have it.
        place: AwsPlace,
        /// What was asked for.
        option: AwsOption,
    },

    /// The ARN does not name anything that a request can be sent to.
    #[error("the ARN {problem}")]
    #[non_exhaustive]
    InvalidArn {
        /// What is wrong with it.
        problem: ArnProblem,
    },

    /// A multi-Region access point (its requests are signed for many regions at once, see [multi-Region access points]) or a
    /// region set in a configuration, without feature `sigv4a`.
    ///
    /// [multi-Region access points]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html
    #[error(
        "multi-Region access points and region sets need Signature Version 4A; turn on the feature `sigv4a` of `presigner`"
    )]
    UnsupportedMultiRegionAccessPoint,

    /// The region set is neither `*` nor a list of AWS regions and patterns of them. Feature `sigv4a`.
    #[error(
        "a region set must be `*` or a list of regions and patterns of them, separated by commas without spaces, as `eu-central-1,us-*`"
    )]
    InvalidRegionSet,

    /// A region set was given to something that is signed for one region. Feature `sigv4a`.
    #[error(
        "only multi-Region access points and custom endpoints can have a region set; for a bucket or access point of one region, leave it out"
    )]
    UnsupportedRegionSet,

    /// The name ends like the name of an S3 Express bucket, but has no zone.
    #[error(
        "the name of an S3 Express bucket must be lower-case letters, digits and hyphens, and end in `--zone--x-s3` with a zone such as `use1-az5`"
    )]
    InvalidDirectoryBucket,

    /// The name ends like the alias of an access point on Outposts, but is not one.
    #[error(
        "the alias of an access point on Outposts has a hardware type other than `o` and `e`, or is of a beta region"
    )]
    InvalidOutpostsAlias,

    /// The bucket can't be addressed as part of the host name.
    #[error("the bucket can't be virtual-hosted: {problem}; use path style")]
    #[non_exhaustive]
    InvalidVirtualHost {
        /// Why not.
        problem: VirtualHostProblem,
    },

    /// The bucket's name can't be part of a host name, which transfer acceleration requires.
    #[error("the bucket can't be accelerated: {problem}; use the endpoint without acceleration, and path style")]
    #[non_exhaustive]
    InvalidAcceleratedBucket {
        /// Why not.
        problem: VirtualHostProblem,
    },

    /// The name can't be part of a host name, which S3 Express requires.
    #[error("the bucket can't be one of S3 Express: {problem}")]
    #[non_exhaustive]
    InvalidExpressBucket {
        /// Why not.
        problem: VirtualHostProblem,
    },

    /// The endpoint's service signs by other rules than S3 and has no buckets.
    #[error("the service has no buckets")]
    NotAnObjectStore,

    /// The bucket has no path-style address.
    #[error(
        "S3 Express buckets, access points by ARN, multi-Region access points, Outposts, accelerated endpoints, Alibaba OSS and Tencent COS have no path-style addresses; use virtual-hosted style"
    )]
    UnsupportedPathStyle,

    /// The lifetime is under one second.
    #[error("the lifetime is under one second")]
    LifetimeTooShort,

    /// The lifetime is over what the protocol or the endpoint allows.
    #[error("the lifetime is {seconds} seconds, the limit is {limit}")]
    #[non_exhaustive]
    LifetimeTooLong {
        /// The lifetime asked for, in seconds.
        seconds: u64,
        /// The maximum lifetime allowed, in seconds.
        limit: u32,
    },

    /// The step of an aligned validity is under one second.
    #[error("the step of an aligned validity is under one second")]
    StepTooShort,

    /// A moment is outside the years that `X-Amz-Date` and RFC 3339 can write.
    #[error("the time is outside the years 1 to 9999")]
    TimeOutOfRange,

    /// The credentials had already expired at the time of signing.
    #[error("the credentials have expired")]
    CredentialsExpired,

    /// The credentials expire before the URL would, and you asked for the exact lifetime.
    #[error("the credentials expire in {seconds} seconds, before the lifetime asked for ends")]
    #[non_exhaustive]
    CredentialsExpireFirst {
        /// How long the credentials still live, in seconds.
        seconds: u64,
    },

    /// S3 Express session credentials were given to another service.
    #[error("S3 Express session credentials sign for the service `s3express` only")]
    MisplacedSessionCredentials,

    /// A path of a service was asked for, but the signer has a bucket.
    #[error("the signer has a bucket: name its objects by their keys; paths are for services only")]
    HasBucket,

    /// The path of a service does not begin with `/`.
    #[error("the path of a service must begin with `/`")]
    RelativePath,

    /// No host of AWS is known for the service.
    #[error(
        "no AWS host is known for the service, or each of its customers has another host; give the URL to `Endpoint::for_service`"
    )]
    UnknownAwsService,

    /// An operation on an object or a bucket was asked for, but the signer has no bucket.
    #[error("the signer has no bucket")]
    NoBucket,

    /// The prefix of a scope is empty or does not end in `/`, so it would match too much: `users/4` also matches `users/42`.
    #[error("the prefix of a scope must not be empty and must end in `/`")]
    InvalidScopePrefix,

    /// A key, prefix or copy source outside the scope of the presigner, the scope's prefix itself as a key, or a parameter or
    /// header that might name something outside.
    #[error("the request names something outside the scope of the presigner")]
    OutsideScope,

    /// An operation on the bucket was asked for, but the presigner is limited to a prefix.
    #[error("a presigner with a scope signs only operations on objects inside the scope, not on the bucket")]
    BucketOperationInScope,

    /// A hash of the body is no SHA-256, was given twice, or was given for a service that doesn't sign bodies.
    #[error("a payload hash must be 64 lower-case hex digits, given once, and only for services other than S3")]
    InvalidPayloadHash,

    /// A query parameter that only the signing process may write.
    #[error("the query parameter is reserved for the signature")]
    ReservedParameter,

    /// A query parameter was given twice; stores disagree about which one counts.
    #[error("the query parameter is given twice")]
    DuplicateParameter,

    /// A header that can't be signed by the caller.
    #[error(
        "the header can't be signed: the host, authentication and hop-by-hop headers belong to the client and the signature"
    )]
    ReservedHeader,

    /// A header was given twice.
    #[error("the header is given twice")]
    DuplicateHeader,

    /// Two parts of a multipart upload have the same number.
    #[error("a part number is given twice")]
    DuplicatePart,

    /// The size range of an upload is empty.
    #[error("the size range is empty: its lower end is above its upper end")]
    EmptySizeRange,

    /// The prefix of a key that the client completes is empty or does not end in `/`, so it would match too much.
    #[error("the prefix of a key that the client completes must not be empty and must end in `/`")]
    InvalidKeyPrefix,

    /// A form value contains `${filename}`, which the store would replace by the name of the file.
    #[error("{field} holds `${{filename}}`, which the store would replace by the name of the file")]
    #[non_exhaustive]
    UnexpectedFileNameVariable {
        /// Which value it is.
        field: Field,
    },

    /// The form field belongs to the signature, or has a setter with rules of its own.
    #[error("the form field is reserved for the signature or has a setter of its own")]
    ReservedField,

    /// A form field was given twice.
    #[error("the form field is given twice")]
    DuplicateField,

    /// Two form fields contradict each other.
    #[error(
        "two form fields contradict each other: a success status and a redirect, two kinds of encryption, or an option of KMS \
         without an encryption that has it"
    )]
    ContradictoryFields,

    /// The content type of an upload is not one of those allowed.
    #[error("the content type is not one of those that are allowed")]
    ContentTypeNotAllowed,

    /// The prefix of a content type that the client completes is not a token and a slash, as `image/`.
    #[error("the prefix of a content type that the client completes must be a token and `/`, such as `image/`")]
    InvalidContentTypePrefix,

    /// The URL to which a browser goes after its upload is not usable.
    #[error("the redirect must be an absolute http or https URL without a user name, and must not end within its host")]
    InvalidRedirect,

    /// An upload has no tags, too many tags, or two tags with the same key.
    #[error("an upload must have 1 to 10 tags with different keys")]
    InvalidTags,

    /// The name of an Amazon S3 bucket is too short or too long ([bucket names]).
    ///
    /// [bucket names]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    #[error("the bucket's name has {length} bytes; at Amazon S3 it must have 3 to 63")]
    #[non_exhaustive]
    InvalidAwsBucketLength {
        /// Its length in bytes.
        length: usize,
    },

    /// The provider does not support presigned POST, or the endpoint uses Signature Version 4A, which signs no forms.
    #[error("this provider, or Signature Version 4A, has no presigned POST; presign a PUT")]
    UnsupportedPost,

    /// The value of a variable is not what the variable expects.
    #[error("it is not {expected}")]
    #[non_exhaustive]
    InvalidVariable {
        /// What the variable expects.
        expected: &'static str,
    },
}

/// The values that are checked, under the names that the messages of [`Error`] use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The access key id.
    AccessKeyId,
    /// The secret access key.
    SecretAccessKey,
    /// The session token.
    SessionToken,
    /// The region of the credential scope.
    Region,
    /// The regions for which Signature Version 4A signs.
    RegionSet,
    /// The service of the credential scope.
    Service,
    /// The account, namespace or project that is part of a provider's host name.
    Account,
    /// The path of the endpoint's URL.
    BasePath,
    /// The path of the public root of a bucket.
    PublicPath,
    /// The bucket's name.
    Bucket,
    /// The object's key.
    Key,
    /// The path of a service.
    Path,
    /// The HTTP method.
    Method,
    /// The name of a query parameter.
    ParameterName,
    /// The value of a query parameter that becomes a header of the response or of the request.
    ParameterValue,
    /// A version id.
    VersionId,
    /// A part number.
    PartNumber,
    /// The part after which a listing begins.
    PartNumberMarker,
    /// The greatest number of keys in a listing.
    MaxKeys,
    /// The greatest number of parts in a listing.
    MaxParts,
    /// The greatest number of uploads in a listing.
    MaxUploads,
    /// The id of a multipart upload.
    UploadId,
    /// The parts that a multipart upload is completed with.
    Parts,
    /// The entity tag of a part.
    EntityTag,
    /// The checksum of a part.
    PartChecksum,
    /// The last byte of a range of a copy source.
    RangeEnd,
    /// The name of a header.
    HeaderName,
    /// The value of a header.
    HeaderValue,
    /// The value of the `content-length` header.
    ContentLength,
    /// The key of an upload from a form.
    UploadKey,
    /// The greatest size of an upload from a form.
    UploadSize,
    /// The name of a form field.
    FormFieldName,
    /// The value of a form field.
    FormFieldValue,
    /// The key of a tag.
    TagKey,
    /// The value of a tag.
    TagValue,
    /// All parts of a form before its file.
    FormBeforeFile,
}

impl Field {
    /// The rule of [`Error::InvalidCharacter`], in words.
    fn alphabet(self) -> &'static str {
        match self {
            Self::AccessKeyId | Self::Region | Self::Service => "printable ASCII without spaces and slashes",
            Self::SecretAccessKey | Self::FormFieldValue => "printable ASCII, without a space at either end",
            Self::Account => "lower-case letters, digits and hyphens",
            Self::RegionSet => "lower-case letters, digits, hyphens, `*` and commas",
            Self::BasePath | Self::PublicPath => "letters, digits, `-`, `.`, `_`, `~` and `/`",
            Self::Bucket => {
                "what its addressing style allows: no control character, and for a provider's preset letters, digits, `-`, `.` and `_`"
            }
            Self::Method => "upper-case letters, digits, `-` and `_`",
            Self::HeaderName | Self::FormFieldName => "the characters of an RFC 9110 token",
            Self::ParameterValue | Self::HeaderValue => "printable ASCII and spaces",
            Self::SessionToken => "printable ASCII without spaces",
            Self::EntityTag => "printable ASCII without spaces, and a quote only at either end",
            Self::PartChecksum => "the characters of Base64",
            Self::Key | Self::Path | Self::ParameterName | Self::VersionId | Self::UploadId | Self::FormBeforeFile => {
                "UTF-8"
            }
            Self::UploadKey => "UTF-8 without control characters",
            Self::TagKey | Self::TagValue => "letters, digits, spaces and `+`, `-`, `=`, `.`, `_`, `:`, `/`, `@`",
            Self::PartNumber
            | Self::PartNumberMarker
            | Self::MaxKeys
            | Self::MaxParts
            | Self::MaxUploads
            | Self::Parts
            | Self::RangeEnd
            | Self::ContentLength
            | Self::UploadSize => "digits",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccessKeyId => "the access key id",
            Self::SecretAccessKey => "the secret access key",
            Self::SessionToken => "the session token",
            Self::Region => "the region",
            Self::RegionSet => "the region set",
            Self::Service => "the service",
            Self::Account => "the account",
            Self::BasePath => "the base path of the endpoint",
            Self::PublicPath => "the path of the public root",
            Self::Bucket => "the bucket name",
            Self::Key => "the key",
            Self::Path => "the path",
            Self::Method => "the method",
            Self::ParameterName => "the name of the query parameter",
            Self::ParameterValue => "the value of the query parameter",
            Self::VersionId => "the version id",
            Self::PartNumber => "the part number",
            Self::PartNumberMarker => "the part number marker",
            Self::MaxKeys => "the greatest number of keys",
            Self::MaxParts => "the greatest number of parts",
            Self::MaxUploads => "the greatest number of uploads",
            Self::UploadId => "the upload id",
            Self::Parts => "the list of parts",
            Self::EntityTag => "the entity tag of the part",
            Self::PartChecksum => "the checksum of the part",
            Self::RangeEnd => "the last byte of the range",
            Self::HeaderName => "the name of the header",
            Self::HeaderValue => "the value of the header",
            Self::ContentLength => "the content length",
            Self::UploadKey => "the key of the upload",
            Self::UploadSize => "the greatest size of the upload",
            Self::FormFieldName => "the name of the form field",
            Self::FormFieldValue => "the value of the form field",
            Self::TagKey => "the key of the tag",
            Self::TagValue => "the value of the tag",
            Self::FormBeforeFile => "the form before its file",
        })
    }
}

/// What to do about a region that is not known.
struct RegionAdvice(Option<&'static str>);

impl fmt::Display for RegionAdvice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(month) => write!(f, " in its list of {month}; for a newer one use `Endpoint::custom` and its URL"),
            None => f.write_str("; a region is lower-case letters, digits and inner hyphens"),
        }
    }
}

/// What kind of character [`Error::InvalidCharacter`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CharacterKind {
    /// A carriage return, line feed or NUL, which would end or split a header.
    LineBreakOrNul,
    /// Another ASCII control character; a tab is one.
    Control,
    /// A space.
    Space,
    /// A slash.
    Slash,
    /// A character beyond ASCII.
    NonAscii,
    /// Any other character.
    Other,
}

impl CharacterKind {
    pub(crate) const fn of(byte: u8) -> Self {
        match byte {
            b'\r' | b'\n' | 0 => Self::LineBreakOrNul,
            b' ' => Self::Space,
            b'/' => Self::Slash,
            0x80.. => Self::NonAscii,
            _ if byte.is_ascii_control() => Self::Control,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for CharacterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LineBreakOrNul => "a line break or NUL",
            Self::Control => "a control character",
            Self::Space => "a space",
            Self::Slash => "a slash",
            Self::NonAscii => "a non-ASCII character",
            Self::Other => "a character outside its alphabet",
        })
    }
}

/// What [`Error::InvalidEndpoint`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndpointProblem {
    /// It does not parse as an absolute URL with `://`.
    NotAUrl,
    /// Its scheme is neither `http` nor `https`; for a service outside S3, `ws` and `wss` are allowed as well.
    Scheme,
    /// It has no host.
    NoHost,
    /// Its host holds a character that some clients refuse, is over 253 bytes, or ends in a dot.
    Host,
    /// It has a user name or password.
    Userinfo,
    /// It has a query.
    Query,
    /// It has a fragment.
    Fragment,
    /// Its service is one of S3's, whose signing rules are fixed.
    FixedRules,
    /// A URL parser would change its URL.
    NotStable,
}

impl fmt::Display for EndpointProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAUrl => "is not an absolute URL, as `https://s3.example.com`",
            Self::Scheme => "has a scheme other than http and https, or for services outside S3 ws and wss",
            Self::NoHost => "has no host",
            Self::Host => "has a host that not every client accepts: letters, digits, `-`, `_` and single inner dots, at most 253 bytes",
            Self::Userinfo => "has a user name or password; credentials belong in `Credentials`",
            Self::Query => "has a query",
            Self::Fragment => "has a fragment",
            Self::FixedRules => "is one of S3's, whose signing rules are fixed",
            Self::NotStable => "changes when a URL parser reads it",
        })
    }
}

/// What [`Error::InvalidVirtualHost`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VirtualHostProblem {
    /// The provider has no virtual-hosted addresses at this host.
    Provider,
    /// The endpoint's host is an IP address, or its last label is numeric, so that URL parsers take the host for an IP
    /// address.
    IpAddress,
    /// The name is not a host name: lower-case letters, digits, hyphens, labels of 1 to 63 bytes.
    NotAHostName,
    /// A label begins with `xn--`, which URL parsers decode and may reject.
    Punycode,
    /// The name has a dot and the scheme is https: a wildcard certificate covers one label only.
    DotOverHttps,
    /// Bucket and host together are over 253 bytes.
    TooLong,
}

impl fmt::Display for VirtualHostProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Provider => "the endpoint's provider has no virtual hosts there",
            Self::IpAddress => "the endpoint's host is an IP address or looks like one",
            Self::NotAHostName => {
                "its name is not a host name of lower-case letters, digits and hyphens, 1 to 63 bytes a label"
            }
            Self::Punycode => "a label of its name begins with `xn--`",
            Self::DotOverHttps => "its name has a dot, which wildcard certificates do not cover",
            Self::TooLong => "bucket and host together are over 253 bytes",
        })
    }
}

/// An option of an Amazon S3 endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AwsOption {
    /// Hosts with IPv6 and IPv4.
    DualStack,
    /// Hosts with cryptography validated under FIPS.
    Fips,
    /// The host of transfer acceleration.
    Acceleration,
}

impl fmt::Display for AwsOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DualStack => "dual-stack hosts",
            Self::Fips => "FIPS hosts",
            Self::Acceleration => "transfer acceleration",
        })
    }
}

/// What an [`AwsOption`] is not available for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AwsPlace {
    /// The partition of AWS to which the region belongs.
    Partition,
    /// `s3.amazonaws.com`.
    GlobalHost,
    /// The host of transfer acceleration.
    Acceleration,
    /// An access point, by ARN.
    AccessPoint,
    /// An access point of Object Lambda.
    ObjectLambda,
    /// An access point on Outposts.
    Outposts,
    /// A directory bucket, or an access point of one.
    Express,
    /// A multi-Region access point.
    MultiRegion,
    /// An endpoint that is not one of Amazon S3, or that already belongs to an access point.
    OtherEndpoint,
}

impl fmt::Display for AwsPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Partition => "the region's partition of AWS",
            Self::GlobalHost => "the global host of Amazon S3",
            Self::Acceleration => "transfer acceleration",
            Self::AccessPoint => "an access point",
            Self::ObjectLambda => "an access point of S3 Object Lambda",
            Self::Outposts => "an access point of S3 on Outposts",
            Self::Express => "an S3 Express bucket",
            Self::MultiRegion => "a multi-Region access point",
            Self::OtherEndpoint => "an endpoint other than one of `Endpoint::aws`",
        })
    }
}

/// What [`Error::InvalidArn`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArnProblem {
    /// It does not have six parts.
    Form,
    /// Its service is not one of S3's.
    Service,
    /// It does not name an access point.
    Resource,
    /// Its region is malformed, or it has none although it does not name a multi-Region access point.
    Region,
    /// Its partition is not the one of its region, or not the one of the endpoint.
    Partition,
    /// Its account is not 12 digits.
    Account,
    /// Its name or Outpost can't be part of a host name.
    Name,
    /// It names a multi-Region access point as the source of a copy.
    MultiRegionSource,
}

impl fmt::Display for ArnProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "does not have six parts, as `arn:aws:s3:region:account:accesspoint/name`",
            Self::Service => "is of a service other than `s3`, `s3-object-lambda` and `s3-outposts`",
            Self::Resource => {
                "does not name an access point, as `accesspoint/name`, on Outposts `outpost/id/accesspoint/name`; a bucket goes by its name"
            }
            Self::Region => {
                "must have a region of the form `eu-central-1`; only multi-Region access points, whose names end in `.mrap`, have none"
            }
            Self::Partition => "lies in another partition of AWS than its region or the endpoint",
            Self::Account => "has an account that is not 12 digits",
            Self::Name => {
                "has a name or Outpost that is not a label of a host: lower-case letters, digits and inner hyphens, 63 bytes with the account"
            }
            Self::MultiRegionSource => "is that of a multi-Region access point, from which S3 does not copy",
        })
    }
}
