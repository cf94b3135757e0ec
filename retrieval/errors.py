"""Everything that can go wrong below the language model.

AisleError                      one clear line, and the way out
├── SettingsError               an AISLE_* setting that cannot be used
├── CatalogError
│   ├── FeedError               a catalog file that cannot be read at all
│   ├── ProductNotFound
│   └── CatalogLocked           another process owns the data directory
├── RulesError                  the business rules file cannot be used
├── EmbeddingMismatch           the index was built by another embedding model
├── StorageUnavailable          database or vector index out of reach
│   └── StorageLate             … or not in time
└── EventsRefused               the event log can take no more right now
"""


class AisleError(Exception):
    """Base of every error Aisle raises on purpose.

    ``message`` is one line a person can act on; it never holds a secret and never
    another exception's text.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def unusable(error: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be used, in words for a person: ``no such file or directory``."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return (error.strerror or type(error).__name__).lower()


class SettingsError(AisleError):
    """A setting is wrong; the start stops here."""


class CatalogError(AisleError):
    """The catalog cannot do what was asked."""


class FeedError(CatalogError):
    """A catalog file cannot be read at all (a bad row is not an error: it is set aside)."""


class ProductNotFound(CatalogError):
    """No product has this id."""

    def __init__(self, product_id: str) -> None:
        super().__init__(f"No product has the id {product_id!r}.")
        self.product_id = product_id


class CatalogLocked(CatalogError):
    """Another process owns the data directory (embedded Chroma belongs to one process)."""


class EmbeddingMismatch(AisleError):
    """The stored vectors came from another embedding model or have another dimension."""


class StorageUnavailable(AisleError):
    """A database or vector index did not answer."""


class StorageLate(StorageUnavailable):
    """It did not answer in time."""


class RulesError(AisleError):
    """The business rules cannot be used: ``FILE:LINE: what is wrong``."""


class EventsRefused(AisleError):
    """The event log can take no more right now; nothing of what was sent is kept."""
