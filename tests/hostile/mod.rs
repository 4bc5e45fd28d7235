//! What strangers could send: for every function that reads what others wrote, inputs that are made to cost it the most. Memory
//! is tested with them, and `cargo bench --bench strangers` prints their time.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use presigner::attachment::{Attachment, AttachmentDescriptor, AttachmentId, DownloadQuery};
use presigner::diagnose::{Answer, Diagnosis};
use presigner::multipart::upload_id;
use presigner::verify::{Inspection, Limits, Unverified, UnverifiedPost, Verifier, VerifyingKey};
use presigner::{ContentDisposition, CopySource, Credentials, Endpoint, Explanation, Signer, Validity};

/// A kind of input.
pub(crate) struct Kind {
    /// What reads it, and what it is.
    pub(crate) name: &'static str,
    /// Makes one of about so many bytes; never more than what is looked at, where there is a fixed limit.
    pub(crate) make: fn(usize) -> Input,
}

/// An input, and the function that reads it.
pub(crate) struct Input {
    /// In bytes. A header counts with its colon, its space and the end of its line.
    pub(crate) length: usize,
    pub(crate) read: Box<dyn Fn()>,
}

pub(crate) const KINDS: &[Kind] = &[
    Kind { name: "Unverified: escapes in the path", make: |size| target(&format!("/%41{}", "\"".repeat(size)), "") },
    Kind { name: "Unverified: a path beyond ASCII", make: |size| target(&format!("/{}", "é".repeat(size / 2)), "") },
    Kind { name: "Unverified: a parameter often", make: |size| target("/", &"a&".repeat(size / 2)) },
    Kind { name: "Unverified: two in turn", make: |size| target("/", &"+&*&".repeat(size / 4)) },
    Kind { name: "Unverified: three in turn", make: |size| target("/", &"%41&a=b&+&".repeat(size / 10)) },
    Kind { name: "Unverified: a signed one often", make: |size| target("/", &"a=&".repeat(size / 3)) },
    Kind { name: "Unverified: no parameters", make: |size| target("/", &"&".repeat(size)) },
    Kind { name: "Unverified: against the order", make: |size| target("/", &descending(size, "")) },
    Kind { name: "Unverified: alike at their start", make: |size| target("/", &descending(size, &"a".repeat(200))) },
    Kind { name: "Unverified: a long value", make: |size| target("/", &format!("a={}+%41", "*".repeat(size))) },
    Kind {
        name: "Unverified: a long token",
        make: |size| target("/", &format!("X-Amz-Security-Token=+{}", "é".repeat(size / 2))),
    },
    Kind { name: "Unverified: a long id", make: |size| credential(&"*".repeat(size)) },
    Kind {
        name: "Unverified: a long region",
        make: |size| credential(&format!("A/20231114/{}", "é".repeat(size / 2))),
    },
    Kind { name: "Unverified: all headers signed", make: |size| signed_headers(size, ";", true) },
    Kind { name: "Unverified: all signed, escaped", make: |size| signed_headers(size, "%3B", true) },
    Kind { name: "Unverified: none of the signed", make: |size| signed_headers(size, ";", false) },
    Kind { name: "Unverified: a header often", make: |size| headers(vec![("a".into(), String::new()); size / 5]) },
    Kind { name: "Unverified: a long header name", make: |size| headers(vec![("a".repeat(size), String::new())]) },
    Kind { name: "Unverified: a long header", make: |size| headers(vec![("a".into(), " b".repeat(size / 2))]) },
    Kind {
        name: "Version 4A: a long region set",
        make: |size| ecdsa("/", &format!("&X-Amz-Region-Set={}", "é".repeat(size / 2)), DER),
    },
    Kind {
        name: "Version 4A: a region set often",
        make: |size| ecdsa("/", &"&X-Amz-Region-Set=*".repeat(size / 19), DER),
    },
    Kind { name: "Version 4A: a long signature", make: |size| ecdsa("/", REGION_SET, &"30".repeat(size / 2)) },
    Kind { name: "Version 4A: what is no DER", make: |_| ecdsa("/", REGION_SET, &"30".repeat(72)) },
    Kind {
        name: "Version 4A: a long path, eight keys",
        make: |size| ecdsa(&format!("/%41{}", "\"".repeat(size)), REGION_SET, DER),
    },
    Kind { name: "Unverified: default limits", make: default_limits },
    Kind { name: "Unverified::from_http", make: from_http },
    Kind {
        name: "Inspection: a long host, escaped",
        make: |size| inspection(&"a%2E".repeat(size.min(15_000) / 4), "/"),
    },
    Kind {
        name: "Inspection: a host of all sorts",
        make: |size| inspection(&"b-1.r2&X=%3B".repeat(size.min(15_000) / 12), ""),
    },
    Kind {
        name: "Inspection: a host of dots",
        make: |size| inspection(&format!("({}", ".".repeat(size.min(980))), ""),
    },
    Kind { name: "Inspection: the longest", make: |_| inspection(&format!("({}", ".".repeat(252)), "") },
    Kind { name: "Inspection: a long host", make: |size| inspection(&"é".repeat(size.min(5_000) / 2), "/") },
    Kind {
        name: "Inspection: a long path",
        make: |size| inspection("b.example", &format!("/%41{}", "\"".repeat(size.min(15_000)))),
    },
    Kind {
        name: "UnverifiedPost: variables",
        make: |size| form(&[("key", &"${filename}".repeat(size / 20))], &"n".repeat(size / 2)),
    },
    Kind {
        name: "UnverifiedPost: as many as fit",
        make: |_| form(&[("key", &"${filename}".repeat(1_000))], &"n".repeat(9_000)),
    },
    Kind {
        name: "UnverifiedPost: variables in another field",
        make: |_| form(&[("key", "a"), ("a", &"${filename}".repeat(43))], &"n".repeat(190)),
    },
    Kind {
        name: "UnverifiedPost: too many in another field",
        make: |_| form(&[("key", "a"), ("a", &"${filename}".repeat(900))], &"n".repeat(10_000)),
    },
    Kind {
        name: "UnverifiedPost: variables in all fields",
        make: |_| {
            let names: Vec<_> = (0..90).map(|number| format!("{number}")).collect();
            let fields: Vec<_> = names.iter().map(|name| (&**name, "${filename}")).collect();
            form(&[&[("key", "a")], &*fields].concat(), &"n".repeat(90))
        },
    },
    Kind { name: "UnverifiedPost: a long name", make: |size| form(&[("key", "${filename}")], &"/".repeat(size)) },
    Kind { name: "UnverifiedPost: a field often", make: |size| form(&vec![("a", ""); size.min(1_000)], "") },
    Kind { name: "UnverifiedPost: many fields", make: many_fields },
    Kind {
        name: "UnverifiedPost: a long policy",
        make: |size| form(&[("key", "a"), ("policy", &"e30=".repeat(size / 4))], ""),
    },
    Kind { name: "Answer: many elements", make: |size| answer(&"<a/>".repeat(size / 4)) },
    Kind { name: "Answer: as many as are read", make: |_| answer(&"<a>b</a>".repeat(120)) },
    Kind { name: "Answer: attributes", make: |size| answer(&format!("<a {}/>", "b='' ".repeat(size / 5))) },
    Kind {
        name: "Answer: what could be attributes",
        make: |size| answer(&format!("<Message>{}</Message>", "=".repeat(size.min(65_000)))),
    },
    Kind { name: "Answer: namespaces", make: |_| answer(&format!("<a {}/>", "xmlns:a='b' ".repeat(30))) },
    Kind {
        name: "Answer: a long text",
        make: |size| answer(&format!("<Message>{}</Message>", "&lt;".repeat(size.min(65_000) / 4))),
    },
    Kind { name: "Answer: what is quoted", make: |size| quoted(&"a%41\n".repeat(size.min(60_000) / 5)) },
    Kind {
        name: "Answer: bytes in hex",
        make: |size| {
            answer(&format!("<StringToSignBytes>{}</StringToSignBytes>", "ff 0a ".repeat(size.min(65_000) / 6)))
        },
    },
    Kind {
        name: "upload_id: a long one",
        make: |size| {
            let id = "&lt;".repeat(size.min(65_000) / 4);
            let answer =
                format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
            text(answer, |answer| drop(black_box(upload_id(answer.as_bytes()))))
        },
    },
    Kind { name: "DownloadQuery: escapes", make: |size| download_query("key=+", "%FF", size) },
    Kind { name: "DownloadQuery: spaces", make: |size| download_query("key=%41", "+", size) },
    Kind { name: "DownloadQuery: a long file name", make: |size| download_query("key=a&fileName=%41+", "a", size) },
    Kind { name: "DownloadQuery: others", make: |size| download_query("key=a", "&%41+", size) },
    Kind {
        name: "AttachmentId",
        make: |size| text("YXR0".repeat(size / 4), |text| drop(black_box(AttachmentId::decode(text)))),
    },
    Kind {
        name: "AttachmentId: the longest",
        make: |_| text(" -_a".repeat(1_024), |text| drop(black_box(AttachmentId::decode(text)))),
    },
    Kind {
        name: "CopySource",
        make: |size| text("é".repeat(size / 2), |key| _ = black_box(CopySource::new("bucket", key))),
    },
    Kind { name: "ContentDisposition: beyond ASCII", make: |size| text("é".repeat(size / 2), disposition) },
    Kind {
        name: "ContentDisposition: marks",
        make: |size| text(format!("a{}", "\u{301}".repeat(size / 2)), disposition),
    },
    Kind { name: "ContentDisposition: what is dropped", make: |size| text("\u{202e}".repeat(size / 3), disposition) },
    Kind { name: "ContentDisposition: dots", make: |size| text(".".repeat(size), disposition) },
    Kind { name: "ContentDisposition: of a key", make: |size| text("a/".repeat(size / 2), disposition) },
    Kind {
        name: "Attachment: a long name",
        make: |size| text("\"é".repeat(size / 3), |name| attachment("a", name, "image/png")),
    },
    Kind {
        name: "Attachment: a long key",
        make: |size| text("é".repeat(size / 2), |key| attachment(key, "a", "image/png")),
    },
    Kind {
        name: "Attachment: the longest key",
        make: |_| text("é".repeat(512), |key| attachment(key, "a", "image/png")),
    },
    Kind {
        name: "Attachment: a long media type",
        make: |size| text(format!("image/png{}", ";a=\"\\b\"".repeat(size / 8)), |media| attachment("a", "a", media)),
    },
    Kind {
        name: "AttachmentDescriptor: a long name",
        make: |size| text(format!("{{\"filename\":\"{}\"}}", "\\u00e9".repeat(size / 6)), descriptor),
    },
    Kind { name: "AttachmentDescriptor: arrays", make: |size| text("[".repeat(size), descriptor) },
];

