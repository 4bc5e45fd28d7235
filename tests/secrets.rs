//! Nothing secret is in what gets logged: every public type is driven with marked secrets, and what `Debug`, `Display`
//! and errors show is searched for them.

mod common;

use core::fmt::Debug;
use core::time::Duration;

use presigner::{Credentials, Endpoint, Error, Signer, Validity, time::OffsetDateTime};

const SECRET: &str = "MARKEDsecret";
const TOKEN: &str = "MARKEDtoken/+=";
const CUSTOMER_KEY: &str = "MARKEDcustomerkey";
/// Not a secret of the signature, but all that guards a public object may be that its key is not known.
const KEY: &str = "MARKEDkey";
const VALUE: &str = "MARKEDvalue";

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn no_debug_shows_a_secret_a_signature_or_a_key() {
    let now = common::NOW;
    let credentials = || Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap().with_session_token(TOKEN).unwrap();
    let session =
        Credentials::s3_express_session("AKIA", SECRET, TOKEN, OffsetDateTime::from_unix_timestamp(now).unwrap())
            .unwrap();
    let endpoint = Endpoint::gcs();
    let bucket = endpoint.bucket("bucket").unwrap();
    let signer = Signer::new(bucket.clone(), credentials().with_expiry(now + 60).unwrap());
    let validity = Validity::new(now, Duration::from_secs(3600)).unwrap();
    let presigner = signer.at(validity).unwrap();
    let request = presigner
        .get(KEY)
        .unwrap()
        .query("name", VALUE)
        .unwrap()
        .sse_customer_key(CUSTOMER_KEY, "md5")
        .unwrap()
        .header("x-amz-copy-source-server-side-encryption-customer-key", CUSTOMER_KEY)
        .unwrap();
    #[cfg(feature = "sigv4a")]
    {
        let access_point = Endpoint::aws("eu-central-1").unwrap().bucket("mfzwi23gnjvgw.mrap").unwrap();
        let multi_region = signer.for_bucket(access_point);
        let presigner = multi_region.at(validity).unwrap();
        let link = presigner.get(KEY).unwrap().presign();
        let signature = link.url().rsplit('=').next().unwrap();
        for shown in [debug(&multi_region), debug(&presigner), debug(&link), debug(&presigner.get(KEY).unwrap())] {
            assert!(!shown.contains("MARKED") && !shown.contains(signature), "{shown}");
        }
    }
    let explanation = request.explain();
    let link = request.presign();
    let signature = link.url().rsplit('=').next().unwrap();

    for shown in [
        debug(&credentials()),
        debug(&session),
        debug(&endpoint),
        debug(&bucket),
        debug(&signer),
        debug(&validity),
        debug(&presigner),
        debug(&presigner.early_expiry()),
        debug(&request),
        debug(&explanation),
        debug(&link),
        link.fingerprint(),
    ] {
        assert!(!shown.contains("MARKED"), "{shown}");
        assert!(!shown.contains(signature), "{shown}");
        assert!(!shown.contains("%2F%2B%3D"), "the token, encoded: {shown}");
    }

    // An explanation is read on purpose and shows the request, but what would let its reader sign stays out.
    let shown = explanation.to_string();
    for secret in [SECRET, "MARKEDtoken", CUSTOMER_KEY, signature] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("&X-Amz-Security-Token=<20 bytes elided>&"), "{shown}");
    assert!(shown.contains("\nx-amz-server-side-encryption-customer-key:<17 bytes elided>\n"), "{shown}");
    assert!(shown.contains("\nx-amz-copy-source-server-side-encryption-customer-key:<17 bytes elided>\n"), "{shown}");
}

#[test]
fn no_error_shows_what_it_refuses() {
    let marked = |text: &str| format!("MARKED{text}");
    let signer = Signer::new(Endpoint::gcs().bucket("bucket").unwrap(), Credentials::new("AKIA", SECRET).unwrap());
    let presigner = signer.at(common::valid_for(60)).unwrap();
    let key = marked("/../");
    let line_break = marked("\n");
    let request = || presigner.get("key").unwrap();
    let errors: Vec<Error> = vec![
        Credentials::new(&line_break, SECRET).unwrap_err(),
        Credentials::new("AKIA", &line_break).unwrap_err(),
        Credentials::new("AKIA", SECRET).unwrap().with_session_token(&line_break).unwrap_err(),
        Endpoint::custom(&marked("://h"), "eu").unwrap_err(),
        Endpoint::custom("https://MARKED:MARKED@h", "eu").unwrap_err(),
        Endpoint::custom("https://h?MARKED", "eu").unwrap_err(),
        Endpoint::custom("https://h/MARKED%", "eu").unwrap_err(),
        Endpoint::custom("https://h", &line_break).unwrap_err(),
        Endpoint::for_service("https://h", "eu", &line_break).unwrap_err(),
        Endpoint::aws(&line_break).unwrap_err(),
        Endpoint::r2(&line_break).unwrap_err(),
        Endpoint::gcs().bucket(&line_break).unwrap_err(),
        Endpoint::gcs().virtual_hosted().bucket(&line_break).unwrap_err(),
        presigner.get(&key).unwrap_err(),
        request().query("X-Amz-MARKED", "MARKED").unwrap_err(),
        request().query("MARKED", "1").unwrap().query("MARKED", "2").unwrap_err(),
        request().response_content_disposition(&line_break).unwrap_err(),
        request().query("partNumber", "MARKED").unwrap_err(),
        request().header(&line_break, "1").unwrap_err(),
        request().header("a", &line_break).unwrap_err(),
        request().header("host", "MARKED").unwrap_err(),
    ];
    for error in errors {
        let shown = format!("{error} {}", debug(&error));
        assert!(!shown.contains("MARKED"), "{shown}");
    }
}
