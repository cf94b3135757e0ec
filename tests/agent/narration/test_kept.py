"""What is kept of explanations: a key per list, a bound, a time, and one call for all who wait."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import ModelFailure
from agent.narration.kept import Explanations, Found, key_of
from agent.narration.overlay import Overlay
from agent.ports import Narration
from agent.types import Sentence
from retrieval.types import Constraints, Tastes
from tests.agent.doubles import ScriptedNarrator, ScriptedReranker, after, failure, for_ever
from tests.agent.narration.shortlists import lamps, product, shortlist
from tests.examples import examples

CHANGES: dict[str, Any] = {
    "price": 41.0,
    "sale_price": 29.0,
    "availability": "out_of_stock",
    "title": "Arc Floor Lamp",
    "rating": 4.5,
    "rating_count": 121,
    "attributes": {"color": "red"},
}


def over(narrator: ScriptedNarrator, model: str = "openai:m") -> Overlay:
    return Overlay(reranker=ScriptedReranker(), narrator=narrator, model_name=model)


async def heard(narration: Narration) -> list[str]:
    try:
        return [said.text async for said in narration]
    finally:
        await narration.aclose()


def test_every_fact_that_changes_is_another_key_and_the_margin_is_none() -> None:
    overlay = over(ScriptedNarrator())
    same = key_of(overlay, shortlist([product()]), ("a",))
    assert key_of(overlay, shortlist([product(margin=0.9)]), ("a",)) == same
    others = {key_of(overlay, shortlist([product(**{name: to})]), ("a",)) for name, to in CHANGES.items()}
    others |= {
        key_of(overlay, shortlist([product()]), ("b",)),
        key_of(over(ScriptedNarrator(), "openai:n"), shortlist([product()]), ("a",)),
        key_of(overlay, shortlist([product()], "a gift"), ("a",)),
        key_of(overlay, shortlist([product()], constraints=Constraints(in_stock=True)), ("a",)),
        key_of(overlay, shortlist([product()], anchor="Bow Lamp"), ("a",)),
        key_of(overlay, shortlist([product()], shopper=Tastes(bought=("Tents",))), ("a",)),
        key_of(overlay, shortlist([product()], shopper=Tastes(liked=("Tents",))), ("a",)),
        key_of(overlay, shortlist([product(), product(product_id="lamp-2")]), ("a",)),
        key_of(overlay, shortlist([product(product_id="lamp-2"), product()]), ("a",)),
    }
    assert same not in others
    assert len(others) == len(CHANGES) + 9


@settings(max_examples=examples(60))
@given(
    st.lists(st.tuples(st.integers(0, 5), st.floats(0, 4)), max_size=25),
    st.integers(1, 4),
)
def test_the_latest_are_kept_and_none_beyond_its_time(steps: list[tuple[int, float]], most: int) -> None:
    """Each step asks for one of six pages, so many seconds after the one before; kept for five."""

    async def main() -> None:
        now = 0.0
        overlay = over(ScriptedNarrator())
        explanations = Explanations(most, ttl=5.0, clock=lambda: now)
        kept: dict[int, float] = {}
        for page, passed in steps:
            now += passed
            expected: Found = "hit" if kept.get(page, -1.0) > now else "miss"
            before = explanations.found[expected]
            said = await heard(explanations.narrate(overlay, lamps(2), (f"p{page}",), {}))
            assert said == ["Here we go.", "Number 0 suits you.", "Number 1 suits you."]
            assert explanations.found[expected] == before + 1
            before_now = kept.pop(page, 0.0)
            kept[page] = before_now if expected == "hit" else now + 5.0
            while len(kept) > most:
                del kept[next(iter(kept))]

    asyncio.run(main())


@settings(max_examples=examples(40))
@given(st.integers(2, 6), st.data())
def test_whoever_leaves_takes_nothing_from_those_who_stay(readers: int, data: st.DataObject) -> None:
    leaving = data.draw(st.sets(st.integers(0, readers - 1)))
    rounds = data.draw(st.integers(0, 6))

    async def main() -> None:
        narrator = ScriptedNarrator(wait=after(2))
        overlay, explanations = over(narrator), Explanations(10, 100.0)
        tasks = [
            asyncio.create_task(heard(explanations.narrate(overlay, lamps(2), (), {})))
            for _ in range(readers)
        ]
        for _ in range(rounds):
            await asyncio.sleep(0)
        for each in leaving:
            tasks[each].cancel()
        told = await asyncio.gather(*tasks, return_exceptions=True)
        for number, said in enumerate(told):
            if number not in leaving:
                assert said == ["Here we go.", "Number 0 suits you.", "Number 1 suits you."]
        assert explanations.found["miss"] + explanations.found["hit"] <= 1
        assert narrator.closed <= 1

    asyncio.run(main())


def test_the_last_to_leave_ends_the_call_and_the_next_begins_anew() -> None:
    async def main() -> None:
        narrator = ScriptedNarrator(wait=for_ever)
        explanations = Explanations(10, 100.0)
        tasks = [
            asyncio.create_task(heard(explanations.narrate(over(narrator), lamps(2), (), {})))
            for _ in range(2)
        ]
        await asyncio.sleep(0.01)
        for task in tasks:
            assert not narrator.cancelled
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert narrator.cancelled
        assert narrator.closed == 1
        assert len(await heard(explanations.narrate(over(ScriptedNarrator()), lamps(2), (), {}))) == 3

    asyncio.run(main())


def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    async def main() -> None:
        says: list[Sentence | Exception] = [Sentence(position=0, text="So far."), failure("stalled")]
        explanations = Explanations(10, 100.0)
        told = await asyncio.gather(
            *(heard(explanations.narrate(over(ScriptedNarrator(says)), lamps(2), (), {})) for _ in range(3)),
            return_exceptions=True,
        )
        assert [type(each) for each in told] == [ModelFailure] * 3
        assert explanations.found == {"miss": 1, "shared": 2}
        await heard(explanations.narrate(over(ScriptedNarrator()), lamps(2), (), {}))
        assert explanations.found["miss"] == 2

    asyncio.run(main())
