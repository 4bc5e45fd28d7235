//! An upload through the page's form: straight to the store, by the rules of its policy.

use std::collections::BTreeMap;

use attachment_server::store::MAX_OBJECT;
use presigner::ContentDisposition;
use reqwest::Response;
use reqwest::multipart::{Form, Part};

use super::world::{World, assert_no_cache_keeps, header, json};

/// The form of the page, as a browser reads it.
#[derive(Clone)]
pub struct PageForm {
    pub url: String,
    pub fields: Vec<(String, String)>,
}

impl PageForm {
    pub async fn open(world: &World) -> Self {
        let page = world.get("/", &[]).await.text().await.unwrap();
        let (_, form) = page.split_once("<form id=\"upload\" ").unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        let attribute = |text: &str, name: &str| {
            let (_, value) = text.split_once(&format!("{name}=\"")).unwrap();
            html_escape::decode_html_entities(value.split('"').next().unwrap()).into_owned()
        };
        let inputs = form.split("<input type=\"hidden\" ").skip(1);
        let fields = inputs.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect();
        Self { url: attribute(form, "action"), fields }
    }

    pub fn field(&self, name: &str) -> &str {
        &self.fields.iter().find(|(other, _)| other == name).unwrap().1
    }

    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut altered = self.clone();
        match altered.fields.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => value.clone_into(old),
            None => altered.fields.push((name.into(), value.into())),
        }
        altered
    }

    pub fn without(&self, name: &str) -> Self {
        let mut altered = self.clone();
        altered.fields.retain(|(other, _)| other != name);
        altered
    }

    pub async fn send(&self, world: &World, file_name: &str, bytes: Vec<u8>) -> Response {
        let form = self.fields.iter().fold(Form::new(), |form, (name, value)| form.text(name.clone(), value.clone()));
        let form = form.part("file", Part::bytes(bytes).file_name(file_name.to_owned()));
        world.client.post(&self.url).multipart(form).send().await.unwrap()
    }
}

/// The names under `Uploaded` on the page, and the links that download them.
pub async fn listed(world: &World) -> BTreeMap<String, String> {
    let page = world.get("/", &[]).await.text().await.unwrap();
    let Some((_, uploaded)) = page.split_once("<h2>Uploaded</h2>") else { return BTreeMap::new() };
    let (uploaded, _) = uploaded.split_once("</table>").unwrap();
    let rows = uploaded.split("<tr><td><bdi>").skip(1);
    rows.map(|row| {
        let (name, rest) = row.split_once("</bdi>").unwrap();
        let (_, link) = rest.split_once("href=\"").unwrap();
        let link = html_escape::decode_html_entities(link.split('"').next().unwrap());
        (html_escape::decode_html_entities(name).into_owned(), link.into_owned())
    })
    .collect()
}

pub async fn goes_to_the_store_and_appears(world: &World) {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for name in ["report.bin", "grün & <b>.pdf", "日本.txt"] {
        let form = PageForm::open(world).await;
        let response = form.send(world, name, bytes.clone()).await;
        assert_eq!(response.status(), 303);
        let back = header(&response, "location").to_owned();
        let id = form.field("key").strip_prefix("messages/uploads/").unwrap().split('/').next().unwrap();
        assert!(back.starts_with(&format!("{}/uploads/{id}?", world.url)), "{back}");

        // Twice: who reloads has uploaded once.
        for _ in 0..2 {
            let response = world.get(&back, &[]).await;
            assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/"));
        }
        let listed = listed(world).await;
        let sanitized = ContentDisposition::attachment(name);
        let redirect = world.get(&listed[sanitized.file_name().unwrap()], &[]).await;
        let object = world.get(header(&redirect, "location"), &[]).await;
        assert_eq!(header(&object, "content-type"), "application/octet-stream");
        assert!(header(&object, "content-disposition").starts_with("attachment; "));
        assert_eq!(object.bytes().await.unwrap(), bytes);
    }
    assert_eq!(listed(world).await.len(), 3);
}

