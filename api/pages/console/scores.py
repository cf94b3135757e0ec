"""What the prompt suites measured, as far as somebody put their results where the server finds them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

log = logging.getLogger(__name__)
FOLDER = "evaluations"
"""Below the data directory: ``aisle-eval prompts run SUITE --out DATA_DIR/evaluations/NAME.json``."""
LARGEST = 20_000_000
HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one system."""

    metric: str
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SuiteScore:
    """One system of one results file."""

    file: str
    suite: str
    system: str
    prompts: str
    """Versions that spoke, where the file names them."""
    n: int
    scores: tuple[Score, ...]
    """The headline first."""


def suite_scores(data_dir: Path) -> list[SuiteScore]:
    """Every system of every file, by file name; a file that is none of ours is passed over, and logged."""
    out: list[SuiteScore] = []
    for path in sorted((data_dir / FOLDER).glob("*.json")):
        try:
            if path.stat().st_size <= LARGEST:
                out += _read(path.name, orjson.loads(path.read_bytes()))
        except (OSError, orjson.JSONDecodeError, TypeError, ValueError, KeyError, AttributeError) as error:
            log.warning("%s holds no results of a suite: %s", path.name, type(error).__name__)
    return out


def _read(name: str, body: dict[str, Any]) -> list[SuiteScore]:
    config = body.get("config") or {}
    out = []
    for system, metrics in body["systems"].items():
        scores = [_score(metric, found) for metric, found in metrics.items()]
        scores.sort(key=lambda score: score.metric != HEADLINE)
        prompts = _prompts(config, str(system))
        suite = str(body.get("suite") or config.get("suite") or "")
        out.append(SuiteScore(name, suite, str(system), prompts, int(body["n"]), tuple(scores)))
    return out


def _score(metric: str, found: dict[str, Any]) -> Score:
    interval = found.get("ci95") or (None, None)
    low, high = (None if bound is None else float(bound) for bound in interval)
    return Score(str(metric), float(found["mean"]), low, high)


def _prompts(config: dict[str, Any], system: str) -> str:
    """``narrate/v1, rerank/v1``, as far as the run says."""
    found = config.get("prompts")
    if isinstance(found, dict):
        found = found.get(system, found)
    if isinstance(found, dict):
        return ", ".join(f"{name}/{version}" for name, version in sorted(found.items()))
    return ", ".join(map(str, found)) if isinstance(found, list | tuple) else str(found or "")