const HOST: &str = "s3.example.com";
const NOW: i64 = 1_700_000_000;
/// With it a target has the form that it must have, so that all of it is looked at.
const CLAIMS: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60\
    &X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
const CREDENTIAL: &str = "&X-Amz-Credential=A%2F20231114%2Fus-east-1%2Fs3%2Faws4_request";
const SIGNED_HEADERS: &str = "&X-Amz-SignedHeaders=host";
const REGION_SET: &str = "&X-Amz-Region-Set=*";
/// Two numbers that could be of a signature.
const DER: &str = "3006020101020101";

fn endpoint() -> Endpoint {
    Endpoint::custom("http://s3.example.com", "us-east-1").unwrap()
}

fn signer() -> Signer {
    Signer::new(endpoint().bucket("bucket").unwrap(), Credentials::new("A", "wJalr").unwrap())
}

fn key() -> VerifyingKey {
    signer().verifying_key()
}

fn validity() -> Validity {
    Validity::new(NOW, Duration::from_secs(60)).unwrap()
}

fn text(text: String, read: fn(&str)) -> Input {
    Input { length: text.len(), read: Box::new(move || read(&text)) }
}

/// A request that is looked at whatever its size, and checked against a key, which finds no signature of its.
fn request(limits: Limits, target: String, headers: Vec<(String, String)>) -> Input {
    let verifier = Verifier::new(endpoint(), move |_: &str| Some(key())).unwrap();
    let length = target.len() + headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>();
    let read = move || {
        let headers = headers.iter().map(|(name, value)| (name, value));
        let request = Unverified::parse_within(limits, "GET", HOST, &target, headers);
        let _ = black_box(request.and_then(|request| request.verify(&verifier, NOW).map(drop)));
    };
    Input { length, read: Box::new(read) }
}

