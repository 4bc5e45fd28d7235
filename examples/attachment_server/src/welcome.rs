//! What is printed at the start: commands to try.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::tokens::TokenTexts;

/// The commands. With tokens of somebody's own, the names of their variables stand in place of them.
pub fn commands(address: SocketAddr, with_known_tokens: bool) -> String {
    let TokenTexts { alice, bob, content_export, sales, support } =
        if with_known_tokens { TokenTexts::known_to_everybody() } else { variables() };
    let address = reachable(address);
    let page =
        if with_known_tokens { format!("# Open http://{address}/ in a browser, or try:\n") } else { String::new() };
    format!(
        r#"{page}
# 1. A redirect to the store, for everybody who knows the object's key.
curl -sSi 'http://{address}/api/messages/download?key=messages/93b6a0c7f5e24d18/photo&fileName=photo.png'
curl -sSLOJ --clobber 'http://{address}/api/messages/download?key=messages/93b6a0c7f5e24d18/photo&fileName=photo.png'

# 2. An attachment as Base64: from a public room, from a private room as a member, and as the user who exports content.
curl -sS 'http://{address}/agent/v1/stream/public-lobby/attachment?fileId=YXR0X3Bob3Rv&messageId=msg_report' -H "sessionToken: {bob}" | base64 -d > photo.png
curl -sS 'http://{address}/agent/v1/stream/private-team/attachment?fileId=YXR0X2hlbGxv&messageId=msg_private' -H "sessionToken: {alice}" | base64 -d
curl -sS 'http://{address}/agent/v1/stream/private-team/attachment?fileId=YXR0X2hlbGxv&messageId=msg_private' -H "sessionToken: {content_export}" | base64 -d
# Refused: Bob is not a member.
curl -sS 'http://{address}/agent/v1/stream/private-team/attachment?fileId=YXR0X2hlbGxv&messageId=msg_private' -H "sessionToken: {bob}"

# 3. JSON descriptors with links.
curl -sS 'http://{address}/human/v0/messages/msg_report/attachments/att_report' -H "Authorization: Bearer {sales}"
curl -sS 'http://{address}/human/v0/messages/msg_report/raw' -H "Authorization: Bearer {sales}"
curl -sS 'http://{address}/human/v0/messages/msg_report/context' -H "Authorization: Bearer {sales}"
# Not found: the message is in another inbox.
curl -sS 'http://{address}/human/v0/messages/msg_report/raw' -H "Authorization: Bearer {support}"
"#
    )
}

/// Where this machine reaches the server: nothing is sent to "every address".
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// As a shell writes them between double quotes.
fn variables() -> TokenTexts {
    TokenTexts {
        alice: "$SESSION_TOKEN_ALICE".into(),
        bob: "$SESSION_TOKEN_BOB".into(),
        content_export: "$SESSION_TOKEN_CONTENT_EXPORT".into(),
        sales: "$BEARER_TOKEN_SALES".into(),
        support: "$BEARER_TOKEN_SUPPORT".into(),
    }
}
