//! Buckets that are seen otherwise than they are: a host of their own, or a prefix that a proxy takes away. What is signed is what the
//! store sees, by botocore's vectors, and what is returned is what clients see.

mod common;

use presigner::{Bucket, Credentials, Endpoint, Error, Signer};
use url::Url;

use common::{Link, parts, valid_for};

const PUBLIC_ROOTS: [&str; 5] = [
    "https://example.com/minio/",
    "https://example.com/minio/attachments",
    "http://localhost:8080/a/b~c_d.e",
    "https://files.example.com",
    "http://[::1]/x/",
];

fn link(signer: &Signer, key: &str) -> String {
    signer.at(valid_for(3600)).unwrap().get(key).unwrap().presign().into_url()
}

fn signer(bucket: Bucket) -> Signer {
    Signer::new(bucket, common::credentials())
}

#[test]
fn a_public_root_changes_nothing_that_is_signed() {
    let links = Link::all();
    for (place, vector) in links.iter().filter(|link| link.method == "GET" && link.headers.is_empty()).enumerate() {
        let bucket = vector.given.endpoint().bucket(&vector.given.bucket).unwrap();
        let root = PUBLIC_ROOTS[place % PUBLIC_ROOTS.len()];
        let behind_proxy = bucket.clone().with_public_root(root).unwrap();
        assert_eq!(behind_proxy.url().trim_end_matches('/'), root.trim_end_matches('/'));
        assert_eq!((behind_proxy.name(), behind_proxy.endpoint()), (bucket.name(), bucket.endpoint()));

        let [of_the_store, seen] = [&bucket, &behind_proxy].map(|bucket| {
            let signer = Signer::new(bucket.clone(), vector.given.keys.credentials());
            let presigner = signer.at(vector.given.validity()).unwrap();
            let request = vector
                .query
                .iter()
                .try_fold(presigner.get(&vector.key).unwrap(), |request, (name, value)| request.query(name, value));
            let request = request.unwrap();
            let mut exact = String::with_capacity(request.clone().presign().url().len());
            let capacity = exact.capacity();
            request.presign_into(&mut exact);
            assert_eq!((exact.capacity(), &*exact), (capacity, request.presign().url()));
            (request.presign().into_url(), request.explain())
        });
        assert_eq!(parts(&of_the_store.0), parts(&vector.url), "{}", vector.id);
        let rest = |url: &str, bucket: &Bucket| url.strip_prefix(bucket.url()).unwrap().to_owned();
        assert_eq!(rest(&seen.0, &behind_proxy), rest(&of_the_store.0, &bucket));
        assert_eq!(seen.1, of_the_store.1, "the canonical request is the store's");
        assert_eq!(Url::parse(&seen.0).unwrap().as_str(), seen.0);

        let key_only = seen.0.split('?').next().unwrap();
        assert_eq!(behind_proxy.public_url(&vector.key).unwrap(), key_only);
        assert_eq!(bucket.public_url(&vector.key).unwrap(), of_the_store.0.split('?').next().unwrap());
    }
}

/// Too long for the blocks: hashed from the URL, which does not begin as what is signed.
#[test]
fn nor_does_it_in_a_long_request() {
    let store = || Endpoint::minio("http://minio:9000").unwrap().bucket("attachments").unwrap();
    let token = "t".repeat(2_000);
    let credentials = || Credentials::new("ASIA", "secret").unwrap().with_session_token(&token).unwrap();
    let key = "ü".repeat(500);
    let of_the_store = link(&Signer::new(store(), credentials()), &key);
    for root in PUBLIC_ROOTS {
        let bucket = store().with_public_root(root).unwrap();
        let seen = link(&Signer::new(bucket.clone(), credentials()), &key);
        assert_eq!(seen.strip_prefix(bucket.url()), of_the_store.strip_prefix(store().url()));
    }
}

