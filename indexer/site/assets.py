"""The site's own files: style sheet, script, icon. Kept by browsers, since each has its version.

Datasette would serve them too, but before 1.0 without a word on how long they may be kept, so that
every page would ask for them again.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from datasette import NotFound, Response  # type: ignore[import-untyped]

FOLDER = "/-/who-said-what/"
TYPES = {
    "datasette.css": "text/css; charset=utf-8",
    "site.css": "text/css; charset=utf-8",
    "site.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}

HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


@cache
def content(name: str) -> bytes:
    """Return a file of the site."""
    return (files("indexer.site") / "static" / name).read_bytes()


@cache
def version(name: str) -> str:
    """Return what changes in an address when the file does."""
    return sha256(content(name)).hexdigest()[:12]


def address(datasette: Any, name: str) -> str:
    """Return a file's address, under which browsers may keep it: it changes when the file does."""
    return str(datasette.urls.path(f"{FOLDER}{name}?v={version(name)}"))


async def asset(request: Any) -> Any:
    """Answer with one of the files above."""
    name = request.url_vars["name"]
    if name not in TYPES:
        raise NotFound("There is no such file")
    return Response(content(name), headers=HEADERS, content_type=TYPES[name])
