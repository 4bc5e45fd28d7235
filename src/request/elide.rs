//! Takes the secrets out of texts that are shown.

use alloc::format;
use alloc::string::String;

use crate::protocol::SECRETS;

/// The text with the value of every secret parameter and header replaced by its length.
pub(crate) fn elide(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, value, after)) = next_secret(rest) {
        shown.push_str(before);
        shown.push_str(&elided(value));
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// What a value of this length is replaced by.
fn elided(value: &str) -> String {
    format!("<{} bytes elided>", value.len())
}

/// Whether something was taken out of the text.
#[cfg(feature = "diagnose")]
pub(crate) fn is_elided(text: &str) -> bool {
    text.starts_with('<') && text.ends_with(" bytes elided>")
}

/// What is before the first secret value, that value, and what is after it.
fn next_secret(text: &str) -> Option<(&str, &str, &str)> {
    // All names begin with one of two letters.
    for (start, _) in text.match_indices(['a', 'A', 'x', 'X']) {
        let candidate = text.get(start..)?;
        let found = SECRETS.into_iter().find_map(|name| {
            // A name may be the beginning of another one, which is no secret.
            strip_prefix_ignoring_case(candidate, name).and_then(split_value)
        });
        if let Some((value, after)) = found {
            let before = text.len() - value.len() - after.len();
            return Some((text.get(..before)?, value, after));
        }
    }
    None
}

/// Splits what follows the name of a secret into its value and the rest. No value is none: a header that was not sent.
///
/// It is a header, a parameter, or a parameter of a query that something on its way has encoded as a whole, once or more.
/// Where it is not clear where a value ends, too much is taken out and never too little.
fn split_value(after_name: &str) -> Option<(&str, &str)> {
    let (value_and_more, ends): (_, &[char]) = if let Some(header) = after_name.strip_prefix(':') {
        (header, &['\n'])
    } else if let Some(parameter) = after_name.strip_prefix('=') {
        (parameter, &['&', '\n'])
    } else {
        let mut escape = after_name.strip_prefix('%')?;
        while let Some(rest) = escape.strip_prefix("25") {
            escape = rest;
        }
        (strip_prefix_ignoring_case(escape, "3d")?, &['&', '\n'])
    };
    let length = value_and_more.find(ends).unwrap_or(value_and_more.len());
    value_and_more.split_at_checked(length).filter(|(value, _)| !value.is_empty())
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::elide;

    #[test]
    fn takes_out_values_wherever_they_stand() {
        for (text, shown) in [
            ("", ""),
            ("GET\n/x-amz-security-token\n\nhost:a\n\nhost\n", "GET\n/x-amz-security-token\n\nhost:a\n\nhost\n"),
            ("a=b&X-Amz-Security-Token=abc&c=d", "a=b&X-Amz-Security-Token=<3 bytes elided>&c=d"),
            ("X-Amz-S3session-Token=abc", "X-Amz-S3session-Token=<3 bytes elided>"),
            ("x-AMZ-signature=abcd\nhost:a", "x-AMZ-signature=<4 bytes elided>\nhost:a"),
            ("x-amz-security-token:a b&c\nz:", "x-amz-security-token:<5 bytes elided>\nz:"),
            ("authorization:AWS4 a\n", "authorization:<6 bytes elided>\n"),
            ("x-amz-security-token:\nhost", "x-amz-security-token:\nhost"),
            ("X-Amz-Signature%3dabc%26b&c", "X-Amz-Signature%3d<7 bytes elided>&c"),
            ("%3FX-Amz-Security-Token%253Dabc", "%3FX-Amz-Security-Token%253D<3 bytes elided>"),
            ("X-Amz-Security-Token%2525253dabc", "X-Amz-Security-Token%2525253d<3 bytes elided>"),
            ("X-Amz-Security-Token=a b==&c", "X-Amz-Security-Token=<5 bytes elided>&c"),
            (
                "X-Amz-Signature=abX-Amz-Signature=\nX-Amz-Signature=c",
                "X-Amz-Signature=<18 bytes elided>\nX-Amz-Signature=<1 bytes elided>",
            ),
            (
                "x-amz-server-side-encryption-customer-key:abc\nx-amz-server-side-encryption-customer-key-md5:d",
                "x-amz-server-side-encryption-customer-key:<3 bytes elided>\nx-amz-server-side-encryption-customer-key-md5:d",
            ),
            (
                "X-Amz-SignedHeaders=host%3Bx-amz-security-token&a=b",
                "X-Amz-SignedHeaders=host%3Bx-amz-security-token&a=b",
            ),
            (
                "x-amz-security-token=\u{e9}é&x-goog-encryption-key=1",
                "x-amz-security-token=<4 bytes elided>&x-goog-encryption-key=<1 bytes elided>",
            ),
        ] {
            assert_eq!(elide(text), shown);
        }
    }
}
