"""The reconciliation service over speakers, as version 0.2 of its protocol has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import HOSTILE_SPEAKER, indexed, page, words_of, write

from indexer.models import SpeakerKind
from indexer.site import reconciliation
from indexer.site.reconciliation import BATCH, LONGEST_BATCH

if TYPE_CHECKING:
    from pathlib import Path

SERVICE = "/news/-/reconcile"
COMPANY = SpeakerKind.ORGANIZATION
NAMES = (
    *(("Lydia Vanterpool", SpeakerKind.PERSON), ("Lydia Vanderpool", SpeakerKind.PERSON)),
    *(("Tomás Ó Súilleabháin", SpeakerKind.PERSON), ("Vanterpool", COMPANY), ("Larkin", COMPANY)),
    *(("Grace Larkin", SpeakerKind.PERSON), ("Harbour Line", COMPANY)),
    *((HOSTILE_SPEAKER, SpeakerKind.PERSON), ("ليلى حداد", SpeakerKind.PERSON)),
)
ARTICLES = [
    indexed(f"“It is number {number}.”", speaker=name, kind=kind, published="2024-03-05")
    for number, (name, kind) in enumerate(NAMES)
]
UNNAMED = indexed("“No name.”", speaker="a senior aide", kind=SpeakerKind.UNKNOWN)
OTHER_PAGES = (
    "https://evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil",
    "null",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which each of the names has one quote."""
    return write(tmp_path_factory.mktemp("reconcile") / "news.db", [*ARTICLES, UNNAMED])


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


async def asked(site: Any, batch: object, method: str = "POST", status: int = 200) -> Any:
    """Send a batch in one of the two ways that there are."""
    queries = {"queries": batch if isinstance(batch, str) else json.dumps(batch)}
    if method == "POST":
        response = await site.client.post(SERVICE, data=queries)
    else:
        response = await site.client.get(SERVICE, params=queries)
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/json")
    assert response.headers["x-content-type-options"] == "nosniff"
    return response.json()


async def candidates(site: Any, name: str, **query: object) -> list[dict[str, Any]]:
    """Return the candidates for one name."""
    answer = await asked(site, {"q": {"query": name, **query}})
    return list(answer["q"]["result"])


async def test_the_manifest_says_what_there_is(site: Any) -> None:
    """Without parameters: versions, spaces, types, and where an entity can be seen."""
    manifest = (await site.client.get(SERVICE)).json()
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "batchSize"} <= manifest.keys()
    assert {kind["id"] for kind in manifest["defaultTypes"]} == {"person", "organization"}
    view = manifest["view"]["url"]
    assert view == f"{manifest['identifierSpace']}{{{{id}}}}"
    (found, *_) = await candidates(site, "Lydia Vanterpool")
    path = view.replace("{{id}}", found["id"]).removeprefix("http://localhost")
    assert "Lydia Vanterpool" in words_of(await page(site, path))


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_batch_is_answered_by_its_keys(site: Any, method: str) -> None:
    """Sent as a form or in the address; each query has its own result, which may be empty."""
    batch = {
        "q0": {"query": "Lydia Vanterpool", "type": "person", "limit": 1, "type_strict": "should"},
        "q1": {"query": "Harbour Line", "properties": [{"pid": "p", "v": "x"}]},
        "any key": {"query": "Nebuchadnezzar"},
        "": {"properties": [{"pid": "p", "v": ["x", {"id": "1"}]}]},
    }
    answer = await asked(site, batch, method)
    assert list(answer) == list(batch)
    assert all(isinstance(result["result"], list) for result in answer.values())
    (first,) = answer["q0"]["result"]
    assert first | {"id": "?"} == {
        "id": "?",
        "name": "Lydia Vanterpool",
        "description": "1 quote in 1 article, 5 March 2024",
        "type": [{"id": "person", "name": "Person"}],
        "score": 100,
        "match": True,
        "features": [{"id": "quote_count", "value": 1}],
    }
    assert isinstance(first["id"], str)
    assert answer["any key"]["result"] == answer[""]["result"] == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("lydia vanterpool", "Lydia Vanterpool"),
        ("Vanterpool, Lydia", "Lydia Vanterpool"),
        ("Lydia Vanterpol", "Lydia Vanterpool"),
        ("Sen. Lydia Vanterpool", "Lydia Vanterpool"),
        ("Tomas O Suilleabhain", "Tomás Ó Súilleabháin"),
        ("harbour line", "Harbour Line"),
        ("ليلى حداد", "ليلى حداد"),
        (HOSTILE_SPEAKER, HOSTILE_SPEAKER),
    ],
)
async def test_names_are_found_however_they_are_written(site: Any, name: str, meant: str) -> None:
    """Case, accents, order, a title or a letter aside: the one meant comes first."""
    found = await candidates(site, name)
    assert found[0]["name"] == meant
    assert [each["score"] for each in found] == sorted(
        (each["score"] for each in found), reverse=True
    )
    assert all(0 <= each["score"] <= 100 for each in found)


