"""Who said it, on sentences of our own: one for each way in which the press attributes."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from indexer.attribution.methods import METHOD_OF_PATH
from indexer.models import Article, Kind
from indexer.site.wording import METHODS

if TYPE_CHECKING:
    from indexer.models import Quote
    from indexer.pipeline.extractor import Extractor


def quotes(extractor: Extractor, text: str) -> tuple[Quote, ...]:
    """Return the quotes of a text."""
    (indexed,) = extractor.extract([Article("test", text)])
    return indexed.quotes


def mentions(extractor: Extractor, text: str) -> list[str | None]:
    """Return the mention of each quote of a text."""
    found = [quote.attribution.mention for quote in quotes(extractor, text)]
    return [mention and mention.of(text) for mention in found]


WAYS = [
    ("“We will rebuild the pier,” said Anna Kowal.", "Anna Kowal"),
    ("“We will rebuild the pier,” Anna Kowal said.", "Anna Kowal"),
    ("“We will rebuild the pier,” she said.", "she"),
    ("“We will rebuild the pier by spring,” the mayor told reporters on Monday.", "the mayor"),
    ("Kowal said: “We will rebuild the pier.”", "Kowal"),
    ("Kowal said, “We will rebuild the pier.”", "Kowal"),
    ("According to Kowal, the pier is “a danger to everybody who walks on it.”", "Kowal"),
    ("The pier is “a danger to everybody who walks on it,” according to Kowal.", "Kowal"),
    ("Anna Kowal, the port's chief engineer, said the pier was “beyond repair.”", "Anna Kowal"),
    ("Hugh Hill, a doctor, said the ward was “full to the last bed.”", "Hugh Hill"),
    ("Anna Kowal, who leads the harbor board, called the plan “a bad joke.”", "Anna Kowal"),
    ("“The pier is gone,” Kowal wrote in a letter to the council.", "Kowal"),
    ("“What were they thinking?” asked one resident.", "one resident"),
    ("“Nobody told us anything about it,” a senior aide said.", "a senior aide"),
    ("The report said the bridge was “unsafe at any load.”", "The report"),
    ("The Harbour Safety Board said it was “deeply concerned.”", "Harbour Safety Board"),
    ("“We are closing the road tonight,” police said in a statement.", "police"),
    ("Kowal insisted that the cost was “not the taxpayer's to bear.”", "Kowal"),
    ("“It was over in a minute,” recalled Ruiz, 42.", "Ruiz"),
    ("“I never signed it,” Mr. Dunning testified.", "Dunning"),
]


@pytest.mark.parametrize(("text", "mention"), WAYS)
def test_the_mention_that_names_the_speaker(extractor: Extractor, text: str, mention: str) -> None:
    """The words that the sentence itself gives as the speaker."""
    assert mentions(extractor, text) == [mention]


def test_a_second_quotation_of_the_paragraph_has_the_same_speaker(extractor: Extractor) -> None:
    """Without a cue of its own a quotation goes on with who spoke before it."""
    text = "“We lost the boat,” Marta Ruiz said on Friday. “We lost the crew as well.”"
    assert mentions(extractor, text) == ["Marta Ruiz", "Marta Ruiz"]


def test_two_speakers_in_one_paragraph_are_told_apart(extractor: Extractor) -> None:
    """Each quotation has the speaker of its own clause."""
    text = "“We lost the boat,” said Ruiz. “You sold it,” replied Anna Kowal."
    assert mentions(extractor, text) == ["Ruiz", "Anna Kowal"]


def test_a_quotation_interrupted_by_its_clause_is_one_quote(extractor: Extractor) -> None:
    """“I will,” he said, “be back.” has two parts and one speaker."""
    text = "“The harbor,” Ruiz said, “belongs to the people who work in it.”"
    (quote,) = quotes(extractor, text)
    assert [part.of(text) for part in quote.parts] == [
        "The harbor,",
        "belongs to the people who work in it.",
    ]
    assert quote.attribution.cue is not None
    assert quote.attribution.cue.of(text) == "said"


def test_a_full_stop_after_the_clause_ends_the_quote(extractor: Extractor) -> None:
    """“We lost,” he said. “We will be back.” are two quotes."""
    assert len(quotes(extractor, "“We lost it all,” Ruiz said. “We will be back.”")) == 2


KINDS = [
    ("“We will rebuild the pier,” said Anna Kowal.", Kind.DIRECT),
    ("Kowal said: “We will rebuild the pier.”", Kind.DIRECT),
    ("“No,” she said.", Kind.DIRECT),
    ("“it is over,” Kowal said.", Kind.DIRECT),
    ("Kowal called the plan “a bad joke that nobody laughs at.”", Kind.MIXED),
    ("Kowal said the pier “would not survive another winter.”", Kind.MIXED),
    ("The town will “continue to repair what it can,” Kowal said.", Kind.MIXED),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_direct_and_mixed(extractor: Extractor, text: str, kind: Kind) -> None:
    """A sentence or clause of its own is direct; words woven into the reporter's are mixed."""
    assert [quote.attribution.kind for quote in quotes(extractor, text)] == [kind]


