"""`indexer check`: has anybody said this?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli.options import DATABASE

if TYPE_CHECKING:
    from indexer.checking import Claim

STANDARD_INPUT = "-"


@click.command()
@DATABASE
@click.argument("words")
@click.option("--speaker", metavar="NAME", help="Who is claimed to have said it.")
@click.option("--json", "as_json", is_flag=True, help="Print the answers as a JSON array.")
def check(database: Path, words: str, speaker: str | None, as_json: bool) -> None:
    """Ask DB whether anybody has said these WORDS.

    Answers with the quotes that have them exactly, whatever the case, the punctuation and what
    stands in square brackets; or nearly, with the differences marked: [-words-] of the quote that
    WORDS lack, {+words+} that the quote lacks. WORDS may be a file, or - for standard input: then
    every quotation in that text is asked for. The exit status is 1 if something was not found, or
    was said by somebody else than NAME.
    """
    from contextlib import closing

    from indexer import checking, store
    from indexer.checking.answers import Outcome, Verdict

    claims = _claims(words, speaker)
    with closing(store.open_existing(database)) as db, store.translated_errors(database):
        searched = checking.searched(db.conn)
        answers = [checking.check(db.conn, claim) for claim in claims]
    if as_json:
        click.echo(checking.answers_json(answers, searched))
    else:
        for answer in answers:
            click.echo("\n".join(checking.answer_lines(answer, searched)))
    sound = (
        answer.outcome is not Outcome.NOT_FOUND and answer.verdict is not Verdict.SOMEBODY_ELSE
        for answer in answers
    )
    sys.exit(0 if all(sound) else 1)


def _claims(words: str, speaker: str | None) -> tuple[Claim, ...]:
    """Return what is claimed: the words given, or the quotations of the text they name."""
    from indexer.checking import Claim, quoted_claims

    text = _text(words)
    if text is None:
        return (Claim(words, speaker),)
    found = quoted_claims(text, speaker)
    if not found:
        raise click.UsageError(
            f"{words}: no quotation in it; give the words themselves to ask for them"
        )
    return found


def _text(words: str) -> str | None:
    """Return the text that the words name; None if they name none."""
    if words == STANDARD_INPUT:
        return sys.stdin.read()
    try:
        return Path(words).read_text("utf-8") if Path(words).is_file() else None
    except OSError:  # longer than a file's name can be
        return None
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{words}: not text in UTF-8") from error
