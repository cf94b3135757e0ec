"""How exactly a number is meant: ``nearly``, ``over``, ``at most``, ``about``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from agent.narration.claims.guarded import compiled

Hedge: TypeAlias = Literal["exact", "below", "up to", "above", "at least", "about", "nearly", "just over"]


class Verdict(NamedTuple):
    """One claim of a sentence and whether it holds."""

    claim: str
    holds: bool


_LESS = r"(?:less|fewer|cheaper|lighter|lower|smaller|shorter|thinner|narrower|slimmer|younger)"
_MORE = r"(?:more|greater|higher|heavier|bigger|larger|longer|taller|wider|thicker|deeper|brighter|older)"
_TAIL = r"[\s-]*(?:the|a|an|your|their|my|its|our|of|that|full)*\s*[\(]?$"
_SAID: tuple[tuple[str, Hedge], ...] = (
        (r"(?:just|slightly|(?:a )?little|a bit|barely) (?:over|above|more than|past)", "just over"),
        (r"nearly|almost|(?:just|slightly|a little|a touch|a bit) (?:under|below|less than|short of|shy "
            r"of)|not quite|shy of|close to|approaching|practically|the (?:better|best) part of", "nearly"),
        (rf"no {_MORE} than|not {_MORE} than|at most|up to|within|(?:a )?max(?:imum)?(?: of)?|not "
            rf"(?:over|above)|as much as|stays? at or below|(?:doesn't|does not|never|without) "
            rf"exceed\w*|inside|capped at", "up to"),
        (rf"no {_LESS} than|not {_LESS} than|at least|a minimum of|not (?:under|below)|starting (?:at|"
            rf"from)|or more", "at least"),
        (rf"{_LESS} than|under|below|beneath|sub|south of|short of|(?:doesn't|does not|won't) (?:reach|"
            rf"cost)", "below"),
        (rf"{_MORE} than|over|above|upwards? of|north of|beyond|past|exceed\w*|tops?(?! out)|"
            rf"in excess of", "above"),
        (r"about|a good|around|roughly|approximately|"
            r"approx\.?|some|circa|more or less|~", "about"),
)  # fmt: skip
_HEDGES = tuple((compiled(rf"(?:^|\b|~)(?:{pattern}){_TAIL}", re.I), hedge) for pattern, hedge in _SAID)


def hedge_before(text: str) -> Hedge:
    """What the words at the end of ``text`` do to the number that follows."""
    tail = text[-40:]
    for pattern, hedge in _HEDGES:
        if pattern.search(tail):
            return hedge
    return "exact"


def agrees(value: float, said: float, hedge: Hedge, exact: float = 0.0051, near: float | None = None) -> bool:
    """Whether ``value`` may be called ``said``. ``exact`` and ``near`` are absolute tolerances."""
    near = max(exact, abs(said) * 0.12) if near is None else near
    if hedge == "exact":
        return abs(value - said) <= exact
    if hedge == "about":
        return abs(value - said) <= near
    if hedge == "nearly":
        return said - near * 1.3 <= value < said
    if hedge == "just over":
        return said < value <= said + near * 1.3
    if hedge == "below":
        return value < said - 1e-9
    if hedge == "up to":
        return value <= said + 1e-9
    return value > said + 1e-9 if hedge == "above" else value >= said - 1e-9


def first(verdicts: Iterable[Verdict]) -> str | None:
    """The first claim that does not hold."""
    return next((verdict.claim for verdict in verdicts if not verdict.holds), None)


def told(verdicts: Iterable[Verdict]) -> bool:
    """Something other than a comparison was said: a comparison differs from product to product anyway."""
    return any("…" not in verdict.claim for verdict in verdicts)
