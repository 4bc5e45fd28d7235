#!/usr/bin/env python3
"""Presigned S3 operations, database tokens and cluster tokens made by botocore, as test vectors.

    venv/bin/python generate_operations.py > operations.jsonl   # the same bytes on every run
    python generate_operations.py --check operations.jsonl      # recompute every signature; needs no botocore

What a line holds is what generate.py says about its own, except that the request is told by the crate's typed methods:

    operation          method of the crate's Presigner, as "upload_part_copy", or "rds_connect_token", "eks_token"
    arguments          its arguments by name; no key is an operation on the bucket. An empty prefix is not sent
    setters            [[name, value], ...] methods of the crate's Request, in any order; true is one without argument
    headers            [[name, value], ...] further headers, as the caller gives them
    sent               [[name, value], ...] all headers that are signed except host, as botocore signs them

In place of the operation's arguments, "rds_connect_token" has host, port and user, and "eks_token" has cluster; both
have the token that the client sends, and no style and no bucket.

What botocore does by itself, and what is done about it here:

-   It adds encoding-type=url to two of the listings. Half of their records have it, and then as a setter.
-   It takes an XML body for JSON and fails. The body is emptied just before the signature, which does not cover it.
-   It writes the version id of a copy source as it is given, although the header is to be URL-encoded. So it is given
    to it encoded, which changes nothing about those that Amazon S3 makes.
"""

import argparse
import base64
import collections
import hashlib
import json
import random
import sys
import urllib.parse

import generate
from generate import (
    ALNUM, AWS_SUFFIXES, CONTENT_TYPES, DOTTED_BUCKETS, ETAGS, FIXED_KEYS, GRANTS, HOSTILE_ASCII, HOSTILE_UNICODE,
    LEGACY_BUCKETS, PLAIN_BUCKETS, PUT_PARAMS, SSE_C_PARAMS, VERSION_IDS, WORDS, any_case, base64_of, check_signed,
    expect, one_of, percent, pick_credentials, pick_date, pick_key, pick_printable, pick_target, pick_time,
    split_endpoint, text_of,
)

SEED = 20240301
COUNT_OF_OPERATION = 25
COUNT_OF_TOKENS = 30

# ---------------------------------------------------------------------------------------------------
# Values


def pick_marker(rng):
    """A key, or what is none but may stand in a listing: empty, a dot segment, over 1,024 bytes."""
    roll = rng.random()
    if roll < 0.7:
        return pick_key(rng)
    return rng.choice(["", ".", "..", "a/../b", "./", "a" * 1025, "?prefix=&prefix=", "a%2F"])


def pick_prefix(rng):
    return rng.choice(["", pick_key(rng), pick_key(rng) + "/", pick_marker(rng)])


def pick_delimiter(rng):
    return rng.choice(["/", "/", "", "//", "%2F", rng.choice(HOSTILE_ASCII), rng.choice(HOSTILE_UNICODE)])


def pick_opaque(rng):
    """Upload ids, continuation tokens and their like: a store may write what it likes."""
    return rng.choice([
        text_of(rng, ALNUM + "._-", 1, 128),
        base64_of(rng.randint(1, 60))(rng),
        pick_printable(rng),
        "".join(rng.choice(WORDS + HOSTILE_ASCII + HOSTILE_UNICODE) for _ in range(rng.randint(1, 8))),
    ])


ACCESS_POINTS = [
    "arn:aws:s3:us-west-2:123456789012:accesspoint/reports",
    "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/a-b-1",
    "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/reports",
]


def pick_copy_source(rng):
    names = PLAIN_BUCKETS + DOTTED_BUCKETS + LEGACY_BUCKETS + ["a b+c%2F", "gr\u00f6\u00dfe", "~"]
    bucket = rng.choice(ACCESS_POINTS if rng.random() < 0.2 else names)
    version_id = rng.choice([None, None, "null", text_of(rng, ALNUM + "._", 32, 32), *rng.sample(VERSION_IDS, 2)])
    return {"bucket": bucket, "key": pick_key(rng), "version_id": version_id}


