//! A form as a browser sends it: `multipart/form-data` (RFC 7578), the file last.

use presigner::post::PresignedPost;

use crate::client::{Reply, send};

const BOUNDARY: &str = "----presigner7MA4YWxkTrZu0gW";

#[derive(Clone)]
pub struct Form {
    url: String,
    fields: Vec<(String, String)>,
}

impl From<&PresignedPost> for Form {
    fn from(post: &PresignedPost) -> Self {
        let fields = post.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { url: post.url().to_owned(), fields }
    }
}

impl Form {
    pub fn value(&self, name: &str) -> &str {
        let (_, value) = self.fields.iter().find(|(other, _)| other == name).unwrap_or_else(|| panic!("no {name}"));
        value
    }

    /// With another value, or a field more.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut altered = self.clone();
        match altered.fields.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => value.clone_into(old),
            None => altered.fields.push((name.to_owned(), value.to_owned())),
        }
        altered
    }

    pub fn without(&self, name: &str) -> Self {
        let mut altered = self.clone();
        altered.fields.retain(|(other, _)| other != name);
        assert_ne!(altered.fields.len(), self.fields.len(), "no {name}");
        altered
    }

    /// The same form, sent to another bucket.
    pub fn to(&self, from: &str, bucket: &str) -> Self {
        let url = self.url.replacen(from, bucket, 1);
        assert_ne!(url, self.url);
        Self { url, ..self.clone() }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    pub fn send(&self, file_name: &str, file: &[u8]) -> Reply {
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend([head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        send("POST", &self.url, &[("content-type", &content_type)], &body)
    }
}
