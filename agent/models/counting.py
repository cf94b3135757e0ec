"""How many tokens a text costs: exactly where tiktoken has its tables, never too few where it has not.

tiktoken fetches its tables over the network when they are not in its cache. Nothing is fetched here: without
them the bytes of a text are counted, and no tokenizer of bytes makes more tokens than that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

TABLES = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
ENCODING = "o200k_base"
"""Of current OpenAI models; others' counts differ by a few percent."""
MESSAGE = 8
"""Tokens around each message: its role, and what divides it from the next."""

Counter = Callable[[str], int]


def token_counter() -> Counter:
    """tiktoken's own count where ``TIKTOKEN_CACHE_DIR`` holds its tables whole, else :func:`at_most`."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    name = hashlib.sha1(TABLES.encode(), usedforsecurity=False).hexdigest()
    if not folder or not _whole(Path(folder) / name):
        return at_most
    import tiktoken

    encoding = tiktoken.get_encoding(ENCODING)
    return lambda text: len(encoding.encode(text, disallowed_special=()))


def _whole(tables: Path) -> bool:
    """What is not whole would be fetched anew."""
    try:
        return hashlib.sha256(tables.read_bytes()).hexdigest() == SHA256
    except OSError:
        return False


def at_most(text: str) -> int:
    """UTF-8 bytes: an upper bound, about four times the count for English prose."""
    return len(text.encode("utf-8", "replace"))


def of_messages(messages: list[BaseMessage], count: Counter) -> int:
    """Tokens of several messages, what stands between them included."""
    return sum(count(str(message.content)) + MESSAGE for message in messages)
