"""Rankings as served, by id."""

from __future__ import annotations

from sqlalchemy import Engine, select

from retrieval.storage.documents import utc
from retrieval.storage.engine import reading, writing
from retrieval.storage.statements import storable, upsert
from retrieval.storage.tables import rankings
from retrieval.types import Ranking


class SqlRankingStore:
    """Satisfies :class:`retrieval.ports.RankingStore`. Raises StorageUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, ranking: Ranking) -> None:
        """Keep it; a second save of the same id replaces the first."""
        record = {
            "ranking_id": ranking.ranking_id,
            "created_at": utc(ranking.created_at),
            "user_id": ranking.query.user_id,
            "session_id": ranking.query.session_id,
            "surface": ranking.query.surface,
            "data": ranking.model_dump_json(exclude_defaults=True).encode(),
        }
        with writing(self._engine) as connection:
            upsert(connection, rankings, [record])

    def get(self, ranking_id: str) -> Ranking | None:
        if not storable([ranking_id]):
            return None
        with reading(self._engine) as connection:
            data = connection.execute(
                select(rankings.c.data).where(rankings.c.ranking_id == ranking_id)
            ).scalar()
        return None if data is None else Ranking.model_validate_json(data)
