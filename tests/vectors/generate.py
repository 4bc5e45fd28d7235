#!/usr/bin/env python3
"""Presigned S3 URLs made by botocore, as test vectors.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python generate.py > botocore.jsonl      # the same bytes on every run
    python generate.py --check botocore.jsonl         # recompute every signature; needs no botocore

Each line of the output is one JSON object (ASCII, keys sorted):

    id                 position in the file
    via                "client": boto client's generate_presigned_url, a real S3 operation
                       "request": botocore's S3SigV4QueryAuth on a request put together here, for what
                       no operation model lets through (odd query names, methods, headers)
    endpoint           origin without the bucket, with the base path if there is one
    region, style      style is "path" or "virtual"
    bucket, key, method
    access_key_id, secret_access_key, session_token (or null)
    now, lifetime      Unix seconds, seconds
    query              [[name, value], ...] all but X-Amz-* signing parameters, decoded, in any order
    headers            [[name, value], ...] signed headers except host, as the caller gives them:
                       any order, any letter case, spaces not yet folded
    url, signature     what botocore made of it

A record is complete: url's signature follows from the other fields alone. That is checked for every
record as it is made, by a SigV4 written from the specification (see `check`).

Two things about "url" are botocore's own habits and not part of SigV4: it keeps an explicit default
port (https://host:443/), and it leaves the caller's query in the order given, the X-Amz-* after it.
"""

import argparse
import base64
import calendar
import datetime
import hashlib
import hmac
import json
import os
import random
import re
import string
import sys
import time
import unicodedata
import urllib.parse

SEED = 20240229
COUNT = 1600

# ---------------------------------------------------------------------------------------------------
# Where requests go

AWS_SUFFIXES = {
    "us-east-1": "amazonaws.com",
    "us-west-2": "amazonaws.com",
    "eu-central-1": "amazonaws.com",
    "eu-west-3": "amazonaws.com",
    "ap-southeast-3": "amazonaws.com",
    "sa-east-1": "amazonaws.com",
    "us-gov-west-1": "amazonaws.com",
    "cn-north-1": "amazonaws.com.cn",
    "cn-northwest-1": "amazonaws.com.cn",
}

# (endpoint, region). A port that is the scheme's default is sent by no HTTP client in Host, so it must
# not be signed; the other way round, 443 over http and 80 over https are ordinary ports.
NAMED_ENDPOINTS = [
    ("https://3f9c0a5be1d24c7795bd2f6a1c0e8d47.r2.cloudflarestorage.com", "auto"),
    ("https://3f9c0a5be1d24c7795bd2f6a1c0e8d47.eu.r2.cloudflarestorage.com", "auto"),
    ("https://storage.googleapis.com", "auto"),
    ("https://storage.googleapis.com:443", "auto"),
    ("https://s3.us-west-004.backblazeb2.com", "us-west-004"),
    ("https://nyc3.digitaloceanspaces.com", "nyc3"),
    ("http://rw.localhost:8333", "us-east-1"),
    ("http://localhost:9000", "us-east-1"),
    ("http://localhost:80", "us-east-1"),
    ("https://localhost:443", "garage"),
    ("http://s3.example.net:443", "RegionOne"),
    ("https://s3.example.net:80", "RegionOne"),
    ("https://s3.example.net:8443", "eu-west-2"),
    ("http://s3.example.net", "default"),
    ("http://minio:9000", "us-east-1"),
    ("http://my-store.internal-1.example:65535", "us-east-1"),
]

# An IP address cannot take the bucket as a sub-domain, and the crate gives base paths to path style only.
PATH_ONLY_ENDPOINTS = [
    ("http://127.0.0.1:9000", "us-east-1"),
    ("http://127.0.0.1", "us-east-1"),
    ("http://127.0.0.1:80", "garage"),
    ("https://192.0.2.10:443", "us-east-1"),
    ("https://192.0.2.10:9443", "eu-central-1"),
    ("http://[::1]:9000", "us-east-1"),
    ("http://[::1]", "us-east-1"),
    ("http://[::1]:80", "us-east-1"),
    ("https://[2001:db8::10]", "default"),
    ("https://[2001:db8::10]:443", "default"),
    ("https://[2001:db8:0:1::ff]:8443", "auto"),
    ("https://project.storage.example.com/storage/v1/s3", "eu-central-1"),
    ("https://project.storage.example.com:443/storage/v1/s3", "eu-central-1"),
    ("http://localhost:54321/storage/v1/s3", "local"),
    ("https://gateway.example.org/s3", "us-east-1"),
    ("http://gateway.example.org:8080/a.b-c_d~e/0/x", "us-east-1"),
    ("http://[::1]:8080/s3", "us-east-1"),
]

