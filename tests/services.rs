//! Services outside S3: requests and tokens that botocore and AWS's token generators made, AWS's signing suite, and the hosts that
//! botocore knows. `tests/vectors/generate_services.py` writes all of them.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use presigner::url::Url;
use presigner::{CanonicalPath, Credentials, Endpoint, Method, Presigned, Signer, Validity};
use proptest::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use common::{NOW, credentials, valid_for, vectors};

#[derive(Debug, Deserialize)]
struct Vector {
    recipe: String,
    service: String,
    region: String,
    endpoint: String,
    keys: (String, String, Option<String>),
    now: i64,
    lifetime: u64,
    method: String,
    path: String,
    #[serde(default)]
    query: Vec<(String, String)>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
    before_query: Option<String>,
    signature: String,
    token: Option<String>,
    end: Option<i64>,
}

impl Vector {
    fn credentials(&self) -> Credentials {
        let (id, secret, token) = &self.keys;
        let credentials = Credentials::new(id, secret).unwrap();
        match token {
            Some(token) => credentials.with_session_token(token).unwrap(),
            None => credentials,
        }
    }

    fn presign(&self) -> presigner::Result<Presigned> {
        let endpoint = Endpoint::for_service(&self.endpoint, &self.region, &self.service)?;
        let signer = Signer::for_service(endpoint, self.credentials());
        let presigner = signer.at(Validity::new(self.now, Duration::from_secs(self.lifetime))?)?;
        let mut request = presigner.path(Method::custom(&self.method)?, &self.path)?;
        for (name, value) in &self.query {
            request = request.query(name, value)?;
        }
        for (name, value) in &self.headers {
            request = request.header(name, value)?;
        }
        if let Some(body) = &self.body {
            request = request.payload_hash(body)?;
        }
        let link = request.presign();
        let mut appended = String::from("> ");
        request.presign_into(&mut appended);
        assert_eq!(appended, format!("> {}", link.url()));
        Ok(link)
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (decoded(name), decoded(value))).unwrap();
    query.split('&').map(pair).collect()
}

#[test]
fn every_signature_is_the_one_botocore_made() {
    let mut count = BTreeMap::new();
    for vector in vectors::<Vector>("services.jsonl") {
        let link = vector.presign().unwrap_or_else(|error| panic!("{error}: {vector:?}"));
        if let Some(milliseconds) = vector.end {
            assert_eq!(link.expires_at().seconds() * 1000, milliseconds);
        }
        let url = link.url();
        assert_eq!(Url::parse(url).unwrap().as_str(), url, "{vector:?}");
        let (before, query) = url.split_once('?').unwrap();
        let expected = vector.before_query.clone().unwrap_or_else(|| format!("{}{}", vector.endpoint, vector.path));
        assert_eq!(before, expected.replacen(":443/", "/", 1), "{vector:?}");
        let (signed, behind) = query.split_once("&X-Amz-Signature=").unwrap();
        assert_eq!(&behind[..64], vector.signature, "{url}: {vector:?}");

        let (own, of_signature): (Vec<_>, Vec<_>) =
            pairs(signed).into_iter().partition(|pair| vector.query.contains(pair));
        assert_eq!(own.len(), vector.query.len(), "{url}: {vector:?}");
        let is_known = |(name, _): &(String, String)| {
            ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Security-Token"].contains(&&name[6..])
        };
        assert!(of_signature.iter().all(is_known), "{url}");
        let behind = &behind[64..];
        if vector.recipe == "iot" {
            assert_eq!(behind, vector.token.as_deref().unwrap_or_default());
        } else {
            assert_eq!(behind, "");
        }
        *count.entry(vector.recipe).or_insert(0) += 1;
    }
    assert_eq!(count.len(), 18);
    assert!(count.values().all(|&count| count >= 200), "{count:?}");
}

