"""English names by their words: which capitalised words are a name, a title, or a person's noun.

All spans are of tokens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import punctuation
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.nouns import NAME_TAGS, left_edge
from indexer.models import Span

if TYPE_CHECKING:
    from indexer.models import Tokens

INITIAL = re.compile(r"[A-Z]\.")
LONGEST_NAME = 6
MARKS = frozenset(f"{punctuation}’")
NICKNAME_MARKS = frozenset("“”\"'‘’")
PERSON_ENDINGS = ("woman", "sman", "erman", "person", "ologist", "master")
BEFORE_MONTHS = frozenset(("in", "since", "by", "until", "from", "of", "last", "this", "next", "-"))
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def name_span(tokens: Tokens, head: int) -> Span:
    """Return the name that a token belongs to, without the titles before it."""
    head = _after_short_form(tokens, head)
    sentence = tokens.sentences[tokens.sentence[head]]
    start, end = head, head + 1
    while start > 0 and head - start < LONGEST_NAME:
        short = _is_short_form(tokens, start - 2)
        step = 2 if short else _step_left(tokens, start, sentence.start)
        if not step:
            break
        start -= step
    while end < sentence.end and _extends_right(tokens, end, head):
        end += 1
    return Span(start + _words_of_office(tokens, start, end), end)


def _is_short_form(tokens: Tokens, token: int) -> bool:
    """Whether a given name is cut short here: “Wm.”, of which the tagger makes a sentence's end."""
    stop = token + 1
    if token < 0 or stop >= len(tokens.word) or tokens.word[stop] != ".":
        return False
    tight = tokens.start[stop] == tokens.end[token]
    return tight and tokens.word[token].lower() in words("name_short_forms")


def _after_short_form(tokens: Tokens, head: int) -> int:
    """Return the last word of the name that goes on after “Wm.”, else the head."""
    if not _is_short_form(tokens, head):
        return head
    last = head + 2
    while last < len(tokens) and is_name_part(tokens, last):
        last += 1
    return last - 1


def _words_of_office(tokens: Tokens, start: int, end: int) -> int:
    """Return how many words of a name belong to the office before it: “Secretary of State X Y”."""
    of_office = start > 1 and tokens.word[start - 1] == "of" and is_title(tokens, start - 2)
    return 1 if of_office and end - start > 2 else 0


def _step_left(tokens: Tokens, start: int, first: int) -> int:
    """Return how many tokens before `start` belong to the same name: 0 for the name's start."""
    beyond = start - 1
    if beyond < first or _is_plain(tokens.word[beyond]):
        return 0
    if is_name_part(tokens, beyond):
        return 1
    while beyond > first and _joins_names(tokens, beyond):
        beyond -= 1
    if beyond < start - 1:
        return start - beyond if is_name_part(tokens, beyond) else 0
    if tokens.word[beyond] not in NICKNAME_MARKS:
        return 0
    for opening in (beyond - 2, beyond - 3):
        nickname = all(tokens.word[t][0].isalnum() for t in range(opening + 1, beyond))
        if opening > first and tokens.word[opening] in NICKNAME_MARKS and nickname:
            given = tokens.word[opening - 1].lower() in genders("given_names")
            named = given or is_name_part(tokens, opening - 1)
            return start - opening + 1 if named else 0
    return 0


def _is_plain(word: str) -> bool:
    """Whether a word in small letters is none of those inside names."""
    return word.islower() and word not in words("name_particles")


def _joins_names(tokens: Tokens, token: int) -> bool:
    """Whether a small word or mark stands inside a name; a dash with space around it does not."""
    word = tokens.word[token]
    if word == "-":
        return tokens.end[token - 1] == tokens.start[token]
    return word == "&" or word in words("name_particles")


def _extends_right(tokens: Tokens, end: int, head: int) -> bool:
    if tokens.word[end].lower().rstrip(".") in SUFFIXES or _is_glued(tokens, end):
        return True
    return is_name_part(tokens, end) and tokens.head[end] in (head, end - 1)


def _is_glued(tokens: Tokens, token: int) -> bool:
    """Whether a name goes on without a space: “Li Ki-jong”, “Andr©s” from a damaged encoding."""
    if tokens.start[token] != tokens.end[token - 1]:
        return False
    following = token + 1
    if tokens.word[token] == "-" and following < len(tokens):
        small = tokens.tag[following] == "NNP" and tokens.word[following].islower()
        return small and tokens.start[following] == tokens.end[token]
    return tokens.tag[token] in ("NNP", "NN") and tokens.word[token][0] not in MARKS


def is_name_part(tokens: Tokens, token: int) -> bool:
    """Whether a token is a capitalised word of a name, by its tag, and no title.

    A given name that the tagger took for a noun counts where a name follows.
    """
    word, tag = tokens.word[token], tokens.tag[token]
    if not word[0].isupper():
        return False
    named = tag in NAME_TAGS
    if named and not _is_listed(word):
        return True  # as nearly all are
    if is_title(tokens, token) or is_nationality(tokens, token):
        return False
    lower = word.lower()
    if lower.rstrip(".") in words("calendar_words"):
        return _is_given_name(tokens, token)
    opens = token == tokens.sentences[tokens.sentence[token]].start
    if opens and lower in words("inverted_verbs"):
        return False
    return named or _is_mistagged(tokens, token)


def _is_before_name(tokens: Tokens, token: int) -> bool:
    return token + 1 < len(tokens.tag) and tokens.tag[token + 1] in NAME_TAGS