PLAIN_BUCKETS = ["examplebucket", "a-b", "000", "my-bucket-1", "x--y", "b" * 63, "uploads", "test-1a2b3c"]
DOTTED_BUCKETS = ["my.bucket", "www.example.com", "a.b.c", "logs.2024-02-29"]
# Legal in us-east-1 once, and still in some other stores; never as a host name.
LEGACY_BUCKETS = ["Legacy_Bucket", "UPPER", "under_score.dot"]


def pick_target(rng, via):
    """(endpoint, region, style, bucket, is_aws)"""
    style = rng.choice(["path", "virtual"])
    is_aws = rng.random() < 0.35
    if is_aws:
        region = rng.choice(list(AWS_SUFFIXES))
        scheme = "http" if rng.random() < 0.2 else "https"
        endpoint = f"{scheme}://s3.{region}.{AWS_SUFFIXES[region]}"
    elif style == "path" and rng.random() < 0.7:
        endpoint, region = rng.choice(PATH_ONLY_ENDPOINTS)
    else:
        endpoint, region = rng.choice(NAMED_ENDPOINTS)

    # A dotted bucket as host name matches no wildcard certificate, so it is for http only; on the AWS
    # endpoints botocore's client falls back to path style even then.
    dotted_ok = style == "path" or (endpoint.startswith("http:") and not (is_aws and via == "client"))
    roll = rng.random()
    if roll < 0.2 and dotted_ok:
        bucket = rng.choice(DOTTED_BUCKETS)
    elif roll < 0.25 and style == "path":
        bucket = rng.choice(LEGACY_BUCKETS)
    else:
        bucket = rng.choice(PLAIN_BUCKETS)
    return endpoint, region, style, bucket, is_aws


# ---------------------------------------------------------------------------------------------------
# Who and when

ALNUM = string.ascii_letters + string.digits


def text_of(rng, alphabet, low, high):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(low, high)))


def pick_credentials(rng):
    access_key_id = rng.choice([
        "AKIA" + text_of(rng, string.ascii_uppercase + "234567", 16, 16),
        "ASIA" + text_of(rng, string.ascii_uppercase + "234567", 16, 16),
        "GOOG1E" + text_of(rng, string.ascii_uppercase + string.digits, 55, 55),
        text_of(rng, "0123456789abcdef", 32, 32),
        "test:tester",
        "minioadmin",
        "some_user.name@example.com",
        "a+b=c~d",
    ])
    secret = rng.choice([
        text_of(rng, ALNUM + "/+", 40, 40),
        text_of(rng, "/+=" + string.ascii_lowercase, 40, 40),
        text_of(rng, ALNUM + string.punctuation, 8, 64),
        text_of(rng, "0123456789abcdef", 64, 64),
        "testing",
    ])
    token = None
    if rng.random() < 0.5:
        length = rng.choice([16, rng.randint(17, 120), rng.randint(17, 120), rng.randint(121, 799), 800])
        body = list(text_of(rng, ALNUM + "+/", length - 2, length - 2))
        body[0:2] = rng.sample("+/", 2)
        rng.shuffle(body)
        token = "".join(body) + "=="
    return access_key_id, secret, token


def unix(*date):
    return calendar.timegm(date + (0, 0, 0)[: 6 - len(date)])


DAY = 86_400
EDGES_OF_TIME = [
    midnight + offset
    for midnight in [
        unix(1970, 1, 2),
        unix(1971, 1, 1),
        unix(2000, 2, 29),  # a leap year by the rule of 400
        unix(2024, 1, 1),
        unix(2024, 2, 29),
        unix(2024, 3, 1),
        unix(2024, 12, 31),
        unix(2025, 1, 1),
        unix(2038, 1, 19),
        unix(2099, 12, 31),
        unix(2100, 3, 1),  # 2100 is no leap year
        unix(9998, 1, 1),
        unix(9998, 12, 31),
    ]
    for offset in (-1, 0, 1, DAY - 1)
] + [0, 1, 2**31 - 1, 2**31, 2**32]


def pick_time(rng):
    if rng.random() < 0.5:
        now = rng.choice(EDGES_OF_TIME)
    else:
        year = rng.choice([1970, 1999, 2024, 2024, 2025, 2026, 2099, 9998])
        now = rng.randrange(unix(year, 1, 1), unix(year + 1, 1, 1))
    roll = rng.random()
    if roll < 0.1:
        lifetime = 1
    elif roll < 0.25:
        lifetime = 604_800
    else:
        lifetime = rng.choice([900, 3600, 86_400, rng.randint(2, 999), rng.randint(1, 604_800)])
    return now, lifetime


