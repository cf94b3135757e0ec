"""Ids that cannot be guessed, and that hold no ``:`` (an event id is ``<turn_id>:<seq>``)."""

from __future__ import annotations

import secrets

_BYTES = 18  # 144 bits, 24 letters


def new_turn_id() -> str:
    """An id for one turn, ``t_…``."""
    return f"t_{secrets.token_urlsafe(_BYTES)}"


def new_session_id() -> str:
    """An id for one conversation, ``s_…``: whoever knows it may read the conversation."""
    return f"s_{secrets.token_urlsafe(_BYTES)}"