/// A token as its parts, and the parameters as a set: botocore has them in another order.
#[cfg(feature = "base64")]
fn parts(recipe: &str, token: &str) -> (String, BTreeSet<String>, String) {
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
    let (prefix, text) = match recipe {
        "eks_token" => {
            let text = token.strip_prefix("k8s-aws-v1.").unwrap();
            ("k8s-aws-v1.", BASE64_URL_SAFE_NO_PAD.decode(text).unwrap())
        }
        "msk_token" => ("", BASE64_URL_SAFE_NO_PAD.decode(token).unwrap()),
        "bedrock_key" => {
            let text = token.strip_prefix("bedrock-api-key-").unwrap();
            ("bedrock-api-key-", BASE64_STANDARD.decode(text).unwrap())
        }
        _ => ("", token.as_bytes().to_vec()),
    };
    let text = String::from_utf8(text).unwrap();
    let (before, query) = text.split_once('?').unwrap();
    let (query, behind) = query.split_once("&X-Amz-Signature=").unwrap();
    let before = before.replace(":443/", "/");
    (format!("{prefix}{before}"), query.split('&').map(String::from).collect(), behind.to_owned())
}

#[cfg(feature = "base64")]
#[test]
fn every_token_is_the_one_the_generator_made() {
    let mut count = BTreeMap::new();
    for vector in vectors::<Vector>("services.jsonl") {
        let link = vector.presign().unwrap();
        let (Some(expected), recipe) = (&vector.token, &*vector.recipe) else { continue };
        let found = match recipe {
            "iot" => continue,
            "eks_token" => link.to_eks_token(),
            "msk_token" => link.to_msk_token("aws-msk-iam-sasl-signer-python/1.0.2"),
            "bedrock_key" => link.to_bedrock_api_key(),
            _ => link.auth_token().to_owned(),
        };
        assert_eq!(parts(recipe, &found), parts(recipe, expected), "{vector:?}");
        *count.entry(vector.recipe).or_insert(0) += 1;
    }
    let names: Vec<_> = count.keys().map(String::as_str).collect();
    let tokens =
        ["bedrock_key", "dsql_token", "eks_token", "elasticache_token", "memorydb_token", "msk_token", "rds_token"];
    assert_eq!(names, tokens);
    assert!(count.values().all(|&count| count == 25), "{count:?}");
}

#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    context: Context,
    request: String,
    canonical_request: String,
    signature: String,
}

#[derive(Debug, Deserialize)]
struct Context {
    credentials: SuiteCredentials,
    expiration_in_seconds: u64,
    normalize: bool,
    region: String,
    service: String,
    sign_body: bool,
    timestamp: String,
    #[serde(default)]
    omit_session_token: bool,
}

#[derive(Debug, Deserialize)]
struct SuiteCredentials {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
}

impl Case {
    fn check(&self) -> presigner::Result<()> {
        let Context { credentials, region, service, .. } = &self.context;
        let (head, body) = self.request.split_once("\n\n").unwrap_or((&self.request, ""));
        // A line that begins with a space goes on with the value before it (RFC 9112, section 5.2).
        let head = head.replace("\n ", " ");
        let mut lines = head.lines();
        let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
        let target = target.strip_suffix(" HTTP/1.1").unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers: Vec<_> = lines.map(|line| line.split_once(':').unwrap()).collect();
        let host = headers.remove(headers.iter().position(|(name, _)| *name == "Host").unwrap()).1;

        let mut endpoint = Endpoint::for_service(&format!("https://{host}"), region, service)?;
        // The suite encodes no path twice, which shows only where there is something to encode.
        let path = decoded(path);
        if !self.context.normalize {
            endpoint = endpoint.with_canonical_path(CanonicalPath::AsSent)?;
        } else if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte)) {
            endpoint = endpoint.with_canonical_path(CanonicalPath::Normalized)?;
        }
        if self.context.omit_session_token {
            endpoint = endpoint.with_token_behind_signature()?;
        }
        let mut keys = Credentials::new(&credentials.access_key_id, &credentials.secret_access_key)?;
        if let Some(token) = &credentials.token {
            keys = keys.with_session_token(token)?;
        }
        let now = self.context.timestamp.parse::<jiff::Timestamp>().unwrap().as_second();
        let signer = Signer::for_service(endpoint, keys);
        let presigner = signer.at(Validity::new(now, Duration::from_secs(self.context.expiration_in_seconds))?)?;
        let query: Vec<_> = if query.is_empty() { Vec::new() } else { pairs(query) };
        let body_hash = hex::encode(Sha256::digest(body));
        let mut request = presigner.path(Method::custom(method)?, &path)?;
        for (name, value) in &query {
            request = request.query(name, value)?;
        }
        for (name, value) in headers {
            request = request.header(name, value)?;
        }
        if self.context.sign_body {
            request = request.payload_hash(&body_hash)?;
        }
        if credentials.token.is_none() {
            assert_eq!(request.explain().canonical_request(), self.canonical_request.trim_end(), "{}", self.name);
        }
        let url = request.presign().into_url();
        let (before, behind) = url.split_once("&X-Amz-Signature=").unwrap();
        assert_eq!(behind.get(..64), Some(&*self.signature), "{}: {url}", self.name);
        let has_token = |text: &str| text.contains("&X-Amz-Security-Token=");
        let omits = self.context.omit_session_token;
        assert_eq!(has_token(before), credentials.token.is_some() && !omits, "{}", self.name);
        assert_eq!(has_token(behind), omits, "{}", self.name);
        Ok(())
    }
}

