"""Where a number comes from: a fact of any name, or simple arithmetic on the facts.

The words beside a number seldom are those of the facts: ``nearly 1,300 cooks`` are its ratings, ``a
40-degree wash`` is "machine wash 40 °C". So a number that some fact bears out is held to be that fact,
unless its own noun has another number, or it is plainly said of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.narration.claims.arithmetic import between, by_rate, more_than_other, reckoned, reckons
from agent.narration.claims.counts import AGES, CROWD, RATED_BY, starred
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import agrees
from agent.narration.claims.joined import joined
from agent.narration.claims.known import Facts
from agent.narration.claims.meant import DEGREE, SMALL, Told, alike, meant, near_of, value_of
from agent.narration.claims.measured import same_side
from agent.narration.claims.priced import PAIR
from agent.narration.claims.quantities import PERCENT, Quantity, quantities
from agent.narration.claims.roles import of_another_name, piece, role_of
from agent.narration.claims.singles import single
from agent.narration.claims.wording import stem, tokens

_HUNDRED = 100
_UNIT = 12
"""So many characters after a number have its unit."""
_MANY = 20
"""A number from here on may be how many rated it, whatever they are called."""
_RATED = compiled(r"\b(?:rat(?:ed|ings?)|review\w*|stars?|verdicts?|votes?|opinions?)\b", re.I)
_LITTLE = frozenset(
    ["max", "min", "total", "number", "count", "of", "time", "life", "size", "value", "level", "the", "for",
     "and", "with", "its", "you", "are", "has"]
)  # fmt: skip
_THINGS = compiled(
    r"\s*(?:[a-z-]+ ){0,2}?(?P<n>[a-z]{3,}s)(?=[.,;:!?)]|$| (?:of|for|in|at|with|and|or|per|to|inside|from|"
    r"on|are|that|each|all)\b)",
    re.I,
)
_LED_BY = compiled(
    r"([a-z]{3,})(?: of| is| from| to| in| after| within)?(?: just| only| as little as)?\s*$", re.I
)
_OF_THINGS = compiled(r"\s*[a-z]+s of (?!(?:the|its|this|our|it)\b)[a-z]", re.I)
_OLD = frozenset(["old", "olds"])
_CHILD = compiled(r"\b(?:child|kid|boy|girl|toddler|son|daughter) (?:of|aged)\s*$", re.I)
_PERSON = compiled(
    r"\b(?:child|kid|boy|girl|toddler|son|daughter|rider|person|adult|someone|anyone|you're|you are|old|he's|"
    r"she's|user)(?: (?:of|who is|who's|is|at|about|around|measuring|weighing|standing|only))*\s*$",
    re.I,
)
_OF_BODY = frozenset(["user", "rider", "child", "body", "wearer", "person", "passenger"])
_MINUS = compiled(r"\b(?:minus|below zero)\s*$", re.I)
_GROWN = 18
_YEARS_OLD = compiled(r"[- ]?(?:(?:years?|months?)[- ])?olds?\b", re.I)
_FOR_YOUR = compiled(r"\bfor (?:your|my|our)(?: [a-z]+)?$", re.I)
_BELOW = compiled(r"\s*(?:°|degrees?)?\s*(?:c\b|celsius )?\s*below (?:zero|freezing)\b", re.I)
_YEAR = 31557600.0
_OVER = compiled(r"(?<!well )\bover\s*$", re.I)
_AGAINST = compiled(
    r"\b(?:against|versus|vs\.?|rather than|instead of|compared (?:with|to))(?: only| just| a| the)?\s*$",
    re.I,
)


def explained(told: Told, facts: Facts, others: Sequence[Facts]) -> bool:
    """Whether a number other than of money is borne out by a fact under another name, or by arithmetic."""
    if told.said.dimension is not None and of_another_name(facts.numbers, told.said, told.text):
        return False
    if told.said.dimension is None and (told.said.nouns & DEGREE or _below_zero(told)):
        value = -told.said.said if _below_zero(told) or _BELOW.match(told.after) else told.said.said
        told = replace(told, said=replace(told.said, dimension="temperature", value=value))
    elif told.said.dimension is None and AGES.search(told.before[-20:]):
        told = replace(told, said=replace(told.said, dimension="time", value=told.said.said * _YEAR))
    elif told.said.dimension is None:
        if _of_price(told, facts) or _of_crowd(told, facts) or _of_rating(told, facts):
            return True
        if facts.product.rating is not None and starred(told.said, told.before[-48:], told.after, sure=True):
            return _anothers(told, others)
        if (
            RATED_BY.search(told.before[-48:])
            or told.said.nouns & CROWD
            or (told.said.said > 1 and single(told.after, facts))
        ):
            return False
    if _anothers(told, others) or _of_shopper(told, facts) or joined(told, facts, others):
        return True
    over = told.hedge == "above" and told.said.dimension in (None, "length") and _OVER.search(told.before)
    if over and not told.said.nouns & CROWD:
        told = replace(told, hedge="at least")  # "strung over three metres", "latex over 1,200 springs"
    contradicted = _contradicted(told, facts)
    off = facts.off if told.said.dimension == PERCENT and not contradicted else None
    if off is not None and agrees(off, told.said.said, told.hedge, 0.6, 3.0):
        return True
    if told.hedge not in ("exact", "about", "nearly") and _so_hedged(told.said, facts):
        return True
    steps = reckoned(told, facts) if not contradicted or reckons(told) else by_rate(told, facts)
    if any(map(told.meant, steps)):
        return True
    if contradicted:
        return more_than_other(told) and between(told, facts, others)
    return _of_any_name(told, facts) or _aged(told, facts) or between(told, facts, others)


def _of_shopper(told: Told, facts: Facts) -> bool:
    """``for your six-year-old`` of what tells no age: who it is for is the shopper's to say."""
    child = told.said.said < _GROWN and _YEARS_OLD.match(told.after) and _FOR_YOUR.search(told.before)
    return bool(child) and not any("age" in fact.nouns for fact in facts.numbers)


