"""Lines of a file that may be compressed, damaged or not text at all. Memory stays at one block."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from retrieval.errors import FeedError

BLOCK = 1 << 18
LONGEST_LINE = 1 << 20
"""Bytes. A longer line is one bad row; no more of it than this is ever held."""
GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end. ``problem``: why it cannot be used (``data`` is then its beginning)."""

    number: int
    """From 1."""
    data: bytes
    problem: str | None = None


class Source:
    """A feed's bytes, unpacked when they begin like gzip (whatever the file is called).

    Raises:
        FeedError: there is no such file, or it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file: BufferedReader = path.open("rb")
        except FileNotFoundError:
            raise FeedError(f"{path}: there is no such file.") from None
        except IsADirectoryError:
            raise FeedError(f"{path}: is a folder; name the catalog file in it.") from None
        except OSError:
            raise FeedError(f"{path}: cannot be opened; check that you may read it.") from None
        self._packed = self._file.peek(2)[:2] == GZIP_MAGIC
        # read1: a longer read would lose, with the error, what a cut file had given before the cut.
        self._stream = gzip.GzipFile(fileobj=self._file) if self._packed else self._file
        self._ahead = b""
        self._damage: str | None = None

    def close(self) -> None:
        if self._packed:
            self._stream.close()
        self._file.close()

    def position(self) -> int:
        """Bytes of the file read so far (packed bytes where it is packed)."""
        return self._file.tell() if not self._file.closed else 0

    def beginning(self) -> bytes:
        """The first block, without taking it away; less of it where the file ends or is damaged."""
        while len(self._ahead) < BLOCK and (block := self._block()):
            self._ahead += block
        return self._ahead.removeprefix(_BOM)

    def _block(self) -> bytes:
        """The next bytes, at most BLOCK of them; none at the end and at a damage."""
        try:
            return b"" if self._damage else self._stream.read1(BLOCK)
        except (EOFError, zlib.error, OSError) as error:
            self._damage = _told(error)
            return b""

    @property
    def damage(self) -> str | None:
        """Why nothing more can be read, once the blocks or lines have ended at a damage."""
        return self._damage

    def blocks(self) -> Iterator[bytes]:
        """Everything, a block at a time; ends early at a :attr:`damage`."""
        first = True
        while True:
            block, self._ahead = self._ahead or self._block(), b""
            if not block:
                return
            if first:
                block, first = block.removeprefix(_BOM), False
            yield block

    def lines(self) -> Iterator[Line]:
        """Every line. A line that the file breaks off in (a cut or damaged gzip) comes as a problem."""
        number, rest, skipping = 1, b"", False
        for block in self.blocks():
            pieces = (rest + block).split(b"\n")
            rest = pieces.pop()
            for piece in pieces:
                if skipping:
                    skipping = False
                elif len(piece) > LONGEST_LINE:
                    yield _long(number, piece)
                else:
                    yield Line(number, piece.removesuffix(b"\r"))
                number += 1
            if skipping:
                rest = b""
            elif len(rest) > LONGEST_LINE:
                yield _long(number, rest)
                rest, skipping = b"", True
        if self._damage:
            yield Line(number, rest, self._damage)
        elif rest and not skipping:
            yield Line(number, rest.removesuffix(b"\r"))


def _long(number: int, data: bytes) -> Line:
    return Line(number, data[:200], f"the line is longer than {LONGEST_LINE >> 20} MiB")


def _told(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "the gzip file is cut off here: nothing after this line could be read"
    return "the file is damaged here: nothing after this line could be read"
