"""From mentions to speakers: who “he”, “Blinken” and “the spokeswoman” are in this article.

`names` finds the names of an article, `cast` joins the names of one person or organisation to a
figure, `pronouns` follows “he” and “she”, `descriptions` reads “the mayor” and “a senior aide”, and
`resolution` asks them in turn.
"""

from indexer.speakers.resolution import Identity, resolve

__all__ = ["Identity", "resolve"]
