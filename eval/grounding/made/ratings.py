"""What buyers gave a product, and what they gave another."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.subjects import titled, varied

_RATING = (
    "It is rated {rating}.",
    "It is rated {rating} out of 5.",
    "It is rated {rating} stars.",
    "It is rated {rating}/5.",
    "Its rating is {rating} of 5.",
    "Its rating is {rating}.",
    "Buyers give it {rating} stars.",
    "Buyers rate it {rating}.",
    "It averages {rating} stars.",
    "It has a {rating}-star rating.",
    "It has a rating of {rating}.",
    "It has {rating} stars.",
    "It scores {rating} with its buyers.",
    "It scores {rating} out of 5.",
    "With {rating} stars, it is well worth a look.",
    "With a rating of {rating}, it is a safe bet.",
    "At {rating} stars, it is a popular pick.",
    "The average rating is {rating}.",
    "Its average rating is {rating}.",
    "Shoppers rate it {rating} out of 5.",
    "Shoppers score it {rating}.",
    "Customers give it {rating} out of 5.",
    "It earns {rating} stars from its owners.",
    "It holds a {rating} rating.",
    "Rated {rating}, it is a good pick.",
    "A {rating}-star pick.",
    "A lovely pick rated {rating} stars.",
    "It comes with a {rating} out of 5 rating.",
    "It is a {rating}-star product.",
    "People rate it at {rating}.",
    "The reviews average {rating}.",
    "Reviewers give it {rating} on average.",
    "It has earned {rating} out of five stars.",
)
_BOUND = (
    "It is rated {bound}.",
    "Its rating is {bound}.",
    "It is rated {bound} stars.",
    "Buyers give it {bound} stars.",
    "It has {bound} stars.",
    "It averages {bound} stars.",
    "With {bound} stars, it is a fine pick.",
    "It scores {bound} out of 5.",
    "Its rating of {bound} says it all.",
)
_OTHER = (
    "It is rated {higher} than the {other}.",
    "The {other} is rated {lower}.",
    "It is rated {rating}, against {theirs} for the {other}.",
    "Its rating of {rating} is {above} the {theirs} of the {other}.",
    "The {other} has {theirs} stars, this one {rating}.",
    "At {rating} stars it sits {above} the {other}.",
    "Buyers rate the {other} at {theirs}.",
    "It is {better} rated than the {other}.",
    "Its {rating} stars are {more} than the {theirs} of the {other}.",
    "The {other} is rated {theirs}.",
    "It has {rating} stars, compared with {theirs} for the {other}.",
    "It scores {higher} with buyers than the {other}.",
    "Its rating is {higher} than that of the {other}.",
    "It has a {higher} rating than the {other}.",
    "Buyers like it {better} than the {other}, going by the ratings.",
    "Rated {rating}, it is {above} the {other} with {theirs}.",
    "It gets {rating} stars, while the {other} gets {theirs}.",
    "It gets {rating} stars where the {other} gets {theirs}.",
    "With {rating} stars, it is rated {higher} than the {other} ({theirs}).",
    "Unlike the {other}, which is rated {theirs}, it has {rating} stars.",
    "The {other} has the {lower} rating.",
    "The {other} comes in at {theirs} stars.",
    "It is rated {gap} stars {higher} than the {other}.",
    "The {other} is rated {gap} {lower}.",
    "Its rating is {gap} points {above} that of the {other}.",
    "It beats the {other} on rating, {rating} to {theirs}.",
    "At {rating}, it is rated {higher} than the {other} at {theirs}.",
    "Its rating ({rating}) is {higher} than the {theirs} of the {other}.",
)
_LEVEL = (
    "It has the same rating as the {other}.",
    "It is rated the same as the {other}.",
    "It is rated as highly as the {other}.",
    "Its rating equals that of the {other}.",
    "It and the {other} are both rated {rating}.",
    "Both it and the {other} have {rating} stars.",
    "The {other} is also rated {rating}.",
    "Like the {other}, it is rated {rating}.",
    "The {other} has {rating} stars too.",
    "It ties with the {other} on rating.",
)
_ANY = (4.9, 4.7, 4.5, 4.2, 4.0, 3.9, 3.4, 3.0)


def ratings(listing: Listing, position: int) -> Iterator[Made]:
    """Its rating, exactly and within a bound."""
    rated, random = listing.products[position].rating, listing.random
    if rated is None:
        return
    wrong = random.choice([r for r in _ANY if abs(r - rated) > 0.15])
    pairs = both(_RATING, {"rating": f"{rated:.1f}"}, {"rating": f"{wrong:.1f}"})
    yield from listing.told(position, varied(listing, position, pairs), 3)
    pairs = both(_BOUND, *_bounds(listing, rated))
    yield from listing.told(position, varied(listing, position, pairs), 1)


def _bounds(listing: Listing, rated: float) -> tuple[dict[str, str], dict[str, str]]:
    """``above 4`` beside what it is not above."""
    random = listing.random
    low, high = (floor(rated * 2 - 0.1) / 2, ceil(rated * 2 + 0.1) / 2)
    over, under = (
        random.choice(("over", "above", "more than")),
        random.choice(("under", "below", "less than")),
    )
    ways = [((over, low), (over, high)), (("at least", low), ("at least", high))]
    if high - rated < 0.2:
        ways.append((("nearly", high), ("nearly", high - 1.0)))
    if rated - low < 0.2:
        ways.append((("just over", low), ("just over", low - 1.0)))
    if high < 5:
        ways.append(((under, high), (under, low)))
    true, false = random.choice([way for way in ways if all(0 < at <= 5 for _, at in way)])
    return ({"bound": f"{true[0]} {true[1]:g}"}, {"bound": f"{false[0]} {false[1]:g}"})


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """Its rating beside that of another."""
    products, random = listing.products, listing.random
    ours = products[position].rating
    known = [i for i in listing.others(position) if products[i].rating is not None]
    if ours is None or not known:
        return
    other = products[random.choice(known)]
    theirs = other.rating
    assert theirs is not None
    true = {"rating": f"{ours:.1f}", "theirs": f"{theirs:.1f}", "other": titled(other.title)}
    level = true["rating"] == true["theirs"]
    if not level or ours == theirs:
        for template in random.sample(_LEVEL, 1):
            text = template.format(**true)
            yield Made(position, varied(listing, position, [(text, text)])[0][0], level)
    if level:
        return
    words = {
        "higher": ("higher", "lower"),
        "lower": ("lower", "higher"),
        "above": ("above", "below"),
        "better": ("better", "worse"),
        "more": ("more", "fewer"),
    }
    is_lower = ours < theirs
    said = true | {name: pair[is_lower] for name, pair in words.items()}
    said["gap"] = f"{abs(float(true['rating']) - float(true['theirs'])):.1f}"
    turned = {name: pair[not is_lower] for name, pair in words.items()}
    beats = [t for t in _OTHER if not (is_lower and " beats " in t)]
    yield from listing.told(position, varied(listing, position, both(beats, said, turned)), 2)
    wrong = random.choice(
        [r for r in (4.9, 3.6, 4.2, 4.0) if abs(r - theirs) > 0.15 and abs(r - ours) > 0.05]
    )
    yield from listing.told(
        position, varied(listing, position, both(beats, said, {"theirs": f"{wrong:.1f}"})), 1
    )
    wrong = float(said["gap"]) + random.choice((0.3, 0.5))
    yield from listing.told(
        position, varied(listing, position, both(beats, said, {"gap": f"{wrong:.1f}"})), 1
    )
