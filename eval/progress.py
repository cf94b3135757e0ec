"""How far a long run is, on standard error, in a terminal only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def counted(cases: Sequence[T], what: str) -> Iterator[T]:
    """``cases``, with a bar that goes away when they are through; silent where nobody looks."""
    console = Console(stderr=True)
    yield from track(
        cases, description=what, console=console, transient=True, disable=not console.is_terminal
    )


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A word on what takes its time, while it does."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield
