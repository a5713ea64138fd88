"""Word vectors in context, as spaCy's tok2vec gives them, with what is known of a word remembered.

Nearly three quarters of a parse went into this layer. A word's own vector depends on nothing but
its form, so it is computed once for each form; the layers over it, which look at the words beside,
are few products of matrices, done in one go for all texts of a batch. The numbers are those of the
layer that is replaced, but for the rounding of their last digits.

The layers are those of spaCy's HashEmbedCNN: see https://spacy.io/api/architectures.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model

WORDS_REMEMBERED = 20_000
"""Their vectors take some 400 bytes each."""

FORMS = (
    "extract_features",
    "list2ragged",
    "with_array(" + "|".join(("ints-getitem>>hashembed",) * 6) + ")",
    "with_array(maxout>>layernorm>>dropout)",
    "ragged2list",
)
CONTEXTS = "residual(expand_window>>maxout>>layernorm>>dropout)"
MIXED = 0x9E3779B97F4A7C15
"""An odd number without any pattern in its bits, that of Fibonacci hashing: its powers make one
number of a word's features, which are such numbers themselves.
"""

TINY = 1e-8
"""What thinc adds to a variance before it divides by its root."""


def remember_words(nlp: Language) -> None:
    """Have a pipeline's layer of word vectors remember words, if it is of the kind known here."""
    component: Any = nlp.get_pipe("tok2vec") if "tok2vec" in nlp.pipe_names else None
    if component is not None and _is_known(component.model):
        from thinc.api import Model  # noqa: PLC0415, as spaCy in `indexer.documents.parser`

        vectors = _WordVectors(component.model)
        component.model = Model("remembered", vectors.forward, dims={"nO": vectors.width})
        _look_only_for(nlp, vectors.columns)


def _look_only_for(nlp: Language, columns: Iterable[int | str]) -> None:
    """Have a new word not looked at for what nobody reads of it, such as whether it is a number."""
    from spacy.attrs import IDS  # noqa: PLC0415, as spaCy in `indexer.documents.parser`

    read = {IDS.get(column, column) for column in (*columns, "IS_SPACE")}
    vocabulary: Any = nlp.vocab
    for attribute in set(vocabulary.lex_attr_getters) - read:
        del vocabulary.lex_attr_getters[attribute]


def _is_known(model: Model[Any, Any]) -> bool:
    """Whether the layers are those of a HashEmbedCNN with windows of one word to each side."""
    if not (model.has_ref("embed") and model.has_ref("encode")):
        return False
    encode = model.get_ref("encode")
    windows = (node for node in encode.walk() if node.name == "expand_window")
    return (
        tuple(layer.name for layer in model.get_ref("embed").layers) == FORMS
        and encode.name.startswith("with_array(")
        and {layer.name for layer in encode.layers[0].layers} == {CONTEXTS}
        and all(window.attrs["window_size"] == 1 for window in windows)
    )


class _WordVectors:
    """The vectors of words, remembered by all that they depend on, and the layers over them."""

    def __init__(self, model: Model[Any, Any]) -> None:
        self.width = int(model.get_dim("nO"))
        extract, _, hashes, mix, _ = model.get_ref("embed").layers
        encode = model.get_ref("encode")
        self.columns = extract.attrs["columns"]
        self._embed = (hashes, mix)
        self._contexts = tuple(_Context.of(layer) for layer in encode.layers[0].layers)
        self._between = int(encode.attrs["pad"])
        self._mixture = np.array([MIXED**n % 2**64 for n in range(len(self.columns))], np.uint64)
        self._forget()

    def forward(
        self, _: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[NDArray[np.float32]], None]:
        """Return for each text an array of shape (tokens, width); nothing is ever trained here."""
        if is_train:
            raise NotImplementedError("a pipeline that remembers words cannot be trained")
        lengths = [len(doc) for doc in docs]
        rows = self._rows(np.concatenate([doc.to_array(self.columns) for doc in docs]))
        vectors = self._table[self._apart(rows, lengths)]
        for context in self._contexts:
            vectors += context.seen_from(vectors)
        return list(self._without_gaps(vectors, lengths)), None

    def _forget(self) -> None:
        self._known: dict[int, int] = {}
        # Row 0 stands for no word: between two texts.
        self._table: NDArray[np.float32] = np.zeros((1, self.width), dtype=np.float32)

    def _rows(self, features: NDArray[np.uint64]) -> list[int]:
        """Return the rows of the table for tokens by their features, of shape (tokens, columns)."""
        keys = (features.astype(np.uint64) @ self._mixture).tolist()
        new = {key: n for n, key in enumerate(keys) if key not in self._known}
        if new and len(self._known) + len(new) > WORDS_REMEMBERED:
            self._forget()
            new = {key: n for n, key in enumerate(keys)}
        if new:
            self._learn(list(new), features[list(new.values())])
        return list(map(self._known.__getitem__, keys))

    def _learn(self, keys: Sequence[int], features: NDArray[np.uint64]) -> None:
        hashes, mix = self._embed
        first = len(self._known) + 1
        if first + len(keys) > len(self._table):
            larger = np.zeros((2 * (first + len(keys)), self.width), dtype=np.float32)
            larger[:first] = self._table[:first]
            self._table = larger
        self._table[first : first + len(keys)] = mix.predict(hashes.predict(features))
        self._known.update(zip(keys, range(first, first + len(keys)), strict=True))

    def _apart(self, rows: Sequence[int], lengths: Iterable[int]) -> NDArray[np.intp]:
        """Return the rows of all texts with empty ones around each, as the layer was trained."""
        gap, given = (0,) * self._between, iter(rows)
        parts = (chain((next(given) for _ in range(length)), gap) for length in lengths)
        return np.fromiter(chain(gap, chain.from_iterable(parts)), dtype=np.intp)

    def _without_gaps(
        self, vectors: NDArray[np.float32], lengths: Iterable[int]
    ) -> Iterator[NDArray[np.float32]]:
        start = self._between
        for length in lengths:
            yield vectors[start : start + length]
            start += length + self._between


@dataclass(frozen=True, slots=True)
class _Context:
    """One layer: what a word's vector takes from itself and from the words beside it.

    - `weights`: shape (3 * width, pieces * width), of the word before, the word, the word after
    - `bias`: shape (pieces * width,)
    - `pieces`: of so many sums the greatest is taken
    - `gain`, `shift`: shape (width,), after the mean and the variance are taken out
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    pieces: int
    gain: NDArray[np.float32]
    shift: NDArray[np.float32]

    @classmethod
    def of(cls, residual: Model[Any, Any]) -> _Context:
        """Take the parameters from a residual layer of thinc."""
        maxout = next(node for node in residual.walk() if node.name == "maxout")
        norm = next(node for node in residual.walk() if node.name == "layernorm")
        weights, bias = np.asarray(maxout.get_param("W")), np.asarray(maxout.get_param("b"))
        width, pieces, inputs = weights.shape
        together = weights.transpose(1, 0, 2).reshape(pieces * width, inputs)
        return cls(
            np.ascontiguousarray(together.T),
            np.ascontiguousarray(bias.T).ravel(),
            pieces,
            np.asarray(norm.get_param("G")),
            np.asarray(norm.get_param("b")),
        )

    def seen_from(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what is to be added to each row of vectors, of shape (rows, width)."""
        rows, width = vectors.shape
        windows = np.zeros((rows, 3 * width), dtype=np.float32)
        windows[1:, :width] = vectors[:-1]
        windows[:, width:-width] = vectors
        windows[:-1, -width:] = vectors[1:]
        sums = windows @ self.weights
        sums += self.bias
        found = np.ascontiguousarray(sums[:, :width])
        for piece in range(1, self.pieces):
            np.maximum(found, sums[:, piece * width : (piece + 1) * width], out=found)
        found -= found.mean(axis=1, keepdims=True)
        variance = np.einsum("rw,rw->r", found, found) / width
        found *= (1 / np.sqrt(variance + TINY))[:, None]
        found *= self.gain
        found += self.shift
        return found
