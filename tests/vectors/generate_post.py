#!/usr/bin/env python3
"""Presigned POST forms made by botocore, as test vectors.

    venv/bin/python generate_post.py > post.jsonl   # the same bytes on every run
    python generate_post.py --check post.jsonl      # recompute every signature; needs no botocore

Each line is one JSON object (ASCII, keys sorted): endpoint, region, style, bucket, the credentials, now and lifetime are
those of generate.py, and

    key                the key, or its prefix where the client names the object
    named_by_client    whether it is a prefix
    size               [least, greatest] size of the file, in bytes
    setters            [[name, argument, ...], ...] methods of the crate's PostPolicy, in any order
    url, fields        what botocore made of it; fields is [[name, value], ...], policy and signature among them

botocore adds the conditions for the bucket, the key and the signature; those for the other fields are given to it here, as
its documentation asks for.
"""

import argparse
import base64
import hashlib
import hmac
import json
import random
import sys
import time

import generate
from generate import (
    ALNUM, CACHE_CONTROLS, CONTENT_TYPES, DISPOSITIONS, ENCODINGS, HTTP_DATES, base64_of, cut_to_bytes, expect,
    pick_credentials, pick_key, pick_printable, pick_target, pick_time, text_of,
)

SEED = 20260301
COUNT = 200
VARIABLE = "${filename}"
MAX_SIZE = 5 * 2**30


def pick_value(rng, choices=()):
    """What a form field may hold: printable ASCII without a space at either end."""
    value = rng.choice(choices) if choices and rng.random() < 0.7 else pick_printable(rng)
    return value.strip(" ")


def pick_upload_key(rng):
    while True:
        key = pick_key(rng)
        if VARIABLE not in key and all(character >= " " and character != "\x7f" for character in key):
            return key


def pick_prefix(rng):
    return cut_to_bytes(pick_upload_key(rng), 900).rstrip("/") + "/"


def pick_size(rng):
    ends = sorted(rng.choice([0, 1, 1_000_000, MAX_SIZE, rng.randint(0, 10**6), rng.randint(0, MAX_SIZE)]) for _ in "ab")
    return [ends[0], max(1, ends[1])]


def pick_content_type(rng):
    """The setter, the field, and its condition."""
    roll = rng.random()
    if roll < 0.2:
        field = "application/octet-stream"
        return ["any_content_type_even_html"], {"Content-Type": field}, [["starts-with", "$Content-Type", ""]]
    allowed = rng.sample(CONTENT_TYPES, 3)
    field = rng.choice(allowed) if roll < 0.5 else pick_value(rng, CONTENT_TYPES)
    setter = ["content_type_among", field.swapcase(), *allowed] if roll < 0.5 else ["content_type", field]
    return setter, {"Content-Type": field}, [{"Content-Type": field}]


def pick_redirect(rng):
    origin = rng.choice(["https://app.example.com", "http://127.0.0.1:8080", "https://[::1]:8443", "http://a.example"])
    path = text_of(rng, ALNUM + "-._~!$&'()*+,;=:@", 1, 20)
    return origin + rng.choice(["", "/", "/uploaded", "/a%20b?x=1&y=2", "/" + path])


TAG_KEYS = ["team", "cost centre", "a+b", "k=v", "path/x", "user@example.com", "stra\u00dfe", "\u65e5\u672c"]


def pick_tags(rng):
    keys = rng.sample(TAG_KEYS, rng.randint(1, 4))
    return [[key, rng.choice(["", "a", "x y", "+-=._:/@", "gr\u00f6\u00dfe"])] for key in keys]


def exact(name, choices=()):
    """A setter with one value, which is a field of this name."""

    def pick(rng):
        value = pick_value(rng, choices)
        return [value], {name: value}

    return pick


def pick_status(rng):
    status = rng.choice(["200", "201", "204"])
    return [status], {"success_action_status": status}


def redirect(rng):
    url = pick_redirect(rng)
    return [url], {"success_action_redirect": url}


def tagging(rng):
    tags = pick_tags(rng)
    xml = "".join(f"<Tag><Key>{key}</Key><Value>{value}</Value></Tag>" for key, value in tags)
    return [text for tag in tags for text in tag], {"tagging": f"<Tagging><TagSet>{xml}</TagSet></Tagging>"}


def checksum(rng):
    name, length = rng.choice([("crc32", 4), ("crc32c", 4), ("crc64nvme", 8), ("sha1", 20), ("sha256", 32)])
    value = base64_of(length)(rng)
    return [name, value], {f"x-amz-checksum-{name}": value}


ENCRYPTION = "x-amz-server-side-encryption"


def sse_kms(rng):
    fields = {ENCRYPTION: "aws:kms"}
    if rng.random() < 0.5:
        return [], fields
    key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab"
    return [key], {**fields, f"{ENCRYPTION}-aws-kms-key-id": key}


def sse_customer_key(rng):
    key, digest = base64_of(32)(rng), base64_of(16)(rng)
    customer = f"{ENCRYPTION}-customer"
    return [key, digest], {f"{customer}-algorithm": "AES256", f"{customer}-key": key, f"{customer}-key-md5": digest}


