"""``aisle events import``: history in, beside whoever owns the data directory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from api.commands.importing import bar, console
from retrieval.compose import open_event_log
from retrieval.errors import FeedError
from retrieval.feedback.importing import EventImport, import_events
from retrieval.settings import RetrievalSettings


def import_files(files: Sequence[Path]) -> None:
    """Each file in turn.

    Raises:
        AisleError: a file that cannot be read, or one of which not one row could be used.
    """
    for path in files:
        if not path.is_file():
            what = "is a folder; name the files in it" if path.is_dir() else "no such file"
            raise FeedError(f"{path}: {what}.")
    settings = RetrievalSettings.load()
    useless = []
    with open_event_log(settings) as log:
        append = partial(log.append, imported=True)
        for path in files:
            with bar() as shown:
                task = shown.add_task(path.name, total=max(path.stat().st_size, 1), rows="", rate="")

                def show(step: EventImport, task: object = task, shown: object = shown) -> None:
                    rate = f"{step.read / step.seconds:,.0f}/s" if step.seconds > 0.5 else ""
                    rows = f"{step.read:,} rows"
                    shown.update(task, completed=step.bytes_read, rows=rows, rate=rate)  # type: ignore[attr-defined]

                done = import_events(path, append, data_dir=settings.data_dir, progress=show)
            console().print(_line(path, done), markup=False)
            if done.rejected:
                said = f"  {done.rejected:,} rejected, with reasons: {done.rejects_path}"
                console().print(said, markup=False)
            if done.read and done.read == done.rejected:
                useless.append(str(path))
    if useless:
        raise FeedError(f"{', '.join(useless)}: not one row could be used.")


def _line(path: Path, done: EventImport) -> str:
    parts = [f"{done.added:,} added", f"{done.known:,} known already"]
    if unknown := done.marks.get("unknown_product"):
        parts.append(f"{unknown:,} of products that the catalog does not have (kept)")
    rate = done.read / done.seconds if done.seconds else 0.0
    return f"{path.name}: {', '.join(parts)}; {done.seconds:.1f} s ({rate:,.0f} rows/s)"
