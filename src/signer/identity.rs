//! Who signs, with what needs no date: the authentication parameters, the token, the kept keys.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;

use crate::credentials::Credentials;
use crate::credentials::secret::Secret;
use crate::encode::{self, QUERY};
use crate::endpoint::Endpoint;
use crate::endpoint::service_table::TokenPlace;
use crate::impossible::impossible;
#[cfg(feature = "verify")]
use crate::protocol::TokenParameter;
use crate::protocol::{ALGORITHM, Algorithm, CREDENTIAL, DATE, SIGNED_HEADERS};
#[cfg(feature = "sigv4a")]
use crate::protocol::{MAX_SIGNATURE_LEN, REGION_SET};
use crate::signature::hex::HexDigest;
#[cfg(target_has_atomic = "64")]
use crate::signature::kept_keys::KeptKeys;
use crate::signature::signing_key::SigningKey;
#[cfg(feature = "sigv4a")]
use crate::signature::sigv4a::Version4a;
use crate::signature::string_to_sign::{self, AwaitingHash, StringToSign};
use crate::validity::amz_date::{AmzDate, Timestamp};

/// Who signs for which region and service, with all texts that depend on nothing else.
pub(crate) struct Identity {
    credentials: Arc<Credentials>,
    #[cfg(target_has_atomic = "64")]
    kept_keys: KeptKeys<8>,
    version: SignatureVersion,
    /// The authentication parameters up to the value of `X-Amz-Date`, without the date of the scope.
    authentication: Box<str>,
    /// Where that date goes.
    scope_date_start: usize,
    /// The region set's parameter with Version 4A, the token's, if there is one that is signed, and `X-Amz-SignedHeaders` without its
    /// value.
    token_and_signed_headers: Secret,
    /// The token's parameter, if the service wants it behind the signature.
    behind_signature: Secret,
}

/// What an algorithm needs.
pub(crate) enum SignatureVersion {
    Four(StringToSign),
    #[cfg(feature = "sigv4a")]
    FourA(Version4a),
}

