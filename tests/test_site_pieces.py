"""What pages are made of: charts, addresses of words, copies, months."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from test_site import HARBOUR, write

from indexer.site import charts, citations, months, wording
from indexer.site.fragments import address_of_words
from indexer.site.indexes import Index
from indexer.site.marks import Mark, marked_paragraphs

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://a.example/b"
ABOUT = {
    "speaker_name": "Ada *Okafor*",
    "mention": "she",
    "role": "mayor",
    "confidence": 0.9,
    "author": None,
    "title": "A [title] <b>",
    "publication": "The Lantern",
    "published": "2024-03-05",
}


def test_a_chart_fills_the_months_between() -> None:
    """Months without quotes have a place and no bar; heights are shares of the highest."""
    chart = charts.by_month({"2023-11": 4, "2024-02": 8})
    assert chart is not None
    assert [(bar.period, bar.value) for bar in chart.bars] == [
        ("2023-11", 4),
        ("2023-12", 0),
        ("2024-01", 0),
        ("2024-02", 8),
    ]
    assert [bar.height for bar in chart.bars] == [60, 0, 0, 120]
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 for bar in chart.bars)
    assert chart.summary == (
        "Quotes a month from November 2023 to February 2024; most in February 2024, 8."
    )


def test_a_chart_of_many_months_is_by_year() -> None:
    """Beyond what can be told apart, years are summed; their number has an end, too."""
    chart = charts.by_month({"1990-01": 1, "1990-07": 2, "2024-02": 8})
    assert chart is not None
    assert chart.unit == "year"
    assert chart.bars[0].value == 3
    assert len(chart.bars) == 35
    assert len(charts.by_month({"0001-01": 1, "9999-12": 1}).bars) == charts.MOST_YEARS  # type: ignore[union-attr]


def test_a_chart_of_nothing_is_none() -> None:
    """No month that is one, no chart."""
    assert charts.by_month({}) is None
    assert charts.by_month({"2024-13": 5, "0000-01": 3}) is None
    assert charts.said("2024-13") == "2024-13"


@given(st.integers(2, 300))
def test_labels_fit_on_a_phone(length: int) -> None:
    """However many months there are, at most six labels stand below them, inside the chart."""
    counts = {f"{2000 + n // 12}-{n % 12 + 1:02}": 1 for n in range(length)}
    chart = charts.by_month(counts)
    assert chart is not None
    assert 1 <= len(chart.ticks) <= 6
    assert all(0 <= tick.x <= 100 for tick in chart.ticks)


def test_addresses_of_words_are_encoded() -> None:
    """Every mark that means something in a text fragment is encoded, hyphens too."""
    text = "He said: “Well-known, cheap & 100% true.”"
    start, end = text.index("Well"), text.index("”")
    address = address_of_words(URL, text, [(start, end)])
    assert address == f"{URL}#:~:text=Well%2Dknown%2C%20cheap%20%26%20100%25%20true."


def test_long_words_are_named_by_their_ends() -> None:
    """What is long or runs over lines is a range from its first words to its last."""
    words = " ".join(f"word{i}" for i in range(40))
    address = address_of_words(f"{URL}#top", words, [(0, len(words))])
    assert address is not None
    assert unquote(address) == (
        f"{URL}#top:~:text=word0 word1 word2 word3 word4,word35 word36 word37 word38 word39"
    )
    lines = "one two three\n\nfour five"
    assert address_of_words(URL, lines, [(0, len(lines))]) == (
        f"{URL}#:~:text=one%20two%20three%20four%20five"
    )


def test_words_that_come_twice_have_what_stands_before_them() -> None:
    """The second “Yes” is meant, not the first."""
    text = "“Yes,” she said.\nThen he said “Yes,” too."
    start = text.rindex("Yes,")
    address = address_of_words(URL, text, [(start, start + 4)])
    assert unquote(str(address)) == f"{URL}#:~:text=he said “-,Yes,"


def test_no_address_without_the_web() -> None:
    """What is no web address stays none."""
    assert address_of_words("javascript:alert(1)", "a", [(0, 1)]) is None
    assert address_of_words(None, "a", [(0, 1)]) is None


def test_copies_escape_what_they_hold() -> None:
    """Markdown and HTML show the words and take nothing in them for markup."""
    parts = ["1 < 2 & *so*\non", "[it] goes"]
    text, citation, markdown, html = citations.copies(ABOUT, parts, URL, None)
    assert text.text == "“1 < 2 & *so*\non” … “[it] goes” — Ada *Okafor*, mayor"
    assert citation.text.endswith(f"The Lantern, 5 March 2024 (found at {URL})")
    assert markdown.text.startswith(r"> “1 \< 2 \& \*so\* on” … “\[it\] goes”")
    assert rf"[A \[title\] \<b\>](<{URL}>), The Lantern, 5 March 2024" in markdown.text
    assert "<p>“1 &lt; 2 &amp; *so*\non” … “[it] goes”</p>" in html.text
    assert "A [title] &lt;b&gt;</a>" in html.text


@pytest.mark.parametrize(
    ("name", "mention", "said"),
    [("Ada", "she", "Ada, mayor"), (None, "she", "“she”"), (None, None, "speaker not named")],
)
def test_copies_name_the_speaker_honestly(name: str | None, mention: str | None, said: str) -> None:
    """Without a speaker the copy has the article's words for one, or says that none is named."""
    about = ABOUT | {"speaker_name": name, "mention": mention}
    assert citations.copies(about, ["Yes"], URL, None)[0].text == f"“Yes” — {said}"


