"""What the article calls a person: titles before the name, appositions and “who is” after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.languages.en.nouns import leftmost, noun_span, rightmost
from indexer.languages.en.phrases import DASHES, LONG_DASHES, mention_span, name_beside
from indexer.languages.en.proper_names import is_person_noun, is_title
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.models import Tokens
    from indexer.speakers.names import Name

ARTICLES = frozenset(("the", "a", "an"))
OWNERS = frozenset(("his", "her", "its", "their", "my", "our", "your"))
BEING = frozenset(("is", "was", "became", "remains", "'s", "’s", "are", "were"))
COPULAS = BEING | {"be", "been", "become", "named", "elected", "appointed"}
LONGEST_ROLE = 14
"""Tokens: what is longer is a description, not a role."""

LONGEST_OFFICE = 8
"""Tokens between “who is” and the noun that it leads to."""

LONGEST_BRACKET = 8
"""Tokens in brackets or between commas after a name."""

AFTER_NAME = frozenset(((",",), ("(",), ("[",), ("of",), ("Of",), ("OF",)))
BEFORE_NAME = frozenset(("compound", "amod", "nmod", "poss", "nummod", "det", "case", "punct"))
IN_TITLES = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "CD", "HYPH", "VBN", "DT", "IN"))
POSSESSIVES = frozenset(("’", "'", "’s", "'s"))
JOINS_WORDS = frozenset(("-", "’", "'", "‘", "&", "of", "/"))


def may_be_described(tokens: Tokens, name: Name) -> bool:
    """Whether what stands around a name may say who that is: most names are bare, and cheap so."""
    before, head, end = name.tokens.start - 1, name.tokens.end - 1, name.tokens.end
    if tokens.word[end : end + 1] in AFTER_NAME or tokens.dep[head] == "appos":
        return True
    if before >= 0 and (tokens.word[before] == "," or _ends_title(tokens, before)):
        return True
    tied = any(tokens.dep[child] == "appos" for child in tokens.children[head])
    return tied or _is_subject_of_being(tokens, head)


def roles_of(tokens: Tokens, names: Sequence[Name]) -> list[Span]:
    """Return the token spans of the roles that stand beside names, given in order, best first.

    In the order of the text, but a relative clause (“who leads the union”) comes last.
    """
    spans: list[Span] = []
    for name in names:
        spans += _before(tokens, name)
        spans += _after(tokens, name)
    for name in names:
        spans += _led(tokens, name)
    roles = (_trimmed(tokens, span) for span in dict.fromkeys(spans))
    return list(dict.fromkeys(role for role in roles if role and _is_role(tokens, role)))


def _before(tokens: Tokens, name: Name) -> Iterator[Span]:
    """Yield what stands before the name inside its phrase: “NATO Secretary-General”."""
    head = name.tokens.end - 1
    first = name.tokens.start
    if first == 0 or not _ends_title(tokens, first - 1):
        return
    before = [c for c in tokens.children[head] if c < first and tokens.dep[c] in BEFORE_NAME]
    start = min([first, *(leftmost(tokens, child) for child in before)])
    start = _titles_before(tokens, _over_of(tokens, start))
    end = name.tokens.start
    if end - LONGEST_ROLE <= start < end:
        last = next(
            (t for t in range(end - 1, start - 1, -1) if not _in_title(tokens, t)), start - 1
        )
        span = Span(last + 1, end)
        if any(is_person_noun(tokens, token) for token in range(*span)):
            yield span


def _titles_before(tokens: Tokens, start: int) -> int:
    """Return the start of titles that the parser cut off the name: “the Rev. Ann Roe”."""
    while start > 0 and tokens.word[start - 1].lower().rstrip(".") in words("titles"):
        start -= 1
    return start


def _in_title(tokens: Tokens, token: int) -> bool:
    """Whether a token may stand inside a title before a name."""
    if tokens.word[token] in JOINS_WORDS or tokens.tag[token] == "PRP$":
        return True
    return tokens.tag[token] in IN_TITLES and tokens.word[token][0].isalnum()


def _ends_title(tokens: Tokens, token: int) -> bool:
    """Whether a title may end here: no preposition, article or possessive leads into the name."""
    return tokens.tag[token] not in ("IN", "DT", "PRP$") and _in_title(tokens, token)


def _over_of(tokens: Tokens, start: int) -> int:
    """Return the start of “Secretary of State” where the parser took “State Antony Blinken”."""
    while start > 2 and tokens.word[start - 1] == "of" and tokens.tag[start - 2] == "NNP":
        start -= 2
        while start > 0 and tokens.tag[start - 1] in ("NNP", "NNPS", "POS"):
            start -= 1
    return start


def _after(tokens: Tokens, name: Name) -> Iterator[Span]:
    """Yield the descriptions beside the name: “, the port's chief engineer,”, “the mayor, …”."""
    head = name.tokens.end - 1
    for noun in _nouns_beside(tokens, name):
        common = tokens.tag[noun] in ("NN", "NNS") or tokens.word[noun].islower()
        if (common or _is_office(tokens, noun)) and is_person_noun(tokens, noun):
            span = _with_second(tokens, noun)
            owner = POSSESSIVES & set(tokens.word[name.tokens.end : name.tokens.end + 1])
            within = span.start <= head < span.end
            if not owner and not within:  # “Roe's son, Tim” says nothing of Roe
                yield span


