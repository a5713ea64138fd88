"""`indexer demo` and `indexer add`: from articles to a database."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from indexer.cli.database import serve
from indexer.cli.group import INTERRUPTED
from indexer.cli.options import DATABASE, FULL_PARSE, HOST, MODEL, PORT, to_mapping, to_networks
from indexer.cli.upgrading import upgrade

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network
    from pathlib import Path

    from indexer.pipeline import Summary


@click.command()
@HOST
@PORT
@click.pass_context
def demo(ctx: click.Context, host: str, port: int) -> None:
    """Index the sample articles into db/quotes.db and serve them.

    A second time only what is missing is added.
    """
    from indexer import demo as samples
    from indexer.console import progress_shown
    from indexer.pipeline import processors

    upgrade(samples.DATABASE)
    with progress_shown([samples.sample_folder()]) as report:
        summary = samples.add_samples(workers=processors(), report=report)
    _print_summary(summary)
    if summary.interrupted:
        sys.exit(INTERRUPTED)
    ctx.invoke(serve, database=samples.DATABASE, host=host, port=port)


@click.command()
@DATABASE
@click.argument("sources", metavar="[SOURCE...]", nargs=-1)
@click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN",
    multiple=True,
    callback=to_mapping,
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
    callback=to_networks,
    help="A private address or network (10.0.0.0/8) that URLs, links and redirects may lead to. "
    "Repeat it for others.",
)
@MODEL
@FULL_PARSE
@click.option(
    "--retry-failures",
    is_flag=True,
    help="Take up what could not be read before, and nothing else; without SOURCE.",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=0),
    help="How many processes find quotes, about 300 MB each; 0 does it without any. "
    "[default: one for each processor]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON object.")
def add(
    database: Path,
    sources: tuple[str, ...],
    mapping: dict[str, str],
    table: str | None,
    most_links: int,
    allowed: tuple[IPv4Network | IPv6Network, ...],
    model: str,
    full_parse: bool,
    retry_failures: bool,
    workers: int | None,
    quiet: bool,
    as_json: bool,
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
    if not quiet:
        upgrade(database)
    if retry_failures:
        sources = store.failed_sources(database)
    options, web = ReadOptions(mapping, table), WebOptions(allowed, most_links)
    with nullcontext() if quiet else progress_shown(sources) as report:
        summary = pipeline.add(
            database,
            sources,
            model=model,
            full_parse=full_parse,
            options=options,
            web=web,
            workers=pipeline.processors() if workers is None else workers,
            report=report,
            only_failed=retry_failures,
        )
    _print_summary(summary, quiet=quiet, as_json=as_json)
    sys.exit(INTERRUPTED if summary.interrupted else 0 if summary.complete else 1)


def _print_summary(summary: Summary, *, quiet: bool = False, as_json: bool = False) -> None:
    from indexer.console import summary_json, summary_line

    for failure in summary.failures:
        click.echo(f"Error: {failure}", err=True)
    if as_json:
        click.echo(summary_json(summary))
    elif not quiet:
        click.echo(summary_line(summary))
