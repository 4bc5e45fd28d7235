//! Presigned forms: vectors that botocore made, and what the library promises of a form.
#![cfg(feature = "post")]
#![allow(clippy::similar_names, reason = "a verifier and what it verified are what this is about")]

mod common;
mod naive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use presigner::post::{PostPolicy, PresignedPost, SuccessStatus};
use presigner::url::Url;
use presigner::{Checksum, Credentials, Endpoint, Error, Presigner, Result, Signer, time::OffsetDateTime};
use serde::Deserialize;
use serde_json::{Value, json};

use common::{Given, NOW, credentials, valid_for, vectors};

#[derive(Deserialize)]
struct Vector {
    id: u32,
    #[serde(flatten)]
    given: Given,
    key: String,
    named_by_client: bool,
    size: (u64, u64),
    setters: Vec<Vec<String>>,
    url: String,
    fields: Vec<(String, String)>,
}

impl Vector {
    fn read() -> Vec<Self> {
        let vectors = vectors("post.jsonl");
        assert_eq!(vectors.len(), 200);
        vectors
    }

    fn policy(&self) -> Result<PostPolicy<'_>> {
        let size = self.size.0..=self.size.1;
        let mut policy = if self.named_by_client {
            PostPolicy::named_by_client(&self.key, size)?
        } else {
            PostPolicy::new(&self.key, size)?
        };
        for setter in &self.setters {
            let texts: Vec<_> = setter.iter().map(String::as_str).collect();
            policy = match texts[..] {
                ["any_content_type_even_html"] => policy.any_content_type_even_html(),
                ["content_type", media_type] => policy.content_type(media_type),
                ["content_type_among", claimed, ref allowed @ ..] => policy.content_type_among(claimed, allowed),
                ["metadata", name, value] => policy.metadata(name, value),
                ["acl", acl] => policy.acl(acl),
                ["storage_class", class] => policy.storage_class(class),
                ["success_action_status", "200"] => policy.success_action_status(SuccessStatus::Ok),
                ["success_action_status", "201"] => policy.success_action_status(SuccessStatus::Created),
                ["success_action_status", "204"] => policy.success_action_status(SuccessStatus::NoContent),
                ["success_action_redirect", url] => policy.success_action_redirect(url),
                ["tagging", ref tags @ ..] => {
                    policy.tagging(&tags.chunks(2).map(|tag| (tag[0], tag[1])).collect::<Vec<_>>())
                }
                ["checksum", "crc32", value] => policy.checksum(Checksum::Crc32, value),
                ["checksum", "crc32c", value] => policy.checksum(Checksum::Crc32c, value),
                ["checksum", "crc64nvme", value] => policy.checksum(Checksum::Crc64Nvme, value),
                ["checksum", "sha1", value] => policy.checksum(Checksum::Sha1, value),
                ["checksum", "sha256", value] => policy.checksum(Checksum::Sha256, value),
                ["sse_s3"] => policy.sse_s3(),
                ["sse_kms"] => policy.sse_kms(None),
                ["sse_kms", key] => policy.sse_kms(Some(key)),
                ["sse_customer_key", key, md5] => policy.sse_customer_key(key, md5),
                ["field", name, value] => policy.field(name, value),
                _ => panic!("vector {}: {setter:?}", self.id),
            }?;
        }
        Ok(policy)
    }

    fn post(&self) -> PresignedPost {
        let signer = self.given.signer();
        let policy = self.policy().unwrap_or_else(|error| panic!("vector {}: {error}", self.id));
        signer.at(self.given.validity()).unwrap().presign_post(&policy).unwrap()
    }
}

fn field<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>, name: &str) -> &'f str {
    fields.into_iter().find(|(other, _)| *other == name).unwrap_or_else(|| panic!("no {name}")).1
}

fn borrowed(fields: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().map(|(name, value)| (&**name, &**value))
}

