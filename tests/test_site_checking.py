"""The page that tells whether anybody has said some words, or what a text quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, unquote_plus, urlencode

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import ENDLESS, POLICY, SCRIPT, indexed, page, words_of, write
from travels import EVERYTHING, EXCERPT, FERRY, HARBOUR, HOSTILE, SPREAD

from indexer import checking as has_anybody
from indexer.checking import candidates
from indexer.site import checking
from indexer.site.checking import LONGEST_ADDRESS, LONGEST_FORM, LONGEST_TEXT, MOST_CLAIMS

if TYPE_CHECKING:
    from pathlib import Path

NEARLY = HARBOUR.replace("the winter storms", "winter gales").replace("will cost", "shall cost")
NEVER = "Unicorns graze behind the parliament and nobody dares to count them"
UNSEEN = re.compile(r'<span class="unseen">.*?</span>')


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of articles in which words travel, hostile ones among them."""
    return write(tmp_path_factory.mktemp("checking") / "news.db", EVERYTHING)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


async def asked(site: Any, words: str, **more: str) -> str:
    """Return the page for words in its address."""
    return await page(site, f"/news/-/check?{urlencode({'words': words, **more})}")


async def sent(site: Any, words: str, **more: str) -> Any:
    """Return the response to the form."""
    return await site.client.post("/news/-/check", data={"words": words, **more})


async def data(site: Any, words: str, **more: str) -> Any:
    """Return the same as data."""
    response = await site.client.get("/news/-/check.json", params={"words": words, **more})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/json")
    assert response.headers["x-content-type-options"] == "nosniff"
    return response.json()


def outcome(html: str) -> str:
    """Return what the page says was found."""
    return words_of(html.split('class="outcome"')[1].split("</p>", maxsplit=1)[0].partition(">")[2])


async def test_the_page_asks_for_words(site: Any) -> None:
    """Without any it is a form that everybody can fill in, and no answer."""
    html = await page(site, "/news/-/check")
    assert '<form class="search check" action="/news/-/check" method="post">' in html
    assert "outcome" not in html
    assert "no words" in words_of(await asked(site, "“ ” …"))


async def test_words_that_were_said_are_found(site: Any) -> None:
    """Who, where, when and how often, however the words are printed."""
    for words in (HARBOUR, HARBOUR.upper(), f"“{HARBOUR.replace('harbour', 'harbour [there]')} …”"):
        html = await asked(site, words)
        assert outcome(html) == "Found word for word."
        match = words_of(html.split('class="match"')[1])
        assert (
            f"Marta Ruiz All {len(HARBOUR.split())} words are the same."
            " Printed 4 times in 4 articles" in match
        )
        assert "The Ellery Beacon , 5 November 2024" in match
        assert SPREAD[0].quotes[0].id in html


async def test_a_part_is_marked_where_it_stands(site: Any) -> None:
    """The quote is shown whole, with the words that were asked for marked in it."""
    html = await asked(site, EXCERPT)
    assert outcome(html) == "Found word for word."
    assert f"<mark>{EXCERPT}</mark>" in html
    assert "7 words in a row are the same." in words_of(html)


async def test_words_that_are_near_are_compared(site: Any) -> None:
    """Each difference is marked, and the figure is explained in words."""
    html = await asked(site, NEARLY)
    assert outcome(html) == "Not found word for word, but nearly."
    match = UNSEEN.sub("", html.split('class="match"')[1])
    assert f"“{HARBOUR}”" in words_of(match)
    assert re.search("<del>the winter storms</del> winter gales", match) or (
        "<del>the</del>" in match and "<del>storms</del> gales" in match
    )
    assert re.search(r"\d+ of 2\d words are the same, in order: \d\d%\.", words_of(match))
    assert "[instead of: will ] [now: shall ]" in words_of(html)


