"""The site in a real browser: a visitor's way through it, its width, and who can use it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from browser import browsing, sample_pages, served, why_not
from test_site import ARTICLES, write
from test_site_articles import revised
from test_site_pages import ENDLESS_NAME
from travels import DISPUTED, EXCERPT, FERRY, HOSTILE, HOSTILE_TRAVELS, TRAVELS

from indexer.demo import add_samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

if os.environ.get("NEEDS_BROWSER") != "1":
    # Where it is 1 a missing browser is a failure, and no reason to leave these tests out.
    pytestmark = pytest.mark.skipif(why_not() is not None, reason=why_not() or "")

WIDTHS = {"phone": 360, "desktop": 1280}
HEIGHT = 800
SCREENS_TO_THE_DATA = 1.2
CONTRAST = {"runOnly": ["color-contrast"]}
SERIOUS = ("serious", "critical")
PAGES = (
    *("home", "search", "nothing-found", "quote", "article"),
    *("speaker", "speakers", "outlets", "outlet", "articles", "elsewhere", "travelled", "check"),
)
ROOMY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that `make demo` serves."""
    path = tmp_path_factory.mktemp("samples") / "quotes.db"
    add_samples(path)
    return path


@pytest.fixture(scope="module")
def site(samples: Path) -> Iterator[str]:
    """The samples, served."""
    with served(samples) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with browsing() as browser:
        yield browser


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> int:
    """The width of a phone and of a desktop."""
    return int(request.param)


@pytest.fixture
def visit(browser: Browser, site: str, width: int) -> Iterator[Page]:
    """A visit to the samples, in which nothing may go wrong."""
    with visiting(browser, site, width) as page:
        yield page


@contextmanager
def visiting(browser: Browser, site: str, width: int, **options: Any) -> Iterator[Page]:
    """Open a page in a window of that width; in the end nothing must have gone wrong in it.

    Wrong are errors and warnings in the console, dialogs, and requests to anywhere else.
    """
    size: ViewportSize = {"width": width, "height": HEIGHT}
    context = browser.new_context(viewport=size, base_url=site, **options)
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda r: None if r.url.startswith(site) else wrong.append(r.url))
    try:
        yield page
    finally:
        context.close()
    assert not wrong


def test_a_visitor_finds_a_quote_and_takes_it_along(visit: Page, samples: Path) -> None:
    """Search, narrow by a facet, a quote, its speaker, the feed, one outlet's share, and back."""
    visit.goto("/")
    visit.get_by_role("searchbox").fill("inspect a bridge")
    visit.get_by_role("searchbox").press("Enter")
    visit.locator(".overview").get_by_role("link", name="Lydia Vanterpool").click()
    assert "speaker=" in visit.url
    results = visit.url
    visit.locator(".quotes blockquote a").first.click()
    assert visit.locator("mark.quotation").first.is_visible()
    visit.locator(".saying a.speaker").click()
    assert visit.get_by_role("heading", level=1).inner_text() == "Lydia Vanterpool"
    feed = visit.get_by_role("link", name="Subscribe").get_attribute("href")
    answer = visit.request.get(str(feed))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "inspect a bridge" in answer.text()
    visit.locator("#outlets ~ ol a").first.click()
    assert "outlet=" in visit.url
    visit.go_back()
    visit.go_back()
    visit.go_back()
    assert visit.url == results


