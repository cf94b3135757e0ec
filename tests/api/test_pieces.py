"""The small laws: lines however they are cut, merges, settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.jsonlines import lines
from api.limits import is_loopback
from api.problems import pointer
from api.rows import merged
from api.settings import ApiSettings
from retrieval.errors import SettingsError
from tests.api.shop import kettle


@given(st.binary(max_size=60).map(lambda b: b.replace(b"x", b"\n")), st.lists(st.integers(0, 60)))
def test_lines_do_not_depend_on_how_they_were_cut(body: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]

    async def chunks() -> AsyncIterator[bytes]:
        for start, end in pairwise(edges):
            yield body[start:end]

    async def read() -> list[bytes]:
        return [line async for line in lines(chunks())]

    assert asyncio.run(read()) == [line for line in body.split(b"\n") if line.strip()]


def test_a_merge_keeps_what_it_does_not_name() -> None:
    before = kettle(1)
    assert merged(before, {}) == before
    after = merged(before, {"attributes": {"lid": True}, "rating": None})
    assert after.attributes == {"color": "red", "lid": "yes"}
    assert after.rating is None
    assert after.margin == before.margin


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("PUBLISHABLE_KEYS", "sk_oops", "AISLE_PUBLISHABLE_KEYS: every key must start with pk_"),
        ("SECRET_KEYS", "sk_a,pk_b", "AISLE_SECRET_KEYS: every key must start with sk_"),
        ("SECRET_KEYS", "sk_", "AISLE_SECRET_KEYS: every key must start with sk_"),
        ("CORS_ORIGINS", "shop.example", "AISLE_CORS_ORIGINS: must be origins"),
        ("MAX_BODY_BYTES", "many", "AISLE_MAX_BODY_BYTES: "),
    ],
)
def test_a_wrong_setting_is_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str
) -> None:
    monkeypatch.setenv(f"AISLE_{variable}", value)
    with pytest.raises(SettingsError) as refused:
        ApiSettings.load()
    assert refused.value.message.startswith(line)
    assert "\n" not in refused.value.message
    if "KEYS" in variable:
        assert "oops" not in refused.value.message


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not ApiSettings.load().keyed
    monkeypatch.setenv("AISLE_PUBLISHABLE_KEYS", " pk_a ,pk_b,")
    settings = ApiSettings.load()
    assert settings.keyed
    assert [key.get_secret_value() for key in settings.publishable_keys] == ["pk_a", "pk_b"]
    assert "pk_a" not in repr(settings)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_loopback(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_pointers() -> None:
    path: list[Any] = ["filters", "a/b", "c~d", 0]
    assert pointer(path) == "#/filters/a~1b/c~0d/0"
