"""History into the event log: batch by batch, broken rows set aside."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow
from retrieval.catalog.rejects import Rejects
from retrieval.feedback.history import HistoryReader
from retrieval.feedback.log import Appended
from retrieval.types import Event

BATCH = 2000
Append: TypeAlias = Callable[[Sequence[Event]], Appended]


@dataclass(slots=True)
class EventImport:
    """What became of the rows so far."""

    read: int = 0
    added: int = 0
    known: int = 0
    """In the log already."""
    rejected: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    bytes_read: int = 0
    seconds: float = 0.0
    rejects_path: Path | None = None


def import_events(
    path: Path,
    append: Append,
    *,
    data_dir: Path,
    progress: Callable[[EventImport], None] = lambda _: None,
) -> EventImport:
    """Every good row once, however often the file is imported; ``FILE.rejects.jsonl`` holds the others.

    Raises:
        FeedError: the file cannot be read, or names no columns that events have.
        AisleError: the log does not take events.
    """
    out, started = EventImport(), time.perf_counter()
    source = Source(path)
    batch: list[Event] = []

    def flush() -> None:
        done = append(batch)
        out.added += done.accepted
        out.known += done.duplicates
        for mark, count in done.marks.items():
            if mark != "imported":
                out.marks[mark] = out.marks.get(mark, 0) + count
        out.bytes_read = source.position()
        out.seconds = time.perf_counter() - started
        batch.clear()
        progress(out)

    try:
        with Rejects(path, data_dir) as rejects:
            for row in HistoryReader(source).events():
                out.read += 1
                if isinstance(row, BadRow):
                    rejects.add(row)
                    out.rejected += 1
                    continue
                batch.append(row)
                if len(batch) == BATCH:
                    flush()
            if batch:
                flush()
            out.rejects_path = rejects.path
    finally:
        source.close()
    out.seconds = time.perf_counter() - started
    return out
