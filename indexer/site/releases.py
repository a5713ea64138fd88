"""The only place that knows which release of Datasette is running.

Before 1.0, descriptions come from the hook `get_metadata`, named queries from `canned_queries` and
rights from `ensure_permissions`. From 1.0 on, descriptions and queries are written to Datasette's
internal database, what configures a table is read from its configuration, and `ensure_permission`
takes resources. The site's own settings always
yield to those that the person who runs Datasette has given.
"""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from typing import Any

from datasette import Forbidden  # type: ignore[import-untyped]

from indexer.site.indexes import indexes
from indexer.site.privacy import LOGS, logs_are_shown
from indexer.site.settings import database_metadata, named_queries

RIGHTS = {"allow", "allow_sql", "permissions", "plugins", "queries"}
"""Keys of Datasette's metadata that descriptions have nothing to say about."""

READ_TABLES = (
    "quotes",
    "quote_parts",
    "documents",
    "speakers",
    "speaker_names",
    "publications",
)
MOST_TABLES = 200
HISTORY_TABLES = ("revisions", "revision_quotes")
CLUSTER_TABLES = ("quote_clusters", "document_groups")
IDENTITY_TABLES = (
    "speaker_profiles",
    "speaker_roles",
    "appearances",
    "speaker_candidates",
    "people",
)


async def ensure_readable(
    datasette: Any,
    actor: dict[str, Any] | None,
    database: str,
    tables: tuple[str, ...] = READ_TABLES,
) -> None:
    """Raise Datasette's Forbidden unless the actor may see every table that the pages show."""
    if not _is_before_1_0(datasette):
        await _ensure_tables_visible(datasette, actor, database, tables)
        return
    for table in tables:
        rights = [("view-table", (database, table)), ("view-database", database)]
        await datasette.ensure_permissions(actor, [*rights, "view-instance"])


async def may_see_history(datasette: Any, actor: dict[str, Any] | None, database: str) -> bool:
    """Whether the actor may see the older texts of articles."""
    with suppress(Forbidden):
        await ensure_readable(datasette, actor, database, HISTORY_TABLES)
        return True
    return False


async def may_see_clusters(datasette: Any, actor: dict[str, Any] | None, database: str) -> bool:
    """Whether the actor may see which quotes are one utterance."""
    with suppress(Forbidden):
        await ensure_readable(datasette, actor, database, CLUSTER_TABLES)
        return True
    return False


async def may_see_identity(datasette: Any, actor: dict[str, Any] | None, database: str) -> bool:
    """Whether the actor may see why articles are taken to quote one person."""
    with suppress(Forbidden):
        await ensure_readable(datasette, actor, database, IDENTITY_TABLES)
        return True
    return False


async def readable_indexes(datasette: Any, actor: dict[str, Any] | None) -> list[str]:
    """Return the names of the attached indexes that the actor may see."""
    readable = []
    for name in await indexes(datasette):
        with suppress(Forbidden):
            await ensure_readable(datasette, actor, name)
            readable.append(name)
    return readable


def templates(datasette: Any, request: Any) -> Any:
    """Return Datasette's Jinja environment, but one that does not wait inside of templates.

    Nothing in our templates has to be waited for, and to look after every call whether it has costs
    a page up to a quarter of its time.
    """
    per_request = getattr(datasette, "get_jinja_environment", None)
    own = per_request(request) if per_request else datasette.jinja_env
    made, ours = getattr(datasette, "_indexer_templates", (None, None))
    if made is not own:
        ours = own.overlay(enable_async=False)
        datasette._indexer_templates = own, ours
    return ours


async def own_front_page(datasette: Any, request: Any) -> Any:
    """Return Datasette's own list of databases."""
    # Here, not above: Datasette is still loading its views when it loads its plugins.
    from datasette.views.index import (  # type: ignore[import-untyped]  # noqa: PLC0415
        IndexView,
    )

    return await IndexView(datasette).dispatch_request(request)


async def describe(datasette: Any) -> None:
    """Hand Datasette the descriptions of every attached index: once, at its start."""
    names = await indexes(datasette)
    if _is_before_1_0(datasette):
        databases = {name: database_metadata() for name in names}
        datasette._indexer_descriptions = {"databases": databases}
        return
    for name in names:
        await _write_descriptions(datasette, name)
        await _write_queries(datasette, name)
        _configure_tables(datasette, name)


