"""``aisle-eval bench``: every benchmark one after the other, and their ratios in one table.

A ratio is of two things measured in the same run on the same machine, so that it may be compared between
machines where milliseconds may not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.bench.events import NAIVE, measure_events
from eval.bench.ranking import measure_ranking
from eval.bench.retrieval import measure_retrieval
from eval.bench.retrieval import metrics as retrieval_metrics
from eval.bench.turn import measure_turns
from eval.report import AISLE, Report
from eval.statistics import Estimate, once

PARTS = ("retrieval", "ranking", "turn", "events")
RATIOS = "ratios"
_MEANING = (
    "times_faster/SIZE/KEPT: Chroma's own where over ours at the median, for a filter that keeps this share "
    "(all: no filter); below 1 ours is slower",
    "import_of_chroma: an import without the start of its process, over Chroma's own upsert of its vectors",
    "ranking_in_sorts: the re-ranker over a bare sort of the same 500 scores",
    "events_in_commits: events per second, one by one, over SQLite's with a commit on the disk for each",
)


def measure_whole(
    catalog: Path,
    sizes: Sequence[int],
    *,
    queries: int,
    turns: int,
    events: int,
    show: Callable[[Report], None],
) -> Report:
    """Measure each part, show it as soon as it is there, and put all of them into one report.

    Raises:
        BenchFailed: a part could not be measured.
    """
    parts: dict[str, Report] = {}
    measures: Mapping[str, Callable[[], Report]] = {
        "retrieval": lambda: measure_retrieval(catalog, sizes, queries),
        "ranking": lambda: measure_ranking(catalog, queries),
        "turn": lambda: measure_turns(catalog, turns),
        "events": lambda: measure_events(catalog, events),
    }
    for name in PARTS:
        parts[name] = measures[name]()
        show(parts[name])
    return combined(parts)


def combined(parts: Mapping[str, Report]) -> Report:
    """All systems and metrics of the parts, each by its part's name, and the ratios."""
    systems: dict[str, dict[str, Estimate]] = {AISLE: ratios(parts)}
    for part, report in parts.items():
        for system, metrics in report.systems.items():
            found = {f"{part}/{name}": estimate for name, estimate in metrics.items()}
            systems.setdefault(system, {}).update(found)
    return Report(
        title="the whole benchmark",
        systems=systems,
        n=sum(report.n for report in parts.values()),
        config={part: dict(report.config) for part, report in parts.items()},
    )


def told(whole: Report) -> Report:
    """The ratios by themselves, and what each of them says."""
    own = {name: each for name, each in whole.systems[AISLE].items() if name.startswith(f"{RATIOS}/")}
    return Report(title="ratios of this run", systems={AISLE: own}, n=whole.n, config={}, notes=_MEANING)


def metrics(sizes: Sequence[int]) -> list[str]:
    """The ratios that a gate may look at."""
    faster = _faster(retrieval_metrics(sizes))
    return [
        *faster,
        f"{RATIOS}/import_of_chroma",
        f"{RATIOS}/ranking_in_sorts",
        f"{RATIOS}/events_in_commits",
    ]


def ratios(parts: Mapping[str, Report]) -> dict[str, Estimate]:
    """How many times: what filters gain over Chroma's own, what ranking costs over a sort, and so on."""
    found: dict[str, Estimate] = {}
    if "retrieval" in parts:
        ours = parts["retrieval"].systems[AISLE]
        found |= {name: ours[name.removeprefix(f"{RATIOS}/")] for name in _faster(ours)}
    if "turn" in parts:
        turn = parts["turn"]
        products, own = turn.config["products"], turn.systems[AISLE]
        seconds = products / own["import_rate"].mean - own["start_seconds"].mean
        found[f"{RATIOS}/import_of_chroma"] = once(
            seconds * turn.systems["chroma"]["import_rate"].mean / products
        )
    if "ranking" in parts:
        ranked = parts["ranking"].systems[AISLE]
        found[f"{RATIOS}/ranking_in_sorts"] = once(ranked["p50_ms_bundled"].mean / ranked["p50_ms_sort"].mean)
    if "events" in parts:
        systems = parts["events"].systems
        rate, naive = (systems[name]["events_per_s_single"].mean for name in (AISLE, NAIVE))
        found[f"{RATIOS}/events_in_commits"] = once(rate / naive)
    return found


def _faster(names: Mapping[str, Estimate] | Sequence[str]) -> list[str]:
    return [f"{RATIOS}/{name}" for name in names if name.startswith("times_faster/")]
