//! A world with the embedded store.

use std::future::pending;

use attachment_server::embedded;
use attachment_server::service::Limits;
use presigner::Credentials;

use crate::shared::world::{SECRET, TestClock, World};

/// 2026-01-01T00:00:00Z.
pub const NEW_YEAR: i64 = 1_767_225_600;

pub async fn world() -> World {
    world_with(Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap()).await
}

/// Signed and checked with these credentials, on New Year.
pub async fn world_with(credentials: Credentials) -> World {
    let clock = TestClock::at(NEW_YEAR);
    let (signer, _) = embedded::start(credentials, clock.clock(), pending()).await.unwrap();
    World::start(signer, &clock, Limits::default()).await
}
