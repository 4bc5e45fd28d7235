"""What the guide "Downloads by a page's script" says of browsers, in Chromium: each case fails, and works as the guide says.

The store here is one of three origins, and has CORS as S3 has it: only for a request with an origin that is allowed.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import bodies
from chromium import Chromium

DISPOSITION = 'attachment; filename="a.png"'

# Whether a script reads it, and the name that it finds.
FETCH = """fetch({url!r}, {options}).then(
    async (answer) => [(await answer.arrayBuffer()).byteLength, answer.headers.get("content-disposition")],
    (error) => String(error))"""

IMAGE = """new Promise((done) => {{
    const image = new Image();
    {setting}
    image.onload = () => done(image.naturalWidth);
    image.onerror = () => done("error");
    image.src = {url!r};
}})"""

FAILED = "TypeError: Failed to fetch"
READ = [len(bodies.PNG), None]
READ_WITH_NAME = [len(bodies.PNG), DISPOSITION]


class Origin:
    """`answer(path, origin)` gives status, headers and body."""

    def __init__(self, answer):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, headers, body = answer(self.path, self.headers["origin"])
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def check_scripts(client, folder):
    origins = []  # of the requests to the store, in their order

    def page(path, origin):
        return 200, {"content-type": "text/html"}, b"<!DOCTYPE html>"

    def store(path, origin):
        origins.append(origin)
        headers = {"content-type": "image/png", "content-disposition": DISPOSITION, "cache-control": "private, max-age=600"}
        if origin == site.url and not path.startswith("/without"):
            headers["access-control-allow-origin"] = origin
        if path.startswith("/exposed"):
            headers["access-control-expose-headers"] = "Content-Disposition"
        return 200, headers, bodies.PNG

    # An API that lets every page in, and redirects to the store.
    def redirect(path, origin):
        return 302, {"location": bucket.url + path, "access-control-allow-origin": origin or "*"}, b""

    site, bucket, api = Origin(page), Origin(store), Origin(redirect)
    running = Chromium(folder, folder / "downloads")
    client.version = running.version

    def script(text):
        answer = running.page("Runtime.evaluate", expression=text, awaitPromise=True, returnByValue=True)
        return answer["result"].get("value")

    def case(what, text, expected):
        found = script(text)
        client.check(found == expected, f"{what}: {found!r}, and not {expected!r}")

    def fetched(url, options="{}"):
        return FETCH.format(url=url, options=options)

    def image(url, setting=""):
        return IMAGE.format(url=url, setting=setting)

    try:
        running.page("Page.navigate", url=site.url)
        running.wait(lambda method, _: method == "Page.loadEventFired")
        case("no CORS rule", fetched(f"{bucket.url}/without"), FAILED)
        case("a CORS rule", fetched(f"{bucket.url}/cors"), READ)
        case("an exposed header", fetched(f"{bucket.url}/exposed"), READ_WITH_NAME)

        for cache in ("no-store", "reload"):
            case("an image", image(f"{bucket.url}/{cache}"), 3)
            case("fetch of what an image has kept", fetched(f"{bucket.url}/{cache}"), FAILED)
            case(f"fetch with {cache}", fetched(f"{bucket.url}/{cache}", f'{{cache: "{cache}"}}'), READ)
            case("fetch of another link", fetched(f"{bucket.url}/{cache}?x-for=script"), READ)
        case("an image with an origin", image(f"{bucket.url}/origin", 'image.crossOrigin = "anonymous";'), 3)
        case("fetch of what that has kept", fetched(f"{bucket.url}/origin"), READ)

        case("fetch through a redirect of another origin", fetched(f"{api.url}/redirected"), FAILED)
        client.check(origins[-1] == "null", f"through a redirect of another origin: Origin is {origins[-1]!r}")
    finally:
        running.close()
        for origin in (site, bucket, api):
            origin.close()