# ---------------------------------------------------------------------------------------------------
# Keys

WORDS = ["a", "b", "photo", "cat.jpg", "2024", "report", "x", "index.html", "Video", "READ_ME", "v1", "data-set"]

CONTROLS = [chr(c) for c in range(0x20)] + ["\x7f"]

# Everything that encoders disagree about, in ASCII.
HOSTILE_ASCII = [
    " ", "  ", "+", "%", "~", "*", "'", '"', "\\", "`", "(", ")", "[", "]", "{", "}", "|", "^", "<", ">",
    "#", "?", "&", "=", ";", ":", "@", "!", "$", ",", ".", "..", "-", "_",
    # percent sequences that are text here and must be encoded once more
    "%2F", "%2f", "%2e%2e", "%20", "%25", "%252F", "%zz", "%E2%82%AC", "%00", "%u00e9",
]

# Written with escapes where an editor would hide or reorder them.
HOSTILE_UNICODE = [
    "caf\u00e9", "cafe\u0301",  # composed and decomposed
    "\u00c5", "A\u030a", "\u212b",  # three ways to write A with a ring
    "\ud55c\uae00", unicodedata.normalize("NFD", "\ud55c\uae00"),  # Hangul syllables and their parts
    "\ufb01", "stra\u00dfe", "\u0130i",  # letters that change under case or compatibility mapping
    "\u65e5\u672c\u8a9e", "\u6587\u4ef6", "\U00020bb7",  # CJK, the last one outside the BMP
    "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0644\u0641", "\u202eabc\u202c",  # right to left
    "\u043a\u043b\u044e\u0447", "\u20ac", "\u03b1",
    "\U0001f600", "\U0001faa3", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea",
    "\u00a0", "\u2028", "\u200b", "\ufeff", "\uff0f", "\u2215",  # spaces, no spaces, slashes that are not
    "\u0080", "\u07ff", "\u0800", "\ufffd", "\uffff", "\U00010000", "\U0010ffff",  # edges of UTF-8 lengths
]

FIXED_KEYS = [
    "test.txt", "a", "photos/2024/02/cat.jpg", "with space", "a b+c%d~e.txt", "a+b", "a%2Fb", "a%2fb", "100%",
    "%2e%2e", "%2e%2e/etc/passwd", "%", "%%", "%41", "..%2f", "~", "~user/.profile", ".hidden", "...", "a/.../b",
    "..a/b..", "/", "//", "/leading", "//leading", "trailing/", "trailing//", "a//b", "a///b/", "/a/", " ",
    " leading space", "trailing space ", "a / b", "?", "#", "a?b=c&d", "a#b", "a&b=c;d", "a:b", "http://x/y",
    "[brackets]", "{braces}", "it's", 'say "hi"', "back\\slash", "..\\..\\x", "a|b", "<tag>", "`tick`", "^",
    "(1)*!$,@", "a\tb", "a\nb", "a\r\nb", "\x01", "\x7f", "a\x00b", "\x00",
    "caf\u00e9.txt", "cafe\u0301.txt", "\u65e5\u672c\u8a9e/\u6587\u4ef6.pdf", "\U0001f600.png",
    "\u05e9\u05dc\u05d5\u05dd/\u0645\u0644\u0641", "\u202ereversed",
    # these look like parts of the signed request itself
    "host", "?X-Amz-Signature=0", "UNSIGNED-PAYLOAD", "examplebucket/examplebucket",
]


def is_allowed_key(key):
    """What the crate signs. The dot segments are left out because URL parsers remove them."""
    return 1 <= len(key.encode()) <= 1024 and not {".", ".."} & set(key.split("/"))


def cut_to_bytes(text, size):
    return text.encode()[:size].decode(errors="ignore")


def pick_key(rng):
    """Drawn again until allowed: a few of the recipes can make an empty or a dot segment."""
    while True:
        roll = rng.random()
        if roll < 0.3:
            key = rng.choice(FIXED_KEYS)
        elif roll < 0.4:
            key = "/".join(rng.choice(WORDS) for _ in range(rng.randint(1, 6)))
        elif roll < 0.7:
            pieces = WORDS + HOSTILE_ASCII + HOSTILE_UNICODE + ["/"] * 20
            key = "".join(rng.choice(pieces) for _ in range(rng.randint(1, 14)))
        elif roll < 0.78:
            key = "".join(rng.choice(WORDS + CONTROLS * 2) for _ in range(rng.randint(1, 12)))
        elif roll < 0.88:
            key = text_of(rng, string.printable[:95], 1, 60)
        elif roll < 0.95:
            key = "".join(pick_code_point(rng) for _ in range(rng.randint(1, 20)))
        else:
            # The longest. Multi-byte pieces, so that the limit is seen to be in bytes.
            pieces = rng.choice([WORDS, ["a"], HOSTILE_UNICODE + ["/"], HOSTILE_ASCII + WORDS])
            size = rng.choice([1024, 1024, 1023, rng.randint(200, 1022)])
            key = cut_to_bytes("".join(rng.choice(pieces) for _ in range(1100)), size)
            key += "z" * (size - len(key.encode()))
        if is_allowed_key(key):
            return key


