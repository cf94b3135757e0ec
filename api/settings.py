"""Who may call, from where, and how much they may send (``AISLE_*``, see the contract)."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from retrieval.settings import AisleSettings

Keys = Annotated[tuple[SecretStr, ...], NoDecode]
SHORTEST_SECRET = 16
Limit = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}/(second|minute|hour|day)$")]


class ApiSettings(AisleSettings):
    """The faces. With no key configured the server stays on loopback."""

    publishable_keys: Keys = ()
    """Comma-separated ``pk_…``: safe in a page."""
    secret_keys: Keys = ()
    """Comma-separated ``sk_…``: writes and traces; never leaves a server."""
    keys_file: Path | None = None
    """Further keys, one a line; read again when it changes, so that keys rotate without a restart."""
    identity_secret: Keys = ()
    """Comma-separated secrets that sign shoppers (``X-Aisle-Identity``); each of them is taken."""
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Comma-separated origins whose pages may call the API, e.g. ``https://shop.example``. Each is taken
    exactly as a browser says it: scheme, host and port; no pattern stands for several."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Comma-separated addresses or networks of proxies whose ``X-Forwarded-For`` and ``-Proto`` are believed.
    Unset: nobody's, and the address of a caller is that of its connection."""
    log_format: Literal["text", "json"] = "text"
    """``json``: one object a line, for whoever collects them."""
    limit_key: Limit = "6000/minute"
    """Requests per publishable or secret key, as ``<count>/<second|minute|hour|day>``: so many at once, and
    as many again over that time, evenly."""
    limit_shopper: Limit = "120/minute"
    """Requests per signed shopper."""
    limit_address: Limit = "600/minute"
    """Requests per network address (of IPv6: per /64 network), but for those with a secret key."""
    limit_sign_in: Limit = "10/minute"
    """Attempts to sign in to the console, per network address."""
    streams_per_shopper: Annotated[int, Field(ge=1)] = 8
    """Streams open at once per shopper (per address where the shopper is not signed)."""
    max_body_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024
    """Of any request but a product write."""
    max_products_body_bytes: Annotated[int, Field(ge=1024)] = 64 * 1024 * 1024
    """Of one ``PUT /v1/products``."""
    heartbeat: Annotated[float, Field(gt=0, le=300)] = 15.0
    """Seconds between two comments that keep a silent stream open through proxies."""
    reading_timeout: Annotated[float, Field(gt=0, le=600)] = 30.0
    """Seconds in which a caller takes not one byte of what waits for it; then its connection is cut."""

    @field_validator("publishable_keys", mode="before")
    @classmethod
    def _publishable(cls, value: object) -> object:
        return keys_in(value, "pk_")

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _secret(cls, value: object) -> object:
        return keys_in(value, "sk_")

    @field_validator("identity_secret", mode="before")
    @classmethod
    def _long_enough(cls, value: object) -> object:
        secrets = keys_in(value, "")
        if any(len(secret.get_secret_value()) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"takes {SHORTEST_SECRET} characters or more, e.g. from: openssl rand -hex 32")
        return secrets

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        return tuple(_origin(given) for given in _listed(value))

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        given = _listed(value)
        for network in given:
            try:
                ipaddress.ip_network(network)
            except ValueError:
                raise ValueError("must be addresses or networks such as 10.0.0.0/8") from None
        return given

    @property
    def keyed(self) -> bool:
        """Whether callers must show a key."""
        return bool(self.publishable_keys or self.secret_keys or self.keys_file)


def _origin(given: str) -> str:
    """An origin as browsers send it. Raises ValueError: it is none, or stands for several."""
    parts = urlsplit(given.rstrip("/").lower())
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not bare or "*" in given:
        raise ValueError("must be origins such as https://shop.example, separated by commas")
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(value) if isinstance(value, list | tuple) else ()


def keys_in(value: object, prefix: str) -> tuple[SecretStr, ...]:
    """Keys from a comma-separated text or a list. Raises ValueError: one does not begin with ``prefix``."""
    plain = [key.get_secret_value() if isinstance(key, SecretStr) else str(key) for key in _listed(value)]
    if any(not key.startswith(prefix) or len(key) == len(prefix) for key in plain):
        raise ValueError(f"every key must start with {prefix}")
    return tuple(SecretStr(key) for key in plain)
