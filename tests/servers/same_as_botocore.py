#!/usr/bin/env python3
"""Has botocore sign the links that a server has just taken, at their own second: they have to be the same. Those that
botocore signs now have to be taken as well.

    same_as_botocore.py SERVER LINKS...

Each line of LINKS has the method, the URL and the headers of a link, with tabs between them.
"""

import datetime
import http.client
import os
import sys
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import botocore.session
from botocore import __version__
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

SIGNED_BY = [f"X-Amz-{name}" for name in "Algorithm Credential Date Expires Security-Token SignedHeaders Signature".split()]
# Nothing that was not asked for.
PLAIN = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}


class Link:
    def __init__(self, line):
        self.method, self.url, *headers = line.split("\t")
        self.headers = dict(header.split(":", 1) for header in headers)
        self.bare, query = self.url.split("?")
        pairs = query.split("&")
        self.signed = dict(parse_qsl("&".join(pair for pair in pairs if pair.split("=")[0] in SIGNED_BY)))
        self.rest = [pair for pair in pairs if pair.split("=")[0] not in SIGNED_BY]
        self.access_key, _, self.region, self.service, _ = self.signed["X-Amz-Credential"].split("/")
        self.date = datetime.datetime.strptime(self.signed["X-Amz-Date"] + "+0000", "%Y%m%dT%H%M%SZ%z")
        self.lifetime = int(self.signed["X-Amz-Expires"])

    def by_signer(self, secret):
        """The URL that botocore's signer makes of this request."""
        credentials = Credentials(self.access_key, secret, self.signed.get("X-Amz-Security-Token"))
        url = "?".join([self.bare, *filter(None, ["&".join(self.rest)])])
        request = AWSRequest(self.method, url, headers=self.headers)
        S3SigV4QueryAuth(credentials, self.service, self.region, expires=self.lifetime).add_auth(request)
        return request.url

    def by_client(self, secret, style, domain):
        """The URL that a client of botocore makes of a request for an object; `None` if it is for something else."""
        overrides = dict(parse_qsl("&".join(self.rest), keep_blank_values=True))
        parts = urlsplit(self.bare)
        host = parts.netloc.split(":")[0]
        if style == "virtual host":
            bucket, key = host.removesuffix(f".{domain}"), parts.path[1:]
            endpoint = self.bare[: len("http://")] + parts.netloc.removeprefix(f"{bucket}.")
        else:
            _, bucket, key = parts.path.split("/", 2) if parts.path.count("/") > 1 else (0, 0, "")
            endpoint = f"http://{parts.netloc}"
        operation = {"GET": "get_object", "HEAD": "head_object"}.get(self.method)
        if not key or not operation or self.headers or any(not name.startswith("response-") for name in overrides):
            return None
        addressing = "virtual" if style == "virtual host" else "path"
        config = Config(signature_version="s3v4", s3={"addressing_style": addressing}, **PLAIN)
        client = botocore.session.Session().create_client(
            "s3", self.region, endpoint_url=endpoint, aws_access_key_id=self.access_key, aws_secret_access_key=secret,
            aws_session_token=self.signed.get("X-Amz-Security-Token"), config=config,
        )  # fmt: skip
        named = {"".join(map(str.capitalize, name.split("-"))): value for name, value in overrides.items()}
        parameters = {"Bucket": bucket, "Key": dict(parse_qsl(f"key={key.replace('+', '%2B')}"))["key"], **named}
        return client.generate_presigned_url(operation, parameters, ExpiresIn=self.lifetime)


def at(moment):
    return patch("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: moment.replace(tzinfo=None))


def parts_of(url):
    """Origin, path and parameters: botocore writes these in another order than they are signed in."""
    bare, query = url.split("?")
    return bare, sorted(query.split("&"))


def status(method, url, port):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, f"{parts.path}?{parts.query}", headers={"Host": parts.netloc})
    reply = connection.getresponse()
    reply.read()
    return reply.status


def check(link, server, secret, style, counts):
    setting = lambda what: os.environ[f"PRESIGNER_{server.upper().replace('-', '_')}_{what}"]
    with at(link.date):
        by_signer, by_client = link.by_signer(secret), link.by_client(secret, style, setting("DOMAIN"))
    for how, url in [("signer", by_signer), ("client", by_client)]:
        if url is not None:
            assert parts_of(url) == parts_of(link.url), f"the {how} of botocore makes another URL"
            counts[how] += 1
    if link.method in ("GET", "HEAD") and not link.headers:
        # Some objects are gone by now, and some operations are not there: that has to be said of both.
        now = link.by_signer(secret)
        port = urlsplit(setting("ENDPOINT")).port
        ours, theirs = status(link.method, link.url, port), status(link.method, now, port)
        assert ours == theirs and ours not in (400, 401, 403), f"the server answers {ours} to us and {theirs} to botocore"
        counts["taken" if ours == 200 else "not there"] += 1


def main(server, *files):
    secret = os.environ[f"PRESIGNER_{server.upper().replace('-', '_')}_SECRET_KEY"]
    access_key = os.environ[f"PRESIGNER_{server.upper().replace('-', '_')}_ACCESS_KEY"]
    counts, failures = {"signer": 0, "client": 0, "taken": 0, "not there": 0, "temporary": 0}, 0
    for file in map(Path, files):
        style = file.name.split(".")[1]
        for line in file.read_text().splitlines():
            link = Link(line)
            if link.access_key != access_key:
                # Signed with a secret that only the test knew.
                counts["temporary"] += 1
                continue
            try:
                check(link, server, secret, style, counts)
            except AssertionError as error:
                print(f"{style}: {link.method} {link.url}: {error}")
                failures += 1
    print(
        f"botocore {__version__} on {server}: its signer makes {counts['signer']} links as we do, its client "
        f"{counts['client']}; the server takes {counts['taken']} of both, and has nothing there for {counts['not there']}; "
        f"{counts['temporary']} are of temporary credentials; {failures} failed"
    )
    return failures == 0 and min(counts["signer"], counts["client"], counts["taken"]) > 0


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
