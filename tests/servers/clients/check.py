#!/usr/bin/env python3
"""Gives links to clients, and looks at what they make of them.

    check.py LINKS FOLDER

LINKS is what the program beside this prints. In FOLDER, which is made anew, every client gets a folder of its own, and
in that one or many to download to.
"""

import http.client
import json
import os
import secrets
import shutil
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import bodies
import rules
from chromium import Chromium
from decoders import DECODERS
from firefox import Firefox
from marker import Site
from parsers import PARSERS
from scripts import check_scripts
from strays import files_with
from tools import TOOLS
from tools import version as tool_version

# The slow one first.
BROWSERS = [Firefox, Chromium]

# Different in each run: what holds it was written by one of the clients.
TOKEN = secrets.token_hex(16)

# How a store answers that was not told a type. With some others, Firefox changes the extension.
NO_TYPE = "application/octet-stream"


class Client:
    """Counts what was checked, and keeps what went wrong."""

    def __init__(self, name):
        self.name, self.version, self.seconds = name, "", 0
        self.passed, self.failures = 0, []

    def check(self, right, what):
        if right:
            self.passed += 1
        else:
            self.failures.append(what)

    def check_name(self, record, found):
        expected = rules.predict(self.name, record)
        self.check(found == expected, f"{record['name']!a}: the name is {found!a}, and not {expected!a}")

    def report(self):
        name = f"{self.name} {self.version}".rstrip()
        print(f"{name}: {self.passed} passed, {len(self.failures)} failed in {self.seconds:.0f} s")
        for failure in self.failures[:20]:
            print(f"    {failure}")


def guarded(name, check, *arguments):
    """Runs the check of one client. An error ends it, and is a failure."""
    client, start = Client(name), time.monotonic()
    try:
        check(client, *arguments)
    except Exception:
        client.failures.append(f"ended by an error, with what would have come after it:\n{traceback.format_exc()}")
    client.seconds = time.monotonic() - start
    return client


# ---------------------------------------------------------------------------------------------------------------------
# The objects, and the header that comes with them


class Server:
    def __init__(self, records):
        self.connection = http.client.HTTPConnection(urlsplit(records[0]["put"]).netloc, timeout=30)

    def send(self, method, url, body=None, headers=None):
        parts = urlsplit(url)
        self.connection.request(method, f"{parts.path}?{parts.query}", body, headers or {})
        reply = self.connection.getresponse()
        return reply.status, reply.getheader("content-disposition"), reply.read()


def store(client, records, server, site):
    """Puts every object, and its body into its record."""
    client.version = tool_version("radosgw")
    for record in records:
        headers = {"content-type": record.get("stored", NO_TYPE)}
        match record["kind"]:
            case "bucket":
                record["body"], headers = b"", {}
            case "name":
                record["body"] = bodies.named(TOKEN, record["place"])
            case "page":
                record["body"] = bodies.page(record["holds"], TOKEN, site.marker(record["place"]))
        status, _, answer = server.send("PUT", record["put"], record["body"], headers)
        client.check(status == 200, f"{record['put']}: status {status}, {answer[:600]}")


def read(client, names, server):
    """Puts the header that comes with every object into its record."""
    for record in names:
        status, record["sent"], body = server.send("GET", record["url"])
        right = status == 200 and record["sent"] == record["header"] and body == record["body"]
        client.check(right, f"{record['name']!a}: status {status}, header {record['sent']!a}")


def check_parser(client, names):
    client.version, file_name = PARSERS[client.name]
    for record in names:
        client.check_name(record, file_name(record["sent"]))


def check_decoder(client, names, folder):
    program, start = DECODERS[client.name]
    client.version = tool_version(program)
    decoder = start(folder)
    try:
        for record in names:
            client.check_name(record, decoder.file_name(record["sent"]))
    finally:
        decoder.close()


# ---------------------------------------------------------------------------------------------------------------------
# Clients that save


def check_tool(client, names, folder):
    program, save = TOOLS[client.name]
    client.version = tool_version(program)
    downloads = {record["place"]: folder / str(record["place"]) for record in names}
    for path in downloads.values():
        path.mkdir()
    save([(record["url"], downloads[record["place"]]) for record in names])
    for record in names:
        check_saved(client, record, downloads[record["place"]])
    client.check(len(os.listdir(folder)) == len(names), "there is something beside the folders for downloads")


def check_browser(client, browser, names, pages, site, folder):
    downloads = folder / "downloads"
    downloads.mkdir()
    running = browser(folder, downloads)
    client.version = running.version
    try:
        for record in names:
            running.save(record["url"])
            check_saved(client, record, downloads)
            empty(downloads)
        for record in pages:
            facts = running.follow(site.page(record["url"]), record["url"])
            check_page(client, record, facts, site, downloads)
            empty(downloads)
    finally:
        running.close()
    # What ran late has run as well.
    ran = {place for place, name in site.reached if name == client.name}
    client.check(ran == {record["place"] for record in pages if record["expected"] == "runs"}, f"script ran in {ran}")


