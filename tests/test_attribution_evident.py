"""What the form makes evident: whose words others pass on, and what is surely no quote."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from indexer.models import Article

if TYPE_CHECKING:
    from indexer.models import Quote
    from indexer.pipeline.extractor import Extractor


def quotes(extractor: Extractor, text: str) -> tuple[Quote, ...]:
    """Return the quotes of a text."""
    (indexed,) = extractor.extract([Article("test", text)])
    return indexed.quotes


PASSED_ON = {
    "said, according to": (
        "“The pier will close,” Anna Kowal said, according to the Drayford Echo.",
        "Anna Kowal",
        "cue-subject",
    ),
    "quoted as saying": (
        "The inquiry quotes a young engineer as saying the crane was “held up by hope.”",
        "a young engineer",
        "shared-subject",
    ),
    "said, before which it is according to": (
        "According to the Drayford Echo, Anna Kowal told her aides the pier was “held up by hope.”",
        "Anna Kowal",
        "cue-subject",
    ),
    "said in an as-clause": (
        "They hear that it is “held up by hope and by rust,” as the host Anna Kowal said in May.",
        "Anna Kowal",
        "cue-subject",
    ),
    "an account of somebody telling": (
        "Tarrow gives an account of Anna Kowal telling a guard to “go to the devil.”",
        "Anna Kowal",
        "cue-subject",
    ),
    "mocked for calling": (
        "Gus Tarrow mocked Owen Thrale for calling himself the “king of the pier” on Monday.",
        "Owen Thrale",
        "cue-subject",
    ),
    "accused by": (
        "Anna Kowal was accused by Owen Thrale of “hiding the bill in a drawer.”",
        "Owen Thrale",
        "cue-agent",
    ),
    "said that the man shouted": (
        "Police said the man shouted, “Everybody down,” before he ran.",
        "the man",
        "cue-subject",
    ),
    "said that somebody had called him": (
        "Gus Tarrow said that Anna Kowal had called him “a liar with a nice boat.”",
        "Anna Kowal",
        "cue-subject",
    ),
    "recalled that his father used to say": (
        "Oskar Lind recalled that his father used to say, “Measure twice, shout once.”",
        "his father",
        "shared-subject",
    ),
}


@pytest.mark.parametrize(("text", "mention", "method"), PASSED_ON.values(), ids=PASSED_ON)
def test_words_belong_to_who_said_them(
    extractor: Extractor, text: str, mention: str, method: str
) -> None:
    """Not to who passes them on; and the cue is that of who said them."""
    (quote,) = quotes(extractor, text)
    attribution = quote.attribution
    assert attribution.mention is not None
    assert attribution.mention.of(text) == mention
    assert attribution.method == method
    assert attribution.cue is not None


def test_according_to_names_the_speaker_where_nobody_else_does(extractor: Extractor) -> None:
    """Without a “Kowal said” beside the marks the source is whom the words are according to."""
    text = "The pier is “held up by hope,” according to the Drayford Echo."
    (quote,) = quotes(extractor, text)
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.attribution.method) == ("Drayford Echo", "according-to")


NAMED = {
    "a name before a colon": (
        "The result does not surprise the pollster Anna Kowal: “We saw it coming in the spring.”",
        "Anna Kowal",
    ),
    "in whose view it is": (
        "To Kowal, Thrale is the “kind and caring” man of the harbour.",
        "Kowal",
    ),
    "a verb that annotated news never has": (
        "“There is somebody,” Anna Kowal whispered.",
        "Anna Kowal",
    ),
    "a verb with a particle": (
        "Anna Kowal lashed out at the “pathetic excuses” of Hill.",
        "Anna Kowal",
    ),
    "a state between the place and the name": (
        "On Tuesday in Berea, OH, after the count, Anna Kowal (R-OH), said, “I am ready for it.”",
        "Anna Kowal",
    ),
    "a handle": (
        "“It is not right,” tweeted a German user going by the handle Ostermann.",
        "Ostermann",
    ),
}


@pytest.mark.parametrize(("text", "mention"), NAMED.values(), ids=NAMED)
def test_the_form_names_the_speaker(extractor: Extractor, text: str, mention: str) -> None:
    """Where nothing, or a rare verb, reports."""
    (quote,) = quotes(extractor, text)
    assert quote.attribution.mention is not None
    assert quote.attribution.mention.of(text) == mention


def test_who_goes_on_after_according_to_is_who_spoke(extractor: Extractor) -> None:
    """And not the paper between the two quotations."""
    text = "“The pier holds,” Anna Kowal said, according to the Drayford Echo. “We tested it.”"
    assert [q.speaker and q.speaker.name for q in quotes(extractor, text)] == ["Anna Kowal"] * 2


NOT_QUOTES = {
    "a title after a kind of work": "Fry was a nurse in the series “Night Shift” for two years.",
    "the object of a verb for works": "The band played “Harbour Lights” to a full house on Sunday.",
    "so-called": "The so-called “miracle cure” is tap water with a label on it.",
    "a word on a thing": "He wore a badge reading “Volunteer” at the gate.",
    "a title after a sentence": "The library lent only one book. “The Long Winter.”",
    "a nickname": "Salvatore “Sal” Ricci owns the bakery at the corner of the square.",
}


@pytest.mark.parametrize("text", NOT_QUOTES.values(), ids=NOT_QUOTES)
def test_titles_and_names_are_no_quotes(extractor: Extractor, text: str) -> None:
    """Marks around them, but nobody's words."""
    assert quotes(extractor, text) == ()


