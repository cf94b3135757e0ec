"""What a measured number is said of: the hours of a charge are not those of a warranty.

A number is tied to its own noun: in a sentence by the words of its piece, in the facts by the name of the
attribute or the words around it. Only facts of that meaning may bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.narration.claims.guarded import compiled
from agent.narration.claims.lexicon import PARTS
from agent.narration.claims.quantities import Quantity
from agent.narration.claims.wording import stem, tokens

_PER_CHARGE = compiled(
    r"\b(?:before|until) (?:(?:it|you|the \w+)(?:'s| is)? )?(?:[a-z]+ ){0,2}?(?:(?:an?|the|its|each) )?"
    r"(?:re)?charg(?:e|ed|er|ing)\b|"
    r"\b(?:on|per|from|with|after|between)(?: each| every| an?| one| 1| the| its| full| single)*"
    r" (?:re)?charges?\b|\bof charge\b|"
    r"\b(?:an?|one|1|each|every|the|its)(?: full| single)? charge "
    r"(?=(?:[\w-]+ ){0,3}(?:lasts?|gives?|runs?|keeps?|gets?|good|enough|does)\b)",
    re.I,
)
_ROLES: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    dimension: tuple((role, compiled(rf"\b(?:{pattern})", re.I)) for role, pattern in roles)
    for dimension, roles in {
        "time": (
            ("warranty", r"warrant\w*|guarantee\w*|covered\b"),
            ("charging", r"(?:re)?charg(?:e|es|ing|ed)\b|charge[sr]?\b|top[- ]up"),
            ("delivery", r"deliver\w*|ships?\b|shipping|dispatch\w*|arrives?\b"),
            ("returns", r"returns?\b|returned|refund\w*|money[- ]back"),
            ("running", r"batter(?:y|ies)|run(?:s|ning)?\b|runtime|run[- ]time|play(?:s|time|back|ing)?\b|"
                r"listening|talk[- ]time"),
            ("drying", r"dr(?:y|ies|ying)\b"),
            ("cooking", r"cook\w*|bak(?:e|es|ing)|brew\w*|boil\w*|steep\w*|simmer\w*|toast\w*|roast\w*"),
            ("assembly", r"assembl\w*|set[- ]?up|pitch(?:es|ed|ing)?\b|install\w*"),
        ),
        "mass": (
            ("weight", r"of weight\b"),
            ("load", r"(?<!to )(?:hold(?:s|ing)?|carr(?:y|ies|ying))\b|support(?:s|ing)?\b|loads?\b|"
                r"bear(?:s|ing)?\b|"
                r"max(?:imum)?\b|payload|withstand\w*|users?\b|capacity\b|weight limit|haul\w*"),
            ("weight", r"weigh\w*|heavy|heavier|light(?:er|weight)?\b|scales?\b"),
        ),
        "power": (("sound", r"speakers?|audio|rms"), ("charging", r"(?:re)?charg\w*")),
    }.items()
}  # fmt: skip
_BREAK = compiled(r"[,;:.!?()](?!\d)|\b(?:and|but|while|whereas|yet|plus)\b", re.I)
_OF_SCALE = compiled(r"\d\s*(?:out of|of|/)\s*$")
_LITTLE = frozenset(
    ["max", "min", "total", "number", "count", "of", "time", "life", "size", "value", "level", "up", "to"]
)


_DEGREES = "temperature"
_SHORT = 4
_PIECE = 300
"""Characters on either side of a number in which its piece begins and ends."""


def piece(text: str, start: int, end: int) -> str:
    """The words that speak of the number at ``start`` to ``end``: its piece of the sentence."""
    before, after = around(text, start, end)
    return f"{before}{text[start:end]}{after}"


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of its piece before the number and after it."""
    begin = max(0, start - _PIECE)
    begin = max((found.end() for found in _BREAK.finditer(text, begin, start)), default=begin)
    following = _BREAK.search(text, end, end + _PIECE)
    return text[begin:start], text[end : following.start() if following else end + _PIECE]


def role_of(dimension: str | None, words: str) -> str | None:
    """What ``words`` say that a number of ``dimension`` tells; None: they leave it open."""
    words = _PER_CHARGE.sub(" battery ", words)
    return next((role for role, named in _ROLES.get(dimension or "", ()) if named.search(words)), None)


_WHOLE = frozenset(["warranty", "delivery", "returns"])
"""Said of the whole product: a word of these goes before whatever stands nearer."""


