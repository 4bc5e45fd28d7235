//! Forms that other libraries made (`tests/vectors/forms`), as a host receives them: believed, and altered in every field; and
//! forms and policies altered at random, set beside a second reading of the policy.
#![cfg(all(feature = "post", feature = "verify"))]
#![allow(clippy::similar_names, reason = "a verifier and what it verified are what this is about")]

mod common;
#[path = "naive/mod.rs"]
mod naive;
#[path = "naive/policy.rs"]
mod naive_policy;

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use presigner::Endpoint;
use presigner::verify::{UnverifiedPost, Verifier, VerifyError, VerifyingKey};
use serde::Deserialize;
use serde_json::{Value, json};

use common::{NOW, SECRET_ACCESS_KEY, credentials, vectors};
use naive_policy::{Form, allows};

const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE+/==";
const BUCKET: &str = "uploads-of-users";
const LIFETIME: i64 = 300;

/// Of both regions, with and without the session token. Made once, so that the signing keys are derived once.
static KEYS: LazyLock<Vec<VerifyingKey>> = LazyLock::new(|| {
    let of = |region| {
        let endpoint = Endpoint::custom("http://127.0.0.1:9000", region).unwrap();
        let credentials = [credentials(), credentials().with_session_token(TOKEN).unwrap()];
        credentials.map(|credentials| VerifyingKey::new(&endpoint, credentials))
    };
    ["eu-central-1", "us-east-1"].into_iter().flat_map(of).collect()
});

#[derive(Clone, Debug, Deserialize)]
struct Vector {
    by: String,
    endpoint: String,
    region: String,
    url: String,
    fields: Vec<(String, String)>,
    file_name: String,
    key: String,
    size: (u64, u64),
}

/// What a form that is believed says: key, sizes, end.
type Stored = (String, (u64, u64), i64);

impl Vector {
    fn read() -> Vec<Self> {
        vectors("forms/forms.jsonl")
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|(other, _)| other.eq_ignore_ascii_case(name))
    }

    fn field(&mut self, name: &str) -> &mut String {
        let index = self.index(name).unwrap();
        &mut self.fields[index].1
    }

    fn document(&self) -> Value {
        let policy = &self.fields[self.index("policy").unwrap()].1;
        serde_json::from_slice(&STANDARD.decode(policy).unwrap()).unwrap()
    }

    /// Signs another policy in the place of its own.
    fn sign(&mut self, document: &str) {
        let policy = STANDARD.encode(document);
        *self.field("x-amz-signature") =
            naive::sign_policy(SECRET_ACCESS_KEY, "20231114T221320Z", &self.region, &policy);
        *self.field("policy") = policy;
    }

    fn verify_at(&self, now: i64) -> Result<Stored, VerifyError> {
        let endpoint = Endpoint::custom(&self.endpoint, &self.region).unwrap();
        let lookup = |id: &str| {
            let id = id.to_owned();
            // Those of another region find nothing.
            KEYS.iter().filter(move |key| key.access_key_id() == id)
        };
        let verifier = Verifier::new(endpoint, lookup).unwrap();
        let (_, rest) = self.url.split_once("://").unwrap();
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let target = format!("/{path}");
        let fields = self.fields.iter().map(|(name, value)| (name, value));
        let form = UnverifiedPost::parse(authority, &target, fields, &self.file_name)?;
        let verified = form.verify(&verifier, now)?;
        assert_eq!(verified.bucket(), BUCKET);
        let size = (*verified.size_range().start(), *verified.size_range().end());
        Ok((verified.key().into(), size, verified.expires_at().seconds()))
    }

    fn verify(&self) -> Result<Stored, VerifyError> {
        self.verify_at(NOW)
    }

    /// What the second reading says.
    fn naive(&self, document: &Value) -> Result<(u64, u64), String> {
        let name = self.file_name.rsplit(['/', '\\']).next().unwrap();
        let own =
            ["policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token"];
        let expand = |(field, value): &(String, String)| {
            let is_own = own.contains(&&*field.to_lowercase());
            (field.clone(), if is_own { value.clone() } else { value.replace("${filename}", name) })
        };
        let fields: Vec<_> = self.fields.iter().map(expand).collect();
        allows(document, &Form { bucket: BUCKET, fields: &fields })
    }
}

