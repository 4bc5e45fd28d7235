//! A presigner with a scope signs nothing that names anything outside it, whatever it is asked for.

mod common;

use percent_encoding::percent_decode_str;
use presigner::url::{Position, Url};
use presigner::{
    Checksum, CopySource, Endpoint, Error, Method, Presigned, Presigner, Request, Result, Signer, Validity,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use common::valid_for;

const BUCKET: &str = "bucket";

/// Parameters that keep a request for a bucket a listing. Any other may be a subresource, as `policy` or `session`.
const LISTING_PARAMETERS: [&str; 26] = [
    "continuation-token",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "key-marker",
    "list-type",
    "marker",
    "max-keys",
    "max-uploads",
    "prefix",
    "start-after",
    "upload-id-marker",
    "uploads",
    "version-id-marker",
    "versions",
    // Those of objects and parts mean nothing here.
    "max-parts",
    "part-number-marker",
    "partNumber",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "uploadId",
    "versionId",
];

/// Subresources of buckets. Swift's S3 layer answers for the bucket also where the path has a key:
/// `POST /bucket/key?delete` deletes whatever the body names.
const BUCKET_SUBRESOURCES: [&str; 24] = [
    "accelerate",
    "analytics",
    "cors",
    "delete",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "session",
    "versioning",
    "website",
    // Google: the body names the objects that this one is composed of. Huawei: the value is the new key.
    "compose",
    "rename",
];

/// Parameters of S3's operations on objects, by its API reference.
const OBJECT_PARAMETERS: &str = "acl annotation annotationName attributes legal-hold partNumber retention select \
    select-type tagging torrent uploadId uploads versionId versions x-id";
/// Headers of HTTP that name no object.
const HTTP_HEADERS: &str = "accept accept-encoding accept-language cache-control content-digest content-disposition \
    content-encoding content-language content-length content-md5 content-type date expires if-match if-modified-since \
    if-none-match if-range if-unmodified-since origin range referer user-agent";
/// Headers of S3's operations on objects, with `x-amz-` before them, but for the source of a copy.
const S3_HEADERS: &str = "acl bypass-governance-retention checksum-algorithm checksum-crc32 checksum-crc32c checksum-crc64nvme checksum-md5 checksum-mode checksum-sha1 checksum-sha256 checksum-sha512 checksum-type checksum-xxhash128 checksum-xxhash3 checksum-xxhash64 copy-source-if-match copy-source-if-modified-since copy-source-if-none-match copy-source-if-unmodified-since copy-source-range copy-source-server-side-encryption-customer-algorithm copy-source-server-side-encryption-customer-key copy-source-server-side-encryption-customer-key-md5 expected-bucket-owner grant-full-control grant-read grant-read-acp grant-write grant-write-acp if-match-initiated-time if-match-last-modified-time if-match-size max-parts metadata-directive mfa mp-object-size object-attributes object-lock-legal-hold object-lock-mode object-lock-retain-until-date optional-object-attributes part-number-marker request-payer sdk-checksum-algorithm server-side-encryption server-side-encryption-aws-kms-key-id server-side-encryption-bucket-key-enabled server-side-encryption-context server-side-encryption-customer-algorithm server-side-encryption-customer-key server-side-encryption-customer-key-md5 source-expected-bucket-owner storage-class tagging tagging-directive website-redirect-location write-offset-bytes";

fn signer(virtual_hosted: bool) -> Signer {
    let endpoint = Endpoint::custom("http://s3.example.com:9000", "eu-central-1").unwrap();
    let endpoint = if virtual_hosted { endpoint.virtual_hosted() } else { endpoint };
    common::signer(&endpoint, BUCKET)
}

fn validity() -> Validity {
    valid_for(60)
}

fn text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "b",
        "users",
        "42",
        "4",
        "/",
        "/",
        "//",
        ".",
        "..",
        "../",
        "./",
        "%2F",
        "%2e%2e/",
        "%",
        "+",
        " ",
        "?",
        "#",
        "&",
        "=",
        ";",
        "\\",
        "é",
        "e\u{301}",
        "🙂",
        "\0",
        "\n",
        "bucket",
        "?versionId=1",
        "prefix=",
    ];
    vec(prop_oneof![8 => select(pieces).prop_map(String::from), 1 => any::<String>()], 0..5)
        .prop_map(|pieces| pieces.concat())
}

fn scope() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("users/42/".to_owned()),
        1 => select(vec!["/", "//", "%2F/", "../", "a b/", "é/", "users/4/"]).prop_map(String::from),
        2 => text().prop_map(|text| text + "/"),
    ]
}