#[test]
fn operations_on_the_bucket_go_to_the_root_without_its_slash() {
    for (root, start) in [
        ("https://example.com/minio/", "https://example.com/minio?"),
        ("https://files.example.com", "https://files.example.com/?"),
    ] {
        let bucket = Endpoint::minio("http://minio:9000").unwrap().bucket("attachments").unwrap();
        let signer = signer(bucket.with_public_root(root).unwrap());
        let presigner = signer.at(valid_for(60)).unwrap();
        let request = presigner.list_objects_v2("").unwrap();
        assert!(request.presign().url().starts_with(start), "{}", request.presign().url());
        assert!(request.explain().canonical_request().starts_with("GET\n/attachments\n"));
    }
}

/// botocore has no such setting. It signs for the same host where the bucket is the first label of it.
#[test]
fn a_custom_domain_is_signed_as_a_virtual_host() {
    let mut count = 0;
    for vector in Link::all().iter().filter(|link| link.given.style == "virtual" && link.method == "GET") {
        if !vector.headers.is_empty() || !vector.query.is_empty() {
            continue;
        }
        let (scheme, host) = vector.given.endpoint.split_once("://").unwrap();
        let domain = format!("{scheme}://{}.{host}", vector.given.bucket);
        let endpoint = Endpoint::custom(&domain, &vector.given.region).unwrap().custom_domain();
        let bucket = endpoint.bucket("attachments").unwrap();
        assert_eq!(bucket.name(), "attachments");
        let signer = Signer::new(bucket, vector.given.keys.credentials());
        let presigner = signer.at(vector.given.validity()).unwrap();
        assert_eq!(parts(presigner.get(&vector.key).unwrap().presign().url()), parts(&vector.url), "{}", vector.id);
        count += 1;
    }
    assert!(count >= 20, "only {count}");
}

#[test]
fn a_custom_domain_may_be_called_as_its_bucket() {
    let url = |domain: &str, name: &str| {
        let bucket = Endpoint::custom(domain, "eu").unwrap().custom_domain().bucket(name);
        bucket.map(|bucket| bucket.url().to_owned())
    };
    assert_eq!(url("https://files.example.com", "files.example.com"), Ok("https://files.example.com/".into()));
    assert_eq!(url("https://files.s3.example.com", "files"), Ok("https://files.s3.example.com/".into()));
    assert_eq!(url("http://10.0.0.1:9000/base", "My_Bucket"), Ok("http://10.0.0.1:9000/base/".into()));
    assert_eq!(url("https://files.example.com", "a/b"), Err(Error::PrefixInBucket));
    assert!(matches!(url("https://files.example.com", "a\nb"), Err(Error::InvalidCharacter { .. })));
    let preset = Endpoint::aws("eu-central-1").unwrap().custom_domain().bucket("attachments");
    assert_eq!(preset.unwrap_err(), Error::UnsupportedCustomDomain);
}

#[test]
fn roots_and_keys_that_no_url_can_have() {
    let bucket = || Endpoint::minio("http://minio:9000").unwrap().bucket("attachments").unwrap();
    let refusal = |root: &str| bucket().with_public_root(root).unwrap_err().to_string();
    assert_eq!(refusal("example.com/files"), "the public root is not an absolute URL, as `https://s3.example.com`");
    assert_eq!(refusal("https://example.com/files?a"), "the public root has a query");
    assert_eq!(
        refusal("https://user@example.com/"),
        "the public root has a user name or password; credentials belong in `Credentials`"
    );
    let rule = "it may hold only letters, digits, `-`, `.`, `_`, `~` and `/`";
    assert_eq!(
        refusal("https://example.com/a%20b"),
        format!("the path of the public root holds a character outside its alphabet; {rule}")
    );
    assert!(refusal("https://example.com/../a").starts_with("the path of the public root has a `.` or `..` segment"));
    assert!(bucket().public_url("a/../b").is_err() && bucket().public_url("").is_err());
    assert_eq!(
        Endpoint::aws("eu-central-1").unwrap().custom_domain().bucket("photos").unwrap_err().to_string(),
        "a preset's endpoint is not the domain of one bucket; give that domain to `Endpoint::custom`"
    );
}

