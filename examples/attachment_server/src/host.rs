//! Which host was asked for, and whether that is this server. Whoever makes a browser send requests here under a name of
//! his own (DNS rebinding) must not get them answered, and no name but the server's own may get into a link or a form.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::serve::LocalAddress;
use crate::service::Service;

/// The host that a request asks for: that of its target, where that is absolute, or else that of its one `Host` header
/// (RFC 9112, sections 3.2 and 3.3). `None` where the request is not valid.
pub(crate) fn asked_for<'r>(target: &'r Uri, headers: &'r HeaderMap) -> Option<&'r str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().map(|host| host.to_str());
    if hosts.next().is_some() {
        return None;
    }
    match target.authority() {
        Some(authority) => Some(authority.as_str()),
        None => host?.ok(),
    }
}

/// Lets pass what was sent to this server: to the address that it is listening on, `localhost`, or its public name.
pub(crate) async fn check(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let local = request.extensions().get::<LocalAddress>().map(|LocalAddress(address)| *address);
    let Some(host) = asked_for(request.uri(), request.headers()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let is_public = service.public_name.as_ref().is_some_and(|name| name.as_str().eq_ignore_ascii_case(host));
    if is_public || local.is_some_and(|local| is_local(host, local)) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

/// Whether the host is the address of the connection or `localhost`, with its port.
fn is_local(host: &str, address: SocketAddr) -> bool {
    let (ip, port) = (address.ip().to_canonical(), address.port());
    let Ok(host) = host.parse::<Authority>() else { return false };
    // An authority may begin with a user, a host may not.
    !host.as_str().contains('@')
        && host.port_u16().unwrap_or(80) == port
        && (host.host().eq_ignore_ascii_case("localhost")
            || host.host().trim_matches(['[', ']']).parse().is_ok_and(|named: IpAddr| named == ip))
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn a_host_is_compared_as_an_address() {
        for (host, address, expected) in [
            ("127.0.0.1:8080", "127.0.0.1:8080", true),
            ("127.0.0.1:8080", "[::ffff:127.0.0.1]:8080", true),
            ("[::1]:8080", "[::1]:8080", true),
            ("[0:0:0:0:0:0:0:1]:8080", "[::1]:8080", true),
            ("localhost:8080", "[::1]:8080", true),
            ("192.0.2.7", "192.0.2.7:80", true),
            ("192.0.2.7:80", "192.0.2.7:80", true),
            ("192.0.2.7", "192.0.2.7:8080", false),
            ("0.0.0.0:8080", "127.0.0.1:8080", false),
            ("127.0.0.2:8080", "127.0.0.1:8080", false),
            ("127.0.0.1.evil.example:8080", "127.0.0.1:8080", false),
            ("localhost.:8080", "127.0.0.1:8080", false),
            ("a@127.0.0.1:8080", "127.0.0.1:8080", false),
            ("127.0.0.1:8080/", "127.0.0.1:8080", false),
            ("", "127.0.0.1:80", false),
        ] {
            assert_eq!(is_local(host, address.parse().unwrap()), expected, "{host} at {address}");
        }
    }
}
