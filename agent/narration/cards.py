"""Who has said what about which card: the bookkeeping that keeps two voices apart."""

from __future__ import annotations

from collections.abc import Iterator

from agent.events import ExplanationDelta, ExplanationFinal, Text, TurnEvent
from agent.narration.plain import finals
from agent.types import Sentence
from retrieval.types import Ranking


class Cards:
    """The explanations of one list while a narrator speaks. Every card is finished exactly once."""

    def __init__(self, ranking: Ranking) -> None:
        self._ids = [ranked.product.product_id for ranked in ranking.items]
        self._plain = list(finals(ranking))
        self._said: dict[int, list[str]] = {}
        self._finished: set[int] = set()
        self._current: int | None = None
        self.opened = False
        """Whether anything was said above the cards."""
        self._opening_is_ours = False
        self.ignored = 0
        """Sentences about a card that does not exist or was finished before."""

    def open_plainly(self, text: str) -> Text:
        """What stands above the cards, whatever the model would say there."""
        self.opened = self._opening_is_ours = True
        return Text(delta=text)

    def say(self, sentence: Sentence) -> Iterator[TurnEvent]:
        """Release one sentence; a sentence about another card finishes the one before."""
        position, text = sentence.position, sentence.text.strip()
        if not text:
            return
        if position is None and self._opening_is_ours:
            return
        if position is None:
            yield Text(delta=f" {text}" if self.opened else text)
            self.opened = True
            return
        if not 0 <= position < len(self._ids) or position in self._finished:
            self.ignored += 1
            return
        if self._current not in (None, position):
            yield from self.finish_current()
        said = self._said.setdefault(position, [])
        yield ExplanationDelta(
            product_id=self._ids[position], delta=f" {text}" if said else text, source="model"
        )
        said.append(text)
        self._current = position

    def finish_current(self) -> Iterator[TurnEvent]:
        """The card spoken of last is done: what was released is its explanation."""
        if self._current is not None:
            position, self._current = self._current, None
            yield self._final(position)

    def plain_from(self, first: int) -> Iterator[TurnEvent]:
        """Finish every card from ``first`` (0-based) on in the plain voice."""
        for position in range(first, len(self._ids)):
            if position not in self._finished:
                yield self._final(position)

    def complete(self) -> Iterator[TurnEvent]:
        """Finish whatever is not: the model's own words where there are any, plain ones elsewhere."""
        yield from self.plain_from(0)

    def silent(self, first: int) -> bool:
        """Whether the model left a card among the ``first`` without a word."""
        return any(position not in self._said for position in range(min(first, len(self._ids))))

    def _final(self, position: int) -> ExplanationFinal:
        self._finished.add(position)
        said = self._said.get(position)
        if not said:
            return self._plain[position]
        return ExplanationFinal(product_id=self._ids[position], text=" ".join(said), source="model")
