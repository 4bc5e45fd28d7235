//! Links of `presigner` against a real server. `../run ceph` starts it.

use presigner_servers::{self as checks, Server, Style};

fn server() -> Server {
    Server::from_env("ceph")
}

#[test]
fn every_key_works_path_style() {
    checks::every_key_works(&server(), Style::Path, "keys-path");
}

#[test]
fn every_key_works_virtual_hosted() {
    checks::every_key_works(&server(), Style::VirtualHost, "keys-host");
}

#[test]
fn altered_links_are_refused_path_style() {
    checks::altered_links_are_refused(&server().store(Style::Path, "altered-path"));
}

#[test]
fn altered_links_are_refused_virtual_hosted() {
    checks::altered_links_are_refused(&server().store(Style::VirtualHost, "altered-host"));
}

#[test]
fn another_host_is_refused() {
    checks::another_host_is_refused(&server());
}

#[test]
fn signed_headers_are_required() {
    checks::signed_headers_are_required(&server().store(Style::Path, "headers"));
}

#[test]
fn expired_links_are_refused() {
    checks::expired_links_are_refused(&server().store(Style::Path, "expired"));
}

#[test]
fn another_secret_is_refused() {
    checks::another_secret_is_refused(&server());
}

#[test]
fn the_session_token_counts() {
    checks::the_session_token_counts(&server());
}
