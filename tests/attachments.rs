//! Attachments: what a host answers, compared with the contracts' own examples of JSON.
#![cfg(feature = "serde")]

mod common;

use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;

use presigner::attachment::{
    Attachment, AttachmentDescriptor, DownloadFailure, DownloadQuery, MessageContext, RawMessageDescriptor, Redirect,
    ServiceFailure, UploadTicket,
};
use presigner::time::OffsetDateTime;
use presigner::{DispositionKind, Endpoint, Error, Method, Presigner, Signer, Validity, url::Url};
use serde_json::{Value, json};

const NOW: i64 = 1_767_225_600 - 3600;

fn with_presigner(run: impl FnOnce(&Presigner<'_>)) {
    let bucket = Endpoint::r2("0123456789abcdef").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(bucket, common::credentials());
    run(&signer.at(Validity::new(NOW, Duration::from_secs(3600)).unwrap()).unwrap());
}

fn overrides(url: &str) -> Vec<(String, String)> {
    let url = Url::parse(url).unwrap();
    url.query_pairs().filter(|(name, _)| name.starts_with("response-")).map(|(n, v)| (n.into(), v.into())).collect()
}

fn strip_url(mut value: Value) -> (Value, String) {
    let url = value.as_object_mut().unwrap().remove("download_url").unwrap().as_str().unwrap().to_owned();
    (value, url)
}

#[test]
fn a_whole_descriptor() {
    with_presigner(|presigner| {
        let photo = Attachment::new("att_1", "messages/42/a", 18_204)
            .file_name("Größe?.png")
            .content_type("IMAGE/png; x=y")
            .content_id("<photo@example.com>")
            .inline();
        let (value, url) = strip_url(serde_json::to_value(photo.descriptor(presigner).unwrap()).unwrap());
        assert_eq!(
            value,
            json!({
                "attachment_id": "att_1",
                "content_disposition": "inline",
                "content_id": "<photo@example.com>",
                "content_type": "image/png",
                "expires_at": "2026-01-01T00:00:00Z",
                "filename": "Größe_.png",
                "size": 18_204,
            })
        );
        assert_eq!(
            overrides(&url),
            [
                (
                    "response-content-disposition".to_owned(),
                    "inline; filename=\"Grosse_.png\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe_.png".to_owned()
                ),
                ("response-content-type".to_owned(), "image/png".to_owned()),
            ]
        );
    });
}

#[test]
fn what_is_absent_is_left_out() {
    with_presigner(|presigner| {
        let plain = Attachment::new("att_1", "messages/42/a", 0);
        let (value, url) = strip_url(serde_json::to_value(plain.descriptor(presigner).unwrap()).unwrap());
        assert_eq!(
            value,
            json!({
                "attachment_id": "att_1",
                "content_disposition": "attachment",
                "expires_at": "2026-01-01T00:00:00Z",
                "size": 0,
            })
        );
        assert_eq!(overrides(&url), [("response-content-disposition".to_owned(), "attachment".to_owned())]);
    });
}

/// The client then makes a name of its own, with the extension that belongs to the type.
#[test]
fn a_blank_name_is_none() {
    with_presigner(|presigner| {
        for blank in ["", " ", "\t\u{a0}\u{3000}", "\u{200b}", "\u{2800}\u{feff}"] {
            let attachment = Attachment::new("a", "k", 1).file_name(blank).content_type("image/png");
            for (attachment, kind) in [(attachment, "attachment"), (attachment.inline(), "inline")] {
                let descriptor = attachment.descriptor(presigner).unwrap();
                assert_eq!(descriptor.file_name(), None, "{blank:?}");
                assert_eq!(overrides(descriptor.download_url())[0].1, kind, "{blank:?}");
            }
        }
        let named = Attachment::new("a", "k", 1).file_name("...").descriptor(presigner).unwrap();
        assert_eq!(named.file_name(), Some("download"));
    });
}

#[test]
fn the_descriptor_says_what_the_link_does() {
    with_presigner(|presigner| {
        // A picture that could run script, and a type that is no header, are attachments in both.
        for (content_type, shown) in [
            ("image/svg+xml", Some("application/octet-stream")),
            ("text/html\r\nX: y", None),
            ("", None),
            ("video/mp4,text/html", None),
        ] {
            let attachment = Attachment::new("a", "k", 1).file_name("a.svg").content_type(content_type).inline();
            let descriptor = attachment.descriptor(presigner).unwrap();
            assert_eq!(descriptor.content_disposition(), Some(DispositionKind::Attachment));
            assert_eq!(descriptor.content_type(), shown);
            let overrides = overrides(descriptor.download_url());
            assert!(overrides[0].1.starts_with("attachment; "));
            assert_eq!(overrides.get(1).map(|(_, value)| value.as_str()), shown);
        }
    });
}

#[test]
fn the_raw_message_and_the_context() {
    with_presigner(|presigner| {
        let raw = RawMessageDescriptor::presign(presigner, "msg_42", "messages/42/raw", 4_096).unwrap();
        let (value, url) = strip_url(serde_json::to_value(&raw).unwrap());
        assert_eq!(value, json!({"expires_at": "2026-01-01T00:00:00Z", "message_id": "msg_42", "size": 4_096}));
        assert_eq!(
            overrides(&url),
            [
                ("response-content-disposition".to_owned(), "attachment; filename=\"msg_42.eml\"".to_owned()),
                ("response-content-type".to_owned(), "message/rfc822".to_owned()),
            ]
        );
        for (message_id, name) in [
            ("a/../b@example.com>", "a_.._b@example.com_.eml"),
            ("", "download.eml"),
            (" ", "download.eml"),
            (&"x".repeat(300), &*("x".repeat(226) + ".eml")),
        ] {
            let raw = RawMessageDescriptor::presign(presigner, message_id, "messages/42/raw", 1).unwrap();
            assert_eq!(raw.message_id(), message_id);
            assert_eq!(overrides(raw.download_url())[0].1, format!("attachment; filename=\"{name}\""));
        }
    });
    let context = MessageContext::new("msg_42", "inbox_7", json!({"a": 1})).with_deep_context_credits_consumed(2);
    let value =
        json!({"context": {"a": 1}, "deep_context_credits_consumed": 2, "inbox_id": "inbox_7", "message_id": "msg_42"});
    assert_eq!(serde_json::to_value(&context).unwrap(), value);
    assert_eq!(serde_json::from_value::<MessageContext<Value>>(value).unwrap(), context);
}

#[test]
fn moments_are_read_and_written_as_rfc_3339() {
    let read = |moment: &str| {
        let value = json!({"attachment_id": "a", "download_url": "u", "expires_at": moment, "size": 1});
        serde_json::from_value::<AttachmentDescriptor>(value)
    };
    for moment in
        ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.999Z", "2026-01-01T01:00:00+01:00", "2025-12-31T23:00:00-01:00"]
    {
        let descriptor = read(moment).unwrap();
        assert_eq!(descriptor.expires_at().seconds(), 1_767_225_600, "{moment}");
        assert_eq!(serde_json::to_value(&descriptor).unwrap()["expires_at"], "2026-01-01T00:00:00Z");
    }
    for moment in ["", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "tomorrow", "0000-01-01T00:00:00Z"]
    {
        assert!(read(moment).is_err(), "{moment}");
    }
}

#[test]
fn redirects() {
    with_presigner(|presigner| {
        let report = Attachment::new("a", "messages/42/a", 1).file_name("Report.pdf");
        let redirect = report.redirect(presigner, "GET").unwrap();
        assert_eq!(redirect.status(), 302);
        let headers: Vec<_> = redirect.headers().collect();
        assert_eq!(
            headers,
            [
                ("location", redirect.link().url()),
                ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
            ]
        );
        assert!(redirect.link().url().contains("&X-Amz-Expires=3600&"));

        let cache_control = |now: i64, max_age: u64| {
            let now = OffsetDateTime::from_unix_timestamp(now).unwrap();
            let redirect = Redirect::new(redirect.link().clone()).cached_privately(now, Duration::from_secs(max_age));
            redirect.headers().find(|(name, _)| *name == "cache-control").map(|(_, value)| value.to_owned()).unwrap()
        };
        assert_eq!(cache_control(NOW, 600), "private, max-age=600");
        assert_eq!(cache_control(NOW, 100_000), "private, max-age=3540", "60 seconds before the link");
        assert_eq!(cache_control(NOW + 3539, 600), "private, max-age=1");
        assert_eq!(cache_control(NOW + 3540, 600), "no-store");
        assert_eq!(cache_control(NOW + 9999, 600), "no-store");
        assert_eq!(cache_control(NOW, 0), "no-store");
    });
}

#[test]
fn a_head_request_is_answered_with_a_link_for_head() {
    with_presigner(|presigner| {
        let attachment = Attachment::new("a", "messages/42/a", 1).file_name("a.pdf");
        let query = DownloadQuery::parse("key=messages/42/a&fileName=a.pdf").unwrap();
        for (asked, signed) in
            [("HEAD", Method::HEAD), ("GET", Method::GET), ("POST", Method::GET), ("head", Method::GET)]
        {
            let expected = presigner.object(signed, "messages/42/a").unwrap().attachment("a.pdf").presign();
            for redirect in [attachment.redirect(presigner, asked).unwrap(), query.redirect(presigner, asked).unwrap()]
            {
                assert_eq!(redirect.link().method(), signed, "{asked}");
                assert_eq!(redirect.link().url(), expected.url(), "{asked}");
            }
        }
    });
}

/// What a row of a database holds, in each of the forms in which it is held.
#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "each form is tried")]
fn optional_columns() {
    with_presigner(|presigner| {
        let named = |attachment: Attachment<'_>| {
            let descriptor = attachment.descriptor(presigner).unwrap();
            assert_eq!(descriptor.content_id(), descriptor.file_name());
            descriptor.file_name().map(str::to_owned)
        };
        let attachment = Attachment::new("a", "k", 1);
        let (text, owned) = ("a.txt", String::from("a.txt"));
        let (some, none) = (Some(owned.clone()), None::<String>);
        let (cow, boxed, shared) = (Cow::Borrowed(text), owned.clone().into_boxed_str(), Arc::<str>::from(text));
        assert_eq!(named(attachment.file_name(text).content_id(text)).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&text).content_id(&text)).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&owned).content_id(&owned)).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(Some(text)).content_id(Some(text))).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&some).content_id(&some)).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(some.as_deref()).content_id(some.as_deref())).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&cow).content_id(&cow)).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&boxed).content_id(&boxed)).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&shared).content_id(&Some(shared.clone()))).as_deref(), Some(text));
        assert_eq!(named(attachment.file_name(&none).content_id(&none)), None);
        assert_eq!(named(attachment.file_name(text).content_id(text).file_name(None).content_id(None)), None);

        let shown =
            |attachment: Attachment<'_>| attachment.descriptor(presigner).unwrap().content_disposition().unwrap();
        let photo = attachment.content_type(&Some("image/png"));
        assert_eq!(shown(photo.disposition("Inline ; filename=x")), DispositionKind::Inline);
        assert_eq!(shown(photo.disposition(DispositionKind::Inline)), DispositionKind::Inline);
        assert_eq!(shown(photo.disposition(&Some("inline".to_owned()))), DispositionKind::Inline);
        for saved in [None, Some(""), Some("attachment"), Some("form-data; name=inline"), Some("inlined")] {
            assert_eq!(shown(photo.inline().disposition(saved)), DispositionKind::Attachment, "{saved:?}");
        }
        assert_eq!(shown(attachment.content_type(None).disposition("inline")), DispositionKind::Attachment);
    });
}

