"""Lists and turns that were served while the database was away: on disk at once, stored when it is back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from retrieval.errors import StorageUnavailable
from retrieval.feedback.spool import Waiting

log = logging.getLogger(__name__)
FOLDER = "records-waiting"
DRAIN_SECONDS = 5.0
Kind: TypeAlias = Literal["ranking", "outcome", "turn"]


@dataclass(frozen=True, slots=True)
class Record:
    """Of a list, of what became of it, or of a turn."""

    kind: Kind
    id: str
    data: Any
    """As JSON; what of it is for its store to say."""


Store: TypeAlias = Callable[[Record], None]
"""Keeps one record; a second time nothing changes. Raises StorageUnavailable."""


class WaitingRecords:
    """Of one process; :meth:`close` it. A thread of its own stores what waits, in the order of adding."""

    def __init__(self, data_dir: Path, stores: Mapping[Kind, Store]) -> None:
        self._spool = Waiting(data_dir / FOLDER, asdict, lambda held: Record(**held))
        self._stores = stores
        self._ids: dict[tuple[Kind, str], None] = {}
        self._wake = threading.Event()
        self._over = threading.Event()
        if self._spool.left_behind():
            self._wake.set()
        self._thread = threading.Thread(target=self._run, name="waiting records", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Records of this process that wait on disk."""
        return self._spool.waiting

    def holds(self, kind: Kind, id_: str) -> bool:
        """Whether such a record of this process waits."""
        return (kind, id_) in self._ids

    def add(self, record: Record) -> bool:
        """Whether the disk took it; it is there when this returns."""
        try:
            self._spool.add([record])
        except OSError:
            log.exception("a %s could not be stored, nor kept on disk", record.kind)
            return False
        self._ids[record.kind, record.id] = None
        self._wake.set()
        return True

    def drain(self) -> int:
        """Store what waits, now; how much that was. Raises StorageUnavailable."""
        return self._spool.drain(self._stored)

    def close(self) -> None:
        """What waits stays on disk, for the next process."""
        self._over.set()
        self._wake.set()
        self._thread.join()
        self._spool.close()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while self._spool.left_behind():
                if self._over.wait(DRAIN_SECONDS):
                    return
                try:
                    stored = self.drain()
                except StorageUnavailable:
                    continue
                except Exception:  # what waits goes on waiting, and is tried again
                    log.exception("records that wait on disk could not be stored")
                    continue
                if stored:
                    log.warning("%d records of lists and turns that waited on disk are stored", stored)
                if self._spool.waiting == 0:
                    # What is left is of another process, which stores it itself.
                    break
            if self._over.is_set():
                return

    def _stored(self, records: Sequence[Record]) -> None:
        for record in records:
            try:
                self._stores[record.kind](record)
            except StorageUnavailable:
                raise
            except Exception:  # one that no database takes must not hold up the others
                log.exception("a %s that waited on disk was given up", record.kind)
            self._ids.pop((record.kind, record.id), None)
