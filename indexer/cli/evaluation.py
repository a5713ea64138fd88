"""`indexer evaluate`: how good the answers are."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.cli.options import FULL_PARSE, MODEL


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@MODEL
@FULL_PARSE
@click.option(
    "--names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Full names that the annotation lacks: a TSV file of article, start, end, speaker or -, "
    "class, kind, sure.",
)
@click.option(
    "--misses",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Print the N worst errors too, those of the highest confidence first.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object, with all errors, instead."
)
def evaluate(
    corpus: Path, model: str, full_parse: bool, names: Path | None, misses: int, as_json: bool
) -> None:
    """Measure accuracy against human annotation.

    CORPUS is a folder with text/*.txt and, in standoff format, attributions/*.ann. Prints which
    quotes were found and given to the right speaker, by what names the speaker and by method; how
    far the confidence can be trusted; and the errors by kind.
    """
    import json

    from indexer import evaluation
    from indexer.console import progress_shown

    with progress_shown([str(corpus / "text")], doing="Evaluating") as report:
        score = evaluation.evaluate(
            corpus, model=model, full_parse=full_parse, names=names, report=report
        )
    if as_json:
        click.echo(json.dumps(evaluation.as_dict(score), indent=2, ensure_ascii=False))
    else:
        click.echo(evaluation.table(score, misses))
