"""Checking that speakers are those to which the articles and decisions of a database lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.store.identity_components import Blocks, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

ALL_BLOCKS = "SELECT DISTINCT kind, block, scope FROM speaker_profiles ORDER BY 1, 2, 3"

AT_ONCE = 500
"""Blocks that are held in memory together."""

NAME_OF = "SELECT name FROM speakers WHERE id = ?"


def wrongly_identified(db: Database) -> Iterator[tuple[str, str, str]]:
    """Yield (promise, table, row) for what would be decided differently now."""
    owners: dict[int, int] = {}
    references = [Reference(*row) for row in db.execute(ALL_BLOCKS).fetchall()]
    for start in range(0, len(references), AT_ONCE):
        blocks = Blocks(db)
        for component in blocks.components(references[start : start + AT_ONCE]):
            speakers = {row.speaker_id for row in component.rows.values()}
            if len(speakers) > 1:
                yield "one person is one speaker", "speaker_profiles", str(min(component.rows))
            first = min(component.rows)
            for speaker in speakers:
                if speaker is not None and owners.setdefault(speaker, first) != first:
                    yield "one speaker is one person", "speakers", str(speaker)
            for key, row in component.rows.items():
                link = component.links[key]
                told = (link.rule.value, link.evidence, link.sure.value)
                if told != (row.rule, row.evidence, row.sure):
                    yield "the link says why it is this speaker", "speaker_profiles", str(key)
            for speaker in speakers:
                if db.execute(NAME_OF, [speaker]).fetchone() != (component.name,):
                    yield "the name is the fullest, or the one given", "speakers", str(speaker)
