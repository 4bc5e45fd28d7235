"""Forms of botocore, with the conditions that its users write, and of MinIO's client for Python. See README.md."""

import datetime
import json
import pathlib
import sys
from unittest import mock

import botocore.session
import minio.datatypes

CASES = json.loads((pathlib.Path(__file__).parent / "cases.json").read_text())
NOW = datetime.datetime.fromtimestamp(CASES["now"], datetime.timezone.utc)
END = NOW + datetime.timedelta(seconds=CASES["lifetime"])
MAX = 5 * 2**30


class StoppedClock(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return NOW


def write(**record):
    print(json.dumps(record, separators=(",", ":"), ensure_ascii=False))


def client(token):
    return botocore.session.Session().create_client(
        "s3",
        region_name=CASES["aws"]["region"],
        aws_access_key_id=CASES["access_key_id"],
        aws_secret_access_key=CASES["secret_access_key"],
        aws_session_token=CASES["session_token"] if token else None,
        config=botocore.config.Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )


def botocores(by, key, file_name, stored, size, fields, conditions, token=False):
    with (
        mock.patch("botocore.signers.get_current_datetime", lambda **_: NOW.replace(tzinfo=None)),
        mock.patch("botocore.auth.get_current_datetime", lambda **_: NOW.replace(tzinfo=None)),
    ):
        post = client(token).generate_presigned_post(
            CASES["bucket"], key, Fields=fields, Conditions=conditions, ExpiresIn=CASES["lifetime"]
        )
    fields = list(post["fields"].items())
    write(by=by, **CASES["aws"], url=post["url"], fields=fields, file_name=file_name, key=stored, size=size)


botocores("botocore", "a/b c.png", "", "a/b c.png", [0, MAX], {}, [])
botocores(
    "botocore", "up/${filename}", "../x.png", "up/x.png", [1, 1000],
    {"acl": "private", "Content-Type": "image/png", "x-amz-meta-title": "any"},
    [{"acl": "private"}, ["starts-with", "$Content-Type", ""], ["starts-with", "$x-amz-meta-title", ""],
     ["content-length-range", 1, 1000]],
    token=True,
)
# A condition twice, and an object with two fields.
botocores(
    "botocore", "a", "", "a", [2, 5], {"acl": "private", "Cache-Control": "no-store"},
    [{"acl": "private", "Cache-Control": "no-store"}, ["eq", "$acl", "private"], ["content-length-range", 1, 5],
     ["content-length-range", 2, 9]],
)
botocores(
    "Dropzone, botocore", "up/${filename}", "photo.jpg", "up/photo.jpg", [0, 10_485_760],
    {"Content-Type": "image/jpeg", "success_action_status": "201"},
    [["starts-with", "$key", "up/"], ["starts-with", "$Content-Type", "image/"], {"success_action_status": "201"},
     ["content-length-range", 0, 10_485_760]],
)
# Chunks of Dropzone: fields of its own, which a policy has to allow each by its name.
DROPZONE = ["dzuuid", "dzchunkindex", "dztotalfilesize", "dzchunksize", "dztotalchunkcount", "dzchunkbyteoffset"]
botocores(
    "Dropzone, botocore", "up/a.bin", "a.bin", "up/a.bin", [0, 2_000_000],
    {name: str(number) for number, name in enumerate(DROPZONE)},
    [*(["starts-with", f"${name}", ""] for name in DROPZONE), ["content-length-range", 0, 2_000_000]],
)


def minios(build, fields, file_name, stored, size, token=False):
    policy = minio.datatypes.PostPolicy(CASES["bucket"], END)
    build(policy)
    store = minio.Minio(
        CASES["minio"]["endpoint"].removeprefix("http://"),
        access_key=CASES["access_key_id"],
        secret_key=CASES["secret_access_key"],
        session_token=CASES["session_token"] if token else None,
        secure=False,
        region=CASES["minio"]["region"],
    )
    with mock.patch("minio.datatypes.datetime", StoppedClock):
        signed = store.presigned_post_policy(policy)
    url = f"{CASES['minio']['endpoint']}/{CASES['bucket']}"
    fields = list({**fields, **signed}.items())
    write(by="minio (Python)", **CASES["minio"], url=url, fields=fields, file_name=file_name, key=stored, size=size)


def exact(policy):
    policy.add_equals_condition("key", "a/b.png")
    policy.add_equals_condition("Content-Type", "image/png")
    policy.add_content_length_range_condition(1, 10)


def open_key(policy):
    policy.add_starts_with_condition("key", "up/")
    policy.add_starts_with_condition("Content-Type", "image/")
    policy.add_content_length_range_condition(64 * 1024, 10 * 1024 * 1024)


minios(exact, {"key": "a/b.png", "Content-Type": "image/png"}, "", "a/b.png", [1, 10])
minios(
    open_key, {"key": "up/${filename}", "Content-Type": "image/jpeg"}, "photo.jpg", "up/photo.jpg", [65_536, 10_485_760], token=True
)
sys.stdout.flush()
