"""An answer as a person reads it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from indexer.checking.answers import Outcome, Verdict
from indexer.wordings import Change, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.checking.answers import Answer, Match, Searched

OUTCOMES = {
    Outcome.EXACT: "Found, word for word",
    Outcome.NEAR: "Not found word for word, but nearly",
    Outcome.NOT_FOUND: "Not found",
}

VERDICTS = {
    Verdict.AGREES: "said by {speaker}, as claimed",
    Verdict.SOMEBODY_ELSE: "not said by {speaker} but by somebody else",
    Verdict.NOBODY_NAMED: "the articles name nobody",
}


def answer_lines(answer: Answer, searched: Searched) -> Iterator[str]:
    """Yield the lines that tell an answer.

    In words that are near, [-these-] stand in the quote and not in the claim, {+these+} in the
    claim and not in the quote.
    """
    yield f"“{' '.join(answer.claim.words.split())}”"
    verdict = ""
    if answer.verdict:
        verdict = f"; {VERDICTS[answer.verdict].format(speaker=answer.claim.speaker)}"
    yield f"  {OUTCOMES[answer.outcome]}{verdict}{'' if answer.matches else _extent(searched)}"
    for match in answer.matches:
        yield f"  {match.speaker_name or 'Nobody named'}: “{marked(match, answer.claim.words)}”"
        yield f"    {explained(match)}; {_printed(match)}"
        for sighting in match.sightings:
            known = (sighting.published, sighting.publication, sighting.url, sighting.quote_id)
            yield f"    {', '.join(each for each in known if each)}"


def answers_json(answers: Iterable[Answer], searched: Searched) -> str:
    """Return answers as a JSON array of the records' fields, with what explains the similarity."""
    found = [
        {
            **asdict(answer.claim),
            "outcome": answer.outcome.value,
            "verdict": answer.verdict.value if answer.verdict else None,
            "searched": asdict(searched),
            "matches": [_as_dict(match, answer.claim.words) for match in answer.matches],
        }
        for answer in answers
    ]
    return json.dumps(found, indent=2, ensure_ascii=False)


def _as_dict(match: Match, claim: str) -> dict[str, object]:
    fields = asdict(match)
    del fields["likeness"], fields["differences"]
    return {
        **fields,
        "relation": match.likeness.relation.value,
        "similarity": round(match.similarity, 4),
        "explanation": explained(match),
        "marked": marked(match, claim),
        "differences": [
            {"change": each.change.value, "quote": list(each.source), "claim": list(each.target)}
            for each in match.differences
        ],
    }


def marked(match: Match, claim: str) -> str:
    """Return the words of a match, with what is different in the claim."""
    if match.likeness.relation is Relation.EQUAL:
        return " ".join(match.text.split())
    pieces = []
    for difference in match.differences:
        quoted, claimed = difference.source.of(match.text), difference.target.of(claim)
        if difference.change is Change.SAME:
            pieces.append(quoted)
            continue
        pieces += [f"[-{quoted}-]"] if quoted else []
        pieces += [f"{{+{claimed}+}}"] if claimed else []
    return " ".join(" ".join(pieces).split())


def explained(match: Match) -> str:
    """Return in words what the similarity is made of."""
    likeness = match.likeness
    if likeness.relation is Relation.EQUAL:
        return f"all {likeness.shared} words are the same"
    if likeness.relation is Relation.CONTAINED:
        return f"{likeness.shared} words in a row are the same"
    share = f"{match.similarity:.0%}"
    return f"{likeness.shared} of {likeness.shorter.words} words are the same, in order: {share}"


def _printed(match: Match) -> str:
    times = "once" if match.quote_count == 1 else f"{match.quote_count:,} times"
    articles = "article" if match.document_count == 1 else "articles"
    dates = sorted({date[:10] for date in (match.first_seen, match.last_seen) if date})
    return (
        f"printed {times} in {match.document_count:,} {articles}, {' to '.join(dates) or 'undated'}"
    )


def _extent(searched: Searched) -> str:
    dates = sorted({date[:10] for date in (searched.first, searched.last) if date})
    return (
        f" in {searched.quotes:,} quotes of {searched.documents:,} articles "
        f"({' to '.join(dates) or 'undated'})"
    )