def pick_code_point(rng):
    while True:
        point = rng.randrange(rng.choice([0x80, 0x800, 0x10000, 0x110000]))
        if not 0xD800 <= point < 0xE000:  # surrogates are no text
            return chr(point)


# ---------------------------------------------------------------------------------------------------
# Header values and overrides: printable ASCII only, by a rule of the crate


def pick_printable(rng):
    """Any printable ASCII with something in it besides space."""
    return text_of(rng, string.printable[:95], 0, 30) + rng.choice(ALNUM + string.punctuation)


def pick_header_value(rng):
    """Words and runs of spaces, between, before and after: SigV4 folds and trims them."""
    words = [text_of(rng, ALNUM + string.punctuation, 1, 12) for _ in range(rng.randint(1, 4))]
    value = words[0]
    for word in words[1:]:
        value += " " * rng.choice([1, 1, 2, 5]) + word
    return " " * rng.choice([0, 0, 0, 1, 3]) + value + " " * rng.choice([0, 0, 0, 1, 3])


DISPOSITIONS = [
    "inline",
    "attachment",
    "attachment; filename=report.pdf",
    'attachment; filename="report (final), v2.pdf"',
    'attachment; filename="a+b %20 100%.txt"',
    "attachment; filename*=UTF-8''%e2%82%ac%20rates.txt",
    "attachment; filename*=UTF-8''na%C3%AFve%20file%281%29%2A.txt",
    "attachment; filename*=utf-8''%F0%9F%98%80~!$&+-.^_`|.png; size=10",
    "inline; filename*=UTF-8'de'%C3%BCber%2C%20%3Ball%3B.pdf, x",
    "attachment; filename=\"EURO rates.txt\"; filename*=UTF-8''%E2%82%AC%20rates.txt",
    "attachment; filename=\"it's *the* one\"; filename*=UTF-8'en'it%27s%20%2Athe%2A%20one",
    'attachment; filename="quote \\" and back\\\\slash"',
    "form-data; name=file; filename=a;b",
    "inline;filename=x=y&z",
    "attachment; filename=~tilde*star'tick(paren)!bang",
]
CONTENT_TYPES = [
    "text/plain", "text/html; charset=utf-8", "application/octet-stream", "image/svg+xml",
    'multipart/mixed; boundary="a b+c"', "application/vnd.api+json;version=1.0", "*/*",
]
CACHE_CONTROLS = ["no-cache", "max-age=31536000, immutable", "no-store,  no-cache", 'private="x, y"', "max-age=0"]
ENCODINGS = ["gzip", "br", "identity", "gzip, deflate", "aws-chunked,gzip"]
LANGUAGES = ["en", "de-DE, en;q=0.5", "zh-Hant", "*"]
HTTP_DATES = ["Thu, 29 Feb 2024 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "0"]
VERSION_IDS = ["null", "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo", "v.1_2-3~4", "a/b=c", "1 2"]
ETAGS = ['"d41d8cd98f00b204e9800998ecf8427e"', "*", '"a", "b"', 'W/"weak"', '"d41d8cd98f00b204e9800998ecf8427e-12"']
GRANTS = ['id="79a59df900b949e55d96a1e698fba"', 'uri="http://acs.example.com/groups/all",  id="x"']


def one_of(choices):
    """Mostly a realistic value, else any printable ASCII."""
    return lambda rng: rng.choice(choices) if rng.random() < 0.8 else pick_printable(rng)


def base64_of(length):
    return lambda rng: base64.b64encode(bytes(rng.randrange(256) for _ in range(length))).decode()


def pick_date(rng):
    return datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc) + datetime.timedelta(
        seconds=rng.randint(-10**9, 10**9)
    )


# ---------------------------------------------------------------------------------------------------
# Way in 1: the client. Parameters by operation, each with the maker of its value.

