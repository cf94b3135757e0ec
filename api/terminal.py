"""Lists and turns as lines of text: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text as Plain

from agent.events import (
    Clarify,
    Degraded,
    Done,
    ExplanationDelta,
    ExplanationFinal,
    Failed,
    RankingServed,
    Reorder,
    Text,
    TurnEvent,
    TurnStarted,
    Understood,
)
from agent.types import Item
from retrieval.types import Constraints, PublicProduct, Sort, either

_SORTED: Mapping[Sort, str] = {
    "price_asc": "cheapest first",
    "price_desc": "dearest first",
    "rating": "best rated first",
    "newest": "newest first",
}
_STOCK = {"out_of_stock": "out of stock", "preorder": "pre-order", "backorder": "on back-order"}


def console() -> Console:
    """Standard output; without colour or control characters when it is not a terminal."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def price(product: PublicProduct) -> str:
    """``$54``, or ``$45.95 (was $54)``."""
    now, before = product.current_price, product.price
    if now is None:
        return ""
    shown = _money(now, product.currency)
    return f"{shown} (was {_money(before, product.currency)})" if before and before > now else shown


def card(out: Console, item: Item, reasons: bool = True) -> None:
    """Two lines: what it is, and what speaks for it (without ``reasons``: what it costs, is rated)."""
    product = item.product
    maker = f"[dim]{escape(product.brand)}[/dim] " if product.brand else ""
    out.print(f"[bold]{item.rank:>2}. {maker}[bold]{escape(product.title)}[/bold]")
    facts = [price(product)]
    if product.rating is not None:
        facts.append(
            f"★ {product.rating:g}" + (f" ({product.rating_count:,})" if product.rating_count else "")
        )
    facts.append(_STOCK.get(product.availability or "", ""))
    if reasons:
        # A sale stands beside the price already.
        facts.extend([reason.text for reason in item.reasons if reason.code != "sale"][:3])
    if line := " · ".join(filter(None, facts)):
        out.print(f"    [green]{escape(line)}[/green]")


def chips(
    constraints: Constraints, currency: str | None = None, labels: Mapping[str, str] | None = None
) -> str:
    """What was understood, in words; empty where nothing was. ``labels``: attribute → its values in words."""

    def amount(value: float) -> str:
        return _money(value, currency)

    parts: list[str] = []
    if constraints.price is not None:
        low, high = constraints.price.min, constraints.price.max
        parts.append(
            f"up to {amount(high)}"
            if low is None and high is not None
            else f"from {amount(low or 0)}" + (f" to {amount(high)}" if high is not None else "")
        )
    told = labels or {}
    parts += [told.get(name) or either(name, values) for name, values in constraints.include.items()]
    parts += [f"not {either(name, values)}" for name, values in constraints.exclude.items()]
    if constraints.in_stock:
        parts.append("in stock")
    if constraints.sort is not None and constraints.sort in _SORTED:
        parts.append(_SORTED[constraints.sort])
    return ", ".join(parts)


class TurnPrinter:
    """Prints the events of one turn as they come."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._titles: dict[str, str] = {}
        self._served: tuple[str, ...] = ()
        self._order: tuple[str, ...] = ()
        self._streamed: dict[str, str] = {}
        self._open: str | None = None
        self._talking = False
        self._understood = Constraints()
        self._labels: Mapping[str, str] = {}
        self.session_id: str | None = None
        self.failed = False

    def take(self, event: TurnEvent) -> None:
        """One event."""
        match event:
            case TurnStarted():
                self.session_id = event.session_id
            case Understood():
                self._understood, self._labels = event.constraints, event.labels
            case RankingServed():
                self._ranking(event)
            case Reorder():
                self._order = event.order
            case Text():
                self._close_card()
                self._out.print(escape(event.delta), end="")
                self._talking = True
            case ExplanationDelta():
                self._head(event.product_id)
                self._out.print(escape(event.delta), end="")
                self._streamed[event.product_id] = self._streamed.get(event.product_id, "") + event.delta
            case ExplanationFinal():
                self._final(event)
            case Clarify():
                self._line(escape(event.question))
                for option in event.options:
                    self._line(f"  - {escape(option.label)} ({option.count})")
            case Degraded():
                if event.reason != "no_model":
                    self._line(f"[dim]({event.part}: {event.reason.replace('_', ' ')})[/dim]")
            case Done():
                self._done(event)
            case Failed():
                self.failed = True
                self._line(f"[red]{escape(event.detail or event.title)}[/red]")

    def _ranking(self, event: RankingServed) -> None:
        currency = next((item.product.currency for item in event.items if item.product.currency), None)
        if understood := chips(self._understood, currency, self._labels):
            self._line(f"[dim]Understood: {escape(understood)}[/dim]")
        self._line("")
        self._served = self._order = tuple(item.product.product_id for item in event.items)
        for item in event.items:
            self._titles[item.product.product_id] = f"{item.rank}. {item.product.title}"
            card(self._out, item, reasons=False)
        self._line("")

    def _head(self, product_id: str) -> None:
        if self._open != product_id:
            self._end()
            self._open = product_id
            self._out.print(f"[bold]{escape(self._titles.get(product_id, product_id))}[/bold]")
            self._out.print("    ", end="")

    def _final(self, event: ExplanationFinal) -> None:
        said = self._streamed.pop(event.product_id, "")
        if not said and self._out.is_terminal:
            self._end()
            self._out.print(f"[bold]{escape(self._titles.get(event.product_id, event.product_id))}[/bold]")
            self._out.print(Padding(Plain(event.text), (0, 0, 0, 4)))
            return
        self._head(event.product_id)
        rest = event.text[len(said.rstrip()) :] if event.text.startswith(said.rstrip()) else f" {event.text}"
        self._out.print(escape(rest if said else event.text))
        self._open = None

    def _done(self, event: Done) -> None:
        self._end()
        if self._order != self._served:
            self._line(
                "[dim]In the order that suits you best:[/dim] "
                + escape("; ".join(self._titles[i] for i in self._order if i in self._titles))
            )
        if event.status == "stopped":
            self._line("[dim](stopped)[/dim]")

    def _line(self, text: str) -> None:
        self._end()
        self._out.print(text)

    def _close_card(self) -> None:
        if self._open is not None:
            self._end()

    def _end(self) -> None:
        if self._open is not None or self._talking:
            self._out.print()
        self._open, self._talking = None, False


def answer(out: Console, body: dict[str, Any]) -> None:
    """The API's JSON answer as a list."""
    for raw in body["items"]:
        item = Item.model_validate(raw)
        card(out, item)
        if item.explanation is not None:
            out.print(f"    {escape(item.explanation.text)}")
    if not body["items"]:
        out.print("Nothing in the catalog fits all of that.")
    if body.get("relaxed"):
        out.print(f"Nothing fits all of that; the nearest: {escape(body['relaxed']['text'])}.")
    if body.get("ranking_id"):
        out.print(f"[dim]{body['total']:,} fit; why this list: aisle explain {body['ranking_id']}[/dim]")


def _money(amount: float, currency: str | None) -> str:
    sign = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}.get(currency or "")
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{sign}{number}" if sign else f"{number} {currency}".strip() if currency else number
