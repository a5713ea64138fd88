"""English noun phrases: from a head token to the words of a name, of a description, of a cue.

All spans are of tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.models import Span

if TYPE_CHECKING:
    from indexer.models import Tokens

NAME_TAGS = ("NNP", "NNPS")
PRONOUN_TAGS = ("PRP", "PRP$", "WP", "WP$", "WDT")
LONGEST_NAME = 6
LONGEST_COMPLEMENT = 10
AGE_TOKENS = 5
BEFORE_NOUN = frozenset(
    ("det", "amod", "compound", "nmod", "nummod", "poss", "predet", "quantmod", "advmod", "case")
)
COMPLEMENTS = frozenset(
    (
        "of",
        "for",
        "with",
        "at",
        "from",
        "in",
        "on",
        "to",
        "by",
        "into",
        "about",
        "close",
        "familiar",
    )
)
NICKNAME_MARKS = frozenset("“”\"'‘’")
LONG_DASHES = frozenset(("—", "–", "―", "--"))
DASHES = LONG_DASHES | {"-"}
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def mention_span(tokens: Tokens, head: int) -> Span:
    """Return the phrase with this head: a bare name, a pronoun, or a noun with its modifiers.

    A name is given without titles and roles; a noun with what stands before it and its “of …”.
    Where a name and a description stand in apposition, the name it is.
    """
    head = name_beside(tokens, head)
    if tokens.tag[head] in NAME_TAGS and not is_title(tokens, head):
        return name_span(tokens, head)
    if tokens.tag[head] in PRONOUN_TAGS:
        return Span(head, head + 1)
    return noun_span(tokens, head)


def name_beside(tokens: Tokens, head: int) -> int:
    """Return the head of the name that a description stands in apposition with, else the head."""
    if tokens.tag[head] not in ("NN", "NNS"):
        return head
    above = head
    while tokens.dep[above] == "appos" and tokens.tag[tokens.head[above]] in ("NN", "CD", "NNP"):
        above = tokens.head[above]
        if tokens.tag[above] == "NNP":
            return above
    aged = _name_before_age(tokens, _left_edge(tokens, head))
    if aged is not None:
        return aged
    named = [c for c in tokens.children[head] if tokens.dep[c] == "appos" and c > head]
    return next((c for c in named if tokens.tag[c] == "NNP" and not is_title(tokens, c)), head)


def _name_before_age(tokens: Tokens, start: int) -> int | None:
    """Return the name in “Tolliver, 58, a former car dealer,” where the phrase starts at “a”."""
    name = start - 4
    if name < 0 or not tokens.word[name][0].isupper():
        return None
    comma, age, again = tokens.word[name + 1 : start]
    return name if comma == again == "," and age.isdigit() else None


def noun_span(tokens: Tokens, head: int) -> Span:
    """Return a noun with what stands before it and the complement that follows right on."""
    start, end = _left_edge(tokens, head), _right_edge(tokens, head)
    old = _age_before(tokens, max(head, end - 1))
    if old is not None:
        start = min(start, old)
        end = max(end, old + AGE_TOKENS)
        before = tokens.word[start - 1].lower() if start else ""
        start -= before in ("a", "an", "the")
    return Span(start, end)


def _age_before(tokens: Tokens, last: int) -> int | None:
    """Return where “42-year-old” starts, in its five tokens, if the token belongs to it."""
    for start in range(max(0, last - AGE_TOKENS), min(last + 1, len(tokens) - AGE_TOKENS + 1)):
        words_of_age = tokens.word[start : start + AGE_TOKENS]
        if words_of_age[1:] == ("-", "year", "-", "old") and words_of_age[0].isdigit():
            return start
    return None


def name_span(tokens: Tokens, head: int) -> Span:
    """Return the name that a token belongs to, without the titles before it."""
    sentence = tokens.sentences[tokens.sentence[head]]
    start, end = head, head + 1
    while start > sentence.start and head - start < LONGEST_NAME:
        step = _step_left(tokens, start, sentence.start)
        if not step:
            break
        start -= step
    while end < sentence.end and _extends_right(tokens, end, head):
        end += 1
    return Span(start + _words_of_office(tokens, start, end), end)


def _words_of_office(tokens: Tokens, start: int, end: int) -> int:
    """Return how many words of a name belong to the office before it: “Secretary of State X Y”."""
    of_office = start > 1 and tokens.word[start - 1] == "of" and is_title(tokens, start - 2)
    return 1 if of_office and end - start > 2 else 0


def _step_left(tokens: Tokens, start: int, first: int) -> int:
    """Return how many tokens before `start` belong to the same name: 0 for the name's start."""
    if is_name_part(tokens, start - 1):
        return 1
    beyond = start - 1
    while beyond > first and _joins_names(tokens, beyond):
        beyond -= 1
    if beyond < start - 1:
        return start - beyond if is_name_part(tokens, beyond) else 0
    for length in (1, 2):
        opening = beyond - length - 1
        marked = opening - 1 >= first and tokens.word[beyond] in NICKNAME_MARKS
        if marked and tokens.word[opening] in NICKNAME_MARKS:
            return start - opening + 1 if is_name_part(tokens, opening - 1) else 0
    return 0


