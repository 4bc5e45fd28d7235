//! reqwest, for `clients/followers.py`: a request in each line of standard input, the answer to it in each line of standard output.
//!
//! A request that says `stop` reads as many bytes, or a few more, and breaks off.

use std::io::{BufRead, stdin};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Client, Error, Method};
use serde_json::{Map, Value, json};

async fn answer(request: &Value) -> Result<Value, Error> {
    let client = Client::builder().no_proxy().timeout(Duration::from_secs(30));
    let client = if request["http2"] == true { client.http2_prior_knowledge() } else { client };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let method = Method::from_bytes(text(&request["method"]).as_bytes()).expect("a method");
    let mut builder = client.build()?.request(method, text(&request["url"]));
    for (name, value) in request["headers"].as_object().expect("headers") {
        builder = builder.header(name, text(value));
    }
    let mut reply = builder.send().await?;
    let value = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Map<_, _> =
        reply.headers().iter().map(|(name, text)| (name.to_string(), Value::from(value(text)))).collect();
    let (status, version) = (reply.status().as_u16(), format!("{:?}", reply.version()));
    let mut body = Vec::new();
    while let Some(chunk) = reply.chunk().await? {
        body.extend_from_slice(&chunk);
        if request["stop"].as_u64().is_some_and(|stop| body.len() as u64 >= stop) {
            break;
        }
    }
    Ok(json!({"status": status, "version": version, "headers": headers, "body": BASE64_STANDARD.encode(body)}))
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line.expect("a line")).expect("a request in JSON");
        let answer = runtime.block_on(answer(&request)).unwrap_or_else(|error| json!({"error": format!("{error:?}")}));
        println!("{answer}");
    }
}
