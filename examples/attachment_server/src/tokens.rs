//! Who calls, by the token that came with the request.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A caller of the body endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    Alice,
    Bob,
    /// The service user that exports content: it may read rooms that it is not a member of.
    ContentExport,
}

/// A caller of the descriptor endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
    Sales,
    Support,
}

/// The tokens that are believed. Only their hashes are kept, so that nothing can show one, and so that a comparison takes
/// the same time whatever the length.
pub struct Tokens {
    sessions: [(Hash, User); 3],
    bearers: [(Hash, Agent); 2],
}

type Hash = [u8; 32];

fn hash(token: &[u8]) -> Hash {
    Sha256::digest(token).into()
}

/// The tokens in the clear, as they are given at the start.
pub struct TokenTexts {
    pub alice: String,
    pub bob: String,
    pub content_export: String,
    pub sales: String,
    pub support: String,
}

impl TokenTexts {
    /// Tokens that everybody knows: for the embedded store on loopback, and for nothing else.
    pub fn known_to_everybody() -> Self {
        Self {
            alice: "demo-session-of-alice".into(),
            bob: "demo-session-of-bob".into(),
            content_export: "demo-session-of-content-export".into(),
            sales: "demo-token-of-sales".into(),
            support: "demo-token-of-support".into(),
        }
    }
}

impl Tokens {
    pub fn new(texts: &TokenTexts) -> Self {
        let TokenTexts { alice, bob, content_export, sales, support } = texts;
        Self {
            sessions: [
                (hash(alice.as_bytes()), User::Alice),
                (hash(bob.as_bytes()), User::Bob),
                (hash(content_export.as_bytes()), User::ContentExport),
            ],
            bearers: [(hash(sales.as_bytes()), Agent::Sales), (hash(support.as_bytes()), Agent::Support)],
        }
    }

    /// Whose session token the header `sessionToken` holds.
    pub fn user(&self, headers: &HeaderMap) -> Option<User> {
        find(&self.sessions, only(headers, "sessiontoken")?)
    }

    /// Whose bearer token the header `Authorization` holds.
    pub fn agent(&self, headers: &HeaderMap) -> Option<Agent> {
        let (scheme, token) = only(headers, header::AUTHORIZATION.as_str())?.split_at_checked("Bearer ".len())?;
        if !scheme.eq_ignore_ascii_case(b"Bearer ") {
            return None;
        }
        find(&self.bearers, token.trim_ascii_start())
    }
}

/// The header's value. One that stands twice says nothing.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value.as_bytes())
}

/// Compares with all tokens, each in constant time.
fn find<T: Copy>(known: &[(Hash, T)], token: &[u8]) -> Option<T> {
    let token = hash(token);
    known.iter().fold(None, |found, (hash, who)| if bool::from(hash.ct_eq(&token)) { Some(*who) } else { found })
}