def test_a_citation_is_copied(browser: Browser, site: str, samples: Path, width: int) -> None:
    """The button puts the citation on the clipboard, and says so."""
    rights = ["clipboard-read", "clipboard-write"]
    with visiting(browser, site, width, permissions=rights) as page:
        page.goto(sample_pages(samples)["quote"])
        page.get_by_role("button", name="Copy citation").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Lydia Vanterpool, state Sen.: “You can’t inspect a bridge")
    assert f"(found at {site}/quotes/-/quote/" in copied


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_every_page(
    browser: Browser, site: str, samples: Path, width: int, name: str, scheme: str
) -> None:
    """No page is wider than its window, and axe-core finds no serious problem in it."""
    with visiting(browser, site, width, color_scheme=scheme) as page:
        page.goto(sample_pages(samples)[name])
        assert_usable(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_what_only_some_indexes_have(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    """An older text beside the present one, what could not be read, names nearly right."""
    path, _ = revised(tmp_path, "“It is late,” Bo said. One.", "“It is early,” Bo said. Two.")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO failures (source, kind, message, failed_at) VALUES (?, 'E', ?, '2024')",
            ["f" * 300, "no text " * 50],
        )
    with served(path) as address, visiting(browser, address, width, color_scheme=scheme) as page:
        for where in ("revision/1", "failures", "search?q=its+lat", "speakers?q=Ada+Okafer"):
            page.goto(f"/news/-/{where}")
            assert_usable(page)


def assert_usable(page: Page) -> None:
    """Fail if the page is wider than its window, or if axe-core finds a serious problem in it."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    assert page.evaluate(ROOMY) == 0
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = Axe().run(page).response["violations"]
    problems = [(p["id"], p["nodes"][0]["html"]) for p in found if p["impact"] in SERIOUS]
    assert not problems


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_datasettes_pages_fit_and_can_be_read(
    browser: Browser, site: str, samples: Path, width: int, scheme: str
) -> None:
    """Tables, rows, named queries: nothing wider than a phone, and words that stand out."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    quote = sample_pages(samples)["quote"].rpartition("/")[2]
    with visiting(browser, site, width, color_scheme=scheme) as page:
        for path in ("quotes", f"quotes/{quote}", "quoted_together?speaker=Lydia+Vanterpool"):
            page.goto(f"/quotes/{path}")
            assert page.evaluate(ROOMY) == 0, path
            found = Axe().run(page, options=CONTRAST).response["violations"]
            faint = [node["html"] for violation in found for node in violation["nodes"]]
            assert not faint, path
        if width < WIDTHS["desktop"]:
            page.goto("/quotes/quotes")
            top = "document.querySelector('.rows-and-columns').getBoundingClientRect().top"
            assert page.evaluate(top) < SCREENS_TO_THE_DATA * HEIGHT


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_without_a_script(
    browser: Browser, site: str, samples: Path, width: int, name: str
) -> None:
    """Nothing is there only for those who run scripts; what needs one is not shown."""
    with visiting(browser, site, width, java_script_enabled=False) as page:
        page.goto(sample_pages(samples)[name])
        assert page.get_by_role("main").is_visible()
        assert page.locator("button.copy:visible").count() == 0
        for summary in page.locator("summary").all():
            summary.click()


@pytest.fixture(scope="module")
def travels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Articles in which words travel, served."""
    path = write(tmp_path_factory.mktemp("travels") / "quotes.db", TRAVELS)
    with served(path) as address:
        yield address


def test_a_visitor_reads_how_words_were_changed(browser: Browser, travels: str, width: int) -> None:
    """From the home page to a quote, to its other wordings and the numbers, to an outlet's."""
    with visiting(browser, travels, width) as page:
        page.goto("/")
        page.locator(".travelled blockquote a").first.click()
        section = page.locator("#elsewhere")
        assert section.is_visible()
        assert (
            section.locator("ins", has_text="close")
            .or_(section.locator("mark.changed", has_text="close"))
            .first.is_visible()
        )
        table = section.get_by_role("table")
        assert not table.is_visible()
        section.get_by_text("The numbers").click()
        assert "1 December 2024\tTradewind Weekly\t6" in table.inner_text()
        section.locator(".printings a", has_text="The Daily Sextant").click()
        assert EXCERPT in page.locator(".saying blockquote").inner_text()
        page.get_by_role("link", name="Also said in 5 articles").click()
        assert page.url.endswith("#elsewhere")


def test_a_visitor_checks_words_and_a_text(browser: Browser, travels: str, width: int) -> None:
    """A few words have an address of their own; a text has none, and each quotation its answer."""
    with visiting(browser, travels, width) as page:
        page.goto("/")
        page.get_by_role("navigation", name="Site").get_by_role("link", name="Check").click()
        words = page.get_by_label("Words that somebody is said to have said")
        words.fill(EXCERPT)
        page.get_by_label("Said by").fill("Owen Bell")
        page.get_by_role("button", name="Check").click()
        assert "words=close" in page.url
        told = page.get_by_role("status").inner_text()
        assert told == "Found word for word. Said by somebody else, not by Owen Bell."
        words.fill(f"{'It rained all day. ' * 80}“{EXCERPT}.” “{FERRY.replace('every', 'each')}!”")
        page.get_by_label("Said by").fill("")
        page.get_by_role("button", name="Check").click()
        assert page.url.endswith("/-/check")
        assert (
            "2 quotations: 1 found word for word, 1 nearly"
            in page.get_by_role("status").inner_text()
        )
        assert page.evaluate(ROOMY) == 0
        page.locator(".match blockquote a").first.click()
        assert page.locator("#elsewhere").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_disputes(
    browser: Browser, travels: str, width: int, scheme: str
) -> None:
    """Nothing wider than the window, and axe-core finds no serious problem, whoever is named."""
    pages = [f"quote/{DISPUTED[0].quotes[0].id}", f"quote/{TRAVELS[4].quotes[0].id}"]
    with visiting(browser, travels, width, color_scheme=scheme) as page:
        for path in (*pages, "travelled?disputed=yes", "check"):
            page.goto(f"/quotes/-/{path}")
            assert_usable(page)


def test_the_numbers_of_a_chart_are_one_click_away(visit: Page) -> None:
    """The table opens below the chart; a bar and a row of the table lead to the month's quotes."""
    visit.goto("/")
    table = visit.get_by_role("table")
    assert not table.is_visible()
    visit.get_by_text("The numbers").click()
    assert "October 2024\t52" in table.inner_text()
    visit.locator("rect[data-period='2024-10']").click()
    assert visit.url.endswith("?from=2024-10&to=2024-10")


def test_the_keyboard_reaches_everything(visit: Page) -> None:
    """The first key leads past the header; a slash leads to the search box."""
    visit.goto("/quotes/-/outlets")
    visit.keyboard.press("Tab")
    assert visit.locator(":focus").inner_text() == "Skip to the content"
    visit.keyboard.press("/")
    assert visit.locator(":focus").get_attribute("name") == "q"


def test_a_page_can_be_printed(browser: Browser, site: str, samples: Path) -> None:
    """On paper there is the quote with its article, nothing to click, and white, even at night."""
    with visiting(browser, site, 1280, color_scheme="dark") as page:
        page.goto(sample_pages(samples)["quote"])
        page.emulate_media(media="print")
        assert page.locator(".saying").is_visible()
        assert not page.locator("nav").first.is_visible()
        assert not page.locator(".copies").is_visible()
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_hostile_articles_do_no_harm(browser: Browser, tmp_path: Path, width: int) -> None:
    """Script runs nowhere, and endless words make no page wider than its window."""
    path = write(tmp_path / "quotes.db", [*ARTICLES, ENDLESS_NAME, *HOSTILE_TRAVELS])
    tables = {"quotes": "quote", "speakers": "speaker", "publications": "outlet"}
    lists = ["outlets", "search", "travelled", f"check?{urlencode({'words': HOSTILE})}"]
    paths = ["/", *(f"/quotes/-/{name}" for name in lists)]
    with sqlite3.connect(path) as connection:
        for table, name in ({**tables, "documents": "document"}).items():
            rows = connection.execute(f"SELECT id FROM {table}").fetchall()
            paths += [f"/quotes/-/{name}/{key}" for (key,) in rows]
    with served(path) as address, visiting(browser, address, width) as page:
        for where in paths:
            page.goto(where)
            assert page.evaluate(ROOMY) == 0, where
