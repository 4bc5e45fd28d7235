//! Services, and what Signature Version 4 is like at each.

use alloc::boxed::Box;

use crate::endpoint::service_table::{self, KnownService, TokenPlace};
use crate::protocol::MAX_LIFETIME;
use crate::signature::canonical_path::CanonicalPath;

/// The service of a credential scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    S3,
    /// Directory buckets, with the credentials of a session.
    S3Express,
    S3Outposts,
    S3ObjectLambda,
    /// A row of the table.
    Known(&'static KnownService),
    Other(Box<str>),
}

/// Two families of services sign differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SigningFamily {
    /// Path encoded once and never normalised, body unsigned.
    S3,
    /// Path normalised and encoded twice, body hashed.
    Other,
}

impl Service {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "s3" => Self::S3,
            "s3express" => Self::S3Express,
            "s3-outposts" => Self::S3Outposts,
            "s3-object-lambda" => Self::S3ObjectLambda,
            other => service_table::find(other).map_or_else(|| Self::Other(other.into()), Self::Known),
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::S3 => "s3",
            Self::S3Express => "s3express",
            Self::S3Outposts => "s3-outposts",
            Self::S3ObjectLambda => "s3-object-lambda",
            Self::Known(row) => row.name,
            Self::Other(name) => name,
        }
    }

    pub(crate) fn family(&self) -> SigningFamily {
        match self {
            Self::S3 | Self::S3Express | Self::S3Outposts | Self::S3ObjectLambda => SigningFamily::S3,
            Self::Known(_) | Self::Other(_) => SigningFamily::Other,
        }
    }

    /// The maximum `X-Amz-Expires`, in seconds.
    pub(crate) fn max_lifetime(&self) -> u32 {
        self.known().map_or(MAX_LIFETIME, |row| row.max_lifetime)
    }

    /// For how many seconds the service answers, whatever `X-Amz-Expires` says.
    pub(crate) fn fixed_lifetime(&self) -> Option<u32> {
        self.known().and_then(|row| row.fixed_lifetime)
    }

    pub(crate) fn token_place(&self) -> TokenPlace {
        self.known().map_or(TokenPlace::Signed, |row| row.token_place)
    }

    pub(crate) fn canonical_path(&self) -> CanonicalPath {
        match self.family() {
            SigningFamily::S3 => CanonicalPath::AsSent,
            SigningFamily::Other => CanonicalPath::EncodedTwice,
        }
    }

    fn known(&self) -> Option<&'static KnownService> {
        match self {
            Self::Known(row) => Some(row),
            _ => None,
        }
    }
}
