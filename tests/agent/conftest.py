"""A shop with the bundled catalog, loaded once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.compose import Retrieval
from tests.agent.bundled_shop import bundled_shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retrieval]:
    with bundled_shop(tmp_path_factory.mktemp("bundled")) as retrieval:
        yield retrieval
