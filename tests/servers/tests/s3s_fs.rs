//! Links of `presigner` against a real server. `../run s3s-fs` starts it.

presigner_servers::tests!("s3s-fs");
