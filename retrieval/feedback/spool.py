"""Where events wait on disk while the event store is out of reach."""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from retrieval.types import Event, KeptEvent

log = logging.getLogger(__name__)
FOLDER = "events-waiting"
SUFFIX = ".jsonl"
BATCH = 2000


class Spool:
    """One file per process, locked while it lives, so that nobody empties the file of another.

    What a process that died left behind is taken up by the next one that starts.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER
        self._file: Path | None = None
        self._lock: FileLock | None = None
        self.waiting = 0
        """Events that wait in this process's file."""

    def add(self, kept: Sequence[KeptEvent]) -> None:
        """On the disk when this returns. Raises OSError where the disk does not take it."""
        file = self._opened()
        lines = b"".join(orjson.dumps(_document(each), option=orjson.OPT_APPEND_NEWLINE) for each in kept)
        with file.open("ab") as out:
            out.write(lines)
            out.flush()
            os.fsync(out.fileno())
        self.waiting += len(kept)

    def drain(self, append: Callable[[Sequence[KeptEvent]], object]) -> int:
        """Hand everything to ``append``, a batch at a time; the files go when all of it was taken.

        Raises what ``append`` raises; nothing is lost then, and what was taken is taken once (by its id).
        """
        done = 0
        for path in self._drainable():
            with path.open("rb") as lines:
                while batch := list(islice(_events(lines, path), BATCH)):
                    append(batch)
                    done += len(batch)
            path.unlink()
        self.waiting = 0
        return done

    def left_behind(self) -> bool:
        """Whether any file waits, of this process or of another."""
        return self._folder.is_dir() and any(self._folder.glob(f"*{SUFFIX}"))

    def close(self) -> None:
        """The file stays, for the next process."""
        if self._lock is not None:
            self._lock.release()

    def _drainable(self) -> Iterator[Path]:
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            if path == self._file:
                yield path
                continue
            try:
                with FileLock(_lock_of(path), timeout=0):
                    yield path
                _lock_of(path).unlink(missing_ok=True)
            except Timeout:
                # Its process lives and empties it itself.
                continue

    def _opened(self) -> Path:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{uuid.uuid4().hex}{SUFFIX}"
            lock = FileLock(_lock_of(path))
            lock.acquire()
            self._file, self._lock = path, lock
        return self._file


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _document(kept: KeptEvent) -> dict[str, object]:
    return {
        "event": kept.event.model_dump(mode="json", exclude_none=True),
        "occurred_at": kept.occurred_at,
        "received_at": kept.received_at,
        "price": kept.price,
        "marks": kept.marks,
    }


def _events(lines: Iterator[bytes], path: Path) -> Iterator[KeptEvent]:
    for line in lines:
        try:
            held = orjson.loads(line)
            event = Event.model_validate(held["event"])
        except ValueError:
            # The last line of a process that was cut off in the middle of it: it was never acknowledged.
            log.warning("a broken line in %s was passed over", path.name)
            continue
        yield KeptEvent(event, held["occurred_at"], held["received_at"], held["price"], tuple(held["marks"]))
