//! Links of `presigner` against a real server. `../run swift` starts it.

presigner_servers::tests!("swift");
