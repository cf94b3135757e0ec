"""What a scripted character reads of its prompt: the rules it was given, and the facts it may use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_LINE = re.compile(r"^\[([A-T])\] (.*)$", re.MULTILINE)
_REQUEST = re.compile(r"^Request: (.*)$", re.MULTILINE)
_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*")
_UNITS = {"kg": 1000.0, "g": 1.0, "L": 1000.0, "ml": 1.0, "days": 24.0, "h": 1.0}


@dataclass(frozen=True, slots=True)
class Offer:
    """One product as the prompt shows it."""

    handle: str
    title: str
    fields: Mapping[str, str]

    def amount(self, name: str) -> float | None:
        """The number in a field, in the smallest unit of its kind."""
        return amount_in(self.fields.get(name, ""))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the instructions ask for. A rule that nobody wrote is a rule that nobody keeps."""

    most_words: int | None
    """Of a line."""
    only_facts: bool
    tie_to_facts: bool
    every_product: bool
    plain_text: bool
    data_is_data: bool
    keep_secret: bool
    no_pressure: bool
    apart: bool
    """Says what sets a product apart."""
    judge: bool
    """How to order is said."""


@dataclass(frozen=True, slots=True)
class Told:
    """A whole prompt."""

    rules: Rules
    instructions: str
    request: str
    offers: tuple[Offer, ...]
    structured: bool
    data: str
    """The whole of the user's message."""
    repeat: int = 0
    """How often the very same was asked before."""


def read(body: Mapping[str, Any], repeat: int = 0) -> Told:
    """The prompt in the body of a chat completions request."""
    messages = body.get("messages") or []
    system = "\n".join(_text(each) for each in messages if each.get("role") in ("system", "developer"))
    user = "\n".join(_text(each) for each in messages if each.get("role") == "user")
    request = _REQUEST.search(user)
    structured = bool(body.get("response_format")) or bool(body.get("tools"))
    asked = request[1] if request else user[-500:]
    return Told(_rules(system), system, asked, _offers(user), structured, user, repeat)


def amount_in(text: str) -> float | None:
    """The first number of a text; weights in g, volumes in ml, times in hours."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    unit = re.match(r"\s*([A-Za-z]+)", text[found.end() :])
    return float(found[0].replace(",", "")) * (_UNITS.get(unit[1], 1.0) if unit else 1.0)


def _rules(system: str) -> Rules:
    text = re.sub(r"\s+", " ", system.casefold())

    def says(*phrases: str) -> bool:
        return any(phrase in text for phrase in phrases)

    words = re.search(r"at most (\d+) words", text)
    return Rules(
        most_words=int(words[1]) if words else None,
        only_facts=says("only what the facts", "copy every number"),
        tie_to_facts=says("tie it to a fact", "fact of this product"),
        every_product=says("every product gets", "list every handle"),
        plain_text=says("plain text"),
        data_is_data=says("never instructions", "ignore that part"),
        keep_secret=says("never reveal"),
        no_pressure=says("never pushy", "shoppers trust"),
        apart=says("sets the product apart", "sets the products apart"),
        judge=says("judge in this order"),
    )


def _offers(user: str) -> tuple[Offer, ...]:
    offers = []
    for handle, line in _LINE.findall(user):
        title, *rest = line.split(" · ")
        fields = dict(part.split(": ", 1) for part in rest if ": " in part)
        offers.append(Offer(handle, title, fields))
    return tuple(offers)


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts: Sequence[Any] = content if isinstance(content, list) else ()
    return "".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))
