"""Every number of a sentence against the facts of its product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.narration.claims.hedges import Hedge, Verdict, agrees, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import (
    MONEY,
    PERCENT,
    Quantity,
    dimension_of,
    quantities,
)
from agent.narration.claims.wording import stem

_FRACTION = r"(?P<f>half|(?:a|1) third|(?:a|1) quarter|(?:a|1) fifth|(?:a|1) tenth|2 thirds|3 quarters)"
_SHARES = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0, "2 thirds": 200 / 3,
    "3 quarters": 75.0,
}  # fmt: skip
_OFF_FRACTION = re.compile(
    rf"\b(?:{_FRACTION}[\s-](?:off|price|cheaper|less|lower)|(?:by|cut|knocks?|saves? you|saves?|"
    rf"slashed by|drops?|cutting) {_FRACTION.replace('?P<f>', '?P<g>')}\b)",
    re.I,
)
_SAVED_BEFORE = re.compile(
    r"(?:\bsav(?:e|es|ed|ing|ings)(?: of| you| shoppers| a full| a)*|\bdiscount of|\breduc\w* (?:of|by)|"
    r"\bknock\w*|\bcut\w*(?: of| by)?|"
    r"\b(?:down|lower\w*|drop\w*|off|cheaper) (?:of|by)|\bpocket(?:s|ing)?|\bkeep\w*|\btakes?)\s*(?:you "
    r")?[\w ]{0,12}?$",
    re.I,
)
_SAVED_AFTER = re.compile(
    r"^\s*(?:off|less|cheaper|discount|savings?|lower|reduction|price (?:cut|drop|reduction)|below|"
    r"under (?:its|the)|saved|markdown)\b",
    re.I,
)
_USUAL_BEFORE = re.compile(
    r"\b(?:was|were|used to (?:be|cost)|usually|originally|original|regular(?:ly)?|normal(?:ly)?|down|"
    r"reduced|marked down|"
    r"discounted|instead|list(?:ed)?|full price|rather than|before|former(?:ly)?|previous(?:ly)?|"
    r"dropped|cut|rrp|retail\w*|slashed|typically|not|once)"
    r"(?:\s*[,:]?\s*(?:the|a|its|price|tag|of|at|for|is|was|cost|costs|costing|sells|selling|priced|"
    r"from|usual|on|below))*\s*[\(]?$",
    re.I,
)
_OFF_OF = re.compile(
    r"\boff (?:of )?(?:(?:its|the) )?(?:(?:usual|original|regular|list|full|normal|former) )?"
    r"(?:price )?(?:of )?$",
    re.I,
)
_USUAL_AFTER = re.compile(
    r"^\s*(?:(?:list|usual|regular|original|normal|retail|full|former|previous)\b|before\b)", re.I
)
_FROM_TO = re.compile(r"\bfrom\s*$", re.I)
_SPARE = re.compile(
    r"[$€£](?P<a>[\d.,]*\d) (?:(?:of|from|out of|under|below|inside|within|left (?:of|from|in)) "
    r")(?:your|a|the) (?:budget of )?[$€£](?P<b>[\d.,]*\d)",
    re.I,
)
_LIMIT_AFTER = re.compile(r"^\s*(?:limit|budget|cap|ceiling|mark|maximum|max|spend)\b", re.I)
_STARS_AFTER = re.compile(
    r"^\s*(?:-\s?)?(?:stars?\b|★|on average\b|out of (?:5|a possible 5)|/\s?5|of 5\b|rating\b(?! s))", re.I
)
_STARS_BEFORE = re.compile(
    r"\b(?:rat(?:ed|ing|es|ings)(?: is| of| at| it| stands at| sits at)?|scor(?:e|es|ed|ing)(?: of| is| "
    r"it)?|averag(?:e|es|ing)(?: of| rating of)?)"
    r"(?: (?:a|an|is|of|at|just|solid|strong|high|nearly|almost|about|around|over|above|under|below|"
    r"more than|less than|at least|well|roughly|exactly|only))*\s*$",
    re.I,
)
_RATED_BY = re.compile(
    r"\b(?:rated|reviewed|scored|approved|recommended) by(?: (?:(?:more|fewer|less) than|over|under|about|"
    r"around|nearly|almost|some|at least|only|just|up to))?\s*$",
    re.I,
)
_WHO_RATED = re.compile(
    r"\s*(?:[a-z]+ ){1,2}(?:have |has )?"
    r"(?:rated|reviewed|scored|gave|give) (?:it|this)\b",
    re.I,
)
_AT_LEAST_NEEDED = re.compile(r"\b(?:needs?|requires?|takes) at least\s*$", re.I)
_COUNTED = frozenset(
    [
        "rating",
        "review",
        "reviewer",
        "shopper",
        "customer",
        "buyer",
        "vote",
        "owner",
        "user",
        "verdict",
        "opinion",
        "people",
        "feedback",
        "purchaser",
    ]
) | {"person"}
_CROWD = frozenset(
    [
        "rating",
        "review",
        "reviewer",
        "shopper",
        "customer",
        "buyer",
        "vote",
        "owner",
        "user",
        "verdict",
        "opinion",
    ]
)
_OFF = re.compile(
    r"\b(?:off|discount\w*|less|reduc\w*|sav\w*|cheaper|lower|markdown|marked down|cut|below|drop\w*|"
    r"slashed)\b",
    re.I,
)
_OF_USUAL = re.compile(r"^\s*of (?:its|the|what) ", re.I)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|from|released|launched|published|dated|introduced|new for|early|late|mid|the|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)[\s-]*$",
    re.I,
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.I)
_DATED = re.compile(
    r"\b(?:released|launched|published|introduced|came out|new|arrived|out|dat\w+|since|on sale|debuted)\b",
    re.I,
)
_ASPECT = re.compile(
    r"\b(?:(?P<height>tall|high|height)|(?P<width>wide|width|across)|(?P<depth>deep|depth)|"
    r"(?P<length>long|length)|"
    r"(?P<thickness>thick|thickness)|(?P<diameter>diameter))\b",
    re.I,
)
_CROWDS = re.compile(
    r"\b(?P<n>dozens|hundreds|thousands) of (?:\w+ ){0,2}?(?:ratings|reviews|shoppers|customers|buyers|"
    r"people)\b",
    re.I,
)
_AT_LEAST = {"dozens": 24.0, "hundreds": 200.0, "thousands": 2000.0}
_LIST = re.compile(
    r"(?<!one )(?<!1 )(?<!pack )(?<!set )(?<!box )(?<!case )"
    r"\b(?:of|among|from|out of) (?:all |the |these |those )*(?P<n>\d+)"
    r"(?=\s*(?:[.,;:!]|$|(?:here|on|in|at|with|and|but|for|by|to|is|of them|(?P<noun>[a-z]+s))\b))",
    re.I,
)


_ELSEWHERE = re.compile(
    r"\b(?:straight|fresh|right) out of (?:the )?(?:19|20)\d\ds?\b"
    r"|\b(?:look|feel|air|style|charm|spirit|mood)s? (?:of|from|like) (?:the )?(?:19|20)\d\ds?\b"
    r"|\b(?:19|20)?\d0s[- ](?:style|inspired|look|feel|charm|flair|vibe|chic)\b"
    r"|\b(?:under|below|beneath|over|above|beside|behind|onto|alongside) (?:an?|your|any|most) "
    r"\d+(?:\.\d+)?[- ](?:in|inch|cm|mm|m|litre|liter|kg|foot|ft)[- ]"
    r"(?!thick|wide|tall|high|deep|long)[a-z]{3,}",
    re.I,
)
"""Numbers of other things: of an era that a look recalls, of the screen that a product stands under."""


_OF_PAIR = re.compile(r"(\bthe (?:[a-z]+er|better|worse)(?:[ -]rated)?) of the 2\b", re.I)


def listed(text: str, n: int) -> str:
    """The text without the size of the list: ``of the three``."""
    text = _OF_PAIR.sub(r"\1", text)
    return _LIST.sub(
        lambda m: " " if int(m["n"]) == n and not (m["noun"] and dimension_of(m["noun"])) else m[0], text
    )


def amounts(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every number, in order."""
    text, verdicts = _fractions(_ELSEWHERE.sub(" ", text), facts)
    yield from verdicts
    for found in _CROWDS.finditer(text):
        count = facts.product.rating_count
        yield Verdict(found[0], count is not None and count >= _AT_LEAST[found["n"].lower()])
    for found in _SPARE.finditer(text):
        gap, limit = (float(found[name].replace(",", "")) for name in "ab")
        yield Verdict(found["a"], facts.now is not None and abs(limit - gap - facts.now) <= 0.0051)
    text = _SPARE.sub(" ", text)
    yield from _months(text, facts)
    said = list(quantities(text))
    prices = {facts.now} & {q.said for q in said if q.dimension == MONEY}
    low: Quantity | None = None
    for i, quantity in enumerate(said):
        before, after = text[: quantity.start], text[quantity.end :]
        hedge = hedge_before(before)
        if quantity.plus or re.match(r"\s*(?:or more|and up|plus)\b", after):
            hedge = "at least"
        elif re.match(r"\s*(?:or less|or under|at most|tops)\b", after):
            hedge = "up to"
        if re.search(r"\bbetween\s*(?:the )?$", before[-14:], re.I) and i + 1 < len(said):
            low, hedge = quantity, "at least"
        elif low is not None:
            hedge, low = "up to", None
        elif re.search(r"(?:\bnot|n't)\s+(?:be |cost |get )?\w*\s*$", before[: _hedge_start(before)]):
            hedge = _OPPOSITE.get(hedge, hedge)
        partner = said[i + 1] if low is quantity else None
        if partner is not None and quantity.dimension is None:
            scale = partner.value / partner.said if partner.said else 1
            quantity = Quantity(
                quantity.said * scale,
                partner.dimension,
                partner.nouns,
                quantity.start,
                quantity.end,
                quantity.said,
            )
            after = text[partner.end :]
        quantity = _of_people(quantity, before, after)
        for_price = quantity.dimension == MONEY
        holds = (
            _money(quantity, before, after, hedge, facts, paired=bool(prices))
            if for_price
            else _number(quantity, before, after, hedge, facts, text)
        )
        yield Verdict(f"{quantity.said:g}", holds)


