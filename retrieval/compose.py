"""The one place where retrieval's adapters are built."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from retrieval.behaviour.learning import Learning
from retrieval.behaviour.live import LiveBehaviour
from retrieval.candidates import CandidateFinder
from retrieval.catalog.lock import DataDirLock
from retrieval.catalog.reindex import Copying, Reindexed, reindex
from retrieval.catalog.writer import CatalogWriter
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.errors import CatalogError, EmbeddingMismatch, SettingsError
from retrieval.feedback.log import EventLog
from retrieval.feedback.spool import Spool
from retrieval.index.child import open_child
from retrieval.index.chroma import ChromaIndex, drop, open_client
from retrieval.index.lexical import TantivyIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.index.reconcile import reconcile
from retrieval.index.watched import WatchedIndex
from retrieval.pipeline import Recommender, now_utc
from retrieval.ports import (
    Embedder,
    EventStore,
    LexicalIndex,
    ProductStore,
    ProfileStore,
    RankingStore,
    SettingStore,
    VectorIndex,
)
from retrieval.profile.shoppers import Shoppers
from retrieval.ranking.rules.file import RulesFile
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import DATABASE_FILE, open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.migrate import migrate
from retrieval.storage.privacy import SqlPrivacy
from retrieval.storage.products import SqlProductStore
from retrieval.storage.profiles import SqlProfileStore
from retrieval.storage.rankings import SqlRankingStore
from retrieval.storage.settings import SqlSettingStore
from retrieval.storage.turns import SqlTurnStore
from retrieval.types import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client

COLLECTION = "collection"
REINDEXING = "reindexing"
"""Name of the collection that a rebuild is filling; empty when there is none under way."""
FIRST_COLLECTION = "products-1"
LAST_QUERIES_SECONDS = 2.0
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


def open_embedder(setting: str) -> Embedder:
    """The embedding model that ``AISLE_EMBEDDINGS`` names.

    Raises:
        SettingsError: it is not known, or cannot be built here.
    """
    if setting == "wordllama":
        return WordLlamaModel()
    from retrieval.embedding.langchain import open_langchain

    return open_langchain(setting)


@contextmanager
def open_writer(settings: RetrievalSettings, command: str = "aisle") -> Iterator[CatalogWriter]:
    """The catalog for bulk writes alone: nothing is loaded, and embedded Chroma writes beside this process.

    Raises what :func:`open_retrieval` raises.
    """
    with ExitStack() as stack:
        _owned(settings, command, stack)
        engine = _database(settings, stack)
        embedder = open_embedder(settings.embeddings)
        collection = _collection(SqlSettingStore(engine))
        folder = settings.data_dir / CHROMA_FOLDER
        index: VectorIndex
        if settings.chroma_url is None:
            index = stack.enter_context(
                open_child(folder, collection, embedder=embedder.name, dimension=embedder.dimension)
            )
        else:
            client = stack.enter_context(open_client(settings.chroma_url, folder))
            index = _index(client, collection, embedder)
        yield CatalogWriter(SqlProductStore(engine), index, embedder, lambda upserts, deletes: None)


def rebuild_index(
    settings: RetrievalSettings, progress: Callable[[Reindexed], None] = lambda _: None
) -> Reindexed:
    """Every vector as ``AISLE_EMBEDDINGS`` makes it, in a new collection that then is the live one.

    Killed on the way, the catalog stays closed until it was run again: rows of two models cannot be mixed.
    Raises what :func:`open_retrieval` raises, but for EmbeddingMismatch, which this mends.
    """
    with ExitStack() as stack:
        _owned(settings, "aisle catalog reindex", stack)
        engine = _database(settings, stack)
        embedder = open_embedder(settings.embeddings)
        facts = SqlSettingStore(engine)
        old = facts.get(COLLECTION) or FIRST_COLLECTION
        new = facts.get(REINDEXING) or f"products-{int(old.rpartition('-')[2]) + 1}"
        facts.set(REINDEXING, new)
        client = stack.enter_context(open_client(settings.chroma_url, settings.data_dir / CHROMA_FOLDER))
        try:
            index = _index(client, new, embedder)
        except EmbeddingMismatch:
            # Left by a rebuild for yet another model.
            drop(client, new)
            index = _index(client, new, embedder)
        done = reindex(SqlProductStore(engine), index, embedder, progress)
        facts.set(COLLECTION, new)
        facts.set(REINDEXING, "")
        drop(client, old)
        return done


@contextmanager
def open_retrieval(
    settings: RetrievalSettings, command: str = "aisle", clock: Callable[[], datetime] = now_utc
) -> Iterator[Retrieval]:
    """The catalog and its recommender, migrated and loaded; closed on exit.

    ``command`` is what the lock tells others about this process; ``clock`` when lists are served and events
    received.

    Raises:
        CatalogLocked: another process owns the data dir.
        EmbeddingMismatch: the catalog was embedded by another model.
        StorageUnavailable: database or vector index do not answer.
        SettingsError: a setting cannot be used.
    """
    with ExitStack() as stack:
        lock = _owned(settings, command, stack)
        engine = _database(settings, stack)
        client = stack.enter_context(open_client(settings.chroma_url, settings.data_dir / CHROMA_FOLDER))
        writer = open_engine(settings, durable=True)
        stack.callback(writer.dispose)
        retrieval = _wire(settings, engine, writer, client, lock, clock)
        stack.callback(lambda: retrieval.index.close())
        stack.callback(retrieval.events.close)
        learning = Learning(retrieval.behaviour, retrieval.products, retrieval.facts)
        stack.callback(learning.close)
        yield retrieval


def rebuild_live(
    retrieval: Retrieval,
    embeddings: str | None = None,
    progress: Callable[[Reindexed], None] = lambda _: None,
) -> Reindexed:
    """As :func:`rebuild_index`, while shoppers are served: the old index answers until the new one does.

    Writes go on too, but for the last moment, in which those that come wait. ``embeddings`` names another
    model than the server was started with. Killed on the way, the next start opens the old index; with
    another model there is a moment at the end in which the rows are rewritten: killed in it, the catalog
    says so.

    Raises:
        SettingsError: ``embeddings`` cannot be used here.
        StorageUnavailable: database, index or embedding model do not answer; the old index stays in force.
    """
    if embeddings is not None and not retrieval.settings.embedded:
        raise SettingsError(
            "Several servers may share this catalog: stop them, run `aisle catalog reindex` with the new "
            "AISLE_EMBEDDINGS, and start them with it."
        )
    old = (retrieval.live, retrieval.writer, retrieval.recommender)
    embedder = retrieval.embedder if embeddings is None else open_embedder(embeddings)
    before = retrieval.facts.get(COLLECTION) or FIRST_COLLECTION
    collection = f"products-{int(before.rpartition('-')[2]) + 1}"
    drop(retrieval.client, collection)
    index = _watched(_index(retrieval.client, collection, embedder), retrieval.settings)
    lexical = TantivyIndex()
    live = LiveCatalog(retrieval.products, embedder.dimension, lexical)
    copying = Copying(retrieval.products, index, embedder, live)
    copying.catch_up(progress)
    with old[1].stopped():
        copying.catch_up(progress)
        if copying.of_another_model:
            old[0].freeze()
            retrieval.facts.set(REINDEXING, collection)
            copying.write_rows()
        copying.commit()
        retrieval.facts.set(COLLECTION, collection)
        retrieval.facts.set(REINDEXING, "")
        planner = Planner(live, index)
        finder = CandidateFinder(live, planner, embedder, lexical, retrieval.behaviour, lambda: index.missing)
        before_index = retrieval.index
        retrieval.embedder, retrieval.index, retrieval.lexical = embedder, index, lexical
        retrieval.live, retrieval.planner, retrieval.finder = live, planner, finder
        retrieval.recommender = Recommender(
            live,
            finder,
            retrieval.rankings,
            retrieval.shoppers,
            clock=retrieval.clock,
            rules=retrieval.rules,
            behaviour=retrieval.behaviour,
        )
        retrieval.writer = CatalogWriter(retrieval.products, index, embedder, live.apply)
        old[1].hand_over(retrieval.writer)
        old[2].hand_over(retrieval.recommender)
    # Whoever asked the old index before the exchange has had its answer by then.
    time.sleep(LAST_QUERIES_SECONDS)
    before_index.close()
    if retrieval.settings.embedded:
        drop(retrieval.client, before)
    return copying.done


@contextmanager
def open_products(settings: RetrievalSettings) -> Iterator[ProductStore]:
    """The catalog's rows alone, to be read beside whoever owns the data directory: no lock, no index.

    Raises:
        CatalogError: nothing was ever imported here.
        StorageUnavailable: the database does not answer.
        SettingsError: a setting cannot be used.
    """
    if settings.database_url is None and not (settings.data_dir / DATABASE_FILE).exists():
        raise CatalogError("The catalog is empty; bring one in with: aisle catalog import FILE")
    with ExitStack() as stack:
        yield SqlProductStore(_database(settings, stack))


@dataclass(frozen=True, slots=True)
class Records:
    """What was served and what happened, to be read beside whoever owns the data directory."""

    products: ProductStore
    rankings: RankingStore
    events: EventStore
    facts: SettingStore
    engine: Engine


@contextmanager
def open_records(settings: RetrievalSettings) -> Iterator[Records]:
    """No lock, no index. Raises what :func:`open_products` raises."""
    if settings.database_url is None and not (settings.data_dir / DATABASE_FILE).exists():
        raise CatalogError("There is nothing here yet; bring a catalog in with: aisle catalog import FILE")
    with ExitStack() as stack:
        engine = _database(settings, stack)
        stores = SqlProductStore(engine), SqlRankingStore(engine), SqlEventStore(engine)
        yield Records(*stores, SqlSettingStore(engine), engine)


@contextmanager
def open_event_log(settings: RetrievalSettings) -> Iterator[EventLog]:
    """The event log alone, beside whoever owns the data directory. Raises as :func:`open_products`."""
    with ExitStack() as stack:
        records = stack.enter_context(open_records(settings))
        writer = open_engine(settings, durable=True)
        stack.callback(writer.dispose)

        def prices(product_ids: Sequence[str]) -> dict[str, float | None]:
            found = records.products.get(product_ids)
            return {key: product.current_price for key, product in found.items()}

        store = SqlEventStore(writer, records.engine)
        log = EventLog(store, records.rankings, prices, Spool(settings.data_dir), now_utc)
        stack.callback(log.close)
        yield log


def _collection(facts: SettingStore) -> str:
    if facts.get(REINDEXING):
        raise EmbeddingMismatch("A rebuild of the index was cut off: run `aisle catalog reindex` again.")
    return facts.get(COLLECTION) or FIRST_COLLECTION


def _owned(settings: RetrievalSettings, command: str, stack: ExitStack) -> DataDirLock | None:
    return stack.enter_context(DataDirLock(settings.data_dir, command)) if settings.embedded else None


def _database(settings: RetrievalSettings, stack: ExitStack) -> Engine:
    engine = open_engine(settings)
    stack.callback(engine.dispose)
    migrate(engine)
    return engine


def _index(client: Client, collection: str, embedder: Embedder) -> ChromaIndex:
    return ChromaIndex(
        client, collection, embedder=embedder.name, dimension=embedder.dimension, batch=WRITTEN_BESIDE_QUERIES
    )


def _watched(index: ChromaIndex, settings: RetrievalSettings) -> WatchedIndex:
    return WatchedIndex(index, None if settings.embedded else settings.index_timeout)


def _wire(
    settings: RetrievalSettings,
    engine: Engine,
    writer: Engine,
    client: Client,
    lock: DataDirLock | None,
    clock: Callable[[], datetime],
) -> Retrieval:
    rules = RulesFile(settings.rules)
    embedder = open_embedder(settings.embeddings)
    facts = SqlSettingStore(engine)
    collection = _collection(facts)
    index = _watched(_index(client, collection, embedder), settings)
    products = SqlProductStore(engine)
    lexical = TantivyIndex()
    live = LiveCatalog(products, embedder.dimension, lexical)
    live.refresh()
    reconcile(live, index)
    planner = Planner(live, index)
    wired: list[Retrieval] = []

    def vectors_of(product_ids: Sequence[str]) -> Vectors:
        """From the index that is live now, also after a rebuild."""
        return wired[0].live.vectors_of(product_ids)

    event_store = SqlEventStore(writer, engine)
    behaviour = LiveBehaviour(event_store, vectors_of)
    finder = CandidateFinder(live, planner, embedder, lexical, behaviour, lambda: index.missing)
    rankings, profiles = SqlRankingStore(engine), SqlProfileStore(engine)
    shoppers = Shoppers(profiles, event_store)
    recommender = Recommender(live, finder, rankings, shoppers, clock=clock, rules=rules, behaviour=behaviour)
    made = Retrieval(
        settings=settings,
        engine=engine,
        products=products,
        rankings=rankings,
        profiles=profiles,
        event_store=event_store,
        events=EventLog(event_store, rankings, recommender.prices, Spool(settings.data_dir), clock),
        shoppers=shoppers,
        behaviour=behaviour,
        clock=clock,
        privacy=SqlPrivacy(engine),
        facts=facts,
        turn_store=SqlTurnStore(engine),
        embedder=embedder,
        index=index,
        lexical=lexical,
        live=live,
        planner=planner,
        finder=finder,
        recommender=recommender,
        writer=CatalogWriter(products, index, embedder, live.apply),
        rules=rules,
        client=client,
        lock=lock,
    )
    wired.append(made)
    return made
