//! The XML of a store's response, read within limits: it comes from whoever answered, which need not be the store.

use roxmltree::{Document, Node, ParsingOptions};

/// The most bytes of a body that are looked at.
const MAX_BODY: usize = 64 * 1024;
/// The most tags, opening and closing ones: S3's error documents have about 23. The XML reader makes room for a node at
/// each.
const MAX_TAGS: usize = 64;
/// An element is two of the tags, and at most two nodes more: its text, and the one behind it.
const MAX_NODES: u32 = 128;
/// The most attributes: S3's documents have one. The XML reader compares each attribute of an element with all others, so
/// without a limit its work would grow with the square of the size.
const MAX_ATTRIBUTES: usize = 32;
/// Of which a link that is quoted has one for each parameter.
const MAX_EQUAL_SIGNS: usize = 256;

/// Why a body is not read.
#[derive(Clone, Copy)]
pub(crate) enum XmlProblem {
    Empty,
    /// Over 64 KiB, or with more elements, attributes or equal signs than any response that is read here.
    TooLarge,
    /// Not well-formed XML 1.0 in UTF-8, or with a document type.
    NotXml,
}

/// Reads a small document. The work is linear in its size, and no entity but XML's own is expanded.
pub(crate) fn parse(body: &[u8]) -> Result<Document<'_>, XmlProblem> {
    if body.trim_ascii().is_empty() {
        return Err(XmlProblem::Empty);
    }
    if body.len() > MAX_BODY {
        return Err(XmlProblem::TooLarge);
    }
    let text = str::from_utf8(body).map_err(|_| XmlProblem::NotXml)?.trim();
    let is_quote = |text: &str| text.trim_start().starts_with(['"', '\'']);
    if text.split('=').skip(1).filter(|after| is_quote(after)).count() > MAX_ATTRIBUTES {
        return Err(XmlProblem::TooLarge);
    }
    // The parser makes room for an attribute at each of them, 48 bytes, before it looks.
    if text.matches('=').count() > MAX_EQUAL_SIGNS || text.matches('<').count() > MAX_TAGS {
        return Err(XmlProblem::TooLarge);
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, entity_resolver: None };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => XmlProblem::TooLarge,
        _ => XmlProblem::NotXml,
    })
}

/// The text of the child with this name, without the space that XML knows around it: another one belongs to the text. Names are compared without their namespace: not every
/// store writes one.
#[cfg(feature = "multipart")]
pub(crate) fn child_text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let child = node.children().find(|child| child.tag_name().name() == name)?;
    child.text().map(|text| text.trim_matches([' ', '\t', '\r', '\n'])).filter(|text| !text.is_empty())
}

/// The element of an error document that holds the code. The older services of AWS wrap it:
/// `<ErrorResponse><Error>…</Error><RequestId>`.
pub(crate) fn error_of<'a, 'input>(document: &'a Document<'input>) -> Option<Node<'a, 'input>> {
    let root = document.root_element();
    match root.tag_name().name() {
        "Error" => Some(root),
        "ErrorResponse" => root.children().find(|node| node.tag_name().name() == "Error"),
        _ => None,
    }
}