/// The expiration and the conditions as a set.
fn document(policy: &str) -> (String, Vec<String>) {
    let document: Value = serde_json::from_slice(&STANDARD.decode(policy).unwrap()).unwrap();
    assert_eq!(document.as_object().unwrap().len(), 2);
    let mut conditions: Vec<_> = document["conditions"].as_array().unwrap().iter().map(Value::to_string).collect();
    conditions.sort();
    (document["expiration"].as_str().unwrap().into(), conditions)
}

#[test]
fn every_policy_says_what_botocores_says() {
    for vector in Vector::read() {
        let post = vector.post();
        let theirs = document(field(borrowed(&vector.fields), "policy"));
        assert_eq!(document(field(post.fields(), "policy")), theirs, "vector {}", vector.id);

        let all_but_policy = |mut fields: Vec<(String, String)>| {
            fields.retain(|(name, _)| name != "policy" && name != "x-amz-signature");
            fields.sort();
            fields
        };
        let ours = post.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(all_but_policy(ours), all_but_policy(vector.fields.clone()), "vector {}", vector.id);

        // botocore repeats a default port that the endpoint spelled out, which no client sends.
        let theirs = Url::parse(&vector.url).unwrap();
        assert_eq!(Url::parse(post.url()).unwrap(), theirs, "vector {}", vector.id);
        assert_eq!(Url::parse(post.url()).unwrap().as_str(), post.url(), "vector {}", vector.id);
    }
}

#[test]
fn every_signature_is_that_of_the_policy() {
    for vector in Vector::read() {
        let post = vector.post();
        for fields in [post.fields().collect::<Vec<_>>(), borrowed(&vector.fields).collect()] {
            let of = |name| field(fields.iter().copied(), name);
            let signature = naive::sign_policy(
                &vector.given.keys.secret_access_key,
                of("x-amz-date"),
                &vector.given.region,
                of("policy"),
            );
            assert_eq!(of("x-amz-signature"), signature, "vector {}", vector.id);
        }
    }
}

/// botocore's own policies, byte for byte, signed as this library signs: its verifier computes the same signature.
#[cfg(feature = "verify")]
#[test]
fn botocores_forms_are_believed_and_so_are_ours() {
    use presigner::url::Position;
    use presigner::verify::{UnverifiedPost, Verifier, VerifyError};

    for vector in Vector::read() {
        let signer = vector.given.signer();
        let key = signer.verifying_key();
        let verifier = Verifier::new(vector.given.endpoint(), |_: &str| Some(&key)).unwrap();
        let post = vector.post();
        let expected_key = if vector.named_by_client { format!("{}a b.txt", vector.key) } else { vector.key.clone() };
        for fields in [post.fields().collect::<Vec<_>>(), borrowed(&vector.fields).collect()] {
            let url = Url::parse(post.url()).unwrap();
            let authority = &url[Position::BeforeHost..Position::AfterPort];
            let form = UnverifiedPost::parse(authority, url.path(), fields, "C:\\folder/a b.txt");
            let form = form.unwrap_or_else(|refusal| panic!("vector {}: {refusal}", vector.id));
            let end = vector.given.end();
            let verified = form.verify(&verifier, end - 1);
            let verified = verified.unwrap_or_else(|refusal| panic!("vector {}: {refusal}", vector.id));
            assert_eq!((verified.bucket(), verified.key()), (&*vector.given.bucket, &*expected_key));
            assert_eq!(verified.size_range(), vector.size.0..=vector.size.1);
            assert_eq!(verified.expires_at(), post.expires_at());
            assert_eq!(form.verify(&verifier, end).unwrap_err(), VerifyError::PolicyExpired);
        }
    }
}

