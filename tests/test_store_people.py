"""indexer.register and indexer.store.people: speakers and a register of known people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from namesakes import rows, said, write

from indexer.errors import RegisterError
from indexer.identity import Known
from indexer.register import read_register
from indexer.store import Order, import_people, remove, verify

if TYPE_CHECKING:
    from pathlib import Path

SMITHS = """id,name,aliases,description,born,died
Q1,John Smith,Johnny Smith,mayor of Port Ellery,1960,
Q2,John Smith,,footballer for Wenbury United,1995,
Q3,John Smith,,American explorer,1580,1631
Q4,Ann Lee,,painter,1970,
"""
WIKIDATA = {
    "id": "Q5",
    "labels": {"en": {"language": "en", "value": "Ada Roe"}},
    "aliases": {"en": [{"value": "Ada Jane Roe"}]},
    "descriptions": {"en": {"value": "judge"}},
    "claims": {"P569": [{"mainsnak": {"datavalue": {"value": {"time": "+1952-03-00T00:00:00Z"}}}}]},
}

SURE = "SELECT name, wikidata_id FROM speakers ORDER BY name, wikidata_id"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two namesakes, somebody without a role, and nobody known."""
    path = tmp_path / "quotes.db"
    mayor, striker = ("John Smith", "Port Ellery mayor"), ("John Smith", "Wenbury United striker")
    write(
        path,
        [
            said(1, mayor, published="2024-01-05"),
            said(2, striker, published="2024-02-05"),
            said(3, ("Ann Lee", None), ("Tom Ash", "baker"), published="2024-02-05"),
        ],
    )
    (tmp_path / "people.csv").write_text(SMITHS, encoding="utf-8")
    return path


def test_a_speaker_is_known_where_name_role_and_time_fit(path: Path) -> None:
    """Namesakes are told apart; the dead are nobody; who has only the name is a candidate."""
    found = import_people(path, read_register(path.with_name("people.csv")))
    assert (found.people, found.sure, found.unsure) == (4, 2, 1)
    sql = """
        SELECT a.role, c.person_id, c.sure FROM speaker_candidates AS c
        JOIN appearances AS a ON a.speaker_id = c.speaker_id ORDER BY 1, 2
    """
    assert rows(path, sql) == [
        (None, "Q4", "likely"),
        ("Port Ellery mayor", "Q1", "certain"),
        ("Wenbury United striker", "Q2", "certain"),
    ]
    assert rows(path, SURE) == [
        ("Ann Lee", None), ("John Smith", "Q1"), ("John Smith", "Q2"), ("Tom Ash", None),
    ]  # fmt: skip
    assert list(verify(path)) == []


def test_a_link_is_as_sure_as_the_articles_make_it(path: Path) -> None:
    """It comes with an article that says the role, and goes with it."""
    import_people(path, read_register(path.with_name("people.csv")))
    write(path, [said(4, ("Ann Lee", "painter"), published="2024-03-01")])
    assert ("Ann Lee", "Q4") in rows(path, SURE)
    remove(path, ["https://a.example/4"], Order())
    assert ("Ann Lee", None) in rows(path, SURE)
    assert list(verify(path)) == []


def test_two_speakers_are_not_one_of_the_register(path: Path) -> None:
    """Where both would surely be the same person, neither is."""
    both = "mayor of Port Ellery, once a striker for Wenbury United"
    import_people(path, [Known("Q1", ("John Smith",), both, None, None)])
    assert len(rows(path, "SELECT * FROM speaker_candidates WHERE sure = 'certain'")) == 2
    assert {wikidata for _, wikidata in rows(path, SURE)} == {None}


def test_a_register_is_read_as_wikidata_has_it(tmp_path: Path) -> None:
    """Entities of a dump, one a line, in a list or not; plain objects; tables with tabs."""
    (tmp_path / "dump.json").write_text(f"[\n{json.dumps(WIKIDATA)},\n]\n", encoding="utf-8")
    ada = Known("Q5", ("Ada Roe", "Ada Jane Roe"), "judge", "1952-03", None)
    assert list(read_register(tmp_path / "dump.json")) == [ada]
    plain = {"qid": "Q5", "name": "Ada Roe", "names": ["A. J. Roe"], "died": 1990}
    (tmp_path / "plain.jsonl").write_text(json.dumps(plain), encoding="utf-8")
    assert list(read_register(tmp_path / "plain.jsonl")) == [
        Known("Q5", ("Ada Roe", "A. J. Roe"), "", None, "1990")
    ]
    (tmp_path / "people.tsv").write_text("QID\tName\nQ5\tAda Roe\n", encoding="utf-8")
    assert list(read_register(tmp_path / "people.tsv")) == [
        Known("Q5", ("Ada Roe",), "", None, None)
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("people.jsonl", "{oops", "line 1: no JSON"),
        ("people.jsonl", "[1]", "line 1: .* is no object"),
        ("people.csv", "name\nAda Roe\n", "record 2: no id"),
        ("people.csv", "id,name\nQ5,\n", "record 2: no name"),
        ("gone.csv", None, "cannot be read"),
    ],
)
def test_what_is_no_register_changes_nothing(
    path: Path, name: str, text: str | None, message: str
) -> None:
    """The error names the file and the place, and nobody is known after it."""
    if text is not None:
        path.with_name(name).write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=message):
        import_people(path, read_register(path.with_name(name)))
    assert rows(path, "SELECT * FROM people") == []
