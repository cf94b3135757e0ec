"""LangChain ``Embeddings`` on both sides: ours for LangChain users, theirs for our port.

Imported only when a LangChain model is asked for: ``langchain_core`` costs a second at start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embedding.product_text import product_text
from retrieval.embedding.unit import unit
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.errors import SettingsError, StorageUnavailable
from retrieval.types import Product, Vector, Vectors

log = logging.getLogger(__name__)

BATCH = 256


class WordLlamaEmbeddings(Embeddings):
    """The default model as a LangChain ``Embeddings``: offline, deterministic, 256 dimensions."""

    def __init__(self, model: WordLlamaModel | None = None) -> None:
        self._model = model or WordLlamaModel()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector per text."""
        vectors: list[list[float]] = self._model.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """One unit vector."""
        return self.embed_documents([text])[0]


class LangChainEmbedder:
    """Any LangChain ``Embeddings`` behind our port. Satisfies :class:`retrieval.ports.Embedder`."""

    def __init__(self, model: Embeddings, name: str) -> None:
        self._model = model
        self.name = f"{name}/title+body"

    @cached_property
    def dimension(self) -> int:
        """Asked of the model once: LangChain does not say it."""
        with _answering(self.name):
            return len(self._model.embed_query("dimension"))

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        """One text per product: a transformer weighs title and body itself."""
        texts = [self.text_of(product) for product in products]
        rows: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            with _answering(self.name):
                rows += self._model.embed_documents(texts[start : start + BATCH])
        return unit(np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dimension))

    def text_of(self, product: Product) -> str:
        """What the vector of this product depends on."""
        return product_text(product).whole

    def embed_query(self, text: str) -> Vector:
        """Shape (dimension,)."""
        with _answering(self.name):
            found = self._model.embed_query(text)
        vector: Vector = unit(np.asarray([found], dtype=np.float32))[0]
        return vector


@contextmanager
def _answering(name: str) -> Iterator[None]:
    """Every provider's own errors as one that the rooms above know; they hold no secret of ours."""
    try:
        yield
    except Exception as error:
        log.debug("the embedding model did not answer", exc_info=True)
        model = name.partition("/")[0]
        raise StorageUnavailable(
            f"The embedding model {model} did not answer ({type(error).__name__}): "
            "check AISLE_EMBEDDINGS, its key and the network."
        ) from error


def open_langchain(setting: str) -> LangChainEmbedder:
    """The embedder for ``provider:model``.

    Raises:
        SettingsError: the provider is unknown, its package is missing or its key is not set.
    """
    from langchain.embeddings import init_embeddings

    try:
        model = init_embeddings(setting)
    except ImportError as error:
        package = (error.name or f"langchain-{setting.partition(':')[0]}").replace("_", "-")
        raise SettingsError(f"AISLE_EMBEDDINGS={setting}: install the package {package} first.") from None
    except ValueError:
        raise SettingsError(
            f"AISLE_EMBEDDINGS={setting}: not a known provider:model, e.g. openai:text-embedding-3-small."
        ) from None
    except Exception as error:
        # Providers raise classes of their own for a missing key, and their texts may quote settings.
        log.debug("the embedding model could not be built", exc_info=True)
        key = f"{setting.partition(':')[0].replace('-', '_').upper()}_API_KEY"
        raise SettingsError(
            f"AISLE_EMBEDDINGS={setting}: cannot be built ({type(error).__name__}); is {key} set?"
        ) from None
    if not isinstance(model, Embeddings):
        raise SettingsError(f"AISLE_EMBEDDINGS={setting}: the provider gave no embedding model.")
    return LangChainEmbedder(model, setting)