fn with_presigner<T>(endpoint: &Endpoint, credentials: Credentials, run: impl FnOnce(&Presigner<'_>) -> T) -> T {
    let signer = Signer::new(endpoint.bucket("bucket").unwrap(), credentials);
    run(&signer.at(valid_for(3600)).unwrap())
}

fn aws() -> Endpoint {
    Endpoint::aws("eu-central-1").unwrap()
}

fn conditions(post: &PresignedPost) -> Value {
    let policy = STANDARD.decode(field(post.fields(), "policy")).unwrap();
    serde_json::from_slice::<Value>(&policy).unwrap()["conditions"].clone()
}

#[test]
fn the_document_is_written_in_order() {
    with_presigner(&aws(), credentials(), |presigner| {
        let policy = PostPolicy::named_by_client("a \"b\"/é/", 1..=9).unwrap().metadata("Name", "\\\"").unwrap();
        let post = presigner.presign_post(&policy).unwrap();
        let document = String::from_utf8(STANDARD.decode(field(post.fields(), "policy")).unwrap()).unwrap();
        assert_eq!(
            document,
            concat!(
                r#"{"expiration":"2023-11-14T23:13:20Z","conditions":[{"bucket":"bucket"},"#,
                r#"["starts-with","$key","a \"b\"/é/"],["content-length-range",1,9],{"x-amz-meta-name":"\\\""},"#,
                r#"{"x-amz-algorithm":"AWS4-HMAC-SHA256"},"#,
                r#"{"x-amz-credential":"AKIAIOSFODNN7EXAMPLE/20231114/eu-central-1/s3/aws4_request"},"#,
                r#"{"x-amz-date":"20231114T221320Z"}]}"#,
            )
        );
    });
}

/// Every field but the two that can't have one has exactly one condition, and every condition but two has a field.
#[test]
fn fields_and_conditions_come_together() {
    for vector in Vector::read() {
        let post = vector.post();
        let mut conditions: Vec<String> = conditions(&post)
            .as_array()
            .unwrap()
            .iter()
            .map(|condition| match condition {
                Value::Object(exact) => exact.keys().next().unwrap().clone(),
                other => other[1].as_str().map_or("size".into(), |variable| variable[1..].into()),
            })
            .collect();
        conditions.sort();
        let mut names: Vec<String> = post.fields().map(|(name, _)| name.to_owned()).collect();
        names.retain(|name| name != "policy" && name != "x-amz-signature");
        names.extend(["bucket".into(), "size".into()]);
        names.sort();
        assert_eq!(conditions, names);
    }
}

#[test]
fn where_the_form_goes() {
    let custom = |url| Endpoint::custom(url, "eu").unwrap();
    for (endpoint, url) in [
        (aws(), "https://bucket.s3.eu-central-1.amazonaws.com/"),
        (aws().path_style(), "https://s3.eu-central-1.amazonaws.com/bucket"),
        (Endpoint::gcs(), "https://storage.googleapis.com/bucket"),
        (custom("http://[::1]:9000"), "http://[::1]:9000/bucket"),
        (custom("https://h:8443/a/b"), "https://h:8443/a/b/bucket"),
        (custom("https://h/a/b").virtual_hosted(), "https://bucket.h/a/b"),
    ] {
        with_presigner(&endpoint, credentials(), |presigner| {
            let post = presigner.presign_post(&PostPolicy::new("a", 1..=9).unwrap()).unwrap();
            assert_eq!(post.url(), url);
            assert_eq!(Url::parse(url).unwrap().as_str(), url);
        });
    }
}

#[test]
fn who_has_no_post_says_so() {
    let policy = PostPolicy::new("a", 1..=9).unwrap();
    let r2 = Endpoint::r2("0123456789abcdef").unwrap();
    let b2 = Endpoint::backblaze_b2("us-east-005").unwrap();
    for endpoint in [r2.clone(), r2.virtual_hosted(), b2] {
        with_presigner(&endpoint, credentials(), |presigner| {
            assert_eq!(presigner.presign_post(&policy).unwrap_err(), Error::UnsupportedPost);
        });
    }
    let aws = Endpoint::aws("eu-central-1").unwrap();
    for name in [
        "arn:aws:s3:eu-central-1:123456789012:accesspoint/reports",
        "reports-ck5n8x0000examplekqrw9p3yuse1a-s3alias",
        "arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint/resize",
        "resize-ck5n8x0000examplekqrw9p3yuse1a--ol-s3",
        "arn:aws:s3-outposts:eu-central-1:123456789012:outpost/op-01234567890123456/accesspoint/reports",
        "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
        "bucket--euc1-az1--x-s3",
        "reports--euc1-az1--xa-s3",
    ] {
        let bucket = aws.bucket(name).unwrap();
        assert!(!bucket.endpoint().has_post(), "{name}");
        let end = OffsetDateTime::from_unix_timestamp(NOW + 300).unwrap();
        let credentials = if bucket.endpoint().service() == "s3express" {
            Credentials::s3_express_session("AKIA", "secret", "token", end).unwrap()
        } else {
            credentials()
        };
        let signer = Signer::new(bucket, credentials);
        let error = signer.at(valid_for(60)).unwrap().presign_post(&policy).unwrap_err();
        assert_eq!(error, Error::UnsupportedPost, "{name}");
    }
    assert!(aws.bucket("bucket").unwrap().endpoint().has_post());
    let sts = Endpoint::for_service("https://sts.amazonaws.com", "us-east-1", "sts").unwrap();
    let signer = Signer::for_service(sts, credentials());
    let validity = valid_for(60);
    assert_eq!(signer.at(validity).unwrap().presign_post(&policy).unwrap_err(), Error::NoBucket);
}

#[test]
fn the_token_is_a_field_with_a_condition() {
    let token = "token+/==";
    with_presigner(&aws(), credentials().with_session_token(token).unwrap(), |presigner| {
        let post = presigner.presign_post(&PostPolicy::new("a", 1..=9).unwrap()).unwrap();
        assert_eq!(field(post.fields(), "x-amz-security-token"), token);
        assert!(conditions(&post).as_array().unwrap().contains(&json!({ "x-amz-security-token": token })));
    });
}

/// The form dies with the credentials, and its policy says so.
#[test]
fn the_end_is_capped() {
    with_presigner(&aws(), credentials().with_expiry(NOW + 900).unwrap(), |presigner| {
        let post = presigner.presign_post(&PostPolicy::new("a", 1..=9).unwrap()).unwrap();
        assert_eq!((post.expires_at(), post.early_expiry()), (presigner.expires_at(), presigner.early_expiry()));
        assert!(post.early_expiry().is_some());
        assert_eq!(document(field(post.fields(), "policy")).0, "2023-11-14T22:28:20Z");
    });
}

#[test]
fn a_scope_bounds_keys_and_prefixes() {
    with_presigner(&aws(), credentials(), |presigner| {
        let presigner = presigner.clone().within("users/42/").unwrap();
        let inside = |policy: Result<PostPolicy<'_>>| presigner.presign_post(&policy.unwrap()).map(|_| ());
        for key in ["users/42/a", "users/42/a/b", "users/42//"] {
            assert_eq!(inside(PostPolicy::new(key, 1..=9)), Ok(()));
        }
        for prefix in ["users/42/", "users/42/uploads/"] {
            assert_eq!(inside(PostPolicy::named_by_client(prefix, 1..=9)), Ok(()));
        }
        for key in ["a", "users/42/", "users/42", "users/43/a", "/users/42/a", "Users/42/a"] {
            assert_eq!(inside(PostPolicy::new(key, 1..=9)), Err(Error::OutsideScope), "{key}");
        }
        for prefix in ["users/", "users/4/", "users/43/", "/"] {
            assert_eq!(inside(PostPolicy::named_by_client(prefix, 1..=9)), Err(Error::OutsideScope), "{prefix}");
        }
        let with = |name| PostPolicy::new("users/42/a", 1..=9).unwrap().field(name, "b/c");
        for name in [
            "x-amz-copy-source",
            "X-Amz-Meta-Snowball-Auto-Extract",
            "x_amz_copy_source",
            "x-oss-process",
            "Pic-Operations",
        ] {
            assert_eq!(inside(with(name)), Err(Error::OutsideScope), "{name}");
        }
        let metadata = PostPolicy::new("users/42/a", 1..=9).unwrap().metadata("snowball-auto-extract", "true");
        assert_eq!(inside(metadata), Err(Error::OutsideScope));
        assert_eq!(inside(with("x-amz-website-redirect-location")), Ok(()));
    });
}

#[test]
fn the_form_stays_within_its_limit() {
    with_presigner(&aws(), credentials(), |presigner| {
        let refused = |length: usize| {
            let value = "x".repeat(length);
            presigner.presign_post(&PostPolicy::new("a", 1..=9).unwrap().metadata("a", &value).unwrap()).err()
        };
        let lengths: Vec<usize> = (1..20_000).collect();
        let most = lengths.partition_point(|length| refused(*length).is_none());
        // In the field and, as Base64, in the policy.
        assert!((6_000..8_000).contains(&most), "{most}");
        let Some(Error::TooLong { length, limit, .. }) = refused(most + 1) else { panic!("another error") };
        assert!((20_481..20_490).contains(&length) && limit == 20_480, "{length}");

        // What is allowed fits with the longest boundary that a client may choose.
        let value = "x".repeat(most);
        let post =
            presigner.presign_post(&PostPolicy::new("a", 1..=9).unwrap().metadata("a", &value).unwrap()).unwrap();
        let boundary = "b".repeat(70);
        let part = |(name, value): (&str, &str)| {
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").len()
        };
        let file = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            "🙂".repeat(255)
        );
        assert!(post.fields().map(part).sum::<usize>() + file.len() <= 20_480);
    });
}

