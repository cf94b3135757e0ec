"""A judged collection in the BEIR layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from eval.errors import DatasetError


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

    def relevant(self, query: JudgedQuery) -> frozenset[str]:
        """The documents that answer ``query``."""
        return frozenset(key for key, grade in query.grades.items() if grade >= self.relevant_from)


def read_collection(folder: Path) -> Collection:
    """The collection in ``folder``.

    Raises:
        DatasetError: a missing file, a line that cannot be read (named), or nothing that is judged.
    """
    if not folder.is_dir():
        raise DatasetError(
            f"{folder} is not a folder; expected corpus.jsonl, queries.jsonl and qrels/test.tsv in it"
        )
    documents = tuple(_documents(folder / "corpus.jsonl"))
    texts = {
        _string(row, "_id", where): _string(row, "text", where)
        for where, row in _rows(folder / "queries.jsonl")
    }
    grades = _grades(folder / "qrels" / "test.tsv")
    queries = tuple(JudgedQuery(key, text, grades[key]) for key, text in texts.items() if key in grades)
    if not documents:
        raise DatasetError(f"{folder / 'corpus.jsonl'} holds no documents")
    if not queries:
        raise DatasetError(f"{folder}: no query of queries.jsonl has a judgment in qrels/test.tsv")
    highest = max(grade for query in queries for grade in query.grades.values())
    return Collection(documents, queries, relevant_from=1 if highest <= 1 else 2)


def _documents(path: Path) -> Iterator[Document]:
    seen: set[str] = set()
    for where, row in _rows(path):
        document_id = _string(row, "_id", where)
        if document_id in seen:
            raise DatasetError(f"{where}: _id {document_id!r} was there before")
        seen.add(document_id)
        metadata = row.get("metadata")
        yield Document(
            document_id,
            _string(row, "title", where, default=""),
            _string(row, "text", where, default=""),
            metadata if isinstance(metadata, dict) else {},
        )


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise DatasetError(f"{where} is not JSON") from None
        if not isinstance(row, dict):
            raise DatasetError(f"{where} is not a JSON object")
        yield where, row


def _grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), start=1):
        fields = line.rstrip("\r\n").split("\t")
        if not line.strip() or (number == 1 and not fields[-1].strip().lstrip("-").isdigit()):
            continue
        try:
            query_id, document_id, grade = fields
            grades.setdefault(query_id, {})[document_id] = max(0, int(grade))
        except ValueError:
            raise DatasetError(
                f"{path}, line {number} is not query-id, corpus-id and a whole score, separated by tabs"
            ) from None
    return grades


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except FileNotFoundError:
        raise DatasetError(
            f"{path} is missing (BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv)"
        ) from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror})") from None


def _string(row: Mapping[str, Any], name: str, where: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if value is None and default is not None:
        return default
    if isinstance(value, int) and name == "_id":
        return str(value)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise DatasetError(f"{where}: {name} must be text")
    return value
