//! What is most often behind a cause, and what to do.

use crate::diagnose::cause::{Cause, Change, Part};

pub(crate) fn advice(cause: &Cause) -> &'static str {
    match cause {
        Cause::Difference { part, change } => of_difference(part, *change),
        Cause::WrongSecret => {
            "The secret access key is not the one of this access key id: cut off, with a space or line break at its end, \
             replaced since, or of another account. Or the store does not know this id, the session token is not the one that \
             came with the keys, or the signature was altered."
        }
        Cause::Unexplained => {
            "Most often the secret access key is another one than the store's. Else the request that arrived is another \
             than the one that was signed: check method, host and port, the signed headers, and what a proxy in between \
             does to the path. A store that quotes its canonical request, or a server that verifies with this crate, \
             tells which."
        }
        Cause::Refused => {
            "Ceph answers so to an expired link, and with its token service on also to an access key id or session token that it \
             does not know and to a signature that does not match. If the link has not expired, most often the secret access \
             key is another one than the store's. Else the request that arrived is another than the one that was signed: \
             check method, host, the signed headers, and what a proxy in between does to the path."
        }
        Cause::Expired => {
            "Sign a new one. If it expired too early, the signer's clock is behind, or the lifetime was counted from an \
             aligned date."
        }
        Cause::NotYetValid => "The signer's clock is ahead of the store's: set it by NTP.",
        Cause::ClockSkew => "One of the two clocks is wrong, most often the signer's: set it by NTP.",
        Cause::CredentialsExpired => {
            "Links expire with the credentials that signed them, whatever their own lifetime says. Get new credentials, and \
             give `Credentials::with_expiry` their expiry, so that no link outlives them."
        }
        Cause::InvalidToken => {
            "The session token was cut off, belongs to another account or store, or was given with keys that it does not \
             belong to. Long-lived keys have none."
        }
        Cause::UnknownAccessKeyId => {
            "The access key id is misspelt, deleted or disabled, or the link went to another store or account than the \
             keys are for. Temporary keys are unknown without their session token."
        }
        Cause::OtherRegion { .. } => "Sign for the region in which the bucket lies, and at its endpoint.",
        Cause::OtherService { .. } => SERVICE,
        Cause::Redirect { .. } => {
            "Sign for that endpoint and its region: a redirect leads to another host, where the signature is not valid. A \
             bucket that is new may redirect for some hours."
        }
        Cause::Parameters { named: Some("X-Amz-Expires") } => {
            "The lifetime is over what the store allows, at most 604800 seconds, or the value was altered."
        }
        Cause::Parameters { named: Some("X-Amz-Signature") } => {
            "The signature, the hexadecimal digits at the end of the link, was cut or altered: a link must be passed on whole."
        }
        Cause::Parameters { .. } => {
            "The link was cut, altered or encoded twice on its way: it must be passed on whole, and in HTML its `&` is written \
             `&amp;` once. Or the client sent an `Authorization` header beside it, or its session token is not one of the \
             store's. `Answer::message` may say more."
        }
        Cause::UnsignedHeaders { .. } => {
            "Leave these headers out, or sign them: `Request::header` and similar methods add them before `presign`, and the \
             client then sends what `Presigned::headers` lists."
        }
        Cause::TwoSignatures => {
            "The client adds its own authentication: send presigned links with a client that has no credentials, and \
             without the interceptor that adds the header."
        }
        Cause::AccessDenied => {
            "The credentials that signed it may not do this with this object: a link can do no more than its signer. Or \
             the query was lost or encoded twice on its way, so that nobody signed. Some stores give this code also for a \
             link that has expired, and for an object that does not exist where the signer may not list the bucket."
        }
        Cause::NoSuchKey => "The key or version is misspelt or deleted, or the bucket or base path is another one.",
        Cause::NoSuchBucket => {
            "The bucket is misspelt, or the store reads it from another place: try path style instead of \
             virtual-hosted style, or the other way round."
        }
        form_or_other => of_form(form_or_other),
    }
}

