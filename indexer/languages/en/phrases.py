"""English noun phrases: from a head token to the words of a name, of a description, of a cue.

All spans are of tokens.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.nouns import (
    NAME_TAGS,
    left_edge,
    noun_span,
    right_edge,
    whole_word,
)
from indexer.models import Span

if TYPE_CHECKING:
    from indexer.models import Tokens

PRONOUN_GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
PRONOUN_TAGS = ("PRP", "PRP$", "WP", "WP$", "WDT")
LONGEST_NAME = 6
NICKNAME_MARKS = frozenset("“”\"'‘’")
PERSON_ENDINGS = ("woman", "sman", "erman", "person", "ologist", "master")
BEFORE_MONTHS = frozenset(("in", "since", "by", "until", "from", "of", "last", "this", "next", "-"))
CLOSING_MARKS = frozenset(("”", '"', "''", "’"))
PARTICLES = frozenset(("back", "in", "out", "up", "on", "off", "away", "along", "forth"))
LONG_DASHES = frozenset(("—", "–", "―", "--"))
DASHES = LONG_DASHES | {"-"}
FINITE = (("VBD",), ("VBZ",), ("VBP",), ("MD",))
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def mention_span(tokens: Tokens, head: int) -> Span:
    """Return the phrase with this head: a bare name, a pronoun, or a noun with its modifiers.

    A name is given without titles and roles; a noun with what stands before it and its “of …”.
    Where a name and a description stand in apposition, the name it is. Of several speakers
    (“Burton and Nick”) it is the whole conjunction, from the first to the last.
    """
    joined = [single_span(tokens, speaker) for speaker in joint_speakers(tokens, head)]
    if joined:
        return Span(joined[0].start, joined[-1].end)
    return single_span(tokens, head)


def joint_speakers(tokens: Tokens, head: int) -> tuple[int, ...]:
    """Return the heads of several speakers who are the subject together, the one given among them.

    All are names or offices (“the mayor and the governor”); none for anything else.
    """
    first = head
    while (above := _conjunct_before(tokens, first)) is not None:
        first = above
    if not _is_speaking(tokens, first):
        return ()
    members = [first]
    for member in members:
        below = list(tokens.children[member])
        for noun in [c for c in below if tokens.dep[c] == "appos"]:
            names = (c for c in tokens.children[noun] if tokens.tag[c] in NAME_TAGS)
            below += [c for c in names if not is_title(tokens, c)]
        members += [c for c in below if c > member and tokens.dep[c] == "conj"]
    if len(members) > 1:
        members += _listed_beside(tokens, members)
    members.sort()
    if len(members) < 2 or not all(_may_join(tokens, member) for member in members):
        return ()
    spans = [single_span(tokens, member) for member in members]
    between = [range(one.end, other.start) for one, other in pairwise(spans)]
    joined = all(_joins_speakers(tokens, gap) for gap in between)
    last = [tokens.word[token].lower() for token in between[-1]]
    return tuple(members) if joined and ("and" in last or "&" in last) else ()


def _listed_beside(tokens: Tokens, members: list[int]) -> list[int]:
    """Return the names in a list that the parser took for appositions: “Roe, Burton and Hale”."""
    beside = (c for m in members for c in tokens.children[m] if tokens.dep[c] == "appos")
    return [c for c in beside if tokens.tag[c] in NAME_TAGS and not is_title(tokens, c)]


def _conjunct_before(tokens: Tokens, token: int) -> int | None:
    """Return the speaker that a later one is joined to: its name, not the apposition after it."""
    above = tokens.head[token]
    if tokens.dep[token] != "conj" or above >= token:
        return None
    if tokens.dep[above] != "appos":
        return above
    return tokens.head[above] if tokens.tag[token] in NAME_TAGS else None


def _is_speaking(tokens: Tokens, token: int) -> bool:
    """Whether a noun is a subject, or stands after “according to” or after “…,” wrote."""
    above, dep = tokens.head[token], tokens.dep[token]
    if dep in ("nsubj", "nsubjpass"):
        return True
    if dep == "pobj":
        return tokens.word[tokens.head[above]].lower() == "according"
    after_verb = dep in ("dobj", "attr", "oprd") and single_span(tokens, token).start == above + 1
    return after_verb and above > 0 and tokens.word[above - 1] in CLOSING_MARKS


def _may_join(tokens: Tokens, member: int) -> bool:
    """Whether a conjunct is a name or an office with its article: no “and his wife”."""
    named = name_beside(tokens, member)
    if tokens.tag[named] in NAME_TAGS and not is_title(tokens, named):
        return True
    first = tokens.word[noun_span(tokens, member).start].lower()
    return first == "the" and tokens.tag[member] == "NN" and is_person_noun(tokens, member)


def _joins_speakers(tokens: Tokens, gap: range) -> bool:
    """Whether only marks, conjunctions, titles and appositions stand between two speakers."""
    verbs = ("VB", "MD", "W", "PRP", "RB")
    return len(gap) > 0 and not any(tokens.tag[token].startswith(verbs) for token in gap)


def single_span(tokens: Tokens, head: int) -> Span:
    """Return the phrase of one speaker, without those who are joined to it."""
    if _is_mistaken_verb(tokens, head):
        return Span(left_edge(tokens, head), head)
    head = name_beside(tokens, _author(tokens, head))
    named = tokens.tag[head] in NAME_TAGS or is_name_part(tokens, head)
    if named and not is_title(tokens, head):
        return name_span(tokens, head)
    if tokens.tag[head] in PRONOUN_TAGS:
        return Span(head, head + 1)
    return noun_span(tokens, head)


def _is_mistaken_verb(tokens: Tokens, head: int) -> bool:
    """Whether the tagger took a document's verb for a plural: “the e-mail reads” as a phrase."""
    if tokens.tag[head] != "NNS" or tokens.word[head].lower() not in words("document_verbs"):
        return False
    before = whole_word(tokens, head - 1) if head else Span(0, 0)
    noun = "".join(tokens.word[slice(*before)]).lower()
    return tokens.dep[head] == "ROOT" and noun in words("document_nouns")


