#!/usr/bin/env python3
"""Where botocore's endpoint ruleset sends requests to Amazon S3, and what it signs there, as test vectors.

    venv/bin/python generate_endpoints.py > endpoints.jsonl      # the same bytes on every run

Every partition and region of botocore's partitions.json, with every option of a client. No signature version is forced: the
ruleset's own `authSchemes` say for which service and region to sign, and whether Signature Version 4 is enough. For dual-stack
hosts it alone is asked: before it, a client looks into endpoints.json, which is older and lacks them for some partitions.

Each line of the output is one JSON object (ASCII, keys sorted):

    region         of the client; "aws-global" is the global host
    options        of "dual_stack", "fips", "accelerate", "path"
    bucket         a name, an alias or an ARN
    refused        botocore's error, where it has one; otherwise:
    url            what botocore makes of GET KEY, at NOW, for LIFETIME
    service        of the credential scope
    signed_region  of the credential scope

Key, time, lifetime and credentials are the same on every line; S3 Express is signed with the session credentials below. What
needs Signature Version 4A, which botocore has in an extension only, has a `url` that is not signed, and a `region_set` in the
place of `signed_region`: `generate_sigv4a.py` has the signatures.
"""

import json
import sys

import generate

NOW = 1_700_000_000
LIFETIME = 3600
KEY = "messages/42/Größe 1.pdf"
CREDENTIALS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None)
SESSION = ("ASIAIOSFODNN7EXAMPLE", "rXUtnFEMIwJal/K7MDENG/bPxRfiCYEXAMPLEKEY", "AgV4+session/token==")

PLAIN = "examplebucket"
OUTPOST_ALIAS = "test-accessp-{kind}0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3"
MULTI_REGION = "arn:{partition}:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"
ACCESS_POINT = "arn:{partition}:s3:{region}:123456789012:accesspoint/reports"
OBJECT_LAMBDA = "arn:{partition}:s3-object-lambda:{region}:123456789012:accesspoint/resize"
OUTPOST = "arn:{partition}:s3-outposts:{region}:123456789012:outpost/op-01234567890123456/accesspoint/reports"
EXPRESS = "examplebucket--{zone}--x-s3"
EXPRESS_ACCESS_POINT = "reports--{zone}--xa-s3"

# (bucket, combinations of options), for every region
NETWORK = [(), ("dual_stack",), ("fips",), ("dual_stack", "fips")]
FOR_EVERY_REGION = [
    (PLAIN, [*NETWORK, ("accelerate",), ("accelerate", "dual_stack"), ("accelerate", "fips"), ("path",)]),
    (ACCESS_POINT, NETWORK),
    (OBJECT_LAMBDA, [(), ("fips",)]),
    (OUTPOST, [()]),
    (OUTPOST_ALIAS.format(kind="o"), [()]),
    (EXPRESS, NETWORK),
]
# The rest does not depend on the region, so that one region of each partition is enough.
FOR_EVERY_PARTITION = [
    (PLAIN, [("path", "dual_stack"), ("path", "fips"), ("path", "dual_stack", "fips"), ("path", "accelerate")]),
    ("reports-ck5n8x0000examplekqrw9p3yuse1a-s3alias", [*NETWORK, ("accelerate",), ("path",)]),
    ("resize-ck5n8x0000examplekqrw9p3yuse1a--ol-s3", [(), ("fips",), ("path",)]),
    ("my.bucket", [("path",), ("path", "dual_stack")]),
    ("Legacy_Bucket", [("path",)]),
    (ACCESS_POINT, [("accelerate",)]),
    (OBJECT_LAMBDA, [("dual_stack",), ("accelerate",)]),
    (OUTPOST, [("dual_stack",), ("fips",), ("accelerate",)]),
    (OUTPOST_ALIAS.format(kind="e"), [()]),
    (OUTPOST_ALIAS.format(kind="x"), [()]),
    (EXPRESS, [("accelerate",)]),
    (EXPRESS_ACCESS_POINT, [*NETWORK, ("accelerate",)]),
    (MULTI_REGION, [*NETWORK, ("accelerate",), ("path",)]),
]
# Form, once.
MALFORMED = [
    "arn:aws:s3",
    "arn:aws:s3:eu-west-1:123456789012:",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/a_b",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/a.b",
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/a/b",
    "arn:aws:s3:eu-west-1:123456789012:bucket/a",
    "arn:aws:s3:eu-west-1::accesspoint/a",
    "arn:aws:s3:eu-west-1:1234_5678:accesspoint/a",
    "arn:aws:sqs:eu-west-1:123456789012:accesspoint/a",
    "arn:aws:s3:cn-north-1:123456789012:accesspoint/a",
    "arn:aws:s3:us-gov-west-1:123456789012:accesspoint/a",
    "arn:aws:s3-object-lambda::123456789012:accesspoint/a",
    "arn:aws:s3-object-lambda:eu-west-1::accesspoint/a",
    "arn:aws:s3-object-lambda:eu-west-1:123456789012:bucket/a",
    "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint",
    "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/a/b",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01/accesspoint",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01/bucket/a",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op_01/accesspoint/a",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01/accesspoint/a/b",
    "examplebucket--azid--x-s3",
    "examplebucket-use1-az5--x-s3",
    "Example--use1-az5--x-s3",
    "examplebucket--azid--xa-s3",
    "arn:aws:s3::123456789012:accesspoint/mfzwi_23gnjvgw.mrap",
    "arn:aws-cn:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    # Well formed: other separators, another region of the same partition, every length of a zone's id.
    "arn:aws:s3:eu-west-1:123456789012:accesspoint:reports",
    "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint:resize",
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost:op-01234567890123456:accesspoint:reports",
    "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
    "arn:aws:s3:us-west-2:123456789012:accesspoint/reports",
    "examplebucket--use1-az4--x-s3",
    "examplebucket--apne1-az4--x-s3",
    "examplebucket--test-ab1-az1--x-s3",
    "examplebucket--test1-zone-ab1--x-s3",
    "examplebucket--test1-long1-zone-ab1--x-s3",
    "a--b--use1-az4--x-s3",
]


