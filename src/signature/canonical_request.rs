//! How a canonical request ends ([creating a signed request], step 1): what follows its query.
//!
//! [creating a signed request]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use alloc::format;
use alloc::string::String;

use crate::encode::Output;
use crate::signature::canonical_headers::SignedHeaders;

/// What follows the query in a canonical request that signs only `host`.
pub(crate) fn rest_with_host_only(host: &str, payload_hash: &str) -> String {
    format!("\nhost:{host}\n\nhost\n{payload_hash}")
}

/// Appends what follows the query.
pub(crate) fn append_rest(canonical: &mut impl Output, headers: &SignedHeaders, host: &str, payload_hash: &str) {
    let [before_host, after_host] = headers.lines_around_host();
    canonical.append("\n");
    before_host.for_each(|line| canonical.append(line));
    for piece in ["host:", host, "\n"] {
        canonical.append(piece);
    }
    after_host.for_each(|line| canonical.append(line));
    canonical.append("\n");
    let mut separator = "";
    for name in headers.names() {
        canonical.append(separator);
        canonical.append(name);
        separator = ";";
    }
    canonical.append("\n");
    canonical.append(payload_hash);
}
