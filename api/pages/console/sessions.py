"""Who is signed in to the console.

The secret key is shown once, at sign-in, and exchanged for a cookie that names no key: a random part, an
expiry, and both signed with that key. So a key that is taken out of force takes its sessions with it, several
servers agree without talking, and nothing in a page or a browser's storage is worth stealing. Who signs out
is remembered until the cookie would have expired by itself.

Every form carries a token made from the random part, which no other site can read; a request that comes from
another origin is refused before that is looked at.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from pydantic import SecretStr

from retrieval.ports import SettingStore

COOKIE = "aisle_console"
PATH = "/console"
HOURS = 8.0
_NONCE = re.compile(r"[A-Za-z0-9_-]{32}")
_SIGNED_OUT = "console_signed_out:"
Clock: TypeAlias = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in; where no key is configured, one browser."""

    nonce: str
    expires: int | None
    """Seconds since 1970; None where no key is configured: it lives as long as the browser."""
    cookie: str

    @property
    def token(self) -> str:
        """What the forms of this session carry."""
        return hashlib.sha256(f"aisle-console-form.{self.nonce}".encode()).hexdigest()

    def admits(self, token: str) -> bool:
        """Whether a form is one of this session."""
        return hmac.compare_digest(token.encode(), self.token.encode())


def opened() -> Session:
    """For a browser on this machine, where no key is configured."""
    nonce = secrets.token_urlsafe(24)
    return Session(nonce, None, nonce)


def signed_in(
    key: str, keys: tuple[SecretStr, ...], clock: Callable[[], float] = time.time
) -> Session | None:
    """A session for whoever shows one of the secret keys; None for everybody else."""
    matches = [held for held in keys if hmac.compare_digest(key.encode(), held.get_secret_value().encode())]
    if not matches:
        return None
    nonce, expires = secrets.token_urlsafe(24), int(clock() + HOURS * 3600)
    return Session(nonce, expires, f"{nonce}.{expires}.{_signature(nonce, expires, matches[0])}")


def session_in(
    cookie: str,
    keys: tuple[SecretStr, ...] | None,
    facts: SettingStore,
    clock: Callable[[], float] = time.time,
) -> Session | None:
    """The session that a cookie stands for; ``keys`` None: no key is configured.

    Raises StorageUnavailable.
    """
    nonce, _, rest = cookie.partition(".")
    if not _NONCE.fullmatch(nonce):
        return None
    if keys is None:
        return Session(nonce, None, cookie) if not rest else None
    said, _, signature = rest.partition(".")
    if not said.isdecimal() or len(said) > 12 or int(said) <= clock():
        return None
    expected = [_signature(nonce, int(said), key).encode() for key in keys]
    matches = [hmac.compare_digest(signature.encode(), each) for each in expected]
    if not any(matches):
        return None
    if facts.get(_SIGNED_OUT + _digest(nonce)) is not None:
        return None
    return Session(nonce, int(said), cookie)


def sign_out(session: Session, facts: SettingStore) -> None:
    """The cookie opens nothing from now on, whoever has a copy. Raises StorageUnavailable."""
    if session.expires is not None:
        facts.set(_SIGNED_OUT + _digest(session.nonce), str(session.expires))


def same_origin(request: Request) -> bool:
    """Whether a form was sent by a page of ours: browsers say where from on every POST."""
    origin = request.headers.get("origin", "")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    try:
        return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:
        return False


def keep(response: Response, session: Session, *, secure: bool) -> Response:
    """The answer, with the session's cookie."""
    age = None if session.expires is None else max(0, int(session.expires - time.time()))
    response.set_cookie(
        COOKIE, session.cookie, max_age=age, path=PATH, httponly=True, samesite="strict", secure=secure
    )
    return response


def forget(response: Response, *, secure: bool) -> Response:
    """The answer, with the cookie taken back."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict", secure=secure)
    return response


def _signature(nonce: str, expires: int, key: SecretStr) -> str:
    said = f"aisle-console.{nonce}.{expires}".encode()
    return hmac.new(key.get_secret_value().encode(), said, hashlib.sha256).hexdigest()


def _digest(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()[:40]