#[test]
fn an_upload_ticket() {
    with_presigner(|presigner| {
        let request = presigner.put("messages/42/a").unwrap();
        let link = request.content_type("image/png").unwrap().metadata("owner", "alice").unwrap().presign();
        let ticket = UploadTicket::new(&link);
        let json = serde_json::to_string(&ticket).unwrap();
        let expected = json!({
            "method": "PUT",
            "url": link.url(),
            "headers": { "content-type": "image/png", "x-amz-meta-owner": "alice" },
            "expires_at": "2026-01-01T00:00:00Z",
        });
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), expected);
        let read: UploadTicket = serde_json::from_str(&json).unwrap();
        assert_eq!(read, ticket);
        assert_eq!((read.method(), read.url(), read.expires_at()), ("PUT", link.url(), link.expires_at()));
        assert!(read.headers().eq(link.headers()));
        let bare = UploadTicket::new(&presigner.put("k").unwrap().presign());
        assert_eq!(serde_json::to_value(&bare).unwrap()["headers"], json!({}));
    });
}

#[test]
fn the_query_of_a_download() {
    let parse = |query: &str| DownloadQuery::parse(query);
    let query = parse("fileName=a%20b%2Bc&x=y&key=m%2F1+2").unwrap();
    assert_eq!((query.key(), query.file_name()), ("m/1 2", "a b+c"));
    assert_eq!(parse("key=a&fileName=").unwrap().file_name(), "download");
    for query in ["", "key=", "key", "Key=a", "fileName=a"] {
        let failure = parse(query).unwrap_err();
        assert_eq!(failure.status(), 400);
        assert_eq!(
            serde_json::to_value(&failure).unwrap(),
            json!({"success": false, "message": "Storage key is required", "error": "BAD_REQUEST"})
        );
    }
    assert_eq!(parse("key=a&key=b").unwrap_err().message(), "A parameter is given twice");
    assert_eq!(parse("key=a&fileName=b&fileName=c").unwrap_err().message(), "A parameter is given twice");

    with_presigner(|presigner| {
        let presigner = presigner.clone().within("messages/").unwrap();
        for key in ["other/1", "messages/", "messages/../other", &"a".repeat(2000)] {
            let failure = DownloadFailure::from(presigner.get(key).unwrap_err());
            assert_eq!(
                (failure.status(), failure.error(), failure.message()),
                (400, "BAD_REQUEST", "Storage key is not allowed")
            );
        }
    });
    let failure = DownloadFailure::from(Error::CredentialsExpired);
    assert_eq!(
        serde_json::to_value(&failure).unwrap(),
        json!({"success": false, "message": "The download link could not be made", "error": "INTERNAL_SERVER_ERROR"})
    );
    assert_eq!(failure.status(), 500);
}

