//! Forging links: changes to the query of a URL, each value as it is written there.

fn parameter<'a>(url: &'a str, name: &str) -> &'a str {
    let (_, query) = url.split_once('?').expect("a query");
    let mut found = query.split('&').filter(|parameter| parameter.split('=').next() == Some(name));
    let parameter = found.next().unwrap_or_else(|| panic!("no {name} in {url}"));
    assert!(found.next().is_none(), "{name} twice in {url}");
    parameter
}

pub fn value<'a>(url: &'a str, name: &str) -> &'a str {
    &parameter(url, name)[name.len() + 1..]
}

pub fn replace(url: &str, name: &str, value: &str) -> String {
    url.replacen(parameter(url, name), &format!("{name}={value}"), 1)
}

pub fn remove(url: &str, name: &str) -> String {
    let kept = url.replacen(parameter(url, name), "", 1);
    kept.replacen("&&", "&", 1).replacen("?&", "?", 1).trim_end_matches('&').to_owned()
}

pub fn add(url: &str, parameter: &str) -> String {
    format!("{url}&{parameter}")
}
