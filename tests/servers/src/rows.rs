//! The rows of the table.

use presigner::multipart::{CompletedPart, completion_body};
use presigner::post::PostPolicy;
use presigner::{Checksum, Method, Request, Result, Validity};

use crate::account::Account;
use crate::client::{Follow, Reply, send};
use crate::contents;
use crate::digests::{md5_base64, sha256_base64};
use crate::exceptions::Exception::*;
use crate::form::Form;
use crate::keys;
use crate::link::{add, remove, replace, value};
use crate::matrix::Matrix;
use crate::server::{LIFETIME, Server, Store, Style, now};
use crate::sessions::{TOKEN, another_letter, assume_role};

const KEY: &str = "a b/+\u{e4}";
const MIB: usize = 1 << 20;

pub fn the_table_is_made(server: &Server, style: Style) -> Result<()> {
    let mut matrix = Matrix::new(server, style);
    // A new one each time: the first row makes it.
    let store = server.open(style, &format!("table-{}", now()))?;
    matrix.heading("Operations");
    objects(&mut matrix, &store)?;
    parts(&mut matrix, &store)?;
    beside_objects(&mut matrix, &store)?;
    versions(&mut matrix, server.store(style, &format!("table-versions-{}", now()))?)?;
    ends(&mut matrix, &store)?;

    let store = server.store(style, "table")?;
    store.put(KEY)?;
    overrides(&mut matrix, &store)?;
    hostile_keys(&mut matrix, &server.store(style, "table-keys")?)?;
    signed_headers(&mut matrix, &store)?;
    alterations(&mut matrix, &store)?;
    signers(&mut matrix)?;
    sessions(&mut matrix, &store)?;
    forms(&mut matrix, &server.store(style, "table-forms")?)?;
    store.assert_kept(KEY)?;
    matrix.finish();
    Ok(())
}

fn ok(reply: &Reply) -> bool {
    matches!(reply.status, 200 | 204)
}

/// The texts at a path, if the answer is a document.
fn texts(reply: &Reply, path: &str) -> Vec<String> {
    if reply.status == 200 { reply.all(path) } else { Vec::new() }
}

fn objects(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    let contents = contents(KEY);
    let is_it = |reply: &Reply| reply.status == 200 && reply.body == contents;
    matrix.works("CreateBucket", &presigner.create_bucket()?, &[], ok, &[]);
    matrix.works("HeadBucket", &presigner.head_bucket()?, &[], ok, &[]);
    matrix.works("PutObject", &presigner.put(KEY)?, &contents, ok, &[]);
    matrix.works("GetObject", &presigner.get(KEY)?, &[], is_it, &[]);
    let length = contents.len().to_string();
    let has_length = |reply: &Reply| reply.status == 200 && reply.header("content-length") == Some(&length);
    matrix.works("HeadObject", &presigner.head(KEY)?, &[], has_length, &[]);
    let range = presigner.get(KEY)?.header("range", "bytes=1-4")?;
    matrix.works("GetObject, a range", &range, &[], |reply| reply.status == 206 && reply.body == contents[1..5], &[]);
    matrix.works("CopyObject", &presigner.copy_object("copy", store.source(KEY)?)?, &[], ok, &[]);
    let listed = |reply: &Reply| texts(reply, "Contents/Key") == [KEY, "copy"];
    matrix.works("ListObjectsV2", &presigner.list_objects_v2("")?, &[], listed, &[]);
    Ok(())
}

