"""indexer.sources.web: polite to servers, bounded whatever they do, and closed to private networks.

All servers of these tests are on 127.0.0.1, which is a private address and has to be allowed.
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from contextlib import suppress
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from webserver import Site, serving

from indexer.errors import (
    AddressPrivate,
    FetchError,
    PageMissing,
    RedirectsEndless,
    RobotsForbid,
    ServerBusy,
    ServerRefused,
    ServerSlow,
    ServerUnreachable,
    SourceTooLarge,
    UrlInvalid,
)
from indexer.sources.web import Fetcher, FetchOptions
from indexer.sources.web.addresses import may_be_reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler

CERTIFICATE = Path(__file__).parent / "resources" / "web" / "news.example.pem"
"""With its key, for tests only: self-signed for news.example, until 2124."""

HERE = ip_network("127.0.0.1")

METADATA_SERVICE = "http://169.254.169.254/latest/meta-data/"


@pytest.fixture
def site() -> Iterator[Site]:
    """A server without pages."""
    with serving() as served:
        yield served


def fetcher(**options: Any) -> Fetcher:
    """Return a fetcher that may reach the tests' servers and needs no patience."""
    usual = {"allowed": (HERE,), "pause": 0.0, "time_limit": 5.0, "longest_wait": 0.5}
    return Fetcher(FetchOptions(**{**usual, **options}))


def reason(url: str, error: type[FetchError | SourceTooLarge], **options: Any) -> str:
    """Fetch what fails as it should, and return the reason; every message begins with the URL."""
    with pytest.raises(error) as raised:
        fetcher(**options).fetch(url)
    assert type(raised.value) is error
    assert str(raised.value) == f"{url}: {raised.value.reason}"
    assert "\n" not in raised.value.reason
    return raised.value.reason


# What is fetched


def test_a_page_comes_as_the_server_sends_it(site: Site) -> None:
    """Bytes, type, charset, validators and the time of the answer."""
    url = site.page(
        "/a", "“Yes”".encode("cp1252"), content_type="Text/HTML; Charset=Windows-1252",
        etag='"1"', last_modified="Tue, 05 Nov 2024 09:30:15 GMT",
    )  # fmt: skip
    page = fetcher().fetch(url)
    assert (page.url, page.final_url, page.body) == (url, url, b"\x93Yes\x94")
    assert (page.content_type, page.charset) == ("text/html", "windows-1252")
    assert (page.etag, page.last_modified) == ('"1"', "Tue, 05 Nov 2024 09:30:15 GMT")
    assert page.date is not None
    assert page.date.endswith("+00:00")
    assert not page.unchanged


def test_a_server_that_says_nothing_about_a_page(site: Site) -> None:
    """No type, no validators, no date, no length: None, and the body to its end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nText.")

    page = fetcher().fetch(site.raw("/a", answer))
    assert page.body == b"Text."
    assert (page.content_type, page.charset, page.etag, page.date) == (None, None, None, None)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("identity", bytes),
    ],
    ids=["gzip", "x-gzip", "deflate", "raw deflate", "identity"],
)
def test_packed_bodies_are_unpacked(
    site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    """As gzip or deflate, in both of its forms."""
    text = b"The ferry will run. " * 20_000
    assert fetcher().fetch(site.page("/a", pack(text), content_encoding=encoding)).body == text


def test_a_body_in_chunks_is_put_together(site: Site) -> None:
    """Transfer-Encoding: chunked, with gzip inside."""
    packed = gzip.compress(b"Text. " * 10_000)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
        )
        for start in range(0, len(packed), 7):
            piece = packed[start : start + 7]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")

    assert fetcher().fetch(site.raw("/a", answer)).body == b"Text. " * 10_000


def test_a_url_is_sent_in_ascii(site: Site) -> None:
    """As it stands in feeds: letters beyond ASCII, spaces, a fragment, upper-case scheme."""
    site.page("/caf%C3%A9%20noir?q=%E2%80%9C", "Text.")
    url = site.url("/café noir?q=“#part").replace("http", "HTTP", 1)
    assert fetcher().fetch(url).body == b"Text."


def test_the_request_says_who_asks(site: Site) -> None:
    """Name and version; the host as in the URL; no cookies, no referrer."""
    fetcher().fetch(site.page("/a", "Text."))
    for request in site.requests:
        assert request.headers["User-Agent"].startswith("quote-indexer/")
        assert request.headers["Host"] == f"127.0.0.1:{site.port}"
        assert not {"Cookie", "Referer"} & set(request.headers)


def test_the_request_names_the_home_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package states one."""
    from indexer.sources.web import options  # noqa: PLC0415

    class Stated:
        def get_all(self, _: str) -> list[str]:
            return ["Changes, https://x.example/c", "Homepage, https://x.example/"]

    monkeypatch.setattr(options, "metadata", lambda _: Stated())
    options.default_user_agent.cache_clear()
    assert FetchOptions().user_agent.endswith(" (+https://x.example/)")
    options.default_user_agent.cache_clear()


