//! Three services' attachment endpoints, each in a few lines of `presigner`, and an object store to try them with.
//!
//! A library, so that the tests can run it within a clock of their own. `main.rs` starts it.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod answer;
pub mod clock;
pub mod config;
mod descriptors;
pub mod directory;
mod download;
pub mod embedded;
mod host;
mod line;
mod linger;
mod object_body;
mod page;
mod request_log;
pub mod samples;
pub mod serve;
pub mod service;
pub mod store;
mod stream_attachment;
pub mod tokens;
pub mod upload;
mod uploads;
pub mod welcome;

/// Once at the start: what encrypts connections to stores on `https`.
pub fn install_crypto() {
    // It fails where there is one already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
