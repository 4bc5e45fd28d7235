//! The redirect endpoint in frameworks other than axum: those that speak the crate `http` take its answers as they are, and
//! for the others there are `status()` and `headers()`. The guide to embedding shows what stands between the marks.

use std::time::{Duration, SystemTime};

use presigner::attachment::{DownloadFailure, DownloadQuery, Redirect};
use presigner::{Signer, Validity};

const HOUR: Duration = Duration::from_secs(3600);

// GUIDE: answer
fn redirect(signer: &Signer, method: &str, query: &str) -> Result<Redirect, DownloadFailure> {
    let presigner = signer.at(Validity::new(SystemTime::now(), HOUR)?)?.within("messages/")?;
    DownloadQuery::parse(query)?.redirect(&presigner, method)
}

fn answer<B: From<String>>(signer: &Signer, method: &http::Method, uri: &http::Uri) -> http::Response<B> {
    redirect(signer, method.as_str(), uri.query().unwrap_or_default()).map_or_else(Into::into, Into::into)
}
// GUIDE: end

mod in_tower {
    use std::convert::Infallible;
    use std::future::ready;

    use http::{Request, Response};
    use tower::{Service, service_fn};

    use super::*;

    // GUIDE: tower
    fn service(signer: Signer) -> impl Service<Request<()>, Response = Response<String>, Error = Infallible> {
        service_fn(move |request: Request<()>| ready(Ok(answer(&signer, request.method(), request.uri()))))
    }
    // GUIDE: end

    #[tokio::test]
    async fn answers() {
        let mut service = service(tests::signer());
        for (method, target) in tests::REQUESTS {
            let request = Request::builder().method(method).uri(target).body(()).unwrap();
            let (head, body) = service.call(request).await.unwrap().into_parts();
            tests::check(
                method,
                target,
                head.status.as_u16(),
                |name| head.headers.get(name).unwrap().to_str().unwrap(),
                &body,
            );
        }
    }
}

mod in_lambda {
    use lambda_http::{Body, Error, Request, Response, run, service_fn};

    use super::*;

    // GUIDE: lambda
    async fn download(signer: &Signer, request: Request) -> Result<Response<Body>, Error> {
        Ok(answer(signer, request.method(), request.uri()))
    }

    async fn lambda() -> Result<(), Error> {
        let signer = Signer::from_variables(|name| std::env::var(name).ok())?;
        run(service_fn(|request| download(&signer, request))).await
    }
    // GUIDE: end

    #[tokio::test]
    async fn answers() {
        let _ = lambda;
        for (method, target) in tests::REQUESTS {
            let request = Request::new(Body::Empty);
            let (mut head, body) = request.into_parts();
            (head.method, head.uri) = (method.parse().unwrap(), target.parse().unwrap());
            let answer = download(&tests::signer(), Request::from_parts(head, body)).await.unwrap();
            let (head, body) = answer.into_parts();
            let Body::Text(text) = body else { panic!("another body") };
            tests::check(
                method,
                target,
                head.status.as_u16(),
                |name| head.headers.get(name).unwrap().to_str().unwrap(),
                &text,
            );
        }
    }
}

mod in_poem {
    use poem::http::{HeaderMap, StatusCode};
    use poem::web::Data;
    use poem::{Body, Endpoint, EndpointExt, Request, handler};

    use super::*;

    // GUIDE: poem
    #[handler]
    fn download(Data(signer): Data<&Signer>, request: &Request) -> (StatusCode, HeaderMap, Body) {
        let (head, body) = answer(signer, request.method(), request.uri()).into_parts();
        (head.status, head.headers, body)
    }
    // GUIDE: end

    #[tokio::test]
    async fn answers() {
        let endpoint = download.data(tests::signer());
        for (method, target) in tests::REQUESTS {
            let request = Request::builder().method(method.parse().unwrap()).uri(target.parse().unwrap()).finish();
            let (head, body) = endpoint.get_response(request).await.into_parts();
            let body = body.into_string().await.unwrap();
            tests::check(
                method,
                target,
                head.status.as_u16(),
                |name| head.headers.get(name).unwrap().to_str().unwrap(),
                &body,
            );
        }
    }
}

