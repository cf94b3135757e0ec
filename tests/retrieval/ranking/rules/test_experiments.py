"""Arms: declared once, dealt for good, by their shares."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import RulesError
from retrieval.ranking.rules.deal import arm_of, dealt
from retrieval.ranking.rules.load import compiled
from retrieval.ranking.rules.schema import Arm, Experiment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[boosts]]\nname = "b"\nwhen = "price < 5"\npoints = 1\narm = "order/new"\n', "no arm “order/new”"),
        (
            '[[experiments]]\nname = "order"\narms = [{ name = "now" }, { name = "new" }]\n'
            '[[boosts]]\nname = "b"\nwhen = "price < 5"\npoints = 1\narm = "order/nee"\n',
            "did you mean “order/new”?",
        ),
        ('[[experiments]]\nname = "order"\narms = [{ name = "a" }, { name = "a" }]\n', "the same name"),
        (
            2 * '[[experiments]]\nname = "order"\narms = [{ name = "a" }, { name = "b" }]\n',
            "“order” is taken",
        ),
    ],
    ids=["no experiment", "misspelled", "two arms alike", "two experiments alike"],
)
def test_arms_and_experiments_are_checked(text: str, said: str) -> None:
    with pytest.raises(RulesError, match=re.escape(said)):
        compiled(text, "rules.toml")


@given(st.lists(st.floats(0.01, 10), min_size=2, max_size=5), st.text(min_size=1, max_size=20))
def test_a_shopper_is_dealt_the_same_arm_for_good(shares: list[float], name: str) -> None:
    arms = tuple(Arm(name=f"a{n}", share=share) for n, share in enumerate(shares))
    experiment = Experiment(name="order", arms=arms)
    assert arm_of(experiment, name) == arm_of(experiment, name)
    assert arm_of(experiment, name) in arms


def test_arms_are_dealt_by_their_shares_and_apart_from_other_experiments() -> None:
    arms = (Arm(name="a", share=1), Arm(name="b", share=3))
    one, other = Experiment(name="one", arms=arms), Experiment(name="other", arms=arms)
    people = [f"u{n}" for n in range(8000)]
    first = [arm_of(one, name).name == "b" for name in people]
    second = [arm_of(other, name).name == "b" for name in people]
    assert abs(sum(first) / 8000 - 0.75) < 0.02
    both = sum(x and y for x, y in zip(first, second, strict=True)) / 8000
    assert abs(both - 0.75**2) < 0.02


def test_experiments_run_between_their_dates_and_for_somebody() -> None:
    arms = (Arm(name="a"), Arm(name="b"))
    day = datetime(2026, 3, 1, tzinfo=UTC)
    experiment = Experiment(name="order", arms=arms, starts=day, ends=day + timedelta(days=1))
    assert dealt([experiment], "u", day - timedelta(seconds=1)) == {}
    assert set(dealt([experiment], "u", day)) == {"order"}
    assert dealt([experiment], "u", day + timedelta(days=1)) == {}
    assert dealt([experiment], None, day) == {}