#[test]
fn the_signing_suite_of_aws() {
    let cases = vectors::<Case>("signing_suite.jsonl");
    assert_eq!(cases.len(), 38);
    let refused: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            case.check().err().map(|error| (case.name.trim_end_matches("-normalized"), error.to_string()))
        })
        .collect();
    // URL parsers resolve dot segments, so that the signed path would not be the requested one: no URL can have them.
    let names: BTreeSet<_> = refused.iter().map(|(name, _)| name.trim_end_matches("-unnormalized")).collect();
    let dots = ["get-relative", "get-relative-relative", "get-slash-dot-slash", "get-slash-pointless-dot"];
    assert_eq!(names, dots.into());
    assert_eq!(refused.len(), 2 * dots.len());
    assert!(refused.iter().all(|(_, error)| error.starts_with("the path has a `.` or `..` segment")), "{refused:?}");
}

#[derive(Debug, Deserialize)]
struct Host {
    service: String,
    region: String,
    url: String,
}

#[test]
fn every_host_is_the_one_botocore_knows() {
    let hosts = vectors::<Host>("service_hosts.jsonl");
    for Host { service, region, url } in &hosts {
        let endpoint = Endpoint::aws_service(service, region).unwrap();
        assert_eq!((endpoint.service(), endpoint.region()), (&**service, &**region));
        let signer = Signer::for_service(endpoint, credentials());
        let link = signer.at(valid_for(60)).unwrap().root(Method::GET).unwrap().presign();
        assert!(link.url().starts_with(&format!("{url}/?X-Amz-")), "{}: {url}", link.url());
    }
    let suffixes: BTreeSet<_> = hosts
        .iter()
        .filter(|host| host.service == "sts")
        .map(|host| host.url.split_once(&*host.region).unwrap().1)
        .collect();
    assert_eq!(suffixes.len(), 7, "{suffixes:?}");
    let bedrock = Endpoint::aws_service("bedrock", "ap-southeast-3").unwrap();
    assert_eq!((bedrock.host(), bedrock.region()), ("bedrock.amazonaws.com", "ap-southeast-3"));
}

/// What is asked for, what the URL says, and after how many seconds the link is dead.
#[test]
fn every_end_is_the_services_own() {
    let at = |service: &str, seconds: u64| {
        let endpoint = Endpoint::for_service("https://h", "eu-central-1", service).unwrap();
        let signer = Signer::for_service(endpoint, credentials());
        let presigner = signer.at(valid_for(seconds)).ok()?;
        let link = presigner.root(Method::GET).unwrap().presign();
        assert!(link.url().contains(&format!("&X-Amz-Expires={seconds}&")));
        assert_eq!(presigner.expires_at(), link.expires_at());
        Some(link.expires_at().seconds() - NOW)
    };
    for (service, limit, fixed) in [
        ("bedrock", 43_200, None),
        ("dsql", 604_800, None),
        ("ec2", 604_800, None),
        ("elasticache", 900, Some(900)),
        ("execute-api", 604_800, None),
        ("iotdevicegateway", 604_800, None),
        ("kafka-cluster", 900, None),
        ("memorydb", 900, Some(900)),
        ("polly", 604_800, None),
        ("rds", 604_800, None),
        ("rds-db", 900, None),
        ("sts", 900, Some(900)),
        ("transcribe", 300, None),
    ] {
        for seconds in [1_u32, 60, limit] {
            let end = Some(fixed.unwrap_or(seconds.into()));
            assert_eq!(at(service, seconds.into()), end, "{service}, {seconds} seconds");
        }
        let endpoint = Endpoint::for_service("https://h", "eu-central-1", service).unwrap();
        assert_eq!(endpoint.max_lifetime().as_secs(), u64::from(limit));
        if limit < 604_800 {
            assert_eq!(at(service, u64::from(limit) + 1), None, "{service}");
            // No house rule makes a service answer for longer.
            let raised = endpoint.clone().with_max_lifetime(Duration::from_secs(u64::from(limit) + 1));
            assert_eq!(
                raised.unwrap_err().to_string(),
                format!("the lifetime is {} seconds, the limit is {limit}", limit + 1),
            );
        }
        assert!(endpoint.with_max_lifetime(Duration::from_secs(60)).is_ok());
    }
}