def _joins_names(tokens: Tokens, token: int) -> bool:
    """Whether a small word or mark stands inside a name; a dash with space around it does not."""
    word = tokens.word[token]
    if word == "-":
        return tokens.end[token - 1] == tokens.start[token]
    return word == "&" or word in words("name_particles")


def _extends_right(tokens: Tokens, end: int, head: int) -> bool:
    if tokens.word[end].lower().rstrip(".") in SUFFIXES:
        return True
    return is_name_part(tokens, end) and tokens.head[end] in (head, end - 1)


def is_name_part(tokens: Tokens, token: int) -> bool:
    """Whether a token is a capitalised word of a name, by its tag, and no title.

    A given name that the tagger took for a noun counts where a name follows.
    """
    word = tokens.word[token]
    if not word[0].isupper() or is_title(tokens, token):
        return False
    if word.lower().rstrip(".") in words("calendar_words"):
        return False
    if tokens.tag[token] in NAME_TAGS:
        return True
    followed = token + 1 < len(tokens) and tokens.tag[token + 1] in NAME_TAGS
    lower = word.lower()
    if not followed or lower in words("person_nouns") or lower in words("organization_nouns"):
        return False
    mistagged = tokens.tag[token] == "NN" and tokens.dep[token] == "compound"
    return mistagged or lower in genders("given_names")


def is_title(tokens: Tokens, token: int) -> bool:
    """Whether a word is a title or office that stands before names: “Sen.”, “President”.

    A capitalised noun for a person is one where a name follows: “Public Advocate Ann Roe”.
    """
    lower = tokens.word[token].lower().rstrip(".")
    if lower in words("titles"):
        return not _begins_organization(tokens, token)
    followed = token + 1 < len(tokens) and tokens.tag[token + 1] in NAME_TAGS
    return followed and lower in words("person_nouns") and tokens.word[token][0].isupper()


def _begins_organization(tokens: Tokens, token: int) -> bool:
    """Whether a word that may be a title begins a name like “Justice Department”."""
    sentence = tokens.sentences[tokens.sentence[token]]
    end = token + 1
    while end < min(sentence.end, token + LONGEST_NAME) and tokens.tag[end] in NAME_TAGS:
        end += 1
    capital = tokens.word[token][0].isupper() and not tokens.word[token].endswith(".")
    last = tokens.word[end - 1].lower().rstrip(".")
    return capital and end > token + 1 and last in words("organization_words")


def _left_edge(tokens: Tokens, head: int) -> int:
    edge = head
    for child in reversed([c for c in tokens.children[head] if c < head]):
        if tokens.dep[child] not in BEFORE_NOUN:
            break
        edge = min(edge, leftmost(tokens, child))
    return edge


def leftmost(tokens: Tokens, token: int) -> int:
    """Return the first token of a token's subtree."""
    return min(_subtree(tokens, token))


def rightmost(tokens: Tokens, token: int) -> int:
    """Return the last token of a token's subtree."""
    return max(_subtree(tokens, token))


def _subtree(tokens: Tokens, token: int) -> list[int]:
    found = [token]
    for above in found:
        found += tokens.children[above]
    return found


def _right_edge(tokens: Tokens, head: int) -> int:
    """Return where the phrase ends: after complements that follow right on (“of …”).

    A comma, a relative pronoun or a finite verb ends them.
    """
    end = head + 1
    for child in tokens.children[head]:
        if child == end and _is_complement(tokens, head, child):
            last = min(rightmost(tokens, child) + 1, head + LONGEST_COMPLEMENT)
            end = next((t for t in range(child, last) if _ends_phrase(tokens, child, t)), last)
    return end


def _is_complement(tokens: Tokens, head: int, child: int) -> bool:
    if tokens.dep[child] == "prep":
        return tokens.word[child].lower() in COMPLEMENTS
    participle = tokens.dep[child] == "acl" and tokens.tag[child] == "VBN"
    return participle or (tokens.dep[child] == "amod" and child > head)


def _ends_phrase(tokens: Tokens, child: int, token: int) -> bool:
    tag = tokens.tag[token]
    stops = tag in (",", ":", ".", "``", "''", "-LRB-", "VBD", "VBZ", "VBP", "MD")
    return token > child and (stops or tag.startswith("W"))


def cue_span(tokens: Tokens, cue: int) -> Span:
    """Return a reporting word with its particle (“shot back”), or “according to”."""
    following = cue + 1
    if following < len(tokens) and tokens.head[following] == cue:
        particle = tokens.dep[following] == "prt"
        according = tokens.word[cue].lower() == "according"
        if particle or (according and tokens.word[following].lower() == "to"):
            return Span(cue, following + 1)
    return Span(cue, cue + 1)