async def test_who_did_not_say_it_is_told(site: Any) -> None:
    """The name claimed, with or without title, against the names that articles give."""
    assert "Said by somebody else , not by Owen Bell" in outcome(
        await asked(site, HARBOUR, speaker="Owen Bell")
    )
    assert outcome(await asked(site, HARBOUR, speaker="Mayor Ruiz")) == (
        "Found word for word. Said by Mayor Ruiz , as claimed ."
    ).replace(" .", ".")
    both = await asked(site, FERRY, speaker="Marta Ruiz")
    assert "as claimed" in outcome(both)
    assert "Owen Bell (not the one claimed)" in words_of(both)


async def test_what_nobody_said_is_not_found(site: Any) -> None:
    """How much was searched is said, and that this is no proof."""
    html = await asked(site, NEVER)
    assert outcome(html) == (
        "Not found in 15 quotes of 15 articles, 5 November 2024 to 1 December 2024."
        " It may have been said all the same, where no article of this index has it."
    )
    assert f'/news/-/search?q={quote_plus(NEVER)}"' in html


async def test_every_quotation_of_a_text_is_checked(site: Any) -> None:
    """A text is sent as a form, answered at once, and never stands in an address."""
    text = (
        f"{'It rained all day. ' * 80}He said: “{EXCERPT}.”\n\nShe said, “{NEVER}.”\n\n“{FERRY}!”"
    )
    assert len(text) > LONGEST_ADDRESS
    response = await sent(site, text)
    assert response.status_code == 200
    assert response.headers[POLICY].startswith("default-src 'none';")
    told = words_of(response.text)
    assert "3 quotations : 2 found word for word, 0 nearly, 1 not found." in told
    claims = re.findall('<h2 class="claim"[^>]*>(.*?)</h2>', response.text)
    assert [words_of(claim).strip("“”.!") for claim in claims] == [EXCERPT, NEVER, FERRY]


async def test_a_few_words_have_an_address(site: Any) -> None:
    """So that the answer can be passed on; going back does not ask to send the form again."""
    response = await sent(site, f" {EXCERPT}\r\n", speaker="Marta Ruiz")
    assert response.status_code == 303
    address = response.headers["location"]
    assert unquote_plus(address) == f"/news/-/check?words={EXCERPT}&speaker=Marta Ruiz"
    html = await page(site, address)
    assert "as claimed" in outcome(html)
    assert f"{address.replace('check?', 'check.json?').replace('&', '&amp;')}" in html


async def test_what_is_too_long_is_told_so(site: Any) -> None:
    """The rest of a text is not read, and nothing beyond what a form may have."""
    cut = await sent(site, f"“{HARBOUR}” " + "x " * LONGEST_TEXT)
    assert cut.status_code == 200
    assert f"Only the first {LONGEST_TEXT:,} characters were read." in words_of(cut.text)
    assert "Found word for word" in words_of(cut.text)
    long = await sent(site, "x" * LONGEST_FORM)
    assert long.status_code == 413
    assert "too long to be read" in words_of(long.text)
    response = await site.client.post(
        "/news/-/check.json", data={"words": "x" * (LONGEST_TEXT + 1)}
    )
    assert response.status_code == 413
    assert "error" in response.json()


async def test_many_quotations_have_a_bound(site: Any) -> None:
    """Some are checked and the others counted."""
    text = "\n\n".join(f"“Number {n} of these sentences was said by nobody.”" for n in range(40))
    told = words_of((await sent(site, text)).text)
    assert f"{MOST_CLAIMS} quotations of 40:" in told
    assert "Paste the rest of the text by itself." in told


async def test_answers_are_there_as_data(site: Any) -> None:
    """The same as the command prints; by address or, for a text, by form."""
    (answer,) = await data(site, HARBOUR, speaker="Owen Bell")
    assert (answer["outcome"], answer["verdict"]) == ("exact", "said by somebody else")
    assert answer["matches"][0]["text"] == HARBOUR
    assert answer["searched"]["documents"] == len(EVERYTHING)
    text = f"{'It rained. ' * 200}“{EXCERPT}”, she said. “{NEVER}”, he said."
    response = await site.client.post("/news/-/check.json", data={"words": text})
    assert [each["outcome"] for each in response.json()] == ["exact", "not found"]
    assert await data(site, "") == []


