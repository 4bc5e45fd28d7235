//! Puts the samples into a store, by presigned links.

use std::time::Duration;

use presigner::{Signer, Validity};
use reqwest::Client;
use reqwest::header::HeaderValue;

use crate::clock::Clock;
use crate::samples;

/// Uploads every sample, over what is there.
pub async fn samples(signer: &Signer, clock: &Clock) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(Duration::from_secs(30))
        .build()?;
    let presigner = signer.at(Validity::new(clock.now(), Duration::from_secs(300))?)?;
    for sample in samples::objects() {
        // What a sender claims need not be a header.
        let content_type =
            HeaderValue::from_str(sample.content_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let link = presigner.put(sample.key)?.content_type(content_type.to_str()?)?.presign();
        let mut request = client.put(link.url()).body(sample.bytes);
        for (name, value) in link.headers() {
            request = request.header(name, value);
        }
        let status = request.send().await.map_err(reqwest::Error::without_url)?.status();
        if !status.is_success() {
            return Err(format!("a sample could not be stored: the store answered {status}").into());
        }
    }
    Ok(())
}
