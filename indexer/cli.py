"""The `indexer` command: parse, call, print. What a command needs is imported when it runs."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.documents import DEFAULT_MODEL
from indexer.errors import IndexerError, MappingError
from indexer.version import __version__

if TYPE_CHECKING:
    from indexer.pipeline import Summary


INTERRUPTED = 130
"""The exit status of what Ctrl-C ends: 128 and the number of the signal."""


class Commands(click.Group):
    """A group of commands in the order of their definition, whose errors are one line each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer needs them."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what this package raises on purpose ends it with one line."""
        try:
            return super().invoke(ctx)
        except IndexerError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Interrupted", err=True)
            sys.exit(INTERRUPTED)


def _mapping(
    ctx: click.Context, parameter: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, str]:
    """Return the mapping that the option's values make; a slip is one of the command line."""
    del ctx, parameter
    from indexer.sources import mapping_from

    try:
        return mapping_from(pairs)
    except MappingError as error:
        raise click.BadParameter(str(error)) from error


def _networks(
    ctx: click.Context, parameter: click.Parameter, written: tuple[str, ...]
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks that the option's values are; an address is one of its own."""
    del ctx, parameter
    try:
        return tuple(ip_network(value, strict=False) for value in written)
    except ValueError as error:
        raise click.BadParameter(f"{error}: write 10.0.0.5, or 10.0.0.0/8") from error


DATABASE = click.argument("database", metavar="DB", type=click.Path(path_type=Path))

HOST = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve on; 0.0.0.0 lets other machines in.",
)

PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="The port to serve on.",
)

MODEL = click.option(
    "--model",
    metavar="NAME",
    default=DEFAULT_MODEL,
    show_default=True,
    help="An installed English spaCy pipeline, or a folder with one.",
)


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="indexer")
def main() -> None:
    """Index who said what: quotations and their speakers, from news articles into SQLite."""


@main.command()
@HOST
@PORT
def demo(host: str, port: int) -> None:
    """Index the sample articles into db/quotes.db and serve them.

    A second time only what is missing is added.
    """
    from indexer import demo as samples
    from indexer.console import progress_shown

    with progress_shown([samples.sample_folder()]) as report:
        summary = samples.add_samples(report=report)
    _print_summary(summary)
    if summary.interrupted:
        sys.exit(INTERRUPTED)
    _serve(samples.DATABASE, host, port)


@main.command()
@DATABASE
@click.argument("sources", metavar="[SOURCE...]", nargs=-1)
@click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN",
    multiple=True,
    callback=_mapping,
    help="The column that has the text, title, author, date, outlet, url or language, where its "
    "name doesn't tell: --map text=body. Repeat it for others.",
)
@click.option("--table", metavar="NAME", help="The table to read of an SQLite database.")
@click.option(
    "--most-links",
    metavar="N",
    type=click.IntRange(min=1),
    default=1_000,
    show_default=True,
    help="How many links of a feed or sitemap on the web are followed.",
)
@click.option(
    "--allow-address",
    "allowed",
    metavar="ADDRESS",
    multiple=True,
    callback=_networks,
    help="A private address or network (10.0.0.0/8) that URLs, links and redirects may lead to. "
    "Repeat it for others.",
)
@MODEL
@click.option(
    "--retry-failures",
    is_flag=True,
    help="Take up what could not be read before, and nothing else; without SOURCE.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def add(
    database: Path,
    sources: tuple[str, ...],
    mapping: dict[str, str],
    table: str | None,
    most_links: int,
    allowed: tuple[IPv4Network | IPv6Network, ...],
    model: str,
    retry_failures: bool,
    quiet: bool,
) -> None:
    """Index articles into DB, which is made if there is none.

    A SOURCE is a file, a folder (its files, at any depth), a URL or - for standard input. It may be
    text or Markdown, which may begin with YAML front matter (title, author, date, outlet, url); a
    saved web page; JSON, JSON Lines, CSV or TSV; a web crawl in WARC; a feed or sitemap; an SQLite
    database; and any of these in gzip, zstandard or zip. What it is its content tells.

    Of feeds and sitemaps each linked article is fetched: robots.txt is honoured, and a site is
    asked once a second at most.

    Articles that are in DB already are left as they are; one whose URL is known but whose text has
    changed is indexed anew, and the older text kept. What cannot be read is noted in the table
    failures. The exit status is 0 only if all articles are in DB at the end. Ctrl-C ends a run:
    what is finished is in DB, the exit status is 130, and the same command goes on.
    """
    from indexer import pipeline, store
    from indexer.console import progress_shown
    from indexer.sources import ReadOptions
    from indexer.sources.following import WebOptions

    if retry_failures == bool(sources):
        raise click.UsageError("name a SOURCE, or give --retry-failures without one")
    if retry_failures:
        sources = store.failed_sources(database)
    options, web = ReadOptions(mapping, table), WebOptions(allowed, most_links)
    with nullcontext() if quiet else progress_shown(sources) as report:
        summary = pipeline.add(
            database,
            sources,
            model=model,
            options=options,
            web=web,
            report=report,
            only_failed=retry_failures,
        )
    _print_summary(summary, quiet=quiet)
    sys.exit(INTERRUPTED if summary.interrupted else 0 if summary.complete else 1)


@main.command()
@DATABASE
@HOST
@PORT
def serve(database: Path, host: str, port: int) -> None:
    """Serve DB as a web site: search, quotes in their articles, tables and SQL."""
    _serve(database, host, port)


@main.command()
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


@main.command()
@DATABASE
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.option("--keep-out", is_flag=True, help="Do not add them again when they arrive again.")
@click.option("--by", metavar="NAME", envvar="LOGNAME", help="Who removes them; you, if not given.")
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

    order = store.Order(keep_out, by, reason)
    for removed in (store.find_documents if dry_run else store.remove)(database, documents, order):
        click.echo(removed_line(removed, order, dry_run=dry_run))


@main.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@MODEL
@click.option(
    "--names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Full names that the annotation lacks: a TSV file of article, start, end, speaker or -, "
    "class, kind, sure.",
)
@click.option(
    "--misses",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Print the N worst errors too, those of the highest confidence first.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object, with all errors, instead."
)
def evaluate(corpus: Path, model: str, names: Path | None, misses: int, as_json: bool) -> None:
    """Measure accuracy against human annotation.

    CORPUS is a folder with text/*.txt and, in standoff format, attributions/*.ann. Prints which
    quotes were found and given to the right speaker, by what names the speaker and by method; how
    far the confidence can be trusted; and the errors by kind.
    """
    import json

    from indexer import evaluation
    from indexer.console import progress_shown

    with progress_shown([str(corpus / "text")]) as report:
        score = evaluation.evaluate(corpus, model=model, names=names, report=report)
    if as_json:
        click.echo(json.dumps(evaluation.as_dict(score), indent=2, ensure_ascii=False))
    else:
        click.echo(evaluation.table(score, misses))


def _serve(database: Path, host: str, port: int) -> None:
    from indexer import server

    server.serve(
        database,
        host=host,
        port=port,
        announce=lambda address: click.echo(f"{database} is at {address} (Ctrl-C ends it)"),
    )


def _print_summary(summary: Summary, *, quiet: bool = False) -> None:
    from indexer.console import summary_line

    for failure in summary.failures:
        click.echo(f"Error: {failure}", err=True)
    if not quiet:
        click.echo(summary_line(summary))
