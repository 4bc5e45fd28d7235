//! What is signed for.

use crate::endpoint::Endpoint;
use crate::endpoint::bucket::Bucket;
use crate::endpoint::url_root::UrlRoot;

/// A bucket, or a service without one.
#[derive(Clone)]
pub(super) enum Target {
    Bucket(Bucket),
    Service(Endpoint, UrlRoot),
}

impl Target {
    pub(super) fn bucket(&self) -> Option<&Bucket> {
        match self {
            Self::Bucket(bucket) => Some(bucket),
            Self::Service(..) => None,
        }
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        match self {
            Self::Bucket(bucket) => bucket.endpoint(),
            Self::Service(endpoint, _) => endpoint,
        }
    }

    pub(super) fn url_root(&self) -> &UrlRoot {
        match self {
            Self::Bucket(bucket) => bucket.root(),
            Self::Service(_, root) => root,
        }
    }
}
