"""What is read beside whoever owns the data directory: no lock, no index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from retrieval.compose.parts import opened_database
from retrieval.errors import CatalogError
from retrieval.feedback.log import EventLog
from retrieval.feedback.spool import Spool
from retrieval.pipeline import now_utc
from retrieval.ports import (
    EventStore,
    ProductStore,
    RankingStore,
    SettingStore,
)
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import DATABASE_FILE, open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.products import SqlProductStore
from retrieval.storage.rankings import SqlRankingStore
from retrieval.storage.settings import SqlSettingStore


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
        yield SqlProductStore(opened_database(settings, stack))


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
        engine = opened_database(settings, stack)
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