def test_every_answer_says_how_it_was_found(extractor: Extractor) -> None:
    """The method is a name in words and the confidence a probability."""
    text = "According to Kowal, the pier is “a danger to everybody.” “It must go,” she said."
    found = [quote.attribution for quote in quotes(extractor, text)]
    assert [attribution.method for attribution in found] == ["according-to", "cue-subject"]
    assert all(0 <= attribution.confidence <= 1 for attribution in found)


LAYOUTS = {
    "a signature": (
        "“I concur with every word,” said Anna Kowal.\n\n“I dissent from all of it.” — Owen Marsh",
        "Owen Marsh",
    ),
    "a letter's heading": (
        "“I concur,” said Anna Kowal.\n\nFrom Commissioner Owen Marsh:\n\n“I dissent from it all.”",
        "Owen Marsh",
    ),
    "a transcript": (
        "Anna Kowal: “Did you see the bridge that day?”\n\nOwen Marsh: “I did, from the pier.”",
        "Owen Marsh",
    ),
}


@pytest.mark.parametrize(("text", "mention"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_that_names_the_speaker_decides(
    extractor: Extractor, text: str, mention: str
) -> None:
    """Whoever spoke before; and the method says so."""
    assert mentions(extractor, text)[-1] == mention
    assert quotes(extractor, text)[-1].attribution.method == "signature"


def test_many_quotations_in_one_line_take_time_in_proportion(extractor: Extractor) -> None:
    """A page whose line ends were lost: four times the text is not sixteen times the work."""

    def seconds(count: int) -> float:
        line = "“We have boat number {},” said Marta Ruiz, the head of the line, on Monday. "
        text = "".join(map(line.format, range(count)))
        start = process_time()
        assert len(quotes(extractor, text)) == count
        return process_time() - start

    seconds(50)
    assert seconds(400) < 10 * seconds(100)


def test_a_short_utterance_alone_in_its_paragraph_is_kept(extractor: Extractor) -> None:
    """“No.” is a quote, also where nothing else stands around it."""
    text = "Would she run again, Anna Kowal was asked on Friday.\n\n“No.”\n\n“Never.”"
    assert [q.parts[0].of(text) for q in quotes(extractor, text)] == ["No.", "Never."]


def test_a_quotation_in_a_text_without_words_around_it_is_kept(extractor: Extractor) -> None:
    """Where nobody can be named the quote has no mention and no speaker, and is there."""
    (quote,) = quotes(extractor, "“We will not be moved, and we will not be silent.”")
    assert (quote.attribution.mention, quote.speaker) == (None, None)
    assert quote.attribution.method == "none"


def test_every_method_has_words() -> None:
    """The site says in words how a speaker was found, whichever way it was."""
    named = {*METHOD_OF_PATH.values(), "signature", "none"}
    placed = {f"{where}-paragraph" for where in ("same", "previous", "next")} | {"same-sentence"}
    assert named | placed == set(METHODS)
