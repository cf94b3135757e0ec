"""Learning beside the answers: the models are read while the first shoppers are served, and a new ranker is
taken up when a training has left one."""

from __future__ import annotations

import logging
import threading

from retrieval.behaviour.job import TRAINED, every_product, stored_factors, stored_ranker
from retrieval.behaviour.live import LiveBehaviour
from retrieval.errors import StorageUnavailable
from retrieval.ports import ProductStore, SettingStore

log = logging.getLogger(__name__)
LOOKED_AT_EVERY = 2.0
"""Seconds between two looks for a new ranker."""
AGAIN_AFTER = 60.0
"""Seconds, where something broke that nobody foresaw."""
WORDS_OF = 200_000
"""Products up to which their words are read as well."""


class Learning:
    """A thread of its own; :meth:`close` it."""

    def __init__(self, behaviour: LiveBehaviour, products: ProductStore, facts: SettingStore) -> None:
        self._behaviour = behaviour
        self._products = products
        self._facts = facts
        self._trained: str | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="learning", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Waits for what is being read."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._take_up()
            except StorageUnavailable as error:
                log.warning("behaviour is not learned from for now: %s", error.message)
            except Exception:  # lists are served without it
                log.exception("behaviour cannot be learned from; tried again in %.0f s", AGAIN_AFTER)
                self._over.wait(AGAIN_AFTER)
            self._over.wait(LOOKED_AT_EVERY)

    def _take_up(self) -> None:
        trained = self._facts.get(TRAINED) or ""
        if trained == self._trained:
            return
        # Everything is read anew: what was deleted since is gone from the models as well.
        described = self._products.count() <= WORDS_OF
        self._behaviour.load(every_product(self._products) if described else ())
        self._behaviour.use(stored_ranker(self._facts), stored_factors(self._facts))
        self._trained = trained
