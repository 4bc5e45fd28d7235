"""Firefox, by its Marionette protocol: `length:JSON` over TCP. It is what geckodriver speaks to it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time

# In the browser's own window: every end of a download or of a page is kept in a list.
LISTEN = """
const { Downloads } = ChromeUtils.importESModule("resource://gre/modules/Downloads.sys.mjs");
const done = arguments[arguments.length - 1];
const ends = (window.ends = []);
const { STATE_STOP, STATE_IS_NETWORK } = Ci.nsIWebProgressListener;
gBrowser.addTabsProgressListener({
    onStateChange(browser, progress, request, flags) {
        if (progress.isTopLevel && flags & STATE_STOP && flags & STATE_IS_NETWORK)
            ends.push({ shown: browser.currentURI.spec });
    },
});
Downloads.getList(Downloads.ALL).then(list => list.addView({
    async onDownloadAdded(download) {
        try {
            await download.whenSucceeded();
            ends.push({ saved: download.source.url });
        } catch (error) {
            ends.push({ failed: String(error) });
        }
    },
})).then(done);
"""

LOAD = """
window.ends.length = 0;
const triggeringPrincipal = Services.scriptSecurityManager.createNullPrincipal({});
gBrowser.selectedBrowser.loadURI(Services.io.newURI(arguments[0]), { triggeringPrincipal });
"""

# The end of a page that was there before is none.
WAIT = """
const [url, done] = arguments;
const look = () => {
    const end = window.ends.find(end => end.saved === url || end.failed || end.shown === url);
    if (end) done(end);
    else setTimeout(look, 2);
};
look();
"""

FACTS = """
return {
    type: document.contentType,
    url: document.URL,
    state: document.readyState,
    ran: window.ran === true,
    text: document.body ? document.body.innerText : "",
    width: document.images.length ? document.images[0].naturalWidth : 0,
};
"""


class Firefox:
    name = "firefox"

    def __init__(self, folder, downloads):
        profile = folder / "profile"
        profile.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {
            "marionette.port": port,
            "browser.download.folderList": 2,
            "browser.download.dir": str(downloads),
            # The list of downloads: to show it costs a fifth of the time.
            "browser.download.alwaysOpenPanel": False,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
        (profile / "user.js").write_text("".join(lines))
        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                ["/usr/bin/firefox-esr", "--headless", "--no-remote", "--marionette", "--remote-allow-system-access",
                 "--profile", str(profile), "about:blank"],
                env={**os.environ, "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip
        try:
            self.stream, self.last_id = self.connect(port), 0
            self.receive()  # It introduces itself.
            session = self.call("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
            self.version = session["capabilities"]["browserVersion"]
            self.call("WebDriver:SetTimeouts", script=20_000, pageLoad=20_000)
            self.in_browser("WebDriver:ExecuteAsyncScript", LISTEN)
        except BaseException:
            self.close()
            raise

    def connect(self, port):
        deadline = time.monotonic() + 60
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", port), timeout=60)
                return connection.makefile("rwb")
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("Firefox does not start, see its log") from None
                time.sleep(0.1)

    def receive(self):
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise EOFError("Firefox has ended, see its log")
            length += byte
        return json.loads(self.stream.read(int(length)))

    def call(self, command, **parameters):
        self.last_id += 1
        message = json.dumps([0, self.last_id, command, parameters]).encode()
        self.stream.write(b"%d:%s" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def in_browser(self, command, script, *arguments):
        self.call("Marionette:SetContext", value="chrome")
        return self.call(command, script=script, args=arguments)["value"]

    def in_page(self, script):
        self.call("Marionette:SetContext", value="content")
        return self.call("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def wait_for_end(self, url):
        """Whether the link ended in a download: the other end is a page that has been loaded."""
        end = self.in_browser("WebDriver:ExecuteAsyncScript", WAIT, url)
        if "failed" in end:
            raise RuntimeError(f"Firefox does not save: {end['failed']}")
        return "saved" in end

    def save(self, url):
        """Downloads to the folder that was set."""
        self.in_browser("WebDriver:ExecuteScript", LOAD, url)
        if not self.wait_for_end(url):
            raise RuntimeError("Firefox shows what it has to save")

    def follow(self, page, url):
        """Clicks the link to `url` in a page. `None` if it was saved, else facts of what is shown."""
        self.call("Marionette:SetContext", value="content")
        self.call("WebDriver:Navigate", url=page)
        self.in_browser("WebDriver:ExecuteScript", "window.ends.length = 0;")
        self.in_page("document.links[0].click();")
        if self.wait_for_end(url):
            return None
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            facts = self.in_page(FACTS)
            # For a moment the page before may still be there.
            if facts["url"] == url and facts["state"] == "complete":
                return facts
        raise TimeoutError(f"Firefox does not load the page: {facts}")

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