/// Texts inside the scope, and texts that are so by some reading or other.
fn near(scope: &str) -> impl Strategy<Value = String> + use<> {
    let variants = vec![
        scope.to_owned(),
        scope.trim_end_matches('/').to_owned(),
        scope.replace('/', "%2F"),
        scope.replace('/', "\\"),
        scope.replace('/', "//"),
        scope.to_uppercase(),
        format!("/{scope}"),
        format!("{BUCKET}/{scope}"),
        format!("{scope}../"),
        format!("{scope}%2e%2e/"),
        format!("{scope}/../"),
        String::new(),
        "users/4".to_owned(),
        "users/43/".to_owned(),
    ];
    let scope = scope.to_owned();
    prop_oneof![
        5 => (Just(scope), text()).prop_map(|(scope, text)| scope + &text),
        2 => (select(variants), text()).prop_map(|(variant, text)| variant + &text),
        1 => text(),
    ]
}

/// Names that a request could smuggle another object, or a bucket, in with.
fn name() -> impl Strategy<Value = String> {
    let names = [
        "x-amz-copy-source",
        "x-amz-copy-source-range",
        "x-amz-copy-source-if-match",
        "x-amz-rename-source",
        "x-goog-copy-source",
        "x-oss-copy-source",
        "x-amz-meta-snowball-auto-extract",
        "x-amz-meta-copy-source",
        "x-amz-acl",
        "prefix",
        "marker",
        "acl",
        "tagging",
        "uploads",
        "versionId",
        "response-expires",
        "restore",
        "list-type",
        "versions",
        "x-image-save-object",
        "x-image-save-bucket",
        "x-tos-save-object",
        "x-tos-save-bucket",
        "x-oss-process",
        "x-user",
        "Pic-Operations",
    ];
    let recased = (select([&names[..], &BUCKET_SUBRESOURCES[..]].concat()), vec(any::<bool>(), 40)).prop_map(
        |(name, upper_case)| {
            let letter = |(letter, upper): (char, bool)| if upper { letter.to_ascii_uppercase() } else { letter };
            name.chars().zip(upper_case).map(letter).collect::<String>()
        },
    );
    prop_oneof![
        4 => select([&names[..], &BUCKET_SUBRESOURCES[..]].concat()).prop_map(String::from),
        2 => recased.clone(),
        // Some servers read headers as CGI does, which makes an underscore of every hyphen (RFC 3875, section 4.1.18).
        1 => recased.prop_map(|name| name.replace('-', "_")),
        1 => text(),
    ]
}

#[derive(Clone, Debug)]
enum Extra {
    Query(String, String),
    Header(String, String),
    OwnQuery(String, String),
    OwnHeader(String, String),
    Metadata(String, String),
    Typed(usize, String),
}

fn extra(scope: &str) -> impl Strategy<Value = Extra> + use<> {
    let value = prop_oneof![
        4 => near(scope),
        2 => near(scope).prop_map(|key| format!("/{BUCKET}/{key}")),
        1 => near(scope).prop_map(|key| format!("other/{key}")),
        2 => Just(String::new()),
        1 => Just("1".to_owned()),
    ];
    prop_oneof![
        4 => (name(), value.clone()).prop_map(|(name, value)| Extra::Query(name, value)),
        4 => (name(), value.clone()).prop_map(|(name, value)| Extra::Header(name, value)),
        1 => (name(), value.clone()).prop_map(|(name, value)| Extra::OwnQuery(name, value)),
        1 => (name(), value.clone()).prop_map(|(name, value)| Extra::OwnHeader(name, value)),
        1 => (name(), value.clone()).prop_map(|(name, value)| Extra::Metadata(name.replace("x-amz-meta-", ""), value)),
        2 => (0_usize..12, value).prop_map(|(setter, value)| Extra::Typed(setter, value)),
    ]
}

fn add<'a>(request: Request<'a>, extra: &'a Extra) -> Result<Request<'a>> {
    match extra {
        Extra::Query(name, value) => request.query(name, value),
        Extra::Header(name, value) => request.header(name, value),
        Extra::OwnQuery(name, value) => request.own_query(name, value),
        Extra::OwnHeader(name, value) => request.own_header(name, value),
        Extra::Metadata(name, value) => request.metadata(name, value),
        Extra::Typed(setter, value) => match setter {
            0 => request.version_id(value),
            1 => request.delimiter(value),
            2 => request.start_after(value),
            3 => request.key_marker(value),
            4 => request.continuation_token(value),
            5 => request.upload_id_marker(value),
            6 => request.version_id_marker(value),
            7 => request.copy_source_range(0, 9),
            8 => request.response_content_disposition(value),
            9 => request.checksum(Checksum::Sha256, value),
            10 => request.part_number(1),
            _ => request.encoding_type_url(),
        },
    }
}

