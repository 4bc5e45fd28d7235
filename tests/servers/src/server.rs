//! A server that `run` has started, and buckets on it.

use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use presigner::{Credentials, Endpoint, Error, Method, Presigned, Request, Signer, Validity};

use crate::keys::decode;
use crate::{Follow, contents, plain};

/// How a link names its bucket.
#[derive(Clone, Copy)]
pub enum Style {
    Path,
    VirtualHost,
}

#[derive(Clone)]
pub struct Server {
    name: &'static str,
    pub domain: String,
    port: String,
    region: String,
    pub access_key: String,
    secret_key: String,
    token: Option<String>,
}

impl Server {
    /// From the variables that `run` sets: there is nothing to skip quietly when they are missing.
    pub fn from_env(name: &'static str) -> Self {
        let endpoint = setting(name, "ENDPOINT");
        Self {
            name,
            domain: setting(name, "DOMAIN"),
            port: endpoint.strip_prefix("http://127.0.0.1:").expect("an endpoint on 127.0.0.1").to_owned(),
            region: setting(name, "REGION"),
            access_key: setting(name, "ACCESS_KEY"),
            secret_key: setting(name, "SECRET_KEY"),
            token: None,
        }
    }

    pub fn setting(&self, what: &str) -> String {
        setting(self.name, what)
    }

    /// The same server, for somebody else.
    pub fn signed_in(&self, access_key: &str, secret_key: &str, token: Option<&str>) -> Self {
        Self {
            access_key: access_key.to_owned(),
            secret_key: secret_key.to_owned(),
            token: token.map(str::to_owned),
            ..self.clone()
        }
    }

    fn bucket(&self, endpoint: &Endpoint, name: &str) -> Store {
        let credentials = Credentials::new(&self.access_key, &self.secret_key).unwrap();
        let credentials = match &self.token {
            Some(token) => credentials.with_session_token(token).unwrap(),
            None => credentials,
        };
        Store { signer: Signer::new(endpoint.bucket(name).unwrap(), credentials) }
    }

    fn endpoint(&self, host: &str) -> Endpoint {
        Endpoint::custom(&format!("http://{host}:{}", self.port), &self.region).unwrap()
    }

    /// The crate signs objects, not buckets. But the domain of the service, objects.localhost, looks like a bucket
    /// `objects` of the host `localhost`, and a bucket of the service like an object in it.
    fn buckets(&self) -> Store {
        let (label, parent) = self.domain.split_once('.').expect("a domain of two labels");
        self.bucket(&self.endpoint(parent).virtual_hosted(), label)
    }

    /// The keys that the server itself sees in a bucket.
    pub fn list(&self, bucket: &str) -> Vec<String> {
        let list =
            self.buckets().link(Method::GET, bucket, |r| r.query("list-type", "2")?.query("encoding-type", "url"));
        let reply = list.send(&[]);
        assert_eq!(reply.status, 200, "{reply}");
        let listing = String::from_utf8(reply.body).expect("an answer in UTF-8");
        let elements = listing.split("<Key>").skip(1);
        elements.map(|rest| decode(rest.split("</Key>").next().unwrap_or_default())).collect()
    }

    /// A bucket, made if it is not there from an earlier run.
    pub fn store(&self, style: Style, bucket: &str) -> Store {
        let reply = self.buckets().link(Method::PUT, bucket, plain).send(&[]);
        assert!(matches!(reply.status, 200 | 409), "bucket {bucket} not made: {reply}");
        self.open(style, bucket)
    }

    /// A bucket that is there.
    pub fn open(&self, style: Style, bucket: &str) -> Store {
        let endpoint = match style {
            Style::Path => self.endpoint("127.0.0.1").path_style(),
            Style::VirtualHost => self.endpoint(&self.domain).virtual_hosted(),
        };
        self.bucket(&endpoint, bucket)
    }
}

fn setting(server: &str, what: &str) -> String {
    let name = format!("PRESIGNER_{}_{what}", server.to_uppercase());
    env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: start this test with `tests/servers/run {server}`"))
}

/// A bucket, and the credentials to sign with.
pub struct Store {
    signer: Signer,
}

impl Store {
    pub fn link(
        &self,
        method: Method,
        key: &str,
        build: impl for<'a> FnOnce(Request<'a>) -> Result<Request<'a>, Error>,
    ) -> Presigned {
        self.link_at(now(), method, key, build)
    }

    pub fn link_at(
        &self,
        now: i64,
        method: Method,
        key: &str,
        build: impl for<'a> FnOnce(Request<'a>) -> Result<Request<'a>, Error>,
    ) -> Presigned {
        let presigner = self.signer.at(Validity::new_unix(now, lifetime()).unwrap()).unwrap();
        let request = presigner.object(method, key).and_then(build);
        request.unwrap_or_else(|error| panic!("key {key:?}: {error}")).presign()
    }

    /// An object with the contents that belong to its key.
    pub fn put(&self, key: &str) {
        let reply = self.link(Method::PUT, key, plain).send(&contents(key));
        assert_eq!(reply.status, 200, "{reply}");
    }
}

pub fn lifetime() -> Duration {
    Duration::from_secs(600)
}

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs().cast_signed()
}
