"""The command line as a person meets it: real processes, messages, exit statuses."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, NoReturn
from urllib.request import urlopen

import pytest
from annotated import corpus_folder, names_file
from click.testing import CliRunner
from records import TEXT

from indexer.cli import main
from indexer.pipeline import Summary
from indexer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Indexer = Callable[..., subprocess.CompletedProcess[str]]

READING = ("trafilatura", "lxml", "warcio", "zstandard")

HEAVY = ("spacy", "thinc", "datasette", "sqlite_utils", "yaml", "rich.progress", *READING)


def test_articles_become_a_database(indexer: Indexer, tmp_path: Path) -> None:
    """The first command that anybody runs: it says what it did and succeeds."""
    (tmp_path / "article.txt").write_text("“We have the boat,” said Marta Ruiz.\n")
    run = indexer("add", "quotes.db", "article.txt")
    assert run.returncode == 0
    assert "Error" not in run.stderr
    assert run.stdout.startswith("1 article added, 1 quote (")
    assert indexer("verify", "quotes.db").stdout == "quotes.db: every promise holds\n"


def test_columns_may_be_named(indexer: Indexer, known: Path) -> None:
    """By --map, once for each; here for a known article, in a table of another database."""
    with closing(sqlite3.connect(known.with_name("other.db"))) as db, db:
        db.execute("CREATE TABLE news (words, source)")
        db.execute("CREATE TABLE text (text, source)")
        db.execute("INSERT INTO news VALUES (?, NULL)", [TEXT])
    run = indexer("add", known, "other.db", "--table", "news", "--map", "text=words")
    assert "1 article known before, 0 failed" in run.stdout
    run = indexer("add", known, "other.db", "--map", "words=text")
    assert run.returncode == 2
    assert "'words=text' maps no column: write FIELD=COLUMN" in run.stderr


def test_a_script_gets_the_outcome_as_json(indexer: Indexer, known: Path) -> None:
    """Counts and failures, and nothing else on standard output."""
    run = indexer("add", known, "article.txt", "gone.txt", "--json")
    assert run.returncode == 1
    outcome = json.loads(run.stdout)
    assert (outcome["documents"], outcome["known"], outcome["complete"]) == (0, 1, False)
    assert [failure["source"] for failure in outcome["failures"]] == ["gone.txt"]


def test_a_bad_input_is_named_and_fails_the_run(indexer: Indexer, known: Path) -> None:
    """One line on standard error for each; the summary still comes, and the status is 1."""
    run = indexer("add", known, "article.txt", "gone.txt")
    assert run.returncode == 1
    assert run.stderr == "Error: gone.txt: no such file or folder\n"
    assert run.stdout == "0 articles added, 0 quotes, 1 article known before, 1 failed\n"


def test_quiet_is_quiet_but_for_errors(indexer: Indexer, known: Path) -> None:
    """Nothing on standard output; failures are still named."""
    run = indexer("add", "--quiet", known, "article.txt", "gone.txt")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "Error: gone.txt: no such file or folder\n"


def test_failures_are_taken_up_again(indexer: Indexer, known: Path) -> None:
    """And nothing else is; when nothing is left to be taken up the status is 0."""
    indexer("add", known, "gone.txt", "lost.txt")
    known.with_name("gone.txt").write_text(TEXT + " Found.", encoding="utf-8")
    run = indexer("add", known, "--retry-failures")
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == "Error: lost.txt: no such file or folder"
    assert run.stdout.startswith("1 article added, ")
    known.with_name("lost.txt").write_bytes(TEXT.encode("utf-8"))
    indexer("add", known, "--retry-failures")
    run = indexer("add", known, "--retry-failures")
    assert (run.returncode, run.stdout) == (0, "0 articles added, 0 quotes, 0 failed\n")


def test_documents_are_removed_and_kept_out(indexer: Indexer, known: Path) -> None:
    """A dry run says the same and does nothing; afterwards the article does not come in again."""
    would = indexer("remove", known, "article.txt", "--keep-out", "--dry-run")
    run = indexer("remove", known, "article.txt", "--keep-out", "--by", "Jo", "--reason", "court")
    assert (run.returncode, run.stderr) == (0, "")
    assert re.fullmatch(r"Removed: article\.txt \([0-9a-f]{16}\), 1 quote, kept out\n", run.stdout)
    assert would.stdout == run.stdout.replace("Removed", "Would remove")
    again = indexer("add", known, "article.txt")
    assert again.stdout == "0 articles added, 0 quotes, 1 kept out, 0 failed\n"
    with closing(sqlite3.connect(known)) as connection:
        found = connection.execute("SELECT removed_by, reason FROM removals").fetchall()
    assert found == [("Jo", "court")]
    assert indexer("verify", known).returncode == 0


def test_standard_input_is_an_article(indexer: Indexer, known: Path) -> None:
    """`-` is the article that is piped in; here a known one."""
    run = indexer("add", known, "-", stdin=TEXT)
    assert "1 article known before" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "notes.txt", "article.txt"], "notes.txt is not an SQLite database"),
        (["add", "recipes.db", "article.txt"], "recipes.db belongs to something else"),
        (["add", ".", "article.txt"], ". is a folder: name a database file"),
        (["add", "gone/quotes.db", "article.txt"], "gone is not a folder: make it"),
        (
            ["add", "new.db", "article.txt", "--model", "gone"],
            "'gone' is not installed: pip install",
        ),
        (
            ["add", "new.db", "article.txt", "--model", "."],
            "the folder '.' holds no spaCy pipeline: name one that does",
        ),
        (["remove", "quotes.db", "gone"], "quotes.db has no document 'gone': nothing was removed"),
        (["remove", "gone.db", "x"], "gone.db: no such database. Make one: indexer add gone.db"),
        (["add", "gone.db", "--retry-failures"], "gone.db: no such database"),
        (["verify", "gone.db"], "gone.db: no such database. Make one: indexer add gone.db"),
        (["serve", "gone.db"], "gone.db: no such database. Make one: indexer add gone.db"),
        (["serve", "notes.txt"], "notes.txt is not an SQLite database"),
    ],
)
def test_an_error_is_one_line(
    indexer: Indexer, known: Path, arguments: list[str], message: str
) -> None:
    """On standard error, with status 1, naming the value and the way out; never a stack trace."""
    known.with_name("notes.txt").write_text("Call Marta back. " * 100)
    with closing(sqlite3.connect(known.with_name("recipes.db"))) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    run = indexer(*arguments)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("Error: ")
    assert message in run.stderr
    assert run.stderr.count("\n") == 1
    assert not known.with_name("new.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "quotes.db"],
        ["add", "quotes.db", "article.txt", "--retry-failures"],
        ["add"],
        ["remove", "quotes.db"],
        ["frobnicate"],
        ["add", "-x"],
    ],
)
def test_a_slip_on_the_command_line_has_status_2(arguments: list[str]) -> None:
    """The message shows the usage."""
    run = CliRunner().invoke(main, arguments)
    assert run.exit_code == 2
    assert "Usage: " in run.stderr


def test_an_evaluation_prints_tables_or_json(indexer: Indexer, tmp_path: Path) -> None:
    """Figures, classes, errors and the worst of them; JSON holds the same and nothing else."""
    corpus_folder(tmp_path / "corpus")
    names_file(tmp_path / "names.tsv")
    shown = indexer("evaluate", "corpus", "--names", "names.tsv", "--misses", "3")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "quotes found                                1.0000   3 of 3" in shown.stdout
    assert "right full name, of the sure labels" in shown.stdout
    run = indexer("evaluate", "corpus", "--names", "names.tsv", "--json")
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["counts"]["named"] == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone"], "gone is no corpus: it has no articles in gone/text"),
        (["corpus", "--names", "gone.tsv"], "gone.tsv: no such file"),
        (["corpus", "--names", "bad.tsv"], "bad.tsv, line 2: 1 values instead of 7"),
        (["corpus", "--model", "gone"], "'gone' is not installed: pip install"),
    ],
)
def test_what_cannot_be_evaluated_is_one_line(
    indexer: Indexer, tmp_path: Path, arguments: list[str], message: str
) -> None:
    """The file, the line and the way out."""
    corpus_folder(tmp_path / "corpus")
    names_file(tmp_path / "bad.tsv", "ferry")
    run = indexer("evaluate", *arguments)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert message in run.stderr


def test_broken_promises_fail_the_verification(indexer: Indexer, known: Path) -> None:
    """Each row is named, and the status is 1."""
    with closing(sqlite3.connect(known)) as connection, connection:
        connection.execute("UPDATE speakers SET quote_count = 7")
    run = indexer("verify", known)
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        "speakers 1: does not hold that quote_count and document_count are those of its quotes",
        f"{known}: broken promises: 1",
    ]


def test_a_full_disk_is_an_error_and_loses_nothing(known: Path) -> None:
    """Here the system refuses to let any file grow: what was in the database is still there."""
    new = known.with_name("new.txt")
    new.write_text("No quotes here. " * 50_000)
    command = [sys.executable, "-m", "indexer", "add", "--quiet", str(known), str(new)]
    run = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )
    assert run.returncode == 1
    assert "cannot grow" in run.stderr
    assert run.stderr.count("\n") == 1
    with closing(sqlite3.connect(known)) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_an_interrupt_keeps_what_is_finished(tmp_path: Path) -> None:
    """Ctrl-C writes the open batch, says how to go on, and ends with status 130 in two seconds."""
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "endless")
    command = [sys.executable, "-m", "indexer", "add", "quotes.db", "article.txt", "endless"]
    command += ["--workers", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as run:
        # It can be opened when the run has come to it.
        with (tmp_path / "endless").open("w"):
            start = time.perf_counter()
            run.send_signal(signal.SIGINT)
            printed, _ = run.communicate(timeout=15)
        assert time.perf_counter() - start < 2
    assert run.returncode == 130
    assert printed.startswith("1 article added, ")
    assert printed.endswith(", interrupted: run the same command again to go on\n")
    with closing(sqlite3.connect(tmp_path / "quotes.db")) as connection:
        assert connection.execute("SELECT source FROM documents").fetchall() == [("article.txt",)]


def test_an_interrupt_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any command ends with one line and status 130."""
    monkeypatch.setattr("indexer.store.verify", interrupt)
    run = CliRunner().invoke(main, ["verify", "quotes.db"])
    assert (run.exit_code, run.stdout, run.stderr) == (130, "", "Interrupted\n")


