//! Temporary credentials: a session token, and an end.

use std::thread::sleep;
use std::time::Duration;

use presigner::{EarlyExpiryReason, Method, Presigned, Presigner, Result, Validity};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::account::Account;
use crate::client::{Follow, Reply, send};
use crate::contents;
use crate::digests::sha256_hex;
use crate::exceptions::Exception;
use crate::link::{add, remove, replace, value};
use crate::server::{LIFETIME, Server, Store, Style, now};

pub const TOKEN: &str = "X-Amz-Security-Token";
const KEY: &str = "a b/+\u{e4}";
/// Seconds: time enough to use a link, and no longer to wait than need be.
const SHORT: u64 = 5;

/// What the security token service gives out, with the end that it names. The request for it is a link too: one of another
/// service than S3, which signs the body.
pub fn assume_role(server: &Server, seconds: u64) -> Result<Account> {
    let role = server.setting("ROLE").replace(':', "%3A").replace('/', "%2F");
    let parameters = format!("RoleSessionName=tests&DurationSeconds={seconds}&RoleArn={role}");
    let body = format!("Action=AssumeRole&Version=2011-06-15&{parameters}");
    let signer = server.service("sts")?;
    let presigner = signer.at(Validity::new(now(), LIFETIME)?)?;
    let hash = sha256_hex(body.as_bytes());
    let request = presigner.root(Method::POST)?.payload_hash(&hash)?;
    request.send(body.replace("tests", "others").as_bytes()).assert_refused("another body");
    let reply = request.send(body.as_bytes()).expect(200);
    let one = |name| reply.one(&format!("AssumeRoleResult/Credentials/{name}"));
    Ok(Account {
        access_key: one("AccessKeyId"),
        secret_key: one("SecretAccessKey"),
        token: Some(one("SessionToken")),
        expires_at: Some(OffsetDateTime::parse(&one("Expiration"), &Rfc3339).expect("a time")),
    })
}

/// One link for each of several operations, in an order in which all of them work.
fn links(server: &Server, store: &Store, presigner: &Presigner, upload: &str) -> Result<Vec<Presigned>> {
    let mut links = vec![
        presigner.put(KEY)?.presign(),
        presigner.head(KEY)?.presign(),
        presigner.get(KEY)?.response_content_type("text/plain")?.presign(),
        presigner.copy_object("copy", store.source(KEY)?)?.presign(),
        presigner.upload_part(KEY, upload, 1)?.presign(),
        presigner.list_parts(KEY, upload)?.presign(),
        presigner.list_objects_v2("a b/")?.presign(),
        presigner.delete(KEY)?.presign(),
        presigner.abort_multipart_upload(KEY, upload)?.presign(),
    ];
    if !server.has(Exception::OnlyObjects) {
        links.insert(0, presigner.get_object_acl(KEY)?.presign());
    }
    Ok(links)
}

fn send_as(link: &Presigned, url: &str) -> Reply {
    send(link.method().as_str(), url, &link.headers().collect::<Vec<_>>(), b"forged")
}

/// The token with another letter in its middle.
pub fn another_letter(token: &str) -> String {
    let (before, rest) = token.split_at(token.len() / 2);
    format!("{before}{}{}", if rest.starts_with('A') { 'B' } else { 'A' }, &rest[1..])
}

