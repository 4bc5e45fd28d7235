//! Bad input, and the words of every error.

mod common;

use core::fmt::Debug;
use core::time::Duration;

use presigner::multipart::{CompletedPart, completion_body};
use presigner::time::macros::datetime;
use presigner::{
    CanonicalPath, Checksum, CopySource, Credentials, Endpoint, Error, Method, Presigner, Signer, Validity,
};

use common::{NOW, valid_for};

fn says<T: Debug>(result: Result<T, Error>, message: &str) {
    assert_eq!(result.expect_err(message).to_string(), message);
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn signer() -> Signer {
    common::signer(&Endpoint::gcs(), "bucket")
}

fn with_presigner(run: impl FnOnce(&Presigner<'_>)) {
    run(&signer().at(valid_for(60)).unwrap());
}

#[test]
fn credentials() {
    let id = |id: &str| Credentials::new(id, "secret");
    says(id(""), "the access key id is empty");
    says(id(&"A".repeat(129)), "the access key id has 129 bytes, the limit is 128");
    let rule = "it may hold only printable ASCII without spaces and slashes";
    says(id("A/B"), &format!("the access key id holds a slash; {rule}"));
    says(id("A B"), &format!("the access key id holds a space; {rule}"));
    says(id("A\tB"), &format!("the access key id holds a control character; {rule}"));
    says(id("A\0B"), &format!("the access key id holds a line break or NUL; {rule}"));
    says(id("Ä"), &format!("the access key id holds a non-ASCII character; {rule}"));
    assert!(id("test:tester").is_ok(), "Swift's access keys hold a colon");

    let secret = |secret: &str| Credentials::new("AKIA", secret);
    let rule = "it may hold only printable ASCII, without a space at either end";
    says(secret(""), "the secret access key is empty");
    says(secret("abc\n"), &format!("the secret access key holds a line break or NUL; {rule}"));
    says(secret(" abc"), &format!("the secret access key holds a space; {rule}"));
    says(secret("abc "), &format!("the secret access key holds a space; {rule}"));
    says(secret("ä"), &format!("the secret access key holds a non-ASCII character; {rule}"));

    let token = |token: &str| secret("secret").unwrap().with_session_token(token);
    let rule = "it may hold only printable ASCII without spaces";
    says(token(""), "the session token is empty");
    says(token("a b"), &format!("the session token holds a space; {rule}"));
    says(token("a\r"), &format!("the session token holds a line break or NUL; {rule}"));
    says(token("€"), &format!("the session token holds a non-ASCII character; {rule}"));
    says(secret("secret").unwrap().with_expiry(i64::MAX), "the time is outside the years 1 to 9999");
}

#[test]
fn endpoints() {
    let custom = |url: &str| Endpoint::custom(url, "eu");
    let not_a_url = "the endpoint is not an absolute URL, as `https://s3.example.com`";
    for url in ["", "s3.example.com", "https:s3.example.com", "https:\\\\s3.example.com", "https://s3.exa\nmple.com"] {
        says(custom(url), not_a_url);
    }
    says(custom(" https://s3.example.com"), not_a_url);
    says(custom("https://h:99999"), not_a_url);
    says(
        custom("ftp://s3.example.com"),
        "the endpoint has a scheme other than http and https, or for services outside S3 ws and wss",
    );
    says(custom("https://"), "the endpoint has no host");
    says(custom("https:///a"), "the endpoint has no host");
    says(custom("https://:80"), "the endpoint has no host");
    let userinfo = "the endpoint has a user name or password; credentials belong in `Credentials`";
    says(custom("https://user@h"), userinfo);
    says(custom("https://user:secret@h/x"), userinfo);
    says(custom("https://@h"), userinfo);
    says(custom("https://h?"), "the endpoint has a query");
    says(custom("https://h/a?b=c"), "the endpoint has a query");
    says(custom("https://h/#"), "the endpoint has a fragment");
    let host = "the endpoint has a host that not every client accepts: letters, digits, `-`, `_` and single inner dots, \
                at most 253 bytes";
    for url in [
        "https://h.",
        "https://a..b",
        "https://a,b",
        "https://a'b",
        "https://[::1",
        "https://1.2.3.4.5",
        "https://xn--a",
    ] {
        says(custom(url), host);
    }
    says(custom(&format!("https://{}.com", "a.".repeat(125))), host);
    says(custom("https://h/a b"), not_a_url);
    let rule = "it may hold only letters, digits, `-`, `.`, `_`, `~` and `/`";
    says(
        custom("https://h/a%20b"),
        &format!("the base path of the endpoint holds a character outside its alphabet; {rule}"),
    );
    says(custom("https://h/ä"), &format!("the base path of the endpoint holds a non-ASCII character; {rule}"));
    let dots = "has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one";
    says(custom("https://h/a/../b"), &format!("the base path of the endpoint {dots}"));
    says(custom("https://h/."), &format!("the base path of the endpoint {dots}"));

    let region = |region: &str| Endpoint::custom("https://h", region);
    let rule = "it may hold only printable ASCII without spaces and slashes";
    says(region(""), "the region is empty");
    says(region(&"a".repeat(65)), "the region has 65 bytes, the limit is 64");
    says(region("a/b"), &format!("the region holds a slash; {rule}"));
    says(region("us east"), &format!("the region holds a space; {rule}"));
    says(region("é"), &format!("the region holds a non-ASCII character; {rule}"));
    says(Endpoint::for_service("https://h", "eu", ""), "the service is empty");
    says(Endpoint::for_service("https://h", "eu", "a/b"), &format!("the service holds a slash; {rule}"));

    for region in ["", "auto", "us-east-1a", "US-EAST-1", "eu-1", "us east-1", "us-east-1.evil.example", "-east-1"] {
        says(Endpoint::aws(region), "the region does not have the form of an AWS region, as `eu-central-1`");
    }
    let rule = "it may hold only lower-case letters, digits and hyphens";
    says(Endpoint::r2(""), "the account is empty");
    says(Endpoint::r2("A"), &format!("the account holds a character outside its alphabet; {rule}"));
    let url = "the account must be an account id, not a URL or host name";
    for account in ["https://0123456789abcdef.r2.cloudflarestorage.com", "a.evil.example", "a/b", "a:9000"] {
        says(Endpoint::r2(account), url);
        says(Endpoint::oracle(account, "us-phoenix-1"), url);
    }
    says(Endpoint::r2(&"a".repeat(64)), "the account has 64 bytes, the limit is 63");

    says(Endpoint::oracle("", "us-phoenix-1"), "the account is empty");
    says(Endpoint::supabase("a.b", "eu-west-1"), url);
    let listed = "has no such region in its list of 2026-11; for a newer one use `Endpoint::custom` and its URL";
    for region in ["", "eu-north-1", "EU-CENTRAL-1", "eu-central-1.evil.example"] {
        says(Endpoint::wasabi(region), &format!("Wasabi {listed}"));
    }
    says(Endpoint::hetzner("fra1"), &format!("Hetzner {listed}"));
    says(Endpoint::ovh("GRA"), &format!("OVHcloud {listed}"));
    says(Endpoint::ibm_cos("us-west"), &format!("IBM Cloud Object Storage {listed}"));
    let form = "has no such region; a region is lower-case letters, digits and inner hyphens";
    for region in ["", "us west", "us.west", "-us", "US-WEST-004", &"a".repeat(64)] {
        says(Endpoint::backblaze_b2(region), &format!("Backblaze B2 {form}"));
        says(Endpoint::digitalocean_spaces(region), &format!("DigitalOcean Spaces {form}"));
        says(Endpoint::scaleway(region), &format!("Scaleway {form}"));
        says(Endpoint::oracle("namespace", region), &format!("Oracle Cloud {form}"));
        says(Endpoint::supabase("project", region), &format!("Supabase {form}"));
    }

    let limit = |limit| Endpoint::gcs().with_max_lifetime(limit);
    says(limit(Duration::from_millis(999)), "the lifetime is under one second");
    says(limit(seconds(604_801)), "the lifetime is 604801 seconds, the limit is 604800");
}

const NO_PATH_STYLE: &str = "S3 Express buckets, access points by ARN, multi-Region access points, Outposts, accelerated endpoints, Alibaba OSS and Tencent COS have no path-style \
                             addresses; use virtual-hosted style";

#[test]
fn amazon_s3_options() {
    let aws = |region: &str| Endpoint::aws(region).unwrap();
    let partition = "the region's partition of AWS has no";
    says(aws("cn-north-1").fips(), &format!("{partition} FIPS hosts"));
    says(aws("cn-north-1").accelerated(), &format!("{partition} transfer acceleration"));
    says(aws("us-east-1").fips().unwrap().accelerated(), "transfer acceleration has no FIPS hosts");
    says(aws("us-east-1").accelerated().unwrap().fips(), "transfer acceleration has no FIPS hosts");
    says(Endpoint::aws_global().dual_stack(), "the global host of Amazon S3 has no dual-stack hosts");
    says(Endpoint::aws_global().accelerated(), "the global host of Amazon S3 has no transfer acceleration");
    says(Endpoint::gcs().fips(), "an endpoint other than one of `Endpoint::aws` has no FIPS hosts");

    let accelerated = aws("us-east-1").accelerated().unwrap();
    says(accelerated.clone().path_style().bucket("photos"), NO_PATH_STYLE);
    let instead = "use the endpoint without acceleration, and path style";
    says(
        accelerated.bucket("my.photos"),
        &format!(
            "the bucket can't be accelerated: its name has a dot, which wildcard certificates do not cover; {instead}"
        ),
    );
    let not_a_host = "its name is not a host name of lower-case letters, digits and hyphens, 1 to 63 bytes a label";
    says(accelerated.bucket("MyPhotos"), &format!("the bucket can't be accelerated: {not_a_host}; {instead}"));
    // The advice works.
    assert!(aws("us-east-1").path_style().bucket("my.photos").is_ok());
    let access_point = "arn:aws:s3:us-east-1:123456789012:accesspoint/a";
    let object_lambda = "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/a";
    let outposts = "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/accesspoint/a";
    let alias = "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3";
    says(accelerated.bucket(access_point), "an access point has no transfer acceleration");
    says(accelerated.bucket("a--use1-az4--x-s3"), "an S3 Express bucket has no transfer acceleration");
    let dual_stack = aws("us-east-1").dual_stack().unwrap();
    says(dual_stack.bucket(object_lambda), "an access point of S3 Object Lambda has no dual-stack hosts");
    says(dual_stack.bucket(outposts), "an access point of S3 on Outposts has no dual-stack hosts");
    says(dual_stack.bucket(alias), "an access point of S3 on Outposts has no dual-stack hosts");
    says(aws("us-east-1").fips().unwrap().bucket(alias), "an access point of S3 on Outposts has no FIPS hosts");
    for name in [access_point, object_lambda, outposts, alias, "a--use1-az4--x-s3"] {
        says(aws("us-east-1").path_style().bucket(name), NO_PATH_STYLE);
    }
}

#[test]
fn access_points() {
    let bucket = |name: &str| Endpoint::aws("eu-west-1").unwrap().bucket(name);
    let arn = |name: &str, problem: &str| says(bucket(name), &format!("the ARN {problem}"));
    arn("arn:aws:s3", "does not have six parts, as `arn:aws:s3:region:account:accesspoint/name`");
    arn(
        "arn:aws:sqs:eu-west-1:123456789012:a",
        "is of a service other than `s3`, `s3-object-lambda` and `s3-outposts`",
    );
    for name in [
        "arn:aws:s3:::photos",
        "arn:aws:s3:eu-west-1:123456789012:accesspoint/a/b",
        "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01",
        "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01/accesspoint/a/b",
    ] {
        arn(
            name,
            "does not name an access point, as `accesspoint/name`, on Outposts `outpost/id/accesspoint/name`; \
             a bucket goes by its name",
        );
    }
    for name in [
        "arn:aws:s3:europe:123456789012:accesspoint/a",
        "arn:aws:s3:eu-west-1.evil.example:123456789012:accesspoint/a",
        "arn:aws:s3::123456789012:accesspoint/reports",
        "arn:aws:s3-object-lambda::123456789012:accesspoint/a.mrap",
    ] {
        arn(
            name,
            "must have a region of the form `eu-central-1`; only multi-Region access points, whose names end in `.mrap`, have none",
        );
    }
    for (partition, region) in [("aws-cn", "eu-west-1"), ("aws", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")] {
        arn(
            &format!("arn:{partition}:s3:{region}:123456789012:accesspoint/a"),
            "lies in another partition of AWS than its region or the endpoint",
        );
    }
    for account in ["", "12345678901", "1234567890123", "12345678901a"] {
        arn(&format!("arn:aws:s3:eu-west-1:{account}:accesspoint/a"), "has an account that is not 12 digits");
    }
    let name = "has a name or Outpost that is not a label of a host: lower-case letters, digits and inner hyphens, 63 bytes \
                with the account";
    for bad in ["", "A", "a_b", "a.b", "-a", "a-", &"a".repeat(51)] {
        arn(&format!("arn:aws:s3:eu-west-1:123456789012:accesspoint/{bad}"), name);
    }
    arn("arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op.01/accesspoint/a", name);
    assert!(bucket(&format!("arn:aws:s3:eu-west-1:123456789012:accesspoint/{}", "a".repeat(50))).is_ok());

    for bad in ["A.mrap", "a_b.mrap", ".mrap", "a.b.mrap"] {
        arn(&format!("arn:aws:s3::123456789012:accesspoint/{bad}"), name);
    }
    arn("arn:aws:s3::12345:accesspoint/mfzwi23gnjvgw.mrap", "has an account that is not 12 digits");
    says(
        CopySource::new("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", "a"),
        "the ARN is that of a multi-Region access point, from which S3 does not copy",
    );

    let express = "the name of an S3 Express bucket must be lower-case letters, digits and hyphens, and end in `--zone--x-s3` \
                   with a zone such as `use1-az5`";
    for name in
        ["a--x-s3", "--use1-az4--x-s3", "a-use1-az4--x-s3", "A--use1-az4--x-s3", "a--use1-a.4--x-s3", "a--azid--xa-s3"]
    {
        says(bucket(name), express);
    }

    let alias =
        "the alias of an access point on Outposts has a hardware type other than `o` and `e`, or is of a beta region";
    for name in [
        "test-accessp-x0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
        "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kbeta0--op-s3",
        "test.accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
    ] {
        says(bucket(name), alias);
    }
}

const MULTI_REGION: [&str; 2] = ["arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", "mfzwi23gnjvgw.mrap"];

#[cfg(not(feature = "sigv4a"))]
#[test]
fn multi_region_access_points() {
    for name in MULTI_REGION {
        says(
            Endpoint::aws("eu-west-1").unwrap().bucket(name),
            "multi-Region access points and region sets need Signature Version 4A; turn on the feature `sigv4a` of `presigner`",
        );
    }
}

#[cfg(feature = "sigv4a")]
#[test]
fn multi_region_access_points() {
    let aws = || Endpoint::aws("eu-west-1").unwrap();
    for name in MULTI_REGION {
        assert!(aws().bucket(name).is_ok());
        for (endpoint, option) in [
            (aws().dual_stack(), "dual-stack hosts"),
            (aws().fips(), "FIPS hosts"),
            (aws().accelerated(), "transfer acceleration"),
        ] {
            let words = format!("a multi-Region access point has no {option}");
            says(endpoint.clone().unwrap().bucket(name), &words);
            says(endpoint.unwrap().with_region_set("*"), &words);
        }
        says(aws().path_style().bucket(name), NO_PATH_STYLE);
        assert_eq!(aws().custom_domain().bucket(name).unwrap_err(), Error::UnsupportedCustomDomain);
    }
    says(aws().with_region_set("*").unwrap().fips(), "a multi-Region access point has no FIPS hosts");
    says(
        aws().bucket("arn:aws-cn:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"),
        "the ARN lies in another partition of AWS than its region or the endpoint",
    );
}

#[cfg(feature = "sigv4a")]
#[test]
fn region_sets() {
    let aws = |region_set: &str| Endpoint::aws("eu-west-1").unwrap().with_region_set(region_set);
    let pattern = "a region set must be `*` or a list of regions and patterns of them, separated by commas without spaces, as \
                   `eu-central-1,us-*`";
    for bad in [
        "eu",
        "eu-central",
        "europe-1x",
        ",",
        "*,",
        "eu-*,,us-*",
        "**",
        "-*",
        "eu--*",
        "eu-central-1-",
        &"a*".repeat(17),
    ] {
        says(aws(bad), pattern);
    }
    says(aws(""), "the region set is empty");
    says(aws(&"*,".repeat(513)), "the region set has 1026 bytes, the limit is 1024");
    let alphabet = "it may hold only lower-case letters, digits, hyphens, `*` and commas";
    for (bad, kind) in [("eu-*, us-*", "a space"), ("EU-*", "a character outside its alphabet"), ("*/s3", "a slash")] {
        says(aws(bad), &format!("the region set holds {kind}; {alphabet}"));
    }
    for good in ["*", "eu-central-1", "eu-*", "*-1", "us-east-1,us-west-*,ap-*-1"] {
        assert_eq!(aws(good).unwrap().region(), good);
    }

    let one_region = "only multi-Region access points and custom endpoints can have a region set; for a bucket or access point \
                      of one region, leave it out";
    for name in ["photos", "a-s3alias", "b--use1-az4--x-s3", "arn:aws:s3:eu-west-1:123456789012:accesspoint/a"] {
        says(aws("*").unwrap().bucket(name), one_region);
    }
    let express = Endpoint::for_service("https://s3express-use1-az4.us-east-1.amazonaws.com", "us-east-1", "s3express");
    for endpoint in [Endpoint::gcs(), Endpoint::r2("0123456789abcdef").unwrap(), express.unwrap()] {
        says(endpoint.with_region_set("*"), one_region);
    }
    let reports =
        Endpoint::aws("eu-west-1").unwrap().bucket("arn:aws:s3:eu-west-1:123456789012:accesspoint/a").unwrap();
    says(reports.endpoint().clone().with_region_set("*"), one_region);
}

#[test]
fn buckets() {
    let path_style = |name: &str| Endpoint::custom("https://h", "eu").unwrap().bucket(name);
    let rule = "it may hold only what its addressing style allows: no control character, and for a \
                provider's preset letters, digits, `-`, `.` and `_`";
    says(path_style(""), "the bucket name is empty");
    let slash = "the bucket name holds a slash; a prefix belongs to the keys, not to the bucket";
    says(path_style("a/b"), slash);
    says(Endpoint::aws("eu-central-1").unwrap().bucket("a/b"), slash);
    says(path_style("a\u{7f}"), &format!("the bucket name holds a control character; {rule}"));
    says(
        path_style(".."),
        "the bucket name has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one",
    );
    assert_eq!(path_style("Größe 1").unwrap().url(), "https://h/Gr%C3%B6%C3%9Fe%201/");
    says(Endpoint::gcs().bucket("a b"), &format!("the bucket name holds a space; {rule}"));
    says(Endpoint::gcs().bucket("ä"), &format!("the bucket name holds a non-ASCII character; {rule}"));

    let virtual_hosted = |url: &str, name: &str| Endpoint::custom(url, "eu").unwrap().virtual_hosted().bucket(name);
    let refused = |url: &str, name: &str, why: &str| {
        says(virtual_hosted(url, name), &format!("the bucket can't be virtual-hosted: {why}; use path style"));
    };
    let not_a_host = "its name is not a host name of lower-case letters, digits and hyphens, 1 to 63 bytes a label";
    for name in ["Upper", "under_score", "-a", "a-", "a..b", ".a", "a.", "a b", "ä", "a:1", "a@b"] {
        refused("http://h.example", name, not_a_host);
    }
    refused("http://h.example", &"a".repeat(64), not_a_host);
    refused("http://127.0.0.1", "bucket", "the endpoint's host is an IP address or looks like one");
    refused("http://[::1]:9000", "bucket", "the endpoint's host is an IP address or looks like one");
    refused("http://0x7f.1", "bucket", "the endpoint's host is an IP address or looks like one");
    refused("http://h.example", "xn--a", "a label of its name begins with `xn--`");
    refused("https://h.example", "a.b", "its name has a dot, which wildcard certificates do not cover");
    refused(&format!("http://{}com", "a.".repeat(100)), &"b".repeat(63), "bucket and host together are over 253 bytes");
    for endpoint in [Endpoint::supabase("project", "eu-west-1"), Endpoint::oracle("namespace", "us-phoenix-1")] {
        says(
            endpoint.unwrap().virtual_hosted().bucket("photos"),
            "the bucket can't be virtual-hosted: the endpoint's provider has no virtual hosts there; use path style",
        );
    }
    assert!(virtual_hosted("http://h.example", "a.b").is_ok());
    for alias in ["a-s3alias", "b--use1-az4--x-s3", "c--ol-s3", "d.mrap"] {
        assert!(virtual_hosted("http://h.example", alias).is_ok(), "{alias}");
    }

    let express =
        Endpoint::for_service("https://s3express-use1-az4.us-east-1.amazonaws.com", "us-east-1", "s3express").unwrap();
    assert!(express.bucket("b--use1-az4--x-s3").is_ok());
    says(
        express.bucket("a.b"),
        "the bucket can't be one of S3 Express: its name has a dot, which wildcard certificates do not cover",
    );
    says(express.path_style().bucket("b--use1-az4--x-s3"), NO_PATH_STYLE);

    let twice = "the endpoint's URL already names the bucket, so every link would name it twice; give the URL without the bucket";
    for url in ["https://h/photos", "https://h/photos/", "https://h/a/photos", "https://photos.s3.example.com"] {
        says(Endpoint::custom(url, "eu").unwrap().bucket("photos"), twice);
        assert!(Endpoint::custom(url, "eu").unwrap().bucket("other").is_ok());
    }
    says(virtual_hosted("http://photos.example.com", "photos"), twice);
    assert!(Endpoint::custom("https://photos.example.com", "eu").unwrap().bucket("photos").is_ok());
    // The URLs of presets are known to be right, whatever the bucket is called.
    assert!(Endpoint::gcs().virtual_hosted().bucket("storage").is_ok());
    assert!(Endpoint::supabase("project", "eu-west-1").unwrap().bucket("s3").is_ok());
    assert!(Endpoint::custom("https://h/myphotos", "eu").unwrap().bucket("photos").is_ok());
    says(
        Endpoint::for_service("https://sts.amazonaws.com", "us-east-1", "sts").unwrap().bucket("b"),
        "the service has no buckets",
    );
}

#[test]
fn times() {
    let new = |now, lifetime| Validity::new(now, lifetime);
    says(new(NOW, seconds(0)), "the lifetime is under one second");
    says(new(NOW, Duration::from_millis(999)), "the lifetime is under one second");
    says(new(NOW, seconds(604_801)), "the lifetime is 604801 seconds, the limit is 604800");
    says(new(NOW, Duration::MAX), "the lifetime is 18446744073709551615 seconds, the limit is 604800");
    says(Validity::until(NOW, NOW), "the lifetime is under one second");
    says(Validity::until(NOW, NOW - 1), "the lifetime is under one second");
    let out_of_range = "the time is outside the years 1 to 9999";
    says(Validity::new(datetime!(0000-12-31 23:59:59 UTC), seconds(60)), out_of_range);
    says(Validity::new(datetime!(9999-12-31 23:59:59 UTC), seconds(1)), out_of_range);
    says(Validity::new(datetime!(9999-12-31 23:59:59 -1), seconds(1)), out_of_range);
    says(Validity::until(datetime!(9999-12-31 23:59 UTC), datetime!(9999-12-31 23:59:59 -1)), out_of_range);
    says(new(i64::MIN, seconds(1)), out_of_range);
    assert!(Validity::new(datetime!(0001-01-01 0:00 UTC), seconds(60)).is_ok());
    assert!(Validity::new(datetime!(9999-12-31 23:59:58 UTC), seconds(1)).is_ok());
    let aligned = |now, step, at_least| Validity::aligned(now, step, at_least);
    says(aligned(NOW, Duration::from_millis(999), seconds(60)), "the step of an aligned validity is under one second");
    says(aligned(NOW, seconds(600_000), seconds(4_801)), "the lifetime is 604801 seconds, the limit is 604800");
    says(
        aligned(NOW, Duration::MAX, Duration::MAX),
        "the lifetime is 18446744073709551615 seconds, the limit is 604800",
    );
    says(aligned(-62_135_596_800, seconds(7 * 86_400 - 1), seconds(1)), out_of_range);

    let limited = Endpoint::gcs().with_max_lifetime(seconds(900)).unwrap().bucket("bucket").unwrap();
    let limited = Signer::new(limited, Credentials::new("AKIA", "secret").unwrap());
    says(limited.at(new(NOW, seconds(901)).unwrap()), "the lifetime is 901 seconds, the limit is 900");
    assert!(limited.at(new(NOW, seconds(900)).unwrap()).is_ok());

    let expiring = |at| {
        let credentials = Credentials::new("AKIA", "secret").unwrap().with_expiry(at).unwrap();
        Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), credentials)
    };
    let minute = new(NOW, seconds(60)).unwrap();
    says(expiring(NOW).at(minute), "the credentials have expired");
    says(expiring(NOW).at_exactly(minute), "the credentials have expired");
    says(
        expiring(NOW + 59).at_exactly(minute),
        "the credentials expire in 59 seconds, before the lifetime asked for ends",
    );
    assert!(expiring(NOW + 60).at_exactly(minute).is_ok());
    // Expired is measured from now and not from the aligned date, which lies before.
    let aligned = aligned(NOW, seconds(3600), seconds(60)).unwrap();
    assert!(aligned.date().seconds() < NOW - 1);
    says(expiring(NOW - 1).at(aligned), "the credentials have expired");

    let session = Credentials::s3_express_session("AKIA", "secret", "token", datetime!(2050-01-01 0:00 UTC)).unwrap();
    says(
        Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), session).at(minute),
        "S3 Express session credentials sign for the service `s3express` only",
    );
}

