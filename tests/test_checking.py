"""indexer.checking and `indexer check`: what has been said, nearly said, and by whom."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from utterances import BELL, RUIZ, printed

from indexer.checking import Answer, Claim, Outcome, Verdict, check, searched
from indexer.checking.candidates import MOST_OF_SAME_WORDS, MOST_SHINGLED
from indexer.cli import main
from indexer.models import Speaker, SpeakerKind
from indexer.store import Writer, create_or_open, open_existing
from indexer.wordings import Change, spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from click.testing import Result

BOAT = "We have no choice but to close the harbour before the winter storms arrive"
FIRST_NAMES = ("Ann", "Bea", "Cora", "Dora", "Edna", "Fay", "Gwen", "Hope", "Iris", "June", "Kay")
LAST_NAMES = (
    "Abbot",
    "Baker",
    "Carver",
    "Dyer",
    "Fisher",
    "Glover",
    "Hunter",
    "Mason",
    "Porter",
    "Wu",
)
COST = "Everybody in this town knows that the ferry will cost us dearly"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which two people say two things, one of them three times."""
    path = tmp_path_factory.mktemp("checking") / "quotes.db"
    with closing(create_or_open(path)) as db:
        articles = [
            printed("a.example/1", [(RUIZ, BOAT)], published="2024-11-05"),
            printed("b.example/1", [(RUIZ, f"{BOAT}, I fear")], published="2024-11-07"),
            printed("c.example/1", [(RUIZ, BOAT), (BELL, COST)], published="2024-11-06"),
        ]
        Writer(db, path).write(articles)
    return path


def ask(path: Path, words: str, speaker: str | None = None) -> Answer:
    """Return the answer of a database."""
    with closing(open_existing(path)) as db:
        return check(db.conn, Claim(words, speaker))


def test_exact_words_are_found_with_all_who_printed_them(path: Path) -> None:
    """Who, where, when and how often; those with nothing more first."""
    answer = ask(path, BOAT.upper().replace("NO CHOICE", "no … choice [sic]"))
    assert answer.outcome is Outcome.EXACT
    first, second = answer.matches
    assert (first.speaker_name, first.quote_count, first.document_count) == ("Marta Ruiz", 2, 2)
    assert (first.first_seen, first.last_seen) == ("2024-11-05", "2024-11-06")
    assert [sighting.url for sighting in first.sightings] == [
        "https://a.example/1",
        "https://c.example/1",
    ]
    assert second.text == f"{BOAT}, I fear"


@pytest.mark.parametrize(
    "words",
    [
        "close the harbour before the winter",
        "to close the harbour",
    ],
)
def test_part_of_a_quote_is_exact(path: Path, words: str) -> None:
    """Whole, and in a row."""
    assert ask(path, words).outcome is Outcome.EXACT


@pytest.mark.parametrize(
    "words",
    [
        BOAT.replace("close", "shut"),
        BOAT.replace("the harbour before the", "it before the"),
        f"As I told you, {BOAT}, and you did not listen",
        BOAT.replace("winter storms", "storms winter"),
    ],
    ids=["changed", "fewer", "more", "swapped"],
)
def test_nearly_the_same_is_near(path: Path, words: str) -> None:
    """With the differences by position in both texts."""
    answer = ask(path, words)
    assert answer.outcome is Outcome.NEAR
    match = answer.matches[0]
    assert match.text == BOAT
    for difference in match.differences:
        if difference.change is Change.SAME:
            same = difference.source.of(match.text), difference.target.of(words)
            assert spoken(same[0]) == spoken(same[1])


