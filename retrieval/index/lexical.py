"""The catalog by its words: BM25 by tantivy, in memory, changed in place.

Not kept on disk: it is rebuilt from the catalog's rows at start, so it can never disagree with them,
needs no recovery after a crash, and every process of a server has its own.

A word's score is its BM25 over the whole text plus its BM25 over the title alone: a match in the title
counts more, and the length of a description takes nothing from it. Shop text repeats words to sell, not
to say more, so that being there must count and being there again hardly: k1 is to be small. Tantivy has
1.2 built in; text that is indexed ``SAID`` times is scored as with k1 = 1.2 / ``SAID``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache

import tantivy
from tantivy import Query

from retrieval.index.lexical_query import Reading, TantivyQuery, slot_query
from retrieval.index.spelling import Spelling
from retrieval.index.words import REMEMBERED, spread_out
from retrieval.types import Product

SAID = 3
DESCRIPTION_CHARACTERS = 2000
"""Beyond this a description repeats itself."""
HEAP = 32_000_000
"""Bytes for documents not yet committed."""
STALE = 0.01
"""Share of the catalog that may change before the words known to the spelling are read anew."""


class TantivyIndex:
    """Satisfies :class:`retrieval.ports.LexicalIndex`. Safe to call from several threads."""

    def __init__(self) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("slot", indexed=True, fast=True)
        schema.add_text_field("text", tokenizer_name="stems", index_option="freq")
        schema.add_text_field("title", tokenizer_name="stems", index_option="freq")
        schema.add_text_field("spelled", tokenizer_name="words", index_option="basic")
        self._schema = schema.build()
        self._stems = _analyzer(stemmed=True)
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("stems", self._stems)
        self._index.register_tokenizer("words", _analyzer(stemmed=False))
        # The default policy reloads in a thread of its own and may keep a reader waiting for 100 ms.
        self._index.config_reader("manual")
        self._writer = self._index.writer(HEAP, num_threads=1)
        self._lock = threading.Lock()
        self._slot_of: dict[str, int] = {}
        self._ids: list[str] = []
        self._digests: list[int] = []
        self._free: list[int] = []
        self._changed = 0
        self._waiting = False
        self._searcher = self._index.searcher()
        self._spelling: tuple[int, Spelling] | None = None

    def update(self, upserts: Sequence[Product], deletes: Sequence[str]) -> None:
        """Insert or replace, and delete; ids that are not there are no error. Seen after :meth:`commit`."""
        with self._lock:
            changed = sum([self._delete(product_id) for product_id in deletes])
            changed += sum([self._put(product) for product in upserts])
            self._changed += changed
            self._waiting |= changed > 0

    def commit(self) -> None:
        """Show everything up to here to the next query."""
        with self._lock:
            if self._waiting:
                self._writer.commit()
                self._index.reload()
                self._searcher = self._index.searcher()
                self._waiting = False

    def count(self) -> int:
        """Products held."""
        return len(self._slot_of)

    def query(self, text: str) -> TantivyQuery | None:
        """What ``text`` asks of the words of the catalog; None where it says nothing."""
        reading = Reading(self._schema, self._searcher, self._stems, self._spell)
        return reading.query(text, self._ids, self._slot_of)

    def _spell(self) -> Spelling:
        held = self._spelling
        if held is None or self._changed - held[0] > STALE * len(self._slot_of):
            # The filter leaves out words of products that are gone.
            words = self._searcher.terms_with_prefix("spelled", "", filter_query=Query.all_query())
            held = self._spelling = (self._changed, Spelling(words))
        return held[1]

    def _put(self, product: Product) -> bool:
        text = _text(product)
        digest = hash(text)
        slot = self._slot_of.get(product.product_id)
        if slot is not None:
            if self._digests[slot] == digest:
                return False
            self._forget(slot)
        elif self._free:
            slot = self._free.pop()
        else:
            slot = len(self._ids)
            self._ids.append("")
            self._digests.append(0)
        self._slot_of[product.product_id] = slot
        self._ids[slot] = product.product_id
        self._digests[slot] = digest
        title, facts, description = text
        document = tantivy.Document()
        document.add_unsigned("slot", slot)
        document.add_text("title", f"{title} " * SAID)
        document.add_text("text", f"{title} {facts} {description} " * SAID)
        document.add_text("spelled", f"{title} {facts}")
        self._writer.add_document(document)
        return True

    def _delete(self, product_id: str) -> bool:
        slot = self._slot_of.pop(product_id, None)
        if slot is None:
            return False
        self._forget(slot)
        self._ids[slot] = ""
        self._free.append(slot)
        return True

    def _forget(self, slot: int) -> None:
        # By query: deletion by term takes the number for a signed one and finds nothing.
        self._writer.delete_documents_by_query(slot_query(self._schema, slot))


def _text(product: Product) -> tuple[str, str, str]:
    """Title, facts and description."""
    facts = [product.brand or "", *product.categories, *product.tags]
    facts += [value for name in product.attributes for value in product.values(name)]
    description = (product.description or "")[:DESCRIPTION_CHARACTERS]
    return spread_out(product.title), " ".join(map(_fact, filter(None, facts))), spread_out(description)


@lru_cache(maxsize=REMEMBERED)
def _fact(value: str) -> str:
    # A catalog has few different brands, categories and values.
    return spread_out(value)


def _analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    builder = builder.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.remove_long(80))
    return (builder.filter(tantivy.Filter.stemmer("english")) if stemmed else builder).build()
