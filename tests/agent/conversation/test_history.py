"""What the model is told of a conversation fits a budget; what holds is never lost with it."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import BaseMessage

from agent.conversation import rebuilt
from agent.conversation.history import spoken, trimmed
from agent.models.counting import TABLES, at_most, of_messages, token_counter
from agent.types import TurnRequest
from retrieval.types import Constraints
from tests.agent.turn.test_turn import parts, taken

TEXT = st.text(max_size=60)


def turn(message: str | None, said: str, titles: list[str]) -> dict[str, Any]:
    events: list[dict[str, Any]] = [{"event": "text", "data": {"delta": said}}]
    if titles:
        items = [{"product": {"title": title}} for title in titles]
        events.append({"event": "ranking", "data": {"items": items}})
    return {"request": {"message": message}, "events": events}


TURNS = st.lists(st.builds(turn, st.none() | TEXT, TEXT, st.lists(TEXT, max_size=3)), max_size=12)


@given(turns=TURNS, budget=st.integers(0, 400))
def test_the_latest_turns_that_fit_and_no_half_ones(turns: list[dict[str, Any]], budget: int) -> None:
    whole = spoken(turns)
    kept = trimmed(whole, budget, at_most)
    assert of_messages(kept, at_most) <= budget
    assert kept == whole[len(whole) - len(kept) :], "the oldest go first"
    assert not kept or kept[0].type == "human", "no answer without its question"
    start = len(whole) - len(kept)
    previous = next((place for place in range(start - 1, -1, -1) if whole[place].type == "human"), None)
    if previous is not None:
        assert of_messages(whole[previous:], at_most) > budget, "one turn more would not have fitted"


@given(text=TEXT)
def test_the_estimate_is_never_too_low(text: str) -> None:
    """No tokenizer of bytes makes more tokens than bytes."""
    assert at_most(text) >= len(text.encode("utf-8", "replace"))


def test_nothing_is_fetched_for_a_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert token_counter() is at_most
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert token_counter() is at_most
    (tmp_path / hashlib.sha1(TABLES.encode()).hexdigest()).write_text("half a table")
    assert token_counter() is at_most, "what is broken would be fetched anew"
    assert list(tmp_path.iterdir()), "and is left as it is"


REFINEMENTS = st.lists(
    st.sampled_from(["in blue", "in white", "under $60", "over $20", "for men", "not from Lune"]),
    max_size=5,
)


@given(said=REFINEMENTS, budget=st.integers(0, 120))
def test_no_constraint_goes_with_an_old_turn(said: list[str], budget: int) -> None:
    """Whatever the history forgets, the state holds: it is not made of messages."""

    async def scenario() -> tuple[Constraints, list[dict[str, Any]]]:
        made_of = parts()
        turns = []
        for number, message in enumerate(["shirts under $90", *said]):
            request = TurnRequest(turn_id=f"t_{number}", session_id="s", message=message, explain="plain")
            events = await taken(request, made_of)
            turns.append(
                {
                    "request": request.model_dump(mode="json"),
                    "events": [{"event": event.name, "data": event.data()} for event in events],
                }
            )
        return (await made_of.conversations.of("s")).constraints, turns

    held, turns = asyncio.run(scenario())
    history: list[BaseMessage] = trimmed(spoken(turns), budget, at_most)
    assert of_messages(history, at_most) <= budget
    assert held == rebuilt(turns).constraints
    assert held.include["article_type"] == ("Shirts",), "said in the first turn of all"
    assert held.price is not None
    assert held.price.max == (60 if "under $60" in said else 90)
    assert "for men" not in said or held.include["gender"] == ("Men",)
