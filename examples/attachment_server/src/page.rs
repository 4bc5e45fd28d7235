//! One plain page: the attachments, with links that work.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};
use presigner::{DispositionKind, RawMessageDescriptor};
use url::form_urlencoded;

use crate::answer;
use crate::service::Service;

/// The page has no script, and none that slipped in would run.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Attachments</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; table-layout: fixed; width: 100% }
th, td { border-bottom: 1px solid #ccc; padding: .4rem .6rem; text-align: start }
td { overflow-wrap: anywhere }
th:nth-child(3), td:nth-child(3) { text-align: end; width: 6rem }
</style>
<h1>Attachments</h1>
<p>Each link is signed, and lives for an hour. <q>Download</q> goes through the redirect and saves; <q>Open</q> goes to
the store itself, and shows what is safe to show.
"#;

pub(crate) async fn page(State(service): State<Arc<Service>>) -> Response {
    match write_page(&service) {
        Ok(page) => {
            let mut headers = answer::link_headers();
            headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
            (headers, Html(page)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn write_page(service: &Service) -> Result<String, Box<dyn std::error::Error>> {
    let presigner = service.presigner()?;
    let mut page = String::from(HEAD);
    for message in &service.directory.messages {
        let raw = RawMessageDescriptor::presign(&presigner, message.id, message.raw_key, message.raw_size)?;
        writeln!(
            page,
            "<h2>{}</h2>\n<p>As it was received: <a class=\"raw\" id=\"raw-{}\" href=\"{}\">raw message</a>",
            text(message.subject),
            attribute(message.id),
            attribute(raw.download_url())
        )?;
        page.push_str("<table>\n<tr><th>Name<th>Type<th>Bytes<th>Links\n");
        for stored in &message.attachments {
            let descriptor = stored.borrowed().descriptor(&presigner)?;
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("key", stored.key)
                .append_pair("fileName", stored.file_name)
                .finish();
            let shown = descriptor.content_disposition() == Some(DispositionKind::Inline);
            writeln!(
                page,
                "<tr><td><bdi>{name}</bdi><td>{content_type}<td>{size}<td>\
                 <a class=\"download\" id=\"download-{id}\" href=\"/api/messages/download?{query}\">Download</a> \
                 <a class=\"open\" id=\"open-{id}\" href=\"{url}\">Open</a>{note}",
                name = text(descriptor.file_name().unwrap_or_default()),
                content_type = text(descriptor.content_type().unwrap_or("unknown")),
                size = descriptor.size(),
                id = attribute(descriptor.attachment_id()),
                query = attribute(&query),
                url = attribute(descriptor.download_url()),
                note = if shown { "" } else { " (saved)" },
            )?;
        }
        page.push_str("</table>\n");
    }
    Ok(page)
}
