//! Why a store refused a form: answers in the words of S3 and of stores that repeat them, and forms as clients garble them.
#![cfg(all(feature = "diagnose", feature = "post"))]

mod common;

use presigner::diagnose::{Answer, Cause, Change, Diagnosis, Part};
use presigner::post::{PostExplanation, PostPolicy, PresignedPost};
use presigner::{Endpoint, Signer};
use proptest::prelude::*;

use common::{credentials, valid_for};

const TOKEN: &str = "MARKEDtoken/+==";
const CUSTOMER_KEY: &str = "MARKEDcustomerkeyMARKEDcustomerkey0123456789=";

fn post() -> PresignedPost {
    let bucket = Endpoint::aws("eu-central-1").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(bucket, credentials().with_session_token(TOKEN).unwrap());
    let policy = PostPolicy::named_by_client("uploads/", 1..=20_000_000)
        .and_then(|policy| policy.unchecked_content_type_with_prefix("image/"))
        .and_then(|policy| policy.acl("private"))
        .and_then(|policy| policy.metadata_from_client("title"))
        .and_then(|policy| policy.sse_customer_key(CUSTOMER_KEY, "bWQ1"))
        .unwrap();
    signer.at(valid_for(3600)).unwrap().presign_post(&policy).unwrap()
}

fn explanation() -> PostExplanation {
    post().explain()
}

fn of(body: &str) -> Diagnosis {
    Diagnosis::of_post(&explanation(), &Answer::parse(body.as_bytes()).unwrap())
}

