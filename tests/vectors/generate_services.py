#!/usr/bin/env python3
"""Presigned requests and tokens of services outside S3, as test vectors.

    venv/bin/pip install -r requirements_services.txt
    venv/bin/python generate_services.py > services.jsonl              # the same bytes on every run
    venv/bin/python generate_services.py --hosts > service_hosts.jsonl
    venv/bin/python generate_services.py --private-link > private_link.jsonl
    venv/bin/python generate_services.py --suite DIRECTORY > signing_suite.jsonl

`services.jsonl` has 200 lines for each recipe. Tokens come from AWS's own generators: botocore's for RDS, EKS (as `aws eks get-token`
makes it) and DSQL, `aws-msk-iam-sasl-signer-python`, `aws-bedrock-token-generator`. Operations are presigned by botocore's clients,
everything else by its `SigV4QueryAuth`. Each line is one JSON object (ASCII, keys sorted; what is absent is empty):

    recipe             whose it is
    service, region    of the credential scope
    endpoint           origin
    keys               access key id, secret access key, session token
    now, lifetime      Unix seconds, seconds
    method, path       the path decoded
    query, headers     [[name, value], ...] in the order of the call
    body               the SHA-256 of the body
    before_query       what botocore's URL has before its query, where that is not endpoint and path
    signature          what botocore made of it
    token              of the first of each recipe what the generator gives, and for IoT the end of the URL behind the signature
    end                where the generator says when the token ends, in milliseconds

`service_hosts.jsonl` is where botocore sends requests of the services that have a host in each region, for every region of every
partition of its `partitions.json`.

`private_link.jsonl` is where botocore's client of S3 gets KEY of a bucket or access point by a VPC endpoint.

`signing_suite.jsonl` is AWS's own signing suite for Version 4, as the source package of the crate `aws-sigv4` 1.6.4 carries it in
`aws-signing-test-suite/v4` (Apache License 2.0; copyright Amazon.com, Inc. or its affiliates): of each case its name, its context, its
request and the canonical request and signature of the query.
"""

import argparse
import base64
import datetime
import hashlib
import json
import random
import string
import sys
import urllib.parse
from pathlib import Path

import generate

SEED = 20261129
COUNT = 200
# Tokens are the URL once more: of so many they are in the file, and of the others what they are made of.
WHOLE_TOKENS = 25

REGIONS = ["us-east-1", "eu-central-1", "ap-southeast-3", "sa-east-1"]
ALNUM = string.ascii_letters + string.digits
# Without what no URL has as a segment.
SEGMENTS = ["a", "pets", "v1", "Größe 1", "a b", "100%", "%2F", "a+b", "@connections", "JBDvjfGEIAMCERw=", "~u", "...", "日本",
            "arn:aws:lambda:us-west-2:123456789012:function:my-fun", "(1)*!$,;'", "a&b=c?d#e", ""]
VALUES = ["", "1", "a b", "a+b", "ü€😀", "%20", "a=b&c", "*", "~", "/", "x,y;z"]


def text_of(rng, alphabet, low, high):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(low, high)))


def pick_keys(rng):
    token = text_of(rng, ALNUM + "+/", 10, 20) + "==" if rng.random() < 0.4 else None
    return ["AKIA" + text_of(rng, string.ascii_uppercase + "234567", 16, 16), text_of(rng, ALNUM + "/+", 40, 40), token]


def pick_path(rng):
    slash = rng.choice(["/", "/", "/", "//"])
    return "/" + slash.join(rng.choice(SEGMENTS) for _ in range(rng.randint(0, 4))) + rng.choice(["", "/"])


def pick_query(rng):
    names = ["q", "page", "Action", "a b", "ü", "a", "a", "A", "~", "X-Amz-Meta", "x-amz-target", "partNumber", "max-keys", "delete"]
    return [[rng.choice(names), rng.choice(VALUES)] for _ in range(rng.randint(0, 5))]


def pick_headers(rng):
    headers = {"X-Api-Key": "k", "accept": "a/b,  c/d", "X-Device": " 7 ", "Content-Type": "application/json"}
    names = rng.sample(sorted(headers), rng.randint(0, 3))
    return [[name, headers[name]] for name in names]


