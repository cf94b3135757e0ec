"""A rules file: refused with its line, and edited while it is in force."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.errors import RulesError, SettingsError
from retrieval.ranking.rules.file import RulesFile
from retrieval.ranking.rules.load import bundled, compiled

BOOST = "[[boosts]]\nname = 'a'\nwhen = 'price < 3'\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = 'x'\nnmae = 'y'", "r.toml:2: nmae: unknown key; did you mean name?"),
        ("name = ", "r.toml:1: invalid value"),
        (
            "[scores]\nlexical = 1\n\nlexial = 2",
            "r.toml:4: scores.lexial: “lexial” is not known; did you mean lexical?",
        ),
        ("[scores]\nlexical = 'high'", "r.toml:2: scores.lexical: should be a valid number"),
        (
            f"{BOOST}points = 1\n[[boosts]]\nname = 'b'\nwhen = 'price <'\npoints = 1",
            "r.toml:7: boosts[2].when: “price <” cannot be read",
        ),
        ("[[boosts]]\nname = 'a'\nwhen = 'price < 3'", "r.toml:1: boosts[1].points: is missing"),
        (
            "[[boosts]]\nname = 'a'\nwhen = 'price < 3'\npoints = -1",
            "r.toml:4: boosts[1].points: should be greater than 0",
        ),
        (
            "[segments]\nvip = 'order > 3'",
            "r.toml:2: segments.vip: “order” is nothing that is known of a shopper",
        ),
        (
            "[segments]\nvip = 'orders > 3'\n[[pins]]\nname = 'p'\nproduct = 'a'\nslot = 1\nsegment = 'vipp'",
            "r.toml:7: pins[1].segment: no segment “vipp”; did you mean “vip”?",
        ),
        (
            "[[pins]]\nname = 'p'\nproduct = 'a'\nslot = 1\n[[pins]]\nname = 'q'\nproduct = 'b'\nslot = 1",
            "r.toml:8: pins[2].slot: slot 1 is taken by “p”",
        ),
        (
            "[[promotions]]\nname='p'\nwhen='price < 3'\npoints=1\nstarts=2026-02-01\nends=2026-01-01",
            "ends before it starts",
        ),
        (
            "[filters]\navailability = ['in_stok']",
            "r.toml:2: filters.availability[1]: “in_stok” is not known; did you mean in_stock?",
        ),
        ("[diversity]\nlambda = 2", "r.toml:2: diversity.lambda: should be less than or equal to 1"),
        (
            "[[filters.rules]]\nname = 'x'\ndrop = 'price'",
            "r.toml:3: filters.rules[1].drop: “price” is no condition",
        ),
    ],
)
def test_the_first_mistake_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(RulesError) as refused:
        compiled(text, "r.toml")
    assert told in refused.value.message
    assert "\n" not in refused.value.message


def test_a_version_is_its_content() -> None:
    one, two = compiled("name = 'shop'", "a"), compiled("name = 'shop' # edited", "a")
    assert one.version != two.version
    assert one.version == compiled("name = 'shop'", "b").version
    assert one.version.startswith("shop-")


def test_a_file_that_extends_the_default_says_only_what_differs() -> None:
    own = compiled(
        "extends = 'default'\nname = 'mine'\n[scores]\nrating = 0.5\n[filters.seen]\ntimes = 3", "r"
    )
    base = bundled()
    assert own.weights("search") == {**base.weights("search"), "rating": 0.5}
    assert own.rules.filters.availability == base.rules.filters.availability
    assert own.rules.filters.seen.times == 3
    assert own.rules.diversity == base.rules.diversity


def test_an_edit_is_in_force_at_once_and_a_broken_one_is_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, now = tmp_path / "rules.toml", [0.0]

    def write(text: str) -> None:
        path.write_text(text)
        os.utime(path, ns=(int(now[0]), int(now[0])))
        now[0] += 2

    write("name = 'one'")
    rules = RulesFile(path, clock=lambda: now[0])
    assert rules().rules.name == "one"
    write("name = 'two'")
    assert rules().rules.name == "two"
    write("name = 'three'\nboost = 1")
    assert rules().rules.name == "two"
    assert rules.problem is not None
    assert "rules.toml:2" in rules.problem
    now[0] += 2
    rules()
    assert caplog.text.count("rules.toml:2") == 1
    write("name = 'four'")
    assert rules().rules.name == "four"
    assert not rules.problem
    path.unlink()
    now[0] += 2
    assert rules().rules.name == "four"
    assert "AISLE_RULES" in str(rules.problem)


def test_a_file_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="AISLE_RULES"):
        RulesFile(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("x = 1")
    with pytest.raises(RulesError, match=r"bad.toml:1"):
        RulesFile(tmp_path / "bad.toml")