def test_an_interrupted_demonstration_serves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how to go on, as any run does."""
    summary = Summary(0, 0, 0, 0, (), interrupted=True)
    monkeypatch.setattr("indexer.demo.add_samples", lambda **_: summary)
    monkeypatch.setattr("indexer.server.serve", pytest.fail)
    run = CliRunner().invoke(main, ["demo"])
    assert run.exit_code == 130
    assert "run the same command again" in run.stdout


def interrupt(*_: object) -> NoReturn:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


def test_the_demonstration_serves_the_samples(tmp_path: Path, port: int) -> None:
    """Twice: the second time all sample articles are known, and it starts at once."""
    for _ in range(2):
        command = [sys.executable, "-u", "-m", "indexer", "demo", "--port", str(port)]
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            lines = [run.stdout.readline(), run.stdout.readline()]
            assert lines[1].startswith("db/quotes.db is at http://127.0.0.1:")
            assert b"</html>" in urlopen(f"http://127.0.0.1:{port}/", timeout=30).read()
            run.send_signal(2)
    assert lines[0].startswith("0 articles added, 0 quotes, ")
    assert lines[0].endswith(" known before, 0 failed\n")


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("main(['--help'])", HEAVY),
        ("main(['check', 'quotes.db', 'We have the boat'])", ("spacy", "thinc", "datasette")),
        ("main(['verify', 'quotes.db'])", ("spacy", "thinc", "datasette")),
        ("main(['add', 'quotes.db', 'article.txt'])", ("spacy", "thinc", "datasette", *READING)),
        ("main(['remove', 'quotes.db', 'article.txt'])", ("spacy", "thinc", "datasette", *READING)),
        ("main(['serve', 'quotes.db', '--host', '256.0.0.1'])", ("spacy", "thinc", *READING)),
    ],
    ids=["help", "check", "verify", "add known articles", "remove", "serve"],
)
def test_a_command_imports_only_what_it_needs(
    known: Path, code: str, absent: tuple[str, ...]
) -> None:
    """The language model's library stays out of whatever reads no new article."""
    script = (
        "import sys\nfrom indexer.cli import main\n"
        f"try:\n    {code}\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, cwd=known.parent, capture_output=True, text=True, check=True)
    assert not set(run.stderr.split()) & set(absent)


def test_the_site_imports_no_language_model() -> None:
    """Serving pages needs SQLite and templates only."""
    script = "import sys, indexer.site\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(run.stdout.split()) & {"spacy", "thinc"}


def test_help_is_quick(indexer: Indexer) -> None:
    """The best of three takes less than 0.4 seconds, Python's own start included."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        indexer("--help")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.4


def test_the_version_is_printed(indexer: Indexer) -> None:
    """It is the one that is written into documents."""
    assert indexer("--version").stdout == f"indexer, version {__version__}\n"
