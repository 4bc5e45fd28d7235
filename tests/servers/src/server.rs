//! A server that `run` has started, and buckets on it.

use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use presigner::{Bucket, CopySource, Endpoint, Presigner, Result, Signer, Validity};

use crate::account::Account;
use crate::client::{Follow, Reply};
use crate::contents;
use crate::exceptions::{self, Exception};
use crate::keys::decode;

/// How a link names its bucket.
#[derive(Clone, Copy)]
pub enum Style {
    Path,
    VirtualHost,
}

impl Style {
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path style",
            Self::VirtualHost => "virtual host",
        }
    }
}

#[derive(Clone)]
pub struct Server {
    pub name: &'static str,
    pub domain: String,
    port: String,
    region: String,
    pub account: Account,
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
            account: Account {
                access_key: setting(name, "ACCESS_KEY"),
                secret_key: setting(name, "SECRET_KEY"),
                token: None,
                expires_at: None,
            },
        }
    }

    pub fn setting(&self, what: &str) -> String {
        setting(self.name, what)
    }

    /// Whether it differs from S3 in this.
    pub fn has(&self, exception: Exception) -> bool {
        exceptions::of(self.name).contains(&exception)
    }

    /// The texts at a path in a page of a list, as they were before `encoding-type=url`.
    #[track_caller]
    pub fn decoded(&self, page: &Reply, path: &str) -> Vec<String> {
        let texts = page.all(path);
        let encoded = page.all("EncodingType") == ["url"] && !self.has(Exception::EncodingIgnored);
        if encoded { texts.iter().map(|text| decode(text)).collect() } else { texts }
    }

    /// The same server, for somebody else.
    pub fn signed_in(&self, account: Account) -> Self {
        Self { account, ..self.clone() }
    }

    /// The same server, signed for another region.
    pub fn in_region(&self, region: &str) -> Self {
        Self { region: region.to_owned(), ..self.clone() }
    }

    /// The server itself, signed for a service.
    pub fn service(&self, service: &str) -> Result<Signer> {
        let endpoint = Endpoint::for_service(&self.url("127.0.0.1"), &self.region, service)?;
        Ok(Signer::for_service(endpoint, self.account.credentials()?))
    }

    /// What is signed for there, by the same account.
    pub fn at(&self, bucket: Bucket) -> Result<Store> {
        Ok(Store { server: self.clone(), signer: Signer::new(bucket, self.account.credentials()?) })
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    pub fn url(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port)
    }

    /// A bucket for one style, made if it is not there from an earlier run.
    pub fn store(&self, style: Style, name: &str) -> Result<Store> {
        let store = self.open(style, name)?;
        let reply = store.presigner()?.create_bucket()?.send(&[]);
        assert!(matches!(reply.status, 200 | 409), "bucket {name} not made: {reply}");
        Ok(store)
    }

    /// A bucket for one style, whether it is there or not.
    pub fn open(&self, style: Style, name: &str) -> Result<Store> {
        let (host, suffix) = match style {
            Style::Path => ("127.0.0.1", "path"),
            Style::VirtualHost => (self.domain.as_str(), "host"),
        };
        let endpoint = Endpoint::custom(&self.url(host), &self.region)?;
        let endpoint = match style {
            Style::Path => endpoint.path_style(),
            Style::VirtualHost => endpoint.virtual_hosted(),
        };
        self.at(endpoint.bucket(&format!("{name}-{suffix}"))?)
    }
}

fn setting(server: &str, what: &str) -> String {
    let name = format!("PRESIGNER_{}_{what}", server.to_uppercase().replace('-', "_"));
    env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: start this test with `tests/servers/run {server}`"))
}

/// A bucket, and the credentials to sign with.
pub struct Store {
    server: Server,
    pub signer: Signer,
}

impl Store {
    pub fn bucket(&self) -> &str {
        self.signer.bucket().expect("a signer of a bucket").name()
    }

    pub fn presigner(&self) -> Result<Presigner<'_>> {
        self.presigner_at(now())
    }

    pub fn presigner_at(&self, now: i64) -> Result<Presigner<'_>> {
        self.signer.at(Validity::new(now, LIFETIME)?)
    }

    /// An object of this bucket, to copy from.
    pub fn source<'a>(&'a self, key: &'a str) -> Result<CopySource<'a>> {
        CopySource::new(self.bucket(), key)
    }

    /// An object with the contents that belong to its key.
    pub fn put(&self, key: &str) -> Result<()> {
        self.presigner()?.put(key)?.send(&contents(key)).expect(200);
        Ok(())
    }

    /// That the object is there, with the contents that belong to its key.
    #[track_caller]
    pub fn assert_kept(&self, key: &str) -> Result<()> {
        let reply = self.presigner()?.get(key)?.send(&[]);
        assert!(reply.status == 200 && reply.body == contents(key), "{key}: {reply}");
        Ok(())
    }

    /// The keys that the server itself sees.
    pub fn keys(&self) -> Result<Vec<String>> {
        let reply = self.presigner()?.list_objects_v2("")?.encoding_type_url()?.send(&[]).expect(200);
        Ok(self.server.decoded(&reply, "Contents/Key"))
    }
}

pub const LIFETIME: Duration = Duration::from_secs(600);

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs().cast_signed()
}
