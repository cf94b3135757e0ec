"""Bounds on what is measured: ``at least 30 liters``, ``under 2 kg``, ``more than 12 hours of battery``.

A filter holds values as the catalog writes them, so a bound becomes all values of one attribute that lie
within it, the smallest first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.understanding.carried import Count
from agent.understanding.numbers import UNITS as SPELT
from agent.understanding.scales import Scale
from agent.understanding.units import UNITS, number
from agent.understanding.words import form, lowered, tokens
from retrieval.types import Constraints

MOST_VALUES = 400
"""A filter of more than that is none that a page could show."""
MOST_BOUNDS = 8
"""Nobody says more of one thing; each may cost several counts of products."""
_ABOUT = 0.15
_NEAR = 40
"""Characters within which a word tells which attribute is meant."""

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_N = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?|(?:{'|'.join(SPELT)})\b)"
_LOWER = (
    r"at least|(?:a )?min(?:imum|\.)?(?: of)?|(?:no|not) (?:less|fewer|smaller|shorter|under|below)(?: than)?"
    r"|(?:more|[a-z]{3,}er) than|over|above"
    r"|exceed(?:s|ing)?|upwards? of|from|starting (?:at|from)|(?<!the )lasts?|lasting"
)
_UPPER = (
    r"at most|(?:a )?max(?:imum|\.)?(?: of)?|(?:no|not) (?:more|longer|bigger|larger|heavier|wider|taller"
    r"|higher|deeper|thicker|over|above)(?: than)?|(?:less|lesser|fewer|smaller|shorter|lighter|narrower"
    r"|lower|slimmer|thinner|quieter|slower|dimmer) than|under|below|up to"
)
_AFTER_LOWER = (
    r"\+(?!\s?\d)|plus\b|(?:or|and) (?:more|longer|bigger|larger|up|above|over|higher|wider|taller|heavier)\b"
    r"|min(?:imum)?\b(?!\s?\d)"
)
_AFTER_UPPER = (
    r"(?:or|and) (?:less|fewer|shorter|smaller|under|below|lower|lighter|narrower)\b"
    r"|max(?:imum)?\b(?!\s?\d)|tops\b"
)
_OF_SOMEBODY = re.compile(
    r"\b(?:i|i'm|he|she|we|they|who|you|(?:my|our|a|an|for) \w+(?: \w+)? (?:is|weighs?)|dogs?|cats?"
    r"|pupp(?:y|ies)|kittens?|kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|m[ae]n|wom[ae]n|boys?|girls?|adults?|ages?|aged)"
    r"(?: (?:am|is|are|weighs?|weighing|of|who|that))*\s*$"
)
"""Before an amount: it is the dog that weighs 20 kg."""
_NEGATED = re.compile(
    r"(?:n['’]t|\b(?:dont|doesnt|isnt|arent|wont|cant|shouldnt|mustnt|not|never|nothing|none|without"
    r"|cannot))(?: (?:be(?:ing)?|is|are|weigh(?:s|ing)?"
    r"|ha(?:s|ve|ving)|holds?|lasts?|takes?|measures?|want|need|get|anything|something|ones?|that|any|much|even|go))*\s*$"
)
"""Before a bound: ``doesn't weigh more than 2 kg``, ``nothing over 2 kg``."""
_TURNS = re.compile(r"(?:more|less|fewer|over|above|under|below|exceed)|.*er than")
"""Bounds that a "not" before them turns round; ``not leather, at least 2 kg`` has none."""
_STRICT = 1e-6
_WITH = (
    rf"(?:\b(?:(?P<upper>{_UPPER})|(?P<lower>{_LOWER})|(?P<about>about|around|roughly|approximately|circa)"
    rf"|(?P<between>between|from))\s+)?"
    rf"(?<![\w.,#/$€£₹-])(?P<n>{_N})"
)
_TO = rf"(?P<to>\s?(?:-|–|to|and)\s?)(?P<m>{_N})"
_UNITS = (
    rf"(?P<plus>\s?\+(?!\s?\d))?[\s-]?(?P<unit>(?:{_UNIT})\b|\"|[^\W\d_]+)"
    rf"(?:\s(?:wide|long|tall|high(?![ -]quality)|deep|thick|across|heavy)\b)?"
    rf"(?:\s?(?:(?P<more>{_AFTER_LOWER})|(?P<less>{_AFTER_UPPER})))?"
)
_BOUND = re.compile(rf"{_WITH}(?:(?:[\s-]?(?P<of>(?:{_UNIT})\b|\"))?{_TO})?{_UNITS}")
_ALONE = re.compile(rf"{_WITH}(?P<of>(?!))?(?:{_TO})?{_UNITS}")
"""As _BOUND where what follows an amount with its unit is another matter: ``20 l and 2 kg``."""
_LIMIT = re.compile(r"\b(?:max|min)(?:imum)?\b")
"""``max 2 kg`` is not said of ``max_load``."""
_LASTS = re.compile("last")
_LASTING = re.compile(r"\blast(?:s|ing)?(?: for)? $")
_SAYS: Mapping[str, Collection[str]] = {
    "weight": ("heavy", "heavier", "light", "lighter", "weigh", "weighing"),
    "width": ("wide", "wider", "narrow", "narrower"),
    "height": ("tall", "taller", "high", "higher"),
    "length": ("long", "longer", "short", "shorter"),
    "depth": ("deep", "deeper"),
    "thickness": ("thick", "thicker", "thin", "thinner"),
}
"""Part of an attribute's name → words that say it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a message says of an amount, and where; ``names``: attributes it may be said of."""

    low: float
    high: float
    names: tuple[str, ...]
    start: int
    end: int
    told: bool
    """Whether the words around name the attribute."""
    words: str = ""
    """As it was said: ``at least 30 liters``."""


