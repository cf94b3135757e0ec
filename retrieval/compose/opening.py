"""The catalog and its recommender, opened and wired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from retrieval.behaviour.learning import Learning
from retrieval.behaviour.live import LiveBehaviour
from retrieval.candidates import CandidateFinder
from retrieval.catalog.lock import DataDirLock
from retrieval.catalog.writer import CatalogWriter
from retrieval.feedback.log import EventLog
from retrieval.feedback.spool import Spool
from retrieval.index.child import open_child
from retrieval.index.chroma import open_client
from retrieval.index.lexical import TantivyIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.index.reconcile import reconcile
from retrieval.pipeline import Recommender, now_utc
from retrieval.ports import (
    VectorIndex,
)
from retrieval.profile.shoppers import Shoppers
from retrieval.ranking.rules.file import RulesFile
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.privacy import SqlPrivacy
from retrieval.storage.products import SqlProductStore
from retrieval.storage.profiles import SqlProfileStore
from retrieval.storage.settings import SqlSettingStore
from retrieval.storage.spooled import SpooledRankings, SpooledTurns, waiting_records
from retrieval.types import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client

from retrieval.compose.parts import (
    CHROMA_FOLDER,
    Retrieval,
    live_collection,
    open_embedder,
    opened_database,
    opened_index,
    owned,
    watched,
)


@contextmanager
def open_writer(settings: RetrievalSettings, command: str = "aisle") -> Iterator[CatalogWriter]:
    """The catalog for bulk writes alone: nothing is loaded, and embedded Chroma writes beside this process.

    Raises what :func:`open_retrieval` raises.
    """
    with ExitStack() as stack:
        owned(settings, command, stack)
        engine = opened_database(settings, stack)
        embedder = open_embedder(settings.embeddings)
        collection = live_collection(SqlSettingStore(engine))
        folder = settings.data_dir / CHROMA_FOLDER
        index: VectorIndex
        if settings.chroma_url is None:
            index = stack.enter_context(
                open_child(folder, collection, embedder=embedder.name, dimension=embedder.dimension)
            )
        else:
            client = stack.enter_context(open_client(settings.chroma_url, folder))
            index = opened_index(client, collection, embedder)
        yield CatalogWriter(SqlProductStore(engine), index, embedder, lambda upserts, deletes: None)


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
        lock = owned(settings, command, stack)
        engine = opened_database(settings, stack)
        client = stack.enter_context(open_client(settings.chroma_url, settings.data_dir / CHROMA_FOLDER))
        writer = open_engine(settings, durable=True)
        stack.callback(writer.dispose)
        retrieval = _wire(settings, engine, writer, client, lock, clock)
        stack.callback(lambda: retrieval.index.close())
        stack.callback(retrieval.records.close)
        stack.callback(retrieval.events.close)
        learning = Learning(retrieval.behaviour, retrieval.products, retrieval.facts)
        stack.callback(learning.close)
        yield retrieval


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
    collection = live_collection(facts)
    index = watched(opened_index(client, collection, embedder), settings)
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
    records = waiting_records(settings.data_dir, engine)
    rankings, profiles = SpooledRankings(engine, records), SqlProfileStore(engine)
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
        records=records,
        shoppers=shoppers,
        behaviour=behaviour,
        clock=clock,
        privacy=SqlPrivacy(engine),
        facts=facts,
        turn_store=SpooledTurns(engine, records),
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
