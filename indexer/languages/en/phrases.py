"""English noun phrases: from a head token to the words of a name, of a description, of a cue.

All spans are of tokens.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.nouns import (
    CLOSING_MARKS,
    NAME_TAGS,
    is_mistaken_verb,
    left_edge,
    noun_span,
    right_edge,
    whole_word,
)
from indexer.languages.en.proper_names import (
    is_name_part,
    is_nationality,
    is_person_noun,
    is_title,
    name_span,
)
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Tokens

PRONOUN_GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
PRONOUN_TAGS = ("PRP", "PRP$", "WP", "WP$", "WDT")
SUBJECTS = ("nsubj", "nsubjpass")
PARTICLES = frozenset(("back", "in", "out", "up", "on", "off", "away", "along", "forth"))
LONG_DASHES = frozenset(("—", "–", "―", "--"))
DASHES = LONG_DASHES | {"-"}
BRACKETS = {"(": ")", "[": "]"}
FINITE = (("VBD",), ("VBZ",), ("VBP",), ("MD",))


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
    first = _first_named(tokens, head)
    while (above := _conjunct_before(tokens, first)) is not None:
        first = above
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
    if not (_is_speaking(tokens, _noun_in_plural(tokens, first)) or _labels(tokens, members[-1])):
        return ()
    spans = [single_span(tokens, member) for member in members]
    between = [range(one.end, other.start) for one, other in pairwise(spans)]
    joined = all(_joins_speakers(tokens, gap) for gap in between)
    last = [tokens.word[token].lower() for token in between[-1]]
    return tuple(members) if joined and ("and" in last or "&" in last) else ()


def _noun_in_plural(tokens: Tokens, name: int) -> int:
    """Return the plural that a name stands in apposition with (“the experts Ann Roe and …”)."""
    above = tokens.head[name]
    introduced = tokens.dep[name] == "appos" and tokens.tag[above] == "NNS" and above < name
    return above if introduced else name


def _first_named(tokens: Tokens, noun: int) -> int:
    """Return the first name in apposition with a plural, else the noun itself."""
    if tokens.tag[noun] != "NNS":
        return noun
    named = (c for c in tokens.children[noun] if tokens.tag[c] in NAME_TAGS and c > noun)
    return next((c for c in named if tokens.dep[c] == "appos"), noun)


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


def _labels(tokens: Tokens, last: int) -> bool:
    """Whether names stand before a colon and a quotation, like a label: “Roe and Hale: “…””."""
    end = single_span(tokens, last).end
    return tokens.word[end : end + 1] == (":",) and tokens.tag[end + 1 : end + 2] == ("``",)


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
    if is_mistaken_verb(tokens, head):
        named = head > 0 and is_name_part(tokens, head - 1)
        return name_span(tokens, head - 1) if named else Span(left_edge(tokens, head), head)
    head = name_beside(tokens, _author(tokens, head))
    named = tokens.tag[head] in NAME_TAGS or is_name_part(tokens, head)
    if named and not is_title(tokens, head) and not is_nationality(tokens, head):
        return name_span(tokens, head)
    if tokens.tag[head] in PRONOUN_TAGS:
        return Span(head, head + 1)
    return noun_span(tokens, head)


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

    Of “her neighbour, Ann Roe” it is the name for “her” too: she is not who is described. What
    stands in brackets after a name is described by it as well: “Ann Roe (R-OH)”.
    """
    head = _before_letters(tokens, head)
    bracketed = _name_before_bracket(tokens, head)
    if bracketed is not None:
        return bracketed
    if tokens.tag[head] == "PRP$" and is_person_noun(tokens, tokens.head[head]):
        name = name_beside(tokens, tokens.head[head])
        return head if name == tokens.head[head] else name
    if tokens.tag[head] in ("VBG", "DT", "JJ") and tokens.dep[head] in SUBJECTS:
        return next(_beside_subject(tokens, head), head)
    if tokens.tag[head] not in ("NN", "NNS", "CD") and not is_title(tokens, head):
        return head
    above = head
    while tokens.dep[above] == "appos" and tokens.tag[tokens.head[above]] in ("NN", "CD", "NNP"):
        above = _word_at(tokens, tokens.head[above])
        if tokens.tag[above] == "NNP":
            return above
    aged = _name_before_age(tokens, left_edge(tokens, head))
    if aged is not None:
        return aged
    named = [c for c in tokens.children[head] if tokens.dep[c] == "appos" and c > head]
    named += [c for noun in named for c in _close_beside(tokens, noun)]
    named = [_before_letters(tokens, c) for c in named if tokens.tag[c] == "NNP"]
    names = [c for c in named if not is_title(tokens, c)]
    names = [c for c in names if tokens.tag[left_edge(tokens, c) - 1] != "``"]  # a work's title
    ways = (_called, _of_two_offices, _name_next)
    further = (name for way in ways for name in way(tokens, head))
    beside = names[0] if names else next(further, None)
    return beside if beside is not None else _name_after(tokens, head)


