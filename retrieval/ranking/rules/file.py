"""The rules in force: a file that may be edited while shoppers are served."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from retrieval.errors import RulesError, SettingsError, unusable
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.ranking.rules.load import bundled, compiled

log = logging.getLogger(__name__)
LOOKED_AT_EVERY = 1.0
"""Seconds between two looks at the file."""


class RulesFile:
    """Call it for the rules in force. Safe to share between threads."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        """``path`` None: the bundled rules.

        Raises:
            SettingsError: the file cannot be read.
            RulesError: it cannot be used.
        """
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = clock()
        self.problem: str | None = None
        """What is wrong with the file as it is now, where older rules stay in force."""
        self._seen = self._identity() if path else None
        self._rules = self._read() if path else bundled()

    def __call__(self) -> CompiledRules:
        """A changed file is read at once; a broken one keeps the old rules, and is logged once."""
        if self._path is None or self._clock() - self._looked < LOOKED_AT_EVERY:
            return self._rules
        with self._lock:
            self._looked = self._clock()
            try:
                if (now := self._identity()) != self._seen:
                    self._seen = now
                    self._rules = self._read()
                    self.problem = None
                    log.warning("rules %s are in force", self._rules.version)
            except (RulesError, SettingsError) as error:
                if error.message != self.problem:
                    log.error("the rules stay %s: %s", self._rules.version, error.message)
                self.problem = error.message
        return self._rules

    @property
    def path(self) -> Path | None:
        """The file; None: the bundled rules."""
        return self._path

    def reload(self) -> CompiledRules:
        """As a call, without waiting for the next look."""
        self._looked = -LOOKED_AT_EVERY * 2
        return self()

    def _read(self) -> CompiledRules:
        assert self._path is not None
        try:
            return compiled(self._path.read_text(encoding="utf-8"), self._path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(error) from None

    def _identity(self) -> tuple[int, int, int]:
        assert self._path is not None
        try:
            found = self._path.stat()
        except OSError as error:
            raise self._unreadable(error) from None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _unreadable(self, error: OSError | UnicodeDecodeError) -> SettingsError:
        return SettingsError(f"AISLE_RULES: {self._path} cannot be read ({unusable(error)}).")
