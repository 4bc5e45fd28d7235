#!/usr/bin/env python3
"""Starts workerd with the Worker, asks it for links, and has botocore sign the same at the same second: `check.py WORKERD`."""

import datetime
import http.client
import json
import os
import subprocess
import sys
import urllib.parse
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import botocore.session
from botocore.config import Config

HERE = Path(__file__).parent
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
ENDPOINT = "https://0123456789abcdef.r2.cloudflarestorage.com"
LINK_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


@contextmanager
def workerd(program):
    """The ports of its sockets by name."""
    reading, writing = os.pipe()
    command = [program, "serve", f"--control-fd={writing}", str(HERE / "config.capnp")]
    process = subprocess.Popen(command, pass_fds=[writing])
    os.close(writing)
    try:
        with os.fdopen(reading) as events:
            ports = {}
            while len(ports) < 2:
                line = events.readline()
                assert line, "workerd has ended"
                event = json.loads(line)
                if event["event"] == "listen":
                    ports[event["socket"]] = event["port"]
            yield ports
    finally:
        process.terminate()
        process.wait(10)


def ask(port, method, target):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, target)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def target(**query):
    return "/api/messages/download?" + urllib.parse.urlencode(query)


def by_botocore(method, key, disposition, moment):
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    client = botocore.session.Session().create_client(
        "s3", "auto", endpoint_url=ENDPOINT, aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key=SECRET,
        config=config,
    )  # fmt: skip
    parameters = {"Bucket": "attachments", "Key": key, "ResponseContentDisposition": disposition}
    with patch("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: moment.replace(tzinfo=None)):
        return client.generate_presigned_url(f"{method.lower()}_object", parameters, ExpiresIn=3600)


def parts_of(url):
    """Origin, path and parameters: botocore writes these in another order than they are signed in."""
    bare, query = url.split("?")
    return bare, sorted(query.split("&"))


def file_name(disposition):
    """The name that clients read: the one in UTF-8 where there is one (RFC 6266, section 4.3)."""
    parameters = dict(parameter.split("=", 1) for parameter in disposition.split("; ")[1:])
    if "filename*" in parameters:
        return urllib.parse.unquote(parameters["filename*"].removeprefix("UTF-8''"))
    return parameters["filename"].strip('"')


def check_link(port, method, key, name):
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    status, headers, body = ask(port, method, target(key=key, fileName=name))
    after = datetime.datetime.now(datetime.UTC)
    assert (status, body) == (302, b""), (status, body)
    assert LINK_HEADERS.items() <= headers.items(), headers
    location = headers["location"]
    query = dict(urllib.parse.parse_qsl(location.split("?")[1]))
    moment = datetime.datetime.strptime(query["X-Amz-Date"] + "+0000", "%Y%m%dT%H%M%SZ%z")
    assert before <= moment <= after, f"{moment} is not now"
    assert query["X-Amz-Expires"] == "3600"

    disposition = query["response-content-disposition"]
    assert disposition.startswith("attachment; ")
    assert file_name(disposition) == name, disposition
    theirs = by_botocore(method, key, disposition, moment)
    assert parts_of(location) == parts_of(theirs), f"botocore makes another URL:\n{location}\n{theirs}"


def check_failure(port, status, error, method="GET", **query):
    answered, headers, body = ask(port, method, target(**query))
    assert (answered, headers["content-type"]) == (status, "application/json"), (answered, headers)
    if method == "GET":
        failure = json.loads(body)
        assert (failure["success"], failure["error"]) == (False, error) and failure["message"], failure
    assert b"AWS" not in body


def main(program):
    links, failures = 0, 0
    with workerd(program) as ports:
        for key in ["messages/42/report.pdf", "messages/a b+c/ä&=%41.bin", "messages/🎵/x"]:
            for name in ["Report.pdf", "Quartalsbericht – Q3.pdf", "a+b & c=d.txt", "日本語.txt"]:
                for method in ["GET", "HEAD"]:
                    check_link(ports["whole"], method, key, name)
                    links += 1
        for query in [{}, {"key": ""}, {"key": "users/1"}, {"key": "messages/../users/1"}, {"fileName": "a.txt"}]:
            for method in ["GET", "HEAD"]:
                check_failure(ports["whole"], 400, "BAD_REQUEST", method, **query)
                failures += 1
        check_failure(ports["lacking"], 500, "INTERNAL_SERVER_ERROR", key="messages/42/report.pdf")
        assert ask(ports["whole"], "POST", target(key="messages/1"))[0] == 405
        assert ask(ports["whole"], "GET", "/")[0] == 404
    print(f"botocore makes the same {links} links, {failures + 1} requests are refused as they should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
