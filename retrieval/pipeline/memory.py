"""What goes on without the database."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.errors import StorageUnavailable
from retrieval.types import Missing

log = logging.getLogger(__name__)
EVENTS_GONE = Missing(part="events", reason="unavailable")


@contextmanager
def in_memory(without: dict[Missing, None]) -> Iterator[None]:
    """What the database has news of may wait until it is back: what is in memory holds."""
    try:
        yield
    except StorageUnavailable as error:
        log.debug("what is in memory holds: %s", error.message)
        without[EVENTS_GONE] = None
