"""Numbers without a unit: stars, how many rated it, years, what is counted."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, agrees
from agent.narration.claims.known import Facts
from agent.narration.claims.measured import bears_out, same_side
from agent.narration.claims.quantities import (
    MONEY,
    PERCENT,
    Quantity,
)
from agent.narration.claims.reductions import percent_holds
from agent.narration.claims.roles import of_meaning

_STARS_AFTER = compiled(
    r"^\s*(?:-\s?)?(?:stars?\b|★|on average\b|out of (?:5|a possible 5)|/\s?5|of 5\b|rating\b(?! s))", re.I
)
_STARS_BEFORE = compiled(
    r"\b(?:rat(?:ed?|ing|es|ings)(?: is| of| at| it| stands at| sits at)?|scor(?:e|es|ed|ing)(?: of| is| "
    r"it)?|averag(?:e|es|ing)(?: of| rating of)?)"
    r"(?: (?:a|an|is|of|at|just|solid|strong|high|nearly|almost|about|around|over|above|under|below|"
    r"more than|less than|at least|well|roughly|exactly|only))*\s*$",
    re.I,
)
RATED_BY = compiled(
    r"\b(?:(?:rated|reviewed|scored|approved|recommended)(?: (?:at )?\d[\d.]*)?|stars?|out of 5)"
    r" by(?: (?:(?:more|fewer|less) than|over|under|about|"
    r"around|nearly|almost|some|at least|only|just|up to))?\s*$",
    re.I,
)
_WHO_RATED = compiled(
    r"\s*(?:[a-z]+ ){1,2}(?:have |has )?"
    r"(?:rated|reviewed|scored|gave|give) (?:it|this)\b",
    re.I,
)
_AT_LEAST_NEEDED = compiled(r"\b(?:needs?|requires?|takes) at least\s*$", re.I)
_MORE = compiled(r"\s*(?:(?!less|low|cheap)[a-z]+er\b|more\b|of\b)", re.I)
_SAVED = compiled(r"\b(?:off|sav|discount|reduc|less|lower|cheaper|below|sale|price)", re.I)
_REACHES = compiled(r"\b(?:up to|as much as|as many as|within)\s*$", re.I)
_UP_TO = compiled(r"\b(?:up to|as much as|as many as)\s*$", re.I)
_COUNTED = frozenset(
    [
        "rating", "review", "reviewer", "shopper", "customer", "buyer", "vote", "owner", "user", "verdict",
        "opinion", "people", "feedback", "purchaser",
    ]
) | {"person"}  # fmt: skip
CROWD = frozenset(
    [
        "rating", "review", "reviewer", "shopper", "customer", "buyer", "vote", "owner", "user", "verdict",
        "opinion",
    ]
)  # fmt: skip
AGES = compiled(r"\bage[sd]?(?: (?:from|between|of))?(?: \d+ ?(?:-|to|and))? ?$", re.I)
_YEAR_BEFORE = compiled(
    r"\b(?:in|since|of|from|released|launched|published|dated|introduced|new for|early|late|mid|the|"
    r"spring|summer|autumn|winter|fall|january|february|march|april|may|june|july|august|september|october|november|december)[\s-]*$",
    re.I,
)
RELEASED = compiled(
    r"\b(?:released|launched|published|introduced|came out|new|arrived|out|dat\w+|since|on sale|debuted)\b",
    re.I,
)


def starred(said: Quantity, tail: str, after: str, *, sure: bool = False) -> bool:
    """Whether it is a rating of at most five: ``4.6 of 5``, ``rated 4.6``.

    ``sure``: and of nothing else: an intensity of four out of five is a score as well.
    """
    if said.dimension is not None or said.said > _STARS:
        return False
    if sure:
        return _OF_CUSTOMERS.search(f"{tail[-24:]}_{after[:8]}") is not None
    if _STARS_AFTER.match(after) and not said.nouns & CROWD - {"rating"}:
        return True
    return _STARS_BEFORE.search(tail) is not None and not said.nouns & CROWD


_STARS = 5
_OF_CUSTOMERS = compiled(
    r"(?<!water )(?<!energy )\brat(?:ed|es|ing)\b(?! of 5)[^,;]*_|_\s*(?:stars?\b|★)", re.I
)


def number_holds(said: Quantity, before: str, after: str, hedge: Hedge, facts: Facts, text: str) -> bool:
    """Whether a bare number, or one with a unit, is borne out."""
    tail = before[-48:]
    if (
        hedge == "up to"
        and (said.dimension != PERCENT or _MORE.match(after) or not _SAVED.search(text))
        and (_REACHES if said.dimension == "length" else _UP_TO).search(tail)
    ):
        hedge = "exact"  # What it carries, holds or lasts at most is a fact of its own.
    if said.dimension == PERCENT:
        return percent_holds(said, tail, after, hedge, facts)
    if said.dimension is None:
        rating = facts.product.rating
        if (
            re.search(r"(?:out of(?: a possible)?|/|\bof)\s*$", tail)
            and said.said == 5
            and re.search(r"\d(?:\s?stars?)?\s*(?:out of|/|of)", tail)
        ):
            return True
        if starred(said, tail, after):
            if rating is None:
                return False
            exact = 0.0051 if said.said == int(said.said) else 0.0501
            return agrees(rating, said.said, hedge, exact, 0.32 if said.said == int(said.said) else 0.2)
        if RATED_BY.search(tail) or _WHO_RATED.match(after):
            count = facts.product.rating_count
            return count is not None and agrees(count, said.said, hedge, near=said.said * 0.1)
        if not said.nouns and said.said == rating and said.said != int(said.said):
            return True
        if _AT_LEAST_NEEDED.search(tail) and said.nouns:
            counts = [f.said for f in facts.numbers if f.nouns & said.nouns and f.dimension is None]
            if counts:
                return min(counts) == said.said
        if said.nouns & CROWD or (
            said.nouns & _COUNTED and re.search(r"\b(?:rated|reviewed|by|say|agree)\b", text)
        ):
            count = facts.product.rating_count
            if count is not None and agrees(count, said.said, hedge, near=said.said * 0.1):
                return True
        if 1900 < said.said < 2100 and _YEAR_BEFORE.search(tail):
            when = facts.product.published_at
            if when is not None and agrees(when.year, said.said, _dated(tail, hedge)):
                return True
            if RELEASED.search(text) and when is not None:
                return False
    ages = [fact for fact in facts.numbers if "age" in fact.label]
    if said.dimension is None and ages and AGES.search(before[-20:]):
        # "For ages 3 to 12": the 12 kg of its weight are no age.
        return any(bears_out(fact, said, hedge, text) for fact in ages)
    if said.dimension is None and said.nouns & facts.called and _packs(said, facts):
        return True
    return any(
        bears_out(fact, said, hedge, text)
        for fact in of_meaning(facts.numbers, said, text)
        if same_side(fact, said, facts.numbers, before, after)
        and not (hedge in ("above", "below") and said.dimension != MONEY and "price" in fact.label)
    )  # "More than 75 ml" is none of the "49.80 € / 100 ml" that it costs.


def _packs(said: Quantity, facts: Facts) -> bool:
    """``6 bars`` of a pack of six bars."""
    return any(n.dimension is None and n.said == said.said and n.nouns & _PACK for n in facts.numbers)


_PACK = frozenset(["pack", "count", "piece", "set", "quantity", "ct", "pc"])


def _dated(tail: str, hedge: Hedge) -> Hedge:
    # Who speaks of "since 2014" says that it was there by then.
    return "up to" if re.search(r"\bsince\s*$", tail, re.I) else hedge
