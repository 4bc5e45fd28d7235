//! What the servers do otherwise than S3. Each of these is asserted where it shows, so that a server that changes its
//! ways is noticed.
//!
//! Ceph means radosgw 16.2.15, Swift means its S3 layer `s3api` 2.30.1: those of Debian 12. s3s-fs is 0.14.1.

/// The exceptions, with their documentation as a text for the page.
macro_rules! exceptions {
    ($($(#[doc = $text:literal])+ $name:ident,)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Exception {
            $($(#[doc = $text])+ $name,)+
        }

        impl Exception {
            const ALL: &[Self] = &[$(Self::$name,)+];

            fn text(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($text,)+).trim_ascii(),)+
                }
            }
        }
    };
}

exceptions! {
    // Buckets and credentials.
    /// Swift answers 409 to the owner who creates a bucket again, as AWS does outside us-east-1.
    CreatedOnce,
    /// Ceph and s3s-fs take a right signature whatever region its scope names.
    AnyRegion,
    /// s3s-fs answers 409 `BucketAlreadyExists` to the owner.
    CreatedByAnother,
    /// s3s-fs deletes a bucket with all that is in it.
    FullBucketDeleted,
    /// s3s-fs answers 501 to services that it does not know.
    ServiceNotImplemented,
    /// Ceph takes a right signature whatever service of S3's family its scope names.
    AnyService,
    /// Swift and s3s-fs have no temporary credentials: the token is signed and means nothing.
    TokenWithoutMeaning,

    /// Ceph and Swift take links that are signed in the future.
    FutureTaken,
    /// Ceph takes a link whose `Host` arrives without its port.
    PortNotNeeded,
    /// s3s-fs takes every host that it does not know for the name of a bucket.
    EveryHostIsBucket,
    /// Ceph and s3s-fs take `x-amz-*` headers that are not signed.
    UnsignedHeadersTaken,
    /// Ceph, with its token service on, says `AccessDenied` and no more, whatever is wrong with who signed, when and what.
    NothingSaid,
    /// s3s-fs does not quote what it checked.
    NothingQuoted,
    /// Swift takes a request without a signature for one of its own protocol, and answers HTML.
    HtmlWithoutSignature,

    // Uploads in parts.
    /// Ceph says `NoSuchKey` where the parts of an upload are listed that ended, not `NoSuchUpload`.
    EndedUploadIsNoKey,
    /// s3s-fs answers to it with an empty list, and to everything else about it with `AccessDenied`.
    EndedUploadIsEmpty,
    /// s3s-fs lists parts in any order, without entity tags, and all of them.
    PartsWithoutPages,
    /// Ceph leaves the quotes out of the entity tags in the answers to copies.
    TagsWithoutQuotes,
    /// Ceph answers to the completion with an empty entity tag.
    CompletedWithoutTag,
    /// Ceph leaves out the common prefixes of uploads.
    UploadsWithoutPrefixes,
    /// Ceph and s3s-fs ignore the part number of a GET and send the whole object.
    PartNumberIgnored,
    /// Swift answers 405 to a GET with a part number.
    PartNumberNotAllowed,

    // Lists.
    /// Ceph writes the places between pages as bare keys, the continuation token too, whatever the encoding of the list: no
    /// XML if such a key has control characters.
    BareMarkers,

    /// s3s-fs ends a common prefix with the first character of the delimiter.
    DelimitersCut,
    /// s3s-fs names no owners.
    NoOwners,
    /// s3s-fs ignores `encoding-type=url`: no XML if a key has control characters.
    EncodingIgnored,

    // Versions.
    /// Ceph and Swift say `NoSuchKey` of a version that is not there, not `NoSuchVersion`.
    NoVersionIsNoKey,
    /// Swift always names `null` as the version to go on after.
    NextVersionIsNull,
    /// Swift puts no older version in the place of the newest one when that is deleted, be it a delete marker.
    DeletedForGood,

    // Forms.
    /// Swift's S3 layer knows no forms: it answers 412 to each, or 404 where the bucket is in the host.
    NoPosts,
    /// Ceph trims the value of each field of a form, so that a key with a space at an end is not the one of its policy.
    FieldsTrimmed,
    /// Ceph checks the field `Cache-Control` and keeps nothing of it.
    CacheControlForgotten,
    /// s3s-fs leaves `${filename}` as it is, in a key as well.
    FileNameKept,
    /// Ceph replaces `${filename}` in the key and in no other field.
    FileNameInKeyOnly,
    /// Ceph and s3s-fs take a field that is not there for an empty one, where its condition allows any value.
    AbsentAsEmpty,
    /// s3s-fs answers 501 to another algorithm than the one there is.
    AlgorithmNotImplemented,

    // The rest of an object.
    /// s3s-fs keeps each object in a file, with folders at `/`: the names in a key are not empty and have at most 255 bytes,
    /// and no key is the folder of another.
    KeysAreFiles,
    /// s3s-fs answers 501 to tags, access control lists, attributes, versions and lists of uploads.
    OnlyObjects,
    /// Ceph and Swift know no attributes and send the object.
    AttributesAreObject,
    /// Swift answers 501 to tags that are put or deleted, and says that there are none without looking at the signature.
    NoTags,
    /// Swift and s3s-fs answer 501 to the policy of a bucket.
    NoBucketPolicy,
    /// Swift answers 501 to the access control list of an object.
    NoObjectAcl,
    /// Ceph and s3s-fs compare `Content-MD5` with the body of an object, but with no other body.
    BodiesUnchecked,
    /// Ceph and Swift do not know `x-amz-checksum-sha256` and store a body that differs.
    ChecksumIgnored,
    /// None of them knows `x-amz-expected-bucket-owner`.
    OwnerIgnored,
    /// s3s-fs answers to a GET whatever its condition.
    UnconditionalGet,
    /// Swift answers 501 to a PUT with a condition.
    NoConditionalPut,
    /// s3s-fs ignores overrides on HEAD.
    HeadOverridesIgnored,
    /// Swift, without its encryption, and s3s-fs ignore a key of the client.
    NotEncrypted,
}

