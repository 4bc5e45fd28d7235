#!/usr/bin/env python3
"""Clients that follow links to one object, and what each of them gets.

    follow.py LINKS REDIRECT FOLDER REQWEST

LINKS is a file with what the program `follow` prints for each server. REDIRECT is the address of an attachment server on
the bucket at Ceph, REQWEST a program that answers for reqwest. In FOLDER, which is made anew, clients have their files.
"""

import difflib
import json
import os
import re
import shutil
import sys
import traceback
from pathlib import Path
from urllib.parse import urlencode

import followers
import requests
from tools import version as tool_version

# Different in each part: what is put together wrongly shows.
BODY = b"".join(number.to_bytes(4, "big") for number in range(1 << 20))
NAME = "Größe 100%.bin"
REDIRECTED = "redirected to ceph"
PLACES = ["ceph", REDIRECTED, "s3s-fs"]
BEGIN = "<!-- What follows is written by `run`. -->\n"
# Servers that send the object whatever `If-None-Match` says, as asserted by tests/servers.
UNCONDITIONAL = ["s3s-fs"]
# What ends a client's connection to s3s-fs 0.14 over HTTP/2 when it asks for a range, and much of the object comes after
# that: frames that hold nothing, which it takes for an attack.
SHORT_RANGES = {
    "reqwest over HTTP/2": "too_many_data_frames",
    "Node over HTTP/2": "Too many invalid HTTP/2 frames",
}


def clients(reqwest):
    lock = (Path(__file__).parent.parent / "Cargo.lock").read_text()
    reqwest_version = re.search(r'name = "reqwest"\nversion = "(.*)"', lock)[1]
    node = ["node", str(Path(__file__).with_name("follow.mjs"))]
    node_version = tool_version("node")
    for http2 in (False, True):
        over = " over HTTP/2" if http2 else ""
        yield f"reqwest{over}", followers.lines(reqwest_version, [reqwest], http2)
        yield f"Node{over}", followers.lines(node_version, node, http2)
        yield f"curl{over}", followers.CurlHttp2 if http2 else followers.Curl
    yield "wget", followers.Wget
    yield "requests", followers.Requests
    yield "urllib", followers.Urllib


def header(answer, wanted):
    return next((value for name, value in answer.headers.items() if name.lower() == wanted), None)


def check_link(client, name, url, server):
    """What a client does with a link to read: yields what it did."""
    version = "HTTP/2" if client.http2 else "HTTP/1.1"
    whole = client.request("GET", url, {})
    assert whole.status == 200 and whole.body == BODY, f"status {whole.status}, {len(whole.body)} bytes"
    assert whole.version.startswith(version), f"{whole.version}, and not {version}"
    yield "GET"
    if name in SHORT_RANGES:
        try:
            client.request("GET", url, {"range": "bytes=1000-2999"})
        except AssertionError as error:
            assert SHORT_RANGES[name] in str(error), error
        else:
            raise AssertionError("the exception is gone")
    elif client.ranges:
        part = client.request("GET", url, {"range": "bytes=1000-2999"})
        assert part.status == 206 and part.body == BODY[1000:3000], f"status {part.status}, {len(part.body)} bytes"
        yield "Range"
    assert client.resume(url) == BODY, "other bytes"
    yield "resume"
    tag = header(whole, "etag")
    cached = client.request("GET", url, {"if-none-match": tag})
    if server in UNCONDITIONAL:
        assert cached.status == 200 and cached.body == BODY, f"status {cached.status}"
        return
    assert cached.status == 304 and cached.body == b"", f"status {cached.status}, {len(cached.body)} bytes"
    yield "304"


def check_head(client, links):
    answer = client.request("HEAD", links["head"], {})
    assert answer.status == 200 and header(answer, "content-length") == str(len(BODY)), f"status {answer.status}"
    yield "HEAD"
    # Over HTTP/2, s3s-fs 0.14 breaks off its answer where it refuses HEAD.
    if not client.http2:
        refused = client.request("HEAD", links["get"], {})
        assert refused.status == 403, f"HEAD by a link for GET: status {refused.status}"
        yield "no HEAD by a link for GET"


def check_download(client, url):
    name, body = client.download(url)
    assert (name, body) == (NAME, BODY), f"{name}, {len(body)} bytes"
    yield "saved"


class Results:
    """What each client did, by where it did it."""

    def __init__(self):
        self.cells, self.failed = {}, 0

    def run(self, client, place, check, *arguments):
        done = self.cells.setdefault(client, {}).setdefault(place, [])
        try:
            for step in check(*arguments):
                done.append(step)
        except Exception:
            self.failed += 1
            print(f"FAILED: {client}, {place}, after {done}:")
            traceback.print_exc(limit=-2, file=sys.stdout)

    def table(self):
        """In Markdown. What failed is missing in it."""
        yield "| | " + " | ".join(PLACES) + " |"
        yield "|---|" + "---|" * len(PLACES)
        for client, cells in self.cells.items():
            yield f"| {client} | " + " | ".join(", ".join(cells.get(place, [])) for place in PLACES) + " |"


def check_page(table):
    """The page has to have this table. With UPDATE_SNAPSHOTS in the environment it gets it."""
    page = Path(__file__).with_name("README.md")
    old = page.read_text()
    new = old.split(BEGIN)[0] + BEGIN + "\n" + "".join(f"{line}\n" for line in table)
    if new != old and "UPDATE_SNAPSHOTS" in os.environ:
        page.write_text(new)
        return True
    if new != old:
        print(f"{page} has another table: if this is as it should be, write it anew with UPDATE_SNAPSHOTS=yes")
        sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "page", "now"))
    return new == old


def main(links_file, redirect, folder, reqwest):
    links = [json.loads(line) for line in Path(links_file).read_text().splitlines()]
    by_server = dict(zip(("ceph", "s3s-fs"), links, strict=True))
    folder = Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for each in links:
        requests.put(each["bucket"])
        requests.put(each["put"], data=BODY).raise_for_status()
        requests.put(each["put_shown"], data="shown").raise_for_status()
    redirected = f"{redirect}/api/messages/download?{urlencode({'key': links[0]['key'], 'fileName': NAME})}"

    results = Results()
    for name, client in clients(reqwest):
        own = folder / name.replace("/", "-")
        own.mkdir()
        running = client(own)
        print(f"{name}: {running.version}", flush=True)
        # The others speak HTTP/1.1 only, Swift and the store of the attachment server too.
        for server in ["s3s-fs"] if running.http2 else by_server:
            results.run(name, server, check_link, running, name, by_server[server]["get"], server)
            results.run(name, server, check_head, running, by_server[server])
        if not running.http2:
            results.run(name, REDIRECTED, check_link, running, name, redirected, "ceph")
        running.close()
    for server in by_server:
        own = folder / f"chromium on {server}"
        own.mkdir()
        browser = followers.Browser(own, by_server[server]["shown"])
        print(f"Chromium: {browser.version}", flush=True)
        results.run("Chromium", server, check_link, browser, "Chromium", by_server[server]["get"], server)
        results.run("Chromium", server, check_head, browser, by_server[server])
        if server == "ceph":
            results.run("Chromium", REDIRECTED, check_download, browser, redirected)
        browser.close()
    table = list(results.table())
    print("\n".join(table))
    print(f"following links: {results.failed} failed")
    return results.failed == 0 and check_page(table)


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
