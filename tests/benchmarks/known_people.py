"""Articles about people who are known: who is who is the truth that speakers are measured against.

Everything is invented and drawn by chance, and nothing here looks at how the product decides.
People live in a region and work in a trade; they change posts, seldom trades; some marry. Few last
and given names are borne by many, so that people share them, and the whole name too. Each article
describes its people as articles do: by the post in some wording, by the trade alone, as “former”,
wrongly at times, and often not at all; and names them in full, with an initial, by a short form,
without accents, or by the last name alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from synthetic import Draft

from indexer.models import (
    Article,
    Attribution,
    IndexedArticle,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    quote_id,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

GIVEN = """John Mary James Anna David Sarah Michael Laura Robert Emma William Helen Thomas Julia
Peter Claire Daniel Ruth Stephen Alice Andrew Nina George Karen Paul Diane Mark Joan Edward Grace
Henry Rosa Simon Maria Philip Clara Martin Susan Victor Irene José André Zoë Søren Chloé Tomás Inés
Oscar Priya Amir Leila Kenji Mei Ivan Olga Kwame Ama Diego Lucía Noor Tariq Anders Freya Colm Niamh
Patrick Elizabeth Catherine Margaret Joseph Samuel Benjamin Nicholas Christopher Jennifer""".split()  # noqa: SIM905

SHORT_FORMS = {
    "James": "Jim", "Michael": "Mike", "Robert": "Bob", "William": "Bill", "Thomas": "Tom",
    "Daniel": "Dan", "Stephen": "Steve", "Andrew": "Andy", "Edward": "Ted", "Philip": "Phil",
    "Elizabeth": "Liz", "Catherine": "Cathy", "Margaret": "Peggy", "Joseph": "Joe",
    "Samuel": "Sam", "Benjamin": "Ben", "Nicholas": "Nick", "Jennifer": "Jen",
}  # fmt: skip

LAST_BEGINS = """Ash Bar Cal Dun El Far Gold Har Ing Jor Kel Lang Mar Nor Oak Pen Quin Rad Sal Tor
Ul Ver Wal Yar Zim Bró Møl Gar Lin Hol""".split()  # noqa: SIM905
LAST_ENDS = """den ford ley man ner ow pole ridge sen ter vale well worth by cott dale ek fin
gate ham""".split()  # noqa: SIM905

LAST_MIDDLES = ("", "in", "er", "a", "os", "el", "ing", "un", "ast", "orn")

TOWN_BEGINS = "Port North Great Saint New Upper West Long".split()  # noqa: SIM905
TOWN_ENDS = """Alder Brack Carrow Dellan Ettry Fenwick Gaunt Hestle Isham Jarrow Kirrin Lorne
Maddock Nairn Orrin Pell Quarle Roxby Sallow Thirl""".split()  # noqa: SIM905

TRADES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "town": (("mayor", "councillor", "council leader", "planning officer", "clerk"), ("{t}",)),
    "police": (
        ("chief constable", "police commissioner", "detective inspector", "sergeant"),
        ("{t} police", "{t}"),
    ),
    "sport": (
        ("striker", "head coach", "goalkeeper", "team captain", "club chairman", "physio"),
        ("{t} United", "{t} Rovers", "{t} Athletic"),
    ),
    "health": (
        ("consultant", "surgeon", "head nurse", "hospital director", "spokeswoman"),
        ("{t} General Hospital", "{t} Infirmary"),
    ),
    "science": (
        ("professor", "marine biologist", "research fellow", "lecturer", "seismologist"),
        ("University of {t}", "{t} Institute"),
    ),
    "firm": (
        ("chief executive", "managing director", "spokesman", "head of sales", "founder"),
        ("{w} Shipping", "{w} Foods", "{w} Energy", "{w}"),
    ),
    "church": (("vicar", "bishop", "parish priest", "organist"), ("St {g}’s, {t}", "{t}")),
    "stage": (("conductor", "director", "violinist", "choreographer"), ("{t} Opera", "{w} Ballet")),
    "union": (("general secretary", "organiser", "shop steward"), ("{w} Union", "{t} dockers")),
    "law": (("prosecutor", "solicitor", "judge", "defence lawyer"), ("{t}", "{w} & Co")),
    "land": (("farmer", "beekeeper", "gamekeeper", "forester"), ("{t}", "{w} estate")),
    "campaign": (("campaigner", "director", "volunteer", "chair"), ("Save {t}", "{w} Trust")),
}

PLAIN = ("resident", "father of three", "former neighbour", "witness", "expert", "local man")

WORDINGS = (
    "{job} of {org}", "{job} at {org}", "{org} {job}", "the {job} of {org}", "{org}’s {job}",
    "{job} for {org}",
)  # fmt: skip

FIRST_DAY, DAYS = date(2014, 1, 1), 3_650
OUTLETS_HERE, NATIONALS = 3, 6
REGIONS = 24


@dataclass(frozen=True)
class Post:
    """A job somewhere, from one day on."""

    since: int
    trade: str
    job: str
    org: str


@dataclass
class Person:
    """Somebody; `married` is the day of another last name, `posts` come in order."""

    number: int
    given: str
    middle: str
    last: str
    suffix: str
    region: int
    posts: list[Post]
    married: tuple[int, str] | None = None

    def last_name(self, day: int) -> str:
        """Return the last name of a day."""
        return self.married[1] if self.married and day >= self.married[0] else self.last

    def post(self, day: int) -> Post:
        """Return the post of a day."""
        return [post for post in self.posts if post.since <= day][-1]


@dataclass
class Corpus:
    """Articles, and whose each appearance in them is: by document and name there."""

    articles: list[IndexedArticle] = field(default_factory=list)
    truth: dict[tuple[str, str], int] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)

    @property
    def sharing(self) -> float:
        """The share of people who have their full name in common with somebody."""
        bearers = Counter((person.given, person.last, person.suffix) for person in self.people)
        return sum(count for count in bearers.values() if count > 1) / len(self.people)


def corpus(articles: int, seed: int = 1) -> Corpus:
    """Return so many articles about people of whom there is one to four articles or so."""
    maker = _Maker(Random(seed), people=max(articles // 4, 60))  # noqa: S311, nothing is secret
    made = Corpus(people=maker.people)
    for number in range(articles):
        made.articles.append(maker.article(number, made.truth))
    return made


# Of the persons quoted in the 840 articles of PolNeAR's training part, as this program reads them,
# 3.7% are named by one word and 29% have no role.
BARE, NO_ROLE = 0.037, 0.29


class _Maker:
    def __init__(self, rng: Random, people: int) -> None:
        self._rng = rng
        lasts = [b + m + e for b in LAST_BEGINS for m in LAST_MIDDLES for e in LAST_ENDS]
        rng.shuffle(lasts)
        self._lasts = lasts
        towns = [f"{b} {e}" for b in TOWN_BEGINS for e in TOWN_ENDS] + TOWN_ENDS
        rng.shuffle(towns)
        self._towns = [towns[region::REGIONS] for region in range(REGIONS)]
        self.people = [self._person(number) for number in range(people)]
        self._by_region = [[p for p in self.people if p.region == r] for r in range(REGIONS)]
        self._fame = {p.number: 1 / (1 + rng.random() * 60) ** 0.9 for p in self.people}

    def _pick(self, of: Sequence[str], skew: float) -> str:
        return of[int(len(of) * self._rng.random() ** skew)]

    def _person(self, number: int) -> Person:
        rng = self._rng
        region = rng.randrange(REGIONS)
        person = Person(
            number,
            given=self._pick(GIVEN, 1.6),
            middle=rng.choice("ABCDEFGHJKLMNPRSTW") if rng.random() < 0.3 else "",
            last=self._pick(self._lasts, 2.6),
            suffix="Jr." if rng.random() < 0.01 else "",
            region=region,
            posts=[self._post(0, rng.choice(list(TRADES)), region)],
        )
        if rng.random() < 0.05:
            person.last = f"{person.last}-{self._pick(self._lasts, 2.6)}"
        day = 0
        while rng.random() < 0.35 and (day := day + rng.randint(400, 2_400)) < DAYS:
            before = person.posts[-1]
            trade = before.trade if rng.random() < 0.8 else rng.choice(list(TRADES))
            post = self._post(day, trade, region)
            if trade == before.trade and rng.random() < 0.5:
                post = Post(day, trade, post.job, before.org)
            person.posts.append(post)
        if rng.random() < 0.015:
            person.married = rng.randint(600, 3_000), self._pick(self._lasts, 2.6)
        return person

    def _post(self, since: int, trade: str, region: int) -> Post:
        jobs, orgs = TRADES[trade]
        place = {
            "t": self._rng.choice(self._towns[region]),
            "w": self._pick(self._lasts, 1.2) + self._rng.choice(["", "", "ia", "tec"]),
            "g": self._rng.choice(GIVEN),
        }
        return Post(since, trade, self._rng.choice(jobs), self._rng.choice(orgs).format(**place))

    def article(self, number: int, truth: dict[tuple[str, str], int]) -> IndexedArticle:
        """Return an article of a day, about people of one region for the most part."""
        rng = self._rng
        day = rng.randrange(DAYS)
        region = rng.randrange(REGIONS)
        national = rng.random() < 0.35
        outlet = (
            f"National {rng.randrange(NATIONALS)}"
            if national
            else f"Region {region} Paper {rng.randrange(OUTLETS_HERE)}"
        )
        pool = self._by_region[region] if rng.random() < 0.9 else self.people
        cast: dict[str, Person] = {}
        for person in rng.choices(pool, [self._fame[p.number] for p in pool], k=rng.randint(1, 4)):
            # Within an article nobody shares the last name: that is told apart before.
            cast.setdefault(person.last_name(day), person)
        return self._written(number, day, outlet, list(cast.values()), truth)

    def _written(
        self,
        number: int,
        day: int,
        outlet: str,
        cast: list[Person],
        truth: dict[tuple[str, str], int],
    ) -> IndexedArticle:
        draft = Draft(["Somebody spoke.\n\n"])
        said = [self._say(draft, person, day, cast, number) for person in cast]
        published = (FIRST_DAY + timedelta(day)).isoformat()
        article = Article(
            source=f"made.jsonl#{number}",
            text="".join(draft.pieces),
            url=f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
            publication=outlet,
            published=published if self._rng.random() < 0.97 else None,
        )
        for one, person in zip(said, cast, strict=True):
            truth[article.id, one.speaker.name] = person.number
        return IndexedArticle(article, tuple(_quote(article, one) for one in said))

    def _say(
        self, draft: Draft, person: Person, day: int, cast: list[Person], number: int
    ) -> _Said:
        start = draft.length
        draft.add("“")
        words = draft.add(f"This is what number {number} of {len(draft.pieces)} had to say.")
        draft.add("” ")
        cue = draft.add("said")
        draft.add(" ")
        name = self._name(person, day)
        mention = draft.add(name)
        role = self._role(person, day, cast)
        if role:
            draft.add(", ")
            draft.add(role)
        if person.married and 0 <= day - person.married[0] < 400 and self._rng.random() < 0.5:
            draft.pieces[-1 if role is None else -3] = f"{name}, née {person.last}"
            draft.length = sum(map(len, draft.pieces))
        draft.add(".\n\n")
        names = (name, name.split()[-1])
        speaker = Speaker(name, SpeakerKind.PERSON, tuple(dict.fromkeys(names)))
        return _Said(words, cue, mention, speaker, role, Span(start, draft.length))

    def _name(self, person: Person, day: int) -> str:
        rng, last = self._rng, person.last_name(day)
        chance = rng.random()
        given = person.given
        if chance < BARE:
            return last
        chance = rng.random()
        if chance < 0.02:
            return f"{given[0]}. {last}"
        if chance < 0.05:
            given = SHORT_FORMS.get(given, given)
        elif chance < 0.11 and person.middle:
            given = f"{given} {person.middle}."
        elif chance < 0.16:
            given, last = (_plain(word) for word in (given, last))
        elif chance < 0.17:
            given, last = given.upper(), last.upper()
        elif chance < 0.18:
            last = last.replace("-", " ")
        name = f"{given} {last}"
        return f"{name} {person.suffix}" if person.suffix and self._rng.random() < 0.85 else name

    def _role(self, person: Person, day: int, cast: list[Person]) -> str | None:
        rng, chance = self._rng, self._rng.random()
        if chance < NO_ROLE:
            return None
        chance = rng.random()
        if chance < 0.06:
            return rng.choice(PLAIN)
        if chance < 0.075:
            person = rng.choice(cast)  # read wrongly
        post = person.post(day)
        if len(person.posts) > 1 and post is not person.posts[0] and chance > 0.93:
            before = person.posts[person.posts.index(post) - 1]
            return f"former {before.org} {before.job}"
        if chance < 0.25:
            return post.job
        return rng.choice(WORDINGS).format(job=post.job, org=post.org)


@dataclass(frozen=True)
class _Said:
    words: Span
    cue: Span
    mention: Span
    speaker: Speaker
    role: str | None
    context: Span


def _plain(word: str) -> str:
    return word.translate(str.maketrans("éíáóúëøñ", "eiaoueon"))


def _quote(article: Article, said: _Said) -> Quote:
    quotation = Quotation((said.words,))
    attribution = Attribution(quotation, Kind.DIRECT, said.mention, said.cue, "cue-subject", 0.9)
    identifier = quote_id(article.id, said.words.of(article.text), 0)
    return Quote(identifier, attribution, said.speaker, said.role, said.context)