def _author(tokens: Tokens, head: int) -> int:
    """Return the name in a heading like “Statement from Senator Ann Roe:”, else the head."""
    sentence = tokens.sentences[tokens.sentence[head]]
    heading = tokens.dep[head] == "ROOT" and tokens.word[sentence.end - 1] == ":"
    if not heading or tokens.word[head].lower() not in words("document_nouns"):
        return head
    links = [c for c in tokens.children[head] if tokens.word[c].lower() in ("from", "by")]
    authors = (c for link in links for c in tokens.children[link] if tokens.dep[c] == "pobj")
    return next((author for author in authors if is_name_part(tokens, author)), head)


def name_beside(tokens: Tokens, head: int) -> int:
    """Return the head of the name that a description stands in apposition with, else the head.

    Of “her neighbour, Ann Roe” it is the name for “her” too: she is not who is described.
    """
    if tokens.tag[head] == "PRP$" and is_person_noun(tokens, tokens.head[head]):
        name = name_beside(tokens, tokens.head[head])
        return head if name == tokens.head[head] else name
    if tokens.tag[head] not in ("NN", "NNS") and not is_title(tokens, head):
        return head
    above = head
    while tokens.dep[above] == "appos" and tokens.tag[tokens.head[above]] in ("NN", "CD", "NNP"):
        above = tokens.head[above]
        if tokens.tag[above] == "NNP":
            return above
    aged = _name_before_age(tokens, left_edge(tokens, head))
    if aged is not None:
        return aged
    named = [c for c in tokens.children[head] if tokens.dep[c] == "appos" and c > head]
    names = (c for c in named if tokens.tag[c] == "NNP" and not is_title(tokens, c))
    return next(names, _name_after(tokens, head))


def _name_after(tokens: Tokens, head: int) -> int:
    """Return the name in “an aide to the port, Ann Roe,”, tied to the port; else the head.

    Between commas it is an apposition whatever the parser took it for: a list would go on.
    """
    end = right_edge(tokens, head)
    if end + 1 >= len(tokens) or tokens.word[end] != "," or not is_person_noun(tokens, head):
        return head
    last = end + 1
    while last < len(tokens) and is_name_part(tokens, last):
        last += 1
    name = last - 1
    tied = tokens.dep[name] == "appos" and head < tokens.head[name] < end
    return name if name > end and (tied or _closes(tokens, last)) else head


def _closes(tokens: Tokens, token: int) -> bool:
    """Whether a comma with a verb after it stands here, or the full stop of a sentence."""
    if tokens.word[token : token + 1] == (".",):
        return True
    verb = tokens.tag[token + 1 : token + 2]
    return tokens.word[token : token + 1] == (",",) and verb in FINITE


