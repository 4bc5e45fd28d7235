//! follow SERVER: prints the links to one object of a server that clients have to follow, as a JSON object.

use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use presigner::{Credentials, Endpoint, Signer, Validity};
use serde_json::json;

/// In the folder for which the attachment server signs.
const KEY: &str = "messages/a b+\u{e4}/100%";

fn main() {
    let server = env::args().nth(1).expect("a server");
    let setting = |what: &str| {
        let name = format!("PRESIGNER_{}_{what}", server.to_uppercase().replace('-', "_"));
        env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: start this with `tests/servers/clients/run`"))
    };
    let endpoint = Endpoint::custom(&setting("ENDPOINT"), &setting("REGION")).unwrap().path_style();
    let credentials = Credentials::new(&setting("ACCESS_KEY"), &setting("SECRET_KEY")).unwrap();
    let signer = Signer::new(endpoint.bucket("followed").unwrap(), credentials);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs().cast_signed();
    let presigner = signer.at(Validity::new(now, Duration::from_secs(3600)).unwrap()).unwrap();
    let get = presigner.get(KEY).unwrap().attachment("Größe 100%.bin");
    let links = json!({
        "bucket": presigner.create_bucket().unwrap().presign().url(),
        "put": presigner.put(KEY).unwrap().presign().url(),
        "get": get.presign().url(),
        "head": presigner.head(KEY).unwrap().presign().url(),
        "put_shown": presigner.put("shown").unwrap().presign().url(),
        "shown": presigner.get("shown").unwrap().inline("a.txt", "text/plain").presign().url(),
        "key": KEY,
    });
    println!("{links}");
}
