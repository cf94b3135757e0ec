"""A model's reading held to the catalog's words and to the message's own amounts; the rest is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, get_args

from agent.errors import ModelFailure
from agent.types import Intent
from agent.understanding.bounds import MOST_BOUNDS, bounds, held
from agent.understanding.lexicon import Lexicon
from agent.understanding.merge import Said
from agent.understanding.numbers import amounts
from agent.understanding.prices import AROUND
from agent.understanding.words import lowered, tokens
from retrieval.types import PriceRange, Sort, Vocabulary

Dropped = Literal["value", "price", "name"]
SEARCH_CHARACTERS = 300
_SORTS = get_args(Sort)
_INTENTS = get_args(Intent)

_TEXT: dict[str, Any] = {"type": "string"}
_PAIRS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "value"],
        "properties": {"name": _TEXT, "value": _TEXT},
    },
}
_PROPERTIES: dict[str, Any] = {
    "intent": {"type": "string", "enum": list(_INTENTS)},
    "search": _TEXT,
    "include": _PAIRS,
    "exclude": _PAIRS,
    "drop": {"type": "array", "items": _TEXT},
    "price_min": {"anyOf": [{"type": "number"}, {"type": "null"}]},
    "price_max": {"anyOf": [{"type": "number"}, {"type": "null"}]},
    "in_stock": {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
    "sort": {"anyOf": [{"type": "string", "enum": list(_SORTS)}, {"type": "null"}]},
    "start_over": {"type": "boolean"},
    "also": {"type": "boolean"},
}
READING_SCHEMA: dict[str, Any] = {
    "title": "Reading",
    "description": "What the latest message of a shopper says.",
    "type": "object",
    "additionalProperties": False,
    "required": list(_PROPERTIES),
    "properties": _PROPERTIES,
}
"""Handed over as JSON schema, so that an answer with one odd field is mended and not refused."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a reading, and how much of it had nothing to stand on."""

    said: Said
    intent: Intent
    search: str
    dropped: Counter[Dropped] = field(default_factory=Counter)


def grounded(answer: object, message: str, vocabulary: Vocabulary, lexicon: Lexicon) -> Grounded:
    """``answer`` as it holds against the vocabulary and the message.

    Raises:
        ModelFailure: it is no reading.
    """
    if not isinstance(answer, Mapping) or answer.get("intent") not in _INTENTS:
        raise ModelFailure("model_error", "The model gave no reading.")
    dropped: Counter[Dropped] = Counter()
    include = _values(answer.get("include"), vocabulary, lexicon, dropped)
    exclude = _values(answer.get("exclude"), vocabulary, lexicon, dropped)
    # A model names one value; a bound in the message means all within it.
    said_of = bounds(lowered(message), lexicon.scales, lexicon.name_words)
    kind = {name: values for name, values in include.items() if name in lexicon.kinds}
    include |= held(list(islice(said_of, MOST_BOUNDS)), lexicon.scales, kind, None)
    names = _names(answer.get("drop"), vocabulary, dropped)
    sort = answer.get("sort")
    said = Said(
        price=_price(answer, message, dropped),
        any_price="price" in names,
        include=include,
        exclude=exclude,
        dropped_names=frozenset(names) - {"price", "in_stock", "sort"},
        in_stock=True if answer.get("in_stock") is True else None,
        any_stock="in_stock" in names,
        sort=sort if sort in _SORTS else None,
        unsorted="sort" in names,
        reset=answer.get("start_over") is True,
        adds=answer.get("also") is True,
    )
    search = " ".join(str(answer.get("search") or "").split())[:SEARCH_CHARACTERS]
    return Grounded(said, answer["intent"], search, dropped)


def _values(
    pairs: object, vocabulary: Vocabulary, lexicon: Lexicon, dropped: Counter[Dropped]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in pairs if isinstance(pairs, list) else []:
        if not isinstance(pair, Mapping):
            continue
        known = _known(str(pair.get("name", "")), str(pair.get("value", "")), vocabulary, lexicon)
        if known is None:
            dropped["value"] += 1
            continue
        name, value = known
        if value not in found.setdefault(name, []):
            found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def _known(name: str, value: str, vocabulary: Vocabulary, lexicon: Lexicon) -> tuple[str, str] | None:
    """The name and value of the vocabulary that are meant; a path stands for its last step."""
    folded = value.strip().casefold()
    for text in vocabulary.values.get(name, {}):
        if text.casefold() == folded:
            return name, text
    words = tokens(lowered(value.split(">")[-1]))
    found = lexicon.find(words)
    if len(found) == 1 and found[0].first == 0 and found[0].last == len(words) - 1:
        return found[0].value.name, found[0].value.text
    return None


def _names(given: object, vocabulary: Vocabulary, dropped: Counter[Dropped]) -> set[str]:
    names = {str(name) for name in given} if isinstance(given, list) else set()
    known = {name for name in names if name in vocabulary.values or name in ("price", "in_stock", "sort")}
    dropped["name"] += len(names - known)
    return known


def _price(answer: Mapping[str, Any], message: str, dropped: Counter[Dropped]) -> PriceRange | None:
    """Bounds that the message names, or that are a fifth from one it names."""
    named = [amount.value for amount in amounts(lowered(message))]
    bounds: dict[str, float | None] = {}
    for key in ("price_min", "price_max"):
        bound = answer.get(key)
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            bounds[key] = None
        elif _stands(float(bound), named):
            bounds[key] = float(bound)
        else:
            dropped["price"] += 1
            bounds[key] = None
    low, high = bounds["price_min"], bounds["price_max"]
    if low is not None and high is not None and low > high:
        dropped["price"] += 2
        return None
    return None if low is None and high is None else PriceRange(min=low, max=high)


def _stands(bound: float, named: Iterable[float]) -> bool:
    near = {round(factor * amount, 2) for amount in named for factor in (1, 1 - AROUND, 1 + AROUND)}
    return round(bound, 2) in near
