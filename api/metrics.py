"""What ``/metrics`` tells: a few numbers that mean what they say.

Counted as events are first read, whoever reads them; an event read twice (a resume) counts once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from agent.events import Degraded, Done, Failed, RankingServed, TurnEvent
from agent.narration.overlay import Overlay
from agent.resilience.breaker import State
from agent.types import Part
from api.model_metrics import BreakerCollector, ExplanationCollector, ModelCollector
from retrieval.feedback.log import Appended
from retrieval.types import Event

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_SURFACES = frozenset(
    ("search", "chat", "home", "product", "cart", "similar", "goes_with", "recommendations", "terminal")
)
"""Others are whatever pages make up: one label for all of them."""
_STAGES = ("understand", "retrieve", "filter", "rank", "products")
_TURNS_REMEMBERED = 4096


class Metrics:
    """The counters of one app: a registry of its own, so that two apps in a process do not clash."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._started = Counter("aisle_turns_started", "Turns that began.", registry=self.registry)
        self._turns = Counter(
            "aisle_turns", "Turns whose end was read, by status.", ["status"], registry=self.registry
        )
        self._degraded = Counter(
            "aisle_degraded",
            "Parts of turns that did without their model or store.",
            ["part", "reason"],
            registry=self.registry,
        )
        self._products = Histogram(
            "aisle_ranking_products",
            "Products on a served list.",
            buckets=(0, 1, 4, 8, 16, 32, 50),
            registry=self.registry,
        )
        self._first_card = Histogram(
            "aisle_first_card_seconds",
            "From the start of a turn to its ranking.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._first_token = Histogram(
            "aisle_first_token_seconds",
            "From the narration's call to its first token.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._whole = Histogram(
            "aisle_turn_seconds",
            "From the start of a turn to its end.",
            buckets=(*_SECONDS, 10.0, 25.0),
            registry=self.registry,
        )
        self._stages = Histogram(
            "aisle_stage_seconds",
            "What comes before the cards, by stage; filter, rank and products are parts of retrieve.",
            ["stage"],
            buckets=(0.001, 0.0025, 0.005, *_SECONDS),
            registry=self.registry,
        )
        self._limited = Counter(
            "aisle_limited",
            "Requests refused by a limit, by what was used up; redis_gone: counted in this process alone.",
            ["by"],
            registry=self.registry,
        )
        self._events = Counter(
            "aisle_events",
            "Events of shoppers that were stored, by type and surface.",
            ["type", "surface"],
            registry=self.registry,
        )
        self._odd_events = Counter(
            "aisle_events_odd",
            "Events that came twice, were refused, wait on disk, or are kept with a mark.",
            ["how"],
            registry=self.registry,
        )
        self._tools = Histogram(
            "aisle_tool_seconds",
            "Calls of the MCP tools, by tool and outcome (ok, refused, error).",
            ["tool", "outcome"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._read: OrderedDict[str, int] = OrderedDict()

    def watch(
        self,
        overlays: Callable[[], tuple[Overlay, ...]],
        explanations: Callable[[], Mapping[str, int]],
        breakers: Callable[[], Mapping[tuple[str, Part], State]],
    ) -> None:
        """Tell of these models, too; asked each time, because experiments bring their own. And how the
        ``explanations`` of pages were found, and which of the ``breakers`` are open."""
        self.registry.register(BreakerCollector(breakers))
        self.registry.register(ModelCollector(overlays))
        self.registry.register(ExplanationCollector(explanations))

    def started(self) -> None:
        """One more turn."""
        self._started.inc()

    def called(self, tool: str, outcome: str, seconds: float) -> None:
        """One more call of a tool by another agent."""
        self._tools.labels(tool, outcome).observe(seconds)

    def limited(self, by: str) -> None:
        """One more request refused."""
        self._limited.labels(by).inc()

    def events(self, given: Iterable[Event], appended: Appended, refused: int) -> None:
        """One post of events; a repeated one counts as what it is, not again by type."""
        if not appended.duplicates:
            for event in given:
                surface = event.surface if event.surface in _SURFACES else "other" if event.surface else ""
                self._events.labels(event.type, surface).inc()
        odd: dict[str, int] = {"duplicate": appended.duplicates, "refused": refused}
        odd.update({str(mark): count for mark, count in appended.marks.items()})
        odd["waiting"] = appended.accepted if appended.waiting else 0
        for how, count in odd.items():
            if count:
                self._odd_events.labels(how).inc(count)

    def refused_events(self, count: int) -> None:
        """Events of which none could be kept."""
        self._odd_events.labels("refused").inc(count)

    def read(self, turn_id: str, seq: int, event: TurnEvent) -> None:
        """An event was read; counted unless an earlier reader had it."""
        if seq <= self._read.get(turn_id, 0):
            return
        self._read[turn_id] = seq
        self._read.move_to_end(turn_id)
        if len(self._read) > _TURNS_REMEMBERED:
            self._read.popitem(last=False)
        match event:
            case RankingServed():
                self._products.observe(len(event.items))
            case Degraded():
                self._degraded.labels(event.part, event.reason).inc()
            case Done():
                self._turns.labels(event.status).inc()
                self._timed(event.timings_ms)
            case Failed():
                self._turns.labels("error").inc()
            case _:
                pass

    def _timed(self, timings_ms: Mapping[str, float]) -> None:
        for name, histogram in (
            ("first_card", self._first_card),
            ("first_token", self._first_token),
            ("total", self._whole),
        ):
            if name in timings_ms:
                histogram.observe(timings_ms[name] / 1000)
        for stage in _STAGES:
            if stage in timings_ms:
                self._stages.labels(stage).observe(timings_ms[stage] / 1000)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