def bounds(
    text: str,
    of: Mapping[str, Scale],
    words: Mapping[str, frozenset[str]],
    in_force: Collection[str] = (),
) -> Iterator[Bound]:
    """The bounds in a lower-case message. ``words``: words of attributes' names → those names.

    ``in_force``: names of which something is held already, so that an hour is one of those.
    """
    if not of:
        return
    for found in _amounts(text):
        first, second = _amount(found["n"]), _amount(found["m"])
        if found["of"] and first is not None:
            first = _in_unit(first, found["of"], found["unit"])
        limits = _limits(
            found, first, second, _NEGATED.search(text, max(found.start() - _NEAR, 0), found.start())
        )
        if limits is None or _OF_SOMEBODY.search(text, max(found.start() - _NEAR, 0), found.start()):
            continue
        unit, one = (
            UNITS.get("inch" if found[name] == '"' else found[name] or "") for name in ("unit", "of")
        )
        if unit is not None:
            names = [name for name, scale in of.items() if scale.dimension == unit[0]]
            factor = unit[1]
        else:
            written = (found["to"] or "").strip() in ("-", "–")
            if one is not None or (written and found["between"] is None and found["lower"] is None):
                # "for 2-4 people" may be a value of its own.
                continue
            said = words.get(form(found["unit"]), frozenset())
            names, factor = [name for name in said if name in of and of[name].dimension is None], 1.0
        near = _named(text, found, names, words)
        near = near or [name for name in names if name in in_force]
        told = bool(near) or unit is None
        lasting = _LASTS.match(found["lower"] or "") or _LASTING.search(text, 0, found.start())
        if unit is not None and unit[0] == "time" and not (told or lasting):
            # "over 3 years" is an age, "in 5 days" a delivery.
            continue
        if names:
            low, high = (limit * factor for limit in limits)
            said_so = found.group().strip()
            yield Bound(low, high, tuple(near or names), found.start(), found.end(), told, said_so)


def held(
    said: Sequence[Bound], of: Mapping[str, Scale], kind: Mapping[str, tuple[str, ...]], count: Count | None
) -> dict[str, tuple[str, ...]]:
    """Attribute → the values that satisfy what was said of it.

    Where none does, the words stand in their place, for it to be said that nothing fits: but only if products
    of that kind tell the attribute at all.
    ``kind``: what product is asked for; ``count``: tells which of several attributes its products have.
    """
    out: dict[str, tuple[str, ...]] = {}
    for bound in said:
        name = _meant(bound, of, kind, count)
        values = of[name].within(bound.low, bound.high) if name is not None else ()
        if name is not None and name in out:
            values = tuple(value for value in out[name] if value in values)
        if name is not None and not values and bound.words and _tells(name, of, kind, count):
            values = (bound.words,)
        if name is not None and 0 < len(values) <= MOST_VALUES:
            out[name] = values
    return out


