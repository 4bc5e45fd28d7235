//! Services, and what Signature Version 4 is like at each.

use alloc::boxed::Box;

use crate::protocol::MAX_LIFETIME;

/// The service of a credential scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    S3,
    /// Directory buckets, with the credentials of a session.
    S3Express,
    S3Outposts,
    S3ObjectLambda,
    Sts,
    /// Tokens for databases of RDS.
    RdsDb,
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
            "sts" => Self::Sts,
            "rds-db" => Self::RdsDb,
            other => Self::Other(other.into()),
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::S3 => "s3",
            Self::S3Express => "s3express",
            Self::S3Outposts => "s3-outposts",
            Self::S3ObjectLambda => "s3-object-lambda",
            Self::Sts => "sts",
            Self::RdsDb => "rds-db",
            Self::Other(name) => name,
        }
    }

    pub(crate) fn family(&self) -> SigningFamily {
        match self {
            Self::S3 | Self::S3Express | Self::S3Outposts | Self::S3ObjectLambda => SigningFamily::S3,
            Self::Sts | Self::RdsDb | Self::Other(_) => SigningFamily::Other,
        }
    }

    /// The greatest `X-Amz-Expires`, in seconds.
    pub(crate) fn max_lifetime(&self) -> u32 {
        match self {
            Self::Sts | Self::RdsDb => 900,
            _ => MAX_LIFETIME,
        }
    }

    /// For how many seconds the service answers, whatever `X-Amz-Expires` says.
    ///
    /// Source: the EKS token of `aws-iam-authenticator`, whose tokens live 15 minutes after the date in the URL.
    pub(crate) fn fixed_lifetime(&self) -> Option<u32> {
        (*self == Self::Sts).then_some(900)
    }
}
