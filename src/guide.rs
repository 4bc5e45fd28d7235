//! Guides, one for each topic around presigned links. They exist only in the documentation.

macro_rules! guides {
    ($($name:ident)*) => {
        $(
            #[doc = include_str!(concat!("guide/", stringify!($name), ".md"))]
            pub mod $name {}
        )*
    };
}

guides! {
    pocket
    stores
    multi_region
    uploads
    lifetime
    credentials
    caching
    page_scripts
    forbidden
    security
    embedding
    testing
    limits
    url_length
    range
    from_rusty_s3
    from_aws_sdk_s3
    from_object_store
    from_minio
}

#[doc = include_str!("guide/services.md")]
#[doc(
    alias = "token",
    alias = "rds",
    alias = "aurora",
    alias = "eks",
    alias = "dsql",
    alias = "elasticache",
    alias = "memorydb",
    alias = "msk",
    alias = "kafka",
    alias = "bedrock",
    alias = "iot",
    alias = "mqtt",
    alias = "transcribe",
    alias = "polly",
    alias = "api gateway",
    alias = "execute-api",
    alias = "kinesis video",
    alias = "ec2",
    alias = "lambda",
    alias = "sts",
    alias = "opensearch",
    alias = "privatelink",
    alias = "websocket"
)]
pub mod services {}
