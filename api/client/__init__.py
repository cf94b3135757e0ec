"""A typed client, sync and async: ``Aisle("http://127.0.0.1:8000").chat("a warm coat")``.

A turn's events come as values of :mod:`agent.events`. A connection that drops is picked up where it
broke; the reader sees every event once, in order.
"""

from api.client.asynchronous import AsyncAisle
from api.client.problems import ServerError, Unreachable
from api.client.synchronous import Aisle

__all__ = ["Aisle", "AsyncAisle", "ServerError", "Unreachable"]
