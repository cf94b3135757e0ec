"""The Redis that the tests may use, by a URL whose clients wait for it: the product's own give up early."""

from __future__ import annotations

import os

import pytest

PATIENT = 60
"""Seconds in which it may be silent where its silence is not what is tested: machines can be busy."""


def redis_url() -> str:
    """Without one the test is skipped, except in CI."""
    url = os.environ.get("AISLE_TEST_REDIS_URL")
    if not url:
        if os.environ.get("CI") == "true":
            pytest.fail("AISLE_TEST_REDIS_URL must name a Redis server in CI")
        pytest.skip("AISLE_TEST_REDIS_URL names no Redis server")
    return f"{url}{'&' if '?' in url else '?'}socket_timeout={PATIENT}&socket_connect_timeout={PATIENT}"