#[test]
fn keys_and_methods() {
    with_presigner(|presigner| {
        says(presigner.get(""), "the key is empty");
        says(presigner.put(&"ä".repeat(513)), "the key has 1026 bytes, the limit is 1024");
        assert!(presigner.get(&"a".repeat(1024)).is_ok());
        for key in [".", "..", "a/../b", "a/.", "./a", "/../a", "a//..", "a/./b"] {
            says(
                presigner.head(key),
                "the key has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one",
            );
        }
        for key in ["...", ".a", "a.", "a/..b", "a/b..", "%2e%2e", "/", "//", " "] {
            assert!(presigner.delete(key).is_ok(), "{key:?}");
        }
    });
    let rule = "it may hold only upper-case letters, digits, `-` and `_`";
    says(Method::custom(""), "the method is empty");
    says(Method::custom("get"), &format!("the method holds a character outside its alphabet; {rule}"));
    says(Method::custom("GET "), &format!("the method holds a space; {rule}"));
    says(Method::custom("GET\nHOST"), &format!("the method holds a line break or NUL; {rule}"));
    says(Method::custom(&"A".repeat(23)), "the method has 23 bytes, the limit is 22");
}

#[test]
fn parameters() {
    with_presigner(|presigner| {
        let query = |name: &'static str, value: &'static str| presigner.get("key").unwrap().query(name, value);
        for name in [
            "X-Amz-Algorithm",
            "x-amz-algorithm",
            "X-AMZ-CREDENTIAL",
            "X-Amz-Date",
            "x-amz-expires",
            "X-Amz-Signature",
            "X-Amz-SignedHeaders",
            "x-amz-security-token",
            "X-Amz-S3session-Token",
            "x-amz-region-set",
            "x-amz-content-sha256",
            "X-Amz-Anything",
            "X-Amz-",
            "AWSAccessKeyId",
            "awsaccesskeyid",
            "Signature",
            "signature",
            "Expires",
            "expires",
            "X-Goog-Date",
            "x-goog-signature",
        ] {
            says(query(name, "1"), "the query parameter is reserved for the signature");
        }
        for name in ["x-amz-acl", "x-amz-checksum-mode", "X-Amz", "x-id", "uploads", "Expire"] {
            assert!(query(name, "").is_ok(), "{name}");
        }
        says(query("", "1"), "the name of the query parameter is empty");
        says(query("a", "1").unwrap().query("a", "2"), "the query parameter is given twice");
        let twice = presigner.get("key").unwrap().response_expires("1").unwrap();
        says(twice.clone().response_expires("1"), "the query parameter is given twice");
        says(twice.query("response-expires", "1"), "the query parameter is given twice");

        let rule = "it may hold only printable ASCII and spaces";
        for name in [
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
        ] {
            says(query(name, ""), "the value of the query parameter is empty");
            says(query(name, "a\r\nb"), &format!("the value of the query parameter holds a line break or NUL; {rule}"));
            says(query(name, "a\0"), &format!("the value of the query parameter holds a line break or NUL; {rule}"));
            says(query(name, "a\tb"), &format!("the value of the query parameter holds a control character; {rule}"));
            says(query(name, "ä"), &format!("the value of the query parameter holds a non-ASCII character; {rule}"));
        }
        says(
            query("x-amz-meta-a", "b\nc"),
            &format!("the value of the query parameter holds a line break or NUL; {rule}"),
        );
        says(
            query("X-aMz-meta-a", "ä"),
            &format!("the value of the query parameter holds a non-ASCII character; {rule}"),
        );
        assert!(query("prefix", "a\nb\0ä").is_ok(), "what reaches no header may hold anything");

        says(query("versionId", ""), "the version id is empty");
        for part in ["0", "10001", "-1", "+1", "1.0", "", "99999999999", " 1"] {
            says(query("partNumber", part), "the part number must be a whole number from 1 to 10000");
        }
        assert_eq!(query("partNumber", "007").unwrap().presign().url().matches("&partNumber=7&").count(), 1);
    });
}