class Ruleset:
    def __init__(self):
        self.oracle = generate.Oracle()
        self.oracle.now = NOW
        import botocore.exceptions

        self.BotoCoreError = botocore.exceptions.BotoCoreError
        self.auth = self.oracle.botocore.auth
        self.clients = {}

    def client(self, region, options):
        if (region, options) not in self.clients:
            config = self.oracle.botocore.config.Config(
                s3={
                    "addressing_style": "path" if "path" in options else "virtual",
                    "us_east_1_regional_endpoint": "regional",
                    "use_accelerate_endpoint": "accelerate" in options,
                },
                use_fips_endpoint="fips" in options,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            )
            access_key_id, secret, token = CREDENTIALS
            self.clients[region, options] = self.oracle.session.create_client(
                "s3",
                region_name=region,
                aws_access_key_id=access_key_id,
                aws_secret_access_key=secret,
                aws_session_token=token,
                config=config,
            )
            self.clients[region, options]._ruleset_resolver._builtins["AWS::UseDualStack"] = "dual_stack" in options
        return self.clients[region, options]

    def record(self, region, options, bucket):
        record = {"region": region, "options": list(options), "bucket": bucket}
        try:
            client = self.client(region, options)
            operation = client.meta.service_model.operation_model("GetObject")
            resolver = client._ruleset_resolver
            endpoint = resolver.construct_endpoint(operation, {"Bucket": bucket, "Key": KEY}, {})
        except self.BotoCoreError as error:
            return {**record, "refused": str(error)}
        schemes = endpoint.properties["authSchemes"]
        url = f"{endpoint.url}/{self.oracle.botocore.utils.percent_encode(KEY, safe='/~')}"
        if [scheme["name"] for scheme in schemes] == ["sigv4a"]:
            region_set = ",".join(schemes[0]["signingRegionSet"])
            return {**record, "url": url, "service": schemes[0]["signingName"], "region_set": region_set}
        name, context = resolver.auth_schemes_to_signing_ctx(schemes)
        url = self.sign(name, context, url)
        if name == "v4":
            # The client's own way to the same place. Where it still signs by version 2, its signature says nothing.
            other = client.generate_presigned_url("get_object", {"Bucket": bucket, "Key": KEY}, ExpiresIn=LIFETIME)
            expect(other.partition("?")[0] == url.partition("?")[0], record)
            expect(other == url or "AWSAccessKeyId=" in other, record)
        return {**record, "url": url, "service": context["signing_name"], "signed_region": context["region"]}

    def sign(self, name, context, url):
        credentials = self.oracle.botocore.credentials.Credentials
        request = self.oracle.botocore.awsrequest.AWSRequest(method="GET", url=url)
        scope = context["signing_name"], context["region"]
        if name == "v4-s3express":
            signer = self.auth.S3ExpressQueryAuth(credentials(*SESSION), *scope, identity_cache=None, expires=LIFETIME)
        else:
            expect(name == "v4", name)
            signer = self.auth.S3SigV4QueryAuth(credentials(*CREDENTIALS), *scope, expires=LIFETIME)
        signer.add_auth(request)
        return request.prepare().url


def expect(truth, what):
    if not truth:  # and not `assert`, which python -O leaves out
        raise ValueError(what)


def generate_all():
    ruleset = Ruleset()
    partitions = ruleset.oracle.session.get_component("data_loader").load_data("partitions")["partitions"]
    for partition in partitions:
        # "aws-global" is a host; the other partitions' pseudo-regions resolve to hosts that do not exist.
        regions = [name for name in partition["regions"] if not name.endswith("-global")]
        for number, region in enumerate(regions):
            names = {"partition": partition["id"], "region": region, "zone": "use1-az5"}
            cases = FOR_EVERY_REGION + (FOR_EVERY_PARTITION if number == 0 else [])
            for bucket, combinations in cases:
                for options in combinations:
                    yield ruleset.record(region, options, bucket.format(**names))
    for options in [(), ("path",)]:
        yield ruleset.record("aws-global", options, PLAIN)
    for bucket in MALFORMED:
        yield ruleset.record("eu-west-1", (), bucket)


def main():
    for record in generate_all():
        # bytes, lest a platform's text mode turn the line ends
        sys.stdout.buffer.write(json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
