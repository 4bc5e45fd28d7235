//! Buckets behind an nginx that maps the path and the host, and a bucket whose host is its own.

use presigner::post::PostPolicy;
use presigner::{Bucket, Endpoint, Result};

use crate::client::{Follow, send};
use crate::form::Form;
use crate::server::{Server, Store, Style};
use crate::{contents, keys};

/// `http://proxy/stripped/bucket/key`, of which the store sees all but the prefix, at the host of the proxy.
pub fn a_proxy_strips_a_prefix(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "stripped")?;
    let port = server.setting("PROXY_PORT");
    let (host, endpoint) = match style {
        Style::Path => {
            ("127.0.0.1".to_owned(), Endpoint::custom(&format!("http://127.0.0.1:{port}"), server.region())?)
        }
        Style::VirtualHost => {
            let endpoint = Endpoint::custom(&format!("http://{}:{port}", server.domain), server.region())?;
            (format!("{}.{}", store.bucket(), server.domain), endpoint.virtual_hosted())
        }
    };
    let public_root = match style {
        Style::Path => format!("http://{host}:{port}/stripped/{}", store.bucket()),
        Style::VirtualHost => format!("http://{host}:{port}/stripped"),
    };
    let bucket = endpoint.bucket(store.bucket())?;
    every_kind_works(server, style, &store, bucket.with_public_root(&public_root)?)
}

/// `http://proxy/by-path/key` and `http://proxy/by-host/key`, of which the store sees a bucket that nothing there names.
pub fn a_proxy_changes_the_host(server: &Server, style: Style) -> Result<()> {
    let store = server.store(style, "proxied")?;
    let name = match style {
        Style::Path => "by-path",
        Style::VirtualHost => "by-host",
    };
    let public_root = format!("http://localhost:{}/{name}", server.setting("PROXY_PORT"));
    let bucket = store.signer.bucket().expect("a signer of a bucket").clone();
    every_kind_works(server, style, &store, bucket.with_public_root(&public_root)?)
}

/// `http://files.example.test/key`: radosgw takes a host that is none of its own for the name of a bucket.
pub fn a_bucket_is_its_domain(server: &Server, style: Style) -> Result<()> {
    let name = match style {
        Style::Path => "files.presigner.test",
        // Another bucket, as the tests of both styles run at once.
        Style::VirtualHost => "more.files.presigner.test",
    };
    let store = server.at(Endpoint::custom(&server.url("127.0.0.1"), server.region())?.bucket(name)?)?;
    let made = store.presigner()?.create_bucket()?.send(&[]);
    assert!(matches!(made.status, 200 | 409), "{made}");
    let domain = Endpoint::custom(&server.url(name), server.region())?.custom_domain();
    every_kind_works(server, style, &store, domain.bucket(name)?)
}

/// A link of each kind, and that what it did is what the store itself sees.
fn every_kind_works(server: &Server, style: Style, store: &Store, seen: Bucket) -> Result<()> {
    let clients = server.at(seen)?;
    let bucket = clients.signer.bucket().expect("a signer of a bucket");
    let presigner = clients.presigner()?;
    for key in keys::hostile() {
        presigner.put(&key)?.send(&contents(&key)).expect(200);
        store.assert_kept(&key)?;
        clients.assert_kept(&key)?;
    }
    let listed = store.presigner()?.list_objects_v2("a/")?.send(&[]).expect(200).all("Contents/Key");
    assert_eq!(presigner.list_objects_v2("a/")?.send(&[]).expect(200).all("Contents/Key"), listed);
    presigner.head_bucket()?.send(&[]).expect(200);

    // Signed headers, an override, a copy, whose source has the bucket's name.
    let key = "Größe 1+2.pdf";
    presigner.put(key)?.content_type("application/pdf")?.send(&contents(key)).expect(200);
    let reply = presigner.get(key)?.attachment("a b.pdf").send(&[]).expect(200);
    assert_eq!(reply.header("content-type"), Some("application/pdf"));
    assert_eq!(reply.header("content-disposition"), Some("attachment; filename=\"a b.pdf\""));
    presigner.copy_object("copy", clients.source(key)?)?.send(&[]).expect(200);
    assert_eq!(store.presigner()?.get("copy")?.send(&[]).expect(200).body, contents(key));

    // A form, whose policy has it too.
    let policy = PostPolicy::new("uploaded", 1..=10_000)?;
    Form::from(&presigner.presign_post(&policy)?).send("a.txt", &contents("uploaded")).expect(204);
    store.assert_kept("uploaded")?;

    // The unsigned URL is that of the object: refused, until it is for everybody.
    let url = bucket.public_url(key)?;
    send("GET", &url, &[], &[]).assert_refused("an object that is not public");
    presigner.put_object_acl(key)?.header("x-amz-acl", "public-read")?.send(&[]).expect(200);
    assert_eq!(send("GET", &url, &[], &[]).expect(200).body, contents(key));

    // And a link that was changed is refused there as anywhere.
    let link = presigner.get(key)?.presign();
    send("GET", &link.url().replacen(".pdf?", ".pdg?", 1), &[], &[]).assert_refused(style.name());
    Ok(())
}