#[test]
fn headers() {
    with_presigner(|presigner| {
        let header = |name: &str, value: &str| presigner.put("key").unwrap().header(name, value);
        for name in [
            "Host",
            "host",
            "Authorization",
            "connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "proxy-authorization",
            "proxy-connection",
            "TE",
            "trailer",
            "Transfer-Encoding",
            "upgrade",
            "expect",
            "x-amz-date",
            "X-Amz-Security-Token",
            "x-amz-content-sha256",
            "x-amz-s3session-token",
            "x-amz-region-set",
        ] {
            says(
                header(name, "1"),
                "the header can't be signed: the host, authentication and hop-by-hop headers belong to the client and the \
                 signature",
            );
        }
        let rule = "it may hold only the characters of an RFC 9110 token";
        says(header("", "1"), "the name of the header is empty");
        says(header("a b", "1"), &format!("the name of the header holds a space; {rule}"));
        says(header("a:b", "1"), &format!("the name of the header holds a character outside its alphabet; {rule}"));
        says(header("a\r\nb", "1"), &format!("the name of the header holds a line break or NUL; {rule}"));
        says(header("ä", "1"), &format!("the name of the header holds a non-ASCII character; {rule}"));
        says(presigner.put("key").unwrap().metadata("", "1"), "the name of the header is empty");
        let rule = "it may hold only printable ASCII and spaces";
        says(header("a", ""), "the value of the header is empty");
        says(header("a", "   "), "the value of the header is empty");
        says(header("a", "b\tc"), &format!("the value of the header holds a control character; {rule}"));
        says(header("a", "b\r\nc: d"), &format!("the value of the header holds a line break or NUL; {rule}"));
        says(header("a", "b\0"), &format!("the value of the header holds a line break or NUL; {rule}"));
        says(header("a", "ä"), &format!("the value of the header holds a non-ASCII character; {rule}"));
        says(
            header("Content-Length", "12a"),
            "the content length holds a character outside its alphabet; it may hold only digits",
        );
        says(header("A", "1").unwrap().header("a", "2"), "the header is given twice");
        says(header("X-Amz-Meta-Color", "1").unwrap().metadata("color", "2"), "the header is given twice");
        says(
            presigner.put("key").unwrap().content_length(1).unwrap().header("content-length", "1"),
            "the header is given twice",
        );
    });
}

