"""Fetches pages as a polite guest: robots.txt, one request at a time, limits, checked addresses."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.errors import (
    FetchError,
    PageMissing,
    RedirectsEndless,
    RobotsForbid,
    ServerBusy,
    ServerRefused,
)
from indexer.sources.web import robots
from indexer.sources.web.exchange import OK, Exchange, Limits, trusted_certificates
from indexer.sources.web.locations import locate, redirected
from indexer.sources.web.options import FetchOptions
from indexer.sources.web.turns import Turns

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from indexer.sources.web.exchange import Reply
    from indexer.sources.web.locations import Location
    from indexer.sources.web.robots import Rules

NOT_MODIFIED = 304
REDIRECTS = (301, 302, 303, 307, 308)
MISSING = (404, 410)
LATER = (429, 503)
SERVER_ERROR = 500

TRIES = 2
"""Requests for a page, if the server asks to wait before the second and that is not too long."""

WAIT_UNSAID = 10.0
"""Seconds to leave a busy server alone if it does not say for how long."""

ROBOTS_HOLD = 3_600.0
ROBOTS_FAILURE_HOLDS = 300.0
"""Seconds for which a robots.txt, or the failure to get it, need not be asked for again."""

SITES_REMEMBERED = 1_000

ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, text/*;q=0.8, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, feed or file from the web.

    `url` is what was asked for, `final_url` where redirects led. `content_type` and `charset` are
    what the server says, in lower case and None where it says nothing; `body` is unpacked, and not
    decoded. `etag` and `last_modified` are to be given back at the next fetch of `url`; `date` is
    when the server answered, in ISO 8601. If the page has not changed since then, `unchanged` is
    true and the body empty.
    """

    url: str
    final_url: str
    content_type: str | None
    charset: str | None
    body: bytes
    etag: str | None
    last_modified: str | None
    date: str | None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Site:
    """What is known of a site's robots.txt until a time on the monotonic clock."""

    outcome: Rules | FetchError
    until: float


class Fetcher:
    """Fetches one URL after the other, and remembers of every host when it was asked last.

    Several threads may share one. Proxies that the environment names are not used: behind them
    nobody can tell which address a name leads to.
    """

    def __init__(self, options: FetchOptions | None = None) -> None:
        self._options = options or FetchOptions()
        self._turns = Turns(self._options.longest_wait)
        self._sites: dict[str, _Site] = {}

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Return what is at a URL, once its host may be asked; redirects are followed.

        `etag` and `last_modified` are those of an earlier `Fetched`: what has not changed since
        then is not sent again. Raises a branch of FetchError, or SourceTooLarge.
        """
        headers = {"Accept": ACCEPT, **_conditions(etag, last_modified)}
        location, reply = self._follow(url, locate(url, url), headers)
        if reply.status == OK:
            return _fetched(url, location, reply)
        if reply.status == NOT_MODIFIED and (etag or last_modified):
            return _unchanged(url, location, reply, etag, last_modified)
        raise _refusal(url, reply)

    def _follow(
        self, url: str, location: Location, headers: Mapping[str, str]
    ) -> tuple[Location, Reply]:
        """Return the first answer that is no redirect, and where it came from."""
        seen = [location]
        while True:
            pause = self._permitted(url, location)
            reply = self._ask_twice(url, location, headers, pause)
            leads_to = _redirection(url, location, reply)
            if leads_to is None:
                return location, reply
            location = leads_to
            _check_redirects(url, [*seen, location], self._options.redirects)
            seen.append(location)

    def _ask_twice(
        self, url: str, location: Location, headers: Mapping[str, str], pause: float
    ) -> Reply:
        """Ask, and where the server wants a moment's wait first, ask once more after it."""
        options = self._options
        limits = Limits(options.time_limit, options.largest, options.allowed)
        reply = self._ask(url, location, headers, pause, limits)
        for _ in range(TRIES - 1):
            if reply.status not in LATER:
                break
            # A wait that is too long is raised here, as ServerBusy.
            reply = self._ask(url, location, headers, pause, limits)
        return reply

    def _ask(
        self,
        url: str,
        location: Location,
        headers: Mapping[str, str],
        pause: float,
        limits: Limits,
    ) -> Reply:
        """Ask one server once, when it is its turn; what it wants to wait counts from then on."""
        with self._turns.turn(location.host, pause, url):
            # Its time begins here, after the wait.
            tls = self._tls if location.scheme == "https" else None
            exchange = Exchange(url, location, limits, tls)
            reply = exchange.get({"User-Agent": self._options.user_agent, **headers})
            if reply.status in LATER:
                self._turns.hold(location.host, _retry_after(reply))
        return reply

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return trusted_certificates()

    def _permitted(self, url: str, location: Location) -> float:
        """Return the pause that the site wants, or raise RobotsForbid."""
        rules = self._rules(url, location)
        if not rules.allow(location.url):
            raise RobotsForbid(
                url,
                f"the robots.txt of {location.host} asks programs to keep away from it: save the "
                "page in a browser and add the file",
            )
        return max(self._options.pause, rules.delay)

    def _rules(self, url: str, location: Location) -> Rules:
        site = self._sites.get(location.origin)
        if site is None or site.until < time.monotonic():
            site = self._ask_for_rules(url, location)
            self._sites[location.origin] = site
            while len(self._sites) > SITES_REMEMBERED:
                del self._sites[next(iter(self._sites))]
        if isinstance(site.outcome, FetchError):
            raise type(site.outcome)(url, site.outcome.reason)
        return site.outcome

    def _ask_for_rules(self, url: str, location: Location) -> _Site:
        try:
            rules = robots.rules_in(self._robots_of(url, location))
        except FetchError as error:
            return _Site(error, time.monotonic() + ROBOTS_FAILURE_HOLDS)
        return _Site(rules, time.monotonic() + ROBOTS_HOLD)

    def _robots_of(self, url: str, location: Location) -> Reply:
        """Return the answer to a request for robots.txt; a server's error forbids everything."""
        options = self._options
        limits = Limits(options.time_limit, robots.LARGEST, options.allowed, cut=True)
        seen = [location.robots]
        while True:
            reply = self._ask(url, seen[-1], {}, options.pause, limits)
            leads_to = _redirection(url, seen[-1], reply)
            if leads_to is None:
                break
            _check_redirects(url, [*seen, leads_to], options.redirects)
            seen.append(leads_to)
        if reply.status >= SERVER_ERROR or reply.status in LATER:
            raise ServerBusy(
                url,
                f"the robots.txt of {location.host} cannot be read now (status {reply.status}), "
                "and without it nothing is fetched: try again later",
            )
        return reply


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    # What a server once sent is not to become another header of ours.
    return {name: value for name, value in given.items() if value and value.isprintable()}