/// The code, the message, the rest of the document; and the first lines of the text.
const ANSWERS: [(&str, &str, &str, &str); 28] = [
    // Amazon S3.
    (
        "AccessDenied",
        r#"Invalid according to Policy: Policy Condition failed: ["eq", "$acl", "private"]"#,
        "",
        "the form field `acl` did not arrive as its condition says\n  signed:  private\n",
    ),
    (
        "AccessDenied",
        r#"Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "uploads/"]"#,
        "",
        "the form field `key` did not arrive as its condition says\n  signed:  begins with `uploads/`\n",
    ),
    (
        "AccessDenied",
        r#"Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "attachments"]"#,
        "",
        "the form field `bucket` did not arrive as its condition says\n",
    ),
    (
        "AccessDenied",
        "Invalid according to Policy: Extra input fields: x-amz-meta-more",
        "",
        "the form field `x-amz-meta-more` arrived and was not signed\n",
    ),
    (
        "AccessDenied",
        "Invalid according to Policy: Policy expired.",
        "",
        "the form has expired\n  expired at: 2023-11-14T23:13:20Z\n",
    ),
    (
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
        "<ProposedSize>20000001</ProposedSize><MaxSizeAllowed>20000000</MaxSizeAllowed>",
        "the file is larger than the policy allows\n  allowed: 1 to 20000000 bytes\n  sent: 20000001 bytes\n",
    ),
    (
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        "<ProposedSize>0</ProposedSize><MinSizeAllowed>1</MinSizeAllowed>",
        "the file is smaller than the policy allows\n  allowed: 1 to 20000000 bytes\n  sent: 0 bytes\n",
    ),
    (
        "InvalidArgument",
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
        "<ArgumentName>key</ArgumentName>",
        "the form field `key` was signed and did not arrive\n  signed:  begins with `uploads/`\n",
    ),
    (
        "InvalidArgument",
        "POST requires exactly one file upload per request.",
        "",
        "the form has no file, or more than one\n",
    ),
    (
        "IncorrectNumberOfFilesInPostRequest",
        "POST requires exactly one file upload per request.",
        "",
        "the form has no file, or more than one\n",
    ),
    (
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.",
        "",
        "the store can't read the form\n",
    ),
    (
        "MaxPostPreDataLengthExceeded",
        "Your POST request fields preceding the upload file were too large.",
        "",
        "the store can't read the form\n",
    ),
    (
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
        "<StringToSign>eyJjb25kaXRpb25zIjpbXX0=</StringToSign>",
        "the signature of the form does not match its policy\n",
    ),
    (
        "InvalidPolicyDocument",
        "Invalid Policy: Invalid JSON.",
        "",
        "the form is not as its policy says, and the store does not say where\n",
    ),
    ("ExpiredToken", "The provided token has expired.", "", "the session token has expired\n"),
    ("InvalidAccessKeyId", "", "", "the store does not know the access key id\n"),
    ("AccessDenied", "Access Denied", "", "the signer may not make this request, or no signature arrived\n"),
    ("NoSuchBucket", "", "", "there is no such bucket\n"),
    // MinIO.
    (
        "AccessDenied",
        "Access Denied. (Invalid according to Policy: Policy Condition failed: [eq, $acl, private])",
        "",
        "the form field `acl` did not arrive as its condition says\n  signed:  private\n",
    ),
    (
        "AccessDenied",
        "Access Denied. (Invalid according to Policy: Extra input fields: x-amz-meta-more)",
        "",
        "the form field `x-amz-meta-more` arrived and was not signed\n",
    ),
    ("AccessDenied", "Access Denied. (Invalid according to Policy: Policy expired)", "", "the form has expired\n"),
    // Google Cloud Storage.
    (
        "InvalidPolicyDocument",
        "The content of the form does not meet the conditions specified in the policy document.",
        "<Details>Failed condition: [\"eq\", \"$acl\", \"private\"]</Details>",
        "the form is not as its policy says, and the store does not say where\n",
    ),
    // A server that verifies with this crate.
    (
        "AccessDenied",
        r#"Invalid according to Policy: Policy Condition failed: {"acl":"private"}"#,
        "",
        "the form field `acl` did not arrive as its condition says\n  signed:  private\n",
    ),
    ("AccessDenied", "the policy has expired", "", "the form has expired\n"),
    // Ceph says the code.
    ("AccessDenied", "", "", "the form is not as its policy says, and the store does not say where\n"),
    // Names that nobody signed are not the store's to show, but for what was added.
    (
        "AccessDenied",
        r#"Invalid according to Policy: Policy Condition failed: ["eq", "$other", "private"]"#,
        "",
        "the form is not as its policy says, and the store does not say where\n",
    ),
    (
        "AccessDenied",
        "Invalid according to Policy: Policy Condition failed: ",
        "",
        "the form is not as its policy says, and the store does not say where\n",
    ),
    (
        "AccessDenied",
        r#"Invalid according to Policy: Policy Condition failed: ["eq", "$x-amz-security-token", "MARKEDtoken/+=="]"#,
        "",
        "the form field `x-amz-security-token` did not arrive as its condition says\n  signed:  <15 bytes elided>\n",
    ),
];

#[test]
fn every_answer_gets_its_text() {
    for (code, message, rest, expected) in ANSWERS {
        let message = if message.is_empty() { String::new() } else { format!("<Message>{message}</Message>") };
        let text = of(&format!("<Error><Code>{code}</Code>{message}{rest}</Error>")).to_string();
        let (shown_code, text) = text.split_once(": ").unwrap();
        assert_eq!(shown_code, code);
        assert!(text.starts_with(expected), "{code} {message}:\n{text}");
        assert!(!text.contains("MARKED"), "{text}");
        // What to do about it.
        assert!(text.lines().last().unwrap().len() > 20, "{text}");
    }
}

fn parts() -> Vec<(String, String)> {
    let post = post();
    let fields = post.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
    fields.chain([("file".to_owned(), String::new())]).collect()
}

fn between(parts: &[(String, String)]) -> Diagnosis {
    Diagnosis::between_forms(&explanation(), parts.iter().map(|(name, value)| (&**name, &**value)))
}

fn found(diagnosis: &Diagnosis) -> (&str, Change) {
    match diagnosis.cause() {
        Cause::Difference { part: Part::Field(name), change, .. } => (name, *change),
        cause => panic!("{cause:?}"),
    }
}