fn parts(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    let (key, part) = ("in parts", vec![b'x'; 5 * MIB]);
    let begin = presigner.create_multipart_upload(key)?;
    let id = matrix.works("CreateMultipartUpload", &begin, &[], ok, &[]).upload_id();
    let tag = matrix.works("UploadPart", &presigner.upload_part(key, &id, 1)?, &part, ok, &[]);
    let tag = tag.header("etag").expect("an entity tag").to_owned();
    let copy = presigner.upload_part_copy(key, &id, 2, store.source(KEY)?)?;
    let copied = matrix.works("UploadPartCopy", &copy, &[], ok, &[]).one("ETag");
    let both = |reply: &Reply| texts(reply, "Part/ETag").len() == 2;
    matrix.works("ListParts", &presigner.list_parts(key, &id)?, &[], both, &[PartsWithoutPages]);
    let one = |reply: &Reply| texts(reply, "Upload/Key") == [key];
    matrix.works("ListMultipartUploads", &presigner.list_multipart_uploads("")?, &[], one, &[OnlyObjects]);
    let body = completion_body([CompletedPart::new(1, &tag)?, CompletedPart::new(2, &copied)?])?;
    matrix.works("CompleteMultipartUpload", &presigner.complete_multipart_upload(key, &id)?, body.as_bytes(), ok, &[]);
    let second = |reply: &Reply| reply.status == 206 && reply.body == contents(KEY);
    let of_part = presigner.get(key)?.part_number(2)?;
    matrix.works("GetObject, a part", &of_part, &[], second, &[PartNumberIgnored, PartNumberNotAllowed]);
    let id = presigner.create_multipart_upload(key)?.send(&[]).expect(200).upload_id();
    matrix.works("AbortMultipartUpload", &presigner.abort_multipart_upload(key, &id)?, &[], ok, &[]);
    Ok(())
}

fn beside_objects(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    let tags = b"<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>";
    let put = presigner.put_object_tagging(KEY)?.content_md5(&md5_base64(tags))?;
    matrix.works("PutObjectTagging", &put, tags, ok, &[NoTags, OnlyObjects]);
    let tagged = |reply: &Reply| texts(reply, "TagSet/Tag/Value") == ["b c"];
    matrix.works("GetObjectTagging", &presigner.get_object_tagging(KEY)?, &[], tagged, &[NoTags, OnlyObjects]);
    matrix.works("DeleteObjectTagging", &presigner.delete_object_tagging(KEY)?, &[], ok, &[NoTags, OnlyObjects]);
    let private = presigner.put_object_acl(KEY)?.header("x-amz-acl", "private")?;
    matrix.works("PutObjectAcl", &private, &[], ok, &[NoObjectAcl, OnlyObjects]);
    let full = |reply: &Reply| texts(reply, "AccessControlList/Grant/Permission") == ["FULL_CONTROL"];
    matrix.works("GetObjectAcl", &presigner.get_object_acl(KEY)?, &[], full, &[OnlyObjects]);
    let sized = |reply: &Reply| reply.body.starts_with(b"<") && texts(reply, "ObjectSize").len() == 1;
    let attributes = presigner.get_object_attributes(KEY, "ObjectSize")?;
    matrix.works("GetObjectAttributes", &attributes, &[], sized, &[AttributesAreObject, OnlyObjects]);
    Ok(())
}

fn versions(matrix: &mut Matrix<'_>, store: Store) -> Result<()> {
    let presigner = store.presigner()?;
    let body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    let enable = presigner.root(Method::PUT)?.query("versioning", "")?.content_md5(&md5_base64(body))?;
    matrix.works("PutBucketVersioning", &enable, body, ok, &[OnlyObjects]);
    let ids: Vec<_> = [b"1", b"2"]
        .into_iter()
        .map(|body| Ok(presigner.put(KEY)?.send(body).expect(200).header("x-amz-version-id").map(str::to_owned)))
        .collect::<Result<_>>()?;
    let first = ids[0].as_deref().unwrap_or("none");
    let both = |reply: &Reply| texts(reply, "Version/VersionId").len() == 2;
    matrix.works("ListObjectVersions", &presigner.list_object_versions("")?, &[], both, &[OnlyObjects]);
    let is_first = |reply: &Reply| reply.status == 200 && reply.body == b"1";
    matrix.works("GetObject, a version", &presigner.get(KEY)?.version_id(first)?, &[], is_first, &[OnlyObjects]);
    let delete = presigner.delete(KEY)?.version_id(first)?;
    let deleted = |reply: &Reply| reply.status == 204 && reply.header("x-amz-version-id") == Some(first);
    matrix.works("DeleteObject, a version", &delete, &[], deleted, &[OnlyObjects]);
    Ok(())
}

