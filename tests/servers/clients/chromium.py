"""Chromium, by its DevTools protocol over a pair of pipes: messages in JSON, a NUL after each."""

import fcntl
import json
import os
import select
import signal
import subprocess
import time

COMMAND = [
    "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
]  # fmt: skip

FACTS = """({
    type: document.contentType,
    ran: window.ran === true,
    text: document.body ? document.body.innerText : "",
    width: document.images.length ? document.images[0].naturalWidth : 0,
})"""


class Chromium:
    name = "chromium"

    def __init__(self, folder, downloads):
        profile = folder / "profile"
        (profile / "Default").mkdir(parents=True)
        # As somebody would set it, and not by `Browser.setDownloadBehavior`: that names files by code of its own.
        preferences = {"download": {"default_directory": str(downloads), "prompt_for_download": False}}
        (profile / "Default" / "Preferences").write_text(json.dumps(preferences))
        self.buffer, self.events, self.last_id = b"", [], 0
        self.start(folder, profile)
        try:
            self.version = self.call("Browser.getVersion")["product"].split("/")[1]
            # Changes nothing, but turns the events on.
            self.call("Browser.setDownloadBehavior", behavior="default", eventsEnabled=True)
            pages = [target for target in self.call("Target.getTargets")["targetInfos"] if target["type"] == "page"]
            attached = self.call("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)
            self.session = attached["sessionId"]
            self.page("Page.enable")
        except BaseException:
            self.close()
            raise

    def start(self, folder, profile):
        (child_in, self.out), (self.into, child_out) = os.pipe(), os.pipe()
        # Out of the way of 3 and 4, which Chromium reads from and writes to.
        child_in, child_out = [fcntl.fcntl(end, fcntl.F_DUPFD, 100) for end in (child_in, child_out)]

        def set_pipes():
            os.dup2(child_in, 3)
            os.dup2(child_out, 4)

        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, f"--user-data-dir={profile}", "about:blank"],
                env={**os.environ, "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(3, 4),
                preexec_fn=set_pipes,
                start_new_session=True,
            )
        os.close(child_in)
        os.close(child_out)

    def receive(self, deadline):
        while b"\0" not in self.buffer:
            if not select.select([self.into], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError("Chromium does not answer")
            data = os.read(self.into, 1 << 16)
            if not data:
                raise EOFError("Chromium has ended, see its log")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.last_id += 1
        request = {"id": self.last_id, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self.out, json.dumps(request).encode() + b"\0")
        deadline = time.monotonic() + 30
        while (message := self.receive(deadline)).get("id") != self.last_id:
            self.events.append(message)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"]

    def page(self, method, **parameters):
        return self.call(method, self.session, **parameters)

    def wait(self, wanted):
        """The parameters of the first event of which `wanted(method, parameters)` is true."""
        deadline = time.monotonic() + 20
        while True:
            while self.events:
                event = self.events.pop(0)
                if wanted(event["method"], event["params"]):
                    return event["params"]
            self.events.append(self.receive(deadline))

    def wait_for_end(self, url):
        """Whether the link ended in a download: the other end is a page that has been loaded."""
        pages, downloads = [], []

        def ended(method, parameters):
            if method == "Page.frameNavigated" and "parentId" not in parameters["frame"]:
                pages.append(parameters["frame"]["url"])
            if method == "Browser.downloadWillBegin" and parameters["url"] == url:
                downloads.append(parameters["guid"])
            if method == "Page.loadEventFired":
                return pages == [url]
            if method == "Browser.downloadProgress":
                return parameters["guid"] in downloads and parameters["state"] != "inProgress"
            return False

        end = self.wait(ended)
        if end.get("state") == "canceled":
            raise RuntimeError("Chromium cancelled the download")
        return "state" in end

    def save(self, url):
        """Downloads to the folder that was set."""
        self.events.clear()
        self.page("Page.navigate", url=url)
        if not self.wait_for_end(url):
            raise RuntimeError("Chromium shows what it has to save")

    def follow(self, page, url):
        """Clicks the link to `url` in a page. `None` if it was saved, else facts of what is shown."""
        self.events.clear()
        self.page("Page.navigate", url=page)
        self.wait(lambda method, _: method == "Page.loadEventFired")
        self.events.clear()
        self.evaluate("document.links[0].click()")
        return None if self.wait_for_end(url) else self.evaluate(FACTS)

    def evaluate(self, expression):
        done = self.page("Runtime.evaluate", expression=expression, returnByValue=True, userGesture=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"{expression}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def close(self):
        os.close(self.out)  # It ends when nobody talks to it any more.
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.into)