#[test]
fn failures_of_a_service() {
    for (failure, code, message) in [
        (ServiceFailure::bad_request("fileId is required"), 400, "fileId is required"),
        (ServiceFailure::unauthorized(), 401, "The token is not valid"),
        (ServiceFailure::forbidden(), 403, "The caller is not entitled to this"),
        (ServiceFailure::not_found(), 404, "There is no such thing, or not for this caller"),
        (ServiceFailure::internal(), 500, "The attachment could not be read"),
    ] {
        let value = json!({"code": code, "message": message});
        assert_eq!(serde_json::to_value(&failure).unwrap(), value);
        assert_eq!(serde_json::from_value::<ServiceFailure>(value).unwrap(), failure);
        assert_eq!(i32::from(failure.status()), code);
    }
    let strange: ServiceFailure = serde_json::from_value(json!({"code": 7, "message": ""})).unwrap();
    assert_eq!(strange.status(), 500);
}

/// 1,000 attachments from one presigner: one derivation, one date, one end.
#[test]
fn a_page_of_descriptors() {
    with_presigner(|presigner| {
        let keys: Vec<_> = (0..1000).map(|number| format!("messages/{number}/a")).collect();
        let page: Vec<_> = keys
            .iter()
            .map(|key| Attachment::new(key, key, 1).file_name("a.pdf").descriptor(presigner).unwrap())
            .collect();
        assert!(page.iter().all(|descriptor| descriptor.expires_at() == presigner.expires_at()));
        let urls: std::collections::BTreeSet<_> = page.iter().map(AttachmentDescriptor::download_url).collect();
        assert_eq!(urls.len(), 1000);
    });
}

