"""What other rules would do to a list: who moves, how far, and why."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.ranking.labels import label
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.ranking.rules.expression import NUMBERS, WORDS, names_in
from retrieval.types import Frozen, RankedProduct, Ranking, Vocabulary

CAUSES = 3
"""Said of each product at most, the largest first."""
_LEAST = 0.0005
"""Points; what is less moved nothing that one could see."""


class Change(Frozen):
    """One product on the list before, after, or both."""

    product_id: str
    title: str
    before: int | None
    """Its rank; None: not on the list."""
    after: int | None
    causes: tuple[str, ...]


def changes(before: Ranking, after: Ranking) -> tuple[Change, ...]:
    """Every product of either list, in the order of the new one, those that left it at the end."""
    old = {item.product.product_id: item for item in before.items}
    new = {item.product.product_id: item for item in after.items}
    gone = {dropped.product_id: dropped.rule for dropped in after.dropped}
    out = []
    for product_id in dict.fromkeys((*new, *old)):
        was, now = old.get(product_id), new.get(product_id)
        item = now or was
        assert item is not None
        causes = _causes(was, now, gone.get(product_id)) if _rank(was) != _rank(now) else ()
        out.append(
            Change(
                product_id=product_id,
                title=item.product.title,
                before=_rank(was),
                after=_rank(now),
                causes=causes,
            )
        )
    return tuple(out)


def never_met(rules: CompiledRules, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Attributes that a condition names and no product has: most likely misspelled."""
    conditions = [rule.drop for rule in rules.rules.filters.rules]
    conditions += [rule.when for rule in (*rules.rules.boosts, *rules.rules.buries, *rules.rules.promotions)]
    named = [name for condition in conditions for name in names_in(condition)]
    known = {*NUMBERS, *WORDS, *vocabulary.values}
    return tuple(name for name in dict.fromkeys(named) if name not in known)


def _rank(item: RankedProduct | None) -> int | None:
    return item.rank if item is not None else None


def _causes(was: RankedProduct | None, now: RankedProduct | None, dropped: str | None) -> tuple[str, ...]:
    if now is None:
        return (f"taken off: {dropped}",) if dropped else ("others came before it",)
    said = [f"held at place {now.rank} by “{now.contributions[0].name}”"] if now.pinned else []
    points = {c.name: c.points for c in now.contributions}
    if was is not None:
        for contribution in was.contributions:
            points[contribution.name] = points.get(contribution.name, 0.0) - contribution.points
        moved = sorted(points.items(), key=lambda item: -abs(item[1]))
    else:
        moved = [(c.name, c.points) for c in now.contributions if c.weight and c.value == 1]
    said += [f"{label(name)} {delta:+.3f}" for name, delta in moved if abs(delta) >= _LEAST]
    return tuple(said[:CAUSES]) or ("others moved",)


def lines(found: Sequence[Change]) -> list[tuple[str, str, str, str]]:
    """Rank before, rank after, product and why, as text."""
    return [
        (
            str(change.before or "–"),
            str(change.after or "–") + _arrow(change),
            change.title,
            "; ".join(change.causes),
        )
        for change in found
    ]


def _arrow(change: Change) -> str:
    if change.before is None or change.after is None or change.before == change.after:
        return ""
    moved = change.before - change.after
    return f" ↑{moved}" if moved > 0 else f" ↓{-moved}"