fn ends(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    matrix.works("DeleteObject", &presigner.delete("copy")?, &[], |reply| reply.status == 204, &[]);
    let body = format!("<Delete><Object><Key>{KEY}</Key></Object><Object><Key>in parts</Key></Object></Delete>");
    let delete = presigner.delete_objects()?.content_md5(&md5_base64(body.as_bytes()))?;
    let both = |reply: &Reply| texts(reply, "Deleted/Key").len() == 2;
    matrix.works("DeleteObjects", &delete, body.as_bytes(), both, &[]);
    matrix.works("DeleteBucket", &presigner.delete_bucket()?, &[], |reply| reply.status == 204, &[]);
    Ok(())
}

const OVERRIDES: [(&str, &str); 6] = [
    ("content-disposition", "attachment; filename=\"a b\"; filename*=UTF-8''%C3%A4"),
    ("content-type", "audio/mpeg"),
    ("cache-control", "private, max-age=3600"),
    ("content-encoding", "gzip"),
    ("content-language", "de-CH, en"),
    ("expires", "Thu, 01 Jan 2032 00:00:00 GMT"),
];

fn overridden<'a>(request: Request<'a>, name: &str, value: &'a str) -> Result<Request<'a>> {
    match name {
        "content-disposition" => request.response_content_disposition(value),
        "content-type" => request.response_content_type(value),
        "cache-control" => request.response_cache_control(value),
        "content-encoding" => request.response_content_encoding(value),
        "content-language" => request.response_content_language(value),
        _ => request.response_expires(value),
    }
}

fn overrides(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    matrix.heading("Overrides");
    for (name, sent) in OVERRIDES {
        let is_sent = |reply: &Reply| reply.status == 200 && reply.header(name) == Some(sent);
        matrix.works(
            &format!("`response-{name}`, GET"),
            &overridden(presigner.get(KEY)?, name, sent)?,
            &[],
            is_sent,
            &[],
        );
        let head = overridden(presigner.head(KEY)?, name, sent)?;
        matrix.works(&format!("`response-{name}`, HEAD"), &head, &[], is_sent, &[HeadOverridesIgnored]);
    }
    Ok(())
}

fn hostile_keys(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    let keys = keys::hostile();
    matrix.heading("Keys");
    let put = |key: &String| Ok(presigner.put(key)?.send(&[]).status == 200);
    let stored = keys.iter().map(put).collect::<Result<Vec<_>>>()?.into_iter().filter(|stored| *stored).count();
    let row = format!("{} hostile keys: PUT", keys.len());
    matrix.enter(&row, "ok", stored == keys.len(), &[KeysAreFiles], || format!("{row}: {stored} stored"));
    let row = format!("{} hostile keys: listed as they are", keys.len());
    let page = presigner.list_objects_v2("")?.encoding_type_url()?.send(&[]).expect(200);
    let listed = matrix.server.has(EncodingIgnored) || matrix.server.decoded(&page, "Contents/Key").len() == keys.len();
    let listed = listed && !matrix.server.has(EncodingIgnored);
    matrix.enter(&row, "ok", listed, &[EncodingIgnored], || format!("{row}: {page}"));
    Ok(())
}

fn signed_headers(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    matrix.heading("Signed headers");
    let (key, body, other) = ("uploaded", b"wanted", b"forged");
    let (kind, owner) = (("content-type", "text/plain"), ("x-amz-meta-owner", "alice"));
    let put = presigner.put(key)?.content_type(kind.1)?.metadata("owner", owner.1)?;
    matrix.works("`Content-Type` and `x-amz-meta-*`, kept", &put, body, ok, &[]);
    let link = put.presign();
    let wrong: [(&str, &[(&str, &str)]); 4] = [
        ("`Content-Type` missing", &[owner]),
        ("`Content-Type` altered", &[("content-type", "text/html"), owner]),
        ("`x-amz-meta-*` missing", &[kind]),
        ("`x-amz-meta-*` altered", &[kind, ("x-amz-meta-owner", "mallory")]),
    ];
    for (row, headers) in wrong {
        matrix.refused(row, &put, &send("PUT", link.url(), headers, other), &[]);
    }
    let more = send("PUT", link.url(), &[kind, owner, ("x-amz-meta-role", "admin")], other);
    matrix.refused("`x-amz-meta-*` not signed", &put, &more, &[UnsignedHeadersTaken]);
    let length = presigner.put(key)?.content_length(6)?;
    matrix.works("`Content-Length`, kept", &length, body, ok, &[]);
    let reply = send("PUT", length.presign().url(), &[], b"wanted and more");
    matrix.refused("`Content-Length` of another body", &length, &reply, &[]);
    let md5 = presigner.put(key)?.content_md5(&md5_base64(body))?;
    matrix.works("`Content-MD5`, kept", &md5, body, ok, &[]);
    matrix.refused("`Content-MD5` of another body", &md5, &md5.send(other), &[]);
    let checksum = presigner.put(key)?.checksum(Checksum::Sha256, &sha256_base64(body))?;
    matrix.works("`x-amz-checksum-sha256`, kept", &checksum, body, ok, &[]);
    matrix.refused("`x-amz-checksum-sha256` of another body", &checksum, &checksum.send(other), &[ChecksumIgnored]);

    let tag = presigner.head(KEY)?.send(&[]).expect(200).header("etag").expect("an entity tag").to_owned();
    let same = |reply: &Reply| reply.status == 200 && reply.body == contents(KEY);
    matrix.works("`If-Match`, same", &presigner.get(KEY)?.if_match(&tag)?, &[], same, &[]);
    let status = |wanted: u16| move |reply: &Reply| reply.status == wanted;
    let not = presigner.get(KEY)?.if_match("\"0\"")?;
    matrix.works("`If-Match`, another: 412", &not, &[], status(412), &[UnconditionalGet]);
    let cached = presigner.get(KEY)?.if_none_match(&tag)?;
    matrix.works("`If-None-Match`, same: 304", &cached, &[], status(304), &[UnconditionalGet]);
    let once = presigner.put(KEY)?.if_none_match("*")?;
    matrix.works("PUT with `If-None-Match: *` on an object: 412", &once, other, status(412), &[NoConditionalPut]);
    let owned = presigner.get(KEY)?.expected_bucket_owner("111122223333")?;
    matrix.works("`x-amz-expected-bucket-owner`, another: 403", &owned, &[], status(403), &[OwnerIgnored]);
    Ok(())
}

