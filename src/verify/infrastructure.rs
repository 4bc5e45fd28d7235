//! Headers that infrastructure before a server adds: no client sends them, and no signer signs them.

/// A header that begins with `x-amz-` and that a content delivery network before your server adds to every request.
/// [`Verifier::behind`](crate::verify::Verifier::behind) lets it pass.
///
/// You can't add names of your own: each header in this list describes the way of the request, and asks nothing of the
/// server. The trace header of load balancers begins with `x-amzn-`, and passes anyway.
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
