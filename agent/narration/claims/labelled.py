"""An attribute told by its name has one of its own values: ``the roast is dark`` of a light roast.

Only where the name is told with a form of to be, or after a colon or ``as for``: there stands a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem, tokens

_TOLD = compiled(
    r"(?:^|[,;.] |\band )(?:(?:the|its|in|as for|as for the|for) )?(?P<label>[a-z]+(?: [a-z]+)?)(?: "
    r"of this one| here| given)?"
    r"(?: (?:is|are)(?: given as)? | ?: ?|,? (?:it|this one) is )(?P<v>(?!not\b|no\b|never\b|an?\b|"
    r"the\b|what\b|where\b|so\b)"
    r"[a-z][\w-]*(?: (?:and |or |to )?(?!and\b|or\b|but\b|which\b|for\b|with\b|"
    r"so\b)[a-z][\w-]*){0,2})(?=\s*[.,;!?]|\s*$)",
    re.I,
)
_DEGREE = frozenset(
    [
        "sold", "separately", "separate", "supplied", "available", "extra", "optional", "missing", "absent",
        "yes",
        "good", "great", "excellent", "fine", "lovely", "nice", "superb", "fair", "decent", "right",
        "perfect",
        "easy", "simple", "solid", "generous", "modest", "low", "high", "long", "short", "big", "small",
        "included",
        "limited", "poor", "bad", "better", "best", "worse", "higher", "lower", "clear", "plain",
        "classic", "pretty",
        "comfortable", "beautiful", "elegant", "plenty", "enough", "quick", "needed", "required", "free",
        "yours",
        "listed", "known", "unknown", "impressive", "remarkable", "moderate", "unusual", "huge", "top",
        "first",
    ]
)  # fmt: skip
"""How good or how much it is, is a judgement."""


_NUMBERED = compiled(
    r"(?<![\w-])(?P<label>[a-z]{2,}) (?P<n>\d+(?:\.\d+)?)(?![\d.,]*\d|[a-z%-])(?: (?P<u>(?!in\b)[a-z]+))?",
    re.I,
)
_BARE = compiled(r"\d+(?:\.\d+)?")


def labelled(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each value that no attribute of that name has, nor anything else that is told."""
    for found in _TOLD.finditer(text):
        name = stem(found["label"].split()[-1])
        values = [value for label, value in facts.fields if _names(label, name)]
        words = [stem(word) for word in tokens(found["v"]) if word.isalpha() or "-" in word]
        words = [word for word in words if word not in ("and", "or", "to", "very", "quite", "rather")]
        if not values or not words or not _DEGREE.isdisjoint(words) or words[-1] in SOFT:
            continue
        told = frozenset(stem(word) for value in values for word in tokens(value))
        parts = [part for word in words for part in word.split("-")]
        if not any(akin(part, told) or akin(part, facts.mentioned) for part in (*words, *parts)):
            yield Verdict(found[0].strip(" ,;."), False)
    yield from _numbered(text, facts)


def _numbered(text: str, facts: Facts) -> Iterator[Verdict]:
    """``SPF 50`` of what has ``spf: 30``: the name of an attribute and a number that it has not."""
    for found in _NUMBERED.finditer(text):
        named = found["label"].lower()
        told = [value.removeprefix(f"{label}: ") for label, value in facts.fields if label.lower() == named]
        if told and all(map(_BARE.fullmatch, told)) and dimension_of(found["u"] or "") is None:
            yield Verdict(found[0].strip(), found["n"] in told)


def _names(label: str, name: str) -> bool:
    """Whether an attribute is called so: ``skin type`` is a type, and no skin."""
    words = label.split()
    return bool(words) and stem(words[-1]) == name