_OPPOSITE: dict[Hedge, Hedge] = {"below": "at least", "above": "up to", "up to": "above", "at least": "below"}


def _hedge_start(before: str) -> int:
    found = re.search(r"\b(?:under|below|over|above|less than|more than|up to|at least)\b[\w ]{0,8}$", before)
    return found.start() if found else 0


def _fractions(text: str, facts: Facts) -> tuple[str, list[Verdict]]:
    verdicts: list[Verdict] = []
    for found in _OFF_FRACTION.finditer(text):
        name = re.sub(r"^(?:a|1) ", "", (found["f"] or found["g"]).lower())
        hedge = hedge_before(text[: found.start()])
        off = facts.off
        verdicts.append(Verdict(found[0], off is not None and agrees(off, _SHARES[name], hedge, 1.0, 5.0)))
    return _OFF_FRACTION.sub(" ", text), verdicts


def _months(text: str, facts: Facts) -> Iterator[Verdict]:
    if not _DATED.search(text):
        return
    for found in _MONTH.finditer(text):
        if found[0] == "may":
            continue
        when = facts.product.published_at
        yield Verdict(found[0], when is not None and _MONTHS[when.month - 1] == found[0].lower())


def _money(said: Quantity, before: str, after: str, hedge: Hedge, facts: Facts, *, paired: bool) -> bool:
    tail, now, usual = before[-48:], facts.now, facts.usual
    if _SAVED_AFTER.match(after) or _SAVED_BEFORE.search(tail):
        return facts.saved > 0 and agrees(facts.saved, said.said, hedge)
    if _LIMIT_AFTER.match(after):
        return now is not None and now <= said.said + 0.0051
    if (
        _OFF_OF.search(tail)
        or _USUAL_BEFORE.search(tail)
        or _USUAL_AFTER.match(after)
        or (_FROM_TO.search(tail) and " to " in after[:12])
    ):
        negated = re.search(r"\bnot\s*(?:at |for )?$", tail)
        if negated:
            return now is not None and not agrees(now, said.said, hedge)
        return usual is not None and agrees(usual, said.said, hedge)
    near = max(0.0051, said.said * 0.1)
    if now is not None and agrees(now, said.said, hedge, near=near):
        return True
    if paired and usual is not None and abs(usual - said.said) <= 0.0051:
        return True
    told = (q.said for q in quantities(facts.prose) if q.dimension == MONEY)
    return hedge == "exact" and any(abs(price - said.said) <= 0.0051 for price in told)


