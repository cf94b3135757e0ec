"""The plain voice: why a product is on the list, in a shopper's words, without any model.

Every claim comes from a reason the ranking gave and is worded from the product's own public facts or
the query's own constraints, so it is true by construction. Wording changes from card to card, the same
way for the same list.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from agent.events import ExplanationFinal
from agent.understanding.theme import unspoken_of
from retrieval.money import money
from retrieval.types import Constraints, Query, RankedProduct, Ranking, Reason, amounts, in_words

_Clause = Callable[[RankedProduct, Reason, Query, int], str | None]


def finals(ranking: Ranking, first: int = 0) -> Iterator[ExplanationFinal]:
    """The final plain explanation of every card from ``first`` (0-based) on."""
    texts = plain_explanations(ranking)
    for ranked, text in list(zip(ranking.items, texts, strict=True))[first:]:
        yield ExplanationFinal(product_id=ranked.product.product_id, text=text, source="plain")


def plain_explanations(ranking: Ranking) -> tuple[str, ...]:
    """One or two sentences per product of the list, in its order; no two alike where facts differ."""
    seed = zlib.crc32(ranking.query.text.casefold().encode())
    # What is of another kind is compared with nothing.
    remarks = {} if of_several_kinds(ranking) else _remarks(ranking.items)
    return tuple(
        _sentences(ranked, ranking.query, seed + position, remarks.get(position))
        for position, ranked in enumerate(ranking.items)
    )


def opening(ranking: Ranking) -> str:
    """One line above the cards: how many there are, or what to give up where there are none."""
    if of_several_kinds(ranking):
        return _together(ranking)
    if not ranking.items:
        if ranking.relaxed is not None:
            return f"Nothing fits all of that. There is {ranking.relaxed.text}."
        return "Nothing in the catalog fits all of that; try dropping one of the conditions."
    if ranking.relaxed is not None:
        return f"Nothing fits all of that. The nearest: {ranking.relaxed.text}."
    shown = len(ranking.items)
    if ranking.query.surface == "goes_with" and ranking.anchor is not None:
        things = f"Here are {shown} things" if shown > 1 else "Here is one thing"
        return f"{things} often bought with {ranking.anchor}."
    if shown == 1:
        return "One product fits." if ranking.total <= 1 else "Here is the closest match."
    if ranking.total > shown and ranking.query.constraints.filters:
        return f"Here are the best {shown} of {ranking.total:,} that fit."
    return f"Here are {shown} to look at, the closest first."


def of_several_kinds(ranking: Ranking) -> bool:
    """Whether the list is one of each of several kinds: a bundle, an outfit, ideas for a gift."""
    return bool(ranking.items) and all(
        ranked.reasons and ranked.reasons[0].code in ("part", "idea") for ranked in ranking.items
    )


def _together(ranking: Ranking) -> str:
    """The sum of a bundle beside its budget; of ideas each keeps to the bounds by itself."""
    n, bounds = len(ranking.items), ranking.query.constraints.price
    if ranking.items[0].reasons[0].code == "idea":
        ideas = f"Here are {n} ideas of different kinds." if n > 1 else "Here is one idea."
        unmet = unspoken_of(ranking)
        return f"None of what fits says that it is for {unmet}. {ideas}" if unmet else ideas
    prices = [ranked.product.current_price for ranked in ranking.items]
    known = [price for price in prices if price is not None]
    currency = ranking.items[0].product.currency
    things = f"{n} things for it, one of each kind" if n > 1 else "One thing for it"
    if len(known) < n or len({ranked.product.currency for ranked in ranking.items}) > 1:
        return f"Here are {things}." if n > 1 else f"{things}."
    total = round(sum(known), 2)
    said = f"{things}: {money(total, currency)}{' in all' if n > 1 else ''}"
    if bounds is None or bounds.max is None or total > bounds.max:
        return f"{said}."
    return f"{said}, within your {money(bounds.max, currency)}."


def page_request(ranking: Ranking) -> str:
    """What a page wants, in words, where the shopper said nothing."""
    query = ranking.query
    if query.text:
        return query.text
    return "products that go with what is on this page" if query.anchors else "something worth a look"


def _sentences(ranked: RankedProduct, query: Query, variant: int, remark: str | None) -> str:
    """First how it answers the wish, then what speaks for it."""
    leads = _said(ranked, query, variant, _LEADS)
    facts = _said(ranked, query, variant, _FACTS)
    if remark:
        facts.insert(0, remark)
    if not leads and not facts:
        return f"{_capital(_fallback(ranked, variant))}."
    sentences = [leads[0]] if leads else []
    if facts:
        sentences.append((", and ", "; ")[variant % 2].join(facts[:2]))
    elif len(leads) > 1:
        sentences.append(leads[1])
    return " ".join(f"{_capital(sentence)}." for sentence in sentences)


def _said(ranked: RankedProduct, query: Query, variant: int, codes: Mapping[str, _Clause]) -> list[str]:
    reasons = {reason.code: reason for reason in ranked.reasons}
    clauses = (say(ranked, reasons[code], query, variant) for code, say in codes.items() if code in reasons)
    return [clause for clause in clauses if clause]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pick(options: Sequence[str], variant: int) -> str:
    return options[variant % len(options)]


def _constraint(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    met = _met(ranked, query.constraints)
    if not met:
        return None
    words = f"{', '.join(met[:-1])} and {met[-1]}" if len(met) > 1 else met[0]
    return _pick(
        (f"{words}, as you asked", f"just what you asked for: {words}", f"{words}, the way you wanted it"),
        variant,
    )


def _met(ranked: RankedProduct, constraints: Constraints) -> list[str]:
    """What was asked for and holds, in words. The kind of thing is left out: the card shows it."""
    product = ranked.product
    segments = {segment.strip().casefold() for path in product.categories for segment in path.split(">")}
    met: list[str] = []
    for name, wanted in constraints.include.items():
        have = ((product.brand,) if product.brand else ()) if name == "brand" else product.values(name)
        folded = {value.casefold() for value in wanted}
        held = [value for value in have if value.casefold() in folded and value.casefold() not in segments]
        if held and name not in ("brand", "category") and amounts(held[:1]):
            met.append(f"{name.replace('_', ' ')} {held[0]}")
        elif held:
            said = in_words(name, held[0])
            met.append(_PREPOSITIONS.get(name, "{}").format(said if name == "brand" else said.lower()))
    return met


_PREPOSITIONS = {
    "brand": "from {}",
    "color": "in {}",
    "colour": "in {}",
    "material": "in {}",
    "gender": "for {}",
}


def _match(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    words = _QUOTED.search(reason.text)
    if words is None:
        return _pick(("close to what you described", "its description comes near to your words"), variant)
    said = words.group()
    return _pick((f"it matches {said}", f"{said} is in its name", f"a match on {said}"), variant)


_QUOTED = re.compile("“[^”]+”")


def _anchor(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    return f"it is {reason.text}"


def _profile(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    return _pick((f"it is {reason.text}", "in line with your taste"), variant)


def _kind(ranked: RankedProduct) -> str | None:
    """The last segment of the first category path."""
    paths = ranked.product.categories
    return paths[0].split(">")[-1].strip() or None if paths else None


def _price(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    price, bounds = ranked.product.current_price, query.constraints.price
    if price is None or bounds is None:
        return None
    currency = ranked.product.currency
    now = money(price, currency)
    if ranked.reasons[0].code == "part":
        # The bounds are those of the whole list.
        return f"it is {now}" if ranked.product.sale_price is None else None
    if bounds.min is not None and bounds.max is not None and bounds.min <= price <= bounds.max:
        return f"at {now} it is in the range you named"
    if bounds.max is not None and price <= bounds.max:
        limit, spare = money(bounds.max, currency), round(bounds.max - price, 2)
        if spare < 0.1 * bounds.max:
            return f"at {now} it stays within your {limit}"
        return _pick(
            (
                f"at {now} it leaves {money(spare, currency)} of your {limit}",
                f"its price, {now}, is well within your {limit}",
            ),
            variant,
        )
    if bounds.min is not None and price >= bounds.min:
        return f"at {now} it is in the range you named"
    return None


def _sale(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    product = ranked.product
    if product.price is None or product.sale_price is None or product.sale_price >= product.price:
        return None
    was, now = money(product.price, product.currency), money(product.sale_price, product.currency)
    return _pick((f"it is reduced from {was} to {now}", f"it is on sale at {now} instead of {was}"), variant)


def _rating(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    product = ranked.product
    if product.rating is None:
        return None
    stars = f"{product.rating:g} out of 5"
    if not product.rating_count or product.rating_count == 1:
        return f"shoppers give it {stars}"
    count = f"{product.rating_count:,}"
    return _pick(
        (f"its rating is {stars}, by {count} shoppers", f"{count} shoppers give it {stars}"), variant
    )


def _plainly(prefix: str) -> _Clause:
    def clause(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
        return f"{prefix}{reason.text}"

    return clause


_LEADS: Mapping[str, _Clause] = {
    "part": _plainly("it "),
    "idea": _plainly("it is "),
    "constraint": _constraint,
    "match": _match,
    "anchor": _anchor,
    "profile": _profile,
}
_FACTS: Mapping[str, _Clause] = {
    "stock": _plainly("it "),
    "price": _price,
    "sale": _sale,
    "rating": _rating,
    "new": _plainly("it is "),
    "popular": _plainly("it is "),
}


def _fallback(ranked: RankedProduct, variant: int) -> str:
    """Where the ranking gave no reason: what it is and what it costs."""
    product, what = ranked.product, _kind(ranked)
    price = (
        f", at {money(product.current_price, product.currency)}" if product.current_price is not None else ""
    )
    if what is None:
        return _pick((f"one more to consider{price}", f"worth a look beside the others{price}"), variant)
    return _pick((f"one more from {what}{price}", f"another choice from {what}{price}"), variant)


def _remarks(items: Sequence[RankedProduct]) -> dict[int, str]:
    """What sets one card apart in this list, by comparison: its place (0-based) → a clause."""
    remarks: dict[int, str] = {}
    prices = [ranked.product.current_price for ranked in items]
    rated = [ranked.product.rating if ranked.product.rating_count else None for ranked in items]
    currencies = {ranked.product.currency for ranked in items}
    if len(items) > 2 and len(currencies) == 1 and None not in prices:
        known = [price for price in prices if price is not None]
        if known.count(min(known)) == 1:
            remarks[known.index(min(known))] = "it has the lowest price of these"
    if len(items) > 2 and None not in rated:
        stars = [rating for rating in rated if rating is not None]
        if stars.count(max(stars)) == 1:
            remarks.setdefault(stars.index(max(stars)), "it is the best rated of these")
    return remarks