#[test]
fn every_form_of_others_is_believed() {
    let vectors = Vector::read();
    for by in [
        "@aws-sdk/s3-presigned-post",
        "aws-sdk-s3 (Ruby)",
        "botocore",
        "Dropzone, botocore",
        "Fine Uploader",
        "minio (JavaScript)",
        "minio (Python)",
    ] {
        assert!(vectors.iter().filter(|vector| vector.by == by).count() >= 2, "{by}");
    }
    for vector in vectors {
        let expected = (vector.key.clone(), vector.size, NOW + LIFETIME);
        assert_eq!(vector.verify(), Ok(expected), "{vector:?}");
        assert_eq!(vector.verify_at(NOW + LIFETIME), Err(VerifyError::PolicyExpired), "{vector:?}");
        assert_eq!(vector.naive(&vector.document()), Ok(vector.size), "{vector:?}");
    }
}

/// Each field left out, emptied, doubled, and changed at every place. What is still believed is so by the second reading.
#[test]
fn every_form_of_others_is_altered_in_each_field() {
    let (mut refused, mut believed) = (0, 0);
    for vector in Vector::read() {
        let document = vector.document();
        for (index, (name, value)) in vector.fields.iter().enumerate() {
            let mut left_out = vector.clone();
            left_out.fields.remove(index);
            // The bucket is known from the URL.
            assert_eq!(left_out.verify().is_err(), name != "bucket", "{} without {name}", vector.by);

            let mut doubled = vector.clone();
            doubled.fields.push((name.clone(), value.clone()));
            assert_eq!(doubled.verify(), Err(VerifyError::InvalidField), "{} with two {name}", vector.by);

            let mut renamed = vector.clone();
            renamed.fields[index].0.push('x');
            assert!(renamed.verify().is_err(), "{} with {name}x", vector.by);

            let is_signature = ["policy", "x-amz-signature"].contains(&&*name.to_lowercase());
            let places = value.char_indices().map(|(place, _)| place).step_by(if value.len() > 200 { 11 } else { 1 });
            let changed = places.flat_map(|place| {
                ["a", "A", "0", "/", "\u{e9}"].map(|other| {
                    let rest = value[place..].chars().next().map_or("", |first| &value[place + first.len_utf8()..]);
                    format!("{}{other}{rest}", &value[..place])
                })
            });
            for altered in changed.chain([String::new(), format!("{value}a"), format!("a{value}")]) {
                if altered == *value {
                    continue;
                }
                let mut vector = vector.clone();
                vector.fields[index].1 = altered;
                if is_signature {
                    assert!(vector.verify().is_err(), "{} with another {name}", vector.by);
                } else if vector.verify().is_ok() {
                    assert!(vector.naive(&document).is_ok(), "{vector:?}");
                    believed += 1;
                } else {
                    refused += 1;
                }
            }
        }
        let more =
            Vector { fields: [&*vector.fields, &[("x-amz-meta-zz".into(), "1".into())]].concat(), ..vector.clone() };
        assert_eq!(more.verify(), Err(VerifyError::ExtraField));
        let elsewhere = Vector { url: vector.url.replace(BUCKET, "other-bucket"), ..vector };
        assert_eq!(elsewhere.verify(), Err(VerifyError::UnmetPolicyCondition));
    }
    assert!(refused > 5_000 && believed > 500, "{refused} refused, {believed} believed");
}

/// A generator of numbers that gives the same ones on every run (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % end
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn text(&mut self) -> String {
        let texts = [
            "",
            "a",
            "image/",
            "image/png",
            "text/html",
            "image/png,text/html",
            "up/",
            "up/x",
            "private",
            BUCKET,
            "é",
            "$",
        ];
        (*self.pick(&texts)).into()
    }
}

