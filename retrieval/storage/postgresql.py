"""Connections to PostgreSQL that notice when the server falls silent.

A server that is frozen, or whose machine is, still takes connections and acknowledges what it is sent: no
timeout of the socket's ever passes, and the driver waits for ever. So the time in which nothing comes is
counted here. What a statement takes altogether is not bounded, as long as its rows keep coming.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

_PATIENCE: ContextVar[float | None] = ContextVar("patience", default=None)
_SILENT: ContextVar[list[bool] | None] = ContextVar("silent", default=None)


@contextmanager
def asking(patience: float) -> Iterator[None]:
    """Inside, a server that says nothing for so many seconds counts as gone, and is met only once: the pool
    would try a new connection in the place of the silent one, and wait again."""
    patient, silent = _PATIENCE.set(patience), _SILENT.set([])
    try:
        yield
    finally:
        _PATIENCE.reset(patient)
        _SILENT.reset(silent)


def connect(*args: Any, **params: Any) -> psycopg.Connection[TupleRow]:
    """Raises psycopg.OperationalError, at once where the server was found silent a moment ago."""
    if _SILENT.get():
        raise psycopg.OperationalError("the server is silent")
    return _Connection.connect(*args, **params)


class _Connection(psycopg.Connection[TupleRow]):
    def wait(self, gen: PQGen[Any], *args: Any, **kwargs: Any) -> Any:
        patience = _PATIENCE.get()
        if patience is None:
            return super().wait(gen, *args, **kwargs)
        try:
            return super().wait(_heard(gen, patience), *args, **kwargs)
        except _Silence:
            # In the middle of an answer: nothing else can be asked of this connection.
            self.pgconn.finish()
            if (silent := _SILENT.get()) is not None:
                silent.append(True)
            raise psycopg.OperationalError(f"the server said nothing for {patience:g} s") from None


class _Silence(Exception):
    pass


def _heard(gen: PQGen[Any], patience: float) -> Generator[Any, Any, Any]:
    """The same conversation, given up after ``patience`` seconds in which the socket was never ready."""
    try:
        wanted = next(gen)
        last = time.monotonic()
        while True:
            # The driver wakes ten times a second, with 0 where nothing happened.
            if ready := (yield wanted):
                last = time.monotonic()
            elif time.monotonic() - last >= patience:
                raise _Silence
            wanted = gen.send(ready)
    except StopIteration as end:
        return end.value