# Again


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    """With the validators of the last time the server can say so; they stay for the next."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers["If-None-Match"] == '"1"'
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", '"1"')
        handler.end_headers()
        handler.wfile.write(b"" if known else b"Text.")

    url = site.raw("/a", answer)
    first = fetcher().fetch(url)
    again = fetcher().fetch(url, etag=first.etag, last_modified="Tue, 05 Nov 2024 09:30:15 GMT")
    assert (first.unchanged, first.body) == (False, b"Text.")
    assert (again.unchanged, again.body, again.etag) == (True, b"", '"1"')
    assert again.last_modified == "Tue, 05 Nov 2024 09:30:15 GMT"
    assert site.requests[-1].headers["If-Modified-Since"] == "Tue, 05 Nov 2024 09:30:15 GMT"


def test_a_spoilt_validator_is_not_sent(site: Site) -> None:
    """A line end in it would make a header of the rest."""
    fetcher().fetch(site.page("/a", "Text."), etag='"1"\r\nX-Evil: 1')
    assert not {"If-None-Match", "X-Evil"} & set(site.requests[-1].headers)


def test_not_modified_without_having_asked_is_an_error(site: Site) -> None:
    """There would be no text to go with it."""
    assert "status 304" in reason(site.page("/a", status=304), ServerRefused)


# robots.txt

RULES = """
User-agent: *
Disallow: /

