"""Who is calling: a publishable key for what a page may do, a secret one for the rest."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Annotated, TypeAlias

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from api.problems import Problem
from api.settings import ApiSettings

_bearer = HTTPBearer(
    auto_error=False,
    description="`pk_…` (publishable) or `sk_…` (secret). Not needed where no key is configured.",
)
Given: TypeAlias = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


async def publishable(request: Request, given: Given) -> None:
    """Any key of ours. Raises :class:`Problem` (401)."""
    settings: ApiSettings = request.app.state.settings
    if settings.keyed and not _known(given, (*settings.publishable_keys, *settings.secret_keys)):
        raise Problem("unauthorized", "Send Authorization: Bearer pk_… (or sk_…).", headers=_CHALLENGE)


async def secret(request: Request, given: Given) -> None:
    """A secret key of ours. Raises :class:`Problem` (401 for a stranger, 403 for a publishable key)."""
    settings: ApiSettings = request.app.state.settings
    if not settings.keyed or _known(given, settings.secret_keys):
        return
    if _known(given, settings.publishable_keys):
        raise Problem("forbidden", "A publishable key may not do this; it takes a secret one (sk_…).")
    raise Problem("unauthorized", "Send Authorization: Bearer sk_….", headers=_CHALLENGE)


def _known(given: HTTPAuthorizationCredentials | None, keys: Iterable[SecretStr]) -> bool:
    """In a time that does not depend on how much of a key was guessed, or which one."""
    if given is None:
        return False
    shown = given.credentials.encode()
    matches = [hmac.compare_digest(shown, key.get_secret_value().encode()) for key in keys]
    return any(matches)
