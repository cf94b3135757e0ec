"""The amounts of two products beside each other, and of one among all of its list."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.amount_kinds import Kind
from eval.grounding.made.amounts import KINDS, measure, told, wrong
from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.units import UNITS, Amount, noun

_CONTRASTS = (
    "{Theirs_said}, this one {amount}.",
    "{Own_said}, the {other} {theirs}.",
    "{Own_said}, against {theirs} for the {other}.",
    "While {theirs_said}, {this_said}.",
    "{Own_said} to the {other}'s {theirs}.",
    "{Theirs_said}; {own_said}.",
    "{Own_said}, whereas {theirs_said}.",
    "{Own_said}, compared with {theirs} for the {other}.",
    "{Theirs_said}.",
)
_ORDINAL = ("", "second ", "third ")
_TURNS: dict[str, tuple[str, str]] = {
    "weighs": ("more", "less"),
    "longer": ("longer", "shorter"),
    "larger": ("larger", "smaller"),
    "bigger": ("a bigger", "a smaller"),
}
"""What is said of more, and of less, whatever is measured."""
_OPPOSITE: dict[str, str] = {"weighs_not": "weighs", "shorter": "longer", "smaller": "larger"}
_CLEAR = 0.02


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """``200 g lighter than the …``, ``the … lasts 10 hours, this one 12``."""
    product, random = listing.products[position], listing.random
    for kind in KINDS:
        own = measure(product, kind)
        rivals = {i: them for i in listing.others(position) if (them := measure(listing.products[i], kind))}
        if own is None or own.at_most or not rivals:
            continue
        place = random.choice(sorted(rivals))
        theirs, other = rivals[place], listing.products[place]
        if other.title == product.title or theirs.at_most or abs(theirs.base - own.base) <= _CLEAR * own.base:
            continue
        if theirs.dimension != own.dimension:
            continue
        true = told(own, listing) | {"other": other.title, "theirs": noun(theirs, random)}
        up = own.base > theirs.base
        true |= _turned(kind, up=up)
        gap = _gap(own, theirs)
        templates = [t for t in kind.beside if gap is not None or "{gap}" not in t]
        true["gap"] = noun(gap, random) if gap else ""
        turned = _turned(kind, up=not up)
        yield from listing.told(position, both(templates, true, turned), 3)
        if gap is not None and (far := _other_gap(gap, own, theirs, listing)) is not None:
            yield from listing.told(position, both(templates, true, {"gap": far}), 2)
        if (false := wrong(theirs, other, listing)) is None or false.base == own.base:
            continue
        pair = []
        for each in (true["theirs"], noun(false, random, plain=True)):
            said = {
                name: kind.clause.format(who=who, amount=amount)
                for name, who, amount in (
                    ("own_said", "it", true["amount"]),
                    ("this_said", "this one", true["amount"]),
                    ("theirs_said", f"the {other.title}", each),
                )
            }
            caps = {name.capitalize(): words[:1].upper() + words[1:] for name, words in said.items()}
            pair.append(true | said | caps | {"theirs": each})
        contrasts = [t for t in _CONTRASTS if "'s" not in t or not other.title.endswith("s")]
        yield from listing.told(position, [(t.format(**pair[0]), t.format(**pair[1])) for t in contrasts], 2)


def _turned(kind: Kind, *, up: bool) -> dict[str, str]:
    words = {"more": kind.words[0]} | _TURNS
    said = {name: pair[not up] for name, pair in words.items()}
    said |= {name: words[of][up] for name, of in (_OPPOSITE | {"less": "more"}).items()}
    return said


def _gap(own: Amount, theirs: Amount) -> Amount | None:
    """By how much they differ, where that is a number to say."""
    gap = abs(own.base - theirs.base)
    for unit in (own.unit, theirs.unit, *(("g", "cm", "ml", "month", "min") if own.unit else ())):
        dimension, factor, _ = UNITS[unit]
        number = round(gap / factor, 6)
        if dimension == own.dimension and number >= 0.5 and abs(number * 100 - round(number * 100)) < 1e-6:
            return Amount(number, unit)
    return None


def _other_gap(gap: Amount, own: Amount, theirs: Amount, listing: Listing) -> str | None:
    number = gap.number * listing.random.choice((0.4, 0.5, 1.6, 2.2, 3))
    other = gap.of(round(number) if gap.number % 1 == 0 and number >= 1 else round(number, 1))
    if not other.number or any(abs(other.base - each.base) <= 0.1 * each.base for each in (gap, own, theirs)):
        return None
    return noun(other, listing.random)


def extremes(listing: Listing, position: int) -> Iterator[Made]:
    """``the lightest of these``, ``the second longest battery life here``, ``none is lighter``."""
    random, n = listing.random, len(listing.products)
    for kind in KINDS:
        found = [measure(product, kind) for product in listing.products]
        values = [each.base for each in found if each is not None and not each.at_most]
        # Without all of them nothing is sure, and of two that are alike neither is ahead.
        if not kind.tops or len(values) < n or len(set(values)) < n or n < 3:
            continue
        ranked = sorted(range(n), key=values.__getitem__)
        for i, order in enumerate((ranked[::-1], ranked)):
            place = order.index(position)
            for nth, ordinal in enumerate(_ORDINAL[: n - 1]):
                if nth != place and random.random() < 0.6:
                    continue
                said = random.choice(kind.extremes).format(
                    most=f"{ordinal}{kind.tops[0][i]}",
                    biggest=f"{ordinal}{('biggest', 'smallest')[i]}",
                    n=n,
                )
                who = random.choice(("It", "This one", f"The {listing.products[position].title}"))
                yield Made(position, f"{who} {said}.", nth == place)
            if kind.words[0][0].startswith(("a ", "more")):
                continue
            more = kind.words[0][i]
            yield Made(
                position,
                random.choice(
                    (
                        f"None of these is {more}.",
                        f"Nothing here is {more}.",
                        f"No other one here is {more}.",
                        f"None of the others is {more}.",
                        f"It is {more} than any other here.",
                        f"All the others are {kind.words[0][1 - i]}.",
                    )
                ),
                place == 0,
            )
