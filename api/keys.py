"""Who is calling: a publishable key for what a page may do, a secret one for the rest, a signed shopper.

A publishable key stands in the page for everyone to read, so it alone never speaks for a named shopper:
that takes a signed identity (``X-Aisle-Identity``) of this very shopper, or a secret key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal, TypeAlias

from fastapi import Header, Query, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import Scope

from api.identity import IdentityRefused, verify
from api.keyring import Keyring
from api.limits import address_of
from api.problems import Problem
from api.rates import Rates
from api.settings import ApiSettings

_bearer = HTTPBearer(
    auto_error=False,
    description="`pk_…` (publishable) or `sk_…` (secret). Not needed where no key is configured.",
)
Given: TypeAlias = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
Identity: TypeAlias = Annotated[
    str | None,
    Header(
        alias="X-Aisle-Identity",
        description="The shopper, signed by the shop's server: `<user id>.<expiry>.<signature>`.",
    ),
]
CHARGED = "aisle.charged"
"""In the scope of a request that its caller was already charged for."""
CALLER = "aisle.caller"
"""In the scope of a request that goes on to another app: who makes it."""
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from."""

    kind: Literal["open", "publishable", "secret"]
    """``open``: no key is configured, and only this machine can call."""
    user_id: str | None = None
    """The shopper whom a signed identity names."""
    key: str = ""
    """The key that was shown; never logged."""
    address: str = ""

    @property
    def shopper(self) -> str:
        """Who is behind the request, as far as one can tell; for limits alone."""
        return self.user_id or self.address

    def speak_for(self, user_id: str | None) -> str | None:
        """The shopper that this request is about: the one named, or the one signed.

        Raises:
            Problem: it names a shopper whom the caller may not speak for.
        """
        if user_id is None:
            return self.user_id
        if self.kind == "publishable" and self.user_id != user_id:
            raise Problem(
                "forbidden",
                "A publishable key speaks for a shopper only with that shopper's signed X-Aisle-Identity.",
            )
        return user_id


async def publishable(request: Request, given: Given, identity: Identity = None) -> Caller:
    """Any key of ours. Raises :class:`Problem` (401, 429)."""
    return await _caller(request, given, identity)


async def beacon(
    request: Request,
    given: Given,
    identity: Identity = None,
    key: Annotated[
        str | None,
        Query(description="A publishable key, for `navigator.sendBeacon`, which carries no header."),
    ] = None,
) -> Caller:
    """As :func:`publishable`; a publishable key, and no other, may stand in the address as well."""
    if given is None and key is not None and key.startswith("pk_"):
        given = HTTPAuthorizationCredentials(scheme="Bearer", credentials=key)
    return await _caller(request, given, identity)


async def secret(request: Request, given: Given) -> Caller:
    """A secret key of ours. Raises :class:`Problem` (401 for a stranger, 403 for a publishable key)."""
    caller = await _caller(request, given, None)
    if caller.kind == "publishable":
        raise Problem("forbidden", "A publishable key may not do this; it takes a secret one (sk_…).")
    return caller


async def own_shopper(request: Request, given: Given, identity: Identity = None) -> Caller:
    """For ``/v1/users/{user_id}``: a secret key, or any key with this shopper's signed identity.

    Raises :class:`Problem` (401, 403).
    """
    caller = await _caller(request, given, identity)
    caller.speak_for(request.path_params.get("user_id"))
    return caller


async def _caller(
    request: Request, given: HTTPAuthorizationCredentials | None, identity: str | None
) -> Caller:
    settings: ApiSettings = request.app.state.settings
    address = address_of(request.scope)
    if not settings.keyed:
        return Caller("open", _signed(identity, settings), address=address)
    keyring: Keyring = request.app.state.keyring
    keys = keyring.now()
    shown = given.credentials if given is not None else ""
    is_secret, is_publishable = keys.is_secret(shown), keys.is_publishable(shown)
    if not is_secret and not is_publishable:
        # Whoever guesses keys runs out of guesses.
        await request.app.state.rates.charge(address=address)
        raise Problem("unauthorized", "Send Authorization: Bearer pk_… (or sk_…).", headers=_CHALLENGE)
    caller = Caller("secret" if is_secret else "publishable", key=shown, address=address)
    try:
        caller = replace(caller, user_id=_signed(identity, settings))
    finally:
        # Also for a wrong identity: whoever guesses those runs out as well.
        await charge(request.scope, caller)
    return caller


async def charge(scope: Scope, caller: Caller) -> None:
    """One request of this caller, counted once however often it is asked. Raises :class:`Problem` (429)."""
    if caller.kind == "open" or scope.get(CHARGED):
        return
    scope[CHARGED] = True
    rates: Rates = scope["app"].state.rates
    if caller.kind == "publishable":
        await rates.charge(address=caller.address)
    await rates.charge(key=caller.key, **({"shopper": caller.user_id} if caller.user_id else {}))


def _signed(identity: str | None, settings: ApiSettings) -> str | None:
    if identity is None:
        return None
    if not settings.identity_secret:
        raise Problem(
            "unauthorized", "This server takes no X-Aisle-Identity: AISLE_IDENTITY_SECRET is not set."
        )
    try:
        return verify(identity, settings.identity_secret)
    except IdentityRefused as error:
        raise Problem("unauthorized", str(error)) from None