/// What is asked for: which method of the presigner, and its arguments.
#[derive(Clone, Debug)]
struct Ask {
    operation: usize,
    key: String,
    source_bucket: String,
    source_key: String,
    extras: Vec<Extra>,
}

const OPERATIONS: usize = 28;

fn ask(scope: &str) -> impl Strategy<Value = Ask> + use<> {
    let source_bucket = select(vec![BUCKET, BUCKET, BUCKET, "other", "Bucket", "bucket "]).prop_map(String::from);
    (0..OPERATIONS, near(scope), source_bucket, near(scope), vec(extra(scope), 0..3)).prop_map(
        |(operation, key, source_bucket, source_key, extras)| Ask { operation, key, source_bucket, source_key, extras },
    )
}

impl Ask {
    fn begin<'a>(&'a self, presigner: &'a Presigner<'a>) -> Result<Request<'a>> {
        let key = self.key.as_str();
        let source = || CopySource::new(&self.source_bucket, &self.source_key);
        match self.operation {
            0 => presigner.get(key),
            1 => presigner.head(key),
            2 => presigner.put(key),
            3 => presigner.delete(key),
            4 => presigner.object(Method::POST, key),
            5 => presigner.object(Method::custom("COPY")?, key),
            6 => presigner.get_object_tagging(key),
            7 => presigner.put_object_tagging(key),
            8 => presigner.delete_object_tagging(key),
            9 => presigner.get_object_acl(key),
            10 => presigner.put_object_acl(key),
            11 => presigner.get_object_attributes(key, "ETag"),
            12 => presigner.create_multipart_upload(key),
            13 => presigner.upload_part(key, "id", 1),
            14 => presigner.complete_multipart_upload(key, "id"),
            15 => presigner.abort_multipart_upload(key, "id"),
            16 => presigner.list_parts(key, "id"),
            17 | 18 => presigner.copy_object(key, source()?),
            19 => presigner.upload_part_copy(key, "id", 1, source()?.version_id("1")?),
            20 => presigner.list_objects_v2(key),
            21 => presigner.list_object_versions(key),
            22 => presigner.list_multipart_uploads(key),
            23 => presigner.root(Method::GET),
            24 => presigner.head_bucket(),
            25 => presigner.create_bucket(),
            26 => presigner.delete_bucket(),
            _ => presigner.delete_objects(),
        }
    }

    fn link(&self, presigner: &Presigner<'_>) -> Result<Presigned> {
        let mut request = self.begin(presigner)?;
        for extra in &self.extras {
            request = add(request, extra)?;
        }
        Ok(request.presign())
    }
}

fn is_inside(scope: &str, key: &str) -> bool {
    key.len() > scope.len() && key.starts_with(scope)
}

