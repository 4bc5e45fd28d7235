//! The store that the server brings along, with the samples in it.

use std::error::Error;
use std::sync::Arc;

use presigner::{Credentials, Endpoint, Signer};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::samples;
use crate::serve::serve;
use crate::store::{Store, router};

/// Credentials whose secret is of this run alone and never leaves the process.
pub fn credentials() -> Result<Credentials, Box<dyn Error>> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    Ok(Credentials::new("embedded-store", &hex::encode(secret))?)
}

/// Starts the store on loopback, until `end` is ready. Returns what signs for it.
///
/// It has a port of its own: what it holds must not be of the same origin as the server's page.
pub async fn start(
    credentials: Credentials,
    clock: Clock,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(Signer, JoinHandle<()>), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let endpoint = Endpoint::custom(&format!("http://{}", listener.local_addr()?), "us-east-1")?;
    let signer = Signer::new(endpoint.bucket("attachments")?, credentials);
    let store = Store::new(&signer, clock)?;
    for sample in samples::objects() {
        store.insert(sample.key, sample.content_type, sample.bytes);
    }
    Ok((signer, tokio::spawn(serve(listener, router(Arc::new(store)), end))))
}
