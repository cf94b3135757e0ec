"""The one place where retrieval's adapters are built."""

from retrieval.compose.opening import open_retrieval, open_writer
from retrieval.compose.parts import CHROMA_FOLDER, Retrieval, open_embedder
from retrieval.compose.rebuild import rebuild_index, rebuild_live
from retrieval.compose.records import Records, open_event_log, open_products, open_records

__all__ = [
    "CHROMA_FOLDER",
    "Records",
    "Retrieval",
    "open_embedder",
    "open_event_log",
    "open_products",
    "open_records",
    "open_retrieval",
    "open_writer",
    "rebuild_index",
    "rebuild_live",
]
