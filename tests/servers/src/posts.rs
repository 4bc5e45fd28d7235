//! Uploads from forms: what a policy allows is stored, and nothing else.

use presigner::post::{PostPolicy, SuccessStatus};
use presigner::{Checksum, Presigner, Result};

use crate::account::Account;
use crate::client::Follow;
use crate::digests::sha256_base64;
use crate::exceptions::Exception;
use crate::form::Form;
use crate::server::{LIFETIME, Server, Style, now};
use crate::sessions::assume_role;
use crate::{contents, keys};

fn form(presigner: &Presigner<'_>, policy: &PostPolicy<'_>) -> Result<Form> {
    Ok(Form::from(&presigner.presign_post(policy)?))
}

/// Whether the server takes no forms at all, which it says of a right one too.
fn takes_none(server: &Server, style: Style, form: &Form) -> bool {
    let none = server.has(Exception::NoPosts);
    if none {
        let status = match style {
            Style::Path => 412,
            Style::VirtualHost => 404,
        };
        form.send("a.txt", b"wanted").expect(status);
    }
    none
}

/// Every key that a form can carry, and what else a policy can say.
pub fn forms_are_stored(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "forms")?;
    let presigner = store.presigner()?;
    let plain = form(&presigner, &PostPolicy::new("plain", 1..=1_000)?)?;
    if takes_none(server, style, &plain) {
        return Ok(());
    }
    // Line breaks and other controls are what a policy refuses.
    let (mut allowed, _) = keys::partition(keys::hostile(), |key, _| PostPolicy::new(key, 0..=9).is_ok());
    assert!(allowed.len() > 60, "{}", allowed.len());
    if server.has(Exception::KeysAreFiles) {
        (allowed, _) = keys::partition(allowed, keys::is_path_of_a_file);
    }
    if server.has(Exception::FieldsTrimmed) {
        for key in allowed.extract_if(.., |key| key.starts_with(' ') || key.ends_with(' ')) {
            form(&presigner, &PostPolicy::new(&key, 1..=10_000)?)?.send("a.txt", b"trimmed").assert_refused(&key);
        }
    }
    let mut failures = Vec::new();
    for key in &allowed {
        let reply = form(&presigner, &PostPolicy::new(key, 1..=10_000)?)?.send("ignored.txt", &contents(key));
        if reply.status != 204 {
            failures.push(format!("POST of {key:?}: {reply}"));
        }
    }
    for key in &allowed {
        let reply = presigner.get(key)?.send(&[]);
        if reply.status != 200 || reply.body != contents(key) {
            failures.push(format!("GET of {key:?}: {reply}"));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));

    let key = "all of/it.txt";
    let checksum = sha256_base64(&contents(key));
    let policy = PostPolicy::new(key, 1..=1_000)?
        .content_type("text/plain; charset=utf-8")?
        .metadata("Note", "a, b; c=\"d+e\" 100% ~")?
        .acl("private")?
        .storage_class("STANDARD")?
        .tagging(&[("stage of it", "final+1"), ("team", "")])?
        .checksum(Checksum::Sha256, &checksum)?
        .field("Cache-Control", "no-store")?
        .success_action_status(SuccessStatus::Created)?;
    let reply = form(&presigner, &policy)?.send("a.txt", &contents(key)).expect(201);
    assert_eq!(reply.one("Key"), key);
    let reply = presigner.get(key)?.send(&[]).expect(200);
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(reply.header("x-amz-meta-note"), Some("a, b; c=\"d+e\" 100% ~"));
    let kept = (!server.has(Exception::CacheControlForgotten)).then_some("no-store");
    assert_eq!(reply.header("cache-control"), kept);
    assert_eq!(reply.body, contents(key));
    if !server.has(Exception::OnlyObjects) {
        let tags = presigner.get_object_tagging(key)?.send(&[]).expect(200);
        assert_eq!(tags.all("TagSet/Tag/Key"), ["stage of it", "team"]);
        assert_eq!(tags.all("TagSet/Tag/Value"), ["final+1", ""]);
    }

    let policy = PostPolicy::new(key, 1..=1_000)?.success_action_status(SuccessStatus::Ok)?;
    form(&presigner, &policy)?.send("a.txt", b"wanted").expect(200);
    let policy = PostPolicy::new(key, 1..=1_000)?.success_action_redirect("http://app.example/uploaded?a=b")?;
    let reply = form(&presigner, &policy)?.send("a.txt", b"wanted");
    let location = reply.header("location").unwrap_or_default();
    assert!(matches!(reply.status, 302 | 303) && location.starts_with("http://app.example/uploaded?"), "{reply}");
    Ok(())
}

