"""Clients that follow a link, each of them by the same two functions:

    request(method, url, headers, stop) -> Answer     `stop`: break off after as many bytes, or more
    resume(url) -> bytes                              a download that is broken off, and gone on with
"""

import base64
import json
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass

import requests
from chromium import Chromium
from tools import version as tool_version

STOP = 100_000


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    version: str = "HTTP/1.1"


class Follower:
    http2, ranges = False, True

    def close(self):
        pass

    def resume(self, url):
        """Reads a part, breaks off, and asks for the rest."""
        begin = self.request("GET", url, {}, stop=STOP)
        assert begin.status == 200 and len(begin.body) >= STOP, f"{begin.status}, {len(begin.body)} bytes"
        rest = self.request("GET", url, {"range": f"bytes={len(begin.body)}-"})
        assert rest.status == 206, f"the rest: {rest.status}"
        return begin.body + rest.body


class Requests(Follower):
    version = requests.__version__

    def __init__(self, folder):
        self.session = requests.Session()
        self.session.trust_env = False

    def request(self, method, url, headers, stop=None):
        # `requests` alone among these follows no redirect of HEAD unless told to.
        with self.session.request(method, url, headers=headers, stream=True, allow_redirects=True) as reply:
            body = next(reply.iter_content(stop)) if stop else reply.content
            return Answer(reply.status_code, dict(reply.headers), body)


class Urllib(Follower):
    version = "of Python"

    def __init__(self, folder):
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def request(self, method, url, headers, stop=None):
        asked = urllib.request.Request(url, headers=headers, method=method)
        try:
            reply = self.opener.open(asked, timeout=60)
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            return Answer(reply.status, dict(reply.headers), reply.read(stop) if stop else reply.read())


class Tool(Follower):
    """A program that downloads to a file."""

    def __init__(self, folder):
        self.version = tool_version(self.command[0])
        self.folder, self.count = folder, 0

    def file(self):
        self.count += 1
        return self.folder / str(self.count)

    def request(self, method, url, headers, stop=None):
        assert stop is None
        body = self.file()
        named = [part for name, value in headers.items() for part in ("--header", f"{name}: {value}")]
        how = self.head if method == "HEAD" else []
        answer = self.answer([*named, *how, *self.output, body, url])
        answer.body = body.read_bytes() if body.exists() and method != "HEAD" else b""
        return answer

    def answer(self, arguments):
        """What the program says of the answer."""
        done = subprocess.run([*self.command, *self.heads, *arguments], capture_output=True, timeout=60)
        heads = done.stdout + done.stderr
        # The last one: those before are of redirects.
        lines = heads.decode("latin-1").split("HTTP/")[-1].splitlines()
        fields = dict(line.strip().split(": ", 1) for line in lines[1:] if ": " in line)
        version, status = lines[0].split()[:2]
        return Answer(int(status), {name.lower(): value for name, value in fields.items()}, b"", f"HTTP/{version}")

    def resume(self, url):
        """Killed when a part has arrived, and told to go on with that."""
        body = self.file()
        with subprocess.Popen([*self.command, *self.output, "-", url], stdout=subprocess.PIPE) as download:
            body.write_bytes(download.stdout.read(STOP))
            download.kill()
        rest = self.answer([*self.go_on, *self.output, body, url])
        assert rest.status == 206, f"the rest: {rest.status}"
        return body.read_bytes()


class Curl(Tool):
    command = ["curl", "-q", "--silent", "--show-error", "--location", "--noproxy", "*"]
    output, head, go_on, heads = ["--output"], ["--head"], ["--continue-at", "-"], ["--dump-header", "-"]


class CurlHttp2(Curl):
    command = [*Curl.command, "--http2-prior-knowledge"]
    http2 = True


class Wget(Tool):
    command = ["wget", "--no-config", "--no-verbose", "--no-proxy", "--tries=1"]
    # It takes an answer in part only where it asked for that by itself.
    ranges = False
    output, head, go_on, heads = ["--output-document"], ["--method=HEAD"], ["--continue"], ["--server-response"]


class Lines(Follower):
    """A program that answers line by line."""

    def __init__(self, folder):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def request(self, method, url, headers, stop=None):
        asked = {"method": method, "url": url, "headers": headers, "stop": stop, "http2": self.http2}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return Answer(answer["status"], answer["headers"], base64.b64decode(answer["body"]), answer["version"])

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


def lines(of_version, command, over_http2):
    return type("Client", (Lines,), {"command": command, "version": of_version, "http2": over_http2})


FETCH = """fetch(%s, {method: %s, headers: %s, cache: "no-store"}).then(async reply => {
    const bytes = [];
    const reader = reply.body ? reply.body.getReader() : null;
    let length = 0;
    for (let part; reader && !(part = await reader.read()).done; ) {
        for (const byte of part.value) bytes.push(byte);
        length += part.value.length;
        if (%s && length >= %s) { await reader.cancel(); break; }
    }
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.slice(at, at + 32768));
    return {status: reply.status, headers: Object.fromEntries(reply.headers), body: btoa(text)};
})"""


class Browser(Follower):
    """`fetch` in a page of the store's own origin: elsewhere the store would have to allow it first."""

    def __init__(self, folder, shown):
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        self.chromium = Chromium(folder, self.downloads)
        self.version = self.chromium.version
        self.chromium.page("Page.navigate", url=shown)
        self.chromium.wait(lambda method, _: method == "Page.loadEventFired")

    def request(self, method, url, headers, stop=None):
        limit = json.dumps(stop)
        expression = FETCH % (json.dumps(url), json.dumps(method), json.dumps(headers), limit, limit)
        done = self.chromium.page("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        answer = done["result"]["value"]
        return Answer(answer["status"], answer["headers"], base64.b64decode(answer["body"]))

    def download(self, url):
        """Goes to a link, whatever redirects there are, and saves what comes."""
        self.chromium.events.clear()
        self.chromium.page("Page.navigate", url=url)
        end = ("completed", "canceled")
        self.chromium.wait(lambda method, event: method == "Browser.downloadProgress" and event["state"] in end)
        (saved,) = self.downloads.iterdir()
        return saved.name, saved.read_bytes()

    def close(self):
        self.chromium.close()
