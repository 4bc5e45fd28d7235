//! The contracts against a running Ceph: `tests/servers/run ceph` starts one and sets its variables.

#[macro_use]
#[path = "../shared/mod.rs"]
mod shared;

use std::env;

use attachment_server::install_crypto;
use attachment_server::service::Limits;
use presigner::time::OffsetDateTime;
use presigner::{Credentials, Endpoint, Method, Signer, Validity};

use crate::shared::world::{TestClock, World};

rows! { crate::ceph() }

fn setting(name: &str) -> String {
    let name = format!("PRESIGNER_CEPH_{name}");
    env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: start this test with `tests/servers/run ceph`"))
}

/// A server with a bucket of Ceph that holds the samples.
async fn ceph() -> World {
    install_crypto();
    let endpoint = Endpoint::custom(&setting("ENDPOINT"), &setting("REGION")).unwrap().path_style();
    let credentials = Credentials::new(&setting("ACCESS_KEY"), &setting("SECRET_KEY")).unwrap();
    let signer = Signer::new(endpoint.bucket("attachment-server").unwrap(), credentials);
    let clock = TestClock::at(OffsetDateTime::now_utc().unix_timestamp());
    make_bucket(&signer).await;
    attachment_server::upload::samples(&signer, &clock.clock()).await.unwrap();
    World::start(signer, &clock, Limits::default()).await
}

async fn make_bucket(signer: &Signer) {
    let validity = Validity::new(OffsetDateTime::now_utc(), std::time::Duration::from_secs(60)).unwrap();
    let presigner = signer.at(validity).unwrap();
    let link = presigner.create_bucket().unwrap().presign();
    assert_eq!(link.method(), Method::PUT);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let status = client.put(link.url()).send().await.unwrap().status();
    assert!(matches!(status.as_u16(), 200 | 409), "{status}");
}
