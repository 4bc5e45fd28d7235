#!/usr/bin/env python3
"""URLs of multi-Region access points, presigned by botocore with its CRT extension, as test vectors.

    venv/bin/pip install awscrt==0.38.1                 # in a venv of its own: it takes the other signatures over as well
    venv/bin/python generate_sigv4a.py > sigv4a.jsonl
    python generate_sigv4a.py --check sigv4a.jsonl      # verify every signature; needs no botocore

ECDSA draws a random number for each signature, so that every run gives other signatures to the same requests.

Each line of the output is one JSON object as in `generate.py`, with these in the place of endpoint, region, style and bucket:

    partition       of AWS
    alias           of the access point, without the `.mrap` at its end
    region_set      what is signed for
"""

import argparse
import datetime
import hashlib
import json
import random
import re
import string
import sys
import time
import urllib.parse

import generate
import p256
from generate import expect, percent

SEED = 20261129
COUNT = 200

# A region of each partition, and the end of its hosts.
PARTITIONS = {
    "aws": ("eu-central-1", "amazonaws.com"),
    "aws-cn": ("cn-north-1", "amazonaws.com.cn"),
    "aws-us-gov": ("us-gov-west-1", "amazonaws.com"),
}
REGION_SETS = ["*", "us-east-1", "eu-*", "us-east-1,eu-central-1", "us-west-*,*-northeast-1"]


def host_of(record):
    return f"{record['alias']}.mrap.accesspoint.s3-global.{PARTITIONS[record['partition']][1]}"


def check(record):
    """Raises unless the record's URL follows from its other fields, and its signature is one of them."""
    headers = {name.lower(): re.sub(" +", " ", value.strip(" ")) for name, value in record["headers"]}
    headers["host"] = host_of(record)
    signed = ";".join(sorted(headers))
    timestamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(record["now"]))
    scope = f"{timestamp[:8]}/s3/aws4_request"
    query = record["query"] + [
        ["X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"],
        ["X-Amz-Credential", f"{record['access_key_id']}/{scope}"],
        ["X-Amz-Date", timestamp],
        ["X-Amz-Expires", str(record["lifetime"])],
        ["X-Amz-Region-Set", record["region_set"]],
        ["X-Amz-SignedHeaders", signed],
    ]
    if record["session_token"] is not None:
        query.append(["X-Amz-Security-Token", record["session_token"]])
    expect(len(dict(query)) == len(query), record, "query name given twice, or reserved")
    query = [f"{name}={value}" for name, value in sorted((percent(name), percent(value)) for name, value in query)]
    path = "/" + percent(record["key"], keep="/")

    canonical = [record["method"], path, "&".join(query)]
    canonical += [f"{name}:{headers[name]}" for name in sorted(headers)] + ["", signed, "UNSIGNED-PAYLOAD"]
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    string_to_sign = "\n".join(["AWS4-ECDSA-P256-SHA256", timestamp, scope, digest])
    key = p256.public_key(record["access_key_id"], record["secret_access_key"])
    expect(p256.has_signed(key, string_to_sign, record["signature"]), record, f"{canonical} was not signed")
    before, _, after = record["url"].partition("?")
    expect(before == f"https://{host_of(record)}{path}", record, "another origin or path in the url")
    query.append(f"X-Amz-Signature={record['signature']}")
    expect(sorted(after.split("&")) == sorted(query), record, "another query in the url")


def presign_via_client(rng, oracle, record, credentials):
    """By a client, which finds host and region set."""
    operation = rng.choice(["get_object", "head_object", "put_object", "delete_object"])
    record["method"], makers = generate.OPERATIONS[operation]
    arn = f"arn:{record['partition']}:s3::123456789012:accesspoint/{record['alias']}.mrap"
    params = {"Bucket": arn, "Key": record["key"]}
    for name in rng.sample(sorted(makers), rng.choice([0, 1, 2, 3])):
        params[name] = makers[name](rng)
        if name == "SSECustomerKey":
            params["SSECustomerAlgorithm"] = "AES256"
    access_key_id, secret, token = credentials
    config = oracle.botocore.config.Config(
        request_checksum_calculation="when_required", response_checksum_validation="when_required"
    )
    client = oracle.session.create_client(
        "s3",
        region_name=PARTITIONS[record["partition"]][0],
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=config,
    )
    seen = {}

    def remember(request, **_):
        query = urllib.parse.urlsplit(request.url).query
        seen["query"] = urllib.parse.parse_qsl(query, keep_blank_values=True)
        seen["headers"] = list(request.headers.items())

    client.meta.events.register_last("before-sign.s3", remember)
    record["url"] = client.generate_presigned_url(operation, Params=params, ExpiresIn=record["lifetime"])
    record["query"] = [list(pair) for pair in seen["query"]]
    record["headers"] = [list(pair) for pair in seen["headers"]]


def presign_via_request(rng, oracle, record, credentials):
    """By the signer itself, for any method, query and headers, and any region set."""
    import botocore.crt.auth

    record["region_set"] = rng.choice(REGION_SETS)
    record["method"] = rng.choice(generate.METHODS)
    record["query"] = generate.pick_query(rng)
    record["headers"] = generate.pick_headers(rng)
    utils = oracle.botocore.utils
    url = f"https://{host_of(record)}/" + utils.percent_encode(record["key"], safe="/~")
    if record["query"]:
        url += "?" + utils.percent_encode_sequence(record["query"])
    request = oracle.botocore.awsrequest.AWSRequest(method=record["method"], url=url, headers=dict(record["headers"]))
    botocore.crt.auth.CrtS3SigV4AsymQueryAuth(
        oracle.botocore.credentials.Credentials(*credentials), "s3", record["region_set"], expires=record["lifetime"]
    ).add_auth(request)
    record["url"] = request.prepare().url


def generate_all():
    rng = random.Random(SEED)
    oracle = generate.Oracle()
    import botocore.crt.auth

    getattr(botocore.crt.auth, "get_current_datetime")
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    botocore.crt.auth.get_current_datetime = lambda **_: epoch + datetime.timedelta(seconds=oracle.now)
    for number in range(COUNT):
        credentials = generate.pick_credentials(rng)
        key = generate.pick_key(rng)
        now, lifetime = generate.pick_time(rng)
        oracle.now = now
        record = {
            "id": number,
            "via": ["client", "request"][number % 2],
            "partition": rng.choice(list(PARTITIONS)),
            "alias": "".join(rng.choice(string.ascii_lowercase + "0123456789") for _ in range(13)),
            "region_set": "*",
            "key": key,
            "access_key_id": credentials[0],
            "secret_access_key": credentials[1],
            "session_token": credentials[2],
            "now": now,
            "lifetime": lifetime,
        }
        {"client": presign_via_client, "request": presign_via_request}[record["via"]](rng, oracle, record, credentials)
        record["signature"] = record["url"].rpartition("X-Amz-Signature=")[2]
        check(record)
        yield record


def main():
    parser = argparse.ArgumentParser(description="presigned URLs by Signature Version 4A, see the docstring")
    parser.add_argument("--check", metavar="FILE", help="verify every signature in FILE and make none")
    args = parser.parse_args()
    if args.check:
        with open(args.check, encoding="ascii") as lines:
            count = 0
            for count, line in enumerate(lines, 1):
                check(json.loads(line))
        print(f"{count} records, every signature is one of its record")
    else:
        for record in generate_all():
            # bytes, lest a platform's text mode turn the line ends
            sys.stdout.buffer.write(json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
