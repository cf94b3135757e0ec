"""The event log: acknowledged means on the disk; many waiting events are one commit.

submit ─► queue ─► one thread: screen ─► commit ─► listeners ─► acknowledged
                                          └ store gone: spool on disk, drained later
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from retrieval.errors import EventsRefused, StorageUnavailable
from retrieval.feedback.intake import screened
from retrieval.feedback.spool import Spool
from retrieval.ports import EventStore
from retrieval.types import Event, KeptEvent, Mark

log = logging.getLogger(__name__)
ONE_COMMIT = 2000
"""Events per commit, about."""
LINGER_SECONDS = 0.003
"""Added to the time until an event is acknowledged; each commit costs the interpreter about half of that."""
WAITING_MOST = 50_000
"""Events in memory; more are refused with a clear word instead of growing for ever."""
DRAIN_SECONDS = 5.0
REMEMBERED_RANKINGS = 20_000


class KnownRankings(Protocol):
    """Which lists were served; a :class:`retrieval.ports.RankingStore` is one."""

    def known(self, ranking_ids: Sequence[str]) -> set[str]: ...


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the events of one submission."""

    accepted: int
    duplicates: int
    """Their ids are in the log already, from this submission or an earlier one."""
    marks: Mapping[Mark, int]
    waiting: bool = False
    """On disk, and not in the event store yet."""


@dataclass(slots=True)
class _Submission:
    events: Sequence[Event]
    imported: bool
    done: Future[Appended] = field(default_factory=Future)


class EventLog:
    """Safe to call from several threads; :meth:`close` it."""

    def __init__(
        self,
        store: EventStore,
        rankings: KnownRankings,
        prices: Callable[[Sequence[str]], Mapping[str, float | None]],
        spool: Spool,
        clock: Callable[[], datetime],
    ) -> None:
        """``prices``: of the products that the catalog has, product id → price of one piece."""
        self._store = store
        self._rankings = rankings
        self._prices = prices
        self._spool = spool
        self._clock = clock
        self._queue: queue.SimpleQueue[_Submission | None] = queue.SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self._known: dict[str, None] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="event log", daemon=True)
        self._thread.start()

    @property
    def spooled(self) -> int:
        """Events that wait on disk for the event store to come back."""
        return self._spool.waiting

    def submit(self, events: Sequence[Event], *, imported: bool = False) -> Future[Appended]:
        """The future is done once the events are durable.

        Raises (from the future as well):
            EventsRefused: too many wait already, or the log was closed; nothing of these is kept.
            StorageUnavailable: neither the store nor the disk took them.
        """
        with self._lock:
            if self._closed:
                raise EventsRefused("The event log is closed; the server is shutting down.")
            if self._waiting and self._waiting + len(events) > WAITING_MOST:
                raise EventsRefused("Too many events are waiting to be stored; send them again in a moment.")
            self._waiting += len(events)
            submission = _Submission(events, imported)
            self._queue.put(submission)
        return submission.done

    def append(self, events: Sequence[Event], *, imported: bool = False) -> Appended:
        """As :meth:`submit`, and wait."""
        return self.submit(events, imported=imported).result()

    def drain(self) -> int:
        """Store what waits on disk, now; how much that was. Raises StorageUnavailable."""
        return self._spool.drain(self._store.append)

    def close(self) -> None:
        """Everything submitted is stored first."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        self._spool.close()

    def _run(self) -> None:
        open_ = True
        while open_:
            group, open_ = self._next()
            with self._lock:
                self._waiting -= sum(len(each.events) for each in group)
            if group:
                self._commit(group)
            if self._spool.left_behind():
                self._drain()

    def _next(self) -> tuple[list[_Submission], bool]:
        """Whatever waits now, up to a commit's worth; and whether more may come."""
        group: list[_Submission] = []
        size = 0
        try:
            timeout = DRAIN_SECONDS if self._spool.left_behind() else None
            while size < ONE_COMMIT:
                item = self._queue.get(timeout=timeout) if not group else self._queue.get_nowait()
                if item is None:
                    return group, False
                if not group:
                    # Others who write now share the commit.
                    time.sleep(LINGER_SECONDS)
                group.append(item)
                size += len(item.events)
        except queue.Empty:
            pass
        return group, True

    def _commit(self, group: Sequence[_Submission]) -> None:
        try:
            kept = self._screened(group)
            flat = [event for events in kept for event in events]
            try:
                new: set[str] | None = self._store.append(flat)
            except StorageUnavailable as error:
                log.warning("events wait on disk: %s", error.message)
                self._spool.add(flat)
                new = None
        except OSError:
            log.exception("events could not be stored, nor kept on disk")
            self._refuse(
                group, StorageUnavailable("Neither the database nor the data directory takes events.")
            )
        except Exception as error:  # whoever waits must hear of it, and the log goes on
            log.exception("events could not be stored")
            self._refuse(group, error)
        else:
            for each, events in zip(group, kept, strict=True):
                each.done.set_result(_appended(events, new))

    def _screened(self, group: Sequence[_Submission]) -> list[list[KeptEvent]]:
        """Of all submissions at once: the catalog and the lists are asked once per commit."""
        now = self._clock().timestamp()
        products = {e.product_id for each in group for e in each.events if e.product_id is not None}
        cited = {e.ranking_id for each in group for e in each.events if e.ranking_id is not None}
        try:
            prices, known = self._prices(list(products)), self._known_rankings(cited)
        except StorageUnavailable:
            # Nobody can say what is unknown now; what is on disk is not marked for it.
            prices, known = dict.fromkeys(products), cited
        return [
            screened(each.events, now=now, prices=prices, known_rankings=known, imported=each.imported)
            for each in group
        ]

    def _known_rankings(self, ids: set[str]) -> set[str]:
        asked = [key for key in ids if key not in self._known]
        if asked:
            for key in self._rankings.known(asked):
                self._known[key] = None
            while len(self._known) > REMEMBERED_RANKINGS:
                del self._known[next(iter(self._known))]
        return ids & self._known.keys()

    def _drain(self) -> None:
        try:
            drained = self.drain()
        except StorageUnavailable:
            return
        except Exception:  # what waits goes on waiting; new events must not
            log.exception("events that wait on disk could not be stored")
            return
        if drained:
            log.warning("%d events that waited on disk are stored", drained)

    @staticmethod
    def _refuse(group: Sequence[_Submission], error: Exception) -> None:
        for each in group:
            each.done.set_exception(error)


def _appended(kept: Sequence[KeptEvent], new: set[str] | None) -> Appended:
    """``new`` loses the ids that are counted here: of two submissions with one id the first was it."""
    marks: dict[Mark, int] = {}
    accepted = 0
    for each in kept:
        if new is not None and each.event.event_id not in new:
            continue
        if new is not None:
            new.discard(each.event.event_id)
        accepted += 1
        for mark in each.marks:
            marks[mark] = marks.get(mark, 0) + 1
    return Appended(accepted, len(kept) - accepted, marks, waiting=new is None)