def copy_source_for_botocore(source):
    given = {"Bucket": source["bucket"], "Key": source["key"]}
    if source["version_id"] is not None:
        given["VersionId"] = percent(source["version_id"])
    return given


def copy_source_header(source):
    version = "" if source["version_id"] is None else "?versionId=" + percent(source["version_id"])
    if source["bucket"].startswith("arn:"):
        return percent(source["bucket"], keep="/") + "/object/" + percent(source["key"], keep="/") + version
    return percent(source["bucket"]) + "/" + percent(source["key"], keep="/") + version


def pick_range(rng):
    first = rng.choice([0, 1, 5 * 2**20, rng.randrange(2**40)])
    return [first, first + rng.choice([0, 1, 5 * 2**20 - 1, rng.randrange(2**40)])]


def write_range(ends):
    return "bytes={}-{}".format(*ends)


def pick_attributes(rng):
    names = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
    return ",".join(rng.sample(names, rng.randint(1, len(names))))


def number(low, high):
    return lambda rng: rng.choice([low, high, rng.randint(low, high)])


# ---------------------------------------------------------------------------------------------------
# The crate's words, botocore's words and the words of the request

# kind is "query", "header" or "path"; `botocore` and `sent` make of a value what the client takes and what is sent.
Parameter = collections.namedtuple("Parameter", "botocore_name kind name pick botocore sent")


def parameter(botocore_name, kind, name, pick, botocore=lambda value: value, sent=str):
    return Parameter(botocore_name, kind, name, pick, botocore, sent)


PARAMETERS = {
    "key": parameter("Key", "path", None, pick_key),
    "prefix": parameter("Prefix", "query", "prefix", pick_prefix),
    "upload_id": parameter("UploadId", "query", "uploadId", pick_opaque),
    "part_number": parameter("PartNumber", "query", "partNumber", number(1, 10_000)),
    "attributes": parameter(
        "ObjectAttributes", "header", "x-amz-object-attributes", pick_attributes, botocore=lambda text: text.split(",")
    ),
    "source": parameter(
        "CopySource", "header", "x-amz-copy-source", pick_copy_source, copy_source_for_botocore, copy_source_header
    ),
    "copy_source_range": parameter(
        "CopySourceRange", "header", "x-amz-copy-source-range", pick_range, botocore=write_range, sent=write_range
    ),
    "version_id": parameter("VersionId", "query", "versionId", one_of(VERSION_IDS)),
    "delimiter": parameter("Delimiter", "query", "delimiter", pick_delimiter),
    "max_keys": parameter("MaxKeys", "query", "max-keys", number(0, 2**31 - 1)),
    "max_uploads": parameter("MaxUploads", "query", "max-uploads", number(1, 1_000)),
    "max_parts": parameter("MaxParts", "query", "max-parts", number(0, 2**31 - 1)),
    "part_number_marker": parameter("PartNumberMarker", "query", "part-number-marker", number(0, 10_000)),
    "start_after": parameter("StartAfter", "query", "start-after", pick_marker),
    "key_marker": parameter("KeyMarker", "query", "key-marker", pick_marker),
    "version_id_marker": parameter("VersionIdMarker", "query", "version-id-marker", one_of(VERSION_IDS)),
    "upload_id_marker": parameter("UploadIdMarker", "query", "upload-id-marker", pick_opaque),
    "continuation_token": parameter("ContinuationToken", "query", "continuation-token", pick_opaque),
    "fetch_owner": parameter("FetchOwner", "query", "fetch-owner", lambda rng: True, sent=lambda _: "true"),
    "encoding_type_url": parameter(
        "EncodingType", "query", "encoding-type", lambda rng: True, botocore=lambda _: "url", sent=lambda _: "url"
    ),
}

# Headers with a setter of their own; the others are given as they are.
HEADER_SETTERS = {
    "content-type": "content_type",
    "content-length": "content_length",
    "content-md5": "content_md5",
    "if-match": "if_match",
    "if-none-match": "if_none_match",
    "x-amz-request-payer": "request_payer",
    "x-amz-expected-bucket-owner": "expected_bucket_owner",
}
PREFIX_SETTERS = {"x-amz-checksum-": "checksum", "x-amz-meta-": "metadata"}
# x-amz-checksum-type and x-amz-checksum-algorithm have the prefix too, and are no checksums.
CHECKSUMS = [
    "crc32", "crc32c", "crc64nvme", "sha1", "sha256", "sha512", "md5", "xxhash64", "xxhash3", "xxhash128",
]

