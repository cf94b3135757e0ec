"""``/widget.js``: the modules under ``static/widget`` as the one script that a page loads.

Nothing has to be built: each module stands in a function of its own, before whoever imports it, with its
imports and exports as plain values. Comments and indentation stay behind.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

ENTRY = PurePosixPath("main.js")
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[^"]+)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *//.*\n|^ */\*.*\n|^(?:  )* \*(?:[ /].*)?\n|^ +", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const|let) (\w+))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Script:
    """A script as it is sent."""

    text: bytes
    gzipped: bytes
    tag: str
    """Of its content, for ``ETag``."""


@cache
def widget() -> Script:
    """The whole widget: one module, in the order of its imports."""
    text = "\n".join(_modules(ENTRY, set())).encode()
    tag = hashlib.blake2b(text, digest_size=8).hexdigest()
    return Script(text, gzip.compress(text, compresslevel=9, mtime=0), tag)


def _modules(path: PurePosixPath, seen: set[PurePosixPath]) -> Iterator[str]:
    if path in seen:
        return
    seen.add(path)
    source = files("api").joinpath("static", "widget", *path.parts).read_text(encoding="utf-8")
    for _, name in _IMPORT.findall(source):
        yield from _modules(path.parent.joinpath(name), seen)

    def taken(found: re.Match[str]) -> str:
        return f"const {found[1]} = {_name(path.parent.joinpath(found[2]))};\n"

    source = _COMMENT.sub("", _IMPORT.sub(taken, source))
    if path == ENTRY:
        yield source
        return
    given = ", ".join(_EXPORT.findall(source))
    yield f"const {_name(path)} = (() => {{\n{_EXPORT.sub('', source)}return {{ {given} }};\n}})();"


def _name(path: PurePosixPath) -> str:
    return "_".join(("module", *path.with_suffix("").parts))
