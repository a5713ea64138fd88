"""indexer.store.outlets: one row an outlet, whatever its articles call it and in whatever order."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import TEXT, article, indexed

from indexer.models import IndexedArticle
from indexer.store import Order, Writer, create_or_open, open_existing, remove, verify
from indexer.store.outlets import Key, key_of

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import Article

Met = tuple[str, str]
"""An outlet's name as an article gives it, and the article's domain; empty for no address."""

Row = tuple[str, str | None, int, int]
"""An outlet's name, domain, articles and quotes."""


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The  Gazette ", Key("the gazette", False)),
        ("www.Gazette.example", Key("gazette.example", True)),
        ("127.0.0.1", Key("127.0.0.1", True)),
        ("U.S.", Key("u.s.", False)),
        ("No.10", Key("no.10", False)),
        ("Straße heute", Key("strasse heute", False)),
    ],
)
def test_what_names_of_one_outlet_have_in_common(name: str, key: Key) -> None:
    """Without case and spaces; and whether it is a name, or only a domain."""
    assert key_of(name) == key


@pytest.mark.parametrize(
    ("met", "outlets"),
    [
        ([("The Gazette", "a.ex"), ("THE  gazette", "a.ex"), ("The Gazette", "b.ex")],
         [("The Gazette", "a.ex", 3, 3)]),
        ([("a.ex", "a.ex"), ("www.a.ex", "")], [("a.ex", "a.ex", 2, 2)]),
        ([("a.ex", "a.ex"), ("Gazette", "a.ex"), ("a.ex", "a.ex")], [("Gazette", "a.ex", 3, 3)]),
        ([("a.ex", ""), ("Gazette", "a.ex")], [("Gazette", "a.ex", 2, 2)]),
        ([("Gazette", "a.ex"), ("Echo", "a.ex")],
         [("Echo", "a.ex", 1, 1), ("Gazette", "a.ex", 1, 1)]),
        ([("Gazette", "a.ex"), ("a.ex", "a.ex"), ("Echo", "a.ex"), ("a.ex", "a.ex")],
         [("Echo", "a.ex", 1, 1), ("Gazette", "a.ex", 1, 1), ("a.ex", "a.ex", 2, 2)]),
        ([("Gazette", "a.ex"), ("Gazette", "b.ex"), ("Gazette", "b.ex"), ("b.ex", "b.ex")],
         [("Gazette", "b.ex", 4, 4)]),
        ([("Gazette", "")], [("Gazette", None, 1, 1)]),
    ],
)  # fmt: skip
def test_one_row_an_outlet(path: Path, met: list[Met], outlets: list[Row]) -> None:
    """The order of arrival changes nothing, nor how many are written at once."""
    for number, order in enumerate((met, met[::-1], sorted(met), met[1:] + met[:1])):
        here = path.with_name(f"{number}.db")
        write(here, order, at_once=number % 2 == 0)
        assert rows(here) == outlets
        assert list(verify(here)) == []


NAMES = ("Gazette", "GAZETTE", "Echo", "a.ex", "www.a.ex", "b.ex", "")
MET = st.tuples(st.sampled_from(NAMES), st.sampled_from(("", "a.ex", "b.ex")))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(met=st.lists(MET, max_size=8), data=st.data())
def test_whatever_comes_and_goes(
    tmp_path_factory: pytest.TempPathFactory, met: list[Met], data: st.DataObject
) -> None:
    """Shuffled, the outlets are the same; with some removed, they are as if those never came."""
    folder = tmp_path_factory.mktemp("outlets")
    numbered = list(enumerate(met))
    shuffled = data.draw(st.permutations(numbered))
    gone = data.draw(st.sets(st.sampled_from(numbered))) if numbered else set()
    for name, order in (("a.db", numbered), ("b.db", shuffled)):
        write_numbered(folder / name, order)
    assert rows(folder / "a.db") == rows(folder / "b.db")
    write_numbered(folder / "c.db", [each for each in numbered if each not in gone])
    if gone:
        remove(folder / "b.db", [of(number, each).id for number, each in gone], Order())
    assert rows(folder / "b.db") == rows(folder / "c.db")
    for name in ("a.db", "b.db", "c.db"):
        assert list(verify(folder / name)) == []


def test_an_article_may_change_its_outlet(path: Path) -> None:
    """It leaves the row that it had, and that goes with it if it had no other article."""
    url = "https://a.ex/1"
    with closing(create_or_open(path)) as db:
        writer = Writer(db, path)
        writer.write([indexed(article(url=url, publication="a.ex"))])
        (before,) = db.execute("SELECT id FROM publications").fetchall()
        writer.write([indexed(article(f"Corrected. {TEXT}", url=url, publication="Gazette"))])
        assert db.execute("SELECT id FROM publications").fetchall() == [before]
    assert rows(path) == [("Gazette", "a.ex", 1, 1)]
    assert list(verify(path)) == []


def test_older_texts_show_the_outlet_of_now(path: Path) -> None:
    """They keep the name that came with them; the view of altered quotes has the present one."""
    url = "https://a.ex/1"
    changed = article("Withdrawn.", url=url, publication="Gazette")
    with closing(create_or_open(path)) as db:
        writer = Writer(db, path)
        writer.write([indexed(article(url=url, publication="a.ex"))])
        writer.write([IndexedArticle(changed, ())])
        writer.write([indexed(article(url="https://a.ex/2", publication="a.ex"))])
        assert db.execute("SELECT publication FROM altered_quotes").fetchall() == [("Gazette",)]
        assert db.execute("SELECT publication FROM revisions").fetchall() == [("a.ex",)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database is to be."""
    return tmp_path / "quotes.db"


def of(number: int, met: Met) -> Article:
    """Return an article of its own for each number."""
    name, domain = met
    known = {"url": f"https://www.{domain}/{number}"} if domain else {}
    return article(f"{TEXT} {number}", publication=name, **known)


def write(path: Path, met: list[Met], *, at_once: bool) -> None:
    """Write an article for each outlet that is met."""
    found = [indexed(of(number, each)) for number, each in enumerate(met)]
    with closing(create_or_open(path)) as db:
        for batch in [found] if at_once else [[each] for each in found]:
            Writer(db, path).write(batch)


def write_numbered(path: Path, met: list[tuple[int, Met]]) -> None:
    """Write the articles with these numbers in this order."""
    with closing(create_or_open(path)) as db:
        for number, each in met:
            Writer(db, path).write([indexed(of(number, each))])


def rows(path: Path) -> list[Row]:
    """Return the outlets."""
    sql = "SELECT name, domain, document_count, quote_count FROM publications ORDER BY name"
    with closing(open_existing(path)) as db:
        return list(db.execute(sql).fetchall())
