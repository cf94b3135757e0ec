"""What of a conversation goes along when the talk turns to another kind of thing.

After "red mugs under $20", "now show me tents" wants tents. Price, stock and whom it is for go along: they
are the shopper's. What described the mugs goes along only where some tent has it, so that nobody meets an
empty list for something said of another thing. What is ruled out stays ruled out: it empties no list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from retrieval.types import Constraints

Count: TypeAlias = Callable[[Constraints], int]
"""How many products of the catalog satisfy these constraints."""


def carried(
    now: Constraints,
    said: Collection[str],
    kinds: Collection[str],
    people: Mapping[str, tuple[str, ...]],
    count: Count,
) -> Constraints:
    """``now`` without what was carried over from another kind and no product of this kind has.

    Args:
        now: the constraints in force, the latest message included.
        said: names under which the latest message itself asks for something.
        kinds: names that say what a product is.
        people: names that say whom it is for, with all their values in the catalog: "for my wife" goes
            along to every kind that is made for anyone in particular.
        count: asked a few times at most.
    """
    kind = {name: values for name, values in now.include.items() if name in kinds}
    others = [name for name in now.include if name not in kinds and name not in said]
    if not others or not kind or not any(name in said for name in kind):
        return now
    if not count(Constraints(include=kind)):
        return now

    def held(name: str, values: tuple[str, ...]) -> bool:
        return count(Constraints(include={**kind, name: values})) > 0

    include = dict(now.include)
    for name in others:
        include[name] = tuple(value for value in now.include[name] if held(name, people.get(name, (value,))))
    return now.model_copy(update={"include": {name: values for name, values in include.items() if values}})
