"""What needs no model: places in which a quotation is surely, or surely not, somebody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.cues import FINITE_TAGS
from indexer.attribution.lexicon import SURE_CUE
from indexer.languages.en import words
from indexer.languages.en.phrases import LONG_DASHES, PRONOUN_GENDERS
from indexer.languages.en.proper_names import is_name_part, is_person_noun
from indexer.languages.en.works import has_title_case

if TYPE_CHECKING:
    from indexer.attribution.features import Scene
    from indexer.attribution.layout import Layout
    from indexer.models import Tokens

LONGEST_NICKNAME = 2
SHORTEST_SENTENCE = 4
"""Words, and tokens."""

NEAR = 6
"""Tokens before the mark in which “known” leads to its “as”."""

LONGEST_LIST = 20
"""Titles, one after the other."""

CALLING = (["call"], ["called"], ["calling"], ["calls"])
LISTING = frozenset((",", "and", "or", "then", "&"))

LONGEST_CUE = 4
"""Tokens after the mark in which a cue must stand."""

POSSESSIVES = ("'s", "’s", "'", "’")

LEADS = LONG_DASHES | {":"}

ENDS = frozenset((".", "!", "?"))
"""Of a sentence."""


def surely_genuine(scene: Scene, laid_out: bool = False) -> float | None:
    """Return 0 for a nickname, a title or a so-called thing, None where the model must judge.

    `laid_out` says that a layout names the speaker, as in transcripts.

    1 for an outcry, an answer after a colon, an opening that leads to its cue or to how it was
    said, for sentences that stand alone and for those that follow another: there the words around,
    which the model goes by, are missing or rare, and a quotation must not be lost for that.
    """
    if _is_nobodys(scene):
        return 0.0
    if laid_out and not _is_capitalised(scene.layout, scene.quotation):
        return 1.0
    openings = (_leads_to_cue, _leads_to_manner)
    is_one = (_is_outcry, _is_answer, *openings, _stands_alone, _follows_sentence)
    return 1.0 if any(is_sure(scene) for is_sure in is_one) else None


def _is_nobodys(scene: Scene) -> bool:
    """Whether the marks hold a name, a title or a term."""
    names, titles = (_is_nickname, _is_alias), (_is_title_of_work, _is_programme)
    forms = (*names, *titles, _is_term, _is_so_called, _is_defined, _is_read)
    return any(has_form(scene) for has_form in forms)


def _is_nickname(scene: Scene) -> bool:
    """Whether the marks stand inside a name: Walter “Skip” Dunning."""
    layout, tokens = scene.layout, scene.layout.tokens
    start, end = scene.parts[0].start, scene.parts[-1].end
    paragraph = layout.paragraph_of(start)
    if start - 2 < paragraph.start or end + 1 >= paragraph.end or end - start > LONGEST_NICKNAME:
        return False
    return _begins_name(tokens, start - 2) and is_name_part(tokens, end + 1)


def _begins_name(tokens: Tokens, token: int) -> bool:
    """Whether a word may be a given name, for one that the tagger does not know as well."""
    unknown = tokens.word[token][0].isupper() and tokens.dep[token] in ("amod", "compound", "nmod")
    return unknown or is_name_part(tokens, token)


def _is_title_of_work(scene: Scene) -> bool:
    """Whether capitalised words stand right after what takes titles, or after another title.

    The series “Night Shift”; the band played “Harbour Lights” and “Low Tide”.
    """
    layout, number = scene.layout, scene.quotation
    while scene.quotation - number < LONGEST_LIST and _follows_on(layout, number):
        number -= 1
    before = _word_before(layout, number)
    if before == ",":  # her memoir, “Grey Water”
        several = len(_quoted_words(layout, scene.quotation)) > 1
        takes = several and _word_before(layout, number, back=1) in words("work_nouns")
    else:
        takes = before in words("work_nouns") or before in words("work_verbs")
    return takes and _is_capitalised(layout, scene.quotation)


def _is_programme(scene: Scene) -> bool:
    """Whether the marks hold what is broadcast, or a work by whoever made it.

    On “Face the Day”; told WKT's “Late Edition”; the author of “Low Tide”.
    """
    layout, first = scene.layout, scene.parts[0].start
    sentence = layout.sentence_of(first).start
    near = layout.tokens.word[max(sentence, first - 3) : first - 1]
    *_, owner, before = ("", "", *near)
    if before.lower() == "on":
        leads = len(_quoted_words(layout, scene.quotation)) > 1
    elif before in POSSESSIVES:
        leads = _broadcasts(owner)
    else:
        leads = before.lower() == "of" and owner.lower() in words("work_makers")
    return leads and _is_capitalised(layout, scene.quotation)


def _broadcasts(owner: str) -> bool:
    """Whether a programme may be called somebody's: WKT's, Friday's, the Herald's."""
    known = words("outlet_words") | words("calendar_words")
    return (owner.isupper() and len(owner) > 1) or owner.lower() in known


def _follows_on(layout: Layout, quotation: int) -> bool:
    """Whether only a comma or an “and” stands between a quotation and the one before."""
    before, here = layout.parts[quotation - 1], layout.parts[quotation]
    if quotation == 0 or not before or before[-1].end < layout.paragraph_of(here[0].start).start:
        return False
    between = range(before[-1].end + 1, here[0].start - 1)
    return len(between) > 0 and all(layout.tokens.word[t].lower() in LISTING for t in between)


def _is_capitalised(layout: Layout, quotation: int) -> bool:
    return has_title_case(_quoted_words(layout, quotation))


def _is_alias(scene: Scene) -> bool:
    """Whether somebody or something is known by the words: known on the docks as “the Goose”.

    Or goes by them: a group calling itself “Save Our Pier”.
    """
    layout, first = scene.layout, scene.parts[0].start
    sentence = layout.sentence_of(first).start
    near = [word.lower() for word in layout.tokens.word[max(sentence, first - NEAR) : first - 1]]
    known = "known" in near and (near[-1:] == ["as"] or near[-2:] == ["as", "the"])
    by_itself = near[-1:] == ["itself"] and near[-2:-1] in CALLING
    return (known or by_itself) and _is_capitalised(layout, scene.quotation)


def _is_term(scene: Scene) -> bool:
    """Whether the words are what things are called, by nobody: such boats are called “yawls”."""
    layout, tokens = scene.layout, scene.layout.tokens
    called, end = scene.parts[0].start - 2, scene.parts[-1].end
    if called < 0 or tokens.word[called].lower() not in words("naming_words"):
        return False
    passive = [c for c in tokens.children[called] if tokens.dep[c] == "auxpass"]
    usual = any(tokens.word[c].lower() in ("is", "are") for c in passive)
    judged = tokens.tag[called + 2] == "DT"  # is called “a liar”
    agents = tokens.word[end : layout.sentence_of(end - 1).end]
    return usual and not judged and "by" not in agents


def _is_so_called(scene: Scene) -> bool:
    """Whether “so-called” stands before the marks: the so-called “miracle cure”."""
    first = scene.parts[0].start
    before = [word.lower() for word in scene.layout.tokens.word[max(0, first - 4) : first - 1]]
    if before != ["so", "-", "called"] and before[-1:] != ["so-called"]:
        return False
    return len(_quoted_words(scene.layout, scene.quotation)) <= SHORTEST_SENTENCE


def _is_defined(scene: Scene) -> bool:
    """Whether a word is named as a word and told what it means: the word “creep” for the slow …"""
    layout, word = scene.layout, scene.layout.tokens.word
    first, beside = scene.parts[0].start, scene.parts[-1].end + 1
    sentence = layout.sentence_of(first)
    before, after = word[max(sentence.start, first - 2)], word[beside : sentence.end][:1]
    if before.lower() not in words("word_nouns"):
        return False
    few = len(_quoted_words(layout, scene.quotation)) < SHORTEST_SENTENCE
    return few and any(w.lower() in words("defining_words") for w in after)


def _is_read(scene: Scene) -> bool:
    """Whether a single word stands on a thing: a sign, but not a tweet, reading “Closed”."""
    layout, quotation = scene.layout, scene.quotation
    if _word_before(layout, quotation) != "reading":
        return False
    quoted, last = _quoted_words(layout, quotation), layout.quotations[quotation].span.end - 1
    label = len(quoted) == 1 and quoted[0][0].isupper() and layout.tokens.text[last] not in ENDS
    return label and _word_before(layout, quotation, back=1) not in words("message_nouns")


def _is_answer(scene: Scene) -> bool:
    """Whether a sentence follows a colon, or few words that end like one a colon or dash.

    Her answer: “Never.” The response came within the hour: “See you in court.”
    """
    tokens = scene.layout.tokens
    first, last = scene.parts[0].start, scene.parts[-1].end - 1
    text, before = tokens.text, _word_before(scene.layout, scene.quotation)
    start, end = scene.layout.quotations[scene.quotation].span
    if before not in LEADS or not text[start].isupper() or text[end - 1] not in ENDS:
        return False
    # A title, which ends like a sentence where the one around it does, has mostly no such verb.
    verb = any(tag in FINITE_TAGS or tag == "VB" for tag in tokens.tag[first : last + 1])
    return last - first < SHORTEST_SENTENCE or (verb and before == ":")


def _leads_to_cue(scene: Scene) -> bool:
    """Whether a quotation opens its paragraph and leads on to its cue: “Heads,” called Roe."""
    layout, tokens = scene.layout, scene.layout.tokens
    first, beside = scene.parts[0].start, scene.parts[-1].end + 1
    start, end = layout.quotations[scene.quotation].span
    opens = first - layout.paragraph_of(first).start <= 1 and tokens.text[start].isupper()
    if not opens or tokens.text[end - 1] not in ",?!":
        return False
    following = range(beside, min(layout.paragraph_of(first).end, beside + LONGEST_CUE))
    # “Titanic,” told in flashback: a participle needs somebody who may be its subject.
    named = any(tokens.tag[t] in ("NNP", "NNPS", "PRP") for t in following)
    somebody = named or any(is_person_noun(tokens, t) for t in following)
    tags = FINITE_TAGS | ({"VBN"} if somebody else set())
    verbs = [t for t in following if t in scene.cues and tokens.tag[t] in tags]
    return any(scene.cues[t].share >= SURE_CUE for t in verbs)


def _leads_to_manner(scene: Scene) -> bool:
    """Whether a sentence begins with a quotation and ends with how it was said: “Me?” she laughed.

    The verb has nothing but the pronoun: not so in “Jaws,” he saw twice.
    """
    layout, tokens = scene.layout, scene.layout.tokens
    first, beside = scene.parts[0].start, scene.parts[-1].end + 1
    start, end = layout.quotations[scene.quotation].span
    opens = layout.sentence_of(first).start >= first - 1 and tokens.text[start].isupper()
    if not opens or tokens.text[end - 1] not in ",?!":
        return False
    spoken = tokens.word[beside : beside + 1] and tokens.word[beside].lower() in PRONOUN_GENDERS
    rest = tokens.tag[beside : beside + 3]
    return bool(spoken) and rest[:1] == ("PRP",) and rest[1:] in (("VBD", "."), ("VBZ", "."))


def _word_before(layout: Layout, quotation: int, back: int = 0) -> str:
    """Return the lower-case word before the opening mark, or so many further back.

    It is in the quotation's paragraph; empty where there is none.
    """
    first = layout.parts[quotation][0].start
    before = first - 2 - back
    inside = before >= layout.paragraph_of(first).start
    return layout.tokens.word[before].lower() if inside else ""


def _quoted_words(layout: Layout, quotation: int) -> list[str]:
    """Return the words between the marks; the marks themselves where there are none."""
    word = layout.tokens.word
    quoted = [word[t] for start, end in layout.parts[quotation] for t in range(start, end)]
    return [w for w in quoted if w[0].isalnum()] or quoted


def _is_outcry(scene: Scene) -> bool:
    """Whether a noun or verb for calling out leads into the marks: cries of “Shame”, sang “Oho”."""
    layout, word = scene.layout, scene.layout.tokens.word
    start = scene.parts[0].start
    if start - 3 < layout.paragraph_of(start).start:
        return False
    noun, before = word[start - 3].lower(), word[start - 2].lower()
    of_noun = before == "of" and noun in words("utterance_nouns")
    # They sang “Let It Be”, but also “Let them in”.
    by_verb = before in words("utterance_verbs") and not _is_capitalised(layout, scene.quotation)
    return of_noun or by_verb


def _stands_alone(scene: Scene) -> bool:
    """Whether the quotation is a sentence with nothing of the reporter's in its paragraphs."""
    layout, tokens = scene.layout, scene.layout.tokens
    numbers = {tokens.paragraph[part.start] for part in scene.parts}
    around = [t for number in numbers for t in range(*tokens.paragraphs[number])]
    others = (t for t in around if layout.inside[t] != scene.quotation)
    if any(tokens.word[t][0].isalnum() for t in others):
        return False
    inside = [t for t in around if layout.inside[t] == scene.quotation]
    finite = any(tokens.tag[t] in FINITE_TAGS for t in inside)
    ended = bool(inside) and tokens.word[inside[-1]] in ENDS
    return ended or (finite and len(inside) >= SHORTEST_SENTENCE)


def _follows_sentence(scene: Scene) -> bool:
    """Whether a whole sentence follows one of the reporter's: Roe shook her head. “Not this time.”

    In the annotated articles that is so of 1,515 quotations, of which 1,507 are somebody's words.
    """
    start, end = scene.layout.quotations[scene.quotation].span
    text = scene.layout.tokens.text
    whole = text[start].isupper() and text[end - 1] in ENDS
    follows = whole and _word_before(scene.layout, scene.quotation) in ENDS
    return follows and not _is_capitalised(scene.layout, scene.quotation)
