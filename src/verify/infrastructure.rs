//! Headers that no client sends and no signer signs: what stands before a server adds them.

/// A header that begins with `x-amz-` and is added to every request on its way, by a content delivery network before the
/// server. [`Verifier::behind`](crate::verify::Verifier::behind) lets it pass.
///
/// There is no name of the caller's own: what stands here says something of the way and asks the server for nothing. The trace
/// header of load balancers begins with `x-amzn-`, and passes anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InfrastructureHeader {
    /// `x-amz-cf-id`: the request id of `CloudFront`, which adds it to each request that it forwards ([request headers]).
    ///
    /// [request headers]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
    CloudFrontId,
}

impl InfrastructureHeader {
    const ALL: [Self; 1] = [Self::CloudFrontId];

    const fn name(self) -> &'static str {
        match self {
            Self::CloudFrontId => "x-amz-cf-id",
        }
    }

    /// By its name, in any case.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|header| header.name().eq_ignore_ascii_case(name))
    }
}

/// A set of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InfrastructureHeaders(u8);

impl InfrastructureHeaders {
    pub(crate) const fn with(self, header: InfrastructureHeader) -> Self {
        Self(self.0 | 1 << header as u8)
    }

    pub(crate) const fn contain(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}