PAYER = {"RequestPayer": lambda rng: "requester"}
OWNER = {"ExpectedBucketOwner": PUT_PARAMS["ExpectedBucketOwner"]}
COMMON = {**PAYER, **OWNER}
CHECKSUM_PARAMS = {
    "ChecksumCRC32": base64_of(4),
    "ChecksumCRC32C": base64_of(4),
    "ChecksumCRC64NVME": base64_of(8),
    "ChecksumSHA1": base64_of(20),
    "ChecksumSHA256": base64_of(32),
    "ChecksumSHA512": base64_of(64),
    "ChecksumMD5": base64_of(16),
    "ChecksumXXHASH64": base64_of(8),
    "ChecksumXXHASH3": base64_of(8),
    "ChecksumXXHASH128": base64_of(16),
}
# For two operations botocore encodes no key, and adds no digest of it.
ENCODED_SSE_C_PARAMS = {"SSECustomerKey": base64_of(32)}
COPY_SOURCE_PARAMS = {
    **COMMON,
    **SSE_C_PARAMS,
    "CopySourceIfMatch": one_of(ETAGS),
    "CopySourceIfNoneMatch": one_of(ETAGS),
    "CopySourceIfModifiedSince": pick_date,
    "CopySourceIfUnmodifiedSince": pick_date,
    "CopySourceSSECustomerKey": SSE_C_PARAMS["SSECustomerKey"],
    "ExpectedSourceBucketOwner": PUT_PARAMS["ExpectedBucketOwner"],
}
# What belongs to the object and not to the body that it comes in.
OBJECT_PARAMS = {
    name: pick
    for name, pick in PUT_PARAMS.items()
    if not name.startswith(("Checksum", "Content")) and name not in ("IfMatch", "IfNoneMatch")
} | {"ContentType": one_of(CONTENT_TYPES), "ChecksumAlgorithm": lambda rng: rng.choice(["CRC32C", "SHA256"])}
LISTING_PARAMS = {**COMMON, "OptionalObjectAttributes": lambda rng: ["RestoreStatus"]}

XML_BODIES = {
    "Tagging": lambda rng: {"TagSet": [{"Key": rng.choice(WORDS), "Value": pick_printable(rng)}]},
    "AccessControlPolicy": lambda rng: {"Owner": {"ID": text_of(rng, "0123456789abcdef", 64, 64)}, "Grants": []},
    "MultipartUpload": lambda rng: {
        "Parts": [{"PartNumber": n + 1, "ETag": rng.choice(ETAGS)} for n in range(rng.randint(1, 4))]
    },
    "Delete": lambda rng: {"Objects": [{"Key": rng.choice(FIXED_KEYS[:20])} for _ in range(rng.randint(1, 4))]},
    "CreateBucketConfiguration": lambda rng: {"LocationConstraint": "eu-central-1"},
}


# The crate's operation: method, subresource, arguments, setters, and botocore's name, headers and body for it.
Operation = collections.namedtuple("Operation", "method subresource arguments setters botocore_name headers bodies")


def operation(method, subresource, arguments, setters, botocore_name, headers, bodies=()):
    return Operation(method, subresource, arguments.split(), setters.split(), botocore_name, headers, bodies)


