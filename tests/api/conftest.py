"""One server for the tests that only read, and for those that tidy up after themselves."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.api.shop import shop
from tests.serving import Serving


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Without keys and without a model."""
    with Serving(tmp_path_factory.mktemp("aisle"), shop()) as serving:
        yield serving


@pytest.fixture
def client(server: Serving) -> Iterator[httpx.Client]:
    """Of :func:`server`."""
    with server.client() as plain:
        yield plain
