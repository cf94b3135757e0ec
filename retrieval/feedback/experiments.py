"""What an experiment has shown so far, in words that hold at every look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from retrieval.feedback.attribution import Attributed
from retrieval.feedback.proportions import ALPHA, Rate, difference, rate, split_is_off, units_needed
from retrieval.types import EventType, Frozen, Serving

Verdict = Literal["better", "worse", "no difference", "not enough data"]
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One experiment as it was declared."""

    name: str
    arms: tuple[str, ...]
    """The first is the one that the others are compared with."""
    shares: tuple[float, ...]
    metric: EventType = "click"
    window_days: float = 1.0
    lift: float = 0.1
    starts: float | None = None
    """Seconds since 1970; None: it does not say."""


class ArmResult(Frozen):
    """One arm."""

    arm: str
    shoppers: int
    """Who were served at all; those whose window is over are ``rate.n``."""
    rate: Rate
    lift: float | None = None
    """Relative to the first arm; None for that one itself."""
    lift_ci: tuple[float, float] | None = None
    """Holds however often one looks."""
    verdict: Verdict | None = None


class ExperimentResult(Frozen):
    """All arms, and a sentence."""

    experiment: str
    metric: EventType
    arms: tuple[ArmResult, ...]
    needed: int | None
    """Shoppers per arm after which a lift worth knowing is found 9 times in 10; None: not known yet."""
    split_is_off: bool
    says: str


@dataclass(slots=True)
class _Unit:
    arm: str
    since: float
    won: bool = False


@dataclass(slots=True)
class Exposures:
    """Who was served under which arm, and what they did within the window after it."""

    trial: Trial
    _units: dict[str, _Unit] = field(default_factory=dict)

    def serve(self, serving: Serving) -> None:
        """A list went out."""
        arm, shopper = serving.arms.get(self.trial.name), serving.user_id or serving.session_id
        if arm in self.trial.arms and shopper is not None and shopper not in self._units:
            self._units[shopper] = _Unit(arm, serving.served_at.timestamp())

    def watched(self, servings: Iterable[Serving]) -> Iterator[Serving]:
        """The same lists, each noted as it passes."""
        for serving in servings:
            self.serve(serving)
            yield serving

    def take(self, joined: Attributed) -> None:
        """Something was done with a product of a list."""
        if joined.event.type != self.trial.metric or joined.serving is None or joined.position is None:
            return
        unit = self._units.get(joined.serving.user_id or joined.serving.session_id or "")
        if unit is not None and joined.event.occurred_at <= unit.since + self.trial.window_days * DAY:
            unit.won = True

    def result(self, now: float) -> ExperimentResult:
        """As of ``now``; shoppers whose window is not over are not counted yet."""
        served = dict.fromkeys(self.trial.arms, 0)
        done = {arm: [0, 0] for arm in self.trial.arms}
        for unit in self._units.values():
            served[unit.arm] += 1
            if unit.since + self.trial.window_days * DAY <= now:
                done[unit.arm][0] += unit.won
                done[unit.arm][1] += 1
        counts = {arm: (won, n) for arm, (won, n) in done.items()}
        return concluded(self.trial, counts, served)


def concluded(
    trial: Trial, counts: dict[str, tuple[int, int]], served: dict[str, int] | None = None
) -> ExperimentResult:
    """The result of (successes, units) by arm."""
    served = served or {arm: n for arm, (_, n) in counts.items()}
    control = trial.arms[0]
    base = rate(*counts[control])
    alpha = ALPHA / (len(trial.arms) - 1)
    needed = (
        units_needed(base.value, trial.lift, alpha=alpha)
        if base.value and 0 < base.value * (1 + trial.lift) < 1
        else None
    )
    results = [ArmResult(arm=control, shoppers=served[control], rate=base)]
    for arm in trial.arms[1:]:
        found = difference(counts[control], counts[arm], worth=trial.lift, alpha=alpha)
        low, high = found.low, found.high
        p = base.value
        verdict: Verdict = "not enough data"
        if found.zero_excluded:
            verdict = "better" if low > 0 else "worse"
        elif found.sure and p and -trial.lift * p < low and high < trial.lift * p:
            verdict = "no difference"
        results.append(
            ArmResult(
                arm=arm,
                shoppers=served[arm],
                rate=rate(*counts[arm]),
                lift=found.value / p if p else None,
                lift_ci=(low / p, high / p) if p and found.sure else None,
                verdict=verdict,
            )
        )
    off = split_is_off([served[arm] for arm in trial.arms], trial.shares)
    return ExperimentResult(
        experiment=trial.name,
        metric=trial.metric,
        arms=tuple(results),
        needed=needed,
        split_is_off=off,
        says=_sentence(trial, results, needed, off),
    )


def _sentence(trial: Trial, results: Sequence[ArmResult], needed: int | None, off: bool) -> str:
    if off:
        return (
            "The arms did not get the shares of shoppers that they should have: something decides who is "
            "counted, and nothing here can be believed until it is found."
        )
    control, *others = results
    said = []
    for arm in others:
        if arm.lift_ci is None or arm.lift is None:
            said.append(f"{arm.arm}: not enough shoppers yet to say anything")
            continue
        low, high = arm.lift_ci
        interval = f"{arm.lift:+.1%} [{low:+.1%}, {high:+.1%}]"
        if arm.verdict in ("better", "worse"):
            said.append(f"{arm.arm} is {arm.verdict} than {control.arm}: {interval}")
        elif arm.verdict == "no difference":
            said.append(f"{arm.arm} makes no difference worth knowing: {interval}, within ±{trial.lift:.0%}")
        else:
            more = max(0, (needed or 0) - min(arm.rate.n, control.rate.n))
            wait = f"; about {more:,} more shoppers per arm would show ±{trial.lift:.0%}" if more else ""
            said.append(f"no difference between {arm.arm} and {control.arm} found so far: {interval}{wait}")
    return ". ".join(said) + "."
