//! Content types: what a browser may show without running anything, what it may run, and how each is signed.

use alloc::string::String;

use crate::check;
use crate::encode::{self, Output, QUERY};

/// Types of which no browser runs a part as script. SVG and XML are no images in this sense, and PDF viewers keep a
/// document's script from the page.
const SAFE_INLINE: [&str; 8] =
    ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "application/pdf", TEXT];
/// Types of which every subtype is safe, unless it is XML: browsers play them or don't.
const SAFE_INLINE_WHOLE: [&str; 2] = ["audio", "video"];

/// Types that a browser may run script of: HTML and XML ([MIME Sniffing], section 4.6; Chromium takes `text/xsl` for XML as
/// well), and parts of which each has a type of its own.
///
/// [MIME Sniffing]: https://mimesniff.spec.whatwg.org/#mime-type-groups
const RUNNABLE: [&str; 5] = ["text/html", "text/xml", "application/xml", "text/xsl", "multipart/x-mixed-replace"];

/// Names of safe types from before these were registered, and the registered ones.
const OLD_NAMES: [(&str, &str); 4] = [
    ("image/jpg", "image/jpeg"),
    ("image/pjpeg", "image/jpeg"),
    ("image/x-png", "image/png"),
    ("application/x-pdf", "application/pdf"),
];

const TEXT: &str = "text/plain";
/// Without a charset, a browser guesses one.
const DEFAULT_CHARSET: &str = "utf-8";
/// A type of which no browser shows anything.
const BYTES: &str = "application/octet-stream";

/// Longest type and longest subtype, in bytes ([RFC 6838], section 4.2).
///
/// [RFC 6838]: https://www.rfc-editor.org/rfc/rfc6838
const MAX_PART: usize = 127;
/// Longest name of a charset, in bytes ([IANA character sets]).
///
/// [IANA character sets]: https://www.iana.org/assignments/character-sets/
const MAX_CHARSET: usize = 40;

const ENCODED_CHARSET: &str = "%3B%20charset%3D";

/// A content type, rebuilt: its essence, and a charset, in lower case.
///
/// The given one is parsed and not compared as a text, and what is parsed is all that is written. A response with
/// `video/mp4,text/html` is HTML for Chromium: it takes the last of several types.
#[derive(Clone, Copy)]
pub(crate) struct MediaType<'a> {
    /// Type and subtype as they were given, or as they are registered.
    essence: &'a str,
    charset: Option<&'a str>,
}

impl<'a> MediaType<'a> {
    /// Type and subtype are two tokens ([RFC 9110], section 8.3.1), ended by the end, a semicolon or white space. What
    /// follows may be anything but a comma: mail clients write names with white space or without quotes there, and only a
    /// charset is read from it. A line break before white space is white space: a header that is still folded ([RFC 5322],
    /// section 2.2.3).
    ///
    /// [RFC 5322]: https://www.rfc-editor.org/rfc/rfc5322
    /// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
    pub(crate) fn parse(content_type: &'a str) -> Option<Self> {
        let (essence, rest) =
            split_where(without_white_space(content_type), |byte| matches!(byte, b';' | b' ' | b'\t' | b'\r' | b'\n'));
        let (main, subtype) = essence.split_once('/')?;
        let is_part = |part: &str| is_token(part) && part.len() <= MAX_PART;
        let rest = without_white_space(rest);
        if !is_part(main) || !is_part(subtype) || rest.starts_with([',', '\r', '\n']) {
            return None;
        }
        let registered = OLD_NAMES.iter().find(|(old, _)| old.eq_ignore_ascii_case(essence));
        Some(Self { essence: registered.map_or(essence, |(_, registered)| registered), charset: charset(rest) })
    }

