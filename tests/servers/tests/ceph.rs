//! Links of `presigner` against a real server. `../run ceph` starts it.

presigner_servers::tests!("ceph", a_session_ends);
