"""What is opened, and how each part of it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from retrieval.behaviour.live import LiveBehaviour
from retrieval.candidates import CandidateFinder
from retrieval.catalog.lock import DataDirLock
from retrieval.catalog.writer import CatalogWriter
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.errors import EmbeddingMismatch
from retrieval.feedback.log import EventLog
from retrieval.feedback.records import WaitingRecords
from retrieval.index.chroma import ChromaIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.index.watched import WatchedIndex
from retrieval.pipeline import Recommender
from retrieval.ports import (
    Embedder,
    EventStore,
    LexicalIndex,
    ProductStore,
    ProfileStore,
    SettingStore,
)
from retrieval.profile.shoppers import Shoppers
from retrieval.ranking.rules.file import RulesFile
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import migrate
from retrieval.storage.privacy import SqlPrivacy
from retrieval.storage.rankings import SqlRankingStore
from retrieval.storage.turns import SqlTurnStore

if TYPE_CHECKING:
    from chromadb.api.client import Client

COLLECTION = "collection"
REINDEXING = "reindexing"
"""Name of the collection that a rebuild is filling; empty when there is none under way."""
FIRST_COLLECTION = "products-1"
CHROMA_FOLDER = "chroma"
WRITTEN_BESIDE_QUERIES = 250
"""Vectors per write where shoppers are served by the same process: Chroma holds the interpreter for as long
as a write takes, a tenth of a second for so many."""


@dataclass(slots=True)
class Retrieval:
    """Everything below the agent, opened and wired. :func:`rebuild_live` alone changes what is here."""

    settings: RetrievalSettings
    engine: Engine
    products: ProductStore
    rankings: SqlRankingStore
    profiles: ProfileStore
    event_store: EventStore
    events: EventLog
    records: WaitingRecords
    shoppers: Shoppers
    behaviour: LiveBehaviour
    clock: Callable[[], datetime]
    privacy: SqlPrivacy
    facts: SettingStore
    turn_store: SqlTurnStore
    embedder: Embedder
    index: WatchedIndex
    lexical: LexicalIndex
    live: LiveCatalog
    planner: Planner
    finder: CandidateFinder
    recommender: Recommender
    writer: CatalogWriter
    rules: RulesFile
    client: Client
    lock: DataDirLock | None
    """Held while Chroma is embedded; None beside a Chroma server."""

    def settle(self) -> None:
        """What waits on disk for the database is stored now. Raises StorageUnavailable."""
        self.records.drain()
        self.events.drain()


def open_embedder(setting: str) -> Embedder:
    """The embedding model that ``AISLE_EMBEDDINGS`` names.

    Raises:
        SettingsError: it is not known, or cannot be built here.
    """
    if setting == "wordllama":
        return WordLlamaModel()
    from retrieval.embedding.langchain import open_langchain

    return open_langchain(setting)


def live_collection(facts: SettingStore) -> str:
    if facts.get(REINDEXING):
        raise EmbeddingMismatch("A rebuild of the index was cut off: run `aisle catalog reindex` again.")
    return facts.get(COLLECTION) or FIRST_COLLECTION


def owned(settings: RetrievalSettings, command: str, stack: ExitStack) -> DataDirLock | None:
    return stack.enter_context(DataDirLock(settings.data_dir, command)) if settings.embedded else None


def opened_database(settings: RetrievalSettings, stack: ExitStack) -> Engine:
    engine = open_engine(settings)
    stack.callback(engine.dispose)
    migrate(engine)
    return engine


def opened_index(client: Client, collection: str, embedder: Embedder) -> ChromaIndex:
    return ChromaIndex(
        client, collection, embedder=embedder.name, dimension=embedder.dimension, batch=WRITTEN_BESIDE_QUERIES
    )


def watched(index: ChromaIndex, settings: RetrievalSettings) -> WatchedIndex:
    return WatchedIndex(index, None if settings.embedded else settings.index_timeout)
