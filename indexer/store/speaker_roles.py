"""What speakers are called for the most part: by which a person tells namesakes apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# role_key: “mayor of Port Ellery” and “Port Ellery mayor” are one role.
WORDINGS = """
SELECT role_key, role, sum(appearance_count) FROM speaker_profiles
WHERE speaker_id = ? AND role <> '' GROUP BY role_key, role
"""

MOST = 2
"""Roles that a line has room for."""


def main_roles(db: Database, speaker: int) -> tuple[str, ...]:
    """Return the roles that most articles give a speaker, each in its commonest wording."""
    roles: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, wording, articles in db.execute(WORDINGS, [speaker]).fetchall():
        roles[key][wording] += articles
    ranked = sorted(roles.values(), key=lambda wordings: (-wordings.total(), min(wordings)))
    return tuple(min(w, key=lambda word: (-w[word], word)) for w in ranked[:MOST])
