"""Ids that cannot be guessed, and that hold no ``:`` (an event id is ``<turn_id>:<seq>``)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

_BYTES = 18  # 144 bits, 24 letters
_MARK = 9
_SESSION = "s_"


def new_turn_id() -> str:
    """An id for one turn, ``t_…``."""
    return f"t_{secrets.token_urlsafe(_BYTES)}"


def new_session_id() -> str:
    """An id for one conversation, ``s_…``: whoever knows it may read the conversation."""
    return f"{_SESSION}{secrets.token_urlsafe(_BYTES)}"


class SessionIds:
    """Ids of conversations as the servers of one installation make them, and know them again without looking
    anything up: 144 random bits, and a mark of 72 that nobody can make who has not the secret."""

    def __init__(self, secret: bytes) -> None:
        """``secret``: the same for every server of the installation."""
        self._secret = secret

    def new(self) -> str:
        """One that nobody had before."""
        chance = secrets.token_bytes(_BYTES)
        return _SESSION + base64.urlsafe_b64encode(chance + self._mark(chance)).decode()

    def ours(self, session_id: str) -> bool:
        """Whether it was made here. One that a page or a shop made up may be guessed by others."""
        try:
            held = base64.b64decode(session_id.removeprefix(_SESSION), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return False
        chance, mark = held[:_BYTES], held[_BYTES:]
        return session_id.startswith(_SESSION) and hmac.compare_digest(mark, self._mark(chance))

    def _mark(self, chance: bytes) -> bytes:
        return hmac.digest(self._secret, b"aisle-session." + chance, hashlib.sha256)[:_MARK]
