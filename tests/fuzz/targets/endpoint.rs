//! The URL, region and bucket that somebody configured, a line each.

#![no_main]

use libfuzzer_sys::fuzz_target;
use presigner::Endpoint;
use presigner::url::Url;

fuzz_target!(|data: &str| {
    let mut lines = data.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (url, region, bucket) = (line(), line(), line());
    let at_aws = [Endpoint::aws(region), Endpoint::aws("us-east-1").and_then(Endpoint::dual_stack)];
    let elsewhere = [Endpoint::custom(url, region), Endpoint::for_service(url, "us-east-1", region)];
    let of_regions = [Endpoint::aws("us-east-1"), Endpoint::custom(url, "us-east-1")]
        .map(|endpoint| endpoint.and_then(|endpoint| endpoint.with_region_set(region)));
    for endpoint in at_aws.into_iter().chain(elsewhere).chain(of_regions) {
        let Ok(endpoint) = endpoint else { continue };
        for endpoint in [endpoint.clone().path_style(), endpoint.virtual_hosted()] {
            let Ok(bucket) = endpoint.bucket(bucket) else { continue };
            // What is signed is what a client requests.
            assert_eq!(Url::parse(bucket.url()).map(String::from).as_deref(), Ok(bucket.url()));
            assert!(bucket.url().ends_with('/'));
        }
    }
});