impl Identity {
    /// With Version 4A the endpoint's region is a set of them.
    pub(crate) fn new(credentials: Arc<Credentials>, endpoint: &Endpoint) -> Self {
        let (algorithm, region, service) = (endpoint.algorithm, endpoint.region(), endpoint.service());
        let access_key_id = credentials.access_key_id();
        let (authentication, scope_date_start) = authentication(algorithm, access_key_id, region, service);
        let (version, region_set) = match algorithm {
            #[cfg(feature = "sigv4a")]
            Algorithm::Ecdsa => {
                let secret = credentials.secret_access_key();
                (SignatureVersion::FourA(Version4a::new(access_key_id, secret, region, service)), region_set(region))
            }
            _ => (SignatureVersion::Four(StringToSign::new(region, service)), String::new()),
        };
        let (token_and_signed_headers, behind_signature) = match endpoint.token_place {
            TokenPlace::Signed => (with_token(&region_set, &credentials, SIGNED_HEADERS.prefix), Box::default()),
            TokenPlace::BehindSignature => {
                ([&*region_set, SIGNED_HEADERS.prefix].concat().into(), with_token("", &credentials, ""))
            }
        };
        Self {
            credentials,
            #[cfg(target_has_atomic = "64")]
            kept_keys: KeptKeys::new(),
            version,
            authentication,
            scope_date_start,
            token_and_signed_headers: token_and_signed_headers.into(),
            behind_signature: behind_signature.into(),
        }
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(crate) fn shared_credentials(&self) -> Arc<Credentials> {
        Arc::clone(&self.credentials)
    }

    /// What keys are derived for; with Version 4A the region is a set of them.
    pub(crate) fn scope(&self) -> (Algorithm, &str, &str) {
        match &self.version {
            SignatureVersion::Four(string_to_sign) => {
                let (region, service) = string_to_sign.region_and_service();
                (Algorithm::Hmac, region, service)
            }
            #[cfg(feature = "sigv4a")]
            SignatureVersion::FourA(version_4a) => {
                let (region_set, service) = version_4a.region_set_and_service();
                (Algorithm::Ecdsa, region_set, service)
            }
        }
    }

    /// The string to sign before its hash.
    pub(crate) fn string_to_sign_head(&self, amz_date: &AmzDate) -> String {
        let (algorithm, region, service) = self.scope();
        string_to_sign::head(algorithm, amz_date, region, service)
    }

    /// Signs as far as the date allows.
    #[inline]
    pub(crate) fn begin(&self, date: Timestamp, amz_date: AmzDate) -> AwaitingHash {
        match &self.version {
            SignatureVersion::Four(string_to_sign) => {
                string_to_sign.begin(&self.signing_key(date, &amz_date), amz_date)
            }
            #[cfg(feature = "sigv4a")]
            SignatureVersion::FourA(_) => AwaitingHash::without_key(amz_date),
        }
    }

    /// Appends the signature, given the hash of the canonical request.
    #[inline]
    pub(crate) fn append_signature(&self, url: &mut String, awaiting: &AwaitingHash, hash: &HexDigest) {
        match &self.version {
            SignatureVersion::Four(string_to_sign) => url.push_str(string_to_sign.finish(awaiting, hash).as_str()),
            #[cfg(feature = "sigv4a")]
            SignatureVersion::FourA(version_4a) => version_4a.append_signature(url, &awaiting.amz_date, hash),
        }
    }

    /// The most digits that a signature has.
    #[inline]
    pub(crate) fn max_signature_len(&self) -> usize {
        match self.version {
            SignatureVersion::Four(_) => HexDigest::LEN,
            #[cfg(feature = "sigv4a")]
            SignatureVersion::FourA(_) => MAX_SIGNATURE_LEN,
        }
    }

    #[cfg(feature = "verify")]
    pub(crate) fn version(&self) -> &SignatureVersion {
        &self.version
    }

    /// The key of a day, of Version 4.
    #[cfg(target_has_atomic = "64")]
    pub(crate) fn signing_key(&self, date: Timestamp, amz_date: &AmzDate) -> SigningKey {
        let (inner, outer) = self.kept_keys.get_or_derive(date.day(), || {
            let SigningKey { inner, outer } = self.derive_signing_key(amz_date);
            (inner, outer)
        });
        SigningKey { inner, outer }
    }

    /// Derived each time: without atomics of 64 bits none is kept.
    #[cfg(not(target_has_atomic = "64"))]
    pub(crate) fn signing_key(&self, _: Timestamp, amz_date: &AmzDate) -> SigningKey {
        self.derive_signing_key(amz_date)
    }

    pub(crate) fn derive_signing_key(&self, amz_date: &AmzDate) -> SigningKey {
        let (_, region, service) = self.scope();
        SigningKey::derive(self.credentials.secret_access_key(), amz_date, region, service)
    }

    /// The authentication parameters up to the value of `X-Amz-Date`, around the date of the scope.
    #[inline]
    pub(crate) fn authentication(&self) -> (&str, &str) {
        self.authentication
            .split_at_checked(self.scope_date_start)
            .unwrap_or_else(|| impossible("the date of the scope goes into these parameters"))
    }

    pub(crate) fn authentication_len(&self) -> usize {
        self.authentication.len()
    }

    /// The token's parameter, if there is one that is signed, and `X-Amz-SignedHeaders` without its value.
    #[inline]
    pub(crate) fn token_and_signed_headers(&self) -> &str {
        &self.token_and_signed_headers
    }

    /// The token's parameter, if the service wants it behind the signature.
    pub(crate) fn behind_signature(&self) -> &str {
        &self.behind_signature
    }

    /// The token as it is signed in a URL, as the value of its parameter.
    #[cfg(feature = "verify")]
    pub(crate) fn encoded_token(&self, parameter: TokenParameter) -> Option<&str> {
        let (prefix, text) = (parameter.parameter().prefix, &*self.token_and_signed_headers);
        // Searched for only behind a region set.
        let token = text.strip_prefix(prefix).or_else(|| Some(text.split_once(prefix)?.1))?;
        token.strip_suffix(SIGNED_HEADERS.prefix)
    }
}

/// The authentication parameters up to the value of `X-Amz-Date`, and where the date of the scope goes.
fn authentication(algorithm: Algorithm, access_key_id: &str, region: &str, service: &str) -> (Box<str>, usize) {
    let mut query = String::new();
    query.extend([ALGORITHM.name, "=", algorithm.name(), CREDENTIAL.prefix]);
    QUERY.push_mostly_plain(&mut query, access_key_id);
    query.push_str("%2F");
    let scope_date_start = query.len();
    QUERY.push(&mut query, &string_to_sign::scope_rest(algorithm, region, service).concat());
    query.push_str(DATE.prefix);
    (query.into(), scope_date_start)
}

/// The region set's parameter.
#[cfg(feature = "sigv4a")]
fn region_set(region_set: &str) -> String {
    let mut query = String::from(REGION_SET.prefix);
    QUERY.push(&mut query, region_set);
    query
}

/// The token's parameter, if there is one, between what stands `before` and `behind` it.
fn with_token(before: &str, credentials: &Credentials, behind: &str) -> Box<str> {
    let (prefix, token) = match credentials.token() {
        Some((parameter, token)) => (parameter.parameter().prefix, token),
        None => ("", ""),
    };
    // Of the right size: no allocation with a part of the token is left behind.
    let length = before.len() + prefix.len() + encode::encoded_len(token) + behind.len();
    let mut query = String::with_capacity(length);
    query.push_str(before);
    query.push_str(prefix);
    QUERY.push(&mut query, token);
    query.push_str(behind);
    query.into()
}
