//! What every S3 server has to do with the links of `presigner`. The tests of each server call these checks.

mod account;
mod buckets;
mod client;
mod conditions;
mod credential_scope;
mod deletes;
mod diagnoses;
mod digests;
mod encryption;
mod exceptions;
mod form;
mod keys;
mod link;
mod listing;
mod matrix;
mod multipart;
mod objects;
mod posts;
mod proxies;
mod refusals;
mod rows;
mod server;
mod sessions;
mod subresources;
mod uploads;
mod versions;
mod within;
mod xml;

pub use buckets::*;
pub use conditions::*;
pub use credential_scope::*;
pub use deletes::*;
pub use diagnoses::*;
pub use encryption::*;
pub use exceptions::list as exceptions;
pub use listing::*;
pub use multipart::*;
pub use objects::*;
pub use posts::*;
pub use proxies::*;
pub use refusals::*;
pub use rows::*;
pub use server::{Server, Style};
pub use sessions::*;
pub use subresources::*;
pub use uploads::*;
pub use versions::*;
pub use within::*;

/// Different for each key, and with every byte in it.
fn contents(key: &str) -> Vec<u8> {
    key.bytes().chain(0..=255).collect()
}

/// The tests of a server: those that all have to pass, and further ones by name. Each runs with the bucket in the path and
/// with the bucket in the host name.
#[macro_export]
macro_rules! tests {
    ($server:literal $(, $further:ident)*) => {
        $crate::tests! { @both $server
            a_bucket_is_made_and_deleted
            a_clock_that_is_off_is_told
            a_denial_is_told
            a_narrowed_presigner_works
            altered_forms_are_refused
            altered_links_are_refused
            altered_requests_are_told_apart
            an_aborted_upload_is_gone
            an_object_has_an_acl
            an_object_has_attributes
            an_object_has_tags
            an_object_is_encrypted
            an_upload_in_parts_arrives
            another_host_is_refused
            another_host_is_told
            another_secret_is_refused
            another_signer_is_told
            bodies_are_bound
            conditions_are_kept
            damage_is_told
            every_key_works
            expired_links_are_refused
            forms_are_stored
            forms_end_and_need_the_secret
            many_objects_are_deleted
            objects_are_listed
            signed_headers_are_required
            the_client_fills_in
            the_credential_scope_counts
            the_file_name_is_expanded
            the_session_token_counts
            the_table_is_made
            uploads_are_listed
            versions_are_kept
            $($further)*
        }
    };
    (@both $server:literal $($check:ident)*) => {
        mod path_style {
            $crate::tests! { @one $server Path $($check)* }
        }
        mod virtual_host {
            $crate::tests! { @one $server VirtualHost $($check)* }
        }
    };
    (@one $server:literal $style:ident $($check:ident)*) => {
        $(
            #[test]
            fn $check() -> presigner::Result<()> {
                $crate::$check(&$crate::Server::from_env($server), $crate::Style::$style)
            }
        )*
    };
}
