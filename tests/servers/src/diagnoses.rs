//! What went wrong, told from the server's own answer: mistakes of those that people make, each made once.

use std::fmt;

use presigner::diagnose::{Answer, AnswerError, Cause, Change, Diagnosis, Part};
use presigner::{Method, Request, Result, Validity};

use crate::account::Account;
use crate::client::{Follow, Reply, send};
use crate::digests::md5_base64;
use crate::exceptions::Exception;
use crate::link::{add, remove, replace, value};
use crate::server::{LIFETIME, Server, Style, now};

const KEY: &str = "a b/\u{e4}+//1";
const OVERRIDE: (&str, &str) = ("response-content-disposition", "attachment; filename=\"a b\"");

const REFUSED: &str = "AccessDenied: the store refuses the link and does not say why";
const UNEXPLAINED: &str =
    "SignatureDoesNotMatch: the signature does not match, and the answer does not say what was checked";
const BAD_KEYS: &str =
    "SignatureDoesNotMatch: the store checked what was signed, so the access key id or its secret is wrong";

/// An answer to what a mistake made of a request, and that request.
struct Mistake<'a> {
    what: &'a str,
    signed: &'a Request<'a>,
    reply: Reply,
}

impl Mistake<'_> {
    #[track_caller]
    fn diagnosis(&self) -> Diagnosis {
        if self.reply.status != 501 {
            self.reply.assert_refused(self.what);
        }
        let answer =
            Answer::parse(&self.reply.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.reply));
        Diagnosis::of(&self.signed.explain(), &answer)
    }

    /// That the diagnosis is this text, but for the advice at its end, ids and times.
    #[track_caller]
    fn assert_named(&self, expected: &str) {
        let diagnosis = self.diagnosis();
        let text = diagnosis.to_string();
        let mut lines: Vec<_> = text.lines().collect();
        let advice = lines.pop().unwrap_or_default();
        assert!(advice.len() > 50, "{}: no advice: {text}", self.what);
        lines.retain(|line| !line.starts_with("  request id: ") && !line.starts_with("  expired at: "));
        assert_eq!(lines.join("\n"), expected, "\n{self}");
    }

    /// That this part is named, with what was signed and what arrived; by servers that quote nothing, that they do not.
    #[track_caller]
    fn assert_difference(
        &self,
        server: &Server,
        part: Part,
        change: Change,
        signed: Option<&str>,
        arrived: Option<&str>,
    ) {
        if server.has(Exception::NothingSaid) {
            return self.assert_named(REFUSED);
        }
        if server.has(Exception::NothingQuoted) {
            return self.assert_named(UNEXPLAINED);
        }
        let mut expected = format!("SignatureDoesNotMatch: {part} {change}");
        for (label, value) in [("signed: ", signed), ("checked:", arrived)] {
            if let Some(value) = value {
                expected = format!("{expected}\n  {label} {value}");
            }
        }
        self.assert_named(&expected);
        let diagnosis = self.diagnosis();
        let Cause::Difference { part: found_part, change: found_change, .. } = diagnosis.cause() else {
            panic!("{self}");
        };
        assert_eq!((found_part, *found_change), (&part, change), "{self}");
        assert_eq!((diagnosis.signed(), diagnosis.checked()), (signed, arrived), "{self}");
    }
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&side_by_side(self.what, self.signed, &self.reply))
    }
}

/// What the server answered, what was signed, and what the two say together: for whoever looks for the mistake.
pub fn side_by_side(what: &str, signed: &Request<'_>, reply: &Reply) -> String {
    let signed = signed.explain();
    let diagnosis = match Answer::parse(&reply.body) {
        Ok(answer) => Diagnosis::of(&signed, &answer).to_string(),
        Err(error) => error.to_string(),
    };
    format!("{what}: {reply}\n\nsigned:\n{signed}\ndiagnosis:\n{diagnosis}")
}