async def test_hostile_words_are_only_words(site: Any) -> None:
    """What is pasted is shown as text, and finds what is hostile itself."""
    html = await asked(site, HOSTILE, speaker=SCRIPT)
    assert outcome(html).startswith("Found word for word.")
    assert SCRIPT in words_of(html)
    for words in (
        f"</textarea>{SCRIPT}",
        '"; drop table quotes; --',
        "\0",
        "\n\n x",
        "NEAR(a b)",
        "*",
    ):
        assert "<script>alert" not in await asked(site, words, speaker=f'"><b>{SCRIPT}')
        await data(site, words)
    html = await asked(site, "\n leading lines are kept by browsers")
    assert ">leading lines are kept by browsers</textarea>" in html


async def test_a_doubtful_name_stays_doubtful(tmp_path: Path) -> None:
    """Where the program is not sure who said it, the answer says so."""
    unsure = indexed(f"So “{FERRY},” it said.", speaker="Bo Lind", confidence=0.3)
    site = Datasette([str(write(tmp_path / "news.db", [unsure]))])
    assert "perhaps Bo Lind" in words_of(await asked(site, FERRY))


async def test_a_slow_search_is_given_up(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is not “not found”: nobody has looked."""
    monkeypatch.setattr(candidates, "HAS_WORDINGS", ENDLESS)
    slow = Datasette(site.files, settings={"sql_time_limit_ms": 20})
    told = words_of(await asked(slow, HARBOUR))
    assert "Not checked: to look for this takes too long now." in told
    assert "Not found" not in told
    response = await slow.client.get("/news/-/check.json", params={"words": HARBOUR})
    assert response.status_code == 503


async def test_a_text_has_only_so_much_time(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is no time for is told apart from what was looked for."""
    monkeypatch.setattr(checking, "MOST_SECONDS", 0)
    assert "Not checked" in words_of(await asked(site, HARBOUR))


async def test_a_cookie_does_not_stand_in_the_way(site: Any) -> None:
    """Who has been on Datasette's own pages can still send the form, which holds no token."""
    response = await site.client.post(
        "/news/-/check", data={"words": EXCERPT}, cookies={"ds_csrftoken": "x"}
    )
    assert response.status_code == 303


async def test_other_forms_keep_their_token(site: Any) -> None:
    """Only these pages, which change nothing, do without one."""
    for path in ("/-/messages", "/news/-/check/", "/news/-/checks", "/news/-/quote/x"):
        assert not has_no_token(site, path)
    assert has_no_token(site, "/news/-/check")


def has_no_token(site: Any, path: str) -> bool:
    """Return what our plugin says of a path's forms."""
    from indexer.site import skip_csrf  # noqa: PLC0415

    return skip_csrf(site, {"path": path})


@pytest.mark.parametrize(
    ("pasted", "claimed"),
    [
        ("", []),
        ("  \n “ ” … [there]", []),
        ("we will be back", ["we will be back"]),
        ("“We will be back.”", ["We will be back."]),
        ("We will be “back” in a year or in two.", ["We will be “back” in a year or in two."]),
        ("He said: “We will be back next year,” and left.", ["We will be back next year,"]),
    ],
)
def test_a_sentence_is_told_from_a_text(pasted: str, claimed: list[str]) -> None:
    """A sentence with a word or two in quotation marks is claimed as a whole."""
    assert [claim.words for claim in has_anybody.claims(pasted)] == claimed


def test_a_long_text_is_claimed_by_its_quotations() -> None:
    """However little of it they are; and with the speaker that is claimed."""
    text = f"{'It rained all day. ' * 30}Then he said: “We will be back.”"
    (claim,) = has_anybody.claims(text, "Ada")
    assert (claim.words, claim.speaker) == ("We will be back.", "Ada")
