"""The whole way without a language model."""

from retrieval.pipeline.memory import EVENTS_GONE
from retrieval.pipeline.recommender import Recommender, now_utc

__all__ = ["EVENTS_GONE", "Recommender", "now_utc"]
