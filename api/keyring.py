"""The keys in force: given in the environment, or in a file that may change while the server runs."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from api.settings import ApiSettings, keys_in
from retrieval.errors import SettingsError

log = logging.getLogger(__name__)

LOOKED_AT_EVERY = 1.0
"""Seconds between two looks at a key file: so long a revoked key may still be taken."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens what, at this moment."""

    publishable: tuple[SecretStr, ...]
    secret: tuple[SecretStr, ...]

    def is_publishable(self, shown: str) -> bool:
        """In a time that does not depend on how much of a key was guessed, or which one."""
        return _among(shown, self.publishable)

    def is_secret(self, shown: str) -> bool:
        """As :meth:`is_publishable`."""
        return _among(shown, self.secret)


class Keyring:
    """``AISLE_PUBLISHABLE_KEYS`` and ``AISLE_SECRET_KEYS``, and the lines of ``AISLE_KEYS_FILE``.

    The file holds one key per line (``pk_…`` or ``sk_…``; ``#`` begins a comment) and is read again when it
    changes, so that a key is rotated by adding the new one, moving the callers, and taking the old one out.
    """

    def __init__(self, settings: ApiSettings, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises SettingsError: the key file cannot be read or holds what is no key."""
        self._settings = settings
        self._clock = clock
        self._seen: tuple[int, int, int] | None = None
        self._looked = clock()
        self._held = self._read()

    def now(self) -> Keys:
        """The keys in force. A broken edit of the file keeps the old ones, and is logged."""
        file = self._settings.keys_file
        if file is None or self._clock() - self._looked < LOOKED_AT_EVERY:
            return self._held
        self._looked = self._clock()
        try:
            if _identity(file) != self._seen:
                self._held = self._read()
                log.warning("keys read again from %s", file)
        except (SettingsError, OSError) as error:
            log.error("the key file was changed and cannot be used, the old keys stay: %s", error)
        return self._held

    def _read(self) -> Keys:
        settings, file = self._settings, self._settings.keys_file
        if file is None:
            return Keys(settings.publishable_keys, settings.secret_keys)
        try:
            self._seen = _identity(file)
            lines = file.read_text().splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"AISLE_KEYS_FILE: {file} cannot be read: {type(error).__name__}.") from None
        said = [line.partition("#")[0].strip() for line in lines]
        for number, key in enumerate(said, start=1):
            if key and (not key.startswith(("pk_", "sk_")) or len(key) < 4 or not key.isascii()):
                raise SettingsError(f"AISLE_KEYS_FILE: line {number} of {file} is neither pk_… nor sk_….")
        publishable = keys_in([key for key in said if key.startswith("pk_")], "pk_")
        secret = keys_in([key for key in said if key.startswith("sk_")], "sk_")
        return Keys((*settings.publishable_keys, *publishable), (*settings.secret_keys, *secret))


def _identity(file: Path) -> tuple[int, int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _among(shown: str, keys: Iterable[SecretStr]) -> bool:
    matches = [hmac.compare_digest(shown.encode(), key.get_secret_value().encode()) for key in keys]
    return any(matches)
