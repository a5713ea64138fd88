"""Following “he” and “she” through an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import genders, weights
from indexer.languages.en.nouns import noun_span
from indexer.languages.en.phrases import PRONOUN_GENDERS, name_beside
from indexer.models import SpeakerKind
from indexer.speakers.antecedents import SUBJECTS, gender_weight, is_source
from indexer.speakers.cast import Figure
from indexer.speakers.descriptions import described_figure
from indexer.speakers.names import single_name
from indexer.speakers.relatives import is_unnamed_relative
from indexer.speakers.unnamed import noun_kind

if TYPE_CHECKING:
    from indexer.models import Tokens
    from indexer.speakers.antecedents import Antecedent, Scene
    from indexer.speakers.cast import Cast

FOLLOWED = frozenset(("PRP", "PRP$", "NN"))
ANONYMOUS = frozenset(("anonymity", "anonymous", "anonymously"))
INTRODUCING = frozenset(("a", "an", "one", "another"))


def follow_pronouns(
    tokens: Tokens, cast: Cast, scene: Scene, quoted: frozenset[int]
) -> dict[int, Antecedent]:
    """Return whom each “he” and “she” outside quotations means, by token.

    In the order of the text: what was followed, and a subject like “the mayor”, counts as a mention
    of its person from there on, so all of it is added to the scene. A person whose gender nothing
    else shows takes that of the pronoun. `quoted` are the tokens inside quotations.
    """
    found: dict[int, Antecedent] = {}
    for token, tag in enumerate(tokens.tag):
        if tag not in FOLLOWED or token in quoted:
            continue
        if tag != "NN":
            gender = PRONOUN_GENDERS.get(tokens.word[token].lower())
            meant = antecedent_of_pronoun(scene, token, gender) if gender else None
            if gender and meant:
                meant.figure.pronouns.append(gender)
                scene.add(token, meant.figure)
                found[token] = meant
        elif tokens.dep[token] in SUBJECTS or is_source(tokens, token):
            named = cast.at(name_beside(tokens, token))
            figure = named or described_figure(tokens, cast, token) or _unnamed(tokens, token)
            if figure and figure.is_person and figure is not named:
                scene.add(token, figure)
    return found


def _unnamed(tokens: Tokens, noun: int) -> Figure | None:
    """Return a figure for somebody introduced without a name: “a young woman”, “his mother”.

    “The engineer” is one too whose sentence says that the name is kept back.
    """
    relative = is_unnamed_relative(tokens, noun)
    if not relative and noun_kind(tokens, noun) is not SpeakerKind.UNKNOWN:
        return None
    cited = is_source(tokens, noun) or _is_kept_back(tokens, noun)
    if not relative:
        introduced = tokens.word[noun_span(tokens, noun).start].lower() in INTRODUCING
        if not (introduced or cited):
            return None
    gender = genders("gendered_nouns").get(tokens.word[noun].lower())
    name = single_name(tokens, noun)
    return Figure([name], role_gender=gender, phrase=noun, is_source=cited, relative=relative)


def _is_kept_back(tokens: Tokens, noun: int) -> bool:
    """Whether somebody spoke “on condition of anonymity”, and has no name beside the noun."""
    sentence = tokens.sentences[tokens.sentence[noun]]
    kept = not ANONYMOUS.isdisjoint(map(str.lower, tokens.word[noun : sentence.end]))
    return kept and name_beside(tokens, noun) == noun


def antecedent_of_pronoun(scene: Scene, token: int, gender: str) -> Antecedent | None:
    """Return whom a pronoun of this gender means, None if nobody near is likely enough."""
    meant = scene.antecedent(token, lambda figure: gender_weight(figure, gender))
    least = weights("antecedent_weights")["least for a pronoun"]
    return meant if meant and meant.score > least else None
