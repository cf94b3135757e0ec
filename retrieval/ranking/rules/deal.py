"""Which arm of an experiment a shopper gets: always the same one, without anything being remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from retrieval.ranking.rules.schema import Arm, Experiment


def arm_of(experiment: Experiment, shopper: str) -> Arm:
    """Sticky and uniform: a hash of experiment and shopper against the arms' shares.

    The experiment's name is in the hash, so that who is in which arm of one says nothing about another.
    """
    digest = blake2b(f"{experiment.name}\0{shopper}".encode(), digest_size=8).digest()
    point = int.from_bytes(digest, "big") / 2**64 * sum(arm.share for arm in experiment.arms)
    for arm in experiment.arms:
        point -= arm.share
        if point < 0:
            return arm
    return experiment.arms[-1]


def dealt(experiments: Sequence[Experiment], shopper: str | None, now: datetime) -> dict[str, Arm]:
    """Experiment → arm, for those that run now. Who is nobody takes part in none."""
    if shopper is None:
        return {}
    return {
        experiment.name: arm_of(experiment, shopper)
        for experiment in experiments
        if (experiment.starts is None or now >= experiment.starts)
        and (experiment.ends is None or now < experiment.ends)
    }
