"""`indexer speakers`: finding ids, seeing why, correcting it, and importing a register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from namesakes import said, write

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Indexer = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two namesakes, and somebody who uses two names."""
    path = tmp_path / "quotes.db"
    write(
        path,
        [
            said(1, ("John Smith", "mayor of Port Ellery"), published="2024-01-05"),
            said(2, ("John Smith", "Wenbury United striker"), published="2024-02-05"),
            said(3, ("Bill Lee", None), ("Rex Cole", None), published="2024-02-05"),
        ],
    )
    return path


def test_speakers_are_listed_by_name(indexer: Indexer, path: Path) -> None:
    """The beginning of a word is enough, nothing typed is an operator; JSON for scripts."""
    listed = indexer("speakers", "list", path, "smi")
    assert listed.stdout.splitlines() == [
        "      1  John Smith (person), mayor of Port Ellery, 1 quote in 1 article, 2024-01-05",
        "      2  John Smith (person), Wenbury United striker, 1 quote in 1 article, 2024-02-05",
    ]
    nobody = "No speaker's name has “sm\"ith OR”.\n"
    assert indexer("speakers", "list", path, 'sm"ith OR').stdout == nobody
    rows = json.loads(indexer("speakers", "list", path, "--json", "--most", 2).stdout)
    assert [row["name"] for row in rows] == ["Bill Lee", "John Smith"]
    assert [row["roles"] for row in rows] == [[], ["mayor of Port Ellery"]]


def test_a_list_has_the_commonest_roles(indexer: Indexer, tmp_path: Path) -> None:
    """Each once, in the wording that most articles have, and no more than tell who it is."""
    path = tmp_path / "roles.db"
    wordings = ("Port Ellery mayor", "mayor of Port Ellery", "mayor of Port Ellery", "lawyer")
    roles = (*wordings, "lawyer", "Acme Foods director", None)
    write(path, [said(number, ("Ann Roe", role)) for number, role in enumerate(roles)])
    line = indexer("speakers", "list", path).stdout
    assert line.startswith("      1  Ann Roe (person), mayor of Port Ellery; lawyer, 7 quotes in")


def test_a_speaker_is_shown_with_the_reasons(indexer: Indexer, path: Path) -> None:
    """Names, roles, and for each article the rule, the evidence and how sure."""
    shown = indexer("speakers", "show", path, "1").stdout
    assert "role: mayor of Port Ellery (Port Ellery, 2024-01-05)" in shown
    assert "other bearers of the name: “Wenbury United striker”" in shown
    found = json.loads(indexer("speakers", "show", path, "1", "--json").stdout)
    assert [(link["rule"], link["sure"]) for link in found["links"]] == [("role", "certain")]


def test_a_decision_is_made_listed_and_undone(indexer: Indexer, path: Path) -> None:
    """Each line says what changed, and by which number it can be taken back."""
    merged = indexer("speakers", "merge", path, "Bill Lee", "Rex Cole", "--by", "Jo")
    assert merged.stdout == "Decision 1: speaker 3, 1 quote has another speaker\n"
    renamed = indexer("speakers", "rename", path, "3", "R. W. Cole")
    assert renamed.stdout.startswith("Decision 2: speaker 3, 0 quotes have another speaker")
    split = indexer("speakers", "split", path, "3", "https://a.example/3")
    assert split.returncode == 1
    assert "nothing would be left" in split.stderr
    assert "merge" in indexer("speakers", "decisions", path).stdout
    (decision, _) = json.loads(indexer("speakers", "decisions", path, "--json").stdout)
    assert (decision["decided_by"], decision["effective"]) == ("Jo", 2)
    undone = indexer("speakers", "undo", path, "1")
    assert undone.stdout == "Undone: decision 1, 1 quote has another speaker\n"
    assert indexer("verify", path).returncode == 0


def test_a_name_of_several_is_an_error_with_the_way_out(indexer: Indexer, path: Path) -> None:
    """One line, which names the ids, and tells whose they are."""
    run = indexer("speakers", "show", path, "John Smith")
    assert run.returncode == 1
    bearers = "1, mayor of Port Ellery; 2, Wenbury United striker"
    error = f"Error: 2 speakers are called 'John Smith': give one's id ({bearers})\n"
    assert run.stderr == error


def test_a_register_is_imported(indexer: Indexer, path: Path) -> None:
    """The outcome in a line, or as JSON; what is no register is one line too."""
    register = path.with_name("people.csv")
    register.write_text(
        "id,name,description\nQ1,John Smith,mayor of Port Ellery\nQ2,Rex Cole,\n", encoding="utf-8"
    )
    run = indexer("speakers", "import", path, register)
    said_so = "2 people in the register: 1 speaker surely known, 1 speaker perhaps\n"
    assert (run.stdout, run.stderr) == (said_so, "")
    again = json.loads(indexer("speakers", "import", path, register, "--json").stdout)
    assert again == {"people": 2, "sure": 1, "unsure": 1}
    assert "register: Q1 John Smith, certain" in indexer("speakers", "show", path, "1").stdout
    broken = indexer("speakers", "import", path, path)
    assert broken.returncode == 1
    assert broken.stderr.count("\n") == 1
