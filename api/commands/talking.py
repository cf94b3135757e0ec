"""``aisle chat``."""

from __future__ import annotations

import sys
from contextlib import suppress

from api.commands.source import Source, open_source
from api.terminal import TurnPrinter, console


def chat(message: str | None, user: str | None) -> None:
    """One message, or a conversation that ends with an empty line, Ctrl-D or Ctrl-C."""
    with open_source("aisle chat") as source:
        if message is not None:
            printer = TurnPrinter(console())
            source.chat(message, None, user, printer.take)
            if printer.failed:
                raise SystemExit(1)
            return
        with suppress(KeyboardInterrupt, EOFError):
            _converse(source, user)


def _converse(source: Source, user: str | None) -> None:
    out = console()
    terminal = sys.stdin.isatty()
    if terminal:
        out.print("What are you looking for? [dim](an empty line ends the chat)[/dim]")
    session: str | None = None
    while True:
        said = out.input("[bold]› [/bold]") if terminal else sys.stdin.readline()
        if not said.strip():
            if terminal or not said:
                return
            continue
        if not terminal:
            out.print(f"› {said.strip()}", markup=False)
        printer = TurnPrinter(out)
        source.chat(said.strip(), session, user, printer.take)
        session = printer.session_id or session