pub async fn altered_forms_are_refused(world: &World) {
    let form = PageForm::open(world).await;
    let other = PageForm::open(world).await;
    let signature = form.field("x-amz-signature");
    let flipped = format!("{}{}", if signature.starts_with('0') { '1' } else { '0' }, &signature[1..]);
    for (what, altered) in [
        ("another key", form.with("key", "messages/4f1d2c8be07a9356/report")),
        ("another upload's key", form.with("key", other.field("key"))),
        ("another type", form.with("Content-Type", "text/html")),
        ("another redirect", form.with("success_action_redirect", "https://evil.example/")),
        ("another policy", form.with("policy", other.field("policy"))),
        ("another signature", form.with("x-amz-signature", &flipped)),
        ("another date", form.with("x-amz-date", "20200101T000000Z")),
        ("another credential", form.with("x-amz-credential", "AKIA/20200101/us-east-1/s3/aws4_request")),
        ("a field more", form.with("acl", "public-read")),
        ("metadata more", form.with("x-amz-meta-a", "b")),
        ("no policy", form.without("policy")),
        ("no signature", form.without("x-amz-signature")),
        ("no key", form.without("key")),
        ("no type", form.without("Content-Type")),
        ("no redirect", form.without("success_action_redirect")),
    ] {
        let status = altered.send(world, "a.txt", b"forged".to_vec()).await.status();
        assert!(matches!(status.as_u16(), 400 | 401 | 403), "{what}: {status}");
    }
    let response = form.send(world, "a.txt", Vec::new()).await;
    assert_eq!(response.status(), 400);
    assert!(response.text().await.unwrap().contains("<Code>EntityTooSmall</Code>"));
    let response = form.send(world, "a.txt", vec![b'x'; MAX_OBJECT + 1]).await;
    assert_eq!(response.status(), 400);
    assert!(response.text().await.unwrap().contains("<Code>EntityTooLarge</Code>"));

    // Nothing of it was stored, and the form is as good as before.
    let key = form.field("key").replace("${filename}", "a.txt");
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("key", &key).finish();
    let id = key.split('/').nth(2).unwrap();
    assert_eq!(world.get(&format!("/uploads/{id}?{query}"), &[]).await.status(), 404);
    assert_eq!(form.send(world, "a.txt", b"wanted".to_vec()).await.status(), 303);
    assert_eq!(world.get(&format!("/uploads/{id}?{query}"), &[]).await.status(), 303);
}

/// What comes back through the browser proves nothing.
pub async fn nothing_else_gets_on_the_list(world: &World) {
    let form = PageForm::open(world).await;
    let id = form.field("key").split('/').nth(2).unwrap();
    let other = "0123456789abcdef0123456789abcdef";
    let report = "messages/4f1d2c8be07a9356/report";
    for target in [
        format!("/uploads/{id}?key=messages/uploads/{id}/never-uploaded"),
        format!("/uploads/{id}?key={report}"),
        format!("/uploads/{id}?key=messages/uploads/{id}/../../4f1d2c8be07a9356/report"),
        format!("/uploads/{id}?key=messages/uploads/{other}/a"),
        format!("/uploads/{id}?key=messages/uploads/{id}"),
        format!("/uploads/{id}?key="),
        format!("/uploads/x?key=messages/uploads/x/{report}"),
    ] {
        assert_eq!(world.get(&target, &[]).await.status(), 404, "{target}");
    }
    assert_eq!(world.get(&format!("/uploads/{id}"), &[]).await.status(), 400);
    assert!(listed(world).await.is_empty());
}

/// What the page's script does.
pub async fn by_a_ticket_goes_to_the_store_and_appears(world: &World) {
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let asked =
        world.client.post(format!("{}/uploads?fileName=gr%C3%BCn+%26.bin&size=10000", world.url)).send().await.unwrap();
    assert_eq!(asked.status(), 200);
    assert_no_cache_keeps(&asked);
    let upload = json(asked).await;
    let ticket: presigner::attachment::UploadTicket = serde_json::from_value(upload.clone()).unwrap();
    assert_eq!(ticket.method(), "PUT");
    assert!(ticket.expires_at().seconds() == world.now() + 3600);
    // As in a page: the client sends the length of the body by itself.
    let send = async |bytes: Vec<u8>| {
        let headers = ticket.headers().filter(|(name, _)| *name != "content-length");
        let request =
            headers.fold(world.client.put(ticket.url()), |request, (name, value)| request.header(name, value));
        request.body(bytes).send().await.unwrap().status()
    };
    assert_eq!(send(bytes[1..].to_vec()).await, 403, "another size than the one that was asked for");
    assert_eq!(send(bytes.clone()).await, 200);
    let back = world.get(upload["back"].as_str().unwrap(), &[]).await;
    assert_eq!(back.status(), 303);
    let listed = listed(world).await;
    let object = world.get(&listed["grün &.bin"], &[]).await;
    assert_eq!(object.status(), 302);
    let object = world.get(header(&object, "location"), &[]).await;
    assert_eq!(object.bytes().await.unwrap(), bytes);
}

pub async fn tickets_have_bounds(world: &World) {
    for query in [
        "",
        "?fileName=a",
        "?fileName=a&size=0",
        "?fileName=a&size=999999999",
        "?fileName=..&size=1",
        "?fileName=a/../b&size=1",
    ] {
        let response = world.client.post(format!("{}/uploads{query}", world.url)).send().await.unwrap();
        assert_eq!(response.status(), 400, "{query}");
    }
}
