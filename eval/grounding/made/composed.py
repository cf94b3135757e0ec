"""Several facts of one product in one sentence, as a shop assistant joins them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made.fragments import Fact, facts
from eval.grounding.made.listing import Listing, Made

_FRAMES = (
    "{lead0}, it {says1} and {says2}.",
    "{lead0}, it {says1}, {says2} and {says3}.",
    "{lead0}, this one {says1} and {says2}.",
    "{lead0}, the {title} {says1}.",
    "{lead0}, it {says1} with {noun2}.",
    "{lead0}, it gives you {noun1} and {noun2}.",
    "{lead0}, it {says1}, {doing2}.",
    "{lead0} and {doing1}, it {says2}.",
    "{lead0}, you get {noun1}, {noun2} and something that {says3}.",
    "{lead0}, it {says1}, and it {says2} too.",
    "{lead0}, it {says1} - and {says2}.",
    "It {says0}, {says1} and {says2}.",
    "It {says0} and {says1}, and it {says2}.",
    "It {says0}; it also {says1}.",
    "It {says0} ({doing1}) and {says2}.",
    "It {says0}, {doing1}, and {says2}.",
    "It {says0} and comes with {noun1} and {noun2}.",
    "It {says0}, plus you get {noun1}.",
    "It {says0}, has {noun1} and {says2}.",
    "It {says0} while {doing1}.",
    "It {says0}, yet {says1}.",
    "It {says0}, though it {says1}.",
    "It {says0}. It {says1}, and {says2}.",
    "It {says0}, so it is easy to like, and it {says1}.",
    "It {says0}, which is fair for one that {says1}.",
    "It's a solid pick: it {says0}, {says1} and {says2}.",
    "It not only {says0} but also {says1}.",
    "The {title} {says0} and {says1}.",
    "The {title} {says0}, {doing1}, and {says2}.",
    "The {title} {says0}, with {noun1} and {noun2}.",
    "With {noun0} and {noun1}, it {says2}.",
    "With {noun0}, {noun1} and {noun2}, it is a sound choice.",
    "It pairs {noun0} with {noun1}.",
    "It combines {noun0} and {noun1}.",
    "You get {noun0} and {noun1}, and it {says2}.",
    "This one {says0}, {says1}, and {says2}.",
    "This one {says0} and also {says1}.",
    "A good choice if you want one that {says0} and {says1}.",
    "What you get is one that {says0}, {says1} and {says2}.",
    "Besides {noun0}, it offers {noun1}.",
    "Even though it {says0}, it {says1}.",
    "Because it {says0} and {says1}, it is easy to recommend.",
)
_FORMS = ("says", "lead", "noun", "doing")


def composed(listing: Listing, position: int) -> Iterator[Made]:
    """Two to four facts in one sentence, and the same with one of them wrong."""
    known = facts(listing, position)
    for frame in listing.random.sample(_FRAMES, 3):
        yield from _filled(listing, position, frame, known)


def _filled(listing: Listing, position: int, frame: str, known: Sequence[Fact]) -> Iterator[Made]:
    random = listing.random
    left = random.sample(list(known), len(known))
    true = {"title": listing.products[position].title}
    wrong: list[dict[str, str]] = []
    for slot in sorted({f"{form}{n}" for form in _FORMS for n in range(4) if f"{{{form}{n}}}" in frame}):
        chosen = next((fact for fact in left if ways_of(fact, slot[:-1])), None)
        if chosen is None:
            return
        left.remove(chosen)
        way = random.choice(ways_of(chosen, slot[:-1]))
        true[slot] = way.format(v=chosen.value)
        wrong.append({slot: way.format(v=chosen.wrong)})
    yield Made(position, frame.format(**true), True)
    yield Made(position, frame.format(**{**true, **random.choice(wrong)}), False)


def ways_of(fact: Fact, form: str) -> Sequence[str]:
    """How it can be said as a verb, as what leads in, as a noun, as a participle."""
    ways = fact.ways
    return {"says": ways.says, "lead": ways.leads, "noun": ways.nouns, "doing": ways.doing}[form]
