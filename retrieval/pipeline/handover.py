"""Calls that go to whoever came after: a rebuilt catalog takes over while shoppers are served."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class HasSuccessor(Protocol):
    """One that may have handed over."""

    @property
    def successor(self) -> HasSuccessor | None:
        """Who answers from now on; None: it does so itself."""


S = TypeVar("S", bound=HasSuccessor)


def handed_over(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """The method, answered by the successor where there is one; those under way end as they began."""

    @wraps(method)
    def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        to = self.successor
        if to is None:
            return method(self, *args, **kwargs)
        answer: R = getattr(to, method.__name__)(*args, **kwargs)
        return answer

    return call