fn presigner_of(endpoint: Endpoint) -> Signer {
    Signer::for_service(endpoint, credentials())
}

#[test]
fn a_base_path_a_scheme_and_a_port() {
    for (base, path, expected) in [
        ("https://h/stage", "/pets", "https://h/stage/pets"),
        ("https://h/stage/", "/", "https://h/stage/"),
        ("wss://h:443/stage", "//pets", "wss://h/stage//pets"),
        ("ws://h:80", "/", "ws://h/"),
        ("ws://h:443", "/mqtt", "ws://h:443/mqtt"),
        ("wss://[::1]:8443", "/ä", "wss://[::1]:8443/%C3%A4"),
    ] {
        let signer = presigner_of(Endpoint::for_service(base, "eu-central-1", "execute-api").unwrap());
        let presigner = signer.at(valid_for(60)).unwrap();
        let request = presigner.path(Method::GET, path).unwrap();
        let url = request.presign().into_url();
        assert_eq!(url.split_once('?').unwrap().0, expected);
        assert_eq!(Url::parse(&url).unwrap().as_str(), url);
        let host = expected.split('/').nth(2).unwrap();
        assert!(request.explain().canonical_request().contains(&format!("\nhost:{host}\n")), "{url}");
    }
    // The root of an endpoint with a path is that path.
    let signer = presigner_of(Endpoint::for_service("https://h/stage", "eu-central-1", "execute-api").unwrap());
    let presigner = signer.at(valid_for(60)).unwrap();
    assert!(presigner.root(Method::GET).unwrap().presign().url().starts_with("https://h/stage?X-Amz-"));
    for (path, error) in [
        ("pets", "the path of a service must begin with `/`"),
        ("", "the path of a service must begin with `/`"),
        (
            "/a/../b",
            "the path has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one",
        ),
        (
            "/.",
            "the path has a `.` or `..` segment; URL parsers resolve it, so the signed path would not be the requested one",
        ),
    ] {
        assert_eq!(presigner.path(Method::GET, path).unwrap_err().to_string(), error, "{path}");
    }
    // As text these are none.
    for path in ["/%2e%2e/a", "/...", "/.a"] {
        let url = presigner.path(Method::GET, path).unwrap().presign().into_url();
        assert_eq!(Url::parse(&url).unwrap().as_str(), url);
    }
}

