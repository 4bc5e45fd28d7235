//! What is timed.

use std::hint::black_box;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use presigner::attachment::Attachment;
use presigner::post::{PostPolicy, PresignedPost};
use presigner::verify::{Unverified, UnverifiedPost, Verifier, VerifyingKey};
use presigner::{Credentials, Endpoint, Presigner, Request, Result, Signer, Validity};
use sha2::{Digest, Sha256};

use crate::Row;
use crate::measure::Case;

/// 85 bytes.
const KEY: &str = "messages/0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47/attachments/2024/11/03/quarterly/12.csv";
/// 106 bytes.
const DISPOSITION: &str =
    "attachment; filename=\"annual report Zurich.csv\"; filename*=UTF-8''annual%20report%20Z%C3%BCrich%202024.csv";
const CONTENT_TYPE: &str = "text/csv; charset=utf-8; header=present";
/// 60 characters each.
const ASCII_NAME: &str = "Annual report of the customers of Zurich and Winterthur.xlsx";
const GERMAN_NAME: &str = "Jahresbericht der Kundschaft – Zürich und Winterthür 24.xlsx";
const NOW: i64 = 1_731_000_000;
const ORIGIN: &str = "https://objects.us-east-1.example.com";
const HOST: &str = "objects.us-east-1.example.com";
const BUCKET: &str = "customer-attachments";

/// Who signs, without a session token and with one.
pub(crate) struct Fixture {
    without: Party,
    with: Party,
}

struct Party {
    signer: Signer,
    key: VerifyingKey,
    token: String,
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap()
}

fn endpoint() -> Endpoint {
    Endpoint::custom(ORIGIN, "us-east-1").unwrap()
}

fn validity() -> Validity {
    Validity::new(NOW, Duration::from_secs(3600)).unwrap()
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let party = |credentials: Credentials, token| {
            let signer = Signer::new(endpoint().bucket(BUCKET).unwrap(), credentials);
            Party { key: signer.verifying_key(), signer, token }
        };
        // As Base64 is: 32 of the characters have to be encoded.
        let token = "IQoJb3JpZ2luX2VjEDoaC/0".repeat(32);
        assert_eq!(token.len(), 736);
        let with = party(credentials().with_session_token(&token).unwrap(), token);
        Self { without: party(credentials(), String::new()), with }
    }
}

impl Party {
    fn presigner(&self) -> Presigner<'_> {
        self.signer.at(validity()).unwrap()
    }

    /// Of a request.
    fn floor(&self, request: &Request<'_>) -> Case<'static> {
        let explanation = request.explain();
        let token = self.token.replace('/', "%2F");
        let canonical = explanation.canonical_request().replace(&format!("<{} bytes elided>", token.len()), &token);
        assert!(canonical.contains(&token));
        let string_to_sign = explanation.string_to_sign().to_owned();
        let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        Box::new(move || {
            let hash = Sha256::digest(black_box(&canonical));
            black_box((hash, keyed.clone().chain_update(black_box(&string_to_sign)).finalize().into_bytes()));
        })
    }

    /// A request that is made anew for each URL, as its key differs from URL to URL.
    fn into<'a>(
        &'a self,
        name: impl Into<String>,
        request: impl for<'p> Fn(&'p Presigner<'p>) -> Result<Request<'p>> + 'a,
    ) -> Row<'a> {
        let presigner = self.presigner();
        let floor = self.floor(&request(&presigner).unwrap());
        let mut url = String::with_capacity(4096);
        let run = Box::new(move || {
            url.clear();
            request(black_box(&presigner)).unwrap().presign_into(&mut url);
            black_box(&url);
        });
        Row { name: name.into(), floor, run }
    }

    /// Its floor is that of one request of this kind.
    fn row<'a>(
        &'a self,
        name: impl Into<String>,
        request: impl for<'p> Fn(&'p Presigner<'p>) -> Result<Request<'p>> + 'a,
        run: impl FnMut() + 'a,
    ) -> Row<'a> {
        let floor = self.floor(&request(&self.presigner()).unwrap());
        Row { name: name.into(), floor, run: Box::new(run) }
    }
}

