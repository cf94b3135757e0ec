"""Words of a scale against the value that an attribute has on it: no ``small kibble`` of"
" ``kibble_size: large``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.wording import stem

_SCALES = tuple(
    frozenset(words.split())
    for words in (
        "tiny mini small medium large big",
        "low mid medium moderate high",
        "short medium long",
        "soft medium firm hard",
        "light medium dark",
        "thin medium thick",
        "slim fitted regular relaxed loose oversized",
        "narrow regular wide",
        "mild medium hot",
    )
)
_SAME = {"big": "large", "mini": "small", "tiny": "small", "mid": "medium", "moderate": "medium"}
_WORDS = "|".join(sorted(frozenset[str]().union(*_SCALES)))
_SAID = compiled(
    rf"\b(?P<a>{_WORDS})(?:(?:,| and| or|, and| to|-)+ ?(?P<b>{_WORDS}))?[ -](?P<n>[a-z]+)\b(?![ -]free)"
    rf"|\b(?P<m>[a-z]+) (?:is|are) (?:nice and |rather |quite |very )?(?P<c>{_WORDS})\b(?=[,.;:!?]|$|"
    rf" and\b| but\b)",
    re.I,
)
_LABEL = frozenset(["size", "level", "length", "height", "type", "width", "weight", "strength", "degree"])
_NOT = compiled(r"(?:\bnot|n't|\bno|\bnever|\bneither|\bthan)(?: an?| the| for)?\s*$", re.I)


def scaled(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each word of a scale on which an attribute of that name stands."""
    for found in _SAID.finditer(text):
        noun = stem(found["n"] or found["m"])
        for said in (word.lower() for word in (found["a"], found["b"], found["c"]) if word):
            held = _values(facts, noun)
            scale = [each for each in _SCALES if said in each and held & each]
            if scale and not held & {"all", "any", "every"}:
                known = _SAME.get(said, said) in {_SAME.get(value, value) for value in held}
                yield Verdict(found[0], known != (_NOT.search(text[: found.start()]) is not None))


def _values(facts: Facts, noun: str) -> frozenset[str]:
    """The words of the values of the attribute that is named for ``noun``."""
    product = facts.product
    for name in product.attributes:
        words = list(map(stem, name.replace("-", "_").split("_")))
        if noun in words and (noun not in _LABEL or len(words) == 1):
            values = " ".join(product.values(name)).lower()
            if not re.search(r"\d", values):
                return frozenset(re.findall(r"[a-z]+", values))
    return frozenset()