/// Another request arrived than the one that was signed.
pub fn altered_requests_are_told_apart(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "told-apart")?;
    store.put(KEY)?;
    let presigner = store.presigner()?;
    let get = presigner.get(KEY)?.response_content_disposition(OVERRIDE.1)?;
    let put = presigner.put(KEY)?.content_type("text/plain")?;
    let (get_link, put_link) = (get.presign(), put.presign());
    let (get_url, put_url) = (get_link.url(), put_link.url());
    let got = |what, url: &str, headers: &[(&str, &str)]| Mistake {
        what,
        signed: &get,
        reply: send("GET", url, headers, &[]),
    };
    let sent = |what, headers: &[(&str, &str)]| Mistake {
        what,
        signed: &put,
        reply: send("PUT", put_url, headers, b"forged"),
    };

    let mistake = Mistake { what: "another method", signed: &get, reply: send("DELETE", get_url, &[], &[]) };
    mistake.assert_difference(server, Part::Method, Change::Other, Some("GET"), Some("DELETE"));

    let (target, query) = get_url.split_once('?').expect("a query");
    let (origin, path) = target.split_at(target.match_indices('/').nth(2).expect("a path").0);
    for (what, arrived, change) in [
        ("key encoded twice", path.replace('%', "%25"), Change::EncodedTwice),
        ("slashes merged", path.replace("//", "/"), Change::SlashesMerged),
        ("another case", path.replace("a%20b", "A%20b"), Change::Case),
        ("another key", path.replace("//1", "//2"), Change::Other),
    ] {
        let mistake = got(what, &format!("{origin}{arrived}?{query}"), &[]);
        mistake.assert_difference(server, Part::Path, change, Some(path), Some(&arrived));
    }

    let disposition = || Part::Parameter(OVERRIDE.0.to_owned());
    let signed = value(get_url, OVERRIDE.0);
    got("override altered", &replace(get_url, OVERRIDE.0, "inline"), &[]).assert_difference(
        server,
        disposition(),
        Change::Other,
        Some(signed),
        Some("inline"),
    );
    got("override dropped", &remove(get_url, OVERRIDE.0), &[]).assert_difference(
        server,
        disposition(),
        Change::Missing,
        Some(signed),
        None,
    );
    got("parameter added", &add(get_url, "utm_source=mail"), &[]).assert_difference(
        server,
        Part::Parameter("utm_source".to_owned()),
        Change::Extra,
        None,
        Some("mail"),
    );

    let kind = || Part::Header("content-type".to_owned());
    for (what, arrived, change) in [
        ("another type", "text/html", Change::Other),
        ("what browsers append", "text/plain;charset=UTF-8", Change::Appended),
    ] {
        sent(what, &[("content-type", arrived)]).assert_difference(
            server,
            kind(),
            change,
            Some("text/plain"),
            Some(arrived),
        );
    }
    // Swift quotes nothing then.
    let missing = sent("no type", &[]);
    missing.assert_named(if server.has(Exception::NothingSaid) { REFUSED } else { UNEXPLAINED });

    let acl = sent("a header that is not signed", &[("content-type", "text/plain"), ("x-amz-acl", "private")]);
    if server.has(Exception::UnsignedHeadersTaken) {
        assert_eq!(acl.reply.status, 200, "{acl}");
    } else {
        acl.assert_named("AccessDenied: the client sent headers that are not signed: x-amz-acl");
    }
    Ok(())
}