fn of_form(cause: &Cause) -> &'static str {
    match cause {
        Cause::FormExpired => {
            "Sign a new one when the page is opened, or long before the reader is done with it. If it expired too early, \
             the signer's clock is behind."
        }
        Cause::FormSignature => {
            "The field `policy` or `x-amz-signature` was cut or altered, or the secret access key is another one than the \
             store's. Write both fields as they are: no line breaks, and `+` is not a space."
        }
        Cause::FormRefused => {
            "Set what the client sends beside `PresignedPost::fields`: every field with its very value, none more, and the \
             file last. `Diagnosis::between_forms` finds the first that differs."
        }
        Cause::NumberOfFiles => "The form has exactly one part with a file, named `file`, and it is the last one.",
        Cause::MalformedForm => {
            "The body must be `multipart/form-data` with all fields before the file, in at most 20,480 bytes. In a page, \
             `enctype` says so; in a script, hand over the `FormData` and set no `Content-Type` yourself."
        }
        Cause::FileTooSmall => {
            "An empty file most often means that no file was chosen, or that it was read before it was sent."
        }
        Cause::FileTooLarge => {
            "Check the size before the upload as well, where the reader can still choose another file."
        }
        Cause::SameForm => {
            "Not the form was the problem: look at the size of the file, at the clock of signer and store, and at whether the \
             signer may put this object."
        }
        _ => "`Answer::message` may say more.",
    }
}

fn of_difference(part: &Part, change: Change) -> &'static str {
    match part {
        Part::Method => {
            "A link works with the method it was signed for and no other: HEAD needs a link of its own, and a client may \
             turn a request into GET when it follows a redirect."
        }
        Part::Path => of_path(change),
        Part::Parameter(name) => of_parameter(name, change),
        Part::Query => {
            "All parameters arrived, and the store puts them in another order or form than Signature Version 4 does."
        }
        Part::Header(name) if name == "host" => of_host(change),
        Part::Header(name) => of_header(name, change),
        Part::SignedHeaders => "The link was altered, or the store adds headers of its own to the list.",
        Part::PayloadHash => {
            "S3 leaves the body of a presigned request unsigned: the client must not send `x-amz-content-sha256`. Other \
             services sign it, and need `Request::payload_hash`."
        }
        Part::Algorithm => {
            "The store checked by another version of the signature, most often because the link was altered or the \
             client added parameters or headers of Signature Version 2. Multi-Region access points take Version 4A only, and \
             all other buckets Version 4."
        }
        Part::Date | Part::ScopeDate => {
            "The explanation is of another moment than the link: sign once, and explain that very request. Or the client \
             sent a date of its own in `x-amz-date`."
        }
        Part::Region => {
            "Give the endpoint the region that the store is set to. Stores other than AWS often have one region with a \
             name of its own, and R2 and Google Cloud Storage have `auto`."
        }
        Part::Service => SERVICE,
        Part::CanonicalRequest if change == Change::Hidden => {
            "All that the store quotes is what was signed, and the hash is another: the session token or an SSE-C key \
             differs, at the same length, or XML could not hold a character of the request."
        }
        Part::Field(_) => of_field(change),
        Part::CanonicalRequest => {
            "The request that arrived is not the one that was signed, and the store does not show where. Check method, \
             host and port, the signed headers, and what a proxy in between does to the path."
        }
    }
}

const SERVICE: &str = "Give the endpoint the service that the store expects: `Endpoint::for_service` takes any.";
const ENCODED_TWICE: &str = "A client or proxy took the URL for unencoded text and encoded it once more. Hand it over as it is; most HTTP clients \
     have a way to take a URL as already encoded.";
const REENCODED: &str = "A client or proxy took the URL apart and wrote it again. It must arrive as it was signed: hand it over as it is, and \
     let proxies pass the path on as received (nginx: `proxy_pass` without a path).";
const PLUS: &str = "A client or proxy took the query apart and wrote it again as a form. Hand the URL over whole, in place of a base URL \
     and parameters.";

fn of_field(change: Change) -> &'static str {
    match change {
        Change::AfterFile => "The file is the last part of the body: append all fields before it.",
        Change::Missing => "Every field must be sent, and before the file: a store passes over what follows it.",
        Change::Extra => {
            "Every field but `file` and those that begin with `x-ignore-` needs a condition in the policy: leave it out, or \
             add it to the `PostPolicy` before signing. Named buttons and inputs of a page are fields as well."
        }
        Change::Spaces => "Send the value as it is: a template or script put spaces or line breaks around it.",
        Change::Unmet => {
            "The field was changed, left out, or sent after the file, where a store no longer looks. \
             `Diagnosis::between_forms` tells which, from the parts that the client sends."
        }
        _ => {
            "The field has another value than the one that was signed. Where the client is to choose it, its condition has \
             to say so: `any_content_type_even_html`, `metadata_from_client` and their like."
        }
    }
}

