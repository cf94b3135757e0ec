"""What a judge goes by: a Markdown file, its name in the first heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from eval.errors import SuiteError

RUBRICS = Path(__file__).parent / "rubrics"


@dataclass(frozen=True, slots=True)
class Rubric:
    """A name, and what to look at."""

    name: str
    text: str


def read_rubric(name: str, folder: Path) -> Rubric:
    """The rubric in a file of ``folder``, or a bundled one by name.

    Raises:
        SuiteError: there is none, or it begins with no heading.
    """
    path = folder / name if name.endswith(".md") else RUBRICS / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SuiteError(f"rubric {path}: cannot be read ({error.strerror})") from None
    heading = re.match(r"# ([a-z][a-z0-9_-]{0,39})\n", text)
    if heading is None:
        raise SuiteError(f"{path}:1: a rubric begins with a heading of one word in lower case, e.g. # useful")
    return Rubric(heading[1], text[heading.end() :].strip())
