"""How the server stands at this moment, in a few words and numbers."""

from __future__ import annotations

from typing import Any

from agent.narration.overlay import Overlay
from api.house import House
from api.metrics import Metrics

_STATES = {
    "closed": "closed: calls go through",
    "open": "open: the model is left alone",
    "half_open": "half-open: trying a call",
}


def standing(house: House, metrics: Metrics, readiness: dict[str, Any]) -> dict[str, Any]:
    """``{status, says, tiles: [(name, value, note)], breakers: […], degraded: […]}``, JSON throughout."""
    overlay = house.agent.overlay
    pace = overlay.pace if overlay is not None else None
    value = metrics.registry.get_sample_value
    late = pace.late_share if pace is not None else None
    first = pace.first_token_ms if pace is not None else None
    rules, _, digest = readiness["rules"].rpartition("-")
    said = "an edit of them is broken" if readiness["rules_problem"] else "in force"
    tiles = [
        ("Products", _count(readiness["products"]), f"{_count(readiness['indexed'])} in the index"),
        ("Database", readiness["database"], ""),
        ("Index", readiness["index"], ""),
        ("Model", readiness["model"] or "none", "" if readiness["model"] else "explanations are plain"),
        (
            "Turns running",
            _count(house.agent.turns.running),
            f"{_count(value('aisle_turns_started_total') or 0)} began",
        ),
        ("First word", f"{first:,.0f} ms" if first is not None else "–", "median of 100 narrations"),
        ("Late re-orders", f"{late:.0%}" if late is not None else "–", "of the last 100"),
        ("Personal lists", readiness["rung"] or "not trained", "what orders them"),
        (
            "Rules",
            rules,
            f"{digest}, {said}",
        ),
        ("Events waiting", _count(house.retrieval.events.spooled), "on disk, for the database"),
        ("Lists waiting", _count(house.retrieval.records.waiting), "and turns, on disk, for the database"),
    ]
    return {
        "status": readiness["status"],
        "says": _says(readiness),
        "tiles": [list(tile) for tile in tiles],
        "breakers": [each for one in house.agent.overlays.all for each in _breakers(one)],
        "degraded": _degraded(metrics),
        "rules_problem": readiness["rules_problem"],
    }


def _says(readiness: dict[str, Any]) -> str:
    """The state in words; what is not a fault is not called one."""
    reasons = {each["reason"] for each in readiness["degraded"]}
    if readiness["status"] == "degraded" and reasons == {"no_model"}:
        return "Well, without a model"
    return str(readiness["status"]).capitalize()


def _breakers(overlay: Overlay) -> list[dict[str, Any]]:
    return [
        {
            "model": overlay.model_name,
            "part": part,
            "state": breaker.state.value,
            "says": _STATES[breaker.state.value],
            "retry_in": round(breaker.retry_in, 1),
        }
        for part, breaker in overlay.breakers.items()
    ]


def _degraded(metrics: Metrics) -> list[list[Any]]:
    """Since the start: part, reason and how often, the most frequent first."""
    found = [
        [sample.labels["part"], sample.labels["reason"], int(sample.value)]
        for family in metrics.registry.collect()
        if family.name == "aisle_degraded"
        for sample in family.samples
        if sample.name == "aisle_degraded_total"
    ]
    return sorted(found, key=lambda each: (-each[2], each[0], each[1]))


def _count(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"