#[test]
fn numbers() {
    with_presigner(|presigner| {
        let get = || presigner.get("key").unwrap();
        let list = || presigner.list_objects_v2("").unwrap();

        let rule = "the part number must be a whole number from 1 to 10000";
        for part in [0, 10_001, u16::MAX] {
            says(get().part_number(part), rule);
            says(presigner.upload_part("key", "id", part), rule);
            says(presigner.upload_part_copy("key", "id", part, CopySource::new("b", "k").unwrap()), rule);
        }
        assert!(presigner.upload_part("key", "id", 1).is_ok() && presigner.upload_part("key", "id", 10_000).is_ok());

        let keys = "the greatest number of keys must be a whole number from 0 to 2147483647";
        let parts = "the greatest number of parts must be a whole number from 0 to 2147483647";
        let uploads = "the greatest number of uploads must be a whole number from 1 to 1000";
        says(list().max_keys(1 << 31), keys);
        says(list().max_parts(u32::MAX), parts);
        for number in [0, 1_001, u16::MAX] {
            says(list().max_uploads(number), uploads);
        }
        let bounds = list().max_keys(0).unwrap().max_parts(1_001).unwrap().max_uploads(1).unwrap();
        says(bounds.clone().max_keys(1), "the query parameter is given twice");
        says(bounds.query("max-uploads", "1"), "the query parameter is given twice");

        let rule = "the part number marker must be a whole number from 0 to 10000";
        says(get().part_number_marker(10_001), rule);
        assert!(get().part_number_marker(0).is_ok() && get().part_number_marker(10_000).is_ok());

        // A raw parameter follows the rule of its setter.
        for text in ["", "-1", "+1", "1.0", " 1", "1 ", "0x1", "١", "10001", "18446744073709551616"] {
            says(get().query("part-number-marker", text), rule);
            says(list().query("max-uploads", text), uploads);
        }
        for text in ["", "-1", "+1", "1.0", "2147483648", "18446744073709551616"] {
            says(list().query("max-keys", text), keys);
            says(list().query("max-parts", text), parts);
        }
    });
}

