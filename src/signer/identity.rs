//! Who signs, with what needs no date: the authentication parameters, the token, the kept keys.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;

use crate::credentials::Credentials;
use crate::credentials::secret::Secret;
use crate::encode::{self, QUERY};
use crate::impossible::impossible;
use crate::protocol::{ALGORITHM, AWS4_HMAC_SHA256, CREDENTIAL, DATE, SIGNED_HEADERS};
#[cfg(target_has_atomic = "64")]
use crate::signature::kept_keys::KeptKeys;
use crate::signature::signing_key::SigningKey;
use crate::signature::string_to_sign::StringToSign;
use crate::validity::amz_date::{AmzDate, Timestamp};

/// Who signs for which region and service, with all texts that depend on nothing else.
pub(crate) struct Identity {
    credentials: Arc<Credentials>,
    #[cfg(target_has_atomic = "64")]
    kept_keys: KeptKeys<8>,
    string_to_sign: StringToSign,
    /// The authentication parameters up to the value of `X-Amz-Date`, without the date of the scope.
    authentication: Box<str>,
    /// Where that date goes.
    scope_date_start: usize,
    /// The token's parameter, if there is one, and `X-Amz-SignedHeaders` without its value.
    token_and_signed_headers: Secret,
}

impl Identity {
    pub(crate) fn new(credentials: Arc<Credentials>, region: &str, service: &str) -> Self {
        let string_to_sign = StringToSign::new(region, service);
        let (authentication, scope_date_start) =
            authentication(credentials.access_key_id(), string_to_sign.scope_rest());
        let token_and_signed_headers = token_and_signed_headers(&credentials).into();
        Self {
            credentials,
            #[cfg(target_has_atomic = "64")]
            kept_keys: KeptKeys::new(),
            string_to_sign,
            authentication,
            scope_date_start,
            token_and_signed_headers,
        }
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(crate) fn shared_credentials(&self) -> Arc<Credentials> {
        Arc::clone(&self.credentials)
    }

    pub(crate) fn region_and_service(&self) -> (&str, &str) {
        self.string_to_sign.region_and_service()
    }

    pub(crate) fn string_to_sign(&self) -> &StringToSign {
        &self.string_to_sign
    }

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
        let (region, service) = self.region_and_service();
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

    /// The token's parameter, if there is one, and `X-Amz-SignedHeaders` without its value.
    #[inline]
    pub(crate) fn token_and_signed_headers(&self) -> &str {
        &self.token_and_signed_headers
    }
}

/// The authentication parameters up to the value of `X-Amz-Date`, and where the date of the scope goes.
fn authentication(access_key_id: &str, scope_rest: &str) -> (Box<str>, usize) {
    let mut query = String::new();
    query.extend([ALGORITHM.name, "=", AWS4_HMAC_SHA256, CREDENTIAL.prefix]);
    QUERY.push_mostly_plain(&mut query, access_key_id);
    query.push_str("%2F");
    let scope_date_start = query.len();
    QUERY.push(&mut query, scope_rest);
    query.push_str(DATE.prefix);
    (query.into(), scope_date_start)
}

fn token_and_signed_headers(credentials: &Credentials) -> Box<str> {
    let Some((parameter, token)) = credentials.token() else { return SIGNED_HEADERS.prefix.into() };
    let prefix = parameter.parameter().prefix;
    // Of the right size: no allocation with a part of the token is left behind.
    let mut query = String::with_capacity(prefix.len() + encode::encoded_len(token) + SIGNED_HEADERS.prefix.len());
    query.push_str(prefix);
    QUERY.push(&mut query, token);
    query.push_str(SIGNED_HEADERS.prefix);
    query.into()
}