COMMON_PARAMS = {
    "RequestPayer": lambda rng: "requester",
    "ExpectedBucketOwner": lambda rng: text_of(rng, string.digits, 12, 12),
}
# One switch for the three headers of customer keys; botocore derives the last two from the key.
SSE_C_PARAMS = {"SSECustomerKey": lambda rng: bytes(rng.randrange(256) for _ in range(32))}
READ_PARAMS = {
    **COMMON_PARAMS,
    **SSE_C_PARAMS,
    "VersionId": one_of(VERSION_IDS),
    "PartNumber": lambda rng: rng.choice([1, 2, 10, 10_000, rng.randint(1, 10_000)]),
    "ResponseContentDisposition": one_of(DISPOSITIONS),
    "ResponseContentType": one_of(CONTENT_TYPES),
    "ResponseCacheControl": one_of(CACHE_CONTROLS),
    "ResponseContentEncoding": one_of(ENCODINGS),
    "ResponseContentLanguage": one_of(LANGUAGES),
    "ResponseExpires": pick_date,
    "Range": lambda rng: rng.choice(["bytes=0-9", "bytes=-500", "bytes=0-0,  5-9"]),
    "IfMatch": one_of(ETAGS),
    "IfNoneMatch": one_of(ETAGS),
    "IfModifiedSince": pick_date,
    "IfUnmodifiedSince": pick_date,
    "ChecksumMode": lambda rng: "ENABLED",
}
PUT_PARAMS = {
    **COMMON_PARAMS,
    **SSE_C_PARAMS,
    "ACL": lambda rng: rng.choice(["private", "public-read", "bucket-owner-full-control"]),
    "CacheControl": one_of(CACHE_CONTROLS),
    "ContentDisposition": one_of(DISPOSITIONS),
    "ContentEncoding": one_of(ENCODINGS),
    "ContentLanguage": one_of(LANGUAGES),
    "ContentLength": lambda rng: rng.choice([0, 1, 1024, 5 * 2**30]),
    "ContentMD5": base64_of(16),
    "ContentType": one_of(CONTENT_TYPES),
    "ChecksumAlgorithm": lambda rng: rng.choice(["SHA256", "CRC32", "CRC64NVME"]),
    "ChecksumCRC32": base64_of(4),
    "ChecksumSHA256": base64_of(32),
    "Expires": pick_date,
    "IfMatch": one_of(ETAGS),
    "IfNoneMatch": lambda rng: "*",
    "GrantRead": one_of(GRANTS),
    "Metadata": lambda rng: {
        name: pick_header_value(rng)
        for name in rng.sample(["a", "a-b", "ab", "a_b", "a.b", "Author", "UPPER", "x1", "z"], rng.randint(1, 5))
    },
    "StorageClass": lambda rng: rng.choice(["STANDARD_IA", "GLACIER"]),
    "Tagging": lambda rng: rng.choice(["a=b", "project=x%20y&team=a+b", "k="]),
    "ServerSideEncryption": lambda rng: rng.choice(["AES256", "aws:kms"]),
    "SSEKMSKeyId": lambda rng: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab",
    "WebsiteRedirectLocation": lambda rng: rng.choice(["/other  page.html", "https://example.com/?a=b"]),
    "ObjectLockMode": lambda rng: "GOVERNANCE",
    "ObjectLockRetainUntilDate": pick_date,
}
DELETE_PARAMS = {
    **COMMON_PARAMS,
    "VersionId": one_of(VERSION_IDS),
    "MFA": lambda rng: "arn:aws:iam::111122223333:mfa/user  123456",
    "BypassGovernanceRetention": lambda rng: rng.choice([True, False]),
    "IfMatch": one_of(ETAGS),
}
OPERATIONS = {
    "get_object": ("GET", READ_PARAMS),
    "head_object": ("HEAD", READ_PARAMS),
    "put_object": ("PUT", PUT_PARAMS),
    "delete_object": ("DELETE", DELETE_PARAMS),
}


def presign_via_client(rng, oracle, target, credentials, key, lifetime):
    endpoint, region, style, bucket, is_aws = target
    operation = rng.choice(["get_object", "get_object", "get_object", "head_object", "put_object", "put_object",
                            "delete_object"])
    method, makers = OPERATIONS[operation]
    params = {"Bucket": bucket, "Key": key}
    for name in rng.sample(sorted(makers), rng.choice([0, 1, 2, 3, 4, min(9, len(makers))])):
        params[name] = makers[name](rng)
        if name == "SSECustomerKey":
            params["SSECustomerAlgorithm"] = "AES256"

    client = oracle.client(
        region,
        # For AWS botocore's own endpoint rules find the host: one more thing to agree upon.
        endpoint_url=None if is_aws else endpoint,
        use_ssl=endpoint.startswith("https:"),
        style=style,
        credentials=credentials,
    )
    # The request just before it is signed is the only honest list of what botocore made of the
    # parameters, with all it added on its own (checksum of the customer key, ...).
    seen = {}

    def remember(request, **_):
        seen["query"] = urllib.parse.parse_qsl(
            urllib.parse.urlsplit(request.url).query, keep_blank_values=True
        )
        seen["headers"] = list(request.headers.items())

    client.meta.events.register_last("before-sign.s3", remember)
    url = client.generate_presigned_url(operation, Params=params, ExpiresIn=lifetime)
    return method, [list(q) for q in seen["query"]], [list(h) for h in seen["headers"]], url


