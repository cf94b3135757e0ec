"""What a server does by itself while it runs: it forgets what it was told to forget, and learns."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from datetime import timedelta

from api.house import House
from api.pages.rendering import environment
from api.pages.shop.departments import departments
from retrieval.errors import StorageUnavailable
from retrieval.settings import RetrievalSettings

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


async def warm(house: House) -> None:
    """What every page of the shop needs is made before the first visitor waits for it."""
    try:
        await asyncio.to_thread(departments, house.retrieval.recommender)
        await asyncio.to_thread(environment().get_template, "shop/home.html")
    except StorageUnavailable as error:
        log.warning("the departments were not looked up ahead: %s", error.message)


async def learn_anew(house: House) -> None:
    """Train every ``AISLE_TRAIN_EVERY_HOURS``, in a process of its own, until cancelled.

    A training takes a core for up to a minute: shoppers must not wait for it. All servers on the same
    database take the result up; let one of them train.
    """
    hours = house.retrieval.settings.train_every_hours
    while hours is not None:
        await asyncio.sleep(hours * 3600)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from api.cli import main; main()",
            "train",
            env=_environment(house.retrieval.settings),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            raise
        if process.returncode:
            lines = said.decode(errors="replace").strip().splitlines() or ["it said nothing"]
            log.error("the scheduled training failed: %s", lines[-1])


def _environment(settings: RetrievalSettings) -> dict[str, str]:
    """Of this server, whatever its settings came from."""
    out = {**os.environ, "AISLE_DATA_DIR": str(settings.data_dir)}
    if settings.database_url is not None:
        out["AISLE_DATABASE_URL"] = settings.database_url.get_secret_value()
    return out