def check_saved(client, record, folder):
    saved = os.listdir(folder)
    client.check_name(record, saved[0] if len(saved) == 1 else saved)
    right = len(saved) == 1 and (folder / saved[0]).read_bytes() == record["body"]
    client.check(right, f"{record['name']!a}: what is saved has other bytes than the object")


def empty(folder):
    for path in folder.iterdir():
        path.unlink()


def check_page(client, record, facts, site, downloads):
    """Whether what becomes of a page is what is expected: `facts` of what is shown, `None` if nothing is."""
    what = "{link} with {content_type!r}, {holds} stored as {stored!r}".format(**record)
    ran = facts is not None and facts["ran"]
    if record["expected"] == "runs":
        client.check(ran and site.was_reached(record["place"], client.name), f"{what}: script does not run: {facts}")
        return
    client.check(not ran, f"{what}: script runs")
    if record["expected"] == "saved":
        client.check(facts is None, f"{what}: is shown: {facts}")
        check_saved(client, record, downloads)
    else:
        client.check(facts is not None and is_shown(record, facts), f"{what}: is not shown as it should be: {facts}")
        client.check(os.listdir(downloads) == [], f"{what}: is saved")


def is_shown(record, facts):
    """As what it is said to be; and what is that, as it is."""
    seen = {"png": facts["width"] == 3, "text": facts["text"].strip() == bodies.TEXT}
    return facts["type"] == record["content_type"] and seen.get(record["holds"], True)


# ---------------------------------------------------------------------------------------------------------------------
# After all of them


def check_exceptions(client, names, versions):
    for exception in rules.EXCEPTIONS:
        count = len(rules.affected(exception, names))
        found = versions[exception.client]
        print(f"exception: {exception.client} {found} {exception.what}: {count} names (seen with {exception.seen})")
        client.check(count > 0, f"{exception.what}: no name shows it")


def check_strays(client, since, folder):
    # One that is there, to be sure of finding it.
    stray = Path("/var/tmp") / f"presigner-clients-{TOKEN}"
    stray.write_text(TOKEN)
    try:
        found = files_with(TOKEN, since, folder)
    finally:
        stray.unlink()
    client.check(stray in found, "a file that is there is not found")
    elsewhere = [path for path in found - {stray} if not is_in_place(path, folder)]
    client.check(not elsewhere, f"files outside of the folders for downloads: {elsewhere}")


def is_in_place(path, folder):
    """In a folder of a tool, for one download: these were looked at. Or in the profile of a browser: its cache."""
    if not path.is_relative_to(folder):
        return False
    client, *inside = path.relative_to(folder).parts
    return (client in TOOLS and len(inside) == 2) or inside[:1] == ["profile"]


def check_all(records, folder):
    names = [record for record in records if record["kind"] == "name"]
    pages = [record for record in records if record["kind"] == "page"]
    expected = Counter(record["expected"] for record in pages)
    print(f"{len(names)} names, {len(pages)} pages: {dict(expected)}")
    since = folder / "since"
    since.touch()

    site, server = Site(), Server(records)
    stored = guarded("radosgw", store, records, server, site)
    yield stored
    if stored.failures:
        return
    yield guarded("headers", read, names, server)
    with ThreadPoolExecutor(2) as lanes:

        def start(name, check, *arguments):
            own = folder / name
            own.mkdir()
            return lanes.submit(guarded, name, check, *arguments, own)

        running = [start(browser.name, check_browser, browser, names, pages, site) for browser in BROWSERS]
        running += [start(name, check_tool, names) for name in TOOLS]
        running += [start(name, check_decoder, names) for name in DECODERS]
        clients = [guarded(name, check_parser, names) for name in PARSERS]
        clients += [each.result() for each in running]
    yield from clients
    yield guarded("exceptions", check_exceptions, names, {client.name: client.version for client in clients})
    scripts = folder / "page scripts"
    scripts.mkdir()
    yield guarded("page scripts", check_scripts, scripts)
    yield guarded("files elsewhere", check_strays, since, folder)


def main(links, folder):
    with open(links) as lines:
        records = [json.loads(line) for line in lines]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    passed = failed = 0
    try:
        for client in check_all(records, folder):
            client.report()
            passed, failed = passed + client.passed, failed + len(client.failures)
    except Exception:
        traceback.print_exc(file=sys.stdout)
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed == 0


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1], Path(sys.argv[2]).resolve()) else 1)
