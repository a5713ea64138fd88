"""`indexer speakers`: who is who across articles, and what a person knows better."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.database import user
from indexer.cli.options import DATABASE
from indexer.cli.upgrading import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.store import Decided
    from indexer.store.reports import Report

BY = click.option("--by", metavar="NAME", help="Who decides; you, if not given.")
REASON = click.option("--reason", metavar="TEXT", help="Why.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")


@click.group()
def speakers() -> None:
    """Who is who across articles: look, correct, and link to a register.

    Articles that quote the same full name are taken to quote one person, unless roles, dates or
    middle names say otherwise; a last name alone needs a role that agrees. What you decide here is
    kept, also when articles are removed and added again, and can be undone.
    """


@speakers.command("list")
@DATABASE
@click.argument("words", nargs=-1)
@click.option("--most", metavar="N", type=click.IntRange(min=1), default=50, show_default=True)
@AS_JSON
def list_(database: Path, words: tuple[str, ...], most: int, as_json: bool) -> None:
    """List speakers, those with most quotes first; with WORDS those whose name has them.

    Each with the roles that most articles give, by which to tell namesakes apart.
    """
    from indexer import store
    from indexer.console import counted

    upgrade(database)
    found = store.list_speakers(database, " ".join(words), most)
    if as_json:
        _print_json([{**row.speaker._asdict(), "roles": row.roles} for row in found])
        return
    if not found:
        click.echo(f"No speaker's name has “{' '.join(words)}”." if words else "No speakers yet.")
    for row, roles in found:
        dates = " to ".join(dict.fromkeys(d for d in (row.first_quoted, row.last_quoted) if d))
        known = f", {row.wikidata_id}" if row.wikidata_id else ""
        counts = f"{counted(row.quotes, 'quote')} in {counted(row.documents, 'article')}"
        told = (f"{row.name} ({row.kind}{known})", "; ".join(roles), counts, dates)
        click.echo(f"{row.id:>7}  {', '.join(filter(None, told))}")


@speakers.command()
@DATABASE
@click.argument("speaker")
@click.option("--most", metavar="N", type=click.IntRange(min=1), default=50, show_default=True)
@AS_JSON
def show(database: Path, speaker: str, most: int, as_json: bool) -> None:
    """Show a SPEAKER, by id or name: names, roles, and why each article is taken to quote them."""
    from dataclasses import asdict

    from indexer import store

    upgrade(database)
    found = store.show_speaker(database, speaker, most)
    if as_json:
        rows = {
            field: [row._asdict() for row in getattr(found, field)]
            for field in ("roles", "links", "candidates")
        }
        _print_json({**asdict(found), "speaker": found.speaker._asdict(), **rows})
        return
    click.echo(f"{found.speaker.name} ({found.speaker.id}, {found.speaker.kind})")
    click.echo(f"names: {', '.join(found.names)}")
    for role in found.roles:
        dates = " to ".join(dict.fromkeys(d for d in (role.first_seen, role.last_seen) if d))
        click.echo(f"role: {role.role} ({', '.join(filter(None, [role.organization, dates]))})")
    for one in found.candidates:
        click.echo(f"register: {one.id} {one.name}, {one.sure}: {one.evidence}")
    for link in found.links:
        where = f"{link.published or 'undated'}  {link.document_id}  {link.name}"
        role_given = f", {link.role}" if link.role else ""
        click.echo(f"{where}{role_given}\n  {link.rule}, {link.sure}: {link.evidence}")


@speakers.command()
@DATABASE
@click.argument("several", metavar="SPEAKER SPEAKER...", nargs=-1, required=True)
@BY
@REASON
def merge(database: Path, several: tuple[str, ...], by: str | None, reason: str | None) -> None:
    """Make several speakers one, each given by id or by a name that only one has."""
    from indexer import store

    author = store.Author(by or user(), reason)
    with _work(database, "Merging") as report:
        done = store.merge(database, several, author, report)
    _print_decided(done)


@speakers.command()
@DATABASE
@click.argument("speaker")
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@BY
@REASON
def split(
    database: Path, speaker: str, documents: tuple[str, ...], by: str | None, reason: str | None
) -> None:
    """Make the SPEAKER of some documents another person than in the others.

    A DOCUMENT is an id, a URL or a source, as `indexer speakers show` has it.
    """
    from indexer import store

    author = store.Author(by or user(), reason)
    with _work(database, "Splitting") as report:
        done = store.split(database, speaker, documents, author, report)
    _print_decided(done)


@speakers.command()
@DATABASE
@click.argument("speaker")
@click.argument("name")
@BY
@REASON
def rename(database: Path, speaker: str, name: str, by: str | None, reason: str | None) -> None:
    """Show a SPEAKER under another NAME. The names that articles use stay searchable."""
    from indexer import store

    author = store.Author(by or user(), reason)
    with _work(database, "Renaming") as report:
        done = store.rename(database, speaker, name, author, report)
    _print_decided(done)


@speakers.command()
@DATABASE
@click.argument("decision", type=int)
def undo(database: Path, decision: int) -> None:
    """Take a DECISION back, by its number in `indexer speakers decisions`."""
    from indexer import store

    with _work(database, "Undoing") as report:
        moved = store.undo(database, decision, report)
    click.echo(f"Undone: decision {decision}, {_moved(len(moved))}")


@speakers.command()
@DATABASE
@AS_JSON
def decisions(database: Path, as_json: bool) -> None:
    """List what was decided: merged, split, renamed."""
    from indexer import store

    upgrade(database)
    found = store.decisions(database)
    if as_json:
        _print_json([row._asdict() for row in found])
        return
    for row in found:
        name = f" to {row.name}" if row.name else ""
        who = ", ".join(filter(None, [row.decided_at, row.decided_by, row.reason]))
        count = f"{row.effective:,} of {row.appearances:,} appearances follow it"
        click.echo(f"{row.id:>5}  {row.action}{name} ({who}): {count}")


@speakers.command("import")
@DATABASE
@click.argument("register", metavar="FILE", type=click.Path(path_type=Path))
@AS_JSON
def import_(database: Path, register: Path, as_json: bool) -> None:
    """Link speakers to a register of known people.

    FILE is a CSV or TSV file with the columns id (such as Q42), name, aliases (a|b), description,
    born and died; or JSON Lines with these fields, or as Wikidata has them. A speaker gets a
    Wikidata id only where name and role fit one person and no other; who else it may be is kept in
    the table speaker_candidates. Importing the same file again updates it.
    """
    from indexer import store
    from indexer.register import read_register

    with _work(database, "Importing") as report:
        found = store.import_people(database, read_register(register), report)
    if as_json:
        from dataclasses import asdict

        _print_json(asdict(found))
        return
    from indexer.console import counted

    linked = (
        f"{counted(found.sure, 'speaker')} surely known, {counted(found.unsure, 'speaker')} perhaps"
    )
    click.echo(f"{found.people:,} people in the register: {linked}")


@contextmanager
def _work(database: Path, doing: str) -> Iterator[Report]:
    """Show on standard error how far work has come that may take long."""
    from indexer.console import work_shown

    upgrade(database)
    with work_shown(doing) as report:
        yield report


def _print_decided(done: Decided) -> None:
    click.echo(f"Decision {done.id}: speaker {done.speaker_id}, {_moved(len(done.moved))}")


def _moved(quotes: int) -> str:
    from indexer.console import counted

    return f"{counted(quotes, 'quote')} {'has' if quotes == 1 else 'have'} another speaker"


def _print_json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