fn raw<'p>(presigner: &'p Presigner<'p>) -> Result<Request<'p>> {
    presigner
        .get(black_box(KEY))?
        .response_content_disposition(black_box(DISPOSITION))?
        .response_content_type(black_box(CONTENT_TYPE))
}

fn put<'p>(presigner: &'p Presigner<'p>) -> Result<Request<'p>> {
    presigner.put(black_box(KEY))?.content_type(black_box(CONTENT_TYPE))
}

fn put_with_metadata<'p>(presigner: &'p Presigner<'p>) -> Result<Request<'p>> {
    put(presigner)?
        .content_length(black_box(1_234_567))?
        .metadata("user", black_box("42"))?
        .metadata("message-id", black_box("0b6d7c1e-5a1f-4d0f-9a52-3f0e6c1d8b47"))?
        .metadata("uploaded-by", black_box("web"))
}

pub(crate) fn all(fixture: &Fixture) -> Vec<Row<'_>> {
    let mut rows = links(fixture);
    rows.extend(names(&fixture.without));
    rows.extend(parameters(&fixture.without));
    rows.extend([("no token", &fixture.without), ("736-character token", &fixture.with)].into_iter().flat_map(verify));
    rows.extend(forms(&fixture.without));
    rows.extend(descriptors(&fixture.without));
    rows
}

fn links(Fixture { without, with }: &Fixture) -> Vec<Row<'_>> {
    let bucket = endpoint().bucket(BUCKET).unwrap();
    vec![
        without.into("`presign_into`, raw disposition", raw),
        without.row("`presign`, raw disposition", raw, {
            let presigner = without.presigner();
            move || drop(black_box(raw(&presigner).unwrap().presign()))
        }),
        without.row("`at` and `presign`, raw disposition", raw, || {
            drop(black_box(raw(&without.signer.at(black_box(validity())).unwrap()).unwrap().presign()));
        }),
        without.row("credentials, signer, `at`, `presign`", raw, move || {
            let signer = Signer::new(bucket.clone(), credentials());
            drop(black_box(raw(&signer.at(validity()).unwrap()).unwrap().presign()));
        }),
        with.into("`presign_into`, 736-character token", raw),
        without.into("PUT with content type", put),
        without.into("PUT with type, length, three metadata", put_with_metadata),
    ]
}

/// What a name costs, built, encoded and hashed, is the difference to the first.
fn names(party: &Party) -> Vec<Row<'_>> {
    let nameless = party.into("no name", |presigner| {
        presigner.get(black_box(KEY))?.attachment(None).response_content_type(black_box(CONTENT_TYPE))
    });
    let with_names = [
        ("60 ASCII characters", ASCII_NAME.to_owned()),
        ("60 characters of German", GERMAN_NAME.to_owned()),
        ("60 umlauts", "ü".repeat(60)),
        ("60 ideographs", "報".repeat(60)),
        ("60 that are replaced", format!("a{}z", ":".repeat(60))),
        ("230 bytes", format!("{}.pdf", "a".repeat(226))),
        ("231 bytes", format!("{}.pdf", "a".repeat(227))),
        ("230 bytes, not ASCII", format!("{}.pdf", "ü".repeat(113))),
        ("232 bytes, not ASCII", format!("{}.pdf", "ü".repeat(114))),
    ];
    let with_names = with_names.into_iter().map(|(kind, name)| {
        let name: &'static str = name.leak();
        party.into(format!("`attachment`, {kind}"), move |presigner| {
            let request = presigner.get(black_box(KEY))?.attachment(black_box(name));
            request.response_content_type(black_box(CONTENT_TYPE))
        })
    });
    [nameless].into_iter().chain(with_names).collect()
}

