//! `?` into what people return from their functions.

use std::error::Error;
use std::time::{Duration, SystemTime};

use futures_util::stream;
use presigner::attachment::{
    AttachmentId, Base64Body, BodyLengthError, DownloadFailure, DownloadQuery, ServiceFailure,
};
use presigner::diagnose::{Answer, AnswerError};
use presigner::verify::{Unverified, VerifyError};
use presigner::{Credentials, Endpoint, Signer, Validity};

fn link(key: &str) -> presigner::Result<String> {
    let bucket = Endpoint::r2("0123456789abcdef")?.bucket("attachments")?;
    let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr")?);
    let presigner = signer.at(Validity::new(SystemTime::now(), Duration::from_secs(60))?)?;
    Ok(presigner.get(key)?.attachment("a.pdf").presign().into_url())
}

fn everything() -> Result<(), Box<dyn Error + Send + Sync>> {
    link("a")?;
    AttachmentId::decode("YXR0XzE=")?;
    DownloadQuery::parse("key=a")?;
    Base64Body::new(0)?.finish(&mut String::new())?;
    Answer::parse(b"<Error><Code>AccessDenied</Code></Error>")?;
    Ok(())
}

fn with_anyhow(id: &str) -> anyhow::Result<Vec<u8>> {
    Ok(AttachmentId::decode(id)?.as_bytes().to_vec())
}

fn boxed(id: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(AttachmentId::decode(id)?.as_bytes().to_vec())
}

/// A service's own error.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error("no link")]
    Link(#[from] presigner::Error),
    #[error(transparent)]
    Service(#[from] ServiceFailure),
    #[error(transparent)]
    Download(#[from] DownloadFailure),
    #[error("the store's object changed")]
    Length(#[from] BodyLengthError),
    #[error("not believed")]
    Verify(#[from] VerifyError),
    #[error("no answer of a store")]
    Answer(#[from] AnswerError),
}

fn with_thiserror(key: &str, id: &str) -> Result<String, Failed> {
    AttachmentId::decode(id)?;
    Unverified::parse("GET", "h", "/a", [("host", "h")]).map(|_| ())?;
    Ok(link(key)?)
}

/// The error of a stream becomes actix-web's.
fn streamed(mut body: Base64Body, pieces: Vec<Vec<u8>>) -> actix_web::HttpResponse {
    let mut texts = Vec::new();
    let mut pieces = pieces.into_iter();
    loop {
        match body.next_text(pieces.next().as_deref()) {
            Ok(Some(text)) => texts.push(Ok(actix_web::web::Bytes::from(text))),
            Ok(None) => break,
            Err(error) => {
                texts.push(Err(error));
                break;
            }
        }
    }
    actix_web::HttpResponse::Ok().streaming(stream::iter(texts))
}

#[test]
fn errors_are_errors() {
    everything().unwrap();
    assert_eq!(with_anyhow("YQ").unwrap(), b"a");
    let error = with_anyhow("?").unwrap_err();
    assert_eq!(error.to_string(), "The attachment id is not Base64");
    assert_eq!(error.downcast_ref::<ServiceFailure>().unwrap().status(), 400);
    assert_eq!(boxed("").unwrap_err().to_string(), "The attachment id is required");
    assert!(matches!(with_thiserror("", "YQ").unwrap_err(), Failed::Verify(_)));
    assert_eq!(streamed(Base64Body::new(2).unwrap(), vec![b"ab".to_vec()]).status(), 200);
}

#[test]
fn a_failure_keeps_its_cause_and_does_not_show_it() {
    let failure = ServiceFailure::from(link("").unwrap_err());
    assert_eq!(failure.to_string(), "The attachment could not be read");
    assert_eq!(failure.source().unwrap().to_string(), "the key is empty");
    let failure = DownloadFailure::from(link("a/../b").unwrap_err());
    assert_eq!(failure.to_string(), "Storage key is not allowed");
    assert!(failure.source().unwrap().to_string().starts_with("the key has a `.` or `..` segment"));
}
