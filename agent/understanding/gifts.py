"""Whom a gift is for, in a shop where most things are made for nobody in particular."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from agent.understanding.carried import Count
from agent.understanding.people import means_people
from retrieval.types import Constraints

MOST = 0.5
"""Share of the products that are made for somebody in particular up to which that need not hold of a gift."""


def for_somebody(
    now: Constraints, kinds: Collection[str], people: Mapping[str, tuple[str, ...]], count: Count
) -> Constraints:
    """A gift for a man, of no kind that was named: what is made for others is ruled out, and that is all.

    A fishing rod is made for nobody in particular; asked to be a man's it would never be found. Where most
    products are made for somebody (clothes), and where a kind is named that is made for such people, the
    constraint stays.
    """
    named = {name: values for name, values in now.include.items() if name in kinds}
    if named:
        nobodys = [n for n in people if n in now.include and not count(_of(named, n, now.include[n]))]
        kept = {name: values for name, values in now.include.items() if name not in nobodys}
        return (
            now.model_copy(update={"include": kept}) if nobodys and count(Constraints(include=named)) else now
        )
    include, exclude = dict(now.include), dict(now.exclude)
    whole = count(Constraints())
    for name, values in people.items():
        if name not in include or count(Constraints(include={name: values})) > MOST * whole:
            continue
        others = tuple(v for v in values if means_people(v) and v not in include[name])
        del include[name]
        if others:
            exclude[name] = (*exclude.get(name, ()), *(v for v in others if v not in exclude.get(name, ())))
    return now.model_copy(update={"include": include, "exclude": exclude})


def _of(kind: Mapping[str, tuple[str, ...]], name: str, values: tuple[str, ...]) -> Constraints:
    return Constraints(include={**kind, name: values})
