"""From wordings and what links them to utterances: which wordings are versions of one.

Every wording joins at most one other: of those that it is linked to and that are longer the one
that it is most like. What hangs together is one utterance. So an excerpt that stands in two
speeches goes with the one that it is closer to and does not tie them to each other. A wording for
which nobody is named first goes over to the one speaker whose words it is most like, and from then
on is compared as theirs: it never stands between two people. The same words of two people, where
they are many, are one utterance, about which articles disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.wordings.comparison import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.wordings.words import Measure


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that somebody is quoted with; `speaker` is 0 where nobody is named."""

    id: int
    digest: int
    speaker: int
    measure: Measure


@dataclass(frozen=True, slots=True)
class Link:
    """Two wordings, by their ids, that may be of one utterance; see `Likeness` for the numbers."""

    one: int
    other: int
    relation: Relation
    coverage: float
    closeness: float


def group(wordings: Sequence[Wording], links: Iterable[Link]) -> tuple[frozenset[int], ...]:
    """Return the utterances, each the ids of its wordings.

    The outcome depends neither on the order of the wordings and links, nor on their ids.
    """
    by_id = {wording.id: wording for wording in wordings}
    linked: dict[int, list[tuple[Wording, Link]]] = {id_: [] for id_ in by_id}
    joined: list[tuple[int, int]] = []
    for link in links:
        if link.relation is Relation.DISPUTED:
            joined.append((link.one, link.other))
            continue
        linked[link.one].append((by_id[link.other], link))
        linked[link.other].append((by_id[link.one], link))
    speakers: dict[int, int] = {}
    undecided = set()
    for wording in wordings:
        named = _best([each for each in linked[wording.id] if each[0].speaker])
        of = {other.speaker for other in named}
        speakers[wording.id] = wording.speaker or (min(of) if len(of) == 1 else 0)
        if not wording.speaker and len(of) > 1:
            undecided.add(wording.id)
            # The same words of several people are one utterance if they are many, whoever is taken.
            joined += [(wording.id, named[0].id)] if named[0].measure.is_long else []
    for wording in wordings:
        if wording.id not in undecided:
            longer = [
                (other, link)
                for other, link in linked[wording.id]
                if _place(other) < _place(wording)
                and speakers[wording.id] in (0, speakers[other.id])
            ]
            joined += [(wording.id, other.id) for other in _best(longer)[:1]]
    return _connected(by_id, joined)


def _place(wording: Wording) -> tuple[int, bool, int]:
    return -wording.measure.words, wording.speaker == 0, wording.digest


def _best(linked: Sequence[tuple[Wording, Link]]) -> list[Wording]:
    """Return the wordings that a wording is most like: several only if all have the same words."""
    ranked = [
        ((link.coverage, link.closeness, other.measure.words, other.digest), other)
        for other, link in linked
    ]
    best = max((rank for rank, _ in ranked), default=None)
    return [other for rank, other in ranked if rank == best]


def _connected(ids: Iterable[int], pairs: Iterable[tuple[int, int]]) -> tuple[frozenset[int], ...]:
    root = {id_: id_ for id_ in ids}

    def find(id_: int) -> int:
        while root[id_] != id_:
            root[id_] = root[root[id_]]
            id_ = root[id_]
        return id_

    for one, other in pairs:
        root[find(one)] = find(other)
    groups: dict[int, set[int]] = {}
    for id_ in root:
        groups.setdefault(find(id_), set()).add(id_)
    return tuple(map(frozenset, groups.values()))
