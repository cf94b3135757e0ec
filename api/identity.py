"""Who a shopper is, said by the shop's own server and carried by the page (``X-Aisle-Identity``).

The token is ``<user id>.<expiry>.<signature>``: the user id as unpadded base64url of its UTF-8 bytes, the
expiry in seconds since 1970, and HMAC-SHA256 over ``aisle-identity.<user id>.<expiry>`` with one of
``AISLE_IDENTITY_SECRET``, as unpadded base64url. Any backend can make one in three lines.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Sequence

from pydantic import SecretStr

from api.limits import plain

LONGEST_TOKEN = 2048
LONGEST_USER_ID = 256


class IdentityRefused(Exception):
    """The token is not ours, was changed, or is too old; the message may be shown."""


def sign(user_id: str, secret: str, *, expires_in: float = 3600, now: float | None = None) -> str:
    """A token that says "this is ``user_id``" for ``expires_in`` seconds."""
    expiry = int((time.time() if now is None else now) + expires_in)
    said = f"{_text(user_id.encode())}.{expiry}"
    return f"{said}.{_signature(said, secret)}"


def verify(token: str, secrets: Sequence[SecretStr], *, now: float | None = None) -> str:
    """The user id that a token names.

    Raises:
        IdentityRefused: it is not ours, was changed, or has expired.
    """
    said, _, signature = token.rpartition(".")
    user, _, expiry = said.partition(".")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise IdentityRefused("X-Aisle-Identity is not a token of ours.")
    matches = [hmac.compare_digest(signature, _signature(said, s.get_secret_value())) for s in secrets]
    if not any(matches) or not expiry.isdecimal():
        raise IdentityRefused("X-Aisle-Identity was not signed with a secret of this server.")
    if int(expiry) <= (time.time() if now is None else now):
        raise IdentityRefused("X-Aisle-Identity has expired; have the shop's server sign a new one.")
    try:
        user_id = base64.urlsafe_b64decode(user + "=" * (-len(user) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        user_id = ""
    # As of any user id: it goes into columns and log lines as it is.
    if not 0 < len(user_id) <= LONGEST_USER_ID or not plain(user_id):
        raise IdentityRefused("X-Aisle-Identity names no user id.")
    return user_id


def _signature(said: str, secret: str) -> str:
    return _text(hmac.new(secret.encode(), f"aisle-identity.{said}".encode(), hashlib.sha256).digest())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
