"""``aisle catalog audit``: what the data is fit for, read beside whoever owns the data directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.commands.training import in_force
from api.pages.made_up import made_up
from api.terminal import console
from retrieval.behaviour.job import all_events, every_product, last_report
from retrieval.behaviour.steps import engagement
from retrieval.catalog.audit import Audit, audit
from retrieval.catalog.auditing.duplicates import Duplicates
from retrieval.catalog.auditing.gaps import percent
from retrieval.compose import open_products, open_records
from retrieval.errors import CatalogError
from retrieval.money import money
from retrieval.ports import EventStore
from retrieval.settings import RetrievalSettings

SHOWN_ATTRIBUTES = 20


def audit_catalog(as_json: bool) -> None:
    """The findings, as tables or as JSON.

    Raises:
        CatalogError: there are no products.
        StorageUnavailable: the database does not answer.
    """
    settings = RetrievalSettings.load()
    with open_products(settings), open_records(settings) as records:
        found = audit(every_product(records.products), interactions(records.events))
        training, demo_history = last_report(records.facts), made_up(records.facts)
    if not found.products:
        raise CatalogError("The catalog is empty; bring one in with: aisle catalog import FILE")
    if as_json:
        said = {**found.model_dump(mode="json"), "training": training}
        print(orjson.dumps(said, option=orjson.OPT_INDENT_2).decode())  # noqa: T201 - this is the output
    else:
        show(console(), found)
        if demo_history:
            console().print(f"\n{demo_history}", markup=False)
        show_training(console(), training)


def interactions(events: EventStore) -> Iterator[tuple[str, str]]:
    """Shopper and product of every step; to have been shown something is none."""
    for event in all_events(events):
        if event.shopper is not None and event.product_id is not None and engagement(event.type, event.value):
            yield event.shopper, event.product_id


def show_training(out: Console, training: Mapping[str, object] | None) -> None:
    """What orders personal lists, and why."""
    out.print("\n[bold]Personal lists[/bold]")
    if training is None:
        out.print("  not trained yet: aisle train", markup=False)
        return
    said = in_force(str(training["rung"]), str(training["why"]))
    out.print(f"  {said} Trained {str(training['at'])[:16]} UTC.", markup=False)


def show(out: Console, found: Audit) -> None:
    """Every finding, the most general first, what it costs last."""
    out.print(f"[bold]{found.products:,} products[/bold]")
    _filled(out, found)
    _counts(out, found)
    _double(out, "the same title", found.same_title)
    _double(out, "nearly the same title", found.nearly_same_title)
    if found.same_title.groups or found.nearly_same_title.groups:
        out.print("[dim]  the same thing twice, or variants that no variant_of marks as such[/dim]")
    _prices(out, found)
    out.print("\n[bold]What the gaps turn off[/bold]")
    for gap in found.gaps:
        out.print(f"  {escape(gap.text)}")
    if not found.gaps:
        out.print("  nothing: every feature has its data")


def _filled(out: Console, found: Audit) -> None:
    fields = Table("field", "filled", "", box=None, pad_edge=False)
    for field in found.fields:
        fields.add_row(field.name, f"{field.filled:,}", percent(field.share))
    out.print(fields)
    if not found.attributes:
        return
    attributes = Table("attribute", "filled", "", "values", "", box=None, pad_edge=False)
    for each in found.attributes[:SHOWN_ATTRIBUTES]:
        note = "[dim]one per product: for look-up, not for filters[/dim]" if each.names_one_product else ""
        attributes.add_row(
            escape(each.name), f"{each.filled:,}", percent(each.share), f"{each.values:,}", note
        )
    out.print()
    out.print(attributes)
    if (more := len(found.attributes) - SHOWN_ATTRIBUTES) > 0:
        out.print(f"[dim]and {more:,} more[/dim]")


def _counts(out: Console, found: Audit) -> None:
    words, stock, variants, done = found.vocabulary, found.stock, found.variants, found.interactions
    sizes = (
        f"{words.brands:,} brands",
        f"{words.categories:,} categories",
        f"{words.attributes:,} attributes with {words.attribute_values:,} values",
        f"{words.tags:,} tags",
        f"{words.title_words:,} words in titles",
    )
    out.print(f"\nvocabulary    {' · '.join(sizes)}")
    states = ((name.replace("_", " "), count) for name, count in stock.model_dump().items() if count)
    out.print("stock         " + " · ".join(f"{count:,} {name}" for name, count in states))
    missing = f" · {variants.without_head:,} of a product that is not here" if variants.without_head else ""
    out.print(f"variants      {variants.products:,} of {variants.of:,} products{missing}")
    total = f"{done.total:,}" if done.total else "no events yet"
    means = f"{done.per_product:g} per product · {done.per_shopper:g} per shopper"
    out.print(f"interactions  {total} · {means}")


def _double(out: Console, what: str, found: Duplicates) -> None:
    out.print(f"\n[bold]{what}[/bold]: {found.products:,} products in {found.groups:,} groups")
    for each in found.examples:
        titles = " | ".join(_short(title) for title in each.titles)
        out.print(f"  {each.size:,} × {escape(titles)} [dim]({escape(', '.join(each.product_ids))})[/dim]")


def _prices(out: Console, found: Audit) -> None:
    prices = found.prices
    out.print(f"\n[bold]price outliers[/bold]: {prices.outliers:,} of {prices.judged:,} judged")
    for each in prices.examples:
        shown, usual = money(each.price, each.currency), money(each.usual, each.currency)
        out.print(
            f"  {escape(_short(each.title))} [dim]({escape(each.product_id)})[/dim]: {escape(shown)}; "
            f"usual in {escape(each.category)}: {escape(usual)}"
        )
    for line in _oddities(found):
        out.print(f"  {line}")


def _oddities(found: Audit) -> Iterable[str]:
    prices = found.prices
    if prices.zero:
        yield f"{prices.zero:,} products cost nothing"
    if prices.sale_not_below_price:
        yield f"{prices.sale_not_below_price:,} sale prices are not below the price"
    if len(prices.currencies) > 1:
        yield f"several currencies ({', '.join(prices.currencies)}): price limits compare bare numbers"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