def _number(said: Quantity, before: str, after: str, hedge: Hedge, facts: Facts, text: str) -> bool:
    tail = before[-48:]
    if hedge == "up to" and said.dimension != PERCENT and re.search(r"\bup to\s*$", tail, re.I):
        hedge = "exact"  # What it carries, holds or lasts at most is a fact of its own.
    if said.dimension == PERCENT:
        return _percent(said, tail, after, hedge, facts)
    if said.dimension is None:
        rating = facts.product.rating
        if (
            re.search(r"(?:out of(?: a possible)?|/|\bof)\s*$", tail)
            and said.said == 5
            and re.search(r"\d(?:\s?stars?)?\s*(?:out of|/|of)", tail)
        ):
            return True
        starred = _STARS_AFTER.match(after) and (said.said <= 5 and not said.nouns & _CROWD - {"rating"})
        if starred or (said.said <= 5 and _STARS_BEFORE.search(tail) and not said.nouns & _CROWD):
            if rating is None:
                return False
            exact = 0.0051 if said.said == int(said.said) else 0.0501
            return agrees(rating, said.said, hedge, exact, 0.32 if said.said == int(said.said) else 0.2)
        if _RATED_BY.search(tail) or _WHO_RATED.match(after):
            count = facts.product.rating_count
            return count is not None and agrees(count, said.said, hedge, near=said.said * 0.1)
        if not said.nouns and said.said == rating and said.said != int(said.said):
            return True
        if _AT_LEAST_NEEDED.search(tail) and said.nouns:
            counts = [f.said for f in facts.numbers if f.nouns & said.nouns and f.dimension is None]
            if counts:
                return min(counts) == said.said
        if said.nouns & _CROWD or (
            said.nouns & _COUNTED and re.search(r"\b(?:rated|reviewed|by|say|agree)\b", text)
        ):
            count = facts.product.rating_count
            if count is not None and agrees(count, said.said, hedge, near=said.said * 0.1):
                return True
        if 1900 < said.said < 2100 and _YEAR_BEFORE.search(tail):
            when = facts.product.published_at
            if when is not None and agrees(when.year, said.said, _dated(tail, hedge)):
                return True
            if _DATED.search(text) and when is not None:
                return False
    return any(
        _bears(fact, said, hedge, text)
        for fact in facts.numbers
        if _candidate(fact, said, facts.numbers, before, after)
    )


