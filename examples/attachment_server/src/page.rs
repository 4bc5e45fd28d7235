//! One plain page: the attachments, with links that work, and a form to upload more.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};
use presigner::attachment::{Attachment, AttachmentDescriptor, RawMessageDescriptor};
use presigner::post::PresignedPost;
use presigner::{DispositionKind, UnixTime};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::service::Service;
use crate::uploads::{self, Uploaded};
use crate::{answer, host};

/// The page has one script, which is named by its hash: none that slipped in would run. Form and script may go to the store and
/// come back.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// Uploads by a ticket.
const SCRIPT: &str = include_str!("page/upload.js");

/// What is uploaded with the form of the page.
const BYTES: &str = "application/octet-stream";

const TABLE: &str = "<table>\n<tr><th>Name<th>Type<th>Size<th>Links\n";

/// Up to the first paragraph, with its styles.
const HEAD: &str = include_str!("page/head.html");

const KINDS: &str = "<dl class=\"kinds\">\n\
    <div><dt>Download<dd>The link asks this server, which redirects to the store. The file is saved under the name you see.</div>\n\
    <div><dt>Open<dd>The link goes straight to the store. Your browser shows files that can't run script, and saves all others.</div>\n\
    <div><dt>Upload<dd>The file goes straight to the store. Signed rules limit its place, its type and its size.</div>\n\
    </dl>\n";

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
    write_expiry(&mut page, service, presigner.expires_at())?;
    page.push_str("<main>\n");
    page.push_str(KINDS);
    page.push_str("<h2>Upload a file</h2>\n");
    write_form(&mut page, &form)?;
    writeln!(
        page,
        "<p class=\"quiet\">Or by a script, which gets a presigned PUT link (a ticket) from this server:\n<form id=\"put\">\n\
         <input type=\"file\" name=\"file\" required>\n<button>Upload</button> <output></output>\n</form>\n\
         <script>{SCRIPT}</script>"
    )?;

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
            "<h2>{}</h2>\n<p class=\"quiet\">The message as it was received: <a class=\"raw\" id=\"raw-{}\" href=\"{}\">raw message</a>",
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
    page.push_str("</main>\n");
    let store = Url::parse(form.url())?.origin().ascii_serialization();
    let script = STANDARD.encode(Sha256::digest(SCRIPT));
    let policy =
        format!("{POLICY}; script-src 'sha256-{script}'; form-action 'self' {store}; connect-src 'self' {store}");
    Ok((page, HeaderValue::from_str(&policy)?))
}

/// When the links of the page expire, as a moment and as a countdown, which the styles of the head move.
fn write_expiry(page: &mut String, service: &Service, expires_at: UnixTime) -> Result<()> {
    let seconds = expires_at.seconds() - service.now().seconds();
    let readable = expires_at.to_string().replace('T', " ").replace('Z', " UTC");
    writeln!(
        page,
        "<style>.expiry, main {{ --for: {seconds} }}</style>\n<div class=\"expiry\">\
         <p class=\"live\">These links expire<strong class=\"left\"></strong>, at \
         <time datetime=\"{expires_at}\">{readable}</time>.\
         <p class=\"over\">These links have expired. Reload the page for new ones.\
         <div class=\"bar\"></div></div>",
    )?;
    Ok(())
}

/// `2 bytes`, `18.4 kB`, `20.0 MB`.
fn size_text(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
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
        size = size_text(descriptor.size()),
        id = attribute(descriptor.attachment_id()),
        query = attribute(&query),
        url = attribute(descriptor.download_url()),
        note = if shown { "" } else { " <small>(saves the file)</small>" },
    )?;
    Ok(())
}