fn alterations(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    let presigner = store.presigner()?;
    matrix.heading("Links that were altered");
    let name = "response-content-disposition";
    let get = presigner.get(KEY)?.response_content_disposition("attachment")?;
    let link = get.presign();
    let url = link.url();
    let earlier = store.presigner_at(now() - 60)?.get(KEY)?.presign();
    let signature = value(url, "X-Amz-Signature");
    let last = if signature.ends_with('0') { '1' } else { '0' };
    let flipped = format!("{}{last}", &signature[..signature.len() - 1]);
    let host = url.split('/').nth(2).expect("a host");
    for (row, altered) in [
        ("signature", replace(url, "X-Amz-Signature", &flipped)),
        ("no signature", remove(url, "X-Amz-Signature")),
        ("key", url.replacen("/a%20b/", "/a%20c/", 1)),
        ("key, encoded twice", url.replacen("/a%20b/", "/a%2520b/", 1)),
        ("key, a slash more", url.replacen("/a%20b/", "/a%20b//", 1)),
        ("bucket", url.replacen("table-", "table-keys-", 1)),
        ("lifetime", replace(url, "X-Amz-Expires", "604800")),
        ("lifetime over seven days", replace(url, "X-Amz-Expires", "604801")),
        ("date", replace(url, "X-Amz-Date", value(earlier.url(), "X-Amz-Date"))),
        ("access key", url.replacen("X-Amz-Credential=", "X-Amz-Credential=x", 1)),
        ("scope: date", url.replacen("%2F20", "%2F19", 1)),
        ("scope: region", url.replacen("us-east-1", "eu-west-1", 1)),
        ("scope: service", url.replacen("%2Fs3%2F", "%2Fsts%2F", 1)),
        ("scope: end", url.replacen("aws4_request", "aws5_request", 1)),
        ("parameter added", add(url, "x=1")),
        ("override altered", replace(url, name, "inline")),
        ("override removed", remove(url, name)),
        ("override added", add(url, "response-content-type=text%2Fhtml")),
    ] {
        assert_ne!(altered, url, "{row}");
        matrix.refused(row, &get, &send("GET", &altered, &[], &[]), &[]);
    }
    for method in ["HEAD", "PUT", "DELETE"] {
        matrix.refused(&format!("method: {method} for GET"), &get, &send(method, url, &[], b"forged"), &[]);
    }
    let another = format!("other.{host}");
    matrix.refused("`Host`: another", &get, &send("GET", url, &[("host", &another)], &[]), &[]);
    let bare = host.split(':').next().unwrap_or_default();
    matrix.refused("`Host`: without its port", &get, &send("GET", url, &[("host", bare)], &[]), &[PortNotNeeded]);
    Ok(())
}

fn signers(matrix: &mut Matrix<'_>) -> Result<()> {
    matrix.heading("Links that are signed wrongly");
    let (server, style) = (matrix.server, matrix.style);
    let account = || server.account.clone();
    let elsewhere = [
        ("another secret", server.signed_in(Account { secret_key: "another".to_owned(), ..account() }), now(), &[][..]),
        ("an unknown access key", server.signed_in(Account { access_key: "AKIA".to_owned(), ..account() }), now(), &[]),
        ("another region", server.in_region("eu-west-1"), now(), &[AnyRegion]),
        ("expired", server.clone(), now() - 60 - LIFETIME.as_secs().cast_signed(), &[]),
        ("two hours in the future", server.clone(), now() + 7200, &[FutureTaken]),
    ];
    for (row, server, when, unless) in elsewhere {
        let store = server.open(style, "table")?;
        let presigner = store.presigner_at(when)?;
        let get = presigner.get(KEY)?;
        matrix.refused(row, &get, &get.send(&[]), unless);
    }
    let signer = server.service("s3-outposts")?;
    let outposts = signer.at(Validity::new(now(), LIFETIME)?)?;
    let list = outposts.root(Method::GET)?;
    matrix.refused("another service", &list, &list.send(&[]), &[AnyService, ServiceNotImplemented]);
    Ok(())
}