async def test_only_a_full_name_of_one_speaker_is_a_match(site: Any) -> None:
    """What is only like a name, and what two have, is left to the person who asks."""
    assert [each["match"] for each in await candidates(site, "Lydia Vanterpool")][:2] == [
        True,
        False,
    ]
    assert not any(each["match"] for each in await candidates(site, "Lydia Vanterpol"))
    assert not any(each["match"] for each in await candidates(site, "Lydia"))
    (first, *_) = await candidates(site, "Harbour Line")
    assert first["match"]


async def test_types_and_limits_narrow_the_candidates(site: Any) -> None:
    """Types as a string, a list or objects; one that is not known narrows nothing."""
    both = await candidates(site, "Larkin")
    assert {each["name"] for each in both} >= {"Larkin", "Grace Larkin"}
    for types in ("organization", ["organization"], [{"id": "organization"}]):
        found = await candidates(site, "Larkin", type=types)
        assert {each["type"][0]["id"] for each in found} == {"organization"}
    assert await candidates(site, "Larkin", type="Q5") == both
    assert len(await candidates(site, "Larkin", limit=1)) == 1


async def test_a_number_finds_its_speaker(site: Any) -> None:
    """An entity's id, given as a name, is the entity; so it is in suggestions."""
    (first, *_) = await candidates(site, "Grace Larkin")
    (again, *_) = await candidates(site, first["id"])
    assert again["name"] == "Grace Larkin"
    assert again["match"]
    answer = (await site.client.get(f"{SERVICE}/suggest?prefix={first['id']}")).json()
    assert answer["result"][0]["name"] == "Grace Larkin"


async def test_unnamed_sources_are_nobody(site: Any) -> None:
    """“A senior aide” is somebody else in every article, and no candidate by name or number."""
    assert await candidates(site, "a senior aide") == []
    for number in range(1, len(NAMES) + 3):
        found = await candidates(site, str(number))
        assert "a senior aide" not in {each["name"] for each in found}


async def test_suggestions_begin_as_was_typed(site: Any) -> None:
    """With kind and description to tell namesakes apart; `cursor` leads on."""
    answer = (await site.client.get(f"{SERVICE}/suggest?prefix=Lydia+Van")).json()
    assert {each["name"] for each in answer["result"]} == {"Lydia Vanterpool", "Lydia Vanderpool"}
    assert {"id", "name", "description", "notable"} == answer["result"][0].keys()
    rest = (await site.client.get(f"{SERVICE}/suggest?prefix=Lydia+Van&cursor=1")).json()
    assert rest["result"] == answer["result"][1:]
    for odd in ("", "?prefix=", "?prefix=%00", "?prefix=%22&cursor=-1", "?cursor=" + "9" * 99):
        assert (await site.client.get(f"{SERVICE}/suggest{odd}")).json() == {"result": []}


