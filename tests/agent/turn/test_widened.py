"""A list that was widened is called so by us, and the model is not told that it is what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from langchain_core.runnables import RunnableConfig

from agent.events import Text
from agent.narration.overlay import Overlay
from agent.types import Shortlist
from retrieval.types import Constraints, PriceRange, Query, Ranking, Relaxed
from tests.agent.doubles import ScriptedNarration, ScriptedNarrator, ScriptedReranker, ShelfRecommender
from tests.agent.turn.test_turn import finals, parts, request, shown, take


class WideningRecommender(ShelfRecommender):
    """Nothing costs less than a dollar: the nearest come instead, and are called so."""

    def recommend(self, query: Query) -> Ranking:
        wider = Constraints(price=PriceRange(max=190))
        ranking = super().recommend(query.model_copy(update={"constraints": wider}))
        relaxed = Relaxed(name="price", text="9 under $190", constraints=wider, total=9)
        return ranking.model_copy(update={"relaxed": relaxed})


@dataclass
class ListeningNarrator(ScriptedNarrator):
    """Speaks as scripted, and remembers what it was told."""

    told: list[Shortlist] = field(default_factory=list)

    def narrate(self, shortlist: Shortlist, config: RunnableConfig) -> ScriptedNarration:
        self.told.append(shortlist)
        return super().narrate(shortlist, config)


def test_the_opening_is_ours_and_the_widened_bound_is_no_wish() -> None:
    narrator = ListeningNarrator()
    overlay = Overlay(reranker=ScriptedReranker(), narrator=narrator, model_name="scripted")

    events = take(request("shirts under $1"), parts(overlay, WideningRecommender()))

    said = "".join(event.delta for event in events if isinstance(event, Text))
    assert said == "Nothing fits all of that. The nearest: 9 under $190."
    assert narrator.told[0].constraints == Constraints()
    assert narrator.told[0].request == "shirts under $1"
    assert finals(events)[shown(events)[0]].source == "model"
