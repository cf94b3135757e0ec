from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.retrieval.beir import read_collection
from eval.retrieval.products import products
from tests.eval.retrieval.collection import CORPUS, GRADES, KETTLE, write_collection


def test_reads_documents_and_judged_queries(tmp_path: Path) -> None:
    collection = read_collection(write_collection(tmp_path / "c"))
    assert [document.document_id for document in collection.documents] == list(CORPUS)
    assert {query.query_id: dict(query.grades) for query in collection.queries} == GRADES
    assert collection.relevant(collection.queries[0]) == {KETTLE}, "grade 1 of 3 is not relevant"


def test_the_highest_grade_is_relevant_where_grades_are_0_and_1(tmp_path: Path) -> None:
    collection = read_collection(write_collection(tmp_path / "c", {"q2": {"lamp": 1, "rug": 0}}))
    assert collection.relevant(collection.queries[0]) == {"lamp"}


def test_qrels_without_a_header_and_queries_by_number(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "c")
    (folder / "qrels" / "test.tsv").write_text("7\tlamp\t2\n\n")
    (folder / "queries.jsonl").write_text('{"_id": 7, "text": "lamp"}\n')
    (query,) = read_collection(folder).queries
    assert (query.query_id, dict(query.grades)) == ("7", {"lamp": 2})


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("corpus.jsonl", None, "corpus.jsonl is missing"),
        ("queries.jsonl", None, "queries.jsonl is missing"),
        ("qrels/test.tsv", None, "test.tsv is missing"),
        ("corpus.jsonl", "{nonsense\n", "corpus.jsonl, line 1 is not JSON"),
        ("corpus.jsonl", "[1]\n", "corpus.jsonl, line 1 is not a JSON object"),
        ("corpus.jsonl", "", "holds no documents"),
        (
            "corpus.jsonl",
            '{"_id": "a", "title": "x"}\n{"_id": "a", "title": "y"}\n',
            "line 2: _id 'a' was there",
        ),
        ("queries.jsonl", '{"_id": "q1"}\n', "queries.jsonl, line 1: text must be text"),
        ("queries.jsonl", '{"_id": "other", "text": "x"}\n', "no query of queries.jsonl has a judgment"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tlamp\n", "test.tsv, line 2 is not query-id"),
        ("qrels/test.tsv", "q1\tlamp\t1\nq1\tlamp\tgood\n", "test.tsv, line 2 is not query-id"),
    ],
)
def test_a_misshaped_folder_is_one_line(tmp_path: Path, file: str, text: str | None, said: str) -> None:
    folder = write_collection(tmp_path / "c")
    if text is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(text)
    with pytest.raises(DatasetError) as refused:
        read_collection(folder)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is not a folder"):
        read_collection(tmp_path / "nowhere")


def test_a_document_becomes_a_product_whatever_it_lacks(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "c")
    (folder / "corpus.jsonl").write_text(
        '{"_id": "a", "text": "Only a text", "metadata": {"brand": "Acme", "color": "red", "price": "9",'
        ' "url": "https://x", "category": "Home > Rugs", "n": 3}}\n'
        '{"_id": "b", "title": " ", "text": null}\n'
    )
    (product,) = products(read_collection(folder).documents)
    assert (product.title, product.brand, product.categories) == ("Only a text", "Acme", ("Home > Rugs",))
    assert product.attributes == {"color": "red", "price": "9"}
    assert product.price is None
