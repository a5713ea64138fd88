"""Who is who across articles: names, roles and dates compared, without a database."""

from indexer.identity.aliases import other_names
from indexer.identity.decision import Group, decide_organizations, decide_persons
from indexer.identity.evidence import Link, Profile, Rule, Sure, quarter_of
from indexer.identity.known import Candidate, Known, Spoken, candidates
from indexer.identity.names import fullness, person_name, proper_name
from indexer.identity.namesakes import decade
from indexer.identity.organizations import organization_name
from indexer.identity.roles import organization_of, role_of

__all__ = [
    "Candidate",
    "Group",
    "Known",
    "Link",
    "Profile",
    "Rule",
    "Spoken",
    "Sure",
    "candidates",
    "decade",
    "decide_organizations",
    "decide_persons",
    "fullness",
    "organization_name",
    "organization_of",
    "other_names",
    "person_name",
    "proper_name",
    "quarter_of",
    "role_of",
]
