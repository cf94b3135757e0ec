"""Two runs over the same cases, metric by metric, with a verdict on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.errors import SuiteError
from eval.runs.results import Picked, Results
from eval.runs.scored import OVERALL
from eval.statistics import Verdict, clustered_difference, holm, judge

PASSED, REGRESSED, UNDECIDED = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """New against old, one system with one system."""

    old: str
    new: str
    verdicts: tuple[Verdict, ...]
    gating: frozenset[str]
    """Metrics whose worsening is a regression."""

    @property
    def code(self) -> int:
        """1 where something that gates is worse; else 3 where the headline is undecided; else 0."""
        if any(each.word == "worse" and each.metric in self.gating for each in self.verdicts):
            return REGRESSED
        heads = [each for each in self.verdicts if each.metric == OVERALL] or self.verdicts
        undecided = any(each.word == "not enough data" for each in heads if each.metric in self.gating)
        return UNDECIDED if undecided else PASSED

    @property
    def sentence(self) -> str:
        """The verdict in one line."""
        found = {word: [v.metric for v in self.verdicts if v.word == word] for word in ("worse", "better")}
        head = next((v for v in self.verdicts if v.metric == OVERALL), self.verdicts[0])
        parts = [f"{self.new} against {self.old}: {head}"]
        parts += [f"{word}: {', '.join(names)}" for word, names in found.items() if names]
        return "; ".join(parts)


def compare(old: Picked, new: Picked, only: Sequence[str] = ()) -> list[Comparison]:
    """The named systems, or each that both runs have.

    Raises:
        SuiteError: the runs share no system, case or metric; or ``only`` names a metric they lack.
    """
    if old.system or new.system:
        pairs = [(_one(old, new), _one(new, old))]
    else:
        pairs = [(name, name) for name in new.results.values if name in old.results.values]
        if not pairs:
            pairs = [(_one(old, new), _one(new, old))]
    return [_compared(old.results, new.results, before, after, only) for before, after in pairs]


def _one(picked: Picked, other: Picked) -> str:
    if picked.system is not None:
        return picked.system
    names = list(picked.results.values)
    if other.system in names:
        return str(other.system)
    if len(names) == 1:
        return names[0]
    raise SuiteError(f"which system? name it as FILE.json:SYSTEM; there are {', '.join(names)}")


def _compared(old: Results, new: Results, before: str, after: str, only: Sequence[str]) -> Comparison:
    theirs, ours = old.values[before], new.values[after]
    shared = [name for name in ours if name in theirs and set(ours[name]) & set(theirs[name])]
    unknown = [name for name in only if name not in shared]
    if unknown or not shared:
        raise SuiteError(f"{before} and {after} share no case with {', '.join(unknown) or 'a value'}")
    names = list(only) or shared
    differences = {}
    for name in names:
        cases = [case for case in ours[name] if case in theirs[name]]
        differences[name] = clustered_difference(
            [ours[name][case] for case in cases],
            [theirs[name][case] for case in cases],
            [new.clusters[case] for case in cases],
        )
    adjusted = holm({name: difference.p for name, difference in differences.items()})
    verdicts = tuple(
        judge(
            name,
            differences[name],
            adjusted[name],
            new.metrics[name].minimum,
            lower_is_better=new.metrics[name].lower_is_better,
        )
        for name in names
    )
    gating = frozenset(name for name in names if only or new.metrics[name].gating)
    return Comparison(before, after, verdicts, gating)