LISTING_SETTERS = "delimiter encoding_type_url"
OPERATIONS = {
    "copy_object": operation("PUT", None, "key source", "", "copy_object", {
        **OBJECT_PARAMS,
        **COPY_SOURCE_PARAMS,
        "IfMatch": one_of(ETAGS),
        "IfNoneMatch": lambda rng: "*",
        "MetadataDirective": lambda rng: rng.choice(["COPY", "REPLACE"]),
        "TaggingDirective": lambda rng: rng.choice(["COPY", "REPLACE"]),
    }),
    "get_object_tagging": operation("GET", ["tagging", ""], "key", "version_id", "get_object_tagging", COMMON),
    "put_object_tagging": operation("PUT", ["tagging", ""], "key", "version_id", "put_object_tagging", {
        **COMMON,
        "ContentMD5": base64_of(16),
        "ChecksumAlgorithm": lambda rng: "CRC32",
    }, ["Tagging"]),
    "delete_object_tagging": operation("DELETE", ["tagging", ""], "key", "version_id", "delete_object_tagging", OWNER),
    "get_object_acl": operation("GET", ["acl", ""], "key", "version_id", "get_object_acl", COMMON),
    "put_object_acl": operation("PUT", ["acl", ""], "key", "version_id", "put_object_acl", {
        **COMMON,
        "ACL": PUT_PARAMS["ACL"],
        "GrantRead": one_of(GRANTS),
        "GrantFullControl": one_of(GRANTS),
        "ContentMD5": base64_of(16),
    }, [None, "AccessControlPolicy"]),
    "get_object_attributes": operation("GET", ["attributes", ""], "key attributes", "version_id", "get_object_attributes", {
        **COMMON,
        **ENCODED_SSE_C_PARAMS,
        # Not the setters of the same name, which are for listings: here they are headers.
        "MaxParts": number(1, 1_000),
        "PartNumberMarker": number(0, 10_000),
    }),
    "create_multipart_upload": operation("POST", ["uploads", ""], "key", "", "create_multipart_upload", {
        **OBJECT_PARAMS,
        "ChecksumType": lambda rng: "COMPOSITE",
    }),
    "upload_part": operation("PUT", None, "key upload_id part_number", "", "upload_part", {
        **COMMON,
        **SSE_C_PARAMS,
        **CHECKSUM_PARAMS,
        "ChecksumAlgorithm": lambda rng: "SHA256",
        "ContentLength": PUT_PARAMS["ContentLength"],
        "ContentMD5": base64_of(16),
    }),
    "upload_part_copy": operation(
        "PUT", None, "key upload_id part_number source", "copy_source_range", "upload_part_copy", COPY_SOURCE_PARAMS
    ),
    "complete_multipart_upload": operation("POST", None, "key upload_id", "", "complete_multipart_upload", {
        **COMMON,
        **SSE_C_PARAMS,
        **CHECKSUM_PARAMS,
        "ChecksumType": lambda rng: "FULL_OBJECT",
        "IfMatch": one_of(ETAGS),
        "IfNoneMatch": lambda rng: "*",
        "MpuObjectSize": number(0, 5 * 2**40),
    }, [None, "MultipartUpload"]),
    "abort_multipart_upload": operation("DELETE", None, "key upload_id", "", "abort_multipart_upload", {
        **COMMON,
        "IfMatchInitiatedTime": pick_date,
    }),
    "list_parts": operation(
        "GET", None, "key upload_id", "max_parts part_number_marker", "list_parts", {**COMMON, **ENCODED_SSE_C_PARAMS}
    ),
    "head_bucket": operation("HEAD", None, "", "", "head_bucket", OWNER),
    "create_bucket": operation("PUT", None, "", "", "create_bucket", {
        "ACL": PUT_PARAMS["ACL"],
        "GrantRead": one_of(GRANTS),
        "ObjectLockEnabledForBucket": lambda rng: True,
        "ObjectOwnership": lambda rng: "BucketOwnerEnforced",
    }, [None, "CreateBucketConfiguration"]),
    "delete_bucket": operation("DELETE", None, "", "", "delete_bucket", OWNER),
    "delete_objects": operation("POST", ["delete", ""], "", "", "delete_objects", {
        **COMMON,
        "MFA": lambda rng: "arn:aws:iam::111122223333:mfa/user  123456",
        "BypassGovernanceRetention": lambda rng: rng.choice([True, False]),
        "ChecksumAlgorithm": lambda rng: "CRC32",
    }, ["Delete"]),
    "list_objects_v2": operation(
        "GET", ["list-type", "2"], "prefix", LISTING_SETTERS + " max_keys start_after continuation_token fetch_owner",
        "list_objects_v2", LISTING_PARAMS,
    ),
    "list_object_versions": operation(
        "GET", ["versions", ""], "prefix", LISTING_SETTERS + " max_keys key_marker version_id_marker",
        "list_object_versions", LISTING_PARAMS,
    ),
    "list_multipart_uploads": operation(
        "GET", ["uploads", ""], "prefix", LISTING_SETTERS + " max_uploads key_marker upload_id_marker",
        "list_multipart_uploads", COMMON,
    ),
}


