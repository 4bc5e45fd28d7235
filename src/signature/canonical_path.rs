//! The path of a canonical request ([creating a signed request], step 1), where it is not the one of the URL.
//!
//! [creating a signed request]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use crate::encode::{Output, PATH};

/// How a service reads the path of a URL before it checks the signature. The URL itself always has the given path, encoded
/// once.
///
/// Every endpoint starts with the right one for AWS: [`AsSent`](Self::AsSent) for S3 and its family,
/// [`EncodedTwice`](Self::EncodedTwice) for all other services. See
/// [`Endpoint::with_canonical_path`](crate::Endpoint::with_canonical_path).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CanonicalPath {
    /// As it stands in the URL.
    AsSent,
    /// With repeated slashes merged into one.
    Normalized,
    /// With repeated slashes merged into one, and encoded once more: `%20` is signed as `%2520`.
    EncodedTwice,
}

impl CanonicalPath {
    /// Appends the canonical form of a path that begins with a slash and is encoded once. It has no dot segments.
    pub(crate) fn write(self, out: &mut impl Output, path: &str) {
        match self {
            Self::AsSent => out.append(path),
            Self::Normalized => normalize(path, |piece| out.append(piece)),
            Self::EncodedTwice => normalize(path, |piece| PATH.push_mostly_plain(out, piece)),
        }
    }
}

fn normalize(path: &str, mut append: impl FnMut(&str)) {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let mut any = false;
    for segment in segments {
        append("/");
        append(segment);
        any = true;
    }
    if !any || path.ends_with('/') {
        append("/");
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn slashes_and_escapes() {
        for (path, normalized, twice) in [
            ("/", "/", "/"),
            ("//", "/", "/"),
            ("//a///b//", "/a/b/", "/a/b/"),
            ("/a%20b/~c", "/a%20b/~c", "/a%2520b/~c"),
            ("/%2F", "/%2F", "/%252F"),
        ] {
            for (rule, expected) in [
                (CanonicalPath::AsSent, path),
                (CanonicalPath::Normalized, normalized),
                (CanonicalPath::EncodedTwice, twice),
            ] {
                let mut text = String::new();
                rule.write(&mut text, path);
                assert_eq!(text, expected, "{rule:?} of {path}");
            }
        }
    }
}
