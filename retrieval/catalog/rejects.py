"""The rows that were set aside, beside the file they came from."""

from __future__ import annotations

from io import BufferedWriter
from pathlib import Path

import orjson

from retrieval.catalog.raw import BadRow
from retrieval.errors import FeedError

SUFFIX = ".rejects.jsonl"


class Rejects:
    """``FILE.rejects.jsonl``, or the same name in ``elsewhere`` where the file's folder is not writable.

    Written row by row; the file of an earlier run goes away, and there is none while nothing is rejected.
    A context manager.
    """

    def __init__(self, source: Path, elsewhere: Path) -> None:
        name = source.name + SUFFIX
        self._places = [source.with_name(name), elsewhere / name]
        self._file: BufferedWriter | None = None
        self.path: Path | None = None
        self.count = 0
        self.first: str | None = None
        """Why the first one was, with its line."""
        for place in self._places:
            try:
                place.unlink(missing_ok=True)
            except OSError:
                # A folder that may not be written to keeps its old file; the new one goes elsewhere.
                continue

    def __enter__(self) -> Rejects:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, bad: BadRow) -> None:
        """Raises FeedError when neither place can be written."""
        self.count += 1
        line = f"line {bad.line}"
        self.first = self.first or (bad.reason if line in bad.reason else f"{line}: {bad.reason}")
        file = self._file or self._opened()
        document = {"line": bad.line, "reason": bad.reason, "row": bad.row}
        file.write(
            orjson.dumps(document, default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)
        )

    def _opened(self) -> BufferedWriter:
        for place in self._places:
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._file = place.open("wb")
            except OSError:
                continue
            self.path = place
            return self._file
        raise FeedError(
            f"{self._places[0]}: the rejected rows cannot be written there nor in the data directory."
        )