def typed(record):
    """(kind, name, text) of everything that the arguments and the query's setters of a record send."""
    values = list(record["arguments"].items()) + [s for s in map(tuple, record["setters"]) if s[0] in PARAMETERS]
    for name, value in values:
        if (name, value) != ("prefix", ""):
            known = PARAMETERS[name]
            yield known.kind, known.name, known.sent(value)


def query_of(record):
    query = [[name, text] for kind, name, text in typed(record) if kind == "query"]
    subresource = OPERATIONS[record["operation"]].subresource
    return query + ([subresource] if subresource else [])


# ---------------------------------------------------------------------------------------------------
# botocore's side


def presign_operation(rng, oracle, name, target, credentials, lifetime):
    """(arguments, setters, headers, sent, url)"""
    known = OPERATIONS[name]
    endpoint, region, style, bucket, is_aws = target
    arguments = {argument: PARAMETERS[argument].pick(rng) for argument in known.arguments}
    chosen = rng.sample(known.setters, rng.randint(0, len(known.setters)))
    setters = [[setter, PARAMETERS[setter].pick(rng)] for setter in chosen]
    rng.shuffle(setters)

    params = {"Bucket": bucket}
    for word, value in list(arguments.items()) + setters:
        if (word, value) != ("prefix", ""):
            params[PARAMETERS[word].botocore_name] = PARAMETERS[word].botocore(value)
    for header in rng.sample(sorted(known.headers), min(rng.choice([0, 1, 2, 3, 6]), len(known.headers))):
        params[header] = known.headers[header](rng)
        if header.endswith("SSECustomerKey"):
            params[header.removesuffix("Key") + "Algorithm"] = "AES256"
    body = rng.choice(known.bodies) if known.bodies else None
    if body:
        params[body] = XML_BODIES[body](rng)
    # The client's model has no parameter for it, and the crate recommends it.
    wants_digest = name == "delete_objects" and rng.random() < 0.5

    client = oracle.client(
        region,
        endpoint_url=None if is_aws else endpoint,
        use_ssl=endpoint.startswith("https:"),
        style=style,
        credentials=credentials,
    )
    if "encoding_type_url" not in chosen:
        for listing in ["ListObjectsV2", "ListObjectVersions"]:
            client.meta.events.unregister(
                f"before-parameter-build.s3.{listing}", oracle.botocore.handlers.set_list_objects_encoding_type_url
            )
    seen = {}

    def before_sign(request, **_):
        if wants_digest:
            request.headers["Content-MD5"] = base64.b64encode(hashlib.md5(request.data).digest()).decode()
        request.data = b""
        seen["query"] = urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query, keep_blank_values=True)
        seen["headers"] = [list(header) for header in request.headers.items()]

    client.meta.events.register_last("before-sign.s3", before_sign)
    url = client.generate_presigned_url(known.botocore_name, Params=params, ExpiresIn=lifetime)

    # Whatever the arguments and setters do not account for is a further header; a further parameter there must not be.
    record = {"operation": name, "arguments": arguments, "setters": setters}
    expect(sorted(map(list, seen["query"])) == sorted(query_of(record)), record, f"botocore asks for {seen['query']}")
    accounted = {header: text for kind, header, text in typed(record) if kind == "header"}
    headers = []
    for header, text in seen["headers"]:
        lower = header.lower()
        if lower in accounted:
            expect(text == accounted.pop(lower), record, f"botocore sends {header}: {text}")
        elif rng.random() < 0.5 and (setter := header_setter(lower, header, text)):
            setters.insert(rng.randint(0, len(setters)), setter)
        else:
            headers.append([any_case(rng, header), text])
    expect(not accounted, record, f"botocore does not send {accounted}")
    rng.shuffle(headers)
    return arguments, setters, headers, seen["headers"], url


