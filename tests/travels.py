"""Articles in which the same words travel: for the site's tests, and for pictures of its pages."""

from __future__ import annotations

from utterances import AIDE, BELL, RUIZ, printed

from indexer.models import Speaker, SpeakerKind

HARBOUR = (
    "We have no choice but to close the harbour before the winter storms arrive, "
    "and everybody in this town knows that it will cost us dearly"
)
EXCERPT = "close the harbour before the winter storms"
CHANGED = (
    "We have no choice but to shut the harbour [at Port Ellery] before the storms arrive by "
    "December, and everybody in this town knows that it will cost us dearly"
)
FERRY = "The ferry company has broken every promise that it made to the fishermen of the island"
PUMPS = (
    "Nobody who has seen the pumps at Larkin Bridge would let their children sleep below the dam"
)

SCRIPT = "<script>alert('said')</script>"
VANDAL = Speaker(f"{SCRIPT} Vandal", SpeakerKind.PERSON, (f"{SCRIPT} Vandal",))
HOSTILE = f'Whoever reads {SCRIPT} aloud in the harbour office <b>wins</b> & "loses" a lantern'
HOSTILE_OUTLET = "<i>Outlet</i> & “Sons”"

WIRE = (
    "The harbour master of Ellery Bay announced on Tuesday that fishing vessels would have to "
    "leave their berths within three weeks, after engineers found cracks beneath the eastern "
    "breakwater. "
    "Insurance companies had already refused to cover another season, according to documents that "
    "councillors received yesterday. Restaurants along the waterfront expect to lose half of their "
    "customers, while the cannery will move production elsewhere until repairs have been finished. "
    "Meteorologists forecast the strongest autumn storms since measurements began in the region."
)

SPREAD = (
    printed("beacon.example/close", [(RUIZ, HARBOUR)], around="The harbour will close.",
            publication="The Ellery Beacon"),
    printed("post.example/wire", [(RUIZ, HARBOUR)], around=WIRE, published="2024-11-06",
            publication="The Estuary Post"),
    printed("lantern.example/wire", [(RUIZ, HARBOUR)], around=WIRE, published="2024-11-06",
            publication="The Lantern"),
    printed("sextant.example/short", [(RUIZ, EXCERPT)], published="2024-11-08",
            publication="The Daily Sextant"),
    printed("warden.example/other", [(RUIZ, CHANGED)], published="2024-11-12",
            publication="Morning Warden"),
    printed("tradewind.example/late", [(RUIZ, HARBOUR)], around="The year in words.",
            published="2024-12-01", publication="Tradewind Weekly"),
)  # fmt: skip
DISPUTED = (
    printed("beacon.example/ferry", [(RUIZ, FERRY)], publication="The Ellery Beacon"),
    printed("post.example/ferry", [(BELL, FERRY)], published="2024-11-07",
            publication="The Estuary Post"),
    printed("sextant.example/ferry", [(BELL, FERRY)], around="Ferries again.",
            published="2024-11-09", publication="The Daily Sextant"),
)  # fmt: skip
UNSAID = (
    printed("lantern.example/pumps", [(AIDE, PUMPS)], publication="The Lantern"),
    printed("post.example/pumps", [(None, PUMPS)], publication="The Estuary Post"),
)
HOSTILE_TRAVELS = (
    printed("bad.example/1", [(VANDAL, HOSTILE)], publication=HOSTILE_OUTLET, title=SCRIPT),
    printed("bad.example/2", [(VANDAL, f"{HOSTILE} {SCRIPT} again")], published="<u>never</u>",
            publication=HOSTILE_OUTLET),
    printed("bad.example/3", [(BELL, HOSTILE)], published="2024-11-06",
            publication="l" * 3_000),
)  # fmt: skip
ALONE = printed("alone.example/1", [(BELL, "Only this one article has these few words of mine")])
TRAVELS = (*SPREAD, *DISPUTED, *UNSAID)
EVERYTHING = (*TRAVELS, *HOSTILE_TRAVELS, ALONE)
