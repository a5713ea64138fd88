"""indexer.server: a database on a port, until an interrupt, on every Datasette that we support."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from indexer.errors import DatabaseNotFound, PortTaken, ServeError
from indexer.server import datasette_for, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def test_a_database_is_served_until_an_interrupt(known: Path, port: int) -> None:
    """The address is printed and answers; Ctrl-C ends it without a word."""
    with serving(known, port) as run:
        page = urlopen(f"http://127.0.0.1:{port}/quotes/quotes.json", timeout=30).read()
        assert b"We have the boat" in page
        run.send_signal(2)
        assert (run.wait(timeout=15), run.stderr.read() if run.stderr else "") == (0, "")


def test_the_pages_have_what_the_site_recommends(known: Path, port: int) -> None:
    """Datasette runs with the plugin and with its settings."""
    with serving(known, port) as run:
        home = urlopen(f"http://127.0.0.1:{port}/", timeout=30).read()
        settings = urlopen(f"http://127.0.0.1:{port}/-/settings.json", timeout=30).read()
        run.send_signal(2)
    assert b"Who said what" in home
    assert b'"suggest_facets": false' in settings


def test_a_database_that_may_not_be_written_is_served(
    known: Path, tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    """A published copy on a read-only disk is a site all the same."""
    # Once before: the unprivileged may not import.
    datasette_for(Path(copyfile(known, tmp_path / "other.db")))
    known.chmod(0o444)
    known.parent.chmod(0o555)
    with unprivileged():
        (served,) = (db for db in datasette_for(known).databases.values() if db.name == "quotes")
    assert not served.is_mutable


def test_a_taken_port_is_an_error(known: Path, taken_port: int) -> None:
    """It says how to choose another, with and without make."""
    another = taken_port + 1
    with pytest.raises(PortTaken) as error:
        serve(known, host="127.0.0.1", port=taken_port, announce=pytest.fail)
    assert str(error.value) == (
        f"port {taken_port} is taken by another program: choose another, "
        f"for example --port {another} (PORT={another} with make)"
    )


def test_beyond_the_last_port_there_is_none(known: Path) -> None:
    """Where the last port is taken, the one before it is proposed."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(socket.create_server(("127.0.0.1", 65535)))
        stack.enter_context(
            pytest.raises(PortTaken, match=r"--port 65534 \(PORT=65534 with make\)$")
        )
        serve(known, host="127.0.0.1", port=65535, announce=pytest.fail)


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("absent", 404),
        ("absent/-/home", 404),
        ("quotes/absent", 404),
        ("quotes/-/quote/absent", 404),
        ("quotes/absent/-/further", 404),
        ("quotes?sql=nonsense", 400),
        ("quotes/-/query?sql=nonsense", 400),
    ],
)
def test_a_wrong_address_leaves_the_terminal_alone(
    known: Path, port: int, page: str, status: int
) -> None:
    """Whoever asks for what is not there is answered; who serves reads one line at most."""
    with serving(known, port) as run:
        with pytest.raises(HTTPError) as error:
            urlopen(f"http://127.0.0.1:{port}/{page}", timeout=30)
        run.send_signal(2)
        printed = run.communicate(timeout=15)
    assert error.value.code in (status, 404)
    assert printed[0] == ""
    assert printed[1].count("\n") <= 1


def test_an_impossible_host_is_an_error(known: Path) -> None:
    """The reason is the system's."""
    with pytest.raises(ServeError, match=r"^cannot serve on 256\.0\.0\.1 port 8001: [^(]+$"):
        serve(known, host="256.0.0.1", port=8001, announce=pytest.fail)


def test_a_missing_database_is_an_error(tmp_path: Path) -> None:
    """It is not made by serving it."""
    with pytest.raises(DatabaseNotFound, match="no such database"):
        serve(tmp_path / "gone.db", host="127.0.0.1", port=8001, announce=pytest.fail)


@contextmanager
def serving(database: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `indexer serve` and wait until it says that it answers."""
    command = [sys.executable, "-u", "-m", "indexer", "serve", str(database), "--port", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        address = f"http://127.0.0.1:{port}/"
        assert run.stdout.readline() == f"{database} is at {address} (Ctrl-C ends it)\n"
        yield run