def _redirection(url: str, location: Location, reply: Reply) -> Location | None:
    header = reply.headers.get("location", "")
    if reply.status not in REDIRECTS or not header:
        return None
    return redirected(location, header, url)


def _check_redirects(url: str, visited: list[Location], most: int) -> None:
    if visited[-1] in visited[:-1]:
        raise RedirectsEndless(url, "it redirects in a circle: open it in a browser and save it")
    if len(visited) - 1 > most:
        raise RedirectsEndless(
            url, f"it redirects more than {most} times: give the URL where a browser ends up"
        )


def _retry_after(reply: Reply) -> float:
    """Return the seconds that a busy server asks for, in digits or as a date."""
    said = reply.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    moment = _moment(said)
    if moment is None:
        return WAIT_UNSAID
    return max((moment - datetime.now(timezone.utc)).total_seconds(), 0.0)


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _refusal(url: str, reply: Reply) -> FetchError:
    status = reply.status
    if status in MISSING:
        gone = "no longer there" if status == MISSING[-1] else "not there"
        return PageMissing(url, f"the page is {gone} (status {status}): check the URL", status)
    if status in LATER:
        return ServerBusy(url, f"the server is too busy (status {status}): try again later")
    way_out = "try again later" if status >= SERVER_ERROR else "see what a browser shows there"
    return ServerRefused(url, f"the server answers with status {status}: {way_out}", status)


def _fetched(url: str, location: Location, reply: Reply) -> Fetched:
    content_type, charset = _content_type(reply)
    moment = _moment(reply.headers.get("date", ""))
    return Fetched(
        url=url,
        final_url=location.url,
        content_type=content_type,
        charset=charset,
        body=reply.body,
        etag=reply.headers.get("etag"),
        last_modified=reply.headers.get("last-modified"),
        date=moment.isoformat() if moment else None,
    )


def _content_type(reply: Reply) -> tuple[str | None, str | None]:
    header = reply.headers.get("content-type", "")
    if not header:
        return None, None
    message = Message()
    message["Content-Type"] = header
    return message.get_content_type(), message.get_content_charset()


def _unchanged(
    url: str, location: Location, reply: Reply, etag: str | None, last_modified: str | None
) -> Fetched:
    new = _fetched(url, location, reply)
    return replace(
        new,
        etag=new.etag or etag,
        last_modified=new.last_modified or last_modified,
        unchanged=True,
    )
