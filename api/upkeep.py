"""What a server does by itself while it runs: it forgets what it was told to forget."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from api.house import House
from retrieval.errors import StorageUnavailable

log = logging.getLogger(__name__)
EVERY_SECONDS = 3600.0


async def forget_for_good(house: House, every: float = EVERY_SECONDS) -> None:
    """Delete what is older than ``AISLE_RETENTION_DAYS``, now and every hour, until cancelled."""
    days = house.retrieval.settings.retention_days
    if days is None:
        return
    while True:
        before = (house.retrieval.clock() - timedelta(days=days)).timestamp()
        try:
            gone = await asyncio.to_thread(house.retrieval.privacy.purge, before)
        except StorageUnavailable as error:
            log.warning("what is too old could not be deleted: %s", error.message)
        else:
            if any(gone.values()):
                log.warning("deleted what was older than %d days: %s", days, gone)
                house.retrieval.shoppers.forget()
        await asyncio.sleep(every)