#[test]
fn no_debug_shows_a_link_or_a_key() {
    with_presigner(|presigner| {
        let attachment = Attachment::new("a", "MARKEDkey", 1).file_name("MARKEDname");
        let raw = RawMessageDescriptor::presign(presigner, "m", "MARKEDkey", 1).unwrap();
        let query = DownloadQuery::parse("key=MARKEDkey").unwrap();
        for shown in [
            format!("{attachment:?}"),
            format!("{:?}", attachment.descriptor(presigner).unwrap()),
            format!("{:?}", attachment.redirect(presigner, "GET").unwrap()),
            format!("{raw:?}"),
            format!("{:?}", UploadTicket::new(&presigner.put("MARKEDkey").unwrap().presign())),
            format!("{query:?}"),
        ] {
            assert!(!shown.contains("MARKED") && !shown.contains("X-Amz-"), "{shown}");
        }
    });
}

#[cfg(feature = "base64")]
mod base64_bodies {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use presigner::attachment::{AttachmentId, Base64Body, BodyLengthError};
    use proptest::prelude::*;

    #[test]
    fn ids() {
        let decode = |text: &str| AttachmentId::decode(text).map(|id| id.as_bytes().to_vec());
        // 0xfb 0xff 0xfe: `+`, `/`, and their URL-safe forms.
        for text in ["+//+", "-__-", " // "] {
            assert_eq!(decode(text).unwrap(), [0xfb, 0xff, 0xfe], "{text}");
        }
        for text in ["YQ==", "YQ", "YWI=", "YWI"] {
            assert!(decode(text).is_ok(), "{text}");
        }
        for (text, message) in [
            ("", "The attachment id is required"),
            ("+_-/", "The attachment id is not Base64"),
            ("-_ +", "The attachment id is not Base64"),
            ("YR==", "The attachment id is not Base64"),
            ("YQ=", "The attachment id is not Base64"),
            ("Y", "The attachment id is not Base64"),
            ("YQ==YQ==", "The attachment id is not Base64"),
            ("YW\nI=", "The attachment id is not Base64"),
            ("ä", "The attachment id is not Base64"),
            (&"A".repeat(4097), "The attachment id is too long"),
        ] {
            let failure = decode(text).unwrap_err();
            assert_eq!((failure.status(), failure.message()), (400, message), "{text}");
        }
    }

