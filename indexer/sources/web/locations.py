"""URLs, taken apart and put together: http and https, and nothing else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from indexer.errors import UrlInvalid

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Location:
    """Where to connect to and what to ask for.

    `host` is a name in ASCII or an address, without brackets; `target` is the path with the query,
    percent-encoded.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host as a request names it: with the port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt holds for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole in its usual form, without a fragment."""
        return f"{self.origin}{self.target}"

    @property
    def robots(self) -> Location:
        """The location of the robots.txt that holds for this one."""
        return Location(self.scheme, self.host, self.port, "/robots.txt")


def locate(url: str, source: str) -> Location:
    """Return what a URL stands for, or raise UrlInvalid; `source` is the URL to blame."""
    try:
        parsed = parse_url(url.strip())
    except LocationParseError as error:
        raise UrlInvalid(
            source, f"{_named(url, source)} is no URL: check how it is spelt"
        ) from error
    if parsed.scheme not in PORTS:
        raise UrlInvalid(
            source, f"{_named(url, source)} is not http or https, and nothing else is fetched"
        )
    if not parsed.host:
        raise UrlInvalid(source, f"{_named(url, source)} names no host: check how it is spelt")
    if parsed.auth:
        raise UrlInvalid(
            source, "a user name or password in a URL would end up in the index: leave it out"
        )
    host = parsed.host.strip("[]")
    port = parsed.port if parsed.port is not None else PORTS[parsed.scheme]
    return Location(parsed.scheme, host, port, parsed.request_uri)


def redirected(location: Location, header: str, source: str) -> Location:
    """Return where a Location header leads to from here, or raise UrlInvalid."""
    with suppress(UnicodeError):
        # Headers arrive as Latin-1; what servers send beyond ASCII is UTF-8.
        header = header.encode("latin-1").decode("utf-8")
    try:
        url = urljoin(location.url, header.strip())
    except ValueError as error:
        raise UrlInvalid(source, f"it redirects to {header!r:.200}, which is no URL") from error
    return locate(url, source)


def _named(url: str, source: str) -> str:
    return "it" if url == source else f"it redirects to {url!r:.200}, which"
