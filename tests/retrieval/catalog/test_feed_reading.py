"""Files to raw rows: formats, compression, damage, line numbers."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import lines
from retrieval.catalog.feed import Feed
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.errors import FeedError

PER_EXAMPLE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, form: str = "auto") -> list[RawRow | BadRow]:
    with Feed(path, form) as feed:
        return list(feed.rows())


def written(tmp_path: Path, data: bytes, name: str = "feed") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def good(rows: list[RawRow | BadRow]) -> list[tuple[int, dict[str, object]]]:
    return [(row.line, dict(row.fields)) for row in rows if isinstance(row, RawRow)]


def bad(rows: list[RawRow | BadRow]) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in rows if isinstance(row, BadRow)]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=12)


@PER_EXAMPLE
@given(
    table=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
    packed=st.booleans(),
    block=st.integers(1, 40),
)
def test_any_csv_comes_back_cell_by_cell(
    tmp_path: Path, table: list[list[str]], delimiter: str, end: str, bom: bool, packed: bool, block: int
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    expected = []
    writer.writerow(["product_id", "title", "note"])
    for row in table:
        start = out.getvalue().count("\n") + 1
        writer.writerow(row)
        if any(cell.strip() for cell in row):
            expected.append((start, dict(zip(["product_id", "title", "note"], row, strict=True))))
    data = (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()
    path = written(tmp_path, gzip.compress(data) if packed else data)
    assert good(_in_blocks(path, block)) == expected
    assert bad(_in_blocks(path, block)) == []


@PER_EXAMPLE
@given(
    rows=st.lists(
        st.one_of(
            st.dictionaries(
                st.text(max_size=5), st.one_of(st.none(), st.integers(-9, 9), st.text()), min_size=1
            ),
            st.sampled_from([b"", b"  ", b"[1]", b"{", b'{"a": }', b"nul", b'{"a": "\xff"}', b"3"]),
        ),
        max_size=12,
    ),
    end=st.sampled_from([b"\n", b"\r\n"]),
    packed=st.booleans(),
    block=st.integers(1, 40),
)
def test_any_mixture_of_good_and_bad_json_lines_keeps_its_numbers(
    tmp_path: Path, rows: list[dict[str, object] | bytes], end: bytes, packed: bool, block: int
) -> None:
    data = end.join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    path = written(tmp_path, gzip.compress(data) if packed else data)
    found = _in_blocks(path, block, "jsonl")
    assert good(found) == [(n, row) for n, row in enumerate(rows, 1) if isinstance(row, dict)]
    assert [line for line, _ in bad(found)] == [
        n for n, row in enumerate(rows, 1) if isinstance(row, bytes) and row.strip()
    ]


def _in_blocks(path: Path, block: int, form: str = "auto") -> list[RawRow | BadRow]:
    """Read with another block size after the first block: rows must not depend on how a file is cut."""
    before = lines.BLOCK
    with Feed(path, form) as feed:
        if form != "auto":
            lines.BLOCK = block
        try:
            rows = feed.rows()
            found = [row for row in [next(rows, None)] if row is not None]
            lines.BLOCK = block
            return found + list(rows)
        finally:
            lines.BLOCK = before


@pytest.mark.parametrize("cut", [30, 200, 900])
def test_a_gzip_that_was_cut_off_gives_the_rows_before_the_cut(tmp_path: Path, cut: int) -> None:
    rows = [{"product_id": f"p{n}", "title": hex(n * 7919)} for n in range(500)]
    packed = gzip.compress("\n".join(map(json.dumps, rows)).encode())
    assert len(packed) > 1000
    found = read(written(tmp_path, packed[:-cut]))
    held = good(found)
    assert [row for _, row in held] == rows[: len(held)]
    assert len(held) > 100
    assert bad(found) == [
        (len(held) + 1, "the gzip file is cut off here: nothing after this line could be read")
    ]


def test_a_csv_row_is_never_taken_from_a_cut(tmp_path: Path) -> None:
    body = "id,title\n" + "".join(f"{n},{hex(n * 104729)}\n" for n in range(3000))
    packed = gzip.compress(body.encode())
    for cut in range(9, 60, 7):
        found = read(written(tmp_path, packed[:-cut]))
        assert all(row["title"] == hex(int(str(row["id"])) * 104729) for _, row in good(found))
        assert len(bad(found)) == 1


def test_a_damaged_gzip_says_so(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"\n".join(b'{"product_id": "%d"}' % n for n in range(90_000))))
    packed[len(packed) // 2] ^= 0xFF
    found = read(written(tmp_path, bytes(packed)))
    assert len(bad(found)) >= 1
    assert "the file is damaged here" in bad(found)[-1][1]


def test_a_line_beyond_bounds_is_one_bad_row(tmp_path: Path) -> None:
    for size in (lines.LONGEST_LINE + 1, lines.LONGEST_LINE * 3 + 17):
        data = b'{"a": 1}\n' + b'{"a": "' + b"x" * size + b'"}\n{"a": 3}\n'
        found = read(written(tmp_path, data))
        assert good(found) == [(1, {"a": 1}), (3, {"a": 3})]
        assert bad(found) == [(2, "the line is longer than 1 MiB")]
    found = read(written(tmp_path, b"a,b\n1,2\n" + b"y" * (lines.LONGEST_LINE * 2) + b"\n3,4\n"))
    assert good(found) == [(2, {"a": "1", "b": "2"}), (4, {"a": "3", "b": "4"})]
    assert bad(found) == [(3, "the line is longer than 1 MiB")]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.gz"
        with gzip.open(path, "wb", compresslevel=1) as out:
            for n in range(rows):
                out.write(b'{"product_id": "%d", "title": "%s"}\n' % (n, b"t" * 400))
        tracemalloc.start()
        with Feed(path) as feed:
            assert sum(1 for _ in feed.rows()) == rows
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(2_000) + (1 << 20)


def test_a_quote_that_is_never_closed_costs_its_own_line_alone(tmp_path: Path) -> None:
    data = b'id,title\n1,one\n2,"two\n3,three\n4,"four"\n5,"fi\nve"\n6,six\n'
    found = read(written(tmp_path, data))
    assert good(found) == [
        (2, {"id": "1", "title": "one"}),
        (4, {"id": "3", "title": "three"}),
        (5, {"id": "4", "title": "four"}),
        (6, {"id": "5", "title": "fi\nve"}),
        (8, {"id": "6", "title": "six"}),
    ]
    assert [line for line, _ in bad(found)] == [3]
    assert "quote" in bad(found)[0][1]


def test_an_open_quote_before_a_large_file_holds_little_and_loses_one_row(tmp_path: Path) -> None:
    rows = b"".join(b"%d,title number %d\n" % (n, n) for n in range(20_000))
    found = read(written(tmp_path, b'id,title\nx,"open\n' + rows))
    assert len(good(found)) == 20_000
    assert [line for line, _ in bad(found)] == [2]


def test_bytes_that_are_no_utf8_cost_one_row(tmp_path: Path) -> None:
    found = read(written(tmp_path, b"id,title\n1,ok\n" + "2,café\n".encode("latin-1") + "3,café\n".encode()))
    assert good(found) == [(2, {"id": "1", "title": "ok"}), (4, {"id": "3", "title": "café"})]
    assert bad(found) == [(3, "is not valid UTF-8 (line 3)")]
    found = read(written(tmp_path, b'{"a": "caf\xe9"}\n{"a": 1,}\n'))
    assert bad(found) == [(1, "is not valid UTF-8 at byte 11"), (2, "is not valid JSON at column 8")]


def test_a_row_of_another_width_is_set_aside(tmp_path: Path) -> None:
    found = read(written(tmp_path, b"id,title\n1\n2,b,c\n3,ok\n"))
    assert bad(found) == [(2, "has 1 columns, the header has 2"), (3, "has 3 columns, the header has 2")]
    assert good(found) == [(4, {"id": "3", "title": "ok"})]


def test_blank_lines_and_nameless_columns_are_passed_over(tmp_path: Path) -> None:
    found = read(written(tmp_path, b"\n \nid;;title\n\n1;x;one\n;;\n"))
    assert found == [RawRow(5, {"id": "1", "title": "one"})]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file_has_no_rows(tmp_path: Path, data: bytes) -> None:
    assert read(written(tmp_path, data)) == []
    assert read(written(tmp_path, data), "csv") == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rest", "export it as CSV"),
        (b'[{"product_id": "1"}]', "one object per line"),
        (b'{\n "products": [\n', "one object per line"),
        (b"<?xml version='1.0'?>", "looks like XML, but not like a Google Merchant feed"),
        ("id,title\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        ("prix;libellé\n".encode("latin-1"), "the header is not UTF-8"),
        (b"id,title,ID,id\n", "'id' twice"),
        (b'id,"title\n1,2\n', "the header has a quote"),
    ],
)
def test_what_is_no_feed_is_told_with_the_way_out(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says) as raised:
        read(written(tmp_path, data, "shop.dat"))
    assert "shop.dat: " in raised.value.message


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="there is no such file"):
        Feed(tmp_path / "absent")
    with pytest.raises(FeedError, match="is a folder"):
        Feed(tmp_path)
    with pytest.raises(FeedError, match="use one of auto, jsonl, csv, google, shopify"):
        Feed(written(tmp_path, b"{}"), "xls")


def test_the_format_is_found_by_more_than_the_first_line(tmp_path: Path) -> None:
    for name, form in (("a.csv", "jsonl"), ("a.jsonl.gz", "csv")):
        rows = b'oops\n{"a": 1}\n{"a": 2}\n' if form == "jsonl" else b"a;b\n{x};2\n1;3\n4;5\n"
        with Feed(written(tmp_path, rows, name)) as feed:
            assert feed.format == form
