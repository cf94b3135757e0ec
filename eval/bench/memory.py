"""How much memory a process holds, as the system counts it."""

from __future__ import annotations

import re
from math import nan
from pathlib import Path

_FIELDS = {name: re.compile(rf"^{name}:\s+(\d+) kB$", re.MULTILINE) for name in ("VmRSS", "VmHWM")}


def resident_mib(process: int | str = "self") -> float:
    """Resident memory now; NaN where the system has no ``/proc`` or the process is gone."""
    return _status(process, "VmRSS")


def peak_mib(process: int | str = "self") -> float:
    """The most that was ever resident; NaN as above."""
    return _status(process, "VmHWM")


def _status(process: int | str, field: str) -> float:
    try:
        match = _FIELDS[field].search(Path(f"/proc/{process}/status").read_text())
    except OSError:
        return nan
    return int(match[1]) / 1024 if match else nan