def _below_zero(told: Told) -> bool:
    signed = told.before.endswith((" -", "(-")) and told.text[told.said.start].isdigit()
    return signed or _MINUS.search(told.before[-12:]) is not None


def _of_any_name(told: Told, facts: Facts) -> bool:
    said, words = told.said, _piece(told.text, told.said)
    role = role_of(said.dimension, " ".join(word for word in tokens(words) if stem(word) not in facts.called))
    return any(
        (role is None or fact.role in (role, None))
        and alike(said, fact, facts)
        and told.meant(value_of(fact, said))
        and same_side(fact, said, facts.numbers, told.before, told.after)
        for fact in facts.numbers
    )


def _piece(text: str, said: Quantity) -> str:
    """The words that speak of the number, between the numbers beside it."""
    words = piece(text, said.start, said.end)
    start = max(0, said.start - text.find(words))
    before = re.split(r"\d[\d.,]*", words[:start])[-1]
    after = re.split(r"\d[\d.,]*", words[start + said.end - said.start :])[0]
    return f"{before}{text[said.start : said.end]}{after}"


def _of_price(told: Told, facts: Facts) -> bool:
    """``instead of 649``, ``just below 1,200``: a price without its sign."""
    said, now = told.said, facts.now
    if now is None or said.said < 10:
        return False
    if not said.nouns and told.hedge != "exact" and told.meant(now, 0.0051, said.said * 0.1):
        return True
    return said.said in (now, facts.usual, 2 * now if PAIR.search(told.text) else None)


def _of_it(things: re.Match[str], facts: Facts) -> bool:
    """``24 sachets of tea``: what it is, or what its own prose counts, is nobody who rated it."""
    noun = stem(things["n"])
    return noun in facts.called or any(
        noun in each.nouns for each in (*quantities(facts.prose), *facts.in_words) if each.dimension is None
    )


def _of_rating(told: Told, facts: Facts) -> bool:
    said = told.said
    if told.hedge in ("above", "below"):
        return False  # "Rated above 4.3" is more than that.
    return said.said == facts.product.rating and "." in told.text[said.start : said.end]