def header_setter(lower, header, text):
    """The setter for a header, if it has one."""
    if lower in HEADER_SETTERS:
        setter = HEADER_SETTERS[lower]
        return [setter, {"request_payer": True, "content_length": text.isdigit() and int(text)}.get(setter, text)]
    for prefix, setter in PREFIX_SETTERS.items():
        rest = header[len(prefix):]
        if lower.startswith(prefix) and (setter != "checksum" or rest in CHECKSUMS):
            return [setter, [rest, text]]
    return None


DOCUMENTATION_KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None)
DATABASE_HOSTS = [
    "mysqldb.123456789012.us-east-1.rds.amazonaws.com",
    "db.cluster-c0a1b2c3d4e5.eu-central-1.rds.amazonaws.com",
    "db.cluster-ro-c0a1b2c3d4e5.ap-southeast-3.rds.amazonaws.com",
    "proxy.proxy-c0a1b2c3d4e5.cn-north-1.rds.amazonaws.com.cn",
    "localhost",
    "10.0.0.1",
]


def pick_user(rng):
    return rng.choice([
        "jane_doe",
        "Admin",
        "a b",
        "a+b&c=d",
        "o'brien@example.com",
        "100%",
        "%2F",
        "~*()!",
        "j\u00f6rg",
        "",
        pick_printable(rng),
        "".join(rng.choice(WORDS + HOSTILE_ASCII + HOSTILE_UNICODE) for _ in range(rng.randint(1, 6))),
    ])


def service_client(oracle, service, region, credentials):
    access_key_id, secret, token = credentials
    return oracle.session.create_client(
        service,
        region_name=region,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret,
        aws_session_token=token,
    )


def rds_connect_token(rng, oracle, credentials, first):
    region = rng.choice(list(AWS_SUFFIXES))
    host, port, user = rng.choice(DATABASE_HOSTS), rng.choice([3306, 5432, 1150, 65535, 8443]), pick_user(rng)
    if first:
        region, host, port, user = "us-east-1", DATABASE_HOSTS[0], 3306, "jane_doe"
    client = service_client(oracle, "rds", region, credentials)
    token = client.generate_db_auth_token(DBHostname=host, Port=port, DBUsername=user)
    return {
        "endpoint": f"https://{host}:{port}",
        "region": region,
        "host": host,
        "port": port,
        "user": user,
        "lifetime": 900,
        "headers": [],
        "url": "https://" + token,
        "token": token,
    }


def eks_token(rng, oracle, credentials, first):
    """As `aws eks get-token` makes it: the cluster comes in as a parameter that the client does not know."""
    header = "x-k8s-aws-id"
    region = rng.choice(list(AWS_SUFFIXES))
    cluster = rng.choice(["my-cluster", "Prod_1", "0", text_of(rng, ALNUM + "-_", 1, 100)])
    if first:
        region, cluster = "eu-central-1", "my-cluster"
    client = service_client(oracle, "sts", region, credentials)

    def take_cluster(params, context, **_):
        context[header] = params.pop(header)

    def add_header(request, **_):
        request.headers[header] = request.context[header]

    client.meta.events.register("provide-client-params.sts.GetCallerIdentity", take_cluster)
    client.meta.events.register("before-sign.sts.GetCallerIdentity", add_header)
    url = client.generate_presigned_url(
        "get_caller_identity", Params={header: cluster}, ExpiresIn=60, HttpMethod="GET"
    )
    return {
        "endpoint": url.partition("/?")[0],
        "region": region,
        "cluster": cluster,
        "lifetime": 60,
        "headers": [[header, cluster]],
        "url": url,
        "token": "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("="),
    }


TOKENS = {"rds_connect_token": rds_connect_token, "eks_token": eks_token}

# ---------------------------------------------------------------------------------------------------
# The check, from the record alone