#[cfg(feature = "serde")]
#[test]
fn json() {
    with_presigner(&aws(), credentials(), |presigner| {
        let policy = PostPolicy::new("a", 1..=9).unwrap().content_type("image/png").unwrap();
        let post = presigner.presign_post(&policy).unwrap();
        let policy = field(post.fields(), "policy");
        let signature = field(post.fields(), "x-amz-signature");
        assert_eq!(
            serde_json::to_string(&post).unwrap(),
            format!(
                "{{\"url\":\"https://bucket.s3.eu-central-1.amazonaws.com/\",\"fields\":{{\"key\":\"a\",\
                 \"Content-Type\":\"image/png\",\"x-amz-algorithm\":\"AWS4-HMAC-SHA256\",\
                 \"x-amz-credential\":\"AKIAIOSFODNN7EXAMPLE/20231114/eu-central-1/s3/aws4_request\",\
                 \"x-amz-date\":\"20231114T221320Z\",\"policy\":\"{policy}\",\"x-amz-signature\":\"{signature}\"}},\
                 \"expires_at\":\"2023-11-14T23:13:20Z\"}}"
            )
        );
    });
}

#[test]
fn no_debug_shows_a_secret_a_key_or_a_field() {
    let credentials = Credentials::new("AKIA", "MARKEDsecret").unwrap().with_session_token("MARKEDtoken").unwrap();
    with_presigner(&aws(), credentials, |presigner| {
        let policy = PostPolicy::new("MARKEDkey", 1..=9)
            .and_then(|policy| policy.sse_customer_key("MARKEDkey", "MARKEDmd5"))
            .and_then(|policy| policy.metadata("a", "MARKEDvalue"))
            .unwrap();
        let post = presigner.presign_post(&policy).unwrap();
        for shown in [format!("{policy:?}"), format!("{post:?}"), post.fingerprint()] {
            assert!(!shown.contains("MARKED") && !shown.contains(field(post.fields(), "x-amz-signature")), "{shown}");
        }
    });
}

