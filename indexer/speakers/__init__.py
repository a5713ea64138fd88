"""From mentions to speakers: who “he”, “Blinken” and “the spokeswoman” are in this article.

`names` finds the names of an article, `cast` joins the names of one person or organisation to a
figure (`short_names` says which may be short for another, `namesakes` tells those of one last name
apart, `roles` reads what they are called, `relatives` “his wife”),
`pronouns` follows “he” and “she” by their `antecedents`, `descriptions` reads “the mayor”,
`unnamed` “a senior aide”, and `resolution` asks them in turn; `certainty` says how far that can be
trusted.
"""

from indexer.speakers.certainty import certainty
from indexer.speakers.identity import Doubt, Identity, Way
from indexer.speakers.resolution import resolve

__all__ = ["Doubt", "Identity", "Way", "certainty", "resolve"]