    /// The type under which it may be shown, if it is safe: without parameters, but for the charset of a text.
    pub(crate) fn shown(self) -> Option<Self> {
        let (main, _) = self.parts();
        let is_safe = is_among(&SAFE_INLINE, self.essence) || (is_among(&SAFE_INLINE_WHOLE, main) && !self.is_xml());
        let is_text = TEXT.eq_ignore_ascii_case(self.essence);
        is_safe.then_some(Self { charset: is_text.then_some(self.charset.unwrap_or(DEFAULT_CHARSET)), ..self })
    }

    /// The type under which it is saved. What can run is bytes: a store may ignore the disposition and heed the type.
    pub(crate) fn saved(self) -> Self {
        if is_among(&RUNNABLE, self.essence) || self.is_xml() {
            return Self { essence: BYTES, charset: None };
        }
        self
    }

    /// Whether the subtype says that it is XML, whatever the type ([MIME Sniffing], section 4.6). A browser may show that
    /// as a document, with the script in it.
    ///
    /// [MIME Sniffing]: https://mimesniff.spec.whatwg.org/#xml-mime-type
    fn is_xml(self) -> bool {
        const SUFFIX: &str = "+xml";
        let (_, subtype) = self.parts();
        let start = subtype.len().saturating_sub(SUFFIX.len());
        subtype.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(SUFFIX))
    }

    fn parts(self) -> (&'a str, &'a str) {
        self.essence.split_once('/').unwrap_or((self.essence, ""))
    }

    /// Appends the type, encoded as a value of the query.
    pub(crate) fn write_encoded(&self, out: &mut impl Output) {
        push_lower_case(out, self.essence);
        if let Some(charset) = self.charset {
            out.append(ENCODED_CHARSET);
            push_lower_case(out, charset);
        }
    }

    /// The value of the header.
    pub(crate) fn to_text(self) -> String {
        let [parameter, charset] = self.charset.map_or(["", ""], |charset| ["; charset=", charset]);
        let mut text = [self.essence, parameter, charset].concat();
        text.make_ascii_lowercase();
        text
    }

    /// How many bytes [`write_encoded`](Self::write_encoded) appends.
    pub(crate) fn encoded_len(&self) -> usize {
        encode::encoded_len(self.essence)
            + self.charset.map_or(0, |charset| ENCODED_CHARSET.len() + encode::encoded_len(charset))
    }
}

fn push_lower_case(out: &mut impl Output, text: &str) {
    let mut buffer = [0; MAX_PART + "/".len() + MAX_PART];
    if let Some(place) = buffer.get_mut(..text.len()) {
        place.copy_from_slice(text.as_bytes());
        place.make_ascii_lowercase();
        QUERY.push(out, str::from_utf8(place).unwrap_or_default());
    }
}

/// The charset among the parameters ([RFC 9110], section 5.6.6), if it is a token. These are read until one is no parameter;
/// of two charsets, browsers take the first.
///
/// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
fn charset(parameters: &str) -> Option<&str> {
    let mut rest = without_white_space(parameters);
    while !rest.is_empty() {
        rest = without_white_space(rest.strip_prefix(';')?);
        let (name, after_name) = split_where(rest, |byte| !check::is_token(byte));
        rest = after_name;
        // A semicolon may stand by itself.
        if !name.is_empty() {
            let value = rest.strip_prefix('=')?;
            let (value, after_value) = match value.strip_prefix('"') {
                Some(quoted) => quoted_string(quoted)?,
                None => split_where(value, |byte| !check::is_token(byte)),
            };
            if name.eq_ignore_ascii_case("charset") {
                return Some(value).filter(|charset| is_token(charset) && charset.len() <= MAX_CHARSET);
            }
            rest = after_value;
        }
        rest = without_white_space(rest);
    }
    None
}

