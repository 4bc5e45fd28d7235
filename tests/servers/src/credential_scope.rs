//! The scope of the credential: day, region, service.

use presigner::{Method, Result, Validity};

use crate::client::{Follow, Reply, send};
use crate::exceptions::Exception;
use crate::server::{LIFETIME, Server, Style, now};

/// A scope that is not the server's is refused for what it is: where the signature is right, and before it is looked at.
pub fn the_credential_scope_counts(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "scopes")?;
    let presigner = store.presigner()?;
    let link = presigner.list_objects_v2("")?.presign();
    link.send(&[]).expect(200);

    // Signed so. The bucket's own operations are signed for S3; the list of buckets, for any service of its family.
    let abroad = server.in_region("eu-west-1").open(style, "scopes")?;
    let region = abroad.presigner()?.list_objects_v2("")?.send(&[]);
    let validity = Validity::new(now(), LIFETIME)?;
    server.service("s3")?.at(validity)?.root(Method::GET)?.send(&[]).expect(200);
    let service = server.service("s3-outposts")?.at(validity)?.root(Method::GET)?.send(&[]);
    if server.has(Exception::AnyRegion) {
        region.expect(200);
    } else {
        assert_names(region, "the region 'eu-west-1' is wrong; expecting 'us-east-1'");
    }
    if server.has(Exception::AnyService) {
        service.expect(200);
    } else if server.has(Exception::ServiceNotImplemented) {
        service.expect_error(501, "NotImplemented");
    } else {
        assert_names(service, "incorrect service \"s3-outposts\". This endpoint belongs to \"s3\"");
    }

    // Forged, where the crate signs nothing of the kind.
    for (written, forged, message) in [
        ("%2F20", "%2F19", "Invalid credential date"),
        ("us-east-1", "eu-west-1", "the region 'eu-west-1' is wrong"),
        ("%2Fs3%2F", "%2Fsts%2F", "incorrect service \"sts\""),
        ("aws4_request", "aws5_request", "incorrect terminal \"aws5_request\""),
    ] {
        let url = link.url().replacen(written, forged, 1);
        assert_ne!(url, link.url());
        let reply = send("GET", &url, &[], &[]);
        if server.has(Exception::AnyRegion) {
            reply.assert_refused(forged);
        } else {
            assert_names(reply, message);
        }
    }
    Ok(())
}

#[track_caller]
fn assert_names(reply: Reply, problem: &str) {
    let reply = reply.expect_error(400, "AuthorizationQueryParametersError");
    assert!(reply.one("Message").contains(problem), "{reply}");
}
