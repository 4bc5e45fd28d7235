//! What the server is told at its start, by environment variables.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::uri::Authority;
use presigner::Signer;

use crate::tokens::TokenTexts;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The shortest token that is taken from the environment, in bytes.
const MIN_TOKEN: usize = 16;

/// Each of them says that there is a store of the host's own.
const STORE: [&str; 3] = ["AWS_S3_BUCKET", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"];

pub struct Config {
    /// Loopback, unless `LISTEN` says otherwise.
    pub listen: SocketAddr,
    /// Under which name clients reach the server, beside its address and `localhost`.
    pub public_name: Option<Authority>,
    /// `None` where the server brings its own store.
    pub store: Option<Signer>,
    pub tokens: TokenTexts,
    /// Whether to put the samples into the store first.
    pub upload_samples: bool,
}

impl Config {
    /// Reads the variables by `get`. An empty one counts as absent. The error names all that are missing.
    ///
    /// A store of the host's own is used when its bucket or URL is set. Tokens then come from the environment, as those of the
    /// embedded store are known to everybody; the same where others than this machine can connect.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let listen = match get("LISTEN") {
            Some(listen) => listen.parse().map_err(|_| "LISTEN is not an address and port, as 127.0.0.1:8080")?,
            None => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
        };
        let public_name = get("PUBLIC_NAME").map(|name| public_name(&name)).transpose()?;
        let mut refused = Refused::default();
        let has_store = STORE.iter().any(|name| get(name).is_some());
        let store = has_store.then(|| refused.signer(&get)).flatten();
        let tokens = if !has_store && listen.ip().is_loopback() {
            TokenTexts::known_to_everybody()
        } else {
            refused.tokens(&get)
        };
        refused.into_result()?;
        let upload_samples = get("UPLOAD_SAMPLES").is_some_and(|value| value == "1");
        Ok(Self { listen, public_name, store, tokens, upload_samples })
    }
}

/// A host and no user, as it stands in `Host`.
fn public_name(text: &str) -> Result<Authority> {
    let name = text.parse::<Authority>().ok().filter(|name| !name.as_str().contains('@'));
    Ok(name.ok_or("PUBLIC_NAME is not a host, as attachments.example.com, or attachments.example.com:8080")?)
}

/// All that is missing or wrong, so that one start tells it.
#[derive(Default)]
struct Refused {
    missing: Vec<&'static str>,
    wrong: Vec<String>,
}

impl Refused {
    fn signer(&mut self, get: &impl Fn(&str) -> Option<String>) -> Option<Signer> {
        let error = match Signer::from_variables(get) {
            Ok(signer) => return Some(signer),
            Err(error) => error,
        };
        self.missing.extend(error.missing());
        self.wrong.extend(error.invalid().iter().map(|(name, error)| format!("{name}: {error}")));
        None
    }

    fn tokens(&mut self, get: &impl Fn(&str) -> Option<String>) -> TokenTexts {
        let mut needs_length = false;
        let mut token = |name| {
            let token = get(name).unwrap_or_else(|| {
                self.missing.push(name);
                String::new()
            });
            needs_length |= token.len() < MIN_TOKEN;
            if !token.is_empty() && token.len() < MIN_TOKEN {
                self.wrong.push(format!("{name} is too short"));
            }
            token
        };
        let texts = TokenTexts {
            alice: token("SESSION_TOKEN_ALICE"),
            bob: token("SESSION_TOKEN_BOB"),
            content_export: token("SESSION_TOKEN_CONTENT_EXPORT"),
            sales: token("BEARER_TOKEN_SALES"),
            support: token("BEARER_TOKEN_SUPPORT"),
        };
        if needs_length {
            self.wrong.push(format!("a token has at least {MIN_TOKEN} bytes"));
        } else if texts.alice == texts.bob
            || texts.alice == texts.content_export
            || texts.bob == texts.content_export
            || texts.sales == texts.support
        {
            self.wrong.push("two callers have the same token".into());
        }
        texts
    }

    fn into_result(mut self) -> Result<()> {
        let missing = match &*self.missing {
            [] => None,
            [name] => Some(format!("{name} is not set")),
            [names @ .., last] => Some(format!("{} and {last} are not set", names.join(", "))),
        };
        self.wrong.splice(0..0, missing);
        if self.wrong.is_empty() { Ok(()) } else { Err(self.wrong.join("; ").into()) }
    }
}
