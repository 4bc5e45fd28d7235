//! Guides: what there is to know around a link. They exist in the documentation only.

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
    limits
    url_length
    range
    from_rusty_s3
    from_aws_sdk_s3
    from_object_store
    from_minio
}
