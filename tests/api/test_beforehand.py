"""Before a server starts it says what of its settings does nothing."""

from __future__ import annotations

import socket

import pytest

from api.commands.beforehand import silent_redis, unread
from retrieval.errors import SettingsError
from retrieval.settings import RetrievalSettings
from tests.patient_redis import redis_url


def test_a_misspelt_setting_is_named_with_the_one_that_is_meant() -> None:
    told = unread({"AISLE_DATABSE_URL": "postgresql://a:secret@h/d", "AISLE_LLM": "openai:x", "HOME": "/"})
    assert told == ["AISLE_DATABSE_URL is no setting and is not read; did you mean AISLE_DATABASE_URL?"]


def test_what_resembles_no_setting_is_named_alone() -> None:
    assert unread({"AISLE_FAVOURITE_TEA": "assam"}) == ["AISLE_FAVOURITE_TEA is no setting and is not read."]


def test_settings_of_every_room_and_those_of_the_tests_are_known() -> None:
    given = (
        "AISLE_RULES",
        "AISLE_LLM_PARAMS",
        "AISLE_PUBLISHABLE_KEYS",
        "AISLE_TEST_REDIS_URL",
        "OPENAI_API_KEY",
    )
    assert unread(dict.fromkeys(given, "x")) == []


def test_a_redis_that_is_not_there_is_told_without_its_password() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        (line,) = silent_redis(f"redis://:secret@127.0.0.1:{port}/0")
    assert f"Redis at 127.0.0.1:{port} does not answer" in line
    assert "secret" not in line


def test_a_redis_that_answers_is_not_spoken_of() -> None:
    assert silent_redis(redis_url()) == []
    assert silent_redis(None) == []


@pytest.mark.parametrize("url", ["redis://:hush/hush@127.0.0.1:6379/0", "redis://127.0.0.1:99999/0"])
def test_a_redis_without_a_port_is_no_setting_and_gives_no_password_away(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AISLE_REDIS_URL", url)
    with pytest.raises(SettingsError) as told:
        RetrievalSettings.load()
    assert "must have a port" in str(told.value)
    assert "hush" not in str(told.value)