/// The same by Version 4A, where the lookup knows as many keys of an id as one may have.
fn ecdsa(path: &str, region_set: &str, signature: &str) -> Input {
    let endpoint = endpoint().with_region_set("*").unwrap();
    let key = VerifyingKey::new(&endpoint, Credentials::new("A", "wJalr").unwrap());
    let verifier = Verifier::new(endpoint, move |_: &str| vec![key.clone(); VerifyingKey::MAX_PER_ID]).unwrap();
    let target = format!(
        "{path}?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=A%2F20231114%2Fs3%2Faws4_request\
         &X-Amz-Date=20231114T221320Z&X-Amz-Expires=60{region_set}{SIGNED_HEADERS}&X-Amz-Signature={signature}"
    );
    let length = target.len();
    let read = move || {
        let headers: [(&str, &str); 0] = [];
        let request = Unverified::parse_within(unlimited(), "GET", HOST, &target, headers);
        let _ = black_box(request.and_then(|request| request.verify(&verifier, NOW).map(drop)));
    };
    Input { length, read: Box::new(read) }
}

fn unlimited() -> Limits {
    Limits::default().target(usize::MAX).parameters(usize::MAX).headers(usize::MAX)
}

fn target(path: &str, query: &str) -> Input {
    request(unlimited(), format!("{path}?{CLAIMS}{CREDENTIAL}{SIGNED_HEADERS}&{query}"), Vec::new())
}

