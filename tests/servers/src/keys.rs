//! Keys that go wrong wherever one side escapes, decodes or tidies up a path and the other does not.

pub fn hostile() -> Vec<String> {
    #[rustfmt::skip]
    let mut keys: Vec<String> = [
        // Spaces and what stands for them.
        "a b", "a+b", "a%20b", " ", " leading", "trailing ", "two  spaces", "+",
        // Escapes that are part of the name.
        "a/b", "a%2Fb", "a%2fb", "%2e%2e", "%2e%2e/a", "100%", "%", "%zz", "%00", "a%252Fb",
        // Slashes. Some servers and most clients fold them.
        "/", "//", "/leading", "//leading", "trailing/", "trailing//", "a//b", "AC/DC.mp3",
        // Dots that are no dot segments.
        "...", ".hidden", "a/.../b", "a..b", "..a/b..",
        // What means something in a URL or in the canonical request.
        "a?b", "?", "a#b", "a;b", "a=b", "a&b=c", "?x=1&X-Amz-Expires=1#f", "a:b", "http://host/key", "@", "a,b", "a|b",
        "\\", "a\\b", "..\\a", "~", "~a/-._~", "'", "\"a\" 'b'", "`a`", "<a>&amp;", "(a)[b]{c}", "!$&'()*+,;=:@", "^",
        // Composed and decomposed: two keys. Wide, right to left, a joined emoji, combining, a byte order mark.
        "\u{e4}", "a\u{308}", "日本語/ファイル.txt", "שלום/مرحبا.txt", "👩‍👩‍👧‍👦.png", "\u{301}", "\u{feff}bom",
        "\u{202e}gpj.exe", "\u{fffd}\u{10ffff}",
        // White space that is not a space, and controls.
        "a\u{a0}b", "a\u{2028}b", "a\tb", "a\r\nb", "\n", "a\u{7f}b", "a\u{85}b",
    ]
    .map(str::to_owned)
    .into();
    keys.push(('\u{1}'..'\u{20}').collect());
    // The longest: as they are, and all bytes escaped.
    keys.push("k".repeat(1024));
    keys.push("\u{e4}".repeat(512));
    keys
}

/// Those of which it is true, and the others.
pub fn partition(keys: Vec<String>, is_true: impl Fn(&str, &[String]) -> bool) -> (Vec<String>, Vec<String>) {
    let all = keys.clone();
    keys.into_iter().partition(|key| is_true(key, &all))
}

/// Whether a file system takes it for the path of a file, and not of a folder that another key is in.
pub fn is_path_of_a_file(key: &str, all: &[String]) -> bool {
    let is_folder = |other: &String| other.strip_prefix(key).is_some_and(|rest| rest.starts_with('/'));
    key.split('/').all(|name| (1..=255).contains(&name.len())) && !all.iter().any(is_folder)
}

/// Whether XML brings it back as it is.
pub fn is_xml(key: &str, _: &[String]) -> bool {
    key.chars().all(|char| char >= ' ' || matches!(char, '\t' | '\n'))
}

/// Undoes `encoding-type=url` in a listing.
pub fn decode(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut decoded = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        decoded.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits"));
        decoded.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(decoded).expect("a key in UTF-8")
}
