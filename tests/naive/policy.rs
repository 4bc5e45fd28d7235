//! A naive reading of POST policies, straight from AWS's page "Creating a POST policy": the second oracle for the verifier of
//! forms. It takes the whole document as a JSON value and shares nothing with the crate.

use serde_json::Value;

/// A form whose `${filename}` is replaced already, at the bucket that it was sent to.
pub(crate) struct Form<'f> {
    pub(crate) bucket: &'f str,
    pub(crate) fields: &'f [(String, String)],
}

impl Form<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        let sent = self.fields.iter().find(|(other, _)| other.to_lowercase() == name).map(|(_, value)| value.as_str());
        match (&*name, sent) {
            ("bucket", Some(sent)) if sent != self.bucket => None,
            ("bucket", _) => Some(self.bucket),
            (_, sent) => sent,
        }
    }
}

/// Whether the form is as the conditions say, and how large its file may be.
pub(crate) fn allows(document: &Value, form: &Form<'_>) -> Result<(u64, u64), String> {
    let mut named = Vec::new();
    let (mut least, mut greatest) = (0, 5 << 30);
    for condition in document["conditions"].as_array().ok_or("no conditions")? {
        match condition {
            Value::Object(exact) => {
                for (name, expected) in exact {
                    let is_met = !name.is_empty() && form.value(name) == Some(expected.as_str().ok_or("not text")?);
                    if !is_met {
                        return Err(format!("not met: {condition}"));
                    }
                    named.push(name.to_lowercase());
                }
            }
            Value::Array(parts) if parts.len() == 3 && parts[0] == "content-length-range" => {
                let bytes = |part: &Value| match part {
                    Value::Number(number) => number.as_u64(),
                    Value::String(text) if !text.contains(|c: char| !c.is_ascii_digit()) && text.len() < 20 => {
                        text.parse().ok()
                    }
                    _ => None,
                };
                least = least.max(bytes(&parts[1]).ok_or("no number")?);
                greatest = greatest.min(bytes(&parts[2]).ok_or("no number")?);
            }
            Value::Array(parts) if parts.len() == 3 => {
                let texts: Option<Vec<_>> = parts.iter().map(Value::as_str).collect();
                let texts = texts.ok_or("not text")?;
                let name = texts[1].strip_prefix('$').filter(|name| !name.is_empty()).ok_or("no variable")?;
                let value = form.value(name).ok_or("no such field")?;
                let is_met = match texts[0] {
                    "eq" => value == texts[2],
                    "starts-with" if name.to_lowercase() == "content-type" => {
                        value.split(',').all(|one| one.trim_ascii_start().starts_with(texts[2]))
                    }
                    "starts-with" => value.starts_with(texts[2]),
                    _ => false,
                };
                if !is_met {
                    return Err(format!("not met: {condition}"));
                }
                named.push(name.to_lowercase());
            }
            _ => return Err(format!("unknown: {condition}")),
        }
    }
    for (name, _) in form.fields {
        let name = name.to_lowercase();
        let is_free = ["policy", "x-amz-signature", "file"].contains(&&*name) || name.starts_with("x-ignore-");
        if !is_free && !named.contains(&name) {
            return Err(format!("extra: {name}"));
        }
    }
    if named.iter().any(|name| name == "bucket") { Ok((least, greatest)) } else { Err("any bucket".into()) }
}
