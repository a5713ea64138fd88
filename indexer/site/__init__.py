"""The web site: a Datasette plugin that shows an index as pages for people who know no SQL.

Addresses, below Datasette's base_url:

    /                            the home page, where exactly one attached database is an index of
                                 ours; else Datasette's own list of databases
    /{database}/-/home           the home page of one index, whatever else is attached
    /{database}/-/search         quotes by words and filters (filters.py lists them); without any,
                                 all quotes; as search.csv, search.json and search.atom too
    /{database}/-/speakers       who is quoted, most quoted first: ?q=NAME; as .csv and .json too
    /{database}/-/quote/{id}     one quote in its article, or in the older text that had it
    /{database}/-/speaker/{id}   a speaker: names, namesakes, roles, why it is one person, outlets,
                                 company, quotes by date
    /{database}/-/outlets        the outlets
    /{database}/-/outlet/{id}    an outlet: speakers, articles, quotes by date
    /{database}/-/document/{id}  an article with every quote marked
    /{database}/-/revision/{id}  an older text of an article, and what is different now
    /{database}/-/failures       what could not be read, where that is shown (privacy.py)
    /{database}/-/articles       the articles, by outlet, dates, words of the title; .csv, .json too
    /{database}/-/travelled      the utterances that most sources have, by speaker, outlet, dates;
                                 ?disputed=yes those given to several; .csv, .json too
    /{database}/-/check          has anybody said ?words=…, or what a text quotes, sent as a form;
                                 as .json too
    /{database}/-/reconcile      names matched with speakers, for OpenRefine and its like
    /-/who-said-what/{file}      style sheet, script, icon

`{database}` is spelled as Datasette spells it. Everything else is Datasette's: /{database} lists
the tables, /{database}/quotes is a table. Only databases that are an index have these pages.

This module holds the hooks and nothing else. Datasette calls only those it knows: `get_metadata`,
`canned_queries`, `permission_allowed` and `skip_csrf` are for releases before 1.0, which take
descriptions, queries, rights and exceptions from tokens from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker

from indexer.site import (
    absent,
    across,
    assets,
    bodies,
    checking,
    home,
    privacy,
    releases,
    results,
    rows,
    things,
)
from indexer.site.links import Links
from indexer.site.words import exact_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable

# What `datasette.hookimpl` is, but with types.
hookimpl = HookimplMarker("datasette")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Add the pages named above."""
    return [
        # Datasette's own page, to which ours may yield, reads a format from the address.
        (r"/(?P<format>)$", home.front),
        (r"/(?P<database>[^/.]+)/-/home$", home.home),
        (r"/(?P<database>[^/.]+)/-/search$", results.search),
        (r"/(?P<database>[^/.]+)/-/search\.(?P<format>csv|json|atom)$", results.search_as),
        (r"/(?P<database>[^/.]+)/-/speakers$", results.speakers),
        (r"/(?P<database>[^/.]+)/-/speakers\.(?P<format>csv|json)$", results.speakers_as),
        (r"/(?P<database>[^/.]+)/-/quote/(?P<quote>[^/]+)$", things.quote),
        (r"/(?P<database>[^/.]+)/-/speaker/(?P<key>[^/]+)$", things.speaker),
        (r"/(?P<database>[^/.]+)/-/outlets$", things.outlets),
        (r"/(?P<database>[^/.]+)/-/outlet/(?P<key>[^/]+)$", things.outlet),
        (r"/(?P<database>[^/.]+)/-/document/(?P<key>[^/]+)$", things.document),
        (r"/(?P<database>[^/.]+)/-/revision/(?P<key>[^/]+)$", things.revision),
        (r"/(?P<database>[^/.]+)/-/failures$", things.failures),
        (r"/(?P<database>[^/.]+)/-/articles$", results.articles),
        (r"/(?P<database>[^/.]+)/-/articles\.(?P<format>csv|json)$", results.articles_as),
        (r"/(?P<database>[^/.]+)/-/travelled$", across.travelled),
        (r"/(?P<database>[^/.]+)/-/travelled\.(?P<format>csv|json)$", across.travelled_as),
        (r"/(?P<database>[^/.]+)/-/check$", checking.check_page),
        (r"/(?P<database>[^/.]+)/-/check\.json$", checking.check_as_json),
        (r"/(?P<database>[^/.]+)/-/reconcile$", across.reconcile),
        (r"/(?P<database>[^/.]+)/-/reconcile/suggest$", across.suggest),
        (r"/-/who-said-what/(?P<name>[^/]+)$", assets.asset),
    ]


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Describe the tables and columns of every index to Datasette's own pages."""

    async def describe() -> None:
        await releases.describe(datasette)

    return describe


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> dict[str, Any]:
    """Offer the descriptions to Datasette before 1.0."""
    return releases.descriptions(datasette, key)


@hookimpl
def canned_queries(
    datasette: Any, database: str, actor: dict[str, Any] | None
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Offer the named queries to Datasette before 1.0; `startup` hands them to later ones."""

    async def offer() -> dict[str, Any]:
        return await releases.canned_queries(datasette, actor, database)

    return offer


@hookimpl
def skip_csrf(datasette: Any, scope: dict[str, Any]) -> bool:
    """Take our forms, which change nothing and hold no token."""
    return bodies.changes_nothing(datasette, scope["path"])


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str | None, datasette: Any) -> None:
    """Let SQL ask for exact words, which the full-text index, being stemmed, cannot tell.

    And let it ask for no log of an index, unless whoever serves it shows them.
    """
    conn.create_function("exact_words", 1, exact_words, deterministic=True)
    privacy.guard(conn, database, datasette)


@hookimpl
def permission_allowed(
    datasette: Any, action: str, resource: object
) -> Awaitable[bool | None] | None:
    """Show nobody the tables of the logs before 1.0, unless whoever serves them shows them."""
    return privacy.may_view(datasette, action, resource)


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Give Datasette's own pages the colours of ours, and what makes them fit a phone."""
    return [assets.address(datasette, "datasette.css")]


@hookimpl
def render_cell(datasette: Any, value: Any, column: str, table: str | None, database: str) -> Any:
    """Lead from what Datasette shows of a row to our page of it."""
    return rows.cell(datasette, database, table, column, value)


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Any]]:
    """Answer for an address that is not there, below an index, in the look of our pages."""

    async def answer() -> Any:
        return await absent.absent_page(datasette, request, exception)

    return answer


@hookimpl
def menu_links(
    datasette: Any, actor: dict[str, Any] | None
) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """Lead from Datasette's menu to our pages."""

    async def links() -> list[dict[str, str]]:
        names = await releases.readable_indexes(datasette, actor)
        return [
            {"href": Links(datasette, name).search(), "label": f"Search quotes in {name}"}
            for name in names
        ]

    return links