#[test]
fn names_that_stand_several_times() {
    let signer = presigner_of(Endpoint::for_service("https://h", "eu-central-1", "execute-api").unwrap());
    let presigner = signer.at(valid_for(60)).unwrap();
    let request = || presigner.path(Method::GET, "/").unwrap();
    let link = |queries: &[(&'static str, &'static str)]| {
        queries
            .iter()
            .fold(request(), |request, (name, value)| request.query(name, value).unwrap())
            .presign()
            .into_url()
    };
    // In whatever order they come; and more of them than have room without an allocation.
    let many: Vec<_> = ["9", "b", "a", "a", "~", "", "é", "z", "y", "x"].map(|value| ("q", value)).into();
    let sorted = link(&many);
    assert!(sorted.contains("&q=&q=%C3%A9&q=9&q=a&q=a&q=b&q=x&q=y&q=z&q=~&X-Amz-Signature="), "{sorted}");
    let reversed: Vec<_> = many.iter().rev().copied().collect();
    assert_eq!(link(&reversed), sorted);

    // Those of the service stand among those of the signature.
    let url = link(&[
        ("X-Amz-Zone", "1"),
        ("X-Amz-ChannelARN", "c"),
        ("X-Amz-A", "a"),
        ("A", "2"),
        ("a", "3"),
        ("X-Amz-", "4"),
    ]);
    let names: Vec<_> = url.split_once('?').unwrap().1.split('&').map(|pair| pair.split_once('=').unwrap().0).collect();
    let expected = [
        "A",
        "X-Amz-",
        "X-Amz-A",
        "X-Amz-Algorithm",
        "X-Amz-ChannelARN",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Zone",
        "a",
        "X-Amz-Signature",
    ];
    assert_eq!(names, expected);
    for name in [
        "X-Amz-Expires",
        "x-amz-date",
        "X-AMZ-SIGNATURE",
        "X-Amz-Security-Token",
        "X-Amz-Content-Sha256",
        "X-Goog-A",
        "Expires",
    ] {
        assert_eq!(
            request().query(name, "1").unwrap_err().to_string(),
            "the query parameter is reserved for the signature"
        );
    }

    let headers = request().header("X-B", " 2  3 ").unwrap().header("a", "1").unwrap().header("x-b", "1").unwrap();
    let headers = headers.header("Z", "z").unwrap().header("X-b", "2").unwrap();
    assert_eq!(headers.headers().collect::<Vec<_>>(), [("a", "1"), ("x-b", "2 3,1,2"), ("z", "z")]);
    let twice =
        |name: &str| request().header(name, "1").unwrap().header(&name.to_uppercase(), "1").unwrap_err().to_string();
    for name in ["content-length", "content-type", "content-md5"] {
        assert_eq!(twice(name), "the header is given twice");
    }
    assert_eq!(
        request().content_length(1).unwrap().content_length(1).unwrap_err().to_string(),
        "the header is given twice"
    );
    assert!(request().header("host", "h").is_err() && request().header("x-amz-date", "1").is_err());
}

#[test]
fn a_hash_of_the_body_that_is_told() {
    let signer = presigner_of(Endpoint::for_service("https://h", "eu-central-1", "aoss").unwrap());
    let presigner = signer.at(valid_for(60)).unwrap();
    let request = || presigner.path(Method::POST, "/_search").unwrap();
    let zeros = "0".repeat(64);
    for hash in ["UNSIGNED-PAYLOAD", &zeros] {
        let told = request().header("X-Amz-Content-SHA256", hash).unwrap().header("accept", "*/*").unwrap();
        assert_eq!(told.headers().collect::<Vec<_>>(), [("accept", "*/*"), ("x-amz-content-sha256", hash)]);
        assert!(told.explain().canonical_request().ends_with(&format!("\naccept;host;x-amz-content-sha256\n{hash}")));
    }
    let error = "a payload hash must be 64 lower-case hex digits, given once, and only for services other than S3";
    let told = || request().header("x-amz-content-sha256", &zeros).unwrap();
    for refused in [
        request().header("x-amz-content-sha256", "0"),
        told().header("x-amz-content-sha256", &zeros),
        told().payload_hash(&zeros),
        request().payload_hash(&zeros).unwrap().header("x-amz-content-sha256", &zeros),
    ] {
        assert_eq!(refused.unwrap_err().to_string(), error);
    }
}

/// A canonical path as the documentation has it: segments that are not empty, encoded two times.
fn canonical_path(path: &str) -> String {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |text, byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text + &char::from(byte).to_string(),
            _ => format!("{text}%{byte:02X}"),
        })
    };
    let segments: Vec<_> =
        path.split('/').filter(|segment| !segment.is_empty()).map(|text| encoded(&encoded(text))).collect();
    let end = if path.ends_with('/') && !segments.is_empty() { "/" } else { "" };
    format!("/{}{end}", segments.join("/"))
}