/// The request arrived under another name than it was signed for.
pub fn another_host_is_told(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "host-told")?;
    store.put(KEY)?;
    let presigner = store.presigner()?;
    let get = presigner.get(KEY)?;
    let link = get.presign();
    let signed = link.url().split('/').nth(2).expect("a host");
    let (name, port) = signed.split_once(':').expect("a port");
    let arrives =
        |what, host: &str| Mistake { what, signed: &get, reply: send("GET", link.url(), &[("host", host)], &[]) };
    let host = || Part::Header("host".to_owned());

    let bare = arrives("no port", name);
    if server.has(Exception::PortNotNeeded) {
        assert_eq!(bare.reply.status, 200, "{bare}");
    } else {
        bare.assert_difference(server, host(), Change::Port, Some(signed), Some(name));
    }

    // For links of buckets in host names, the bucket comes from there: a name without it has another path.
    let other = match style {
        Style::Path => format!("{}:{port}", server.domain),
        Style::VirtualHost => format!("other.{}:{port}", server.domain),
    };
    arrives("another name", &other).assert_difference(server, host(), Change::Other, Some(signed), Some(&other));

    // A proxy that asks for the bucket by a name of its own.
    let foreign = arrives("a foreign name", "storage.example.com");
    if matches!(style, Style::Path) && !server.has(Exception::EveryHostIsBucket) {
        foreign.assert_difference(server, host(), Change::Other, Some(signed), Some("storage.example.com"));
    } else {
        foreign.diagnosis();
    }
    Ok(())
}

/// Who signed, where and when.
pub fn another_signer_is_told(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "signer-told")?;
    store.put(KEY)?;

    let signed_by = |what, account: Account, expected: &str| {
        let store = server.signed_in(account).open(style, "signer-told")?;
        let presigner = store.presigner()?;
        let signed = presigner.get(KEY)?;
        Mistake { what, signed: &signed, reply: signed.send(&[]) }.assert_named(expected);
        Ok(())
    };
    let [wrong_secret, unknown_key] = if server.has(Exception::NothingSaid) {
        [REFUSED, REFUSED]
    } else if server.has(Exception::NothingQuoted) {
        [UNEXPLAINED, "NotSignedUp: the store does not know the access key id"]
    } else {
        [BAD_KEYS, BAD_KEYS]
    };
    let account = || server.account.clone();
    signed_by("wrong secret", Account { secret_key: "not the secret".to_owned(), ..account() }, wrong_secret)?;
    signed_by("unknown key", Account { access_key: "AKIANOBODY".to_owned(), ..account() }, unknown_key)?;

    let abroad = server.in_region("eu-west-1").open(style, "signer-told")?;
    let abroad = abroad.presigner()?;
    let signed = abroad.get(KEY)?;
    let region = Mistake { what: "wrong region", signed: &signed, reply: signed.send(&[]) };
    if server.has(Exception::AnyRegion) {
        assert_eq!(region.reply.status, 200, "{region}");
    } else {
        region
            .assert_named("AuthorizationQueryParametersError: the link is signed for another region than `us-east-1`");
    }

    let signer = server.service("s3-outposts")?;
    let outposts = signer.at(Validity::new(now(), LIFETIME)?)?;
    let signed = outposts.root(Method::GET)?;
    let service = Mistake { what: "wrong service", signed: &signed, reply: signed.send(&[]) };
    if server.has(Exception::AnyService) {
        assert_eq!(service.reply.status, 200, "{service}");
    } else if server.has(Exception::ServiceNotImplemented) {
        service.assert_named("NotImplemented: the link is signed for another service than the store's");
    } else {
        service.assert_named("AuthorizationQueryParametersError: the link is signed for another service than `s3`");
    }
    Ok(())
}

/// When it was signed.
pub fn a_clock_that_is_off_is_told(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "clock-told")?;
    store.put(KEY)?;
    let at = |what, seconds: i64, check: &dyn Fn(Mistake)| {
        let presigner = store.presigner_at(now() + seconds)?;
        let signed = presigner.get(KEY)?;
        check(Mistake { what, signed: &signed, reply: signed.send(&[]) });
        Ok(())
    };
    at("a minute after its end", -60 - LIFETIME.as_secs().cast_signed(), &|mistake| {
        let silent = server.has(Exception::NothingSaid);
        mistake.assert_named(if silent { REFUSED } else { "AccessDenied: the link has expired" });
        // Whether the server says so or not.
        assert!(mistake.diagnosis().to_string().contains("\n  expired at: 20"), "{mistake}");
    })?;
    at("signed in two hours", 7200, &|mistake| {
        if server.has(Exception::FutureTaken) {
            assert_eq!(mistake.reply.status, 200, "{mistake}");
        } else {
            mistake.assert_named("RequestTimeTooSkewed: the clocks of signer and store differ too much");
        }
    })
}

