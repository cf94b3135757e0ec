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
        ("queries.jsonl", '{"_id": "q1"}\n', "queries.jsonl, line 1: text must be text"),
        ("queries.jsonl", '{"_id": "other", "text": "x"}\n', "no query of queries.jsonl has a judgment"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tlamp\n", "test.tsv, line 2 is not query-id"),
        ("qrels/test.tsv", "q1\tlamp\t1\nq1\tlamp\tgood\n", "test.tsv, line 2 is not query-id"),
        ("qrels/test.tsv", "q1\tlamp\t0.5\n", "test.tsv, line 1 is not query-id"),
        ("qrels/test.tsv", "q1\tlamp\t0\nq1\tmug\t-1\n", "no grade of qrels/test.tsv is above 0"),
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


@pytest.mark.parametrize(
    "judged",
    ["q1 0 lamp 2\n", "q1\tlamp\t2.0\n", "qid\tdocid\tgrade\nq1\tlamp\t2\n", "\n\nq1 lamp 1\nq1 lamp 2\n"],
    ids=["trec", "decimal", "other header", "blanks"],
)
def test_judgments_as_others_write_them(tmp_path: Path, judged: str) -> None:
    folder = write_collection(tmp_path / "c")
    (folder / "qrels" / "test.tsv").write_text(judged)
    assert [dict(query.grades) for query in read_collection(folder).queries] == [{"lamp": 2}]


def test_what_is_set_aside_is_told(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "c", {**GRADES, "q9": {"lamp": 1}, "q2": {"lamp": 3, "gone": 2}})
    with (folder / "corpus.jsonl").open("a") as file:
        file.write(
            f'{{"_id": "lamp", "title": "Lamp"}}\n{{"_id": "void"}}\n{{"_id": "{"x" * 300}", "title": 7}}\n'
        )
    collection = read_collection(folder)
    notes = list(collection.notes)
    catalog = {product.product_id: product.title for product in products(collection.documents, notes)}
    assert catalog["lamp"] == "Lamp", "the last one counts, as at an import"
    assert len(catalog) == len(CORPUS)
    for said in (
        "1 documents of corpus.jsonl came again",
        "1 judged queries are not",
        "1 judged documents are",
    ):
        assert any(note.startswith(said) for note in notes)
    assert any("neither a title nor a text" in note for note in notes)
    assert any("product_id: is longer than 256 characters" in note for note in notes)


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
