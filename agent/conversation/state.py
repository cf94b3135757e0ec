"""The state of one conversation, and how a turn changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent.conversation.clarifying import name_asked
from agent.conversation.references import referred
from agent.events import Clarify
from agent.types import Understanding
from retrieval.types import Constraints, Frozen

_TOPIC_CHARACTERS = 500


class Conversation(Frozen):
    """What the next message is read against."""

    constraints: Constraints = Constraints()
    """Those in force: the chips."""
    text: str = ""
    """What is being looked for, in words: a refinement ("in red") adds to it."""
    shown: tuple[str, ...] = ()
    """Product ids of the last list, in the order the shopper sees."""
    focus: str | None = None
    """The one product of that list that was asked about last: "it"."""
    asked: tuple[str, ...] = ()
    """Attributes that were asked about: never twice."""
    question: Clarify | None = None
    """What was asked last, where the next message may be the answer."""

    @property
    def single(self) -> int:
        """Where in the list "it" stands (0-based): the first, where none was asked about."""
        return self.shown.index(self.focus) if self.focus in self.shown else 0


def topic(before: Conversation, understood: Understanding, message: str) -> str:
    """The words to search for now: a refinement ("in red") keeps what was being looked for."""
    if understood.intent != "refine" or not before.text:
        return understood.text
    if understood.text == message.strip() and _filters_changed(before.constraints, understood.constraints):
        # The whole message came back because nothing of it is left to search for ("max 80 dollars").
        return before.text
    if understood.text.casefold() in before.text.casefold():
        return before.text
    return f"{before.text} {understood.text}"[-_TOPIC_CHARACTERS:].strip()


def _filters_changed(before: Constraints, now: Constraints) -> bool:
    """Whether something changed that a reader of messages takes out of the words: no value was added.

    A bound on a measure adds values that nobody said.
    """
    added = any(
        values != before.include.get(name) and not (len(values) > 1 and all(v[:1].isdigit() for v in values))
        for name, values in now.include.items()
    )
    return before != now and not added


def after_turn(before: Conversation, understood: Understanding, shown: Sequence[str]) -> Conversation:
    """The state once a turn has shown ``shown`` (empty: what was on screen stays there)."""
    compared = understood.intent == "compare" and not shown
    if compared or understood.intent in ("chitchat", "question"):
        here = before.model_copy(update={"shown": tuple(shown) or before.shown})
        return here.model_copy(update={"focus": _focus(here, understood)})
    return Conversation(
        constraints=understood.constraints,
        text=understood.text,
        shown=tuple(shown) or before.shown,
        asked=before.asked,
    )


def _focus(here: Conversation, understood: Understanding) -> str | None:
    """Whom a question spoke of, where that was one product by its place."""
    if understood.intent != "question":
        return here.focus
    places = referred(understood.text.lower(), len(here.shown))
    return here.shown[places[0]] if len(places) == 1 else here.focus


def having_asked(state: Conversation, clarify: Clarify | None) -> Conversation:
    """The state once something was asked."""
    if clarify is None:
        return state
    name = name_asked(clarify, state.constraints)
    asked = state.asked if name is None else (*state.asked, name)
    return state.model_copy(update={"asked": asked, "question": clarify})


def standing(turns: Iterable[Mapping[str, Any]], before: str | None = None) -> list[Mapping[str, Any]]:
    """The stored turns that count, oldest first: not one whose message was said anew, nor what followed it.

    ``before``: only those before this turn, all of them where it is not among them.
    """
    left: list[Mapping[str, Any]] = []
    for turn in turns:
        left = [*_until(left, turn.get("request", {}).get("replaces")), turn]
    return _until(left, before)


def _until(turns: list[Mapping[str, Any]], turn_id: str | None) -> list[Mapping[str, Any]]:
    ids = [turn.get("request", {}).get("turn_id") for turn in turns]
    return turns[: ids.index(turn_id)] if turn_id is not None and turn_id in ids else turns


def rebuilt(turns: Iterable[Mapping[str, Any]], before: str | None = None) -> Conversation:
    """The state after stored turns, oldest first, from the events that were sent.

    ``before``: as of :func:`standing`.
    """
    state = Conversation()
    for turn in standing(turns, before):
        understood: Understanding | None = None
        shown: Sequence[str] = ()
        asked: Clarify | None = None
        for event in turn.get("events", ()):
            data = event["data"]
            match event["event"]:
                case "understood":
                    understood = Understanding.model_validate(data)
                case "ranking":
                    shown = [item["product"]["product_id"] for item in data["items"]]
                case "clarify":
                    asked = Clarify.model_validate(data)
                case "done":
                    shown = data["order"] or shown
        if understood is not None:
            # A page's own list (no message) is no part of what was said.
            state = having_asked(after_turn(state, understood, shown), asked)
    return state