fn of_path(change: Change) -> &'static str {
    match change {
        Change::EncodedTwice => ENCODED_TWICE,
        Change::Decoded | Change::OtherEncoding => REENCODED,
        Change::PlusForSpace | Change::SpaceForPlus => {
            "In a path `+` is a plus and `%20` a space; only in forms are they the same. Something on the way, or the \
             store, mistakes the one for the other."
        }
        Change::Case => "Something on the way changed the case of the path, and with it the key.",
        Change::SlashesMerged => {
            "A proxy or client merged slashes in a row, which are part of the key (nginx: `merge_slashes off`)."
        }
        Change::FinalSlash => "A client or proxy added or removed the slash at the end, which is part of the key.",
        Change::BeginningRemoved => {
            "A proxy cuts a prefix off the path, or the store takes the bucket from the host name. Sign for what the store \
             receives: without the base path, or with the other addressing style."
        }
        Change::BeginningAdded => {
            "A proxy puts a prefix before the path, or the store puts the bucket there. Sign for what the store receives: \
             with that base path in `Endpoint::custom`, or with the other addressing style."
        }
        _ => {
            "The link was opened with another path, or a proxy rewrites it. Sign for the path that the store receives."
        }
    }
}

fn of_parameter(name: &str, change: Change) -> &'static str {
    match (name, change) {
        (_, Change::EncodedTwice) => ENCODED_TWICE,
        (_, Change::Decoded | Change::OtherEncoding) => REENCODED,
        (_, Change::PlusForSpace | Change::SpaceForPlus) => PLUS,
        (_, Change::Missing) => {
            "Something on the way dropped it: a client that keeps only parameters it knows, or a link cut at `&`. All that \
             was signed must be sent."
        }
        (_, Change::Extra) => {
            "It was added to the link after signing, by a client, a middleware, a cache buster or a tracker. Add it to \
             the request with `Request::query` before signing, or not at all."
        }
        ("X-Amz-Security-Token" | "X-Amz-S3session-Token", _) => {
            "Another session token arrived than the one that was signed, or it was cut or altered on its way: tokens are \
             long, and some databases and proxies cut long URLs."
        }
        (
            "X-Amz-Algorithm"
            | "X-Amz-Credential"
            | "X-Amz-Date"
            | "X-Amz-Expires"
            | "X-Amz-Region-Set"
            | "X-Amz-SignedHeaders",
            _,
        ) => {
            "The explanation is of another link than the one that was sent: sign once, and explain that very request. Or \
             the link was altered."
        }
        _ => {
            "It was altered after signing. Nothing in a link can be changed; sign another one. For a request of the same \
             kind with other values, explain the very request that was sent."
        }
    }
}

fn of_host(change: Change) -> &'static str {
    match change {
        Change::Port => {
            "Clients send the port in `Host` unless it is the scheme's default; a proxy in between dropped or changed it \
             (nginx: `proxy_set_header Host $http_host`). Sign for host and port as the store receives them."
        }
        Change::Case => "Something on the way changed the case of `Host`; hosts are signed in lower case.",
        _ => {
            "The link was opened under another name than it was signed for, or a proxy sends a `Host` of its own (nginx: \
             `proxy_set_header Host $http_host`). Sign for the host that the store receives; a host name in a link can't \
             be exchanged after signing."
        }
    }
}

fn of_header(name: &str, change: Change) -> &'static str {
    match (name, change) {
        (_, Change::Missing) => {
            "The client must send every header that was signed: `Presigned::headers` lists them with their values."
        }
        (_, Change::Extra) => "The link was altered, or the store signs a header that is not in the link's list.",
        (_, Change::Spaces) => {
            "The client or the store folds spaces in another way. Give the value single spaces, and none at its ends."
        }
        ("content-type", Change::Appended) => {
            "The client completed the type: browsers append `;charset=UTF-8` to that of a text. Sign what the client \
             sends, or send bytes (a `Blob` with this very type)."
        }
        (_, Change::Appended) => {
            "The client or a proxy appended to the value. Leave headers that others may write out of the signature."
        }
        ("content-length", _) => "The body has another length than the one that was signed.",
        _ => {
            "The client sends another value than the one that was signed, or a proxy rewrites it. Send what \
             `Presigned::headers` lists."
        }
    }
}