/// A link that was cut or taken apart on its way, and a request beside it.
pub fn damage_is_told(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "damage-told")?;
    store.put(KEY)?;
    let presigner = store.presigner()?;
    let get = presigner.get(KEY)?;
    let link = get.presign();
    let url = link.url();
    let got = |what, url: &str| Mistake { what, signed: &get, reply: send("GET", url, &[], &[]) };
    let parameters = |code: &str| format!("{code}: the store refuses the parameters of the signature");

    let cut = got("the last letter missing", &url[..url.len() - 1]);
    if server.has(Exception::NothingSaid) {
        cut.assert_named(REFUSED);
    } else if server.has(Exception::NothingQuoted) {
        cut.assert_named(&parameters("InvalidRequest"));
    } else {
        cut.assert_named("SignatureDoesNotMatch: the store refuses the parameter `X-Amz-Signature`");
    }

    let (target, query) = url.split_once('?').expect("a query");
    let twice = got("query encoded twice", &format!("{target}?{}", query.replace('%', "%25")));
    if server.has(Exception::NothingSaid) {
        twice.assert_named(&parameters("InvalidArgument"));
    } else if server.has(Exception::NothingQuoted) {
        twice.assert_named(&parameters("InvalidRequest"));
    } else {
        twice.assert_named("AccessDenied: the signer may not make this request, or no signature arrived");
    }

    let bare = got("no query", target);
    if server.has(Exception::HtmlWithoutSignature) {
        bare.reply.assert_refused(bare.what);
        assert_eq!(Answer::parse(&bare.reply.body).unwrap_err(), AnswerError::NotAnError, "{bare}");
    } else {
        bare.assert_named("AccessDenied: the signer may not make this request, or no signature arrived");
    }

    // HEAD has no body to tell by.
    let head = send("HEAD", url, &[], &[]);
    head.assert_refused("GET link used for HEAD");
    assert_eq!(Answer::parse(&head.body).unwrap_err(), AnswerError::Empty);

    let missing = Mistake { what: "no such key", signed: &get, reply: presigner.get("missing")?.send(&[]).expect(404) };
    let answer = Answer::parse(&missing.reply.body).expect("an error of S3");
    assert_eq!(Diagnosis::of(&get.explain(), &answer).cause(), &Cause::NoSuchKey, "{missing}");
    Ok(())
}

/// The signature is right, and what it asks for is denied.
pub fn a_denial_is_told(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "denial-told")?;
    store.put(KEY)?;
    let presigner = store.presigner()?;
    let resource = format!("arn:aws:s3:::{}/*", store.bucket());
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"{resource}"}}]}}"#
    );
    let put = presigner.root(Method::PUT)?.query("policy", "")?.content_md5(&md5_base64(policy.as_bytes()))?;
    let reply = put.send(policy.as_bytes());
    if server.has(Exception::NoBucketPolicy) {
        reply.expect_error(501, "NotImplemented");
        return store.assert_kept(KEY);
    }
    assert!(matches!(reply.status, 200 | 204), "{reply}");
    let signed = presigner.get(KEY)?;
    Mistake { what: "denied by a policy", signed: &signed, reply: signed.send(&[]) }
        .assert_named("AccessDenied: the signer may not make this request, or no signature arrived");
    let gone = presigner.root(Method::DELETE)?.query("policy", "")?.send(&[]);
    assert!(matches!(gone.status, 200 | 204), "{gone}");
    store.assert_kept(KEY)
}
