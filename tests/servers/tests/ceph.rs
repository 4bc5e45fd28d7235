//! Links of `presigner` against a real server. `../run ceph` starts it.

presigner_servers::tests!("ceph", a_form_has_its_session_token, a_session_ends);
