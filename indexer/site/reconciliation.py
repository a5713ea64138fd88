"""Names of a spreadsheet matched with the speakers: the Reconciliation Service API 0.2.

The protocol is that of the Entity Reconciliation Community Group, which OpenRefine speaks
(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/). Of what it
leaves to a service this one offers types and suggested entities. It offers no JSONP: that would be
a script which does what an address says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from rapidfuzz import fuzz

from indexer.site import wording
from indexer.site.filters import START
from indexer.site.speakers import LONGEST_NAME, People, page_of_people
from indexer.site.words import WORD, exact_words, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.site.indexes import Index, Row

BATCH = 25
"""Names that are looked up at once."""
LONGEST_BATCH = 100_000
"""Bytes of a form, and characters of an address."""
USUAL_CANDIDATES, MOST_CANDIDATES = 5, 25
SUGGESTED = 10
LEAST_SCORE = 50
SHORT_FORM = 0.9
"""What the likeness to a form of one word is worth: several speakers may share it."""
MOST_WORDS = 8
BEGINNING = 3
MOST_FORMS = 300
MILLISECONDS = 300
"""For each query."""

TYPES = {"person": "Person", "organization": "Organisation"}
SCHEMA = "https://schema.org/Thing"

# Names with the most, and the rarest, of the words come first.
FORMS = f"""
SELECT speaker_id AS id, name FROM speaker_names_fts
WHERE speaker_names_fts MATCH :match ORDER BY rank LIMIT {MOST_FORMS}
"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters

SPEAKERS = """
SELECT id, name, kind, quote_count, document_count, first_quoted, last_quoted FROM speakers
WHERE document_id IS NULL AND id IN (SELECT value FROM json_each(:ids))
"""


@dataclass(frozen=True, slots=True)
class Malformed:
    """What was sent is no batch of reconciliation queries; `why` says what is wrong with it."""

    why: str


@dataclass(frozen=True, slots=True)
class Query:
    """One name to look up: the kinds that it may be of, none for any, and how many candidates."""

    name: str
    kinds: frozenset[str]
    limit: int


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How like a name is to the form of a speaker's name that it is most like, 0 to 100.

    `is_same` says that it is this form, `is_full` that it is so with more than a last name.
    """

    score: float = 0
    is_same: bool = False
    is_full: bool = False


def manifest(name: str, endpoint: str, speaker_page: str) -> dict[str, Any]:
    """Return the service's description; both addresses are full ones, the second without its id."""
    return {
        "versions": ["0.2"],
        "name": f"Speakers of {name}",
        "identifierSpace": speaker_page,
        "schemaSpace": SCHEMA,
        "defaultTypes": [_type(kind) for kind in TYPES],
        "view": {"url": f"{speaker_page}{{{{id}}}}"},
        "suggest": {"entity": {"service_url": endpoint, "service_path": "/suggest"}},
        "batchSize": BATCH,
    }


def read_batch(typed: str) -> dict[str, Query] | Malformed:
    """Return the queries of a batch, a JSON object, by their keys."""
    try:
        batch = json.loads(typed)
    except (ValueError, RecursionError):
        return Malformed("queries is not JSON")
    if not isinstance(batch, dict) or not all(isinstance(each, dict) for each in batch.values()):
        return Malformed('queries is no object of objects: {"q0": {"query": "Ada Okafor"}}')
    if not all(isinstance(each.get("query", ""), str) for each in batch.values()):
        return Malformed("the query of each of the queries has to be a string")
    return {key: _read_query(given) for key, given in batch.items()}


async def results(index: Index, batch: dict[str, Query]) -> dict[str, Any]:
    """Return the candidates for each query of a batch, by its key, most like the name first."""
    return {key: {"result": await candidates(index, query)} for key, query in batch.items()}