#[test]
fn upload_ids() {
    with_presigner(|presigner| {
        let source = CopySource::new("b", "k").unwrap();
        // Without its id the request would be another one: not the end of an upload, but of the object.
        let empty = "the upload id is empty";
        says(presigner.upload_part("key", "", 1), empty);
        says(presigner.upload_part_copy("key", "", 1, source), empty);
        says(presigner.complete_multipart_upload("key", ""), empty);
        says(presigner.abort_multipart_upload("key", ""), empty);
        says(presigner.list_parts("key", ""), empty);
        says(presigner.get("key").unwrap().query("uploadId", ""), empty);
        says(
            presigner.list_parts("key", "id").unwrap().query("uploadId", "other"),
            "the query parameter is given twice",
        );
    });
}

#[test]
fn completed_parts() {
    let number = |number| CompletedPart::new(number, "tag").map(|_| ());
    says(number(0), "the part number must be a whole number from 1 to 10000");
    says(number(10_001), "the part number must be a whole number from 1 to 10000");
    let tag = |tag: &str| CompletedPart::new(1, tag).map(|_| ());
    let rule = "it may hold only printable ASCII without spaces, and a quote only at either end";
    says(tag(""), "the entity tag of the part is empty");
    says(tag("\"\""), "the entity tag of the part is empty");
    says(tag("\""), &format!("the entity tag of the part holds a character outside its alphabet; {rule}"));
    says(tag("W/\"tag\""), &format!("the entity tag of the part holds a character outside its alphabet; {rule}"));
    says(tag("\"a b\""), &format!("the entity tag of the part holds a space; {rule}"));
    says(tag("ä"), &format!("the entity tag of the part holds a non-ASCII character; {rule}"));
    let part = CompletedPart::new(1, "tag").unwrap();
    let checksum = |base64: &str| part.checksum(Checksum::Sha1, base64).map(|_| ());
    let rule = "it may hold only the characters of Base64";
    says(checksum(""), "the checksum of the part is empty");
    says(checksum("<a>"), &format!("the checksum of the part holds a character outside its alphabet; {rule}"));
    says(completion_body([]), "the list of parts is empty");
    says(completion_body([part, part]), "a part number is given twice");
}

#[test]
fn copy_sources() {
    let rule = "it may hold only what its addressing style allows: no control character, and for a \
                provider's preset letters, digits, `-`, `.` and `_`";
    let dots = "has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one";
    says(CopySource::new("", "key"), "the bucket name is empty");
    says(
        CopySource::new("a/b", "key"),
        "the bucket name holds a slash; a prefix belongs to the keys, not to the bucket",
    );
    says(CopySource::new("a\n", "key"), &format!("the bucket name holds a line break or NUL; {rule}"));
    says(CopySource::new("a\t", "key"), &format!("the bucket name holds a control character; {rule}"));
    says(CopySource::new("..", "key"), &format!("the bucket name {dots}"));
    says(CopySource::new("bucket", ""), "the key is empty");
    says(CopySource::new("bucket", &"a".repeat(1_025)), "the key has 1025 bytes, the limit is 1024");
    says(CopySource::new("bucket", "a/../b"), &format!("the key {dots}"));
    let source = CopySource::new("bucket", "key").unwrap();
    says(source.version_id(""), "the version id is empty");
    says(source.version_id(&"a".repeat(1_025)), "the version id has 1025 bytes, the limit is 1024");

    with_presigner(|presigner| {
        says(
            presigner.copy_object("key", source).unwrap().header("X-Amz-Copy-Source", "bucket/other"),
            "the header is given twice",
        );
        let part = || presigner.upload_part_copy("key", "id", 1, source).unwrap();
        says(
            part().copy_source_range(9, 3),
            "the last byte of the range must be a whole number from 9 to 18446744073709551615",
        );
        assert!(part().copy_source_range(9, 9).is_ok());
        says(part().copy_source_range(0, u64::MAX).unwrap().copy_source_range(0, 1), "the header is given twice");
    });
}

