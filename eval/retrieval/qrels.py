"""Judgments as BEIR has them (``query-id corpus-id score``, with a header or not) or as TREC has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from eval.errors import DatasetError
from eval.jsonl import lines_of

_GRADE = re.compile(r"[+-]?\d+(?:\.0*)?")


def read_grades(path: Path) -> dict[str, dict[str, int]]:
    """Query → document → grade, 0 and up (what is below 0 is 0).

    A line has a query, a document and a whole grade between tabs (or, where it has no tab, blanks); with
    four columns the second is TREC's and is passed over. Where a pair comes twice, the last one counts.

    Raises:
        DatasetError: the file cannot be read, or a line (named) is none of this.
    """
    grades: dict[str, dict[str, int]] = {}
    begun = False
    for number, line in lines_of(path):
        fields = [field.strip() for field in (line.split("\t") if "\t" in line else line.split())]
        head, begun = not begun and _is_header(fields), True
        if head:
            continue
        if len(fields) == 4:
            del fields[1]
        if len(fields) != 3 or not fields[0] or not fields[1] or not _GRADE.fullmatch(fields[2]):
            raise DatasetError(
                f"{path}, line {number} is not query-id, corpus-id and a whole score, separated by tabs"
            )
        grades.setdefault(fields[0], {})[fields[1]] = max(0, int(float(fields[2])))
    return grades


def _is_header(fields: Sequence[str]) -> bool:
    """Its last column is no number."""
    try:
        float(fields[-1])
    except ValueError:
        return len(fields) in (3, 4)
    return False
