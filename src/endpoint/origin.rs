//! Scheme, host and port.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use url::Url;

use crate::check;
use crate::error::{EndpointProblem, Error, Field, Result};

/// Where requests go: what a URL has before its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) scheme: Scheme,
    /// Lower case, an IPv6 address in brackets.
    pub(crate) host: Box<str>,
    pub(crate) host_is_ip: bool,
    /// `None` is the scheme's default, which is never written.
    pub(crate) port: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
    /// WebSocket ([RFC 6455], section 3).
    ///
    /// [RFC 6455]: https://www.rfc-editor.org/rfc/rfc6455#section-3
    Ws,
    Wss,
}

impl Scheme {
    pub(crate) fn is_web_socket(self) -> bool {
        matches!(self, Self::Ws | Self::Wss)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Ws => "ws",
            Self::Wss => "wss",
        }
    }
}

/// Longest host name, in bytes ([RFC 1035], section 2.3.4, without the length bytes).
///
/// [RFC 1035]: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
pub(crate) const MAX_HOST: usize = 253;

impl Origin {
    /// A host name that is known to be one, over HTTPS.
    pub(crate) fn https(host: String) -> Self {
        Self { scheme: Scheme::Https, host: host.into(), host_is_ip: false, port: None }
    }

    /// The origin of `url`, and what follows it as it was given. Neither a query nor a fragment is part of it.
    pub(crate) fn parse(url: &str) -> Result<(Self, &str)> {
        let problem = |problem| Error::InvalidEndpoint { problem };
        let (_, path_and_more) = split(url).map_err(problem)?;
        let parsed = Url::parse(url).map_err(|error| match error {
            url::ParseError::EmptyHost => problem(EndpointProblem::NoHost),
            url::ParseError::IdnaError
            | url::ParseError::InvalidIpv4Address
            | url::ParseError::InvalidIpv6Address
            | url::ParseError::InvalidDomainCharacter => problem(EndpointProblem::Host),
            _ => problem(EndpointProblem::NotAUrl),
        })?;
        let scheme = match parsed.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            "ws" => Scheme::Ws,
            "wss" => Scheme::Wss,
            _ => return Err(problem(EndpointProblem::Scheme)),
        };
        if parsed.query().is_some() {
            return Err(problem(EndpointProblem::Query));
        }
        if parsed.fragment().is_some() {
            return Err(problem(EndpointProblem::Fragment));
        }
        let (Some(host), Some(host_text)) = (parsed.host(), parsed.host_str()) else {
            return Err(problem(EndpointProblem::NoHost));
        };
        let host_is_ip = match host {
            url::Host::Domain(name) => {
                let allowed =
                    |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
                let label = |label: &str| !label.is_empty() && label.bytes().all(allowed);
                if name.len() > MAX_HOST || !name.split('.').all(label) {
                    return Err(problem(EndpointProblem::Host));
                }
                false
            }
            url::Host::Ipv4(_) | url::Host::Ipv6(_) => true,
        };
        Ok((Self { scheme, host: host_text.into(), host_is_ip, port: parsed.port() }, path_and_more))
    }

    /// The origin of `url`, and its path without a slash at the end: empty, or with one at its start.
    pub(crate) fn parse_with_path(url: &str, path_field: Field) -> Result<(Self, &str)> {
        let (origin, path) = Self::parse(url)?;
        check::segments(path_field, path)?;
        check::bytes(path_field, path, |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/')
        })?;
        Ok((origin, path.strip_suffix('/').unwrap_or(path)))
    }

    /// Host and port as clients send them: the default port left out.
    pub(crate) fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => String::from(&*self.host),
        }
    }
}

/// Splits a URL before its path, and refuses what can't be split without a doubt.
pub(crate) fn split(url: &str) -> Result<(&str, &str), EndpointProblem> {
    // A URL parser forgives much: it drops tabs and line breaks, takes `\` for `/`, resolves dot segments, and needs
    // no slashes after the scheme. What was given must say what is meant.
    if url.bytes().any(|byte| byte <= b' ' || byte == b'\\' || byte == 0x7f) {
        return Err(EndpointProblem::NotAUrl);
    }
    let (scheme, after_scheme) = url.split_once("://").ok_or(EndpointProblem::NotAUrl)?;
    let authority_len = after_scheme.find(['/', '?', '#']).unwrap_or(after_scheme.len());
    if after_scheme.get(..authority_len).is_some_and(|authority| authority.contains('@')) {
        return Err(EndpointProblem::Userinfo);
    }
    if authority_len == 0 {
        return Err(EndpointProblem::NoHost);
    }
    url.split_at_checked(scheme.len() + "://".len() + authority_len).ok_or(EndpointProblem::NotAUrl)
}
