//! Links of `presigner` against a real server. `../run ceph` starts it.

presigner_servers::tests!(
    "ceph",
    a_bucket_is_its_domain,
    a_form_has_its_session_token,
    a_proxy_changes_the_host,
    a_proxy_strips_a_prefix,
    a_session_ends
);
