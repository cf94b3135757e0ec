"""The default embedder: the library's own vectors, offline, behind our port and behind LangChain's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import wordllama

from retrieval.embedding.langchain import LangChainEmbedder, WordLlamaEmbeddings, open_langchain
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.errors import SettingsError
from retrieval.types import Product

TEXTS = ["red kurta", "a steel pan for induction, 28 cm", "tent", "x" * 300, "naïve café ☕"]


@pytest.fixture(scope="module")
def model() -> WordLlamaModel:
    return WordLlamaModel()


def test_pooling_gives_the_vectors_of_the_library(model: WordLlamaModel) -> None:
    library = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)

    expected = np.stack([library.embed([text], norm=True)[0] for text in TEXTS])

    np.testing.assert_allclose(model.embed(TEXTS), expected, atol=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(model: WordLlamaModel) -> None:
    together = model.embed(TEXTS * 300)

    np.testing.assert_allclose(together[: len(TEXTS)], together[-len(TEXTS) :], atol=1e-6)
    np.testing.assert_allclose(together[0], model.embed_query(TEXTS[0]), atol=1e-6)


def test_text_without_words_is_a_zero_vector(model: WordLlamaModel) -> None:
    assert not model.embed(["", ""]).any()


def test_products_near_what_they_are_called(model: WordLlamaModel) -> None:
    catalog = [
        Product(product_id="1", title="Ridgeline two-person tent", description="Green, 1.9 kg, packs small."),
        Product(
            product_id="2", title="Enamel mug", categories=("Kitchen > Mugs",), attributes={"color": "red"}
        ),
        Product(product_id="3", title="Cordless drill", brand="Boltwerk"),
    ]
    vectors = model.embed_products(catalog)

    for query, best in (("camping tent", 0), ("red cup for coffee", 1), ("power tool", 2)):
        assert int(np.argmax(vectors @ model.embed_query(query))) == best


def test_the_private_margin_is_not_embedded(model: WordLlamaModel) -> None:
    assert "0.37" not in model.text_of(Product(product_id="1", title="tent", margin=0.37))


def test_langchain_on_both_sides_gives_the_same_directions(model: WordLlamaModel) -> None:
    ours = WordLlamaEmbeddings(model)
    theirs = LangChainEmbedder(ours, "test:wordllama")

    assert theirs.dimension == 256
    np.testing.assert_allclose(ours.embed_query("tent"), model.embed_query("tent"), atol=1e-6)
    np.testing.assert_allclose(theirs.embed_query("tent"), model.embed_query("tent"), atol=1e-6)
    assert theirs.embed_products([Product(product_id="1", title="tent")]).shape == (1, 256)
    assert theirs.embed_products([]).shape[0] == 0


@pytest.mark.parametrize("setting", ["nonsense", "nobody:model", "cohere:embed-v4"])
def test_an_unknown_model_or_a_missing_package_is_one_line_with_the_way_out(setting: str) -> None:
    with pytest.raises(SettingsError, match="AISLE_EMBEDDINGS") as caught:
        open_langchain(setting)
    assert "\n" not in caught.value.message