def _tells(
    name: str, of: Mapping[str, Scale], kind: Mapping[str, tuple[str, ...]], count: Count | None
) -> bool:
    every = tuple(text for _, text in of[name].values)
    return bool(kind) and count is not None and count(Constraints(include={**kind, name: every})) > 0


def _meant(
    bound: Bound, of: Mapping[str, Scale], kind: Mapping[str, tuple[str, ...]], count: Count | None
) -> str | None:
    """Of several attributes the one that products of this kind have, a part of them within the bound."""
    names = sorted(bound.names, key=lambda name: -of[name].products)
    if len(names) > 1 and count is not None and kind:
        total: dict[str, int] = {}
        parted: dict[str, bool] = {}
        for name in names:
            every = tuple(text for _, text in of[name].values)
            within = of[name].within(bound.low, bound.high)
            total[name] = count(Constraints(include={**kind, name: every}))
            some = count(Constraints(include={**kind, name: within})) if within and total[name] else 0
            parted[name] = 0 < some < total[name]
        names = sorted((n for n in names if total[n]), key=lambda n: (-parted[n], -total[n]))
        return names[0] if names else None
    if len(names) > 1 and of[names[0]].products < 2 * of[names[1]].products and not bound.told:
        return None
    return names[0] if names else None


def _limits(
    found: re.Match[str], first: float | None, second: float | None, negated: object
) -> tuple[float, float] | None:
    """What the words around make of the numbers; None where they bound nothing."""
    if first is None:
        return None
    if second is not None:
        joined = (found["to"] or "").strip() != "and" or found["between"] is not None
        return (first, second) if joined and first < second else None
    said = found["lower"] or found["upper"] or ""
    turned = negated is not None and _TURNS.match(said) is not None
    # Who wants more than two wants no two; "over 2 kg" is said of what weighs just that.
    past = not turned and not said.startswith("no") and (" than" in said or _counted(found, said))
    if found["plus"] is not None or found["more"] is not None or (found["lower"] is not None) != turned:
        return first * (1 + _STRICT * past), float("inf")
    if found["upper"] is not None or found["less"] is not None or turned:
        return 0.0, first * (1 - _STRICT * past)
    return (first * (1 - _ABOUT), first * (1 + _ABOUT)) if found["about"] is not None else None


def _amounts(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while (found := _BOUND.search(text, at)) is not None:
        apart = found["to"] is not None and found["to"].strip() == "and" and found["between"] is None
        if found["of"] and (apart or _in_unit(1, found["of"], found["unit"]) is None):
            found = _ALONE.match(text, found.start()) or found
        yield found
        at = found.end()


def _in_unit(amount: float, of: str, other: str) -> float | None:
    """``500 g to 1 kg`` in kilograms; None where they measure different things."""
    dimension, factor = UNITS["inch" if of == '"' else of]
    asked = UNITS.get("inch" if other == '"' else other)
    return amount * factor / asked[1] if asked is not None and asked[0] == dimension else None


def _counted(found: re.Match[str], said: str) -> bool:
    return found["unit"] not in UNITS and said in ("over", "above", "under", "below")


def _amount(text: str | None) -> float | None:
    if text is None:
        return None
    if text in SPELT:
        return float(SPELT[text])
    try:
        return number(text)
    except ValueError:
        return None


def _named(
    text: str, found: re.Match[str], names: Collection[str], words: Mapping[str, frozenset[str]]
) -> list[str]:
    """Those of ``names`` that the words nearby name: ``of battery``, ``weighs``, ``wide``."""
    own = _LIMIT.sub(" ", found[0])
    around = (
        text[max(found.start() - _NEAR, 0) : found.start()] + own + text[found.end() : found.end() + _NEAR]
    )
    near = {token.form for token in tokens(around)} | {token.raw for token in tokens(around)}
    told = {name for word in near for name in words.get(word, ()) if name in names}
    for name in names:
        parts = {token.form for token in tokens(lowered(name.replace("_", " ")))}
        if any(near & set(said) for part, said in _SAYS.items() if part in parts):
            told.add(name)
    return [name for name in names if name in told]
