//! What the servers do otherwise than S3. Each of these is asserted where it shows, so that a server that changes its
//! ways is noticed.
//!
//! Ceph means radosgw 16.2.15, Swift means its S3 layer `s3api` 2.30.1: those of Debian 12.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exception {
    // Buckets and credentials.
    /// Swift answers 409 to the owner who creates a bucket again, as AWS does outside us-east-1.
    CreatedOnce,
    /// Ceph takes a right signature whatever region and service its scope names.
    AnyScope,
    /// Swift has no temporary credentials: the token is signed and means nothing.
    TokenWithoutMeaning,

    // Uploads in parts.
    /// Ceph says `NoSuchKey` where the parts of an upload are listed that ended, not `NoSuchUpload`.
    EndedUploadIsNoKey,
    /// Ceph leaves the quotes out of the entity tags in the answers to copies.
    TagsWithoutQuotes,
    /// Ceph answers to the completion with an empty entity tag.
    CompletedWithoutTag,
    /// Ceph leaves out the common prefixes of uploads.
    UploadsWithoutPrefixes,
    /// Ceph ignores the part number of a GET and sends the whole object.
    PartNumberIgnored,
    /// Swift answers 405 to a GET with a part number.
    PartNumberNotAllowed,

    // Lists.
    /// Ceph writes the places between pages as bare keys, the continuation token too, whatever the encoding of the list: no
    /// XML if such a key has control characters.
    BareMarkers,

    // Versions.
    /// Ceph and Swift say `NoSuchKey` of a version that is not there, not `NoSuchVersion`.
    NoVersionIsNoKey,
    /// Swift always names `null` as the version to go on after.
    NextVersionIsNull,
    /// Swift puts no older version in the place of the newest one when that is deleted, be it a delete marker.
    DeletedForGood,

    // The rest of an object.
    /// Ceph and Swift know no attributes and send the object.
    AttributesAreObject,
    /// Swift answers 501 to tags that are put or deleted, and says that there are none without looking at the signature.
    NoTags,
    /// Swift answers 501 to the access control list of an object.
    NoObjectAcl,
    /// Ceph compares `Content-MD5` with the body of an object, but with no other body.
    BodiesUnchecked,
    /// Ceph and Swift do not know `x-amz-checksum-sha256` and store a body that differs.
    ChecksumIgnored,
    /// Ceph and Swift do not know `x-amz-expected-bucket-owner`.
    OwnerIgnored,
    /// Swift answers 501 to a PUT with a condition.
    NoConditionalPut,
    /// Swift, without its encryption, ignores a key of the client.
    NotEncrypted,
}

use Exception::*;

/// The exceptions of a server.
pub fn of(server: &str) -> &'static [Exception] {
    match server {
        "ceph" => &[
            AnyScope,
            EndedUploadIsNoKey,
            NoVersionIsNoKey,
            TagsWithoutQuotes,
            CompletedWithoutTag,
            UploadsWithoutPrefixes,
            PartNumberIgnored,
            BareMarkers,
            AttributesAreObject,
            BodiesUnchecked,
            ChecksumIgnored,
            OwnerIgnored,
        ],
        "swift" => &[
            CreatedOnce,
            TokenWithoutMeaning,
            PartNumberNotAllowed,
            NoVersionIsNoKey,
            NextVersionIsNull,
            DeletedForGood,
            AttributesAreObject,
            NoTags,
            NoObjectAcl,
            ChecksumIgnored,
            OwnerIgnored,
            NoConditionalPut,
            NotEncrypted,
        ],
        _ => panic!("no such server: {server}"),
    }
}
