"""Every number of a sentence against the facts of its product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.narration.claims.counts import CROWD, number_holds, starred
from agent.narration.claims.elliptic import PRONOMINAL, UNNAMED, like_before, of_rival
from agent.narration.claims.explained import explained
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, Verdict, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.meant import SMALL, Told
from agent.narration.claims.measured import of_party, of_people
from agent.narration.claims.priced import price_explained
from agent.narration.claims.quantities import MONEY, Quantity, quantities
from agent.narration.claims.reductions import price_holds, reductions_in_words
from agent.narration.claims.wording import stem

_GAP_TO = compiled(
    r"(?:\d ?%|percent|per cent|[$€£][\d.,]*\d) (?:below|under|less than|above|over|more than|off)"
    r" (?:of )?(?:the |its |a )?$",
    re.I,
)
"""``20% below its $1,799 list price``: so far from it, which is told exactly."""
_SPARE = compiled(
    r"[$€£](?P<a>[\d.,]*\d) (?:(?:of|from|out of|under|below|inside|within|left (?:of|from|in)) "
    r")(?:your|a|the) (?:budget of )?[$€£](?P<b>[\d.,]*\d)",
    re.I,
)
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
]  # fmt: skip
_MONTH = compiled(rf"\b({'|'.join(_MONTHS)})\b", re.I)
_OUT_IN = compiled(
    r"\b(?:released|launched|published|introduced|(?:came|comes|is|been) out|debuted|"
    r"dat(?:es|ed|ing)|new|arrived|on sale)"
    r"(?: \w+)?(?: (?:in|for|since|from|on|of|early|late|mid))+(?: the \w+ of)?[\s-]*$",
    re.I,
)
_CROWDS = compiled(
    r"\b(?P<n>dozens|hundreds|thousands) of (?:\w+ ){0,2}?(?:ratings|reviews|shoppers|customers|buyers|"
    r"people|owners|users|fans|parents|[a-z]+s (?=rate|gave|give|agree|love))\b",
    re.I,
)
_AT_LEAST = {"dozens": 24.0, "hundreds": 200.0, "thousands": 2000.0}
_CODE = compiled(r"\b(?!USD|EUR|GBP|INR)[A-Z]{1,4}-?\d{1,5}[A-Za-z]{0,2}\b")
"""``E27``, ``A4``: digits of a name count nothing."""
_OF_SHOPPER = compiled(
    r"\b(?<!fits )(?<!works )(?<!compatible )(?:on|in|with|for|from) (?:an?|your) (?!USD|EUR|GBP|INR)"
    r"[A-Z]{1,4}-?\d{1,5}[A-Za-z]{0,2}\b"
)
"""``a treat on a V60``: what the shopper has is called so."""
_HANDS = r"(?:people|persons?|adults|pairs? of hands|helpers)"
_LIFT = r"(?:lift|carry|move|turn|flip|shift|handle|lug|heave|hoist|manage)"
_ELSEWHERE = compiled(
    r"\bat \d{1,2}(?::\d\d)? (?:in the (?:morning|afternoon|evening)|o'clock|am|pm|at night)\b"
    r"|\b(?:straight|fresh|right) out of (?:the )?(?:19|20)\d\ds?\b"
    r"|\b(?:one|1) day(?=[.!?]|$)|\b(?:the )?1[5-9]\d\ds\b"
    r"|\bnot (?:an?|1|one|a single) [a-z]+\b|\bin (?:1|one) piece\b|\b\d-in-(?:\d|one)\b"
    r"|\b\d+ years? from now\b"
    rf"|\b[1-4] {_HANDS} (?:can (?:\w+ )?|(?:(?:is|are|will be) )?(?:needed |enough )?to (?:\w+ )?){_LIFT}\b"
    rf"|\b(?:plan|allow|reckon) (?:for|on|with) [1-4] {_HANDS}|\b(?:carried|lifted|moved|turned) "
    rf"(?:\w+ ){{0,2}}by [1-4] {_HANDS}"
    r"|\bif you (?:buy|get|take|order|own|add|pair|have) \d\b(?! [a-z]*(?:for|at) [$€£])(?= you\b| and\b|,)"
    r"|^(?:buy|pair|get|add|take) \d(?=(?: of them)? (?:and|for)\b(?! [$€£]))"
    r"|\bif you(?:'re| are) [a-z]+ing(?: [a-z]+){0,2} for (?:about |around )?\d+ (?:day|night|week|month)s?\b"
    r"|\b(?:look|feel|air|style|charm|spirit|mood)s? (?:of|from|like) (?:the )?(?:19|20)\d\ds?\b"
    r"|\b(?:19|20)?\d0s[- ](?:style|inspired|look|feel|charm|flair|vibe|chic)\b"
    r"|\b(?:under|below|beneath|over|above|beside|behind|onto|alongside) (?:an?|your|any|most) "
    r"\d+(?:\.\d+)?[- ](?:in|inch|cm|mm|m|litre|liter|kg|foot|ft)[- ]"
    r"(?!thick|wide|tall|high|deep|long)[a-z]{3,}",
    re.I,
)
"""Numbers of other things: of an era that a look recalls, of the screen that a product stands under."""


def amounts(
    text: str, facts: Facts, others: Sequence[Facts] = (), whole: str | None = None
) -> Iterator[Verdict]:
    """A verdict on every number, in order.

    ``others``: of the list, whom it may be compared with; ``whole``: the clause with its comparisons, where
    ``text`` is what is left of it.
    """
    text = _CODE.sub(
        lambda m: " " if m[0] in facts.words or of_rival(m, others) else m[0],
        _OF_SHOPPER.sub(" ", _ELSEWHERE.sub(" ", text)),
    )
    for found in _CODE.finditer(text):
        own = re.sub("[ -]", "", facts.words).lower()
        if found[0].lower().replace("-", "") not in own and any(found[0] in o.words for o in others):
            yield Verdict(found[0], False)  # "An A5 pad" of an A4 one.
    text, verdicts = reductions_in_words(text, facts)
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
        hedge = "exact" if _GAP_TO.search(before) or _SPREAD.search(before) else hedge_before(before)
        if quantity.plus or re.match(r"[\s-]*(?:or more|and up|plus)\b", after):
            hedge = "at least"
        elif re.match(r"\s*(?:or less|or under|at most|tops)\b", after):
            hedge = "up to"
        elif re.match(r"\s*(?:or so|give or take|or thereabouts)\b", after):
            hedge = "about"
        if (
            re.search(r"\bbetween\s*(?:the )?$", before[-14:], re.I)
            and i + 1 < len(said)
            and re.fullmatch(r"\s*and (?:the )?", text[quantity.end : said[i + 1].start])
        ):
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
        if quantity.dimension is None and (
            _enumerated(quantity, after) or (_THE.search(before) and _names(quantity, facts))
        ):
            continue
        if (
            i
            and quantity.said == 1
            and said[i - 1].dimension
            and not text[said[i - 1].end : quantity.start].strip()
        ):
            continue  # "37 euros a kilo".
        if i and quantity.dimension is None and _OF_THEM.match(after) and said[i - 1].dimension in PRONOMINAL:
            one = said[i - 1].value / said[i - 1].said if said[i - 1].said else 1.0
            quantity = replace(
                quantity, value=quantity.said * one, dimension=said[i - 1].dimension, nouns=said[i - 1].nouns
            )
        quantity = of_people(quantity, before, after)
        if (fits := of_party(quantity, before, after, facts.numbers)) is not None:
            yield Verdict(f"{quantity.said:g}", fits)
            continue
        if quantity.dimension is None and quantity.nouns & CROWD and _named(before, facts):
            quantity = replace(quantity, nouns=frozenset())
        for_price = quantity.dimension == MONEY
        holds = (
            price_holds(quantity, before, after, hedge, facts, paired=bool(prices))
            if for_price
            else number_holds(quantity, before, after, hedge, facts, text)
        )
        if not holds and not _of_rating(quantity, text):
            told = Told(quantity, before, after, hedge, text, whole or text)
            holds = (price_explained if for_price else explained)(told, facts, others)
            if not holds and quantity.dimension is None and _UNSIGNED.search(text[: quantity.end]):
                holds = price_holds(quantity, before, after, hedge, facts, paired=bool(prices))
                holds = holds or price_explained(told, facts, others)
            if not holds and quantity.dimension is None and UNNAMED.match(after) and before[-3:] != "by ":
                holds = any(
                    number_holds(like, before, after, hedge, facts, text)
                    for like in like_before(quantity, said[:i], before)
                )
            if not holds and hedge == "above":
                holds = any(
                    fact.plus and fact.said == quantity.said and fact.nouns & quantity.nouns
                    for fact in facts.numbers
                )  # "over 100" of "100+".
        yield Verdict(f"{quantity.said:g}", holds)


def _of_rating(said: Quantity, text: str) -> bool:
    """``It scores 3.0``: with a decimal it is what buyers gave, and nothing else in the facts explains it."""
    before, after = text[: said.start], text[said.end :]
    if said.dimension is None and (said.nouns & _REVIEWS or (said.nouns & CROWD and _RATE_IT.search(text))):
        return True  # "Roughly 140 shoppers have reviewed it" is told by nothing else either.
    return (
        _SCORE.fullmatch(text[said.start : said.end].strip()) is not None
        and starred(said, before[-48:], after)
        and not _OTHER_RATING.search(before)
    )


_REVIEWS = frozenset(["rating", "review", "reviewer", "vote"])
_RATE_IT = compiled(r"\b(?:rated|reviewed|stars|gave it|give it)\b", re.I)
_SCORE = compiled(r"[0-5]\.\d")
_OTHER_RATING = compiled(r"\b(?:water|energy|fire|comfort|noise|warmth|intensity|difficulty|R|SPF)\b", re.I)
_THE = compiled(r"\b[Tt]he\s?$")


def _names(said: Quantity, facts: Facts) -> bool:
    """``the 747 staples well``: the number of its title is its name, whatever follows."""
    return (
        said.said > SMALL
        and re.search(rf"(?<![\d.,$]){said.said:g}(?![\d.,]|\w)", facts.product.title) is not None
    )


def _named(before: str, facts: Facts) -> bool:
    found = _NAMED.search(before[-24:])
    return found is not None and (found[0] != before or stem(found[1]) in facts.called)  # "Only 17 reviews"


_NAMED = compiled(
    r"\b(?!(?:The|All|Its|Over|About|From|By|With|And|Some|Nearly|Around)\b)([A-Z][A-Za-z]+)\s?$"
)
"""``ENVY 110 owners``: the number is of what they own."""
_OPPOSITE: dict[Hedge, Hedge] = {"below": "at least", "above": "up to", "up to": "above", "at least": "below"}


_SPREAD = compiled(r"\d (?!stars?\b|points?\b)[a-z]+s over ?$", re.I)
"""``5 subjects over 200 sheets``: so many, not more."""
_OF_THEM = compiled(r"\s+of (?:them|those|these|which)\b", re.I)
"""``28 hours in all, 8 of them …``: hours too."""
_UNSIGNED = compiled(r"(?<![\d.,])\d+\.\d\d$")
"""``3.50 apiece``: with two decimals, a price may lack its sign."""
_LISTED = compiled(r"\s*(?:[a-z-]+ ){0,2}[a-z-]+\s?(?::|,? namely|,? including)\s(?P<items>[^.;:!?]+)", re.I)


def _enumerated(said: Quantity, after: str) -> bool:
    """``5 colours: yellow, pink …``: the sentence counts what it names, each a claim of its own."""
    found = _LISTED.match(after)
    if found is None:
        return False
    items = [item for item in re.split(r",? and |, ", found["items"].strip()) if item]
    return len(items) == said.said


def _hedge_start(before: str) -> int:
    found = re.search(r"\b(?:under|below|over|above|less than|more than|up to|at least)\b[\w ]{0,8}$", before)
    return found.start() if found else 0


def _months(text: str, facts: Facts) -> Iterator[Verdict]:
    for found in _MONTH.finditer(text):
        if found[0] == "may" or not _OUT_IN.search(text[: found.start()]):
            continue
        when = facts.product.published_at
        yield Verdict(found[0], when is not None and _MONTHS[when.month - 1] == found[0].lower())