def check(record):
    """Raises unless the record's URL and signature follow from its other fields."""
    scheme, authority, path = split_endpoint(record["endpoint"])
    if record["operation"] in TOKENS:
        check_token(record, scheme, authority)
        return
    if record["style"] == "virtual":
        authority = f"{record['bucket']}.{authority}"
    else:
        path += "/" + record["bucket"]
    if "key" in record["arguments"]:
        path += "/" + record["arguments"]["key"]
    method = OPERATIONS[record["operation"]].method
    request = {**record, "method": method, "query": query_of(record), "headers": record["sent"]}
    check_signed(request, scheme, authority, percent(path or "/", keep="/"))

    sent = {(kind, name): text for kind, name, text in typed(record)}
    names = {name.lower() for name, _ in record["headers"]} | {name for kind, name in sent if kind == "header"}
    names |= {header_of_setter(setter) for setter in record["setters"]} - {None}
    expect(names == {name.lower() for name, _ in record["sent"]}, record, "headers that nothing accounts for")


def header_of_setter(setter):
    name, value = setter
    for header, other in HEADER_SETTERS.items():
        if other == name:
            return header
    for prefix, other in PREFIX_SETTERS.items():
        if other == name:
            return prefix + value[0].lower()
    return None


EMPTY_BODY = hashlib.sha256(b"").hexdigest()


def check_token(record, scheme, authority):
    if record["operation"] == "rds_connect_token":
        service, query = "rds-db", [["Action", "connect"], ["DBUser", record["user"]]]
        expect(record["url"] == "https://" + record["token"], record, "another token")
        expect(authority == f"{record['host']}:{record['port']}", record, "another host")
    else:
        service, query = "sts", [["Action", "GetCallerIdentity"], ["Version", "2011-06-15"]]
        expect(record["headers"] == [["x-k8s-aws-id", record["cluster"]]], record, "another cluster")
        padded = record["token"].removeprefix("k8s-aws-v1.") + "=" * (-len(record["token"].partition(".")[2]) % 4)
        expect(base64.urlsafe_b64decode(padded).decode() == record["url"], record, "another token")
    check_signed({**record, "method": "GET", "query": query}, scheme, authority, "/", service, EMPTY_BODY)


# ---------------------------------------------------------------------------------------------------


def generate_all():
    rng = random.Random(SEED)
    oracle = generate.Oracle()
    names = list(OPERATIONS) * COUNT_OF_OPERATION + list(TOKENS) * COUNT_OF_TOKENS
    for number, name in enumerate(names):
        first = name not in names[:number]
        # The first of each token is the example of its documentation.
        credentials = DOCUMENTATION_KEYS if first and name in TOKENS else pick_credentials(rng)
        oracle.now, lifetime = pick_time(rng)
        if first and name in TOKENS:
            oracle.now = 1_700_000_000
        if name in TOKENS:
            record = TOKENS[name](rng, oracle, credentials, first)
        else:
            target = pick_target(rng, "client")
            arguments, setters, headers, sent, url = presign_operation(rng, oracle, name, target, credentials, lifetime)
            record = {
                "endpoint": target[0],
                "region": target[1],
                "style": target[2],
                "bucket": target[3],
                "arguments": arguments,
                "setters": setters,
                "headers": headers,
                "sent": sent,
                "lifetime": lifetime,
                "url": url,
            }
        record.update(
            id=number,
            operation=name,
            access_key_id=credentials[0],
            secret_access_key=credentials[1],
            session_token=credentials[2],
            now=oracle.now,
            signature=record["url"].rpartition("X-Amz-Signature=")[2],
        )
        check(record)
        yield record


def main():
    parser = argparse.ArgumentParser(description="botocore's presigned operations as test vectors, see the docstring")
    parser.add_argument("--check", metavar="FILE", help="recompute every signature in FILE and make none")
    args = parser.parse_args()
    if args.check:
        with open(args.check, encoding="ascii") as lines:
            count = 0
            for count, line in enumerate(lines, 1):
                check(json.loads(line))
        print(f"{count} records, every signature follows from its record")
    else:
        for record in generate_all():
            # bytes, lest a platform's text mode turn the line ends
            sys.stdout.buffer.write(json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
