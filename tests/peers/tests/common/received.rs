//! A peer's URL as a server receives it.

use std::collections::BTreeMap;

use presigner::verify::{Inspection, Unverified, Verified, Verifier, VerifyError, VerifyingKey};
use url::{Position, Url};

use super::Case;

/// What a request allows, whether the case says so or the verifier.
#[derive(Debug, PartialEq)]
pub struct Allowed {
    pub method: String,
    pub bucket: String,
    pub key: String,
    pub parameters: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub access_key_id: String,
    pub signed_at: i64,
    pub expires_at: i64,
}

impl Allowed {
    fn new(verified: &Verified<'_>) -> Self {
        let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
        Self {
            method: verified.method().to_owned(),
            bucket: verified.bucket().to_owned(),
            key: verified.key().to_owned(),
            parameters: verified.parameters().map(|(name, value)| (name.into(), value.into())).collect(),
            headers: verified.signed_headers().map(|(name, value)| (name.to_owned(), text(value))).collect(),
            access_key_id: verified.access_key_id().to_owned(),
            signed_at: verified.signed_at().seconds(),
            expires_at: verified.expires_at().seconds(),
        }
    }
}

impl Case {
    pub fn allowed(&self) -> Allowed {
        Allowed {
            method: self.method.to_owned(),
            bucket: self.bucket.clone(),
            key: self.key.clone(),
            parameters: self.all_query(),
            headers: self.headers.clone(),
            access_key_id: self.access_key_id.clone(),
            signed_at: self.now,
            expires_at: self.expires_at(),
        }
    }

    fn expires_at(&self) -> i64 {
        self.now + i64::from(self.lifetime)
    }

    /// What a server that knows the credentials says at `now`, when a client sends a request for `url` with the case's
    /// method and headers.
    pub fn receive(&self, url: &Url, now: i64) -> Result<Allowed, VerifyError> {
        let authority = &url[Position::BeforeHost..Position::AfterPort];
        self.receive_target(authority, &url[Position::BeforePath..Position::AfterQuery], now)
    }

    fn receive_target(&self, authority: &str, target: &str, now: i64) -> Result<Allowed, VerifyError> {
        let endpoint = self.endpoint().unwrap();
        let key = VerifyingKey::new(&endpoint, self.credentials().unwrap());
        let verifier = Verifier::new(endpoint, |id: &str| (id == key.access_key_id()).then_some(&key)).unwrap();
        let mut headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        headers.extend([("host", authority), ("accept", "*/*"), ("user-agent", "curl/8.0")]);
        let request = Unverified::parse(self.method, authority, target, headers)?;
        request.verify(&verifier, now).map(|verified| Allowed::new(&verified))
    }

    /// The URL allows what the case says, as long as it says and no longer, and it can be read without a key.
    pub fn assert_accepted(&self, url: &Url) {
        for now in [self.now, self.expires_at() - 1] {
            assert_eq!(self.receive(url, now), Ok(self.allowed()), "{url}");
        }
        assert_eq!(self.receive(url, self.expires_at()), Err(VerifyError::Expired), "{url}");

        let link = Inspection::parse(url.as_str()).unwrap();
        assert_eq!(link.scheme(), url.scheme());
        assert_eq!(link.host(), &url[Position::BeforeHost..Position::AfterPort]);
        let path =
            if self.virtual_hosted { format!("/{}", self.key) } else { format!("/{}/{}", self.bucket, self.key) };
        assert!(link.path().ends_with(&path), "{} is the path of {url}", link.path());
        let parameters: BTreeMap<String, String> =
            link.parameters().map(|(name, value)| (name.into(), value.into())).collect();
        assert_eq!(parameters, self.all_query());
        let region = self.region_set.as_ref().unwrap_or(&self.region);
        assert_eq!((link.region(), link.service()), (&**region, self.service));
        assert_eq!(link.access_key_id(), self.access_key_id);
        assert_eq!(link.has_session_token(), self.token.is_some());
        assert_eq!((link.signed_at().seconds(), link.lifetime()), (self.now, self.lifetime()));
        assert_eq!(link.expires_at().seconds(), self.expires_at());
    }

    pub fn assert_every_change_refused(&self, url: &Url) {
        for position in 0..url[Position::BeforePath..Position::AfterQuery].len() {
            self.assert_change_refused(url, position);
        }
    }

    /// No byte of path and query may change on the way; nor may anything else that is signed.
    pub fn assert_change_refused(&self, url: &Url, change: usize) {
        let authority = &url[Position::BeforeHost..Position::AfterPort];
        let target = &url[Position::BeforePath..Position::AfterQuery];

        let position = change % target.len();
        let mut changed = target.as_bytes().to_vec();
        // Another letter that is a hex digit of another value too: `%c3` says the same as `%C3`.
        changed[position] = if matches!(changed[position], b'a' | b'A') { b'b' } else { b'a' };
        let changed = String::from_utf8(changed).unwrap();
        let verdict = self.receive_target(authority, &changed, self.now);
        assert!(verdict.is_err(), "accepted with another byte at {position}: {changed}");

        let method = if self.method == "GET" { "PUT" } else { "GET" };
        let mut others = vec![Self { method, ..self.clone() }];
        others.push(Self { secret_access_key: format!("{}x", self.secret_access_key), ..self.clone() });
        others.extend(self.headers.keys().map(|name| {
            let mut other = self.clone();
            other.headers.entry(name.clone()).and_modify(|value| value.push('x'));
            other
        }));
        for other in others {
            assert_eq!(other.receive(url, self.now), Err(VerifyError::SignatureMismatch), "{url}");
        }
        let token = if self.token.is_some() { None } else { Some("token".to_owned()) };
        let other = Self { token, ..self.clone() };
        assert_eq!(other.receive(url, self.now), Err(VerifyError::SessionTokenMismatch), "{url}");
    }
}
