"""Rankings as served, by id, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine, select, update

from retrieval.storage.documents import utc
from retrieval.storage.engine import UNHURRIED, reading, writing
from retrieval.storage.statements import chunks, storable, upsert
from retrieval.storage.tables import rankings, servings
from retrieval.types import Outcome, Ranking, Serving

_PAGE = 2000


class SqlRankingStore:
    """Satisfies :class:`retrieval.ports.RankingStore`. Raises StorageUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, ranking: Ranking, turn_id: str | None = None) -> None:
        """Keep it; a second save of the same id replaces the first."""
        query, data = ranking.query, ranking.model_dump_json(exclude_defaults=True)
        record = {
            "ranking_id": ranking.ranking_id,
            "created_at": utc(ranking.created_at),
            "user_id": query.user_id,
            "session_id": query.session_id,
            "surface": query.surface,
            "data": data.encode(),
        }
        serving = _serving(ranking, turn_id)
        served = {
            "ranking_id": ranking.ranking_id,
            "served_at": ranking.created_at.timestamp(),
            "user_id": query.user_id,
            "session_id": query.session_id,
            "data": serving.model_dump_json(exclude_defaults=True).encode(),
            "outcome": None,
        }
        with writing(self._engine) as connection:
            upsert(connection, rankings, [record])
            upsert(connection, servings, [served])

    def get(self, ranking_id: str) -> Ranking | None:
        if not storable([ranking_id]):
            return None
        with reading(self._engine) as connection:
            data = connection.execute(
                select(rankings.c.data).where(rankings.c.ranking_id == ranking_id)
            ).scalar()
        return None if data is None else Ranking.model_validate_json(data)

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        """What became of it; of an id that is not there: nothing."""
        done = outcome.model_dump_json(exclude_defaults=True).encode()
        with writing(self._engine) as connection:
            connection.execute(
                update(servings).where(servings.c.ranking_id == ranking_id).values(outcome=done)
            )

    def outcome(self, ranking_id: str) -> Outcome | None:
        """What became of it; None where that is not known (yet)."""
        if not storable([ranking_id]):
            return None
        with reading(self._engine) as connection:
            asked = select(servings.c.outcome).where(servings.c.ranking_id == ranking_id)
            done = connection.execute(asked).scalar()
        return None if done is None else Outcome.model_validate_json(done)

    def latest(self, limit: int = 50, before: float | None = None) -> list[Serving]:
        """Those served last, the newest first; ``before``: seconds since 1970."""
        asked = select(servings.c.data, servings.c.outcome).order_by(
            servings.c.served_at.desc(), servings.c.ranking_id.desc()
        )
        if before is not None:
            asked = asked.where(servings.c.served_at < before)
        with reading(self._engine) as connection:
            rows = connection.execute(asked.limit(limit)).all()
        return [_told(row.data, row.outcome) for row in rows]

    def known(self, ranking_ids: Sequence[str]) -> set[str]:
        """Those that were served."""
        found: set[str] = set()
        with reading(self._engine) as connection:
            for ids in chunks(storable(ranking_ids)):
                asked = select(servings.c.ranking_id).where(servings.c.ranking_id.in_(ids))
                found |= set(connection.execute(asked).scalars())
        return found

    def served(self, since: float, until: float) -> Iterator[Serving]:
        """Served from ``since`` on and before ``until`` (seconds since 1970), oldest first."""
        columns = (servings.c.served_at, servings.c.ranking_id, servings.c.data, servings.c.outcome)
        at, last = since, ""
        while True:
            later = (servings.c.served_at > at) | (
                (servings.c.served_at == at) & (servings.c.ranking_id > last)
            )
            page = (
                select(*columns)
                .where(later, servings.c.served_at < until)
                .order_by(servings.c.served_at, servings.c.ranking_id)
                .limit(_PAGE)
            )
            with reading(self._engine, patience=UNHURRIED) as connection:
                rows = connection.execute(page).all()
            for row in rows:
                yield _told(row.data, row.outcome)
            if len(rows) < _PAGE:
                return
            at, last = rows[-1].served_at, rows[-1].ranking_id


def _told(data: bytes, outcome: bytes | None) -> Serving:
    serving = Serving.model_validate_json(data)
    if outcome is None:
        return serving
    return serving.model_copy(update={"outcome": Outcome.model_validate_json(outcome)})


def _serving(ranking: Ranking, turn_id: str | None) -> Serving:
    query = ranking.query
    return Serving(
        ranking_id=ranking.ranking_id,
        turn_id=turn_id,
        user_id=query.user_id,
        session_id=query.session_id,
        surface=query.surface,
        served_at=ranking.created_at,
        rules_version=ranking.rules_version,
        arms=ranking.arms,
        listed=tuple(item.product.product_id for item in ranking.items),
        total=ranking.total,
        relaxed=ranking.relaxed is not None,
        diversity=ranking.diversity,
        text=query.text,
    )