/// A list of them all, in Markdown.
pub fn list() -> String {
    Exception::ALL.iter().map(|exception| format!("- `{exception:?}`: {}\n", exception.text())).collect()
}

use Exception::*;

/// The exceptions of a server.
pub fn of(server: &str) -> &'static [Exception] {
    match server {
        "ceph" => &[
            AnyRegion,
            AnyService,
            FutureTaken,
            PortNotNeeded,
            UnsignedHeadersTaken,
            NothingSaid,
            EndedUploadIsNoKey,
            NoVersionIsNoKey,
            TagsWithoutQuotes,
            CompletedWithoutTag,
            UploadsWithoutPrefixes,
            PartNumberIgnored,
            BareMarkers,
            FieldsTrimmed,
            FileNameInKeyOnly,
            AbsentAsEmpty,
            CacheControlForgotten,
            AttributesAreObject,
            BodiesUnchecked,
            ChecksumIgnored,
            OwnerIgnored,
        ],
        "s3s-fs" => &[
            CreatedByAnother,
            FullBucketDeleted,
            TokenWithoutMeaning,
            AnyRegion,
            ServiceNotImplemented,
            EveryHostIsBucket,
            UnsignedHeadersTaken,
            NothingQuoted,
            EndedUploadIsEmpty,
            PartsWithoutPages,
            PartNumberIgnored,
            DelimitersCut,
            NoOwners,
            EncodingIgnored,
            UnconditionalGet,
            FileNameKept,
            AbsentAsEmpty,
            AlgorithmNotImplemented,
            KeysAreFiles,
            OnlyObjects,
            HeadOverridesIgnored,
            NoBucketPolicy,
            BodiesUnchecked,
            OwnerIgnored,
            NotEncrypted,
        ],
        "swift" => &[
            CreatedOnce,
            TokenWithoutMeaning,
            FutureTaken,
            HtmlWithoutSignature,
            NoPosts,
            PartNumberNotAllowed,
            NoVersionIsNoKey,
            NextVersionIsNull,
            DeletedForGood,
            AttributesAreObject,
            NoTags,
            NoBucketPolicy,
            NoObjectAcl,
            ChecksumIgnored,
            OwnerIgnored,
            NoConditionalPut,
            NotEncrypted,
        ],
        _ => panic!("no such server: {server}"),
    }
}
