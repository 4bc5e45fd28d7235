//! Peers that sort the names of parameters before they encode them.

use std::collections::BTreeSet;

use aws_smithy_http::query;
use presigner::verify::VerifyError;
use proptest::prelude::*;
use url::Url;

use crate::common::Case;

/// Names of which some sort elsewhere once they are encoded.
pub fn names() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{1,16}", "\\PC{1,8}", "[aA%:~=ü-]{1,3}", "X-Amz[^-]"]
}

/// What such a peer signs wrongly is refused, and nothing else.
pub fn assert_verdict(case: &Case, url: &Url) {
    if is_same_encoded(case) {
        case.assert_accepted(url);
    } else {
        assert_eq!(case.receive(url, case.now), Err(VerifyError::SignatureMismatch), "{url}");
        case.assert_accepted(&case.presigner_url());
    }
}

/// Whether the names have the same order before they are encoded as after, so that it doesn't matter which is sorted.
fn is_same_encoded(case: &Case) -> bool {
    let mut names: BTreeSet<_> = case.all_query().into_keys().collect();
    names.extend(["X-Amz-Algorithm".to_owned(), "X-Amz-SignedHeaders".to_owned()]);
    names.iter().map(query::fmt_string).is_sorted()
}