/// What is in the quotes, and what follows them ([RFC 9110], section 5.6.4). What is escaped in it stays so, and anything
/// may be in it: only a token is used.
///
/// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
fn quoted_string(after_quote: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    for (place, byte) in after_quote.bytes().enumerate() {
        if byte == b'"' && !is_escaped {
            return Some((after_quote.get(..place)?, after_quote.get(place + 1..)?));
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    None
}

/// Splits before the first byte that ends a part; that byte is ASCII, or there is no such byte.
fn split_where(text: &str, is_end: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(is_end).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn is_among(types: &[&str], text: &str) -> bool {
    types.iter().any(|one| one.eq_ignore_ascii_case(text))
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(check::is_token)
}

/// Without the white space in front, line breaks of a folded header among it.
fn without_white_space(text: &str) -> &str {
    let mut rest = text.trim_start_matches([' ', '\t']);
    while let Some(after) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) {
        if !after.starts_with([' ', '\t']) {
            break;
        }
        rest = after.trim_start_matches([' ', '\t']);
    }
    rest
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    fn rebuilt(content_type: &str) -> Option<String> {
        MediaType::parse(content_type)?.shown().map(MediaType::to_text)
    }

    #[test]
    fn safe_types_are_rebuilt() {
        for (content_type, expected) in [
            ("image/png", "image/png"),
            ("IMAGE/PNG", "image/png"),
            ("image/jpeg; quality=1", "image/jpeg"),
            ("image/gif;", "image/gif"),
            ("image/webp ; ;; a=b", "image/webp"),
            ("image/avif;a=\"b, c; \\\" d\";e=f", "image/avif"),
            ("image/png; a=\"é\"", "image/png"),
            ("image/png; a=\"\"", "image/png"),
            (" image/png\t", "image/png"),
            ("application/pdf", "application/pdf"),
            ("Audio/X-Custom+v1.2", "audio/x-custom+v1.2"),
            ("video/mp4; codecs=\"avc1.42E01E, mp4a.40.2\"", "video/mp4"),
            ("video/x!#$%&'*+-.^_`|~", "video/x!#$%&'*+-.^_`|~"),
            ("text/plain", "text/plain; charset=utf-8"),
            ("Text/Plain;format=flowed", "text/plain; charset=utf-8"),
            ("text/plain; charset=ISO-8859-1", "text/plain; charset=iso-8859-1"),
            ("text/plain;CHARSET=\"Shift_JIS\"", "text/plain; charset=shift_jis"),
            ("text/plain; charset=koi8-r; charset=utf-8", "text/plain; charset=koi8-r"),
            ("text/plain; charset=\"\"", "text/plain; charset=utf-8"),
            ("text/plain; charset=\"a b\"", "text/plain; charset=utf-8"),
            ("text/plain; charset=\"utf-8, text/html\"", "text/plain; charset=utf-8"),
            ("text/plain; charset=\"\\u\"", "text/plain; charset=utf-8"),
            ("image/jpg", "image/jpeg"),
            ("image/bmp", "image/bmp"),
        ] {
            assert_eq!(rebuilt(content_type).as_deref(), Some(expected), "{content_type}");
        }
    }

    /// Only the essence is signed, so what is wrong behind it harms nobody.
    #[test]
    fn broken_parameters_cost_no_type() {
        for (content_type, expected) in [
            ("video/x;charset=utf-8, text/html", "video/x"),
            ("text/plain; charset=utf-8,text/html", "text/plain; charset=utf-8"),
            ("text/plain;,text/html", "text/plain; charset=utf-8"),
            ("text/plain;a=\"b\",text/html", "text/plain; charset=utf-8"),
            ("text/plain;a=\"b\"text/html", "text/plain; charset=utf-8"),
            ("text/plain;a=\"b", "text/plain; charset=utf-8"),
            ("text/plain;a=\"b\\\"", "text/plain; charset=utf-8"),
            ("text/plain;a=\"\n\"", "text/plain; charset=utf-8"),
            ("text/plain;a=\"\\\n\"", "text/plain; charset=utf-8"),
            ("text/plain;a=\"\x7f\"", "text/plain; charset=utf-8"),
            ("text/plain;a", "text/plain; charset=utf-8"),
            ("text/plain;a=", "text/plain; charset=utf-8"),
            ("text/plain;a=;b=c", "text/plain; charset=utf-8"),
            ("text/plain;=b", "text/plain; charset=utf-8"),
            ("text/plain;a =b", "text/plain; charset=utf-8"),
            ("text/plain;a= b", "text/plain; charset=utf-8"),
            ("text/plain;a=b c", "text/plain; charset=utf-8"),
            ("text/plain a=b", "text/plain; charset=utf-8"),
            ("text/plain;a=é", "text/plain; charset=utf-8"),
            ("text/plain; charset=a; b=c d", "text/plain; charset=a"),
        ] {
            assert_eq!(rebuilt(content_type).as_deref(), Some(expected), "{content_type:?}");
        }
    }

    #[test]
    fn nothing_else_is_inline() {
        for content_type in [
            "",
            " ",
            "/",
            "image",
            "image/",
            "/png",
            "image//png",
            "image/png/x",
            "image /png",
            "image/ png",
            "text/html",
            "text/plainer",
            "xtext/plain",
            "image/svg+xml",
            "video/x+xml",
            "Audio/X+XML",
            "video/+xml",
            "image/*",
            "*/*",
            "application/xhtml+xml",
            "video/x+xml",
            "Audio/X+XML; a=b",
            "video/x+a+Xml",
            "audio/+xml",
            "application/octet-stream",
            "multipart/x-mixed-replace",
            "video/mp4,text/html",
            "video/mp4, text/html",
            "video/mp4 ,text/html",
            "video/mp4\t,text/html",
            "text/plain, text/html",
            "application/pdf,text/html",
            "text/plain\n",
            "text/plain\r\nSet-Cookie: a=b",
            "text/plain\0",
            "text/plain\u{a0}",
            "text/pläin",
            "video/é",
            "\u{feff}text/plain",
        ] {
            assert_eq!(rebuilt(content_type), None, "{content_type:?}");
        }
    }

    #[test]
    fn lengths_are_bounded() {
        assert_eq!(rebuilt(&format!("video/{}", "x".repeat(127))).unwrap().len(), 133);
        assert_eq!(rebuilt(&format!("video/{}", "x".repeat(128))), None);
        let with_charset = |length| rebuilt(&format!("text/plain; charset={}", "x".repeat(length))).unwrap();
        assert!(with_charset(40).ends_with(&"x".repeat(40)));
        assert!(with_charset(41).ends_with("=utf-8"));
    }

    fn near_types() -> impl Strategy<Value = String> {
        prop_oneof![
            "(image/png|text/plain|video/[!-~]{0,9}|[ -~]{0,9})([ ;]{0,3}[a-z]{0,2}=?[ -~]{0,6}){0,3}",
            "(text/plain|audio/[a-z]{1,130});charset=\"?[!-~]{0,50}\"?",
            "\\PC{0,60}",
        ]
    }

    proptest! {
        #[test]
        fn what_is_rebuilt_is_one_type(content_type in near_types()) {
            if let Some(media_type) = MediaType::parse(&content_type).and_then(MediaType::shown) {
                let header = media_type.to_text();
                prop_assert_eq!(rebuilt(&header), Some(header.clone()));
                prop_assert_eq!(&header, &header.to_ascii_lowercase());
                let (essence, parameters) = header.split_once("; charset=").unwrap_or((&header, "utf-8"));
                prop_assert_eq!(essence == TEXT, header.contains(';'));
                prop_assert!(is_token(parameters) && essence.split('/').all(is_token), "{}", header);

                let (mut encoded, mut expected) = (String::new(), String::new());
                media_type.write_encoded(&mut encoded);
                QUERY.push(&mut expected, &header);
                prop_assert_eq!(&encoded, &expected);
                prop_assert_eq!(media_type.encoded_len(), expected.len());
            }
        }
    }
}
