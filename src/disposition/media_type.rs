//! Content types that a browser may show without running anything.

use core::fmt;

use crate::check;
use crate::encode::{self, Output, QUERY};

/// Types of which no browser runs a part as script. SVG and XML are no images in this sense, and PDF viewers keep a
/// document's script from the page.
const SAFE_INLINE: [&str; 7] =
    ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf", TEXT];
/// Types of which every subtype is safe that is no XML: browsers play them or don't.
const SAFE_INLINE_WHOLE: [&str; 2] = ["audio", "video"];

/// What makes XML of any type ([MIME Sniffing], XML MIME type).
///
/// [MIME Sniffing]: https://mimesniff.spec.whatwg.org/#xml-mime-type
const XML_SUFFIX: &str = "xml";

const TEXT: &str = "text/plain";
/// Without a charset, a browser guesses one.
const DEFAULT_CHARSET: &str = "utf-8";

/// Longest subtype, in bytes ([RFC 6838], section 4.2).
///
/// [RFC 6838]: https://www.rfc-editor.org/rfc/rfc6838
const MAX_SUBTYPE: usize = 127;
/// Longest name of a charset, in bytes ([IANA character sets]).
///
/// [IANA character sets]: https://www.iana.org/assignments/character-sets/
const MAX_CHARSET: usize = 40;

const ENCODED_CHARSET: &str = "%3B%20charset%3D";

/// A content type that is safe inline, rebuilt: in lower case and without parameters, but for the charset of a text.
///
/// The given one is parsed and not compared as a text, and what is parsed is all that is written. A response with
/// `video/mp4,text/html` is HTML for Chromium: it takes the last of several types.
#[derive(Clone, Copy)]
pub(crate) struct MediaType<'a> {
    /// Type and subtype as they were given.
    essence: &'a str,
    charset: Option<&'a str>,
}

impl<'a> MediaType<'a> {
    /// `None` for a type that isn't safe inline, and for whatever isn't one type by [RFC 9110], section 8.3.1.
    ///
    /// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
    pub(crate) fn for_inline(content_type: &'a str) -> Option<Self> {
        // White space around a field's value is no part of it (section 5.5).
        let content_type = content_type.trim_matches(is_white_space);
        let (essence, parameters) = split_where(content_type, |byte| byte == b';' || is_white_space(char::from(byte)));
        let (main, subtype) = essence.split_once('/')?;
        if !is_token(main) || !is_token(subtype) || subtype.len() > MAX_SUBTYPE {
            return None;
        }
        let charset = charset(parameters)?;
        let is_safe = SAFE_INLINE.iter().any(|safe| safe.eq_ignore_ascii_case(essence))
            || SAFE_INLINE_WHOLE.iter().any(|safe| safe.eq_ignore_ascii_case(main));
        // A browser reads such a type as XML, in which scripts run.
        let is_xml = syntax_suffix(subtype).eq_ignore_ascii_case(XML_SUFFIX);
        let is_text = TEXT.eq_ignore_ascii_case(essence);
        (is_safe && !is_xml).then_some(Self { essence, charset: is_text.then_some(charset) })
    }

    /// Appends the type, encoded as a value of the query.
    pub(crate) fn write_encoded(&self, out: &mut impl Output) {
        push_lower_case(out, self.essence);
        if let Some(charset) = self.charset {
            out.append(ENCODED_CHARSET);
            push_lower_case(out, charset);
        }
    }

    /// How many bytes [`write_encoded`](Self::write_encoded) appends.
    pub(crate) fn encoded_len(&self) -> usize {
        encode::encoded_len(self.essence)
            + self.charset.map_or(0, |charset| ENCODED_CHARSET.len() + encode::encoded_len(charset))
    }
}

