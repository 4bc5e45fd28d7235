//! Content types as they come from mail and from uploads: which are shown, which are saved, and how each is signed.

use core::time::Duration;

use presigner::attachment::Attachment;
use presigner::{Credentials, DispositionKind, Endpoint, Presigner, Signer, Validity, url::Url};
use proptest::prelude::*;

use DispositionKind::{Attachment as Saved, Inline as Shown};

fn with_presigner<T>(run: impl FnOnce(&Presigner<'_>) -> T) -> T {
    let bucket = Endpoint::r2("0123456789abcdef").unwrap().bucket("attachments").unwrap();
    let signer = Signer::new(bucket, Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap());
    run(&signer.at(Validity::new(1_700_000_000, Duration::from_secs(3600)).unwrap()).unwrap())
}

/// The type that a link answers with.
fn signed_type(url: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    url.query_pairs().find(|(name, _)| name == "response-content-type").map(|(_, value)| value.into_owned())
}

/// What becomes of a type that is to be shown. [`Request::inline`](presigner::Request::inline), the link of an attachment
/// and its descriptor must agree.
fn asked_inline(content_type: &str) -> (DispositionKind, Option<String>) {
    with_presigner(|presigner| {
        let request = presigner.get("k").unwrap().inline("a", content_type);
        let kind = request.disposition().unwrap().kind();
        let signed = signed_type(request.presign().url());
        let descriptor = Attachment::new("a", "k", 1)
            .file_name("a")
            .content_type(content_type)
            .inline()
            .descriptor(presigner)
            .unwrap();
        assert_eq!(descriptor.content_disposition(), Some(kind), "{content_type:?}");
        assert_eq!(descriptor.content_type(), signed.as_deref(), "{content_type:?}");
        assert_eq!(signed_type(descriptor.download_url()), signed, "{content_type:?}");
        (kind, signed)
    })
}

/// The type of an attachment that is to be saved, in its link and its descriptor.
fn asked_to_save(attachment: Attachment<'_>) -> Option<String> {
    with_presigner(|presigner| {
        let descriptor = attachment.descriptor(presigner).unwrap();
        assert_eq!(descriptor.content_disposition(), Some(Saved));
        let signed = signed_type(descriptor.download_url());
        assert_eq!(descriptor.content_type(), signed.as_deref());
        assert_eq!(signed_type(attachment.redirect(presigner, "GET").unwrap().link().url()), signed);
        signed
    })
}

fn saved_as(content_type: &str) -> Option<String> {
    asked_to_save(Attachment::new("a", "k", 1).file_name("a").content_type(content_type))
}

#[test]
fn parameters_cost_no_type_its_essence() {
    for (content_type, kind, signed) in [
        ("image/png; name=\"Größe.png\"", Shown, "image/png"),
        ("image/png;\r\n\tname=\"a.png\"", Shown, "image/png"),
        ("image/png;\n name=\"a\n b.png\"", Shown, "image/png"),
        ("\r\n IMAGE/PNG\r\n\t; name=a", Shown, "image/png"),
        ("application/pdf; name=Invoice (1).pdf", Shown, "application/pdf"),
        ("application/pdf name=a.pdf", Shown, "application/pdf"),
        ("application/msword; name=管理.doc", Saved, "application/msword"),
        ("application/zip; name=\"invoice.pdf.exe\"", Saved, "application/zip"),
        ("video/mp4; a=b, text/html", Shown, "video/mp4"),
        ("text/plain; name=\"a\r\n b\";\r\n charset=ISO-8859-1", Shown, "text/plain; charset=iso-8859-1"),
        ("text/plain; charset=koi8-r; name=a (1).txt", Shown, "text/plain; charset=koi8-r"),
        ("text/plain; name=a (1).txt; charset=koi8-r", Shown, "text/plain; charset=utf-8"),
        ("text/csv; charset=\"Shift_JIS\"; header=present", Saved, "text/csv; charset=shift_jis"),
    ] {
        assert_eq!(asked_inline(content_type), (kind, Some(signed.into())), "{content_type:?}");
    }
    assert_eq!(saved_as("text/plain").as_deref(), Some("text/plain"));
    assert_eq!(saved_as("text/plain; charset=Koi8-R; name=\"a.exe\"").as_deref(), Some("text/plain; charset=koi8-r"));
}

#[test]
fn what_is_no_type_is_saved_without_one() {
    for content_type in [
        "",
        " ",
        "png",
        "image/",
        "image /png",
        "image/\r\n png",
        "video/mp4,text/html",
        "text/plain, text/html",
        "text/plain , text/html",
        "text/plain\r\n , text/html",
        "text/plain\r\nSet-Cookie: a=b",
        "text/plain\n",
        "text/plain\0",
        "text/pläin",
    ] {
        assert_eq!(asked_inline(content_type), (Saved, None), "{content_type:?}");
        assert_eq!(saved_as(content_type), None, "{content_type:?}");
    }
}

#[test]
fn old_names_of_safe_types_are_signed_by_the_registered_ones() {
    for (old, registered) in [
        ("image/jpg", "image/jpeg"),
        ("IMAGE/PJPEG; name=a", "image/jpeg"),
        ("image/x-png", "image/png"),
        ("application/x-pdf", "application/pdf"),
        ("image/bmp", "image/bmp"),
    ] {
        assert_eq!(asked_inline(old), (Shown, Some(registered.into())));
        assert_eq!(saved_as(old).as_deref(), Some(registered));
    }
}

const RUNNABLE: [&str; 9] = [
    "text/html",
    "TEXT/HTML; charset=utf-7",
    "image/svg+xml",
    "application/xhtml+xml",
    "video/x+XML",
    "text/xml",
    "application/xml; name=a",
    "text/xsl",
    "multipart/x-mixed-replace;boundary=a",
];

#[test]
fn what_can_run_is_saved_as_bytes() {
    for content_type in RUNNABLE {
        assert_eq!(asked_inline(content_type), (Saved, Some("application/octet-stream".into())), "{content_type}");
        assert_eq!(saved_as(content_type).as_deref(), Some("application/octet-stream"), "{content_type}");
    }
}

#[test]
fn what_can_run_keeps_its_type_where_the_caller_says_so() {
    let page = Attachment::new("a", "k", 1).content_type_risking_script("Text/HTML; charset=\"UTF-8\"; name=a b");
    for attachment in [page, page.inline()] {
        assert_eq!(asked_to_save(attachment).as_deref(), Some("text/html; charset=utf-8"));
    }
    assert_eq!(asked_to_save(page.content_type("text/html")).as_deref(), Some("application/octet-stream"));
    assert_eq!(asked_to_save(page.content_type_risking_script("text/html,image/png")), None);
    let photo = Attachment::new("a", "k", 1).content_type_risking_script("image/png").inline();
    let kind = with_presigner(|presigner| photo.descriptor(presigner).unwrap().content_disposition());
    assert_eq!(kind, Some(Shown));
}

proptest! {
    #[test]
    fn nothing_but_essence_and_charset_is_signed(
        content_type in prop_oneof![
            "(image/png|text/plain|text/html|video/[!-~]{0,9})([ ;,\r\n\t]{0,3}(name|charset)?=?[ -~é\r\n]{0,9}){0,3}",
            "\\PC{0,40}",
        ],
    ) {
        for signed in [asked_inline(&content_type).1, saved_as(&content_type)].into_iter().flatten() {
            let (essence, charset) = signed.split_once("; charset=").unwrap_or((&signed, "utf-8"));
            let is_token = |text: &str| {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(&byte))
            };
            prop_assert!(essence.split('/').count() == 2 && essence.split('/').all(is_token), "{}", signed);
            prop_assert!(is_token(charset) && signed == signed.to_ascii_lowercase());
            // What was signed once is signed so again.
            prop_assert_eq!(saved_as(&signed), Some(signed));
        }
    }
}
