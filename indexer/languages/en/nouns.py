"""English nouns with what belongs to them: “a senior aide to the governor”, “the 42-year-old”.

All spans are of tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.models import Span

if TYPE_CHECKING:
    from indexer.models import Tokens

NAME_TAGS = ("NNP", "NNPS")
LONGEST_COMPLEMENT = 14
AGE_TOKENS = 5
CLOSING_MARKS = frozenset(("”", '"', "''", "’"))
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


def noun_span(tokens: Tokens, head: int) -> Span:
    """Return a noun with what stands before it and the complement that follows right on."""
    start, end = left_edge(tokens, head), right_edge(tokens, head)
    start += start < head and tokens.dep[start] == "preconj"  # “both the mayor and the governor”
    old = _age_before(tokens, max(head, end - 1))
    if old is not None:
        start = min(start, old)
        end = max(end, old + AGE_TOKENS)
        before = tokens.word[start - 1].lower() if start else ""
        start -= before in ("a", "an", "the")
    return Span(start, end)


def _age_before(tokens: Tokens, last: int) -> int | None:
    """Return where “42-year-old” starts, in its five tokens, if the token belongs to it."""
    if "old" not in tokens.word[max(0, last - 1) : last + AGE_TOKENS]:
        return None  # “old” ends the five, which start at `last` or up to five tokens before
    for start in range(max(0, last - AGE_TOKENS), min(last + 1, len(tokens) - AGE_TOKENS + 1)):
        words_of_age = tokens.word[start : start + AGE_TOKENS]
        if words_of_age[1:] == ("-", "year", "-", "old") and words_of_age[0].isdigit():
            return start
    return None


def left_edge(tokens: Tokens, head: int) -> int:
    """Return the first token of what stands before a noun in its phrase."""
    word = whole_word(tokens, head)
    edge = word.start
    for part in range(word.start, head + 1):
        for child in reversed([c for c in tokens.children[part] if c < word.start]):
            if tokens.dep[child] not in BEFORE_NOUN:
                break
            edge = min(edge, leftmost(tokens, child))
    above = tokens.head[head]
    tied = above == head + 1 and _is_tied_to_verb(tokens, head)
    return left_edge(tokens, above) if tied else edge


def _is_tied_to_verb(tokens: Tokens, noun: int) -> bool:
    """Whether the parser hung a noun, and with it what stands before it, on the verb after it."""
    above = tokens.head[noun]
    finite = tokens.dep[noun] == "compound" and tokens.tag[above] in ("VBD", "VBZ", "VBP")
    return finite or is_mistaken_verb(tokens, above)


def is_mistaken_verb(tokens: Tokens, head: int) -> bool:
    """Whether the tagger took a verb for a plural: “the e-mail reads”, “Roe answers” as phrases."""
    if tokens.tag[head] != "NNS" or tokens.word[head].lower() not in words("document_verbs"):
        return False
    before = whole_word(tokens, head - 1) if head else Span(0, 0)
    noun = "".join(tokens.word[slice(*before)]).lower()
    follows = _follows_quotation(tokens, left_edge(tokens, head))
    thing = noun in words("document_nouns") or noun in words("organization_nouns")
    named = follows and head > 0 and tokens.tag[head - 1] in NAME_TAGS
    return named or (thing and (follows or tokens.dep[head] == "ROOT"))


def _follows_quotation(tokens: Tokens, start: int) -> bool:
    return start > 0 and tokens.word[start - 1] in CLOSING_MARKS


def whole_word(tokens: Tokens, token: int) -> Span:
    """Return a token with those that hyphens tie to it: “e-mail”, wherever its head stands."""
    start, end, word = token, token + 1, tokens.word
    while start > 1 and word[start - 1] == "-" and _ties(tokens, start - 1):
        start -= 2
    while end + 1 < len(word) and word[end] == "-" and _ties(tokens, end):
        end += 2
    return Span(start, end)


def _ties(tokens: Tokens, hyphen: int) -> bool:
    """Whether a hyphen has no space around it."""
    tight = tokens.end[hyphen - 1] == tokens.start[hyphen]
    return tight and tokens.end[hyphen] == tokens.start[hyphen + 1]


def leftmost(tokens: Tokens, token: int) -> int:
    """Return the first token of a token's subtree."""
    return min(_subtree(tokens, token)) if tokens.children[token] else token


def rightmost(tokens: Tokens, token: int) -> int:
    """Return the last token of a token's subtree."""
    return max(_subtree(tokens, token)) if tokens.children[token] else token


def _subtree(tokens: Tokens, token: int) -> list[int]:
    found = [token]
    for above in found:
        found += tokens.children[above]
    return found


def right_edge(tokens: Tokens, head: int) -> int:
    """Return where the phrase ends: after complements that follow right on (“of …”).

    A comma, a relative pronoun or a finite verb ends them.
    """
    end = whole_word(tokens, head).end
    for child in tokens.children[head]:
        if child == end and _is_complement(tokens, head, child):
            last = min(rightmost(tokens, child) + 1, head + LONGEST_COMPLEMENT)
            end = next((t for t in range(child, last) if _ends_phrase(tokens, child, t)), last)
            end = _over_names(tokens, _before_loose_end(tokens, end))
    return end


def _before_loose_end(tokens: Tokens, end: int) -> int:
    """Return where a phrase that was cut ends: before “by the”, of which nothing more follows."""
    while tokens.tag[end - 1] in ("IN", "DT", "PRP$", "TO", "CC", "POS"):
        end -= 1
    return end


def _over_names(tokens: Tokens, end: int) -> int:
    """Return where a list of names ends that the phrase broke off: “of Arts, Letters and Law”."""
    beyond = end
    while beyond + 1 < len(tokens) and tokens.word[beyond].lower() in (",", "and"):
        listed = tokens.tag[beyond + 1] in NAME_TAGS and tokens.dep[beyond + 1] == "conj"
        if not listed or tokens.head[beyond + 1] < end - LONGEST_COMPLEMENT:
            break
        beyond += 2
    return beyond if beyond > end and tokens.word[beyond - 2] == "and" else end


def _is_complement(tokens: Tokens, head: int, child: int) -> bool:
    if tokens.dep[child] == "prep":
        dated = tokens.word[child + 1 : child + 2]  # “the union on Monday” said it on Monday
        fits = tokens.word[child].lower() in COMPLEMENTS
        return fits and not (dated and dated[0].lower() in words("calendar_words"))
    participle = tokens.dep[child] == "acl" and tokens.tag[child] == "VBN"
    return participle or (tokens.dep[child] == "amod" and child > head)


def _ends_phrase(tokens: Tokens, child: int, token: int) -> bool:
    tag = tokens.tag[token]
    following = tokens.word[token + 1 : token + 2]
    if tokens.dep[token] == "case" and following and following[0][0].isupper():
        return False  # “the Supporters’ Trust”
    stops = tag in (",", ":", ".", "``", "''", "-LRB-", "VBD", "VBZ", "VBP", "MD")
    return token > child and (stops or tag.startswith("W"))