def _name_before_age(tokens: Tokens, start: int) -> int | None:
    """Return the name in “Tolliver, 58, a former car dealer,” where the phrase starts at “a”."""
    name = start - 4
    if name < 0 or not tokens.word[name][0].isupper():
        return None
    comma, age, again = tokens.word[name + 1 : start]
    return name if comma == again == "," and age.isdigit() else None


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
    if tokens.word[beyond] not in NICKNAME_MARKS:
        return 0
    for opening in (beyond - 2, beyond - 3):
        if opening > first and tokens.word[opening] in NICKNAME_MARKS:
            given = tokens.word[opening - 1].lower() in genders("given_names")
            named = given or is_name_part(tokens, opening - 1)
            return start - opening + 1 if named else 0
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
    lower = word.lower()
    if lower.rstrip(".") in words("calendar_words"):
        return _is_given_name(tokens, token)
    opens = token == tokens.sentences[tokens.sentence[token]].start
    if opens and lower in words("inverted_verbs"):
        return False
    if tokens.tag[token] in NAME_TAGS or _is_mistagged_last_name(tokens, token):
        return True
    followed = token + 1 < len(tokens) and tokens.tag[token + 1] in NAME_TAGS
    if not followed or lower in words("person_nouns") or lower in words("organization_nouns"):
        return False
    mistagged = tokens.tag[token] == "NN" and tokens.dep[token] == "compound"
    return mistagged or lower in genders("given_names")


def _is_mistagged_last_name(tokens: Tokens, token: int) -> bool:
    """Whether the tagger took the last name of “Brett O’Donnell” for a noun."""
    if token == 0 or tokens.tag[token] != "NN" or tokens.tag[token - 1] != "NNP":
        return False
    given = tokens.word[token - 1].lower() in genders("given_names")
    return given and tokens.dep[token - 1] == "compound" and tokens.head[token - 1] == token


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
        return not _begins_organization(tokens, token) and not _names_one(tokens, token)
    if lower not in words("person_nouns") or not tokens.word[token][0].isupper():
        return False
    return token + 1 < len(tokens) and tokens.tag[token + 1] in NAME_TAGS


def _names_one(tokens: Tokens, token: int) -> bool:
    """Whether a title is the given name before a last name: “Dean Marsh”."""
    if tokens.word[token].lower() not in words("given_titles"):
        return False
    following = tokens.tag[token + 1 : token + 3]
    return following[:1] == ("NNP",) and following[1:] != ("NNP",)


def is_person_noun(tokens: Tokens, token: int) -> bool:
    """Whether a word is a title or a noun for a person: “Sen.”, “co-founder”, “lobsterman”."""
    word = tokens.word[token].lower().rstrip(".")
    last = word.rpartition("-")[2]
    if any(w in words("titles") or w in words("person_nouns") for w in (word, last)):
        return True
    return tokens.tag[token] == "NN" and tokens.word[token].endswith(PERSON_ENDINGS)


def _begins_organization(tokens: Tokens, token: int) -> bool:
    """Whether a word that may be a title begins a name like “Justice Department”."""
    sentence = tokens.sentences[tokens.sentence[token]]
    end = token + 1
    while end < min(sentence.end, token + LONGEST_NAME) and tokens.tag[end] in NAME_TAGS:
        end += 1
    capital = tokens.word[token][0].isupper() and not tokens.word[token].endswith(".")
    last = tokens.word[end - 1].lower().rstrip(".")
    return capital and end > token + 1 and last in words("organization_words")


def cue_span(tokens: Tokens, cue: int) -> Span:
    """Return a reporting word with its particle (“shot back”), or “according to”."""
    following = cue + 1
    if following < len(tokens) and tokens.head[following] == cue:
        according = tokens.word[cue].lower() == "according"
        to = according and tokens.word[following].lower() == "to"
        if to or _is_particle(tokens, cue, following):
            return Span(cue, following + 1)
    return Span(cue, cue + 1)


def _is_particle(tokens: Tokens, cue: int, token: int) -> bool:
    """Whether the word after a cue belongs to it, whatever the parser took it for.

    An adverb with words of its own is none (“said back in May”), nor is a preposition but where the
    speaker follows the marks like its object: “…,” chimed in her neighbour.
    """
    if tokens.dep[token] == "prt":
        return True
    if tokens.word[token].lower() not in PARTICLES:
        return False
    if tokens.tag[token] in ("RB", "RP"):
        own = all(tokens.word[c].lower() in ("at", "to") for c in tokens.children[token])
        return own and not _tells_when(tokens, token + 1)
    inverted = cue > 0 and tokens.word[cue - 1] in CLOSING_MARKS
    objects = [c for c in tokens.children[token] if tokens.dep[c] == "pobj"]
    return inverted and any(_is_person(tokens, noun) for noun in objects)


def _tells_when(tokens: Tokens, token: int) -> bool:
    """Whether “in May” or “in 2019” stands here."""
    when = [word.lower() for word in tokens.word[token : token + 2]]
    return when[:1] == ["in"] and (when[-1].isdigit() or when[-1] in words("calendar_words"))


def _is_person(tokens: Tokens, noun: int) -> bool:
    """Whether a noun is one for a person or ends a name that begins with a given name."""
    given = tokens.word[name_span(tokens, noun).start].lower() in genders("given_names")
    return is_person_noun(tokens, noun) or (given and is_name_part(tokens, noun))