def _nouns_beside(tokens: Tokens, name: Name) -> list[int]:
    """Return the nouns of the appositions before and after a name."""
    head = name.tokens.end - 1
    beside = [c for c in tokens.children[head] if tokens.dep[c] == "appos" and c > head]
    if tokens.dep[head] == "appos":
        beside.append(_described(tokens, tokens.head[head]))
    elif tokens.word[name.tokens.start - 1] == ",":
        beside += _before_comma(tokens, name)
    if not beside and tokens.word[name.tokens.end : name.tokens.end + 1] == (",",):
        beside += _after_comma(tokens, name.tokens.end)
    return beside


def _is_office(tokens: Tokens, noun: int) -> bool:
    """Whether a noun with a capital is an office and no party: “Senator”, not “a Republican”."""
    return is_title(tokens, noun) and tokens.word[noun].lower() not in words("party_nouns")


def _described(tokens: Tokens, noun: int) -> int:
    """Return the person's noun above what a name was tied to: “an aide to the port, Ann Roe”."""
    above = noun
    while tokens.dep[above] in ("pobj", "prep") and not is_person_noun(tokens, above):
        above = tokens.head[above]
    return above if is_person_noun(tokens, above) else noun


def _before_comma(tokens: Tokens, name: Name) -> Iterator[int]:
    """Yield the office before a comma and a name that the parser tied to something else."""
    start, head = name.tokens.start, name.tokens.end - 1
    first = max(tokens.sentences[tokens.sentence[head]].start, start - LONGEST_OFFICE)
    nouns = (t for t in range(first, start - 1) if is_person_noun(tokens, t))
    yield from (noun for noun in nouns if name_beside(tokens, noun) == head)


def _after_comma(tokens: Tokens, end: int) -> Iterator[int]:
    """Yield the noun of “, a teacher,” or “, 63, a teacher,” where the parser tied it elsewhere."""
    start = _after_age(tokens, end)
    follows = start < len(tokens) and tokens.word[start - 1] == ","
    noun = _first_noun(tokens, start) if follows else None
    if noun is not None:
        span = noun_span(tokens, noun)
        closed = span.end == len(tokens) or tokens.word[span.end][0] in ",.;"
        if span.start == start and closed:
            yield noun


def _after_age(tokens: Tokens, end: int) -> int:
    """Return the token after the comma that follows a name, and after the age between two."""
    comma = end < len(tokens) and tokens.word[end] == ","
    aged = comma and end + 2 < len(tokens) and tokens.word[end + 1].isdigit()
    return end + 3 if aged and tokens.word[end + 2] == "," else end + 1


def _first_noun(tokens: Tokens, start: int) -> int | None:
    """Return the last of the first run of nouns in a phrase that starts here, None without one."""
    stop = min(len(tokens), start + LONGEST_OFFICE, tokens.sentences[tokens.sentence[start]].end)
    for token in range(start, stop):
        tag = tokens.tag[token]
        following = tokens.tag[token + 1] if token + 1 < stop else ""
        if tag == "NN" and not following.startswith(("NN", "POS", "HYPH")):
            return token
        if not (tag in IN_TITLES or tag in ("PRP$", "RB", "JJS", "JJR")):
            return None
    return None


def _led(tokens: Tokens, name: Name) -> Iterator[Span]:
    """Yield the offices of “who is the president of Y” and of “who leads Y”."""
    if tokens.word[name.tokens.end : name.tokens.end + 1] != (",",):
        return
    start = _after_age(tokens, name.tokens.end)
    if start + 1 >= len(tokens) or tokens.word[start].lower() != "who":
        return
    verb = start + 1
    if tokens.word[verb].lower() in BEING:
        noun = _first_noun(tokens, verb + 1) if verb + 1 < len(tokens) else None
        if noun is not None and is_person_noun(tokens, noun):
            yield _with_second(tokens, noun)
    elif tokens.word[verb].lower() in words("leading_verbs"):
        led = [c for c in tokens.children[verb] if tokens.dep[c] == "dobj"]
        yield from (Span(verb, mention_span(tokens, c).end) for c in led)


def _with_second(tokens: Tokens, noun: int) -> Span:
    """Return a role's phrase, with the one that is joined to it: “founder and chief executive”."""
    span = noun_span(tokens, noun)
    if span.end > noun + 1:
        return span  # “founder of the firm and a mother of two”: each has its own
    second = [c for c in tokens.children[noun] if tokens.dep[c] == "conj" and c > noun]
    for other in second:
        phrase = noun_span(tokens, other)
        joined = tokens.word[span.end : phrase.start] in (("and",), (",", "and"), ("and", "the"))
        if joined and tokens.tag[other] == "NN" and is_person_noun(tokens, other):
            shared = [
                c for c in tokens.children[noun] if c == phrase.end and tokens.dep[c] == "prep"
            ]
            end = max([phrase.end, *(rightmost(tokens, c) + 1 for c in shared)])
            return Span(span.start, end)
    return span


