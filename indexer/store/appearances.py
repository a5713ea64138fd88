"""A speaker as one article shows them: what is known of them there, before who it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.identity import organization_name, other_names, person_name, role_of
from indexer.models import SpeakerKind, digest, domain_of
from indexer.store.outlets import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.models import Article, IndexedArticle, Quote, Speaker


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody in one article: a name and kind, which are theirs alone there.

    `names` are all forms met, `aliases` other full names that the article gives; `role` and
    `outlet` are empty where there is none. `quotes` counts theirs.
    """

    document_id: str
    name: str
    kind: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    role: str
    outlet: str
    quotes: int
    published: str | None

    @property
    def key(self) -> str:
        """What it is known by after its article was removed."""
        return appearance_key(self.document_id, self.kind, self.name)

    @property
    def is_bound(self) -> bool:
        """Whether nobody can say who it is in another article.

        “A senior aide”, “residents”, “the report” and “the company” are nobody outside their
        article, and neither is a last name that comes with no role at all.
        """
        if self.kind == SpeakerKind.ORGANIZATION.value:
            return self.name[:1].islower()
        if self.kind != SpeakerKind.PERSON.value:
            return True
        role = role_of(self.role)
        return person_name(self.name).is_bare and not (role.named or role.offices)

    @property
    def is_weak(self) -> bool:
        """Whether the name alone leads to nobody: a last name, or one with a single initial."""
        return self.kind == SpeakerKind.PERSON.value and not person_name(self.name).is_full

    @property
    def role_key(self) -> str:
        """The role without what different wordings of it differ in; empty without one."""
        return role_of(self.role).key if self.role else ""

    @property
    def fields(self) -> str:
        """The fields of work to which the role belongs, as they stand in a profile."""
        return " ".join(sorted(role_of(self.role).fields))

    @property
    def block(self) -> str:
        """What the names have in common with which it is compared."""
        return block_of(self.name, self.kind)


def appearance_key(document_id: str, kind: str, name: str) -> str:
    """Return a digest that tells an appearance, and has none of the article's words."""
    return digest(f"{document_id}\n{kind}\n{name}")


def block_of(name: str, kind: str) -> str:
    """Return what a name has in common with those that may be the same speaker's."""
    if kind == SpeakerKind.PERSON.value:
        return person_name(name).block
    return organization_name(name).block


def appearances_of(indexed: IndexedArticle) -> dict[tuple[str, str], Appearance]:
    """Return who appears in an article, by name and kind, in the order of their first quote."""
    quotes: defaultdict[tuple[str, str], list[Quote]] = defaultdict(list)
    for quote in indexed.quotes:
        if quote.speaker is not None:
            quotes[identity_of(quote.speaker)].append(quote)
    return {own: _appearance(indexed.article, own, theirs) for own, theirs in quotes.items()}


def identity_of(speaker: Speaker) -> tuple[str, str]:
    """Return what tells a speaker from the others of the article."""
    return speaker.name, speaker.kind.value


def _appearance(article: Article, own: tuple[str, str], quotes: list[Quote]) -> Appearance:
    name, kind = own
    met = (form for quote in quotes if quote.speaker for form in quote.speaker.names)
    names = tuple(dict.fromkeys((name, *met)))
    return Appearance(
        document_id=article.id,
        name=name,
        kind=kind,
        names=names,
        aliases=aliases_of(name, kind, names, article.text),
        role=commonest(quote.role for quote in quotes),
        outlet=outlet_key(article.publication, article.url),
        quotes=len(quotes),
        published=article.published,
    )


def aliases_of(name: str, kind: str, names: Iterable[str], text: str) -> tuple[str, ...]:
    """Return other names of a person or organisation; none of any other kind."""
    named = kind in (SpeakerKind.PERSON.value, SpeakerKind.ORGANIZATION.value)
    return other_names(name, kind, names, text) if named else ()


def commonest(roles: Iterable[str | None]) -> str:
    """Return the role given most often, of several the longest; empty where there is none."""
    counts = Counter(role for role in roles if role)
    return max(counts, key=lambda role: (counts[role], len(role), role), default="")


def outlet_key(name: str | None, url: str | None) -> str:
    """Return what tells an outlet from others, as the article itself gives it."""
    return key_of(name).text if name else domain_of(url) or ""
