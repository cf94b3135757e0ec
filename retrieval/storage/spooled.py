"""The stores of lists and turns, with a place to wait while the database is away.

Whoever saves is told that the database did not answer, as without it; what was saved is kept all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from retrieval.errors import StorageUnavailable
from retrieval.feedback.records import Record, WaitingRecords
from retrieval.storage.rankings import SqlRankingStore
from retrieval.storage.turns import SqlTurnStore
from retrieval.types import Outcome, Ranking


class SpooledRankings(SqlRankingStore):
    """Satisfies :class:`retrieval.ports.RankingStore`. Raises StorageUnavailable."""

    def __init__(self, engine: Engine, waiting: WaitingRecords) -> None:
        super().__init__(engine)
        self._records = waiting

    def save(self, ranking: Ranking, turn_id: str | None = None) -> None:
        """Keep it, on disk where the database does not take it."""
        try:
            super().save(ranking, turn_id)
        except StorageUnavailable as error:
            data = {"turn_id": turn_id, "ranking": ranking.model_dump_json(exclude_defaults=True)}
            raise _told(error, self._records.add(Record("ranking", ranking.ranking_id, data))) from None

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        """What became of it; of one that waits, this waits behind it."""
        record = Record("outcome", ranking_id, outcome.model_dump_json(exclude_defaults=True))
        if self._records.holds("ranking", ranking_id):
            self._records.add(record)
            return
        try:
            super().finish(ranking_id, outcome)
        except StorageUnavailable as error:
            raise _told(error, self._records.add(record)) from None

    def known(self, ranking_ids: Sequence[str]) -> set[str]:
        """Those that were served, also where they still wait."""
        waiting = {each for each in ranking_ids if self._records.holds("ranking", each)}
        return waiting | super().known([each for each in ranking_ids if each not in waiting])


class SpooledTurns(SqlTurnStore):
    """Satisfies the agent's ``TurnStore`` by shape. Raises StorageUnavailable."""

    def __init__(self, engine: Engine, waiting: WaitingRecords) -> None:
        super().__init__(engine)
        self._records = waiting

    def save_turn(
        self, turn_id: str, session_id: str, user_id: str | None, started_at: datetime, record: dict[str, Any]
    ) -> None:
        """Keep it, on disk where the database does not take it."""
        try:
            super().save_turn(turn_id, session_id, user_id, started_at, record)
        except StorageUnavailable as error:
            whose = {"session_id": session_id, "user_id": user_id, "started_at": started_at.isoformat()}
            added = self._records.add(Record("turn", turn_id, {**whose, "record": record}))
            raise _told(error, added) from None


def waiting_records(data_dir: Path, engine: Engine) -> WaitingRecords:
    """What waits in this data directory, for this database."""
    rankings, turns = SqlRankingStore(engine), SqlTurnStore(engine)

    def ranking(record: Record) -> None:
        kept = Ranking.model_validate_json(record.data["ranking"])
        rankings.save(kept, record.data["turn_id"])

    def outcome(record: Record) -> None:
        rankings.finish(record.id, Outcome.model_validate_json(record.data))

    def turn(record: Record) -> None:
        data = record.data
        started_at = datetime.fromisoformat(data["started_at"])
        turns.save_turn(record.id, data["session_id"], data["user_id"], started_at, data["record"])

    return WaitingRecords(data_dir, {"ranking": ranking, "outcome": outcome, "turn": turn})


def _told(error: StorageUnavailable, waits: bool) -> StorageUnavailable:
    return StorageUnavailable(f"{error.message} It waits on disk and is stored later.") if waits else error