fn sessions(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    matrix.heading("Temporary credentials");
    let (server, style) = (matrix.server, matrix.style);
    let session = if server.has(TokenWithoutMeaning) {
        server.account.clone().with_token("a+token/with==")
    } else {
        assume_role(server, 900)?
    };
    let token = session.token.clone().expect("a token");
    let in_session = |account: Account| server.signed_in(account).open(style, "table");
    let (with, without) = (in_session(session.clone())?, in_session(Account { token: None, ..session.clone() })?);
    let altered = in_session(session.with_token(&another_letter(&token)))?;
    let [with, without, altered] = [&with, &without, &altered].map(Store::presigner);
    let (with, without, altered) = (with?, without?, altered?);
    let (with, without, altered) = (with.get(KEY)?, without.get(KEY)?, altered.get(KEY)?);

    let same = |reply: &Reply| reply.status == 200 && reply.body == contents(KEY);
    matrix.works("session token, signed", &with, &[], same, &[]);
    let link = with.presign();
    matrix.refused("session token removed", &with, &send("GET", &remove(link.url(), TOKEN), &[], &[]), &[]);
    let other = replace(link.url(), TOKEN, "x");
    matrix.refused("session token altered", &with, &send("GET", &other, &[], &[]), &[]);
    matrix.refused("no session token", &without, &without.send(&[]), &[TokenWithoutMeaning]);
    matrix.refused("another session token, signed", &altered, &altered.send(&[]), &[TokenWithoutMeaning]);
    store.assert_kept(KEY)
}

fn forms(matrix: &mut Matrix<'_>, store: &Store) -> Result<()> {
    matrix.heading("Forms");
    let presigner = store.presigner()?;
    let policy = PostPolicy::new(KEY, 2..=300)?.content_type("text/plain")?;
    let form = Form::from(&presigner.presign_post(&policy)?);
    let (body, other) = (contents(KEY), b"forged");
    let reply = form.send("ignored.txt", &body);
    let stored = reply.status == 204 && presigner.get(KEY)?.send(&[]).body == body;
    matrix.enter("PostObject", "ok", stored, &[NoPosts], || format!("PostObject: {reply}"));

    let open = PostPolicy::new(KEY, 2..=300)?
        .unchecked_content_type_with_prefix("image/")?
        .metadata_from_client("title")?
        .metadata_with_file_name("name", "")?;
    let open = Form::from(&presigner.presign_post(&open)?).with("x-amz-meta-title", "a title");
    let reply = open.with("Content-Type", "image/gif").send("photo.png", &body);
    let row = "PostObject, a type and metadata of the client";
    matrix.enter(row, "ok", reply.status == 204, &[NoPosts], || format!("{row}: {reply}"));
    let object = presigner.get(KEY)?.send(&[]);
    let row = "`${filename}` in metadata";
    let expanded = object.header("x-amz-meta-name") == Some("photo.png");
    matrix.enter(row, "ok", expanded, &[NoPosts, FileNameKept, FileNameInKeyOnly], || format!("{row}: {object}"));
    let reply = open.with("Content-Type", "text/html").send("photo.png", b"forged");
    let row = "another type than its prefix";
    matrix.enter(row, "refused", reply.is_refused(), &[NoPosts], || format!("{row}: {reply}"));
    let reply = open.without("x-amz-meta-title").send("photo.png", b"forged");
    let row = "no field that the client fills in";
    matrix.enter(row, "refused", reply.is_refused(), &[NoPosts, AbsentAsEmpty], || format!("{row}: {reply}"));
    let expired = store.presigner_at(now() - 60 - LIFETIME.as_secs().cast_signed())?;
    let unsigned = form.value("x-amz-signature").replace(char::is_alphanumeric, "0");
    for (row, reply) in [
        ("another key", form.with("key", "other").send("a.txt", other)),
        ("another type", form.with("Content-Type", "text/html").send("a.txt", other)),
        ("another signature", form.with("x-amz-signature", &unsigned).send("a.txt", other)),
        ("a field more", form.with("x-amz-meta-more", "1").send("a.txt", other)),
        ("no policy", form.without("policy").send("a.txt", other)),
        ("a file over the limit", form.send("a.txt", &[b'f'; 301])),
        ("a file under the limit", form.send("a.txt", b"f")),
        ("expired form", Form::from(&expired.presign_post(&policy)?).send("a.txt", other)),
    ] {
        matrix.enter(row, "refused", reply.is_refused(), &[NoPosts], || format!("{row}: {reply}"));
    }
    Ok(())
}