def descriptions(datasette: Any, key: str | None) -> dict[str, Any]:
    """Return what `describe` prepared, as metadata; a copy, for Datasette merges into it.

    Every page asks for some keys a dozen times, to find out who may see what. Copies of all
    descriptions took half of a page's time; so what these keys cannot be about is left out.
    """
    if key in RIGHTS:
        return {}
    prepared = getattr(datasette, "_indexer_descriptions", {})
    if key == "tables":
        prepared = _facets_only(prepared)
    return deepcopy(prepared)


async def canned_queries(
    datasette: Any, actor: dict[str, Any] | None, database: str
) -> dict[str, Any]:
    """Return the named queries of a database for those who may see what they show.

    For Datasette before 1.0, which itself asks no more than whether somebody may see the query.
    Those that its configuration has under the same name are left to it.
    """
    if database not in await readable_indexes(datasette, actor):
        return {}
    own = datasette.metadata("queries", database=database, fallback=False) or {}
    return {name: query for name, query in named_queries().items() if name not in own}


def _facets_only(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return all that Datasette looks for under `tables` itself, rights aside."""
    facets = {
        name: {table: {"facets": about["facets"]} for table, about in tables.items()}
        for name, tables in _tables_with_facets(metadata).items()
    }
    return {"databases": {name: {"tables": tables} for name, tables in facets.items()}}


def _tables_with_facets(metadata: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: {table: about for table, about in database["tables"].items() if "facets" in about}
        for name, database in metadata.get("databases", {}).items()
    }


def _settings(about: dict[str, Any]) -> dict[str, Any]:
    """Return what configures a table, without its descriptions."""
    return {key: about[key] for key in about.keys() - {"columns", "description"}}


def _is_before_1_0(datasette: Any) -> bool:
    return not hasattr(datasette, "set_column_metadata")


async def _ensure_tables_visible(
    datasette: Any, actor: dict[str, Any] | None, database: str, tables: tuple[str, ...]
) -> None:
    # One query tells of all tables; what it does not name is asked for by itself.
    visible = await datasette.allowed_resources(
        "view-table", actor, parent=database, limit=MOST_TABLES
    )
    seen = {resource.child for resource in visible.resources}
    for table in tables:
        if table not in seen:
            await _ensure_table_visible(datasette, actor, database, table)


async def _ensure_table_visible(
    datasette: Any, actor: dict[str, Any] | None, database: str, table: str
) -> None:
    # Here, not above: it is not there before 1.0.
    from datasette.resources import (  # type: ignore[import-untyped]  # noqa: PLC0415
        TableResource,
    )

    resource = TableResource(database=database, table=table)
    await datasette.ensure_permission(action="view-table", resource=resource, actor=actor)


async def _write_descriptions(datasette: Any, database: str) -> None:
    metadata = database_metadata()
    known = await datasette.get_database_metadata(database)
    for key in metadata.keys() - known.keys() - {"tables"}:
        await datasette.set_database_metadata(database, key, metadata[key])
    for table, about in metadata["tables"].items():
        known = await datasette.get_resource_metadata(database, table)
        if "description" in about and "description" not in known:
            await datasette.set_resource_metadata(
                database, table, "description", about["description"]
            )
        await _write_column_descriptions(datasette, database, table, about.get("columns", {}))


async def _write_queries(datasette: Any, database: str) -> None:
    for name, query in named_queries().items():
        if await datasette.get_query(database, name) is None:
            # Not trusted: they show nobody what that person may not ask for in SQL.
            await datasette.add_query(
                database,
                name,
                query["sql"],
                title=query["title"],
                description=query["description"],
                parameters=query["params"],
                source="indexer",
            )


async def _write_column_descriptions(
    datasette: Any, database: str, table: str, columns: dict[str, str]
) -> None:
    for column, description in columns.items():
        if not await datasette.get_column_metadata(database, table, column):
            await datasette.set_column_metadata(database, table, column, "description", description)


def _configure_tables(datasette: Any, database: str) -> None:
    databases = datasette.config.setdefault("databases", {})
    tables = databases.setdefault(database, {}).setdefault("tables", {})
    for table, about in database_metadata()["tables"].items():
        tables[table] = _settings(about) | tables.get(table, {})
        if table in LOGS and not logs_are_shown(datasette):
            tables[table]["allow"] = False
