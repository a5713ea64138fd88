"""From a host's name to the addresses that may be connected to.

The name is looked up once, and what was checked is what is connected to: a name that leads
elsewhere the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import queue
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from indexer.errors import AddressPrivate, ServerSlow, ServerUnreachable

if TYPE_CHECKING:
    from indexer.sources.following import Network

Address = IPv4Address | IPv6Address

NAT64 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that lead to the IPv4 address in their last 32 bits (RFC 6052)."""


def addresses_of(
    host: str, port: int, *, allowed: tuple[Network, ...], time_limit: float, source: str
) -> list[str]:
    """Return the host's addresses that are public or allowed, in the system's order of preference.

    Raises AddressPrivate if there are only others, ServerUnreachable if there is none, ServerSlow
    after `time_limit` seconds; `source` is the URL to blame.
    """
    found = _look_up(host, port, time_limit, source)
    fit = [address for address in found if may_be_reached(address, allowed)]
    if fit:
        return fit
    private = found[0].partition("%")[0]
    raise AddressPrivate(
        source,
        f"it leads to {host if host == private else f'{host} at {private}'}, an address of this "
        f"machine or a private network: if you trust it, add --allow-address {private}",
    )


def may_be_reached(address: str, allowed: tuple[Network, ...]) -> bool:
    """Return whether an address is public, or in one of the allowed networks.

    An IPv6 address that stands for an IPv4 address is what that is.
    """
    ip = _carried(ip_address(address.partition("%")[0]))
    return _is_public(ip) or any(ip in network for network in allowed)


def _is_public(ip: Address) -> bool:
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or site_local)


def _carried(ip: Address) -> Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def _look_up(host: str, port: int, time_limit: float, source: str) -> list[str]:
    # In a thread of its own: the system's look-up knows no time limit and no Ctrl-C.
    answers: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue()
    threading.Thread(target=_put_addresses, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=max(time_limit, 0.0))
    except queue.Empty:
        raise ServerSlow(
            source, f"looking up {host} took longer than {time_limit:.0f} seconds: try again later"
        ) from None
    if isinstance(answer, list) and answer:
        return answer
    raise ServerUnreachable(
        source, f"there is no host {host}: check the URL and the connection"
    ) from (None if isinstance(answer, list) else answer)


def _put_addresses(
    host: str, port: int, answers: queue.Queue[list[str] | OSError | UnicodeError]
) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # Each once; a dictionary keeps the order.
        answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
    except (OSError, UnicodeError) as error:
        answers.put(error)