# ---------------------------------------------------------------------------------------------------
# Way in 2: the bare signer

METHODS = ["GET", "PUT", "HEAD", "DELETE", "POST", "OPTIONS", "PATCH", "PROPFIND", "VERSION-CONTROL"]

# Names one of which begins another: sorted before encoding, or as whole "name=value" strings, they
# come out in another order ('-' < '=' < 'a', but '%' < '-').
PREFIX_NAMES = [
    "a", "A", "a-b", "a%", "a=", "a+", "a b", "a~", "a*", "a'", "a/", "a:", "aa", "aA", "a.b", "a_b", "a%20", "a&b",
    "a;b", "a,", "a0", "a\u00e9", "a\U0001f600", "b", "B", "ab", "Ab",
]
HOSTILE_NAMES = [
    "+", "%", "~", "*", "'", "=", "&", ";", "/", "?", "#", " ", ".", "-", "_", "0", "!", "$", "@", ":", ",", "\\",
    '"', "<", ">", "^", "`", "|", "(", ")", "{}", "list[]", "list[0]", "%41", "%2F", "%zz", "==", "a=b=c",
    "caf\u00e9", "cafe\u0301", "\u65e5\u672c", "\U0001faa3", "\u05e9", "\uffff", "\U00010000",
]
# Neighbours of the signing parameters, on both sides of each; none of them begins "X-Amz-".
NEIGHBOUR_NAMES = ["X", "X-", "X-A", "X-Amz", "X-Amz.", "X-Amza", "X-AmzA", "X-B", "XA", "W", "Y", "x", "x-a", "x-id",
                   "Expire", "Signatures", "X-Goog"]
S3_NAMES = ["uploads", "acl", "tagging", "prefix", "delimiter", "list-type", "torrent", "attributes", "marker",
            "encoding-type"]
# The crate has rules for the values of these.
STRICT_QUERY = {
    "uploadId": one_of(["VXBsb2FkIElE", "2~9dfs/+=", "u p"]),
    "max-keys": lambda rng: str(rng.randint(1, 1_000)),
    "max-parts": lambda rng: str(rng.randint(1, 1_000)),
    "part-number-marker": lambda rng: str(rng.randint(0, 10_000)),
    "versionId": one_of(VERSION_IDS),
    "partNumber": lambda rng: str(rng.randint(1, 10_000)),
    "response-content-disposition": one_of(DISPOSITIONS),
    "response-content-type": one_of(CONTENT_TYPES),
    "response-cache-control": one_of(CACHE_CONTROLS),
    "response-content-encoding": one_of(ENCODINGS),
    "response-content-language": one_of(LANGUAGES),
    "response-expires": one_of(HTTP_DATES),
    # headers that S3 takes in the query too
    "x-amz-request-payer": lambda rng: "requester",
    "x-amz-expected-bucket-owner": lambda rng: "111122223333",
    "x-amz-checksum-mode": lambda rng: "ENABLED",
}


def pick_query_value(rng):
    roll = rng.random()
    if roll < 0.15:
        return ""
    if roll < 0.3:
        return rng.choice(WORDS)
    if roll < 0.4:
        return pick_printable(rng)
    pieces = WORDS + HOSTILE_ASCII + HOSTILE_UNICODE + (CONTROLS if roll < 0.5 else []) + ["/", "//"]
    return "".join(rng.choice(pieces) for _ in range(rng.randint(1, 6)))


def pick_query(rng):
    query = {}
    for names, most in [(PREFIX_NAMES, 8), (HOSTILE_NAMES, 4), (NEIGHBOUR_NAMES, 4), (S3_NAMES, 3)]:
        if rng.random() < 0.45:
            for name in rng.sample(names, rng.randint(1, most)):
                query[name] = pick_query_value(rng)
    if rng.random() < 0.2:
        name = "".join(rng.choice(WORDS + HOSTILE_ASCII + HOSTILE_UNICODE) for _ in range(rng.randint(1, 5)))
        query[name] = pick_query_value(rng)
    if rng.random() < 0.4:
        for name in rng.sample(sorted(STRICT_QUERY), rng.randint(1, 4)):
            query[name] = STRICT_QUERY[name](rng)
    pairs = [[name, value] for name, value in query.items()]
    rng.shuffle(pairs)
    return pairs


