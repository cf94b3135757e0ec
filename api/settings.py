"""Who may call, from where, and how much they may send (``AISLE_*``, see the contract)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    """Comma-separated origins whose pages may call the API, e.g. ``https://shop.example``."""
    limit_key: Limit = "6000/minute"
    """Requests per publishable or secret key, as ``<count>/<second|minute|hour|day>``."""
    limit_shopper: Limit = "120/minute"
    """Requests per signed shopper."""
    limit_address: Limit = "600/minute"
    """Requests per network address, but for those with a secret key."""
    streams_per_shopper: Annotated[int, Field(ge=1)] = 8
    """Streams open at once per shopper (per address where the shopper is not signed)."""
    max_body_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024
    """Of any request but a product write."""
    max_products_body_bytes: Annotated[int, Field(ge=1024)] = 64 * 1024 * 1024
    """Of one ``PUT /v1/products``."""

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
        origins = _listed(value)
        for origin in origins:
            if origin != "*" and not origin.startswith(("http://", "https://")):
                raise ValueError("must be origins such as https://shop.example, separated by commas")
        return tuple(origin.rstrip("/") for origin in origins)

    @property
    def keyed(self) -> bool:
        """Whether callers must show a key."""
        return bool(self.publishable_keys or self.secret_keys or self.keys_file)


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
