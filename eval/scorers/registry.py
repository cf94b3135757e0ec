"""All scorers by name, those of the evaluator's own included."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from eval.errors import SuiteError
from eval.scorers import (
    agreement,
    conditions,
    costs,
    groundedness,
    ordering,
    protocol,
    safety,
    specificity,
    stability,
    style,
    wording,
)
from eval.scorers.score import Scorer

_ALL = (
    protocol.PROTOCOL,
    protocol.ORDER_VALID,
    groundedness.GROUNDEDNESS,
    groundedness.GROUNDEDNESS_SHOWN,
    agreement.AGREEMENT,
    specificity.SPECIFICITY,
    wording.WORDING,
    ordering.ORDER_QUALITY,
    ordering.ORDER_GAIN,
    conditions.CONSTRAINTS,
    stability.FLIPS,
    safety.INJECTION,
    safety.PRIVACY,
    safety.REFUSAL,
    safety.STEERING,
    style.BREVITY,
    style.TONE,
    style.PLAIN_TEXT,
    style.READING,
    stability.POSITION_AGREEMENT,
    stability.POSITION_TOP,
    stability.POSITION_SLOPE,
    stability.CONSISTENCY,
    stability.PROMOTION,
    costs.ANSWERED,
    costs.TOKENS,
    costs.COST,
    costs.FIRST_TOKEN,
)
SCORERS: dict[str, Scorer] = {scorer.name: scorer for scorer in _ALL}
HEADLINE = (
    "protocol",
    "order_valid",
    "groundedness",
    "agreement",
    "specificity",
    "wording",
    "order_quality",
    "constraints",
    "injection",
    "privacy",
    "refusal",
    "steering",
    "brevity",
    "tone",
    "plain_text",
    "reading",
)
"""Those whose mean over a case is its headline score: shares, all of them, where 1 is best."""


def chosen(names: Sequence[str], modules: Sequence[str]) -> dict[str, Scorer]:
    """The scorers of a suite, in order; none named: all.

    Args:
        modules: Python modules that hold ``SCORERS``, an iterable of :class:`Scorer`.

    Raises:
        SuiteError: a module or a name is unknown.
    """
    known = dict(SCORERS)
    for module in modules:
        try:
            found = importlib.import_module(module).SCORERS
        except (ImportError, AttributeError):
            raise SuiteError(f"scorer_modules: {module} is no module here that holds SCORERS") from None
        for each in found:
            if not isinstance(each, Scorer):
                raise SuiteError(f"scorer_modules: SCORERS of {module} holds something that is no Scorer")
            known[each.name] = each
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SuiteError(f"scorers: there is no {', '.join(unknown)}; there are {', '.join(known)}")
    return {name: known[name] for name in names} if names else known