pub fn the_session_token_counts(server: &Server, style: Style) -> Result<()> {
    if server.has(Exception::TokenWithoutMeaning) {
        return a_meaningless_token_is_signed(server, style);
    }
    let owner = server.store(style, "sessions")?;
    let session = assume_role(server, 900)?;
    let store = server.signed_in(session.clone()).open(style, "sessions")?;
    let tokenless = Account { token: None, ..session.clone() };
    let tokenless = server.signed_in(tokenless).open(style, "sessions")?;
    let altered = session.clone().with_token(&another_letter(session.token.as_deref().expect("a token")));
    let altered = server.signed_in(altered).open(style, "sessions")?;

    let presigner = store.presigner()?;
    let upload = presigner.create_multipart_upload(KEY)?.send(&[]).expect(200).upload_id();
    let right = links(server, &store, &presigner, &upload)?;
    let without = links(server, &store, &tokenless.presigner()?, &upload)?;
    let signed_so = links(server, &store, &altered.presigner()?, &upload)?;

    store.put(KEY)?;
    for ((right, without), signed_so) in right.iter().zip(&without).zip(&signed_so) {
        let url = right.url();
        let token = value(url, TOKEN);
        send_as(right, &remove(url, TOKEN)).assert_refused("token removed");
        send_as(right, &replace(url, TOKEN, value(signed_so.url(), TOKEN))).assert_refused("token altered");
        send_as(signed_so, signed_so.url()).assert_refused("altered token signed");
        send_as(without, without.url()).assert_refused("no token");
        send_as(without, &add(without.url(), &format!("{TOKEN}={token}"))).assert_refused("token added later");
    }
    // None of that was carried out: neither the PUT nor the DELETE, nor the part, nor the abort.
    owner.assert_kept(KEY)?;
    let page = presigner.list_parts(KEY, &upload)?.send(&[]).expect(200);
    assert_eq!(page.all("Part/PartNumber"), [""; 0]);

    for link in &right {
        let reply = link.send(&contents(KEY));
        assert!(matches!(reply.status, 200 | 204), "{} {}: {reply}", link.method(), link.url());
    }
    presigner.get(KEY)?.send(&[]).expect(404);
    presigner.list_parts(KEY, &upload)?.send(&[]).expect(404);
    Ok(())
}

/// A link says when its credentials die, and dies with them. For a server with temporary credentials.
pub fn a_session_ends(server: &Server, style: Style) -> Result<()> {
    let owner = server.store(style, "ended")?;
    owner.put(KEY)?;
    let (long, short) = (assume_role(server, 900)?, assume_role(server, SHORT)?);
    let begin = now();
    let an_hour = Validity::new(begin, Duration::from_secs(3600))?;
    let signed_in = |account: &Account, expires_at: Option<OffsetDateTime>| {
        server.signed_in(Account { expires_at, ..account.clone() }).open(style, "ended")
    };

    let store = signed_in(&long, long.expires_at)?;
    let presigner = store.signer.at(an_hour)?;
    let end = long.expires_at.expect("an end").unix_timestamp();
    let cap = presigner.early_expiry().expect("the credentials die first");
    assert_eq!(
        (cap.reason(), cap.requested_expires_at().seconds()),
        (EarlyExpiryReason::CredentialsExpire, begin + 3600)
    );
    assert_eq!(presigner.expires_at().seconds(), end);
    let kept = presigner.get(KEY)?.presign();
    assert_eq!(value(kept.url(), "X-Amz-Expires"), (end - begin).to_string());

    // Three that end: with credentials that live on, with credentials whose end was not said, with their end.
    let soon = OffsetDateTime::from_unix_timestamp(begin + SHORT.cast_signed()).expect("a time");
    let capped = signed_in(&long, Some(soon))?.signer.at(an_hour)?.get(KEY)?.presign();
    let unsaid = signed_in(&short, None)?.signer.at(an_hour)?.get(KEY)?.presign();
    assert_eq!(value(unsaid.url(), "X-Amz-Expires"), "3600");
    let said = signed_in(&short, short.expires_at)?.signer.at(an_hour)?.get(KEY)?.presign();

    for link in [&kept, &capped, &unsaid, &said] {
        assert_eq!(link.send(&[]).expect(200).body, contents(KEY));
    }
    sleep(Duration::from_secs(SHORT + 1));
    for link in [&capped, &unsaid, &said] {
        link.send(&[]).assert_refused("after the end");
    }
    assert_eq!(kept.send(&[]).expect(200).body, contents(KEY));
    Ok(())
}

/// What the server makes nothing of is signed all the same.
fn a_meaningless_token_is_signed(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "tokens")?;
    store.put(KEY)?;
    let with = server.signed_in(server.account.clone().with_token("a+token/with==")).open(style, "tokens")?;
    let upload = store.presigner()?.create_multipart_upload(KEY)?.send(&[]).expect(200).upload_id();
    let without = links(server, &store, &store.presigner()?, &upload)?;
    for (link, without) in links(server, &with, &with.presigner()?, &upload)?.iter().zip(&without) {
        let url = link.url();
        send_as(link, &remove(url, TOKEN)).assert_refused("token removed");
        send_as(link, &replace(url, TOKEN, "x")).assert_refused("token altered");
        send_as(without, &add(without.url(), &format!("{TOKEN}=x"))).assert_refused("token added later");
        let reply = link.send(&contents(KEY));
        assert!(matches!(reply.status, 200 | 204), "{} {}: {reply}", link.method(), link.url());
    }
    Ok(())
}
