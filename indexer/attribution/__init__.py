"""Who said it: from quotations and tokens to attributions.

The order of work: `interruption` joins halves, `layout` places quotations among the tokens, `cues`
finds what may report them, `candidates` who may have spoken, `features` measures each candidate,
`decision` ranks them and tells quotes from other quotations (`genuineness`, with `hanging` and
`reports`) by the learned `model`; where the form leaves no doubt, `evident` (with `nested`) and
`certainties` overrule it. `phrases`, `kind` and `methods` say the outcome in the article's own
words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.decision import decide
from indexer.attribution.features import set_scenes
from indexer.attribution.interruption import join_interrupted
from indexer.attribution.kind import kind_of
from indexer.attribution.layout import lay_out
from indexer.attribution.lexicon import load_lexicon
from indexer.attribution.methods import method_of
from indexer.attribution.model import load_model
from indexer.languages.en.phrases import cue_span, mention_span
from indexer.models import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.decision import Decision
    from indexer.attribution.lexicon import Lexicon
    from indexer.attribution.model import Model
    from indexer.models import Quotation, Tokens

__all__ = ["Attributor"]


class Attributor:
    """Tells who said what by a learned model; without arguments by the one of this package.

    Raises ModelUnsuitable if the package's model does not fit its code.
    """

    def __init__(self, lexicon: Lexicon | None = None, model: Model | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._model = model or load_model()

    def attribute(self, tokens: Tokens, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
        """Return an attribution for each quotation that is somebody's words, in order.

        Quotations may come back joined, never cut or changed; those that are titles, nicknames,
        terms or scare quotes are left out.
        """
        judged = self.judge(tokens, quotations)
        return tuple(found for found, genuine in judged if genuine >= self._model.threshold)

    def judge(
        self, tokens: Tokens, quotations: Sequence[Quotation]
    ) -> tuple[tuple[Attribution, float], ...]:
        """Return an attribution for every quotation, and how likely it is somebody's words."""
        layout = lay_out(tokens, join_interrupted(tokens, quotations, self._lexicon))
        decisions = decide(set_scenes(layout, self._lexicon), self._model)
        return tuple((_attribution(decision), decision.genuine) for decision in decisions)


def _attribution(decision: Decision) -> Attribution:
    ranking = decision.ranking
    tokens, chosen = ranking.scene.layout.tokens, ranking.chosen
    method, cue = method_of(ranking)
    return Attribution(
        quotation=ranking.scene.layout.quotations[ranking.scene.quotation],
        kind=kind_of(ranking.scene),
        mention=tokens.span(mention_span(tokens, chosen.head)) if chosen else None,
        cue=tokens.span(cue_span(tokens, cue.token)) if cue else None,
        method=method,
        confidence=round(decision.confidence, 4),
    )