#[test]
fn every_garbled_field_is_found() {
    let right = parts();
    assert_eq!(between(&right).cause(), &Cause::SameForm);
    assert_eq!(between(&right[..right.len() - 1]).cause(), &Cause::NumberOfFiles);
    let open = ["key", "Content-Type", "x-amz-meta-title"];
    for (index, (name, value)) in right[..right.len() - 1].iter().enumerate() {
        let mut left_out = right.clone();
        left_out.remove(index);
        assert_eq!(found(&between(&left_out)), (&**name, Change::Missing));

        let mut after_file = right.clone();
        let moved = after_file.remove(index);
        after_file.push(moved);
        assert_eq!(found(&between(&after_file)), (&**name, Change::AfterFile));

        let mut changed = right.clone();
        changed[index].1.insert(0, 'x');
        if name == "x-amz-meta-title" {
            assert_eq!(between(&changed).cause(), &Cause::SameForm);
        } else {
            let diagnosis = between(&changed);
            assert_eq!(found(&diagnosis), (&**name, Change::Other));
            assert!(!diagnosis.to_string().contains("MARKED"), "{diagnosis}");
            let mut spaced = right.clone();
            spaced[index].1 = format!("\r\n  {value}\r\n");
            assert_eq!(found(&between(&spaced)), (&**name, Change::Spaces));
        }
        let mut longer = right.clone();
        longer[index].1.push('x');
        assert_eq!(between(&longer).cause() == &Cause::SameForm, open.contains(&&**name), "{name}");

        let mut shouted = right.clone();
        shouted[index].0.make_ascii_uppercase();
        assert_eq!(between(&shouted).cause(), &Cause::SameForm);
    }
    for (extra, expected) in [("submit", true), ("x-ignore-a", false), ("X-Ignore-b", false), ("api_token", true)] {
        let mut more = right.clone();
        more.insert(0, (extra.into(), "MARKED".into()));
        let diagnosis = between(&more);
        if expected {
            assert_eq!(found(&diagnosis), (extra, Change::Extra));
            assert_eq!(diagnosis.to_string().contains("MARKED"), extra == "submit", "{diagnosis}");
        } else {
            assert_eq!(diagnosis.cause(), &Cause::SameForm);
        }
    }
    let mut more = right.clone();
    more.push(("submit".into(), "Upload".into()));
    assert_eq!(between(&more).cause(), &Cause::SameForm, "nobody looks behind the file");
}

#[test]
fn an_explanation_shows_no_secret() {
    let (text, debug) = (explanation().to_string(), format!("{:?}", explanation()));
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines[..9],
        [
            "until 2023-11-14T23:13:20Z, 1 to 20000000 bytes",
            "key: begins with `uploads/`",
            "Content-Type: begins with `image/`",
            "acl: private",
            "x-amz-meta-title: any value",
            "x-amz-server-side-encryption-customer-algorithm: AES256",
            "x-amz-server-side-encryption-customer-key: <45 bytes elided>",
            "x-amz-server-side-encryption-customer-key-md5: bWQ1",
            "x-amz-algorithm: AWS4-HMAC-SHA256",
        ]
    );
    let post = post();
    let signature = post.fields().last().unwrap().1;
    for shown in [&text, &debug, &format!("{:?}", between(&parts()))] {
        assert!(!shown.contains("MARKED") && !shown.contains(signature), "{shown}");
    }
    assert!(!debug.contains("uploads"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_answer_and_no_form_makes_it_panic(
        code in "(AccessDenied|InvalidArgument|InvalidPolicyDocument)",
        message in "(Policy Condition failed: |Extra input fields: |must contain a field named )?[ -~é$]{0,40}",
        parts in prop::collection::vec(("[ -~é]{0,9}|file|key|acl", "[ -~é\r\n]{0,9}"), 0..9),
    ) {
        let message = message.replace(['<', '&'], "");
        let text = of(&format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>")).to_string();
        prop_assert!(!text.contains("MARKED"));
        let text = between(&parts).to_string();
        prop_assert!(!text.contains("MARKED"));
    }
}
