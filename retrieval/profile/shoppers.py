"""What is known of a shopper right now: stated by them, and learned from every event so far."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from retrieval.ports import EventStore, ProfileStore
from retrieval.profile.fold import folded
from retrieval.types import UserProfile

REMEMBERED = 20_000
READ_ANEW_SECONDS = 300.0
"""So long what another process deleted may still be remembered here."""
_STATED = ("preferences", "region", "age_verified", "interests", "answers")
SESSION = "session:"
"""Begins the id under which is kept what a shopper stated before anybody knew who they are."""


@dataclass(slots=True)
class _Known:
    behaviour: UserProfile
    sequence: int
    """Of the last event folded in."""
    read_at: float
    """When all of it was read; seconds of a steady clock."""


class Shoppers:
    """Events are the only record of behaviour; this is a view of them that the next request finds up to date,
    whichever process took the event. Safe to call from several threads.

    Raises StorageUnavailable.
    """

    def __init__(self, profiles: ProfileStore, events: EventStore) -> None:
        self._profiles = profiles
        self._events = events
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str | None, str | None], _Known] = OrderedDict()
        self._told: OrderedDict[str | None, UserProfile | None] = OrderedDict()
        """By user, or by session where no user is known: the last answer."""

    def of(self, user_id: str | None, session_id: str | None = None) -> UserProfile | None:
        """The user, or whoever is behind the session where no user is known; None where nothing is known."""
        if user_id is None and session_id is None:
            return None
        key = (user_id, session_id)
        now = time.monotonic()
        with self._lock:
            known = self._known.get(key)
        if known is not None and now - known.read_at > READ_ANEW_SECONDS:
            known = None
        before = known.sequence if known is not None else 0
        behaviour = known.behaviour if known is not None else UserProfile(user_id=user_id or "")
        news = self._events.of_shopper(user_id, session_id, after=before)
        if news:
            behaviour = folded(behaviour, news)
            before = news[-1].sequence
        whole = _joined(behaviour, self._stated(user_id, session_id))
        with self._lock:
            self._known[key] = _Known(behaviour, before, known.read_at if known is not None else now)
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            self._told[user_id or session_id] = whole
            self._told.move_to_end(user_id or session_id)
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
        return whole

    def remembered(self, user_id: str | None, session_id: str | None = None) -> UserProfile | None:
        """As last told here, while nothing can be read. Never raises."""
        with self._lock:
            return self._told.get(user_id or session_id)

    def _stated(self, user_id: str | None, session_id: str | None) -> UserProfile | None:
        """What the user stated; where they answered nothing as such, the answers of this session."""
        stated = self._profiles.get(user_id) if user_id is not None else None
        if session_id is None or (stated is not None and stated.answers):
            return stated
        before = self._profiles.get(f"{SESSION}{session_id}")
        if before is None:
            return stated
        base = stated or UserProfile(user_id=user_id or "")
        return base.model_copy(update={"answers": before.answers, "interests": before.interests})

    def forget(self) -> None:
        """Everything is read anew: somebody was deleted, or the vectors are another model's."""
        with self._lock:
            self._known.clear()
            self._told.clear()


def _joined(behaviour: UserProfile, stated: UserProfile | None) -> UserProfile | None:
    if behaviour.first_seen is None:
        return stated
    if stated is None:
        return behaviour
    return behaviour.model_copy(update={name: getattr(stated, name) for name in _STATED})
