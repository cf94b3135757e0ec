"""The report of a period: what was shown, what came of it, and what to worry about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import NormalDist, fmean, stdev

from retrieval.feedback.attribution import attributed
from retrieval.feedback.experiments import ExperimentResult, Exposures, Trial
from retrieval.feedback.measures import (
    CategoriesOf,
    Day,
    Measured,
    Slice,
    Tally,
    distinct_of_sample,
    measured,
    novelty,
)
from retrieval.ports import EventStore, RankingStore
from retrieval.types import Frozen, Timestamp

LOOK_BACK_SECONDS = 30 * 86_400.0
"""Lists from before the period that its events may cite."""
LONGEST_EXPERIMENT_SECONDS = 90 * 86_400.0
"""Looked back for one that does not say when it began."""
WEEK = 7
FALL = 0.2
"""Share by which coverage or diversity may fall from one week to the next before a warning is given."""
_Z = NormalDist().inv_cdf(0.975)
FEWEST_LOOKS = 200


class DayReport(Frozen):
    """One day."""

    date: str
    all: Slice
    coverage: float | None
    """Share of the catalog that was seen."""
    diversity: float | None
    """Mean pairwise cosine distance within a list."""
    novelty: float | None
    """Bits."""
    degraded_share: float | None
    first_card_ms_p50: float | None
    first_card_ms_p95: float | None


class Report(Frozen):
    """A period, whole and in parts."""

    since: Timestamp
    until: Timestamp
    products: int
    """In the catalog now."""
    all: Slice
    coverage: float | None
    diversity: float | None
    novelty: float | None
    degraded_share: float | None
    first_card_ms_p50: float | None
    first_card_ms_p95: float | None
    revenue: float
    """Of all purchases; ``all.revenue`` is what recommendations brought."""
    surfaces: tuple[Slice, ...]
    slots: tuple[Slice, ...]
    categories: tuple[Slice, ...]
    models: tuple[Slice, ...]
    prompts: tuple[Slice, ...]
    rules: tuple[Slice, ...]
    arms: tuple[Slice, ...]
    days: tuple[DayReport, ...]
    experiments: tuple[ExperimentResult, ...]
    events: dict[str, int]
    marks: dict[str, int]
    causes: dict[str, int]
    stray: int
    degraded: dict[str, int]
    relaxed: int
    empty: int
    warnings: tuple[str, ...]


def report(
    rankings: RankingStore,
    events: EventStore,
    categories_of: CategoriesOf,
    products: int,
    *,
    since: datetime,
    until: datetime,
    trials: Sequence[Trial] = (),
) -> Report:
    """Reads every list and event of the period once; experiments from their own beginning on.

    ``products``: how many the catalog has.

    Raises:
        StorageUnavailable: the database does not answer.
    """
    start, end = since.timestamp(), until.timestamp()
    lists = rankings.served(start - LOOK_BACK_SECONDS, end)
    found = measured(lists, events.between(start, end), categories_of, since=start)
    days = [_day(date, found.days[date], products) for date in sorted(found.days)]
    seen = _together(found.days.values())
    firsts = sorted(ms for day in found.days.values() for ms in day.first_card_ms)
    spread = [value for day in found.days.values() for value in day.diversity]
    return Report(
        since=since,
        until=until,
        products=products,
        all=found.total.slice("all"),
        coverage=len(seen) / products if products and seen else None,
        diversity=fmean(spread) if spread else None,
        novelty=novelty(seen.values()),
        degraded_share=_share(sum(day.degraded for day in found.days.values()), found.total.lists),
        first_card_ms_p50=_quantile(firsts, 0.5),
        first_card_ms_p95=_quantile(firsts, 0.95),
        revenue=round(found.revenue, 2),
        surfaces=_slices(found, "surface"),
        slots=tuple(sorted(_slices(found, "slot"), key=lambda each: int(each.name))),
        categories=_slices(found, "category"),
        models=_slices(found, "model"),
        prompts=_slices(found, "prompt"),
        rules=_slices(found, "rules"),
        arms=_slices(found, "arm"),
        days=tuple(days),
        experiments=results(rankings, events, trials, until),
        events=found.events,
        marks=found.marks,
        causes=found.causes,
        stray=found.stray,
        degraded=found.degraded,
        relaxed=found.relaxed,
        empty=found.empty,
        warnings=tuple(warnings(found.days, until)),
    )


def results(
    rankings: RankingStore, events: EventStore, trials: Sequence[Trial], until: datetime
) -> tuple[ExperimentResult, ...]:
    """What each experiment has shown so far. Raises StorageUnavailable."""
    out = []
    for trial in trials:
        end = until.timestamp()
        start = trial.starts if trial.starts is not None else end - LONGEST_EXPERIMENT_SECONDS
        exposures = Exposures(trial)
        lists = exposures.watched(rankings.served(start, end))
        for joined in attributed(lists, events.between(start, end)):
            exposures.take(joined)
        for _ in lists:
            continue
        out.append(exposures.result(end))
    return tuple(out)


def warnings(days: dict[str, Day], until: datetime) -> Iterable[str]:
    """What fell from the week before the last to the last whole one."""
    last = until.astimezone(UTC).date() - timedelta(days=1)
    weeks = [
        [days[date] for n in range(WEEK) if (date := (last - timedelta(days=back + n)).isoformat()) in days]
        for back in (0, WEEK)
    ]
    now, before = weeks
    seen_now, seen_before = _together(now), _together(before)
    looks = min(sum(seen_now.values()), sum(seen_before.values()))
    if looks >= FEWEST_LOOKS:
        covered = distinct_of_sample(seen_now.values(), looks)
        was = distinct_of_sample(seen_before.values(), looks)
        if covered < (1 - FALL) * was:
            yield (
                f"Coverage fell by {1 - covered / was:.0%} in a week: {covered:,.0f} different products "
                f"among {looks:,} looks, {was:,.0f} the week before."
            )
    spread_now = [value for day in now for value in day.diversity]
    spread_before = [value for day in before for value in day.diversity]
    if min(len(spread_now), len(spread_before)) >= 30:
        mean, was = fmean(spread_now), fmean(spread_before)
        error = (
            stdev(spread_now) ** 2 / len(spread_now) + stdev(spread_before) ** 2 / len(spread_before)
        ) ** 0.5
        if mean < (1 - FALL) * was and was - mean > _Z * error:
            yield f"Lists became more alike: diversity fell from {was:.3f} to {mean:.3f} in a week."


def _together(days: Iterable[Day]) -> dict[str, int]:
    out: dict[str, int] = {}
    for day in days:
        for product_id, looks in day.seen_of.items():
            out[product_id] = out.get(product_id, 0) + looks
    return out


def _day(date: str, day: Day, products: int) -> DayReport:
    firsts = sorted(day.first_card_ms)
    return DayReport(
        date=date,
        all=day.tally.slice(date),
        coverage=len(day.seen_of) / products if products and day.seen_of else None,
        diversity=fmean(day.diversity) if day.diversity else None,
        novelty=novelty(day.seen_of.values()),
        degraded_share=_share(day.degraded, day.tally.lists),
        first_card_ms_p50=_quantile(firsts, 0.5),
        first_card_ms_p95=_quantile(firsts, 0.95),
    )


def _slices(found: Measured, kind: str) -> tuple[Slice, ...]:
    """Most seen first."""
    tallies: dict[str, Tally] = found.by.get(kind, {})
    return tuple(
        tally.slice(name)
        for name, tally in sorted(tallies.items(), key=lambda pair: (-pair[1].seen, pair[0]))
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _quantile(ordered: Sequence[float], q: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(q * len(ordered)))], 2) if ordered else None