def role_beside(dimension: str | None, before: str, after: str) -> str | None:
    """What the nearest words say that a number tells: ``charged in 5 hours with 9 minutes running time``."""
    if dimension not in _ROLES:
        return None
    before, after = _PER_CHARGE.sub(" battery ", before), _PER_CHARGE.sub(" battery ", after)
    # Between it and the numbers beside it stand its own words, if any do.
    left, right = _NUMBERS.split(before)[-1], _NUMBERS.split(after, maxsplit=1)[0]
    near = sorted(_told(dimension, left, right)) or sorted(_told(dimension, before, after))[:1]
    return next((role for _, role in near if role in _WHOLE), near[0][1]) if near else None


_NUMBERS = compiled(r"\d[\d.,]*")


def _told(dimension: str, before: str, after: str) -> Iterator[tuple[int, str]]:
    """The roles that the words tell, each with how far off."""
    for role, named in _ROLES[dimension]:
        for found in named.finditer(before):
            yield len(before) - found.end(), role
        if first := named.search(after):
            yield first.start(), role


def in_role(quantity: Quantity, words: str) -> Quantity:
    """The quantity with what ``words`` say that it tells."""
    role = role_of(quantity.dimension, words)
    return replace(quantity, role=role) if role else quantity


def of_meaning(numbers: Sequence[Quantity], said: Quantity, text: str) -> Sequence[Quantity]:
    """The facts that may bear ``said`` out, by what it is said of."""
    words = piece(text, said.start, said.end)
    stems = frozenset(map(stem, tokens(words)))
    if said.dimension is not None:
        role = role_beside(said.dimension, *around(text, said.start, said.end))
        if role is not None:
            numbers = [n for n in numbers if n.dimension != said.dimension or n.role in (role, None)]
            if any(n.role == role for n in _alike(numbers, said)):
                numbers = [n for n in numbers if n.dimension != said.dimension or n.role == role]
    alike = _alike(numbers, said)
    direct = [n for n in alike if n.label & said.nouns - _LITTLE]
    # "All 5 shelves adjustable" is said of the adjustable shelves, not of the number of shelves.
    closest = max((len(n.label & said.nouns) for n in direct), default=0)
    direct = [n for n in direct if len(n.label & said.nouns) == closest]
    named = direct or [n for n in alike if n.label & stems - _LITTLE]
    if said.dimension == _DEGREES and not named:
        numbers = [n for n in numbers if not any(_rather(other, n, stems) for other in alike)]
    of_scale = _OF_SCALE.search(text[: said.start])
    # "Keeps hot" and "keeps cold": hours that the sentence says of the one are not those of the other.
    named = [n for n in named if not any(_rather(other, n, stems) for other in named)] or named
    if named and not of_scale:
        names = frozenset[str]().union(*(n.label for n in named))
        numbers = [
            n
            for n in numbers
            if n in named
            or "age" in n.nouns
            or (not n.label and ((said.dimension is not None and not direct) or n.nouns & names))
        ]
    if said.dimension is not None and any(n.nouns & said.nouns & PARTS for n in _alike(numbers, said)):
        numbers = [n for n in numbers if n.label or not n.nouns & PARTS or n.nouns & said.nouns & PARTS]
    return numbers


def of_another_name(numbers: Iterable[Quantity], said: Quantity, text: str) -> bool:
    """Whether only another name has the number: ``hot for 30 hours`` of what keeps cold so long."""
    stems = frozenset(map(stem, tokens(piece(text, said.start, said.end))))
    alike = [n for n in numbers if n.dimension == said.dimension and n.label]
    equal = [n for n in alike if n.value == said.value]
    own = [n for n in alike if any(_rather(n, other, stems) for other in equal)]
    return bool(own) and not any(n.value == said.value for n in own)


def _rather(other: Quantity, one: Quantity, stems: frozenset[str]) -> bool:
    """Whether ``stems`` tell of ``other`` by a word in which its name differs from that of ``one``."""
    shared = one.label & other.label
    if other.dimension == _DEGREES and shared:
        # "Comfortable down to 1 °C": of the comfort temperature.
        stems |= {
            word for word in other.label if len(word) > _SHORT and any(s.startswith(word) for s in stems)
        }
        stems |= shared
    return bool(
        shared & stems
        and (other.label - one.label) & stems - _LITTLE
        and (differing := one.label - other.label)
        and not differing & stems
    )


def _alike(numbers: Iterable[Quantity], said: Quantity) -> list[Quantity]:
    return [number for number in numbers if number.dimension == said.dimension]
