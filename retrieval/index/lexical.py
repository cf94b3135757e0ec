"""The catalog by its words: BM25 by tantivy, in memory, changed in place.

Not kept on disk: it is rebuilt from the catalog's rows at start (44,072 products in about a second), so
it can never disagree with them, needs no recovery, and every process of a server has its own.
One field holds all of a product's text, each part as often as it weighs: that is BM25F (Robertson,
Zaragoza & Taylor 2004), where a word of the title counts thrice *before* repetition saturates.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import tantivy
from numpy.typing import NDArray

from retrieval.index.words import Term, spread_out, terms
from retrieval.ports import LexicalMatches
from retrieval.types import Product

TITLE, FACTS, DESCRIPTION = 3, 1, 1
"""Weights of the title, of brand, categories, attributes and tags, and of the description."""
K1 = 1.2
"""Tantivy's own, fixed."""
DESCRIPTION_CHARACTERS = 2000
"""Beyond this a description repeats itself."""
HEAP = 32_000_000
"""Bytes for documents not yet committed."""
_STOP_WORDS = """a an and are as at be but by for if in into is it no not of on or such that the their then
there these they this to was will with"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class TantivyIndex:
    """Satisfies :class:`retrieval.ports.LexicalIndex`. Safe to call from several threads."""

    def __init__(self) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("slot", indexed=True, fast=True)
        schema.add_text_field("text", tokenizer_name="stems", index_option="freq")
        self._schema = schema.build()
        self._stems = _analyzer()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("stems", self._stems)
        # The default policy reloads in a thread of its own and may keep a reader waiting for 100 ms.
        self._index.config_reader("manual")
        self._writer = self._index.writer(HEAP, num_threads=1)
        self._lock = threading.Lock()
        self._slot_of: dict[str, int] = {}
        self._ids: list[str] = []
        self._digests: list[int] = []
        self._free: list[int] = []
        self._searcher = self._index.searcher()

    def update(self, upserts: Sequence[Product], deletes: Sequence[str]) -> None:
        """Insert or replace, and delete; ids that are not there are no error. Visible on return."""
        with self._lock:
            changed = [self._delete(product_id) for product_id in deletes]
            changed += [self._put(product) for product in upserts]
            if any(changed):
                self._writer.commit()
                self._index.reload()
                self._searcher = self._index.searcher()

    def count(self) -> int:
        """Products held."""
        return len(self._slot_of)

    def query(self, text: str) -> TantivyQuery | None:
        """What ``text`` asks of the words of the catalog; None where it says nothing."""
        searcher = self._searcher
        groups = [group for term in terms(text) if (group := self._group(term, searcher)) is not None]
        meant = [group for group in groups if not group.stop] or groups
        if not meant:
            return None
        wanted = _any([group.query for group in meant])
        return TantivyQuery(self, searcher, wanted, sum(group.ceiling for group in meant))

    def _group(self, term: Term, searcher: tantivy.Searcher) -> _Group | None:
        parts = self._stems.analyze(" ".join(term.parts))
        if not parts:
            return None
        apart = [self._word(word, searcher) for word in parts]
        stop = term.joined is None and all(part in STOP_WORDS for part in term.parts)
        query, ceiling = _any([word.query for word in apart]), sum(word.ceiling for word in apart)
        if term.joined is not None:
            (stem,) = self._stems.analyze(term.joined)[:1] or ("",)
            together = self._word(stem, searcher)
            query = tantivy.Query.disjunction_max_query([query, together.query])
            ceiling = max(ceiling, together.ceiling)
        return _Group(query, ceiling, stop)

    def _word(self, word: str, searcher: tantivy.Searcher) -> _Group:
        query = tantivy.Query.term_query(self._schema, "text", word, index_option="freq")
        n, df = searcher.num_docs, searcher.doc_freq("text", word)
        return _Group(query, (K1 + 1) * math.log(1 + (n - df + 0.5) / (df + 0.5)) if n else 1.0, False)

    def _put(self, product: Product) -> bool:
        text = _text(product)
        digest = hash(text)
        slot = self._slot_of.get(product.product_id)
        if slot is not None:
            if self._digests[slot] == digest:
                return False
            self._writer.delete_documents_by_term("slot", slot)
        elif self._free:
            slot = self._free.pop()
        else:
            slot = len(self._ids)
            self._ids.append("")
            self._digests.append(0)
        self._slot_of[product.product_id] = slot
        self._ids[slot] = product.product_id
        self._digests[slot] = digest
        document = tantivy.Document()
        document.add_unsigned("slot", slot)
        document.add_text("text", text)
        self._writer.add_document(document)
        return True

    def _delete(self, product_id: str) -> bool:
        slot = self._slot_of.pop(product_id, None)
        if slot is None:
            return False
        self._writer.delete_documents_by_term("slot", slot)
        self._ids[slot] = ""
        self._free.append(slot)
        return True


@dataclass(frozen=True, slots=True)
class _Group:
    """One term of a query and the highest BM25 score that any product could get for it."""

    query: tantivy.Query
    ceiling: float
    stop: bool


class TantivyQuery:
    """One query on one state of the catalog. Satisfies :class:`retrieval.ports.LexicalQuery`."""

    def __init__(
        self, index: TantivyIndex, searcher: tantivy.Searcher, wanted: tantivy.Query, ceiling: float
    ) -> None:
        self._index = index
        self._searcher = searcher
        self._wanted = wanted
        self._ceiling = ceiling

    def best(self, n: int) -> LexicalMatches:
        """At most ``n``, best first."""
        slots, scores = self._search(self._wanted, n)
        ids = self._index._ids
        return LexicalMatches([ids[slot] for slot in slots], scores)

    def scores(self, product_ids: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(product_ids),), 0 where no word matches."""
        out = np.zeros(len(product_ids), dtype=np.float32)
        place: dict[int, int] = {}
        for position, product_id in enumerate(product_ids):
            slot = self._index._slot_of.get(product_id)
            if slot is not None:
                place[slot] = position
        if not place:
            return out
        schema = self._index._schema
        among = _any([tantivy.Query.term_query(schema, "slot", slot, index_option="basic") for slot in place])
        both = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
                (tantivy.Occur.Must, self._wanted),
            ]
        )
        slots, scores = self._search(both, len(place))
        out[[place[slot] for slot in slots]] = scores
        return out

    def _search(self, query: tantivy.Query, n: int) -> tuple[Sequence[int], NDArray[np.float32]]:
        hits = self._searcher.search(query, max(n, 1), count=False).hits[:n]
        addresses = [address for _, address in hits]
        slots = cast("list[int]", self._searcher.fast_field_values("slot", addresses))
        scores = np.asarray([score for score, _ in hits], dtype=np.float32)
        return slots, np.asarray(scores / self._ceiling, dtype=np.float32)


def _text(product: Product) -> str:
    facts = [product.brand or "", *product.categories, *product.tags]
    facts += [value for name in product.attributes for value in product.values(name)]
    title = spread_out(product.title)
    body = spread_out("\n".join(facts))
    description = spread_out((product.description or "")[:DESCRIPTION_CHARACTERS])
    return " ".join([title] * TITLE + [body] * FACTS + [description] * DESCRIPTION)


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.remove_long(80))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
