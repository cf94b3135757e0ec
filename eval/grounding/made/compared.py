"""By how much one product is more than another, and what else the two of them are, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made.fragments import facts
from eval.grounding.made.frames import fellows, filled
from eval.grounding.made.listing import Listing, Made
from eval.grounding.made.measures import Difference, differences

_BRACKETS = (
    "If {aspect} matters, take the {loser} ({b} against {a}).",
    "For {aspect}, look at the {loser} ({b}, against {a} here).",
    "There is a difference in {aspect}: {a} here against {b} for the {loser}.",
)
_COMPARED = (
    "It {full} than the {other}, but {bare}.",
    "It {full} than the {other}, yet it {bare}.",
    "It {full} than the {other} and {bare}.",
    "It {full} than the {other}, though it {bare}.",
    "It {full} than the {other}, but it also {bare}.",
    "While it {full} than the {other}, it {bare}.",
    "Although it {full} than the {other}, it {bare}.",
    "Compared with the {other}, it {full} and {bare}.",
    "Next to the {other}, it {full} but {bare}.",
    "It {full} and {bare} compared to the {other}.",
    "It {full}, but {bare} than the {other}.",
    "It {full} than the {other}; in return, it {bare}.",
    "The {other} {back}, but this one {bare}.",
    "The {other} {back}, while this one {bare}.",
    "The {other} {back}; on the other hand, this one {bare}.",
    "{lead}, it {full} than the {other}, but {bare}.",
    "{lead}, it {fact}, though it {full} than the {other}.",
    "{lead}, it {full} than the {other}, and it {fact}.",
    "It {fact} and {full} than the {other}.",
    "It {full} than the {other} and {fact}.",
    "It {fact}, but it {full} than the {other}.",
    "It {fact}, and the {other} {back}.",
    "It {full} than the {other}, which {theirs}, but {bare}.",
    "It {full} than the {other}, which {theirs}.",
    "It {bare} than the {other}, even though that one {theirs}.",
    "Take this one if you want one that {fact} and {full} than the {other}.",
    "The {other} {back}, so if that is what counts, take that one; this one {bare}.",
    "The {other} {back} and {theirs}, but this one {bare}.",
    "What it has over the {other} is that it {full}; it also {fact}.",
)


def compared(listing: Listing, position: int) -> Iterator[Made]:
    """``It costs €8 less than the Alto, but is heavier``."""
    random = listing.random
    for other in fellows(listing, position):
        known = differences(listing, position, other)
        if len(known) < 2:
            continue
        one, two = random.sample(known, 2)
        by, full = random.random() < 0.5, random.randrange(9)
        spoken: tuple[str, ...] = (one.ours.name, two.ours.name)
        true = {
            "other": listing.products[other].title,
            "full": nth(one.by() if by else one.words(), full),
            "bare": nth(two.words(), full),
            "back": nth(one.words(turned=True), full),
        }
        turned = {
            "full": nth(one.by(turned=True) if by else one.words(turned=True), full),
            "bare": nth(two.words(turned=True), full),
            "back": nth(one.words(), full),
        }
        changes = [{name: turned[name]} for name in turned]
        leads = [(f, way) for f in facts(listing, position) for way in f.ways.leads if f.name not in spoken]
        if leads:
            led, way = random.choice(leads)
            true["lead"] = way.format(v=led.value)
            changes.append({"lead": way.format(v=led.wrong)})
            spoken += (led.name,)
        for name, of in (("fact", position), ("theirs", other)):
            told = [(f, way) for f in facts(listing, of) for way in f.ways.says if f.name not in spoken]
            if told:
                fact, way = random.choice(told)
                true[name] = way.format(v=fact.value)
                changes.append({name: way.format(v=fact.wrong)})
        yield from filled(listing, position, _COMPARED, true, changes)
        yield from filled(listing, position, _COMPARED, true, changes)
        yield from _in_brackets(listing, position, other, random.choice(known))


def _in_brackets(listing: Listing, position: int, other: int, of: Difference) -> Iterator[Made]:
    if of.ours.ways.aspect:
        true = {"loser": listing.products[other].title, "a": of.ours.value, "b": of.theirs.value}
        true["aspect"] = of.ours.ways.aspect
        swapped = {"a": of.theirs.value, "b": of.ours.value}
        changes = [swapped, {"a": of.ours.wrong}, {"b": of.theirs.wrong}]
        # Only who is ahead in it is to be taken for it.
        ahead = of.more == (of.ours.name in ("price", "weight"))
        yield from filled(listing, position, _BRACKETS if ahead else _BRACKETS[2:], true, changes)


def nth(words: Sequence[str], n: int) -> str:
    """One of them, the same of each for the same ``n``."""
    return words[n % len(words)]