/// The value of the header.
impl fmt::Display for MediaType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lower_case = |text: &str, f: &mut fmt::Formatter<'_>| {
            text.chars().try_for_each(|character| fmt::Write::write_char(f, character.to_ascii_lowercase()))
        };
        lower_case(self.essence, f)?;
        if let Some(charset) = self.charset {
            f.write_str("; charset=")?;
            lower_case(charset, f)?;
        }
        Ok(())
    }
}

fn push_lower_case(out: &mut impl Output, text: &str) {
    let mut buffer = [0; "audio/".len() + MAX_SUBTYPE];
    if let Some(place) = buffer.get_mut(..text.len()) {
        place.copy_from_slice(text.as_bytes());
        place.make_ascii_lowercase();
        QUERY.push(out, str::from_utf8(place).unwrap_or_default());
    }
}

/// The charset among the parameters, or the default where there is none that is a token. `None` if these are no
/// parameters ([RFC 9110], section 5.6.6).
///
/// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
fn charset(parameters: &str) -> Option<&str> {
    let mut charset = None;
    let mut rest = parameters;
    while !rest.is_empty() {
        rest = rest.trim_start_matches(is_white_space).strip_prefix(';')?.trim_start_matches(is_white_space);
        let (name, after_name) = split_where(rest, |byte| !check::is_token(byte));
        rest = after_name;
        // A semicolon may stand by itself.
        if name.is_empty() {
            continue;
        }
        rest = rest.strip_prefix('=')?;
        let (value, after_value) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_string(quoted)?,
            None => Some(split_where(rest, |byte| !check::is_token(byte))).filter(|(value, _)| !value.is_empty())?,
        };
        rest = after_value;
        // Of two, browsers take the first.
        if name.eq_ignore_ascii_case("charset") {
            charset = charset.or(Some(value));
        }
    }
    let is_usable = |charset: &&str| is_token(charset) && charset.len() <= MAX_CHARSET;
    Some(charset.filter(is_usable).unwrap_or(DEFAULT_CHARSET))
}

/// What is in the quotes, and what follows them ([RFC 9110], section 5.6.4). What is escaped in it stays so.
///
/// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
fn quoted_string(after_quote: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    for (place, byte) in after_quote.bytes().enumerate() {
        if byte.is_ascii_control() && byte != b'\t' {
            return None;
        }
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

/// The structured syntax suffix of a subtype, without its `+` (RFC 6838, section 4.2.8).
fn syntax_suffix(subtype: &str) -> &str {
    subtype.rsplit_once('+').map_or("", |(_, suffix)| suffix)
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(check::is_token)
}

/// Optional white space ([RFC 9110], section 5.6.3).
///
/// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110
fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    fn rebuilt(content_type: &str) -> Option<String> {
        MediaType::for_inline(content_type).map(|media_type| media_type.to_string())
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
        ] {
            assert_eq!(rebuilt(content_type).as_deref(), Some(expected), "{content_type}");
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
            "text/plain, text/html",
            "application/pdf,text/html",
            "video/x;charset=utf-8, text/html",
            "text/plain; charset=utf-8,text/html",
            "text/plain;,text/html",
            "text/plain;a=\"b\",text/html",
            "text/plain;a=\"b\"text/html",
            "text/plain;a=\"b",
            "text/plain;a=\"b\\\"",
            "text/plain;a=\"\n\"",
            "text/plain;a=\"\\\n\"",
            "text/plain;a=\"\x7f\"",
            "text/plain;a",
            "text/plain;a=",
            "text/plain;a=;b=c",
            "text/plain;=b",
            "text/plain;a =b",
            "text/plain;a= b",
            "text/plain;a=b c",
            "text/plain a=b",
            "text/plain\n",
            "text/plain\r\nSet-Cookie: a=b",
            "text/plain\0",
            "text/plain\u{a0}",
            "text/pläin",
            "video/é",
            "text/plain;a=é",
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
            if let Some(media_type) = MediaType::for_inline(&content_type) {
                let header = media_type.to_string();
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
