"""Serving a database: Datasette in this process, with what the site recommends for it."""

from __future__ import annotations

import errno
import socket
from contextlib import closing, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import PortTaken, ServeError
from indexer.store import is_frozen, open_existing

if TYPE_CHECKING:
    from collections.abc import Callable

    import uvicorn
    from datasette.app import Datasette  # type: ignore[import-untyped]


LAST_PORT = 65535


def serve(
    database: Path | str,
    *,
    host: str,
    port: int,
    is_public: bool = False,
    announce: Callable[[str], object],
) -> None:
    """Serve a database until an interrupt.

    The logs of what failed and was removed are shown if only this machine is let in, unless the
    site `is_public`: behind a proxy, to which nobody can tell who asks.

    `announce` is given the address as soon as the port is held, before the server answers: whoever
    asks in between waits for the answer.

    Raises PortTaken or another ServeError, and DatabaseNotFound or DatabaseForeign.
    """
    open_existing(database).close()
    with closing(_listen(host, port)) as listener:
        server = _server(Path(database), is_public=is_public or not is_local(host))
        announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            another = port + 1 if port < LAST_PORT else port - 1
            raise PortTaken(
                f"port {port} is taken by another program: choose another, "
                f"for example --port {another} (PORT={another} with make)"
            ) from error
        reason, _, _ = str(error.strerror).partition(" (while attempting")
        raise ServeError(f"cannot serve on {host} port {port}: {reason}") from error


def is_local(host: str) -> bool:
    """Whether only this machine can reach what is served on an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def datasette_for(database: Path, *, is_public: bool = True) -> Datasette:
    """Return Datasette with the settings and the title that suit an index.

    Where it `is_public` the logs of what failed and was removed are closed.
    """
    # Here, not above: it takes half a second, and a port that is taken needs none of it.
    from datasette.app import Datasette  # noqa: PLC0415

    from indexer.site.settings import TITLE, plugin_settings, serve_settings  # noqa: PLC0415

    return Datasette(
        **{"immutables" if is_frozen(database) else "files": [str(database)]},
        settings=serve_settings(is_public=is_public),
        # The descriptions come from the plugin; given here as well, Datasette before 1.0 would
        # copy them a dozen times a page.
        metadata={"title": TITLE, "plugins": plugin_settings(is_public=is_public)},
    )


def _server(database: Path, *, is_public: bool) -> uvicorn.Server:
    import uvicorn  # noqa: PLC0415, for the same reason

    app = datasette_for(database, is_public=is_public).app()
    _keep_terminal_quiet()
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))


def _keep_terminal_quiet() -> None:
    # With rich at hand Datasette prints every exception with its variables, and an address that is
    # not there is one. What is unexpected it prints without rich too. This module of Datasette's
    # works only if its application was imported before.
    from datasette import handle_exception  # type: ignore[import-untyped]  # noqa: PLC0415

    handle_exception.rich = None