/// The name as the most forgiving server reads it.
fn forgiving(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

/// Bucket and key of a copy source, as S3 reads the header.
fn read_copy_source(value: &str) -> (String, String) {
    let value = value.split_once("?versionId=").map_or(value, |(object, _)| object);
    let value = percent_decode_str(value).decode_utf8().unwrap();
    let (bucket, key) = value.strip_prefix('/').unwrap_or(&value).split_once('/').unwrap();
    (bucket.to_owned(), key.to_owned())
}

/// Reads a link as a server would, and says what is outside.
fn outside(link: &Presigned, scope: &str, virtual_hosted: bool) -> Option<String> {
    let url = Url::parse(link.url()).unwrap();
    if url.as_str() != link.url() {
        return Some("a client changes the URL".into());
    }
    let authority = &url[Position::BeforeHost..Position::AfterPort];
    let (expected_authority, root) =
        if virtual_hosted { ("bucket.s3.example.com:9000", "/") } else { ("s3.example.com:9000", "/bucket/") };
    if authority != expected_authority {
        return Some(format!("another host: {authority}"));
    }
    let query: Vec<(String, String)> = url.query_pairs().map(|(name, value)| (name.into(), value.into())).collect();
    let path = percent_decode_str(url.path()).decode_utf8().unwrap();
    let key = path.strip_prefix(root).filter(|key| !key.is_empty());
    if let Some(key) = key {
        if !is_inside(scope, key) {
            return Some(format!("the key {key:?}"));
        }
        if let Some((name, _)) = query.iter().find(|(name, _)| BUCKET_SUBRESOURCES.contains(&name.as_str())) {
            return Some(format!("the subresource {name:?} of a bucket"));
        }
    } else {
        if link.method() != Method::GET || path.trim_end_matches('/') != root.trim_end_matches('/') {
            return Some(format!("{} of {path:?}", link.method()));
        }
        let prefixes: Vec<_> = query.iter().filter(|(name, _)| name.eq_ignore_ascii_case("prefix")).collect();
        if !matches!(&*prefixes, [(name, prefix)] if name == "prefix" && prefix.starts_with(scope)) {
            return Some(format!("the prefixes {prefixes:?}"));
        }
        for (name, _) in &query {
            if !LISTING_PARAMETERS.contains(&name.as_str()) && !forgiving(name).starts_with("x-") {
                return Some(format!("the subresource {name:?} of the bucket"));
            }
        }
    }

    let headers = link.headers().map(|(name, value)| ("header", name, value));
    let parameters = query.iter().map(|(name, value)| ("parameter", name.as_str(), value.as_str()));
    for (place, name, value) in headers.chain(parameters) {
        let read_as = forgiving(name);
        let names_another = match read_as.strip_prefix("x-amz-meta-") {
            Some(metadata) => metadata.ends_with("snowball-auto-extract"),
            None => ["-copy-source", "-rename-source", "-save-object", "-save-bucket", "-process", "pic-operations"]
                .iter()
                .any(|suffix| read_as.ends_with(suffix)),
        };
        if !names_another {
            continue;
        }
        if (place, name) != ("header", "x-amz-copy-source") {
            return Some(format!("the {place} {name:?}"));
        }
        let (bucket, key) = read_copy_source(value);
        if bucket != BUCKET || !is_inside(scope, &key) {
            return Some(format!("the copy source {bucket:?} {key:?}"));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn nothing_outside_the_scope_is_signed(
        (scope, ask) in scope().prop_flat_map(|scope| (Just(scope.clone()), ask(&scope))), virtual_hosted in any::<bool>(),
    ) {
        let signer = signer(virtual_hosted);
        let presigner = signer.at(validity()).unwrap().within(&scope).unwrap();
        if let Ok(link) = ask.link(&presigner) {
            prop_assert_eq!(outside(&link, &scope, virtual_hosted), None, "{}", link.url());
        }
    }

    /// A scope in a scope is inside it, and what it signs is inside both.
    #[test]
    fn a_nested_scope_only_narrows(
        (outer, inner, ask) in scope().prop_flat_map(|outer| {
            let inner = prop_oneof![near(&outer), scope()];
            (Just(outer), inner).prop_flat_map(|(outer, inner)| (Just(outer), Just(inner.clone()), ask(&inner)))
        }),
    ) {
        let signer = signer(false);
        let outer_presigner = signer.at(validity()).unwrap().within(&outer).unwrap();
        match outer_presigner.within(&inner) {
            Ok(presigner) => {
                prop_assert!(inner.starts_with(&outer) && inner.ends_with('/'));
                if let Ok(link) = ask.link(&presigner) {
                    prop_assert_eq!(outside(&link, &inner, false), None, "{}", link.url());
                    prop_assert_eq!(outside(&link, &outer, false), None, "{}", link.url());
                }
            }
            Err(Error::InvalidScopePrefix) => prop_assert!(!inner.ends_with('/')),
            Err(error) => {
                prop_assert_eq!(error, Error::OutsideScope);
                prop_assert!(!inner.starts_with(&outer));
            }
        }
    }

    /// What is inside is signed as without a scope: the scope is no part of a link.
    #[test]
    fn inside_the_scope_nothing_changes(
        scope in scope(), key in text(), source_key in text(), operation in 0_usize..=22, virtual_hosted in any::<bool>(),
    ) {
        let signer = signer(virtual_hosted);
        let free = signer.at(validity()).unwrap();
        let scoped = free.clone().within(&scope).unwrap();
        let ask = Ask {
            operation,
            key: format!("{scope}{key}"),
            source_bucket: BUCKET.to_owned(),
            source_key: format!("{scope}{source_key}"),
            extras: Vec::new(),
        };
        match (ask.link(&free), ask.link(&scoped)) {
            (Ok(free), Ok(scoped)) => {
                prop_assert_eq!(free.url(), scoped.url());
                prop_assert!(free.headers().eq(scoped.headers()));
                prop_assert_eq!(outside(&scoped, &scope, virtual_hosted), None);
            }
            (Err(free), Err(scoped)) => prop_assert_eq!(free, scoped),
            (free, scoped) => {
                // The scope's own prefix is no key in it.
                prop_assert!(free.is_ok() && key.is_empty() || (17..=19).contains(&operation) && source_key.is_empty());
                prop_assert_eq!(scoped.unwrap_err(), Error::OutsideScope);
            }
        }
    }
}

/// The checks above see what they are there to see: each of these links, made without a scope, is outside.
#[test]
fn the_checks_have_teeth() {
    let signer = signer(false);
    let presigner = signer.at(validity()).unwrap();
    let copy = |bucket, key| presigner.copy_object("users/42/a", CopySource::new(bucket, key).unwrap()).unwrap();
    let put = || presigner.put("users/42/a").unwrap();
    let list = || presigner.list_objects_v2("users/42/").unwrap();
    for request in [
        presigner.get("users/43/a").unwrap(),
        presigner.get("users/42/").unwrap(),
        presigner.get("users/4").unwrap(),
        copy(BUCKET, "users/43/a"),
        copy(BUCKET, "users/42/"),
        copy("other", "users/42/a"),
        presigner.list_objects_v2("").unwrap(),
        presigner.list_objects_v2("users/4").unwrap(),
        presigner.root(Method::GET).unwrap(),
        presigner.delete_objects().unwrap(),
        list().query("policy", "").unwrap(),
        list().query("Prefix", "").unwrap(),
        presigner.object(Method::POST, "users/42/a").unwrap().query("delete", "").unwrap(),
        put().header("X-Amz-Copy-Source", "bucket/users/43/a").unwrap(),
        put().header("x_amz_copy_source", "bucket/users/42/a").unwrap(),
        put().header("x-amz-rename-source", "users/42/b").unwrap(),
        put().header("x-goog-copy-source", "bucket/users/42/b").unwrap(),
        put().query("x-amz-copy-source", "bucket/users/42/b").unwrap(),
        put().metadata("Snowball-Auto-Extract", "true").unwrap(),
        presigner.get("users/42/a").unwrap().query("x-image-save-object", "users/43/b").unwrap(),
        presigner.get("users/42/a").unwrap().query("x-oss-process", "sys/saveas,o_YQ").unwrap(),
        put().header("Pic-Operations", "{}").unwrap(),
    ] {
        let link = request.presign();
        assert!(outside(&link, "users/42/", false).is_some(), "{}", link.url());
    }
    for request in [
        presigner.get("users/42/a").unwrap(),
        copy(BUCKET, "users/42/b"),
        list(),
        list().query("x-amz-request-payer", "requester").unwrap(),
        put().metadata("copy-source", "letter").unwrap(),
    ] {
        let link = request.presign();
        assert_eq!(outside(&link, "users/42/", false), None, "{}", link.url());
    }
}

/// Names as other stores have them, and names that nobody knows.
fn unknown_name() -> impl Strategy<Value = String> {
    let starts =
        vec!["", "x-", "X-", "x_", "x-amz-", "x-AMZ-", "x-goog-", "x-oss-", "x-cos-", "x-tos-", "x-obs-", "x-image-"];
    let words = vec![
        "save", "object", "bucket", "process", "callback", "copy", "source", "acl", "rename", "user", "id", "archive",
        "key", "async", "fetch", "append", "symlink", "target", "policy", "checksum", "mode", "storage", "class",
    ];
    prop_oneof![
        6 => (select(starts), vec(select(words), 1..4)).prop_map(|(start, words)| format!("{start}{}", words.join("-"))),
        1 => "[A-Za-z_-]{1,12}",
        1 => name(),
        1 => any::<String>(),
    ]
}

fn is_known(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Nothing passes by how it begins.
    #[test]
    fn in_a_scope_only_known_names_pass(name in unknown_name()) {
        let signer = signer(false);
        let presigner = signer.at(validity()).unwrap().within("users/42/").unwrap();
        let of_s3 = |name: &str| name.strip_prefix("x-amz-").is_some_and(|rest| is_known(S3_HEADERS, rest));
        let of_listings = LISTING_PARAMETERS.contains(&&*name);
        let for_object = is_known(OBJECT_PARAMETERS, &name) || of_listings && name != "marker" || of_s3(&name);
        let for_listing = name == "x-id" || of_listings || of_s3(&name);
        for (request, known) in [
            (presigner.get("users/42/a").unwrap(), for_object),
            (presigner.list_objects_v2("users/42/").unwrap(), for_listing),
        ] {
            match request.query(&name, "1") {
                Ok(_) => prop_assert!(known, "{name:?}"),
                // Which is looked at in any request.
                Err(Error::OutsideScope) => prop_assert!(!known, "{name:?}"),
                Err(error) => prop_assert!(known || error != Error::DuplicateParameter, "{name:?} {error}"),
            }
        }
        let lower_case = name.to_ascii_lowercase();
        let known = is_known(HTTP_HEADERS, &lower_case) || of_s3(&lower_case) || forgiving(&name).starts_with("x-amz-meta-");
        match presigner.put("users/42/a").unwrap().header(&name, "1") {
            Ok(_) => prop_assert!(known, "{name:?}"),
            Err(Error::OutsideScope) => prop_assert!(!known || lower_case.ends_with("extract"), "{name:?}"),
            Err(_) => {}
        }
    }

    /// What is said to be the caller's own passes, unless a store acts on such names; without a scope there is no difference.
    #[test]
    fn names_of_the_callers_own_need_a_call_of_their_own(name in "[a-z]{1,2}[a-z-]{0,9}") {
        let name = format!("x-{name}");
        let signer = signer(false);
        let free = signer.at(validity()).unwrap();
        let presigner = free.clone().within("users/42/").unwrap();
        let request = presigner.get("users/42/a").unwrap();
        prop_assume!(name != "x-id");
        prop_assert_eq!(request.clone().query(&name, "1").unwrap_err(), Error::OutsideScope);
        prop_assert_eq!(request.clone().header(&name, "1").unwrap_err(), Error::OutsideScope);
        if let Ok(own) = request.clone().own_query(&name, "1").and_then(|request| request.own_header(&name, "1")) {
            let free = free.get("users/42/a").unwrap().query(&name, "1").unwrap().header(&name, "1").unwrap();
            prop_assert_eq!(own.presign().url().to_owned(), free.presign().url().to_owned());
        }
    }
}

#[test]
fn names_of_stores_are_nobodys_own() {
    let signer = signer(false);
    let presigner = signer.at(validity()).unwrap().within("users/42/").unwrap();
    let request = || presigner.get("users/42/a").unwrap();
    for name in [
        "x-image-save-object",
        "x-image-save-bucket",
        "x-tos-save-object",
        "x-tos-save-bucket",
        "x-oss-process",
        "X-Oss-Process",
        "x_oss_process",
        "x-amz-acl",
        "x-new-copy-source",
        "x-http-method-override",
        "x-original-url",
        "x-copy-from",
        "user",
        "delete",
        "policy",
        "Pic-Operations",
    ] {
        assert_eq!(request().own_query(name, "1").unwrap_err(), Error::OutsideScope, "{name}");
        assert_eq!(request().own_header(name, "1").unwrap_err(), Error::OutsideScope, "{name}");
        assert_eq!(request().query(name, "1").is_ok(), name == "x-amz-acl", "{name}");
    }
    for name in ["x-user", "x-request-id", "X-Trace", "x-tenant"] {
        assert!(request().own_query(name, "1").is_ok() && request().own_header(name, "1").is_ok(), "{name}");
    }
}

/// An access point is another bucket than the one whose objects it leads to, and the same as itself.
#[test]
fn a_copy_from_an_access_point_stays_in_the_scope() {
    let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/reports";
    let endpoint = Endpoint::aws("us-west-2").unwrap();
    let credentials = presigner::Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalr").unwrap();
    let signer = Signer::new(endpoint.bucket(arn).unwrap(), credentials);
    let presigner = signer.at(validity()).unwrap().within("users/42/").unwrap();
    let copy = |bucket, key| presigner.copy_object("users/42/b", CopySource::new(bucket, key).unwrap());
    let link = copy(arn, "users/42/a b").unwrap().presign();
    let source = "arn%3Aaws%3As3%3Aus-west-2%3A123456789012%3Aaccesspoint/reports/object/users/42/a%20b";
    assert!(link.headers().eq([("x-amz-copy-source", source)]));
    assert_eq!(copy(arn, "users/43/a").unwrap_err(), Error::OutsideScope);
    assert_eq!(copy("reports", "users/42/a").unwrap_err(), Error::OutsideScope);
}