User-agent: quote-indexer
Disallow: /private/
Disallow: /*?print=
Allow: /private/open
"""


@pytest.mark.parametrize("path", ["/private/a", "/a?print=1"])
def test_what_robots_txt_forbids_is_not_asked_for(site: Site, path: str) -> None:
    """Not once; the message says what can be done instead."""
    site.page("/robots.txt", RULES, content_type="text/plain")
    assert "save the page in a browser" in reason(site.page(path, "Text."), RobotsForbid)
    assert site.asked() == []


@pytest.mark.parametrize("path", ["/a", "/private/open"])
def test_what_robots_txt_allows_is_fetched(site: Site, path: str) -> None:
    """The rules for this program's name win over those for all; the longest path decides."""
    site.page("/robots.txt", "\ufeff" + RULES, content_type="text/plain")
    assert fetcher().fetch(site.page(path, "Text.")).body == b"Text."


def test_robots_txt_is_asked_for_once(site: Site) -> None:
    """However many pages of a site are fetched."""
    one = fetcher()
    for path in ("/a", "/b", "/c"):
        one.fetch(site.page(path, "Text."))
    assert site.asked("/robots.txt") == ["/robots.txt"]


def test_robots_txt_holds_behind_redirects_as_well(site: Site) -> None:
    """A redirect to a forbidden page is not followed."""
    site.page("/robots.txt", RULES)
    reason(site.redirect("/a", "/private/a"), RobotsForbid)
    assert site.asked() == ["/a"]


def test_robots_txt_may_be_redirected(site: Site) -> None:
    """To where the rules are."""
    site.redirect("/robots.txt", "/rules.txt")
    site.page("/rules.txt", RULES)
    reason(site.page("/private/a"), RobotsForbid)


def test_a_long_robots_txt_is_read_to_the_limit(site: Site) -> None:
    """Half a megabyte; the rest is ignored, and the page is fetched."""
    site.page("/robots.txt", RULES + "# more\n" * 200_000)
    assert fetcher().fetch(site.page("/a", "Text.")).body == b"Text."
    reason(site.page("/private/a"), RobotsForbid)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_without_an_answer_about_robots_nothing_is_fetched(site: Site, status: int) -> None:
    """RFC 9309: a server's error forbids everything; it is not asked again for every page."""
    site.page("/robots.txt", status=status, retry_after="0")
    one = fetcher()
    for path in ("/a", "/b"):
        with pytest.raises(ServerBusy, match=r"robots\.txt"):
            one.fetch(site.page(path, "Text."))
    assert [request.path for request in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_robots_txt_everything_is_allowed(site: Site, status: int) -> None:
    """RFC 9309: whatever the reason that there is none to be had."""
    site.page("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    assert fetcher().fetch(site.page("/a", "Text.")).body == b"Text."


# One at a time


def test_a_host_is_asked_one_at_a_time_with_a_pause(site: Site) -> None:
    """However many threads there are: the next request begins after the end of the last."""

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.05)
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nText.")

    one = fetcher(pause=0.1, longest_wait=5)
    urls = [site.raw(f"/{name}", slowly) for name in "abcd"]
    threads = [threading.Thread(target=one.fetch, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    requests = sorted(site.requests, key=lambda request: request.began)
    pairs = list(pairwise(requests))
    assert len(site.asked()) == 4
    assert all(after.began - before.ended > 0.08 for before, after in pairs)


def test_the_pause_that_a_site_asks_for_is_made(site: Site) -> None:
    """Crawl-delay, where it is longer than ours."""
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    one = fetcher()
    for path in ("/a", "/b"):
        one.fetch(site.page(path, "Text."))
    first, second = site.requests[-2:]
    assert second.began - first.ended > 0.25


def test_a_pause_that_is_too_long_is_an_error(site: Site) -> None:
    """Rather than sit there for an hour; the first page is fetched."""
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 3600")
    one = fetcher()
    one.fetch(site.page("/a", "Text."))
    with pytest.raises(ServerBusy, match="left alone for 3600 seconds more"):
        one.fetch(site.page("/b", "Text."))
    assert site.asked() == ["/a"]


# Servers that say no


@pytest.mark.parametrize(("status", "words"), [(404, "not there"), (410, "no longer there")])
def test_a_missing_page_is_an_error(site: Site, status: int, words: str) -> None:
    """It says so, and what to check."""
    assert reason(site.page("/a", status=status), PageMissing) == (
        f"the page is {words} (status {status}): check the URL"
    )


@pytest.mark.parametrize(("status", "words"), [(500, "later"), (403, "browser"), (204, "browser")])
def test_a_refusal_is_an_error(site: Site, status: int, words: str) -> None:
    """With its status, once: only a server that asks to wait is asked again."""
    said = reason(site.page("/a", status=status), ServerRefused)
    assert f"status {status}" in said
    assert words in said
    assert site.asked() == ["/a"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_once_more_after_its_wait(site: Site, status: int) -> None:
    """Retry-After in seconds, if that is not too long."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        again = len(site.asked("/a")) > 1
        handler.send_response(200 if again else status)
        handler.send_header("Retry-After", "1")
        handler.end_headers()
        handler.wfile.write(b"Text.")

    assert fetcher(longest_wait=2).fetch(site.raw("/a", answer)).body == b"Text."
    first, second = site.requests[-2:]
    assert second.began - first.ended > 0.9


@pytest.mark.parametrize("after", ["3600", "Tue, 05 Nov 2999 09:30:15 GMT", "9" * 5_000])
def test_a_server_that_wants_to_be_left_alone_is(site: Site, after: str) -> None:
    """It is not asked again in this run, for no page."""
    one = fetcher()
    for path in ("/a", "/b"):
        with pytest.raises(ServerBusy, match="asks to be left alone"):
            one.fetch(site.page(path, status=429, retry_after=after))
    assert site.asked() == ["/a"]


@pytest.mark.parametrize("after", ["0", "Tue, 05 Nov 2024 09:30:15 GMT"])
def test_a_server_that_stays_busy_is_an_error(site: Site, after: str) -> None:
    """After the second time."""
    assert "status 429" in reason(site.page("/a", status=429, retry_after=after), ServerBusy)
    assert site.asked() == ["/a", "/a"]


@pytest.mark.parametrize("after", ["", "soon", "-1", "Tue, 99 Nov 2024 09:30:15 GMT"])
def test_a_busy_server_that_does_not_say_until_when_is_left_alone(site: Site, after: str) -> None:
    """For ten seconds, which is longer than this test waits."""
    assert "10 seconds" in reason(site.page("/a", status=429, retry_after=after), ServerBusy)


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    """The page says where it was found in the end."""
    site.page("/sub/b", "Text.")
    url = site.redirect("/a", "sub/b#part", status)
    page = fetcher().fetch(url)
    assert (page.url, page.final_url, page.body) == (url, site.url("/sub/b"), b"Text.")


def test_a_circle_of_redirects_is_an_error(site: Site) -> None:
    """It is left where it closes."""
    site.redirect("/b", "/a")
    assert "in a circle" in reason(site.redirect("/a", "/b"), RedirectsEndless)
    assert site.asked() == ["/a", "/b"]


def test_redirects_without_end_are_an_error(site: Site) -> None:
    """Five are followed."""
    for number in range(20):
        site.redirect(f"/{number}", f"/{number + 1}")
    assert "more than 5 times" in reason(site.url("/0"), RedirectsEndless)
    assert len(site.asked()) == 6


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://x.example/", "data:text/html,x", "http://[::1/"]
)
def test_redirects_stay_on_the_web(site: Site, to: str) -> None:
    """Http and https, and nothing else."""
    assert reason(site.redirect("/a", to), UrlInvalid).startswith("it redirects to")


def test_a_redirect_beyond_ascii_is_followed(site: Site) -> None:
    """Servers send UTF-8 where they may not."""
    site.page("/caf%C3%A9", "Text.")
    url = site.redirect("/a", "/café".encode().decode("latin-1"))
    assert fetcher().fetch(url).body == b"Text."


# Where it leads


@pytest.mark.parametrize(
    "url",
    ["ftp://x.example/a", "file:///etc/passwd", "x.example/a", "http://", "http://[::1/", "http:///a",
     "http://x.example:99999/"],
)  # fmt: skip
def test_what_is_no_url_of_the_web_is_refused(url: str) -> None:
    """With the reason, and nothing is looked up."""
    reason(url, UrlInvalid)


def test_a_password_in_a_url_is_refused() -> None:
    """It would stand in the index for all to read."""
    assert "leave it out" in reason("http://me:secret@x.example/", UrlInvalid)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_reached_unless_allowed(site: Site, host: str) -> None:
    """However it is written; the message names the option that allows it."""
    site.page("/a", "Text.")
    said = reason(site.url("/a", host), AddressPrivate, allowed=())
    assert "--allow-address" in said
    assert site.requests == []


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """Though the address that redirects was allowed; nothing is sent there."""
    said = reason(site.redirect("/a", METADATA_SERVICE), AddressPrivate)
    assert said.endswith("if you trust it, add --allow-address 169.254.169.254")


def test_a_redirect_to_a_private_address_is_followed_if_that_is_allowed() -> None:
    """By a network that it is in."""
    with serving() as first, serving() as second:
        second.page("/b", "Text.")
        url = first.redirect("/a", second.url("/b", "localhost"))
        page = fetcher(allowed=(ip_network("127.0.0.0/8"), ip_network("::1"))).fetch(url)
    assert page.body == b"Text."


def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its address between check and connection gains nothing."""
    answers = iter(["127.0.0.1", "169.254.169.254"] * 2)
    real = socket.getaddrinfo
    asked: list[str] = []

    def rebinding(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host == "rebinding.example":
            asked.append(host)
            host = next(answers)
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    one = fetcher()
    site.page("/robots.txt", "")
    url = site.url("/a", "rebinding.example")
    with pytest.raises(AddressPrivate, match=r"169\.254\.169\.254"):
        one.fetch(url)
    # The second look-up, for the page, gave the other address: nothing went there or here.
    assert (len(asked), site.asked("/robots.txt"), site.asked()) == (2, ["/robots.txt"], [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1%eth0",  # noqa: S104, it is to be refused
        "fd00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_private_addresses_are_told(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved; IPv4 inside IPv6 as well."""
    assert not may_be_reached(address, ())


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_told(address: str) -> None:
    """IPv4, IPv6, and the one in the other."""
    assert may_be_reached(address, ())


def test_a_host_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is in the message."""

    def nowhere(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    assert "no host gone.example" in reason("http://gone.example/", ServerUnreachable)


def test_a_look_up_that_takes_too_long_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own patience is not waited for."""

    def slowly(*_: Any, **__: Any) -> Any:
        time.sleep(2)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    began = time.monotonic()
    assert "looking up slow.example" in reason("http://slow.example/", ServerSlow, time_limit=0.2)
    assert time.monotonic() - began < 1


def test_nobody_listening_is_an_error(port: int) -> None:
    """The connection is refused, for robots.txt already."""
    assert "refused" in reason(f"http://127.0.0.1:{port}/", ServerUnreachable).lower()


# TLS


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """news.example and other.example are this machine."""
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1" if host.endswith(".example") else host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.usefixtures("named")
def test_https_is_checked_against_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not against the address that is connected to; the system's certificates count."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with serving(CERTIFICATE) as site:
        site.page("/a", "Text.")
        assert fetcher().fetch(site.url("/a", "news.example")).body == b"Text."
        assert site.requests[-1].headers["Host"] == f"news.example:{site.port}"
        said = reason(site.url("/a", "other.example"), ServerUnreachable)
    assert said.startswith("its certificate is not to be trusted")


@pytest.mark.usefixtures("named")
def test_a_certificate_of_nobody_is_refused() -> None:
    """Self-signed, and not among those of the system."""
    with serving(CERTIFICATE) as site:
        said = reason(site.url("/a", "news.example"), ServerUnreachable)
    assert said.startswith("its certificate is not to be trusted")


# Servers that mean no good


def test_a_server_that_never_answers_is_given_up(site: Site) -> None:
    """At the time limit."""
    began = time.monotonic()
    url = site.raw("/a", lambda _: site.closing.wait(10))
    assert "no whole answer in 0.4 seconds" in reason(url, ServerSlow, time_limit=0.4)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["headers", "body", "body of a length", "chunk's length"],
)
def test_a_server_that_drips_is_given_up(site: Site, beginning: bytes) -> None:
    """Byte after byte, each in time: the limit is for the whole."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(beginning)
        while not site.closing.wait(0.02):
            with suppress(OSError):
                handler.wfile.write(b"0")
                continue
            return

    began = time.monotonic()
    reason(site.raw("/a", drip), ServerSlow, time_limit=0.5)
    assert time.monotonic() - began < 2


def test_a_dripping_robots_txt_is_given_up(site: Site) -> None:
    """And the site with it: what it allows is not known."""
    site.raw("/robots.txt", lambda _: site.closing.wait(10))
    reason(site.page("/a", "Text."), ServerSlow, time_limit=0.3)
    assert site.asked() == []


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_over_the_limit_is_an_error(site: Site, announced: bool) -> None:
    """Whether its length is announced or not; not much more than the limit is read."""
    written = 0

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal written
        length = b"Content-Length: 50000000\r\n" if announced else b""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        for _ in range(500):
            written += handler.wfile.write(b"x" * 100_000)

    said = reason(site.raw("/a", answer), SourceTooLarge, largest=1_000_000)
    assert said.startswith("larger than 1 MB")
    assert written < 40_000_000


def test_a_body_at_the_limit_is_fetched(site: Site) -> None:
    """The limit is the longest that is allowed."""
    assert len(fetcher(largest=1000).fetch(site.page("/a", b"x" * 1000)).body) == 1000
    reason(site.page("/a", b"x" * 1001), SourceTooLarge, largest=1000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_not_unpacked(site: Site, encoding: str) -> None:
    """A thousandfold: as far as the limit, in little memory."""
    packer = zlib.compressobj(wbits=31 if encoding == "gzip" else 15)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    url = site.page("/a", bomb, content_encoding=encoding)
    tracemalloc.start()
    reason(url, SourceTooLarge, largest=10_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "rot13"])
def test_a_packing_that_nobody_asked_for_is_refused(site: Site, encoding: str) -> None:
    """Packed twice, a bomb could be hidden in a bomb."""
    url = site.page("/a", gzip.compress(gzip.compress(b"Text.")), content_encoding=encoding)
    assert encoding in reason(url, ServerUnreachable)


def test_spoilt_packing_is_an_error(site: Site) -> None:
    """What says gzip and is none."""
    reason(site.page("/a", b"Text. " * 1000, content_encoding="gzip"), ServerUnreachable)


def test_a_body_that_breaks_off_is_an_error(site: Site) -> None:
    """Half an article is not an article."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nText.")

    assert "broke off" in reason(site.raw("/a", answer), ServerUnreachable)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"Hello\r\n\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nText.",
        b"\x00\xff" * 1000,
    ],
)
def test_what_is_no_http_is_an_error(site: Site, rubbish: bytes) -> None:
    """Whatever comes, the error is one of ours."""
    reason(site.raw("/a", lambda handler: handler.wfile.write(rubbish)), ServerUnreachable)