class Record(dict):
    """What a recipe asks for; `presign` adds what botocore makes of it."""


class Recipes:
    def __init__(self):
        self.oracle = generate.Oracle()
        self.botocore = self.oracle.botocore

    def credentials(self, keys):
        return self.botocore.credentials.Credentials(*keys)

    def client(self, service, region, keys):
        access_key_id, secret, token = keys
        return self.oracle.session.create_client(
            service,
            region_name=region,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret,
            aws_session_token=token,
        )

    def sign(self, record, token_behind=False):
        """By `SigV4QueryAuth`, the path quoted as botocore's serializer quotes one."""
        utils = self.botocore.utils
        url = record["endpoint"] + utils.percent_encode(record["path"], safe="/~")
        if record.get("query"):
            url += "?" + utils.percent_encode_sequence([tuple(pair) for pair in record["query"]])
        request = self.botocore.awsrequest.AWSRequest(method=record["method"], url=url)
        for name, value in record.get("headers", []):
            request.headers[name] = value
        access_key_id, secret, token = record["keys"]
        signed_token = None if token_behind else token

        seen = set()
        repeated = [pair for pair in record.get("query", []) if pair[0] in seen or seen.add(pair[0])]

        class Auth(self.botocore.auth.SigV4QueryAuth):
            """It would move a body into the query, so that the body's hash is given here; and it keeps one parameter of a name,
            so that the others come in behind its back."""

            def _modify_request_before_signing(self, request):
                super()._modify_request_before_signing(request)
                for pair in repeated:
                    request.url += "&" + utils.percent_encode_sequence([tuple(pair)])

            def payload(self, request):
                return record.get("body") or super().payload(request)

        Auth(
            self.credentials([access_key_id, secret, signed_token]),
            record["service"],
            record["region"],
            expires=record["lifetime"],
        ).add_auth(request)
        if token_behind and token:
            record["token"] = "&X-Amz-Security-Token=" + utils.percent_encode(token, safe="-._~")
        return self.take(record, request.url)

    @staticmethod
    def take(record, url):
        before, _, query = url.partition("?")
        if before != record["endpoint"] + record["path"]:
            record["before_query"] = before
        record["signature"] = dict(urllib.parse.parse_qsl(query))["X-Amz-Signature"]
        return record

    def operation(self, record, client, name, params):
        """Of a client: what it presigns is read back from its URL."""
        url = client.generate_presigned_url(name, Params=params, ExpiresIn=record["lifetime"], HttpMethod="GET")
        split = urllib.parse.urlsplit(url)
        query = urllib.parse.parse_qsl(split.query, keep_blank_values=True)
        record["endpoint"] = f"{split.scheme}://{split.netloc}"
        record["path"] = urllib.parse.unquote(split.path)
        record["query"] = [[name, value] for name, value in query if not name.startswith("X-Amz-")]
        return self.take(record, url)

    # ------------------------------------------------------------------------------------------------

    def rds_token(self, rng, record):
        host, port = f"db-{text_of(rng, string.ascii_lowercase, 1, 9)}.c0a1.rds.amazonaws.com", rng.choice([3306, 5432, 443])
        user = rng.choice(["jane_doe", "a b", "o'brien@example.com", "100%", "jörg", "a+b"])
        record |= {"service": "rds-db", "lifetime": 900, "endpoint": f"https://{host}:{port}"}
        record["query"] = [["Action", "connect"], ["DBUser", user]]
        client = self.client("rds", record["region"], record["keys"])
        record["token"] = client.generate_db_auth_token(DBHostname=host, Port=port, DBUsername=user)
        return self.take(record, "https://" + record["token"])

    def dsql_token(self, rng, record):
        host = f"{text_of(rng, string.ascii_lowercase + string.digits, 26, 26)}.dsql.{record['region']}.on.aws"
        action = rng.choice(["DbConnect", "DbConnectAdmin"])
        record |= {"service": "dsql", "endpoint": f"https://{host}", "query": [["Action", action]]}
        client = self.client("dsql", record["region"], record["keys"])
        make = {
            "DbConnect": client.generate_db_connect_auth_token,
            "DbConnectAdmin": client.generate_db_connect_admin_auth_token,
        }[action]
        record["token"] = make(host, Region=record["region"], ExpiresIn=record["lifetime"])
        return self.take(record, "https://" + record["token"])

    def eks_token(self, rng, record):
        header = "x-k8s-aws-id"
        region = rng.choice([*REGIONS, "cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"])
        cluster = rng.choice(["my-cluster", text_of(rng, ALNUM + "-_", 1, 100)])
        record |= {"service": "sts", "region": region, "lifetime": 60, "headers": [[header, cluster]]}
        client = self.client("sts", region, record["keys"])
        client.meta.events.register(
            "before-sign.sts.GetCallerIdentity", lambda request, **_: request.headers.add_header(header, cluster)
        )
        self.operation(record, client, "get_caller_identity", {})
        url = client.generate_presigned_url("get_caller_identity", Params={}, ExpiresIn=60, HttpMethod="GET")
        record["token"] = "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
        return record

    def cache_token(self, rng, record, service):
        query = {"Action": "connect", "User": rng.choice(["iam-user-01", "jane doe", "a+b", "ü"])}
        if service == "elasticache" and rng.random() < 0.5:
            query["ResourceType"] = "ServerlessCache"
        name = f"cache-{text_of(rng, string.ascii_lowercase + string.digits, 1, 20)}"
        record |= {"service": service, "lifetime": 900, "endpoint": f"https://{name}", "query": list(map(list, query.items()))}
        signer = self.botocore.signers.RequestSigner(
            self.botocore.model.ServiceId(service), record["region"], service, "v4", self.credentials(record["keys"]),
            self.oracle.session.get_component("event_emitter"),
        )
        url = signer.generate_presigned_url(
            {"method": "GET", "url": f"https://{name}/?{urllib.parse.urlencode(query)}", "body": {}, "headers": {}, "context": {}},
            operation_name="connect", expires_in=900, region_name=record["region"],
        )
        record["token"] = url.removeprefix("https://")
        return self.take(record, url)

    def elasticache_token(self, rng, record):
        return self.cache_token(rng, record, "elasticache")

    def memorydb_token(self, rng, record):
        return self.cache_token(rng, record, "memorydb")

    def provider(self, keys):
        credentials = self.credentials(keys)

        class Provider(self.botocore.credentials.CredentialProvider):
            def load(self):
                return credentials

        return Provider()

    def msk_token(self, rng, record):
        from aws_msk_iam_sasl_signer import MSKAuthTokenProvider

        record |= {"service": "kafka-cluster", "lifetime": 900, "query": [["Action", "kafka-cluster:Connect"]]}
        record["endpoint"] = f"https://kafka.{record['region']}.amazonaws.com"
        record["token"], record["end"] = MSKAuthTokenProvider.generate_auth_token_from_credentials_provider(
            record["region"], self.provider(record["keys"])
        )
        padded = record["token"] + "=" * (-len(record["token"]) % 4)
        return self.take(record, base64.urlsafe_b64decode(padded).decode())

    def bedrock_key(self, rng, record):
        from aws_bedrock_token_generator import provide_token

        record |= {"service": "bedrock", "lifetime": rng.choice([43_200, rng.randint(1, 43_200)]), "method": "POST"}
        record |= {"endpoint": "https://bedrock.amazonaws.com", "query": [["Action", "CallWithBearerToken"]]}
        record["token"] = provide_token(
            record["region"], self.provider(record["keys"]), datetime.timedelta(seconds=record["lifetime"])
        )
        url = base64.b64decode(record["token"].removeprefix("bedrock-api-key-")).decode()
        return self.take(record, "https://" + url)

    def iot(self, rng, record):
        name = text_of(rng, string.ascii_lowercase + string.digits, 14, 14)
        record |= {"service": "iotdevicegateway", "endpoint": f"wss://{name}-ats.iot.{record['region']}.amazonaws.com"}
        record |= {"path": "/mqtt"}
        return self.sign(record, token_behind=True)

    def transcribe(self, rng, record):
        record |= {"service": "transcribe", "path": "/stream-transcription-websocket", "lifetime": rng.randint(1, 300)}
        record["endpoint"] = f"wss://transcribestreaming.{record['region']}.amazonaws.com:8443"
        record["query"] = [["language-code", rng.choice(["en-US", "de-DE"])], ["media-encoding", "pcm"], ["sample-rate", "44100"]]
        if rng.random() < 0.5:
            record["query"].append(["vocabulary-name", rng.choice(VALUES[1:])])
        return self.sign(record)

    def polly(self, rng, record):
        record |= {"service": "polly"}
        params = {"OutputFormat": rng.choice(["mp3", "json"]), "VoiceId": "Marlene", "Text": rng.choice(["Grüße & mehr", "a+b c", "100%"])}
        if rng.random() < 0.5:
            params["LexiconNames"] = ["a", "b"]
        return self.operation(record, self.client("polly", record["region"], record["keys"]), "synthesize_speech", params)

    def any_request(self, rng, record, service, host):
        method = rng.choice(["GET", "POST", "PUT", "DELETE", "HEAD"])
        record |= {"service": service, "endpoint": host, "method": method, "path": pick_path(rng)}
        record |= {"query": pick_query(rng), "headers": pick_headers(rng)}
        if rng.random() < 0.3:
            record["body"] = hashlib.sha256(text_of(rng, ALNUM, 1, 30).encode()).hexdigest()
        return self.sign(record)

    def api_gateway(self, rng, record):
        scheme = rng.choice(["https", "wss"])
        host = f"{scheme}://a1b2c3d4e5.execute-api.{record['region']}.amazonaws.com"
        return self.any_request(rng, record, "execute-api", host)

    def lambda_url(self, rng, record):
        return self.any_request(rng, record, "lambda", f"https://a1b2c3d4e5.lambda-url.{record['region']}.on.aws")

    def opensearch(self, rng, record):
        return self.any_request(rng, record, "es", f"https://search-a-b1.{record['region']}.es.amazonaws.com")

    def opensearch_serverless(self, rng, record):
        body = text_of(rng, ALNUM, 0, 30).encode()
        told = rng.choice([hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"])
        record |= {"service": "aoss", "endpoint": f"https://a1b2c3.{record['region']}.aoss.amazonaws.com", "path": pick_path(rng)}
        record |= {"headers": [*pick_headers(rng), ["x-amz-content-sha256", told]], "query": pick_query(rng)}
        return self.sign(record)

    def kinesis_video(self, rng, record):
        channel = f"arn:aws:kinesisvideo:{record['region']}:123456789012:channel/{text_of(rng, ALNUM + '_.-', 1, 20)}/1700000000000"
        record |= {"service": "kinesisvideo", "endpoint": f"wss://v-a1b2c3.kinesisvideo.{record['region']}.amazonaws.com"}
        record["query"] = [["X-Amz-ChannelARN", channel]]
        if rng.random() < 0.5:
            record["query"].append(["X-Amz-ClientId", text_of(rng, ALNUM, 1, 20)])
        return self.sign(record)

    def ec2_copy(self, rng, record):
        record |= {"service": "ec2"}
        params = {"SourceRegion": record["region"], "SourceSnapshotId": f"snap-{text_of(rng, '0123456789abcdef', 17, 17)}"}
        params |= {"DestinationRegion": rng.choice(REGIONS), "Description": rng.choice(VALUES[1:])}
        client = self.client("ec2", record["region"], record["keys"])
        return self.operation(record, client, "copy_snapshot", params)

    def rds_copy(self, rng, record):
        record |= {"service": "rds"}
        source = f"arn:aws:rds:{record['region']}:123456789012:snapshot:{text_of(rng, string.ascii_lowercase, 1, 9)}"
        params = {"SourceDBSnapshotIdentifier": source, "TargetDBSnapshotIdentifier": "copy", "KmsKeyId": "alias/a b"}
        client = self.client("rds", record["region"], record["keys"])
        return self.operation(record, client, "copy_db_snapshot", params)

    def sts(self, rng, record):
        record |= {"service": "sts", "lifetime": rng.randint(1, 900)}
        client = self.client("sts", record["region"], record["keys"])
        name, params = rng.choice([
            ("assume_role", {"RoleArn": "arn:aws:iam::123456789012:role/a/b", "RoleSessionName": rng.choice(["me", "a@b=c"])}),
            ("get_web_identity_token", {"Audience": ["https://example.com/a b"], "SigningAlgorithm": "RS256"}),
        ])
        return self.operation(record, client, name, params)


RECIPES = [
    "rds_token", "dsql_token", "eks_token", "elasticache_token", "memorydb_token", "msk_token", "bedrock_key", "iot", "transcribe",
    "polly", "api_gateway", "lambda_url", "opensearch", "opensearch_serverless", "kinesis_video", "ec2_copy", "rds_copy", "sts",
]


def services():
    import botocore.model
    import botocore.signers

    assert botocore.model and botocore.signers
    recipes = Recipes()
    for name in RECIPES:
        rng = random.Random(f"{SEED} {name}")
        for number in range(COUNT):
            now = recipes.oracle.now = rng.randrange(1_500_000_000, 2_500_000_000)
            lifetime = rng.choice([604_800, rng.randint(1, 604_800)])
            record = Record(recipe=name, region=rng.choice(REGIONS), keys=pick_keys(rng), now=now, lifetime=lifetime)
            record |= {"method": "GET", "path": "/"}
            record = getattr(recipes, name)(rng, record)
            if number >= WHOLE_TOKENS and name != "iot":
                record.pop("token", None)
            yield {key: value for key, value in record.items() if value not in ([], None)}


# What the crate calls the service, and the client of botocore that goes to the same host.
HOSTS = {"ec2": "ec2", "kafka-cluster": "kafka", "polly": "polly", "rds": "rds", "sts": "sts"}


def hosts():
    oracle = generate.Oracle()
    resolver = oracle.session.get_component("endpoint_resolver")
    partitions = oracle.session.get_component("data_loader").load_data("partitions")["partitions"]
    for partition in partitions:
        for region in sorted(partition["regions"]):
            if region.startswith("aws-"):  # what has no region
                continue
            for service, client in HOSTS.items():
                url = oracle.session.create_client(
                    client, region_name=region, aws_access_key_id="a", aws_secret_access_key="b"
                ).meta.endpoint_url
                yield {"service": service, "region": region, "url": url}
            # It has no client in botocore, which knows its hosts all the same.
            found = resolver.construct_endpoint("transcribestreaming", region, partition_name=partition["id"])
            yield {"service": "transcribe", "region": region, "url": f"wss://{found['hostname']}:8443"}


KEY = "messages/42/Größe 1.pdf"


def private_link():
    oracle = generate.Oracle()
    oracle.now = 1_700_000_000
    keys = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None)
    for region, suffix in [("us-east-1", "amazonaws.com"), ("cn-north-1", "amazonaws.com.cn")]:
        for kind, name in [
            ("bucket", "examplebucket"),
            ("accesspoint", f"arn:aws{'-cn' * suffix.endswith('cn')}:s3:{region}:123456789012:accesspoint/reports"),
            ("accesspoint", "reports-ck5n8x0000examplekqrw9p3yuse1a-s3alias"),
        ]:
            for style in ["path", "virtual"]:
                endpoint = f"https://{kind}.vpce-1a2b3c4d-5e6f.s3.{region}.vpce.{suffix}"
                client = oracle.client(region, endpoint, True, style, keys)
                url = client.generate_presigned_url("get_object", Params={"Bucket": name, "Key": KEY}, ExpiresIn=3600)
                yield {"endpoint": endpoint, "region": region, "bucket": name, "style": style, "url": url}


def suite(directory):
    def read(case, name):
        return (case / name).read_text()

    for case in sorted(Path(directory).iterdir()):
        # Two cases are of headers alone.
        if (case / "context.json").exists():
            yield {
                "name": case.name,
                "context": json.loads(read(case, "context.json")),
                "request": read(case, "request.txt"),
                "canonical_request": read(case, "query-canonical-request.txt"),
                "signature": read(case, "query-signature.txt").strip(),
            }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", action="store_true")
    parser.add_argument("--private-link", action="store_true")
    parser.add_argument("--suite")
    arguments = parser.parse_args()
    if arguments.suite:
        records = suite(arguments.suite)
    elif arguments.hosts:
        records = hosts()
    else:
        records = private_link() if arguments.private_link else services()
    for record in records:
        json.dump(record, sys.stdout, sort_keys=True, separators=(",", ":"))
        print()


if __name__ == "__main__":
    main()