mod in_actix {
    use actix_web::http::StatusCode;
    use actix_web::web::Data;
    use actix_web::{HttpRequest, HttpResponse, ResponseError};

    use super::*;

    // GUIDE: actix
    async fn download(signer: Data<Signer>, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let redirect = redirect(&signer, request.method().as_str(), request.query_string())?;
        let mut answer = HttpResponse::Found();
        for header in redirect.headers() {
            answer.insert_header(header);
        }
        Ok(answer.finish())
    }

    #[derive(Debug, thiserror::Error)]
    #[error(transparent)]
    struct Failed(#[from] DownloadFailure);

    impl ResponseError for Failed {
        fn status_code(&self) -> StatusCode {
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }

        fn error_response(&self) -> HttpResponse {
            let mut answer = HttpResponse::build(self.status_code());
            for header in self.0.headers() {
                answer.insert_header(header);
            }
            answer.json(&self.0)
        }
    }
    // GUIDE: end

    #[test]
    fn answers() {
        actix_web::rt::System::new().block_on(each_request());
    }

    async fn each_request() {
        use actix_web::test::{TestRequest, call_service, init_service, read_body};

        let route = actix_web::web::to(download);
        let app = actix_web::App::new().app_data(Data::new(tests::signer())).default_service(route);
        let app = init_service(app).await;
        for (method, target) in tests::REQUESTS {
            let request = TestRequest::with_uri(target).method(method.parse().unwrap()).to_request();
            let answer = call_service(&app, request).await;
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let body = read_body(answer).await;
            let body = str::from_utf8(&body).unwrap();
            tests::check(method, target, status, |name| headers.get(name).unwrap().to_str().unwrap(), body);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use presigner::verify::{Unverified, Verifier};
    use presigner::{Credentials, Endpoint, Signer};

    pub(super) const REQUESTS: [(&str, &str); 4] = [
        ("GET", "/download?key=messages/42/report.pdf&fileName=Report.pdf"),
        ("HEAD", "/download?key=messages/42/report.pdf"),
        ("GET", "/download?key=users/1"),
        ("GET", "/download"),
    ];

    pub(super) fn signer() -> Signer {
        let bucket = Endpoint::gcs().bucket("attachments").unwrap();
        Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap())
    }

    pub(super) fn check<'h>(method: &str, target: &str, status: u16, header: impl Fn(&str) -> &'h str, body: &str) {
        assert_eq!(header("cache-control"), "no-store", "{target}");
        if target.contains("messages/") {
            assert_eq!((status, body), (302, ""), "{target}");
            let target = header("location").strip_prefix("https://storage.googleapis.com").unwrap();
            let key = signer().verifying_key();
            let verifier = Verifier::new(Endpoint::gcs(), |_: &str| [&key]).unwrap();
            let headers = [("host", "storage.googleapis.com")];
            // A client follows with the method that it asked with.
            let request = Unverified::parse(method, "storage.googleapis.com", target, headers).unwrap();
            let verified = request.verify(&verifier, SystemTime::now()).unwrap();
            assert_eq!((verified.bucket(), verified.key()), ("attachments", "messages/42/report.pdf"));
        } else {
            assert_eq!((status, header("content-type")), (400, "application/json"), "{target}");
            assert!(body.starts_with(r#"{"success":false,"message":"Storage key is "#), "{body}");
        }
    }

    #[test]
    fn the_guide_shows_exactly_this() {
        let guide = include_str!("../../../src/guide/embedding.md");
        let mut shown = 0;
        for part in include_str!("frameworks.rs").split("// GUIDE: ").skip(1) {
            let (name, code) = part.split_once('\n').unwrap();
            if !["answer", "tower", "lambda", "poem", "actix"].contains(&name) {
                continue;
            }
            let indent = if name == "answer" { "" } else { "    " };
            let lines: Vec<_> = code.lines().map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
            let code = lines.join("\n");
            assert!(
                guide.contains(&format!("```rust,ignore\n{}\n```\n", code.trim())),
                "the guide shows another {name}"
            );
            shown += 1;
        }
        assert_eq!(shown, 5);
    }
}