SHORT_QUOTES = {
    "an answer after a colon": ("Oskar Lind's answer was short: “Never.”", "Never."),
    "an answer after a dash": ("Oskar Lind had one word for the judge — “Coward.”", "Coward."),
    "a sentence after a gesture": ("Louise Park rolled her eyes. “As if ever.”", "As if ever."),
    "a word in a statement": ("Ann Roe issued a statement reading “Never” on Monday.", "Never"),
    "an opening before its cue": ("“Tails,” called Louise Park, and she won.", "Tails,"),
}


@pytest.mark.parametrize(("text", "words"), SHORT_QUOTES.values(), ids=SHORT_QUOTES)
def test_short_utterances_are_kept(extractor: Extractor, text: str, words: str) -> None:
    """A single word is a quote where it stands as an answer or before its cue."""
    assert [quote.parts[0].of(text) for quote in quotes(extractor, text)] == [words]


def test_a_sentence_after_a_sentence_is_surely_a_quote(extractor: Extractor) -> None:
    """However few words it has: nobody's words stand by themselves like that."""
    (quote,) = quotes(extractor, "Louise Park shook her head. “Not this time.”")
    assert quote.attribution.confidence > 0.8


SEPARATE = {
    "a full stop between": "“There are more,” said a guard. Another said, “We saw them.”",
    "a second speaker": "“Leave,” Anna Kowal said, and Owen Thrale answered, “Make me.”",
    "a second speaker, reported": "“Leave,” said Kowal, adding that Thrale had yelled, “Run!”",
}


@pytest.mark.parametrize("text", SEPARATE.values(), ids=SEPARATE)
def test_two_utterances_are_not_joined(extractor: Extractor, text: str) -> None:
    """Each is a quote of its own."""
    assert [len(quote.parts) for quote in quotes(extractor, text)] == [1, 1]


INTERRUPTED = {
    "as she put it": "“It was,” as Gus Tarrow put it, “a rehearsal for nothing.”",
    "between dashes": "“If the dam goes” — Dana Fry paused — “there is no second dam.”",
    "an abbreviation with a stop": "“It is,” said Mr. Hill of St. Mary's, “a matter for courts.”",
}


@pytest.mark.parametrize("text", INTERRUPTED.values(), ids=INTERRUPTED)
def test_an_interrupted_utterance_is_one(extractor: Extractor, text: str) -> None:
    """Of two parts."""
    assert [len(quote.parts) for quote in quotes(extractor, text)] == [2]


NO_SIGNATURES = {
    "a clause after a dash": ("Roe called the plan “a disgrace” — and Paris agreed.", "Roe"),
    "an apposition after a dash": (
        "Ann Roe said the tax was “unfair” — a swipe at Mitt Lowell.",
        "Ann Roe",
    ),
    "a dateline": ("DRAYFORD: “We are done with it,” Ann Roe said.", "Ann Roe"),
    "places in a heading": ("From Drayford to Kelby, all agree:\n\n“We know it is over.”", "all"),
    "who is quoted by a paper": ("“I know,” Ann Roe was overheard by Hill as saying.", "Ann Roe"),
}


@pytest.mark.parametrize(("text", "mention"), NO_SIGNATURES.values(), ids=NO_SIGNATURES)
def test_not_every_name_beside_a_dash_or_colon_signs(
    extractor: Extractor, text: str, mention: str
) -> None:
    """Only a name that stands there by itself, with its titles."""
    (quote,) = quotes(extractor, text)
    assert quote.attribution.mention is not None
    assert quote.attribution.mention.of(text) == mention
    assert quote.attribution.method != "signature"


def test_many_titles_in_a_row_take_time_in_proportion(extractor: Extractor) -> None:
    """A list of a thousand titles is read in seconds."""

    def seconds(count: int) -> float:
        start = process_time()
        quotes(extractor, "The band played " + ", ".join(["“Low Tide”"] * count) + ".")
        return process_time() - start

    seconds(20)
    assert seconds(800) < 10 * seconds(200)