/// What the setters write, set beside the fields and conditions that AWS documents ("POST Object", "HTML form fields",
/// "Creating a POST policy").
#[test]
fn fields_that_the_client_fills_in() {
    let policy = || PostPolicy::new("a", 1..=9).unwrap();
    let redirect = "https://app.example.com/?name=";
    for (policy, name, value, condition) in [
        (
            policy().metadata_from_client("Title"),
            "x-amz-meta-title",
            "",
            json!(["starts-with", "$x-amz-meta-title", ""]),
        ),
        (
            policy().metadata_with_file_name("Name", "user 42/"),
            "x-amz-meta-name",
            "user 42/${filename}",
            json!(["starts-with", "$x-amz-meta-name", "user 42/"]),
        ),
        (
            policy().metadata_with_file_name("name", ""),
            "x-amz-meta-name",
            "${filename}",
            json!(["starts-with", "$x-amz-meta-name", ""]),
        ),
        (
            policy().success_action_redirect_with_file_name(redirect),
            "success_action_redirect",
            "https://app.example.com/?name=${filename}",
            json!(["starts-with", "$success_action_redirect", redirect]),
        ),
        (
            policy().checksum_from_client(Checksum::Sha256),
            "x-amz-checksum-sha256",
            "",
            json!(["starts-with", "$x-amz-checksum-sha256", ""]),
        ),
        (
            policy().unchecked_content_type_with_prefix("image/"),
            "Content-Type",
            "image/octet-stream",
            json!(["starts-with", "$Content-Type", "image/"]),
        ),
        (
            policy().dsse_kms(None),
            "x-amz-server-side-encryption",
            "aws:kms:dsse",
            json!({ "x-amz-server-side-encryption": "aws:kms:dsse" }),
        ),
        (
            policy().dsse_kms(Some("key")),
            "x-amz-server-side-encryption-aws-kms-key-id",
            "key",
            json!({ "x-amz-server-side-encryption-aws-kms-key-id": "key" }),
        ),
        (
            policy().sse_kms(None).and_then(|policy| policy.kms_bucket_key(true)),
            "x-amz-server-side-encryption-bucket-key-enabled",
            "true",
            json!({ "x-amz-server-side-encryption-bucket-key-enabled": "true" }),
        ),
        (
            policy().sse_kms(None).and_then(|policy| policy.kms_bucket_key(false)),
            "x-amz-server-side-encryption-bucket-key-enabled",
            "false",
            json!({ "x-amz-server-side-encryption-bucket-key-enabled": "false" }),
        ),
        (
            policy().dsse_kms(None).and_then(|policy| policy.kms_context(&[("team", "a"), ("\"", "gr\u{f6}\u{df}e")])),
            "x-amz-server-side-encryption-context",
            // {"team":"a","\"":"gr\u{f6}\u{df}e"}
            "eyJ0ZWFtIjoiYSIsIlwiIjoiZ3LDtsOfZSJ9",
            json!({ "x-amz-server-side-encryption-context": "eyJ0ZWFtIjoiYSIsIlwiIjoiZ3LDtsOfZSJ9" }),
        ),
    ] {
        with_presigner(&aws(), credentials(), |presigner| {
            let policy = policy.unwrap();
            let post = presigner.presign_post(&policy).unwrap();
            assert_eq!(field(post.fields(), name), value);
            assert!(conditions(&post).as_array().unwrap().contains(&condition), "{condition}");
        });
    }
}

#[test]
fn a_form_for_each_type() {
    with_presigner(&aws(), credentials(), |presigner| {
        let types = ["image/png", "image/jpeg", "image/gif"];
        let policies = PostPolicy::new("a", 1..=9).unwrap().one_per_content_type(&types).unwrap();
        let of_form = |policy| {
            let post = presigner.presign_post(policy).unwrap();
            let media_type = field(post.fields(), "Content-Type").to_owned();
            assert!(conditions(&post).as_array().unwrap().contains(&json!({ "Content-Type": media_type })));
            media_type
        };
        assert!(policies.iter().map(of_form).eq(types));
    });
}