proptest! {
    /// Whatever the path: it is refused for its dot segments, or URL parsers leave it alone and it is signed as the documentation says.
    #[test]
    fn any_path(path in "/(/|\\.|%2e|%|[ -~]|é|\\PC){0,12}", base in "(/[a-z.]{0,3}){0,2}", scheme in "(https|wss)") {
        let url = format!("{scheme}://h{base}");
        let Ok(endpoint) = Endpoint::for_service(&url, "eu-central-1", "execute-api") else {
            prop_assert!(base.split('/').any(|segment| segment == "." || segment == ".."), "{}", url);
            return Ok(());
        };
        let signer = presigner_of(endpoint);
        let presigner = signer.at(valid_for(60)).unwrap();
        let Ok(request) = presigner.path(Method::GET, &path) else {
            prop_assert!(path.split('/').any(|segment| segment == "." || segment == ".."), "{}", path);
            return Ok(());
        };
        let url = request.presign().into_url();
        prop_assert_eq!(Url::parse(&url).unwrap().to_string(), &*url);
        let whole = format!("{}{path}", base.strip_suffix('/').unwrap_or(&base));
        let url_path = url.split_once("://h").unwrap().1.split_once('?').unwrap().0;
        prop_assert_eq!(decoded(url_path), &*whole);
        let explanation = request.explain();
        let mut lines = explanation.canonical_request().lines().skip(1);
        prop_assert_eq!(lines.next().unwrap(), canonical_path(&whole));
        let query = url.split_once('?').unwrap().1;
        prop_assert_eq!(lines.next().unwrap(), query.split_once("&X-Amz-Signature=").unwrap().0);
    }
}

/// A host checks what is for S3, and nothing else.
#[cfg(feature = "verify")]
#[test]
fn no_service_outside_s3_is_verified() {
    use presigner::verify::{Inspection, Unverified, Verifier, VerifyError, VerifyingKey};

    let s3 = Verifier::new(Endpoint::custom("https://h", "eu-central-1").unwrap(), |_: &str| {
        Some(common::signer(&Endpoint::custom("https://h", "eu-central-1").unwrap(), "bucket").verifying_key())
    })
    .unwrap();
    for service in ["sts", "rds-db", "iotdevicegateway", "transcribe", "execute-api", "es", "any"] {
        let endpoint = |scheme: &str| Endpoint::for_service(&format!("{scheme}://h"), "eu-central-1", service).unwrap();
        let refused = Verifier::new(endpoint("https"), |_: &str| None::<VerifyingKey>).unwrap_err();
        assert_eq!(refused.to_string(), "the service has no buckets");
        assert_eq!(endpoint("https").bucket("bucket").unwrap_err().to_string(), "the service has no buckets");

        let signer = presigner_of(endpoint("https"));
        let presigner = signer.at(valid_for(60)).unwrap();
        let link = presigner.path(Method::GET, "/bucket/key").unwrap().presign();
        let target = link.url().strip_prefix("https://h").unwrap();
        let request = Unverified::parse("GET", "h", target, [("host", "h")]).unwrap();
        assert_eq!(request.verify(&s3, NOW).unwrap_err(), VerifyError::ScopeMismatch);

        let signer = presigner_of(endpoint("wss"));
        let link = signer.at(valid_for(60)).unwrap().root(Method::GET).unwrap().presign();
        assert_eq!(Inspection::parse(link.url()).unwrap_err(), VerifyError::InvalidUrl);
    }
}

/// Two signers share keys, and not the place of their token.
#[test]
fn another_endpoint_of_a_signer() {
    let endpoint = || Endpoint::for_service("wss://h", "eu-central-1", "gateway").unwrap();
    let keys = credentials().with_session_token("token").unwrap();
    let signer = Signer::for_service(endpoint(), keys);
    let behind = signer.for_endpoint(endpoint().with_token_behind_signature().unwrap());
    let url = |signer: &Signer| signer.at(valid_for(60)).unwrap().root(Method::GET).unwrap().presign().into_url();
    assert!(url(&behind).ends_with("&X-Amz-Security-Token=token"));
    assert!(url(&signer).contains("&X-Amz-Security-Token=token&X-Amz-SignedHeaders=host&X-Amz-Signature="));
    assert_eq!(url(&behind.for_endpoint(endpoint())), url(&signer));
}

