"""`indexer serve`, `verify` and `remove`: what a database is good for once it is there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from indexer.cli.options import DATABASE, HOST, PORT
from indexer.cli.upgrading import upgrade

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@DATABASE
@HOST
@PORT
@click.option(
    "--public",
    "is_public",
    is_flag=True,
    help="Others will read this, say through a proxy: close the logs of failures and removals.",
)
def serve(database: Path, host: str, port: int, is_public: bool) -> None:
    """Serve DB as a web site: search, quotes in their articles, tables and SQL.

    On an address that other machines reach, the logs of failures and removals are closed.
    """
    from indexer import server

    if not server.is_local(host):
        click.echo(
            f"other machines can read {database} now: all of it but the logs of failures and "
            "removals",
            err=True,
        )

    server.serve(
        database,
        host=host,
        port=port,
        is_public=is_public,
        announce=lambda address: click.echo(f"{database} is at {address} (Ctrl-C ends it)"),
    )


@click.command()
@DATABASE
def verify(database: Path) -> None:
    """Check every promise of DB, row by row.

    Prints each row that breaks a promise; the exit status is 0 only if there is none.
    """
    from indexer import store

    broken = 0
    for violation in store.verify(database):
        click.echo(str(violation))
        broken += 1
    outcome = f"broken promises: {broken:,}" if broken else "every promise holds"
    click.echo(f"{database}: {outcome}")
    sys.exit(1 if broken else 0)


@click.command()
@DATABASE
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.option("--keep-out", is_flag=True, help="Do not add them again when they arrive again.")
@click.option("--by", metavar="NAME", help="Who removes them; you, if not given.")
@click.option("--reason", metavar="TEXT", help="Why they are removed.")
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
def remove(
    database: Path,
    documents: tuple[str, ...],
    keep_out: bool,
    by: str | None,
    reason: str | None,
    dry_run: bool,
) -> None:
    """Take documents out of DB, with all that came from them.

    A DOCUMENT is an id, a URL or a source, as the table documents has it; a source may be that of
    several. With them go their quotes, older texts, and the speakers and outlets that nothing else
    has. The table removals keeps who removed what, when and why, without the words. What is kept
    out is known again by its URL and by its text. If one DOCUMENT is not in DB, nothing is removed.
    """
    from indexer import store
    from indexer.console import removed_line

    order = store.Order(keep_out, by or user(), reason)
    upgrade(database)
    for removed in (store.find_documents if dry_run else store.remove)(database, documents, order):
        click.echo(removed_line(removed, order, dry_run=dry_run))


def user() -> str | None:
    """Return the name of who runs this; None where the system has none."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):  # a system that has no name for who runs this
        return None