#[test]
fn scopes() {
    let signer = signer();
    let presigner = || signer.at(valid_for(60)).unwrap();
    let prefix = "the prefix of a scope must not be empty and must end in `/`";
    for text in ["", "users", "users/42", "/users/42 "] {
        says(presigner().within(text), prefix);
    }
    let outside = "the request names something outside the scope of the presigner";
    let scoped = presigner().within("users/42/").unwrap();
    for text in ["users/", "users/43/", "Users/42/", "/users/42/"] {
        says(scoped.clone().within(text), outside);
    }
    assert!(scoped.clone().within("users/42/").is_ok());
    let nested = scoped.clone().within("users/42/photos/").unwrap();
    says(nested.get("users/42/a"), outside);
    says(nested.clone().within("users/42/"), outside);
    assert!(nested.get("users/42/photos/a").is_ok());

    for key in ["users/42/", "users/42", "users/4", "users/43/a", "/users/42/a", "USERS/42/a", "users%2F42%2Fa", "a"] {
        says(scoped.get(key), outside);
        says(scoped.put(key), outside);
        says(scoped.delete_object_tagging(key), outside);
        says(scoped.create_multipart_upload(key), outside);
        says(scoped.abort_multipart_upload(key, "id"), outside);
        says(scoped.copy_object("users/42/a", CopySource::new("bucket", key).unwrap()), outside);
        says(scoped.upload_part_copy("users/42/a", "id", 1, CopySource::new("bucket", key).unwrap()), outside);
    }
    says(scoped.get("users/42/../43/a"), &scoped.get("..").unwrap_err().to_string());
    says(scoped.copy_object("users/42/a", CopySource::new("other", "users/42/b").unwrap()), outside);
    assert!(scoped.copy_object("users/42/a", CopySource::new("bucket", "users/42/b").unwrap()).is_ok());

    for prefix in ["", "users/", "users/42", "users/43/", "/users/42/"] {
        says(scoped.list_objects_v2(prefix), outside);
        says(scoped.list_object_versions(prefix), outside);
        says(scoped.list_multipart_uploads(prefix), outside);
    }
    let list = || scoped.list_objects_v2("users/42/").unwrap();
    says(list().query("prefix", ""), "the query parameter is given twice");

    let bucket = "a presigner with a scope signs only operations on objects inside the scope, not on the bucket";
    says(scoped.root(Method::GET), bucket);
    says(scoped.head_bucket(), bucket);
    says(scoped.create_bucket(), bucket);
    says(scoped.delete_bucket(), bucket);
    says(scoped.delete_objects(), bucket);

    let put = || scoped.put("users/42/a").unwrap();
    for name in
        ["x-amz-copy-source", "X-Amz-Copy-Source", "X-AMZ-RENAME-SOURCE", "x_amz_copy-source", "x-goog-copy-source"]
    {
        says(put().header(name, "bucket/users/42/b"), outside);
        // What is an error in every request says so first.
        let is_reserved = name.starts_with("X-Amz-") || name.starts_with("x-goog-");
        let reserved = "the query parameter is reserved for the signature";
        says(put().query(name, "bucket/users/42/b"), if is_reserved { reserved } else { outside });
        assert!(presigner().put("users/42/a").unwrap().header(name, "bucket/users/42/b").is_ok());
    }
    says(put().metadata("Snowball-Auto-Extract", "true"), outside);
    says(put().header("x-amz-meta-snowball_auto_extract", "true"), outside);
    assert!(put().metadata("copy-source", "letter").is_ok());
    for name in ["x-amz-copy-source-if-match", "x-amz-source-expected-bucket-owner", "x-amz-acl"] {
        assert!(put().header(name, "1").is_ok(), "{name}");
    }

    // Subresources of the bucket, and what is not known.
    for name in ["delete", "policy", "versioning", "session", "restore", "compose", "acl ", "Tagging", "users"] {
        says(put().query(name, ""), outside);
        says(list().query(name, ""), outside);
    }
    for name in ["acl", "tagging", "attributes", "legal-hold"] {
        assert!(put().query(name, "").is_ok(), "{name}");
        says(list().query(name, ""), outside);
    }
    for name in ["marker", "annotation"] {
        assert_ne!(put().query(name, "").is_ok(), list().query(name, "").is_ok(), "{name}");
    }
    // What has a setter goes wherever the setter goes.
    for name in ["versionId", "partNumber", "response-expires", "max-keys", "uploads"] {
        assert!(put().query(name, "1").is_ok() && list().query(name, "1").is_ok(), "{name}");
    }
    for name in ["x-id", "x-amz-request-payer"] {
        assert!(put().query(name, "1").is_ok() && list().query(name, "1").is_ok(), "{name}");
    }
    says(put().query("X-Request", "1"), outside);
    says(put().header("X-Request", "1"), outside);
    assert!(put().own_query("X-Request", "1").is_ok() && list().own_query("X-Request", "1").is_ok());
    says(put().own_query("x-oss-process", "1"), outside);
    says(put().own_query("X-Amz-Expires", "1"), "the query parameter is reserved for the signature");
    says(put().own_header("x-amz-date", "1"), &put().header("x-amz-date", "1").unwrap_err().to_string());
    says(put().query("X-Amz-Expires", "1"), "the query parameter is reserved for the signature");
}

#[test]
fn services() {
    let sts = Endpoint::for_service("https://sts.amazonaws.com", "us-east-1", "sts").unwrap();
    let signer = Signer::for_service(sts, Credentials::new("AKIA", "secret").unwrap());
    says(signer.at(Validity::new(NOW, seconds(901)).unwrap()), "the lifetime is 901 seconds, the limit is 900");
    let presigner = signer.at(valid_for(60)).unwrap();

    let no_bucket = "the signer has no bucket";
    says(presigner.get("key"), no_bucket);
    says(presigner.object(Method::POST, ""), no_bucket);
    says(presigner.copy_object("key", CopySource::new("bucket", "key").unwrap()), no_bucket);
    says(presigner.put_object_tagging("key"), no_bucket);
    says(presigner.upload_part("key", "id", 1), no_bucket);
    says(presigner.head_bucket(), no_bucket);
    says(presigner.create_bucket(), no_bucket);
    says(presigner.delete_bucket(), no_bucket);
    says(presigner.delete_objects(), no_bucket);
    says(presigner.list_objects_v2(""), no_bucket);
    says(presigner.list_object_versions(""), no_bucket);
    says(presigner.list_multipart_uploads(""), no_bucket);
    assert!(presigner.root(Method::GET).is_ok());
    let scoped = presigner.clone().within("a/").unwrap();
    says(scoped.get("a/b"), no_bucket);
    says(
        scoped.root(Method::GET),
        "a presigner with a scope signs only operations on objects inside the scope, not on the bucket",
    );

    let hash = "a payload hash must be 64 lower-case hex digits, given once, and only for services other than S3";
    let request = || presigner.root(Method::POST).unwrap();
    for text in ["", &"0".repeat(63), &"0".repeat(65), &"A".repeat(64), &"g".repeat(64), "UNSIGNED-PAYLOAD"] {
        says(request().payload_hash(text), hash);
    }
    let zeros = "0".repeat(64);
    let given = request().payload_hash(&zeros).unwrap();
    says(given.clone().payload_hash(&zeros), hash);
    assert_ne!(given.presign().url(), request().presign().url());
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(request().payload_hash(empty).unwrap().presign().url(), request().presign().url());
    with_presigner(|presigner| says(presigner.put("key").unwrap().payload_hash(&zeros), hash));

    says(presigner.path(Method::GET, "a"), "the path of a service must begin with `/`");
    let dots = "has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one";
    says(presigner.path(Method::GET, "/a/.."), &format!("the path {dots}"));
    says(
        scoped.path(Method::GET, "/a/b"),
        "a presigner with a scope signs only operations on objects inside the scope, not on the bucket",
    );
    with_presigner(|presigner| {
        says(
            presigner.path(Method::GET, "/"),
            "the signer has a bucket: name its objects by their keys; paths are for services only",
        );
    });
    for service in ["execute-api", "s3", "rds-db", ""] {
        says(
            Endpoint::aws_service(service, "eu-central-1"),
            "no AWS host is known for the service, or each of its customers has another host; give the URL to `Endpoint::for_service`",
        );
    }
    says(Endpoint::aws_service("sts", "auto"), "the region does not have the form of an AWS region, as `eu-central-1`");
    let fixed = "the endpoint is one of S3's, whose signing rules are fixed";
    says(Endpoint::gcs().with_token_behind_signature(), fixed);
    says(Endpoint::gcs().with_canonical_path(CanonicalPath::Normalized), fixed);
}

