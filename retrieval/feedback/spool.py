"""What waits on disk while the database is out of reach: events, and lists and turns as they were served."""

from __future__ import annotations

import logging
import os
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

import orjson
from filelock import FileLock, Timeout

from retrieval.types import Event, KeptEvent

log = logging.getLogger(__name__)
FOLDER = "events-waiting"
SUFFIX = ".jsonl"
BATCH = 2000
T = TypeVar("T")


class Waiting(Generic[T]):
    """Files of one process, locked while it lives, so that nobody empties those of another.

    What a process that died left behind is taken up by the next one that starts. Safe to call from several
    threads.
    """

    def __init__(self, folder: Path, document: Callable[[T], Any], read: Callable[[Any], T]) -> None:
        """``document``: as JSON takes it; ``read``: from there, or ValueError where it is none."""
        self._folder = folder
        self._document = document
        self._read = read
        self._lock = threading.Lock()
        self._draining = threading.Lock()
        self._own: dict[Path, FileLock] = {}
        self._file: Path | None = None
        """Of our own, the one that is written to."""
        self._counts: dict[Path, int] = {}

    @property
    def waiting(self) -> int:
        """How many wait in this process's files."""
        with self._lock:
            return sum(self._counts.values())

    def add(self, kept: Sequence[T]) -> None:
        """On the disk when this returns. Raises OSError where the disk does not take it."""
        lines = b"".join(
            orjson.dumps(self._document(each), option=orjson.OPT_APPEND_NEWLINE) for each in kept
        )
        with self._lock:
            file = self._opened()
            with file.open("ab") as out:
                out.write(lines)
                out.flush()
                os.fsync(out.fileno())
            self._counts[file] = self._counts.get(file, 0) + len(kept)

    def drain(self, append: Callable[[Sequence[T]], object]) -> int:
        """Hand everything to ``append``, a batch at a time, in the order of adding; a file goes when all of
        it was taken.

        Raises what ``append`` raises; nothing is lost then, and a part may be handed over again.
        """
        done = 0
        with self._draining:
            with self._lock:
                # What is added meanwhile goes into another file.
                file, self._file = self._file, None
            try:
                for path in self._drainable():
                    with path.open("rb") as lines:
                        while batch := list(islice(self._kept(lines, path), BATCH)):
                            append(batch)
                            done += len(batch)
                    self._gone(path)
            finally:
                with self._lock:
                    if self._file is None and file in self._own:
                        self._file = file
        return done

    def left_behind(self) -> bool:
        """Whether any file waits, of this process or of another."""
        return self._folder.is_dir() and any(self._folder.glob(f"*{SUFFIX}"))

    def close(self) -> None:
        """The files stay, for the next process."""
        with self._lock:
            for held in self._own.values():
                held.release()
            self._own.clear()

    def _drainable(self) -> Iterator[Path]:
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob(f"*{SUFFIX}"), key=_age):
            if path == self._file:
                continue
            if path in self._own:
                yield path
                continue
            try:
                with FileLock(_lock_of(path), timeout=0):
                    yield path
                _lock_of(path).unlink(missing_ok=True)
            except Timeout:
                # Its process lives and empties it itself.
                continue

    def _gone(self, path: Path) -> None:
        path.unlink()
        with self._lock:
            self._counts.pop(path, None)
            held = self._own.pop(path, None)
        if held is not None:
            held.release()
            _lock_of(path).unlink(missing_ok=True)

    def _opened(self) -> Path:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{uuid.uuid4().hex}{SUFFIX}"
            lock = FileLock(_lock_of(path), thread_local=False)
            lock.acquire()
            self._file, self._own[path] = path, lock
        return self._file

    def _kept(self, lines: Iterator[bytes], path: Path) -> Iterator[T]:
        for line in lines:
            try:
                kept = self._read(orjson.loads(line))
            except (ValueError, LookupError):
                # The last line of a process that was cut off in the middle of it: it was never acknowledged.
                log.warning("a broken line in %s was passed over", path.name)
                continue
            yield kept


class Spool(Waiting[KeptEvent]):
    """Of events."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir / FOLDER, _document, _event)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except FileNotFoundError:
        return 0.0, path.name


def _document(kept: KeptEvent) -> dict[str, object]:
    return {
        "event": kept.event.model_dump(mode="json", exclude_none=True),
        "occurred_at": kept.occurred_at,
        "received_at": kept.received_at,
        "price": kept.price,
        "marks": kept.marks,
    }


def _event(held: Any) -> KeptEvent:
    event = Event.model_validate(held["event"])
    return KeptEvent(event, held["occurred_at"], held["received_at"], held["price"], tuple(held["marks"]))