@pytest.mark.parametrize(
    "sent",
    ["no JSON", "[]", '"q"', '{"q": "Ada"}', '{"q": {"query": 5}}', "[" * 9_000],
    ids=["text", "list", "string", "no object", "number", "deep"],
)
async def test_what_is_no_batch_is_told_so(site: Any, sent: str) -> None:
    """With the status of a malformed query, and nothing of it repeated."""
    assert set(await asked(site, sent, status=400)) == {"error"}


async def test_odd_queries_are_answered(site: Any) -> None:
    """Whatever stands in a query, the others have their answer."""
    odd = ["", "\0", '"', "*", "😀", "NOT AND OR", "a" * 100_000, "\ud800", "{{7*7}}"]
    batch: dict[str, Any] = {str(n): {"query": name[:9_000]} for n, name in enumerate(odd)}
    batch |= {"limit": {"query": "Larkin", "limit": -1}, "type": {"query": "Larkin", "type": 5}}
    answer = await asked(site, batch)
    assert all(answer[str(n)]["result"] == [] for n in range(len(odd)))
    assert answer["limit"]["result"][0]["name"] == "Larkin"


async def test_batches_have_a_bound(site: Any) -> None:
    """The manifest names it; more queries, or more text, are too much."""
    many = {str(n): {"query": "Ada"} for n in range(BATCH + 1)}
    await asked(site, many, status=413)
    await asked(site, {"q": {"query": "x" * LONGEST_BATCH}}, status=413)


async def test_pages_of_the_own_machine_may_read_it(site: Any, index: Path) -> None:
    """OpenRefine runs there; all others may if whoever serves the index lets them."""
    for origin in ("http://127.0.0.1:3333", "http://localhost:3333", "http://[::1]:3333"):
        for path in (SERVICE, f"{SERVICE}/suggest?prefix=Lydia"):
            response = await site.client.get(path, headers={"origin": origin})
            assert response.headers["access-control-allow-origin"] == origin
    for origin in OTHER_PAGES:
        response = await site.client.get(SERVICE, headers={"origin": origin})
        assert "access-control-allow-origin" not in response.headers
        assert "Origin" in response.headers["vary"]
    everybody = Datasette([str(index)], cors=True)
    response = await everybody.client.get(SERVICE, headers={"origin": "https://web.example"})
    assert response.headers["access-control-allow-origin"] == "*"


async def test_no_script_is_made_of_an_address(site: Any) -> None:
    """JSONP, which the protocol leaves to the service, is not offered: JSON stays JSON."""
    response = await site.client.get(f"{SERVICE}?callback=alert")
    assert response.headers["content-type"].startswith("application/json")
    assert "alert" not in response.text


async def test_a_cookie_does_not_stand_in_the_way(site: Any) -> None:
    """Who has been on Datasette's own pages can still send a batch."""
    batch = {"queries": json.dumps({"q": {"query": "Harbour Line"}})}
    response = await site.client.post(SERVICE, data=batch, cookies={"ds_csrftoken": "x"})
    assert response.status_code == 200
    assert response.json()["q"]["result"][0]["match"]


async def test_who_may_not_see_the_speakers_may_not_ask(index: Path) -> None:
    """The service shows nobody what the pages do not show."""
    closed = {"databases": {"news": {"tables": {"speakers": {"allow": False}}}}}
    is_before_1_0 = not hasattr(Datasette, "set_column_metadata")
    site = Datasette([str(index)], **{"metadata" if is_before_1_0 else "config": closed})
    for path in (SERVICE, f"{SERVICE}/suggest?prefix=Lydia"):
        assert (await site.client.get(path)).status_code == 403


async def test_the_list_of_speakers_names_the_service(site: Any) -> None:
    """With the address that OpenRefine asks for."""
    assert "http://localhost/news/-/reconcile" in words_of(await page(site, "/news/-/speakers"))


async def test_a_slow_look_for_names_is_given_up(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes too long finds nobody; a number still does."""
    endless = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)
        SELECT max(i) AS id, :match AS name FROM n
    """
    monkeypatch.setattr(reconciliation, "FORMS", endless)
    monkeypatch.setattr(reconciliation, "MILLISECONDS", 20)
    assert await candidates(site, "Lydia Vanterpool") == []
