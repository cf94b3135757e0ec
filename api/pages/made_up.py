"""What the demo's own orders are called wherever a person might take them for a shop's."""

from __future__ import annotations

import logging

from retrieval.catalog.bundled.orders import DAYS_AGO, MADE_UP
from retrieval.errors import StorageUnavailable
from retrieval.ports import SettingStore

log = logging.getLogger(__name__)


def made_up(facts: SettingStore) -> str:
    """One sentence where past orders of this shop were made up for the demo; empty where none were."""
    try:
        number = facts.get(MADE_UP)
    except StorageUnavailable as error:
        # Its pages are still worth showing.
        log.warning("not known whether the orders are the demo's: %s", error.message)
        return ""
    if not number:
        return ""
    oldest, latest = max(DAYS_AGO), min(DAYS_AGO)
    return (
        f"Demo history: {int(number):,} orders of the {latest} to {oldest} days before this shop was set up "
        "are made up, so that its pages know what goes together."
    )