@lru_cache(maxsize=8192)  # an article has few names, each of them often
def _is_listed(word: str) -> bool:
    """Whether a word is in a list that `is_name_part` asks: it is a name only in some places."""
    lower = word.lower()
    bare = lower.rstrip(".")
    listed = ("titles", "person_nouns", "calendar_words")
    exact = lower in words("nationality_nouns") or lower in words("inverted_verbs")
    return exact or any(bare in words(name) for name in listed)


def _is_mistagged(tokens: Tokens, token: int) -> bool:
    """Whether a capitalised word that has another tag is part of a name all the same."""
    word, tag = tokens.word[token], tokens.tag[token]
    if _is_mistagged_last_name(tokens, token):
        return True
    if tag == "ADD":
        return "@" not in word  # “Example.com”
    if tag == "MD":
        return _is_mistagged_modal(tokens, token)
    lower = word.lower()
    common = lower in words("person_nouns") or lower in words("organization_nouns")
    if common or not _is_before_name(tokens, token):
        return False
    compound = tag == "NN" and tokens.dep[token] == "compound"
    return compound or lower in genders("given_names")


def _is_mistagged_last_name(tokens: Tokens, token: int) -> bool:
    """Whether the tagger took the last name of “Brett O’Donnell” for a noun."""
    if token == 0 or tokens.tag[token] != "NN" or tokens.tag[token - 1] != "NNP":
        return False
    given = tokens.word[token - 1].lower() in genders("given_names")
    return given and tokens.dep[token - 1] == "compound" and tokens.head[token - 1] == token


def _is_mistagged_modal(tokens: Tokens, token: int) -> bool:
    """Whether “Will” is a name after all: no modal goes with “said”."""
    past = tokens.dep[token] == "aux" and tokens.tag[tokens.head[token]] == "VBD"
    return past and tokens.tag[token + 1 : token + 2] == ("NNP",)


def _is_given_name(tokens: Tokens, token: int) -> bool:
    """Whether a word of the calendar is a person's: “Jan Brook”, not “in June Ash said”."""
    last = token + 1
    follows = last < len(tokens) and tokens.tag[last] == "NNP" and tokens.word[last][0].isupper()
    dated = token > 0 and tokens.word[token - 1].lower() in BEFORE_MONTHS
    compound = tokens.dep[token] == "compound" and tokens.head[token] == last
    return follows and compound and not dated and tokens.word[token].isalpha()


def is_title(tokens: Tokens, token: int) -> bool:
    """Whether a word is a title or office that stands before names: “Sen.”, “President”.

    A capitalised noun for a person is one where a name follows: “Public Advocate Ann Roe”.
    """
    lower = tokens.word[token].lower().rstrip(".")
    if lower in words("titles"):
        named = _names_one(tokens, token) or _is_last_name(tokens, token)
        return not named and not _begins_organization(tokens, token)
    if lower not in words("person_nouns") or not tokens.word[token][0].isupper():
        return False
    return token + 1 < len(tokens) and tokens.tag[token + 1] in NAME_TAGS


def _names_one(tokens: Tokens, token: int) -> bool:
    """Whether a title is the given name before a last name: “Dean Marsh”."""
    if tokens.word[token].lower() not in words("given_titles"):
        return False
    following = tokens.tag[token + 1 : token + 3]
    return following[:1] == ("NNP",) and following[1:] != ("NNP",)


def _is_last_name(tokens: Tokens, token: int) -> bool:
    """Whether a title is a last name after a given name: “Nora Baron”, not “Baron Roe”."""
    if token == 0 or not tokens.word[token][0].isupper() or tokens.tag[token] != "NNP":
        return False
    before = token - 1
    while before > 0 and INITIAL.fullmatch(tokens.word[before]):
        before -= 1
    given = tokens.word[before].lower() in genders("given_names")
    tied = tokens.head[before] == token and tokens.dep[before] == "compound"
    return given and tied and tokens.tag[token + 1 : token + 2] != ("NNP",)


def is_nationality(tokens: Tokens, token: int) -> bool:
    """Whether somebody is called by a country here: “the Dutchwoman”, not “the Dane Ann Roe”."""
    if tokens.word[token].lower() not in words("nationality_nouns"):
        return False
    last = not tokens.tag[token + 1 : token + 2] or not tokens.tag[token + 1].startswith("NN")
    return last and tokens.tag[left_edge(tokens, token)] == "DT"


def is_person_noun(tokens: Tokens, token: int) -> bool:
    """Whether a word is a title or a noun for a person: “Sen.”, “co-founder”, “lobsterman”."""
    word = tokens.word[token]
    return _is_for_person(word) or (tokens.tag[token] == "NN" and word.endswith(PERSON_ENDINGS))


@lru_cache(maxsize=8192)
def _is_for_person(word: str) -> bool:
    whole = word.lower().rstrip(".")
    last = whole.rpartition("-")[2]
    return any(w in words("titles") or w in words("person_nouns") for w in (whole, last))


def _begins_organization(tokens: Tokens, token: int) -> bool:
    """Whether a word that may be a title begins a name like “Justice Department”."""
    sentence = tokens.sentences[tokens.sentence[token]]
    end = token + 1
    while end < min(sentence.end, token + LONGEST_NAME) and tokens.tag[end] in NAME_TAGS:
        end += 1
    capital = tokens.word[token][0].isupper() and not tokens.word[token].endswith(".")
    last = tokens.word[end - 1].lower().rstrip(".")
    return capital and end > token + 1 and last in words("organization_words")
