"""``aisle catalog import``: files in, by whoever owns the data directory."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from api.client import Aisle
from api.settings import ApiSettings
from retrieval.catalog.importer import ImportSummary, Put, import_feed
from retrieval.catalog.importer import Progress as Step
from retrieval.catalog.lock import owner
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.writer import Written
from retrieval.errors import AisleError, FeedError
from retrieval.settings import RetrievalSettings
from retrieval.types import Product


def import_files(files: Sequence[Path], format: str, pairs: Sequence[str]) -> None:  # noqa: A002
    """Import each file in turn. Beside a running server its rows are handed to that server.

    Raises:
        AisleError: a file that cannot be read, or a data directory that another process holds.
    """
    mapping = ColumnMapping.parse(pairs)
    for path in files:
        if not path.is_file():
            what = "is a folder; name the files in it" if path.is_dir() else "no such file"
            raise FeedError(f"{path}: {what}.")
    settings = RetrievalSettings.load()
    found = owner(settings.data_dir) if settings.embedded else None
    if found is not None and found.url:
        console().print(f"A server is running at {found.url}: handing it the rows.", markup=False)
        with Aisle(found.url, secret_key()) as client:
            put = _handing_to(client)
            _each(files, put, data_dir=settings.data_dir, format=format, mapping=mapping)
        return
    with ExitStack() as stack:
        with console().status("Opening the catalog…"):
            from retrieval.compose import open_writer

            writer = stack.enter_context(open_writer(settings, "aisle catalog import"))
        _each(files, writer.put, data_dir=settings.data_dir, format=format, mapping=mapping)


def _each(
    files: Sequence[Path],
    put: Put,
    *,
    data_dir: Path,
    format: str,  # noqa: A002 - the option is called so
    mapping: ColumnMapping,
) -> None:
    """All files, also after one that held nothing of use; that one is the error of the command."""
    useless: dict[str, list[str]] = {}
    for path in files:
        summary = bring_in(path, put, data_dir=data_dir, format=format, mapping=mapping)
        if summary.read == summary.rejected:
            useless.setdefault(_useless(summary), []).append(str(path))
    if useless:
        raise FeedError(" ".join(f"{', '.join(paths)}: {why}" for why, paths in useless.items()))


def _useless(summary: ImportSummary) -> str:
    """Why a file brought nothing in, and the way out."""
    if not summary.read:
        return "holds no products."
    why = summary.first_rejected or ""
    if "product_id" in why or "title" in why:
        return (
            "not one row could be used. Where columns go by other names, say which is which: "
            "--map product_id=COLUMN --map title=COLUMN"
        )
    way_out = "; save the file as UTF-8" if "UTF-8" in why else ""
    return f"not one row could be used ({why}{way_out})."


def bring_in(
    path: Path,
    put: Put,
    *,
    data_dir: Path,
    format: str = "auto",  # noqa: A002 - the option is called so
    mapping: ColumnMapping | None = None,
) -> ImportSummary:
    """One file, with its progress and its summary on stderr."""
    with bar() as shown:
        task = shown.add_task(path.name, total=max(path.stat().st_size, 1), rows="", rate="")

        def show(step: Step) -> None:
            seconds = shown.tasks[0].elapsed or 0.0
            rate = f"{step.read / seconds:,.0f}/s" if seconds > 0.5 else ""
            shown.update(task, completed=step.bytes_read, rows=f"{step.read:,} rows", rate=rate)

        summary = import_feed(path, put, data_dir=data_dir, format=format, mapping=mapping, progress=show)
    console().print(_line(path, summary), markup=False)
    if summary.rejected:
        console().print(
            f"  {summary.rejected:,} rejected, with reasons: {summary.rejects_path}", markup=False
        )
    return summary


def console() -> Console:
    """Where progress goes: stderr, plain when that is not a terminal."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def bar() -> Progress:
    """Rows, rate and time left, in a terminal only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        TextColumn("{task.fields[rows]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console(),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _line(path: Path, summary: ImportSummary) -> str:
    parts = [
        f"{summary.added:,} added",
        f"{summary.updated:,} updated",
        f"{summary.unchanged:,} unchanged",
    ]
    if summary.repeated:
        parts.append(f"{summary.repeated:,} repeated")
    rate = summary.read / summary.seconds if summary.seconds else 0.0
    return (
        f"{path.name}: {', '.join(parts)}; {summary.embedded:,} embedded; "
        f"{summary.seconds:.1f} s ({rate:,.0f} rows/s)"
    )


def _handing_to(client: Aisle) -> Put:
    def put(products: Sequence[Product]) -> Written:
        rows = [product.model_dump(mode="json", exclude_none=True) for product in products]
        report = client.put_products(rows)
        if report["rejected"]:
            first = report["rejected"][0]["reason"]
            raise AisleError(f"The server refused a row that is good here ({first}); is it another version?")
        return Written(**{name: report[name] for name in ("added", "updated", "unchanged", "embedded")})

    return put


def secret_key() -> str | None:
    keys = ApiSettings.load().secret_keys
    return keys[0].get_secret_value() if keys else None