/// The store puts the name of the file into the key.
pub fn the_file_name_is_expanded(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "named")?;
    let presigner = store.presigner()?;
    let policy = PostPolicy::named_by_client("up/a b/", 1..=1_000)?.any_content_type_even_html()?;
    let form = form(&presigner.clone().within("up/")?, &policy)?;
    if takes_none(server, style, &form) {
        return Ok(());
    }
    form.with("Content-Type", "text/html").send("photo 1.png", b"wanted").expect(204);
    if server.has(Exception::FileNameKept) {
        assert_eq!(store.keys()?, ["up/a b/${filename}"]);
        return Ok(());
    }
    let reply = presigner.get("up/a b/photo 1.png")?.send(&[]).expect(200);
    assert_eq!((reply.header("content-type"), &*reply.body), (Some("text/html"), &b"wanted"[..]));
    form.with("key", "up/a b/another").send("photo.png", b"wanted").expect(204);
    for outside in ["up/a c/${filename}", "up/", "${filename}", "/up/a b/${filename}"] {
        form.with("key", outside).send("photo.png", b"forged").assert_refused(outside);
    }
    assert_eq!(store.keys()?, ["up/a b/another", "up/a b/photo 1.png"]);
    Ok(())
}

/// What the client fills in is stored, within what the policy says of it.
pub fn the_client_fills_in(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "filled-in")?;
    let presigner = store.presigner()?;
    let [key, body] = ["filled in.png", "wanted"];
    let policy = || PostPolicy::new(key, 1..=1_000);
    let open = policy()?
        .unchecked_content_type_with_prefix("image/")?
        .metadata_from_client("title")?
        .metadata_with_file_name("name", "42/")?
        .success_action_status(SuccessStatus::Created)?;
    let open = form(&presigner, &open)?;
    if takes_none(server, style, &open) {
        return Ok(());
    }
    let filled_in = open.with("Content-Type", "image/gif").with("x-amz-meta-title", "a \"title\"");
    filled_in.send("photo 1.png", body.as_bytes()).expect(201);
    let reply = presigner.get(key)?.send(&[]).expect(200);
    assert_eq!(reply.header("content-type"), Some("image/gif"));
    assert_eq!(reply.header("x-amz-meta-title"), Some("a \"title\""));
    let kept = server.has(Exception::FileNameInKeyOnly) || server.has(Exception::FileNameKept);
    let name = if kept { "42/${filename}" } else { "42/photo 1.png" };
    assert_eq!(reply.header("x-amz-meta-name"), Some(name));
    for (what, altered) in [
        ("another kind of type", filled_in.with("Content-Type", "text/html")),
        ("another beginning", filled_in.with("x-amz-meta-name", "43/${filename}")),
        ("no type", filled_in.without("Content-Type")),
        ("a title of another name", filled_in.with("x-amz-meta-title2", "forged")),
    ] {
        altered.send("photo.png", b"forged").assert_refused(what);
    }
    assert_eq!(presigner.get(key)?.send(&[]).expect(200).body, body.as_bytes());

    let without = filled_in.without("x-amz-meta-title").send("photo.png", b"no title");
    if server.has(Exception::AbsentAsEmpty) {
        without.expect(201);
    } else {
        without.assert_refused("no title");
    }

    let types = ["image/png", "image/jpeg"];
    for (policy, other) in policy()?.one_per_content_type(&types)?.iter().zip(["image/jpeg", "image/png"]) {
        let form = form(&presigner, policy)?;
        form.send("photo.png", body.as_bytes()).expect(204);
        form.with("Content-Type", other).send("photo.png", b"forged").assert_refused("the type of the other form");
    }

    let redirect = "http://app.example/uploaded?name=";
    let form = form(&presigner, &policy()?.success_action_redirect_with_file_name(redirect)?)?;
    let reply = form.send("photo.png", body.as_bytes());
    let location = reply.header("location").unwrap_or_default();
    assert!(matches!(reply.status, 302 | 303) && location.starts_with(redirect), "{reply}");
    form.with("success_action_redirect", "http://evil.example/")
        .send("photo.png", b"forged")
        .assert_refused("elsewhere");

    let form = self::form(&presigner, &policy()?.checksum_from_client(Checksum::Sha256)?)?;
    form.with("x-amz-checksum-sha256", &sha256_base64(body.as_bytes())).send("a.png", body.as_bytes()).expect(204);
    let wrong = form.with("x-amz-checksum-sha256", &sha256_base64(b"another")).send("a.png", body.as_bytes());
    if server.has(Exception::ChecksumIgnored) {
        wrong.expect(204);
    } else {
        wrong.assert_refused("another checksum");
    }
    Ok(())
}

