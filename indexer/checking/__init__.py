"""Has anybody said this? Asked of a database through a connection that only reads.

Command line and site ask alike; in Datasette:
`await database.execute_fn(lambda connection: check(connection, Claim(words)))`.
"""

from indexer.checking.answers import Answer, Claim, Match, Outcome, Searched, Sighting, Verdict
from indexer.checking.check import check, searched
from indexer.checking.claims import claims, quoted_claims
from indexer.checking.lines import answer_lines, answers_json, explained, marked

__all__ = [
    "Answer",
    "Claim",
    "Match",
    "Outcome",
    "Searched",
    "Sighting",
    "Verdict",
    "answer_lines",
    "answers_json",
    "check",
    "claims",
    "explained",
    "marked",
    "quoted_claims",
    "searched",
]
