"""A judged collection in the BEIR layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import DatasetError
from eval.jsonl import objects_of, present
from eval.retrieval.qrels import read_grades

_LAYOUT = "corpus.jsonl, queries.jsonl and qrels/test.tsv"


@dataclass(frozen=True, slots=True)
class Document:
    """One entry of the corpus."""

    document_id: str
    title: str
    text: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and the grade of every document that was judged for it."""

    query_id: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and judged queries. Only queries with a judgment are held."""

    documents: tuple[Document, ...]
    queries: tuple[JudgedQuery, ...]
    relevant_from: int
    """The lowest grade that means relevant: 2, or 1 where grades are 0 and 1."""
    notes: tuple[str, ...] = ()
    """What was set aside, and why."""

    def relevant(self, query: JudgedQuery) -> frozenset[str]:
        """The documents that answer ``query``."""
        return frozenset(key for key, grade in query.grades.items() if grade >= self.relevant_from)


def read_collection(folder: Path) -> Collection:
    """The collection in ``folder``; each file may be packed (``corpus.jsonl.gz``).

    Raises:
        DatasetError: a missing file, a line that cannot be read (named), or nothing that is judged.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder; expected {_LAYOUT} in it")
    notes: list[str] = []
    documents = _documents(_there(folder / "corpus.jsonl"), notes)
    queries = {
        _string(row, "_id", where): _string(row, "text", where)
        for where, row in objects_of(_there(folder / "queries.jsonl"))
    }
    grades = read_grades(_there(folder / "qrels" / "test.tsv"))
    judged = tuple(JudgedQuery(key, text, grades[key]) for key, text in queries.items() if key in grades)
    if not documents:
        raise DatasetError(f"{folder / 'corpus.jsonl'} holds no documents")
    if not judged:
        raise DatasetError(f"{folder}: no query of queries.jsonl has a judgment in qrels/test.tsv")
    if len(grades) > len(judged):
        notes.append(f"{len(grades) - len(judged):,} judged queries are not in queries.jsonl: set aside")
    known = {document.document_id for document in documents}
    unknown = {key for query in judged for key in query.grades} - known
    if unknown:
        notes.append(f"{len(unknown):,} judged documents are not in corpus.jsonl: no system can find them")
    highest = max(grade for query in judged for grade in query.grades.values())
    if not highest:
        raise DatasetError(f"{folder}: no grade of qrels/test.tsv is above 0, so that nothing is relevant")
    return Collection(documents, judged, 1 if highest <= 1 else 2, tuple(notes))


def _documents(path: Path, notes: list[str]) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    twice = 0
    for where, row in objects_of(path):
        document_id = _string(row, "_id", where)
        metadata = row.get("metadata")
        twice += document_id in found
        found[document_id] = Document(
            document_id,
            _string(row, "title", where, default=""),
            _string(row, "text", where, default=""),
            metadata if isinstance(metadata, dict) else {},
        )
    if twice:
        notes.append(f"{twice:,} documents of {path.name} came again under their _id: the last one counts")
    return tuple(found.values())


def _there(path: Path) -> Path:
    found = present(path)
    if not found.exists():
        raise DatasetError(f"{path} is missing (BEIR layout: {_LAYOUT})")
    return found


def _string(row: Mapping[str, Any], name: str, where: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if name == "_id" and isinstance(value, str):
        value = value.strip()
    if value is None and default is not None:
        return default
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise DatasetError(f"{where}: {name} must be text")
    return value
