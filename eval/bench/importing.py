"""The import of a catalog by ``aisle catalog import``: how fast, and in how much memory."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from math import nan
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from eval.bench.installation import command, environment
from eval.bench.memory import peak_mib
from eval.errors import BenchFailed

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Import:
    """One import, from the start of the process to its end."""

    seconds: float
    peak_mib: float
    """Highest resident memory of the process; NaN where the system has no ``/proc``."""


def measure_start(folder: Path) -> float:
    """Seconds of an import of one product, into ``folder``: what any import pays before its first row.

    Come before the import that counts: Python then has compiled what it runs, as an installer would have.
    """
    one = folder / "one.jsonl"
    one.write_text('{"product_id": "one", "title": "One lamp"}\n', encoding="utf-8")
    return measure_import(one, folder / "start").seconds


def measure_import(catalog: Path, data_dir: Path) -> Import:
    """Import ``catalog`` into ``data_dir``, everything included.

    Raises:
        BenchFailed: the command did not succeed; its last line says why.
    """
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command("catalog", "import", str(catalog)),
            env=environment(data_dir),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        peak = nan
        while process.poll() is None:
            # Near the end the process is there no more, and what was last seen stands.
            peak = float(np.fmax(peak_mib(process.pid), peak))
            time.sleep(_POLL_SECONDS)
        seconds = time.perf_counter() - start
        if process.returncode:
            output.seek(0)
            lines = output.read().decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise BenchFailed(f"aisle catalog import {catalog} failed: {lines[-1]}")
    return Import(seconds, peak)