def _dated(tail: str, hedge: Hedge) -> Hedge:
    return "at least" if re.search(r"\bsince\s*$", tail, re.I) else hedge


def _percent(said: Quantity, tail: str, after: str, hedge: Hedge, facts: Facts) -> bool:
    now, usual, off = facts.now, facts.usual, facts.off
    if _OF_USUAL.match(after) and re.search(r"\b(?:pay|costs?|for|at|now)\b", tail):
        return bool(usual and now is not None and agrees(100 * now / usual, said.said, hedge, 0.6))
    if _OFF.search(after[:28]) or _OFF.search(tail[-28:]):
        if off is None:
            return False
        return agrees(off, said.said, hedge, 0.6, 3.0) or (hedge == "exact" and int(off) == said.said)
    if said.said == 100 and any(
        stem(value) in said.nouns for name in facts.product.attributes for value in facts.product.values(name)
    ):
        return True
    return any(
        fact.dimension == PERCENT
        and agrees(fact.said, said.said, hedge, 0.0051)
        and (not said.nouns or not fact.nouns or bool(said.nouns & fact.nouns))
        for fact in facts.numbers
    )


def _candidate(fact: Quantity, said: Quantity, facts: Sequence[Quantity], before: str, after: str) -> bool:
    """A width is no height: where the sentence names the side, the fact must not name another."""
    if said.dimension != "length":
        return True
    named = _ASPECT.match(after.strip()[:12]) or _last(before[-16:])
    if named is None or named.lastgroup is None:
        return True
    side = _side(fact)
    return side is None or side == named.lastgroup or not any(_side(f) == named.lastgroup for f in facts)


def _last(text: str) -> re.Match[str] | None:
    found = list(_ASPECT.finditer(text))
    return found[-1] if found else None


def _side(fact: Quantity) -> str | None:
    for noun in fact.nouns:
        if found := _ASPECT.fullmatch(noun):
            return found.lastgroup
    return None


