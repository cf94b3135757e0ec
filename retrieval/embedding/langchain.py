"""LangChain ``Embeddings`` on both sides: ours for LangChain users, theirs for our port.

Imported only when a LangChain model is asked for: ``langchain_core`` costs a second at start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embedding.patience import Patience
from retrieval.embedding.product_text import product_text
from retrieval.embedding.unit import unit
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.errors import SettingsError, StorageUnavailable
from retrieval.types import Product, Vector, Vectors

log = logging.getLogger(__name__)

BATCH = 256
"""Texts per request at most, and"""
BATCH_CHARACTERS = 200_000
"""characters: providers bound the tokens of a request (300,000 at OpenAI), and a character is one at most."""
LONGEST_TEXT = 8_000
"""Characters of one text: models take 8,192 tokens, and none is lost silently to a provider's own cut."""


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

    def __init__(
        self,
        model: Embeddings,
        name: str,
        *,
        bulk: Patience = Patience(attempts=12, seconds=600),  # noqa: B008 - holds no state
        asked: Patience = Patience(attempts=2, seconds=3),  # noqa: B008
    ) -> None:
        """``bulk``: for products, where waiting out a rate limit costs nothing; ``asked``: for a shopper's
        query, which is better answered without its meaning than late."""
        self._model = model
        self._bulk = bulk
        self._asked = asked
        self.name = f"{name}/title+body"

    @cached_property
    def dimension(self) -> int:
        """Asked of the model once: LangChain does not say it."""
        with _answering(self.name):
            return len(self._bulk.call(lambda: self._model.embed_query("dimension")))

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        """One text per product: a transformer weighs title and body itself."""
        texts = [self.text_of(product) for product in products]
        rows: list[list[float]] = []
        for batch in _batches(texts):
            with _answering(self.name):
                made = self._bulk.call(partial(self._model.embed_documents, batch))
                if len(made) != len(batch) or any(len(row) != self.dimension for row in made):
                    raise ValueError("not one vector of one length per text")
            rows += made
        return unit(np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dimension))

    def text_of(self, product: Product) -> str:
        """What the vector of this product depends on."""
        return product_text(product).whole[:LONGEST_TEXT]

    def embed_query(self, text: str) -> Vector:
        """Shape (dimension,)."""
        with _answering(self.name):
            found = self._asked.call(lambda: self._model.embed_query(text[:LONGEST_TEXT]))
        vector: Vector = unit(np.asarray([found], dtype=np.float32))[0]
        return vector


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == BATCH or size + len(text) > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


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


_OPTIONS: dict[str, dict[str, Any]] = {
    # Text as text: counting tokens first would download tiktoken's tables, and other servers that speak
    # OpenAI's protocol take no token numbers. One owner of retries: ours.
    "openai": {"check_embedding_ctx_length": False, "max_retries": 0, "timeout": 60},
}


def open_langchain(setting: str) -> LangChainEmbedder:
    """The embedder for ``provider:model``.

    Raises:
        SettingsError: the provider is unknown, its package is missing or its key is not set.
    """
    from langchain.embeddings import init_embeddings

    try:
        model = init_embeddings(setting, **_OPTIONS.get(setting.partition(":")[0], {}))
    except ImportError as error:
        provider = setting.partition(":")[0]
        package = (error.name or f"langchain-{provider}").replace("_", "-")
        package = "aisle[local]" if provider == "huggingface" else package
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
