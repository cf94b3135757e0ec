"""Who owns the data directory: embedded Chroma belongs to one process.

The operating system's lock decides, and goes away with its process however that ends. Beside it
``owner.json`` says who holds it and where it can be reached, for the line that a second process shows
and for handing rows to a running server.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import CatalogLocked, StorageUnavailable

LOCK_FILE = "aisle.lock"
OWNER_FILE = "owner.json"
PATIENCE_SECONDS = 0.3
"""Long enough to outwait someone who only looks who the owner is."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds the lock."""

    pid: int
    url: str | None
    """Where its HTTP interface answers, once it does; None for a process that serves nothing."""
    command: str
    """What it is, as a person would type it."""


class DataDirLock:
    """The lock of one data directory. A context manager; released in whatever thread."""

    def __init__(self, data_dir: Path, command: str) -> None:
        self._data_dir = data_dir
        self._command = command
        self._lock = _lock(data_dir)

    def acquire(self) -> None:
        """Raises:
        CatalogLocked: another process holds it; the line says which.
        StorageUnavailable: the directory cannot be written.
        """
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=PATIENCE_SECONDS)
        except Timeout:
            raise CatalogLocked(_who(self._data_dir, _read(self._data_dir))) from None
        except OSError:
            raise StorageUnavailable(
                f"The data directory {self._data_dir} cannot be written. "
                "Set AISLE_DATA_DIR to a folder you may write to."
            ) from None
        self._write(None)

    def announce(self, url: str) -> None:
        """The holder now answers at ``url``."""
        self._write(url)

    def release(self) -> None:
        """Nothing happens when it is not held."""
        if self._lock.is_locked:
            (self._data_dir / OWNER_FILE).unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> DataDirLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _write(self, url: str | None) -> None:
        owner = Owner(pid=os.getpid(), url=url, command=self._command)
        # Replaced whole: a reader never finds half of it.
        part = self._data_dir / f"{OWNER_FILE}.part"
        part.write_text(json.dumps(asdict(owner)), encoding="utf-8")
        part.replace(self._data_dir / OWNER_FILE)


def owner(data_dir: Path) -> Owner | None:
    """Who holds the lock now; None when nobody does, whatever an old ``owner.json`` says.

    Between taking the lock and saying so an owner is known by nothing: its ``pid`` is then 0.
    """
    if not (data_dir / LOCK_FILE).exists():
        return None
    lock = _lock(data_dir)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _read(data_dir) or Owner(pid=0, url=None, command="another process")
    except OSError:
        return None
    lock.release()
    return None


def _lock(data_dir: Path) -> FileLock:
    return FileLock(data_dir / LOCK_FILE, thread_local=False, preserve_lock_file=True)


def _read(data_dir: Path) -> Owner | None:
    try:
        return Owner(**json.loads((data_dir / OWNER_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _who(data_dir: Path, found: Owner | None) -> str:
    if found is None:
        return f"The data directory {data_dir} is in use by another process: wait for it, or stop it."
    at = f" at {found.url}" if found.url else ""
    return (
        f"The data directory {data_dir} is in use by `{found.command}` (process {found.pid}{at}): "
        "wait for it, stop it, or set AISLE_DATA_DIR to another folder."
    )
