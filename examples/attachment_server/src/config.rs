//! What the server is told at its start, by environment variables.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::uri::Authority;
use presigner::time::OffsetDateTime;
use presigner::time::format_description::well_known::Rfc3339;
use presigner::{Credentials, Endpoint, Signer};

use crate::tokens::TokenTexts;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The shortest token that is taken from the environment, in bytes.
const MIN_TOKEN: usize = 16;

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
    /// Reads the variables by `get`. An empty one counts as absent.
    ///
    /// A store of the host's own is used when `AWS_ENDPOINT_URL` or `AWS_S3_BUCKET` is set. Tokens then come from the
    /// environment, as those of the embedded store are known to everybody; the same where others than this machine can
    /// connect.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let listen = match get("LISTEN") {
            Some(listen) => listen.parse().map_err(|_| "LISTEN is not an address and port, as 127.0.0.1:8080")?,
            None => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
        };
        let public_name = get("PUBLIC_NAME").map(|name| public_name(&name)).transpose()?;
        let store = match (get("AWS_ENDPOINT_URL"), get("AWS_S3_BUCKET")) {
            (None, None) => None,
            (endpoint, Some(bucket)) => Some(signer(&get, endpoint.as_deref(), &bucket)?),
            (Some(_), None) => return Err("AWS_S3_BUCKET is not set".into()),
        };
        let tokens =
            if store.is_none() && listen.ip().is_loopback() { TokenTexts::known_to_everybody() } else { tokens(&get)? };
        let upload_samples = get("UPLOAD_SAMPLES").is_some_and(|value| value == "1");
        Ok(Self { listen, public_name, store, tokens, upload_samples })
    }
}

/// A host and no user, as it stands in `Host`.
fn public_name(text: &str) -> Result<Authority> {
    let name = text.parse::<Authority>().ok().filter(|name| !name.as_str().contains('@'));
    Ok(name.ok_or("PUBLIC_NAME is not a host, as attachments.example.com, or attachments.example.com:8080")?)
}

fn signer(get: &impl Fn(&str) -> Option<String>, endpoint: Option<&str>, bucket: &str) -> Result<Signer> {
    let region = get("AWS_REGION").or_else(|| get("AWS_DEFAULT_REGION")).ok_or("AWS_REGION is not set")?;
    let endpoint = match endpoint {
        Some(url) => Endpoint::custom(url, &region)?,
        None => Endpoint::aws(&region)?,
    };
    let credentials = Credentials::new(&required(get, "AWS_ACCESS_KEY_ID")?, &required(get, "AWS_SECRET_ACCESS_KEY")?)?;
    let credentials = match get("AWS_SESSION_TOKEN") {
        Some(token) => credentials.with_session_token(&token)?,
        None => credentials,
    };
    let credentials = match get("AWS_CREDENTIAL_EXPIRATION") {
        Some(moment) => {
            let moment = OffsetDateTime::parse(&moment, &Rfc3339)
                .map_err(|_| "AWS_CREDENTIAL_EXPIRATION is not a time as 2026-01-01T00:00:00Z")?;
            credentials.with_expiry(moment)?
        }
        None => credentials,
    };
    Ok(Signer::new(endpoint.bucket(bucket)?, credentials))
}

fn tokens(get: &impl Fn(&str) -> Option<String>) -> Result<TokenTexts> {
    let token = |name| {
        let token = required(get, name)?;
        if token.len() < MIN_TOKEN {
            return Err(format!("{name} is shorter than {MIN_TOKEN} bytes").into());
        }
        Ok::<_, Box<dyn std::error::Error>>(token)
    };
    let texts = TokenTexts {
        alice: token("SESSION_TOKEN_ALICE")?,
        bob: token("SESSION_TOKEN_BOB")?,
        content_export: token("SESSION_TOKEN_CONTENT_EXPORT")?,
        sales: token("BEARER_TOKEN_SALES")?,
        support: token("BEARER_TOKEN_SUPPORT")?,
    };
    if texts.alice == texts.bob
        || texts.alice == texts.content_export
        || texts.bob == texts.content_export
        || texts.sales == texts.support
    {
        return Err("two callers have the same token".into());
    }
    Ok(texts)
}

fn required(get: &impl Fn(&str) -> Option<String>, name: &str) -> Result<String> {
    get(name).ok_or_else(|| format!("{name} is not set").into())
}