async def counted(path: Path, most: int) -> months.Months:
    """Count the months of speaker 1, as far as a number of quotes."""
    site = Datasette([str(path)])
    await site.invoke_startup()
    index = Index(site, site.get_database("news"))
    sql = {"id": 1, "most": most}
    return await months._count(index, months.OF_SPEAKER, sql)


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """A database in which speaker 1 is quoted on many days, and on some that are none."""
    path = write(tmp_path / "news.db", [HARBOUR])
    days: list[str | None] = ["2024-03-05", "2024-03-31T23:00:00Z", "2024-05-01", "2022-12-31"]
    days += ["2024", "2024/04/01", "2024/04/02", "spring", "", None, "<u>", "9999-99-99"]
    copy_days(path, days)
    return path


def copy_days(path: Path, days: list[str | None]) -> None:
    """Add copies of the one quote, each of another day."""
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM quotes WHERE rowid > 1")
        connection.executemany(
            "INSERT INTO quotes SELECT ?, document_id, kind, 'words', start_char, end_char,"
            " speaker_id, speaker_name, mention, mention_start, mention_end, role, cue, cue_start,"
            " cue_end, method, confidence, publication_id, ?, context_start, context_end,"
            " NULL, NULL, appearance_id FROM quotes WHERE rowid = 1",
            [(f"{i:016x}", day) for i, day in enumerate(days)],
        )


async def test_months_are_counted_whatever_the_dates(dated: Path) -> None:
    """Only what begins as a month does is counted; nothing else ends or misleads the count."""
    found = await counted(dated, 1000)
    assert found.counts == {"2022-12": 1, "2024-03": 3, "2024-05": 1, "9999-99": 1}
    assert not found.is_cut
    assert list(found.counts) == sorted(found.counts)


async def test_counting_months_has_an_end(dated: Path) -> None:
    """Beyond the bound older months are left out, and it is told."""
    found = await counted(dated, 2)
    assert found.counts == {"2024-05": 1, "9999-99": 1}
    assert found.is_cut


async def test_many_quotes_are_counted_quickly(tmp_path: Path) -> None:
    """A hundred thousand quotes of one speaker take a small part of a second."""
    path = write(tmp_path / "news.db", [HARBOUR])
    copy_days(path, [f"20{10 + i % 12}-{i % 12 + 1:02}-{i % 28 + 1:02}" for i in range(100_000)])
    began = time.perf_counter()
    found = await counted(path, months.MOST_COUNTED)
    assert time.perf_counter() - began < 2
    assert sum(found.counts.values()) == 100_001


def test_a_long_article_is_marked_quickly() -> None:
    """Thousands of paragraphs and quotes are not compared with each other."""
    text = "“One two three,” she said.\n\n" * 8_000
    marks = [Mark(str(i), 28 * i + 1, 28 * i + 15) for i in range(8_000)]
    began = time.perf_counter()
    paragraphs = marked_paragraphs(text, marks)
    assert time.perf_counter() - began < 3
    assert len(paragraphs) == 8_000
    assert all(runs[1].text == "One two three," for runs in paragraphs)


def test_a_mark_may_reach_over_paragraphs() -> None:
    """A part that runs over a blank line is marked on both sides of it."""
    paragraphs = marked_paragraphs("one two\n\nthree\n\nfour", [Mark("q", 4, 14), Mark("r", 9, 10)])
    assert [[(run.text, run.kind) for run in runs] for runs in paragraphs] == [
        [("one ", ""), ("two", "q")],
        [("three", "q")],
        [("four", "")],
    ]


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [
        ("2024-01-01", "2024-12-31", (0.0, 100.0)),
        ("2024-07-01", "2024-07-01", (49.9, 3.0)),
        ("2024-12-31", "2024-12-31", (97.0, 3.0)),
        ("spring", "2024-12-31", None),
        (None, None, None),
    ],
)
def test_times_have_their_place_in_a_longer_one(first: Any, last: Any, place: Any) -> None:
    """In per cent of the whole, and never too short to be seen."""
    assert wording.place(first, last, "2024-01-01", "2024-12-31") == place


def test_domains_and_identifiers_lead_only_where_they_should() -> None:
    """What is no domain and no identifier of Wikidata becomes no address."""
    assert wording.domain_address("a.example") == "https://a.example/"
    for odd in ("a.example/x", 'a.example"', "javascript:alert(1)", "localhost", "", None):
        assert wording.domain_address(odd) is None
    assert wording.is_wikidata("Q42")
    assert not any(wording.is_wikidata(odd) for odd in ("Q42/x", "42", "", None))