# Again many that begin another, some that sort right before and after "host", and every character a
# header name may have. Hop-by-hop names are not here: botocore does not sign them.
HEADER_NAMES = [
    "a", "hos", "host-id", "hostname", "hosts", "i", "range", "if-match", "content-type", "content-length",
    "cache-control", "accept", "origin", "x-a", "x-a-b", "x-ab", "x-a.b", "x-a_b", "x-a1", "x-a~", "x-amz-acl",
    "x-amz-meta-a", "x-amz-meta-a-b", "x-amz-meta-ab", "x-amz-meta-a_b", "x-amz-meta-", "x-amz-copy-source",
    "x-amz-tagging", "x-goog-meta-a", "x!#$%&'*+-.^_`|~0", "z", "zz", "0", "_",
]
FIXED_HEADER_VALUES = {
    "content-length": lambda rng: str(rng.randint(0, 10**9)),
    "content-type": one_of(CONTENT_TYPES),
    "if-match": one_of(ETAGS),
    "x-amz-copy-source": lambda rng: "/other-bucket/a%20b?versionId=null",
}


def any_case(rng, name):
    style = rng.choice([str.lower, str.upper, str.title, None])
    return style(name) if style else "".join(rng.choice([c.lower(), c.upper()]) for c in name)


def pick_headers(rng):
    headers = []
    if rng.random() < 0.6:
        for name in rng.sample(HEADER_NAMES, rng.randint(1, 7)):
            headers.append([any_case(rng, name), FIXED_HEADER_VALUES.get(name, pick_header_value)(rng)])
    return headers


