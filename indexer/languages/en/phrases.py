"""English noun phrases: from a head token to the words of a name, of a description, of a cue.

All spans are of tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.models import Span

if TYPE_CHECKING:
    from indexer.models import Tokens

NAME_TAGS = ("NNP", "NNPS")
PRONOUN_TAGS = ("PRP", "PRP$", "WP", "WP$", "WDT")
LONGEST_NAME = 6
LONGEST_COMPLEMENT = 10
BEFORE_NOUN = frozenset(
    ("det", "amod", "compound", "nmod", "nummod", "poss", "predet", "quantmod", "advmod", "case")
)
COMPLEMENTS = frozenset(("of", "for", "with", "at", "from", "in", "on", "to"))
NICKNAME_MARKS = frozenset("“”\"'‘’")
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def mention_span(tokens: Tokens, head: int) -> Span:
    """Return the phrase with this head: a bare name, a pronoun, or a noun with its modifiers.

    A name is given without titles and roles; a noun with what stands before it and its “of …”.
    """
    if tokens.tag[head] in NAME_TAGS and not is_title(tokens, head):
        return name_span(tokens, head)
    if tokens.tag[head] in PRONOUN_TAGS:
        return Span(head, head + 1)
    return noun_span(tokens, head)


def noun_span(tokens: Tokens, head: int) -> Span:
    """Return a noun with what stands before it and the complement that follows right on."""
    return Span(_left_edge(tokens, head), _right_edge(tokens, head))


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
    return Span(start, end)


def _step_left(tokens: Tokens, start: int, first: int) -> int:
    """Return how many tokens before `start` belong to the same name: 0 for the name's start."""
    before = start - 1
    if is_name_part(tokens, before):
        return 1
    word = tokens.word[before]
    beyond = before - 1
    if beyond < first or not is_name_part(tokens, beyond):
        return 0
    if word.lower() in words("name_particles") or word in ("-", "&"):
        return 2
    nickname = word in NICKNAME_MARKS and beyond - 2 >= first
    if nickname and tokens.word[beyond - 1] in NICKNAME_MARKS and is_name_part(tokens, beyond - 2):
        return 4
    return 0


def _extends_right(tokens: Tokens, end: int, head: int) -> bool:
    if tokens.word[end].lower().rstrip(".") in SUFFIXES:
        return True
    return is_name_part(tokens, end) and tokens.head[end] in (head, end - 1)


def is_name_part(tokens: Tokens, token: int) -> bool:
    """Whether a token is a capitalised word of a name, by its tag, and no title."""
    word = tokens.word[token]
    return tokens.tag[token] in NAME_TAGS and word[0].isupper() and not is_title(tokens, token)


def is_title(tokens: Tokens, token: int) -> bool:
    """Whether a word is a title or office that stands before names: “Sen.”, “President”."""
    return tokens.word[token].lower().rstrip(".") in words("titles")


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
    """Return where the phrase ends: after an “of …” that follows right on and is not long."""
    for child in tokens.children[head]:
        if child == head + 1 and tokens.dep[child] == "prep":
            end = rightmost(tokens, child) + 1
            short = end - head <= LONGEST_COMPLEMENT
            plain = not any(tokens.tag[t].startswith(("V", "W", ",")) for t in range(head, end))
            if short and plain and tokens.word[child].lower() in COMPLEMENTS:
                return end
    return head + 1


def cue_span(tokens: Tokens, cue: int) -> Span:
    """Return a reporting word with its particle (“shot back”), or “according to”."""
    following = cue + 1
    if following < len(tokens) and tokens.head[following] == cue:
        particle = tokens.dep[following] == "prt"
        according = tokens.word[cue].lower() == "according"
        if particle or (according and tokens.word[following].lower() == "to"):
            return Span(cue, following + 1)
    return Span(cue, cue + 1)
