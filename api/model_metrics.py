"""What ``/metrics`` tells of the models: read from them when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from agent.narration.overlay import Overlay
from agent.resilience.breaker import State
from agent.types import Part


class ModelCollector(Collector):
    """``overlays`` gives those in use, the configured one and those of experiments; none without a model."""

    def __init__(self, overlays: Callable[[], tuple[Overlay, ...]]) -> None:
        self._overlays = overlays

    def collect(self) -> Iterator[Metric]:
        """Summed by model where several prompts share one, except for shares and medians: the worst."""
        repairs = CounterMetricFamily(
            "aisle_model_repairs",
            "What was wrong with a model's answers and was put right or held back.",
            labels=["model", "part", "kind"],
        )
        reorders = CounterMetricFamily(
            "aisle_reorders",
            "Orders that a model was waited for, by whether they came late.",
            labels=["model", "late"],
        )
        late = GaugeMetricFamily(
            "aisle_reorders_late_ratio", "Share of the last 100 re-orders that came late.", labels=["model"]
        )
        first = GaugeMetricFamily(
            "aisle_first_token_p50_seconds", "Median over the last 100 narrations.", labels=["model"]
        )
        tokens = CounterMetricFamily(
            "aisle_model_tokens", "Of all calls, as the provider counted them.", labels=["model", "kind"]
        )
        calls = CounterMetricFamily("aisle_model_calls", "Calls of a model.", labels=["model"])
        cost = CounterMetricFamily(
            "aisle_model_cost", "By AISLE_LLM_PRICES, in their currency.", labels=["model"]
        )
        spent: dict[str, dict[str, float]] = {}
        counted: dict[tuple[str, str, str], int] = {}
        waited: dict[tuple[str, str], int] = {}
        shares: dict[str, float] = {}
        medians: dict[str, float] = {}
        for overlay in self._overlays():
            model, pace = overlay.model_name, overlay.pace
            for (part, kind), number in overlay.repairs.copy().items():
                counted[model, part, kind] = counted.get((model, part, kind), 0) + number
            for was_late, number in (
                ("yes", pace.late_reorders),
                ("no", pace.reorders - pace.late_reorders),
            ):
                waited[model, was_late] = waited.get((model, was_late), 0) + number
            sums = spent.setdefault(model, dict.fromkeys(overlay.spent, 0.0))
            for what, amount in overlay.spent.items():
                sums[what] += amount
            if (share := pace.late_share) is not None:
                shares[model] = max(share, shares.get(model, 0.0))
            if (median := pace.first_token_ms) is not None:
                medians[model] = max(median / 1000, medians.get(model, 0.0))
        for repaired, number in counted.items():
            repairs.add_metric(list(repaired), number)
        for asked, number in waited.items():
            reorders.add_metric(list(asked), number)
        for model, share in shares.items():
            late.add_metric([model], share)
        for model, seconds in medians.items():
            first.add_metric([model], seconds)
        for model, sums in spent.items():
            for way in ("input", "output"):
                tokens.add_metric([model, way], sums[way])
            calls.add_metric([model], sums["calls"])
            cost.add_metric([model], sums["cost"])
        yield from (repairs, reorders, late, first, tokens, calls, cost)


class ExplanationCollector(Collector):
    """Of product pages: told before, being told to somebody else, or asked of the model."""

    def __init__(self, found: Callable[[], Mapping[str, int]]) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        """The share without a model call stands beside the counts; absent before the first page."""
        asked = CounterMetricFamily(
            "aisle_explanations",
            "Explained lists of pages: kept (hit), shared with a call under way, asked of a model (miss).",
            labels=["found"],
        )
        rate = GaugeMetricFamily(
            "aisle_explanations_hit_ratio", "Explained lists of pages that cost no model call."
        )
        found = dict(self._found())
        for how in ("hit", "shared", "miss"):
            asked.add_metric([how], found.get(how, 0))
        if found:
            rate.add_metric([], 1 - found.get("miss", 0) / sum(found.values()))
        yield from (asked, rate)


class BreakerCollector(Collector):
    """``breakers`` gives the state of each, by model and part."""

    def __init__(self, breakers: Callable[[], Mapping[tuple[str, Part], State]]) -> None:
        self._breakers = breakers

    def collect(self) -> Iterator[Metric]:
        """One line for each state that a breaker can be in: 1 for the one it is in."""
        states = GaugeMetricFamily(
            "aisle_breaker_state",
            "Whether a model is asked (closed), tried (half_open) or left alone (open).",
            labels=["model", "part", "state"],
        )
        for (model, part), now in self._breakers().items():
            for state in State:
                states.add_metric([model, part, state.value], float(state is now))
        yield states
