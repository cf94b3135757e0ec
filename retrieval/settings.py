"""Where the data lives and which embedding model is used (``AISLE_*``, see the contract)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingsError

S = TypeVar("S", bound="AisleSettings")


class AisleSettings(BaseSettings):
    """Base of every room's settings: read from the environment, refused with one clear line."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", extra="ignore", frozen=True, env_ignore_empty=True)

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Settings from the environment, ``overrides`` first.

        Raises:
            SettingsError: naming the variable, what is wrong with it and never its value.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            field = str(first["loc"][0]) if first["loc"] else "?"
            alias = cls.model_fields[field].validation_alias if field in cls.model_fields else None
            name = alias if isinstance(alias, str) else field if field.isupper() else f"AISLE_{field.upper()}"
            reason = first["msg"].removeprefix("Value error, ")
            raise SettingsError(f"{name}: {reason}") from None


class RetrievalSettings(AisleSettings):
    """Catalog, index and storage."""

    data_dir: Path = Path(".aisle")
    embeddings: str = "wordllama"
    database_url: SecretStr | None = None
    """``postgresql://…``; unset: SQLite in the data dir."""
    database_timeout: Annotated[float, Field(gt=0, le=600)] = 3.0
    """Seconds that PostgreSQL may say nothing while somebody waits; then the answer is made without it."""
    chroma_url: str | None = None
    """``http://host:port``; unset: embedded, in the data dir."""
    index_timeout: Annotated[float, Field(gt=0, le=60)] = 1.0
    """Seconds that a query to a Chroma server may take; then the list is made without it."""
    redis_url: SecretStr | None = None
    train_every_hours: Annotated[float, Field(gt=0, le=8760)] | None = None
    """A server learns anew so often; unset: only by ``aisle train``."""
    retention_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    """Events, lists and conversations older than that are deleted; unset: never."""
    rules: Path | None = None
    """Business rules, a TOML file; unset: the bundled ones."""

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        schemes = ("postgresql://", "postgres://", "sqlite:///")
        if value is not None and not value.get_secret_value().startswith(schemes):
            raise ValueError("must start with postgresql:// or sqlite:///")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("redis://", "rediss://")):
            raise ValueError("must start with redis:// or rediss://")
        try:
            _ = urlsplit(value.get_secret_value()).port if value is not None else None
        except ValueError:
            # That error quotes what it took for the port: of a password with a slash, its beginning.
            raise ValueError("must have a port in digits; a password is written with %2F for /") from None
        return value

    @field_validator("chroma_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @property
    def embedded(self) -> bool:
        """Whether Chroma runs inside this process, which then owns the data dir alone."""
        return self.chroma_url is None