async def candidates(index: Index, query: Query) -> list[dict[str, Any]]:
    """Return the speakers who may be meant by a name, or by the number of one.

    The score is the likeness to the form of the speaker's name that is most like it, 0 to 100,
    words in any order. A match is who alone has just that name, in full.
    """
    forms = await _forms(index, query.name)
    likeness = {id_: _likeness(query.name, names) for id_, names in forms.items()}
    rows = await index.rows(SPEAKERS, {"ids": json.dumps([*forms, *_numbers(query.name)])})
    rows = [row for row in rows if not query.kinds or row["kind"] in query.kinds]
    found = [(row, _of(row, likeness.get(row["id"], _Likeness()), query.name)) for row in rows]
    found = [(row, like) for row, like in found if like.score >= LEAST_SCORE]
    found.sort(key=lambda each: (-each[1].score, -each[0]["quote_count"], each[0]["id"]))
    is_one = sum(like.is_same for _, like in found) == 1
    return [
        _candidate(row, like.score, is_match=is_one and like.is_full)
        for row, like in found[: query.limit]
    ]


async def suggestions(index: Index, prefix: str, offset: int) -> dict[str, Any]:
    """Return the speakers of whom a form of the name begins so, most quoted first."""
    people = People(q=prefix[:LONGEST_NAME], next=START)
    numbered = await index.rows(SPEAKERS, {"ids": json.dumps(_numbers(prefix))})
    named = await page_of_people(index, people, offset, SUGGESTED) if WORD.search(prefix) else []
    return {"result": [_suggestion(row) for row in ([] if offset else numbered) + named]}


def _read_query(given: Row) -> Query:
    name, types, limit = given.get("query", ""), given.get("type", []), given.get("limit")
    listed = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    # A type may be given as an object too.
    ids = [each.get("id") if isinstance(each, dict) else each for each in listed]
    kinds = frozenset(kind for kind in TYPES if kind in ids)
    most = USUAL_CANDIDATES
    if isinstance(limit, int | float) and limit >= 1:
        most = int(min(limit, MOST_CANDIDATES))
    # A database's strings know neither NUL nor halves of characters.
    clean = name[:LONGEST_NAME].encode("utf-8", "ignore").decode().replace("\0", " ")
    return Query(clean, kinds, most)


async def _forms(index: Index, name: str) -> dict[int, list[str]]:
    """Return forms of names that may be meant, by whose they are."""
    words = WORD.findall(name)[:MOST_WORDS]
    if not words or not await index.has_roles():
        return {}
    long = [word for word in words if len(word) >= BEGINNING]
    alike = " AND ".join(f"{quoted(word[:BEGINNING])} *" for word in long)
    forms: dict[int, list[str]] = {}
    for match in (" OR ".join(map(quoted, words)), alike):
        for row in await _asked(index, match):
            forms.setdefault(row["id"], []).append(row["name"])
    return forms


async def _asked(index: Index, match: str) -> list[Row]:
    if not match:
        return []
    try:
        return await index.rows_within(MILLISECONDS, FORMS, {"match": match})
    except QueryInterrupted:
        return []


def _numbers(name: str) -> list[int]:
    typed = name.strip()
    return [int(typed)] if typed.isascii() and typed.isdigit() and len(typed) <= 18 else []


def _likeness(name: str, forms: Iterable[str]) -> _Likeness:
    return max((_like(name, form) for form in forms), key=lambda like: (like.is_same, like.score))


def _like(name: str, form: str) -> _Likeness:
    one, other = exact_words(name).split(), exact_words(form).split()
    score = fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other)))
    is_short, is_same = len(other) == 1, one == other
    return _Likeness(score * (SHORT_FORM if is_short else 1), is_same, is_same and not is_short)


def _of(row: Row, like: _Likeness, name: str) -> _Likeness:
    """Return the likeness with what the speaker's row tells: the number, a name of one word."""
    is_name = exact_words(row["name"]) == exact_words(name)
    if is_name or row["id"] in _numbers(name):
        return _Likeness(100, is_same=True, is_full=True)
    return like


def _candidate(row: Row, score: float, *, is_match: bool) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "description": _description(row),
        "type": [_type(row["kind"])],
        "score": round(score, 1),
        "match": is_match,
        "features": [{"id": "quote_count", "value": row["quote_count"]}],
    }


def _suggestion(row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "description": _description(row),
        "notable": [_type(row["kind"])],
    }


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": TYPES.get(kind, kind)}


def _description(row: Row) -> str:
    quotes = wording.count(row["quote_count"], "quote")
    articles = wording.count(row["document_count"], "article")
    when = wording.dates(row["first_quoted"], row["last_quoted"])
    return f"{quotes} in {articles}" + (f", {when}" if when else "")
