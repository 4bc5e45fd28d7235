#!/usr/bin/env python3
"""Which presigned URL botocore makes of environment variables, as test vectors.

    venv/bin/python generate_variables.py > variables.jsonl      # the same bytes on every run

botocore reads `AWS_DEFAULT_REGION` alone, where the other SDKs look at `AWS_REGION` first, so that the region is not drawn here.

Each line of the output is one JSON object (ASCII, keys sorted):

    variables   what is set, by name
    url         what botocore makes of GET KEY in BUCKET, at NOW, for LIFETIME, virtual-hosted at Amazon S3 and else in path
                style; or instead:
    refused     its error
    expires_at  when the credentials expire, in Unix seconds, where botocore knows it
"""

import calendar
import itertools
import json
import os

import generate

NOW = 1_700_000_000
LIFETIME = 3600
BUCKET = "examplebucket"
KEY = "messages/42/Größe 1.pdf"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
REGION = {"AWS_DEFAULT_REGION": "eu-central-1"}


def choices(**values):
    """Each variable with each of its values, `None` for one that is not set, in every combination."""
    for chosen in itertools.product(*values.values()):
        yield {name: value for name, value in zip(values, chosen) if value is not None}


def draws():
    for chosen in choices(
        AWS_ACCESS_KEY_ID=[None, "", KEYS["AWS_ACCESS_KEY_ID"]],
        AWS_SECRET_ACCESS_KEY=[None, "", KEYS["AWS_SECRET_ACCESS_KEY"]],
        AWS_SESSION_TOKEN=[None, "", "FwoGZXIvYXdzEPT//w=="],
        AWS_CREDENTIAL_EXPIRATION=[None, "", "2099-01-01T00:00:00Z", "2099-01-01T02:30:00+02:30", "2099-01-01T00:00:00.5Z"],
    ):
        yield REGION | chosen
    for chosen in choices(
        AWS_ENDPOINT_URL_S3=[None, "", "https://s3.example.com"],
        AWS_ENDPOINT_URL=[None, "", "http://localhost:9000", "https://s3.example.com/base"],
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=[None, "", "true", "TRUE", "false"],
    ):
        yield KEYS | REGION | chosen
    for chosen in choices(
        AWS_DEFAULT_REGION=["us-east-1", "us-gov-west-1", "cn-north-1"],
        AWS_ENDPOINT_URL=[None, "https://s3.example.com"],
        AWS_USE_FIPS_ENDPOINT=[None, "", "true", "false", "True"],
        AWS_USE_DUALSTACK_ENDPOINT=[None, "", "true", "false"],
    ):
        yield KEYS | chosen
    yield KEYS
    yield KEYS | {"AWS_DEFAULT_REGION": ""}


def presign(oracle, variables):
    import botocore.session

    os.environ.clear()
    os.environ.update(variables, AWS_CONFIG_FILE="/nonexistent", AWS_EC2_METADATA_DISABLED="true")
    config = oracle.botocore.config.Config(
        s3={
            "addressing_style": "path" if is_elsewhere(variables) else "virtual",
            "us_east_1_regional_endpoint": "regional",
        },
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = botocore.session.Session()
    # Without a region botocore signs for a global S3, which the crate does not guess.
    if not session.get_config_variable("region"):
        return {"refused": "NoRegionError"}
    try:
        credentials = session.get_credentials()
        client = session.create_client("s3", config=config)
        url = client.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": KEY}, ExpiresIn=LIFETIME)
    except Exception as error:  # noqa: BLE001, whatever it is, it is refused
        return {"refused": type(error).__name__}
    expiry = getattr(credentials, "_expiry_time", None)
    return {"url": url} | ({"expires_at": calendar.timegm(expiry.utctimetuple())} if expiry else {})


def is_elsewhere(variables):
    ignored = variables.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true"
    return not ignored and bool(variables.get("AWS_ENDPOINT_URL_S3") or variables.get("AWS_ENDPOINT_URL"))


def main():
    oracle = generate.Oracle()
    oracle.now = NOW
    for variables in draws():
        print(json.dumps({"variables": variables} | presign(oracle, variables), sort_keys=True))


if __name__ == "__main__":
    main()
