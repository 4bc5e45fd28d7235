//! Responses in the types of the crate `http`. Feature `http`; with feature `serde` also those that are JSON.

use http::header::HeaderMap;
use http::{Response, StatusCode};

#[cfg(feature = "base64")]
use crate::attachment::base64_body::{Base64Body, BodyLengthError};
#[cfg(feature = "base64")]
use crate::attachment::redirect::LINK_HEADERS;
use crate::attachment::redirect::Redirect;
#[cfg(feature = "base64")]
use crate::encode::Decimal;
use crate::impossible::impossible;
use crate::request::http_messages::header_map;

impl Redirect {
    /// The redirect as the type of the `http` crate: status, headers, and a body of yours, such as `()`. The
    /// link is marked as sensitive: `Debug` does not show it, and HTTP/2 does not index it (RFC 7541, section 7.1.3).
    ///
    /// # Example
    ///
    /// ```
    /// # let presigner = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/presigner.rs"));
    /// # use presigner::attachment::Redirect;
    /// let redirect = Redirect::new(presigner.get("report.pdf")?.presign());
    /// let response = redirect.to_http_response(());
    /// assert_eq!(response.status(), 302);
    /// assert_eq!(response.headers()["location"], redirect.link().url());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_http_response<B>(&self, body: B) -> Response<B> {
        response(self.status(), self.headers(), body)
    }
}

#[cfg(feature = "base64")]
impl Base64Body {
    /// The response that sends the body: 200, its type and length, and [`LINK_HEADERS`], because no cache may keep what a session
    /// protects. `stored_length` is the object's length as the store gives it in `Content-Length`;
    /// [`check_length`](Self::check_length) compares it. `body` makes your framework's body, most often from a stream mapped by
    /// [`into_encoder`](Self::into_encoder).
    ///
    /// # Errors
    ///
    /// [`BodyLengthError::TooShort`] or [`BodyLengthError::TooLong`] if the store gives another length.
    ///
    /// # Example
    ///
    /// ```
    /// # use presigner::attachment::Base64Body;
    /// let response = Base64Body::new(5)?.into_http_response(5, |mut body| body.next_text(Some(b"att_1")))?;
    /// assert_eq!(response.headers()["content-length"], "8");
    /// assert_eq!(response.headers()["content-type"], "application/octet-stream");
    ///
    /// assert!(Base64Body::new(5)?.into_http_response(6, drop).is_err());
    /// # Ok::<(), presigner::attachment::BodyLengthError>(())
    /// ```
    pub fn into_http_response<B>(
        self,
        stored_length: impl Into<Option<u64>>,
        body: impl FnOnce(Self) -> B,
    ) -> Result<Response<B>, BodyLengthError> {
        let checked = self.check_length(stored_length)?;
        let length = Decimal::new(checked.content_length());
        let own = [("content-type", "application/octet-stream"), ("content-length", length.as_str())];
        Ok(response(200, own.into_iter().chain(LINK_HEADERS), body(checked)))
    }
}

fn response<'v, B>(status: u16, headers: impl Iterator<Item = (&'static str, &'v str)>, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // A URL is printable ASCII, and every other value is a constant.
    *response.headers_mut() =
        header_map(headers, &["location"]).unwrap_or_else(|_| impossible::<HeaderMap>("headers of answers are valid"));
    response
}

/// What `?` and `into()` make responses of.
#[cfg(feature = "serde")]
mod conversions {
    use alloc::string::String;

    use http::Response;
    use serde::Serialize;

    #[cfg(feature = "base64")]
    use crate::attachment::base64_body::BodyLengthError;
    use crate::attachment::descriptor::{AttachmentDescriptor, MessageContext, RawMessageDescriptor};
    use crate::attachment::failure::{DownloadFailure, ServiceFailure};
    use crate::attachment::redirect::{LINK_HEADERS, Redirect};
    use crate::attachment::upload_ticket::UploadTicket;
    use crate::error::Error;
    use crate::impossible::impossible;

    impl<B: From<String>> From<Redirect> for Response<B> {
        fn from(redirect: Redirect) -> Self {
            redirect.to_http_response(String::new().into())
        }
    }

    /// The failure stays in the extensions of the response, so that your middleware can log it with its cause:
    /// `response.extensions().get::<DownloadFailure>()`.
    impl<B: From<String>> From<DownloadFailure> for Response<B> {
        fn from(failure: DownloadFailure) -> Self {
            let mut response = super::response(failure.status(), failure.headers(), to_json(&failure).into());
            response.extensions_mut().insert(failure);
            response
        }
    }

    /// The failure stays in the extensions of the response, so that your middleware can log it with its cause:
    /// `response.extensions().get::<ServiceFailure>()`.
    impl<B: From<String>> From<ServiceFailure> for Response<B> {
        fn from(failure: ServiceFailure) -> Self {
            let mut response = super::response(failure.status(), failure.headers(), to_json(&failure).into());
            response.extensions_mut().insert(failure);
            response
        }
    }

    /// Through [`ServiceFailure`]: a 500, because no link could be made for something that your service itself has stored.
    /// For a key that comes from a stranger, use [`DownloadQuery::redirect`](crate::attachment::DownloadQuery::redirect),
    /// which tells the two apart.
    impl<B: From<String>> From<Error> for Response<B> {
        fn from(error: Error) -> Self {
            ServiceFailure::from(error).into()
        }
    }

    /// Through [`ServiceFailure`]: 500.
    #[cfg(feature = "base64")]
    impl<B: From<String>> From<BodyLengthError> for Response<B> {
        fn from(error: BodyLengthError) -> Self {
            ServiceFailure::from(error).into()
        }
    }

    impl<B: From<String>> From<AttachmentDescriptor> for Response<B> {
        fn from(descriptor: AttachmentDescriptor) -> Self {
            document(&descriptor)
        }
    }

    impl<B: From<String>> From<RawMessageDescriptor> for Response<B> {
        fn from(descriptor: RawMessageDescriptor) -> Self {
            document(&descriptor)
        }
    }

    /// If the context does not serialise, the response is a 500, and its [`ServiceFailure`] has the reason as its cause.
    impl<B: From<String>, C: Serialize> From<MessageContext<C>> for Response<B> {
        fn from(context: MessageContext<C>) -> Self {
            document(&context)
        }
    }

    impl<B: From<String>> From<UploadTicket> for Response<B> {
        fn from(ticket: UploadTicket) -> Self {
            document(&ticket)
        }
    }

    fn document<B: From<String>>(document: &impl Serialize) -> Response<B> {
        match serde_json::to_string(document) {
            Ok(json) => {
                let headers = [("content-type", "application/json")].into_iter().chain(LINK_HEADERS);
                super::response(200, headers, json.into())
            }
            Err(error) => ServiceFailure::internal().with_cause(error).into(),
        }
    }

    fn to_json(failure: &impl Serialize) -> String {
        serde_json::to_string(failure).unwrap_or_else(|_| impossible("texts and numbers serialise"))
    }
}