def predicates_of(tokens: Tokens, names: Sequence[Name]) -> Iterator[Span]:
    """Yield what a sentence says that somebody is: “Ann Roe is the nominee of her party”."""
    for name in names:
        head = name.tokens.end - 1
        if _is_subject_of_being(tokens, head):
            for child in tokens.children[tokens.head[head]]:
                if tokens.dep[child] in ("attr", "oprd") and is_person_noun(tokens, child):
                    yield Span(leftmost(tokens, child), rightmost(tokens, child) + 1)


def _is_subject_of_being(tokens: Tokens, noun: int) -> bool:
    verb = tokens.word[tokens.head[noun]]
    return tokens.dep[noun] in ("nsubj", "nsubjpass") and verb.lower() in COPULAS


def brackets_after(tokens: Tokens, names: Sequence[Name]) -> Iterator[Span]:
    """Yield what says right after a name where somebody comes from: “(R-Ohio)”, “of Texas”."""
    for name in names:
        end = name.tokens.end
        opener = tokens.word[end].lower() if end < len(tokens) else ""
        if opener in ("(", ",", "of", "[") and end + 1 < len(tokens):
            closes = range(end + 1, min(end + LONGEST_BRACKET, len(tokens)))
            stop = next((t for t in closes if tokens.word[t] in (")", ",", "]")), None)
            if stop is not None and tokens.word[end + 1][0].isupper():
                yield Span(end + 1, stop)


def organization_nouns(tokens: Tokens, fullest: Name, names: Sequence[Name]) -> frozenset[str]:
    """Return the nouns by which an organisation is called: those in its name and beside it.

    “The board” is the Harbour Board, “the publisher” is Ashby after “Ashby, a publisher,”.
    """
    heads = [name.tokens.end - 1 for name in names]
    beside = [c for head in heads for c in tokens.children[head] if tokens.dep[c] == "appos"]
    beside += [tokens.head[head] for head in heads if tokens.dep[head] == "appos"]
    beside += [name.tokens.start - 1 for name in names if name.tokens.start]
    nouns = {tokens.word[noun].lower() for noun in beside if tokens.tag[noun] == "NN"}
    said = {word.lower() for word in fullest.words}
    known = words("organization_nouns")
    return frozenset((said | nouns) & known | said & words("organization_words"))


def _is_spaced(tokens: Tokens, dash: int) -> bool:
    """Whether a dash stands between words, after a dateline or before a signature."""
    return (
        dash == 0 or tokens.end[dash - 1] < tokens.start[dash] or tokens.word[dash] in LONG_DASHES
    )


def _trimmed(tokens: Tokens, span: Span) -> Span | None:
    """Return a role without what stands before a dash, its own article and marks at its ends.

    An owner stays, with its article: “the port's chief engineer”, “his lawyer”.
    """
    start, end = span
    dashes = [token for token in range(start, end) if tokens.word[token] in DASHES]
    start = max([start, *(token + 1 for token in dashes if _is_spaced(tokens, token))])
    while start < end and not tokens.word[start][0].isalnum():
        start += 1
    owned = start < end and tokens.dep[tokens.head[start]] == "poss"
    if start < end and not owned and tokens.word[start].lower() in ARTICLES:
        start += 1
    while (
        end > start and not tokens.word[end - 1][-1].isalnum() and tokens.word[end - 1][-1] != "."
    ):
        end -= 1
    return Span(start, end) if start < end else None


def _is_role(tokens: Tokens, span: Span) -> bool:
    """Whether a phrase says what somebody does: no courtesy, no “his widow”, not too long."""
    text = tokens.span(span).of(tokens.text)
    if span.end - span.start > LONGEST_ROLE or "\n" in text:
        return False
    owned = tokens.word[span.start].lower() in OWNERS
    kin = owned and tokens.word[span.end - 1].lower() in words("kinship_nouns")
    plain = any(word in words("plain_nouns") for word in tokens.word[span.start : span.end])
    courtesies = words("courtesy_titles")
    return not (kin or plain) and any(
        word.lower().rstrip(".") not in courtesies for word in text.split()
    )


def described_role(tokens: Tokens, noun: int) -> str | None:
    """Return the role that a description of somebody known is: “chief constable of Westmere”."""
    span = _trimmed(tokens, noun_span(tokens, noun))
    fits = span and is_person_noun(tokens, noun) and _is_role(tokens, span)
    return tokens.span(span).of(tokens.text) if span and fits else None


def fullest_role(roles: Sequence[str]) -> str | None:
    """Return the first role, or the longest that says it more fully; None where there is none.

    “Mayor” is “mayor of Port Ellery” later, and “engineer” was “chief engineer” before. “Her rival”
    says little outside its sentence, so it is for those who have no other role.
    """
    absolute = [role for role in roles if role.partition(" ")[0].lower() not in OWNERS]
    known = absolute or roles
    if not known:
        return None
    first = known[0].lower()
    return max((role for role in known if f" {first} " in f" {role.lower()} "), key=len)