#[test]
fn lengths_of_names_at_amazon_s3() {
    let aws = Endpoint::aws("eu-central-1").unwrap();
    for endpoint in [aws.clone(), aws.clone().path_style(), aws.dual_stack().unwrap(), Endpoint::aws_global()] {
        for length in [1, 2, 64, 255] {
            let words = format!("the bucket's name has {length} bytes; at Amazon S3 it must have 3 to 63");
            says(endpoint.bucket(&"a".repeat(length)), &words);
        }
        for length in [3, 63] {
            assert!(endpoint.bucket(&"a".repeat(length)).is_ok(), "{length}");
        }
    }
    assert!(Endpoint::custom("https://h", "eu").unwrap().bucket("a").is_ok());
    assert!(Endpoint::gcs().bucket(&"a".repeat(64)).is_ok());
}

#[cfg(feature = "post")]
mod post {
    use presigner::post::{PostPolicy, SuccessStatus};

    use super::*;

    fn policy() -> PostPolicy<'static> {
        PostPolicy::new("key", 1..=9).unwrap()
    }

    #[test]
    fn keys_and_sizes() {
        let key = |key: &str| PostPolicy::new(key, 1..=9).map(|_| ());
        says(key(""), "the key of the upload is empty");
        says(key(&"k".repeat(1_025)), "the key of the upload has 1025 bytes, the limit is 1024");
        let rule = "it may hold only UTF-8 without control characters";
        says(key("a\nb"), &format!("the key of the upload holds a line break or NUL; {rule}"));
        says(key("a\0"), &format!("the key of the upload holds a line break or NUL; {rule}"));
        says(key("a\tb"), &format!("the key of the upload holds a control character; {rule}"));
        says(key("\x7f"), &format!("the key of the upload holds a control character; {rule}"));
        says(
            key("a/../b"),
            "the key of the upload has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the \
             requested one",
        );
        let variable = "holds `${filename}`, which the store would replace by the name of the file";
        says(key("a/${filename}"), &format!("the key of the upload {variable}"));
        assert!(key("a/$ {filename} ${file} é").is_ok());

        let prefix = |prefix: &str| PostPolicy::named_by_client(prefix, 1..=9).map(|_| ());
        let rule = "the prefix of a key that the client completes must not be empty and must end in `/`";
        says(prefix(""), rule);
        says(prefix("users/4"), rule);
        says(prefix("${filename}/"), &format!("the key of the upload {variable}"));
        says(
            prefix("a\r/"),
            "the key of the upload holds a line break or NUL; it may hold only UTF-8 without control characters",
        );
        says(prefix(&format!("{}/", "k".repeat(1_023))), "the key of the upload has 1024 bytes, the limit is 1023");
        assert!(matches!(prefix("a/../"), Err(Error::DotSegment { .. })));

        let size = |least, greatest| PostPolicy::new("key", least..=greatest).map(|_| ());
        says(size(2, 1), "the size range is empty: its lower end is above its upper end");
        let rule = "the greatest size of the upload must be a whole number from 1 to 5368709120";
        says(size(0, 0), rule);
        says(size(0, 5_368_709_121), rule);
        says(size(0, u64::MAX), rule);
        assert!(size(5_368_709_120, 5_368_709_120).is_ok() && size(0, 1).is_ok());
        let mut used_up = 0..=1_u64;
        used_up.by_ref().for_each(drop);
        says(PostPolicy::new("key", used_up), "the size range is empty: its lower end is above its upper end");
    }

    #[test]
    fn fields() {
        let rule = "it may hold only printable ASCII, without a space at either end";
        for set in [
            |value| policy().content_type(value),
            |value| policy().acl(value),
            |value| policy().storage_class(value),
            |value| policy().metadata("a", value),
            |value| policy().checksum(Checksum::Sha1, value),
            |value| policy().success_action_redirect(value),
            |value| policy().sse_kms(Some(value)),
            |value| policy().sse_customer_key(value, "md5"),
            |value| policy().sse_customer_key("key", value),
            |value| policy().field("Expires", value),
        ] {
            says(set(""), "the value of the form field is empty");
            says(set("a\r\nb"), &format!("the value of the form field holds a line break or NUL; {rule}"));
            says(set("a\tb"), &format!("the value of the form field holds a control character; {rule}"));
            says(set("é"), &format!("the value of the form field holds a non-ASCII character; {rule}"));
            says(set(" a"), &format!("the value of the form field holds a space; {rule}"));
            says(set("a "), &format!("the value of the form field holds a space; {rule}"));
            says(
                set("https://h/${filename}"),
                "the value of the form field holds `${filename}`, which the store would replace by the name of the file",
            );
        }
        let rule = "it may hold only the characters of an RFC 9110 token";
        says(policy().metadata("", "a"), "the name of the form field is empty");
        says(policy().metadata("a b", "a"), &format!("the name of the form field holds a space; {rule}"));
        says(
            policy().field("a\"", "a"),
            &format!("the name of the form field holds a character outside its alphabet; {rule}"),
        );
        says(policy().field("a\n", "a"), &format!("the name of the form field holds a line break or NUL; {rule}"));
        says(
            policy().content_type_among("text/html", &["image/png"]),
            "the content type is not one of those that are allowed",
        );
        assert!(policy().content_type_among("text/html", &[]).is_err());
    }

    #[test]
    fn reserved_fields() {
        let reserved = "the form field is reserved for the signature or has a setter of its own";
        for name in [
            "key",
            "Key",
            "bucket",
            "policy",
            "file",
            "FILE",
            "signature",
            "AWSAccessKeyId",
            "GoogleAccessId",
            "content-length-range",
            "Content-Type",
            "redirect",
            "success_action_redirect",
            "Success_Action_Status",
            "tagging",
            "x-amz-algorithm",
            "X-Amz-Credential",
            "x-amz-date",
            "x-amz-signature",
            "x-amz-security-token",
            "x-amz-s3session-token",
            "x-goog-algorithm",
            "x-goog-credential",
            "x-goog-signature",
            "x-amz-server-side-encryption",
            "X-AMZ-server-side-encryption-customer-key",
            "x-amz-server-side-encryption-context",
            "X-Amz-Content-Sha256",
        ] {
            says(policy().field(name, "1"), reserved);
        }
    }

    #[test]
    fn twice() {
        let twice = "the form field is given twice";
        says(policy().acl("private").unwrap().acl("private"), twice);
        says(policy().acl("private").unwrap().field("ACL", "public-read"), twice);
        says(policy().content_type("a/b").unwrap().content_type("a/c"), twice);
        says(policy().content_type("a/b").unwrap().any_content_type_even_html(), twice);
        says(policy().any_content_type_even_html().unwrap().content_type_among("a/b", &["a/b"]), twice);
        says(policy().metadata("Name", "1").unwrap().metadata("name", "1"), twice);
        says(policy().metadata("Name", "1").unwrap().field("X-Amz-Meta-Name", "2"), twice);
        says(policy().sse_s3().unwrap().sse_kms(None), twice);
        says(policy().tagging(&[("a", "b")]).unwrap().tagging(&[("c", "d")]), twice);
        let status = SuccessStatus::Created;
        says(policy().success_action_status(status).unwrap().success_action_status(status), twice);

        let contradict = "two form fields contradict each other: a success status and a redirect, two kinds of encryption, or an option of \
             KMS without an encryption that has it";
        let redirect = "https://app.example.com/uploaded";
        says(policy().success_action_status(status).unwrap().success_action_redirect(redirect), contradict);
        says(policy().success_action_redirect(redirect).unwrap().success_action_status(status), contradict);
        says(policy().sse_s3().unwrap().sse_customer_key("key", "md5"), contradict);
        says(policy().sse_customer_key("key", "md5").unwrap().sse_s3(), contradict);
        says(policy().sse_customer_key("key", "md5").unwrap().sse_kms(None), contradict);
        says(policy().sse_customer_key("key", "md5").unwrap().dsse_kms(None), contradict);
        says(
            policy().success_action_status(status).unwrap().success_action_redirect_with_file_name(redirect),
            contradict,
        );
        let context = [("a", "b")];
        for without_kms in [policy(), policy().sse_s3().unwrap(), policy().sse_customer_key("key", "md5").unwrap()] {
            says(without_kms.clone().kms_bucket_key(true), contradict);
            says(without_kms.kms_context(&context), contradict);
        }
        says(policy().dsse_kms(None).unwrap().kms_bucket_key(true), contradict);
        let kms = || policy().sse_kms(None).unwrap();
        says(kms().kms_bucket_key(true).unwrap().kms_bucket_key(false), twice);
        says(kms().kms_context(&context).unwrap().kms_context(&context), twice);
        says(kms().kms_context(&[("a", "1"), ("b", "1"), ("a", "2")]), twice);
        says(kms().kms_context(&[]), "the value of the form field is empty");
        says(kms().dsse_kms(None), twice);
        says(policy().metadata_from_client("a").unwrap().metadata("A", "1"), twice);
        says(policy().metadata_from_client("a").unwrap().metadata_with_file_name("a", ""), twice);
        says(policy().checksum_from_client(Checksum::Sha256).unwrap().checksum(Checksum::Sha256, "a"), twice);
        says(policy().content_type("a/b").unwrap().one_per_content_type(&["a/b"]), twice);
        says(policy().one_per_content_type(&["a/b", "a/c", "a/b"]), twice);
        says(policy().content_type("a/b").unwrap().unchecked_content_type_with_prefix("image/"), twice);
    }

    #[test]
    fn prefixes() {
        says(policy().one_per_content_type(&[]), "the content type is not one of those that are allowed");
        for prefix in ["", "/", "image", "image/svg", "image/*", "im age/", "image//", "é/", "image/ "] {
            let words =
                "the prefix of a content type that the client completes must be a token and `/`, such as `image/`";
            says(policy().unchecked_content_type_with_prefix(prefix), words);
        }
        let open =
            "the redirect must be an absolute http or https URL without a user name, and must not end within its host";
        for prefix in
            ["https://app.example.com", "https://app.example.com:8443", "https://app.example.com#", "/uploaded"]
        {
            says(policy().success_action_redirect_with_file_name(prefix), open);
        }
        says(policy().metadata_from_client(""), "the name of the form field is empty");
        let variable =
            "the value of the form field holds `${filename}`, which the store would replace by the name of the file";
        says(policy().metadata_with_file_name("a", "a${filename}"), variable);
        says(policy().success_action_redirect_with_file_name("https://h/${filename}"), variable);
    }

    #[test]
    fn redirects() {
        for url in [
            "/uploaded",
            "//app.example.com",
            "app.example.com",
            "javascript:alert(1)",
            "data:text/html,a",
            "ftp://a.example",
            "https:app.example.com",
            "https://",
            "https:///a",
            "https:\\\\a.example",
            "https://user@a.example",
            "https://a.example@b.example/",
            "https://a b/",
            "https://a.example/a b",
            "file:///etc/passwd",
        ] {
            says(
                policy().success_action_redirect(url),
                "the redirect must be an absolute http or https URL without a user name, and must not end within its host",
            );
        }
        for url in ["http://127.0.0.1:8080", "https://app.example.com/a?b=c#d", "HTTPS://App.Example.COM/%20"] {
            assert!(policy().success_action_redirect(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn tags() {
        let number = "an upload must have 1 to 10 tags with different keys";
        says(policy().tagging(&[]), number);
        says(policy().tagging(&[("a", "1"), ("b", "2"), ("a", "3")]), number);
        let keys: Vec<String> = (0..11).map(|number| number.to_string()).collect();
        let tags: Vec<_> = keys.iter().map(|key| (&**key, "")).collect();
        says(policy().tagging(&tags), number);
        assert!(policy().tagging(&tags[..10]).is_ok());

        says(policy().tagging(&[("", "1")]), "the key of the tag is empty");
        says(policy().tagging(&[(&"a".repeat(129), "1")]), "the key of the tag has 129 bytes, the limit is 128");
        says(policy().tagging(&[("a", &"b".repeat(257))]), "the value of the tag has 257 bytes, the limit is 256");
        let rule = "it may hold only letters, digits, spaces and `+`, `-`, `=`, `.`, `_`, `:`, `/`, `@`";
        says(
            policy().tagging(&[("<", "1")]),
            &format!("the key of the tag holds a character outside its alphabet; {rule}"),
        );
        says(
            policy().tagging(&[("a", "&")]),
            &format!("the value of the tag holds a character outside its alphabet; {rule}"),
        );
        says(policy().tagging(&[("a", "\n")]), &format!("the value of the tag holds a line break or NUL; {rule}"));
        says(
            policy().tagging(&[("a\u{202e}", "")]),
            &format!("the key of the tag holds a non-ASCII character; {rule}"),
        );
        assert!(policy().tagging(&[("Straße 日本", "+-=._:/@ é")]).is_ok());
    }

    #[test]
    fn forms() {
        let value = "x".repeat(20_000);
        with_presigner(|presigner| {
            let policy = policy().metadata("a", &value).unwrap();
            let error = presigner.presign_post(&policy).unwrap_err().to_string();
            assert!(
                error.starts_with("the form before its file has ") && error.ends_with(" bytes, the limit is 20480")
            );
        });
        let r2 = Endpoint::r2("0123456789abcdef").unwrap().bucket("bucket").unwrap();
        let signer = Signer::new(r2, common::credentials());
        let presigner = signer.at(valid_for(60)).unwrap();
        says(
            presigner.presign_post(&policy()),
            "this provider, or Signature Version 4A, has no presigned POST; presign a PUT",
        );
    }
}
