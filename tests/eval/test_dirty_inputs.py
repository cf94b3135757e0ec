"""What is handed over is not what we would have written: read all the same, or refused in one line."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.grounding.cases import read_cases as read_sentences
from eval.recommend.dataset import read_dataset
from eval.retrieval.beir import read_collection
from eval.retrieval.products import products
from eval.seeds.seed import read_seeds
from eval.suites.load import load_suite
from eval.understanding.cases import read_cases
from eval.understanding.dialogues import read_dialogues
from retrieval.errors import AisleError
from tests.examples import examples

LAMP = {"product_id": "lamp", "title": "Desk lamp\u2028with a dimmer\u0085", "attributes": {"color": "Red"}}
MUG = {"product_id": "mug", "title": "Tea mug"}
CASE = {"turns": ["a red\u2028lamp"], "constraints": {"include": {"color": ["Red"]}}}


def rows(*given: object) -> bytes:
    """With the line breaks of Unicode left in the texts, as other writers of JSON leave them."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in given)


FOLDERS: Mapping[str, Mapping[str, bytes]] = {
    "beir": {
        "corpus.jsonl": rows(
            {"_id": "lamp", "title": "Desk lamp", "text": "with\u2028a dimmer", "metadata": {"color": "red"}},
            {"_id": "mug", "title": "Tea mug", "text": ""},
        ),
        "queries.jsonl": rows({"_id": "q1", "text": "lamps"}, {"_id": "q2", "text": "mugs"}),
        "qrels/test.tsv": b"query-id\tcorpus-id\tscore\nq1\tlamp\t2\nq1\tmug\t0\nq2\tmug\t1\n",
    },
    "shop": {
        "items.jsonl": rows(LAMP, MUG),
        "interactions.csv": b"user_id,product_id,event,timestamp\n"
        + b"".join(b"u%d,%s,purchase,%d\n" % (n % 3, (b"lamp", b"mug")[n % 2], n * 86400) for n in range(9)),
        "test.jsonl": rows({"user_id": "u", "history": ["lamp"], "target": "mug"}),
    },
    "cases": {"cases.jsonl": rows(CASE, CASE)},
    "sentences": {"cases.jsonl": rows({"sentence": "It is\u2028red.", "product": LAMP, "grounded": True})},
    "dialogues": {
        "cases.jsonl": rows({"id": "one", "turns": [{"speaker": "shopper", "text": "a\u2028lamp"}]})
    },
    "suite": {
        "suite.toml": b'name = "s"\nabout = "A."\ncases = ["cases.jsonl"]\n[systems.plain]\nplain = true\n',
        "cases.jsonl": rows({"id": "one", "family": "need", "message": "a\u2028lamp"}),
    },
    "seeds": {
        "seeds.jsonl": rows(
            {
                "id": "s",
                "source": "hand",
                "case": {"id": "c", "family": "need", "message": "x"},
                "performances": [],
            }
        )
    },
}


def beir(folder: Path) -> object:
    collection = read_collection(folder)
    return collection.documents, collection.queries, products(collection.documents)


def shop(folder: Path) -> object:
    read = read_dataset(folder)
    given = [(each.history.item.tolist(), each.wanted.tolist()) for each in read.given]
    return read.product_ids, read.products, read.steps.item.tolist(), read.steps.time.tolist(), given


READERS: Mapping[str, Callable[[Path], object]] = {
    "beir": beir,
    "shop": shop,
    "cases": lambda folder: read_cases(folder / "cases.jsonl"),
    "sentences": lambda folder: read_sentences(folder / "cases.jsonl"),
    "dialogues": lambda folder: read_dialogues(folder / "cases.jsonl"),
    "suite": lambda folder: load_suite(str(folder / "suite.toml")).cases,
    "seeds": lambda folder: read_seeds([folder / "seeds.jsonl"]),
}
HARMLESS: Mapping[str, Callable[[bytes], bytes]] = {
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "no end": lambda data: data.removesuffix(b"\n"),
    "blank end": lambda data: data + b"\n\r\n\n",
}


def laid(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("kind", FOLDERS)
@settings(max_examples=examples(30))
@given(data=st.data())
def test_how_a_file_is_written_changes_nothing(kind: str, data: st.DataObject) -> None:
    """Packed or not, with a mark at its front, with any line ends, with blank lines at its end."""
    files = dict(FOLDERS[kind])
    for name in FOLDERS[kind]:
        if name.endswith(".toml"):
            continue
        for change in data.draw(st.lists(st.sampled_from(sorted(HARMLESS)), unique=True, max_size=3)):
            files[name] = HARMLESS[change](files[name].removeprefix(b"\xef\xbb\xbf"))
        if data.draw(st.booleans()):
            packed = name if data.draw(st.booleans()) else f"{name}.gz"
            files[packed] = gzip.compress(files.pop(name))
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as other:
        expected = READERS[kind](laid(FOLDERS[kind], Path(plain)))
        assert READERS[kind](laid(files, Path(other))) == expected


@contextmanager
def refused_in_one_line() -> Iterator[None]:
    try:
        yield
    except AisleError as error:
        if not error.message or "\n" in error.message:
            raise AssertionError(f"{error.message!r} is not one line") from error


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def spoilt(draw: st.DrawFn, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """One file with a line lost, doubled, cut, mixed up, or with a field of any other kind."""
    out = dict(files)
    name = draw(st.sampled_from([name for name in out if not name.endswith(".toml")]))
    lines = out[name].split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    how = draw(
        st.sampled_from(["field", "field", "line", "cut", "lost", "doubled", "bytes", "all", "packed"])
    )
    if how == "field" and lines[at].startswith(b"{"):
        row = json.loads(lines[at])
        row[draw(st.sampled_from([*row, "more"]))] = draw(VALUES)
        lines[at] = json.dumps(row).encode()
    elif how == "line":
        lines.insert(at, json.dumps(draw(VALUES)).encode())
    elif how == "cut":
        lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
    elif how == "lost":
        del lines[at]
    elif how == "doubled":
        lines.insert(at, lines[at])
    elif how == "bytes":
        lines.insert(at, draw(st.binary(max_size=12)))
    out[name] = b"\n".join(lines)
    if how == "packed":
        out[name] = gzip.compress(out[name])[: draw(st.integers(0, 60))]
    if how == "all":
        out[name] = draw(st.sampled_from([b"", b"\n\n", b"[]", b"{}", b"\xff\xfe", b"\x00"]))
    return out


@pytest.mark.parametrize("kind", FOLDERS)
@settings(max_examples=examples(30))
@given(data=st.data())
def test_whatever_is_in_a_file_it_is_read_or_refused_in_one_line(kind: str, data: st.DataObject) -> None:
    files = data.draw(spoilt(FOLDERS[kind]))
    with tempfile.TemporaryDirectory() as folder, refused_in_one_line():
        READERS[kind](laid(files, Path(folder)))