fn credential(start: &str) -> Input {
    let credential = format!("X-Amz-Credential={start}/20231114/us-east-1/s3/aws4_request");
    request(unlimited(), format!("/?{CLAIMS}{SIGNED_HEADERS}&{credential}"), Vec::new())
}

/// Names of one length, in order.
fn names(size: usize, more: usize) -> Vec<String> {
    let digits = |number: usize| (size / more).to_string().len().max(number.to_string().len());
    let count = size / (more + digits(0));
    (0..count).map(|number| format!("{number:0width$}", width = digits(number))).collect()
}

fn descending(size: usize, start: &str) -> String {
    names(size, start.len() + 2).iter().rev().fold(String::new(), |mut query, name| {
        let _ = write!(query, "{start}{name}&");
        query
    })
}

fn signed_headers(size: usize, separator: &str, sent: bool) -> Input {
    let names = names(size, if sent { 8 } else { separator.len() });
    let target = format!("/?{CLAIMS}{CREDENTIAL}&X-Amz-SignedHeaders={}{separator}host", names.join(separator));
    let headers = names.into_iter().filter(|_| sent).rev().map(|name| (name, String::new())).collect();
    request(unlimited(), target, headers)
}

fn headers(headers: Vec<(String, String)>) -> Input {
    request(unlimited(), format!("/?{CLAIMS}{CREDENTIAL}{SIGNED_HEADERS}"), headers)
}

fn default_limits(size: usize) -> Input {
    let target = format!("/?{CLAIMS}{CREDENTIAL}{SIGNED_HEADERS}&{}", "+*&".repeat(size.min(270) / 3));
    let more = "\"".repeat(size.min(16 * 1024 - target.len()));
    request(Limits::default(), format!("{target}{more}"), vec![("a".into(), "b".repeat(size / 100)); 100])
}

