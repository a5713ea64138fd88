"""Addresses of our pages and of Datasette's pages behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from indexer.site import assets


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses inside one database, below Datasette's base_url. None of them is absolute."""

    datasette: Any
    name: str

    def home(self) -> str:
        """The index's home page."""
        return f"{self.database()}/-/home"

    def search(self, **state: object) -> str:
        """A search; its state is that of `Filters`, of which what is empty is left out."""
        return _with_query(f"{self.database()}/-/search", state)

    def search_as(self, format_: str, **state: object) -> str:
        """A search as csv, json or atom, with the same state."""
        return _with_query(f"{self.database()}/-/search.{format_}", state)

    def speakers(self, **state: object) -> str:
        """The list of speakers; its state is `q`, `kind` and `next`."""
        return _with_query(f"{self.database()}/-/speakers", state)

    def speakers_as(self, format_: str, **state: object) -> str:
        """The list of speakers as csv or json, with the same state."""
        return _with_query(f"{self.database()}/-/speakers.{format_}", state)

    def quote(self, quote_id: str) -> str:
        """A quote in its article."""
        return f"{self.database()}/-/quote/{_path_part(quote_id)}"

    def quote_elsewhere(self, quote_id: str) -> str:
        """How a quote was printed elsewhere; a cluster's id is the id of one of its quotes."""
        return f"{self.quote(quote_id)}#elsewhere"

    def speaker(self, speaker_id: int, **state: object) -> str:
        """A speaker's page; its state is `next`."""
        return _with_query(f"{self.database()}/-/speaker/{speaker_id}", state)

    def outlets(self, **state: object) -> str:
        """The list of outlets; its state is `next`."""
        return _with_query(f"{self.database()}/-/outlets", state)

    def outlet(self, publication_id: int, **state: object) -> str:
        """An outlet's page; its state is `next`."""
        return _with_query(f"{self.database()}/-/outlet/{publication_id}", state)

    def document(self, document_id: str) -> str:
        """An article with all its quotes."""
        return f"{self.database()}/-/document/{_path_part(document_id)}"

    def revision(self, number: int) -> str:
        """An older text of an article, compared with the present one."""
        return f"{self.database()}/-/revision/{number}"

    def articles(self, **state: object) -> str:
        """The list of articles; its state is `q`, `outlet`, `from`, `to` and `next`."""
        return _with_query(f"{self.database()}/-/articles", state)

    def articles_as(self, format_: str, **state: object) -> str:
        """The list of articles as csv or json, with the same state."""
        return _with_query(f"{self.database()}/-/articles.{format_}", state)

    def travelled(self, **state: object) -> str:
        """The utterances printed most; its state is that of `Travels`."""
        return _with_query(f"{self.database()}/-/travelled", state)

    def travelled_as(self, format_: str, **state: object) -> str:
        """The utterances printed most as csv or json, with the same state."""
        return _with_query(f"{self.database()}/-/travelled.{format_}", state)

    def disputed(self, **state: object) -> str:
        """Those of them that are given to several speakers, with the same state."""
        return self.travelled(**state, disputed="yes")

    def check(self, **state: object) -> str:
        """Whether anybody said some words; its state is `words` and `speaker`."""
        return _with_query(f"{self.database()}/-/check", state)

    def check_as_json(self, **state: object) -> str:
        """The same as data."""
        return _with_query(f"{self.database()}/-/check.json", state)

    def reconcile(self) -> str:
        """The reconciliation service over speakers."""
        return f"{self.database()}/-/reconcile"

    def failures(self, **state: object) -> str:
        """What could not be read; its state is `next`."""
        return _with_query(f"{self.database()}/-/failures", state)

    def of_months(self, **state: object) -> str:
        """A search in a month or year but for its end, `from=2024-03&to=2024-03`.

        A chart has hundreds of these.
        """
        address = self.search(**state)
        return f"{address}{'&' if '?' in address else '?'}"

    def database(self) -> str:
        """Datasette's list of the tables."""
        return str(self.datasette.urls.database(self.name))

    def table(self, table: str, **filters: object) -> str:
        """Datasette's page of a table or view, with its filters."""
        return _with_query(str(self.datasette.urls.table(self.name, table)), filters)

    def query(self, name: str, **parameters: object) -> str:
        """One of the named queries, with what it is to be asked for filled in."""
        return _with_query(str(self.datasette.urls.query(self.name, name)), parameters)

    def row(self, table: str, key: str) -> str:
        """Datasette's page of one row."""
        return str(self.datasette.urls.row(self.name, table, _path_part(key)))

    def asset(self, name: str) -> str:
        """A file of the site's own, which browsers may keep as long as its address is the same."""
        return assets.address(self.datasette, name)


def _with_query(path: str, state: dict[str, object]) -> str:
    given = {key: value for key, value in state.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(given)}" if given else path


def _path_part(text: str) -> str:
    return str(tilde_encode(text))
