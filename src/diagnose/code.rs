//! What the code of a response says by itself, and what else the response tells.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::protocol::{
    ALGORITHM, Algorithm, CREDENTIAL, DATE, EXPIRES, Parameter, REGION_SET, SECURITY_TOKEN, SIGNATURE, SIGNED_HEADERS,
};
use crate::request::explain::Explanation;
use crate::validity::amz_date::Timestamp;

/// What the code says by itself; `None` where it says that the signature does not match.
///
/// The codes are those of S3 ([error responses]). Others come from Cloudflare R2 (`ExpiredRequest`, `InvalidRegionName`,
/// `Unauthorized`), Google Cloud Storage (`ExpiredToken` for a link, told apart by its `Details`) and Garage (one code for
/// much, told apart by its message). Ceph says nothing but the code; with its token service on (`rgw_s3_auth_use_sts`) that is
/// `AccessDenied` for all that is wrong with a signature, and told apart from what is not allowed by the bucket that is named.
/// `NotSignedUp` and `NotImplemented` for a scope come from servers made with s3s.
///
/// [error responses]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
pub(crate) fn of_code(answer: &Answer, signed_region: Option<&str>) -> Option<Cause> {
    let says = |words: &str| contains_ignoring_case(answer.message(), words);
    Some(match answer.code() {
        "SignatureDoesNotMatch" if answer.signature_is_cut() => Cause::Parameters { named: Some("X-Amz-Signature") },
        "SignatureDoesNotMatch" if says("credential scope date") => {
            Cause::Parameters { named: Some("X-Amz-Credential") }
        }
        "SignatureDoesNotMatch" => return None,
        "RequestTimeTooSkewed" => Cause::ClockSkew,
        "RequestExpired" | "ExpiredRequest" => Cause::Expired,
        "ExpiredToken" | "ExpiredTokenException" if contains_ignoring_case(answer.details_text(), "request") => {
            Cause::Expired
        }
        "ExpiredToken" | "ExpiredTokenException" => Cause::CredentialsExpired,
        "InvalidToken" | "TokenRefreshRequired" => Cause::InvalidToken,
        "InvalidAccessKeyId" | "InvalidClientTokenId" | "NotSignedUp" | "Unauthorized" => Cause::UnknownAccessKeyId,
        "AccessDenied" if answer.has_unsigned_headers() || says("not signed") => {
            Cause::UnsignedHeaders { names: answer.unsigned_headers().map(ToString::to_string) }
        }
        "AccessDenied" if says("expired") => Cause::Expired,
        "AccessDenied" if says("not yet valid") || says("not valid yet") => Cause::NotYetValid,
        "AccessDenied" if says("invalid signature") => return None,
        "AccessDenied" if says("no such key:") => Cause::UnknownAccessKeyId,
        "AccessDenied" if says("requires a valid date") => Cause::Parameters { named: Some("X-Amz-Date") },
        "AccessDenied" if answer.says_no_more_than_its_code() => Cause::Refused,
        "AccessDenied" => Cause::AccessDenied,
        "InvalidArgument" | "InvalidRequest" if says("only one auth mechanism") => Cause::TwoSignatures,
        "InvalidArgument" if answer.says_no_more_than_its_code() => Cause::Parameters { named: None },
        "InvalidArgument" if named_parameter(answer.argument_name()).is_some() => {
            Cause::Parameters { named: named_parameter(answer.argument_name()) }
        }
        "InvalidRequest" if says("should be signed") => Cause::UnsignedHeaders { names: None },
        "InvalidRequest" if says("presigned url") => Cause::Parameters { named: None },
        "NotImplemented" if says("credential scope") => Cause::OtherService { expected: None },
        "InvalidRegionName" => Cause::OtherRegion { expected: answer.region().map(ToString::to_string) },
        "AuthorizationQueryParametersError" | "AuthorizationHeaderMalformed" => match answer.region() {
            // Garage names its region in every answer.
            Some(region) if signed_region.is_some_and(|signed| signed != region) => {
                Cause::OtherRegion { expected: Some(region.to_string()) }
            }
            _ if says("incorrect service") => Cause::OtherService { expected: named_service(answer.message()) },
            _ if says("credential date") => Cause::Parameters { named: Some("X-Amz-Credential") },
            _ => Cause::Parameters { named: named_parameter(answer.message()) },
        },
        "PermanentRedirect" | "TemporaryRedirect" | "Redirect" => {
            Cause::Redirect { endpoint: answer.endpoint().map(ToString::to_string) }
        }
        "NoSuchKey" | "NoSuchVersion" => Cause::NoSuchKey,
        "NoSuchBucket" | "InvalidBucketName" => Cause::NoSuchBucket,
        _ => Cause::Other,
    })
}

/// The region of the scope in a string to sign; with Version 4A it has none.
pub(crate) fn signed_region(signed: &Explanation) -> Option<&str> {
    let mut lines = signed.string_to_sign().split('\n');
    lines.next().filter(|algorithm| *algorithm == Algorithm::Hmac.name())?;
    lines.nth(1)?.split('/').nth(1)
}

/// The one parameter of the signature that a message names.
fn named_parameter(message: &str) -> Option<&'static str> {
    const NAMED: [Parameter; 8] =
        [ALGORITHM, CREDENTIAL, DATE, EXPIRES, REGION_SET, SECURITY_TOKEN, SIGNED_HEADERS, SIGNATURE];
    let mut named = NAMED.into_iter().map(|parameter| parameter.name).filter(|name| message.contains(name));
    named.next().filter(|_| named.next().is_none())
}

/// The service to which a message says that the endpoint belongs.
fn named_service(message: &str) -> Option<String> {
    let (_, quoted) = message.split_once("belongs to \"")?;
    let (service, _) = quoted.split_once('"')?;
    let is_name = |service: &&str| service.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    Some(service).filter(|service| (1..=64).contains(&service.len())).filter(is_name).map(ToString::to_string)
}

pub(crate) fn contains_ignoring_case(text: &str, words: &str) -> bool {
    text.as_bytes().windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}

/// What else helps with a cause. Where the store does not say when the link expired, `expired_at` does.
pub(crate) fn details(
    answer: &Answer,
    cause: &Cause,
    expired_at: impl FnOnce() -> Option<String>,
) -> Vec<(&'static str, String)> {
    let date =
        |name| answer.shown(name, 40, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'.' | b'+'));
    let owned = |value: Option<&str>| value.map(String::from);
    let times = match cause {
        Cause::Expired | Cause::NotYetValid | Cause::Refused | Cause::FormExpired => [
            ("expired at", owned(date("Expires")).or_else(expired_at)),
            ("the store's clock", owned(date("ServerTime"))),
        ],
        Cause::ClockSkew => {
            [("signed at", owned(date("RequestTime"))), ("the store's clock", owned(date("ServerTime")))]
        }
        _ => [("", None), ("", None)],
    };
    let request_id = [("request id", owned(answer.request_id()))];
    let known = |(label, value): (&'static str, Option<String>)| Some((label, value?));
    times.into_iter().chain(request_id).filter_map(known).collect()
}

/// The first second at which a signed link has expired.
pub(crate) fn expired_at(signed: &Explanation) -> Option<String> {
    let query = signed.canonical_request().split('\n').nth(2)?;
    let value = |name| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let (date, _) = Timestamp::parse_amz_date(value(DATE.name)?)?;
    Some(date.plus(value(EXPIRES.name)?.parse().ok()?).ok()?.amz_date().rfc3339().as_str().into())
}
