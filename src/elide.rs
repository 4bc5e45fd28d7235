//! Takes the secrets out of texts that are shown.

use alloc::format;
use alloc::string::String;

use crate::headers::SECRETS;

/// What stands between the name of a secret and its value, and where the value ends.
///
/// As a parameter, as a header, and as a parameter of a query that something on its way has encoded as a whole, once or
/// twice. Where it is not clear where a value ends, too much is taken out and never too little.
const SEPARATORS: [(&str, &[char]); 4] =
    [("=", &['&', ' ', '\n']), (":", &['\n']), ("%3D", &['&', ' ', '\n']), ("%253D", &['&', ' ', '\n'])];

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
        for name in SECRETS {
            let Some(after_name) = strip_prefix_ignoring_case(candidate, name) else { continue };
            for (separator, ends) in SEPARATORS {
                let Some(value_and_more) = strip_prefix_ignoring_case(after_name, separator) else { continue };
                let (before, value_and_more) = text.split_at_checked(text.len() - value_and_more.len())?;
                let length = value_and_more.find(ends).unwrap_or(value_and_more.len());
                let (value, after) = value_and_more.split_at_checked(length)?;
                // A header that was not sent has no value to take out.
                if !value.is_empty() {
                    return Some((before, value, after));
                }
            }
        }
    }
    None
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
