//! An HTTP client that sends what it is given: the URL as it is, no redirects, no proxy.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;
use std::time::Duration;

use presigner::{Presigned, Request, multipart};
use ureq::config::Config;
use ureq::http::{self, HeaderMap, Uri};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use crate::xml;

/// More than any answer here has.
const BODY_LIMIT: u64 = 64 << 20;

/// Every name is this machine. Most resolvers do not know `bucket.objects.localhost`.
#[derive(Debug)]
struct Loopback;

impl Resolver for Loopback {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let port = uri.port_u16().ok_or(Error::HostNotFound)?;
        let mut addresses = self.empty();
        addresses.push(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        Ok(addresses)
    }
}

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let config = Config::builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(60)))
        // A server that refuses a body it has not read to its end may close the connection a moment later.
        .max_idle_connections(0)
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Loopback)
});

pub struct Reply {
    pub status: u16,
    headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    /// The value of a header that came once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }

    /// The texts at a path of element names under the root of the body, like `Contents/Key`.
    #[track_caller]
    pub fn all(&self, path: &str) -> Vec<String> {
        xml::texts(&self.body, path).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// The text at a path that is there once.
    #[track_caller]
    pub fn one(&self, path: &str) -> String {
        let mut all = self.all(path);
        assert_eq!(all.len(), 1, "{path}: {self}");
        all.remove(0)
    }

    /// The id of the upload that it began.
    #[track_caller]
    pub fn upload_id(&self) -> String {
        multipart::upload_id(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// An error of S3: its status, and the code in its body.
    #[track_caller]
    pub fn expect_error(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.one("Code"), code, "{reply}");
        reply
    }

    /// Refused for its signature. Servers differ in the status, but a 404, 405 or 411 would have another reason.
    pub fn is_refused(&self) -> bool {
        matches!(self.status, 400 | 401 | 403)
    }

    #[track_caller]
    pub fn assert_refused(&self, what: &str) {
        assert!(self.is_refused(), "not refused, {what}: {self}");
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(f, "status {}, {:?}, {:.600}", self.status, self.headers, body)
    }
}

/// Uses a link as it is meant to be used: its method, its URL, its headers.
pub trait Follow {
    fn send(&self, body: &[u8]) -> Reply;
}

impl Follow for Presigned {
    fn send(&self, body: &[u8]) -> Reply {
        send(self.method().as_str(), self.url(), &self.headers().collect::<Vec<_>>(), body)
    }
}

impl Follow for Request<'_> {
    fn send(&self, body: &[u8]) -> Reply {
        self.presign().send(body)
    }
}

/// `body` goes with PUT and POST only.
pub fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut request = http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(()).expect("a URL and headers that HTTP allows");
    assert_eq!(request.uri().to_string(), url, "the client would send another URL");

    let with_body = matches!(method, "PUT" | "POST");
    let reply = if with_body { AGENT.run(request.map(|()| body)) } else { AGENT.run(request) };
    let (head, mut body) = reply.unwrap_or_else(|error| panic!("{method} {url}: {error}")).into_parts();
    let body = body.with_config().limit(BODY_LIMIT).read_to_vec().expect("a whole body");
    Reply { status: head.status.as_u16(), headers: head.headers, body }
}