def _bears(fact: Quantity, said: Quantity, hedge: Hedge, text: str) -> bool:
    if (
        "age" in fact.nouns
        and said.dimension in (None, "time")
        and (said.nouns <= _OF_AGE or _CHILD.search(text[: said.start]))
    ):
        return _aged(fact, said, hedge, text)
    if said.dimension is not None:
        if fact.dimension == said.dimension:
            if (
                said.dimension == "length"
                and (said.nouns - _ASPECTS) & fact.nouns
                and fact.value == said.value
            ):
                return True  # "a tweeter over 13 cm woofers" stands above them.
            return agrees(fact.value, said.value, hedge, max(1e-9, said.value * 0.006))
        bare = fact.dimension is None and not fact.nouns & said.nouns and fact.said == said.said
        return bare and hedge == "exact" and bool(fact.nouns & _BARE.get(said.dimension, frozenset()))
    if fact.dimension in (MONEY, PERCENT) or not agrees(fact.said, said.said, hedge, 0.0051):
        return False
    if hedge != "exact" and not said.nouns & fact.nouns and fact.said != said.said:
        return False
    if "person" in said.nouns and len(said.nouns) == 1:
        return bool(fact.nouns & _PEOPLE)
    if not said.nouns or said.nouns & fact.nouns or not fact.nouns:
        return True
    return bool(fact.nouns & _PEOPLE) and bool(said.nouns & _PEOPLE)


def _aged(fact: Quantity, said: Quantity, hedge: Hedge, text: str) -> bool:
    """``age: 3+`` is ``from 3 years``, and bears out a child of five."""
    if said.dimension == "time" and said.value != said.said * _YEAR and fact.dimension is None:
        return False
    value = fact.value if fact.dimension == "time" and said.dimension == "time" else fact.said
    compared = said.value if fact.dimension == "time" and said.dimension == "time" else said.said
    of_child = said.nouns & {"old", "olds"} or _CHILD.search(text[: said.start])
    if fact.plus and (of_child or hedge == "above"):
        return compared >= value
    return hedge in ("exact", "at least") and compared == value


_CHILD = re.compile(r"\b(?:child|kid|boy|girl|son|daughter|niece|nephew) (?:of|aged)\s*$", re.I)
_YEAR = 31557600.0
_OF_AGE = frozenset(["age", "old", "olds", "year", "child", "up", "onward", "onwards", "upward", "upwards"])
_PEOPLE = frozenset(["person", "sleep", "sleeps", "seat", "player", "serve", "serving", "diner", "guest"])
_FOR_PEOPLE = re.compile(
    r"\b(?:sleep(?:s|ing)?|seat(?:s|ing)?|serv(?:es?|ing)|feeds?|accommodat(?:es?|ing)|"
    r"(?:room|space|beds?|seats?|big enough|large enough|made|tent|dinner|table) for)"
    r"(?: (?:up to|at most|about|around|exactly|only|just|at least|more than|over|fewer than|as many "
    r"as))?\s*$",
    re.I,
)
_ALONE = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:and|or|but|in|with|at|on|comfortably|easily|while|so|rather|without|not|for)\b)",
    re.I,
)


def _of_people(said: Quantity, before: str, after: str) -> Quantity:
    """``sleeps 3``, ``room for 4`` count people."""
    if said.dimension is None and _ALONE.match(after) and _FOR_PEOPLE.search(before[-48:]):
        return replace(said, nouns=frozenset({"person"}))
    return said


_ASPECTS = frozenset(
    [
        "tall",
        "high",
        "height",
        "wide",
        "width",
        "across",
        "deep",
        "depth",
        "long",
        "length",
        "thick",
        "thickness",
        "diameter",
    ]
)
_BARE: dict[str, frozenset[str]] = {
    "mass": frozenset({"weight"}),
    "volume": frozenset({"capacity", "volume"}),
    "length": frozenset(["length", "width", "height", "depth", "size", "diameter", "screen", "thickness"]),
    "power": frozenset({"power"}), "voltage": frozenset({"voltage"}), "light": frozenset({"brightness"}),
    "time": frozenset({"battery", "runtime", "duration", "time"}), "data": frozenset({"storage", "memory"}),
}  # fmt: skip
