"""Installations with a catalog of any size, made by ``aisle catalog import`` from real titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.importing import measure_import
from eval.bench.shelves import shelved
from eval.progress import waiting

_MADE = "made"


@contextmanager
def stocked(titles: Sequence[str], size: int, keep: Path | None = None) -> Iterator[Path]:
    """A data dir that holds ``shelved(titles, size)``; under ``keep`` it stays and serves the next run.

    Raises:
        BenchFailed: the import did not succeed.
    """
    if keep is None:
        with TemporaryDirectory(prefix="aisle-eval-", ignore_cleanup_errors=True) as folder:
            yield _made(titles, size, Path(folder))
    else:
        yield _made(titles, size, keep / str(size))


def _made(titles: Sequence[str], size: int, folder: Path) -> Path:
    data_dir = folder / "data"
    if not (folder / _MADE).exists():
        folder.mkdir(parents=True, exist_ok=True)
        feed = folder / "products.jsonl"
        with feed.open("w", encoding="utf-8") as lines:
            for product in shelved(titles, size):
                lines.write(product.model_dump_json(exclude_defaults=True) + "\n")
        with waiting(f"importing {size:,} products"):
            measure_import(feed, data_dir)
        feed.unlink()
        (folder / _MADE).touch()
    return data_dir
