//! Prints the links that clients are given, one JSON object a line, with what has to come of each.
//!
//! What is expected of a page is written down here, and not asked of the crate: `saved`, `shown`, or `runs` for the
//! script in it. What is expected of a name is in the vectors, which have a generator of their own.

use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use presigner::{Credentials, Endpoint, Presigner, Request, Signer, Validity};
use serde_json::{Value, json};

fn main() {
    let endpoint = Endpoint::custom(&setting("ENDPOINT"), &setting("REGION")).unwrap().path_style();
    let credentials = Credentials::new(&setting("ACCESS_KEY"), &setting("SECRET_KEY")).unwrap();
    let signer = Signer::new(endpoint.bucket("clients").unwrap(), credentials);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs().cast_signed();
    let presigner = signer.at(Validity::new(now, Duration::from_secs(3600)).unwrap()).unwrap();

    println!("{}", json!({"kind": "bucket", "put": presigner.create_bucket().unwrap().presign().url()}));
    for (place, line) in include_str!("../../../vectors/dispositions.jsonl").lines().enumerate() {
        println!("{}", name(&presigner, place, &serde_json::from_str(line).unwrap()));
    }
    for (place, case) in pages().iter().enumerate() {
        println!("{}", page(&presigner, place, case));
    }
}

/// From the variables that `run` sets: there is nothing to skip quietly when they are missing.
fn setting(what: &str) -> String {
    let name = format!("PRESIGNER_CEPH_{what}");
    env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: start this with `tests/servers/clients/run`"))
}

fn name(presigner: &Presigner<'_>, place: usize, vector: &Value) -> Value {
    let text = |field: &str| vector[field].as_str().expect("a text in each field");
    let key = format!("names/{place}");
    let request = presigner.get(&key).unwrap().attachment(text("name"));
    // The ASCII form stands in the header of the vector. It holds no quote.
    let ascii = text("header").split('"').nth(1).expect("a quoted name");
    json!({
        "kind": "name",
        "place": place,
        "name": text("name"),
        "file_name": text("file_name"),
        "ascii_file_name": ascii,
        "header": text("header"),
        "put": presigner.put(&key).unwrap().presign().url(),
        "url": request.presign().url(),
    })
}

/// How a page is linked to.
#[derive(Clone, Copy)]
enum Link {
    Inline,
    RiskingScript,
    /// With overrides that the crate does not look at.
    Raw,
}

struct Case {
    link: Link,
    content_type: &'static str,
    /// The type it is stored with.
    stored: &'static str,
    body: &'static str,
    expected: &'static str,
}

/// Several types in one, of which Chromium takes the last.
const DISGUISED: [&str; 4] =
    ["video/mp4,text/html", "text/plain, text/html", "application/pdf,text/html", "video/x;charset=utf-8, text/html"];

fn pages() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |link, content_type, stored, body, expected| {
        cases.push(Case { link, content_type, stored, body, expected });
    };
    let scripted = [
        ("text/html", "html"),
        ("TEXT/HTML; charset=utf-8", "html"),
        ("image/svg+xml", "svg"),
        ("application/xhtml+xml", "xhtml"),
        ("text/xml", "xhtml"),
        ("application/xml", "xhtml"),
    ];
    for (content_type, body) in DISGUISED.map(|content_type| (content_type, "html")).into_iter().chain(scripted) {
        add(Link::Inline, content_type, content_type, body, "saved");
        // That the script runs where nobody looks at the type, or the test could not fail.
        add(Link::Raw, content_type, content_type, body, "runs");
    }
    add(Link::RiskingScript, "text/html", "text/html", "html", "runs");
    // A page under the name of something harmless.
    for content_type in ["image/png", "image/jpeg", "text/plain", "application/pdf", "video/mp4", "audio/mpeg"] {
        add(Link::Inline, content_type, "text/html", "html", "shown");
    }
    for (content_type, body) in [("image/png", "png"), ("application/pdf", "pdf"), ("text/plain", "text")] {
        add(Link::Inline, content_type, "application/octet-stream", body, "shown");
    }
    cases
}

fn page(presigner: &Presigner<'_>, place: usize, case: &Case) -> Value {
    let key = format!("pages/{place}");
    // The extension that belongs to it: from that of a picture, Firefox would make its own.
    let (name, ascii) = (format!("Seite – 1.{}", case.body), format!("Seite - 1.{}", case.body));
    let get = presigner.get(&key).unwrap();
    let (link, request): (&str, Request<'_>) = match case.link {
        Link::Inline => ("inline", get.inline(&name, case.content_type)),
        Link::RiskingScript => ("inline_risking_script", get.inline_risking_script(&name, case.content_type).unwrap()),
        Link::Raw => {
            let shown = get.response_content_disposition("inline").unwrap();
            ("raw overrides", shown.response_content_type(case.content_type).unwrap())
        }
    };
    json!({
        "kind": "page",
        "place": place,
        "link": link,
        "content_type": case.content_type,
        "holds": case.body,
        "stored": case.stored,
        "expected": case.expected,
        "name": name,
        "file_name": name,
        "ascii_file_name": ascii,
        "put": presigner.put(&key).unwrap().content_type(case.stored).unwrap().presign().url(),
        "url": request.presign().url(),
    })
}
