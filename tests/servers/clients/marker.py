"""Another server: pages with a link, and what the script of a page reaches if it runs."""

import html
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    def __init__(self):
        self.reached = set()
        reached = self.reached

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path, _, query = self.path.partition("?")
                if path.startswith("/ran/"):
                    agent = self.headers["user-agent"].lower()
                    reached.add((int(path[5:]), "firefox" if "firefox" in agent else "chromium"))
                body = f'<!DOCTYPE html><a href="{html.escape(query)}">link</a>'.encode()
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_):
                """A browser may go before it has read the answer."""

        server = Server(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def page(self, url):
        return f"{self.origin}/link?{url}"

    def marker(self, place):
        return f"{self.origin}/ran/{place}"

    def was_reached(self, place, client):
        """Waits a little: a page may be ahead of its message."""
        deadline = time.monotonic() + 5
        while (place, client) not in self.reached and time.monotonic() < deadline:
            time.sleep(0.01)
        return (place, client) in self.reached
