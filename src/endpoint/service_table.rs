//! Services outside S3 as a table: what is documented of their presigned requests. What is only believed is not in it.

use crate::protocol::MAX_LIFETIME;

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KnownService {
    /// As credential scopes name it.
    pub(crate) name: &'static str,
    /// The maximum `X-Amz-Expires`, in seconds.
    pub(crate) max_lifetime: u32,
    /// For how many seconds the service answers, whatever `X-Amz-Expires` says.
    pub(crate) fixed_lifetime: Option<u32>,
    pub(crate) token_place: TokenPlace,
    /// Where its presigned requests go, with `{region}` and `{suffix}`, the end of the hosts of a partition. `None` is a service
    /// whose hosts belong to what its customers made there.
    pub(crate) url: Option<&'static str>,
}

/// Where a session token goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPlace {
    /// Among the parameters, as any other.
    Signed,
    BehindSignature,
}

/// What most rows share.
const ROW: KnownService = KnownService {
    name: "",
    max_lifetime: MAX_LIFETIME,
    fixed_lifetime: None,
    token_place: TokenPlace::Signed,
    url: None,
};

/// 15 minutes.
const QUARTER: u32 = 900;

/// By name.
///
/// Sources of the lifetimes. `bedrock`: its token generator, `TOKEN_DURATION`. `dsql`: [authentication tokens]; `elasticache` and
/// `memorydb`: [authenticating with IAM], limitations; `kafka-cluster`: its token generator, `DEFAULT_TOKEN_EXPIRY_SECONDS`;
/// `rds-db`: [IAM database authentication]; `sts`: `aws-iam-authenticator`, whose tokens live 15 minutes after the date in the URL;
/// `transcribe`: [WebSocket streams]. The others have none of their own. Hosts: botocore's endpoint data, and for `transcribe` the
/// same page.
///
/// [authentication tokens]: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
/// [authenticating with IAM]: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
/// [IAM database authentication]: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
/// [WebSocket streams]: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-websocket.html
static TABLE: [KnownService; 12] = [
    // One host for all regions; the region is in the credential scope alone.
    KnownService { name: "bedrock", max_lifetime: 12 * 3_600, url: Some("https://bedrock.amazonaws.com"), ..ROW },
    KnownService { name: "dsql", ..ROW },
    KnownService { name: "ec2", url: Some("https://ec2.{region}.{suffix}"), ..ROW },
    KnownService { name: "elasticache", max_lifetime: QUARTER, fixed_lifetime: Some(QUARTER), ..ROW },
    // Its documentation lets the token follow the signature, which does not cover it.
    KnownService { name: "iotdevicegateway", token_place: TokenPlace::BehindSignature, ..ROW },
    KnownService { name: "kafka-cluster", max_lifetime: QUARTER, url: Some("https://kafka.{region}.{suffix}"), ..ROW },
    KnownService { name: "memorydb", max_lifetime: QUARTER, fixed_lifetime: Some(QUARTER), ..ROW },
    KnownService { name: "polly", url: Some("https://polly.{region}.{suffix}"), ..ROW },
    KnownService { name: "rds", url: Some("https://rds.{region}.{suffix}"), ..ROW },
    KnownService { name: "rds-db", max_lifetime: QUARTER, ..ROW },
    KnownService {
        name: "sts",
        max_lifetime: QUARTER,
        fixed_lifetime: Some(QUARTER),
        url: Some("https://sts.{region}.{suffix}"),
        ..ROW
    },
    KnownService {
        name: "transcribe",
        max_lifetime: 300,
        url: Some("wss://transcribestreaming.{region}.{suffix}:8443"),
        ..ROW
    },
];

pub(crate) fn find(name: &str) -> Option<&'static KnownService> {
    TABLE.iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(TABLE.iter().is_sorted_by(|left, right| left.name < right.name));
    }
}
