"""What Datasette is told about an index: descriptions, sort orders, labels, limits. Plain data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from indexer.site.privacy import PLUGIN, SHOW_LOGS

TITLE = "Who said what"


def database_metadata() -> dict[str, Any]:
    """Return the description of an index's tables, in the form of one database of metadata.yaml.

    A new dictionary at every call.
    """
    # Reached from the top of the package: the site does not import the store.
    source = files("indexer") / "store" / "descriptions.yaml"
    metadata: dict[str, Any] = yaml.safe_load(source.read_text("utf-8"))
    return metadata


def named_queries() -> dict[str, dict[str, Any]]:
    """Return the queries that Datasette offers by name: title, description, params and sql of each.

    A new dictionary at every call.
    """
    source = files("indexer") / "site" / "queries.yaml"
    queries: dict[str, dict[str, Any]] = yaml.safe_load(source.read_text("utf-8"))
    return queries


def serve_metadata(database: str) -> dict[str, Any]:
    """Return the metadata of one index attached as `database`, for Datasette without the plugin."""
    return {"title": TITLE, "databases": {database: database_metadata()}}


def plugin_settings(*, is_public: bool) -> dict[str, Any]:
    """Return what the plugin is told: whether who reaches the site may read the index's logs."""
    return {PLUGIN: {SHOW_LOGS: not is_public}}


def serve_settings(*, is_public: bool = True) -> dict[str, int | bool]:
    """Return the Datasette settings that suit an index, up to millions of quotes.

    Where it `is_public` the database is not given away as a file, in which its logs are.

    Suggested facets and facets over whole tables take seconds there; articles are long cells.
    SQLite's own 2 MB of cache hold too little of the indexes: with more a search takes a third
    less.
    """
    return {
        "allow_download": not is_public,
        "cache_size_kb": 65_536,
        "default_page_size": 50,
        "facet_time_limit_ms": 400,
        "sql_time_limit_ms": 3000,
        "suggest_facets": False,
        "truncate_cells_html": 300,
    }


@cache
def queries_about(parameter: str) -> tuple[tuple[str, str], ...]:
    """Return name and title of the named queries that ask for this and nothing else."""
    queries = named_queries().items()
    return tuple(
        (name, query["title"]) for name, query in queries if query["params"] == [parameter]
    )