/// A link's name is that of its signature, which is not always the end of its URL.
#[test]
fn links_with_a_token_behind_the_signature_have_names_of_their_own() {
    let endpoint = Endpoint::for_service("wss://h", "eu-central-1", "gateway").unwrap();
    let keys = credentials().with_session_token("token").unwrap();
    let signer = Signer::for_service(endpoint.with_token_behind_signature().unwrap(), keys);
    let link = |seconds| signer.at(valid_for(seconds)).unwrap().root(Method::GET).unwrap().presign();
    assert_ne!(link(60).fingerprint(), link(61).fingerprint());
    let url = link(60).into_url();
    let (_, end) = url.split_once("&X-Amz-Signature=").unwrap();
    let signature = end.strip_suffix("&X-Amz-Security-Token=token").unwrap();
    assert_eq!(link(60).fingerprint(), hex::encode(Sha256::digest(signature))[..16]);
}

/// The rules of S3 and its family are fixed.
#[test]
fn s3_has_none_of_it() {
    let fixed = "the endpoint is one of S3's, whose signing rules are fixed";
    let scheme = "the endpoint has a scheme other than http and https, or for services outside S3 ws and wss";
    for service in ["s3", "s3express", "s3-outposts", "s3-object-lambda"] {
        let endpoint = || Endpoint::for_service("https://h", "eu-central-1", service).unwrap();
        assert_eq!(endpoint().with_canonical_path(CanonicalPath::AsSent).unwrap_err().to_string(), fixed);
        assert_eq!(endpoint().with_token_behind_signature().unwrap_err().to_string(), fixed);
        assert_eq!(Endpoint::for_service("wss://h", "eu-central-1", service).unwrap_err().to_string(), scheme);
        let unknown = Endpoint::aws_service(service, "eu-central-1").unwrap_err().to_string();
        assert!(unknown.starts_with("no AWS host is known for the service"));
    }
    let signer = common::signer(&Endpoint::aws("eu-central-1").unwrap(), "bucket");
    let presigner = signer.at(valid_for(60)).unwrap();
    let has_bucket = "the signer has a bucket: name its objects by their keys; paths are for services only";
    assert_eq!(presigner.path(Method::GET, "/").unwrap_err().to_string(), has_bucket);
    let request = || presigner.get("key").unwrap();
    assert!(request().query("X-Amz-ChannelARN", "1").is_err());
    assert!(request().query("a", "1").unwrap().query("a", "2").is_err());
    assert!(request().header("a", "1").unwrap().header("a", "2").is_err());
    assert!(request().header("x-amz-content-sha256", "UNSIGNED-PAYLOAD").is_err());
    // Without a bucket as well.
    let signer = presigner_of(Endpoint::custom("https://h/base", "eu-central-1").unwrap());
    let presigner = signer.at(valid_for(60)).unwrap();
    let request = presigner.path(Method::GET, "/a//b c").unwrap();
    assert!(request.explain().canonical_request().starts_with("GET\n/base/a//b%20c\n"));
    assert!(request.query("X-Amz-A", "1").is_err());
}

#[derive(Debug, Deserialize)]
struct PrivateLink {
    endpoint: String,
    region: String,
    bucket: String,
    style: String,
    url: String,
}

/// A VPC endpoint is a custom one; an access point goes by its name and account, always as part of the host.
#[test]
fn buckets_and_access_points_by_private_link() {
    for vector in vectors::<PrivateLink>("private_link.jsonl") {
        let endpoint = Endpoint::custom(&vector.endpoint, &vector.region).unwrap();
        let access_point = vector.bucket.split_once(":accesspoint/");
        let bucket = match access_point {
            Some((_, name)) => format!("{name}-123456789012"),
            None => vector.bucket.clone(),
        };
        let in_host = access_point.is_some() || vector.style == "virtual";
        let endpoint = if in_host { endpoint.virtual_hosted() } else { endpoint };
        let signer = common::signer(&endpoint, &bucket);
        let link = signer.at(valid_for(3600)).unwrap().get("messages/42/Größe 1.pdf").unwrap().presign();
        assert_eq!(link.url(), vector.url);
    }
}
