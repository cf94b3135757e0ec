"""The report of a shop, from whatever holds its records."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from retrieval.feedback.experiments import Trial
from retrieval.feedback.report import Report
from retrieval.feedback.report import report as reported
from retrieval.ports import EventStore, ProductStore, RankingStore
from retrieval.ranking.rules.schema import Rules
from retrieval.storage.statements import chunks


def build(
    products: ProductStore,
    rankings: RankingStore,
    events: EventStore,
    rules: Rules,
    *,
    days: int,
    until: datetime | None = None,
) -> Report:
    """The last ``days``. Raises StorageUnavailable."""
    until = until or datetime.now(UTC)

    def categories_of(ids: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in chunks(sorted(ids)):
            for key, product in products.get(part).items():
                if product.categories:
                    found[key] = product.categories[0].split(" > ")[0].strip()
        return found

    return reported(
        rankings,
        events,
        categories_of,
        products.count(),
        since=until - timedelta(days=days),
        until=until,
        trials=trials_of(rules),
    )


def trials_of(rules: Rules) -> list[Trial]:
    """The experiments of a rules file."""
    return [
        Trial(
            name=each.name,
            arms=tuple(arm.name for arm in each.arms),
            shares=tuple(arm.share for arm in each.arms),
            metric=each.metric,
            window_days=each.window_days,
            lift=each.lift,
            starts=each.starts.timestamp() if each.starts is not None else None,
        )
        for each in rules.experiments
    ]