/// Those of the caller's own.
fn parameters(party: &Party) -> Vec<Row<'_>> {
    let pairs = |numbers: &mut dyn Iterator<Item = usize>| -> &'static [(String, String)] {
        numbers.map(|number| (format!("name-{number:04}"), format!("value {number}"))).collect::<Vec<_>>().leak()
    };
    [
        ("40 raw parameters, in order", pairs(&mut (0..40))),
        ("40 raw parameters, the last first", pairs(&mut (0..40).rev())),
        ("400 raw parameters, in order", pairs(&mut (0..400))),
        ("400 raw parameters, the last first", pairs(&mut (0..400).rev())),
    ]
    .into_iter()
    .map(|(name, pairs)| {
        party.into(name, move |presigner| {
            let mut request = presigner.get(black_box(KEY))?;
            for (name, value) in black_box(pairs) {
                request = request.query(name, value)?;
            }
            Ok(request)
        })
    })
    .collect()
}

fn verify<'a>((token, party): (&'static str, &'a Party)) -> [Row<'a>; 2] {
    let presigner = party.presigner();
    let link = raw(&presigner).unwrap().presign().into_url();
    let target: &'static str = link.strip_prefix(ORIGIN).unwrap().to_owned().leak();
    let headers = [("host", HOST), ("accept", "*/*"), ("user-agent", "curl/8.0")];
    let parse = move || Unverified::parse("GET", HOST, black_box(target), headers).unwrap();
    let verifier = || Verifier::new(endpoint(), |_: &str| Some(&party.key)).unwrap();
    let (whole, alone) = (verifier(), verifier());
    let arrived = parse();
    [
        party.row(format!("parse + verify, {token}"), raw, move || {
            black_box(parse().verify(&whole, NOW + 1).map(|verified| verified.bucket().len()).unwrap());
        }),
        party.row(format!("verify, {token}"), raw, move || {
            let result = black_box(&arrived).verify(&alone, NOW + 1);
            black_box(result.map(|verified| verified.bucket().len()).unwrap());
        }),
    ]
}

fn form(presigner: &Presigner<'_>) -> PresignedPost {
    let policy = PostPolicy::new(black_box(KEY), 1..=20_000_000)
        .and_then(|policy| policy.content_type(black_box(CONTENT_TYPE)))
        .and_then(|policy| policy.metadata("user", black_box("42")));
    presigner.presign_post(&policy.unwrap()).unwrap()
}

fn forms(party: &Party) -> [Row<'_>; 2] {
    let presigner = party.presigner();
    let made = form(&presigner);
    let floor = || -> Case<'static> {
        let policy = made.fields().find(|(name, _)| *name == "policy").unwrap().1.to_owned();
        let keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        Box::new(move || {
            black_box(keyed.clone().chain_update(black_box(&policy)).finalize().into_bytes());
        })
    };
    let floors = [floor(), floor()];
    let verifier = Verifier::new(endpoint(), |_: &str| Some(&party.key)).unwrap();
    let [issue, verify]: [Case<'_>; 2] = [
        Box::new(move || drop(black_box(form(&presigner)))),
        Box::new(move || {
            let form = UnverifiedPost::parse(HOST, "/customer-attachments", black_box(&made).fields(), "a").unwrap();
            black_box(form.verify(&verifier, NOW + 1).map(|verified| verified.bucket().len()).unwrap());
        }),
    ];
    let [of_issue, of_verify] = floors;
    [
        Row { name: "POST: policy and form".into(), floor: of_issue, run: issue },
        Row { name: "POST: parse + verify".into(), floor: of_verify, run: verify },
    ]
}

fn descriptors(party: &Party) -> [Row<'_>; 2] {
    fn attachment() -> Attachment<'static> {
        Attachment::new(black_box("0b6d7c1e"), black_box(KEY), 1_234_567)
            .file_name(black_box(ASCII_NAME))
            .content_type(black_box(CONTENT_TYPE))
    }
    fn link<'p>(presigner: &'p Presigner<'p>) -> Result<Request<'p>> {
        attachment().request(presigner)
    }
    let (made, written) = (party.presigner(), party.presigner());
    let mut json = Vec::with_capacity(4096);
    [
        party.row("descriptor", link, move || drop(black_box(attachment().descriptor(&made).unwrap()))),
        party.row("descriptor to JSON in a buffer", link, move || {
            json.clear();
            serde_json::to_writer(&mut json, &attachment().descriptor(&written).unwrap()).unwrap();
            black_box(&json);
        }),
    ]
}
