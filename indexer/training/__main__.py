"""`python -m indexer.training CORPUS`: learn the lexicon and the model, and write them."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.corpus import read_corpus
from indexer.documents import Parser
from indexer.errors import IndexerError
from indexer.evaluation.names import check_articles, read_all_names
from indexer.training.examples import parse
from indexer.training.learning import THRESHOLD, learn
from indexer.training.validation import cross_validate, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.attribution.lexicon import Lexicon
    from indexer.corpus import AnnotatedArticle
    from indexer.evaluation.names import NamedQuotation
    from indexer.training.examples import Parsed

LEXICON_HEADING = """\
# Learned from {name} ({articles} articles, digest {digest}) by python -m indexer.training.
# verb, noun: share of the word's occurrences beside quotations that belong to a reporting cue;
# source: share of the noun's occurrences that name who said a quotation;
# label: share of the quotations right after the word that are nobody's words;
# company: the same of the quotations that the noun or verb is near to.
# report_verb, report_word: share of the verb's or other word's occurrences that introduce a report,
# indirect speech included. Words with a capital, names above all, have no share.
"""


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--folds", default=5, show_default=True, help="Folds of the cross-validation.")
@click.option(
    "--names",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Full names for the cross-validation, as indexer evaluate takes them.",
)
def main(corpus: Path, folds: int, names: tuple[Path, ...]) -> None:
    """Learn from CORPUS, a folder in standoff format, and write the model into the package."""
    try:
        articles = list(read_corpus(corpus))
        named = read_all_names(names)
        check_articles(named, articles)
    except IndexerError as error:
        raise click.ClickException(str(error)) from error
    parser = Parser()
    with click.progressbar(articles, label="parsing") as bar:
        parsed = [parse(article, parser) for article in bar]
    provenance = _provenance(corpus.resolve().name, parsed, folds, named)
    learned = learn(parsed)
    _write_lexicon(learned.lexicon, provenance)
    _write_model({"provenance": provenance, **learned.data})
    click.echo(json.dumps(provenance, indent=1))


def _provenance(
    name: str,
    parsed: Sequence[Parsed],
    folds: int,
    names: Mapping[str, Sequence[NamedQuotation]],
) -> dict[str, Any]:
    """Say what the model was learned from, and how it does on what it was not learned from."""
    return {
        "corpus": name,
        "digest": corpus_digest(item.annotated for item in parsed),
        "articles": len(parsed),
        "quotations": sum(len(item.quotations) for item in parsed),
        "folds": folds,
        "names": sum(map(len, names.values())),
        **report(cross_validate(parsed, folds, names, click.echo), THRESHOLD),
    }


def corpus_digest(articles: Iterable[AnnotatedArticle]) -> str:
    """Return a digest of the texts and annotations, in order of name."""
    digest = sha256()
    for annotated in articles:
        digest.update(f"{annotated.name}\n{annotated.article.sha256}\n".encode())
        digest.update(repr(annotated.quotes).encode())
    return digest.hexdigest()


def _write_lexicon(lexicon: Lexicon, provenance: dict[str, Any]) -> None:
    heading = LEXICON_HEADING.format(
        name=provenance["corpus"],
        articles=provenance["articles"],
        digest=provenance["digest"][:16],
    )
    tables = (
        ("verb", lexicon.verbs),
        ("noun", lexicon.nouns),
        ("source", lexicon.sources),
        ("label", lexicon.labels),
        ("company", lexicon.company),
        ("report_verb", lexicon.report_verbs),
        ("report_word", lexicon.report_words),
    )
    rows = [f"{name}\t{word}\t{share}\n" for name, table in tables for word, share in table.items()]
    path = Path(str(files("indexer.languages.en").joinpath("lexicon.tsv")))
    path.write_text(heading + "".join(rows), "utf-8")


def _write_model(data: dict[str, Any]) -> None:
    path = Path(str(files("indexer.attribution").joinpath("model.json")))
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