/// A form is good for what its policy says and for nothing else.
pub fn altered_forms_are_refused(server: &Server, style: Style) -> Result<()> {
    let (store, other) = (server.store(style, "altered-forms")?, server.store(style, "unaltered-forms")?);
    let presigner = store.presigner()?;
    let key = "kept/AC DC+1.txt";
    store.put(key)?;
    other.put(key)?;
    let policy =
        PostPolicy::new(key, 2..=300)?.content_type("text/plain")?.metadata("owner", "alice")?.acl("private")?;
    let form = self::form(&presigner, &policy)?;
    if takes_none(server, style, &form) {
        return store.assert_kept(key);
    }

    let wider = self::form(&presigner, &PostPolicy::new(key, 2..=300_000)?)?;
    let earlier = self::form(&store.presigner_at(now() - 60)?, &policy)?;
    let signature = form.value("x-amz-signature");
    let last = if signature.ends_with('0') { '1' } else { '0' };
    let flipped = format!("{}{last}", &signature[..signature.len() - 1]);
    let credential = form.value("x-amz-credential");
    let mut altered = vec![
        ("another key", form.with("key", "kept/other")),
        ("another type", form.with("Content-Type", "text/html")),
        ("other metadata", form.with("x-amz-meta-owner", "mallory")),
        ("another acl", form.with("acl", "public-read")),
        ("another policy", form.with("policy", wider.value("policy"))),
        ("signature altered", form.with("x-amz-signature", &flipped)),
        ("another date", form.with("x-amz-date", earlier.value("x-amz-date"))),
        ("another access key", form.with("x-amz-credential", &format!("x{credential}"))),
        ("another region", form.with("x-amz-credential", &credential.replacen("us-east-1", "eu-west-1", 1))),
        ("metadata added", form.with("x-amz-meta-more", "1")),
        ("field added", form.with("Cache-Control", "no-store")),
        ("redirect added", form.with("success_action_redirect", "https://evil.example/")),
        ("another bucket", form.to(store.bucket(), other.bucket())),
    ];
    for name in form.names() {
        altered.push(("field removed", form.without(name)));
    }
    for (what, altered) in &altered {
        altered.send("a.txt", b"forged").assert_refused(what);
    }
    let reply = form.with("x-amz-algorithm", "AWS4-HMAC-SHA1").send("a.txt", b"forged");
    if server.has(Exception::AlgorithmNotImplemented) {
        reply.expect_error(501, "NotImplemented");
    } else {
        reply.assert_refused("another algorithm");
    }
    form.send("a.txt", b"f").expect_error(400, "EntityTooSmall");
    form.send("a.txt", b"").expect_error(400, "EntityTooSmall");
    form.send("a.txt", &[b'f'; 301]).expect_error(400, "EntityTooLarge");
    form.send("a.txt", &[b'f'; 100_000]).expect_error(400, "EntityTooLarge");

    // None of it was carried out, and the form itself is as good as before.
    store.assert_kept(key)?;
    other.assert_kept(key)?;
    assert_eq!(store.keys()?, [key]);
    for size in [2, 300] {
        form.send("a.txt", &vec![b'w'; size]).expect(204);
        assert_eq!(presigner.get(key)?.send(&[]).expect(200).body.len(), size);
    }
    Ok(())
}

pub fn forms_end_and_need_the_secret(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "ended-forms")?;
    let policy = PostPolicy::new("key", 1..=9)?;
    let end = now() - LIFETIME.as_secs().cast_signed();
    // A minute before its end.
    let living = form(&store.presigner_at(end + 60)?, &policy)?;
    if takes_none(server, style, &living) {
        return Ok(());
    }
    living.send("a.txt", b"wanted").expect(204);
    form(&store.presigner_at(end - 60)?, &policy)?.send("a.txt", b"late").assert_refused("a minute after its end");

    let forger = Account { secret_key: "not the secret".to_owned(), ..server.account.clone() };
    let forger = server.signed_in(forger).open(style, "ended-forms")?;
    form(&forger.presigner()?, &policy)?.send("a.txt", b"forged").assert_refused("wrong secret");
    assert_eq!(store.presigner()?.get("key")?.send(&[]).expect(200).body, b"wanted");
    Ok(())
}

/// For a server with temporary credentials.
pub fn a_form_has_its_session_token(server: &Server, style: Style) -> Result<()> {
    let owner = server.store(style, "session-forms")?;
    owner.presigner()?.delete("key")?.send(&[]).expect(204);
    let store = server.signed_in(assume_role(server, 900)?).open(style, "session-forms")?;
    let form = form(&store.presigner()?, &PostPolicy::new("key", 1..=9)?)?;
    form.without("x-amz-security-token").send("a.txt", b"forged").assert_refused("no token");
    form.with("x-amz-security-token", "forged").send("a.txt", b"forged").assert_refused("another token");
    assert_eq!(owner.keys()?, [""; 0]);
    form.send("a.txt", b"wanted").expect(204);
    assert_eq!(owner.presigner()?.get("key")?.send(&[]).expect(200).body, b"wanted");
    Ok(())
}