@pytest.mark.parametrize(
    "words",
    ["The council will open a school next summer", "!?", "", "the of and to in", 'a" OR b*'],
)
def test_what_nobody_said_is_not_found(path: Path, words: str) -> None:
    """Nor is what has no words; nothing in them is a query."""
    assert ask(path, words).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("speaker", "verdict"),
    [
        ("Owen Bell", Verdict.AGREES),
        ("Mr. Bell", Verdict.AGREES),
        ("Senator Owen R. Bell", Verdict.AGREES),
        ("Chloe Bell", Verdict.SOMEBODY_ELSE),
        ("Marta Ruiz", Verdict.SOMEBODY_ELSE),
    ],
)
def test_who_is_claimed_is_compared(path: Path, speaker: str, verdict: Verdict) -> None:
    """By name, titles aside: a namesake with another first name is somebody else."""
    assert ask(path, COST, speaker).verdict is verdict


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_words_are_answered(path: Path, words: str) -> None:
    """Whatever they are."""
    assert ask(path, words).outcome in Outcome


def test_an_older_database_is_searched_as_well(path: Path, tmp_path: Path) -> None:
    """Without what clusters brought, by the full-text index alone; nothing is upgraded."""
    old = tmp_path / "old.db"
    old.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("DROP INDEX quotes_wording")
        for table in ("wording_shingles", "wordings"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE quotes SET wording_id = NULL")
    before = old.read_bytes()
    assert ask(old, BOAT).matches[0].quote_count == 2
    assert ask(old, BOAT.replace("close", "shut")).outcome is Outcome.NEAR
    assert old.read_bytes() == before


def test_it_is_said_what_was_searched(path: Path) -> None:
    """How many quotes and articles, of which dates."""
    with closing(open_existing(path)) as db:
        found = searched(db.conn)
    assert (found.documents, found.quotes) == (3, 4)
    assert (found.first, found.last) == ("2024-11-05", "2024-11-07")


def test_articles_of_no_outlet_were_searched_as_well(tmp_path: Path) -> None:
    """As many as there are rows, whatever outlets count."""
    path = tmp_path / "some.db"
    with closing(create_or_open(path)) as db:
        known = printed("a.example/1", [(RUIZ, BOAT), (BELL, COST)])
        unknown = printed("b.example/1", [(RUIZ, COST)], publication="")
        Writer(db, path).write([known, unknown])
        found = searched(db.conn)
    assert (found.documents, found.quotes) == (2, 3)


def test_of_many_who_said_the_same_the_one_claimed_is_found(tmp_path: Path) -> None:
    """Whoever it is, and first; else those who are shown were printed first."""
    path = tmp_path / "many.db"
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    assert len(names) > MOST_OF_SAME_WORDS
    said = [(Speaker(name, SpeakerKind.PERSON, (name,)), "No comment!") for name in names]
    with closing(create_or_open(path)) as db:
        Writer(db, path).write(
            printed(f"a.example/{year}", [each], published=f"{year}-11-05")
            for year, each in enumerate(reversed(said), 1900)
        )
    for name in (names[0], names[-1]):
        answer = ask(path, "No comment", name)
        assert (answer.outcome, answer.verdict) == (Outcome.EXACT, Verdict.AGREES)
        assert answer.matches[0].speaker_name == name
    answer = ask(path, "No comment", "Ida Blum")
    assert answer.verdict is Verdict.SOMEBODY_ELSE
    dates = [match.first_seen for match in answer.matches]
    assert dates == sorted(dates, key=str)
    assert all(match.quote_count == 1 for match in answer.matches)


def test_of_many_who_said_more_the_one_claimed_is_found(tmp_path: Path) -> None:
    """Where hundreds of quotes have the words among others."""
    path = tmp_path / "more.db"
    slogan = "we will build the great northern railway again"
    endings = [f"{one} {other}" for one in FIRST_NAMES for other in LAST_NAMES[:5]]
    said = [(BELL, f"Believe me, {slogan}, {ending}!") for ending in endings * 10]
    said.append((RUIZ, f"And {slogan}, {BOAT}"))
    said = [(speaker, f"{words} {n}") for n, (speaker, words) in enumerate(said)]
    assert len(said) > MOST_SHINGLED
    with closing(create_or_open(path)) as db:
        Writer(db, path).write([printed("a.example/1", said)])
    for name in ("Marta Ruiz", "Mr. Owen Bell"):
        answer = ask(path, slogan, name)
        assert (answer.outcome, answer.verdict) == (Outcome.EXACT, Verdict.AGREES)
    assert ask(path, slogan, "Ida Blum").verdict is Verdict.SOMEBODY_ELSE


@pytest.mark.parametrize("name", ["", "Mr.", '"', 'Mr. " OR *', "O'Brien AND", "Иван", "NEAR(a b)"])
def test_any_name_may_be_claimed(path: Path, name: str) -> None:
    """Nothing in it is a query."""
    assert ask(path, COST, name).outcome is Outcome.EXACT


def test_of_a_wording_the_first_printings_are_shown(tmp_path: Path) -> None:
    """However many there are, which are all counted; of one day by their ids."""
    path = tmp_path / "often.db"
    with closing(create_or_open(path)) as db:
        Writer(db, path).write(
            printed(f"a.example/{day}", [(RUIZ, BOAT)], published=f"2024-11-{30 - day // 2:02}")
            for day in range(40)
        )
    (match,) = ask(path, BOAT).matches
    assert (match.quote_count, match.document_count) == (40, 40)
    assert (match.first_seen, match.last_seen) == ("2024-11-11", "2024-11-30")
    shown = [(sighting.published, sighting.quote_id) for sighting in match.sightings]
    assert shown == sorted(shown)
    assert [published for published, _ in shown] == [
        "2024-11-11", "2024-11-11", "2024-11-12", "2024-11-12", "2024-11-13",
    ]  # fmt: skip


def test_the_command_marks_what_is_different(path: Path) -> None:
    """And exits with 0: something was found."""
    run = command(path, BOAT.replace("close", "shut"))
    assert run.exit_code == 0
    assert "Not found word for word, but nearly" in run.output
    assert "to [-close-] {+shut+} the harbour before the winter storms arrive”" in run.output
    assert "13 of 14 words are the same, in order: 93%; printed 2 times in 2 articles" in run.output


def test_the_command_says_where_it_has_not_found_anything(path: Path) -> None:
    """And exits with 1."""
    run = command(path, "The council will open a school next summer")
    assert run.exit_code == 1
    assert "Not found in 4 quotes of 3 articles (2024-11-05 to 2024-11-07)" in run.output


def test_the_command_says_that_it_was_somebody_else(path: Path) -> None:
    """And exits with 1."""
    run = command(path, COST, "--speaker", "Marta Ruiz")
    assert run.exit_code == 1
    assert "Found, word for word; not said by Marta Ruiz but by somebody else" in run.output
    assert "Owen Bell" in run.output


def test_every_quotation_of_a_text_is_checked(path: Path, tmp_path: Path) -> None:
    """Of a file, or of standard input; as JSON too."""
    text = f"“{BOAT},” she said. “{COST},” he said. “Cats rule the quiet town at night,” they said."
    (tmp_path / "draft.txt").write_text(text, "utf-8")
    for named, given_text in ((str(tmp_path / "draft.txt"), None), ("-", text)):
        run = command(path, named, "--json", input=given_text)
        assert run.exit_code == 1
        answers = json.loads(run.output)
        assert [answer["outcome"] for answer in answers] == ["exact", "exact", "not found"]
        assert answers[1]["matches"][0]["sightings"][0]["url"] == "https://c.example/1"
        assert answers[0]["matches"][0]["explanation"] == "all 14 words are the same"


def test_a_text_without_quotations_is_a_slip(path: Path) -> None:
    """The message says what to do."""
    run = command(path, "-", input="Nobody speaks here.")
    assert run.exit_code == 2
    assert "no quotation in it; give the words themselves" in run.output


def test_a_database_that_may_not_be_written_can_be_asked(
    path: Path, tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    """Nothing is written beside it either."""
    copy = tmp_path / "frozen" / "quotes.db"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o444)
    copy.parent.chmod(0o555)
    with unprivileged():
        assert command(copy, BOAT).exit_code == 0
    assert [file.name for file in copy.parent.iterdir()] == ["quotes.db"]
    copy.parent.chmod(0o755)


def command(path: Path, *arguments: str, input: str | None = None) -> Result:  # noqa: A002
    """Run the command on a database."""
    return CliRunner().invoke(main, ["check", str(path), *arguments], input=input)
