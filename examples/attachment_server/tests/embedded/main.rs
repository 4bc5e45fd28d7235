//! The contracts against the embedded store, and what only that can show.

#[macro_use]
#[path = "../shared/mod.rs"]
mod shared;

mod config;
mod expiry;
mod failing_store;
mod form;
mod host;
mod page;
mod shutdown;
mod start;
mod store;
mod welcome;

rows! { crate::start::world() }