    #[test]
    fn a_body_of_another_size_is_an_error() {
        let says = |result: Result<(), BodyLengthError>, text: &str| assert_eq!(result.unwrap_err().to_string(), text);
        let mut out = String::new();
        let mut body = Base64Body::new(3).unwrap();
        says(body.encode(b"abcd", &mut out), "the object has at least 4 bytes, and 3 were expected");
        says(body.finish(&mut out), "the object has at least 4 bytes, and 3 were expected");
        let mut body = Base64Body::new(3).unwrap();
        body.encode(b"ab", &mut out).unwrap();
        says(body.finish(&mut out), "the object has 2 bytes, and 3 were expected");
        let check = |length: Option<u64>| Base64Body::new(3).unwrap().check_length(length).map(|_| ());
        assert_eq!((check(Some(3)), check(None)), (Ok(()), Ok(())));
        says(check(Some(2)), "the object has 2 bytes, and 3 were expected");
        says(check(Some(4)), "the object has at least 4 bytes, and 3 were expected");
        says(
            Base64Body::new(u64::MAX).map(|_| ()),
            "the length of the Base64 of 18446744073709551615 bytes does not fit into 64 bits",
        );
        assert!(out.is_empty());
    }

    proptest! {
        #[test]
        fn pieces_make_the_whole(bytes in prop::collection::vec(any::<u8>(), 0..200), cuts in prop::collection::vec(0_usize..200, 0..6)) {
            let mut body = Base64Body::new(bytes.len() as u64).unwrap();
            let length = body.content_length();
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).chain([0, bytes.len()]).collect();
            cuts.sort_unstable();
            let mut out = String::new();
            for pair in cuts.windows(2) {
                body.encode(&bytes[pair[0]..pair[1]], &mut out).unwrap();
            }
            body.finish(&mut out).unwrap();
            prop_assert_eq!(out.len() as u64, length);
            prop_assert_eq!(&out, &STANDARD.encode(&bytes));
            if !out.is_empty() {
                let id = AttachmentId::decode(&out).unwrap();
                prop_assert_eq!(id.as_bytes(), bytes);
            }
        }
    }
}