fn from_http(size: usize) -> Input {
    let target = format!("/?{CLAIMS}{CREDENTIAL}{SIGNED_HEADERS}&{}", "a&".repeat(size.min(15_000) / 2));
    let uri: Uri = target.parse().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("host", HeaderValue::from_static(HOST));
    for number in 0..(size / 10).min(90) {
        headers.append(HeaderName::try_from(format!("a{number}")).unwrap(), HeaderValue::from_static(""));
    }
    let length =
        target.len() + headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum::<usize>();
    Input { length, read: Box::new(move || drop(black_box(Unverified::from_http(&Method::GET, &uri, &headers)))) }
}

fn inspection(host: &str, path: &str) -> Input {
    let url = format!("https://{host}{path}?{CLAIMS}{CREDENTIAL}{SIGNED_HEADERS}");
    text(url, |url| {
        if let Ok(link) = black_box(Inspection::parse(url)) {
            black_box((link.path(), link.parameters().count()));
        }
    })
}

fn form(fields: &[(&str, &str)], file_name: &str) -> Input {
    let own = [
        ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
        ("x-amz-credential", "A/20231114/us-east-1/s3/aws4_request"),
        ("x-amz-date", "20231114T221320Z"),
        ("x-amz-signature", "0000000000000000000000000000000000000000000000000000000000000000"),
    ];
    let owned = |(name, value): &(&str, &str)| (String::from(*name), String::from(*value));
    let mut fields: Vec<_> = own.iter().chain(fields).map(owned).collect();
    if !fields.iter().any(|(name, _)| name == "policy") {
        fields.push(("policy".into(), "e30=".into()));
    }
    let file_name = String::from(file_name);
    let length = fields.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>() + file_name.len();
    let verifier = Verifier::new(endpoint(), move |_: &str| Some(key())).unwrap();
    let read = move || {
        let fields = fields.iter().map(|(name, value)| (name, value));
        let form = UnverifiedPost::parse(HOST, "/bucket", fields, &file_name);
        let _ = black_box(form.and_then(|form| form.verify(&verifier, NOW).map(drop)));
    };
    Input { length, read: Box::new(read) }
}

/// As many as are looked at, whose names differ at their end.
fn many_fields(size: usize) -> Input {
    let start = "a".repeat((size / 100).min(195));
    let fields: Vec<_> = (0..94).map(|number| format!("{start}{number:02}")).collect();
    form(&[("key", "a")].into_iter().chain(fields.iter().map(|name| (&**name, ""))).collect::<Vec<_>>(), "")
}

fn answer(inside: &str) -> Input {
    let presigner_of = signer();
    let presigner = presigner_of.at(validity()).unwrap();
    let signed: Explanation = presigner.get("a").unwrap().explain();
    let body = format!("<Error><Code>SignatureDoesNotMatch</Code>{inside}</Error>");
    let read = move || {
        if let Ok(answer) = black_box(Answer::parse(body.as_bytes())) {
            black_box(Diagnosis::of(&signed, &answer));
        }
    };
    Input { length: inside.len(), read: Box::new(read) }
}

fn quoted(canonical_request: &str) -> Input {
    answer(&format!("<CanonicalRequest>{canonical_request}</CanonicalRequest><StringToSign>a\nb</StringToSign>"))
}

fn download_query(start: &str, often: &str, size: usize) -> Input {
    text(format!("{start}{}", often.repeat(size / often.len())), |query| drop(black_box(DownloadQuery::parse(query))))
}

fn disposition(name: &str) {
    for disposition in [
        ContentDisposition::attachment(name),
        ContentDisposition::inline(name),
        ContentDisposition::attachment_from_key(name),
    ] {
        black_box((disposition.file_name(), disposition.ascii_file_name(), disposition.to_string()));
    }
}

fn attachment(key: &str, name: &str, media_type: &str) {
    let signer = signer();
    let presigner = signer.at(validity()).unwrap();
    let attachment = Attachment::new("a", key, 1).file_name(name).content_type(media_type).inline();
    let _ = black_box(attachment.descriptor(&presigner));
    let _ = black_box(attachment.redirect(&presigner, "GET"));
}

fn descriptor(json: &str) {
    let _ = black_box(serde_json::from_str::<AttachmentDescriptor>(json));
}