def presign_via_request(rng, oracle, target, credentials, key, lifetime):
    endpoint, region, style, bucket, _ = target
    scheme, authority, base = split_endpoint(endpoint)
    if style == "virtual":
        authority, path = f"{bucket}.{authority}", f"/{key}"
    else:
        path = f"{base}/{bucket}/{key}"
    method, query, headers = rng.choice(METHODS), pick_query(rng), pick_headers(rng)
    # The signer takes parameters from the URL and from a dict; both ways must come out the same.
    in_url = rng.choice([0, len(query) // 2, len(query)])
    url = oracle.presign(
        method, f"{scheme}://{authority}", path, query[:in_url], query[in_url:], headers, credentials, region, lifetime
    )
    return method, query, headers, url


# ---------------------------------------------------------------------------------------------------
# botocore. Everything that touches it is in here, so that --check runs without it.


class Oracle:
    def __init__(self):
        # Nothing of the caller's own AWS settings may leak into the output.
        for name in [n for n in os.environ if n.startswith(("AWS_", "BOTO_"))]:
            del os.environ[name]
        os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull

        import botocore.auth
        import botocore.awsrequest
        import botocore.config
        import botocore.credentials
        import botocore.session
        import botocore.utils

        self.botocore = botocore
        self.session = botocore.session.Session()
        self.now = None
        # The signers look the clock up as a global of their module. getattr: should a later version
        # take the time elsewhere, stop here and do not patch in vain.
        getattr(botocore.auth, "get_current_datetime")
        botocore.auth.get_current_datetime = lambda: datetime.datetime(1970, 1, 1) + datetime.timedelta(
            seconds=self.now
        )

    def client(self, region, endpoint_url, use_ssl, style, credentials):
        access_key_id, secret, token = credentials
        return self.session.create_client(
            "s3",
            region_name=region,
            endpoint_url=endpoint_url,
            use_ssl=use_ssl,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=self.botocore.config.Config(
                signature_version="s3v4",
                s3={"addressing_style": style, "us_east_1_regional_endpoint": "regional"},
                # or each presigned PUT demands a CRC32 header nobody asked for
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def presign(self, method, origin, path, url_query, dict_query, headers, credentials, region, lifetime):
        utils = self.botocore.utils
        # As botocore's serializer quotes a key: everything but the unreserved and "/".
        url = origin + utils.percent_encode(path, safe="/~")
        if url_query:
            url += "?" + utils.percent_encode_sequence(url_query)
        request = self.botocore.awsrequest.AWSRequest(
            method=method, url=url, headers=dict(headers), params=dict(dict_query)
        )
        self.botocore.auth.S3SigV4QueryAuth(
            self.botocore.credentials.Credentials(*credentials), "s3", region, expires=lifetime
        ).add_auth(request)
        return request.prepare().url


# ---------------------------------------------------------------------------------------------------
# The check: SigV4 once more, from the record alone and without botocore or urllib


def split_endpoint(endpoint):
    scheme, rest = endpoint.split("://")
    authority, slash, base = rest.partition("/")
    return scheme, authority, slash + base


def percent(text, keep=""):
    keep = (ALNUM + "-._~" + keep).encode()
    return "".join(chr(byte) if byte in keep else f"%{byte:02X}" for byte in text.encode())


def expect(truth, record, why):
    if not truth:  # and not `assert`, which python -O leaves out
        raise ValueError(f"{why}: {json.dumps(record)}")


def check(record):
    """Raises unless the record's URL and signature follow from its other fields."""
    scheme, authority, path = split_endpoint(record["endpoint"])
    if record["style"] == "virtual":
        authority = f"{record['bucket']}.{authority}"
    else:
        path += "/" + record["bucket"]
    check_signed(record, scheme, authority, percent(f"{path}/{record['key']}", keep="/"))


def check_signed(record, scheme, authority, path, service="s3", payload="UNSIGNED-PAYLOAD"):
    """The same, for a request to anywhere: method, query and headers are the record's, the path is encoded."""
    host = authority.removesuffix({"http": ":80", "https": ":443"}[scheme])
    headers = {name.lower(): re.sub(" +", " ", value.strip(" ")) for name, value in record["headers"]}
    expect(len(headers) == len(record["headers"]) and "host" not in headers, record, "header given twice, or host")
    headers["host"] = host
    signed = ";".join(sorted(headers))

    timestamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(record["now"]))
    scope = f"{timestamp[:8]}/{record['region']}/{service}/aws4_request"
    query = record["query"] + [
        ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
        ["X-Amz-Credential", f"{record['access_key_id']}/{scope}"],
        ["X-Amz-Date", timestamp],
        ["X-Amz-Expires", str(record["lifetime"])],
        ["X-Amz-SignedHeaders", signed],
    ]
    if record["session_token"] is not None:
        query.append(["X-Amz-Security-Token", record["session_token"]])
    expect(len(dict(query)) == len(query), record, "query name given twice, or reserved")
    query = sorted((percent(name), percent(value)) for name, value in query)
    query = [f"{name}={value}" for name, value in query]

    canonical = [record["method"], path, "&".join(query)]
    canonical += [f"{name}:{headers[name]}" for name in sorted(headers)] + ["", signed, payload]
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    signing_key = ("AWS4" + record["secret_access_key"]).encode()
    for message in scope.split("/") + ["\n".join(["AWS4-HMAC-SHA256", timestamp, scope, digest])]:
        signing_key = hmac.digest(signing_key, message.encode(), "sha256")
    signature = signing_key.hex()

    expect(record["signature"] == signature, record, f"{canonical} gives another signature")
    before, _, after = record["url"].partition("?")
    expect(before == f"{scheme}://{authority}{path}", record, "another origin or path in the url")
    query.append(f"X-Amz-Signature={signature}")
    expect(sorted(after.split("&")) == sorted(query), record, "another query in the url")


# ---------------------------------------------------------------------------------------------------


def generate():
    rng = random.Random(SEED)
    oracle = Oracle()
    for number in range(COUNT):
        via = ["client", "request"][number % 2]
        presign = {"client": presign_via_client, "request": presign_via_request}[via]
        target = pick_target(rng, via)
        credentials = pick_credentials(rng)
        key = pick_key(rng)
        now, lifetime = pick_time(rng)
        oracle.now = now
        method, query, headers, url = presign(rng, oracle, target, credentials, key, lifetime)
        if via == "client":
            # These come in botocore's order and spelling; a caller may use any.
            rng.shuffle(query)
            rng.shuffle(headers)
            headers = [[any_case(rng, name), value] for name, value in headers]
        record = {
            "id": number,
            "via": via,
            "endpoint": target[0],
            "region": target[1],
            "style": target[2],
            "bucket": target[3],
            "method": method,
            "key": key,
            "access_key_id": credentials[0],
            "secret_access_key": credentials[1],
            "session_token": credentials[2],
            "now": now,
            "lifetime": lifetime,
            "query": query,
            "headers": headers,
            "url": url,
            "signature": url.rpartition("X-Amz-Signature=")[2],
        }
        check(record)
        yield record


def main():
    parser = argparse.ArgumentParser(description="botocore's presigned URLs as test vectors, see the docstring")
    parser.add_argument("--check", metavar="FILE", help="recompute every signature in FILE and make none")
    args = parser.parse_args()
    if args.check:
        with open(args.check, encoding="ascii") as lines:
            count = 0
            for count, line in enumerate(lines, 1):
                check(json.loads(line))
        print(f"{count} records, every signature follows from its record")
    else:
        for record in generate():
            # bytes, lest a platform's text mode turn the line ends
            sys.stdout.buffer.write(json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
