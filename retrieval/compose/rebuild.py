"""Another index in place of the one there is: while nobody is served, and while shoppers are."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

from retrieval.candidates import CandidateFinder
from retrieval.catalog.reindex import Copying, Reindexed, reindex
from retrieval.catalog.writer import CatalogWriter
from retrieval.compose.parts import (
    CHROMA_FOLDER,
    COLLECTION,
    FIRST_COLLECTION,
    REINDEXING,
    Retrieval,
    open_embedder,
    opened_database,
    opened_index,
    owned,
    watched,
)
from retrieval.errors import EmbeddingMismatch, SettingsError
from retrieval.index.chroma import drop, open_client
from retrieval.index.lexical import TantivyIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.pipeline import Recommender
from retrieval.settings import RetrievalSettings
from retrieval.storage.products import SqlProductStore
from retrieval.storage.settings import SqlSettingStore

LAST_QUERIES_SECONDS = 2.0


def rebuild_index(
    settings: RetrievalSettings, progress: Callable[[Reindexed], None] = lambda _: None
) -> Reindexed:
    """Every vector as ``AISLE_EMBEDDINGS`` makes it, in a new collection that then is the live one.

    Killed on the way, the catalog stays closed until it was run again: rows of two models cannot be mixed.
    Raises what :func:`open_retrieval` raises, but for EmbeddingMismatch, which this mends.
    """
    with ExitStack() as stack:
        owned(settings, "aisle catalog reindex", stack)
        engine = opened_database(settings, stack)
        embedder = open_embedder(settings.embeddings)
        facts = SqlSettingStore(engine)
        old = facts.get(COLLECTION) or FIRST_COLLECTION
        new = facts.get(REINDEXING) or f"products-{int(old.rpartition('-')[2]) + 1}"
        facts.set(REINDEXING, new)
        client = stack.enter_context(open_client(settings.chroma_url, settings.data_dir / CHROMA_FOLDER))
        try:
            index = opened_index(client, new, embedder)
        except EmbeddingMismatch:
            # Left by a rebuild for yet another model.
            drop(client, new)
            index = opened_index(client, new, embedder)
        done = reindex(SqlProductStore(engine), index, embedder, progress)
        facts.set(COLLECTION, new)
        facts.set(REINDEXING, "")
        drop(client, old)
        return done


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
    index = watched(opened_index(retrieval.client, collection, embedder), retrieval.settings)
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