def _beside_subject(tokens: Tokens, subject: int) -> Iterator[int]:
    """Yield the name beside a subject that is no noun: “Another, Ann Roe, said”.

    “Prosecuting, Ann Roe KC said” is parsed so as well.
    """
    beside = (c for c in tokens.children[subject] if tokens.dep[c] == "appos" and c > subject)
    names = (_before_letters(tokens, noun) for noun in beside)
    yield from (name for name in names if is_name_part(tokens, name))


def _before_letters(tokens: Tokens, name: int) -> int:
    """Return the last word of a name before the letters after it: “Ann Roe KC”."""
    letters = tokens.word[name].lower() in words("name_letters")
    return name - 1 if letters and name > 0 and is_name_part(tokens, name - 1) else name


def _close_beside(tokens: Tokens, noun: int) -> Iterator[int]:
    """Yield the name that is tied to a noun for a person without a comma: “the baker Ann Roe”."""
    if is_person_noun(tokens, noun):
        tied = (c for c in tokens.children[noun] if tokens.dep[c] == "appos")
        yield from (c for c in tied if name_span(tokens, c).start == noun + 1)


def _name_before_bracket(tokens: Tokens, head: int) -> int | None:
    """Return the name before the brackets that a name stands in: “Ann Roe (Harbour Board)”."""
    if tokens.tag[head] not in NAME_TAGS:
        return None
    span = name_span(tokens, head)
    before = span.start - 1
    closing = BRACKETS.get(tokens.word[before]) if before > 0 else None
    if closing is None or tokens.word[span.end : span.end + 1] != (closing,):
        return None
    return before - 1 if is_name_part(tokens, before - 1) else None


def _word_at(tokens: Tokens, token: int) -> int:
    """Return the word that marks follow which the parser took for a name: “**Ann Roe**”."""
    while token > 0 and not tokens.word[token][0].isalnum():
        token -= 1
    return token


def _called(tokens: Tokens, head: int) -> Iterator[int]:
    """Yield the name in “a man named Roe”, “the officer known as Roe”, “a user going by Roe”."""
    if not is_person_noun(tokens, head):
        return
    for verb in tokens.children[head]:
        word = tokens.word[verb].lower()
        goes_by = word == "going" and tokens.word[verb + 1 : verb + 2] == ("by",)
        if tokens.dep[verb] == "acl" and (goes_by or word in words("naming_words")):
            link = "by" if goes_by else "as"
            below = [verb, *(c for c in tokens.children[verb] if tokens.word[c].lower() == link)]
            names = (c for b in below for c in tokens.children[b] if c > b)
            yield from (c for c in names if is_name_part(tokens, c) and _ends_naming(tokens, c))


def _of_two_offices(tokens: Tokens, head: int) -> Iterator[int]:
    """Yield the name after the second office: “former governor and party chairman Ann Roe”."""
    if tokens.tag[left_edge(tokens, head)] in ("DT", "PRP$") or not is_person_noun(tokens, head):
        return
    for second in tokens.children[head]:
        if tokens.dep[second] == "conj" and is_name_part(tokens, second):
            before = [c for c in tokens.children[second] if c < second]
            before.append(name_span(tokens, second).start - 1)  # another conjunct of the first
            if any(is_person_noun(tokens, word) for word in before):
                yield second


def _name_next(tokens: Tokens, head: int) -> Iterator[int]:
    """Yield the name right after an office that the parser cut off it: “co-host Ann Roe”."""
    if not is_person_noun(tokens, whole_word(tokens, head).end - 1):
        return
    start = right_edge(tokens, head)
    if tokens.word[start : start + 1] == (".",):  # “Capt” and “.”
        start += 1
    last = start
    while last < len(tokens) and is_name_part(tokens, last):
        last += 1
    other = tokens.dep[last - 1] in SUBJECTS and tokens.head[last - 1] != tokens.head[head]
    if last > start and not other:
        yield last - 1


def _ends_naming(tokens: Tokens, name: int) -> bool:
    """Whether nothing is said of the one named: “one lawmaker called Roe a liar” names nobody."""
    following = tokens.tag[name + 1 : name + 2]
    return not following or not following[0].startswith(("DT", "JJ", "NN", "PRP", "IN", "``"))


def _name_after(tokens: Tokens, head: int) -> int:
    """Return the name in “an aide to the port, Ann Roe,”, tied to the port; else the head.

    Between commas it is an apposition whatever the parser took it for: a list would go on.
    """
    if not is_person_noun(tokens, head):
        return head
    end = right_edge(tokens, head)
    if end + 1 >= len(tokens) or tokens.word[end] != ",":
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
