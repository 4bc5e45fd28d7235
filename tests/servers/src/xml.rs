//! The XML of answers and of the bodies that requests take.

use std::str;

use roxmltree::Document;

/// The texts at a path of element names under the root. Names are compared without their namespace: not every server
/// writes one.
pub fn texts(document: &[u8], path: &str) -> Result<Vec<String>, String> {
    let text = str::from_utf8(document).map_err(|error| error.to_string())?;
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let mut nodes = vec![document.root_element()];
    for name in path.split('/') {
        nodes = nodes.iter().flat_map(|node| node.children()).filter(|node| node.tag_name().name() == name).collect();
    }
    Ok(nodes.iter().map(|node| node.text().unwrap_or_default().to_owned()).collect())
}

/// A text as the content of an element.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