def _of_crowd(told: Told, facts: Facts) -> bool:
    said, count = told.said, facts.product.rating_count
    if count is None or (not said.nouns and not _RATED.search(told.whole) and said.said < _HUNDRED):
        return False
    labels = frozenset[str]().union(*(fact.label for fact in facts.numbers))
    if said.nouns & labels and not (said.said >= _HUNDRED and _RATED.search(told.whole)):
        return False
    if said.said < _MANY or (told.hedge in ("above", "at least") and count > 2 * said.said):
        return False
    if not _RATED.search(told.whole) and (things := _THINGS.match(told.after)) and _of_it(things, facts):
        return False
    hedge = "exact" if told.hedge == "up to" else told.hedge
    return agrees(count, said.said, hedge, 0.0051, said.said * 0.1)


def _anothers(told: Told, others: Sequence[Facts]) -> bool:
    """``72 against 40 percent``, ``the Leaf's 30 dB``: the other's number."""
    said = told.said
    if not _AGAINST.search(told.before[-24:]):
        owners = told.of_others
        others = [other for other in others if other.place in owners]
    if said.dimension is None and any(
        said.said in (other.product.rating, other.product.rating_count)
        for other in others
        if other.place in told.of_others
    ):
        return True
    if any(
        alike(said, fact, other) and told.meant(value_of(fact, said))
        for other in others
        for fact in other.numbers
        if said.nouns or said.dimension is not None or said.said > SMALL
    ):
        return True
    # "Five years beat the three you get with the other one": years too.
    return (
        said.dimension is None
        and not said.nouns
        and bool(others)
        and any(
            meant(value_of(fact, like), like, told.hedge, near_of(like))
            for like in _like_first(said, told.before)
            for other in others
            for fact in other.numbers
            if alike(like, fact, other) and (like.dimension is not None or like.nouns & fact.nouns)
        )
    )


def _like_first(said: Quantity, before: str) -> Iterator[Quantity]:
    """The number as one of what was told before it."""
    for told in quantities(before):
        scale = told.value / told.said if told.said else 1.0
        yield replace(said, value=said.said * scale, dimension=told.dimension, nouns=told.nouns)


def _so_hedged(said: Quantity, facts: Facts) -> bool:
    """``under 25 dB`` where the facts say just that."""
    bounds = r"under|below|less than|over|above|more than|from|up to|at least|max\w*"
    return any(
        next(quantities(facts.words[found.start("n") : found.end() + _UNIT]), said).dimension
        == said.dimension
        for found in re.finditer(rf"\b(?:{bounds})\W{{1,3}}(?P<n>{said.said:g})\b", facts.words, re.I)
    )


def _aged(told: Told, facts: Facts) -> bool:
    """``a seven-year-old`` of an age from six to eight, ``a child of 125 cm`` of one for 115 to 135 cm."""
    if told.said.dimension in ("length", "mass") and _PERSON.search(told.before[-40:]):
        ends = [f for f in facts.numbers if f.dimension == told.said.dimension and f.label & _OF_BODY]
        for label in {f.label for f in ends}:
            values = [f.value for f in ends if f.label == label]
            if len(values) == 2 and min(values) <= told.said.value <= max(values):
                return True
    if not told.said.nouns & _OLD and not _CHILD.search(told.before[-24:]):
        return False
    ages = [q.said for q in facts.numbers if "age" in q.label]
    return len(ages) > 1 and min(ages) <= told.said.said <= max(ages)


def _contradicted(told: Told, facts: Facts) -> bool:
    """Whether the very thing that is counted has a number of its own, and another one."""
    said = told.said
    led = frozenset(map(stem, _LED_BY.findall(told.before[-24:])))
    # "3 sizes of tips" are counted, "3 cm in size" are not.
    little = frozenset[str]() if said.dimension is None and _OF_THINGS.match(told.after) else _LITTLE
    nouns = (said.nouns - little) | (led - _LITTLE)
    # Of prose, the words that follow a number: those before it may speak of another one.
    counted = [*(f for f in facts.numbers if f.label), *quantities(facts.prose), *facts.in_words]
    own = [f for f in counted if f.dimension == said.dimension and f.nouns & nouns]
    closest = max((len(f.nouns & said.nouns) for f in own), default=0)
    own = [f for f in own if len(f.nouns & said.nouns) == closest]
    labels = {f.label for f in own if f.label}
    # The first of "3000-5000 K" has no noun of its own.
    own += [
        f
        for f in facts.numbers
        if f.label in labels and f.nouns <= f.label and f.dimension in (said.dimension, None)
    ]
    return bool(own) and not any(told.meant(value_of(f, said)) for f in own)
