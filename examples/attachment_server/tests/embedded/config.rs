//! What the server starts with, and what it refuses to start with.

use attachment_server::config::Config;
use presigner::time::OffsetDateTime;

const STORE: [(&str, &str); 5] = [
    ("AWS_ENDPOINT_URL", "https://s3.example.com"),
    ("AWS_S3_BUCKET", "attachments"),
    ("AWS_REGION", "eu-central-1"),
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "very secret"),
];

const TOKENS: [(&str, &str); 5] = [
    ("SESSION_TOKEN_ALICE", "0123456789abcdef-1"),
    ("SESSION_TOKEN_BOB", "0123456789abcdef-2"),
    ("SESSION_TOKEN_CONTENT_EXPORT", "0123456789abcdef-3"),
    ("BEARER_TOKEN_SALES", "0123456789abcdef-4"),
    ("BEARER_TOKEN_SUPPORT", "0123456789abcdef-5"),
];

fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
    // The last one counts, so that a test can append what it changes.
    let get = |name: &str| variables.iter().rfind(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
    Config::read(get).map_err(|error| error.to_string())
}

fn refusal(variables: &[(&str, &str)]) -> String {
    read(variables).err().expect("a refusal")
}

#[test]
fn nothing_set_is_the_embedded_store_on_loopback() {
    let config = read(&[]).unwrap();
    assert!(config.store.is_none() && config.listen.ip().is_loopback());
    assert_eq!(config.tokens.alice, "demo-session-of-alice");
}

const NO_TOKENS: &str = "SESSION_TOKEN_ALICE, SESSION_TOKEN_BOB, SESSION_TOKEN_CONTENT_EXPORT, BEARER_TOKEN_SALES and \
                         BEARER_TOKEN_SUPPORT are not set; a token has at least 16 bytes";

#[test]
fn a_store_needs_tokens_from_the_environment() {
    assert_eq!(refusal(&STORE), NO_TOKENS);
    let all = [&STORE[..], &TOKENS].concat();
    for (name, _) in TOKENS {
        let length = "a token has at least 16 bytes";
        assert_eq!(refusal(&[&all[..], &[(name, "")]].concat()), format!("{name} is not set; {length}"));
        assert_eq!(refusal(&[&all[..], &[(name, "short")]].concat()), format!("{name} is too short; {length}"));
    }
    let same = [&STORE[..], &TOKENS, &[("SESSION_TOKEN_BOB", TOKENS[0].1)]].concat();
    assert_eq!(refusal(&same), "two callers have the same token");
    let config = read(&all).unwrap();
    assert!(config.store.is_some());
    assert_eq!(config.tokens.support, TOKENS[4].1);
}

/// One start tells all that there is to set.
#[test]
fn all_that_is_missing_is_named_at_once() {
    let message = refusal(&[("AWS_ENDPOINT_URL", "s3.example.com"), ("SESSION_TOKEN_BOB", "short"), TOKENS[0]]);
    assert_eq!(
        message,
        "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_S3_BUCKET, AWS_REGION, SESSION_TOKEN_CONTENT_EXPORT, \
         BEARER_TOKEN_SALES and BEARER_TOKEN_SUPPORT are not set; \
         AWS_ENDPOINT_URL: the endpoint is not an absolute URL, as `https://s3.example.com`; \
         SESSION_TOKEN_BOB is too short; a token has at least 16 bytes"
    );
}

#[test]
fn so_does_an_address_that_others_reach() {
    assert_eq!(refusal(&[("LISTEN", "0.0.0.0:8080")]), NO_TOKENS);
    assert!(read(&[&TOKENS[..], &[("LISTEN", "0.0.0.0:8080")]].concat()).is_ok());
    assert!(refusal(&[("LISTEN", "8080")]).starts_with("LISTEN is not an address"));
}

#[test]
fn half_a_store_is_a_refusal_without_secrets() {
    for (name, _) in STORE.into_iter().skip(1) {
        let message = refusal(&[&STORE[..], &TOKENS, &[(name, "")]].concat());
        assert_eq!(message, format!("{name} is not set"));
    }
    let message = refusal(&[&STORE[..], &TOKENS, &[("AWS_ENDPOINT_URL", "s3.example.com/very secret")]].concat());
    assert!(!message.contains("secret"), "{message}");
}

#[test]
fn amazon_needs_no_endpoint_and_credentials_may_end() {
    let more = [
        ("AWS_ENDPOINT_URL", ""),
        ("AWS_SESSION_TOKEN", "token"),
        ("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T00:00:00Z"),
    ];
    let config = read(&[&STORE[..], &TOKENS, &more].concat()).unwrap();
    let signer = config.store.unwrap();
    assert_eq!(signer.bucket().unwrap().url(), "https://attachments.s3.eu-central-1.amazonaws.com/");
    let late = presigner::Validity::new(
        OffsetDateTime::from_unix_timestamp(1_767_225_600).unwrap(),
        std::time::Duration::from_secs(60),
    );
    assert!(signer.at(late.unwrap()).is_err());
}
