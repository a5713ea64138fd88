"""A web server on 127.0.0.1 for tests: pages as they are set, and a record of the requests."""

from __future__ import annotations

import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Answer = Callable[[BaseHTTPRequestHandler], object]


@dataclass
class Request:
    """A request as it came: times are seconds on the monotonic clock, `ended` once it is over."""

    path: str
    headers: Mapping[str, str]
    began: float
    ended: float = 0.0


@dataclass
class Site:
    """A server's pages, by path with query, and the requests in the order in which they came."""

    port: int = 0
    scheme: str = "http"
    pages: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the URL of a page of this server."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def asked(self, path: str | None = None) -> list[str]:
        """Return the paths that were asked for, but for robots.txt; or only those like `path`."""
        paths = [request.path for request in self.requests]
        return [p for p in paths if p == path or (path is None and p != "/robots.txt")]

    def page(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Set what is at a path, and return its URL; `content_type` is a header Content-Type."""
        data = body.encode("utf-8") if isinstance(body, str) else body
        headers.setdefault("content_type", "text/html; charset=utf-8")

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-").title(), value)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Let a path redirect, and return its URL."""
        return self.page(path, status=status, location=to)

    def raw(self, path: str, answer: Answer) -> str:
        """Let a function write the answer byte by byte, and return the URL."""
        self.pages[path] = answer
        return self.url(path)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Site]:
    """Serve a site, empty at first, while the block lasts: over TLS with a certificate and key."""
    site = Site(scheme="https" if certificate else "http")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            request = Request(self.path, dict(self.headers.items()), time.monotonic())
            answer = site.pages.get(self.path)
            site.requests.append(request)
            with suppress(OSError):  # who asked may have gone
                answer(self) if answer else self.send_error(404)
            request.ended = time.monotonic()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    return Handler
