"""Who “he”, “Kowal” and “the mayor” are, inside one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.documents import Parser, Parsing
from indexer.languages.en.phrases import cue_span, single_span
from indexer.models import Article, Attribution, Kind, Span, SpeakerKind
from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations
from indexer.speakers import Identity, Way, resolve

if TYPE_CHECKING:
    from indexer.models import Quote
    from indexer.pipeline.extractor import Extractor


@pytest.fixture(scope="module")
def parser() -> Parser:
    """The parser, for tests of who a given mention is, whatever attribution chooses."""
    return Parser(Parsing(full=True))


def identity(parser: Parser, text: str, mention: str) -> Identity:
    """Return who the last occurrence of a mention is, as the speaker of the last quotation."""
    paragraphs = find_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
    start = text.rindex(mention)
    span = Span(start, start + len(mention))
    attribution = Attribution(quotations[-1], Kind.DIRECT, span, None, "given", 1.0)
    parts = [part for quotation in quotations for part in quotation.parts]
    (found,) = resolve(parser.parse(text, paragraphs, quotations), [attribution], parts)
    return found


def last_quote(extractor: Extractor, text: str) -> Quote:
    """Return the last quote of a text."""
    (indexed,) = extractor.extract([Article("test", text)])
    return indexed.quotes[-1]


NAMES = {
    "a last name": (
        "Anna Kowal, the port's chief engineer, closed the pier on Monday.",
        "“It was not safe for anybody,” Kowal said.",
        "Anna Kowal",
    ),
    "she, in a later sentence": (
        "Anna Kowal closed the pier on Monday. She gave no reason at first.",
        "“It was not safe for anybody,” she said.",
        "Anna Kowal",
    ),
    "a title that tells two namesakes apart": (
        "Mayor Owen Marsh met Chloe Marsh, a teacher.",
        "“It was not for me to say,” Ms. Marsh said.",
        "Chloe Marsh",
    ),
    "he, where a woman was met too": (
        "Anna Kowal met David Ruiz at the pier.",
        "“We talked about the cost of it,” he said.",
        "David Ruiz",
    ),
    "an office": (
        "Mayor Owen Marsh closed the pier.",
        "“It was not safe for anybody,” the mayor said.",
        "Owen Marsh",
    ),
    "an age": (
        "David Ruiz, 42, lost his boat.",
        "“I had it for years and years,” the 42-year-old said.",
        "David Ruiz",
    ),
    "an organisation by its last word": (
        "The Harbour Safety Board met on Monday.",
        "“We will look at every bolt,” the board said.",
        "Harbour Safety Board",
    ),
    "an abbreviation": (
        "The Harbour Safety Board (HSB) met on Monday.",
        "“We will look at every bolt,” the HSB said.",
        "Harbour Safety Board",
    ),
    "a nickname inside the name": (
        "Walter “Skip” Dunning owns the line.",
        "“We will sail tomorrow at noon,” Dunning said.",
        "Walter “Skip” Dunning",
    ),
    "small words in a name": (
        "The envoy arrived late.",
        "“He is right about it,” said U.N. envoy Marie van der Berg.",
        "Marie van der Berg",
    ),
    "small words in an organisation's name": (
        "The Ministry for Rivers and Coasts was asked.",
        "“We will look at every gauge,” the ministry said.",
        "Ministry for Rivers and Coasts",
    ),
    "an organisation that begins with a title": (
        "General Motors and the Justice Department met.",
        "“We will pay what we owe,” General Motors said.",
        "General Motors",
    ),
    "a father beside his son": (
        "Walter Moss Jr. runs the firm that Walter Moss founded.",
        "“He is a good boy and he works hard,” Walter Moss said.",
        "Walter Moss",
    ),
    "a son beside his father": (
        "Walter Moss Jr. runs the firm that Walter Moss founded.",
        "“I trust my dad in all of this,” Walter Moss Jr. said.",
        "Walter Moss Jr.",
    ),
    "a name that modified a noun before": (
        "Donald Park, the senator, spoke. The Park campaign was loud.",
        "“We will win this one in the end,” Park said.",
        "Donald Park",
    ),
    "a name after a dateline": (
        "OTTAWA - Greta Moss closed the pier on Monday.",
        "“It was not safe for anybody,” Moss said.",
        "Greta Moss",
    ),
    "a full name in the headline alone": (
        "Greta Moss Says the Old Pier Is Closed\n\nThe pier was closed on Monday.",
        "“It was not safe for anybody,” Moss said.",
        "Greta Moss",
    ),
    "the middle one of three names, after a title": (
        "Zenobia Arrieta Lund, the treasurer, spoke on Monday.",
        "“It was not safe for anybody,” Ms. Arrieta said.",
        "Zenobia Arrieta Lund",
    ),
    "two last names with a hyphen before": (
        "Greta Moss and Nick Hale were chosen. A Moss-Hale rally was loud.",
        "“We will win this one in the end,” Hale said.",
        "Nick Hale",
    ),
    "the main person, though a namesake was met": (
        "Hilda Harrow Accused of a Rage\n\nA guard of Bill Harrow wrote of Hilda Harrow twice.\n\n\
Hilda Harrow was away.",
        "In the book he gives an account of Harrow telling one guard to “go to the devil.”",
        "Hilda Harrow",
    ),
    "another's name after the words that a quotation ends with": (
        "Greta Moss met Nick Hale.",
        "“They say, ‘Anybody but Nick Hale’,” Moss told us on the pier.",
        "Greta Moss",
    ),
    "a relative who is named beside the noun": (
        "Mayor Bill Roe met his wife, Ann Roe, at the port.",
        "“We will sail tomorrow at noon,” his wife said.",
        "Ann Roe",
    ),
    "a manager by whose manager it is": (
        "The Sanders campaign manager, Jeff Weaver, went home on Monday.",
        "“We will sail tomorrow at noon,” the Sanders campaign manager said.",
        "Jeff Weaver",
    ),
    "someone who is the subject of the sentence": (
        "The vote was on Monday.",
        "For someone who said that she is “no natural politician,” Ann Roe had a good night.",
        "Ann Roe",
    ),
    "a verb that looks like a plural": (
        "Nick Hale owns the line.",
        "“It’s dire,” Hale answers.",
        "Nick Hale",
    ),
    "a full stop that is the sentence's": (
        "The deal was made on Monday.",
        "It “amounts to a gift,” according to a report by the group E3G. It rained.",
        "report by the group E3G",
    ),
    "a nickname of two words": (
        "Mary “The Hammer” Dunn owns the line.",
        "“We will sail tomorrow at noon,” Dunn said.",
        "Mary “The Hammer” Dunn",
    ),
    "a name in capitals": (
        "",
        "“We will never give in to this,” the PRESIDENT said.",
        "the PRESIDENT",
    ),
    "a title of the peerage": (
        "",
        "‘It is a matter for the courts,’ Lady Harcourt-Bell said.",
        "Harcourt-Bell",
    ),
    "a rank of the police": (
        "Det Sgt Alasdair Munro and PC Ann Roe came at noon.",
        "“We want to hear from anyone,” PC Roe said.",
        "Ann Roe",
    ),
    "a nickname after a given name that looks like an adjective": (
        "",
        "Salvatore “Sal” Ricci, who owns the bakery, said the street was “dead by six o'clock.”",
        "Salvatore “Sal” Ricci",
    ),
    "a name after an office with a capital": (
        "",
        "“We will pay for all of it,” the MP for Thornby, Giles Farrant, said.",
        "Giles Farrant",
    ),
    "a document whose verb looks like a plural": (
        "",
        "“Please shred this when you have read it,” the e-mail reads.",
        "e-mail",
    ),
    "who, for somebody named": (
        "",
        "Iris Tan, who called the vote “a mugging in broad daylight,” left early.",
        "Iris Tan",
    ),
    "an unnamed source": (
        "",
        "“We knew nothing of all that,” a senior aide said.",
        "a senior aide",
    ),
    "an unnamed source, met again": (
        "A senior aide to the governor spoke of a mistake.",
        "“We knew nothing of all that,” the aide said.",
        "a senior aide to the governor",
    ),
    "a bare last name after a headline in capitals": (
        "ROVER TAX PLAN ANGERS TOWN\n\nTom Rover spoke on Monday.",
        "“We will all pay for it gladly,” Rover said.",
        "Tom Rover",
    ),
    "a name like a month": (
        "Jan Brook, the mayor, spoke on Monday.",
        "“We will all pay for it gladly,” Brook said.",
        "Jan Brook",
    ),
    "a last name like a firm's": (
        "Emma Mills spoke on Monday.",
        "“We will all pay for it gladly,” Mills said.",
        "Emma Mills",
    ),
    "the middle one of three names": (
        "Maria Acosta Febo runs the bank.",
        "“We will all pay for it gladly,” Acosta said.",
        "Maria Acosta Febo",
    ),
    "an accent left out": (
        "María Calderón runs the bank.",
        "“We will all pay for it gladly,” Calderon said.",
        "María Calderón",
    ),
    "a last name of two words": (
        "Carlo Lopez-Cantera met us. Lopez-Cantera smiled. Lopez-Cantera sat down.",
        "“We will all pay for it gladly,” Lopez-Cantera said.",
        "Carlo Lopez-Cantera",
    ),
    "a newspaper by its last word": (
        "The Harbour Post asked first.",
        "The Post wrote: “We will all pay for it gladly and soon.”",
        "Harbour Post",
    ),
    "an organisation of a place": (
        "The Business Council of Westmere opposed it.",
        "“We will not pay for any of it,” it said.",
        "Business Council of Westmere",
    ),
    "he, after the speaker of the sentence before": (
        "Tom Hale met David Ruiz at the pier.\n\nRuiz shook his head.",
        "“We will all pay for it gladly,” he said.",
        "David Ruiz",
    ),
    "he, in a clause before its subject": (
        "After he had met the builders, Tom Hale went home. He was glad of it.",
        "“We will all pay for it gladly,” he said.",
        "Tom Hale",
    ),
    "he, as one clause leads on to the next": (
        "Tom Hale met David Ruiz at the pier. Hale gave him a map.",
        "“We will all pay for it gladly,” he said.",
        "Tom Hale",
    ),
    "she, whose given name is rather a man's": (
        "Marty Walden leads the council. She said so on Monday.",
        "“We will all pay for it gladly,” she said.",
        "Marty Walden",
    ),
    "she, met without a name": (
        "A young woman stood at the door as David Ruiz came out.",
        "“We will all pay for it gladly,” she said.",
        "a young woman",
    ),
    "she, named after her office": (
        "“We will not pay,” said a spokeswoman for the port, Anna Kowal.",
        "“That is all I have to say about this,” she said.",
        "Anna Kowal",
    ),
    "an office of a state, by an abbreviation": (
        "Sen. Anna Kowal (R-Fla.) met Sen. Tom Hale of Ohio on Monday.",
        "“We will not pay for any of it,” the Florida senator said.",
        "Anna Kowal",
    ),
    "a description that nothing before ties to its person": (
        "Anna Kowal spoke at noon in Porthaven.",
        "“We will not pay for any of it,” the former pilot said.",
        "Anna Kowal",
    ),
    "somebody whom news never names, right after a name": (
        "Anna Kowal spoke at noon in Porthaven.",
        "“We will not pay for any of it,” the official said.",
        "the official",
    ),
    "an adviser, who is not the president": (
        "President Owen Marsh met Tom Hale, an adviser to the president.",
        "“We will not pay for any of it,” the president said.",
        "Owen Marsh",
    ),
    "a company, by its kind": (
        "Tessarine Holdings closed its plant on Monday.",
        "“We will open it again in the spring,” the company said.",
        "Tessarine Holdings",
    ),
    "a spokesman who is named elsewhere": (
        "Hale campaign spokesman Victor Amis was away on Monday.",
        "A spokesman for the Hale campaign called it “a very bad day for the city.”",
        "Victor Amis",
    ),
    "a document by its title": (
        "They set up a website called “Harbour Watch.”",
        "“We will all pay for it gladly,” the website says.",
        "Harbour Watch",
    ),
    "a document by a list": (
        "A report by the Academy of Arts, Letters and Law was late.",
        "“Nobody has read any of it,” the report says.",
        "report by the Academy of Arts, Letters and Law",
    ),
    "a document that bears the words": (
        "",
        "A hand-painted sign reading “We do not swim past the pier!” hung there on Monday.",
        "hand-painted sign",
    ),
    "a document": ("", "The report said the bridge was “unsafe under any load at all.”", "report"),
}


CUES = {
    "an adverb": ("“Not so fast,” Anna Kowal shot back.", "shot back"),
    "an adverb and whom it was said to": ("“No,” Anna Kowal fired back at him.", "fired back"),
    "a time": ("“It is too late,” Anna Kowal said back in May.", "said"),
    "a place": ("“It is too late,” Anna Kowal said in court.", "said"),
}


@pytest.mark.parametrize(("text", "cue"), CUES.values(), ids=CUES)
def test_a_cue_has_its_particle(extractor: Extractor, text: str, cue: str) -> None:
    """Whatever the parser took it for; an adverb with words of its own is none."""
    found = last_quote(extractor, text).attribution.cue
    assert found is not None
    assert found.of(text) == cue


PHRASES = {
    "a particle before the speaker": ("“And so,” chimed in her neighbour.", "chimed", "chimed in"),
    "an office and a name": ("The MP for Thornby, Giles Farrant, rose.", "MP", "Giles Farrant"),
    "a particle": ("“Not so fast,” piped up Anna Kowal.", "piped", "piped up"),
    "a list": ("The mayor, the bishop and Tom Hale rose.", "mayor", "The mayor"),
    "a heading": ("Statement from Senator Ann Roe:", "Statement", "Ann Roe"),
    "whose neighbour": ("“No,” said her neighbour, Theo Lamm.", "her", "Theo Lamm"),
    "her own": ("She repeated her claim that it was “late.”", "her", "her"),
}


@pytest.mark.parametrize(("text", "word", "phrase"), PHRASES.values(), ids=PHRASES)
def test_a_word_leads_to_its_phrase(parser: Parser, text: str, word: str, phrase: str) -> None:
    """From a cue to its particle, from an office or a possessive to the name beside it."""
    tokens = parser.parse(text, find_paragraphs(text), ())
    token = tokens.word.index(word)
    span = cue_span if tokens.tag[token].startswith("VB") else single_span
    assert tokens.span(span(tokens, token)).of(text) == phrase


@pytest.mark.parametrize(("before", "quoting", "name"), NAMES.values(), ids=NAMES)
def test_a_mention_is_resolved_to_the_fullest_name(
    extractor: Extractor, before: str, quoting: str, name: str
) -> None:
    """Last names, pronouns, titles, ages, abbreviations; the unnamed as they are introduced."""
    speaker = last_quote(extractor, f"{before}\n\n{quoting}").speaker
    assert speaker is not None
    assert speaker.name == name


def test_nobody_is_named_where_nobody_can_be_told(extractor: Extractor) -> None:
    """A “she” without a woman in the article has a mention and no speaker."""
    quote = last_quote(extractor, "“We never saw any of that money,” she said.")
    assert quote.attribution.mention is not None
    assert quote.speaker is None


ROLES = [
    (
        "NATO Secretary-General Mark Rutte said it was “a dangerous expansion of the war.”",
        "NATO Secretary-General",
    ),
    (
        "Anna Kowal, the port's chief engineer, said the pier was “beyond repair by now.”",
        "the port's chief engineer",
    ),
    ("“We will not pay a cent more,” said Mayor Owen Marsh.", "Mayor"),
    ("“We will not pay a cent,” said the Rev. Alden Pike.", "Rev."),
    (
        "“We will not pay a cent,” said Anna Kowal, 52, a retired pilot from Westmere.",
        "retired pilot from Westmere",
    ),
    (
        "“We will not pay a cent,” said Anna Kowal, a former director of the Centre for Rivers.",
        "former director of the Centre for Rivers",
    ),
    (
        "“We will not pay a cent,” said Anna Kowal, founder and chief executive of Tessarine.",
        "founder and chief executive of Tessarine",
    ),
    (
        "“We will not pay a cent,” said a spokeswoman for the port, Anna Kowal.",
        "spokeswoman for the port",
    ),
    (
        "Anna Kowal, who is the president of the Harbour Guild, spoke.\n\n“We won't,” Kowal said.",
        "president of the Harbour Guild",
    ),
    (
        "Anna Kowal, who leads the dockers' union, spoke.\n\n“We won't pay,” Kowal said.",
        "leads the dockers' union",
    ),
    (
        "Anna Kowal, a pilot, spoke. She is a pilot with Harbour Air.\n\n“We won't,” Kowal said.",
        "pilot",
    ),
    ("Its director, Anna Kowal, spoke.\n\n“We will not pay a cent,” Kowal said.", "Its director"),
    ("“We will not pay a cent,” said his lawyer, Anna Kowal.", "his lawyer"),
    ("“We will not pay a cent,” said Anna Kowal, their head coach.", "their head coach"),
    ("“We will not pay a cent,” her deputy Celia Roe said.", "her deputy"),
    (
        "His rival, Anna Kowal, spoke. Kowal, the mayor, is 52.\n\n“We will not pay,” Kowal said.",
        "mayor",
    ),
    ("“We will not pay a cent,” said Insp Anna Kowal.", "Insp"),
    ("“We will not pay a cent,” said Lady Kowal.", None),
    (
        "“We will not pay a cent,” said Anna Kowal, a beekeeper from Westmere.",
        "beekeeper from Westmere",
    ),
    ("“We will not pay a cent,” said Anna Kowal, Senator for Westmere.", "Senator for Westmere"),
    ("“We will not pay,” the MP for Westmere, Anna Kowal, said.", "MP for Westmere"),
    ("“We will pay for all of it,” the MP for Thornby, Giles Farrant, said.", "MP for Thornby"),
    ("Samuel Ito, baker: “We will not pay a cent.”", "baker"),
    ("“We will not pay a cent.” - Anna Kowal, harbour master", "harbour master"),
    (
        "Mayor Anna Kowal spoke. Kowal, the mayor of Porthaven, is 52.\n\n“No,” Kowal said.",
        "mayor of Porthaven",
    ),
    ("His widow, Anna Kowal, spoke.\n\n“We will not pay a cent,” Kowal said.", None),
    ("“We will not pay a cent,” said her brother, Tom Kowal.", None),
    ("“We will not pay a cent more than that.” —Commissioner Owen Marsh", "Commissioner"),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_role_is_what_the_article_calls_the_speaker(
    extractor: Extractor, text: str, role: str | None
) -> None:
    """Titles before the name and appositions after it, in the article's own words."""
    assert last_quote(extractor, text).role == role


