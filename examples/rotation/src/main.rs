//! A link for each line of the input, which is a key: `rotation BUCKET < keys`.

use std::error::Error;
use std::io::stdin;
use std::time::{Duration, SystemTime};

use aws_config::{BehaviorVersion, Region};
use aws_smithy_http_client::Builder;
use presigner::{Endpoint, Validity};
use presigner_rotation::Links;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let bucket = std::env::args().nth(1).ok_or("usage: rotation BUCKET < keys")?;
    let bucket = Endpoint::aws("eu-central-1")?.bucket(&bucket)?;
    // With TLS, as most programs have it: `aws_config::load_defaults(BehaviorVersion::latest())`.
    let config = aws_config::defaults(BehaviorVersion::latest()).region(Region::new("eu-central-1"));
    let links = Links::new(&config.http_client(Builder::new().build_http()).load().await, bucket).await?;
    for key in stdin().lines() {
        let presigner = links.signer().await;
        let presigner = presigner.at(Validity::new(SystemTime::now(), Duration::from_secs(900))?)?;
        let link = presigner.get(&key?)?.presign();
        println!("{} (until {})", link.url(), link.expires_at());
    }
    Ok(())
}