#[cfg(feature = "post")]
#[test]
fn forms_go_where_clients_see_the_bucket() {
    use presigner::post::PostPolicy;

    let policy = PostPolicy::new("key", 1..=9).unwrap();
    let form = |bucket: Bucket| signer(bucket).at(valid_for(60)).unwrap().presign_post(&policy).unwrap();
    let store = || Endpoint::minio("http://minio:9000").unwrap().bucket("attachments").unwrap();
    let seen = form(store().with_public_root("https://example.com/minio/").unwrap());
    assert_eq!(seen.url(), "https://example.com/minio");
    assert!(seen.fields().eq(form(store()).fields()), "what is signed names the bucket");
    let domain = Endpoint::custom("https://files.example.com", "us-east-1").unwrap().custom_domain();
    let form_at_domain = form(domain.bucket("attachments").unwrap());
    assert_eq!(form_at_domain.url(), "https://files.example.com/");
    assert!(form_at_domain.fields().eq(form(store()).fields()));
}

/// A server behind the proxy checks what arrives there, and a reader of the link sees what clients do.
#[cfg(feature = "diagnose")]
#[test]
fn the_other_half_sees_what_arrives() {
    use presigner::diagnose::Diagnosis;
    use presigner::verify::{Inspection, Unverified, Verifier, VerifyError, VerifyingKey};

    let endpoint = Endpoint::minio("http://minio:9000").unwrap();
    let keys = |endpoint: &Endpoint| VerifyingKey::new(endpoint, common::credentials());
    let bucket = endpoint.bucket("attachments").unwrap().with_public_root("https://example.com/minio/files").unwrap();
    let signer = signer(bucket);
    let presigner = signer.at(valid_for(60)).unwrap();
    let request = presigner.get("a b.pdf").unwrap();
    let url = request.presign().into_url();

    let link = Inspection::parse(&url).unwrap();
    assert_eq!((link.host(), &*link.path()), ("example.com", "/minio/files/a b.pdf"));

    let arrives = url.replace("https://example.com/minio/files/", "/attachments/");
    let received = Unverified::parse("GET", "minio:9000", &arrives, [("host", "minio:9000")]).unwrap();
    assert_eq!(received.explain(&endpoint), request.explain());
    let unmapped = url.strip_prefix("https://example.com").unwrap();
    let wrong = Unverified::parse("GET", "minio:9000", unmapped, [("host", "minio:9000")]).unwrap();
    let diagnosis = Diagnosis::between(&request.explain(), &wrong.explain(&endpoint));
    assert_eq!(diagnosis.signed(), Some("/attachments/a%20b.pdf"));
    assert_eq!(diagnosis.checked(), Some("/minio/files/a%20b.pdf"));

    let key = keys(&endpoint);
    let at_store = Verifier::new(endpoint.clone(), |_: &str| Some(key.clone())).unwrap();
    let verified = received.verify(&at_store, common::NOW).unwrap();
    assert_eq!((verified.bucket(), verified.key()), ("attachments", "a b.pdf"));

    let domain = Endpoint::custom("https://files.example.com", "us-east-1").unwrap().custom_domain();
    let url = link_of(&domain, "a b.pdf");
    let target = url.strip_prefix("https://files.example.com").unwrap();
    let key = keys(&domain);
    let at_domain = Verifier::new(domain.clone(), |_: &str| Some(key.clone())).unwrap();
    let verified = |host: &str| {
        let received = Unverified::parse("GET", host, target, [("host", host)]).unwrap();
        received
            .verify(&at_domain, common::NOW)
            .map(|verified| (verified.bucket().to_owned(), verified.key().to_owned()))
    };
    assert_eq!(verified("files.example.com"), Ok((String::new(), "a b.pdf".into())));
    assert_eq!(verified("x.files.example.com"), Err(VerifyError::HostMismatch));
}

#[cfg(feature = "diagnose")]
fn link_of(endpoint: &Endpoint, key: &str) -> String {
    link(&signer(endpoint.bucket("attachments").unwrap()), key)
}