SETTERS = {
    "acl": exact("acl", ["private", "public-read", "bucket-owner-full-control"]),
    "storage_class": exact("x-amz-storage-class", ["STANDARD_IA", "GLACIER"]),
    "tagging": tagging,
    "checksum": checksum,
}
# At most one of each group.
ONE_OF = [
    {"success_action_status": pick_status, "success_action_redirect": redirect},
    {"sse_s3": lambda rng: ([], {ENCRYPTION: "AES256"}), "sse_kms": sse_kms, "sse_customer_key": sse_customer_key},
]
FIELDS = {
    "Cache-Control": CACHE_CONTROLS,
    "Content-Disposition": DISPOSITIONS,
    "Content-Encoding": ENCODINGS,
    "Expires": HTTP_DATES,
    "x-amz-website-redirect-location": ["/other  page.html", "https://example.com/?a=b"],
    "x-custom!#$%&'*+-.^_`|~": ["{\"a\": \"b\"}", "\\u0041", "$key", "\\$", "</script>"],
}
META = ["a", "a-b", "a_b", "a.b", "author", "x1", "z"]


def without_variable(values):
    return all(VARIABLE not in value for value in values)


def pick_setters(rng):
    """Setters, fields, conditions."""
    setters, fields, conditions = [], {}, []
    if rng.random() < 0.7:
        setter, field, condition = pick_content_type(rng)
        setters.append(setter)
        fields.update(field)
        conditions += condition

    def add(setter, picked):
        setters.append([*setter, *picked[0]])
        fields.update(picked[1])
        conditions.extend({name: value} for name, value in picked[1].items())

    for name in rng.sample(sorted(SETTERS), rng.randint(0, 3)):
        add([name], SETTERS[name](rng))
    for group in ONE_OF:
        if rng.random() < 0.5:
            name = rng.choice(sorted(group))
            add([name], group[name](rng))
    for name in rng.sample(sorted(FIELDS), rng.choice([0, 0, 1, 2, 3])):
        add(["field", name], exact(name, FIELDS[name])(rng))
    for name in rng.sample(META, rng.choice([0, 0, 1, 2, 4])):
        add(["metadata", name], exact(f"x-amz-meta-{name}")(rng))
    return setters, fields, conditions


class Oracle(generate.Oracle):
    def __init__(self):
        super().__init__()
        import botocore.signers

        # Here the end is reckoned from the clock. getattr: as in generate.py.
        getattr(botocore.signers, "get_current_datetime")
        botocore.signers.get_current_datetime = self.botocore.auth.get_current_datetime


def record(rng, oracle):
    target = pick_target(rng, "client")
    endpoint, region, style, bucket, is_aws = target
    credentials = pick_credentials(rng)
    now, lifetime = pick_time(rng)
    named_by_client = rng.random() < 0.3
    key = pick_prefix(rng) if named_by_client else pick_upload_key(rng)
    size = pick_size(rng)
    while True:
        setters, fields, conditions = pick_setters(rng)
        if without_variable(fields.values()):
            break
    rng.shuffle(conditions)
    oracle.now = now
    client = oracle.client(
        region,
        endpoint_url=None if is_aws else endpoint,
        use_ssl=endpoint.startswith("https:"),
        style=style,
        credentials=credentials,
    )
    post = client.generate_presigned_post(
        Bucket=bucket,
        Key=key + VARIABLE if named_by_client else key,
        Fields=fields,
        Conditions=[["content-length-range", *size], *conditions],
        ExpiresIn=lifetime,
    )
    return {
        "endpoint": endpoint,
        "region": region,
        "style": style,
        "bucket": bucket,
        "access_key_id": credentials[0],
        "secret_access_key": credentials[1],
        "session_token": credentials[2],
        "now": now,
        "lifetime": lifetime,
        "key": key,
        "named_by_client": named_by_client,
        "size": size,
        "setters": setters,
        "url": post["url"],
        "fields": [list(field) for field in post["fields"].items()],
    }


def check(record):
    """Raises unless the signature follows from the policy, and the policy is about the record's fields."""
    fields = dict(record["fields"])
    expect(len(fields) == len(record["fields"]), record, "a field given twice")
    timestamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(record["now"]))
    scope = [timestamp[:8], record["region"], "s3", "aws4_request"]
    expect(fields["x-amz-date"] == timestamp, record, "another date")
    expect(fields["x-amz-credential"] == "/".join([record["access_key_id"], *scope]), record, "another credential")
    signing_key = ("AWS4" + record["secret_access_key"]).encode()
    for message in [*scope, fields["policy"]]:
        signing_key = hmac.digest(signing_key, message.encode(), hashlib.sha256)
    expect(fields["x-amz-signature"] == signing_key.hex(), record, "the policy gives another signature")

    policy = json.loads(base64.b64decode(fields["policy"]))
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record["now"] + record["lifetime"]))
    expect(policy["expiration"] == end, record, "another end")
    named = set()
    for condition in policy["conditions"]:
        if isinstance(condition, dict):
            named |= set(condition)
        elif condition[0] == "starts-with":
            named.add(condition[1].removeprefix("$"))
        else:
            expect(condition == ["content-length-range", *record["size"]], record, "another size")
    expect(set(fields) - {"policy", "x-amz-signature"} <= named, record, "a field without a condition")


def main():
    parser = argparse.ArgumentParser(description="botocore's presigned POST forms as test vectors, see the docstring")
    parser.add_argument("--check", metavar="FILE", help="recompute every signature in FILE and make none")
    args = parser.parse_args()
    if args.check:
        with open(args.check, encoding="ascii") as lines:
            count = 0
            for count, line in enumerate(lines, 1):
                check(json.loads(line))
        print(f"{count} records, every signature follows from its record")
        return
    rng, oracle = random.Random(SEED), Oracle()
    for number in range(COUNT):
        made = {"id": number, **record(rng, oracle)}
        check(made)
        # bytes, lest a platform's text mode turn the line ends
        sys.stdout.buffer.write(json.dumps(made, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