KINDS = [
    ("“We talked about it,” said Anna Kowal.", SpeakerKind.PERSON),
    ("“We looked at it closely,” the Harbour Safety Board said.", SpeakerKind.ORGANIZATION),
    ("The report called the bridge “unsafe at any load whatsoever.”", SpeakerKind.DOCUMENT),
    ("“We want our street back now,” residents said.", SpeakerKind.GROUP),
    ("“We want our street back now,” one man said.", SpeakerKind.UNKNOWN),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_a_speaker(extractor: Extractor, text: str, kind: SpeakerKind) -> None:
    """Person, organisation, document, group, or an unnamed source."""
    speaker = last_quote(extractor, text).speaker
    assert speaker is not None
    assert speaker.kind is kind


def test_every_form_of_a_name_is_kept(extractor: Extractor) -> None:
    """The forms by which a speaker was met; pronouns are none."""
    text = (
        "Anna Kowal closed the pier. Mrs. Kowal gave no reason.\n\n"
        "“It was not safe for anybody,” she said."
    )
    speaker = last_quote(extractor, text).speaker
    assert speaker is not None
    assert set(speaker.names) == {"Anna Kowal", "Kowal"}


MET = "Tim Burton, the mayor, met Nick Hale, a builder, on Monday.\n\n"

TOGETHER = {
    "two": ("“We will not pay for any of it,” Burton and Hale said.", "Burton and Hale"),
    "verb first": ("“We will not pay for any of it,” said Burton and Hale.", "Burton and Hale"),
    "according to": (
        "“We will not pay for any of it,” according to Burton and Hale.",
        "Burton and Hale",
    ),
    "with descriptions": (
        "“We won't pay,” Tim Burton, the mayor, and Nick Hale, a builder, wrote.",
        "Tim Burton, the mayor, and Nick Hale",
    ),
    "offices": ("“We won't pay,” the mayor and the builder said.", "the mayor and the builder"),
}


@pytest.mark.parametrize(("quoting", "mention"), TOGETHER.values(), ids=TOGETHER)
def test_several_speakers_are_a_group(extractor: Extractor, quoting: str, mention: str) -> None:
    """The mention covers all of them, and the name has their full names."""
    quote = last_quote(extractor, MET + quoting)
    assert quote.attribution.mention is not None
    assert quote.attribution.mention.of(MET + quoting) == mention
    assert quote.speaker is not None
    assert quote.speaker.kind is SpeakerKind.GROUP
    assert quote.speaker.name == "Tim Burton and Nick Hale"


def test_three_speakers_are_a_group(extractor: Extractor) -> None:
    """Commas between, “and” before the last."""
    text = MET + "In a joint statement, Burton, Hale and Anna Kowal said: “We will not pay for it.”"
    speaker = last_quote(extractor, text).speaker
    assert speaker is not None
    assert speaker.name == "Tim Burton, Nick Hale and Anna Kowal"


@pytest.mark.parametrize(
    "quoting",
    [
        "“We will not pay for any of it,” said Burton, the mayor of Porthaven.",
        "“We will not pay for any of it,” said Burton, who had come with Hale and the others.",
        "Hale sat down, and Burton rose. “We will not pay for any of it,” Burton told Hale.",
        "“We will not pay for any of it,” said Burton and his wife.",
    ],
)
def test_one_speaker_is_no_group(extractor: Extractor, quoting: str) -> None:
    """An apposition, a companion, another verb's subject and “his wife” are no second speaker."""
    speaker = last_quote(extractor, MET + quoting).speaker
    assert speaker is not None
    assert speaker.name == "Tim Burton"


HARROWS = "Bill Harrow and Hilda Harrow live in Porthaven.\n\nThe pier was closed on Monday.\n\n"


def test_a_last_name_that_two_bear_is_nobodys_without_evidence(extractor: Extractor) -> None:
    """The mention is kept and the speaker left open."""
    text = HARROWS + "“We never asked for any of this money,” Harrow said."
    quote = last_quote(extractor, text)
    assert quote.attribution.mention is not None
    assert quote.speaker is None


NAMESAKES = {
    "a title": ("“I never asked for it,” Mr. Harrow said.", "Bill Harrow"),
    "a pronoun": ("“I never asked for it,” Harrow said as she left.", "Hilda Harrow"),
    "the same paragraph": (
        "Hilda Harrow rose. “I never asked for it,” Harrow said.",
        "Hilda Harrow",
    ),
    "the paragraph before": (
        "Bill Harrow came to the town hall.\n\n“I never asked for it,” Harrow said.",
        "Bill Harrow",
    ),
    "whom the article is about": (
        "Hilda Harrow came. Hilda Harrow sat.\n\nIt was late.\n\n“I never asked,” Harrow said.",
        "Hilda Harrow",
    ),
}


@pytest.mark.parametrize(("text", "name"), NAMESAKES.values(), ids=NAMESAKES)
def test_namesakes_are_told_apart_by_evidence(extractor: Extractor, text: str, name: str) -> None:
    """A title, a pronoun, the nearest full name, or who the article is about."""
    speaker = last_quote(extractor, HARROWS + text).speaker
    assert speaker is not None
    assert speaker.name == name


KOWAL = "Anna Kowal, the mayor, spoke at noon in Porthaven.\n\n"

WAYS = {
    Way.NAME: (f"{KOWAL}“We will not pay,” Kowal said.", "Kowal"),
    Way.NAMESAKE: (f"{HARROWS}Hilda Harrow rose. “We will not pay,” Harrow said.", "Harrow"),
    Way.GROUP: (f"{KOWAL}“We will not pay,” Kowal and Tom Hale said.", "Kowal and Tom Hale"),
    Way.DESCRIPTION: (f"{KOWAL}“We will not pay,” the mayor said.", "the mayor"),
    Way.PRONOUN: (f"{KOWAL}“We will not pay,” she said.", "she"),
    Way.GUESS: (f"{KOWAL}“We will not pay,” the former pilot said.", "the former pilot"),
    Way.UNNAMED: (f"{KOWAL}“We will not pay,” a senior aide said.", "a senior aide"),
    Way.AMBIGUOUS: (f"{HARROWS}“We never asked for any money,” Harrow said.", "Harrow"),
    Way.NOBODY: ("“Move on, the lot of you!” came a shout from the back.", "a shout from the back"),
}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_identity_says_how_it_was_found(parser: Parser, way: Way) -> None:
    """A guess is known as one, and so is a name that several bear."""
    assert identity(parser, *WAYS[way]).way is way


def test_every_way_is_tried() -> None:
    """The table above has them all."""
    assert set(WAYS) == set(Way)


def test_a_pronoun_with_a_rival_is_known_as_doubtful(parser: Parser) -> None:
    """The share of the likelihood falls, the rival is counted; alone, the person is certain."""
    alone = identity(parser, "Tom Hale rose.\n\n“We will not pay,” he said.", "he").doubt
    text = "Tom Hale met David Ruiz at the pier.\n\n“We will not pay,” he said."
    rivals = identity(parser, text, "he").doubt
    assert alone is not None
    assert rivals is not None
    assert (alone.share, alone.rivals, alone.sentences_back) == (1.0, 0, 1)
    assert alone.gender_known
    assert rivals.rivals == 1
    assert rivals.share < alone.share


def test_an_unnamed_gender_is_known_as_such(parser: Parser) -> None:
    """“Orvo” tells no gender: “he” may be somebody else."""
    doubt = identity(parser, "Orvo Tarn rose.\n\n“We will not pay,” he said.", "he").doubt
    assert doubt is not None
    assert not doubt.gender_known


def test_a_name_leaves_no_doubt(parser: Parser) -> None:
    """Only what the context decided has numbers."""
    assert identity(parser, *WAYS[Way.NAME]).doubt is None
