//! An attachment server. Without any setting it brings its own store:
//!
//!     cargo run --manifest-path examples/attachment_server/Cargo.toml
//!
//! | variable | |
//! |---|---|
//! | `LISTEN` | address and port; `127.0.0.1:8080` without it |
//! | `PUBLIC_NAME` | the host that clients ask for, where it is neither that address nor `localhost`: `attachments.example.com` |
//! | `AWS_S3_BUCKET`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` | a bucket of Amazon S3, … |
//! | `AWS_ENDPOINT_URL_S3`, or `AWS_ENDPOINT_URL` | … or of any other store |
//! | `AWS_SESSION_TOKEN`, `AWS_CREDENTIAL_EXPIRATION` | where the credentials are temporary |
//! | … | and what else `Signer::from_variables` reads |
//! | `SESSION_TOKEN_ALICE`, `SESSION_TOKEN_BOB`, `SESSION_TOKEN_CONTENT_EXPORT`, `BEARER_TOKEN_SALES`, `BEARER_TOKEN_SUPPORT` | at least 16 bytes each; needed with a bucket, or where others than this machine can connect |
//! | `UPLOAD_SAMPLES=1` | puts the samples into the bucket first |

use std::error::Error;
use std::io;
use std::sync::Arc;

use attachment_server::clock::Clock;
use attachment_server::config::Config;
use attachment_server::serve::serve;
use attachment_server::service::{self, Limits, Service};
use attachment_server::tokens::Tokens;
use attachment_server::{embedded, install_crypto, samples, upload, welcome};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() {
    // Only what this program says: what its libraries log may hold a URL.
    let ours = Targets::new().with_target("attachment_server", Level::INFO);
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(io::stderr);
    tracing_subscriber::registry().with(lines).with(ours).init();
    install_crypto();
    if let Err(error) = run().await {
        eprintln!("attachment_server: {error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let config = Config::read(|name| std::env::var(name).ok())?;
    let clock = Clock::system();
    let end = signals()?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}; LISTEN sets another address", config.listen))?;
    let address = listener.local_addr()?;

    let embedded = config.store.is_none();
    let (signer, store) = if let Some(signer) = config.store {
        (signer, None)
    } else {
        let (signer, store) = embedded::start(embedded::credentials()?, clock.clone(), ended(end.clone())).await?;
        (signer, Some(store))
    };
    if config.upload_samples && !embedded {
        upload::samples(&signer, &clock).await?;
    }

    let tokens = Tokens::new(&config.tokens);
    let service = Service::new(signer, samples::directory(), tokens, clock, Limits::default())?
        .with_public_name(config.public_name);
    let service = Arc::new(service);
    let for_trying = embedded && address.ip().is_loopback();
    let router = if for_trying { service::router_with_page(service) } else { service::router(service) };
    println!("{}", welcome::commands(address, for_trying));
    tracing::info!(%address, embedded, "listening");
    serve(listener, router, ended(end)).await;
    if let Some(store) = store {
        store.await?;
    }
    tracing::info!("ended");
    Ok(())
}

/// Becomes true when the process is asked to end.
fn signals() -> io::Result<watch::Receiver<bool>> {
    let (sender, receiver) = watch::channel(false);
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        let _ = sender.send(true);
    });
    Ok(receiver)
}

async fn ended(mut end: watch::Receiver<bool>) {
    // An error means that nobody is there any more to say so: the same.
    let _ = end.wait_for(|ended| *ended).await;
}