fn alter_fields(random: &mut Random, vector: &mut Vector) {
    let index = random.below(vector.fields.len());
    match random.below(8) {
        0 => vector.fields[index].1 = random.text(),
        1 => vector.fields[index].1.push('a'),
        2 => {
            vector.fields[index].1.pop();
        }
        3 => {
            vector.fields.remove(index);
        }
        4 => {
            let names = [
                "acl",
                "Content-Type",
                "x-amz-meta-a",
                "X-Ignore-a",
                "x-ignore",
                "bucket",
                "FILE",
                "success_action_redirect",
            ];
            vector.fields.push(((*random.pick(&names)).into(), random.text()));
        }
        5 => vector.fields[index].0.make_ascii_uppercase(),
        6 => {
            let other = random.below(vector.fields.len());
            vector.fields[index].1 = vector.fields[other].1.clone();
        }
        _ => vector.file_name = random.text(),
    }
}

fn alter_conditions(random: &mut Random, conditions: &mut Vec<Value>) {
    const NAMES: [&str; 7] = ["key", "$key", "acl", "Content-Type", "x-amz-meta-a", "bucket", ""];
    let index = random.below(conditions.len());
    match random.below(9) {
        0 => {
            conditions.remove(index);
        }
        1 => {
            let operator = *random.pick(&["eq", "starts-with", "EQ", "ends-with", ""]);
            conditions.push(json!([operator, format!("${}", random.pick(&NAMES)), random.text()]));
        }
        2 => conditions.push(json!({ *random.pick(&NAMES): random.text() })),
        3 => {
            let ends = [
                json!(0),
                json!(9),
                json!("0"),
                json!("0010"),
                json!(""),
                json!("+1"),
                json!(-1),
                json!(1.5),
                json!(null),
            ];
            let (least, greatest) = (random.pick(&ends).clone(), random.pick(&ends).clone());
            conditions.push(json!(["content-length-range", least, greatest]));
        }
        4 => conditions.push(
            random
                .pick(&[json!([]), json!({}), json!(null), json!("key"), json!(["eq", "$key"]), json!({ "key": 1 })])
                .clone(),
        ),
        // The same in another form, or with a shorter value.
        5 => {
            let exact = conditions[index].as_object().and_then(|object| object.iter().next());
            if let Some((name, value)) = exact.map(|(name, value)| (name.clone(), value.clone())) {
                let value = value.as_str().unwrap_or_default().to_owned();
                let shorter: String = value.chars().take(random.below(value.chars().count() + 1)).collect();
                conditions[index] = json!(["starts-with", format!("${}", name.to_uppercase()), shorter]);
            }
        }
        6 => {
            if let Some(parts) = conditions[index].as_array_mut().filter(|parts| !parts.is_empty()) {
                let operator = *random.pick(&["eq", "starts-with"]);
                parts[0] = json!(operator);
            }
        }
        7 => {
            if let Some(parts) = conditions[index].as_array_mut().filter(|parts| !parts.is_empty()) {
                let place = random.below(parts.len());
                parts[place] = json!(random.text());
            }
        }
        _ => {
            let other = random.below(conditions.len());
            conditions.swap(index, other);
        }
    }
}

/// 100,000 forms, most of which are altered, and half of them with an altered policy that is signed as well.
#[test]
fn no_form_is_believed_against_its_policy() {
    let vectors = Vector::read();
    let mut random = Random(0x5eed_f0f0_1234_5678);
    let (mut believed, mut refused) = (0, 0);
    for _ in 0..100_000 {
        let mut vector = random.pick(&vectors).clone();
        let mut document = vector.document();
        if random.below(2) == 0 {
            let conditions = document["conditions"].as_array_mut().unwrap();
            for _ in 0..=random.below(2) {
                alter_conditions(&mut random, conditions);
            }
            vector.sign(&document.to_string());
        }
        for _ in 0..random.below(3) {
            alter_fields(&mut random, &mut vector);
        }
        let naive = vector.naive(&document);
        match vector.verify() {
            Ok((_, size, _)) => {
                assert_eq!(naive, Ok(size), "{document} {vector:?}");
                believed += 1;
            }
            Err(VerifyError::UnmetPolicyCondition | VerifyError::ExtraField) => {
                assert!(naive.is_err(), "{document} {vector:?}");
                refused += 1;
            }
            // The form or its signature is wrong, whatever the policy says.
            Err(_) => {}
        }
    }
    assert!(believed > 20_000 && refused > 20_000, "{believed} believed, {refused} refused");
}
