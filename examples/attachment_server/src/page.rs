//! One plain page: the attachments, with links that work, and a form to upload more.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};
use presigner::DispositionKind;
use presigner::attachment::{Attachment, AttachmentDescriptor, RawMessageDescriptor};
use presigner::post::PresignedPost;
use url::{Url, form_urlencoded};

use crate::service::Service;
use crate::uploads::{self, Uploaded};
use crate::{answer, host};

/// The page has no script, and none that slipped in would run. Its form may go to the store and come back.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// What is uploaded with the form of the page.
const BYTES: &str = "application/octet-stream";

const TABLE: &str = "<table>\n<tr><th>Name<th>Type<th>Bytes<th>Links\n";

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
the store itself, and shows what is safe to show. An upload goes straight to the store too, by rules that are signed.
"#;

pub(crate) async fn page(State(service): State<Arc<Service>>, target: Uri, headers: HeaderMap) -> Response {
    // One of the server's own, or the request would not be here: `host::check`.
    let Some(host) = host::asked_for(&target, &headers) else { return StatusCode::BAD_REQUEST.into_response() };
    match write_page(&service, &format!("http://{}", host.to_ascii_lowercase())) {
        Ok((page, policy)) => {
            let mut headers = answer::link_headers();
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            (headers, Html(page)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The page and its policy. `origin` is the page's own.
fn write_page(service: &Service, origin: &str) -> Result<(String, HeaderValue)> {
    let presigner = service.presigner()?;
    let form = uploads::form(service, origin)?;
    let mut page = String::from(HEAD);
    write_form(&mut page, &form)?;

    let uploaded = service.uploads.all();
    if !uploaded.is_empty() {
        page.push_str("<h2>Uploaded</h2>\n");
        page.push_str(TABLE);
        for Uploaded { id, key, file_name, size } in &uploaded {
            let attachment = Attachment::new(id, key, *size).file_name(file_name).content_type(BYTES);
            write_row(&mut page, key, file_name, &attachment.descriptor(&presigner)?)?;
        }
        page.push_str("</table>\n");
    }
    for message in &service.directory.messages {
        let raw = RawMessageDescriptor::presign(&presigner, message.id, message.raw_key, message.raw_size)?;
        writeln!(
            page,
            "<h2>{}</h2>\n<p>As it was received: <a class=\"raw\" id=\"raw-{}\" href=\"{}\">raw message</a>",
            text(message.subject),
            attribute(message.id),
            attribute(raw.download_url())
        )?;
        page.push_str(TABLE);
        for stored in &message.attachments {
            write_row(&mut page, stored.key, stored.file_name, &stored.borrowed().descriptor(&presigner)?)?;
        }
        page.push_str("</table>\n");
    }
    let store = Url::parse(form.url())?.origin().ascii_serialization();
    Ok((page, HeaderValue::from_str(&format!("{POLICY}; form-action 'self' {store}"))?))
}

/// The file comes last: a store passes over what follows it.
fn write_form(page: &mut String, form: &PresignedPost) -> Result<()> {
    writeln!(
        page,
        "<form id=\"upload\" action=\"{}\" method=\"post\" enctype=\"multipart/form-data\">",
        attribute(form.url())
    )?;
    for (name, value) in form.fields() {
        writeln!(page, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", attribute(name), attribute(value))?;
    }
    page.push_str("<input type=\"file\" name=\"file\" required>\n<button>Upload</button>\n</form>\n");
    Ok(())
}

fn write_row(page: &mut String, key: &str, file_name: &str, descriptor: &AttachmentDescriptor) -> Result<()> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("key", key)
        .append_pair("fileName", file_name)
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
    Ok(())
}
